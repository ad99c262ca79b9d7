import Evidence
import VPCModel

/// A row of `kubectl get pods`: `NAME READY STATUS RESTARTS AGE [IP NODE …]`.
enum PodRow {
  static func pod(name: String, cells: [String: String], namespace: String?) -> ClusterPod {
    var pod = ClusterPod(
      namespace: cells["NAMESPACE"] ?? namespace ?? Self.namespace(ofPod: name), name: name)
    let status = cells["STATUS"] ?? ""
    switch status {
    case "Running", "Pending", "Succeeded", "Failed", "Unknown": pod.phase = status
    case "Completed": pod.phase = "Succeeded"
    case "Error", "Evicted", "OOMKilled", "OutOfpods": pod.phase = "Failed"
    case "Terminating": pod.isTerminating = true
    default: readWaiting(status, into: &pod)
    }
    pod.restarts = WordShape.count(String((cells["RESTARTS"] ?? "").prefix { $0 != " " }))
    let ready = (cells["READY"] ?? "").split(separator: "/").compactMap { Int($0) }
    if ready.count == 2 { pod.isReady = ready[0] == ready[1] && ready[1] > 0 }
    if let address = cells["IP"], IPv4Address(address) != nil || address.contains(":") {
      pod.address = address
    }
    if let node = cells["NODE"], node != "<none>", WordShape.isDNSName(node) { pod.node = node }
    return pod
  }

  /// The namespace is `default` where nothing was printed, except for the pods every cluster has in kube-system.
  static func namespace(ofPod name: String) -> String {
    ["aws-node-", "coredns-", "kube-proxy-", "eks-node-monitoring-agent-"].contains { name.hasPrefix($0) }
      ? "kube-system" : "default"
  }

  /// `ContainerCreating`, `Init:CrashLoopBackOff`, `Init:0/1`.
  private static func readWaiting(_ status: String, into pod: inout ClusterPod) {
    let isInit = status.hasPrefix("Init:")
    let reason = isInit ? String(status.dropFirst(5)) : status
    if isInit || ["ContainerCreating", "PodInitializing"].contains(reason) { pod.phase = "Pending" }
    if WordShape.isReason(reason) { pod.waiting = [reason] }
  }
}
