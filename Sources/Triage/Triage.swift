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
  /// Does something for every number below a count, in any order or at once: given by the caller, so that thinking
  /// needs no threads.
  package var perform: @Sendable (Int, @Sendable (Int) -> Void) -> Void = { count, body in
    for number in 0..<count { body(number) }
  }
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
    diagnosis(of: evidence, handbook: handbook, options: options).report
  }

  /// The report, and what it rests on.
  static func diagnosis(of evidence: Case, handbook: Handbook, options: TriageOptions)
    -> (report: Report, world: World)
  {
    var triage = Triage(evidence, handbook: handbook, options: options)
    return (triage.report(), triage.world)
  }

  /// One node's evidence, diagnosed in a world that more evidence than its own has made.
  static func diagnose(_ evidence: Case, in world: World, handbook: Handbook, options: TriageOptions)
    -> Report
  {
    var triage = Triage(evidence, in: world, handbook: handbook, options: options)
    return triage.report()
  }

  private init(_ evidence: Case, in world: World? = nil, handbook: Handbook, options: TriageOptions) {
    self.evidence = evidence
    self.handbook = handbook
    self.options = options
    let world = world ?? World(evidence)
    self.world = world
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
      moreInputs: evidence.moreInputs.values.reduce(evidence.mergedInputs, +),
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
      let subject = count == 1 ? "1 pod request was" : "\(words.counted(count)) pod requests were"
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
    var seen: Set<String> = []
    for node in world.nodes.values.sorted(by: { $0.id < $1.id }) {
      assigned += Int(facts.value("node.assignments", of: Entity(.node, node.id)) ?? 0)
      for signal in [
        "address-assigned", "branch-assigned", "pool-grown", "eni-created", "pool-shrunk", "cni-installed",
        "node-init-done",
      ] {
        guard let sample = node.log.samples[signal]?.samples.last else { continue }
        isPositive = true
        seen.insert(signal)
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
      ? "\(words.addresses(assigned)) given out, \(refusedBefore())"
      : Self.success(seen)
    if let span = words.span(evidence.first, evidence.last) { because += ", \(span)" }
    for group in weighing.transients.prefix(2) {
      reasons.append("\(group.playbook.id) for a moment, then success")
    }
    if !reasons.isEmpty { because += "; " + reasons.prefix(3).joined(separator: "; ") }
    var found = Finding(
      id: .healthy, title: assigned > 0 ? "Addresses are given out" : "Nothing was refused", basis: nil,
      confidence: 0.8, severity: .note,
      state: nil,
      step: nil, because: because)
    found.isTransient = !weighing.transients.isEmpty
    found.evidence = evidenceIDs
    found.scope.nodes = world.nodes.keys.sorted()
    found.first = evidence.first
    found.last = evidence.last
    return found
  }

  /// Refusals that were over before the last address was given out.
  private func refusedBefore() -> String {
    var count = 0
    var last: Instant?
    for node in world.nodes.values {
      count += Int(facts.value("node.refusals", of: Entity(.node, node.id)) ?? 0)
      last = [last, node.lastRefusal].compactMap { $0 }.max()
    }
    guard count > 0 else { return "none refused" }
    let requests = count == 1 ? "1 request" : "\(words.counted(count)) requests"
    return "\(requests) refused" + (last.map { ", the last at \(words.clock($0))" } ?? " before")
  }

  /// What went well where no address was seen given out.
  private static func success(_ signals: Set<String>) -> String {
    if signals.contains("branch-assigned") { return "branch ENIs were given out, nothing was refused" }
    if !signals.isDisjoint(with: ["pool-grown", "eni-created", "pool-shrunk"]) {
      return "the pool grew or shrank as it should, nothing was refused"
    }
    if !signals.isDisjoint(with: ["cni-installed", "node-init-done"]) {
      return "aws-node started and installed the plugin, nothing was refused"
    }
    return "nothing in evidence was refused"
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

}
