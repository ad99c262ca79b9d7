/// A value of a YAML document, with the place it starts at.
package struct YAMLNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// `isPlain`: neither quoted nor a block, so that `5` may be a number and `~` nothing.
    case scalar(String, isPlain: Bool)
    case list([YAMLNode])
    /// In the order written; no two keys that are scalars are equal.
    case map([Pair])
  }
  package struct Pair: Hashable, Sendable {
    package let key: YAMLNode
    package let value: YAMLNode
  }
  package let content: Content
  /// Both from 1; columns count characters.
  package let line: Int
  package let column: Int
  /// `&name` stands before it, here or where an alias points.
  package let hasAnchor: Bool

  /// The text of a scalar.
  package var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
}

/// A text that is not YAML, or not what is read of it: where, and why.
package struct YAMLError: Error, Hashable, Sendable {
  /// Both from 1.
  package let line: Int
  package let column: Int
  package let reason: String
  /// Keys that stand twice in the mapping that starts at this place.
  package let repeated: [String]
}

extension YAMLNode {
  /// The only document of `text`; nil when there is none.
  ///
  /// Reads YAML 1.2 without its types: tags are passed over, `%` directives too. Aliases share what they point to
  /// instead of copying it, so that a bomb is as small in memory as in the file; who walks the tree counts.
  /// Refused: what nests deeper than 250 levels, a second document, keys that stand twice.
  package static func compose(_ text: String) throws(YAMLError) -> YAMLNode? {
    var parser = YAMLParser(Array(text.utf8))
    return try parser.document()
  }
}
