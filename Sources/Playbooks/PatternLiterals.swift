import Evidence

/// The literals of a pattern: derived from its regex, or declared where the regex is too much for the extractor.
extension PlaybookReader {
  /// What the prefilter looks for; empty for patterns that run always.
  static func literals(
    _ declared: [String], regex: String, matches: [String], at place: Place
  ) throws(PlaybookError) -> [String] {
    guard let first = declared.first else { return LiteralExtractor.requiredLiterals(of: regex) ?? [] }
    try checkBytes(declared, at: place)
    for text in matches {
      // The prefilter folds case, so a literal need only occur but for case.
      let hay = text.lowercased()
      guard declared.contains(where: { hay.contains($0.lowercased()) }) else {
        throw PlaybookError(at: place, .literal(first, "does not occur in \"\(text)\""))
      }
    }
    if LiteralExtractor.mayLack(declared, regex: regex) == true {
      throw PlaybookError(
        at: place, .literal(first, "is not in every match of the regex; leave it out and it is derived"))
    }
    return declared
  }

  /// A literal must stand in raw lines too: nothing that JSON, HTML-safe JSON or a shell paste escapes.
  private static func checkBytes(_ literals: [String], at place: Place) throws(PlaybookError) {
    for literal in literals {
      if literal.utf8.count < LiteralExtractor.shortest {
        throw PlaybookError(
          at: place, .literal(literal, "is shorter than \(LiteralExtractor.shortest) bytes"))
      }
      if literal.utf8.contains(where: LiteralExtractor.isEscaped) {
        throw PlaybookError(at: place, .literal(literal, "holds a character that wrappers escape"))
      }
    }
  }
}
