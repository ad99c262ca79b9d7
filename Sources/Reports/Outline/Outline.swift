/// A report as sections of paragraphs, bullets, commands and quotes: what every markup format prints.
///
/// It holds text, never markup: each writer makes of it what its reader cannot mistake.
package struct Outline: Hashable, Sendable {
  package var sections: [Section]
  /// Stands last, whatever is left out before it.
  package var footer: [Block]

  /// A heading and what is under it; the place where a page that is too long is cut.
  package struct Section: Hashable, Sendable {
    /// The first one of a page; the others are one level below.
    package var isVerdict = false
    package var title: [Inline]
    package var blocks: [Block] = []
  }

  package enum Block: Hashable, Sendable {
    case paragraph([Inline])
    case bullet([Inline])
    /// What opens a remedy: its place in the order and its title.
    case numbered(Int, [Inline])
    /// A bullet under a `numbered`.
    case nested([Inline])
    /// Whole, on one line, to be copied.
    case command(String, isNested: Bool)
    /// With aliases in it: to be read, and not where a button copies it.
    case redactedCommand(String, isNested: Bool)
    /// A line of a log.
    case quote(String)
    case table(header: [String], rows: [[Inline]])
  }

  package enum Inline: Hashable, Sendable {
    /// Words of this program.
    case plain(String)
    /// Words of whoever wrote a log, a tag or a report.
    case text(String)
    case strong(String)
    case code(String)
  }

  /// The words of a title, for a list of what was left out.
  static func words(of title: [Inline]) -> String {
    title.map { inline in
      switch inline {
      case .plain(let text), .text(let text), .strong(let text), .code(let text): text
      }
    }.joined()
  }
}

extension [Outline.Inline] {
  /// Names as code, with commas between.
  static func names(_ names: some Sequence<String>) -> [Outline.Inline] {
    var inlines: [Outline.Inline] = []
    for name in names { inlines += inlines.isEmpty ? [.code(name)] : [.plain(", "), .code(name)] }
    return inlines
  }
}
