/// A page that fits into a ticket: whole, or cut at the border of a section, and saying so.
package struct TicketPage: Hashable, Sendable {
  package let text: String
  /// Titles of the sections that are not in it.
  package let leftOut: [String]

  /// - Parameters:
  ///   - most: bytes of `text`.
  ///   - whole: where the rest is, said where something is left out.
  package init(_ outline: Outline, as markup: TicketMarkup, most: Int? = nil, whole: [Outline.Inline]) {
    let most = most ?? markup.mostBytes
    // A text that does not fit by itself is not written out a dozen times to find that.
    var outline = outline.clipped(to: most)
    // A first section that does not fit by itself has names or sentences no reader wants whole.
    var longest = 2_000
    while longest > 20, Self.isTooLong(Self.kept(1, of: outline, markup, whole), markup, most) {
      outline = outline.clipped(to: longest)
      longest /= 2
    }
    var count = outline.sections.count
    while count > 1, Self.isTooLong(Self.kept(count, of: outline, markup, whole), markup, most) { count -= 1 }
    text = markup.writer.text(of: Self.kept(count, of: outline, markup, whole))
    leftOut = outline.sections.dropFirst(count).map { Outline.words(of: $0.title) }
  }

  private static func isTooLong(_ outline: Outline, _ markup: TicketMarkup, _ most: Int) -> Bool {
    markup.writer.text(of: outline).utf8.count > most
  }

  private static func kept(
    _ count: Int, of outline: Outline, _ markup: TicketMarkup, _ whole: [Outline.Inline]
  ) -> Outline {
    let lost = outline.sections.dropFirst(count)
    if lost.isEmpty { return outline }
    var cut = outline
    cut.sections = Array(outline.sections.prefix(count))
    let titles = lost.map { Outline.words(of: $0.title) }.joined(separator: "; ")
    cut.footer.insert(
      .paragraph(
        [
          .strong("Cut here"), .plain(" to what \(markup.trackerName) takes. Left out: "), .text(titles),
          .plain(". "),
        ] + whole), at: 0)
    return cut
  }
}

extension Outline {
  /// Texts no longer than `longest` characters; a cut is marked.
  func clipped(to longest: Int) -> Outline {
    func clip(_ text: String) -> String {
      text.utf8.count <= longest ? text : String(text.unicodeScalars.prefix(longest)) + "… (cut)"
    }
    func clip(_ inlines: [Inline]) -> [Inline] {
      inlines.map { inline in
        switch inline {
        case .plain(let text): .plain(clip(text))
        case .text(let text): .text(clip(text))
        case .strong(let text): .strong(clip(text))
        case .code(let text): .code(clip(text))
        }
      }
    }
    func clip(_ block: Block) -> Block {
      switch block {
      case .paragraph(let inlines): .paragraph(clip(inlines))
      case .bullet(let inlines): .bullet(clip(inlines))
      case .numbered(let order, let inlines): .numbered(order, clip(inlines))
      case .nested(let inlines): .nested(clip(inlines))
      // Half a command is worse than none.
      case .command(let text, _), .redactedCommand(let text, _):
        text.utf8.count <= longest ? block : .quote("(a command of \(text.utf8.count) bytes is left out)")
      case .quote(let text): .quote(clip(text))
      case .table(let header, let rows): .table(header: header, rows: rows.map(clip))
      }
    }
    var copy = self
    copy.sections = sections.map { section in
      Section(isVerdict: section.isVerdict, title: clip(section.title), blocks: section.blocks.map(clip))
    }
    return copy
  }
}
