/// Runs nodes to rest and through a burst. Hundreds of a fleet are alike: what they come to is worked out once.
struct FleetRunner {
  private struct Key: Hashable {
    let shape: NodeShape
    let held: [HeldENI]
    let pods: Int
    let hostNetworkPods: Int
  }

  let burst: Int
  private var known: [Key: (SimulatedPool, PodBurst)] = [:]
  private var knownPools: [Key: SimulatedPool] = [:]
  /// Enough for the kinds of nodes a fleet has; nodes that are all different are not kept.
  private static let most = 4_096

  init(burst: Int) { self.burst = max(0, burst) }

  /// - Parameter held: what the node holds; empty is a new node.
  mutating func run(_ shape: NodeShape, _ held: [HeldENI], _ pods: Int, _ hostNetworkPods: Int) -> (
    SimulatedPool, PodBurst
  ) {
    let alike = Self.alike(held)
    let key = Key(shape: shape, held: alike, pods: pods, hostNetworkPods: hostNetworkPods)
    if let found = known[key] { return found }
    let (node, rest) = Self.settled(shape, alike, pods)
    let found = (node.outcome(rest), PodBurst(node, pods: burst, hostNetworkPods: hostNetworkPods))
    if known.count < Self.most { known[key] = found }
    return found
  }

  /// The same, and no burst.
  mutating func pool(_ shape: NodeShape, _ held: [HeldENI], _ pods: Int) -> SimulatedPool {
    let alike = Self.alike(held)
    let key = Key(shape: shape, held: alike, pods: pods, hostNetworkPods: 0)
    if let found = knownPools[key] { return found }
    let (node, rest) = Self.settled(shape, alike, pods)
    let found = node.outcome(rest)
    if knownPools.count < Self.most { knownPools[key] = found }
    return found
  }

  /// Subnets do not bear on what ipamd does, nor does the order of the addresses of an ENI.
  private static func alike(_ held: [HeldENI]) -> [HeldENI] {
    held.map { eni in
      var eni = eni
      eni.subnet = nil
      eni.addresses.sort(by: >)
      eni.prefixes.sort(by: >)
      return eni
    }
  }

  private static func settled(
    _ shape: NodeShape, _ held: [HeldENI], _ pods: Int
  ) -> (PoolSimulation, PoolSimulation.Rest) {
    var node = held.isEmpty ? PoolSimulation(shape) : PoolSimulation(shape, from: held)
    node.arrive(pods.adding(orMax: -held.reduce(0) { $0 + $1.pods }))
    let rest = node.settle()
    return (node, rest)
  }

  /// Pods of a burst on all nodes, as far as max-pods lets them come.
  mutating func pods(_ nodes: [FleetSimulation.Node]) -> Int {
    nodes.reduce(0) { sum, node in
      guard let shape = node.wantedShape ?? node.shape, let pods = node.pods else { return sum }
      return sum.adding(orMax: run(shape, node.wantedHeld, pods, node.hostNetworkPods ?? 2).1.pods)
    }
  }
}

extension NodeShape {
  /// The same node with other settings.
  func with(_ settings: CNISettings) -> NodeShape {
    NodeShape(
      limits: limits, settings: settings, maxPods: maxPods, unmanagedENIs: unmanagedENIs, hasTrunk: hasTrunk,
      isCordoned: isCordoned, isPrimaryExcluded: isPrimaryExcluded)
  }
}
