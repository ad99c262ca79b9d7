/// The bytes of a text, the place reached, and the steps all parts of the grammar need.
///
/// A recursive descent: `Block` reads what indentation says, `Flow` what brackets say, `Scalars` and `BlockScalar`
/// the texts. Columns are bytes here, from 0; a node tells characters from 1.
struct YAMLParser {
  static let mostDepth = 250

  let bytes: [UInt8]
  var position = 0
  /// From 0.
  var line = 0
  var lineStart = 0
  var depth = 0
  /// Brackets open around the position.
  var flowLevel = 0
  var anchors: [String: YAMLNode] = [:]
  private var counted = (lineStart: 0, position: 0, column: 1)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var column: Int { position - lineStart }
  var isAtEnd: Bool { position >= bytes.count }
  /// The byte at the position, 0 behind the end: no text holds a 0.
  var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  func byte(at offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
  /// A blank, the end of a line, or the end.
  static func isGap(_ byte: UInt8) -> Bool { isBlank(byte) || isBreak(byte) || byte == 0 }

  /// `---` or `...` at the start of a line, and nothing glued to it.
  var isAtMark: Bool {
    guard column == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return false }
    return byte(at: 1) == byte && byte(at: 2) == byte && Self.isGap(byte(at: 3))
  }

  /// Steps over one line end: LF, CR or both.
  mutating func skipBreak() {
    position += byte == 13 && byte(at: 1) == 10 ? 2 : 1
    line += 1
    lineStart = position
  }

  mutating func skipBlanks() { while Self.isBlank(byte) { position += 1 } }

  private mutating func skipComment() {
    while !isAtEnd, !Self.isBreak(byte) { position += 1 }
  }

  /// Goes to the next byte of content, over blanks, comments and line ends. A tab that indents is refused.
  mutating func skipToContent() throws(YAMLError) {
    while true {
      let isIndent = column == 0 || flowLevel == 0 && isOnlyBlank
      skipBlanks()
      if byte == UInt8(ascii: "#") { skipComment() }
      if Self.isBreak(byte) {
        skipBreak()
        continue
      }
      if isIndent, flowLevel == 0, !isAtEnd, bytes[lineStart..<position].contains(9) {
        throw error("a tab indents this line; YAML takes blanks only")
      }
      return
    }
  }

  /// Only blanks stand before the position on its line.
  private var isOnlyBlank: Bool { bytes[lineStart..<position].allSatisfy { Self.isBlank($0) } }

  // MARK: places

  struct Mark {
    let position: Int
    let line: Int
    let lineStart: Int
    /// Characters before it on its line, plus one; 0 when nobody asked.
    var column = 0
  }
  var mark: Mark { Mark(position: position, line: line, lineStart: lineStart) }

  /// The mark of a node that starts here. Counts from the last one, so that a line of a megabyte is read once.
  mutating func start() -> Mark {
    if counted.lineStart != lineStart { counted = (lineStart, lineStart, 1) }
    if position >= counted.position {
      counted.column += characters(counted.position..<position)
    } else {
      counted.column -= characters(position..<counted.position)
    }
    counted.position = position
    return Mark(position: position, line: line, lineStart: lineStart, column: counted.column)
  }

  private func characters(_ range: Range<Int>) -> Int {
    var count = 0
    for byte in bytes[range.clamped(to: 0..<bytes.count)] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  func node(_ content: YAMLNode.Content, at start: Mark) -> YAMLNode {
    YAMLNode(content: content, line: start.line + 1, column: start.column, hasAnchor: false)
  }

  /// A value that is not there.
  mutating func nothing() -> YAMLNode { node(.scalar("", isPlain: true), at: start()) }

  func error(_ reason: String, at place: Mark? = nil, repeated: [String] = []) -> YAMLError {
    let mark = place ?? mark
    return YAMLError(
      line: mark.line + 1, column: 1 + characters(mark.lineStart..<mark.position), reason: reason,
      repeated: repeated)
  }

  // MARK: the document

  mutating func document() throws(YAMLError) -> YAMLNode? {
    try refuseControls()
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
    try skipToContent()
    var hasDirective = false
    while column == 0, byte == UInt8(ascii: "%") {
      hasDirective = true
      skipComment()
      try skipToContent()
    }
    let isMarked = isAtMark && byte == UInt8(ascii: "-")
    if hasDirective, !isMarked {
      throw error("a document start \"---\" is missing after the directives")
    }
    if isMarked { position += 3 }
    if isAtEnd, !isMarked { return nil }
    let root = try blockNode(parent: -1, startsLine: !isMarked)
    try skipToContent()
    while isAtMark, byte == UInt8(ascii: ".") {
      position += 3
      try skipToContent()
    }
    guard isAtEnd else {
      throw error(
        isAtMark ? "a second document starts" : "expected a key or the end of the document")
    }
    return root
  }

  /// What YAML allows nowhere: control characters but tab and line ends. Without them 0 can mean the end.
  private func refuseControls() throws(YAMLError) {
    var line = 0
    var start = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 10 { (line, start) = (line + 1, index + 1) }
      let isControl = byte < 32 && byte != 9 && byte != 10 && byte != 13 || byte == 127
      // U+0080 to U+009F, the next line (U+0085) excepted.
      let isLate =
        byte == 0xC2 && index + 1 < bytes.count && bytes[index + 1] < 0xA0
        && bytes[index + 1] != 0x85
      if isControl || isLate {
        throw error(
          "control characters are not allowed",
          at: Mark(position: index, line: line, lineStart: start))
      }
    }
  }
}
