import Triage
import VPCModel

/// A fleet as JSON; the report of all evidence is inside it.
enum FleetTree {
  static func members(_ fleet: Fleet, exitCode: Int32) -> [(String, JSONNode)] {
    [
      ("schemaVersion", .string(schemaVersion)),
      (
        "fleet",
        .object([
          ("nodes", .integer(fleet.nodes.count)), ("affected", .integer(fleet.affected)),
          ("healthy", .integer(fleet.healthy)), ("undecided", .integer(fleet.undecided)),
        ])
      ),
      ("causes", .array(fleet.groups.map(group))),
      ("clocks", clocks(fleet.clocks)),
      ("rollout", .array(fleet.steps.map(step))),
      ("ledger", .array(fleet.subnets.map(subnet))),
      ("simulation", OutlookTree.node(fleet.outlook)),
      ("failures", failures(fleet.failures)),
      ("nodes", .each(fleet.nodes.count) { node(fleet.nodes[$0]) }),
      ("report", .object(ReportTree(fleet.report, exitCode: exitCode).members)),
    ]
  }

  private static func clocks(_ clocks: FleetClocks) -> JSONNode {
    .object([
      (
        "corrected",
        .array(
          clocks.corrected.map { node, clock in
            .line([
              ("node", .string(node)), ("offsetSeconds", .integer(clock.seconds)),
              ("spreadSeconds", .integer(clock.spread)), ("sharedEvents", .integer(clock.events)),
            ])
          })
      ), ("uncertain", JSONNode(clocks.uncertain)),
    ])
  }

  private static func group(_ group: FleetGroup) -> JSONNode {
    .object([
      ("id", .string(group.cause.raw)), ("title", .string(group.title)),
      ("count", .integer(group.nodes.count)), ("latent", .integer(group.latent)),
      ("failures", .integer(group.failures)), ("first", JSONNode(group.first)),
      ("firstNode", JSONNode(group.first == nil ? nil : group.nodes.first)),
      ("spreadSeconds", JSONNode(group.spreadSeconds.map { Int(min($0, 1e12)) })),
      ("factors", .array(group.factors.map(factor))), ("silence", JSONNode(group.silence?.rawValue)),
      ("nodes", JSONNode(group.nodes)),
    ])
  }

  private static func factor(_ factor: FleetGroup.Factor) -> JSONNode {
    .object([
      (
        "traits",
        .array(
          factor.traits.map { .object([("trait", .string($0.kind.rawValue)), ("value", .string($0.value))]) })
      ),
      (
        "affected",
        .object([("with", .integer(factor.affectedWith)), ("of", .integer(factor.affectedKnown))])
      ),
      ("others", .object([("with", .integer(factor.othersWith)), ("of", .integer(factor.othersKnown))])),
      ("telling", .decimal(factor.telling)),
    ])
  }

  private static func step(_ step: RolloutStep) -> JSONNode {
    let advice = step.advice
    return .object([
      ("order", .integer(advice.order)), ("phase", .string(step.phase.rawValue)),
      ("title", .string(advice.title)), ("for", JSONNode(step.causes.map(\.raw))),
      ("unblocks", .integer(step.unblocks)), ("nodes", JSONNode(step.nodes)),
      ("subnets", JSONNode(step.subnets)),
      (
        "restarts",
        .object([
          ("what", JSONNode(restarted(step))), ("nodes", .integer(step.restartedAgents)),
          ("everyNode", .bool(isEverywhere(step))),
        ])
      ),
      (
        "replaces",
        .object([("nodes", JSONNode(step.replacedNodes)), ("pods", JSONNode(step.movedPods))])
      ),
      ("commands", JSONNode(advice.commands)),
      (
        "effect",
        .object([
          ("addresses", JSONNode(advice.effectAddresses)), ("freeBlocks", JSONNode(advice.effectFreeBlocks)),
        ])
      ),
      ("says", .string(advice.effect)), ("risk", .string(advice.risk)),
      ("precondition", .string(advice.precondition)), ("verify", .string(advice.verify)),
      ("rollback", .string(advice.rollback)),
    ])
  }

  private static func restarted(_ step: RolloutStep) -> String? {
    switch step.reach {
    case .agentOfNodes: "aws-node"
    case .agentEverywhere(let name): name
    case .newNodesOnly(let agent): agent
    case .nothing, .nodes: nil
    }
  }

  private static func isEverywhere(_ step: RolloutStep) -> Bool {
    switch step.reach {
    case .agentEverywhere: true
    case .newNodesOnly(let agent): agent != nil
    case .nothing, .agentOfNodes, .nodes: false
    }
  }

  private static func subnet(_ subnet: FleetSubnet) -> JSONNode {
    .object([
      ("id", .string(subnet.id)), ("zone", JSONNode(subnet.zone)), ("size", JSONNode(subnet.size)),
      ("free", JSONNode(subnet.free)),
      (
        "owners",
        subnet.owners.map { owners in
          .object(OwnerClass.owners.map { ($0.name, JSONNode(owners[$0])) })
        } ?? .null
      ),
      ("forecast", LedgerTree.forecast(subnet.forecast)), ("nodes", .integer(subnet.nodes)),
      ("nodesWithPool", .integer(subnet.speaking)),
      ("held", JSONNode(subnet.held)), ("idle", JSONNode(subnet.idle)), ("refused", JSONNode(subnet.refused)),
      (
        "idleNodes",
        .array(
          subnet.idlers.map {
            .line([
              ("node", .string($0.node)), ("idle", .integer($0.idle)), ("held", .integer($0.held)),
              ("inUse", .integer($0.inUse)),
            ])
          })
      ),
    ])
  }

  private static func failures(_ map: FailureMap?) -> JSONNode {
    guard let map else { return .null }
    return .object([
      ("from", JSONNode(map.from)), ("bucketSeconds", .integer(map.bucketSeconds)),
      (
        "rows",
        .each(map.rows.count) { index in
          .line([
            ("node", .string(map.rows[index].node)), ("cause", JSONNode(map.rows[index].cause)),
            ("values", .row(map.rows[index].values.map { JSONNode($0) })),
          ])
        }
      ),
    ])
  }

  private static func node(_ node: FleetNode) -> JSONNode {
    .object([
      ("id", .string(node.id)), ("status", .string(node.status.rawValue)),
      ("cause", JSONNode(node.cause?.raw)),
      ("state", JSONNode(node.state?.rawValue)), ("first", JSONNode(node.first)),
      ("last", JSONNode(node.last)), ("clockOffsetSeconds", JSONNode(node.clock?.seconds)),
      ("failures", .integer(node.failures)),
      ("traits", .row(node.traits.sorted().map { .string("\($0.kind.rawValue) \($0.value)") })),
    ])
  }
}
