extension SubnetLedger {
  /// An interface and what it takes from this subnet.
  package struct Holder: Hashable, Sendable {
    package let interface: ENIID
    package let instance: InstanceID?
    /// `eniPrimary` for interfaces of nodes, whatever else they hold.
    package let owner: OwnerClass
    package let description: String?
    package let interfaceType: String?
    /// Distinct addresses here, primary included.
    package internal(set) var addresses = 0
    /// Of these: secondary and prefix addresses of a node.
    package internal(set) var poolAddresses = 0
    /// Of these: in use by pods; nil without evidence from the nodes.
    package internal(set) var podAddresses: Int?

    package var warmAddresses: Int? { podAddresses.map { poolAddresses - $0 } }
    package var isOfNode: Bool { owner == .eniPrimary }
  }

  /// A node and what its interfaces take from this subnet.
  package struct NodeHolding: Hashable, Sendable {
    package let instance: InstanceID
    package internal(set) var interfaces = 0
    package internal(set) var addresses = 0
    package internal(set) var poolAddresses = 0
    package internal(set) var podAddresses: Int?
    package var warmAddresses: Int? { podAddresses.map { poolAddresses - $0 } }
  }

  /// Interfaces by addresses held, most first, then by id.
  ///
  /// - Parameters:
  ///   - owner: only those of this class; nil is all. `podsAndWarm` and `eniPrimary` are the nodes' interfaces.
  ///   - limit: at most so many.
  package func topHolders(of owner: OwnerClass? = nil, limit: Int = .max) -> [Holder] {
    let wanted: OwnerClass? =
      switch owner {
      case .podsAndWarm, .pods, .warm: .eniPrimary
      default: owner
      }
    let chosen = holders.filter { $0.addresses > 0 && (wanted == nil || $0.owner == wanted) }
    return Array(
      chosen.sorted { ($1.addresses, $0.interface) < ($0.addresses, $1.interface) }.prefix(max(0, limit)))
  }

  /// Nodes by addresses held, most first, then by id. Interfaces whose node is not known are left out.
  package func topNodes(limit: Int = .max) -> [NodeHolding] {
    var nodes: [InstanceID: NodeHolding] = [:]
    for holder in holders where holder.isOfNode && holder.addresses > 0 {
      guard let instance = holder.instance else { continue }
      var node = nodes[instance] ?? NodeHolding(instance: instance)
      node.interfaces += 1
      node.addresses += holder.addresses
      node.poolAddresses += holder.poolAddresses
      if let pods = holder.podAddresses { node.podAddresses = (node.podAddresses ?? 0) + pods }
      nodes[instance] = node
    }
    return Array(
      nodes.values.sorted { ($1.addresses, $0.instance) < ($0.addresses, $1.instance) }.prefix(max(0, limit)))
  }

  /// The leaked interfaces, most addresses first.
  package var leakedInterfaces: [Holder] { topHolders(of: .leaked) }
  /// What is in class `other`, most addresses first.
  package var otherInterfaces: [Holder] { topHolders(of: .other) }

  /// Whose address it is; nil when nobody's, or outside.
  package func holder(of address: IPv4Address) -> Holder? {
    guard let index = map?.segment(of: address)?.holder, holders.indices.contains(index) else { return nil }
    return holders[index]
  }
}
