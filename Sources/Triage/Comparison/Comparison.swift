import Evidence
import Playbooks
import VPCModel

/// What became of one finding from one collection of evidence to the next.
package enum ChangeKind: String, Hashable, Sendable {
  case fixed
  /// The same cause in the same scope.
  case notFixed = "not-fixed"
  /// The same cause, elsewhere.
  case moved
  /// Only afterwards.
  case new
  /// Both sides are the same evidence.
  case same
  /// The later evidence does not show it, either way.
  case notShown = "not-shown"
}

package struct Change: Hashable, Sendable {
  package let kind: ChangeKind
  package let before: Finding?
  package let after: Finding?
  package let because: String
  package var id: CauseID { before?.id ?? after?.id ?? .unknown }
}

package enum ComparisonVerdict: String, Hashable, Sendable {
  case fixed, same, moved, new
  case notFixed = "not-fixed"
  case notComparable = "not-comparable"

  /// 0 fixed or same, 1 not fixed, moved or new, 4 not comparable.
  package var exitCode: Int32 {
    switch self {
    case .fixed, .same: 0
    case .notFixed, .moved, .new: 1
    case .notComparable: 4
    }
  }
}

/// One side of a comparison.
package struct ComparisonSide: Sendable {
  package let name: String
  package let report: Report
  package let isUsable: Bool
  let world: World
  let identity: ClusterIdentity
  /// Security groups that a policy of a namespace gives its pods.
  let policies: [String: [Set<String>]]

  package init(name: String, evidence: Case, report: Report, isUsable: Bool) {
    self.name = name
    self.report = report
    self.isUsable = isUsable
    world = World(evidence)
    identity = ClusterIdentity(world)
    var policies: [String: [Set<String>]] = [:]
    for stated in evidence.statements {
      guard case .securityGroupPolicy(let namespace, _, let groups) = stated.value else { continue }
      policies[namespace, default: []].append(Set(groups))
    }
    self.policies = policies
    contents = Set(
      evidence.inputs.values.filter { $0.bytes > 0 }.map { Content(hash: $0.contentHash, bytes: $0.bytes) })
  }

  /// A side of which only the report is left.
  package init(name: String, saved report: Report) {
    self.name = name
    self.report = report
    isUsable = true
    isSaved = true
    world = World(Case())
    identity = ClusterIdentity(report)
    policies = [:]
    contents = []
  }

  struct Content: Hashable { let hash: UInt64, bytes: Int }
  let contents: Set<Content>
  /// Findings and ledgers are known, and nothing else of its evidence.
  private(set) var isSaved = false

  /// What is wrong at the end of its evidence. What recovered is no longer wrong.
  var open: [Finding] {
    switch report.status {
    case .causeFound:
      ([report.primary] + report.contributing).filter { $0.state != .recovered && $0.severity != .note }
    case .undecided: [report.primary]
    case .healthy, .notIPProblem, .insufficientEvidence: []
    }
  }
}

