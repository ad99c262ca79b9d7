/// What ties a comment to its incident: the last line of a ticket's text.
///
///     Incident `0123456789abcdef0123456789abcdef`, report `89abcdef`, ipamtriage 0.1.0
///
/// It is found again by its beginning, at the start of a line: a reply that quotes it has a mark before it.
package struct TicketMark: Hashable, Sendable {
  /// 32 hex digits; of the originals, also in a redacted report.
  package let fingerprint: String
  /// The first 8 hex digits of the digest of the report: another report of the same incident has others.
  package let digest: String
  let toolVersion: String

  /// Nil when the report has no fingerprint, or one that is none.
  package init?(fingerprint: String, digest: String, toolVersion: String) {
    guard fingerprint.utf8.count == 32, (fingerprint + digest).utf8.allSatisfy(Self.isHexDigit) else {
      return nil
    }
    self.fingerprint = fingerprint
    self.digest = digest
    self.toolVersion = toolVersion
  }

  package var block: Outline.Block {
    .paragraph([
      .plain(Self.word), .code(fingerprint), .plain(", report "), .code(digest),
      .plain(", ipamtriage "), .text(toolVersion),
    ])
  }

  /// The line in the text of a comment of this incident, as one markup writes it; nil when there is none.
  ///
  /// Only the last line of its kind counts: a log may quote the mark of another incident further up.
  package func line(in text: String, as markup: TicketMarkup) -> Substring? {
    let last = text.split(whereSeparator: \.isNewline).last { $0.hasPrefix(Self.word) }
    return last.flatMap { $0.hasPrefix(beginning(as: markup)) ? $0 : nil }
  }

  /// True for the line of this very report.
  package func isOfThisReport(_ line: Substring, as markup: TicketMarkup) -> Bool {
    line.dropFirst(beginning(as: markup).count).hasPrefix(digest)
  }

  private static let word = "Incident "

  private func beginning(as markup: TicketMarkup) -> String {
    switch markup {
    case .github, .gitlab: "\(Self.word)`\(fingerprint)`, report `"
    // The texts of a paragraph, one after the other.
    case .jira: "\(Self.word)\(fingerprint), report "
    case .jiraWiki: "\(Self.word){{\(fingerprint)}}, report {{"
    case .redmine: "\(Self.word)<code>\(fingerprint)</code>, report <code>"
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }
}
