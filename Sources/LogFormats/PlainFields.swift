import Bytes

/// What a plain zap record says, as ranges of its bytes: nothing is copied, no text is made.
///
///     {"level":"debug","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:671","msg":"…"}
///
/// Shape: exactly these four keys in this order, the time with a zone. Whatever differs, by a byte, is left to
/// `LineDecoder.decode`, which gives the same for what this reads.
package struct PlainFields {
  /// Nanoseconds since 1970-01-01T00:00:00Z.
  package let time: Int64
  package let level: LogLevel
  package let writer: LogWriter
  package let message: Range<Int>
  /// A backslash is in the message.
  package let hasEscapes: Bool
}

/// Reads plain records one after another, and remembers what repeats: the minute, and who a caller is.
package struct PlainReader: Sendable {
  private var minute: (UInt64, UInt64) = (0, 0)
  private var minuteTime: Int64 = 0
  private var callers: [Caller] = []

  private struct Caller: Sendable {
    var hash: UInt64 = 0
    var writer = LogWriter.unknown
  }

  // `{"level"`, `","ts":"`, `","caller":"` in two overlapping words, `","msg":` as numbers.
  private let levelWord = Self.packed("{\"level\"")
  private let timeWord = Self.packed("\",\"ts\":\"")
  private let callerWord = Self.packed("\",\"calle")
  private let callerEndWord = Self.packed("aller\":\"")
  private let messageWord = Self.packed("\",\"msg\":")

  private static func packed(_ text: StaticString) -> UInt64 {
    var word: UInt64 = 0
    for unit in text.description.utf8.reversed() { word = word << 8 | UInt64(unit) }
    return word
  }

  package init() { callers = Array(repeating: Caller(), count: 64) }

  package mutating func read(_ record: Span<UInt8>) -> PlainFields? {
    let count = record.count
    guard count > 60, word(record, at: 0) == levelWord, record[8] == UInt8(ascii: ":"),
      record[9] == UInt8(ascii: "\""), record[count &- 1] == UInt8(ascii: "}"),
      record[count &- 2] == UInt8(ascii: "\"")
    else { return nil }
    var levelEnd = 10
    while levelEnd < 18, record[levelEnd] != UInt8(ascii: "\"") { levelEnd &+= 1 }
    let stamp = levelEnd &+ 8
    guard word(record, at: levelEnd) == timeWord, let level = LogLevel(record.extracting(10..<levelEnd)),
      let (time, end) = time(record, at: stamp), end &+ 12 < count, word(record, at: end) == callerWord,
      word(record, at: end &+ 4) == callerEndWord
    else { return nil }
    let caller = end &+ 12
    guard let callerEnd = endOfWord(record, from: caller), callerEnd &+ 11 <= count,
      word(record, at: callerEnd) == messageWord, record[callerEnd &+ 8] == UInt8(ascii: "\"")
    else { return nil }
    let start = callerEnd &+ 9
    guard start <= count &- 2, let hasEscapes = checkText(record, start..<(count &- 2)) else { return nil }
    return PlainFields(
      time: time, level: level, writer: writer(record, caller..<callerEnd), message: start..<(count &- 2),
      hasEscapes: hasEscapes)
  }

  /// A stamp with a zone, and where it ends. Most lines share the minute of the line before.
  package mutating func time(_ record: Span<UInt8>, at start: Int) -> (Int64, end: Int)? {
    guard start &+ 24 < record.count else { return nil }
    let head = (word(record, at: start), word(record, at: start &+ 8))
    // `:31.105Z`, milliseconds as zap writes them, in UTC.
    if head == minute, record[start &+ 16] == UInt8(ascii: ":"), record[start &+ 19] == UInt8(ascii: "."),
      record[start &+ 23] == UInt8(ascii: "Z"), let seconds = digits(2, record, at: start &+ 17),
      seconds < 60,
      let milliseconds = digits(3, record, at: start &+ 20)
    {
      return (minuteTime &+ Int64(seconds &* 1_000 &+ milliseconds) &* 1_000_000, start &+ 24)
    }
    guard let found = scanTimestamp(record, from: start), found.hasZone else { return nil }
    if found.end == start &+ 24, record[start &+ 23] == UInt8(ascii: "Z"),
      let seconds = digits(2, record, at: start &+ 17), let milliseconds = digits(3, record, at: start &+ 20)
    {
      minute = head
      minuteTime = found.nanoseconds &- Int64(seconds &* 1_000 &+ milliseconds) &* 1_000_000
    }
    return (found.nanoseconds, found.end)
  }

  private mutating func writer(_ record: Span<UInt8>, _ range: Range<Int>) -> LogWriter {
    var hash = UInt64(range.count)
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      hash = (hash ^ word(record, at: index)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
      index &+= 8
    }
    while index < range.upperBound {
      hash = (hash ^ UInt64(record[index])) &* 0x0000_0100_0000_01B3
      index &+= 1
    }
    let slot = Int(truncatingIfNeeded: hash >> 32) & 63
    if callers[slot].hash == hash { return callers[slot].writer }
    let found = LogFormats.writer(ofCaller: record.extracting(range))
    callers[slot] = Caller(hash: hash, writer: found)
    return found
  }

  /// The end of a short value without escapes.
  private func endOfWord(_ record: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    while index < record.count &- 2 {
      let next = record[index]
      if next == UInt8(ascii: "\"") { return index }
      if next == UInt8(ascii: "\\") { return nil }
      index &+= 1
    }
    return nil
  }

  /// Whether a message has escapes; nil when a quote inside ends it early, or an escape reaches over its end.
  private func checkText(_ record: Span<UInt8>, _ range: Range<Int>) -> Bool? {
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      let word = Bytes.word(record, at: index)
      if hasByte(word, UInt8(ascii: "\"")) || hasByte(word, UInt8(ascii: "\\")) { break }
      index &+= 8
    }
    var hasEscapes = false
    while index < range.upperBound {
      let next = record[index]
      if next == UInt8(ascii: "\"") { return nil }
      if next == UInt8(ascii: "\\") { hasEscapes = true }
      index &+= next == UInt8(ascii: "\\") ? 2 : 1
    }
    return index == range.upperBound ? hasEscapes : nil
  }
}

/// True when a decoded message is not yet as its first writer meant it, see `normalizeQuotes`.
package func isPlainText(_ text: Span<UInt8>) -> Bool { !needsNormalizing(text) }
