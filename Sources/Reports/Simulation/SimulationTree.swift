import VPCModel

/// The JSON of a simulation. The keys of a node are what it would hold under the settings to try.
enum SimulationTree {
  static func node(_ report: SimulationReport) -> JSONNode {
    .object(
      [
        ("schemaVersion", .string(schemaVersion)),
        ("settings", settings(report.change)),
        ("nodes", .array(report.fleet.results.map { node($0) })),
        ("subnets", .array(subnets(report))),
        (
          "subnetsReplaced",
          .array(report.hasEvidence ? subnets(report.fleet.subnetsReplaced, report.ledgers) : [])
        ),
        ("calls", calls(report)),
        ("refusedSettings", .array(report.refused.map(refusal))),
      ] + (report.plan.map { [("plan", plan($0, report.plans))] } ?? [])
        + (report.sweep.map { [("sweep", sweep($0))] } ?? []) + [("remarks", JSONNode(report.remarks))])
  }

  private static func node(_ result: FleetSimulation.Result) -> JSONNode {
    let node = result.node
    let then = result.then
    return .object(
      [
        ("id", .string(node.id)), ("name", JSONNode(node.name)),
        ("instanceType", JSONNode(node.instanceType)),
      ] + pool(then) + [
        ("pods", JSONNode(node.pods)), ("maxPods", JSONNode(node.wantedShape?.maxPods)),
        ("usableAddresses", JSONNode(node.wantedShape?.usableAddresses)),
        ("holdsItsPods", JSONNode(result.canHoldItsPods)),
        ("refusedWhenFull", JSONNode(result.refusedWhenFull)),
        ("burst", burst(result.burstThen)),
        (
          "now",
          .object([
            ("settings", settings(node.environment)), ("settingsAssumed", .bool(node.hasAssumedSettings)),
            ("held", JSONNode(result.heldNow)), ("fact", fact(node.fact)),
            ("predicted", result.predicted.map { .object(pool($0)) } ?? .null),
            ("burst", burst(result.burstNow)),
          ])
        ),
        ("reclaimed", JSONNode(result.heldNow.flatMap { now in result.heldThen.map { now - $0 } })),
        ("replaced", result.replaced.map { .object(pool($0)) } ?? .null),
        ("warnings", JSONNode((node.wantedShape?.warnings ?? []).map(\.description))),
        ("remarks", JSONNode(node.remarks)),
      ])
  }

  private static func pool(_ pool: SimulatedPool?) -> [(String, JSONNode)] {
    [
      ("enis", JSONNode(pool?.enis)),
      ("cidrsPerENI", pool.map { .row($0.cidrsPerENI.map { .integer($0) }) } ?? .null),
      ("cidrKind", JSONNode(pool?.kind.rawValue)),
      ("podIPs", JSONNode(pool?.podIPs)), ("podsWithAddress", JSONNode(pool?.podsWithAddress)),
      ("free", JSONNode(pool?.free)), ("stranded", JSONNode(pool?.stranded)),
      ("refused", JSONNode(pool?.refused)),
      ("nodeSubnetAddresses", JSONNode(pool?.nodeSubnetAddresses)),
      ("podSubnetAddresses", JSONNode(pool?.podSubnetAddresses)),
      ("total", JSONNode(pool?.total)),
      ("steady", JSONNode(pool.map { $0.rest == .steady })),
    ]
  }

  private static func fact(_ fact: FleetSimulation.Fact?) -> JSONNode {
    guard let fact else { return .null }
    return .object([
      ("source", .string(fact.source)), ("enis", JSONNode(fact.enis)), ("podIPs", JSONNode(fact.podIPs)),
      ("assigned", JSONNode(fact.assigned)), ("total", JSONNode(fact.total)),
    ])
  }

  private static func burst(_ burst: PodBurst?) -> JSONNode {
    guard let burst else { return .null }
    return .object([
      ("pods", .integer(burst.pods)), ("servedAtOnce", .integer(burst.servedAtOnce)),
      ("refused", .integer(burst.refused)), ("seconds", .integer(burst.seconds)),
      ("calls", byName(burst.calls)),
    ])
  }

  static func byName(_ calls: EC2Calls?) -> JSONNode {
    guard let calls else { return .null }
    return .object(
      [("total", .integer(calls.total))]
        + EC2Calls.Name.allCases.filter { calls[$0] > 0 }.map { ($0.apiName, .integer(calls[$0])) })
  }

