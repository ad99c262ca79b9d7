// What indentation says: mappings, sequences, and where a value ends.

extension YAMLParser {
  /// The node after `key:`, `-` or the start, at the position or on the lines below.
  ///
  /// `parent` is the column of the collection it belongs to, -1 for the document. `startsLine`: a collection may
  /// start here, on this line (`- key: value`); behind `key:` it may not.
  mutating func blockNode(parent: Int, startsLine: Bool, isValue: Bool = false) throws(YAMLError)
    -> YAMLNode
  {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth else { throw error("nested too deeply") }
    let before = line
    var startsLine = startsLine
    try skipToContent()
    if line != before { startsLine = true }
    // A sequence may stand at the column of the key it belongs to.
    let least = isValue && isAtDash && line != before ? parent : parent + 1
    if isAtEnd || isAtMark || line != before && column < least { return nothing() }

    let start = start()
    let properties = try self.properties()
    if properties.isAny {
      // What starts behind `&a` on its line is a scalar, a bracket, or a key that has the anchor.
      if Self.isBreak(byte) || isAtEnd || byte == UInt8(ascii: "#") {
        try skipToContent()
        let isSequence = isValue && isAtDash
        guard !isAtEnd, !isAtMark, column > parent || isSequence && column == parent else {
          return named(node(.scalar("", isPlain: true), at: start), properties, from: start)
        }
        return named(try content(parent: parent, startsLine: true), properties, from: start)
      }
      if startsLine, try isKeyAhead() {
        return try mapping(at: start, firstKey: properties)
      }
      return named(try content(parent: parent, startsLine: false), properties, from: start)
    }
    return try content(parent: parent, startsLine: startsLine)
  }

  /// A dash that opens an item.
  var isAtDash: Bool { byte == UInt8(ascii: "-") && Self.isGap(byte(at: 1)) }
  private var isAtQuestion: Bool { byte == UInt8(ascii: "?") && Self.isGap(byte(at: 1)) }
  /// A colon that ends a key.
  private var isAtColon: Bool { byte == UInt8(ascii: ":") && Self.isGap(byte(at: 1)) }

