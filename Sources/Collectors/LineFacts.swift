import Bytes
import Patterns
import VPCModel

/// Small readings of one message: what identifies it, what it looks like without its ids.
enum LineFacts {
  /// The EC2 request id of a message, SDK v1 or v2; the same failure prints it in up to seven lines.
  static func requestID(in text: Span<UInt8>) -> Range<Int>? {
    // Both spellings share `equest`; what follows tells them apart.
    var from = 0
    while let found = findBytes("equest", in: text, from: from, anchor: 1) {
      let key = found + 6
      if hasBytes("ID: ", in: text, at: key) || hasBytes(" id: ", in: text, at: key) {
        let start = key + (byte(text, key) == UInt8(ascii: "I") ? 4 : 5)
        var end = start
        while end < text.count, end - start < 64, isIDByte(text[end]) { end += 1 }
        if end - start >= 8 { return start..<end }
      }
      from = key
    }
    return nil
  }

  static func hash(_ text: Span<UInt8>) -> UInt64 { shortHash(text) }

  static func hash(_ text: String) -> UInt64 {
    let bytes = Array(text.utf8)
    return shortHash(bytes.span)
  }

  static func hash(_ text: Span<UInt8>, and number: UInt64) -> UInt64 { mixed(shortHash(text), number) }

  static func hash(_ text: Span<UInt8>, and other: String) -> UInt64 { mixed(shortHash(text), hash(other)) }

  /// What a message is when nothing in it tells: its text and its time, or where it stands.
  static func identity(of message: Span<UInt8>, _ context: LineContext) -> UInt64 {
    hash(message, and: UInt64(bitPattern: context.time?.nanoseconds ?? Int64(context.byte)))
  }

  /// The first 512 bytes as text on one line, cut at a character, the cut marked.
  static func excerpt(_ message: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(min(message.count, 640))
    for byte in Secrets.masked(Array(message.prefix(4_096))) {
      if text.count > 640 { break }
      // Newline and TAB of an EC2 error become one blank, as tickets show it.
      if byte == 9 || byte == 10 || byte == 13 {
        if text.last != 32 { text.append(32) }
      } else {
        text.append(byte)
      }
    }
    if text.count <= 512 { return String(decoding: text, as: UTF8.self) }
    var end = 509
    while end > 400, text[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: text[..<end], as: UTF8.self) + "…"
  }

  /// A message with ids, numbers and addresses replaced by `<*>`, at most 160 characters.
  static func template(_ text: Span<UInt8>, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    var index = 0
    let end = min(text.count, 400)
    while index < end && out.count < 160 {
      let byte = text[index]
      if byte == 10 || byte == 13 { break }
      if isIDByte(byte) {
        var stop = index
        var digits = 0
        while stop < end, isIDByte(text[stop]) {
          if text[stop] &- 48 < 10 { digits += 1 }
          stop += 1
        }
        if digits > 0 {
          out.append(contentsOf: "<*>".utf8)
        } else {
          for place in index..<stop { out.append(text[place]) }
        }
        index = stop
      } else {
        out.append(byte < 32 ? 32 : byte)
        index += 1
      }
    }
  }

  static func find(_ needle: [UInt8], in text: [UInt8]) -> Int? {
    guard let first = needle.first, text.count >= needle.count else { return nil }
    var index = 0
    let last = text.count - needle.count
    while index <= last {
      if text[index] == first, text[index..<(index + needle.count)].elementsEqual(needle) { return index }
      index += 1
    }
    return nil
  }

  private static func isIDByte(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
  }

  private static let troubleWords: [[UInt8]] = [
    "error", "fail", "unable", "cannot", "refused", "denied", "timeout", "timed out", "panic", "exceeded",
    "insufficient", "not found", "invalid",
  ].map { Array($0.utf8) }

  /// True when a line without a level still speaks of trouble.
  static func speaksOfTrouble(_ text: Span<UInt8>) -> Bool {
    let folded = copyBytes(text.extracting(0..<min(text.count, 2_000))).map {
      (65...90).contains($0) ? $0 | 0x20 : $0
    }
    return troubleWords.contains { find($0, in: folded) != nil }
  }
}
