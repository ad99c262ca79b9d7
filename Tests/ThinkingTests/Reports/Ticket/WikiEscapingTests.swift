import Reports
import TestSupport
import Testing

@Suite struct WikiEscapingTests {
  @Test(arguments: [
    ("{code}", "\\{code\\}"), ("[~user]", "\\[\\~user\\]"), ("!x.png!", "\\!x.png\\!"), ("a\\b", "a&#92;b"),
    ("http://e", "http&#58;//e"), ("h1. x", "h1&#46; x"), ("www.e.example", "www&#46;e.example"),
    (":)", "&#58;\\)"),
    ("at 10:20:30 web-1", "at 10:20:30 web-1"), ("10.0.1.0/24", "10.0.1.0/24"), ("WARM_IP", "WARM\\_IP"),
    ("--", "\\-\\-"), ("<b>&", "&#60;b&#62;&#38;"),
  ])
  func `running text is no wiki markup of Jira`(raw: String, shown: String) {
    #expect(Escaping.jiraWiki(raw) == shown)
  }

  @Test(arguments: [
    ("\"x\":http://e", "&#34;x&#34;&#58;http&#58;//e"), ("@team", "&#64;team"), ("#12", "&#35;12"),
    ("a-b -c-", "a-b &#45;c&#45;"), ("user:admin", "user&#58;admin"),
    ("{{toc}}", "&#123;&#123;toc&#125;&#125;"),
    ("p. x", "p&#46; x"), ("10.0.1.0/24 at 10:20", "10.0.1.0/24 at 10:20"), ("grün 子网", "grün 子网"),
  ])
  func `running text is no Textile`(raw: String, shown: String) {
    #expect(Escaping.textile(raw) == shown)
  }

  /// What may do something in running text, unescaped.
  private static let jira = Set("{}[]()*_+^~?!|#@%<>\"")
  private static let textile = Set("{}[]()*_+^~?!|#@%<>\"\\=`")

  @Test func `nothing is lost and nothing lives, whatever is put together`() throws {
    var random = SeededRandom(seed: 31)
    for _ in 0..<3_000 {
      let raw = Nasty.text(&random)
      let seen = Escaping.terminal(raw)
      let wiki = Escaping.jiraWiki(raw)
      #expect(WikiReader.plain(wiki, live: Self.jira, hasBackslash: true) == seen, "\(raw.debugDescription)")
      let textile = Escaping.textile(raw)
      #expect(
        WikiReader.plain(textile, live: Self.textile, hasBackslash: false) == seen, "\(raw.debugDescription)")
      for text in [wiki, textile] {
        for live in ["://", "--", "www.", ":)", ":D"] { #expect(!text.contains(live), "\(text)") }
        #expect(text.prefixMatch(of: /(h[1-6]|bq|p|fn[0-9])\.[ .:]/) == nil, "\(text)")
      }
    }
  }

  @Test func `the reader of these tests sees live markup`() {
    #expect(WikiReader.plain("{code\\}", live: Self.jira, hasBackslash: true) == nil)
    #expect(WikiReader.plain("a \\\\ b", live: Self.jira, hasBackslash: true) == nil)
    #expect(WikiReader.plain("a & b", live: [], hasBackslash: false) == nil)
    #expect(WikiReader.plain("&#64;x\\*", live: Self.jira, hasBackslash: true) == "@x*")
    #expect(WikiReader.split("{noformat}\na\n", open: "{noformat}", close: "{noformat}") == nil)
  }
}
