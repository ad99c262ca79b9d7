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
    /// nil when no document says it.
    package let type: String?
    package internal(set) var interfaces = 0
    package internal(set) var addresses = 0
    package internal(set) var poolAddresses = 0
    /// nil when it is not known of every interface with pool addresses.
    package internal(set) var podAddresses: Int?
    package var warmAddresses: Int? { podAddresses.map { poolAddresses - $0 } }
  }

  /// The nodes of an instance type and what they take from this subnet.
  package struct TypeHolding: Hashable, Sendable {
    /// nil for the nodes whose type no document says.
    package let type: String?
    package internal(set) var nodes = 0
    package internal(set) var interfaces = 0
    package internal(set) var addresses = 0
    package internal(set) var poolAddresses = 0
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
    guard let tally else { return [] }
    // Named after they are chosen: of the 9,000 interfaces of a /16 few are leaked.
    let chosen = tally.entries.filter { $0.addresses > 0 && (wanted == nil || $0.owner == wanted) }
      .map(tally.holder)
    return Array(
      chosen.sorted { ($1.addresses, $0.interface) < ($0.addresses, $1.interface) }.prefix(max(0, limit)))
  }

  /// Nodes by addresses held, most first, then by id. Interfaces whose node is not known are left out.
  package func topNodes(limit: Int = .max) -> [NodeHolding] {
    Array(Holdings(self).nodes.prefix(max(0, limit)))
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
