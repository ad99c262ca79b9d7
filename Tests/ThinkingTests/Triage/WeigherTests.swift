import Evidence
import Playbooks
import Testing

@testable import Triage

/// One primary of many causes.
@Suite struct WeigherTests {
  private static func rule(_ name: String, _ id: String) -> String {
    "\(name): {scope: node, all: [{pattern: says-\(id)}]}\n"
  }

  private func bench(_ causes: [String]) -> TriageBench {
    var bench = TriageBench()
    bench.log()
    for cause in causes { bench.sight(cause, at: [10, 20, 400]) }
    return bench
  }

  @Test func `proved comes before likely`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": Self.rule("likely", "a-cause"), "b-cause": Self.rule("proves", "b-cause"),
    ])
    let weighing = bench(["a-cause", "b-cause"]).weigh(handbook)
    #expect(weighing.primary?.playbook.id.raw == "b-cause")
    #expect(weighing.contributing.map(\.playbook.id.raw) == ["a-cause"])
  }

  @Test func `active comes before recovered, and recovered before latent`() throws {
    let handbook = try TriageBench.handbook([
      "a-recovered": Self.rule("proves", "a-recovered") + "healedBy: [pool-grown]\n",
      "b-active": Self.rule("likely", "b-active"),
      "c-latent": "proves: {scope: node, all: [{fact: node.poolFull, is: true}]}\n",
    ])
    var bench = bench(["a-recovered"])
    bench.happen("pool-grown", at: 500)
    bench.log {
      $0.count(
        PoolCount(total: 9, assigned: 9), time: TriageBench.instant(1),
        place: Place(input: "a", line: 1, byte: 0))
    }
    #expect(bench.weigh(handbook).primary?.playbook.id.raw == "a-recovered")
    #expect(bench.weigh(handbook).primary?.state == .recovered)
    bench.sight("b-active", at: [10, 20, 400])
    #expect(bench.weigh(handbook).primary?.playbook.id.raw == "b-active")
  }

  @Test func `a deeper cause wins over its consequence, also when that is proved`() throws {
    let handbook = try TriageBench.handbook([
      "a-consequence": Self.rule("proves", "a-consequence") + "yieldsTo: [b-deeper]\n",
      "b-deeper": Self.rule("likely", "b-deeper"),
    ])
    let weighing = bench(["a-consequence", "b-deeper"]).weigh(handbook)
    #expect(weighing.primary?.playbook.id.raw == "b-deeper")
    #expect((weighing.contributing + weighing.alternatives).first?.yieldedTo?.raw == "b-deeper")
    #expect(bench(["a-consequence"]).weigh(handbook).primary?.playbook.id.raw == "a-consequence")
  }

  @Test func `a cause of another node is no deeper one here`() throws {
    let handbook = try TriageBench.handbook([
      "a-consequence": Self.rule("proves", "a-consequence") + "yieldsTo: [b-deeper]\n",
      "b-deeper": Self.rule("likely", "b-deeper"),
    ])
    var bench = bench(["a-consequence"])
    bench.log("ip-10-0-0-9.ec2.internal")
    bench.sight("b-deeper", at: [10, 20, 400], on: "ip-10-0-0-9.ec2.internal")
    #expect(bench.weigh(handbook).primary?.playbook.id.raw == "a-consequence")
  }

  @Test func `two that yield to each other do not vanish`() throws {
    let handbook = try TriageBench.handbook([
      "a-cause": Self.rule("likely", "a-cause") + "yieldsTo: [b-cause]\n",
      "b-cause": Self.rule("likely", "b-cause") + "yieldsTo: [a-cause]\n",
    ])
    #expect(bench(["a-cause", "b-cause"]).weigh(handbook).primary != nil)
  }

  @Test func `a contributing cause is never primary, alone or proved`() throws {
    let handbook = try TriageBench.handbook([
      "a-adds": "kind: contributing\n" + Self.rule("proves", "a-adds"),
      "b-cause": Self.rule("likely", "b-cause"),
    ])
    #expect(bench(["a-adds"]).weigh(handbook).primary == nil)
    let both = bench(["a-adds", "b-cause"]).weigh(handbook)
    #expect(both.primary?.playbook.id.raw == "b-cause")
    #expect(both.contributing.map(\.playbook.id.raw) == ["a-adds"])
  }

  @Test func `a suspicion is an alternative and never a primary`() throws {
    let handbook = try TriageBench.handbook([
      "a-suspect": Self.rule("suspects", "a-suspect"),
      "b-cause": Self.rule("likely", "b-cause") + "confusedWith: [{cause: a-suspect, because: alike}]\n",
    ])
    let alone = bench(["a-suspect"]).weigh(handbook)
    #expect(alone.primary == nil)
    #expect(alone.alternatives.map(\.playbook.id.raw) == ["a-suspect"])
    let beside = bench(["a-suspect", "b-cause"]).weigh(handbook)
    #expect(beside.primary?.playbook.id.raw == "b-cause")
    #expect(beside.alternatives.map(\.playbook.id.raw) == ["a-suspect"])
  }

  @Test func `the documented order decides between equals`() throws {
    let handbook = try TriageBench.handbook([
      "a-late": "step: 4\n" + Self.rule("likely", "a-late"),
      "b-early": "step: 2\n" + Self.rule("likely", "b-early"),
    ])
    #expect(bench(["a-late", "b-early"]).weigh(handbook).primary?.playbook.id.raw == "b-early")
  }
}
