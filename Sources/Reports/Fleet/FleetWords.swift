import Triage
import VPCModel

/// What every format says of a fleet in the same words.
enum FleetWords {
  static func headline(_ fleet: Fleet) -> String {
    let nodes = Phrases.count(fleet.nodes.count, "node")
    if fleet.nodes.isEmpty { return "No node has a log here" }
    if fleet.affected == 0 { return "\(nodes), none with a cause to name" }
    let causes = Phrases.count(fleet.groups.count, "cause")
    return "\(nodes), \(Phrases.number(fleet.affected)) affected, \(causes)"
  }

  // MARK: causes

  static func share(_ group: FleetGroup, of fleet: Fleet) -> String {
    "\(Phrases.number(group.nodes.count)) of \(Phrases.count(fleet.nodes.count, "node"))"
      + (group.latent > 0 ? ", \(Phrases.number(group.latent)) of them not refused yet" : "")
  }

  /// `first on i-0a1 at …, the last of them 7 min later`.
  static func spread(_ group: FleetGroup) -> String? {
    guard let first = group.first, let node = group.nodes.first else { return nil }
    let spread = group.spreadSeconds.map { ", the last of them \(span($0)) later" } ?? ""
    return "first on \(node) at \(RFC3339.text(first))\(spread)"
  }

  /// `2 clocks corrected by shared events: i-0a1 95 s ahead (7 events), …`, and those that cannot be.
  static func clocks(_ fleet: Fleet) -> [String] {
    var texts: [String] = []
    let corrected = fleet.clocks.corrected
    if !corrected.isEmpty {
      let shown = corrected.prefix(3).map { node, clock in
        "\(node) \(Phrases.number(abs(clock.seconds))) s \(clock.seconds > 0 ? "ahead" : "behind") "
          + "(\(Phrases.count(clock.events, "event")))"
      }
      let more = corrected.count - shown.count
      texts.append(
        "order corrected for \(Phrases.count(corrected.count, "clock")) by shared events: "
          + shown.joined(separator: ", ") + (more > 0 ? " and \(Phrases.number(more)) more" : ""))
    }
    if !fleet.clocks.uncertain.isEmpty {
      texts.append(
        "clock off by an amount that its shared events do not agree on, not corrected: "
          + Phrases.list(fleet.clocks.uncertain, limit: 3))
    }
    return texts
  }

  static func sentence(_ factor: FleetGroup.Factor) -> String {
    let names = factor.traits.prefix(4).map(name)
    let more = factor.traits.count > 4 ? " and \(factor.traits.count - 4) more" : ""
    let share =
      "\(factor.affectedWith) of \(factor.affectedKnown) affected nodes have it, "
      + "\(factor.othersWith) of \(factor.othersKnown) others"
    let together =
      factor.traits.count > 1 ? " (the same nodes have all of these: they cannot be told apart)" : ""
    return "\(names.joined(separator: ", "))\(more): \(share)\(together)"
  }

  private static func name(_ trait: NodeTrait) -> String {
    switch trait.kind {
    case .setting: trait.value
    case .nodeGroup: "node group \(trait.value)"
    case .instanceType: "instance type \(trait.value)"
    case .image: "AMI \(trait.value)"
    case .cniVersion: "VPC CNI \(trait.value)"
    case .securityGroup: "security group \(trait.value)"
    case .zone, .subnet, .os, .mode, .role: "\(trait.kind.rawValue) \(trait.value)"
    }
  }

  static func sentence(_ silence: FleetGroup.Silence) -> String {
    switch silence {
    case .everyNode:
      "every node is affected: look at what all share (IAM role, endpoints, quotas, a rollout)"
    case .oneNode: "one node alone: compare it with its neighbours"
    case .nothingTelling: "nothing known of the nodes sets these apart from the others beyond chance"
    }
  }

  static func undecided(_ fleet: Fleet) -> [String] {
    fleet.nodes.filter { $0.cause == nil && $0.status != .healthy && $0.status != .notIPProblem }.map(\.id)
  }

