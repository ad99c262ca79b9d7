import VPCModel

/// Who holds a subnet, ranked: what `subnet --format json` adds to the ledger of a report.
enum HolderTree {
  static func node(_ ledger: SubnetLedger) -> JSONNode {
    let holdings = Holdings(ledger)
    return .object([
      ("nodes", .each(holdings.nodes.count) { node(holdings.nodes[$0]) }),
      ("instanceTypes", .array(holdings.types.map(type))),
      ("interfaces", .each(holdings.interfaces.count) { interface(holdings.interfaces[$0]) }),
    ])
  }

  private static func node(_ node: SubnetLedger.NodeHolding) -> JSONNode {
    .line([
      ("id", .string(node.instance.raw)), ("instanceType", JSONNode(node.type)),
      ("interfaces", .integer(node.interfaces)), ("addresses", .integer(node.addresses)),
      ("podsAndWarm", .integer(node.poolAddresses)), ("pods", JSONNode(node.podAddresses)),
      ("warm", JSONNode(node.warmAddresses)),
    ])
  }

  private static func type(_ type: SubnetLedger.TypeHolding) -> JSONNode {
    .line([
      ("instanceType", JSONNode(type.type)), ("nodes", .integer(type.nodes)),
      ("interfaces", .integer(type.interfaces)), ("addresses", .integer(type.addresses)),
      ("podsAndWarm", .integer(type.poolAddresses)),
    ])
  }

  private static func interface(_ holder: SubnetLedger.Holder) -> JSONNode {
    .line([
      ("id", .string(holder.interface.raw)), ("owner", .string(holder.owner.name)),
      ("node", JSONNode(holder.instance?.raw)), ("addresses", .integer(holder.addresses)),
      ("podsAndWarm", .integer(holder.poolAddresses)), ("pods", JSONNode(holder.podAddresses)),
      ("warm", JSONNode(holder.warmAddresses)), ("description", JSONNode(holder.description)),
    ])
  }

  static func zone(_ zone: ZoneHolding) -> JSONNode {
    .line([
      ("zone", .string(zone.zone)), ("subnets", .integer(zone.subnets)), ("size", .integer(zone.size)),
      ("held", .integer(zone.held)), ("free", .integer(zone.free)),
      ("freeAligned28", .integer(zone.freeAligned28)),
    ])
  }
}
