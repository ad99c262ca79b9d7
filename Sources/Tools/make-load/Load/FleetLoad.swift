/// Nodes over zones, some of which suffer what was planted, and a bundle of each.
package struct FleetLoad {
  /// What the affected nodes share and the others do not.
  package enum Planted: String, CaseIterable, Sendable {
    /// The subnet of one zone is full.
    case zone
    /// One version of the plugin asks for what the role may not.
    case version
    /// The role is refused on a tenth of the nodes, by chance.
    case nothing
  }

  package struct Plan: Sendable {
    package var count: Int
    package var zones: Int
    package var planted: Planted
    package var seed: UInt64

    package init(count: Int, zones: Int = 3, planted: Planted = .zone, seed: UInt64 = 7) {
      self.count = count
      self.zones = min(max(zones, 1), 6)
      self.planted = planted
      self.seed = seed
    }
  }

  package let nodes: [LoadNode]
  /// Kind and value as a report names them: the subnet of the zone, the version; nil where chance decided.
  package let trait: (kind: String, value: String)?
  package let cause: String

  package init(_ plan: Plan) {
    var random = Seed(plan.seed)
    let zones = (0..<plan.zones).map { "us-east-1" + String("abcdef".dropFirst($0).prefix(1)) }
    let subnets = zones.map { _ in random.id("subnet") }
    let ill = random.below(plan.zones)
    let versions = ["v1.18.5-eksbuild.1", "v1.19.3-eksbuild.1", "v1.20.1-eksbuild.3"]
    var nodes: [LoadNode] = []
    for number in 0..<plan.count {
      let zone = number % plan.zones
      let version = random.pick(versions)
      let isStruck: Bool
      switch plan.planted {
      // Not one without exception: a node that asked for nothing was refused nothing.
      case .zone: isStruck = zone == ill && random.below(10) > 0
      case .version: isStruck = version == versions[2] && random.below(10) > 0
      case .nothing: isStruck = random.below(10) == 0
      }
      // Each node has a /26 of its own, so that no two hosts have one name.
      let base = number * 64
      let addresses = (0..<3).map { eni -> LoadNode.Interface in
        let last = (base & 255) + 4 + eni * 15
        return LoadNode.Interface(
          id: random.id("eni"), primary: "10.\(40 + base >> 16).\(base >> 8 & 255).\(last)")
      }
      nodes.append(
        LoadNode(
          instance: random.id("i"), type: random.pick(["m5.xlarge", "c5.xlarge", "r5.xlarge"]),
          zone: zones[zone], subnet: subnets[zone], version: version, addresses: addresses,
          trouble: isStruck ? plan.planted == .zone ? .fullSubnet : .denied : nil,
          seed: plan.seed &* 1_000_003 &+ UInt64(number)))
    }
    self.nodes = nodes
    cause = plan.planted == .zone ? "subnet-exhausted" : "iam-denied"
    switch plan.planted {
    case .zone: trait = ("subnet", subnets[ill])
    case .version: trait = ("cniVersion", String(versions[2].dropFirst().prefix { $0 != "-" }))
    case .nothing: trait = nil
    }
  }

  package var affected: Int { nodes.count { $0.trouble != nil } }

  /// What a report of the fleet has to find.
  package var json: String {
    let trait = trait.map { "{\"kind\": \"\($0.kind)\", \"value\": \"\($0.value)\"}" } ?? "null"
    return
      "{\"nodes\": \(nodes.count), \"affected\": \(affected), \"cause\": \"\(cause)\", \"trait\": \(trait)}"
  }
}
