import Testing

@testable import YAML

/// What the reader makes of texts; the comparison with libyaml is in `YAMLOracleTests`.
@Suite struct YAMLTests {
  @Test(arguments: [
    ("a", "'a'"), ("a: b", "{'a': 'b'}"), ("a:\n  b: c\nd: e", "{'a': {'b': 'c'}, 'd': 'e'}"),
    ("- a\n- b", "['a', 'b']"), ("- - a\n  - b\n-\n  c", "[['a', 'b'], 'c']"),
    ("a:\n- b\n- c", "{'a': ['b', 'c']}"),
    ("- a: b\n  c: d\n- e", "[{'a': 'b', 'c': 'd'}, 'e']"), ("a:\nb: ~", "{'a': '', 'b': '~'}"),
    ("a: b # c\n# d\ne: f#g", "{'a': 'b', 'e': 'f#g'}"), ("a: b\n  c\n\n  d", "{'a': 'b c\\nd'}"),
    ("a: http://x:1/y", "{'a': 'http://x:1/y'}"), ("? a\n: b\n? c", "{'a': 'b', 'c': ''}"),
    ("%YAML 1.2\n---\na\n...", "'a'"), ("\u{FEFF}a: 1\r\nb: 2\r\n", "{'a': '1', 'b': '2'}"),
    ("!!map\na: !t b", "{'a': 'b'}"), ("a: &x [1]\nb: *x", "{'a': ['1'], 'b': ['1']}"),
    ("[a, b: c, [d], {e: f}, ]", "['a', {'b': 'c'}, ['d'], {'e': 'f'}]"),
    ("{a, b: , \"c\":d, e: [f,\n g]}", "{'a': '', 'b': '', 'c': 'd', 'e': ['f', 'g']}"),
    ("'it''s\n  so'", "'it's so'"), ("\"a\\tb\\x41\\u00e9\\\n  c\\\"\"", "'a\\tbAéc\"'"),
    ("a: |\n  b\n   c\n\n  d\n\ne: f", "{'a': 'b\\n c\\n\\nd\\n', 'e': 'f'}"),
    ("a: >-\n  b\n  c\n\n  d\n   e\n  f\n", "{'a': 'b c\\nd\\n e\\nf'}"),
    ("a: |+\n  b\n\n\nc: d", "{'a': 'b\\n\\n\\n', 'c': 'd'}"), ("a: |2\n   b", "{'a': ' b'}"),
    ("- |\n a\n- >\n b\n c", "['a\\n', 'b c']"),
  ]) func `a text is what the specification says`(text: String, shown: String) throws {
    #expect(try YAMLNode.compose(text).map(Self.shown) == shown)
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "\u{FEFF}", " \n \n"])
  func `without content there is no document`(text: String) throws {
    #expect(try YAMLNode.compose(text) == nil)
  }

  @Test(arguments: [
    ("a: b: c", 1, 5), ("a: b\n c: d", 2, 3), ("a: - b", 1, 4), ("a: [b", 1, 6), ("a: \"b", 1, 6),
    ("a\nb: c", 2, 2),
    ("a: b\n- c", 2, 1), ("- a\n b: c", 2, 3), ("a: 1\n---\nb: 2", 2, 1), ("%TAG x", 1, 7), ("a: *b", 1, 4),
    ("\ta: b", 1, 2), ("a: |x\n b", 1, 5), ("a: b\u{1}", 1, 5), ("é: é\u{7F}", 1, 5), ("\"\\q\"", 1, 3),
    ("a: @b", 1, 4),
    ("[a]]", 1, 4), ("a: \"\\ud83d\"", 1, 6), ("  a: b\n c: d", 2, 2), ("[,]", 1, 2),
  ]) func `what is wrong is said where it stands`(text: String, line: Int, column: Int) {
    do throws(YAMLError) {
      let node = try YAMLNode.compose(text)
      Issue.record("taken: \(node.map(Self.shown) ?? "nothing")")
    } catch {
      #expect((error.line, error.column) == (line, column), "\(error.reason)")
      #expect(!error.reason.isEmpty)
    }
  }

  @Test func `keys that stand twice are named, once each`() {
    let error = #expect(throws: YAMLError.self) {
      try YAMLNode.compose("x:\n  a: 1\n  \"a\": 2\n  b: 3\n  a: 4\n  b: 5\n")
    }
    #expect(error?.repeated == ["a", "b"])
    #expect(error?.line == 2 && error?.column == 3)
    #expect(throws: YAMLError.self) { try YAMLNode.compose("{a: 1, a: 2}") }
  }

  @Test func `a node knows its line and its column in characters`() throws {
    let root = try #require(try YAMLNode.compose("# c\né: [ü, a]\nb:\n  - c\n"))
    guard case .map(let pairs) = root.content, case .list(let items) = pairs[0].value.content else {
      Issue.record("\(root)")
      return
    }
    #expect((root.line, root.column) == (2, 1))
    #expect(items.map(\.column) == [5, 8])
    #expect((pairs[1].value.line, pairs[1].value.column) == (4, 3))
  }

  @Test func `anchors are marked where they stand and where they are used`() throws {
    let root = try #require(try YAMLNode.compose("- &a x\n- *a\n- y\n"))
    guard case .list(let items) = root.content else { return }
    #expect(items.map(\.hasAnchor) == [true, true, false])
    #expect(items.map(\.text) == ["x", "x", "y"])
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "[", count: 200_000), String(repeating: "{a: ", count: 200_000),
      String(repeating: "- ", count: 200_000), String(repeating: "? ", count: 200_000),
      (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ]) func `nesting without end is refused`(text: String)
  {
    let error = #expect(throws: YAMLError.self) { try YAMLNode.compose(text) }
    #expect(error?.reason == "nested too deeply")
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "[" + String(repeating: "[é, b], ", count: 100_000) + "]", String(repeating: "a ", count: 500_000),
      "\"" + String(repeating: "a\n\n", count: 300_000) + "\"",
      "a: |\n" + String(repeating: "  x\n", count: 300_000),
      "{" + (0..<100_000).map { "k\($0): , " }.joined() + "}",
      (0..<20_000).map { "k\($0): &a\($0) {x: [y, z]}\n" }.joined(),
      String(repeating: "\n", count: 1_000_000) + "a",
    ]) func `a long text takes time in proportion`(text: String) throws
  {
    #expect(try YAMLNode.compose(text) != nil)
  }

  @Test func `a bomb stays small until somebody walks it`() throws {
    let bomb = "- &a0 [x, x, x]\n" + (1...200).map { "- &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    guard case .list(let items)? = try YAMLNode.compose(bomb)?.content else {
      Issue.record("not taken")
      return
    }
    #expect(items.count == 201)
  }

  static func shown(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _):
      "'\(text.replacing("\n", with: "\\n").replacing("\t", with: "\\t"))'"
    case .list(let items): "[\(items.map(shown).joined(separator: ", "))]"
    case .map(let pairs): "{\(pairs.map { "\(shown($0.key)): \(shown($0.value))" }.joined(separator: ", "))}"
    }
  }
}
