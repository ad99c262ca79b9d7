/// What a node's pool holds once its pods have been served and ipamd has come to rest.
///
/// IPv4, one network card, pods packed, subnets large enough, a trunk attached before the first pod.
package struct NodePool: Hashable, Sendable {
  /// Slots used on each ENI of the datastore: primary first, then the trunk, then the others.
  package let cidrsPerENI: [Int]
  package let usesPrefixes: Bool
  /// Pod addresses of the pool.
  package let total: Int
  package let podsWithAddress: Int
  /// Pods that asked and got none.
  package let refused: Int
  /// Addresses the node takes from its own subnet, one for each ENI there included. Branch ENIs are not.
  package let nodeSubnetAddresses: Int
  /// Addresses it takes from the ENIConfig's subnet; 0 without custom networking.
  package let podSubnetAddresses: Int
  /// Growth actions it took, each at least one EC2 call and one 5 s cycle.
  package let growths: Int

  package var enis: Int { cidrsPerENI.count }
  package var cidrs: Int { cidrsPerENI.reduce(0, +) }
  package var free: Int { total - podsWithAddress }
  package var subnetAddresses: Int { nodeSubnetAddresses + podSubnetAddresses }

  /// Lets `pods` arrive on a new node and ipamd grow until it stops.
  ///
  /// m5.large, default targets, 1 pod: 2 ENIs, 18 pod addresses, 20 of the subnet.
  /// - Parameters:
  ///   - pods: pods that need a pool address; not the host-network ones.
  ///   - maxPods: the pool stops growing there; nil is not known.
  ///   - unmanaged: ENIs of the instance that ipamd leaves alone.
  package static func steadyState(
    limits: InstanceTypeLimits, settings: CNISettings, pods: Int, maxPods: Int?, unmanaged: Int = 0
  ) -> NodePool {
    var growing = GrowingPool(limits: limits, settings: settings, maxPods: maxPods, unmanaged: unmanaged)
    let pods = max(0, pods)
    // The start-up of ipamd grows once whatever the targets say.
    _ = growing.grow()
    growing.assign(pods)
    while growing.isTooLow, growing.grow() { growing.assign(pods) }
    return growing.rested(pods: pods)
  }
}

/// The pool of a node while it fills.
private struct GrowingPool {
  private let pool: WarmPool
  private let limits: InstanceTypeLimits
  private let maxPods: Int?
  private let eniLimit: Int
  private var slots: [Int]
  /// The first ENI that may still have a free slot; all before it are full or serve no pods.
  private var filling = 0
  private let servesNoPods: Int
  private var used = 0
  private var assigned = 0
  private var growths = 0

  init(limits: InstanceTypeLimits, settings: CNISettings, maxPods: Int?, unmanaged: Int) {
    pool = WarmPool(settings: settings, limits: limits)
    self.limits = limits
    self.maxPods = maxPods
    let typeLimit = InstanceTypeLimits.bounded(limits.enis)
    let limit = settings.maxENI.map { $0 >= 1 && $0 < typeLimit ? $0 : typeLimit } ?? typeLimit
    // The controller attaches a trunk only where it knows the type can; ipamd keeps a slot for one unless it
    // knows the type cannot.
    let hasTrunk = settings.usesPodENI && limits.isTrunkCapable == true && limit > 1
    let isTrunkExpected = settings.usesPodENI && limits.isTrunkCapable == nil
    eniLimit = limit - InstanceTypeLimits.bounded(unmanaged) - (isTrunkExpected ? 1 : 0)
    slots = hasTrunk ? [0, 0] : [0]
    servesNoPods = hasTrunk ? 1 : -1
    if settings.usesCustomNetworking { filling = 1 }
  }

  private var state: WarmPool.State {
    let prefixes = pool.usesPrefixes ? used : 0
    return WarmPool.State(
      total: used * pool.addressesPerSlot, assigned: assigned, prefixes: prefixes,
      freePrefixes: prefixes - (pool.usesPrefixes ? WarmPool.prefixes(assigned) : 0), maxPods: maxPods)
  }

  var isTooLow: Bool { pool.isTooLow(state) }

  mutating func assign(_ pods: Int) { assigned = min(pods, used * pool.addressesPerSlot) }

  /// One growth action: fill an ENI, else attach one. False when nothing was added.
  mutating func grow() -> Bool {
    while filling < slots.count, filling == servesNoPods || slots[filling] >= pool.slotsPerENI {
      filling += 1
    }
    if filling == slots.count {
      guard slots.count < eniLimit, pool.growth(state, room: pool.slotsPerENI) > 0 else { return false }
      slots.append(0)
    }
    let added = pool.growth(state, room: pool.slotsPerENI - slots[filling])
    slots[filling] += added
    used += added
    if added > 0 { growths += 1 }
    return added > 0
  }

  func rested(pods: Int) -> NodePool {
    let total = used * pool.addressesPerSlot
    let isCustom = pool.settings.usesCustomNetworking
    return NodePool(
      cidrsPerENI: slots, usesPrefixes: pool.usesPrefixes, total: total, podsWithAddress: assigned,
      refused: pods - assigned, nodeSubnetAddresses: isCustom ? 1 : total + slots.count,
      podSubnetAddresses: isCustom ? total + slots.count - 1 : 0, growths: growths)
  }
}
