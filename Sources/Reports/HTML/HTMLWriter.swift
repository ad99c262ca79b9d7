/// Writes HTML and SVG. What is not one of its own names is escaped, and there is no way around that.
///
/// An own writer and no template engine: of those to be had one escapes by character, and takes a quote with an
/// accent on it for no quote. Here every scalar is looked at, and what cannot be seen is shown (`Escaping`).
/// Nothing can be loaded or run from the page either: there is no tag or attribute for it, and a link stays inside.
struct HTMLWriter {
  enum Tag: String {
    case html, head, title, style, meta, body, header, main, footer, nav, section, figure, figcaption
    case h1, h2, h3, p, div, span, strong, a, ul, ol, li, dl, dt, dd, pre, code, details, summary
    case table, caption, thead, tbody, tr, th, td
    case svg, g, rect, path, line
  }

  enum Attribute: String {
    case lang, dir, charset, name, content, id, role, scope, tabindex, open, href
    case httpEquiv = "http-equiv"
    case className = "class"
    case label = "aria-label"
    case labelledBy = "aria-labelledby"
    case hidden = "aria-hidden"
    case viewBox, preserveAspectRatio, focusable, x, y, x1, x2, y1, y2, width, height, d
  }

  typealias Attributes = KeyValuePairs<Attribute, String>

  private(set) var text = "<!DOCTYPE html>\n"

  /// Bytes of one text that are shown; the JSON report has all of it.
  static let longestText = 4_096

  mutating func element(_ tag: Tag, _ attributes: Attributes, _ body: (inout HTMLWriter) -> Void) {
    open(tag, attributes)
    body(&self)
    text += "</\(tag.rawValue)>"
    if Self.blocks.contains(tag) { text += "\n" }
  }

  mutating func element(_ tag: Tag, _ body: (inout HTMLWriter) -> Void) { element(tag, [:], body) }
  mutating func element(_ tag: Tag, _ words: String) { element(tag, [:], words) }
  mutating func element(_ tag: Tag, _ attributes: Attributes, _ words: String) {
    element(tag, attributes) { $0.words(words) }
  }

  /// `<meta …>`, which has no end.
  mutating func void(_ tag: Tag, _ attributes: Attributes) {
    open(tag, attributes)
    text += "\n"
  }

  mutating func words(_ words: String) { text += Escaping.html(words, most: Self.longestText) }

  /// The style sheet is ours and no text of a report: a constant of the program.
  mutating func style(_ sheet: StaticString) {
    element(.style) { $0.text += sheet.description }
  }

  private mutating func open(_ tag: Tag, _ attributes: Attributes) {
    text += "<\(tag.rawValue)"
    for (name, value) in attributes {
      // Nothing but places of this page.
      if name == .href && !value.hasPrefix("#") { continue }
      text += " \(name.rawValue)=\"" + Escaping.html(value, most: .max) + "\""
    }
    text += ">"
  }

  private static let blocks: Set<Tag> = [
    .html, .head, .title, .style, .body, .header, .main, .footer, .nav, .section, .figure, .h1, .h2, .h3, .p,
    .div, .ul, .ol, .li, .dl, .dd, .pre, .details, .summary, .table, .caption, .thead, .tbody, .tr, .svg,
  ]
}

extension Escaping {
  /// Text and attribute values of HTML: every character visible and none of them markup.
  ///
  /// - Parameter most: bytes of the text that are shown; a cut is marked with `…`.
  static func html(_ text: some StringProtocol, most: Int) -> String {
    let isCut = text.utf8.count > most
    let safe =
      isCut ? terminal(String(decoding: text.utf8.prefix(most), as: UTF8.self)) + "…" : terminal(text)
    guard safe.utf8.contains(where: { markup.contains($0) }) else { return safe }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(safe.utf8.count + 64)
    for byte in safe.utf8 {
      switch byte {
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let markup = "<>&\"'".utf8.map { $0 }
}
