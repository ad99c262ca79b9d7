import Evidence
import VPCModel

/// The small objects of the CNI and the VPC resource controller.
enum CNIObjects {
  static func readENIConfig(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    var config = ENIConfig(name: name)
    config.subnet = object["spec", "subnet"]?.name.map { SubnetID($0) }
    config.groups = (object["spec", "securityGroups"]?.items ?? []).compactMap(\.name)
    state(.eniConfig(config))
  }

  static func readSecurityGroupPolicy(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    let groups = (object["spec", "securityGroups", "groupIds"]?.items ?? []).compactMap(\.name)
    let namespace = object["metadata", "namespace"]?.name ?? "default"
    state(.securityGroupPolicy(namespace: namespace, name: name, groups: groups))
  }

  static func readCNINode(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    var node = CNINode(name: name)
    for feature in object["spec", "features"]?.items ?? [] {
      guard let key = feature["name"]?.name else { continue }
      node.features[key] = feature["value"]?.scalarText ?? ""
    }
    state(.cniNode(node))
  }

  /// ConfigMap `amazon-vpc-cni`: the VPC resource controller's settings. Its warm targets are for Windows alone,
  /// so they are stated under their own names and never as `WARM_IP_TARGET`.
  static func readConfigMap(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    guard name == "amazon-vpc-cni" else { return }
    var configuration = CNIConfiguration(source: "configmap")
    configuration.environment = object["data"]?.texts ?? [:]
    state(.configuration(configuration))
  }
}
