import Patterns
import Testing

@Suite struct PatternSetTests {
  private func set(_ regexes: [String]) -> PatternSet {
    PatternSet(
      regexes.enumerated().map { PatternSource(name: "p\($0.offset)", literals: [], regex: $0.element) })
  }

  @Test func `a pattern over its budget is reported and the others still match`() {
    let set = set([#"^(?:a+)+$"#, #"!$"#, #"(?:x+x+)+y"#])
    let hostile = Array((String(repeating: "a", count: 60) + String(repeating: "x", count: 40) + "!").utf8)
    #expect(set.matches(in: hostile).map(\.pattern) == [1])
    #expect(set.overBudget["p0", default: 0] + set.overBudget["p2", default: 0] > 0)
    #expect(set.overBudget["p1"] == nil)
    let before = set.overBudget
    #expect(set.matches(in: Array("aaa".utf8)).map(\.pattern) == [0], "it is skipped on that line only")
    #expect(set.overBudget == before)
  }

  @Test func `a group that took no part is not captured`() {
    let found = set([#"(?<eni>eni-\w+)?(?<subnet>subnet-\w+)(?<late>!)?"#]).matches(
      in: Array("subnet-0a1".utf8))
    #expect(found.map(\.captures) == [["subnet": "subnet-0a1"]])
  }

  @Test func `an alternative's groups are its own`() {
    let set = set([#"one (?<a>\d+)|two (?<b>\d+)"#])
    #expect(set.matches(in: Array("one 1".utf8)).first?.captures == ["a": "1"])
    #expect(set.matches(in: Array("two 2".utf8)).first?.captures == ["b": "2"])
  }

  @Test func `the start may be moved`() {
    let found = set([#"(?<word>before) \Kafter"#]).matches(in: Array("say before after".utf8))
    #expect(found.first?.range == 11..<16)
    #expect(found.first?.captures == ["word": "before"])
  }

  @Test func `a start behind the end is no range and no trap`() {
    // Newer versions of PCRE2 refuse such a pattern; older ones hand out an inverted range.
    let set = set([#"(?=ab\K)"#, "ab"])
    let found = set.matches(in: Array("xxab".utf8))
    #expect(found.last?.pattern == 1)
    for match in found { #expect(match.range.lowerBound <= match.range.upperBound) }
  }

  @Test func `an empty match is a match`() {
    let set = set(["x*", "^$", "(?<nothing>)end$"])
    #expect(set.matches(in: Array("abc".utf8)).map(\.range) == [0..<0])
    #expect(set.matches(in: []).map(\.pattern) == [0, 1])
    #expect(set.matches(in: Array("end".utf8)).last?.captures == ["nothing": ""])
  }

  @Test func `a long group is left out of the captures`() {
    let text = Array(("id=" + String(repeating: "7", count: 600)).utf8)
    let found = set([#"(?<key>id)=(?<value>\d+)"#]).matches(in: text)
    #expect(found.map(\.captures) == [["key": "id"]])
    #expect(found.first?.range == 0..<603)
  }

  @Test(arguments: [
    ("(abc", 4), ("a)b", 1), ("[a-", 3), (#"(?<n>x)(?<n>y)"#, 10), ("a{2,1}", 6), ("*a", 0), (#"\"#, 1),
  ]) func `a broken pattern says what is wrong and where`(pattern: String, offset: Int) {
    do throws(RegexError) {
      _ = try Regex(pattern)
      Issue.record("\(pattern) compiled")
    } catch {
      #expect(abs(error.offset - offset) <= 3, "offset \(error.offset)")
      #expect(!error.message.isEmpty)
      #expect(error.description == "\(error.message) at offset \(error.offset)")
    }
  }

  @Test func `a broken pattern is told by name and stops no other`() {
    let set = set(["(abc", "abc"])
    #expect(set.matches(in: Array("abc".utf8)).map(\.pattern) == [1])
    #expect(set.matches(in: Array("abc".utf8)).map(\.pattern) == [1])
    #expect(set.broken.keys.sorted() == ["p0"])
    #expect(set.broken["p0"]?.offset == 4)
  }

  @Test func `a line of four MiB is searched to its end`() {
    var text = [UInt8](repeating: UInt8(ascii: "a"), count: 4 << 20)
    text += Array("InsufficientCidrBlocks eni-0123456789abcdef0".utf8)
    let set = PatternSet([
      PatternSource(
        name: "code", literals: ["InsufficientCidrBlocks"],
        regex: #"(?<![\w.])?InsufficientCidrBlocks[^\n]{0,200}(?<eni>eni-[0-9a-f]{8,17})"#),
      PatternSource(name: "end", literals: ["InsufficientCidrBlocks"], regex: #"[^\n]{0,200}blocks$"#),
    ])
    let found = set.matches(in: text)
    #expect(found.first?.captures["eni"] == "eni-0123456789abcdef0")
    #expect(found.map(\.pattern) == [0])
    #expect(set.overBudget.isEmpty)
  }

  @Test func `invalid UTF-8 around a match does no harm`() {
    let set = PatternSet([
      PatternSource(
        name: "code", literals: ["UnauthorizedOperation"], regex: #"(?<around>.?)UnauthorizedOperation"#)
    ])
    for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0, 0xFE]] {
      let text = bytes + Array("UnauthorizedOperation".utf8) + bytes
      let found = set.matches(in: text)
      #expect(found.map(\.range) == [bytes.count - 1..<bytes.count + 21])
      #expect(found.first?.captures["around"]?.isEmpty == false)
    }
    #expect(set.overBudget.isEmpty)
  }

  @Test func `a pattern that asks for UTF does not match what is none`() {
    let set = set([#"(*UTF)é"#, "plain"])
    #expect(set.matches(in: Array("é plain".utf8)).map(\.pattern) == [0, 1])
    #expect(set.matches(in: [0xFF, 0xC3] + Array("plain".utf8)).map(\.pattern) == [1])
  }
}
