/// Addresses by the subnet they are taken from, node after node.
struct SubnetTally {
  private struct Sum {
    var now = 0
    var then = 0
    var nodes = 0
  }
  private var sums: [SubnetID?: Sum] = [:]

  /// - Parameters:
  ///   - predicted: what it would hold under its own settings, for a node that says nothing of what it holds.
  ///   - pool: what it would hold under those to try.
  mutating func add(_ node: FleetSimulation.Node, predicted: SimulatedPool?, then pool: SimulatedPool) {
    var now: [SubnetID?: Int] = [:]
    let wasCustom = node.shape?.settings.usesCustomNetworking == true
    if !node.held.isEmpty {
      for eni in node.held { now[eni.subnet ?? node.subnet, default: 0] += eni.heldAddresses }
    } else if let total = node.fact?.total {
      // Only the sum is known: under custom networking all but the first primary address is of the pods' subnet.
      now[node.subnet, default: 0] += wasCustom ? min(1, total) : total
      if wasCustom { now[node.podSubnet, default: 0] += max(0, total - 1) }
    } else if let predicted {
      now = node.addresses(of: predicted, isCustom: wasCustom)
    }
    let isCustom = (node.wantedShape ?? node.shape)?.settings.usesCustomNetworking == true
    let then = node.addresses(of: pool, isCustom: isCustom)
    for subnet in Set(now.keys).union(then.keys) {
      var sum = sums[subnet] ?? Sum()
      sum.now = sum.now.adding(orMax: now[subnet] ?? 0)
      sum.then = sum.then.adding(orMax: then[subnet] ?? 0)
      sum.nodes += 1
      sums[subnet] = sum
    }
  }

  /// Most given back first.
  var shifts: [FleetSimulation.SubnetShift] {
    sums.map {
      FleetSimulation.SubnetShift(
        subnet: $0.key, now: $0.value.now, then: $0.value.then, nodes: $0.value.nodes)
    }
    .sorted { ($1.reclaimed, $0.subnet?.raw ?? "~") < ($0.reclaimed, $1.subnet?.raw ?? "~") }
  }
}

extension FleetSimulation.Node {
  /// What a pool takes of each subnet; primary addresses are left out on request.
  func addresses(of pool: SimulatedPool, isCustom: Bool, withPrimaries: Bool = true) -> [SubnetID?: Int] {
    var sums: [SubnetID?: Int] = [:]
    for holding in pool.holdings {
      let count = holding.addresses - (withPrimaries ? 0 : 1)
      if count > 0 { sums[place(of: holding, isCustom: isCustom), default: 0] += count }
    }
    return sums
  }

  /// An ENI that is there stays in its subnet; a new one is of the pods' subnet under custom networking.
  private func place(of holding: SimulatedPool.Holding, isCustom: Bool) -> SubnetID? {
    if let origin = holding.origin, origin < held.count, let known = held[origin].subnet { return known }
    return isCustom && !holding.isPrimary ? podSubnet : subnet
  }
}
