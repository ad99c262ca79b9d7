import Testing

@testable import Triage

@Suite struct UnionFindTests {
  @Test func `names that mean the same are one set, whatever the order of joins`() {
    let joins = [("c", "d"), ("a", "b"), ("d", "e"), ("b", "c"), ("x", "y"), ("x", "x")]
    for turn in joins.indices {
      var union = UnionFind()
      union.add("alone")
      for index in joins.indices {
        let (left, right) = joins[(index + turn) % joins.count]
        if turn % 2 == 0 { union.join(left, right) } else { union.join(right, left) }
      }
      #expect(union.sets == [["a", "b", "c", "d", "e"], ["alone"], ["x", "y"]])
      #expect(union.root("e") == "a")
      #expect(union.root("y") == "x")
    }
  }

  @Test func `an unknown name is its own root and then known`() {
    var union = UnionFind()
    #expect(!union.has("a"))
    #expect(union.root("a") == "a")
    #expect(union.has("a"))
    union.join("a", "a")
    #expect(union.sets == [["a"]])
    #expect(UnionFind().sets.isEmpty)
  }

  @Test func `a long chain is no deep recursion`() {
    var union = UnionFind()
    for number in (0..<3_000).reversed() { union.join("n\(10_000 + number)", "n\(10_001 + number)") }
    #expect(union.sets.count == 1)
    #expect(union.root("n13000") == "n10000")
  }
}
