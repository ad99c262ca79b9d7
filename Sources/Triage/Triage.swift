import Evidence
import Playbooks
import VPCModel

/// What the caller decides about a diagnosis.
package struct TriageOptions: Sendable {
  package var toolVersion = ""
  /// The reference time; nil: the newest time in the evidence. The clock is never read.
  package var now: Instant?
  /// First 128 bits of SHA-256 as hex, of a text: given by the caller, so that thinking needs no bytes.
  package var fingerprint: @Sendable (String) -> String = { _ in "" }
  package init() {}
}

/// The walk: a case in, a report out. Pure: same case, same report.
package struct Triage {
  let evidence: Case
  let handbook: Handbook
  let options: TriageOptions
  let world: World
  let index: SightingIndex
  let facts: FactBook
  let judge: Judge
  let weighing: Weighing
  let words: Wording
  var book: EvidenceBook

  package static func diagnose(_ evidence: Case, handbook: Handbook, options: TriageOptions = TriageOptions())
    -> Report
  {
    var triage = Triage(evidence, handbook: handbook, options: options)
    return triage.report()
  }

  private init(_ evidence: Case, handbook: Handbook, options: TriageOptions) {
    self.evidence = evidence
    self.handbook = handbook
    self.options = options
    world = World(evidence)
    index = SightingIndex(evidence, world: world, signals: handbook.signals)
    facts = FactBook(world, sightings: index)
    let evaluator = Evaluator(world, facts: facts, sightings: index)
    judge = Judge(evaluator, handbook: handbook)
    weighing = Weigher(judge: judge).weigh()
    words = Wording(world: world, facts: facts)
    book = EvidenceBook(world)
  }

  private mutating func report() -> Report {
    let (status, primary) = verdict()
    let contributing =
      weighing.primary == nil ? [] : weighing.contributing.map { finding($0, asContributing: true) }
    let alternatives = self.alternatives(status)
    let excluded = self.excluded(besides: [primary.id] + contributing.map(\.id) + alternatives.map(\.id))
    let steps = self.steps(status, contributing: contributing)
    let remedies = status == .causeFound ? self.remedies(primary, contributing) : []
    let unclassified = self.unclassified()
    var report = Report(
      toolVersion: options.toolVersion, playbooksDigest: handbook.digest, status: status,
      referenceTime: options.now ?? evidence.last, from: evidence.first, to: evidence.last, primary: primary,
      contributing: contributing, alternatives: alternatives, excluded: excluded, steps: steps, evidence: [],
      remedies: remedies, nodes: nodeReports(),
      subnets: world.ledgers.keys.sorted().compactMap { world.ledgers[$0] },
      series: series(), timeline: timeline(), unclassified: unclassified, noise: noise(), inputs: inputs(),
      gaps: gaps(),
      notes: notes(), isPartial: isPartial)
    report.evidence = book.items
    return report
  }

  // MARK: verdict

  private mutating func verdict() -> (Status, Finding) {
    if let group = weighing.primary {
      var found = finding(group, asContributing: false)
      found.missing = group.basis == .proved && group.state == .active ? [] : missing(for: group)
      return (.causeFound, found)
    }
    if hasOpenFailure { return undecided() }
    // A mere suspicion stands back where pods are served and none is refused, or the line is plainly about
    // something else.
    if !weighing.alternatives.isEmpty, !servesEveryone, !isAboutOtherThings { return undecided() }
    if hasLastingOtherTrouble, let other = notIPProblem() { return (.notIPProblem, other) }
    if let healthy = healthy() { return (.healthy, healthy) }
    if let other = notIPProblem() { return (.notIPProblem, other) }
    return insufficient()
  }

  /// Pods were refused, or a loud line nobody knows stands without any success after it.
  private var hasOpenFailure: Bool {
    for node in world.nodes.values {
      let entity = Entity(.node, node.id)
      let refused = (facts.value("node.refusals", of: entity) ?? 0) > 0
      if refused, facts.truth("node.refusedNow", of: entity) == true,
        facts.truth("node.failuresOnlyAtStart", of: entity) != true
      {
        return true
      }
      if node.log.count("sandbox-failed") > 0 || node.log.count("sandbox-refused") > 0 {
        let last = [node.log.last("sandbox-failed"), node.log.last("sandbox-refused")].compactMap { $0 }.max()
        let success = node.log.last("address-assigned")
        if let last, let success, success > last { continue }
        return true
      }
    }
    return false
  }

  /// Probes, DNS, images of applications failing for minutes; in a pod's first minute they are noise.
  private var hasLastingOtherTrouble: Bool {
    world.nodes.values.contains { node in
      guard let moments = node.log.moments["not-ip-problem"] else { return false }
      // A table of events tells ages, no times; what somebody hands in to show is no first-minute noise.
      guard let first = moments.first, let last = moments.last else { return true }
      guard moments.count >= 3 else { return false }
      return last.seconds(since: first) > 60
    }
  }

  /// Every node under suspicion gave out addresses and refused nobody.
  private var servesEveryone: Bool {
    weighing.alternatives.allSatisfy { group in
      let nodes = group.nodes.isEmpty ? Set(world.nodes.keys) : group.nodes
      return !nodes.isEmpty
        && nodes.allSatisfy { id in
          let entity = Entity(.node, id)
          return facts.value("node.refusals", of: entity) == 0
            && (facts.value("node.assignments", of: entity) ?? 0) > 0
        }
    }
  }

  /// The suspect's own line says that it is of an application: its image, its probe.
  private var isAboutOtherThings: Bool {
    weighing.alternatives.allSatisfy { group in
      guard !group.sightings.isEmpty else { return false }
      return group.sightings.allSatisfy { placed in
        let others = world.nodes[placed.node]?.log.samples["not-ip-problem"]?.samples.map(\.place) ?? []
        return placed.sighting.samples.allSatisfy { others.contains($0.place) }
      }
    }
  }

  private mutating func undecided() -> (Status, Finding) {
    let refusing = world.nodes.values.filter {
      (facts.value("node.refusals", of: Entity(.node, $0.id)) ?? 0) > 0
    }
    .map(\.id).sorted()
    var because: String
    if !refusing.isEmpty {
      let count = refusing.reduce(0) { $0 + Int(facts.value("node.refusals", of: Entity(.node, $1)) ?? 0) }
      let subject = count == 1 ? "1 pod request was" : "\(words.number(count)) pod requests were"
      because =
        "\(subject) refused on \(words.list(refusing.map(words.shown), most: 2, noun: "nodes")); the pool was empty, and the reason is not in evidence"
    } else if !weighing.alternatives.isEmpty {
      because = "there are signs of trouble, and none that decides"
    } else {
      because = "a pod could not be set up, and the reason is not in evidence"
    }
    if let best = weighing.alternatives.first { because += "; the best suspect is \(best.playbook.id)" }
    var found = Finding(
      id: .unknown, title: "The cause is not in evidence", basis: nil, confidence: 0, severity: .error,
      state: nil,
      step: nil, because: because)
    found.scope.nodes = refusing
    for id in refusing {
      let log = world.nodes[id]?.log
      found.first = [found.first, log?.moments["refused"]?.first, log?.moments["sandbox-refused"]?.first]
        .compactMap { $0 }.min()
      found.last = [found.last, log?.last("refused"), log?.last("sandbox-refused")].compactMap { $0 }.max()
      for signal in ["refused", "sandbox-refused"] {
        for sample in (log?.samples[signal]?.samples ?? []).prefix(1) {
          found.evidence.append(book.quote(sample, pattern: signal, node: id, of: log?.count(signal)))
        }
      }
    }
    found.missing = missing(for: nil)
    return (.undecided, found)
  }

  private mutating func healthy() -> Finding? {
    var assigned = 0
    var reasons: [String] = []
    var evidenceIDs: [String] = []
    var isPositive = false
    for node in world.nodes.values.sorted(by: { $0.id < $1.id }) {
      assigned += Int(facts.value("node.assignments", of: Entity(.node, node.id)) ?? 0)
      for signal in [
        "address-assigned", "branch-assigned", "pool-grown", "eni-created", "pool-shrunk", "cni-installed",
        "node-init-done",
      ] {
        guard let sample = node.log.samples[signal]?.samples.last else { continue }
        isPositive = true
        if evidenceIDs.count < 4 {
          evidenceIDs.append(book.quote(sample, pattern: signal, node: node.id, of: node.log.count(signal)))
        }
      }
      if let metrics = node.metrics,
        metrics.value.values["awscni_add_ip_req_count"] ?? 0 > 0
          || metrics.value.values["awscni_total_ip_addresses"] != nil
      {
        isPositive = true
        reasons.append("metrics of \(words.shown(node.id)) count no refusal")
      }
    }
    if !index.byPattern["xen-fallback", default: []].isEmpty
      || evidence.noise.keys.contains(where: { $0.contains("hence falling back to default") })
    {
      isPositive = true
      reasons.append("prefix mode fell back to secondary addresses on this instance type, as designed")
    }
    let loud = evidence.unclassified.values.filter { $0.level == "error" || $0.level == "fatal" }
    let lastSuccess = world.nodes.values.compactMap {
      $0.log.last("address-assigned") ?? $0.log.last("pool-stats")
    }.max()
    if let trouble = loud.compactMap(\.example.time).max(), assigned == 0,
      lastSuccess.map({ $0 < trouble }) ?? true
    {
      return nil
    }
    guard isPositive else { return nil }
    var because =
      assigned > 0
      ? "\(words.number(assigned)) addresses given out, none refused"
      : "the pool counts in evidence show no refusal"
    if let span = words.span(evidence.first, evidence.last) { because += ", \(span)" }
    for group in weighing.transients.prefix(2) {
      reasons.append("\(group.playbook.id) for a moment, then success")
    }
    if !reasons.isEmpty { because += "; " + reasons.prefix(3).joined(separator: "; ") }
    var found = Finding(
      id: .healthy, title: "Addresses are given out", basis: nil, confidence: 0.8, severity: .note,
      state: nil,
      step: nil, because: because)
    found.isTransient = !weighing.transients.isEmpty
    found.evidence = evidenceIDs
    found.scope.nodes = world.nodes.keys.sorted()
    found.first = evidence.first
    found.last = evidence.last
    return found
  }

  private mutating func notIPProblem() -> Finding? {
    var ids: [String] = []
    var nodes: Set<String> = []
    for node in world.nodes.values.sorted(by: { $0.id < $1.id }) {
      guard let sighting = node.log.samples["not-ip-problem"] else { continue }
      nodes.insert(node.id)
      for sample in sighting.samples.prefix(1) where ids.count < 4 {
        ids.append(
          book.quote(sample, pattern: "not-ip-problem", node: node.id, of: node.log.count("not-ip-problem")))
      }
    }
    guard !ids.isEmpty else { return nil }
    var found = Finding(
      id: .notIPProblem, title: "Not about getting an address", basis: nil, confidence: 0.7, severity: .note,
      state: nil, step: nil,
      because:
        "the failure in evidence is a probe, DNS, storage, scheduling or another plugin; no address was refused"
    )
    found.evidence = ids
    found.scope.nodes = nodes.sorted()
    return found
  }

  private mutating func insufficient() -> (Status, Finding) {
    let hasInput = evidence.inputs.values.contains { $0.recognised > 0 }
    let isState =
      !world.subnets.isEmpty || !world.nodes.isEmpty && world.nodes.values.allSatisfy(\.log.kinds.isEmpty)
    let because =
      isState && hasInput
      ? "the documents show no limit reached, and there is no log or event of a failure"
      : "no failure seen, and too little to call it healthy"
    var found = Finding(
      id: .unknown, title: "Too little evidence", basis: nil, confidence: 0, severity: .note, state: nil,
      step: nil,
      because: because)
    found.missing = missing(for: nil)
    return (.insufficientEvidence, found)
  }

  // MARK: findings

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
