import Playbooks

/// How far carrying out a remedy reaches: what is restarted or replaced by it.
///
/// Read from what the playbook says: the commands that change something, what the remedy frees, and its risk.
package enum RemedyReach: Hashable, Sendable {
  /// Nothing is restarted: something is read, or changed outside the nodes.
  case nothing
  /// `aws-node`, on the nodes concerned alone.
  case agentOfNodes
  /// The pods of a DaemonSet, on every node of the cluster.
  case agentEverywhere(String)
  /// The running nodes stay as they are, and those made from then on are different; with the DaemonSet whose pods
  /// are made anew all the same.
  case newNodesOnly(restarting: String?)
  /// The nodes end, and their pods move.
  case nodes

  /// Less is less at stake.
  package var rank: Int {
    switch self {
    case .nothing: 0
    case .agentOfNodes: 1
    case .agentEverywhere: 2
    case .newNodesOnly: 3
    case .nodes: 4
    }
  }

  package init(
    commands: [String], risk: String, effect: String = "", title: String = "", frees: Remedy.Release? = nil
  ) {
    func says(_ text: String, _ words: [String]) -> Bool { words.contains { text.contains($0) } }
    let all = commands.joined(separator: "\n")
    let restarts = [
      "aws-node everywhere", "aws-node on every node", "estarts aws-node", "restart of aws-node",
    ]
    let daemonSet = Self.daemonSet(in: all) ?? (says(risk, restarts) ? "aws-node" : nil)
    if frees == .nodes || frees == .scatteringNodes
      || says(all, ["kubectl drain ", "terminate-instances", "update-nodegroup-version"])
      || says(risk, ["Nodes are replaced"])
    {
      self = .nodes
    } else if says(title + risk + effect, ["on new nodes", "nly new nodes"]) || all.contains("desiredSize=") {
      self = .newNodesOnly(restarting: daemonSet)
    } else if let daemonSet {
      self = .agentEverywhere(daemonSet)
    } else if all.contains("kubectl -n kube-system delete pod") {
      self = .agentOfNodes
    } else {
      self = .nothing
    }
  }

  /// The DaemonSet whose pods the commands make anew, `aws-node`.
  private static func daemonSet(in commands: String) -> String? {
    if commands.contains("eks update-addon ") { return "aws-node" }
    for verb in ["set env ds/", "set env daemonset/", "rollout restart daemonset ", "edit daemonset "] {
      guard let range = commands.firstRange(of: verb) else { continue }
      return String(commands[range.upperBound...].prefix { !$0.isWhitespace })
    }
    return nil
  }

  /// What the commands change, in one form whatever they call the DaemonSet; empty when they only look.
  ///
  /// Two remedies that change the same are one.
  package static func change(by commands: [String]) -> [String] {
    let looks = [
      " get ", " describe", " list-", " get-", " logs ", "tail ", "df ", "ls ", "lsmod", "systemctl ",
      "networkctl ", "iptables",
    ]
    return commands.filter { command in
      let start = " " + command
      return !looks.contains { start.contains($0) }
    }.map { $0.replacing("daemonset/", with: "ds/") }.sorted()
  }
}
