/// What stands around the level and the rest of a record, as it repeats from line to line of one log.
///
///     {"level":"   …   "}
///     2026-03-09T02:03:08.2Z stdout F {"level":"   …   "}
///     {"log":"{\"level\":\"   …   \"}\n","stream":"stdout","time":"2026-03-09T02:03:08.2Z"}
///
/// Bytes that a clock or a counter writes are free; all others must be the same, so that a line of another pod,
/// host or stream has another shape.
@safe package struct LineShape: Sendable {
  private let head: Frame
  private let tail: Frame
  /// Lines of this shape that were passed over.
  package internal(set) var skipped = 0

  /// `head` ends with the quote before the level, `tail` begins with the quote behind the message.
  package init(head: [UInt8], tail: [UInt8]) {
    self.head = Frame(head)
    self.tail = Frame(tail)
  }

  /// True for a line of this shape, whatever its level.
  @inline(__always)
  func surrounds(_ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ limit: Int) -> Bool {
    guard end &- start > head.count &+ tail.count &+ 8 else { return false }
    return unsafe head.fits(base, start, limit) && tail.fits(base, end &- tail.count, limit)
  }

  /// Where the record of a line of this shape lies, from its level on.
  @inline(__always)
  func record(from start: Int, to end: Int) -> Range<Int> {
    let first = start &+ head.count
    return first..<max(first, end &- tail.count)
  }

  /// True when a line of this shape is at level debug or info; a level nobody knows is looked at.
  @inline(__always)
  func isQuiet(_ base: UnsafeRawPointer, _ start: Int) -> Bool {
    let level = unsafe UInt16(littleEndian: base.loadUnaligned(fromByteOffset: start &+ head.count, as: UInt16.self))
    return level == 0x6564 || level == 0x6E69
  }

  /// Bytes and which of them are free, in words of eight.
  private struct Frame: Sendable {
    let count: Int
    let words: [UInt64]
    /// Set bits must agree.
    let masks: [UInt64]

    init(_ bytes: [UInt8]) {
      count = bytes.count
      let free = LineShape.freeBytes(of: bytes)
      var words: [UInt64] = []
      var masks: [UInt64] = []
      for start in stride(from: 0, to: bytes.count, by: 8) {
        var word: UInt64 = 0
        var mask: UInt64 = 0
        for index in start..<min(start + 8, bytes.count) {
          let shift = UInt64(8 * (index - start))
          word |= UInt64(bytes[index]) << shift
          if !free[index] { mask |= 0xFF << shift }
        }
        words.append(word & mask)
        masks.append(mask)
      }
      self.words = words
      self.masks = masks
    }

    @inline(__always)
    func fits(_ base: UnsafeRawPointer, _ start: Int, _ limit: Int) -> Bool {
      var index = 0
      var position = start
      while index < words.count {
        var word: UInt64
        if position &+ 8 <= limit {
          word = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        } else {
          // The last bytes of the chunk.
          word = 0
          var shift: UInt64 = 0
          while position &+ Int(shift / 8) < limit {
            word |=
              unsafe UInt64(base.load(fromByteOffset: position &+ Int(shift / 8), as: UInt8.self)) << shift
            shift &+= 8
          }
        }
        if word & masks[index] != words[index] { return false }
        index &+= 1
        position &+= 8
      }
      return true
    }
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
    return free
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  private static func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte | 0x20 &- 97 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
