/// A regex and texts it is likely to match, chosen by the input's bytes, one for each turn: what the fuzzer changes in
/// the bytes is one choice in the regex.
struct RegexDice {
  private let bytes: [UInt8]
  private var position = 0
  private var groups = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// 0 when the bytes are used up: every choice then ends the regex soon.
  private mutating func choice(_ count: Int) -> Int {
    guard position < bytes.count else { return 0 }
    defer { position += 1 }
    return Int(bytes[position]) % count
  }

  mutating func next() -> (regex: String, texts: [String]) {
    let prefix = ["", "(?i)", "(?x)", "(?s)"][choice(4)]
    let (regex, texts) = alternatives(depth: 0)
    return (prefix + regex, texts.flatMap { [$0, $0.uppercased(), "x" + $0 + "y"] })
  }

  private mutating func alternatives(depth: Int) -> (String, [String]) {
    var (regex, texts) = sequence(depth: depth)
    for _ in 0..<choice(3) {
      let (other, more) = sequence(depth: depth)
      regex += "|" + other
      texts += more
    }
    return (regex, Array(texts.prefix(6)))
  }

  private mutating func sequence(depth: Int) -> (String, [String]) {
    var (regex, texts) = item(depth: depth)
    for _ in 0..<choice(4) {
      let (more, endings) = item(depth: depth)
      regex += more
      texts = Array(texts.flatMap { text in endings.map { text + $0 } }.prefix(6))
    }
    return (regex, texts)
  }

  private mutating func item(depth: Int) -> (String, [String]) {
    let (regex, texts) = atom(depth: depth)
    switch choice(12) {
    case 6: return (regex + "?", texts + [""])
    case 7: return (regex + "*", ["", texts[0], texts[0] + texts[0]])
    case 8: return (regex + "+", texts.flatMap { [$0, $0 + $0] })
    case 9: return (regex + "{2}", texts.map { $0 + $0 })
    case 10: return (regex + "{0,2}?", [""] + texts)
    case 11: return (regex + "{0}", [""])
    default: return (regex, texts)
    }
  }

  private mutating func atom(depth: Int) -> (String, [String]) {
    switch choice(depth > 3 ? 8 : 20) {
    case 0, 1, 2: return Self.words[choice(Self.words.count)]
    case 3, 4, 5, 6, 7: return Self.atoms[choice(Self.atoms.count)]
    case 17 where groups > 0: return ("(?:\\1)?", [""])
    case 18: return ("(?!zz)", [""])
    case 19: return ("\\b", [""])
    default:
      let open = ["(", "(?:", "(?>", "(?i:", "(?-i:", "(?|", "(?s-i:", "(?<g\(position)>", "(?="][choice(9)]
      if open == "(" || open.hasPrefix("(?<") { groups += 1 }
      let (regex, texts) = alternatives(depth: depth + 1)
      return (open + regex + ")", open == "(?=" ? [""] + texts : texts)
    }
  }

  private static let words = [
    ("failed to ", ["failed to "]), ("Insufficient", ["Insufficient"]), ("eni-", ["eni-"]), ("IP", ["IP"]),
    ("\\Qa.b*c\\E", ["a.b*c"]), ("net/http", ["net/http"]), ("a", ["a"]), ("é", ["é"]),
    ("k8s \"x\"", ["k8s \"x\""]),
    ("#note", ["#note", ""]), ("x{", ["x{"]), ("(?#c)", [""]),
  ]

  private static let atoms = [
    ("[Ff]", ["f", "F"]), ("\\d", ["7"]), (".", ["q", "\""]), ("[a-c]", ["b"]), ("[]x]", ["]"]),
    ("[^ab]", ["c"]),
    ("\\x41", ["A"]), ("\\.", ["."]), ("^", [""]), ("$", [""]), ("\\K", [""]), ("[\\w.-]", ["-"]),
    ("\\t", ["\t"]),
    ("(?i)", [""]), ("(?(?=a)abcd|efgh)", ["abcd", "efgh"]), ("[[:alpha:]]", ["z"]),
  ]
}
