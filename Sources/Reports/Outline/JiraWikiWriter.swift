import Triage

/// Jira's wiki markup: Data Center, and every field of Jira that does not take the document format.
package enum JiraWikiWriter: OutlineWriter {
  package static func text(of outline: Outline) -> String {
    var lines = MarkupLines()
    for section in outline.sections {
      lines.part()
      lines.add((section.isVerdict ? "h2. " : "h3. ") + line(section.title))
      lines.part()
      for block in section.blocks { write(block, to: &lines) }
    }
    for block in outline.footer { write(block, to: &lines) }
    return lines.text
  }

  private static func write(_ block: Outline.Block, to lines: inout MarkupLines) {
    switch block {
    case .paragraph(let inlines):
      lines.part()
      lines.add(line(inlines))
      lines.part()
    case .bullet(let inlines), .nested(let inlines): lines.add("* " + line(inlines))
    case .redactedCommand(let text, _): lines.add("* " + line([.code(text)]))
    case .numbered(let order, let inlines):
      lines.part()
      lines.add("\(order)&#46; " + line(inlines))
      lines.part()
    case .command(let text, _), .quote(let text): lines.add(verbatim(Escaping.terminal(text)))
    case .table(let header, let rows):
      lines.part()
      lines.add("||" + header.map { Escaping.jiraWiki($0) + "||" }.joined())
      for row in rows { lines.add("|" + row.map { line([$0]) + " |" }.joined()) }
      lines.part()
    }
  }

  /// Nothing is read inside `noformat`, but the words that would end it or open another block.
  private static func verbatim(_ text: String) -> [String] {
    let lowered = text.lowercased()
    let isClosing = ["{noformat", "{code", "{panel", "{quote", "{color", "{html"].contains {
      lowered.contains($0)
    }
    return isClosing ? ["{{" + Escaping.jiraWiki(text) + "}}"] : ["{noformat}", text, "{noformat}"]
  }

  private static func line(_ inlines: [Outline.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .plain(let text), .text(let text): Escaping.jiraWiki(text)
      case .strong(let text): text.isEmpty ? "" : "*\(Escaping.jiraWiki(text))*"
      case .code(let text): text.isEmpty ? "" : "{{\(Escaping.jiraWiki(text))}}"
      }
    }.joined()
  }
}

/// The report for a Jira that reads wiki markup.
package struct JiraRenderer: Renderer {
  package static let name = "jira"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }
  package func render(_ report: Report) -> String {
    JiraWikiWriter.text(of: Outline(report, exitCode: options.exitCode))
  }
}
