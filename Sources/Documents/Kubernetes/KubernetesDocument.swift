import Evidence
import VPCModel

/// A Kubernetes object or List, from `kubectl get -o json|yaml`, `cluster-info dump` or a pasted manifest.
///
/// Kinds read: Node, Pod, DaemonSet, ConfigMap `amazon-vpc-cni`, ENIConfig, SecurityGroupPolicy, CNINode, Event
/// (core and `events.k8s.io`), KubeletConfiguration, NodeConfig, Auto Mode's NodeClass. All others say nothing,
/// Secrets above all.
package enum KubernetesDocument {
  /// Members of nodes and pods that no reader asks for, half of what `kubectl get -o json` prints.
  static let silentKeys = JSONKeys(
    [
      "volumes", "volumeMounts", "volumeDevices", "tolerations", "livenessProbe", "readinessProbe",
      "startupProbe", "securityContext", "affinity", "images", "imageID", "containerID", "volumesInUse",
      "volumesAttached", "lifecycle", "topologySpreadConstraints", "imagePullSecrets", "ownerReferences",
      "allocatedResources", "dnsConfig", "hostAliases",
    ], isLeftOut: true)

  /// True for an object with `apiVersion` and `kind`, and for `{"kind": "…List", "items": […]}`.
  package static func isOne(_ object: JSONValue) -> Bool {
    guard let kind = object["kind"]?.name else { return false }
    if object["apiVersion"]?.name != nil { return true }
    return kind.hasSuffix("List") && object["items"]?.array != nil
  }

  /// States what one object says; the items of a List are read one by one at the List's own place.
  ///
  /// `listKind` is the kind of the enclosing typed list (`PodList`), whose items carry no `kind` themselves.
  @discardableResult
  package static func read(
    _ object: JSONValue, line: Int, byte: Int, listKind: String? = nil, emit: StatementSink
  ) -> [InputProblem] {
    read(object, line: line, byte: byte, listKind: listKind, depth: 0, emit: emit)
  }

  private static func read(
    _ object: JSONValue, line: Int, byte: Int, listKind: String?, depth: Int, emit: StatementSink
  ) -> [InputProblem] {
    guard case .object = object else {
      return [
        InputProblem(line: line, byte: byte, "a Kubernetes object was expected, not \(object.typeName)")
      ]
    }
    let kind = object["kind"]?.name ?? itemKind(of: listKind) ?? guessedKind(object)
    guard let kind else { return [] }
    if kind.hasSuffix("List"), let items = object["items"]?.array {
      // Lists of Lists come from scripts that concatenate; deeper ones are nobody's output.
      guard depth < 4 else {
        return [
          InputProblem(line: line, byte: byte, "Lists are nested more than 4 deep; the rest is not read")
        ]
      }
      return items.flatMap { item in
        item.isNull ? [] : read(item, line: line, byte: byte, listKind: kind, depth: depth + 1, emit: emit)
      }
    }
    return readSingle(object, kind: kind, line: line, byte: byte) { emit($0, line, byte) }
  }

  private static func readSingle(
    _ object: JSONValue, kind: String, line: Int, byte: Int, state: (Statement) -> Void
  ) -> [InputProblem] {
    let group = object["apiVersion"]?.string ?? ""
    switch kind {
    case "Event":
      EventObject.read(object, state: state)
      return []
    case "KubeletConfiguration":
      if let pods = object["maxPods"]?.count { state(.kubeletMaxPods(pods)) }
      return []
    case "NodeConfig":
      if let pods = object["spec", "kubelet", "config", "maxPods"]?.count { state(.kubeletMaxPods(pods)) }
      return []
    case "NodeClass" where group.hasPrefix("eks.amazonaws.com/"):
      state(.platform(.autoMode))
      return []
    case "Node", "Pod", "DaemonSet", "ConfigMap", "ENIConfig", "SecurityGroupPolicy", "CNINode": break
    default: return []
    }
    guard let name = object["metadata", "name"]?.name else {
      return [
        InputProblem(
          line: line, byte: byte, "a \(kind) without metadata.name; give the whole object as JSON or YAML")
      ]
    }
    switch kind {
    case "Node": NodeObject.read(object, name: name, state: state)
    case "Pod": PodObject.read(object, name: name, state: state)
    case "DaemonSet": DaemonSetObject.read(object, name: name, state: state)
    case "ConfigMap": CNIObjects.readConfigMap(object, name: name, state: state)
    case "ENIConfig": CNIObjects.readENIConfig(object, name: name, state: state)
    case "SecurityGroupPolicy": CNIObjects.readSecurityGroupPolicy(object, name: name, state: state)
    default: CNIObjects.readCNINode(object, name: name, state: state)
    }
    return []
  }

  private static func itemKind(of listKind: String?) -> String? {
    guard let listKind, listKind != "List", listKind.hasSuffix("List") else { return nil }
    return String(listKind.dropLast(4))
  }

  /// The kind of an object cut out of a typed list, by the members only that kind has.
  private static func guessedKind(_ object: JSONValue) -> String? {
    if object["involvedObject"]?.object != nil || object["regarding"]?.object != nil { return "Event" }
    if object["status", "nodeInfo"]?.object != nil { return "Node" }
    if object["spec", "containers"]?.array != nil, object["status", "phase"] != nil { return "Pod" }
    if object["status", "desiredNumberScheduled"] != nil { return "DaemonSet" }
    return nil
  }
}
