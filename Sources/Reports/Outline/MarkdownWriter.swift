/// Markdown as GitHub reads it.
package enum MarkdownWriter: OutlineWriter {
  package static func text(of outline: Outline) -> String {
    text(of: outline, prose: { Escaping.markdown($0) })
  }

  /// - Parameter prose: makes text of running words.
  static func text(of outline: Outline, prose: @escaping (String) -> String) -> String {
    var page = Page(prose: prose)
    for section in outline.sections {
      page.lines.part()
      page.lines.add((section.isVerdict ? "## " : "### ") + page.line(section.title))
      page.lines.part()
      for block in section.blocks { page.write(block) }
    }
    for block in outline.footer { page.write(block) }
    return page.lines.text
  }

  private struct Page {
    let prose: (String) -> String
    var lines = MarkupLines()

    mutating func write(_ block: Outline.Block) {
      switch block {
      case .paragraph(let inlines):
        lines.part()
        // A slash that opens a line gives GitLab an order.
        let text = line(inlines)
        lines.add(text.hasPrefix("/") ? "\\" + text : text)
        lines.part()
      case .bullet(let inlines): lines.add("- " + line(inlines))
      case .numbered(let order, let inlines):
        lines.part()
        lines.add("\(order). " + line(inlines))
        lines.part()
      case .nested(let inlines): lines.add("    - " + line(inlines))
      case .command(let command, let isNested):
        lines.add(Escaping.markdownBlock([command], language: "sh", indent: isNested ? "    " : "  "))
      case .redactedCommand(let command, let isNested):
        lines.add((isNested ? "    - " : "  - ") + Escaping.markdownCode(command))
      case .quote(let text): lines.add(Escaping.markdownBlock([text], language: "text", indent: "  "))
      case .table(let header, let rows):
        lines.part()
        lines.add("| " + header.joined(separator: " | ") + " |")
        lines.add("|" + header.map { _ in "---|" }.joined())
        for row in rows {
          lines.add("| " + row.map { line([$0], inTable: true) }.joined(separator: " | ") + " |")
        }
        lines.part()
      }
    }

    func line(_ inlines: [Outline.Inline], inTable: Bool = false) -> String {
      inlines.map { inline in
        switch inline {
        case .plain(let text): text
        case .text(let text): prose(text)
        case .strong(let text): "**\(prose(text))**"
        case .code(let text): Escaping.markdownCode(text, inTable: inTable)
        }
      }.joined()
    }
  }
}

/// Markdown as GitLab reads it: what it would make a reference to a person, a label or a merge request stays text.
package enum GitLabWriter: OutlineWriter {
  package static func text(of outline: Outline) -> String {
    MarkdownWriter.text(of: outline) { Escaping.gitLab($0) }
  }
}

extension Escaping {
  /// Running text for GitLab, which looks for `!1`, `~label`, `%milestone`, `$snippet` and `&epic` after the Markdown.
  package static func gitLab(_ text: some StringProtocol) -> String {
    let shown = markdown(text)
    var result = ""
    for scalar in shown.unicodeScalars {
      result.unicodeScalars.append(scalar)
      let isReference =
        switch scalar {
        case "!", "~", "$": result.hasSuffix("\\" + String(scalar))
        case "%", "^": true
        case ";": result.hasSuffix("&amp;")
        default: false
        }
      if isReference { result += "&#8203;" }
    }
    return result
  }
}
