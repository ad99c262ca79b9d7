import Evidence
import Playbooks
import Testing

@testable import Triage

/// True, false and not known: what is absent is never false.
@Suite struct EvaluatorTests {
  private static let values: [Truth] = [.yes, .no, .undetermined]

  @Test func `all and any of nothing`() {
    #expect(Truth.all([]) == .yes)
    #expect(Truth.any([]) == .no)
  }

  @Test func `all is no with one no, any is yes with one yes, else the unknown decides`() {
    for a in Self.values {
      for b in Self.values {
        #expect(
          Truth.all([a, b]) == (a == .no || b == .no ? .no : a == .yes && b == .yes ? .yes : .undetermined))
        #expect(
          Truth.any([a, b]) == (a == .yes || b == .yes ? .yes : a == .no && b == .no ? .no : .undetermined))
      }
    }
  }

  /// A node with a pool of 10, 10 assigned and 2 cooling; nothing is known of its limits.
  private static let yes = "{fact: node.poolTotal, atLeast: 10}"
  private static let no = "{fact: node.poolTotal, above: 10}"
  private static let unknown = "{fact: node.eniLimit, atLeast: 0}"

  private func truth(
    _ condition: String, scope: String = "node", at entity: Entity? = nil,
    _ change: (inout TriageBench) -> Void = { _ in }
  ) throws -> Truth {
    let handbook = try TriageBench.handbook(["some-cause": "proves: {scope: \(scope), \(condition)}"])
    var bench = TriageBench()
    bench.log {
      $0.count(
        PoolCount(total: 10, assigned: 10, cooling: 2), time: TriageBench.instant(5),
        place: Place(input: "a", line: 1, byte: 0))
    }
    change(&bench)
    let rule = try #require(handbook.playbooks.first?.proves)
    return bench.evaluator(handbook).evaluate(rule, at: entity ?? Entity(.node, TriageBench.node)).truth
  }

  @Test func `all, any and none over facts`() throws {
    let texts: [(Truth, String)] = [(.yes, Self.yes), (.no, Self.no), (.undetermined, Self.unknown)]
    for (a, left) in texts {
      for (b, right) in texts {
        #expect(try truth("all: [\(left), \(right)]") == .all([a, b]))
        #expect(try truth("any: [\(left), \(right)]") == .any([a, b]))
        let either = Truth.any([a, b])
        #expect(
          try truth("none: [\(left), \(right)]")
            == (either == .yes ? .no : either == .no ? .yes : .undetermined))
      }
    }
  }

  @Test func `a fact that is not known is undetermined, not 0`() throws {
    for comparison in ["equals: 0", "atMost: 5", "below: 1", "above: 0"] {
      #expect(try truth("all: [{fact: node.eniLimit, \(comparison)}]") == .undetermined)
    }
    #expect(try truth("all: [{fact: node.atENILimit, is: false}]") == .undetermined)
    #expect(try truth("none: [{fact: node.atENILimit, is: true}]") == .undetermined)
  }

  @Test func `a join to nobody is undetermined`() throws {
    #expect(try truth("all: [{fact: subnet.free, via: node.subnets, atLeast: 0}]") == .undetermined)
    #expect(try truth("none: [{fact: subnet.free, via: node.subnets, atLeast: 0}]") == .undetermined)
    #expect(try truth("all: [\(Self.yes)]", at: Entity(.node, "nobody")) == .undetermined)
  }

  @Test func `a pattern nobody saw is false only where a log would show it`() throws {
    let test = "all: [{pattern: says-some-cause}]"
    #expect(try truth(test) == .no)
    #expect(try truth(test, at: Entity(.node, "other")) == .undetermined)
    #expect(try truth("none: [{pattern: says-some-cause}]") == .yes)
    #expect(try truth(test) { $0.sight("some-cause", at: [9]) } == .yes)
    #expect(
      try truth(test) { $0.sight("some-cause", at: [9], on: "ip-10-0-0-9.ec2.internal") } == .no,
      "seen on another node")
  }

  @Test func `unless asks what is known, none what is known not to be`() throws {
    let other = Entity(.node, "other")
    #expect(try truth("none: [{pattern: says-some-cause}]", at: other) == .undetermined)
    #expect(try truth("unless: [{pattern: says-some-cause}]", at: other) == .yes)
    #expect(try truth("unless: [{pattern: says-some-cause}]") == .yes)
    #expect(try truth("unless: [{pattern: says-some-cause}]") { $0.sight("some-cause", at: [9]) } == .no)
  }

  @Test func `repetition and persistence are asked of incidents`() throws {
    let often = "all: [{pattern: says-some-cause, atLeast: 3}]"
    #expect(try truth(often) { $0.sight("some-cause", at: [1, 2]) } == .no)
    #expect(try truth(often) { $0.sight("some-cause", at: [1, 2, 3]) } == .yes)
    #expect(
      try truth(often) { $0.sight("some-cause", at: [1, 1, 1, 2]) } == .no,
      "one incident is one however often it is told")
    let long = "all: [{pattern: says-some-cause, lasting: 120}]"
    #expect(try truth(long) { $0.sight("some-cause", at: [1, 100]) } == .no)
    #expect(try truth(long) { $0.sight("some-cause", at: [1, 121]) } == .yes)
  }

  @Test(arguments: [
    (FactTest.Comparison.isTrue, [0.0: false, 1: true, 2: true]), (.isFalse, [0: true, 1: false]),
    (.equals(2), [1: false, 2: true, 3: false]), (.atLeast(2), [1: false, 2: true, 3: true]),
    (.atMost(2), [1: true, 2: true, 3: false]), (.above(2), [1: false, 2: false, 3: true]),
    (.below(2), [1: true, 2: false, 3: false]),
  ]) func `comparisons hold where they say`(comparison: FactTest.Comparison, table: [Double: Bool]) {
    for (value, wanted) in table { #expect(comparison.holds(value) == wanted, "\(comparison) \(value)") }
  }
}