  static func settings(_ settings: [String: String]) -> JSONNode {
    .object(settings.keys.sorted().map { ($0, JSONNode(settings[$0].flatMap { $0.isEmpty ? nil : $0 })) })
  }

  private static func calls(_ report: SimulationReport) -> JSONNode {
    guard !report.fleet.results.isEmpty else { return .null }
    return .object([
      ("burstPods", .integer(report.fleet.burst)), ("now", byName(report.fleet.calls { $0.burstNow })),
      ("then", byName(report.fleet.calls { $0.burstThen })),
    ])
  }

  private static func sweep(_ sweep: TargetSweep) -> JSONNode {
    .object([
      ("tried", .integer(sweep.tried)), ("dropped", .integer(sweep.dropped)),
      ("burstPods", .integer(sweep.burstPods)), ("present", sweep.present.map(point) ?? .null),
      ("frontier", .array(sweep.frontier.map(point))),
      ("recommended", sweep.recommended.map(point) ?? .null),
      ("reason", JSONNode(SimulationText.reason(sweep))),
    ])
  }

  private static func point(_ point: TargetSweep.Point) -> JSONNode {
    .object([
      ("settings", settings(point.settings)), ("held", .integer(point.held)),
      ("servedAtOnce", .integer(point.servedAtOnce)), ("calls", .integer(point.calls)),
      ("seconds", .integer(point.seconds)),
    ])
  }

  private static func refusal(_ refused: RefusedSetting) -> JSONNode {
    .object([("settings", settings(refused.settings)), ("reason", .string(refused.reason))])
  }

  private static func subnets(_ report: SimulationReport) -> [JSONNode] {
    guard report.hasEvidence else {
      return report.plans.flatMap { plan in
        [("nodes", plan.nodeSubnet as SubnetPlan.Size?), ("pods", plan.podSubnet)].compactMap { role, size in
          size.map { self.size($0, plan, role) }
        }
      }
    }
    return subnets(report.fleet.subnets, report.ledgers)
  }

  private static func subnets(
    _ shifts: [FleetSimulation.SubnetShift], _ ledgers: [SubnetLedger]
  ) -> [JSONNode] {
    let ledgers = Dictionary(ledgers.map { ($0.subnet, $0) }, uniquingKeysWith: { first, _ in first })
    return shifts.map { shift in
      let ledger = shift.subnet.flatMap { ledgers[$0] }
      let free = ledger?.free ?? ledger?.available
      return .object([
        ("id", JSONNode(shift.subnet?.raw)), ("nodes", .integer(shift.nodes)),
        ("heldNow", .integer(shift.now)),
        ("heldThen", .integer(shift.then)), ("reclaimed", .integer(shift.reclaimed)),
        ("freeNow", JSONNode(free)), ("freeThen", JSONNode(free.map { $0.adding(orMax: shift.reclaimed) })),
      ])
    }
  }

  private static func size(_ size: SubnetPlan.Size, _ plan: SubnetPlan, _ role: String) -> JSONNode {
    .object([
      ("id", .null), ("mode", .string(plan.perNode.kind.rawValue)), ("role", .string(role)),
      ("zones", .integer(plan.zones)), ("nodesPerZone", .integer(plan.nodesPerZone)),
      ("needed", .integer(size.needed)), ("prefixes", .integer(size.prefixes)),
      ("prefixLength", JSONNode(size.length)), ("size", JSONNode(size.size)), ("count", .integer(size.count)),
    ])
  }

  private static func plan(_ wish: SimulationReport.PlanWish, _ plans: [SubnetPlan]) -> JSONNode {
    .object([
      ("nodes", .integer(wish.nodes)), ("podsPerNode", .integer(wish.podsPerNode)),
      ("zones", .integer(wish.zones)), ("growthPercent", .integer(wish.growthPercent)),
      (
        "modes",
        .array(
          plans.map { plan in
            .object([
              ("mode", .string(plan.perNode.kind.rawValue)), ("perNode", .integer(plan.perNode.total)),
              ("refusedPerNode", .integer(plan.perNode.refused)),
              ("total", .integer(plan.perNode.total.multiplied(orMax: plan.nodes))),
            ])
          })
      ),
    ])
  }
}
