import Patterns
import Testing

/// The prefilter may never lose a match: what it lets through gives the same answer as trying every pattern.
@Suite struct PrefilterPropertyTests {
  @Test(arguments: 0..<40) func `filtered equals naive on random patterns and lines`(seed: UInt64) {
    var bench = PatternBench(seed: seed)
    let set = PatternSet(bench.patterns(count: 24))
    var found = 0
    for _ in 0..<250 {
      let line = bench.line(for: set.sources)
      let naive = set.naiveMatches(in: line)
      let filtered = set.matches(in: line)
      found += naive.count
      #expect(filtered == naive, "seed \(seed), line \(line)")
      // Wherever `candidates` names a pattern with a literal, the quick answer is yes too.
      let named = Set(set.candidates(in: line.span)).subtracting(set.prefilter.always)
      let mayMatch = set.prefilter.mayMatch(line.span)
      #expect(mayMatch == !named.isEmpty)
    }
    #expect(set.broken.isEmpty)
    #expect(set.overBudget.isEmpty)
    #expect(found > 20, "the property says nothing when nothing matches")
  }

  @Test(arguments: [4, 5, 11, 12, 13, 40, 200, 300, 1_000])
  func `a literal is found at every place of a line`(length: Int) {
    let literal = String((0..<length).map { "abcdefghijklmnopqrstuvwxyz"[$0 % 26] })
    let set = PatternSet([PatternSource(name: "one", literals: [literal], regex: literal)])
    for before in 0..<40 {
      for after in [0, 1, 3, 11] {
        let line = Array(
          (String(repeating: "-", count: before) + literal + String(repeating: "-", count: after)).utf8)
        #expect(set.matches(in: line).map(\.range) == [before..<before + length])
      }
    }
  }

  @Test func `lines shorter than the window are no trap`() {
    let set = PatternSet([
      PatternSource(name: "long", literals: ["InsufficientCidrBlocks"], regex: "InsufficientCidrBlocks"),
      PatternSource(name: "short", literals: ["ENI!"], regex: "ENI!"),
    ])
    for text in ["", "E", "EN", "ENI", "nsufficientCidrBlocks"] {
      #expect(set.matches(in: Array(text.utf8)).isEmpty)
    }
    #expect(set.matches(in: Array("ENI!".utf8)).map(\.pattern) == [1])
  }

  @Test func `literals of one block and one suffix are told apart`() {
    let words = ["xxxxxxxx-abcd", "yyyyyyyy-abcd", "abcdabcdabcd", "abcdabcdabcdabcd", "bcdabcdabcda"]
    let set = PatternSet(words.map { PatternSource(name: $0, literals: [$0], regex: $0) })
    for line in [
      "zz abcdabcdabcdabcd", "yyyyyyyy-abcdabcdabcdabcd", "xxxxxxxx-abc", "xxxxxxxx-abcd yyyyyyyy-abcd",
    ] {
      let bytes = Array(line.utf8)
      #expect(set.matches(in: bytes) == set.naiveMatches(in: bytes))
    }
  }

  @Test func `one of several literals is enough`() {
    let set = PatternSet([
      PatternSource(
        name: "either", literals: ["throttling exception", "rate exceeded"],
        regex: "(?i)throttling exception|rate exceeded")
    ])
    #expect(set.matches(in: Array("a Rate Exceeded".utf8)).count == 1)
    #expect(set.matches(in: Array("THROTTLING EXCEPTION".utf8)).count == 1)
  }

  @Test func `a pattern without a literal that can be looked up is tried on every line`() {
    let set = PatternSet([
      PatternSource(name: "none", literals: [], regex: #"\bENI \d+"#),
      PatternSource(name: "tiny", literals: ["abc"], regex: "abc"),
      PatternSource(name: "mixed", literals: ["long enough for it", "xy"], regex: "long enough for it|xy"),
    ])
    #expect(set.prefilter.always == [0, 1, 2])
    #expect(set.candidates(in: Array("".utf8).span) == [0, 1, 2])
    #expect(set.matches(in: Array("ENI 4 abc xy".utf8)).map(\.pattern) == [0, 1, 2])
  }

  @Test func `an empty set finds nothing`() {
    let set = PatternSet([])
    #expect(set.matches(in: Array("anything".utf8)).isEmpty)
    let mayMatch = set.prefilter.mayMatch(Array("anything".utf8).span)
    #expect(!mayMatch)
  }
}

extension String {
  fileprivate subscript(_ offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
