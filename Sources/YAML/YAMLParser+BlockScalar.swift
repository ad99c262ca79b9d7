// Texts of whole lines: `|` keeps line ends, `>` folds them.

extension YAMLParser {
  private enum Chomping { case clip, strip, keep }

  mutating func blockScalar(parent: Int) throws(YAMLError) -> YAMLNode {
    let start = start()
    let isLiteral = byte == UInt8(ascii: "|")
    position += 1
    var (chomping, indent) = try blockHeader(parent: parent)
    var text: [UInt8] = []
    // The end of the last line read, and the empty lines behind it: what they become shows with the next line.
    var hasBreak = false
    var wasBlank = false
    var empty = try emptyLines(&indent, parent: parent)
    while column == indent, !isAtEnd, !isAtMark {
      let isBlank = Self.isBlank(byte)
      if !isLiteral, hasBreak, !wasBlank, !isBlank {
        if empty == 0 { text.append(32) }
      } else if hasBreak {
        text.append(10)
      }
      text += [UInt8](repeating: 10, count: empty)
      wasBlank = isBlank
      let begin = position
      while !isAtEnd, !Self.isBreak(byte) { position += 1 }
      text += bytes[begin..<position]
      hasBreak = !isAtEnd
      if hasBreak { skipBreak() }
      empty = try emptyLines(&indent, parent: parent)
    }
    if chomping != .strip, hasBreak { text.append(10) }
    if chomping == .keep { text += [UInt8](repeating: 10, count: empty) }
    return node(.scalar(String(decoding: text, as: UTF8.self), isPlain: false), at: start)
  }

  /// `|2-`: a digit says the indentation, a sign what becomes of the last line ends. 0: by the first line.
  private mutating func blockHeader(parent: Int) throws(YAMLError) -> (Chomping, indent: Int) {
    var chomping = Chomping.clip
    var indent = 0
    for _ in 0..<2 {
      switch byte {
      case UInt8(ascii: "-"): chomping = .strip
      case UInt8(ascii: "+"): chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9"): indent = max(parent, 0) + Int(byte - 48)
      default: continue
      }
      position += 1
    }
    skipBlanks()
    if byte == UInt8(ascii: "#") { while !isAtEnd, !Self.isBreak(byte) { position += 1 } }
    guard isAtEnd || Self.isBreak(byte) else { throw error("expected a comment or a line break") }
    if !isAtEnd { skipBreak() }
    return (chomping, indent)
  }

  /// Steps over lines that hold no more than the indentation, and over the indentation of the next one.
  private mutating func emptyLines(_ indent: inout Int, parent: Int) throws(YAMLError) -> Int {
    var count = 0
    var widest = 0
    while true {
      while byte == 32, indent == 0 || column < indent { position += 1 }
      widest = max(widest, column)
      if byte == 9, indent == 0 || column < indent {
        throw error("a tab where a blank must indent")
      }
      guard Self.isBreak(byte) else { break }
      count += 1
      skipBreak()
    }
    if indent == 0 { indent = max(widest, parent + 1, 1) }
    return count
  }
}
