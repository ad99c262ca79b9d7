import Evidence
import VPCModel

/// A Node object: its pod limits, branch interfaces, labels, taints and conditions.
enum NodeObject {
  static func read(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    var node = ClusterNode(name: name)
    let metadata = object["metadata"]
    node.created = ObjectTime.parse(metadata?["creationTimestamp"]?.string)
    node.labels = metadata?["labels"]?.texts ?? [:]
    node.annotations = metadata?["annotations"]?.texts ?? [:]
    node.providerID = object["spec", "providerID"]?.name
    // The API server leaves out a false `unschedulable`, so a whole spec without it says "schedulable".
    node.isUnschedulable =
      object["spec", "unschedulable"]?.bool ?? (object["spec", "providerID"] == nil ? nil : false)
    node.taints = (object["spec", "taints"]?.items ?? []).compactMap(taint)
    readStatus(object["status"], into: &node)
    state(.node(node))
    for platform in Platforms.of(labels: node.labels, node: name) { state(.platform(platform)) }
    for condition in node.conditions where NodeCondition.isTrouble(condition) {
      state(NodeCondition.text(condition, node: name))
    }
  }

  private static func readStatus(_ status: JSONValue?, into node: inout ClusterNode) {
    guard let status else { return }
    let capacity = status["capacity"]
    let allocatable = status["allocatable"]
    node.podCapacity = capacity?["pods"]?.count
    node.podsAllocatable = allocatable?["pods"]?.count
    node.branchCapacity = capacity?["vpc.amazonaws.com/pod-eni"]?.count
    node.branchAllocatable = allocatable?["vpc.amazonaws.com/pod-eni"]?.count
    node.hasStatus = capacity?["pods"] != nil && status["nodeInfo"]?.object != nil
    node.osImage = status["nodeInfo", "osImage"]?.name
    node.internalAddress =
      (status["addresses"]?.items ?? []).first { $0["type"]?.string == "InternalIP" }?["address"]?.name
    node.conditions = (status["conditions"]?.items ?? []).compactMap { condition in
      guard let type = condition["type"]?.name else { return nil }
      return ClusterNode.Condition(
        type: type, status: condition["status"]?.scalarText ?? "Unknown",
        reason: condition["reason"]?.string ?? "", message: condition["message"]?.string ?? "",
        since: ObjectTime.parse(condition["lastTransitionTime"]?.string))
    }
  }

  /// `key=value:Effect`, as kubectl prints it.
  private static func taint(_ taint: JSONValue) -> String? {
    guard let key = taint["key"]?.name else { return nil }
    let value = taint["value"]?.name.map { "=\($0)" } ?? ""
    return "\(key)\(value):\(taint["effect"]?.string ?? "")"
  }
}

/// Where the aws-node pool plays no part: told from node labels.
enum Platforms {
  static func of(labels: [String: String], node: String?) -> [Statement.Platform] {
    var platforms: [Statement.Platform] = []
    switch labels["eks.amazonaws.com/compute-type"] {
    case "auto": platforms.append(.autoMode)
    case "fargate": platforms.append(.fargate)
    default: if isFargate(node: node) { platforms.append(.fargate) }
    }
    if (labels["kubernetes.io/os"] ?? labels["beta.kubernetes.io/os"]) == "windows" {
      platforms.append(.windows)
    }
    return platforms
  }

  /// Fargate names its nodes `fargate-ip-10-0-1-23.…`.
  static func isFargate(node: String?) -> Bool { node?.hasPrefix("fargate-ip-") == true }
}

/// When a node condition is bad news, and how it reads as one line.
enum NodeCondition {
  /// `…Ready` should be True, everything else (`DiskPressure`, `NetworkUnavailable`) should be False.
  static func isTrouble(_ condition: ClusterNode.Condition) -> Bool {
    condition.type.hasSuffix("Ready") ? condition.status != "True" : condition.status == "True"
  }

  static func text(_ condition: ClusterNode.Condition, node: String?) -> Statement {
    let words = [condition.reason, condition.message].filter { !$0.isEmpty }.joined(separator: ": ")
    return .text(words, origin: "node condition \(condition.type)", time: condition.since, node: node)
  }
}
