import Evidence
import Playbooks
import VPCModel

// A cause with all that is claimed of it: scope, evidence, share, fingerprint.
extension Triage {
  mutating func finding(_ given: CauseGroup, asContributing: Bool) -> Finding {
    let group = asContributing ? given.withOwnEvidence : given
    let playbook = group.playbook
    var because = words.because(group)
    if let deeper = group.yieldedTo, asContributing { because += "; it follows from \(deeper)" }
    let severity: Severity =
      asContributing
      ? (group.playbook.kind == .contributing || group.state != .active ? .note : .warning)
      : group.state == .active ? .error : .warning
    var found = Finding(
      id: playbook.id, title: playbook.title, basis: group.basis, confidence: Confidence.of(group),
      severity: severity,
      state: group.state, step: playbook.step, because: because)
    found.scope = scope(group)
    found.first = group.first
    found.last = group.last
    found.count = group.count > 0 ? group.count : nil
    found.isCountEstimate = group.isEstimate
    found.isTransient = group.isTransient
    found.evidence = book.quote(group.sightings)
    for id in book.quote(group.facts.map { ($0.entity, $0.test.fact, $0.value) })
    where !found.evidence.contains(id) {
      found.evidence.append(id)
    }
    for refutation in weighing.refutations
    where refutation.playbook.id == playbook.id && refutation.wasClaimed {
      found.against += book.quote(refutation.result.sightings, limit: 1)
      found.against += book.quote(refutation.result.facts.map { ($0.entity, $0.test.fact, $0.value) })
    }
    found.share = share(group)
    found.fingerprint = options.fingerprint(fingerprintSource(found))
    return found
  }

  private func share(_ group: CauseGroup) -> (addresses: Int, of: Int)? {
    for fact in group.facts where fact.entity.scope == .subnet {
      guard let size = facts.value("subnet.size", of: fact.entity) else { continue }
      let name = group.playbook.id.raw == "eni-leak" ? "subnet.leakedAddresses" : "subnet.idleAddresses"
      guard group.playbook.id.raw == "eni-leak" || group.playbook.id.raw == "warm-pool-hoarding",
        let held = facts.value(name, of: fact.entity)
      else { continue }
      return (Int(held), Int(size) - 5)
    }
    return nil
  }

  private func scope(_ group: CauseGroup) -> FindingScope {
    var scope = FindingScope()
    var nodes = group.nodes
    var subnets: Set<String> = []
    let isAboutSubnets = group.members.contains { $0.entity.scope == .subnet } || group.playbook.step == 3
    for member in group.members {
      switch member.entity.scope {
      case .subnet:
        if !member.entity.id.hasPrefix("?") { subnets.insert(member.entity.id) }
        if member.sightings.isEmpty {
          // Documents alone: the nodes that take addresses there.
          for node in judge.evaluator.join(.subnetNodes, from: member.entity) { nodes.insert(node.id) }
        }
      case .eni: scope.enis.append(member.entity.id)
      case .pod: scope.pods.append(member.entity.id)
      case .zone: scope.zones.append(member.entity.id)
      case .node, .cluster: break
      }
      if isAboutSubnets {
        for placed in member.sightings where placed.isSubnetKnown { subnets.insert(placed.subnet.raw) }
      }
    }
    let isAboutENIs = ["datastore-drift", "eni-leak", "host-network-setup", "imds-lag"].contains(
      group.playbook.id.raw)
    for placed in group.sightings {
      if isAboutENIs, let eni = placed.key.eni { scope.enis.append(eni.raw) }
      scope.pods += placed.sighting.pods
    }
    if group.playbook.kind != .contributing {
      for id in nodes { scope.pods += (world.nodes[id]?.podsStillWaiting ?? []) }
    }
    if group.facts.contains(where: {
      $0.test.fact == "subnet.idleShare" || $0.test.fact == "subnet.idleAddresses"
    }) {
      // Who holds the idle addresses, not who lacks them.
      for member in group.members where member.entity.scope == .subnet {
        for node in judge.evaluator.join(.subnetNodes, from: member.entity)
        where (facts.value("node.poolIdle", of: node) ?? 0) > 0 { nodes.insert(node.id) }
      }
    }
    scope.nodes = nodes.filter { world.nodes[$0] != nil }.sorted()
    // A file that names no node adds nothing where nodes are named.
    let named = scope.nodes.filter { !$0.hasPrefix("input:") }
    if !named.isEmpty { scope.nodes = named }
    scope.subnets = subnets.sorted()
    scope.enis = Array(Set(scope.enis)).sorted()
    scope.pods = Array(Set(scope.pods).sorted().prefix(50))
    let zones =
      scope.subnets.compactMap { world.subnets[SubnetID($0)]?.value.zone }
      + scope.nodes.compactMap { world.nodes[$0]?.zone }
    scope.zones = Array(Set(scope.zones + zones)).sorted()
    scope.subnetRole =
      isAboutSubnets && !scope.subnets.isEmpty || group.playbook.id.raw.hasPrefix("subnet-")
      ? role(scope, group) : nil
    return scope
  }

