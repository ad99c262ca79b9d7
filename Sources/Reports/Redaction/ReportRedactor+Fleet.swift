import Redaction
import Triage

extension ReportRedactor {
  /// A fleet for others to read: causes, counts and factors as they are, aliases for nodes and what they are called.
  package mutating func redacted(_ fleet: Fleet) -> Fleet {
    let report = redacted(fleet.report)
    var nodes: [String: String] = [:]
    var traits: [NodeTrait: NodeTrait] = [:]
    for node in fleet.nodes {
      nodes[node.id] = self.node(node.id)
      for trait in node.traits where traits[trait] == nil { traits[trait] = redacted(trait) }
    }
    var subnets: [String: String] = [:]
    let named = fleet.subnets.map(\.id) + fleet.steps.flatMap(\.subnets)
    for subnet in named + fleet.outlook.rows.compactMap(\.subnet?.raw) where subnets[subnet] == nil {
      subnets[subnet] = redacted(subnet)
    }
    let advice = fleet.steps.map { remedy($0.advice) }
    return fleet.renamed(
      report: report, node: { nodes[$0] ?? self.node($0) }, trait: { traits[$0] ?? $0 },
      subnet: { subnets[$0] ?? "subnet" }, advice: { advice[$0.order - 1] })
  }

  /// Names that only the nodes of a fleet tell, for the survey.
  package static func names(in fleet: Fleet) -> [(String, NameKind)] {
    fleet.nodes.flatMap { node in
      [(node.id, NameKind.node)]
        + node.traits.filter { isChosen($0.kind) }.sorted().map { ($0.value, NameKind.name) }
    }
  }

  private mutating func redacted(_ trait: NodeTrait) -> NodeTrait {
    NodeTrait(
      trait.kind, Self.isChosen(trait.kind) ? redacted(trait.value, as: .name) : redacted(trait.value))
  }

  /// Whether somebody thought out the value: a node group's name is a word, an AMI's id is none.
  private static func isChosen(_ kind: NodeTrait.Kind) -> Bool {
    switch kind {
    case .nodeGroup, .role: true
    case .zone, .subnet, .instanceType, .image, .os, .cniVersion, .mode, .securityGroup, .setting: false
    }
  }
}
