/// The Atlassian Document Format, version 1: JSON in which text is text, whatever stands in it.
///
///     {"version": 1, "type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "…"}]}]}
///
/// Source: Atlassian, "Atlassian Document Format".
package enum ADFWriter: OutlineWriter {
  package static func text(of outline: Outline) -> String { JSONText.line(node(of: outline)) }

  static func node(of outline: Outline) -> JSONNode {
    var content: [JSONNode] = []
    for section in outline.sections {
      content.append(
        node("heading", inlines(section.title), ("level", .integer(section.isVerdict ? 2 : 3))))
      append(section.blocks, to: &content)
    }
    append(outline.footer, to: &content)
    return .object([("version", .integer(1)), ("type", .string("doc")), ("content", .array(content))])
  }

  private static func append(_ blocks: [Outline.Block], to content: inout [JSONNode]) {
    var items: [[JSONNode]] = []
    func close() {
      if !items.isEmpty { content.append(node("bulletList", items.map { node("listItem", $0) })) }
      items = []
    }
    for block in blocks {
      switch block {
      case .bullet(let line), .nested(let line): items.append([node("paragraph", inlines(line))])
      case .redactedCommand(let text, _): items.append([node("paragraph", inlines([.code(text)]))])
      case .command(let text, _), .quote(let text):
        let shown = Escaping.terminal(text)
        let code = node("codeBlock", shown.isEmpty ? [] : [.object(textMembers(shown))])
        if items.isEmpty { content.append(code) } else { items[items.count - 1].append(code) }
      case .paragraph(let line):
        close()
        content.append(node("paragraph", inlines(line)))
      case .numbered(let order, let line):
        close()
        content.append(node("paragraph", inlines([.plain("\(order). ")] + line)))
      case .table(let header, let rows):
        close()
        let head = header.map { node("tableHeader", [node("paragraph", inlines([.strong($0)]))]) }
        let body = rows.map { row in
          node("tableRow", row.map { node("tableCell", [node("paragraph", inlines([$0]))]) })
        }
        content.append(node("table", [node("tableRow", head)] + body))
      }
    }
    close()
  }

  private static func node(_ type: String, _ content: [JSONNode], _ attribute: (String, JSONNode)? = nil)
    -> JSONNode
  {
    let attributes = attribute.map { [("attrs", JSONNode.object([$0]))] } ?? []
    return .object([("type", .string(type))] + attributes + [("content", .array(content))])
  }

  /// Text without a character is not allowed.
  private static func inlines(_ inlines: [Outline.Inline]) -> [JSONNode] {
    inlines.compactMap { inline in
      let (raw, mark): (String, String?) =
        switch inline {
        case .plain(let text), .text(let text): (text, nil)
        case .strong(let text): (text, "strong")
        case .code(let text): (text, "code")
        }
      let shown = Escaping.terminal(raw)
      if shown.isEmpty { return nil }
      let marks = mark.map { [("marks", JSONNode.array([.object([("type", .string($0))])]))] } ?? []
      return .object(textMembers(shown) + marks)
    }
  }

  private static func textMembers(_ text: String) -> [(String, JSONNode)] {
    [("type", .string("text")), ("text", .string(text))]
  }
}
