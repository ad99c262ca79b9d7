@testable import Playbooks
import Testing

@Suite struct TreeCodecTests {
  @Test(arguments: 0..<50) func `what is written is read back`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let tree = Self.tree(&dice, depth: 0)
    #expect(TreeCodec.decode(TreeCodec.encode(tree)) == tree)
  }

  @Test(arguments: 0..<50) func `a cut or a changed byte is no trap`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let tree = Self.tree(&dice, depth: 0)
    let bytes = TreeCodec.encode(tree)
    for _ in 0..<40 {
      let cut = Int.random(in: 0..<bytes.count, using: &dice)
      #expect(TreeCodec.decode(Array(bytes.prefix(cut))) == nil)
      var changed = bytes
      changed[cut] = UInt8.random(in: 0...255, using: &dice)
      _ = TreeCodec.decode(changed)
    }
    #expect(TreeCodec.decode(bytes + [0]) == nil)
  }

  @Test(arguments: [
    "", "s", "s1 1 5 abc", "s1 1 999999999 a", "l1 1 999999999 ", "m1 1 999999999 1 1 1 a", "s1 1 1 ab",
    "x1 1 1 a",
    "s-1 1 1 a", "s1 1 99999999999999999999 a", String(repeating: "l1 1 1 ", count: 100_000),
  ]) func `what encode did not write is refused`(text: String) {
    #expect(TreeCodec.decode(Array(text.utf8)) == nil)
  }

  @Test func `what YAML gives survives the codec`() throws {
    let tree = try SourceTree.parse(PlaybookText.right, file: "x.yaml")
    #expect(TreeCodec.decode(TreeCodec.encode(tree)) == tree)
  }

  private static func tree(_ dice: inout SeededGenerator, depth: Int) -> SourceTree {
    let line = Int.random(in: 1...99_999, using: &dice)
    let column = Int.random(in: 1...200, using: &dice)
    let count = Int.random(in: 0...4, using: &dice)
    switch Int.random(in: 0..<(depth > 6 ? 1 : 3), using: &dice) {
    case 0: return SourceTree(content: .scalar(text(&dice)), line: line, column: column)
    case 1:
      let items = (0..<count).map { _ in tree(&dice, depth: depth + 1) }
      return SourceTree(content: .list(items), line: line, column: column)
    default:
      let pairs = (0..<count).map { index in
        SourceTree.Pair(
          key: "\(text(&dice))\(index)", keyLine: line + index, keyColumn: column,
          value: tree(&dice, depth: depth + 1))
      }
      return SourceTree(content: .map(pairs), line: line, column: column)
    }
  }

  private static func text(_ dice: inout SeededGenerator) -> String {
    let pieces = ["a", " ", "7", "s1 1 1 ", "\n", "\"", "\\", "é", "🚧", "\0", "\u{202E}", "'"]
    return (0..<Int.random(in: 0...9, using: &dice)).compactMap { _ in pieces.randomElement(using: &dice) }
      .joined()
  }
}
