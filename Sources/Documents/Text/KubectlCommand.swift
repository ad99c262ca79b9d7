/// A shell prompt with a kubectl command, pasted above its output: which resource and which namespace follow.
struct KubectlCommand {
  var resource: String
  var namespace: String?

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
    }
    if let name = namespace, !WordShape.isDNSName(name) { namespace = nil }
  }
}