  private mutating func content(parent: Int, startsLine: Bool) throws(YAMLError) -> YAMLNode {
    if isAtDash {
      guard startsLine else { throw error("a list must start on a line of its own") }
      return try sequence()
    }
    if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") {
      return try blockScalar(parent: parent)
    }
    if isAtQuestion || isAtColon {
      guard startsLine else {
        throw error("a mapping is not allowed here; start it on the next line")
      }
      return try mapping(at: start(), firstKey: nil)
    }
    let start = start()
    let node = try leaf(parent: parent)
    let end = mark
    skipBlanks()
    guard isAtColon else {
      position = end.position
      try endLine()
      return node
    }
    guard startsLine, end.line == start.line else {
      throw error("a mapping value is not allowed here; is a quote or a line break missing?")
    }
    return try mapping(at: start, firstKey: nil, read: node)
  }

  /// A scalar, an alias or a bracketed collection.
  mutating func leaf(parent: Int) throws(YAMLError) -> YAMLNode {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"): try flowCollection()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try quotedScalar()
    case UInt8(ascii: "*"): try alias()
    default: try plainScalar(parent: parent)
    }
  }

  /// Nothing may follow a value on its line but a comment.
  private mutating func endLine() throws(YAMLError) {
    skipBlanks()
    if byte == UInt8(ascii: "#") || Self.isBreak(byte) || isAtEnd { return }
    throw error("expected the end of the line")
  }

  // MARK: collections

  private mutating func sequence() throws(YAMLError) -> YAMLNode {
    let start = start()
    let indent = start.position - start.lineStart
    var items: [YAMLNode] = []
    while isAtDash, column == indent, !isAtEnd {
      position += 1
      items.append(try blockNode(parent: indent, startsLine: true))
      try skipToContent()
      if isAtEnd || isAtMark || column < indent { break }
      guard column == indent else {
        throw error("this line is indented more than the list it stands in")
      }
    }
    return node(.list(items), at: start)
  }

  /// A mapping whose first key stands at `start`: not read yet, with properties read, or read as a whole.
  private mutating func mapping(
    at start: Mark, firstKey: Properties?, read: YAMLNode? = nil
  ) throws(YAMLError) -> YAMLNode {
    let indent = start.position - start.lineStart
    var pairs: [YAMLNode.Pair] = []
    var pending = read
    var properties = firstKey
    while true {
      let key: YAMLNode
      let place = mark
      if let whole = pending {
        key = whole
        pending = nil
      } else if isAtQuestion, properties == nil {
        position += 1
        key = try blockNode(parent: indent, startsLine: true)
        try skipToContent()
        guard isAtColon, column == indent else {
          pairs.append(YAMLNode.Pair(key: key, value: nothing()))
          if try endsMapping(indent) { break }
          continue
        }
      } else if isAtColon {
        key = nothing()
      } else {
        key = try implicitKey(
          parent: indent, properties, from: pairs.isEmpty ? start : self.start())
        properties = nil
      }
      skipBlanks()
      guard isAtColon else { throw error("could not find expected ':'", at: place) }
      position += 1
      pairs.append(
        YAMLNode.Pair(
          key: key, value: try blockNode(parent: indent, startsLine: false, isValue: true)))
      if try endsMapping(indent) { break }
    }
    try refuseRepetition(pairs, at: start)
    return node(.map(pairs), at: start)
  }

  private mutating func endsMapping(_ indent: Int) throws(YAMLError) -> Bool {
    try skipToContent()
    if isAtEnd || isAtMark || column < indent { return true }
    guard column == indent else {
      throw error("this line is indented more than the mapping it stands in")
    }
    // A list at the column of a key belongs to the mapping around, if to anything.
    if isAtDash { throw error("a list item where a key is expected") }
    return false
  }

  private mutating func implicitKey(parent: Int, _ read: Properties?, from start: Mark)
    throws(YAMLError)
    -> YAMLNode
  {
    let properties = if let read { read } else { try self.properties() }
    let key = try leaf(parent: parent)
    guard line == start.line else { throw error("could not find expected ':'", at: start) }
    return named(key, properties, from: start)
  }

  /// True when what stands at the position is a key on this line; nothing is consumed.
  private func isKeyAhead() throws(YAMLError) -> Bool {
    var probe = self
    let line = line
    if isAtDash || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ">") { return false }
    _ = try probe.leaf(parent: Int.max - 1)
    probe.skipBlanks()
    return probe.line == line && probe.isAtColon
  }

  func refuseRepetition(_ pairs: [YAMLNode.Pair], at start: Mark) throws(YAMLError) {
    var seen: Set<String> = []
    var repeated: [String] = []
    for pair in pairs {
      if let text = pair.key.text, !seen.insert(text).inserted, !repeated.contains(text) {
        repeated.append(text)
      }
    }
    if !repeated.isEmpty { throw error("a key stands twice", at: start, repeated: repeated) }
  }

  // MARK: anchors and tags

  struct Properties {
    var anchor: String?
    var hasTag = false
    var isAny: Bool { anchor != nil || hasTag }
  }

  /// `&name` and `!tag`, each at most once, with the blanks behind them.
  mutating func properties() throws(YAMLError) -> Properties {
    var properties = Properties()
    while true {
      if byte == UInt8(ascii: "&"), properties.anchor == nil {
        position += 1
        properties.anchor = try name()
      } else if byte == UInt8(ascii: "!"), !properties.hasTag {
        properties.hasTag = true
        while !Self.isGap(byte), flowLevel == 0 || !Self.isFlowMark(byte) { position += 1 }
      } else {
        return properties
      }
      skipBlanks()
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  mutating func alias() throws(YAMLError) -> YAMLNode {
    let start = start()
    position += 1
    let name = try name()
    guard let target = anchors[name] else {
      throw error("no anchor \"\(name.prefix(40))\"", at: start)
    }
    return YAMLNode(
      content: target.content, line: start.line + 1, column: start.column, hasAnchor: true)
  }

  private mutating func name() throws(YAMLError) -> String {
    let start = position
    while Self.isNameByte(byte) { position += 1 }
    let isEnd = Self.isGap(byte) || Self.isFlowMark(byte) || byte == UInt8(ascii: ":")
    guard position > start, isEnd else {
      throw error("a name of letters, digits, - and _ is expected")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The node from where its properties start, remembered for the aliases that follow.
  mutating func named(_ node: YAMLNode, _ properties: Properties, from start: Mark) -> YAMLNode {
    guard properties.isAny else { return node }
    let named = YAMLNode(
      content: node.content, line: start.line + 1, column: start.column,
      hasAnchor: node.hasAnchor || properties.anchor != nil)
    if let anchor = properties.anchor { anchors[anchor] = named }
    return named
  }
}
