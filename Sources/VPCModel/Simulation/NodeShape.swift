/// A node as a simulation takes it: what its type allows, what aws-node is told, what else hangs on it.
package struct NodeShape: Hashable, Sendable {
  package let limits: InstanceTypeLimits
  package let settings: CNISettings
  /// The pool stops growing there; nil is not known, and then nothing caps it.
  package let maxPods: Int?
  /// ENIs of the instance that ipamd leaves alone; they take slots and their addresses are never used.
  package let unmanagedENIs: Int
  /// Whether the VPC resource controller has attached a trunk; nil: what the settings and the type make of it.
  package let hasTrunk: Bool?
  /// The scheduler sends no pods, and ipamd does not grow unless told to manage such nodes.
  package let isCordoned: Bool
  /// The primary ENI lies in a subnet tagged `kubernetes.io/role/cni=0`: as under custom networking it serves no pods.
  package let isPrimaryExcluded: Bool

  package init(
    limits: InstanceTypeLimits, settings: CNISettings, maxPods: Int? = nil, unmanagedENIs: Int = 0,
    hasTrunk: Bool? = nil, isCordoned: Bool = false, isPrimaryExcluded: Bool = false
  ) {
    self.limits = limits
    self.settings = settings.bounded
    self.maxPods = maxPods
    self.unmanagedENIs = min(max(0, unmanagedENIs), 1000)
    self.hasTrunk = hasTrunk
    self.isCordoned = isCordoned
    self.isPrimaryExcluded = isPrimaryExcluded
  }

  /// ENIs of card 0: the type's, lowered by `MAX_ENI`. Types have at most 24, of 64 addresses; a document may say anything.
  package var eniLimit: Int {
    let ofType = min(max(1, limits.enis), 32)
    guard let maxENI = settings.maxENI, maxENI >= 1, maxENI < ofType else { return ofType }
    return maxENI
  }

  /// Slots of an ENI that serve pods.
  package var slotsPerENI: Int { min(max(1, limits.ipv4PerENI), 64) - 1 }

  /// Prefix mode as it really is: on Xen ipamd falls back to single addresses.
  package var usesPrefixes: Bool { settings.usesPrefixes && limits.isPrefixCapable != false }

  /// The primary ENI gives no pod an address.
  package var losesPrimary: Bool { settings.usesCustomNetworking || isPrimaryExcluded }

  /// A trunk takes an ENI slot, or will. Without a word from the evidence: where the type is known to be capable.
  package var hasTrunkENI: Bool {
    hasTrunk ?? (settings.usesPodENI && limits.isTrunkCapable == true && eniLimit > 1)
  }

  /// A slot ipamd keeps for a trunk that is not there yet. Types it does not know count as capable.
  var trunkReserve: Int { settings.usesPodENI && limits.isTrunkCapable != false && !hasTrunkENI ? 1 : 0 }

  /// ENIs that can serve pods at most. The primary one is there, however many are left alone or given away.
  package var servingENIs: Int {
    let trunk = hasTrunkENI ? 1 : 0
    let all = max(1 + trunk, eniLimit - unmanagedENIs - trunkReserve)
    return max(0, all - trunk - (losesPrimary ? 1 : 0))
  }

  /// All the pool can ever hold. m5.large: 3 * 9 = 27, with prefixes 432. IPv6 has no such limit: nil.
  package var usableAddresses: Int? {
    settings.usesIPv6 ? nil : servingENIs * slotsPerENI * (usesPrefixes ? 16 : 1)
  }
}

extension CNISettings {
  /// Targets between 0 and a billion, as text is read: no sum or product of them overflows.
  var bounded: CNISettings {
    var settings = self
    func cut(_ value: Int) -> Int { min(max(0, value), 1_000_000_000) }
    settings.warmENITarget = cut(warmENITarget)
    settings.warmIPTarget = cut(warmIPTarget)
    settings.minimumIPTarget = cut(minimumIPTarget)
    settings.warmPrefixTarget = cut(warmPrefixTarget)
    settings.cooldownSeconds = min(cut(cooldownSeconds), 86_400)
    return settings
  }
}