  static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds)) s"
    case ..<7_200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3_600)) h"
    default: "\(Int(min(seconds / 86_400, 1e6))) d"
    }
  }

  // MARK: what to do

  static let rollout = "What to do, for the whole fleet"
  static let rolloutRule = "Relief first, then the cure; go on when the check holds, stop when pods start."

  static func heading(_ phase: RolloutStep.Phase) -> String {
    switch phase {
    case .relief: "relief"
    case .cure: "cure"
    case .replacement: "with new nodes"
    }
  }

  /// `16 nodes refused now: subnet-exhausted, warm-pool-hoarding`.
  static func gain(_ step: RolloutStep) -> String {
    let causes = step.causes.map(\.raw).joined(separator: ", ")
    return step.unblocks > 0 ? "\(Phrases.count(step.unblocks, "node")) failing now: \(causes)" : causes
  }

  /// What is restarted or replaced, and how many.
  static func blast(_ step: RolloutStep) -> String {
    switch step.reach {
    case .nothing: return "nothing is restarted"
    case .agentOfNodes:
      return "aws-node restarts on \(Phrases.count(step.restartedAgents, "node")); running pods stay"
    case .agentEverywhere(let name): return restarts(name, step) + "; running pods stay"
    case .newNodesOnly(let agent):
      return agent.map { restarts($0, step) + "; only new nodes follow" }
        ?? "running nodes stay as they are; it takes new ones"
    case .nodes:
      guard let count = step.replacedNodes else { return "nodes are replaced, which ones the commands find" }
      let pods =
        step.movedPods.map { ", \(Phrases.count($0, "pod")) move" } ?? "; how many pods move is not known"
      return "\(Phrases.count(count, "node")) replaced\(pods)"
    }
  }

  private static func restarts(_ agent: String, _ step: RolloutStep) -> String {
    "\(agent) restarts on every node, \(Phrases.number(step.restartedAgents)) here"
  }

  /// Where it is done; empty where the step itself says it.
  static func place(_ step: RolloutStep, limit: Int = 3) -> String {
    var parts: [String] = []
    if let first = step.nodes.first {
      let rest = Array(step.nodes.dropFirst())
      parts.append(rest.isEmpty ? first : "begin with \(first), then \(Phrases.list(rest, limit: limit))")
    }
    if !step.subnets.isEmpty, step.nodes.isEmpty { parts.append(Phrases.list(step.subnets, limit: limit)) }
    return parts.joined(separator: "; ")
  }

  // MARK: subnets

  static let ledger = "The subnets of the fleet"
  static let ledgerColumns = [
    "subnet", "zone", "size", "free", "in use", "idle", "other", "nodes", "refused",
  ]

  /// Numbers of a subnet; `in use` and `idle` are what the pools of its nodes say where no ledger does.
  static func ledgerRow(_ subnet: FleetSubnet) -> [String] {
    func text(_ number: Int?) -> String { number.map(Phrases.number) ?? "?" }
    let pods = subnet.owners?[.pods] ?? subnet.held.flatMap { held in subnet.idle.map { held - $0 } }
    let warm = subnet.owners?[.warm] ?? subnet.idle
    var other: Int?
    if let owners = subnet.owners, owners[.pods] != nil {
      other = owners.total - (owners[.podsAndWarm] ?? 0)
    } else if let owners = subnet.owners {
      other = subnet.held.map { max(0, owners.total - $0) }
    }
    return [
      subnet.id, subnet.zone ?? "?", text(subnet.size), text(subnet.free), text(pods), text(warm),
      text(other),
      Phrases.number(subnet.nodes), Phrases.number(subnet.refused.count),
    ]
  }

  /// Columns that can be missed, where the page is too narrow for all; those of which nothing is known go first.
  static func fitting(_ rows: [[String]], width: Int) -> [[String]] {
    var keep = Array(ledgerColumns.indices)
    keep.removeAll { column in !rows.isEmpty && rows.allSatisfy { $0[column] == "?" } }
    func needed() -> Int {
      keep.reduce(0) { sum, column in
        sum + 2 + ([ledgerColumns] + rows).reduce(0) { max($0, DisplayWidth.of($1[column])) }
      }
    }
    for spare in ["zone", "size", "other"] where needed() > width {
      keep.removeAll { ledgerColumns[$0] == spare }
    }
    return ([ledgerColumns] + rows).map { row in keep.map { row[$0] } }
  }

  /// Subnets that run out if it goes on so, the soonest first.
  static func forecasts(_ fleet: Fleet) -> [String] {
    fleet.subnets.filter { $0.forecast?.state == .expected }
      .sorted {
        ($0.forecast?.at ?? .init(nanoseconds: .max)) < ($1.forecast?.at ?? .init(nanoseconds: .max))
      }
      .compactMap { subnet in LedgerBlock.sentence(subnet.forecast).map { "\(subnet.id): \($0)" } }
  }

  static let hoards = "Idle where others are refused"

  static func hoard(_ subnet: FleetSubnet) -> String {
    let idle = subnet.idlers.reduce(0) { $0 + $1.idle }
    return
      "\(subnet.id): \(Phrases.count(subnet.refused.count, "node")) refused; "
      + "\(Phrases.count(subnet.idlers.count, "other")) \(subnet.idlers.count == 1 ? "holds" : "hold") "
      + "\(Phrases.count(idle, "idle address", "idle addresses"))"
  }
}
