/// A pull tokenizer for JSON that checks all it reads: RFC 8259, UTF-8 included, up to 512 levels.
///
///     var reader = JSONReader(bytes: Array(#"{"Subnets":[]}"#.utf8))
///     while try reader.next() != .end { … }
///
/// Memory is one chunk, the text of the current token and one frame a level, whatever the document's size. After
/// a complete value at the top the next one may follow with or without a separator, as `cat *.json` leaves them.
/// `next`, `value` and `skip` throw `DocumentError` with path, line and byte; after an error only
/// `recover` makes sense.
package struct JSONReader {
  package enum Token: Hashable, Sendable {
    case beginObject, endObject, beginArray, endArray
    /// The text is in `text`, decoded.
    case key, string
    /// The literal is in `text`.
    case number
    case bool(Bool)
    case null
    /// Only white space was left.
    case end
  }

  struct Frame {
    var isObject: Bool
    /// Members begun so far.
    var count = 0
    /// Where the key of the current member starts in `pathBytes`.
    var pathStart: Int
    /// Keys of the objects around it.
    var keysBefore = 0
  }

  enum Expectation { case value, firstElement, firstKey, key, colon, separator }

  package static let depthLimit = 512

  /// Reads on over broken UTF-8, half surrogate pairs and raw tabs in strings, `...` for something left out and a
  /// comma before the end, and notes them as defects.
  package var toleratesBadText = false
  /// What was tolerated, at most 16; `defectCount` counts all.
  package private(set) var defects: [DocumentError] = []
  package private(set) var defectCount = 0
  /// How often `...` stood for something.
  package private(set) var omissions = 0

  var feed: JSONFeed
  var frames: [Frame] = []
  var expects = Expectation.value
  var pathBytes: [UInt8] = []
  var scratch: [UInt8] = []
  var seenKeys = SeenKeys()
  /// The key just read stood in its object before.
  private(set) var isRepeatedKey = false
  // Until this byte of the stream values are not skipped eight bytes at a time: something odd lies before it.
  var noScanBefore = 0
  var scan = ByteScan()
  /// False reads every byte the long way: what the short one must agree with.
  var takesPlainValues = true
  // Text that nobody asks for is checked but not kept.
  var keepsText = true
  var textLimit = longestText
  var textWasCut = false
  /// What the value read last took of its limit.
  var costOfValue = 0

  package init(refill: @escaping JSONFeed.Refill) { feed = JSONFeed(refill: refill) }

  /// Reads a document that is in memory.
  package init(bytes: [UInt8]) {
    var rest: [UInt8]? = bytes
    self.init { buffer in
      guard let given = rest else { return 0 }
      buffer = given
      rest = nil
      return given.count
    }
  }

  package var depth: Int { frames.count }
  /// Elements of the innermost array begun before the current one.
  var elementIndex: Int { max((frames.last?.count ?? 1) - 1, 0) }
  package var line: Int { feed.line }
  package var column: Int { feed.column }
  package var byte: Int { feed.byte }
  /// The decoded text of the last key or string, the literal of the last number.
  package var text: String { String(decoding: scratch, as: UTF8.self) }

  /// The next token. Throws `DocumentError`.
  package mutating func next() throws(DocumentError) -> Token {
    while true {
      feed.skipWhitespace()
      guard let byte = feed.peek() else {
        if frames.isEmpty, expects == .value { return .end }
        throw ends(inside: frames.last?.isObject == false ? "an array" : "an object")
      }
      if toleratesBadText, let token = try leftOut(byte) {
        if token != .end { return token }
        continue
      }
      switch expects {
      case .value: return try begin(byte)
      case .firstElement:
        if byte == UInt8(ascii: "]") { return close(.endArray) }
        return try begin(byte)
      case .firstKey:
        if byte == UInt8(ascii: "}") { return close(.endObject) }
        return try key(byte)
      case .key: return try key(byte)
      case .colon:
        guard byte == UInt8(ascii: ":") else { throw unexpected(byte, "':'") }
        feed.take()
        expects = .value
      case .separator:
        let isObject = frames.last?.isObject ?? false
        switch byte {
        case UInt8(ascii: ","):
          feed.take()
          expects = isObject ? .key : .value
        case UInt8(ascii: "]") where !isObject: return close(.endArray)
        case UInt8(ascii: "}") where isObject: return close(.endObject)
        default: throw unexpected(byte, isObject ? "',' or '}'" : "',' or ']'")
        }
      }
    }
  }

  /// What people leave when they shorten a document: `...` for members or a value, a comma before the end.
  /// Nil when the byte is nothing of that; `.end` when it was taken and the next token is to be read.
  private mutating func leftOut(_ byte: UInt8) throws(DocumentError) -> Token? {
    guard let isObject = frames.last?.isObject else { return nil }
    switch byte {
    case UInt8(ascii: "]") where expects == .value && !isObject,
      UInt8(ascii: "}") where expects == .key:
      note(.trailingComma)
      return close(isObject ? .endObject : .endArray)
    case UInt8(ascii: ".") where expects != .colon && feed.starts(with: [0x2E, 0x2E, 0x2E]),
      0xE2 where expects != .colon && feed.starts(with: [0xE2, 0x80, 0xA6]):
      note(.leftOut)
      omissions &+= 1
      while let dot = feed.peek(), dot == 0x2E || dot == 0xE2 || dot == 0x80 || dot == 0xA6 {
        feed.take()
      }
      if isObject, expects == .value {
        ended()
        return .null
      }
      feed.skipWhitespace()
      if feed.peek() == UInt8(ascii: ",") { feed.take() }
      expects = isObject ? .firstKey : .firstElement
      return .end
    default: return nil
    }
  }

  private mutating func begin(_ byte: UInt8) throws(DocumentError) -> Token {
    if let last = frames.indices.last, !frames[last].isObject { frames[last].count &+= 1 }
    switch byte {
    case UInt8(ascii: "{"):
      try open(isObject: true)
      return .beginObject
    case UInt8(ascii: "["):
      try open(isObject: false)
      return .beginArray
    case UInt8(ascii: "\""):
      try scanString()
      ended()
      return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try scanNumber()
      ended()
      return .number
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw unexpected(byte, "a value")
    }
  }

  private mutating func key(_ byte: UInt8) throws(DocumentError) -> Token {
    guard byte == UInt8(ascii: "\""), let last = frames.indices.last else {
      throw unexpected(byte, "a key")
    }
    let kept = keepsText
    keepsText = true
    defer { keepsText = kept }
    try scanString()
    frames[last].count &+= 1
    isRepeatedKey = !textWasCut && !seenKeys.insert(scratch, object: frames[last].keysBefore)
    pathBytes.removeLast(pathBytes.count &- frames[last].pathStart)
    // A path is for people: the first bytes of a key say enough.
    pathBytes.append(contentsOf: scratch.prefix(64))
    expects = .colon
    return .key
  }

  private mutating func open(isObject: Bool) throws(DocumentError) {
    guard frames.count < Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit)) }
    feed.take()
    frames.append(Frame(isObject: isObject, pathStart: pathBytes.count, keysBefore: seenKeys.count))
    expects = isObject ? .firstKey : .firstElement
  }

  private mutating func close(_ token: Token) -> Token {
    feed.take()
    if let frame = frames.popLast() {
      pathBytes.removeLast(pathBytes.count &- frame.pathStart)
      seenKeys.remove(downTo: frame.keysBefore)
    }
    ended()
    return token
  }

  /// A value is complete: at the top another may follow, inside a separator must.
  private mutating func ended() { expects = frames.isEmpty ? .value : .separator }

  private mutating func literal(_ text: String, _ token: Token) throws(DocumentError) -> Token {
    for wanted in text.utf8 {
      guard let byte = feed.peek() else { throw ends(inside: "\"\(text)\"") }
      guard byte == wanted else { throw unexpected(byte, "\"\(text)\"") }
      feed.take()
    }
    try endOfScalar()
    ended()
    return token
  }

  func error(_ reason: DocumentError.Reason) -> DocumentError {
    DocumentError(reason, path: path, line: feed.line, column: feed.column, byte: feed.byte)
  }

  func unexpected(_ byte: UInt8, _ expected: String) -> DocumentError {
    error(.unexpected(byte, expected: expected))
  }

  func ends(inside what: String) -> DocumentError { error(.ends(inside: what)) }

  /// A fault that a tolerant reader notes and a strict one throws.
  mutating func defect(_ reason: DocumentError.Reason) throws(DocumentError) {
    guard toleratesBadText else { throw error(reason) }
    note(reason)
  }

  mutating func note(_ reason: DocumentError.Reason) {
    defectCount &+= 1
    if defects.count < 16 { defects.append(error(reason)) }
  }

  /// Hands the defects noted so far over and forgets them.
  package mutating func takeDefects() -> [DocumentError] {
    defer { defects.removeAll() }
    return defects
  }

  /// Forgets what was open; the next byte is taken for the start of a value or of something else.
  mutating func recover() {
    frames.removeAll()
    seenKeys.remove(downTo: 0)
    pathBytes.removeAll(keepingCapacity: true)
    expects = .value
    keepsText = true
  }

  /// As if the brace of an object had just been taken.
  mutating func resumeInsideObject() {
    recover()
    frames.append(Frame(isObject: true, pathStart: 0))
    expects = .firstKey
  }
}
