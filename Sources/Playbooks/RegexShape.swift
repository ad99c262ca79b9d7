/// What a regex is made of, as far as required literals ask: what it consumes and in which order.
///
/// Bytes are folded to lower case, as the prefilter compares them.
indirect enum RegexShape: Hashable, Sendable {
  /// Exactly one byte, one of these; ascending.
  case oneOf([UInt8])
  /// These bytes in this order.
  case text([UInt8])
  /// Consumes something that is not known, or nothing at all: a gap between literals.
  case gap
  case sequence([RegexShape])
  case alternatives([RegexShape])
  /// At least `least` times, at most `most` (nil: no bound).
  case repeated(RegexShape, least: Int, most: Int?)

  /// Anchors, look-around, flags: what stands left and right of it stands side by side in the text.
  static let nothing = RegexShape.sequence([])
}

/// Reads PCRE2's syntax (byte mode, no options). Throws `Unknown` at whatever it does not know for certain: the
/// versions of PCRE2 differ in places, and a wrong guess would lose a match.
struct RegexShapeReader {
  /// Something this reader does not know; PCRE2 may, or may call it an error.
  struct Unknown: Error {}

  /// The longest regex read and the deepest nesting; people's patterns have a tenth of it.
  static let mostBytes = 8_192
  private static let deepest = 100
  /// A class with more members is a gap.
  static let widestClass = 16

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  /// `(?x)`: blanks and `#` comments are skipped.
  private var isExtended = false

  static func shape(of regex: String) throws(Unknown) -> RegexShape {
    var reader = RegexShapeReader(bytes: Array(regex.utf8))
    guard reader.bytes.count <= mostBytes else { throw Unknown() }
    let shape = try reader.alternation()
    guard reader.position == reader.bytes.count else { throw Unknown() }
    return shape
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  private func peek(_ offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }
  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }
  /// Bytes up to `end`, which is skipped; all of them must pass.
  private mutating func word(until end: UInt8, _ isFine: (UInt8) -> Bool) throws(Unknown) -> Int {
    let start = position
    while let byte = next, byte != end {
      guard isFine(byte) else { throw Unknown() }
      position += 1
    }
    guard next == end else { throw Unknown() }
    position += 1
    return position - 1 - start
  }

  // MARK: Structure

  private mutating func alternation() throws(Unknown) -> RegexShape {
    depth += 1
    guard depth <= RegexShapeReader.deepest else { throw Unknown() }
    defer { depth -= 1 }
    var branches: [RegexShape] = [try branch()]
    while next == UInt8(ascii: "|") {
      position += 1
      branches.append(try branch())
    }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func branch() throws(Unknown) -> RegexShape {
    var items: [RegexShape] = []
    while true {
      skipBlanks()
      guard let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") else { break }
      if take("(?#") {
        _ = try word(until: UInt8(ascii: ")")) { _ in true }
        // Whether a quantifier would count for what stands before the comment is left to PCRE2.
        if isQuantifierNext { throw Unknown() }
        continue
      }
      if byte == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "Q") {
        items += try quoted()
        if let last = items.popLast() { items.append(try quantified(last)) }
        continue
      }
      let isFlags = try flags()
      if isFlags {
        if isQuantifierNext { throw Unknown() }
        continue
      }
      items.append(try quantified(try item()))
    }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  private mutating func skipBlanks() {
    guard isExtended else { return }
    while let byte = next {
      if RegexShapeReader.isBlank(byte) {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        while next != nil, next != UInt8(ascii: "\n") { position += 1 }
      } else {
        return
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  // MARK: Quantifiers

  private var isQuantifierNext: Bool {
    guard let byte = next else { return false }
    return byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "?")
      || byte == UInt8(ascii: "{") && peek(1).map { !RegexShapeReader.isPlainBraceContent($0) } ?? false
  }

  /// A brace before such a byte is a brace in every version of PCRE2.
  private static func isPlainBraceContent(_ byte: UInt8) -> Bool {
    !(48...57).contains(byte) && byte != UInt8(ascii: ",") && !isBlank(byte)
  }

  private mutating func quantified(_ shape: RegexShape) throws(Unknown) -> RegexShape {
    skipBlanks()
    guard let byte = next, isQuantifierNext else { return shape }
    var least = 0
    var most: Int?
    position += 1
    switch byte {
    case UInt8(ascii: "*"): break
    case UInt8(ascii: "+"): least = 1
    case UInt8(ascii: "?"): most = 1
    default:
      // `{n}`, `{n,}`, `{n,m}`; `{,m}` and blanks between the braces mean different things to different versions.
      least = try number()
      most = least
      if next == UInt8(ascii: ",") {
        position += 1
        most = next == UInt8(ascii: "}") ? nil : try number()
      }
      guard next == UInt8(ascii: "}"), most.map({ $0 >= least }) ?? true else { throw Unknown() }
      position += 1
    }
    if next == UInt8(ascii: "+") || next == UInt8(ascii: "?") { position += 1 }
    skipBlanks()
    if isQuantifierNext { throw Unknown() }
    return .repeated(shape, least: least, most: most)
  }

  private mutating func number() throws(Unknown) -> Int {
    var value = 0
    let start = position
    while let byte = next, (48...57).contains(byte), position - start < 5 {
      value = value * 10 + Int(byte - 48)
      position += 1
    }
    guard position > start, value <= 65_535 else { throw Unknown() }
    return value
  }

  // MARK: Items

  private mutating func item() throws(Unknown) -> RegexShape {
    guard let byte = next else { throw Unknown() }
    switch byte {
    case UInt8(ascii: "("): return try group()
    case UInt8(ascii: "["): return try characterClass()
    case UInt8(ascii: "\\"): return try escape()
    case UInt8(ascii: "^"), UInt8(ascii: "$"):
      position += 1
      return .nothing
    case UInt8(ascii: "."):
      position += 1
      return .gap
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw Unknown()
    case UInt8(ascii: "{"):
      if isQuantifierNext { throw Unknown() }
      position += 1
      return RegexShapeReader.byte(byte)
    default:
      position += 1
      return RegexShapeReader.byte(byte)
    }
  }

  static func byte(_ byte: UInt8) -> RegexShape { .oneOf([folded(byte)]) }
  static func folded(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

  /// `\Q…\E`, or to the end of the regex.
  private mutating func quoted() throws(Unknown) -> [RegexShape] {
    position += 2
    var items: [RegexShape] = []
    while let byte = next {
      if take("\\E") { break }
      position += 1
      items.append(RegexShapeReader.byte(byte))
    }
    // A quantifier behind an empty quotation counts for what stands before it.
    if items.isEmpty { throw Unknown() }
    return items
  }
}

extension RegexShapeReader {
  // MARK: Groups

  /// Reads `(?i)`, `(?x-s)`, `(?^)`: flags for the rest of the group. False when something else stands here.
  private mutating func flags() throws(Unknown) -> Bool {
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

  private mutating func group() throws(Unknown) -> RegexShape {
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

  private static func isNamePart(_ byte: UInt8) -> Bool {
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

  // MARK: Escapes

  private mutating func escape() throws(Unknown) -> RegexShape {
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

  private mutating func characterClass() throws(Unknown) -> RegexShape {
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
