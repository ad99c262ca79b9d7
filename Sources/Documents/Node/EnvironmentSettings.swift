import Evidence

/// `/v1/ipamd-env-settings` and `/v1/networkutils-env-settings`: a few settings as ipamd read them.
///
/// Only the keys present are stated: neither answer has MINIMUM_IP_TARGET, WARM_PREFIX_TARGET or
/// ENABLE_PREFIX_DELEGATION, so their absence says nothing.
enum EnvironmentSettings {
  private static let telling: Set<String> = [
    "WARM_IP_TARGET", "WARM_ENI_TARGET", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "ENABLE_SUBNET_DISCOVERY",
    "AWS_MANAGE_ENIS_NON_SCHEDULABLE", "AWS_VPC_K8S_CNI_CONNMARK", "AWS_VPC_K8S_CNI_EXTERNALSNAT",
    "AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS", "AWS_VPC_ENI_MTU", "AWS_VPC_K8S_CNI_VETHPREFIX",
    "AWS_VPC_K8S_CNI_RANDOMIZESNAT",
  ]

  static func isOne(_ object: JSONObject) -> Bool {
    guard (1...64).contains(object.count) else { return false }
    return object.keys.contains { telling.contains($0) } && object.keys.allSatisfy(isVariable)
  }

  static func configuration(_ object: JSONObject) -> CNIConfiguration {
    var configuration = CNIConfiguration(source: "container")
    for pair in object.pairs {
      if let text = pair.value.scalarText { configuration.environment[pair.key] = text }
      if let list = pair.value.array {
        configuration.environment[pair.key] = list.compactMap(\.scalarText).joined(separator: ",")
      }
    }
    return configuration
  }

  private static func isVariable(_ key: String) -> Bool {
    !key.isEmpty
      && key.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 || $0 == 118 }
  }
}
