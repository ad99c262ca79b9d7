/// Random regexes in the syntax that people write, each with texts it is likely to match. The same for the same seed.
///
/// What a text matches is PCRE2's to say; the grammar only makes matches frequent.
struct RegexGrammar {
  private var dice: SeededNumbers
  private var groups = 0
  private var isExtended = false

  init(seed: UInt64) { dice = SeededNumbers(seed: seed) }

  /// A piece of a regex, and how to make a text for it.
  private indirect enum Piece {
    case text(String)
    case oneOf([String])
    case sequence([Piece])
    case alternatives([Piece])
    case repeated(Piece, ClosedRange<Int>)
    case nothing
  }

  /// A regex and texts that it should match.
  mutating func next(texts count: Int) -> (regex: String, texts: [String]) {
    groups = 0
    isExtended = dice.below(12) == 0
    let prefix = isExtended ? "(?x)" : dice.below(4) == 0 ? "(?i)" : ""
    let (regex, piece) = alternatives(depth: 0)
    var texts: [String] = []
    for _ in 0..<count { texts.append(noise() + text(of: piece) + noise()) }
    return (prefix + regex, texts)
  }

  private mutating func alternatives(depth: Int) -> (String, Piece) {
    let count = dice.below(3) == 0 ? 2 + dice.below(3) : 1
    let branches = (0..<count).map { _ in sequence(depth: depth) }
    return (branches.map(\.0).joined(separator: "|"), .alternatives(branches.map(\.1)))
  }

  private mutating func sequence(depth: Int) -> (String, Piece) {
    var regex = ""
    var pieces: [Piece] = []
    for _ in 0..<(1 + dice.below(4)) {
      let (item, piece) = quantified(item(depth: depth), depth: depth)
      regex += item
      if isExtended { regex += ["", " ", "\n", "# note\n"][dice.below(4)] }
      pieces.append(piece)
    }
    return (regex, .sequence(pieces))
  }

  private mutating func quantified(_ item: (String, Piece), depth: Int) -> (String, Piece) {
    guard dice.below(4) == 0, case let (regex, piece) = item else { return item }
    if case .nothing = piece { return item }
    // What is more than one item needs a group to be repeated as a whole.
    let whole = "(?:\(regex))"
    let (mark, range) =
      [
        ("?", 0...1), ("*", 0...3), ("+", 1...3), ("{2}", 2...2), ("{0,2}", 0...2), ("{1,3}", 1...3),
        ("{1,}", 1...2),
        ("{0}", 0...0), ("{3}", 3...3),
      ][dice.below(9)]
    let suffix = dice.below(3) == 0 ? "?" : ""
    return (whole + mark + suffix, .repeated(piece, range))
  }

  private static let words = [
    "failed to ", "attach", "ENI", "eni-", "IP", "/28", "error: ", "\"subnet\"", "<nil>", "No such", "a", "B",
    "k8s",
    "Retry quota", "x", "é", "tcp 10.", "it's", "[x]", "{1}", "a.b", "(y)", "$", "^", "|", "#", "  ", "\\",
  ]

  private mutating func item(depth: Int) -> (String, Piece) {
    switch dice.below(depth > 3 ? 6 : 18) {
    case 0, 1, 2:
      let word = RegexGrammar.words[dice.below(RegexGrammar.words.count)]
      return (RegexGrammar.escaped(word), .text(word))
    case 3:
      let word = RegexGrammar.words[dice.below(RegexGrammar.words.count)]
      return ("\\Q\(word)\\E", .text(word))
    case 4: return characterClass()
    case 5:
      let blanks = ["\\b", "\\B", "^", "$", "(?=.)", "(?!zz)", "(?<![0-9])", "(?<=[a-zA-Z ])", "\\K"]
      return (blanks[dice.below(blanks.count)], .nothing)
    case 6:
      let (regex, piece) = alternatives(depth: depth + 1)
      groups += 1
      return ("(\(regex))", piece)
    case 7:
      groups += 1
      let name = "g\(groups)x\(dice.below(1_000_000))"
      let (regex, piece) = alternatives(depth: depth + 1)
      return ("(\(["?<", "?P<"][dice.below(2)])\(name)>\(regex))", piece)
    case 8, 9, 10:
      let (regex, piece) = alternatives(depth: depth + 1)
      return ("(\(["?:", "?:", "?>", "?i:", "?-i:", "?s-i:", "?|"][dice.below(7)])\(regex))", piece)
    case 11:
      let (regex, piece) = alternatives(depth: depth + 1)
      return ("(?(?=.)\(RegexGrammar.grouped(regex))|zz)", piece)
    case 12: return ("(?#\(RegexGrammar.escaped("note"))*|)", .nothing)
    case 13:
      guard groups > 0 else { return ("ab", .text("ab")) }
      return (["\\1", "(?:\\1)?", "\\g{1}"][dice.below(3)], .oneOf(["", "a", "ENI"]))
    case 14: return ("(?i)", .nothing)
    case 15:
      let (regex, piece) = alternatives(depth: depth + 1)
      return ("(?=\(regex))", .alternatives([piece, .nothing]))
    case 16:
      let (regex, _) = alternatives(depth: depth + 1)
      return ("(?!\(regex))", .nothing)
    default:
      let word = RegexGrammar.words[dice.below(6)]
      return (
        "(?s:.{0,9})" + RegexGrammar.escaped(word), .sequence([.oneOf(["", "ab", " - "]), .text(word)])
      )
    }
  }

  private static func grouped(_ regex: String) -> String { "(?:\(regex))" }

  private mutating func characterClass() -> (String, Piece) {
    let choices: [(String, [String])] = [
      ("[Ff]", ["f", "F"]), ("\\d", ["0", "7"]), ("\\w", ["a", "_"]), ("\\s", [" ", "\t"]),
      (".", ["q", "\""]),
      ("[^\\n]", ["q"]), ("[a-c]", ["a", "B", "c"]), ("[]x]", ["]", "x"]), ("[\\w.-]", ["-", "."]),
      ("[.]", ["."]),
      ("\\x41", ["A"]), ("[^ab]", ["c"]), ("[\\d/]", ["/", "1"]), ("\\t", ["\t"]), ("\\S", ["!"]),
      ("[-a]", ["-"]),
      ("\\.", ["."]), ("\\/", ["/"]), ("\\-", ["-"]), ("[\\]\\\\]", ["]", "\\"]), ("\\h", [" "]),
      ("\\N", ["n"]),
    ]
    let (regex, texts) = choices[dice.below(choices.count)]
    return (regex, .oneOf(texts))
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      // Blanks and `#` mean nothing behind `(?x)` unless they are escaped.
      if "\\.+*?()|[]{}^$# ".contains(character) { out.append("\\") }
      out.append(character)
    }
    return out
  }

  private mutating func text(of piece: Piece) -> String {
    switch piece {
    case .nothing: return ""
    case .text(let text):
      // Now and then of another case, which only `(?i)` matches.
      return dice.below(8) == 0 ? text.uppercased() : text
    case .oneOf(let texts): return texts.isEmpty ? "" : texts[dice.below(texts.count)]
    case .sequence(let pieces):
      var result = ""
      for piece in pieces { result += text(of: piece) }
      return result
    case .alternatives(let pieces): return pieces.isEmpty ? "" : text(of: pieces[dice.below(pieces.count)])
    case .repeated(let piece, let range):
      var result = ""
      for _ in 0..<(range.lowerBound + dice.below(range.count)) { result += text(of: piece) }
      return result
    }
  }

  private mutating func noise() -> String { ["", " ", "x", "ENI ", "\n", "zz", "7"][dice.below(7)] }
}
