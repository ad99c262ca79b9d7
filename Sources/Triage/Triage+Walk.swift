import Evidence
import Playbooks
import VPCModel

// What surrounds the verdict: alternatives, exclusions and the walk.
extension Triage {
  /// Values for placeholders out of a scope; the grammar decides later whether one may be printed.
  func values(_ nodes: [String], _ subnets: [String], _ enis: [String] = []) -> [Placeholder: String] {
    var values: [Placeholder: String] = [:]
    values[.subnet] = subnets.first
    values[.eni] = enis.first
    values[.region] = world.region
    if let node = nodes.first.flatMap({ world.nodes[$0] }) {
      values[.instance] = node.instance?.raw
      values[.node] = node.record?.name ?? node.name
      values[.type] = node.type
      values[.zone] = node.zone
    }
    if let subnet = subnets.first.flatMap({ world.subnets[SubnetID($0)]?.value }) {
      values[.vpc] = subnet.vpc
      values[.zone] = subnet.zone ?? values[.zone]
      values[.region] = subnet.zone.flatMap { World.region(of: $0) } ?? values[.region]
    }
    if values[.vpc] == nil, world.subnets.count > 0 {
      values[.vpc] =
        Set(world.subnets.values.compactMap(\.value.vpc)).count == 1
        ? world.subnets.values.first?.value.vpc : nil
    }
    values[.quota] = "L-DF5E4CA3"
    return values
  }

  func values(_ group: CauseGroup) -> [Placeholder: String] {
    let subnets = group.members.filter { $0.entity.scope == .subnet && !$0.entity.id.hasPrefix("?") }.map(
      \.entity.id)
    let known = group.sightings.filter(\.isSubnetKnown).map(\.subnet.raw)
    let enis = group.sightings.compactMap(\.key.eni?.raw)
    var result = values(group.nodes.sorted(), (subnets + known).sorted(), enis.sorted())
    let groups = group.sightings.compactMap { $0.sighting.captures["group"]?.min() }
    result[.group] = groups.min()
    if result[.type] == nil {
      result[.type] = group.sightings.compactMap { $0.sighting.captures["type"]?.min() }.min()
    }
    if let pod = group.sightings.flatMap(\.sighting.pods).min() {
      let parts = pod.split(separator: "/")
      if parts.count == 2 {
        result[.namespace] = String(parts[0])
        result[.pod] = String(parts[1])
      }
    }
    return result
  }

  mutating func alternatives(_ status: Status) -> [Alternative] {
    var result: [Alternative] = []
    for group in weighing.alternatives.prefix(8) {
      let against = weighing.refutations.filter { $0.playbook.id == group.playbook.id && $0.wasClaimed }
        .flatMap { book.quote($0.result.sightings, limit: 1) }
      result.append(
        Alternative(
          id: group.playbook.id, title: group.playbook.title, basis: .suspected,
          confidence: Confidence.of(group),
          because: words.because(group), evidence: book.quote(group.sightings, limit: 2), against: against,
          decide: decide(group)))
    }
    // A pool that was empty and nothing else: the three reasons that look alike from here.
    if status == .undecided, result.isEmpty {
      for id in ["subnet-exhausted", "node-ip-limit", "ip-cooldown"] {
        guard let playbook = handbook[CauseID(id)] else { continue }
        if weighing.refutations.contains(where: { $0.playbook.id == playbook.id }) { continue }
        let nodes = world.nodes.keys.sorted()
        let command = playbook.next.first?.filled(values(nodes, [])) ?? ""
        result.append(
          Alternative(
            id: playbook.id, title: playbook.title, basis: .suspected, confidence: 0.3,
            because: "an empty pool looks like this too; nothing in evidence speaks for or against it",
            evidence: [],
            against: [], decide: command))
      }
    }
    return result
  }

  private func decide(_ group: CauseGroup) -> String {
    let filling = values(group)
    if let primary = weighing.primary?.playbook,
      let command = primary.confusedWith.first(where: { $0.cause == group.playbook.id })?.decide
    {
      return command.filled(filling)
    }
    return (group.playbook.next.first ?? group.playbook.confusedWith.compactMap(\.decide).first)?.filled(
      filling) ?? ""
  }

