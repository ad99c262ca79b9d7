/// What may stand in for `{name}` in a command: a grammar each value must match whole.
///
/// Commands are pasted by tired people with root, and values come from logs that anybody who names a pod can
/// write. A value that does not match is never printed; `<subnet-id>` stays instead.
package enum Placeholder: String, Hashable, Sendable, CaseIterable {
  case subnet, eni, instance, node, pod, namespace, vpc, zone, region, cluster, cidr, group, role, nodegroup
  case type, image, quota, ip, sandbox, ipPrefix, number, reservation, user

  /// Shown when no value is known.
  package var label: String {
    switch self {
    case .subnet: "<subnet-id>"
    case .eni: "<eni-id>"
    case .instance: "<instance-id>"
    case .node: "<node>"
    case .pod: "<pod>"
    case .namespace: "<namespace>"
    case .vpc: "<vpc-id>"
    case .zone: "<zone>"
    case .region: "<region>"
    case .cluster: "<cluster>"
    case .cidr: "<cidr>"
    case .group: "<security-group-id>"
    case .role: "<role>"
    case .nodegroup: "<nodegroup>"
    case .type: "<instance-type>"
    case .image: "<image>"
    case .quota: "<quota-code>"
    case .ip: "<address>"
    case .sandbox: "<sandbox-id>"
    case .ipPrefix: "<prefix>"
    case .number: "<number>"
    case .reservation: "<reservation-id>"
    case .user: "<user>"
    }
  }

  package func accepts(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    switch self {
    case .subnet: return isID(bytes, "subnet-")
    case .eni: return isID(bytes, "eni-")
    case .instance: return isID(bytes, "i-")
    case .vpc: return isID(bytes, "vpc-")
    case .group: return isID(bytes, "sg-")
    case .reservation: return isID(bytes, "scr-")
    case .node, .pod: return isName(bytes, dots: true, limit: 253)
    case .namespace: return isName(bytes, dots: false, limit: 63)
    case .zone, .region: return isRegion(bytes, zone: self == .zone)
    case .cluster, .role, .nodegroup, .user:
      // IAM and EKS allow more; these are the characters no shell reads.
      return !bytes.isEmpty && bytes.count <= 100 && isAlphanumeric(bytes[0])
        && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    case .cidr, .ipPrefix: return isBlock(bytes)
    case .ip: return isAddress(bytes[...])
    case .type:
      let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return parts.count == 2
        && parts.allSatisfy { part in
          !part.isEmpty && part.count <= 20 && part.allSatisfy { isLower($0) || $0 == UInt8(ascii: "-") }
            && part.first != UInt8(ascii: "-")
        }
    case .image:
      return !bytes.isEmpty && bytes.count <= 255 && isAlphanumeric(bytes[0])
        && bytes.allSatisfy { isAlphanumeric($0) || "-_./:@".utf8.contains($0) }
    case .quota:
      return bytes.count == 10 && bytes.starts(with: "L-".utf8)
        && bytes.dropFirst(2).allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    case .sandbox: return (8...64).contains(bytes.count) && bytes.allSatisfy(isHex)
    case .number: return (1...9).contains(bytes.count) && bytes.allSatisfy { (48...57).contains($0) }
    }
  }

  private func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }
  private func isLower(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte) }
  private func isAlphanumeric(_ byte: UInt8) -> Bool { isLower(byte) || (65...90).contains(byte) }

  private func isID(_ bytes: [UInt8], _ prefix: String) -> Bool {
    let rest = bytes.dropFirst(prefix.utf8.count)
    return bytes.starts(with: prefix.utf8) && (8...17).contains(rest.count) && rest.allSatisfy(isHex)
  }

  /// RFC 1123: lower-case labels of at most 63, joined by dots where allowed.
  private func isName(_ bytes: [UInt8], dots: Bool, limit: Int) -> Bool {
    guard !bytes.isEmpty, bytes.count <= limit else { return false }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard dots || labels.count == 1 else { return false }
    return labels.allSatisfy { label in
      guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
      return isLower(first) && isLower(last) && label.allSatisfy { isLower($0) || $0 == UInt8(ascii: "-") }
    }
  }

  /// `us-gov-west-1`, and a letter behind it for a zone (`us-west-2-lax-1a` for a local one).
  private func isRegion(_ bytes: [UInt8], zone: Bool) -> Bool {
    guard (8...30).contains(bytes.count), bytes.allSatisfy({ isLower($0) || $0 == UInt8(ascii: "-") }),
      let last = bytes.last, bytes.contains(UInt8(ascii: "-")), (97...122).contains(bytes[0])
    else { return false }
    return zone ? (97...122).contains(last) : (48...57).contains(last)
  }

  private func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.count), part.allSatisfy({ (48...57).contains($0) }) else { return false }
        return part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
      }
  }

  private func isBlock(_ bytes: [UInt8]) -> Bool {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), isAddress(bytes[..<slash]) else { return false }
    let length = bytes[(slash + 1)...]
    return (1...2).contains(length.count) && length.allSatisfy { (48...57).contains($0) }
      && length.reduce(0) { $0 * 10 + Int($1 - 48) } <= 32
  }
}

extension Command {
  /// The names between braces, in order.
  package var placeholders: [String] {
    var names: [String] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      let tail = rest[rest.index(after: open)...]
      guard let close = tail.firstIndex(of: "}") else { break }
      let name = tail[..<close]
      // `{subnet-id}` is a slip; curl's `%{http_code}` is its own.
      if !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "-" }) { names.append(String(name)) }
      // `{"env":{…}}` is JSON for the add-on, not a placeholder: go on behind the brace.
      rest = tail
    }
    return names
  }

  /// The command with what is known filled in; the rest stays a label, quoted so that no shell redirects.
  package func filled(_ values: [Placeholder: String]) -> String {
    var result = ""
    var quote: Character?
    var index = template.startIndex
    while index < template.endIndex {
      let character = template[index]
      if character == "{", let close = template[index...].firstIndex(of: "}"),
        let kind = Placeholder(rawValue: String(template[template.index(after: index)..<close]))
      {
        if let value = values[kind], kind.accepts(value) {
          result += value
        } else {
          result += quote == nil ? "'\(kind.label)'" : kind.label
        }
        index = template.index(after: close)
        continue
      }
      if character == "'" || character == "\"" {
        if quote == nil { quote = character } else if quote == character { quote = nil }
      }
      result.append(character)
      index = template.index(after: index)
    }
    return result
  }
}
