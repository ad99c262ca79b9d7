extension RegexShapeReader {
  /// Reads `(?i)`, `(?x-s)`, `(?^)`: flags for the rest of the group. False when something else stands here.
  mutating func flags() throws(Unknown) -> Bool {
    guard next == UInt8(ascii: "("), peek(1) == UInt8(ascii: "?"), let first = peek(2),
      RegexShapeReader.isFlag(first)
    else { return false }
    let start = position
    position += 2
    let isNowExtended = try flagLetters()
    guard next == UInt8(ascii: ")") else {
      position = start
      return false
    }
    position += 1
    isExtended = isNowExtended
    return true
  }

  private static func isFlag(_ byte: UInt8) -> Bool { "imsxnJU-^".utf8.contains(byte) }

  /// Flag letters up to `)` or `:`; answers whether blanks are skipped from there on.
  private mutating func flagLetters() throws(Unknown) -> Bool {
    var result = isExtended
    var isOff = false
    var last: UInt8 = 0
    while let byte = next, byte != UInt8(ascii: ")"), byte != UInt8(ascii: ":") {
      guard RegexShapeReader.isFlag(byte) else { throw Unknown() }
      switch byte {
      case UInt8(ascii: "-"): isOff = true
      case UInt8(ascii: "^"): result = false
      case UInt8(ascii: "x"):
        // `xx` skips blanks in classes too.
        if last == byte { throw Unknown() }
        result = !isOff
      default: break
      }
      last = byte
      position += 1
    }
    return result
  }

  mutating func group() throws(Unknown) -> RegexShape {
    position += 1
    let wasExtended = isExtended
    defer { isExtended = wasExtended }
    // Verbs, and the long names of groups.
    if next == UInt8(ascii: "*") { throw Unknown() }
    var isKnown = true
    var isEmpty = false
    if take("?") {
      if take("=") || take("!") || take("<=") || take("<!") {
        isEmpty = true
      } else if take(":") || take("|") || take(">") {
      } else if take("<") || take("P<") {
        _ = try word(until: UInt8(ascii: ">"), RegexShapeReader.isNamePart)
      } else if take("'") {
        _ = try word(until: UInt8(ascii: "'"), RegexShapeReader.isNamePart)
      } else if take("P>") || take("P=") || take("&") {
        _ = try word(until: UInt8(ascii: ")"), RegexShapeReader.isNamePart)
        return .gap
      } else if take("R)") {
        return .gap
      } else if let byte = next, (48...57).contains(byte) || byte == UInt8(ascii: "+") {
        position += 1
        _ = try word(until: UInt8(ascii: ")")) { (48...57).contains($0) }
        return .gap
      } else if next == UInt8(ascii: "(") {
        try condition()
        isKnown = false
      } else if let byte = next, RegexShapeReader.isFlag(byte) {
        isExtended = try flagLetters()
        guard take(":") else { throw Unknown() }
      } else {
        throw Unknown()
      }
    }
    let shape = try alternation()
    guard take(")") else { throw Unknown() }
    return isEmpty ? .nothing : isKnown ? shape : .gap
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  /// The condition of `(?(…)yes|no)`: an assertion, or the name or number of a group.
  private mutating func condition() throws(Unknown) {
    if peek(1) == UInt8(ascii: "?") {
      position += 1
      guard take("?=") || take("?!") || take("?<=") || take("?<!") else { throw Unknown() }
      _ = try alternation()
      guard take(")") else { throw Unknown() }
      return
    }
    position += 1
    let length = try word(until: UInt8(ascii: ")")) {
      RegexShapeReader.isNamePart($0) || "<>'+-&".utf8.contains($0)
    }
    if length == 0 { throw Unknown() }
  }
}
