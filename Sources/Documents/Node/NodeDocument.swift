import Evidence
import VPCModel

/// What a node tells about itself in JSON: introspection, checkpoint, conflist, container and kubelet settings,
/// and the Prometheus API's view of its metrics.
package enum NodeDocument {
  /// The kind of a whole JSON document by its members; nil when it is none of a node's.
  package static func kind(of value: JSONValue) -> InputKind? {
    if let elements = value.array { return kind(ofArray: elements) }
    guard let object = value.object else { return nil }
    if Introspection.isOne(object) { return .introspection }
    if value["version"]?.string?.hasPrefix("vpc-cni-ipam/") == true || isCheckpoint(value) {
      return .checkpoint
    }
    if value["cniVersion"]?.scalarText != nil, value["plugins"]?.array != nil { return .conflist }
    if value["Spec", "process", "env"]?.array != nil { return .containerInfo }
    if value["kind"]?.string == "KubeletConfiguration" { return .kubeletConfig }
    if value["kind"] == nil, value["maxPods"]?.count != nil { return .kubeletConfig }
    if value["kubeletconfig"]?.object != nil { return .kubeletConfig }
    if PrometheusAnswer.isOne(value) { return .metrics }
    if EnvironmentSettings.isOne(object) { return .introspection }
    return nil
  }

  /// States what a document of `kind` says. `time` is when it was taken; without it nothing is called cooling.
  @discardableResult
  package static func read(
    _ value: JSONValue, kind: InputKind, time: Instant? = nil, line: Int, byte: Int, emit: StatementSink
  ) -> [InputProblem] {
    func state(_ statement: Statement) { emit(statement, line, byte) }
    switch kind {
    case .introspection:
      if let object = value.object, EnvironmentSettings.isOne(object) {
        state(.configuration(EnvironmentSettings.configuration(object)))
      } else {
        Introspection.read(value, time: time, state: state)
      }
    case .checkpoint: readCheckpoint(value, state: state)
    case .conflist: state(.configuration(Conflist.configuration(value)))
    case .containerInfo: ContainerInfo.read(value, state: state)
    case .kubeletConfig:
      // `kubelet-config.json` of the API server wraps the same object.
      let pods = value["maxPods"]?.count ?? value["kubeletconfig", "maxPods"]?.count
      if let pods { state(.kubeletMaxPods(pods)) }
    case .metrics: PrometheusAnswer.read(value, state: state)
    default:
      return [InputProblem(line: line, byte: byte, "a document of a node was expected, not \(kind.rawValue)")]
    }
    return []
  }

  /// A bundle's introspection file: 0 bytes say that ipamd did not answer within the collector's 3 s.
  package static func isSilence(path: String, byteCount: Int) -> Bool {
    guard byteCount == 0 else { return false }
    let parts = path.split(whereSeparator: { $0 == "/" || $0 == "!" })
    let name = parts.last ?? ""
    // `pods.json` elsewhere is what kubectl wrote.
    if parts.dropLast().last == "ipamd", name == "pods.json" || name == "eni-configs.json" { return true }
    return [
      "enis.json", "ipamd-env-settings.json", "networkutils-env-settings.json", "eni.out", "pod.out",
      "ipamd-env.out", "networkutils-env.out", "eni-configs.out",
    ].contains(name)
  }

  private static func kind(ofArray elements: [JSONValue]) -> InputKind? {
    guard let first = elements.first else { return nil }
    if first["Config", "Env"]?.array != nil || first["Spec", "process", "env"]?.array != nil {
      return .containerInfo
    }
    return nil
  }

  /// Checkpoints of v1.7 to v1.9 and hand-cut ones: the allocations alone are telling.
  private static func isCheckpoint(_ value: JSONValue) -> Bool {
    value["allocations"]?.array?.first?["networkName"] != nil
  }

  private static func readCheckpoint(_ value: JSONValue, state: (Statement) -> Void) {
    let allocations = (value["allocations"]?.items ?? []).compactMap { entry -> Allocation? in
      guard let address = entry["ipv4"]?.name ?? entry["ipv6"]?.name else { return nil }
      var allocation = Allocation(address: address)
      allocation.container = entry["containerID"]?.name
      allocation.namespace = entry["metadata", "k8sPodNamespace"]?.name
      allocation.pod = entry["metadata", "k8sPodName"]?.name
      if let stamp = entry["allocationTimestamp"]?.int, stamp > 0 {
        allocation.since = Instant(nanoseconds: Int64(stamp))
      }
      return allocation
    }
    state(.checkpoint(allocations))
  }
}
