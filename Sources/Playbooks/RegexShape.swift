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
  var position = 0
  private var depth = 0
  /// `(?x)`: blanks and `#` comments are skipped.
  var isExtended = false

  static func shape(of regex: String) throws(Unknown) -> RegexShape {
    var reader = RegexShapeReader(bytes: Array(regex.utf8))
    guard reader.bytes.count <= mostBytes else { throw Unknown() }
    let shape = try reader.alternation()
    guard reader.position == reader.bytes.count else { throw Unknown() }
    return shape
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  func peek(_ offset: Int) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }
  mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }
  /// Bytes up to `end`, which is skipped; all of them must pass.
  mutating func word(until end: UInt8, _ isFine: (UInt8) -> Bool) throws(Unknown) -> Int {
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

  mutating func alternation() throws(Unknown) -> RegexShape {
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
