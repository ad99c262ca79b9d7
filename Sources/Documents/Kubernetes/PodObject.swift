import Evidence
import VPCModel

/// A Pod object. An aws-node pod also states the configuration it really runs with.
enum PodObject {
  static let branchResource = "vpc.amazonaws.com/pod-eni"

  static func read(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    let metadata = object["metadata"]
    let spec = object["spec"]
    var pod = ClusterPod(namespace: metadata?["namespace"]?.name ?? "default", name: name)
    pod.node = spec?["nodeName"]?.name
    // The API server leaves out a false `hostNetwork`; only a spec with containers shows its absence.
    pod.isHostNetwork = spec?["hostNetwork"]?.bool ?? (spec?["containers"]?.array == nil ? nil : false)
    pod.created = ObjectTime.parse(metadata?["creationTimestamp"]?.string)
    pod.isTerminating = metadata?["deletionTimestamp"]?.name != nil
    pod.labels = metadata?["labels"]?.texts ?? [:]
    pod.branchAnnotation = metadata?["annotations", branchResource]?.scalarText
    let containers = spec?["containers"]?.items ?? []
    pod.images = containers.compactMap { $0["image"]?.name }
    pod.wantsBranchENI = containers.contains { container in
      (container["resources", "limits", branchResource]?.count ?? 0) > 0
    }
    let troubles = readStatus(object["status"], into: &pod)
    // Of a static pod the kubelet writes both.
    if metadata?["annotations", "kubernetes.io/config.mirror"]?.scalarText != nil { pod.scheduled = nil }
    state(.pod(pod))
    if pod.labels["eks.amazonaws.com/fargate-profile"] != nil || Platforms.isFargate(node: pod.node) {
      state(.platform(.fargate))
    }
    for trouble in troubles {
      state(
        .text(
          trouble.text, origin: "\(trouble.origin) of pod \(pod.qualifiedName)", time: trouble.time,
          node: pod.node))
    }
    if var configuration = CNIContainer.configuration(podSpec: spec, source: "container") {
      configuration.node = pod.node
      state(.configuration(configuration))
    }
  }

  private struct Trouble {
    var text: String
    var origin: String
    var time: Instant?
  }

  /// Fills the pod's state; returns the sentences of kubelet and scheduler that patterns should read.
  private static func readStatus(_ status: JSONValue?, into pod: inout ClusterPod) -> [Trouble] {
    guard let status else { return [] }
    var troubles: [Trouble] = []
    pod.phase = status["phase"]?.name
    pod.address = status["podIP"]?.name
    pod.started = ObjectTime.parse(status["startTime"]?.string)
    let words = [status["reason"]?.name, status["message"]?.name].compactMap { $0 }
    if !words.isEmpty {
      troubles.append(Trouble(text: words.joined(separator: ": "), origin: "status", time: nil))
    }
    for condition in status["conditions"]?.items ?? [] {
      let isFalse = condition["status"]?.scalarText == "False"
      switch condition["type"]?.string {
      case "Ready": pod.isReady = !isFalse && condition["status"]?.scalarText == "True"
      case "PodScheduled" where isFalse:
        let reason = condition["reason"]?.string ?? "Unschedulable"
        let message = condition["message"]?.string ?? ""
        pod.unschedulable = message.isEmpty ? reason : "\(reason): \(message)"
        let time = ObjectTime.parse(condition["lastTransitionTime"]?.string)
        troubles.append(
          Trouble(text: "FailedScheduling: \(message)", origin: "condition PodScheduled", time: time))
      case "PodScheduled" where condition["status"]?.scalarText == "True":
        pod.scheduled = ObjectTime.parse(condition["lastTransitionTime"]?.string)
      default: break
      }
    }
    let statuses = status["containerStatuses"]?.items ?? []
    let all = (status["initContainerStatuses"]?.items ?? []) + statuses
    var waiting: Set<String> = []
    var restarts: Int?
    for container in all {
      if let count = container["restartCount"]?.count { restarts = (restarts ?? 0) &+ count }
      troubles += containerTroubles(container)
      if let reason = container["state", "waiting", "reason"]?.name { waiting.insert(reason) }
    }
    pod.restarts = restarts
    pod.waiting = waiting.sorted()
    return troubles
  }

  private static func containerTroubles(_ container: JSONValue) -> [Trouble] {
    let name = container["name"]?.string ?? ""
    var troubles: [Trouble] = []
    if let message = container["state", "waiting", "message"]?.name {
      let reason = container["state", "waiting", "reason"]?.name.map { "\($0): " } ?? ""
      troubles.append(Trouble(text: reason + message, origin: "container \(name) waiting", time: nil))
    }
    // What an application says when it ends is its own business; what the CNI's containers say is ours.
    guard CNIContainer.isOurs(name) else { return troubles }
    for key in ["state", "lastState"] {
      guard let ended = container[key, "terminated"], ended.object != nil else { continue }
      let text = CNIContainer.ending(
        name, reason: ended["reason"]?.name, exitCode: ended["exitCode"]?.int, message: ended["message"]?.name
      )
      let time = ObjectTime.parse(ended["finishedAt"]?.string)
      if let text { troubles.append(Trouble(text: text, origin: "container \(name) terminated", time: time)) }
    }
    return troubles
  }
}
