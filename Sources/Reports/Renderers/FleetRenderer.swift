import Evidence
import Triage
import VPCModel

/// A fleet: its causes with what the affected nodes share, what to do, then the report of all evidence together.
package struct FleetRenderer: Sendable {
  package static let formats = ["text", "json", "jsonl", "markdown", "html", "csv"]
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ fleet: Fleet, as format: String) -> String {
    switch format {
    case "json": JSONText.pretty(.object(FleetTree.members(fleet, exitCode: options.exitCode)))
    case "jsonl":
      JSONText.line(
        .object([("type", .string("fleet"))] + FleetTree.members(fleet, exitCode: options.exitCode)))
    case "csv": csv(fleet)
    case "markdown": FleetMarkdown.render(fleet, options)
    case "html": FleetPage(fleet, options).html
    default: FleetText.render(fleet, options)
    }
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
