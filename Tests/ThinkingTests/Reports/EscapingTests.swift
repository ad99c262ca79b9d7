import Reports
import Testing

@Suite struct EscapingTests {
  @Test(arguments: [
    ("\u{1B}[31mred", "\\u{1b}[31mred"), ("\u{1B}]8;;http://x\u{7}y", "\\u{1b}]8;;http://x\\u{7}y"),
    ("\u{9B}31m", "\\u{9b}31m"), ("a\u{202E}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
    ("a\nb\tc\r", "a\\nb\\tc\\r"),
    ("z\u{200B}\u{200D}\u{FEFF}", "z\\u{200b}\\u{200d}\\u{feff}"), ("\u{E0041}", "\\u{e0041}"),
    ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"), ("a\u{A0}b", "a\\u{a0}b"), ("\u{7F}\u{0}", "\\u{7f}\\u{0}"),
    ("grün 子网 ✔", "grün 子网 ✔"), ("", ""),
  ])
  func `what cannot be seen is made visible`(raw: String, shown: String) {
    #expect(Escaping.terminal(raw) == shown)
  }

  @Test func `stacked marks do not cover other lines`() {
    let tower = "a" + String(repeating: "\u{301}", count: 50)
    #expect(Escaping.terminal(tower).unicodeScalars.count { $0 == "\u{301}" } == 4)
  }

  @Test func `ASCII output is ASCII`() {
    let text = Escaping.terminal("02:03–02:41 … ≥ 16 → 子", asciiOnly: true)
    #expect(text == "02:03-02:41 ... >= 16 -> \\u{5b50}")
  }

  @Test(arguments: [
    ("[x](http://e)", "\\[x\\](http:&#8203;//e)"), ("<b>&", "&lt;b&gt;&amp;"), ("a_b*c`d", "a\\_b\\*c\\`d"),
    ("@all #1", "@&#8203;all \\#&#8203;1"), ("- item", "\\- item"), ("12. item", "12\\. item"),
    ("10.0.1.0/24", "10.0.1.0/24"), ("www.evil.example", "www&#8203;.evil.example"), ("a | b", "a \\| b"),
    ("free 3 - 4", "free 3 - 4"),
  ])
  func `running text is no markup`(raw: String, shown: String) {
    #expect(Escaping.markdown(raw) == shown)
  }

  @Test(arguments: [
    ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a`", "``` ``a` ```"), ("", ""),
    (" a ", "`  a  `"),
  ])
  func `a code span ends where it should`(raw: String, shown: String) {
    #expect(Escaping.markdownCode(raw) == shown)
  }

  @Test func `a bar stays in its cell`() {
    #expect(Escaping.markdownCode("a|b", inTable: true) == "`a\\|b`")
  }

  @Test func `a fence is longer than any run of backticks inside`() {
    let block = Escaping.markdownBlock(["a ````` b\n```"])
    #expect(block == ["``````", "a ````` b\\n```", "``````"])
  }
}
