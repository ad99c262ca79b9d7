import VPCModel

/// Kubelet's side: four lines for each failed sandbox, events that add up, retries that slow down.
extension Cluster {
  func event(
    _ pod: Pod, _ type: String, _ reason: String, _ message: String, source: String = "kubelet",
    at time: Moment
  ) {
    let host = source == "kubelet" ? pod.node?.name ?? "" : ""
    if let index = events.lastIndex(where: {
      $0.object == pod.name && $0.reason == reason && $0.message == message
    }) {
      events[index].count += 1
      events[index].last = max(events[index].last, time)
      return
    }
    events.append(
      ClusterEvent(
        type: type, reason: reason, message: message, object: pod.name, namespace: pod.namespace,
        source: source,
        host: host, first: time, last: time))
  }

  /// The sandbox failed: plugin line, kubelet and event lines, and the next try.
  func fail(_ pod: Pod, _ node: Node, _ time: Moment, _ words: String, plugin: Bool = true) {
    if plugin, words.contains("failed to assign") {
      let message =
        node.cni.since(7)
        ? "Failed to assign an IP address to container \(pod.sandbox)"
        : "Failed to assign an IP address to pod \(pod.name), namespace \(pod.namespace) \(node.cni.since(6) ? "sandbox" : "container") \(pod.sandbox)"
      node.plugin.append(
        LogLine(time: time, level: "error", caller: "routed-eni-cni-plugin/cni.go:152", message: message))
    }
    let failure = sandboxFailure(pod, node, words, plugin)
    kubeletLines(pod, node, failure, time + 0.05)
    let combined = pod.attempts > 6 ? "(combined from similar events): " : ""
    if pod.attempts <= 6 || pod.attempts % 4 == 3 {
      event(
        pod, "Warning", "FailedCreatePodSandBox", "\(combined)Failed to create pod sandbox: \(failure)",
        at: time + 0.1)
    } else if let index = events.lastIndex(where: {
      $0.object == pod.name && $0.reason == "FailedCreatePodSandBox"
    }) {
      events[index].count += 1
      events[index].last = time + 0.1
    }
    let delay = min(13 + 5 * Double(pod.attempts), 75) + Double(random.below(3000)) / 1000
    at(time + delay) { self.attempt(pod, on: node, at: time + delay) }
  }

  private func sandboxFailure(_ pod: Pod, _ node: Node, _ words: String, _ plugin: Bool) -> String {
    if !plugin {
      return "rpc error: code = Unknown desc = \(words.replacing("%sandbox%", with: pod.sandbox))"
    }
    if !node.cni.since(10) {
      return
        #"rpc error: code = Unknown desc = failed to set up sandbox container "\#(pod.sandbox)" network for pod "\#(pod.name)": networkPlugin cni failed to set up pod "\#(pod.name)_\#(pod.namespace)" network: \#(words)"#
    }
    return
      #"rpc error: code = Unknown desc = failed to setup network for sandbox "\#(pod.sandbox)": plugin type="aws-cni" name="aws-cni" failed (add): \#(words)"#
  }

  private func kubeletLines(_ pod: Pod, _ node: Node, _ failure: String, _ time: Moment) {
    let once = failure.replacing("\"", with: "\\\"")
    let twice = once.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let full = "\(pod.namespace)/\(pod.name)"
    let stamp = time.klog
    node.kubelet.append(
      TextLine(
        time: time,
        text: "E\(stamp)    3021 log.go:32] \"RunPodSandbox from runtime service failed\" err=\"\(once)\""))
    node.kubelet.append(
      TextLine(
        time: time + 0.001,
        text:
          "E\((time + 0.001).klog)    3021 kuberuntime_sandbox.go:72] \"Failed to create sandbox for pod\" err=\"\(once)\" pod=\"\(full)\""
      ))
    let long =
      "failed to \\\"CreatePodSandbox\\\" for \\\"\(pod.name)_\(pod.namespace)(\(pod.uid))\\\" with CreatePodSandboxError: \\\"Failed to create sandbox for pod \\\\\\\"\(pod.name)_\(pod.namespace)(\(pod.uid))\\\\\\\": \(twice)\\\""
    node.kubelet.append(
      TextLine(
        time: time + 0.002,
        text:
          "E\((time + 0.002).klog)    3021 pod_workers.go:1298] \"Error syncing pod, skipping\" err=\"\(long)\" pod=\"\(full)\" podUID=\"\(pod.uid)\""
      ))
  }

  /// Routine lines of a kubelet that has other things to do.
  func kubeletRoutine(_ node: Node, until end: Double) {
    var seconds = 1.0
    while seconds < end {
      let time = start + seconds
      let text: String
      switch random.below(4) {
      case 0:
        text =
          "I\(time.klog)    3021 kubelet.go:2428] \"SyncLoop (probe)\" probe=\"readiness\" status=\"ready\" pod=\"shop/\(random.pick(Catalog.apps))-\(random.letters(10, of: Catalog.suffix))-\(random.letters(5, of: Catalog.suffix))\""
      case 1:
        text =
          "I\(time.klog)    3021 reconciler_common.go:253] \"operationExecutor.VerifyControllerAttachedVolume started for volume \\\"kube-api-access-\(random.letters(5, of: Catalog.suffix))\\\"\""
      case 2:
        text = "I\(time.klog)    3021 scope.go:117] \"RemoveContainer\" containerID=\"\(random.hex(64))\""
      default:
        text =
          "I\(time.klog)    3021 prober.go:107] \"Probe succeeded\" probeType=\"Liveness\" containerName=\"app\""
      }
      node.kubelet.append(TextLine(time: time, text: text))
      seconds += Double(random.between(4, 19))
    }
  }
}
