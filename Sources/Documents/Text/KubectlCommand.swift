/// A shell prompt with a kubectl command, pasted above its output: which resource and which namespace follow.
struct KubectlCommand {
  var resource: String
  var namespace: String?
  /// What `-o custom-columns` puts under each title, by the title we have for it.
  private(set) var titles: [String: String] = [:]

  /// `$ kubectl get pods -n shop`, `[ec2-user@ip-… ~]$ kubectl …`, `# k get ds`; nil for every other line.
  init?(_ row: TextRow) {
    guard let start = row.words.indices.first(where: { row.word($0) == "kubectl" || row.word($0) == "k" }),
      start <= 3, ["get", "describe", "logs", "top"].contains(row.word(start + 1))
    else { return nil }
    // In front may stand a prompt, never a sentence.
    for index in 0..<start {
      let word = row.word(index)
      guard
        ["$", "#", "%", "~]$", "~]#", "sudo", "+"].contains(word) || word.hasSuffix("$")
          || word.hasSuffix("#")
          || word.hasPrefix("[")
      else { return nil }
    }
    resource = row.word(start + 2).split(separator: "/").first?.lowercased() ?? ""
    for index in row.words.indices.dropFirst(start + 2) {
      let word = row.word(index)
      if word == "-n" || word == "--namespace" { namespace = row.word(index + 1) }
      if word.hasPrefix("--namespace=") { namespace = String(word.dropFirst(12)) }
      if word.hasPrefix("-n="), word.utf8.count > 3 { namespace = String(word.dropFirst(3)) }
      if let mark = word.firstRange(of: "custom-columns=") { readColumns(word[mark.upperBound...]) }
    }
    if let name = namespace, !WordShape.isDNSName(name) { namespace = nil }
  }

  /// `N:.metadata.name,B:.status.allocatable.vpc\.amazonaws\.com/pod-eni`
  private mutating func readColumns(_ text: Substring) {
    for column in text.split(separator: ",").prefix(40) {
      let parts = column.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let path = parts[1].filter { !"\\'\"{}".contains($0) }
      if let title = Self.known[path] { titles[String(parts[0].filter { $0 != "'" && $0 != "\"" })] = title }
    }
  }

  private static let known = [
    ".metadata.name": "NAME", ".metadata.namespace": "NAMESPACE", ".spec.nodeName": "NODE",
    ".status.phase": "STATUS", ".status.allocatable.pods": "PODS", ".status.capacity.pods": "CAPACITY",
    ".status.allocatable.vpc.amazonaws.com/pod-eni": "POD-ENI",
  ]
}
