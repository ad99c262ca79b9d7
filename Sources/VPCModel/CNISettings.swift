/// The settings of aws-node that decide how many addresses a node holds, read as ipamd reads them.
///
/// Targets are decimal integers as Go's `strconv.Atoi` takes them: a negative or unparsable
/// `WARM_ENI_TARGET` counts as 1, the others as 0, silently. Booleans are Go's: `1 t T true TRUE True` and
/// their opposites; anything else is the default. `WARM_PREFIX_TARGET` is 0 in the code and 1 in the manifest.
/// Source: amazon-vpc-cni-k8s, pkg/ipamd and cmd/aws-vpc-cni.
package struct CNISettings: Hashable, Sendable {
  package var warmENITarget = 1
  package var warmIPTarget = 0
  package var minimumIPTarget = 0
  package var warmPrefixTarget = 0
  /// `MAX_ENI` when at least 1; it only ever lowers the limit of the type.
  package var maxENI: Int?
  package var usesPrefixes = false
  package var usesCustomNetworking = false
  /// Security groups for pods.
  package var usesPodENI = false
  package var usesIPv6 = false
  package var discoversSubnets = true
  package var usesMultipleCards = false
  package var managesUntaggedENIs = true
  /// `AWS_MANAGE_ENIS_NON_SCHEDULABLE`: the pool of a cordoned node grows and shrinks too.
  package var managesCordonedNodes = false
  /// No growth, no shrinking: `DISABLE_NETWORK_RESOURCE_PROVISIONING` or `ENABLE_IMDS_ONLY_MODE`.
  package var isProvisioningOff = false
  package var isLeakedENICleanupOff = false
  /// How long a released address rests.
  package var cooldownSeconds = 30

  /// The defaults of the code.
  package init() {}

  /// What a cluster has that never changed a setting: the shipped manifest.
  package static let shipped: CNISettings = {
    var settings = CNISettings()
    settings.warmPrefixTarget = 1
    return settings
  }()

  /// The environment of container aws-node; what is absent has the default of the code.
  package init(environment: [String: String]) {
    warmENITarget = Self.target(environment["WARM_ENI_TARGET"]) ?? 1
    warmIPTarget = Self.target(environment["WARM_IP_TARGET"]) ?? 0
    minimumIPTarget = Self.target(environment["MINIMUM_IP_TARGET"]) ?? 0
    warmPrefixTarget = Self.target(environment["WARM_PREFIX_TARGET"]) ?? 0
    maxENI = Self.target(environment["MAX_ENI"]).flatMap { $0 >= 1 ? $0 : nil }
    usesPrefixes = Self.truth(environment["ENABLE_PREFIX_DELEGATION"]) ?? false
    usesCustomNetworking = Self.truth(environment["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"]) ?? false
    usesPodENI = Self.truth(environment["ENABLE_POD_ENI"]) ?? false
    usesIPv6 = Self.truth(environment["ENABLE_IPv6"]) ?? false
    discoversSubnets = Self.truth(environment["ENABLE_SUBNET_DISCOVERY"]) ?? true
    usesMultipleCards = Self.truth(environment["ENABLE_MULTI_NIC"]) ?? false
    managesUntaggedENIs = Self.truth(environment["MANAGE_UNTAGGED_ENI"]) ?? true
    managesCordonedNodes = Self.truth(environment["AWS_MANAGE_ENIS_NON_SCHEDULABLE"]) ?? false
    isProvisioningOff =
      Self.truth(environment["DISABLE_NETWORK_RESOURCE_PROVISIONING"]) ?? false
      || Self.truth(environment["ENABLE_IMDS_ONLY_MODE"]) ?? false
    isLeakedENICleanupOff = Self.truth(environment["DISABLE_LEAKED_ENI_CLEANUP"]) ?? false
    cooldownSeconds = Self.target(environment["IP_COOLDOWN_PERIOD"]) ?? 30
  }

  /// Either target alone is enough, and 0 is the same as unset.
  package var hasIPTargets: Bool { warmIPTarget != 0 || minimumIPTarget != 0 }

  /// The entry point stops aws-node in prefix mode when no target asks for an address.
  ///
  /// It compares the texts, so `+5` counts as not above `0`, and `-1` too.
  package static func isRefused(environment: [String: String]) -> Bool {
    guard truth(environment["ENABLE_PREFIX_DELEGATION"]) == true else { return false }
    let targets = ["WARM_IP_TARGET", "WARM_PREFIX_TARGET", "MINIMUM_IP_TARGET"]
    return targets.allSatisfy { isTextAtMostZero(environment[$0] ?? "0") }
  }

  private static func isTextAtMostZero(_ text: String) -> Bool {
    // Go compares bytes, Swift's `<=` on String compares canonical forms.
    !Array("0".utf8).lexicographicallyPrecedes(Array(text.utf8))
  }

  /// nil when absent, unparsable or negative. Cut at a billion, far above any subnet.
  static func target(_ text: String?) -> Int? {
    guard let text, let value = Int(text), value >= 0 else { return nil }
    return min(value, 1_000_000_000)
  }

  /// nil when absent or no boolean of Go's.
  package static func truth(_ text: String?) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }
}

extension CNISettings {
  /// Settings that cancel or contradict each other. The manifest's targets of 1 beside IP targets are none.
  package enum Conflict: String, Hashable, Sendable, CaseIterable {
    /// Growth follows the IP targets; `WARM_PREFIX_TARGET` only keeps ENIs from being released.
    case prefixTargetBesideIPTargets
    /// `WARM_ENI_TARGET` does nothing beside IP targets.
    case eniTargetBesideIPTargets
    /// Prefix mode with every target 0: the entry point refuses to start.
    case nothingWarmInPrefixMode

    package var description: String {
      switch self {
      case .prefixTargetBesideIPTargets: "WARM_PREFIX_TARGET does not add prefixes once IP targets are set"
      case .eniTargetBesideIPTargets: "WARM_ENI_TARGET has no effect once IP targets are set"
      case .nothingWarmInPrefixMode:
        "prefix mode needs a WARM_PREFIX_TARGET, WARM_IP_TARGET or MINIMUM_IP_TARGET above 0"
      }
    }
  }

  package var conflicts: [Conflict] {
    var conflicts: [Conflict] = []
    if usesPrefixes && hasIPTargets && warmPrefixTarget > 1 { conflicts.append(.prefixTargetBesideIPTargets) }
    if !usesPrefixes && hasIPTargets && warmENITarget > 1 { conflicts.append(.eniTargetBesideIPTargets) }
    if usesPrefixes && !hasIPTargets && warmPrefixTarget == 0 { conflicts.append(.nothingWarmInPrefixMode) }
    return conflicts
  }
}
