import Evidence

extension Fleet {
  /// The same counts, causes and factors under other names.
  ///
  /// - Parameters:
  ///   - report: that of all evidence, renamed.
  ///   - node: a node's id to another, which no second node has.
  ///   - trait: a trait to another of its kind.
  package func renamed(
    report: Report, node: (String) -> String, trait: (NodeTrait) -> NodeTrait
  ) -> Fleet {
    Fleet(
      report: report,
      nodes: nodes.map { $0.renamed(node, trait) }.sorted { $0.id < $1.id },
      groups: groups.map { $0.renamed(node, trait) })
  }

  private init(report: Report, nodes: [FleetNode], groups: [FleetGroup]) {
    self.report = report
    self.nodes = nodes
    self.groups = groups
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
