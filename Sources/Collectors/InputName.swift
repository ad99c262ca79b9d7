/// What an input's name tells of the node it came from. Names are hints: content decides what an input is.
package struct InputName: Hashable, Sendable {
  /// The key of this input alone; which inputs speak of one node is settled when all are known.
  package let group: String
  /// The folder or archive it lies in.
  package let root: String
  /// What tells the file from its neighbours: `node-a` of `ipamd-node-a.log`, `2` of `ipamd-2.log`.
  package let residue: String
  /// Instance ids and node names in the name.
  package let aliases: Set<String>
  /// The year in a bundle's name, for stamps without one.
  package let year: Int?
  /// When the bundle was taken, by its name: `eks_i-…_2026-09-01_0233-UTC_0.7.8`.
  package let path: String

  private static let bundleFolders: Set<String> = [
    "var_log", "var", "log", "logs", "aws-routed-eni", "ipamd", "kubelet", "cni", "containerd", "docker",
    "networking",
    "nodeadm", "system", "storage", "sysctls", "pods", "containers", "kube-system", "run", "aws-node",
    "aws-vpc-cni-init", "aws-eks-nodeagent", "aws-network-policy-agent", "introspection", "modinfo", "kernel",
    "gpu", "sandbox-image", "config.json.d", "soci-snapshotter",
  ]
  private static let fileWords: Set<String> = [
    "ipamd", "plugin", "aws", "node", "log", "logs", "txt", "json", "out", "gz", "zst", "xz", "bz2",
    "metrics", "metric",
    "introspection", "enis", "eni", "init", "container", "vpc", "cni", "kube", "system", "previous", "prev",
    "old",
    "stdout", "stderr", "kubelet", "journal", "containerd", "events", "event", "egress", "v4", "v6",
    "network",
    "policy", "agent", "pod", "pods", "describe", "kubectl", "nodes", "prom", "csv", "jsonl", "ndjson",
    "current",
    "cloudwatch", "insights", "docker", "cri", "fluentbit", "raw", "wrapped", "tail", "grep", "error",
    "errors", "k8s",
    "ipam", "checkpoint", "output", "messages", "syslog", "dmesg", "yaml", "yml", "rotated", "part", "live",
    // Files of the support scripts: `networkutils-env-settings.json`, `eni-configs.out`, `10-aws.conflist`.
    "networkutils", "env", "settings", "config", "configs", "configuration", "conflist", "variables",
    "service",
    "dockerd", "nodeadm", "run", "instance", "id", "svc", "nic",
  ]

  package init(_ name: String) {
    path = name
    var aliases: Set<String> = []
    // Archive and member folders alike.
    let components = name.utf8.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }
      .map { String(Substring($0)) }
    for component in components { aliases.formUnion(InputName.nodeNames(in: component)) }
    self.aliases = aliases
    var folders = Array(components.dropLast())
    while let last = folders.last, InputName.isBundleFolder(last) { folders.removeLast() }
    root = "group:" + folders.joined(separator: "/")
    residue = InputName.residue(of: components.last ?? "")
    group = "file:" + name
    // The nearest name counts: the file, then its bundle.
    year = components.reversed().lazy.compactMap(InputName.year).first
  }

  private static func isBundleFolder(_ folder: String) -> Bool {
    bundleFolders.contains(folder) || folder.hasPrefix("kube-system_aws-node-")
      || folder.hasPrefix("aws-node-")
      || folder.hasPrefix("kube-system_")
  }

  /// What is left of a file name without the usual words, dates and numbers: `node-a` of `ipamd-node-a.log`.
  private static func residue(of file: String) -> String {
    let names = nodeNames(in: file)
    if let name = names.min() { return name }
    let lowered = file.lowercased()
    let words = lowered.split { !isLetter($0) && !isNumber($0) }
    // `ipamd-2.log` is the log of a second node; `ipamd.log.2` and `ipamd-2026-09-02T….log` are rotations.
    let isDated = words.contains { $0.count >= 4 && $0.allSatisfy { isNumber($0) || $0 == "t" } }
    let stem = lowered.prefix { $0 != "." }.split { !isLetter($0) && !isNumber($0) }
    let kept = words.enumerated().filter { index, word in
      if fileWords.contains(String(word)) { return false }
      if word.allSatisfy(isNumber) { return !isDated && index > 0 && index < stem.count && word.count <= 3 }
      return !word.allSatisfy { isNumber($0) || $0 == "t" || $0 == "z" }
    }.map(\.element)
    // `node` is dropped above, so that `aws-node.log` leaves nothing; `node1` stays.
    return kept.joined(separator: "-")
  }

  // Nearly all of a name is ASCII, which needs no table of Unicode.
  private static func isLetter(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue else { return character.isLetter }
    return (65...90).contains(ascii) || (97...122).contains(ascii)
  }

  private static func isNumber(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue else { return character.isNumber }
    return (48...57).contains(ascii)
  }

  /// Instance ids and EC2 private names inside one component.
  static func nodeNames(in text: String) -> Set<String> {
    var found: Set<String> = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let isStart = index == 0 || !isWord(bytes[index - 1])
      if isStart, bytes[index] == UInt8(ascii: "i"), index + 1 < bytes.count {
        if bytes[index + 1] == UInt8(ascii: "-") {
          var end = index + 2
          while end < bytes.count, isHex(bytes[end]) { end += 1 }
          let length = end - index - 2
          if length == 17 || length == 8,
            end == bytes.count || !isWord(bytes[end]) || bytes[end] == UInt8(ascii: "_")
          {
            found.insert(String(decoding: bytes[index..<end], as: UTF8.self))
          }
        } else if bytes[index + 1] == UInt8(ascii: "p"), let end = privateName(bytes, index) {
          found.insert(String(decoding: bytes[index..<end], as: UTF8.self))
        }
      }
      index += 1
    }
    return found
  }

  /// End of `ip-10-0-1-23` and, when it follows, `.ec2.internal` or `.us-west-2.compute.internal`.
  private static func privateName(_ bytes: [UInt8], _ start: Int) -> Int? {
    var end = start + 2
    for _ in 0..<4 {
      guard end < bytes.count, bytes[end] == UInt8(ascii: "-") else { return nil }
      end += 1
      let first = end
      while end < bytes.count, (48...57).contains(bytes[end]), end - first < 3 { end += 1 }
      if end == first { return nil }
    }
    let rest = String(decoding: bytes[end...], as: UTF8.self)
    if let internalEnd = rest.range(of: ".internal"), rest.hasPrefix(".") {
      return end + rest.utf8.distance(from: rest.startIndex, to: internalEnd)
    }
    return end
  }

  private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }
  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte)
  }

  /// The year of a whole date, `2026-09-01`: a number alone may be anything.
  private static func year(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      var value = 0
      for index in start..<start + count {
        guard index < bytes.count, (48...57).contains(bytes[index]) else { return nil }
        value = value * 10 + Int(bytes[index] - 48)
      }
      return value
    }
    for start in bytes.indices where start + 10 <= bytes.count {
      if start > 0, (48...57).contains(bytes[start - 1]) { continue }
      guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
        let year = number(start, 4), let month = number(start + 5, 2), let day = number(start + 8, 2),
        (2017...2100).contains(year), (1...12).contains(month), (1...31).contains(day)
      else { continue }
      return year
    }
    return nil
  }
}

extension String {
  /// End of the first occurrence; a standard-library stand-in for Foundation's `range(of:)`.
  fileprivate func range(of word: String) -> String.Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(word) { return self.index(index, offsetBy: word.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
