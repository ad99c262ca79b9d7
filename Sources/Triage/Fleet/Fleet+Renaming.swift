import Evidence
import VPCModel

extension Fleet {
  /// The same counts, causes and factors under other names.
  ///
  /// - Parameters:
  ///   - report: that of all evidence, renamed.
  ///   - node: a node's id to another, which no second node has.
  ///   - trait: a trait to another of its kind.
  ///   - subnet: a subnet's id to another, which no second subnet has.
  ///   - advice: a remedy to the same with other names in it.
  package func renamed(
    report: Report, node: (String) -> String, trait: (NodeTrait) -> NodeTrait, subnet: (String) -> String,
    advice: (RemedyAdvice) -> RemedyAdvice
  ) -> Fleet {
    Fleet(
      report: report,
      nodes: nodes.map { $0.renamed(node, trait) }.sorted { $0.id < $1.id },
      groups: groups.map { $0.renamed(node, trait) },
      steps: steps.map { step in
        var copy = step
        copy.advice = advice(step.advice)
        copy.nodes = step.nodes.map(node)
        copy.subnets = step.subnets.map(subnet).sorted()
        return copy
      },
      subnets: subnets.map { $0.renamed(node, subnet) },
      failures: failures.map { map in
        var copy = map
        for index in copy.rows.indices { copy.rows[index].node = node(map.rows[index].node) }
        return copy
      }, clocks: clocks.renamed(node), outlook: outlook.renamed(node, subnet))
  }

  /// Put together of its parts.
  init(
    report: Report, nodes: [FleetNode], groups: [FleetGroup], steps: [RolloutStep], subnets: [FleetSubnet],
    failures: FailureMap?, clocks: FleetClocks = FleetClocks(),
    outlook: FleetOutlook = FleetOutlook(trying: [], { nil })
  ) {
    self.report = report
    self.nodes = nodes
    self.groups = groups
    self.steps = steps
    self.subnets = subnets
    self.failures = failures
    self.clocks = clocks
    self.outlook = outlook
  }
}

extension FleetNode {
  fileprivate func renamed(_ node: (String) -> String, _ trait: (NodeTrait) -> NodeTrait) -> FleetNode {
    var copy = self
    copy.id = node(id)
    copy.traits = Set(traits.map(trait))
    return copy
  }
}

extension FleetGroup {
  fileprivate func renamed(_ node: (String) -> String, _ trait: (NodeTrait) -> NodeTrait) -> FleetGroup {
    var copy = self
    copy.nodes = nodes.map(node)
    copy.factors = factors.map { factor in
      var copy = factor
      copy.traits = factor.traits.map(trait).sorted()
      return copy
    }
    return copy
  }
}

extension FleetSubnet {
  fileprivate func renamed(_ node: (String) -> String, _ subnet: (String) -> String) -> FleetSubnet {
    var copy = self
    copy.id = subnet(id)
    copy.refused = refused.map(node)
    for index in copy.idlers.indices { copy.idlers[index].node = node(idlers[index].node) }
    return copy
  }
}
