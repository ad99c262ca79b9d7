import Evidence
import Playbooks
import VPCModel

/// A cause as it stands at one entity, before the causes are weighed against each other.
package struct Candidate: Sendable {
  package let playbook: Playbook
  package let entity: Entity
  package var basis: Basis
  package var sightings: [PlacedSighting]
  package var facts: [(entity: Entity, test: FactTest, value: Double)]
  package var state: FindingState
  package var first: Instant?
  package var last: Instant?
  /// A failure that sat inside the first two minutes after a start, or a single one, and is over.
  package var isTransient = false
  package var isContributing = false
  /// Over before what fails now began; whether it was healed nobody says.
  package var isPast = false

  package var count: Int {
    var all = DistinctCount()
    for placed in sightings { all.merge(placed.sighting.moments.distinct) }
    return all.value
  }
  package var nodes: Set<String> {
    var nodes = Set(sightings.map(\.node))
    for fact in facts where fact.entity.scope == .node { nodes.insert(fact.entity.id) }
    if entity.scope == .node { nodes.insert(entity.id) }
    return nodes
  }
}

/// What speaks against a cause, where something does.
package struct Refutation: Sendable {
  package let playbook: Playbook
  package let entity: Entity
  package let result: RuleResult
  /// The cause had spoken for itself before it was refuted.
  package let wasClaimed: Bool
}

