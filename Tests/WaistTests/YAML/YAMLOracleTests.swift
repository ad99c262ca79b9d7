import Foundation
import TestSupport
import Testing
import YAML
import Yams

/// Our reader beside libyaml's, which the program does without.
@Suite struct YAMLOracleTests {
  @Test func `every YAML file of the repository is read alike`() throws {
    var seen = 0
    for folder in [
      Samples.package.appending(path: "Playbooks"), Samples.package.appending(path: "SampleLogs"),
    ] {
      for name in Samples.files(in: folder) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        // A bomb is refused before it comes to a reader.
        if name.contains("bomb") { continue }
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        for document in text.split(separator: "\n---\n") {
          seen += 1
          #expect(Self.ours(String(document)) == Self.theirs(String(document)), "\(name)")
        }
      }
    }
    #expect(seen > 80)
  }

  /// Random texts of YAML's own pieces: what both take, both understand alike, to the column.
  @Test(arguments: 0..<20) func `what both take is the same`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    var taken = 0
    for _ in 0..<400 {
      let text = Self.text(&dice, indent: 0, depth: 0)
      guard let ours = Self.ours(text), let theirs = Self.theirs(text) else { continue }
      taken += 1
      #expect(ours == theirs, "\(text)")
    }
    #expect(taken > 100)
  }

  /// Well-formed texts: neither may refuse them.
  @Test(arguments: 20..<40) func `well-formed texts are taken`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let text = "k:" + Self.value(&dice, indent: 0, depth: 0, isOdd: false)
      #expect(Self.ours(text) == Self.theirs(text), "\(text)")
      #expect(Self.ours(text) != nil, "\(text)")
    }
  }

  /// Places, styles and texts in one line; nil when it is refused. Values that are not there have no place.
  private static func ours(_ text: String) -> String? {
    guard let node = try? YAMLNode.compose(text) else { return nil }
    func shown(_ node: YAMLNode) -> String {
      let place = "@\(node.line):\(node.column)"
      switch node.content {
      case .scalar(let text, let isPlain):
        return isPlain && text.isEmpty ? "~" : (isPlain ? "" : "'") + text + place
      case .list(let items): return "[" + items.map(shown).joined(separator: ",") + "]" + place
      case .map(let pairs):
        return "{" + pairs.map { shown($0.key) + ":" + shown($0.value) }.joined(separator: ",") + "}" + place
      }
    }
    return shown(node)
  }

  private static func theirs(_ text: String) -> String? {
    guard let parser = try? Parser(yaml: text, resolver: .basic), let node = try? parser.singleRoot() else {
      return nil
    }
    func shown(_ node: Node) -> String {
      let place = node.mark.map { "@\($0.line):\($0.column)" } ?? ""
      switch node {
      case .scalar(let scalar):
        let isPlain = scalar.style == .plain || scalar.style == .any
        return isPlain && scalar.string.isEmpty ? "~" : (isPlain ? "" : "'") + scalar.string + place
      case .sequence(let items): return "[" + items.map(shown).joined(separator: ",") + "]" + place
      case .mapping(let pairs):
        return "{" + pairs.map { shown($0.key) + ":" + shown($0.value) }.joined(separator: ",") + "}" + place
      case .alias: return "*"
      }
    }
    return withExtendedLifetime(parser) { shown(node) }
  }

  // MARK: texts

  private static func one(_ dice: inout SeededGenerator, of texts: [String]) -> String {
    texts.randomElement(using: &dice) ?? ""
  }

  /// A value behind its key or dash; with `isOdd` a piece of it may be out of place.
  private static func value(_ dice: inout SeededGenerator, indent: Int, depth: Int, isOdd: Bool) -> String {
    let kind = Int.random(in: 0..<(depth > 3 ? 2 : 4), using: &dice)
    if kind < 2 { return " " + scalar(&dice, indent: indent, isOdd: isOdd) + "\n" }
    let inner = indent + Int.random(in: 1...4, using: &dice)
    let lead = String(repeating: " ", count: inner)
    var out = one(&dice, of: ["\n", " # why\n", "\n\n", "\n  # why\n"])
    for number in 0..<Int.random(in: 1...3, using: &dice) {
      let key =
        kind == 2 ? one(&dice, of: ["k\(number):", "\"k \(number)\":", "k \(number) :", "é\(number):"]) : "-"
      out += lead + key + value(&dice, indent: inner, depth: depth + 1, isOdd: isOdd)
    }
    return out
  }

  private static func scalar(_ dice: inout SeededGenerator, indent: Int, isOdd: Bool) -> String {
    let lead = String(repeating: " ", count: indent + 2)
    if isOdd, Int.random(in: 0..<8, using: &dice) == 0 {
      return one(
        &dice, of: ["a: b", "- a", "]", "'", "\"", "{a", "@", "|x", "a\nb", "#", "%", "? a", "---", "[a b"])
    }
    return one(
      &dice,
      of: [
        "word", "two words", "http://x:1/y?z", "a#b # why", "-1.5e3", "it's", "~", "", "[a, b]",
        "{a: b, c: [d]}",
        "[x: y, {z: 1}, ]", "{\"a\":1, b}", "[a,\n\(lead)b]", "'it''s'", "'a\n\(lead)b'",
        "\"a\\n\\u00e9 \\\\\"",
        "\"a\n\n\(lead)b\\\n\(lead)c\"", "a\n\(lead)b\n\n\(lead)c", "|\n\(lead)a: b\n\n\(lead)  # no",
        "|-\n\(lead)a",
        ">+ # why\n\(lead)a\n\(lead)b\n\n\(lead) c\n\n", ">\n\n\(lead)a\n\(lead)b", "!t word", "&anchor word",
      ])
  }

  private static func text(_ dice: inout SeededGenerator, indent: Int, depth: Int) -> String {
    var text = Array("k:" + value(&dice, indent: indent, depth: depth, isOdd: true))
    if Bool.random(using: &dice), let index = text.indices.randomElement(using: &dice) {
      // One character goes, or another one comes.
      if Bool.random(using: &dice) {
        text.remove(at: index)
      } else {
        text.insert(
          contentsOf: one(&dice, of: [" ", "\n", ":", "-", "#", "'", "\"", "[", "}", ",", "&", "!"]),
          at: index)
      }
    }
    return String(text)
  }
}
