/// How large the subnets of a cluster have to be: one of each kind in each zone, nodes spread evenly.
package struct SubnetPlan: Hashable, Sendable {
  package let nodes: Int
  package let zones: Int
  /// Nodes of the fullest zone once the cluster has grown.
  package let nodesPerZone: Int
  /// What each of them holds.
  package let perNode: SimulatedPool
  /// For the nodes' own ENIs, and without custom networking for the pods too.
  package let nodeSubnet: Size
  /// The ENIConfig's subnet; nil without custom networking.
  package let podSubnet: Size?

  /// What a subnet has to hold, and how large it then is.
  package struct Size: Hashable, Sendable {
    /// Addresses, without the 5 that AWS keeps.
    package let needed: Int
    /// Aligned /28 blocks among them.
    package let prefixes: Int
    /// The longest prefix length that fits, /28 to /16; nil when not even a /16 does.
    package let length: Int?
    /// Subnets of /16 that would hold them; 1 when `length` is given.
    package let count: Int
    package var size: Int? { length.map { 1 << (32 - $0) } }

    /// - Parameters:
    ///   - prefixes: /28 prefixes.
    ///   - singles: addresses taken one by one.
    package init(prefixes: Int, singles: Int) {
      let prefixes = max(0, prefixes)
      let singles = max(0, singles)
      self.prefixes = prefixes
      needed = prefixes.multiplied(orMax: 16).adding(orMax: singles)
      // AWS keeps the first four and the last address: the first and last /28 are never whole, and offer 12 and 15
      // single addresses; as one block, 11.
      func fits(_ length: Int) -> Bool {
        let blocks = 1 << (28 - length)
        if blocks == 1 { return prefixes == 0 && singles <= 11 }
        guard prefixes <= blocks - 2 else { return false }
        return singles <= (blocks - 2 - prefixes) * 16 + 12 + 15
      }
      length = (16...28).last(where: fits)
      if length != nil {
        count = 1
      } else {
        // 4,094 whole blocks and 27 single addresses each.
        let byBlocks = prefixes.adding(orMax: max(0, singles).divided(up: 16)).divided(up: 4_094)
        count = max(2, byBlocks)
      }
    }
  }

  /// - Parameters:
  ///   - growthPercent: 100 is no growth, 150 half as many nodes again.
  ///   - zones: at least 1.
  package init(
    _ shape: NodeShape, nodes: Int, podsPerNode: Int, zones: Int, growthPercent: Int
  ) {
    let grown = max(0, nodes).multiplied(orMax: max(100, growthPercent))
    self.nodes = max(0, nodes)
    self.zones = max(1, zones)
    let perZone = (grown == .max ? .max : grown.divided(up: 100)).divided(up: max(1, zones))
    nodesPerZone = perZone
    let pool = PoolSimulation.steadyState(shape, pods: podsPerNode)
    perNode = pool
    let slots = pool.kind == .prefix ? pool.cidrsPerENI.reduce(0, +) : 0
    let prefixes = slots.multiplied(orMax: perZone)
    let isCustom = shape.settings.usesCustomNetworking
    func singles(_ addresses: Int, _ slots: Int) -> Int {
      max(0, addresses - 16 * slots).multiplied(orMax: perZone)
    }
    nodeSubnet = Size(
      prefixes: isCustom ? 0 : prefixes, singles: singles(pool.nodeSubnetAddresses, isCustom ? 0 : slots))
    podSubnet = isCustom ? Size(prefixes: prefixes, singles: singles(pool.podSubnetAddresses, slots)) : nil
  }
}
