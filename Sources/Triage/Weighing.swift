import Evidence
import Playbooks
import VPCModel

/// The causes weighed against each other: one primary, what adds to it, what else it could be.
struct Weighing {
  var primary: CauseGroup?
  var contributing: [CauseGroup] = []
  var alternatives: [CauseGroup] = []
  var refutations: [Refutation] = []
  /// Races and blips that are over: told in the timeline, blamed on nothing.
  var transients: [CauseGroup] = []
}

struct Weigher {
  let judge: Judge
  var facts: FactBook { judge.facts }

  func weigh() -> Weighing {
    var result = Weighing()
    result.refutations = judge.refutations
    var groups = group(judge.candidates.filter { $0.basis != .suspected && !$0.isContributing })
    // What only explains others is never primary by itself.
    let contributors =
      group(judge.candidates.filter(\.isContributing)) + groups.filter { $0.playbook.kind == .contributing }
    groups.removeAll { $0.playbook.kind == .contributing }
    result.transients = groups.filter(\.isTransient)
    groups.removeAll(where: \.isTransient)
    groups = pastApart(groups).map(strongest)

    for index in groups.indices { groups[index].yieldedTo = deeper(than: groups[index], among: groups) }
    let ranked = groups.sorted(by: precedes)
    result.primary = ranked.first { $0.yieldedTo == nil } ?? ranked.first
    if let best = result.primary, best.state != .active, isRefusedElsewhere(best) {
      // A risk or a past failure of other nodes does not say why these refuse now.
      result.primary = nil
      result.alternatives = ranked + suspects(besides: Set(ranked.map(\.playbook.id)), confusedWith: nil)
      return result
    }
    guard let primary = result.primary else {
      result.alternatives = suspects(besides: [], confusedWith: nil)
      return result
    }
    for other in ranked where other.playbook.id != primary.playbook.id {
      let isRival =
        primary.playbook.confusedWith.contains { $0.cause == other.playbook.id }
        // A consequence on the path is told as such; among address causes it is the thing easily taken for this one.
        && (other.yieldedTo == primary.playbook.id
          ? other.playbook.step > 0 && other.nodes == primary.nodes : primary.basis < other.basis)
      let isSameText = sharesAllSightings(other, primary)
      if isRival || isSameText {
        result.alternatives.append(other)
      } else {
        result.contributing.append(other)
      }
    }
    for other in contributors.sorted(by: precedes)
    where other.playbook.id != primary.playbook.id
      && !result.contributing.contains(where: { $0.playbook.id == other.playbook.id })
    {
      result.contributing.append(other)
    }
    let named = Set([primary.playbook.id] + (result.contributing + result.alternatives).map(\.playbook.id))
    result.alternatives += suspects(besides: named, confusedWith: primary.playbook)
    return result
  }

  /// A failure is past where another one says why pods fail since a later start of ipamd, or after ten minutes of
  /// refusals without the first.
  private func pastApart(_ groups: [CauseGroup]) -> [CauseGroup] {
    var newest: [String: [(cause: CauseID, last: Instant)]] = [:]
    for group in groups {
      for member in group.members where member.state == .active {
        guard let last = member.last else { continue }
        for node in member.nodes { newest[node, default: []].append((group.playbook.id, last)) }
      }
    }
    return groups.map { group in
      // What breaks the path is said once, its consequences on and on; a shortage is said as often as it is met.
      let consequences =
        group.playbook.step > 0
        ? [] : groups.filter { $0.playbook.yieldsTo.contains(group.playbook.id) }.map(\.playbook.id)
      let own = Set(consequences + [group.playbook.id])
      var group = group
      for index in group.members.indices where group.members[index].state == .active {
        guard let last = group.members[index].last, !group.members[index].nodes.isEmpty else { continue }
        let isPast = group.members[index].nodes.allSatisfy { id in
          guard let node = judge.world.nodes[id] else { return false }
          return newest[id, default: []].contains { rival in
            !own.contains(rival.cause) && node.isOver(last, since: rival.last)
          }
        }
        guard isPast else { continue }
        group.members[index].state = .recovered
        group.members[index].isPast = true
      }
      return group
    }
  }

