import TestSupport
import Testing

@testable import VPCModel

/// A fleet's sums against its nodes simulated one by one.
@Suite struct FleetOutlookTests {
  private static let subnets = ["subnet-0a", "subnet-0b", "subnet-0c"].map { SubnetID($0) }

  private func node(_ number: Int, _ random: inout SeededRandom) throws -> FleetSimulation.Node {
    var node = FleetSimulation.Node(id: "i-\(1_000 + number)")
    node.environment = random.pick([
      ["WARM_ENI_TARGET": "1"], ["WARM_IP_TARGET": "5", "MINIMUM_IP_TARGET": "10"],
      ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"],
      ["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true", "WARM_ENI_TARGET": "1"],
    ])
    node.subnet = random.below(8) == 0 ? nil : random.pick(Self.subnets)
    node.podSubnet = random.below(3) == 0 ? nil : random.pick(Self.subnets)
    let type = random.pick(["m5.large", "m5.4xlarge", "t3.small", "no.such"])
    node.instanceType = type
    if let limits = InstanceTypeLimits.table[type] {
      node.shape = NodeShape(
        limits: limits, settings: CNISettings(environment: node.environment), maxPods: 110)
    }
    if random.below(6) > 0 { node.pods = random.below(30) }
    switch random.below(4) {
    case 0:
      var left = node.pods ?? 0
      node.held = (0..<(1 + random.below(3))).map { index in
        var eni = HeldENI()
        eni.isPrimary = index == 0
        eni.subnet = random.below(5) == 0 ? nil : random.pick(Self.subnets)
        for _ in 0..<random.below(10) {
          eni.addresses.append(left > 0 ? 1 : 0)
          left = max(0, left - 1)
        }
        return eni
      }
      node.fact = FleetSimulation.Fact(source: "introspection")
      node.fact?.podIPs = node.held.reduce(0) { $0 + $1.podAddresses }
      node.fact?.total = node.held.reduce(0) { $0 + $1.heldAddresses }
    case 1:
      node.fact = FleetSimulation.Fact(source: "log")
      node.fact?.podIPs = random.below(60)
    default: break
    }
    return node
  }

  private func outlook(_ nodes: [FleetSimulation.Node], _ trials: [FleetOutlook.Trial] = []) -> FleetOutlook {
    var rest = nodes[...]
    return FleetOutlook(trying: trials) { rest.popFirst() }
  }

  private func change(_ settings: [String: String]) -> SettingsChange {
    var change = SettingsChange()
    for (name, value) in settings { change.set(name, value) }
    return change
  }

