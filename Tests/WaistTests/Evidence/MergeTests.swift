import Evidence
import Testing
import VPCModel

/// Cases merge in any order to the same value: inputs are read by many tasks, and nobody knows who ends first.
@Suite struct MergeTests {
  @Test(arguments: 0..<30) func `moments merge in any order`(seed: UInt64) {
    var bench = EvidenceBench(seed: seed)
    let parts = (0..<3).map { _ in bench.moments(bench.number(0...900)) }
    expectOrderFree(parts, empty: Moments()) { $0.merge($1) }
  }

  @Test(arguments: 0..<30) func `sightings merge in any order`(seed: UInt64) {
    var bench = EvidenceBench(seed: seed)
    let parts = (0..<3).map { bench.sighting("input-\($0 % 2)", bench.number(0...200)) }
    expectOrderFree(parts, empty: Sighting()) { $0.merge($1) }
  }

  @Test(arguments: 0..<60) func `logs of a node merge in any order`(seed: UInt64) {
    var bench = EvidenceBench(seed: seed)
    let parts = (0..<3).map { bench.log("input-\($0)") }
    expectOrderFree(parts, empty: NodeLog()) { $0.merge($1) }
  }

  @Test(arguments: 0..<60) func `cases merge in any order`(seed: UInt64) {
    var bench = EvidenceBench(seed: seed)
    let parts = (0..<3).map { bench.evidence("input-\($0)") }
    expectOrderFree(parts, empty: Case()) {
      $0.merge($1)
      // Lists of statements are sets: `Triage` reads them sorted by place.
      $0.statements.sort { ($0.place, "\($0)") < ($1.place, "\($1)") }
      for name in $0.nodeStatements.keys {
        $0.nodeStatements[name]?.sort { ($0.place, "\($0)") < ($1.place, "\($1)") }
      }
    }
  }

  @Test func `the count of a minute is its last one, whichever log is read first`() {
    let late = counted(total: 20, second: 50, input: "ipamd.log")
    let early = counted(total: 10, second: 5, input: "ipamd.log.1")
    var (one, other) = (late, early)
    one.merge(early)
    other.merge(late)
    #expect(one == other)
    #expect(one.minutes.values.map(\.total) == [20])
  }

  @Test func `of two statements about one thing the newer counts, and the later place of one time`() {
    let first = Place(input: "a", line: 1, byte: 0)
    let second = Place(input: "b", line: 1, byte: 0)
    var log = NodeLog()
    log.set("WARM_IP_TARGET", "5", time: Instant(nanoseconds: 9), place: first)
    log.set("WARM_IP_TARGET", "1", time: Instant(nanoseconds: 3), place: second)
    log.set("WARM_IP_TARGET", "2", time: nil, place: second)
    #expect(log.settings["WARM_IP_TARGET"]?.value == "5")
    log.set("WARM_IP_TARGET", "7", time: Instant(nanoseconds: 9), place: second)
    #expect(log.settings["WARM_IP_TARGET"]?.value == "7")
  }

  private func counted(total: Int, second: Int64, input: String) -> NodeLog {
    var log = NodeLog()
    let time = Instant(nanoseconds: (600 + second) * 1_000_000_000)
    log.count(PoolCount(total: total, assigned: 0), time: time, place: Place(input: input, line: 1, byte: 0))
    return log
  }

  private func expectOrderFree<Value: Equatable>(
    _ parts: [Value], empty: Value, _ merge: (inout Value, Value) -> Void
  ) {
    func merged(_ left: Value, _ right: Value) -> Value {
      var left = left
      merge(&left, right)
      return left
    }
    // What was never merged waits unsorted: one merge into nothing settles it.
    let settled = parts.map { merged(empty, $0) }
    let (a, b, c) = (settled[0], settled[1], settled[2])
    #expect(merged(a, b) == merged(b, a))
    #expect(merged(merged(a, b), c) == merged(a, merged(b, c)))
    #expect(merged(a, empty) == a)
    #expect(merged(merged(c, b), a) == merged(merged(empty, parts[1]), merged(parts[0], parts[2])))
  }
}
