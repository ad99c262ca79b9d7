// What brackets say: lists and mappings on one line or over many.

extension YAMLParser {
  static func isFlowMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }

  mutating func flowCollection() throws(YAMLError) -> YAMLNode {
    depth += 1
    flowLevel += 1
    defer {
      depth -= 1
      flowLevel -= 1
    }
    guard depth <= Self.mostDepth else { throw error("nested too deeply") }
    let start = start()
    let isMap = byte == UInt8(ascii: "{")
    let end = isMap ? UInt8(ascii: "}") : UInt8(ascii: "]")
    position += 1
    var items: [YAMLNode] = []
    var pairs: [YAMLNode.Pair] = []
    while true {
      try skipInside(of: start)
      if byte == end { break }
      let entry = try flowEntry(inMap: isMap, of: start)
      if isMap {
        pairs.append(YAMLNode.Pair(key: entry.key, value: entry.value ?? nothing()))
      } else if let value = entry.value {
        // `[a: b]` holds a mapping of one pair.
        let pair = YAMLNode.Pair(key: entry.key, value: value)
        items.append(
          YAMLNode(
            content: .map([pair]), line: entry.key.line, column: entry.key.column, hasAnchor: false)
        )
      } else {
        items.append(entry.key)
      }
      try skipInside(of: start)
      if byte == end { break }
      guard byte == UInt8(ascii: ",") else { throw error("expected ',' or '\(isMap ? "}" : "]")'") }
      position += 1
    }
    position += 1
    if isMap { try refuseRepetition(pairs, at: start) }
    return node(isMap ? .map(pairs) : .list(items), at: start)
  }

  private mutating func skipInside(of start: Mark) throws(YAMLError) {
    try skipToContent()
    if isAtEnd { throw error("the bracket of line \(start.line + 1) is not closed") }
    if isAtMark { throw error("a document ends inside brackets") }
  }

  /// `value`, `key: value`, `? key : value`, `key:`.
  private mutating func flowEntry(inMap isMap: Bool, of start: Mark) throws(YAMLError)
    -> (key: YAMLNode, value: YAMLNode?)
  {
    let isExplicit = byte == UInt8(ascii: "?") && Self.isGap(byte(at: 1))
    if isExplicit {
      position += 1
      try skipInside(of: start)
    }
    let place = mark
    let key = try flowNode(of: start)
    let line = line
    try skipInside(of: start)
    guard byte == UInt8(ascii: ":") else { return (key, isExplicit && !isMap ? nothing() : nil) }
    guard isMap || isExplicit || line == place.line && self.line == line else {
      throw error("expected ',' or ']'")
    }
    position += 1
    try skipInside(of: start)
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
      return (key, nothing())
    }
    return (key, try flowNode(of: start))
  }

  private mutating func flowNode(of bracket: Mark) throws(YAMLError) -> YAMLNode {
    let start = start()
    let properties = try self.properties()
    if properties.isAny { try skipInside(of: bracket) }
    if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: ":") && (Self.isGap(byte(at: 1)) || Self.isFlowMark(byte(at: 1)))
    {
      if !properties.isAny, byte != UInt8(ascii: ":") { throw error("a value is missing") }
      return named(nothing(), properties, from: start)
    }
    return named(try leaf(parent: -1), properties, from: start)
  }
}
