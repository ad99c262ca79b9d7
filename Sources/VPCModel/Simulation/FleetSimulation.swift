/// What a whole fleet would hold under other settings, beside what it holds.
package struct FleetSimulation: Hashable, Sendable {
  /// A node as the evidence shows it. What it does not tell is nil, and `unknown` says so.
  package struct Node: Hashable, Sendable {
    package var id: String
    package var name: String?
    package var instanceType: String?
    /// Under the settings it has, and under those to try. nil when the type is not known.
    package var shape: NodeShape?
    package var wantedShape: NodeShape?
    /// The environment it has, as far as it bears on the pool.
    package var environment: [String: String] = [:]
    /// Nothing told its settings, and those of the shipped manifest were taken.
    package var hasAssumedSettings = false
    /// Pods that need a pool address, those that wait included.
    package var pods: Int?
    package var hostNetworkPods: Int?
    /// Its ENIs with their pods; empty when no document lists them.
    package var held: [HeldENI] = []
    /// Simulated as of another type: then nothing it holds counts for what is tried.
    package var isOtherType = false
    var wantedHeld: [HeldENI] { isOtherType ? [] : held }
    /// What it holds, as far as any evidence tells.
    package var fact: Fact?
    package var subnet: SubnetID?
    package var podSubnet: SubnetID?
    /// What is missing for a simulation, or was assumed, in words.
    package var remarks: [String] = []
    package init(id: String) { self.id = id }
  }

  /// What a node holds by its own or AWS's account. Addresses; not known is nil.
  package struct Fact: Hashable, Sendable {
    /// `introspection`, `interfaces`, `log` or `metrics`.
    package var source: String
    package var enis: Int?
    package var podIPs: Int?
    package var assigned: Int?
    /// Taken from subnets, primary addresses included.
    package var total: Int?
    package init(source: String) { self.source = source }
  }

  package struct Result: Hashable, Sendable {
    package let node: Node
    /// What ipamd would hold under the node's own settings, had the node just filled up: to be compared with the fact.
    package let predicted: SimulatedPool?
    /// Under the settings to try: the node as it is, restarted; a node whose ENIs are not known is taken as new.
    package let then: SimulatedPool?
    /// The same after the node has been replaced.
    package let replaced: SimulatedPool?
    package let burstNow: PodBurst?
    package let burstThen: PodBurst?
    /// Pods without an address when max-pods lets the scheduler fill the node; nil when max-pods is not known.
    package let refusedWhenFull: Int?

    /// Addresses held now: the fact, else the prediction.
    package var heldNow: Int? { node.fact?.total ?? predicted?.total }
    package var heldThen: Int? { then?.total }
    package var canHoldItsPods: Bool? { then.map { $0.refused == 0 } }
  }

  /// Addresses that nodes of the fleet take from one subnet. `subnet` nil: the evidence does not name it.
  package struct SubnetShift: Hashable, Sendable {
    package let subnet: SubnetID?
    package let now: Int
    package let then: Int
    package let nodes: Int
    package var reclaimed: Int { now - then }
  }

  package let results: [Result]
  package let subnets: [SubnetShift]
  /// The same with every node replaced by a new one: custom networking is for new ENIs only.
  package let subnetsReplaced: [SubnetShift]
  package let burst: Int

  package init(_ nodes: [Node], burst: Int) {
    self.burst = burst
    var runner = FleetRunner(burst: burst)
    results = nodes.sorted { $0.id < $1.id }.map { Self.result($0, &runner) }
    subnets = Self.shifts(results, to: \.then)
    subnetsReplaced = Self.shifts(results, to: \.replaced)
  }

  package var nodesThatCannotHoldTheirPods: [Result] { results.filter { $0.canHoldItsPods == false } }
  /// Nodes whose pods would draw from another subnet than now, or cease to, once they are replaced.
  package var nodesThatMoveTheirPods: [Result] {
    results.filter { result in
      guard result.then != nil, let wanted = result.node.wantedShape, let shape = result.node.shape else {
        return false
      }
      return wanted.settings.usesCustomNetworking != shape.settings.usesCustomNetworking
    }
  }

  package var unknownNodes: [Result] { results.filter { $0.then == nil } }

  /// Calls of one burst on every node; nil when a node's are not known.
  package func calls(_ burst: (Result) -> PodBurst?) -> EC2Calls? {
    var sum = EC2Calls()
    var hasAny = false
    for result in results where result.then != nil {
      guard let calls = burst(result)?.calls else { return nil }
      sum = sum + calls
      hasAny = true
    }
    return hasAny ? sum : nil
  }

  private static func result(_ node: Node, _ runner: inout FleetRunner) -> Result {
    guard let shape = node.shape, let pods = node.pods else {
      return Result(
        node: node, predicted: nil, then: nil, replaced: nil, burstNow: nil, burstThen: nil,
        refusedWhenFull: nil)
    }
    let hostPods = node.hostNetworkPods ?? 2
    let wanted = node.wantedShape ?? shape
    func run(_ shape: NodeShape, _ held: [HeldENI], _ pods: Int) -> (SimulatedPool, PodBurst) {
      runner.run(shape, held, pods, hostPods)
    }
    let predicted = run(shape, [], pods)
    let inPlace = run(wanted, node.wantedHeld, pods)
    let replaced = run(wanted, [], pods)
    let full = wanted.maxPods.map { maxPods in
      run(wanted, [], max(0, maxPods.adding(orMax: -max(0, hostPods)))).0.refused
    }
    return Result(
      node: node, predicted: predicted.0, then: inPlace.0, replaced: replaced.0,
      burstNow: run(shape, node.held, pods).1, burstThen: inPlace.1, refusedWhenFull: full)
  }

  private static func shifts(_ results: [Result], to pool: (Result) -> SimulatedPool?) -> [SubnetShift] {
    var tally = SubnetTally()
    for result in results {
      if let pool = pool(result) { tally.add(result.node, predicted: result.predicted, then: pool) }
    }
    return tally.shifts
  }
}