  /// Pods wait for an address on a node that this cause does not touch, or for longer than it lasted.
  private func isRefusedElsewhere(_ group: CauseGroup) -> Bool {
    var touched = group.nodes
    for member in group.members where member.entity.scope == .subnet {
      touched.formUnion(judge.evaluator.join(.subnetNodes, from: member.entity).map(\.id))
    }
    return judge.world.nodes.contains { id, node in
      if touched.contains(id) {
        guard group.state == .recovered, let last = group.last, let refusal = node.lastRefusal else {
          return false
        }
        return refusal.seconds(since: last) > NodeEntity.window
          && facts.truth("node.refusedNow", of: Entity(.node, id)) == true
      }
      // Events alone do not show whether the same pods were served after a recovery: ipamd's own refusals count.
      if group.state == .recovered, touched.isEmpty || node.log.count("refused") == 0 { return false }
      return facts.truth("node.refusedNow", of: Entity(.node, id)) == true
        && facts.truth("node.failuresOnlyAtStart", of: Entity(.node, id)) != true
    }
  }

  private func group(_ candidates: [Candidate]) -> [CauseGroup] {
    var groups: [CauseID: CauseGroup] = [:]
    for candidate in candidates {
      if groups[candidate.playbook.id] == nil {
        groups[candidate.playbook.id] = CauseGroup(playbook: candidate.playbook, members: [])
      }
      groups[candidate.playbook.id]?.members.append(candidate)
    }
    return groups.keys.sorted().compactMap { groups[$0] }
  }

  /// Where a cause still acts, the places where it is over are not its scope.
  private func strongest(_ group: CauseGroup) -> CauseGroup {
    var group = group
    let state = group.state
    group.members.removeAll { $0.state != state || $0.isTransient }
    // A latent cause is as strong as its strongest place too; a weaker basis elsewhere adds nothing.
    let basis = group.basis
    if group.members.contains(where: { $0.basis == basis && !$0.sightings.isEmpty }) {
      group.members.removeAll { $0.basis != basis && $0.sightings.isEmpty }
    }
    return group
  }

  private func deeper(than group: CauseGroup, among groups: [CauseGroup]) -> CauseID? {
    for id in group.playbook.yieldsTo {
      guard let other = groups.first(where: { $0.playbook.id == id }) else { continue }
      if rank(other.state) > rank(group.state) { continue }
      if other.basis > group.basis && other.playbook.yieldsTo.contains(group.playbook.id) { continue }
      if overlaps(group, other) { return id }
    }
    return nil
  }

  private func overlaps(_ left: CauseGroup, _ right: CauseGroup) -> Bool {
    // Whom the scheduler finds no place for is on no node: the file that tells of it is none.
    let isOfCluster = left.playbook.proves?.scope == .cluster
    let a = isOfCluster ? left.nodes.filter { !isNoNode($0) } : left.nodes
    let b = right.nodes
    if a.isEmpty || b.isEmpty { return true }
    return !a.isDisjoint(with: b)
  }

  private func isNoNode(_ id: String) -> Bool {
    guard id.hasPrefix("input:"), let node = judge.world.nodes[id] else { return false }
    return node.log.kinds.isSubset(of: World.clusterKinds)
  }

  private func sharesAllSightings(_ left: CauseGroup, _ right: CauseGroup) -> Bool {
    let a = Set(left.sightings.map(\.key))
    return !a.isEmpty && a == Set(right.sightings.map(\.key))
  }

  private func rank(_ state: FindingState) -> Int {
    switch state {
    case .active: 0
    case .recovered: 1
    case .latent: 2
    }
  }

  /// Which of two is the better primary: what blocks pods now, proved before likely, in the documented order.
  private func precedes(_ left: CauseGroup, _ right: CauseGroup) -> Bool {
    let keyLeft = (rank(left.state), left.yieldedTo == nil ? 0 : 1, left.basis == .proved ? 0 : 1)
    let keyRight = (rank(right.state), right.yieldedTo == nil ? 0 : 1, right.basis == .proved ? 0 : 1)
    if keyLeft != keyRight { return keyLeft < keyRight }
    // Something EC2 or the kernel said beats what was only derived.
    let saidLeft = left.sightings.isEmpty ? 1 : 0
    let saidRight = right.sightings.isEmpty ? 1 : 0
    if saidLeft != saidRight { return saidLeft < saidRight }
    if left.playbook.step != right.playbook.step { return left.playbook.step < right.playbook.step }
    if left.count != right.count { return left.count > right.count }
    return left.playbook.id < right.playbook.id
  }

  private func suspects(besides named: Set<CauseID>, confusedWith primary: Playbook?) -> [CauseGroup] {
    // A suspicion that success has followed is none any more.
    let all = group(
      judge.candidates.filter { $0.basis == .suspected && !$0.isContributing && $0.state != .recovered }
    )
    .filter { !named.contains($0.playbook.id) && !$0.isTransient && $0.playbook.kind != .contributing }
    .sorted(by: precedes)
    guard let primary else { return all }
    let near = Set(primary.confusedWith.map(\.cause))
    return all.filter { near.contains($0.playbook.id) }
  }
}
