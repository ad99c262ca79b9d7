import Bytes

/// One event of an answer of CloudWatch as ranges of the text it stands in: nothing is decoded.
///
///     { "logStreamName": "…", "timestamp": 1714641261105, "message": "…", "ingestionTime": …, "eventId": "…" }
///
/// Shape: these five members in any order and white space, each at most once, strings without control characters,
/// a time of thirteen digits. For whatever differs there is none of these, and the event is read in full.
package struct CloudEventParts {
  /// With both braces.
  package let range: Range<Int>
  /// Line ends between the braces.
  package let lineEnds: Int
  /// Without its quotes; it has no escapes.
  package let streamName: Range<Int>?
  /// Milliseconds since 1970 UTC, thirteen digits.
  package let timestamp: Range<Int>?
  /// Without its quotes, escaped as it stands.
  package let message: Range<Int>
  /// Some of its letters are spelled out, as in `\u0041`.
  package let isSpelledOut: Bool

  private static let blanks: UInt64 = 0x2020_2020_2020_2020
  private static let logStream = packed("logStrea")
  private static let logStreamEnd = packed("mName\"\0\0")
  private static let timestamp = packed("timestam")
  private static let timestampEnd = packed("p\"\0\0\0\0\0\0")
  private static let message = packed("message\"")
  private static let ingestion = packed("ingestio")
  private static let ingestionEnd = packed("nTime\"\0\0")
  private static let eventID = packed("eventId\"")

  private static func packed(_ text: StaticString) -> UInt64 {
    var word: UInt64 = 0
    for unit in text.description.utf8.reversed() { word = word << 8 | UInt64(unit) }
    return word
  }

  /// Reads the event whose brace opens at `start`; nil when it is not of the form, or does not end in the text.
  init?(_ text: Span<UInt8>, at start: Int) {
    let count = text.count
    var index = start &+ 1
    var lineEnds = 0
    var (streamName, timestamp, message): (Range<Int>?, Range<Int>?, Range<Int>?) = (nil, nil, nil)
    var isSpelledOut = false
    var seen = 0
    while true {
      lineEnds &+= Self.skipBlanks(text, &index)
      guard index &+ 24 < count, text[index] == UInt8(ascii: "\"") else { return nil }
      guard let (member, length) = Self.member(text, at: index &+ 1), seen & member == 0 else { return nil }
      seen |= member
      index &+= length &+ 2
      lineEnds &+= Self.skipBlanks(text, &index)
      guard byte(text, index) == UInt8(ascii: ":") else { return nil }
      index &+= 1
      lineEnds &+= Self.skipBlanks(text, &index)
      guard index < count else { return nil }
      if member & Self.numbers != 0 {
        let first = index
        while index < count, text[index] &- 48 < 10 { index &+= 1 }
        guard index > first, index &- first < 32 else { return nil }
        if member == Self.timestampBit {
          guard index &- first == 13 else { return nil }
          timestamp = first..<index
        }
      } else {
        guard text[index] == UInt8(ascii: "\"") else { return nil }
        let end = StringEnd(text, from: index &+ 1)
        guard end.isClosed, !end.hasControls else { return nil }
        let range = (index &+ 1)..<end.index
        if member == Self.messageBit {
          message = range
          isSpelledOut = end.isSpelledOut
        } else if member == Self.streamBit {
          guard !end.hasEscapes else { return nil }
          streamName = range
        }
        index = end.index &+ 1
      }
      lineEnds &+= Self.skipBlanks(text, &index)
      guard index < count else { return nil }
      if text[index] == UInt8(ascii: "}") { break }
      guard text[index] == UInt8(ascii: ",") else { return nil }
      index &+= 1
    }
    guard let message, seen != Self.messageBit else { return nil }
    range = start..<(index &+ 1)
    self.lineEnds = lineEnds
    self.streamName = streamName
    self.timestamp = timestamp
    self.message = message
    self.isSpelledOut = isSpelledOut
  }

  private static let streamBit = 1
  private static let timestampBit = 2
  private static let messageBit = 4
  private static let ingestionBit = 8
  private static let eventIDBit = 16
  private static let numbers = 2 | 8

  /// Which member a key names, and how long the key is.
  @inline(__always)
  private static func member(_ text: Span<UInt8>, at start: Int) -> (Int, length: Int)? {
    let head = word(text, at: start)
    if head == message { return (messageBit, 7) }
    if head == eventID { return (eventIDBit, 7) }
    let rest = word(text, at: start &+ 8)
    if head == timestamp, rest & 0xFFFF == timestampEnd { return (timestampBit, 9) }
    if head == logStream, rest & 0xFFFF_FFFF_FFFF == logStreamEnd { return (streamBit, 13) }
    if head == ingestion, rest & 0xFFFF_FFFF_FFFF == ingestionEnd { return (ingestionBit, 13) }
    return nil
  }

  /// Moves on over white space and says how many line ends were in it.
  @inline(__always)
  static func skipBlanks(_ text: Span<UInt8>, _ index: inout Int) -> Int {
    var lineEnds = 0
    while index < text.count {
      let next = text[index]
      if next == 10 {
        lineEnds &+= 1
        index &+= 1
        while index &+ 8 <= text.count, word(text, at: index) == blanks { index &+= 8 }
      } else if next <= 0x20 {
        index &+= 1
      } else {
        break
      }
    }
    return lineEnds
  }
}