  mutating func excluded(besides named: [CauseID]) -> [Exclusion] {
    var result: [Exclusion] = []
    var seen = Set(named)
    for refutation in weighing.refutations.sorted(by: {
      ($0.wasClaimed ? 0 : 1, $0.playbook.step) < ($1.wasClaimed ? 0 : 1, $1.playbook.step)
    }) {
      guard seen.insert(refutation.playbook.id).inserted else { continue }
      let phrases = refutation.result.facts.compactMap {
        words.phrase($0.test.fact, $0.entity, $0.value) ?? refutedPhrase($0.test, $0.entity)
      }
      var because = phrases.prefix(2).joined(separator: "; ")
      // What nobody would have thought of, and nothing plain speaks against, is not worth a line.
      let isThinkable =
        refutation.wasClaimed
        || weighing.primary?.playbook.confusedWith.contains { $0.cause == refutation.playbook.id } == true
      if because.isEmpty {
        guard isThinkable else { continue }
        because =
          refutation.result.sightings.isEmpty
          ? "the evidence speaks against it" : "what the log shows does not fit it"
      }
      if !isThinkable, weighing.primary != nil, ![2, 3, 4].contains(refutation.playbook.step) { continue }
      var ids = book.quote(refutation.result.sightings, limit: 1)
      ids += book.quote(refutation.result.facts.map { ($0.entity, $0.test.fact, $0.value) })
      result.append(Exclusion(id: refutation.playbook.id, because: because, evidence: ids))
    }
    // Answers EC2 would have given, had it been this.
    let hasLog = world.nodes.values.contains { $0.log.kinds.contains(.ipamdLog) }
    if hasLog {
      for id in ["iam-denied", "api-throttled", "eni-quota"] where seen.insert(CauseID(id)).inserted {
        guard handbook[CauseID(id)] != nil else { continue }
        result.append(
          Exclusion(id: CauseID(id), because: "no such answer from EC2 in the ipamd log given", evidence: []))
      }
    }
    return Array(result.prefix(12))
  }

  private func refutedPhrase(_ test: FactTest, _ entity: Entity) -> String? {
    switch (test.fact, test.comparison) {
    case ("node.hasFreeSlots", .isTrue): "an ENI of \(words.shown(entity.id)) has free slots"
    case ("node.atENILimitProved", .isFalse), ("node.atENILimit", .isFalse):
      if let enis = facts.value("node.enis", of: entity), let limit = facts.value("node.eniLimit", of: entity)
      {
        "\(Int(enis)) of \(Int(limit)) ENIs attached on \(words.shown(entity.id))"
      } else {
        "\(words.shown(entity.id)) has room for another ENI"
      }
    case ("subnet.availableAtFailure", .isTrue):
      "\(entity.id) had \(words.number(Int(facts.value("subnet.available", of: entity) ?? 0))) available when it failed"
    case ("subnet.prefixModeInUse", .isFalse), ("node.prefixMode", .isFalse): "prefix mode is off"
    case ("node.refusals", _), ("node.refusedNow", .isFalse):
      "no pod was refused on \(words.shown(entity.id))"
    case ("node.ipamdAnswered", .isTrue): "ipamd answered on \(words.shown(entity.id))"
    case ("node.awsNodeReady", .isTrue): "aws-node is Ready on \(words.shown(entity.id))"
    case ("node.poolCooling", _): "no address was cooling"
    default: nil
    }
  }

  // MARK: the walk

  mutating func steps(_ status: Status, contributing: [Finding]) -> [WalkStep] {
    handbook.steps.sorted { $0.number < $1.number }.map { step in
      let (outcome, because, ids) = outcome(of: step, status: status, contributing: contributing)
      let nodes = world.nodes.keys.sorted()
      let subnets =
        weighing.primary?.members.map(\.entity).filter { $0.scope == .subnet && !$0.id.hasPrefix("?") }.map(
          \.id) ?? []
      let next =
        outcome == .noEvidence
        ? step.next.first?.filled(
          values(nodes, subnets.isEmpty ? world.subnets.keys.map(\.raw).sorted() : subnets)) : nil
      return WalkStep(
        number: step.number, title: step.title, outcome: outcome, because: because, evidence: ids, next: next)
    }
  }

  private mutating func outcome(of step: TriageStep, status: Status, contributing: [Finding]) -> (
    StepOutcome, String, [String]
  ) {
    let number = step.number
    if let primary = weighing.primary, status == .causeFound {
      let isHere = primary.playbook.step == number
      let toldByLog = number == 1 && primary.playbook.step == 3 && !primary.sightings.isEmpty
      if isHere || toldByLog {
        let ids = book.quote(primary.sightings, limit: 1)
        if number == 3, primary.facts.isEmpty, world.subnets.isEmpty {
          return (.noEvidence, "told by the log; no subnet document to count from", [])
        }
        let counted = number == 3 ? words.subnetPhrases(primary) : []
        if !toldByLog, !counted.isEmpty { return (.cause, counted.joined(separator: "; "), ids) }
        return (.cause, toldByLog ? words.occurrence(primary) : words.brief(primary), ids)
      }
    }
    if let found = contributing.first(where: { $0.step == number }) {
      let group = weighing.contributing.first { $0.playbook.id == found.id }
      return (.contributing, found.id.raw + (group.map { ": " + words.brief($0) } ?? ""), found.evidence)
    }
    if let other = weighing.alternatives.first(where: { $0.playbook.step == number }) {
      return (
        .supports, other.playbook.id.raw + ": " + words.brief(other), book.quote(other.sightings, limit: 1)
      )
    }
    switch number {
    case 0: return pathOutcome()
    case 1: return logOutcome()
    case 2: return limitOutcome()
    case 3: return subnetOutcome()
    case 4: return quotaOutcome()
    default: return configurationOutcome()
    }
  }