  /// What the subnet is to the node: the fix depends on it.
  private func role(_ scope: FindingScope, _ group: CauseGroup) -> String? {
    let subnets = Set(scope.subnets)
    if world.eniConfigs.values.contains(where: { $0.subnet.map { subnets.contains($0.raw) } ?? false }) {
      return "eniconfig"
    }
    let nodes = scope.nodes.compactMap { world.nodes[$0] }
    let own = Set(nodes.flatMap { [$0.ec2?.subnet?.raw].compactMap { $0 } + $0.log.subnets.map(\.raw) })
    if !subnets.isEmpty, subnets.isSubset(of: own) { return "node" }
    if !nodes.isEmpty, nodes.allSatisfy({ $0.customNetworking == true }) { return "eniconfig" }
    let texts = group.sightings.flatMap(\.sighting.samples).map(\.text)
    if !texts.isEmpty, texts.allSatisfy({ $0.contains("branch") || $0.contains("trunk") }) { return "branch" }
    for id in subnets {
      let isNodes = nodes.contains { $0.ec2?.subnet?.raw == id || $0.log.subnets.contains(SubnetID(id)) }
      if !isNodes, let tag = world.subnets[SubnetID(id)]?.value.tags?["kubernetes.io/role/cni"], tag != "0" {
        return "discovered"
      }
    }
    return "node"
  }

  private func fingerprintSource(_ found: Finding) -> String {
    let instances = found.scope.nodes.filter(World.isInstance)
    let kind = !found.scope.subnets.isEmpty ? "subnet" : !found.scope.enis.isEmpty ? "eni" : "node"
    return ([found.id.raw, kind] + found.scope.subnets + instances + found.scope.enis).joined(separator: "\n")
  }

  var isPartial: Bool {
    !evidence.problems.isEmpty || !evidence.overBudget.isEmpty
      || evidence.inputs.values.contains { input in
        input.problems.contains { !$0.isHarmless } && input.kind != .prose && input.kind != .ownReport
      }
  }
}

/// How sure a basis makes, by the strength of its source: fixed numbers that rank, no probabilities.
package enum Confidence {
  package static let table: [(basis: Basis, source: String, value: Double)] = [
    (.proved, "an answer of EC2 with its request id", 0.97),
    (.proved, "a state document of AWS or Kubernetes", 0.9),
    (.proved, "a summary line of ipamd or the plugin", 0.85),
    (.likely, "an answer of EC2 with its request id", 0.75),
    (.likely, "a state document of AWS or Kubernetes", 0.7),
    (.likely, "a summary line, an event or a metric", 0.6),
    (.suspected, "anything", 0.3),
  ]

  static func of(_ group: CauseGroup) -> Double {
    let texts = group.sightings.flatMap(\.sighting.samples).map { $0.text }
    let hasAnswer = texts.contains { $0.contains("equestID: ") || $0.contains("equest id: ") }
    switch group.basis {
    case .proved: return hasAnswer ? 0.97 : group.sightings.isEmpty ? 0.9 : 0.85
    case .likely: return hasAnswer ? 0.75 : group.sightings.isEmpty ? 0.7 : 0.6
    case .suspected: return 0.3
    }
  }
}
