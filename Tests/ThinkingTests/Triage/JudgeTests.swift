import Evidence
import Playbooks
import Testing
import VPCModel

@testable import Triage

@Suite struct JudgeTests {
  private func rule(_ name: String, _ pattern: String = "a-cause") -> String {
    "\(name): {scope: node, all: [{pattern: says-\(pattern)}]}\n"
  }

  private func seen(_ seconds: [Int64] = [10, 20, 30]) -> TriageBench {
    var bench = TriageBench()
    bench.log()
    bench.sight("a-cause", at: seconds)
    return bench
  }

  @Test(arguments: [("proves", Basis.proved), ("likely", .likely), ("suspects", .suspected)])
  func `a rule that holds gives its basis`(name: String, basis: Basis) throws {
    let handbook = try TriageBench.handbook(["a-cause": rule(name)])
    let judge = seen().judge(handbook)
    #expect(judge.candidates.map(\.basis) == [basis])
    #expect(judge.candidates.first?.entity == Entity(.node, TriageBench.node))
    #expect(judge.candidates.first?.first == TriageBench.instant(10))
    #expect(judge.candidates.first?.last == TriageBench.instant(30))
    #expect(judge.candidates.first?.count == 3)
    #expect(judge.candidates.first?.state == .active)
    #expect(TriageBench().judge(handbook).candidates.isEmpty)
  }

  @Test func `the strongest basis of an entity is the one told`() throws {
    let handbook = try TriageBench.handbook(["a-cause": rule("proves") + rule("likely") + rule("suspects")])
    #expect(seen().judge(handbook).candidates.map(\.basis) == [.proved])
  }

  @Test func `what is refuted is no candidate and is told as ruled out`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": rule("likely") + "refutes: {scope: node, any: [{fact: node.poolFull, is: false}]}\n"
    ])
    var bench = seen()
    #expect(bench.judge(handbook).candidates.count == 1, "an absent fact refutes nothing")
    bench.log {
      $0.count(
        PoolCount(total: 9, assigned: 3), time: TriageBench.instant(40),
        place: Place(input: "a", line: 1, byte: 0))
    }
    let judge = bench.judge(handbook)
    #expect(judge.candidates.isEmpty)
    #expect(judge.refutations.map(\.wasClaimed) == [true])
  }

  @Test func `what was never claimed can be ruled out too`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": rule("likely"),
      "b-cause": rule("likely", "b-cause") + "refutes: {scope: node, any: [{pattern: says-a-cause}]}\n",
    ])
    let judge = seen().judge(handbook)
    #expect(judge.candidates.map(\.playbook.id.raw) == ["a-cause"])
    #expect(judge.refutations.map(\.playbook.id.raw) == ["b-cause"])
    #expect(judge.refutations.map(\.wasClaimed) == [false])
  }

  @Test func `a contributing rule makes no primary`() throws {
    let handbook = try TriageBench.handbook(["a-cause": "kind: both\n" + rule("contributes")])
    let judge = seen().judge(handbook)
    #expect(judge.candidates.map(\.isContributing) == [true])
    #expect(seen().weigh(handbook).primary == nil)
  }

  @Test func `success after the last sighting heals, and success before it does not`() throws {
    let handbook = try TriageBench.handbook(["a-cause": rule("likely") + "healedBy: [pool-grown]\n"])
    var healed = seen()
    healed.happen("pool-grown", at: 40)
    #expect(healed.judge(handbook).candidates.map(\.state) == [.recovered])
    var before = seen()
    before.happen("pool-grown", at: 29)
    #expect(before.judge(handbook).candidates.map(\.state) == [.active])
    var elsewhere = seen()
    elsewhere.happen("pool-grown", at: 40, on: "ip-10-0-0-9.ec2.internal")
    #expect(
      elsewhere.judge(handbook).candidates.map(\.state) == [.active],
      "another node's success is not this one's")
    let unhealed = try TriageBench.handbook(["a-cause": rule("likely")])
    #expect(healed.judge(unhealed).candidates.map(\.state) == [.active])
  }

  @Test func `a pod that still waits keeps a cause active`() throws {
    let handbook = try TriageBench.handbook(["a-cause": rule("likely") + "healedBy: [pool-grown]\n"])
    var bench = seen()
    bench.happen("pool-grown", at: 40)
    bench.happen("refused", at: 20)
    bench.log { $0.refuse(pod: "shop/web-1", at: TriageBench.instant(20)) }
    #expect(bench.judge(handbook).candidates.map(\.state) == [.active])
    bench.log { $0.serve(pod: PodHash("shop/web-1"), at: TriageBench.instant(45)) }
    #expect(bench.judge(handbook).candidates.map(\.state) == [.recovered])
  }

  @Test func `a limit seen in facts alone is latent until somebody is refused`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": "proves: {scope: node, all: [{fact: node.poolFull, is: true}]}\n"
    ])
    var bench = TriageBench()
    bench.log {
      $0.count(
        PoolCount(total: 9, assigned: 9), time: TriageBench.instant(1),
        place: Place(input: "a", line: 1, byte: 0))
    }
    #expect(bench.judge(handbook).candidates.map(\.state) == [.latent])
    bench.happen("refused", at: 20)
    #expect(bench.judge(handbook).candidates.map(\.state) == [.active])
  }

  @Test func `the evidence of one node convicts no other`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": "proves: {scope: node, all: [{pattern: says-a-cause}, {fact: node.poolFull, is: true}]}\n"
    ])
    var bench = seen()
    bench.log("ip-10-0-0-9.ec2.internal") {
      $0.count(
        PoolCount(total: 9, assigned: 9), time: TriageBench.instant(1),
        place: Place(input: "b", line: 1, byte: 0))
    }
    #expect(bench.judge(handbook).candidates.isEmpty)
  }
}
