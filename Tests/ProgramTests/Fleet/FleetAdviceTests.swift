import Playbooks
import Reports
import Testing
import Triage

/// What a fleet is told to do, who hoards in it, and when which node failed.
@Suite struct FleetAdviceTests {
  /// Zone a has run out; two of its nodes sit on 57 idle addresses each. Zone b is well.
  private func hungry() -> Scene {
    var scene = Scene()
    for number in 1...5 {
      var pen = Pen(Kit(number))
      pen.start()
      pen.shortage(300 + 60 * number)
      pen.refuse(301 + 60 * number, "web-\(number)", times: 3)
      pen.stats(900, 9, 9)
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", pen)
    }
    for number in 6...7 {
      var idle = Pen(Kit(number, type: "m5.4xlarge"))
      idle.start(type: "m5.4xlarge", maxPods: 234)
      idle.stats(900, 58, 7 - number)
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", idle)
    }
    for number in 8...10 {
      let kit = Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      scene.add("fleet/\(kit.instance)/ipamd.log", FleetSceneTests.fine(kit))
    }
    scene.add(
      "subnets.json",
      Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 140, zone: "us-east-1b"),
      ]))
    return scene
  }

  @Test func `each remedy stands once, for all causes that ask for it`() throws {
    let fleet = hungry().fleet
    let commands = fleet.steps.map { $0.advice.commands.joined(separator: "\n") }
    let warm = commands.indices.filter { commands[$0].contains("set env ds/aws-node WARM_IP_TARGET=2") }
    #expect(warm.count == 1, "\(commands)")
    let step = fleet.steps[try #require(warm.first)]
    #expect(step.causes.map(\.raw).contains("subnet-exhausted"))
    #expect(step.causes.map(\.raw).contains("warm-pool-hoarding"), "\(step.causes)")
    #expect(step.unblocks == 5, "the idle nodes wait for nothing")
    #expect(step.restartedAgents == 10)
    #expect(step.subnets == [Kit.subnetA])
    #expect(step.advice.effectAddresses == 58 + 58 - 3 - 2)
    #expect(fleet.steps.map(\.advice.order) == Array(1...fleet.steps.count))
    #expect(Set(commands).count == commands.count)
  }

  @Test func `relief comes before cure, and nodes are replaced last`() {
    let fleet = hungry().fleet
    let phases = fleet.steps.map { RolloutStep.Phase.allCases.firstIndex(of: $0.phase) ?? -1 }
    #expect(phases == phases.sorted())
    // Counted to give back addresses now.
    #expect(fleet.steps.first?.advice.effectAddresses ?? 0 > 0)
    let custom = fleet.steps.last { $0.advice.commands.joined().contains("CUSTOM_NETWORK_CFG=true") }
    #expect(custom?.phase == .replacement)
    #expect(custom?.reach == .newNodesOnly(restarting: "aws-node"))
  }

  @Test func `what unblocks more nodes comes first within a phase`() throws {
    var scene = hungry()
    for number in 20...22 {
      let kit = Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      scene.add("fleet/\(kit.instance)/ipamd.log", FleetSceneTests.denied(kit))
    }
    let relief = scene.fleet.steps.filter { $0.phase == .relief }
    let policy = try #require(relief.first { $0.causes.map(\.raw) == ["iam-denied"] })
    #expect(policy.unblocks == 3)
    #expect(policy.reach == .nothing)
    #expect(relief.map(\.unblocks) == relief.map(\.unblocks).sorted(by: >))
  }

  @Test func `idle addresses stand beside the nodes that are refused them`() throws {
    let fleet = hungry().fleet
    let subnet = try #require(fleet.subnets.first)
    #expect(subnet.id == Kit.subnetA && subnet.isHoarded)
    #expect(subnet.refused == (1...5).map { Kit($0).instance }, "in the order they failed")
    #expect(subnet.idlers.map(\.node) == [Kit(7).instance, Kit(6).instance], "most idle first")
    #expect(subnet.idlers.map(\.idle) == [58, 57])
    #expect(subnet.nodes == 7 && subnet.speaking == 7)
    #expect(subnet.held == 5 * 9 + 2 * 58 && subnet.idle == 115)
    let other = try #require(fleet.subnets.last)
    #expect(other.id == Kit.subnetB && !other.isHoarded && other.refused.isEmpty && other.nodes == 3)
  }

  @Test func `failures stand in the minute they happened, by cause and node`() throws {
    let map = try #require(hungry().fleet.failures)
    #expect(map.rows.map(\.node) == (1...5).map { Kit($0).instance })
    #expect(map.bucketSeconds == 60)
    let rows = map.rows.map { $0.values.map { $0 ?? -1 } }
    // One answer of EC2 and three refusals, 15 s apart, from minute 6 on.
    #expect(rows.allSatisfy { $0.reduce(0, +) == 4 })
    #expect(rows.map { $0.firstIndex { $0 > 0 } } == [0, 1, 2, 3, 4])
  }

  @Test func `advice for one of several nodes names none of them`() throws {
    var scene = Scene()
    for number in 1...3 {
      var full = Pen(Kit(number))
      full.start()
      full.stats(300, 27, 27)
      full.room(300, enis: 3, limit: 3)
      full.limitLine(300)
      full.refuse(301, "web-\(number)", times: 4)
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", full)
    }
    let fleet = scene.fleet
    #expect(fleet.groups.map(\.cause.raw) == ["node-ip-limit"])
    let text = fleet.steps.flatMap(\.advice.commands).joined(separator: "\n")
    #expect(!(1...3).contains { text.contains(Kit($0).instance) }, "\(text)")
    #expect(text.contains("<instance-id>"))
  }

  // MARK: the rules that only fleets show

  @Test func `X6: one node alone fails, and its subnet is not blamed`() throws {
    var full = Pen(Kit(1))
    full.start()
    full.stats(300, 27, 27)
    full.room(300, enis: 3, limit: 3)
    full.refuse(301, "web-1", times: 4)
    var scene = Scene()
    scene.add("fleet/\(Kit(1).instance)/ipamd.log", full)
    for number in 2...6 {
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", FleetSceneTests.fine(Kit(number)))
    }
    let fleet = scene.fleet
    #expect(fleet.groups.map(\.cause.raw) == ["node-ip-limit"])
    #expect(fleet.groups.first?.nodes == [Kit(1).instance])
    #expect(fleet.groups.first?.silence == .oneNode)
    #expect(fleet.healthy == 5)
    #expect(fleet.subnets.allSatisfy { $0.refused.isEmpty })
  }

  @Test func `X7: the zone and its subnet tell the failing nodes from the others`() throws {
    var scene = Scene()
    for number in 1...16 {
      let isBad = number <= 8
      let kit = isBad ? Kit(number) : Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      var pen = FleetSceneTests.fine(kit)
      if isBad {
        pen.shortage(400)
        pen.refuse(401, "web-\(number)", times: 3)
      }
      scene.add("fleet/\(kit.instance)/ipamd.log", pen)
    }
    let group = try #require(scene.fleet.groups.first)
    #expect(group.cause.raw == "subnet-exhausted" && group.nodes.count == 8)
    #expect(
      group.factors.first?.traits == [
        NodeTrait(.zone, "us-east-1a"), NodeTrait(.subnet, Kit.subnetA),
      ])
  }

  @Test func `X8: every node everywhere fails, and what all share is named to look at`() throws {
    var scene = Scene()
    for number in 1...12 {
      let kit = number < 7 ? Kit(number) : Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      scene.add("fleet/\(kit.instance)/ipamd.log", FleetSceneTests.denied(kit))
    }
    let fleet = scene.fleet
    let group = try #require(fleet.groups.first)
    #expect(group.cause.raw == "iam-denied" && group.nodes.count == 12)
    #expect(group.silence == .everyNode && group.factors.isEmpty)
    #expect(
      FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: "text").contains("look at what all share"))
  }

  @Test func `X18: old nodes at their pod limit and new ones in an empty subnet are two causes in a row`() {
    var scene = Scene()
    for number in 2...4 {
      var pen = Pen(Kit(number))
      pen.start()
      pen.shortage(300)
      pen.refuse(301, "web-\(number)", times: 3)
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", pen)
    }
    scene.add(
      "events.txt",
      Papers.events([
        (
          "FailedScheduling", "pod/web-7",
          "0/6 nodes are available: 6 Too many pods. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod."
        )
      ]))
    let fleet = scene.fleet
    #expect(fleet.groups.map(\.cause.raw) == ["subnet-exhausted"])
    #expect(fleet.report.contributing.map(\.id.raw).contains("max-pods-limit"))
    #expect(fleet.nodes.count == 3, "a list of events is no node")
    // More nodes would draw from the subnet that is empty.
    #expect(fleet.steps.contains { $0.causes.map(\.raw).contains("subnet-exhausted") })
    #expect(!fleet.steps.contains { $0.advice.commands.joined().contains("desiredSize") })
  }

  // MARK: pages

  @Test func `a fleet's report fits eighty columns, and says what to do once`() {
    let fleet = hungry().fleet
    let text = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: "text")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    for format in ["text", "markdown", "html"] {
      let shown = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: format)
      let title = "Return idle warm addresses now"
      #expect(shown.components(separatedBy: title).count == 2, "\(format)")
    }
  }
}

extension String {
  fileprivate func components(separatedBy text: String) -> [Substring] {
    split(separator: text, omittingEmptySubsequences: false)
  }
}