/// Runs every playbook over every entity.
package struct Judge: Sendable {
  let evaluator: Evaluator
  let handbook: Handbook
  var world: World { evaluator.world }
  var facts: FactBook { evaluator.facts }

  package private(set) var candidates: [Candidate] = []
  package private(set) var refutations: [Refutation] = []

  package init(_ evaluator: Evaluator, handbook: Handbook) {
    self.evaluator = evaluator
    self.handbook = handbook
    for playbook in handbook.playbooks { judge(playbook) }
  }

  private mutating func judge(_ playbook: Playbook) {
    // What the stronger rules have claimed: of an entity, and of any entity of a scope.
    var claimed: [Entity: Basis] = [:]
    var claimedScopes: [Scope: Basis] = [:]
    let before = (candidates: candidates.count, refutations: refutations.count)
    for (rule, basis) in [
      (playbook.proves, Basis.proved), (playbook.likely, .likely), (playbook.suspects, .suspected),
    ] {
      guard let rule else { continue }
      for entity in evaluator.entities(rule.scope) {
        let result = evaluator.evaluate(rule, at: entity)
        guard result.truth == .yes else { continue }
        if let known = claimed[entity], known <= basis { continue }
        // The same sightings were already claimed more strongly from another scope.
        if claimedScopes.contains(where: { $0.key != entity.scope && $0.value < basis }) {
          continue
        }
        if let refuted = refutation(of: playbook, at: entity) {
          refutations.append(
            Refutation(playbook: playbook, entity: entity, result: refuted, wasClaimed: true))
          continue
        }
        claimed[entity] = min(claimed[entity] ?? basis, basis)
        claimedScopes[entity.scope] = min(claimedScopes[entity.scope] ?? basis, basis)
        candidates.append(candidate(playbook, entity, basis, result))
      }
    }
    if let rule = playbook.contributes {
      for entity in evaluator.entities(rule.scope) {
        let result = evaluator.evaluate(rule, at: entity)
        guard result.truth == .yes, refutation(of: playbook, at: entity) == nil else { continue }
        var found = candidate(playbook, entity, .likely, result)
        found.isContributing = true
        candidates.append(found)
      }
    }
    // Refuted without having been claimed: worth saying what was ruled out.
    guard let rule = playbook.refutes, candidates.count == before.candidates,
      refutations.count == before.refutations
    else { return }
    for entity in evaluator.entities(rule.scope) {
      let result = evaluator.evaluate(rule, at: entity)
      guard result.truth == .yes else { continue }
      refutations.append(
        Refutation(playbook: playbook, entity: entity, result: result, wasClaimed: false))
      return
    }
  }

  private func refutation(of playbook: Playbook, at entity: Entity) -> RuleResult? {
    guard let rule = playbook.refutes else { return nil }
    for target in related(entity, to: rule.scope) {
      let result = evaluator.evaluate(rule, at: target)
      if result.truth == .yes { return result }
    }
    return nil
  }

  /// The entities of another scope that stand for this one, where exactly that can be said.
  private func related(_ entity: Entity, to scope: Scope) -> [Entity] {
    if entity.scope == scope { return [entity] }
    if scope == .cluster { return [.cluster] }
    switch (entity.scope, scope) {
    case (.node, .subnet): return evaluator.join(.nodeSubnets, from: entity)
    case (.subnet, .node):
      let nodes = evaluator.join(.subnetNodes, from: entity)
      return nodes.count == 1 ? nodes : []
    default: return []
    }
  }

  // MARK: time

  private func candidate(
    _ playbook: Playbook, _ entity: Entity, _ basis: Basis, _ result: RuleResult
  )
    -> Candidate
  {
    let shown = unique(result.sightings)
    var first = shown.compactMap(\.sighting.moments.first).min()
    var last = shown.compactMap(\.sighting.moments.last).max()
    var isUntimed = shown.contains { $0.sighting.moments.first == nil }
    // Facts of requests bring the times of the refusals with them.
    let asked = Set(
      result.facts.filter {
        $0.test.fact.hasPrefix("node.refus") || $0.test.fact == "node.refusals"
      }.map(
        \.entity.id))
    for id in asked {
      guard let log = world.nodes[id]?.log else { continue }
      for moments in [log.moments["refused"], log.moments["sandbox-refused"]].compactMap({ $0 }) {
        first = [first, moments.first].compactMap { $0 }.min()
        last = [last, moments.last].compactMap { $0 }.max()
      }
    }
    // `kubectl describe` tells ages, no times: the log of the same refusals is the clock.
    if last == nil { isUntimed = true }
    var found = Candidate(
      playbook: playbook, entity: entity, basis: basis, sightings: shown, facts: result.facts,
      state: .active,
      first: first, last: last)
    if shown.isEmpty && asked.isEmpty {
      found.state = isFelt(found) ? .active : .latent
      return found
    }
    if let last, !isUntimed, isHealed(playbook, entity, nodes: found.nodes, after: last) {
      found.state = .recovered
      found.isTransient = isTransient(found)
    } else if !isUntimed, isUnfelt(found) {
      found.state = .latent
    }
    return found
  }

  /// EC2 refused what would have filled the pool, and the pool had enough for every pod all the same.
  private func isUnfelt(_ found: Candidate) -> Bool {
    guard let first = found.first, !found.nodes.isEmpty else { return false }
    // Of the path only what keeps the pool from growing: a pod with an address may still lack its interface.
    let heals = found.playbook.healedBy
    switch found.playbook.step {
    case 0: guard heals.contains("pool-grown") else { return false }
    case 2...4: guard heals.contains("pool-grown") || heals.contains("eni-created") else { return false }
    default: return false
    }
    return world.nodes.values.allSatisfy { node in
      let isInvolved = found.nodes.contains(node.id)
      // Failures on hosts without a log may be of these nodes as well.
      guard isInvolved || !node.log.kinds.contains(.ipamdLog) else { return true }
      let entity = Entity(.node, node.id)
      let isRefused =
        (facts.value("node.refusals", of: entity) ?? 0) > 0 || node.log.count("sandbox-failed") > 0
      if isRefused || (facts.value("node.podsWaiting", of: entity) ?? 0) > 0 { return false }
      return !isInvolved || node.log.last("address-assigned").map { $0 > first } ?? false
    }
  }

  /// A limit seen in documents blocks somebody only where pods wait.
  private func isFelt(_ found: Candidate) -> Bool {
    let nodes: [Entity]
    switch found.entity.scope {
    case .node: nodes = [found.entity]
    case .subnet: nodes = evaluator.join(.subnetNodes, from: found.entity)
    default: nodes = evaluator.entities(.node)
    }
    return nodes.contains { node in
      facts.truth("node.refusedNow", of: node) == true
        || (facts.value("node.podsWaiting", of: node) ?? 0) > 0
        || facts.truth("node.awsNodeCrashing", of: node) == true
    }
  }

  private func isHealed(
    _ playbook: Playbook, _ entity: Entity, nodes: Set<String>, after last: Instant
  )
    -> Bool
  {
    guard !playbook.healedBy.isEmpty else { return false }
    let entities = nodes.isEmpty ? world.nodes.keys.sorted() : nodes.sorted()
    if isOfIPAMD(playbook), !entities.isEmpty, entities.allSatisfy({ servesSinceStart($0, after: last) }) {
      return true
    }
    if entity.scope == .subnet,
      let after = facts.truth("subnet.successAfterLastShortage", of: entity)
    {
      return after
        && !entities.contains { !(world.nodes[$0]?.podsWaiting(sinceFailureAt: last).isEmpty ?? true) }
    }
    guard !entities.isEmpty else { return false }
    return entities.allSatisfy { id in
      guard let node = world.nodes[id] else { return false }
      guard playbook.healedBy.contains(where: { node.log.last($0).map { $0 > last } ?? false })
      else {
        return false
      }
      // Pods that were refused and never got an address wait still, whatever else succeeded; those refused only
      // after this was over wait for something else.
      let healed = playbook.healedBy.flatMap { node.log.moments[$0]?.times ?? [] }.filter {
        $0 > last
      }.min()
      let refused = [
        node.log.moments["refused"]?.first, node.log.moments["sandbox-refused"]?.first,
      ]
      .compactMap { $0 }
      let isOlder = healed.map { healed in refused.contains { $0 < healed } } ?? true
      return !isOlder || node.podsWaiting(sinceFailureAt: healed ?? last).isEmpty
    }
  }

  /// Failures that would keep ipamd from starting or its pool from filling: an address given out after a start shows
  /// that they are over. Branch ENIs and policies have ways of their own.
  private func isOfIPAMD(_ playbook: Playbook) -> Bool {
    let signs: Set = [
      "address-assigned", "pool-grown", "eni-created", "node-init-done", "ipamd-serving", "cni-installed",
    ]
    return playbook.healedBy.contains(where: signs.contains)
  }

  private func servesSinceStart(_ id: String, after last: Instant) -> Bool {
    guard let node = world.nodes[id], node.hasServedSinceStart(after: last) else { return false }
    return (facts.value("node.podsWaiting", of: Entity(.node, id)) ?? 0) == 0
  }

  /// Start-up races and single blips: over, and never more than the first two minutes or one answer.
  private func isTransient(_ found: Candidate) -> Bool {
    guard let first = found.first, let last = found.last else { return false }
    // A shortage, a limit or a quota was real, however soon it passed.
    guard found.playbook.step == 0 || found.playbook.step == 5 else { return false }
    if found.count <= 1 { return true }
    guard last.seconds(since: first) <= 120 else { return false }
    return found.nodes.allSatisfy { id in
      guard let log = world.nodes[id]?.log else { return false }
      // A race is won within minutes; what a later restart ended was a failure.
      let heals = found.playbook.healedBy.flatMap { log.moments[$0]?.times ?? [] }
      guard heals.contains(where: { $0 > last && $0.seconds(since: last) <= 300 }) else {
        return false
      }
      let starts = log.moments["started"]?.times ?? []
      // The plugin is asked before ipamd has started, on a new node and during an upgrade.
      let begins = starts + [log.first].compactMap { $0 }
      return begins.contains { abs(first.seconds(since: $0)) <= 120 }
    }
  }

  private func unique(_ list: [PlacedSighting]) -> [PlacedSighting] {
    var seen: Set<SightingKey> = []
    return list.filter { seen.insert($0.key).inserted }
  }
}
