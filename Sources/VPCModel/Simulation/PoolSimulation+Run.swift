// From one rest to the next.
extension PoolSimulation {
  package enum Rest: Hashable, Sendable {
    /// ipamd has nothing more to do.
    case steady
    /// It gives up an ENI and attaches it again, for ever.
    case flapping
  }

  /// Pods are scheduled here and ask for an address.
  package mutating func arrive(_ pods: Int) {
    waiting = waiting.adding(orMax: max(0, pods))
    serve()
  }

  /// Runs until nothing changes any more. Flapping stops where the pool was largest: when growth first came to rest.
  package mutating func settle() -> Rest {
    actions = 0
    var grown: PoolSimulation?
    var seen: Set<[[SimulatedENI.Slot]]> = []
    while actions < Self.mostActions {
      let before = enis.count
      let slots = usedSlots
      if cycle() {
        now += Self.cycleSeconds
        // Growth alone ends by itself; only after something was given back can a pool return to where it was.
        let isSmaller = enis.count < before || usedSlots < slots
        if (isSmaller || !seen.isEmpty), !seen.insert(enis.map(\.slots)).inserted { break }
        continue
      }
      if grown == nil { grown = self }
      guard let next = nextTimer else { return .steady }
      let late = next.divided(up: Self.cycleSeconds) * Self.cycleSeconds
      now = max(now + Self.cycleSeconds, late)
    }
    if let grown { self = grown }
    return .flapping
  }

  /// A new node on which pods arrive, at rest.
  ///
  /// m5.large, default targets, 1 pod: 2 ENIs, 18 pod addresses, 20 of the subnet.
  package static func steadyState(_ shape: NodeShape, pods: Int) -> SimulatedPool {
    var node = PoolSimulation(shape)
    node.arrive(pods)
    return node.rested()
  }

  /// What it holds once it has settled.
  package mutating func rested() -> SimulatedPool {
    let rest = settle()
    return outcome(rest)
  }

  package func outcome(_ rest: Rest) -> SimulatedPool { SimulatedPool(self, rest: rest) }
}

/// What a node holds once ipamd has come to rest.
package struct SimulatedPool: Hashable, Sendable {
  package enum CIDRKind: String, Hashable, Sendable { case secondary, prefix, ipv6 = "ipv6-prefix" }

  package let kind: CIDRKind
  /// Filled slots of each ENI: primary first, then the trunk, then the others as they came.
  package let cidrsPerENI: [Int]
  /// Pod addresses it holds; nil in IPv6, where a /80 is more than any node can use.
  package let podIPs: Int?
  package let podsWithAddress: Int
  /// Pod addresses that a new pod can get; nil in IPv6.
  package let free: Int?
  /// Pod addresses of the other mode or of an ENI that serves no more, beside their pods: for nobody.
  package let stranded: Int
  /// Pods that asked and got no address.
  package let refused: Int
  /// IPv4 addresses taken from the node's own subnet, one for each ENI there included. Branch ENIs are not.
  package let nodeSubnetAddresses: Int
  /// Taken from the ENIConfig's subnet; 0 without custom networking.
  package let podSubnetAddresses: Int
  /// Of each ENI the place in the pool it started from, nil for a new one, and its addresses, primary included.
  package let holdings: [Holding]
  package let rest: PoolSimulation.Rest
  /// Since the start of the simulation.
  package let calls: EC2Calls
  package let seconds: Int

  package struct Holding: Hashable, Sendable {
    package let origin: Int?
    package let isPrimary: Bool
    package let addresses: Int
  }

  package var enis: Int { cidrsPerENI.count }
  /// All it takes from subnets.
  package var total: Int { nodeSubnetAddresses + podSubnetAddresses }

  init(_ node: PoolSimulation, rest: PoolSimulation.Rest) {
    let state = node.state
    let isIPv6 = node.shape.settings.usesIPv6
    kind = isIPv6 ? .ipv6 : node.pool.usesPrefixes ? .prefix : .secondary
    cidrsPerENI = node.enis.map { isIPv6 ? ($0.isTrunk ? 0 : 1) : $0.usedSlots }
    let kept = node.enis.reduce(0) { $0 + $1.keptAddresses }
    let keptPods = node.enis.reduce(0) { $0 + $1.keptPods }
    podIPs = isIPv6 ? nil : state.total + kept
    podsWithAddress = isIPv6 ? node.servedByIPv6 : state.assigned + keptPods
    free = isIPv6 ? nil : state.available
    stranded = isIPv6 ? 0 : kept - keptPods
    refused = node.waiting
    holdings = node.enis.map { eni in
      let held = isIPv6 ? 0 : eni.slots.count * node.slotSize + eni.keptAddresses
      return Holding(origin: eni.origin, isPrimary: eni.isPrimary, addresses: 1 + held)
    }
    let isCustom = node.shape.settings.usesCustomNetworking
    nodeSubnetAddresses = holdings.reduce(0) { $0 + (isCustom && !$1.isPrimary ? 0 : $1.addresses) }
    podSubnetAddresses = holdings.reduce(0) { $0 + (isCustom && !$1.isPrimary ? $1.addresses : 0) }
    self.rest = rest
    calls = node.calls
    seconds = node.now
  }
}
