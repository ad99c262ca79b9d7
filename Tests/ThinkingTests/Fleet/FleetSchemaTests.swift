import Playbooks
import Reports
import Testing
import VPCModel

@testable import Triage

/// The JSON of a fleet against its part of the schema.
@Suite struct FleetSchemaTests {
  private func fleet() throws -> Fleet {
    let cause = CauseID("subnet-exhausted")
    let clock = ClockOffset(seconds: -95, spread: 1, events: 7)
    let nodes = (0..<30).map { number in
      let isBad = number < 12
      var node = FleetNode(
        id: "i-\(10 + number)", cause: isBad ? cause : nil,
        first: isBad ? Instant(nanoseconds: Int64(number) * 60_000_000_000) : nil, failures: isBad ? 3 : 0,
        traits: [NodeTrait(.zone, isBad ? "a" : "b")], clock: number == 3 ? clock : nil)
      if isBad { node.failureSpans = [FailureSpan(minute: Int64(number), minutes: 1, failures: nil)] }
      return node
    }
    let groups = [FleetGroup(cause, title: "full", among: nodes)]
    #expect(!groups[0].factors.isEmpty)
    let advice = RemedyAdvice(
      order: 1, title: "less", cause: cause,
      commands: ["kubectl -n kube-system set env ds/aws-node WARM_IP_TARGET=2 WARM_ENI_TARGET-"], effect: "",
      effectAddresses: 7, effectFreeBlocks: nil, risk: "", precondition: "", verify: "", rollback: "")
    let step = RolloutStep(
      phase: .relief, causes: [cause], advice: advice, reach: .agentEverywhere("aws-node"), unblocks: 12,
      nodes: [], subnets: ["subnet-1"], restartedAgents: 30, replacedNodes: 0, movedPods: nil)
    let subnet = FleetSubnet(
      id: "subnet-1", zone: nil, size: 256, free: nil, owners: nil, forecast: nil, nodes: 30, held: 5,
      idle: 2,
      speaking: 1, refused: ["i-10"],
      idlers: [FleetSubnet.Idler(node: "i-30", idle: 2, held: 5, inUse: 3)])
    var clocks = FleetClocks()
    clocks.offsets["i-13"] = clock
    clocks.uncertain = ["i-14"]
    var waiting = try simulated()[...]
    return Fleet(
      report: SampleReport.healthy(), nodes: nodes, groups: groups, steps: [step], subnets: [subnet],
      failures: FailureMap(nodes, groups: groups), clocks: clocks,
      outlook: FleetOutlook(trying: Fleet.trials(of: [step])) { waiting.popFirst() })
  }

  private func simulated() throws -> [FleetSimulation.Node] {
    var known = FleetSimulation.Node(id: "i-10")
    known.instanceType = "m5.large"
    known.environment = ["WARM_ENI_TARGET": "1"]
    known.pods = 3
    known.shape = NodeShape(
      limits: try #require(InstanceTypeLimits.table["m5.large"]), settings: CNISettings.shipped)
    return [known, FleetSimulation.Node(id: "i-11")]
  }

  @Test(arguments: ["json", "jsonl"]) func `every key a fleet has is in the schema, and fits it`(
    format: String
  )
    throws
  {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let shape = try #require(definitions["fleet"] as? [String: Any])
    let fleet = try fleet()
    var value = try JSONRendererTests.object(
      FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: format))
    let report = try #require(value["report"])
    #expect(ReportSchemaTests.faults(of: report, in: schema, definitions, at: "$.report") == [])
    // The schema names itself there, which the reading of these tests does not follow.
    value["report"] = nil
    #expect(ReportSchemaTests.faults(of: value, in: shape, definitions, at: "$") == ["$.report: missing"])
  }

  @Test func `a wrong fleet is refused`() throws {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let shape = try #require(definitions["fleet"] as? [String: Any])
    var value = try JSONRendererTests.object(
      FleetRenderer(RenderOptions(exitCode: 1)).render(try fleet(), as: "json"))
    value["simulation"] = ["nodes": 1]
    value["clocks"] = nil
    value["report"] = nil
    let faults = ReportSchemaTests.faults(of: value, in: shape, definitions, at: "$")
    #expect(faults.contains("$.clocks: missing") && faults.contains("$.simulation.trials: missing"))
  }
}
