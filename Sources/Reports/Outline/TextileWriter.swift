import Triage

/// Textile as Redmine reads it.
package enum TextileWriter: OutlineWriter {
  package static func text(of outline: Outline) -> String {
    var page = Page()
    for section in outline.sections {
      page.lines.part()
      page.lines.add((section.isVerdict ? "h2. " : "h3. ") + line(section.title))
      page.lines.part()
      for block in section.blocks { page.write(block) }
      page.isInList = false
    }
    for block in outline.footer { page.write(block) }
    return page.lines.text
  }

  private struct Page {
    var lines = MarkupLines()
    /// A list begins after a blank line and ends with one, or it is a paragraph.
    var isInList = false

    mutating func write(_ block: Outline.Block) {
      switch block {
      case .redactedCommand(let text, _): return write(.bullet([.code(text)]))
      case .bullet(let inlines), .nested(let inlines):
        if !isInList { lines.part() }
        isInList = true
        lines.add("* " + line(inlines))
        return
      case .paragraph(let inlines):
        lines.part()
        lines.add(line(inlines))
      case .numbered(let order, let inlines):
        lines.part()
        lines.add("\(order)&#46; " + line(inlines))
      case .command(let text, _), .quote(let text):
        lines.part()
        lines.add(verbatim(Escaping.terminal(text)))
      case .table(let header, let rows):
        lines.part()
        lines.add("|" + header.map { "_. \(Escaping.textile($0)) |" }.joined())
        for row in rows { lines.add("|" + row.map { " \(line([$0])) |" }.joined()) }
      }
      isInList = false
      lines.part()
    }
  }

  private static func verbatim(_ text: String) -> [String] {
    isInert(text) ? ["<pre>", text, "</pre>"] : [Escaping.textile(text)]
  }

  /// What stands in `pre` and `code` is text, but their own tags, and the mark Redmine puts in place of `&`.
  private static func isInert(_ text: String) -> Bool {
    let lowered = text.lowercased()
    let tags = ["pre", "code", "kbd", "notextile", "redpre"]
    return !lowered.contains("x%x%")
      && !tags.contains { lowered.contains("<" + $0) || lowered.contains("</" + $0) }
  }

  private static func line(_ inlines: [Outline.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .plain(let text), .text(let text): return Escaping.textile(text)
      case .strong(let text): return text.isEmpty ? "" : "*\(Escaping.textile(text))*"
      case .code(let text):
        let shown = Escaping.terminal(text)
        return shown.isEmpty ? "" : isInert(shown) ? "<code>\(shown)</code>" : Escaping.textile(shown)
      }
    }.joined()
  }
}

/// The report for Redmine.
package struct TextileRenderer: Renderer {
  package static let name = "textile"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }
  package func render(_ report: Report) -> String {
    TextileWriter.text(of: Outline(report, exitCode: options.exitCode))
  }
}
