import Testing
import VPCModel

/// What holds for every node, whatever its type, settings and pods.
@Suite struct PoolPropertyTests {
  private static let types = ["t3.small", "t3.medium", "m4.large", "m5.large", "m5.4xlarge", "c5.18xlarge"]

  private struct Draw {
    var generator: SeededGenerator
    init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func isSo(_ percent: Int) -> Bool { number(0...99) < percent }

    mutating func shape() -> NodeShape {
      var settings = CNISettings.shipped
      settings.warmENITarget = number(0...3)
      if isSo(50) { settings.warmIPTarget = number(0...40) }
      if isSo(40) { settings.minimumIPTarget = number(0...60) }
      settings.warmPrefixTarget = number(1...3)
      settings.usesPrefixes = isSo(40)
      settings.usesCustomNetworking = isSo(30)
      settings.usesPodENI = isSo(30)
      if isSo(20) { settings.maxENI = number(1...5) }
      let type = types[number(0...(types.count - 1))]
      return NodeShape(
        limits: .of(type), settings: settings, maxPods: isSo(70) ? number(4...250) : nil,
        unmanagedENIs: isSo(20) ? number(0...2) : 0)
    }

    mutating func held(_ shape: NodeShape) -> [HeldENI] {
      var enis: [HeldENI] = []
      for index in 0..<number(1...max(1, shape.eniLimit)) {
        var eni = HeldENI()
        eni.isPrimary = index == 0
        for _ in 0..<number(0...shape.slotsPerENI) {
          if isSo(50) { eni.addresses.append(number(0...1)) } else { eni.prefixes.append(number(0...16)) }
        }
        enis.append(eni)
      }
      return enis
    }
  }

  /// What must be true of any node at rest.
  private static func check(_ pool: SimulatedPool, _ shape: NodeShape, pods: Int, _ seed: UInt64) {
    guard let podIPs = pool.podIPs, let free = pool.free else { return }
    #expect(pool.total == podIPs + pool.enis, "every address is of a pod's or a primary one, seed \(seed)")
    #expect(pool.total == pool.nodeSubnetAddresses + pool.podSubnetAddresses, "seed \(seed)")
    #expect(pool.total == pool.holdings.reduce(0) { $0 + $1.addresses }, "seed \(seed)")
    #expect(podIPs == pool.podsWithAddress + free + pool.stranded, "seed \(seed)")
    #expect(pool.podsWithAddress + pool.refused == pods, "every pod is served or refused, seed \(seed)")
    #expect(free >= 0 && pool.refused >= 0 && pool.stranded >= 0, "seed \(seed)")
    #expect(pool.refused == 0 || free == 0, "no pod is refused beside a free address, seed \(seed)")
  }