  private func pathOutcome() -> (StepOutcome, String, [String]) {
    let answered = world.nodes.values.reduce(0) {
      $0 + $1.log.count("request") + $1.log.count("address-assigned")
    }
    if answered > 0 { return (.ruledOut, "ipamd answered requests", []) }
    if world.nodes.values.contains(where: {
      facts.truth("node.awsNodeReady", of: Entity(.node, $0.id)) == true
    }) {
      return (.ruledOut, "aws-node is Ready", [])
    }
    if world.nodes.values.contains(where: { $0.log.count("pool-stats") > 0 || $0.log.count("refused") > 0 }) {
      return (.ruledOut, "ipamd was running", [])
    }
    return (.noEvidence, "no log of ipamd or the plugin shows a request", [])
  }

  private func logOutcome() -> (StepOutcome, String, [String]) {
    let hasLog = world.nodes.values.contains { $0.log.kinds.contains(.ipamdLog) }
    if !hasLog { return (.noEvidence, "no ipamd.log given", []) }
    let codes = Self.subnetCodes.compactMap { pattern, code in
      seen(pattern).map { seen in
        "\(code) " + (seen.count == 1 ? "once" : "\(words.counted(seen.count)) times")
          + (seen.last.map { ", last at \(words.clock($0))" } ?? "")
      }
    }
    if !codes.isEmpty { return (.supports, codes.joined(separator: "; "), []) }
    let refusals = world.nodes.keys.reduce(0) {
      $0 + Int(facts.value("node.refusals", of: Entity(.node, $1)) ?? 0)
    }
    if refusals > 0 {
      return (
        .supports,
        "the pool was empty for \(words.counted(refusals)) requests; neither code stands in the log", []
      )
    }
    return (.ruledOut, "neither InsufficientFreeAddressesInSubnet nor InsufficientCidrBlocks", [])
  }

  /// The two codes of step 1, by the patterns that show them.
  private static let subnetCodes = [
    ("insufficient-free-addresses", "InsufficientFreeAddressesInSubnet"),
    ("insufficient-cidr-blocks", "InsufficientCidrBlocks"),
  ]

  private func seen(_ pattern: String) -> (count: Int, last: Instant?)? {
    let all = index.byPattern[pattern, default: []].map(\.sighting.moments)
    guard !all.isEmpty else { return nil }
    var distinct = DistinctCount()
    for moments in all { distinct.merge(moments.distinct) }
    return (distinct.value, all.compactMap(\.last).max())
  }

  private func limitOutcome() -> (StepOutcome, String, [String]) {
    var texts: [String] = []
    var full = 0
    for id in world.nodes.keys.sorted() {
      let entity = Entity(.node, id)
      if facts.truth("node.hasFreeSlots", of: entity) == true
        || facts.truth("node.atENILimitProved", of: entity) == false
      {
        if let enis = facts.value("node.enis", of: entity),
          let limit = facts.value("node.eniLimit", of: entity)
        {
          texts.append("\(words.shown(id)): \(Int(enis)) of \(Int(limit)) ENIs")
        } else {
          texts.append("\(words.shown(id)): free slots")
        }
      } else if facts.truth("node.atENILimitProved", of: entity) == true {
        full += 1
      }
    }
    if full > 0 {
      let noun = full == 1 ? "1 node is" : "\(full) nodes are"
      return (
        .supports,
        "\(noun) at the ENI limit" + (texts.isEmpty ? "" : "; " + texts.prefix(2).joined(separator: "; ")), []
      )
    }
    if !texts.isEmpty { return (.ruledOut, texts.prefix(2).joined(separator: "; "), []) }
    return (.noEvidence, "ENIs and slots of the node are not in evidence", [])
  }

  private func subnetOutcome() -> (StepOutcome, String, [String]) {
    let known = facts.values.keys.filter {
      $0.scope == .subnet && facts.value("subnet.freeKnown", of: $0) != nil
    }.sorted()
    guard !known.isEmpty else { return (.noEvidence, "no describe-subnets given", []) }
    let low = known.filter { (facts.value("subnet.freeKnown", of: $0) ?? 0) < 16 }
    func text(_ entity: Entity) -> String {
      "\(entity.id): \(words.number(Int(facts.value("subnet.freeKnown", of: entity) ?? 0))) free"
    }
    if !low.isEmpty { return (.supports, low.prefix(2).map(text).joined(separator: "; "), []) }
    return (.ruledOut, known.prefix(2).map(text).joined(separator: "; "), [])
  }

  private func quotaOutcome() -> (StepOutcome, String, [String]) {
    if let reached = facts.truth("cluster.eniQuotaReached", of: .cluster) {
      func number(_ fact: String) -> String { words.number(Int(facts.value(fact, of: .cluster) ?? 0)) }
      let text = "\(number("cluster.enis")) ENIs, quota \(number("cluster.eniQuota"))"
      return (reached ? .supports : .ruledOut, text, [])
    }
    return (.noEvidence, "not in evidence", [])
  }

  private func configurationOutcome() -> (StepOutcome, String, [String]) {
    let hasSettings =
      world.configuration != nil
      || world.nodes.values.contains { !$0.log.settings.isEmpty || $0.configuration != nil }
    return hasSettings
      ? (.ruledOut, "nothing in the settings given speaks against it", [])
      : (.noEvidence, "no DaemonSet, ENIConfig or start line given", [])
  }

}
