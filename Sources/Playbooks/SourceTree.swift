import YAML

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
    let root: YAMLNode?
    do { root = try YAMLNode.compose(text) } catch { throw PlaybookError(file: file, yaml: error) }
    guard let root else { throw PlaybookError(file, 1, 1, .emptyFile) }
    var nodes = 0
    return try convert(root, file: file, depth: 0, nodes: &nodes)
  }

  private static func convert(_ node: YAMLNode, file: String, depth: Int, nodes: inout Int)
    throws(PlaybookError) -> SourceTree
  {
    nodes += 1
    // What an alias stands for has an anchor, too.
    if node.hasAnchor { throw PlaybookError(file, node.line, node.column, .alias) }
    if nodes > 50_000 || depth > 40 { throw PlaybookError(file, node.line, node.column, .tooLarge) }
    switch node.content {
    case .scalar(let text, _):
      return SourceTree(content: .scalar(text), line: node.line, column: node.column)
    case .list(let list):
      var items: [SourceTree] = []
      for item in list { items.append(try convert(item, file: file, depth: depth + 1, nodes: &nodes)) }
      return SourceTree(content: .list(items), line: node.line, column: node.column)
    case .map(let map):
      var pairs: [Pair] = []
      for pair in map {
        guard let name = pair.key.text else {
          throw PlaybookError(file, node.line, node.column, .keyNotText)
        }
        if pair.key.hasAnchor { throw PlaybookError(file, pair.key.line, pair.key.column, .alias) }
        pairs.append(
          Pair(
            key: name, keyLine: pair.key.line, keyColumn: pair.key.column,
            value: try convert(pair.value, file: file, depth: depth + 1, nodes: &nodes)))
      }
      return SourceTree(content: .map(pairs), line: node.line, column: node.column)
    }
  }
}

extension PlaybookError {
  init(file: String, yaml error: YAMLError) {
    let reason = error.repeated.first.map { Reason.duplicateKey($0) } ?? .notYAML(error.reason)
    self.init(file, error.line, error.column, reason)
  }
}
