import Evidence
import Playbooks
import VPCModel

// Facts of subnets, the cluster and the account.
extension FactBook {
  mutating func addSubnet(_ id: SubnetID, world: World, sightings: SightingIndex) {
    let entity = Entity(.subnet, id.raw)
    let subnet = world.subnets[id]
    let ledger = world.ledgers[id]
    let isIPv6Only = subnet?.value.isIPv6Only == true
    var available = isIPv6Only ? nil : subnet?.value.available
    // The article's projection of one number belongs to the only subnet there is.
    if available == nil, !isIPv6Only, world.subnets.count <= 1, world.bareAvailable.count == 1 {
      available = world.bareAvailable[0].value
    }
    set("subnet.available", available, for: entity)
    set("subnet.size", ledger?.size ?? subnet?.value.cidr?.size, for: entity)
    let isDecided = ledger.map { $0.verdict != .inconsistent && $0.verdict != .unknown } ?? false
    let isListed = isDecided && ledger?.isComplete == true && ledger?.residual ?? 0 == 0
    if isListed {
      set("subnet.free", ledger?.free, for: entity)
      set("subnet.freeAligned28", ledger?.freeAligned28, for: entity)
    }
    set(
      "subnet.ledgerReconciles", ledger?.free == nil ? nil : isListed && ledger?.residual != nil, for: entity)
    set("subnet.freeKnown", (isListed ? ledger?.free : nil) ?? available, for: entity)
    let nodes = world.nodes.values.filter { node in
      node.drawsFrom.contains(id) || id.raw == "?" + node.id
    }
    let isOfNodes = world.nodes.values.contains { $0.subnets.contains(id) }
    let modes = nodes.compactMap(\.prefixMode)
    if modes.contains(true) || ledger?.prefixModeInUse == true {
      set("subnet.prefixModeInUse", true, for: entity)
    } else if !modes.isEmpty {
      set("subnet.prefixModeInUse", false, for: entity)
    }
    let isConfigured = world.eniConfigs.values.contains { $0.subnet == id }
    let isTagged = (subnet?.value.tags?["kubernetes.io/role/cni"]).map { $0 != "0" } ?? false
    let isHeld = world.heldSubnets.contains(id)
    if !nodes.isEmpty || isOfNodes || isConfigured || isTagged || isHeld || world.subnets.count == 1 {
      set("subnet.usedByNodes", true, for: entity)
    } else if !world.nodes.isEmpty, world.nodes.values.allSatisfy({ hasKnownSubnets($0, world) }) {
      // Nobody draws from it only where it is known of every node from where it does draw.
      set("subnet.usedByNodes", false, for: entity)
    }

    let shortages = sightings.shortages(in: id.raw)
    set("subnet.shortages", shortages.count, for: entity)
    if shortages.count > 0 {
      set("subnet.failingNodes", shortages.nodes.count, for: entity)
      let success = lastAllocation(in: id, nodes: nodes, world: world)
      if let last = shortages.last {
        let after = success.map { $0 > last } ?? false
        set("subnet.successAfterLastShortage", after, for: entity)
        set("subnet.shortageNow", !after, for: entity)
        // The largest single request asks for 50; a count after relief says nothing of the time before.
        if let time = subnet?.time, let available, let first = shortages.first, time >= first {
          let isRelieved = success.map { $0 > last && $0 <= time } ?? false
          if !isRelieved, time.seconds(since: last) <= 120 {
            set("subnet.availableAtFailure", available >= 50, for: entity)
          }
        }
      } else {
        set("subnet.shortageNow", true, for: entity)
      }
    }
    // Idle addresses: only what nodes themselves say.
    let idle = nodes.compactMap { node -> Int? in
      let (total, assigned, _) = node.poolNow
      guard let total, let assigned else { return nil }
      return max(0, total - assigned)
    }
    let warm = ledger?.owners?[.warm]
    if let warm, isListed {
      set("subnet.idleAddresses", warm, for: entity)
    } else if !idle.isEmpty {
      set("subnet.idleAddresses", idle.reduce(0, +), for: entity)
    }
    if let count = value("subnet.idleAddresses", of: entity), let size = value("subnet.size", of: entity),
      size > 5
    {
      set("subnet.idleShare", 100 * count / (size - 5), for: entity)
    }
    if let leaked = ledger?.owners?[.leaked] { set("subnet.leakedAddresses", leaked, for: entity) }
  }

  private func hasKnownSubnets(_ node: NodeEntity, _ world: World) -> Bool {
    if node.customNetworking == true { return world.podSubnet(of: node) != nil }
    return !node.subnets.isEmpty
  }

  /// When an address, prefix or ENI last came from this subnet for certain.
  private func lastAllocation(in id: SubnetID, nodes: [NodeEntity], world: World) -> Instant? {
    nodes.compactMap { node -> Instant? in
      // With several possible subnets a growth line does not say which one gave.
      let possible = node.customNetworking == true ? 1 : max(1, node.subnets.count)
      return possible == 1 ? node.lastGrowth : nil
    }.max()
  }

  mutating func addCluster(_ world: World, sightings: SightingIndex) {
    let entity = Entity.cluster
    set("cluster.nodes", world.nodes.count, for: entity)
    let failing = world.nodes.keys.filter { (value("node.refusals", of: Entity(.node, $0)) ?? 0) > 0 }.count
    set("cluster.failingNodes", failing, for: entity)
    if let quota = world.quotas["L-DF5E4CA3"], !quota.isDefault, let value = quota.value, value >= 0 {
      set("cluster.eniQuota", value, for: entity)
      let listed = world.hasInterfaceList && !world.isInterfaceListPartial ? world.interfaceCount : nil
      if let count = world.regionInterfaces ?? listed {
        set("cluster.enis", count, for: entity)
        set("cluster.eniQuotaReached", Double(count) >= value, for: entity)
      }
    }
    let branch = world.nodes.values.compactMap { $0.record?.branchAllocatable ?? $0.record?.branchCapacity }
    let hasStatus = world.nodes.values.contains { $0.record?.hasStatus == true }
    if !branch.isEmpty || hasStatus {
      set("cluster.branchAdvertised", branch.contains { $0 > 0 }, for: entity)
    }
    if !world.pods.isEmpty {
      set(
        "cluster.unscheduledPods", world.pods.filter { $0.node == nil && $0.phase == "Pending" }.count,
        for: entity)
    }
    let leaked = world.ledgers.values.compactMap { $0.owners?[.leaked] }
    if !leaked.isEmpty { set("cluster.leakedAddresses", leaked.reduce(0, +), for: entity) }
  }
}
