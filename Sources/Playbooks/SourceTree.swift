import Yams

/// A YAML document with the position of every node, so that an error can name line and column.
package struct SourceTree: Hashable, Sendable {
  package indirect enum Content: Hashable, Sendable {
    case scalar(String)
    case list([SourceTree])
    case map([Pair])
  }
  package struct Pair: Hashable, Sendable {
    package let key: String
    package let keyLine: Int
    package let keyColumn: Int
    package let value: SourceTree
  }
  package let content: Content
  package let line: Int
  package let column: Int

  /// The largest cause file of ours has a twentieth of it.
  package static let mostBytes = 1 << 20

  /// Parses one YAML document. Anchors and aliases are refused: playbooks need none, bombs do.
  package static func parse(_ text: String, file: String) throws(PlaybookError) -> SourceTree {
    guard text.utf8.count <= mostBytes else { throw PlaybookError(file, 1, 1, .tooLarge) }
    try refuseBombs(text, file: file)
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: text)
      root = try parser.singleRoot()
    } catch let error as YamlError {
      throw PlaybookError(file: file, yaml: error)
    } catch {
      throw PlaybookError(file, 1, 1, .notYAML("unreadable"))
    }
    guard let root else { throw PlaybookError(file, 1, 1, .emptyFile) }
    var nodes = 0
    // Nodes know their anchors only as long as the parser lives.
    defer { withExtendedLifetime(parser) {} }
    return try convert(root, file: file, depth: 0, nodes: &nodes)
  }

  /// Yams compares the keys of a map, aliases expanded: a bomb in a key goes off before anything can be refused.
  /// Twenty words that look like aliases stay harmless; no text of people has more.
  private static func refuseBombs(_ text: String, file: String) throws(PlaybookError) {
    var aliases = 0
    var (line, column) = (1, 0)
    var isStar = false
    var opensWord = true
    for byte in text.utf8 {
      column += 1
      let isBlank = " \t\n\r".utf8.contains(byte)
      // A star and a blank is a list of prose, not an alias.
      if isStar, !isBlank { aliases += 1 }
      if aliases > 20 { throw PlaybookError(file, line, column, .alias) }
      isStar = byte == UInt8(ascii: "*") && opensWord
      opensWord = isBlank || "[{,".utf8.contains(byte)
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
    }
  }

  private static func convert(_ node: Node, file: String, depth: Int, nodes: inout Int)
    throws(PlaybookError) -> SourceTree
  {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    nodes += 1
    // Aliases are already expanded here; what they stand for has an anchor.
    if node.anchor != nil { throw PlaybookError(file, line, column, .alias) }
    if nodes > 50_000 || depth > 40 { throw PlaybookError(file, line, column, .tooLarge) }
    switch node {
    case .scalar(let scalar):
      return SourceTree(content: .scalar(scalar.string), line: line, column: column)
    case .sequence(let sequence):
      var items: [SourceTree] = []
      for item in sequence {
        items.append(try convert(item, file: file, depth: depth + 1, nodes: &nodes))
      }
      return SourceTree(content: .list(items), line: line, column: column)
    case .mapping(let mapping):
      var pairs: [Pair] = []
      for (key, value) in mapping {
        guard let name = key.string else { throw PlaybookError(file, line, column, .keyNotText) }
        pairs.append(
          Pair(
            key: name, keyLine: key.mark?.line ?? line, keyColumn: key.mark?.column ?? column,
            value: try convert(value, file: file, depth: depth + 1, nodes: &nodes)))
      }
      return SourceTree(content: .map(pairs), line: line, column: column)
    case .alias:
      throw PlaybookError(file, line, column, .alias)
    }
  }
}

extension PlaybookError {
  init(file: String, yaml error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file, mark.line, mark.column, .notYAML(problem))
    case .duplicatedKeysInMapping(let duplicates, let context):
      self.init(
        file, context.mark.line, context.mark.column,
        .duplicateKey(duplicates.first.map { "\($0)" } ?? "?"))
    default:
      self.init(file, 1, 1, .notYAML("not readable as YAML"))
    }
  }
}
