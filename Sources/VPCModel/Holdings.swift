/// Who holds a subnet, ranked by addresses: interfaces, nodes, instance types.
///
/// Made once and looked at from all sides: naming the 9,000 interfaces of a full /16 costs more than counting them.
package struct Holdings: Sendable {
  /// With addresses here, most first, then by id.
  package let interfaces: [SubnetLedger.Holder]
  /// Most addresses first, then by id. Interfaces whose node is not known are left out.
  package let nodes: [SubnetLedger.NodeHolding]
  /// Most addresses first, then by name, the unknown last.
  package let types: [SubnetLedger.TypeHolding]

  package init(_ ledger: SubnetLedger) {
    interfaces = ledger.topHolders()
    nodes = Self.nodes(of: interfaces, types: ledger.tally?.types ?? [:])
    types = Self.types(of: nodes)
  }

  private static func nodes(
    of holders: [SubnetLedger.Holder], types: [InstanceID: String]
  ) -> [SubnetLedger.NodeHolding] {
    var nodes: [InstanceID: SubnetLedger.NodeHolding] = [:]
    var untold: Set<InstanceID> = []
    for holder in holders where holder.isOfNode {
      guard let instance = holder.instance else { continue }
      var node = nodes[instance] ?? SubnetLedger.NodeHolding(instance: instance, type: types[instance])
      node.interfaces += 1
      node.addresses += holder.addresses
      node.poolAddresses += holder.poolAddresses
      if let pods = holder.podAddresses {
        node.podAddresses = (node.podAddresses ?? 0) + pods
      } else if holder.poolAddresses > 0 {
        untold.insert(instance)
      }
      nodes[instance] = node
    }
    // Of a node that speaks for some of its interfaces only, the sum is not known.
    for instance in untold { nodes[instance]?.podAddresses = nil }
    return nodes.values.sorted { ($1.addresses, $0.instance) < ($0.addresses, $1.instance) }
  }

  private static func types(of nodes: [SubnetLedger.NodeHolding]) -> [SubnetLedger.TypeHolding] {
    var types: [String?: SubnetLedger.TypeHolding] = [:]
    for node in nodes {
      var holding = types[node.type] ?? SubnetLedger.TypeHolding(type: node.type)
      holding.nodes += 1
      holding.interfaces += node.interfaces
      holding.addresses += node.addresses
      holding.poolAddresses += node.poolAddresses
      types[node.type] = holding
    }
    return types.values.sorted { ($1.addresses, $0.type ?? "~") < ($0.addresses, $1.type ?? "~") }
  }
}