/// Where a JSON string ends, and what was in it; eight bytes a step.
struct StringEnd {
  /// Of the closing quote, or where the text ends.
  let index: Int
  let isClosed: Bool
  /// The text ends behind a backslash that escapes the byte to come.
  let endsEscaped: Bool
  let hasEscapes: Bool
  let hasControls: Bool
  /// A `u` stands behind a backslash.
  let isSpelledOut: Bool

  private static let low: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that is `wanted`.
  @inline(__always)
  private static func places(of wanted: UInt8, in word: UInt64) -> UInt64 {
    let rest = word ^ (low &* UInt64(wanted))
    return ~(((rest & ~high) &+ ~high) | rest) & high
  }

  /// `start`: behind the opening quote, or behind a byte that is not escaping the next.
  @inline(__always)
  init(_ text: Span<UInt8>, from start: Int) {
    var index = start
    // The high bit of the byte that comes, when the one before it is a backslash (that escapes).
    var behind: UInt64 = 0
    var escaping: UInt64 = 0
    var (controls, spelled, backslashes): (UInt64, UInt64, UInt64) = (0, 0, 0)
    while index &+ 8 <= text.count {
      let word = Bytes.word(text, at: index)
      let quotes = Self.places(of: UInt8(ascii: "\""), in: word)
      let slashes = Self.places(of: UInt8(ascii: "\\"), in: word)
      let follows = slashes << 8 | behind
      var escaped = slashes << 8 | escaping
      if slashes & escaped != 0 {
        // Backslashes in a row: every other one escapes.
        escaped = escaping
        var place: UInt64 = 0x80
        while place != 0 {
          if slashes & ~escaped & place != 0 { escaped |= place << 8 }
          place <<= 8
        }
        escaping = (slashes & ~escaped) >> 56
      } else {
        escaping = slashes >> 56
      }
      behind = slashes >> 56
      let ends = quotes & ~escaped
      // Of the string's own bytes in this word.
      let own = ends == 0 ? UInt64.max : (ends & (0 &- ends)) &- 1
      controls |= (word &- 0x2020_2020_2020_2020) & ~word & Self.high & own
      spelled |= follows & Self.places(of: UInt8(ascii: "u"), in: word) & own
      backslashes |= slashes & own
      if ends != 0 {
        self.index = index &+ ends.trailingZeroBitCount / 8
        isClosed = true
        endsEscaped = false
        hasControls = controls & Self.high != 0
        isSpelledOut = spelled != 0
        hasEscapes = backslashes != 0
        return
      }
      index &+= 8
    }
    var isEscaped = escaping != 0
    var isBehind = behind != 0
    var isDone = false
    while index < text.count {
      let next = text[index]
      if next == UInt8(ascii: "\""), !isEscaped {
        isDone = true
        break
      }
      if next < 0x20 { controls = Self.high }
      if next == UInt8(ascii: "u"), isBehind { spelled = Self.high }
      isBehind = next == UInt8(ascii: "\\")
      if isBehind { backslashes = Self.high }
      isEscaped = isBehind && !isEscaped
      index &+= 1
    }
    self.index = index
    isClosed = isDone
    endsEscaped = !isDone && isEscaped
    hasControls = controls != 0
    isSpelledOut = spelled != 0
    hasEscapes = backslashes != 0
  }
}