  @Test(arguments: 0..<30) func `each change frees what the simulation of the same nodes says`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    let nodes = try (0..<60).map { try node($0, &random) }
    for settings in [
      ["WARM_IP_TARGET": "2"], ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"],
      ["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"],
    ] {
      let change = change(settings)
      let trials = [false, true].map { FleetOutlook.Trial(steps: [1], change: change, isForNewNodes: $0) }
      let outlook = outlook(nodes, trials)
      let wished = nodes.map { node in
        var node = node
        node.wantedShape = node.shape?.with(CNISettings(environment: change.applied(to: node.environment)))
        return node
      }
      let simulation = FleetSimulation(wished, burst: 0)
      for (index, shifts) in [simulation.subnets, simulation.subnetsReplaced].enumerated() {
        for shift in shifts {
          let row = try #require(outlook.rows.first { $0.subnet == shift.subnet })
          #expect(row.frees[index] == shift.reclaimed, "\(settings)")
        }
        #expect(outlook.rows.count { $0.frees[index] != nil } == shifts.count)
        let trial = outlook.trials[index]
        #expect(trial.now == shifts.reduce(0) { $0 + $1.now })
        #expect(trial.then == shifts.reduce(0) { $0 + $1.then })
        #expect(trial.nodes == simulation.results.count { $0.then != nil } && trial.refused == 0)
        let short = simulation.results.compactMap { index == 0 ? $0.then : $0.replaced }.filter {
          $0.refused > 0
        }
        #expect(trial.shortNodes == short.count)
        #expect(trial.shortPods == short.reduce(0) { $0 + $1.refused })
      }
    }
  }

  @Test(arguments: 0..<30) func `what is held is the model and the named rest of it, summed by hand`(
    seed: UInt64
  ) throws {
    var random = SeededRandom(seed: seed &+ 500)
    let nodes = try (0..<80).map { try node($0, &random) }
    let outlook = outlook(nodes)
    var held = 0
    var model = 0
    var alone = 0
    var notModelled = 0
    for node in nodes {
      let pool = try node.shape.flatMap { shape in
        try node.pods.map { pods in try #require(PoolSimulation.steadyState(shape, pods: pods).podIPs) }
      }
      switch (node.fact?.podIPs, pool) {
      case (let fact?, let pool?): (held, model) = (held + fact, model + pool)
      case (let fact?, nil): (held, notModelled) = (held + fact, notModelled + fact)
      case (nil, let pool?): alone += pool
      case (nil, nil): break
      }
    }
    #expect(outlook.all.held == held && outlook.all.modelAlone == alone)
    #expect(outlook.all.model == model && outlook.all.notModelled == notModelled)
    #expect(outlook.all.nodes == nodes.count { $0.fact != nil })
    #expect(outlook.nodes == 80 && outlook.simulated == nodes.count { $0.shape != nil && $0.pods != nil })
    for sums in [outlook.all] + outlook.rows.map(\.sums) + outlook.kinds.map(\.sums) {
      #expect(sums.held == sums.model + sums.over - sums.under + sums.notModelled)
    }
    for total in [outlook.rows.map(\.sums), outlook.kinds.map(\.sums)] {
      #expect(total.reduce(0) { $0 + $1.held } == held)
      #expect(total.reduce(0) { $0 + $1.model } == model)
    }
    #expect(outlook.kinds.reduce(0) { $0 + $1.nodes } == 80)
    let missing = outlook.remarks.filter(\.isMissing)
    #expect(missing.reduce(0) { $0 + $1.count } == outlook.nodes - outlook.simulated)
  }

  @Test func `a node that does not say what lacks is not simulated, and said to be`() throws {
    var nameless = FleetSimulation.Node(id: "i-1")
    nameless.pods = 3
    var idle = FleetSimulation.Node(id: "i-2")
    idle.instanceType = "m5.large"
    idle.shape = NodeShape(
      limits: try #require(InstanceTypeLimits.table["m5.large"]), settings: CNISettings.shipped)
    let outlook = outlook([nameless, idle])
    #expect(outlook.simulated == 0 && outlook.rows.isEmpty)
    #expect(outlook.remarks.map(\.nodes) == [["i-1"], ["i-2"]])
    #expect(outlook.remarks.allSatisfy { $0.isMissing && $0.count == 1 })
  }

  @Test func `aws-node that would not start frees nothing`() throws {
    var node = FleetSimulation.Node(id: "i-1")
    node.environment = ["WARM_ENI_TARGET": "1"]
    node.pods = 1
    node.shape = NodeShape(
      limits: try #require(InstanceTypeLimits.table["m5.large"]),
      settings: CNISettings(environment: node.environment))
    let trial = FleetOutlook.Trial(
      steps: [2], change: change(["ENABLE_PREFIX_DELEGATION": "true"]), isForNewNodes: false)
    let outlook = outlook([node], [trial])
    #expect(outlook.trials.first?.refused == 1 && outlook.trials.first?.nodes == 0)
    #expect(outlook.rows.allSatisfy { $0.frees == [nil] })
  }

  @Test func `a fleet of ten thousand keeps sums alone`() throws {
    let limits = try #require(InstanceTypeLimits.table["m5.large"])
    var number = 0
    let outlook = FleetOutlook(trying: []) {
      number += 1
      guard number <= 10_000 else { return nil }
      var node = FleetSimulation.Node(id: "i-\(number)")
      node.instanceType = "m5.large"
      node.environment = ["WARM_IP_TARGET": "\(number % 1_000)"]
      node.shape = NodeShape(limits: limits, settings: CNISettings(environment: ["WARM_IP_TARGET": "2"]))
      node.pods = number % 20
      node.remarks = ["assumed"]
      return node
    }
    #expect(outlook.nodes == 10_000 && outlook.simulated == 10_000)
    #expect(outlook.kinds.count == FleetOutlook.mostKinds, "settings are whatever somebody wrote")
    #expect(outlook.remarks.map(\.count) == [10_000])
    #expect(outlook.remarks.first?.nodes.count == FleetOutlook.namedNodes)
    #expect(outlook.rows.count == 1)
  }
}
