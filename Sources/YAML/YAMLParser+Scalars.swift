// Texts in the flow of a document: plain and quoted. Line ends in them fold: one is a blank, n are n - 1 line ends.

extension YAMLParser {
  /// Blanks and line ends between two words, until it is known what they become.
  private struct Gap {
    var blanks: [UInt8] = []
    var breaks = 0
    /// A `\` before the line end: the first one joins.
    var isJoined = false
    var isEmpty: Bool { breaks == 0 && blanks.isEmpty }

    /// Adds to `text` what the gap stands for.
    func flush(into text: inout [UInt8]) {
      if breaks == 0 {
        text += blanks
      } else if breaks == 1 {
        if !isJoined { text.append(32) }
      } else {
        text += [UInt8](repeating: 10, count: breaks - 1)
      }
    }
  }

  /// Reads blanks and line ends; the blanks around line ends do not count.
  private mutating func gap() -> Gap {
    var gap = Gap()
    while true {
      if Self.isBlank(byte) {
        if gap.breaks == 0 { gap.blanks.append(byte) }
        position += 1
      } else if Self.isBreak(byte) {
        gap.breaks += 1
        skipBreak()
      } else {
        return gap
      }
    }
  }

  /// A scalar without quotes; ends before `: `, ` #`, a bracket's marks, and a line that is not deeper than `parent`.
  mutating func plainScalar(parent: Int) throws(YAMLError) -> YAMLNode {
    switch byte {
    case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "|"),
      UInt8(ascii: ">"),
      UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "!"), UInt8(ascii: ","), UInt8(ascii: "]"),
      UInt8(ascii: "}"):
      throw error("found character that cannot start any token")
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      let next = byte(at: 1)
      if Self.isGap(next) || flowLevel > 0 && Self.isFlowMark(next) {
        throw error("found character that cannot start any token")
      }
    default: break
    }
    let start = start()
    var text: [UInt8] = []
    var end = mark
    var between = Gap()
    while !isAtEnd, !isAtMark, byte != UInt8(ascii: "#") || between.isEmpty {
      let word = position
      while !Self.isGap(byte) {
        if byte == UInt8(ascii: ":") {
          let next = byte(at: 1)
          if Self.isGap(next) || flowLevel > 0 && Self.isFlowMark(next) { break }
        }
        if flowLevel > 0, Self.isFlowMark(byte) { break }
        position += 1
      }
      if position == word { break }
      between.flush(into: &text)
      text += bytes[word..<position]
      end = mark
      between = gap()
      if between.breaks > 0, flowLevel == 0 {
        let indent = bytes[lineStart..<position].prefix(parent < position ? parent + 1 : position)
        if indent.contains(9), !isAtEnd, byte != UInt8(ascii: "#") {
          throw error("a tab indents this line; YAML takes blanks only")
        }
        if column <= parent { break }
      }
      if between.isEmpty { break }
    }
    (position, line, lineStart) = (end.position, end.line, end.lineStart)
    return node(.scalar(String(decoding: text, as: UTF8.self), isPlain: true), at: start)
  }

  mutating func quotedScalar() throws(YAMLError) -> YAMLNode {
    let start = start()
    let quote = byte
    let isDouble = quote == UInt8(ascii: "\"")
    var text: [UInt8] = []
    position += 1
    while true {
      if isAtMark { throw error("a document ends inside the quotes of line \(start.line + 1)") }
      if isAtEnd { throw error("the quotes of line \(start.line + 1) are not closed") }
      if byte == quote {
        position += 1
        guard !isDouble, byte == quote else { break }
        text.append(quote)
        position += 1
      } else if isDouble, byte == UInt8(ascii: "\\") {
        position += 1
        if Self.isBreak(byte) {
          var gap = gap()
          gap.isJoined = true
          gap.flush(into: &text)
        } else {
          try escape(into: &text)
        }
      } else if Self.isBlank(byte) || Self.isBreak(byte) {
        gap().flush(into: &text)
      } else {
        text.append(byte)
        position += 1
      }
    }
    return node(.scalar(String(decoding: text, as: UTF8.self), isPlain: false), at: start)
  }

  /// What stands behind a backslash in double quotes.
  private mutating func escape(into text: inout [UInt8]) throws(YAMLError) {
    let start = mark
    let letter = byte
    position += 1
    let digits: Int
    switch letter {
    case UInt8(ascii: "0"): return text.append(0)
    case UInt8(ascii: "a"): return text.append(7)
    case UInt8(ascii: "b"): return text.append(8)
    case UInt8(ascii: "t"), 9: return text.append(9)
    case UInt8(ascii: "n"): return text.append(10)
    case UInt8(ascii: "v"): return text.append(11)
    case UInt8(ascii: "f"): return text.append(12)
    case UInt8(ascii: "r"): return text.append(13)
    case UInt8(ascii: "e"): return text.append(27)
    case 32, UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): return text.append(letter)
    case UInt8(ascii: "N"):
      text += Array("\u{85}".utf8)
      return
    case UInt8(ascii: "_"):
      text += Array("\u{A0}".utf8)
      return
    case UInt8(ascii: "L"):
      text += Array("\u{2028}".utf8)
      return
    case UInt8(ascii: "P"):
      text += Array("\u{2029}".utf8)
      return
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: throw error("unknown escape character", at: start)
    }
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected \(digits) hexadecimal digits", at: start)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("no such character", at: start) }
    text += Array(String(Character(scalar)).utf8)
  }
}
