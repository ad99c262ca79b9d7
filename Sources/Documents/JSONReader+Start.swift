/// Telling a document from a line of text that starts with a bracket, before anything is taken.
extension JSONReader {
  private static let window = 256

  /// Whether an object or array starts at the next byte: `{` with a key behind it, `[` with a value.
  /// A prompt (`[root@node ~]$`), a log prefix (`[2024-05-02 09:14:21]`) or `{code}` is none.
  mutating func startsValue() -> Bool {
    guard let first = feed.peek() else { return false }
    let held = feed.ensure(Self.window)
    let start = feed.head
    let end = start &+ min(held, Self.window)
    let isOver = held < Self.window
    var index = Self.skipBlanks(feed.buffer, start &+ 1, end)
    switch first {
    case UInt8(ascii: "{"):
      guard index < end else { return true }
      return feed.buffer[index] == UInt8(ascii: "\"") || feed.buffer[index] == UInt8(ascii: "}")
    case UInt8(ascii: "["):
      // `[[3,10]]`: what counts stands behind all the brackets.
      while index < end, feed.buffer[index] == UInt8(ascii: "[") {
        index = Self.skipBlanks(feed.buffer, index &+ 1, end)
      }
      guard index < end else { return true }
      switch feed.buffer[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "\""): return true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "]"), UInt8(ascii: "n"):
        return Self.isScalarList(feed.buffer, index, end, isOver: isOver)
      default: return false
      }
    default: return false
    }
  }

  /// Numbers, nulls, commas and brackets up to the last bracket, and nothing but a line end or another value then.
  private static func isScalarList(_ buffer: [UInt8], _ start: Int, _ end: Int, isOver: Bool) -> Bool {
    var index = start
    var closed = -1
    var wasBlank = false
    scan: while index < end {
      let byte = buffer[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "n"),
        UInt8(ascii: "u"), UInt8(ascii: "l"), UInt8(ascii: "\""), UInt8(ascii: "{"):
        if closed == index &- 1 || wasBlank && closed >= 0 { break scan }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "{") { return true }
      case UInt8(ascii: "]"): closed = index
      case UInt8(ascii: "["), 0x20, 0x09, 0x0D: break
      case 0x0A: if closed >= 0 { return true }
      default: return false
      }
      wasBlank = byte == 0x20 || byte == 0x09
      index &+= 1
    }
    // A list longer than the window, or one that ends with the input.
    if index == end { return closed >= 0 || !isOver || end > start }
    let next = buffer[index]
    return next == UInt8(ascii: ",") || next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
  }

  private static func skipBlanks(_ buffer: [UInt8], _ from: Int, _ end: Int) -> Int {
    var index = from
    while index < end, buffer[index] == 0x20 || (0x09...0x0D).contains(buffer[index]) { index &+= 1 }
    return index
  }
}
