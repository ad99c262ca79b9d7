extension RegexShapeReader {
  // MARK: Escapes

  mutating func escape() throws(Unknown) -> RegexShape {
    guard let letter = peek(1) else { throw Unknown() }
    position += 2
    switch letter {
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "Z"), UInt8(ascii: "z"),
      UInt8(ascii: "G"), UInt8(ascii: "K"):
      return .nothing
    case UInt8(ascii: "N"):
      // `\N{…}` names a character in some modes.
      if next == UInt8(ascii: "{") { throw Unknown() }
      return .gap
    case UInt8(ascii: "k"), UInt8(ascii: "g"):
      try reference()
      return .gap
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      // A reference or an octal number: which one depends on the groups. Digits belong to the gap.
      while let byte = next, (48...57).contains(byte) { position += 1 }
      return .gap
    default: return try character(letter).map { RegexShapeReader.class($0) } ?? .gap
    }
  }

  private mutating func reference() throws(Unknown) {
    switch next {
    case UInt8(ascii: "{"):
      position += 1
      _ = try word(until: UInt8(ascii: "}")) { RegexShapeReader.isNamePart($0) || "+-".utf8.contains($0) }
    case UInt8(ascii: "<"):
      position += 1
      _ = try word(until: UInt8(ascii: ">")) { RegexShapeReader.isNamePart($0) || "+-".utf8.contains($0) }
    case UInt8(ascii: "'"):
      position += 1
      _ = try word(until: UInt8(ascii: "'")) { RegexShapeReader.isNamePart($0) || "+-".utf8.contains($0) }
    default: throw Unknown()
    }
  }

  /// The bytes that an escape stands for, inside and outside of classes; nil for too many or for several in a row.
  private mutating func character(_ letter: UInt8) throws(Unknown) -> Set<UInt8>? {
    switch letter {
    case UInt8(ascii: "d"): return Set(48...57)
    case UInt8(ascii: "s"): return [9, 10, 11, 12, 13, 32]
    case UInt8(ascii: "h"), UInt8(ascii: "v"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"),
      UInt8(ascii: "S"), UInt8(ascii: "H"), UInt8(ascii: "V"), UInt8(ascii: "R"), UInt8(ascii: "X"),
      UInt8(ascii: "C"):
      return nil
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      guard next == UInt8(ascii: "{") else {
        guard let byte = next, RegexShapeReader.isNamePart(byte) else { throw Unknown() }
        position += 1
        return nil
      }
      position += 1
      _ = try word(until: UInt8(ascii: "}")) { RegexShapeReader.isNamePart($0) || $0 == UInt8(ascii: "^") }
      return nil
    case UInt8(ascii: "a"): return [7]
    case UInt8(ascii: "e"): return [27]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "x"): return try hexadecimal()
    case UInt8(ascii: "0"):
      // Up to two more octal digits. Those behind would be text of their own.
      for _ in 0..<2 { if let byte = next, (48...55).contains(byte) { position += 1 } }
      return nil
    case _ where RegexShapeReader.isNamePart(letter) && letter != UInt8(ascii: "_"): throw Unknown()
    case 128...255: throw Unknown()
    default: return [letter]
    }
  }

  private mutating func hexadecimal() throws(Unknown) -> Set<UInt8>? {
    var value = 0
    let isBraced = take("{")
    let start = position
    while let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue, position - start < 2 {
      value = value * 16 + digit
      position += 1
    }
    guard position - start == 2, !isBraced || take("}") else { throw Unknown() }
    return [UInt8(value)]
  }

  // MARK: Classes

  static func `class`(_ members: Set<UInt8>) -> RegexShape {
    let folded = Set(members.map(RegexShapeReader.folded))
    return folded.isEmpty || folded.count > widestClass ? .gap : .oneOf(folded.sorted())
  }

  mutating func characterClass() throws(Unknown) -> RegexShape {
    position += 1
    let isNegated = take("^")
    var members: Set<UInt8> = []
    var isWide = false
    var isFirst = true
    while next != nil, next != UInt8(ascii: "]") || isFirst {
      isFirst = false
      let (low, isSet) = try member(&members, &isWide)
      guard next == UInt8(ascii: "-"), let end = peek(1), end != UInt8(ascii: "]") else {
        if let low { members.insert(low) }
        continue
      }
      // `a-\d` and `\d-a` are a matter of versions.
      guard let low, !isSet else { throw Unknown() }
      position += 1
      var others: Set<UInt8> = []
      guard let high = try member(&others, &isWide).low, others.isEmpty, low <= high else { throw Unknown() }
      members.formUnion(low...high)
    }
    guard take("]") else { throw Unknown() }
    if isNegated { return isWide ? .gap : RegexShapeReader.class(Set(0...255).subtracting(members)) }
    return isWide ? .gap : RegexShapeReader.class(members)
  }

  /// One member: a byte, or a set of bytes that goes into `members` (or is too wide to be told).
  private mutating func member(_ members: inout Set<UInt8>, _ isWide: inout Bool) throws(Unknown) -> (
    low: UInt8?, isSet: Bool
  ) {
    guard let byte = next else { throw Unknown() }
    if byte == UInt8(ascii: "["), let kind = peek(1), ":.=".utf8.contains(kind) { throw Unknown() }
    position += 1
    guard byte == UInt8(ascii: "\\") else { return (byte, false) }
    guard let letter = next else { throw Unknown() }
    position += 1
    // Quotations, references and numbers read differently in a class.
    if "QENXRBC".utf8.contains(letter) || (49...57).contains(letter) { throw Unknown() }
    if letter == UInt8(ascii: "b") { return (8, false) }
    guard let set = try character(letter) else {
      isWide = true
      return (nil, true)
    }
    if set.count == 1, let only = set.first { return (only, false) }
    members.formUnion(set)
    return (nil, true)
  }
}
