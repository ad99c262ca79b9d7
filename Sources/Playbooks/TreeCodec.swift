/// The embedded form of source trees: what the build writes and the program reads, without Yams at start.
///
/// A node is its kind letter, then numbers ended by a blank: `s<line> <column> <bytes> text`,
/// `l<line> <column> <count> items`, `m<line> <column> <count>` and for each pair
/// `<keyLine> <keyColumn> <bytes> key` and the value.
package enum TreeCodec {
  package static func encode(_ tree: SourceTree) -> [UInt8] {
    var out: [UInt8] = []
    write(tree, to: &out)
    return out
  }

  private static func write(_ tree: SourceTree, to out: inout [UInt8]) {
    func number(_ value: Int) {
      out.append(contentsOf: String(value).utf8)
      out.append(UInt8(ascii: " "))
    }
    switch tree.content {
    case .scalar(let text):
      out.append(UInt8(ascii: "s"))
      number(tree.line)
      number(tree.column)
      number(text.utf8.count)
      out.append(contentsOf: text.utf8)
    case .list(let items):
      out.append(UInt8(ascii: "l"))
      number(tree.line)
      number(tree.column)
      number(items.count)
      for item in items { write(item, to: &out) }
    case .map(let pairs):
      out.append(UInt8(ascii: "m"))
      number(tree.line)
      number(tree.column)
      number(pairs.count)
      for pair in pairs {
        number(pair.keyLine)
        number(pair.keyColumn)
        number(pair.key.utf8.count)
        out.append(contentsOf: pair.key.utf8)
        write(pair.value, to: &out)
      }
    }
  }

  /// The tree of `bytes`, or nil when they are not what `encode` writes.
  package static func decode(_ bytes: [UInt8]) -> SourceTree? {
    var position = 0
    guard let tree = read(bytes, &position, depth: 0), position == bytes.count else { return nil }
    return tree
  }

  private static func read(_ bytes: [UInt8], _ position: inout Int, depth: Int) -> SourceTree? {
    guard depth <= 40, position < bytes.count else { return nil }
    let kind = bytes[position]
    position += 1
    guard let line = number(bytes, &position), let column = number(bytes, &position),
      let count = number(bytes, &position)
    else { return nil }
    switch kind {
    case UInt8(ascii: "s"):
      guard let string = text(bytes, &position, count) else { return nil }
      return SourceTree(content: .scalar(string), line: line, column: column)
    case UInt8(ascii: "l"):
      var items: [SourceTree] = []
      for _ in 0..<count {
        guard let item = read(bytes, &position, depth: depth + 1) else { return nil }
        items.append(item)
      }
      return SourceTree(content: .list(items), line: line, column: column)
    case UInt8(ascii: "m"):
      var pairs: [SourceTree.Pair] = []
      for _ in 0..<count {
        guard let keyLine = number(bytes, &position), let keyColumn = number(bytes, &position),
          let length = number(bytes, &position), let key = text(bytes, &position, length),
          let value = read(bytes, &position, depth: depth + 1)
        else { return nil }
        pairs.append(SourceTree.Pair(key: key, keyLine: keyLine, keyColumn: keyColumn, value: value))
      }
      return SourceTree(content: .map(pairs), line: line, column: column)
    default: return nil
    }
  }

  private static func number(_ bytes: [UInt8], _ position: inout Int) -> Int? {
    var value = 0
    let start = position
    while position < bytes.count, (48...57).contains(bytes[position]), position - start < 9 {
      value = value * 10 + Int(bytes[position] - 48)
      position += 1
    }
    guard position > start, position < bytes.count, bytes[position] == UInt8(ascii: " ") else { return nil }
    position += 1
    return value
  }

  private static func text(_ bytes: [UInt8], _ position: inout Int, _ count: Int) -> String? {
    guard count <= bytes.count - position else { return nil }
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }
}
