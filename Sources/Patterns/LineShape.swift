/// What stands around the level and the rest of a record, as it repeats from line to line of one log.
///
///     {"level":"   …   "}
///     2026-03-09T02:03:08.2Z stdout F {"level":"   …   "}
///     {"log":"{\"level\":\"   …   \"}\n","stream":"stdout","time":"2026-03-09T02:03:08.2Z"}
///     Mar 09 02:03:08 ip-10-40-12-93 kubelet[3021]: I0309   …
///     Mar 09 02:03:08 ip-10-40-12-93 containerd[2311]: time="2026-03-09T02:03:08.2Z" level=   …
///
/// Bytes that a clock or a counter writes are free; all others must be the same, so that a line of another pod,
/// host or stream has another shape.
package struct LineShape: Sendable {
  /// How a writer spells the level that follows the head.
  package enum Level: Sendable {
    /// `debug`, `info` and the like: zap, logrus.
    case word
    /// One letter before month, day and hour: klog's `I0309 02:03:08.2`.
    case letter
  }

  let head: [UInt8]
  let tail: [UInt8]
  let level: Level

  /// `head` ends right before the level, `tail` begins with the quote behind the message, if there is one.
  package init(head: [UInt8], tail: [UInt8], level: Level = .word) {
    self.head = head
    self.tail = tail
    self.level = level
  }
}

/// The shapes of a log, laid out for comparing: words of eight bytes, and which of their bytes must agree.
@safe struct ShapeTable: Sendable {
  struct Entry {
    let headStart: Int
    let headCount: Int
    let tailStart: Int
    let tailCount: Int
    let level: LineShape.Level
  }

  private(set) var entries: [Entry] = []
  private var words: [UInt64] = []
  private var masks: [UInt64] = []

  var count: Int { entries.count }

  mutating func add(_ shape: LineShape) {
    let headStart = append(shape.head)
    let tailStart = append(shape.tail)
    entries.append(
      Entry(
        headStart: headStart, headCount: shape.head.count, tailStart: tailStart, tailCount: shape.tail.count,
        level: shape.level))
  }

  private mutating func append(_ bytes: [UInt8]) -> Int {
    let start = words.count
    let free = Self.freeBytes(of: bytes)
    for first in stride(from: 0, to: bytes.count, by: 8) {
      var word: UInt64 = 0
      var mask: UInt64 = 0
      for index in first..<min(first + 8, bytes.count) {
        let shift = UInt64(8 * (index - first))
        word |= UInt64(bytes[index]) << shift
        if !free[index] { mask |= 0xFF << shift }
      }
      words.append(word & mask)
      masks.append(mask)
    }
    return start
  }

  /// True for a line of a shape, whatever its level.
  @inline(__always)
  func surrounds(_ shape: Int, _ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ limit: Int) -> Bool {
    let entry = entries[shape]
    guard end &- start > entry.headCount &+ entry.tailCount &+ 8 else { return false }
    return unsafe fits(entry.headStart, entry.headCount, base, start, limit)
      && fits(entry.tailStart, entry.tailCount, base, end &- entry.tailCount, limit)
  }

  /// True when a line of a shape is at level debug or info; a level nobody knows is looked at.
  @inline(__always)
  func isQuiet(_ shape: Int, _ base: UnsafeRawPointer, _ start: Int) -> Bool {
    let offset = start &+ entries[shape].headCount
    // `surrounds` has seen that at least eight bytes follow the head.
    let level = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    switch entries[shape].level {
    case .word: return level & 0xFFFF == 0x6564 || level & 0xFFFF == 0x6E69
    case .letter:
      // `I0309 02` with any digits: of klog's letters only the one of info.
      return level & 0xF0F0_FFF0_F0F0_F0FF == 0x3030_2030_3030_3049
    }
  }

  @inline(__always)
  private func fits(_ first: Int, _ count: Int, _ base: UnsafeRawPointer, _ start: Int, _ limit: Int) -> Bool
  {
    var index = first
    var position = start
    let end = start &+ count
    while position < end {
      let word: UInt64
      if position &+ 8 <= limit {
        word = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      } else {
        word = unsafe Self.lastWord(base, position, limit)
      }
      if word & masks[index] != words[index] { return false }
      index &+= 1
      position &+= 8
    }
    return true
  }

  /// The last bytes of a chunk.
  private static func lastWord(_ base: UnsafeRawPointer, _ start: Int, _ limit: Int) -> UInt64 {
    var word: UInt64 = 0
    var position = start
    while position < limit {
      word |=
        unsafe UInt64(base.load(fromByteOffset: position, as: UInt8.self)) << UInt64(8 &* (position &- start))
      position &+= 1
    }
    return word
  }

  /// Digits of times and of long counters: `2026-03-09T02:03:08.2Z`, and thirteen digits or more that no name is
  /// part of.
  private static func freeBytes(of bytes: [UInt8]) -> [Bool] {
    var free = [Bool](repeating: false, count: bytes.count)
    var index = 0
    while index < bytes.count {
      guard isDigit(bytes[index]), index == 0 || !isName(bytes[index - 1]) else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, isDigit(bytes[end]) || ":-.TZ+".utf8.contains(bytes[end]) { end += 1 }
      let run = bytes[index..<end]
      let isNumber = run.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") } && run.count >= 13
      let isTime =
        run.count >= 19 && bytes[index + 4] == UInt8(ascii: "-") && bytes[index + 10] == UInt8(ascii: "T")
        && bytes[index + 13] == UInt8(ascii: ":")
      if (isNumber || isTime) && (end == bytes.count || !isName(bytes[end])) {
        for place in index..<end where isDigit(bytes[place]) { free[place] = true }
      }
      index = end
    }
    for start in bytes.indices where isSyslogStamp(bytes, start) {
      var place = start + 4
      while place < bytes.count, isDigit(bytes[place]) || place < start + 16 {
        if isDigit(bytes[place]) { free[place] = true }
        place += 1
      }
    }
    return free
  }

  /// `Mar  9 02:03:08`. The month stays: a year that the line does not name is told by a line of each month.
  private static func isSyslogStamp(_ bytes: [UInt8], _ start: Int) -> Bool {
    guard start + 15 <= bytes.count, start == 0 || !isName(bytes[start - 1]) else { return false }
    let form = "Aaa 90 00:00:00".utf8
    return zip(bytes[start..<(start + 15)], form).allSatisfy { byte, form in
      switch form {
      case UInt8(ascii: "A"): byte &- 65 < 26
      case UInt8(ascii: "a"): byte &- 97 < 26
      case UInt8(ascii: "9"): isDigit(byte) || byte == 0x20
      case UInt8(ascii: "0"): isDigit(byte)
      default: byte == form
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 &- 97 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
