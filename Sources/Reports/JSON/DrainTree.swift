import VPCModel

/// A drain plan as JSON: the member `drains` of a subnet in `subnet --need K --format json`.
enum DrainTree {
  static func node(_ plan: DrainPlan) -> JSONNode {
    let (outcome, because, isFewest): (String, String?, Bool?) =
      switch plan.outcome {
      case .enough: ("enough", nil, nil)
      case .planned(let isFewest): ("planned", nil, isFewest)
      case .prevented: ("prevented", nil, nil)
      case .unknown(let because): ("unknown", because, nil)
      }
    // Where no plan can be made, what is free is not known either.
    let isKnown = if case .unknown = plan.outcome { false } else { true }
    func known(_ count: Int) -> JSONNode { isKnown ? .integer(count) : .null }
    return .object([
      ("need", .integer(plan.need)), ("by", .string(plan.grain.rawValue)),
      ("outcome", .string(outcome)), ("because", JSONNode(because)), ("freeNow", known(plan.freeNow)),
      ("freeAfter", known(plan.freeAfter)), ("possible", known(plan.possible)),
      ("fewest", JSONNode(isFewest)), ("pods", pods(plan.pods)),
      ("blocks", JSONNode(plan.blocks.map(\.description))),
      ("releases", .array(plan.releases.map(release))), ("obstacles", .array(plan.obstacles.map(obstacle))),
    ])
  }

  /// `isKnown` false: warm addresses are not told apart, so it is the most there can be.
  private static func pods(_ pods: DrainPlan.PodCount) -> JSONNode {
    .object([("count", .integer(pods.count)), ("exact", .bool(pods.isKnown))])
  }

  private static func release(_ release: DrainPlan.Release) -> JSONNode {
    .object([
      ("kind", .string(release.kind.rawValue)), ("instance", JSONNode(release.instance?.raw)),
      ("enis", JSONNode(release.interfaces.map(\.raw))),
      ("firstENI", JSONNode(release.firstInterface?.raw)),
      ("deleteAfterwards", JSONNode(release.outliving.map(\.raw))), ("pods", pods(release.pods)),
      ("addresses", .integer(release.addresses)), ("blocks", JSONNode(release.blocks.map(\.description))),
    ])
  }

  private static func obstacle(_ obstacle: DrainPlan.Obstacle) -> JSONNode {
    var members: [(String, JSONNode)] =
      switch obstacle.kind {
      case .reserve: [("what", .string("reserved"))]
      case .reservation(let id): [("what", .string("cidr-reservation")), ("id", .string(id))]
      case .interface(let id, let owner, let description, let reason):
        [
          ("what", .string(owner.name)), ("id", .string(id.raw)), ("description", JSONNode(description)),
          ("reason", JSONNode(reason)),
        ]
      }
    members += [("blocks", .integer(obstacle.blocks)), ("alone", .integer(obstacle.alone))]
    return .object(members)
  }
}
