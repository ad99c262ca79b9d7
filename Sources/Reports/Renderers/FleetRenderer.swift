import Evidence
import Triage
import VPCModel

/// A fleet: its causes with what the affected nodes share, then the report of all evidence together.
package struct FleetRenderer: Sendable {
  package static let formats = ["text", "json", "jsonl", "csv"]
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ fleet: Fleet, as format: String) -> String {
    switch format {
    case "json": JSONText.pretty(.object(members(fleet)))
    case "jsonl": JSONText.line(.object([("type", .string("fleet"))] + members(fleet)))
    case "csv": csv(fleet)
    default: text(fleet) + "\n" + TextRenderer(options).render(fleet.report)
    }
  }

  // MARK: text

  private func text(_ fleet: Fleet) -> String {
    var page = Page(options)
    page.add(headline(fleet), indent: 0, style: .bold)
    for group in fleet.groups {
      page.blank()
      let share = "\(Phrases.number(group.nodes.count)) of \(Phrases.count(fleet.nodes.count, "node"))"
      page.add("\(group.cause.raw): \(share)", [page.piece(.bad)])
      page.add(group.title, indent: 4)
      if let first = group.first, let node = group.nodes.first {
        let spread = group.spreadSeconds.map { ", the last of them \(Self.span($0)) later" } ?? ""
        page.add("first on \(node) at \(RFC3339.text(first))\(spread)", indent: 4)
      }
      for factor in group.factors { page.add(sentence(factor), indent: 4, [page.piece(.warning)]) }
      if let silence = group.silence { page.add(sentence(silence), indent: 4) }
      page.add("nodes: " + Phrases.list(group.nodes), indent: 4, hanging: 6, style: .dim)
    }
    if fleet.undecided > 0 {
      page.blank()
      let nodes = fleet.nodes.filter {
        $0.cause == nil && $0.status != .healthy && $0.status != .notIPProblem
      }
      page.add(
        "\(Phrases.count(fleet.undecided, "node")) could not be decided: " + Phrases.list(nodes.map(\.id)),
        [page.piece(.open)])
    }
    page.heading("All evidence together")
    return page.text
  }

  private func headline(_ fleet: Fleet) -> String {
    let nodes = Phrases.count(fleet.nodes.count, "node")
    if fleet.nodes.isEmpty { return "No node has a log here" }
    if fleet.affected == 0 { return "\(nodes), none with a cause to name" }
    let causes = Phrases.count(fleet.groups.count, "cause")
    return "\(nodes), \(Phrases.number(fleet.affected)) affected, \(causes)"
  }

  private func sentence(_ factor: FleetGroup.Factor) -> String {
    let names = factor.traits.prefix(4).map(Self.name)
    let more = factor.traits.count > 4 ? " and \(factor.traits.count - 4) more" : ""
    let share =
      "\(factor.affectedWith) of \(factor.affectedKnown) affected nodes have it, "
      + "\(factor.othersWith) of \(factor.othersKnown) others"
    let together =
      factor.traits.count > 1 ? " (the same nodes have all of these: they cannot be told apart)" : ""
    return "\(names.joined(separator: ", "))\(more): \(share)\(together)"
  }

  private static func name(_ trait: NodeTrait) -> String {
    switch trait.kind {
    case .setting: trait.value
    case .nodeGroup: "node group \(trait.value)"
    case .instanceType: "instance type \(trait.value)"
    case .image: "AMI \(trait.value)"
    case .cniVersion: "VPC CNI \(trait.value)"
    case .securityGroup: "security group \(trait.value)"
    case .zone, .subnet, .os, .mode, .role: "\(trait.kind.rawValue) \(trait.value)"
    }
  }

  private func sentence(_ silence: FleetGroup.Silence) -> String {
    switch silence {
    case .everyNode:
      "every node is affected: look at what all share (IAM role, endpoints, quotas, a rollout)"
    case .oneNode: "one node alone: compare it with its neighbours"
    case .nothingTelling: "nothing known of the nodes sets these apart from the others beyond chance"
    }
  }

  private static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds)) s"
    case ..<7_200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3_600)) h"
    default: "\(Int(min(seconds / 86_400, 1e6))) d"
    }
  }

  // MARK: JSON

  private func members(_ fleet: Fleet) -> [(String, JSONNode)] {
    [
      ("schemaVersion", .string(schemaVersion)),
      (
        "fleet",
        .object([
          ("nodes", .integer(fleet.nodes.count)), ("affected", .integer(fleet.affected)),
          ("healthy", .integer(fleet.healthy)), ("undecided", .integer(fleet.undecided)),
        ])
      ),
      ("causes", .array(fleet.groups.map(group))),
      ("nodes", .array(fleet.nodes.map(node))),
      ("report", .object(ReportTree(fleet.report, exitCode: options.exitCode).members)),
    ]
  }

  private func group(_ group: FleetGroup) -> JSONNode {
    .object([
      ("id", .string(group.cause.raw)), ("title", .string(group.title)),
      ("count", .integer(group.nodes.count)),
      ("failures", .integer(group.failures)), ("first", JSONNode(group.first)),
      ("firstNode", JSONNode(group.first == nil ? nil : group.nodes.first)),
      ("spreadSeconds", JSONNode(group.spreadSeconds.map { Int(min($0, 1e12)) })),
      ("factors", .array(group.factors.map(factor))), ("silence", JSONNode(group.silence?.rawValue)),
      ("nodes", JSONNode(group.nodes)),
    ])
  }

  private func factor(_ factor: FleetGroup.Factor) -> JSONNode {
    .object([
      (
        "traits",
        .array(
          factor.traits.map { .object([("trait", .string($0.kind.rawValue)), ("value", .string($0.value))]) })
      ),
      (
        "affected",
        .object([("with", .integer(factor.affectedWith)), ("of", .integer(factor.affectedKnown))])
      ),
      ("others", .object([("with", .integer(factor.othersWith)), ("of", .integer(factor.othersKnown))])),
      ("telling", .decimal(factor.telling)),
    ])
  }

  private func node(_ node: FleetNode) -> JSONNode {
    .object([
      ("id", .string(node.id)), ("status", .string(node.status.rawValue)),
      ("cause", JSONNode(node.cause?.raw)),
      ("state", JSONNode(node.state?.rawValue)), ("first", JSONNode(node.first)),
      ("last", JSONNode(node.last)),
      ("failures", .integer(node.failures)),
      ("traits", .row(node.traits.sorted().map { .string("\($0.kind.rawValue) \($0.value)") })),
    ])
  }

  // MARK: CSV

  /// A row for each node. A cell that a spreadsheet would take for a formula begins with an apostrophe.
  private func csv(_ fleet: Fleet) -> String {
    var lines = ["node,status,cause,state,first,last,failures"]
    for node in fleet.nodes {
      lines.append(
        [
          node.id, node.status.rawValue, node.cause?.raw ?? "", node.state?.rawValue ?? "",
          node.first.map(RFC3339.text) ?? "", node.last.map(RFC3339.text) ?? "", "\(node.failures)",
        ].map(Self.cell).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    var text = Escaping.terminal(text)
    if let first = text.first, "=+-@".contains(first) { text = "'" + text }
    guard text.contains(where: { ",\"".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
