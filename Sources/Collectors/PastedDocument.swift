import Bytes
import Documents

/// A document that went through a mail or a chat: quote marks before each line, odd blanks, curly quotes.
///
///     > {
///     >   “Subnets”: [
///
/// Made plain piece by piece, so that the JSON reader sees what was copied. Lines keep their numbers. Logs have a
/// reader for pastes of their own and are left alone.
struct PastedDocument {
  private let isQuoted: Bool
  private let isCurly: Bool
  private var isAtLineStart = true
  /// A character cut by the end of a piece: at most two bytes.
  private var rest: [UInt8] = []

  /// Nil for what needs no help.
  init?(head: [UInt8]) {
    guard Self.mayNeedHelp(head.span) else { return nil }
    let lines = head.prefix(4_096).split(separator: 10, maxSplits: 12).prefix(12).map(Array.init)
      .filter { line in line.contains { $0 > 32 } }
    guard !lines.isEmpty else { return nil }
    isQuoted = lines.allSatisfy { $0.first { $0 > 32 } == UInt8(ascii: ">") }
    isCurly = head.prefix(4_096).firstRange(of: [0xE2, 0x80, 0x9C]) != nil
    let isOdd = isCurly || head.prefix(4_096).firstRange(of: [0xC2, 0xA0]) != nil
    guard isQuoted || isOdd else { return nil }
    var plain: [UInt8] = []
    var trial = self
    trial.clean(head.prefix(4_096), into: &plain)
    let first = plain.drop { $0 <= 32 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(64)
    guard DocumentReader.startsDocument(Array(first)), Self.isNoRecord(first) else { return nil }
  }

  /// Its first letter is a quote mark, or there is a byte that the odd characters begin with. Most inputs end here.
  private static func mayNeedHelp(_ head: Span<UInt8>) -> Bool {
    let end = min(head.count, 4_096)
    var first = 0
    while first < end, head[first] <= 32 { first += 1 }
    guard first < end else { return false }
    if head[first] == UInt8(ascii: ">") { return true }
    for index in first..<end where head[index] == 0xC2 || head[index] == 0xE2 { return true }
    return false
  }

  /// Keys of AWS begin with a capital, those of a log record do not; a record stands on one line.
  private static func isNoRecord(_ text: ArraySlice<UInt8>) -> Bool {
    let line = text.prefix { $0 != 10 && $0 != 13 }.filter {
      $0 > 32 && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "{")
    }
    guard line.first == UInt8(ascii: "\""), let letter = line.dropFirst().first else { return line.isEmpty }
    return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter)
  }

  /// Appends what `bytes` should have been.
  mutating func clean(_ bytes: ArraySlice<UInt8>, into plain: inout [UInt8]) {
    let text = rest + bytes
    rest = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0xC2 || byte == 0xE2 {
        let length = byte == 0xC2 ? 2 : 3
        guard index + length <= text.count else {
          rest = Array(text[index...])
          return
        }
        let character = Array(text[index..<index + length])
        if let letter = replacement(character) { plain.append(letter) } else { plain += character }
        index += length
        continue
      }
      index += 1
      if byte == 10 {
        isAtLineStart = true
      } else if isAtLineStart, isQuoted, byte == UInt8(ascii: ">") {
        plain.append(32)
        continue
      } else if byte > 32 {
        isAtLineStart = false
      }
      plain.append(byte)
    }
  }

  /// What was held back is no character after all.
  mutating func finish(into plain: inout [UInt8]) {
    plain += rest
    rest = []
  }

  private func replacement(_ character: [UInt8]) -> UInt8? {
    switch character {
    case [0xC2, 0xA0], [0xE2, 0x80, 0xAF]: 32
    case [0xE2, 0x80, 0x9C], [0xE2, 0x80, 0x9D], [0xE2, 0x80, 0x9E]: isCurly ? UInt8(ascii: "\"") : nil
    default: nil
    }
  }
}
