import Playbooks
import Testing

/// From regex to required literals, syntax by syntax. That they are required is proved with PCRE2 elsewhere.
@Suite struct LiteralExtractorTests {
  private func literals(_ regex: String) -> [String] { LiteralExtractor.requiredLiterals(of: regex) ?? [] }

  private static let examples: [(regex: String, expected: [String])] = [
    ("Failed to attach ENI", ["failed to attach eni"]),
    (
      "(?i)failed to (?:free|detach|delete) ENI",
      ["failed to free eni", "failed to delete eni", "failed to detach eni"]
    ),
    (#"\AFound (?<count>\d{1,4}) leaked ENIs$"#, [" leaked enis"]),
    ("retry quota exceeded|request canceled", ["request canceled", "retry quota exceeded"]),
    ("[Ff]ailed to (?:set ?up) network", ["failed to setup network", "failed to set up network"]),
    (#"(?<![\w.])UnauthorizedOperation(?![\w.])"#, ["unauthorizedoperation"]),
    (#"\Qa.b (c) d\E efgh"#, ["a.b (c) d efgh"]),
    ("abcd(?#a note)efgh", ["abcdefgh"]),
    ("(?x) abcd efgh # note\n \\ ijkl", ["abcdefgh ijkl"]),
    ("(?x: ab cd ) ef", ["abcd ef"]),
    ("(?>abcdef)(?:gh)+ij", ["abcdefgh"]),
    ("(?:abcd)?efghij", ["efghij"]),
    ("abcdx*efgh", ["abcd"]),
    (#"(\w+) abcdef \1"#, [" abcdef "]),
    (#"before \Kafter"#, ["before after"]),
    ("(?=abcdefgh)\\w+ then this", [" then this"]),
    ("(?(?=a)abcdef|ghijkl) mnopqr", [" mnopqr"]),
    ("IP/Prefix addresses", ["prefix addresses"]),
    ("plugin type=\"calico\" failed", ["plugin type="]),
    ("(?|(abcd)|(efgh)) done", ["abcd done", "efgh done"]),
    ("(?:ab){3}cd", ["abababcd"]),
    ("a{2}b{0}cdef", ["aacdef"]),
    (#"cost: [$]\d+ each"#, ["cost: $"]),
    ("[[]abc[]]de", ["[abc]de"]),
  ]

  @Test(arguments: examples) func `literals of a regex`(regex: String, expected: [String]) {
    #expect(literals(regex) == expected)
  }

  @Test(arguments: [
    #"\w+"#, "abc", "(?:abcdefgh)?", "abcdefgh|x", "abcdefgh|", "(?(DEFINE)(?<a>abcdefgh))x*", "[^a]*", "",
    ".*",
    "(?!abcdefgh)", "a|b|cdefghijk",
  ]) func `nothing is required`(regex: String) {
    #expect(LiteralExtractor.requiredLiterals(of: regex) == nil)
  }

  /// Syntax whose meaning differs between versions, or that PCRE2 refuses: no literal rather than a wrong one.
  @Test(arguments: [
    "(*UTF)abcdefgh", "(*ACCEPT)abcdefgh", "abcdefgh(*SKIP)", "abcdefgh{,3}", "abcdefgh{ 1,2}", "abcdefgh++*",
    "abcdefgh**",
    #"abcdefgh\N{U+41}"#, #"abcdefgh\Q\E+"#, #"abcdefgh\E"#, "abcdefgh(?#x)*", "(?xx)abcdefgh",
    "abcdefgh[[:alpha:]]",
    "abcdefgh[a-\\d]", #"abcdefgh\y"#, #"abcdefgh\cA"#, #"abcdefgh\o{101}"#, #"abcdefgh\x4"#, "(abcdefgh",
    "abcdefgh)", "abcdefgh[",
    "(?C1)abcdefgh", "(?*abc)abcdefgh", "(?[a])abcdefgh", "abcdefgh\\", "+abcdefgh", "(?i)*abcdefgh",
    "abcdefgh{70000}",
    "abcdefgh{3,2}",
  ]) func `what is not known for certain gives up`(regex: String) {
    #expect(LiteralExtractor.requiredLiterals(of: regex) == nil)
  }

  @Test func `hostile regexes end soon and without a trap`() {
    let deep = String(repeating: "(", count: 5_000) + "abcdefgh" + String(repeating: ")", count: 5_000)
    #expect(LiteralExtractor.requiredLiterals(of: deep) == nil)
    let wide = (0..<2_000).map { "word\($0)" }.joined(separator: "|")
    #expect(LiteralExtractor.requiredLiterals(of: wide) == nil)
    let product = String(repeating: "(?:a|b|c|d)", count: 300)
    #expect((LiteralExtractor.requiredLiterals(of: product) ?? []).count <= 256)
    let nested = String(repeating: "(?:", count: 90) + "abcdefgh" + String(repeating: "){8}", count: 90)
    #expect(LiteralExtractor.requiredLiterals(of: nested)?.isEmpty == false)
    let long = String(repeating: "abcdefgh ", count: 900)
    #expect(LiteralExtractor.requiredLiterals(of: long)?.isEmpty == false)
    #expect(LiteralExtractor.requiredLiterals(of: String(repeating: "a", count: 10_000)) == nil)
  }

  private static let declared: [(words: [String], regex: String, lacks: Bool?)] = [
    (["abcdefgh"], "abcdefgh ijkl", false), (["ijkl"], "abcdefgh (?:ijkl|mnop)", true),
    (["ijkl", "mnop"], "abcdefgh (?:ijkl|mnop)", false), (["ABCD"], "(?i)abcd", false),
    (["abcd"], "(?:abcd)?", true),
    (["net/http"], "net/http: TLS", false), (["abcd"], "ab[cx]d", true),
    (["abcd", "abxd"], "ab[cx]d", false),
    (["abcd"], "(*UTF)abcd", nil), (["bababa"], "(?:ba){20}", nil),
  ]

  @Test(arguments: declared) func `a declared literal is proved, refuted or left alone`(
    words: [String], regex: String, lacks: Bool?
  ) {
    #expect(LiteralExtractor.mayLack(words, regex: regex) == lacks)
  }
}
