import Evidence

/// The literals of a pattern: derived from its regex, or declared where the regex is too much for the extractor.
extension PlaybookReader {
  /// What the prefilter looks for. Embedded patterns carry what the build derived, empty for those that run always.
  static func literals(
    _ declared: [String], regex: String, matches: [String], isEmbedded: Bool, at place: Place
  ) throws(PlaybookError) -> [String] {
    if isEmbedded { return declared }
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

extension SourceTree {
  /// The same tree with the literals of every pattern written out, so that nothing is derived when the program runs.
  package func withDerivedLiterals() -> SourceTree {
    switch content {
    case .scalar: return self
    case .list(let items):
      return SourceTree(content: .list(items.map { $0.withDerivedLiterals() }), line: line, column: column)
    case .map(let pairs):
      var result = pairs.map { pair in
        Pair(
          key: pair.key, keyLine: pair.keyLine, keyColumn: pair.keyColumn,
          value: pair.value.withDerivedLiterals())
      }
      let isDeclared = pairs.contains { $0.key == "literal" || $0.key == "literals" }
      let regex = pairs.first { $0.key == "regex" }
      if !isDeclared, case .scalar(let text)? = regex?.value.content {
        let derived = LiteralExtractor.requiredLiterals(of: text) ?? []
        let items = derived.map { SourceTree(content: .scalar($0), line: line, column: column) }
        result.append(
          Pair(
            key: "literals", keyLine: line, keyColumn: column,
            value: SourceTree(content: .list(items), line: line, column: column)))
      }
      return SourceTree(content: .map(result), line: line, column: column)
    }
  }
}
