import Evidence
import Playbooks
import VPCModel

/// The nodes of one cause, and what tells them from the others.
package struct FleetGroup: Hashable, Sendable {
  package let cause: CauseID
  package let title: String
  /// Ids, those that failed first in front; nodes without a time last.
  package internal(set) var nodes: [String]
  /// By the cluster's clock, as far as the nodes' offsets are known; so is the order of nodes.
  package let first: Instant?
  /// From the first node's failure to the one of the node that failed last; nil with less than two times.
  package let spreadSeconds: Double?
  package let failures: Int
  /// Nodes that the limit has not met yet: nobody was refused there.
  package let latent: Int
  /// Most telling first; none is claimed that chance explains.
  package internal(set) var factors: [Factor]
  /// Why there is none.
  package let silence: Silence?

  package enum Silence: String, Hashable, Sendable, CaseIterable {
    /// No other node to compare with.
    case everyNode
    /// One node alone shares everything with itself.
    case oneNode
    /// Nothing known of the nodes sets them apart.
    case nothingTelling
  }

  /// A trait that the affected have and the others have not, or rarely.
  package struct Factor: Hashable, Sendable {
    /// More than one when they are had by the very same nodes and cannot be told apart.
    package internal(set) var traits: [NodeTrait]
    package let affectedWith: Int
    package let affectedKnown: Int
    package let othersWith: Int
    package let othersKnown: Int
    /// How unlikely it is by chance: -log10 of the corrected probability, at most 300.
    package let telling: Double
  }

  init(_ cause: CauseID, title: String, among all: [FleetNode]) {
    self.cause = cause
    self.title = title
    let affected = all.filter { $0.cause == cause }
    let others = all.filter { $0.cause != cause }
    nodes = affected.sorted { FleetGroup.isEarlier($0, $1) }.map(\.id)
    let times = affected.compactMap(\.since)
    let earliest = times.min()
    first = earliest
    spreadSeconds =
      times.count < 2 ? nil : times.max().flatMap { last in earliest.map { last.seconds(since: $0) } }
    latent = affected.count { $0.state == .latent }
    failures = affected.reduce(0) { $0 &+ $1.failures }
    factors = affected.count < 2 || others.isEmpty ? [] : FleetGroup.factors(affected, others)
    silence =
      !factors.isEmpty ? nil : others.isEmpty ? .everyNode : affected.count < 2 ? .oneNode : .nothingTelling
  }

  /// The order in which nodes failed; those without a time last.
  static func isEarlier(_ left: FleetNode, _ right: FleetNode) -> Bool {
    switch (left.since, right.since) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default: left.id < right.id
    }
  }

  /// Corrected probability above which a factor is not claimed.
  static let chance = 0.001
  static let mostFactors = 5

  /// Every trait that half of the affected have, tested against the others (Fisher's exact test, one-sided,
  /// corrected for the number of traits tested).
  private static func factors(_ affected: [FleetNode], _ others: [FleetNode]) -> [Factor] {
    struct Count {
      var affectedWith: [Int] = []
      var othersWith: [Int] = []
    }
    var counts: [NodeTrait: Count] = [:]
    var affectedKnown: [String: Int] = [:]
    var othersKnown: [String: Int] = [:]
    for (index, node) in affected.enumerated() {
      for family in Set(node.traits.map(\.family)) { affectedKnown[family, default: 0] += 1 }
      for trait in node.traits { counts[trait, default: Count()].affectedWith.append(index) }
    }
    for (index, node) in others.enumerated() {
      for family in Set(node.traits.map(\.family)) { othersKnown[family, default: 0] += 1 }
      for trait in node.traits { counts[trait]?.othersWith.append(index) }
    }
    // A trait that all have tells nothing and is no test.
    let tested = counts.filter { trait, count in
      let (a, o) = (affectedKnown[trait.family] ?? 0, othersKnown[trait.family] ?? 0)
      return o > 0 && count.affectedWith.count * 2 >= affected.count
        && !(count.affectedWith.count == a && count.othersWith.count == o)
    }
    struct Key: Hashable {
      let affectedWith: [Int]
      let othersWith: [Int]
    }
    var bySets: [Key: [NodeTrait]] = [:]
    for (trait, count) in tested {
      bySets[Key(affectedWith: count.affectedWith, othersWith: count.othersWith), default: []].append(trait)
    }
    let tests = Double(counts.count)
    let fisher = Fisher(nodes: affected.count + others.count)
    var found: [Factor] = []
    for (key, traits) in bySets {
      let traits = traits.sorted()
      let (a, o) = (affectedKnown[traits[0].family] ?? 0, othersKnown[traits[0].family] ?? 0)
      let odds = fisher.log10Tail(
        with: key.affectedWith.count, of: a, withoutGroup: key.othersWith.count, ofOthers: o)
      let telling = -(odds + Fisher.log10(tests))
      guard telling >= -Fisher.log10(chance) else { continue }
      found.append(
        Factor(
          traits: traits, affectedWith: key.affectedWith.count, affectedKnown: a,
          othersWith: key.othersWith.count, othersKnown: o, telling: min(telling, 300)))
    }
    found.sort { $0.telling != $1.telling ? $0.telling > $1.telling : $0.traits[0] < $1.traits[0] }
    return Array(found.prefix(mostFactors))
  }
}
