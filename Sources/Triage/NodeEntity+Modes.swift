import Evidence
import Playbooks
import VPCModel

/// Modes and settings of a node: what ipamd printed first, then what the container has, then the DaemonSet.
extension NodeEntity {
  /// The value of an environment variable as far as any evidence tells it.
  func setting(_ name: String) -> String? { log.settings[name]?.value ?? configuration?.environment[name] }

  func truth(_ name: String) -> Bool? { setting(name).flatMap { CNISettings.truth($0) } }

  package var prefixMode: Bool? {
    if let text = log.settings["prefix-mode"]?.value { return text == "true" }
    if let prefixes = metrics?.value.values["awscni_total_ipv4_prefixes"], prefixes > 0 { return true }
    if pool?.value.enis.contains(where: { $0.cidrs.contains(where: \.isPrefix) }) == true { return true }
    if interfaces.contains(where: { $0.hasPrefixes }) { return true }
    if let value = truth("ENABLE_PREFIX_DELEGATION") { return value }
    // A whole DaemonSet without the variable means the default.
    if configuration?.source == "daemonset", configuration?.environment.isEmpty == false { return false }
    return nil
  }

  package var customNetworking: Bool? {
    if let text = log.settings["custom-networking"]?.value { return text == "true" }
    if let value = truth("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG") { return value }
    if configuration?.source == "daemonset", configuration?.environment.isEmpty == false { return false }
    return nil
  }

  package var podENI: Bool? {
    if let text = log.settings["pod-eni"]?.value { return text == "true" }
    if let value = truth("ENABLE_POD_ENI") { return value }
    if let label = record?.labels["vpc.amazonaws.com/has-trunk-attached"] {
      return label == "true" ? true : nil
    }
    return nil
  }

  package var ipv6: Bool? {
    if let text = log.settings["ipv6"]?.value { return text == "true" }
    return truth("ENABLE_IPv6")
  }

  package var trunkAttached: Bool? {
    if let label = record?.labels["vpc.amazonaws.com/has-trunk-attached"] { return label == "true" }
    if interfaces.contains(where: { $0.interfaceType == "trunk" || $0.description == "aws-k8s-trunk-eni" }) {
      return true
    }
    if pool?.value.enis.contains(where: { $0.isTrunk == true }) == true { return true }
    if log.count("trunk-ready") > 0 { return true }
    return hasInterfaceList && instance != nil ? false : nil
  }

  package var maxPods: Int? {
    if let text = log.settings["max-pods"]?.value, let count = Int(text) { return count }
    return record?.podCapacity ?? record?.podsAllocatable ?? kubeletMaxPods
  }

  package var maxENI: Int? { setting("MAX_ENI").flatMap { Int($0) }.flatMap { $0 >= 1 ? $0 : nil } }

  /// ENIs of card 0 ipamd may use: the type's, lowered by MAX_ENI.
  package var eniLimit: Int? {
    if let room = log.room?.value { return room.limit }
    if let enis = limits?.enis { return min(enis, maxENI ?? enis) }
    if let max = metrics?.value.values["awscni_eni_max"], max > 0 { return Int(exactly: max) }
    return nil
  }

  package var settings: CNISettings {
    var environment = configuration?.environment ?? [:]
    for (name, value) in log.settings where name.allSatisfy({ $0.isUppercase || $0 == "_" }) {
      environment[name] = value.value
    }
    var settings = CNISettings(environment: environment)
    if let prefixMode { settings.usesPrefixes = prefixMode }
    if let customNetworking { settings.usesCustomNetworking = customNetworking }
    return settings
  }

  /// All the pool can ever hold, addresses; nil when the type is not known.
  package var usableAddresses: Int? {
    guard let limits else { return nil }
    let mode = PoolMode(
      usesPrefixes: prefixMode == true && limits.isPrefixCapable != false,
      usesCustomNetworking: customNetworking == true,
      hasTrunk: podENI == true && limits.isTrunkCapable != false)
    return limits.usableAddresses(mode, maxENIs: maxENI)
  }
}