  @Test func `addresses add up, and no limit is passed`() {
    for seed in 1...3_000 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      let shape = draw.shape()
      let pods = draw.number(0...300)
      let pool = PoolSimulation.steadyState(shape, pods: pods)
      Self.check(pool, shape, pods: pods, seed)
      #expect(pool.podIPs ?? 0 <= shape.usableAddresses ?? 0, "seed \(seed)")
      #expect(pool.enis <= max(shape.eniLimit, 1 + (shape.hasTrunkENI ? 1 : 0)), "seed \(seed)")
      #expect(pool.cidrsPerENI.allSatisfy { $0 <= shape.slotsPerENI }, "seed \(seed)")
      #expect(!shape.losesPrimary || pool.cidrsPerENI.first == 0, "seed \(seed)")
    }
  }

  @Test func `a pool at rest stays as it is`() {
    for seed in 1...1_000 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      var node = PoolSimulation(draw.shape())
      node.arrive(draw.number(0...300))
      let first = node.settle()
      let pool = node.outcome(first)
      guard first == .steady else { continue }
      let calls = node.calls
      let again = node.settle()
      #expect(again == .steady)
      #expect(node.calls == calls, "nothing was asked of EC2, seed \(seed)")
      #expect(node.outcome(again).cidrsPerENI == pool.cidrsPerENI, "seed \(seed)")
    }
  }

  @Test func `only a pool that keeps nothing warm never rests`() {
    for seed in 1...2_000 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      let shape = draw.shape()
      let pool = PoolSimulation.steadyState(shape, pods: draw.number(0...300))
      let keepsNothing =
        !shape.usesPrefixes && !shape.settings.hasIPTargets && shape.settings.warmENITarget == 0
      #expect(pool.rest == .steady || keepsNothing, "seed \(seed)")
    }
  }

  /// max-pods stops growth wherever a step has led to, so the steps decide: without it more pods hold more.
  @Test func `more pods never hold less`() {
    for seed in 1...150 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      let drawn = draw.shape()
      let shape = NodeShape(
        limits: drawn.limits, settings: drawn.settings, maxPods: nil, unmanagedENIs: drawn.unmanagedENIs)
      var before = 0
      for pods in 0...120 {
        let held = PoolSimulation.steadyState(shape, pods: pods).total
        #expect(held >= before, "seed \(seed), \(pods) pods")
        before = held
      }
    }
  }

  @Test func `a higher warm target never holds less`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      let drawn = draw.shape()
      let pods = draw.number(0...120)
      for target in [\CNISettings.warmENITarget, \.warmIPTarget, \.minimumIPTarget, \.warmPrefixTarget] {
        var before = 0
        for value in 1...6 {
          var settings = drawn.settings
          settings[keyPath: target] = value * 5
          let shape = NodeShape(limits: drawn.limits, settings: settings)
          let held = PoolSimulation.steadyState(shape, pods: pods).total
          #expect(held >= before, "seed \(seed), \(value * 5)")
          before = held
        }
      }
    }
  }

  @Test func `a node that is as it is adds up too, and keeps every pod`() {
    for seed in 1...2_000 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      let shape = draw.shape()
      let held = draw.held(shape)
      let running = held.reduce(0) { $0 + $1.pods }
      let more = draw.number(0...40)
      var node = PoolSimulation(shape, from: held)
      node.arrive(more)
      let pool = node.rested()
      Self.check(pool, shape, pods: running + more, seed)
      #expect(pool.podsWithAddress >= running, "no pod loses its address, seed \(seed)")
    }
  }

  @Test func `a burst that has come and gone leaves the pool at rest and every address counted`() {
    for seed in 1...600 as ClosedRange<UInt64> {
      var draw = Draw(seed)
      var node = PoolSimulation(draw.shape())
      node.arrive(draw.number(0...60))
      guard node.settle() == .steady else { continue }
      let pool = node.outcome(.steady)
      let wanted = draw.number(0...60)
      let burst = PodBurst(node, pods: wanted)
      #expect(burst.pods <= wanted)
      #expect(burst.servedAtOnce <= burst.pods && burst.refused <= burst.pods - burst.servedAtOnce)
      #expect(pool.refused > 0 || burst.servedAtOnce == min(burst.pods, pool.free ?? 0), "seed \(seed)")
      #expect(burst.seconds == 0 || burst.servedAtOnce < burst.pods, "seed \(seed)")
    }
  }

  @Test func `numbers out of this world neither trap nor run for ever`() {
    let extremes = [Int.min, -1, 0, 1, Int.max]
    for value in extremes {
      var settings = CNISettings()
      settings.warmENITarget = value
      settings.warmIPTarget = value
      settings.minimumIPTarget = value
      settings.warmPrefixTarget = value
      settings.cooldownSeconds = value
      settings.maxENI = value
      for usesPrefixes in [false, true] {
        settings.usesPrefixes = usesPrefixes
        let shape = NodeShape(
          limits: InstanceTypeLimits(type: "x", enis: value, ipv4PerENI: value), settings: settings,
          maxPods: value, unmanagedENIs: value)
        for pods in extremes {
          let pool = PoolSimulation.steadyState(shape, pods: pods)
          #expect(pool.podsWithAddress.adding(orMax: pool.refused) == max(0, pods))
          var node = PoolSimulation(shape, from: [HeldENI()])
          node.arrive(pods)
          _ = PodBurst(node, pods: value, hostNetworkPods: value)
          let plan = SubnetPlan(shape, nodes: value, podsPerNode: pods, zones: value, growthPercent: value)
          #expect(plan.nodeSubnet.needed >= 0 && plan.nodesPerZone >= 0)
        }
      }
    }
  }
}
