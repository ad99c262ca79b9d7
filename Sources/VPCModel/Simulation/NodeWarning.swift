/// What somebody who sets these settings should know before.
package enum NodeWarning: Hashable, Sendable {
  /// `MINIMUM_IP_TARGET` without `WARM_IP_TARGET`: once reached, nothing asks for more addresses.
  case floorIsCeiling(Int)
  /// The node cannot hold so many addresses: ipamd asks for more for ever.
  case floorOutOfReach(Int, usable: Int)
  /// Set beside IP targets, and without effect.
  case wholeTargetIgnored(String, Int)
  /// Prefix mode was asked for, and the type is not of Nitro: single addresses all the same.
  case noPrefixes(String)
  /// Security groups for pods were asked for, and the type has no trunk.
  case noTrunk(String)
  /// `MAX_ENI` is at or above the limit of the type, and lowers nothing.
  case maxENIIgnored(Int, limit: Int)
  /// Nothing is grown or given back at all.
  case provisioningOff
  /// Cards but the first one are not simulated.
  case severalCards

  package var description: String {
    switch self {
    case .floorIsCeiling(let floor):
      "MINIMUM_IP_TARGET alone: the pool stops at \(floor) addresses, and pods beyond that get none; set "
        + "WARM_IP_TARGET too"
    case .floorOutOfReach(let floor, let usable):
      "MINIMUM_IP_TARGET \(floor) is out of reach: the node can hold \(usable) pod addresses"
    case .wholeTargetIgnored(let name, let value): "\(name)=\(value) has no effect beside IP targets"
    case .noPrefixes(let type): "\(type) is no Nitro type: ipamd falls back to single addresses"
    case .noTrunk(let type): "\(type) cannot have a trunk: no pod gets a security group of its own"
    case .maxENIIgnored(let value, let limit): "MAX_ENI=\(value) lowers nothing: the type has \(limit) ENIs"
    case .provisioningOff: "provisioning is off: ipamd neither grows the pool nor gives back"
    case .severalCards: "ENABLE_MULTI_NIC: only network card 0 is simulated"
    }
  }
}

extension NodeShape {
  package var warnings: [NodeWarning] {
    var warnings: [NodeWarning] = []
    guard !settings.usesIPv6 else { return warnings }
    let floor = settings.minimumIPTarget
    if settings.isProvisioningOff { warnings.append(.provisioningOff) }
    if floor > 0 && settings.warmIPTarget == 0 { warnings.append(.floorIsCeiling(reach(of: floor))) }
    if let usable = usableAddresses, floor > usable {
      warnings.append(.floorOutOfReach(floor, usable: usable))
    }
    if settings.hasIPTargets {
      if usesPrefixes, settings.warmPrefixTarget > 1 {
        warnings.append(.wholeTargetIgnored("WARM_PREFIX_TARGET", settings.warmPrefixTarget))
      }
      if !usesPrefixes, settings.warmENITarget > 1 {
        warnings.append(.wholeTargetIgnored("WARM_ENI_TARGET", settings.warmENITarget))
      }
    }
    if settings.usesPrefixes && !usesPrefixes { warnings.append(.noPrefixes(limits.type)) }
    if settings.usesPodENI && limits.isTrunkCapable == false { warnings.append(.noTrunk(limits.type)) }
    if let maxENI = settings.maxENI, maxENI >= limits.enis {
      warnings.append(.maxENIIgnored(maxENI, limit: limits.enis))
    }
    if settings.usesMultipleCards { warnings.append(.severalCards) }
    return warnings
  }

  /// Prefixes come whole.
  private func reach(of floor: Int) -> Int { usesPrefixes ? WarmPool.prefixes(floor) * 16 : floor }
}
