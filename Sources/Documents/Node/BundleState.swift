import Evidence
import VPCModel

/// Small state files of a support bundle, known by their path and checked by their content.
///
///     system/instance-id.txt          i-0123456789abcdef0
///     system/region.txt               us-east-1
///     system/availability-zone.txt    us-east-1a
///     nodeadm/nodeadm-run.log         … max pods …: 29
///     kubelet/config.json             max-pods = 29 (Bottlerocket's TOML)
package enum BundleState {
  /// True when the file was one of these and its content was read; nothing is stated otherwise.
  package static func read(path: String, bytes: [UInt8], emit: StatementSink) -> Bool {
    let parts = path.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }
    guard let file = parts.last.map({ Substring($0) }) else { return false }
    let folder = parts.dropLast().last.map { Substring($0) } ?? ""
    let isConfiguration = folder == "kubelet" && (file == "config.json" || file == "kubelet-config.json")
    let isAsked =
      isConfiguration || folder == "nodeadm" || file.hasPrefix("nodeadm") || file == "instance-id.txt"
      || file == "region.txt" || file == "availability-zone.txt"
    // Asked of every input; few have such a name.
    guard isAsked else { return false }
    let text = String(decoding: bytes.prefix(256), as: UTF8.self).split(whereSeparator: \.isWhitespace).first
    switch file {
    case "instance-id.txt":
      guard let text, isInstanceID(text) else { return false }
      emit(.instanceIdentity(InstanceID(String(text))), 1, 0)
    case "region.txt":
      guard let text, isRegion(text) else { return false }
      emit(.region(String(text)), 1, 0)
    case "availability-zone.txt":
      // The zone is the Region and a letter; local zones have a longer form and name no Region safely.
      guard let text, let letter = text.last, letter.isLetter, isRegion(text.dropLast()) else { return false }
      emit(.region(String(text.dropLast())), 1, 0)
    default:
      // Bottlerocket's is TOML whatever its name says; JSON and YAML have readers of their own.
      if isConfiguration, KubernetesYAML.isOne(bytes: bytes) || text?.first == "{" { return false }
      return readMaxPods(bytes, emit: emit)
    }
    return true
  }

  private static func isInstanceID(_ text: Substring) -> Bool {
    let digits = text.dropFirst(2)
    return text.hasPrefix("i-") && (digits.utf8.count == 8 || digits.utf8.count == 17)
      && digits.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
  }

  /// `us-east-1`, `us-gov-west-1`: lower-case words and one number at the end.
  static func isRegion(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (3...4).contains(parts.count), let number = parts.last, Int(number) != nil, number.count <= 2 else {
      return false
    }
    return parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy { ("a"..."z").contains($0) } }
  }

  /// The last line that names max pods wins: nodeadm runs again at each boot.
  private static func readMaxPods(_ bytes: [UInt8], emit: StatementSink) -> Bool {
    var found: (pods: Int, line: Int, byte: Int)?
    var start = 0
    var number = 0
    for line in bytes.prefix(32 << 20).split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      if let pods = maxPods(in: String(decoding: line.prefix(8192), as: UTF8.self)) {
        found = (pods, number, start)
      }
      start += line.count + 1
    }
    guard let found else { return false }
    emit(.kubeletMaxPods(found.pods), found.line, found.byte)
    return true
  }

  /// `"maxPods":29`, `max-pods=29`, `max pods: 29` and their like; the number must follow within 4 characters.
  static func maxPods(in line: String) -> Int? {
    for key in ["maxPods", "max-pods", "max pods", "MaxPods"] {
      guard let found = line.firstRange(of: key) else { continue }
      let rest = line[found.upperBound...]
      let gap = rest.prefix { !("0"..."9").contains($0) }
      guard gap.count <= 4, gap.allSatisfy({ "\": =\\".contains($0) }), !gap.isEmpty else { continue }
      if let pods = Int(rest.dropFirst(gap.count).prefix { ("0"..."9").contains($0) }), pods < 100_000 {
        return pods
      }
    }
    return nil
  }
}