/// Two collections of evidence of one cluster, one after the other: what was fixed, what was not, what is new.
package struct Comparison: Sendable {
  package let before: ComparisonSide
  package let after: ComparisonSide
  package private(set) var verdict: ComparisonVerdict
  /// One sentence a colleague would say.
  package private(set) var because = ""
  package private(set) var changes: [Change] = []
  package private(set) var checks: [VerifyCheck] = []
  /// Said plainly: what the comparison takes for granted.
  package private(set) var notes: [String] = []

  /// - Parameter isSameCluster: the caller knows that both are one cluster, whatever their ids say.
  package init(before: ComparisonSide, after: ComparisonSide, isSameCluster: Bool = false) {
    self.before = before
    self.after = after
    verdict = .notComparable
    let unusable = [before, after].filter { !$0.isUsable }.map(\.name)
    if !unusable.isEmpty {
      because = "nothing in \(unusable.joined(separator: " and in ")) is evidence this program knows"
      return
    }
    switch before.identity.relation(to: after.identity) {
    case .shared: break
    case .unknown:
      notes.append("nothing names the nodes or subnets of both sides: taken for the same cluster")
    case .different(let what):
      guard isSameCluster else {
        because = "\(what); if both are one cluster all the same, say so with --same-cluster"
        return
      }
      notes.append("\(what): taken for the same cluster, as --same-cluster says")
    }
    if after.isSaved {
      notes.append("\(after.name) is a report: the checks of what a change should show need its evidence")
    }
    let isSame = !before.contents.isEmpty && before.contents == after.contents
    changes = Changes(before: before, after: after, isSame: isSame).all
    checks = VerifyChecks(after, newer: changes.filter { $0.kind == .new || $0.kind == .moved }).all
    verdict = Self.verdict(changes, isSame: isSame)
    because = sentence(isSame: isSame)
  }

  private static func verdict(_ changes: [Change], isSame: Bool) -> ComparisonVerdict {
    if isSame { return .same }
    for (kind, verdict) in [
      (ChangeKind.notFixed, ComparisonVerdict.notFixed), (.moved, .moved), (.new, .new),
    ]
    where changes.contains(where: { $0.kind == kind }) {
      return verdict
    }
    if changes.contains(where: { $0.kind == .notShown }) { return .notComparable }
    return changes.contains { $0.kind == .fixed } ? .fixed : .same
  }

  private func sentence(isSame: Bool) -> String {
    if isSame { return "both sides hold the same evidence" }
    func names(_ kind: ChangeKind) -> String {
      Set(changes.filter { $0.kind == kind }.map(\.id.raw)).sorted().joined(separator: ", ")
    }
    var parts: [String] = []
    for (kind, word) in [
      (ChangeKind.notFixed, "not fixed"), (.moved, "moved"), (.new, "new"), (.fixed, "fixed"),
      (.notShown, "not shown either way"),
    ] where changes.contains(where: { $0.kind == kind }) {
      parts.append("\(word): \(names(kind))")
    }
    if parts.isEmpty { parts = ["nothing was wrong at the end of either"] }
    let failed = checks.filter { $0.outcome == .failed }.count
    if failed > 0 { parts.append(failed == 1 ? "1 check failed" : "\(failed) checks failed") }
    return parts.joined(separator: "; ")
  }
}

/// By what two collections of evidence are known to be of one cluster.
struct ClusterIdentity: Sendable {
  /// Instance ids.
  private let instances: Set<String>
  /// Host names: the same in many a VPC.
  private let names: Set<String>
  private let subnets: Set<String>
  private let networks: Set<String>

  enum Relation: Equatable {
    case shared
    /// One side names nothing that the other could share.
    case unknown
    case different(String)
  }

  /// Of what a report names.
  init(_ report: Report) {
    let ids = report.nodes.map(\.id) + report.primary.scope.nodes
    instances = Set(ids.filter { $0.hasPrefix("i-") })
    names = Set(report.nodes.compactMap(\.name)).union(
      ids.filter { !$0.hasPrefix("i-") && !$0.hasPrefix("input:") })
    subnets = Set(report.subnets.map(\.subnet.raw)).union(report.primary.scope.subnets)
    networks = []
  }

  init(_ world: World) {
    instances = Set(world.nodes.values.compactMap(\.instance?.raw)).union(world.instances.keys.map(\.raw))
    names = Set(world.nodes.values.compactMap(\.name))
    var subnets = Set(world.subnets.keys.map(\.raw))
    for node in world.nodes.values { subnets.formUnion(node.subnets.map(\.raw)) }
    var networks = Set(world.subnets.values.compactMap(\.value.vpc)).union(
      world.instances.values.compactMap(\.vpc))
    for interface in world.interfaces {
      if let subnet = interface.subnet { subnets.insert(subnet.raw) }
      if let vpc = interface.vpc { networks.insert(vpc) }
    }
    self.subnets = subnets
    self.networks = networks
  }

  func relation(to other: ClusterIdentity) -> Relation {
    if !instances.isDisjoint(with: other.instances) || !subnets.isDisjoint(with: other.subnets) {
      return .shared
    }
    if !networks.isEmpty, !other.networks.isEmpty {
      // Nodes and subnets may all be new; a cluster stays in its VPC.
      if !networks.isDisjoint(with: other.networks) { return .shared }
      return .different("the sides are of different VPCs: \(one(networks)) and \(one(other.networks))")
    }
    if !names.isDisjoint(with: other.names) { return .shared }
    if !subnets.isEmpty, !other.subnets.isEmpty {
      return .different("no subnet and no node is on both sides: \(one(subnets)) and \(one(other.subnets))")
    }
    let (mine, theirs) = (instances.union(names), other.instances.union(other.names))
    if !mine.isEmpty, !theirs.isEmpty {
      return .different("no node is on both sides: \(one(mine)) and \(one(theirs))")
    }
    return .unknown
  }

  private func one(_ names: Set<String>) -> String {
    let first = names.min() ?? ""
    return names.count > 1 ? "\(first) and \(names.count - 1) more" : first
  }
}
