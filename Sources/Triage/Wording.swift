import Evidence
import Playbooks
import VPCModel

/// Sentences a colleague would say. Everything in them is a number, an id that matches its grammar, or our own words.
struct Wording {
  let world: World
  let facts: FactBook

  /// `19 times on i-0abc and 2 more, 02:03:11–02:41:00`.
  func occurrence(_ group: CauseGroup) -> String {
    var parts: [String] = []
    if group.count > 0 {
      let count = group.isEstimate ? "≈\(number(group.count))" : number(group.count)
      parts.append(group.count == 1 ? "seen once" : "seen \(count) times")
    }
    if !group.nodes.isEmpty {
      parts.append("on " + list(group.nodes.sorted().map(shown), most: 2, noun: "nodes"))
    }
    if let span = span(group.first, group.last) { parts.append(span) }
    return parts.joined(separator: " ")
  }

  func because(_ group: CauseGroup) -> String {
    var sentence = group.playbook.title
    var tail: [String] = []
    if group.count > 0 {
      let seen = occurrence(group)
      if !seen.isEmpty { tail.append(seen) }
    }
    tail += phrases(group).prefix(4)
    if tail.isEmpty {
      let seen = occurrence(group)
      if !seen.isEmpty { tail.append(seen) }
    }
    switch group.state {
    case .recovered:
      tail.append(group.isPast ? "it ended before what fails now began" : "it ended and success followed")
    case .latent: tail.append("nobody was refused yet")
    case .active: break
    }
    if !tail.isEmpty { sentence += ": " + tail.joined(separator: "; ") }
    return sentence
  }

  /// What the documents say of the subnets meant, and who waits because of it.
  func subnetPhrases(_ group: CauseGroup) -> [String] {
    if group.onlyContributes { return [] }
    let ids = Set(
      group.members.filter { $0.entity.scope == .subnet }.map(\.entity.id)
        + (group.playbook.step == 3 ? group.sightings.filter(\.isSubnetKnown).map(\.subnet.raw) : []))
    var phrases: [String] = []
    for id in ids.filter({ !$0.hasPrefix("?") }).sorted().prefix(2) {
      let entity = Entity(.subnet, id)
      guard let size = facts.value("subnet.size", of: entity) else { continue }
      let usable = number(max(0, Int(size) - 5))
      if let free = facts.value("subnet.free", of: entity) {
        let blocks =
          facts.value("subnet.freeAligned28", of: entity).map { ", \(number(Int($0))) aligned /28" } ?? ""
        let name = ids.count > 1 ? " in \(id)" : ""
        phrases.append("\(number(Int(free))) of its \(usable) addresses are free\(blocks)\(name)")
      } else if let available = facts.value("subnet.available", of: entity) {
        phrases.append("AWS says \(number(Int(available))) of \(usable) addresses are available in \(id)")
      }
    }
    let waiting = group.nodes.reduce(0) { $0 + Int(facts.value("node.refusals", of: Entity(.node, $1)) ?? 0) }
    if !phrases.isEmpty || group.playbook.step == 3, waiting > 0, group.state == .active {
      phrases.append(
        waiting == 1 ? "1 pod request was refused" : "\(counted(waiting)) pod requests were refused")
    }
    return phrases
  }

  /// A few words for the walk: what was seen, or the two facts that matter most.
  func brief(_ group: CauseGroup) -> String {
    if group.count > 0 { return occurrence(group) }
    let phrases = phrases(group)
    return phrases.isEmpty ? group.playbook.title : phrases.prefix(2).joined(separator: "; ")
  }

  /// A fact in words; nil for facts that only steer.
  private func phrases(_ group: CauseGroup) -> [String] {
    // That the subnet is short is the primary's to say.
    let others: Set<String> = ["subnet.available", "subnet.freeKnown", "subnet.free", "subnet.freeAligned28"]
    let facts = group.facts.filter { !group.onlyContributes || !others.contains($0.test.fact) }
    return unique(subnetPhrases(group) + facts.compactMap { phrase($0.test.fact, $0.entity, $0.value) })
  }

  func phrase(_ name: String, _ entity: Entity, _ value: Double) -> String? {
    let n = number(Int(exactly: value.rounded()) ?? 0)
    let node = entity.scope == .node ? shown(entity.id) : ""
    switch name {
    case "subnet.available", "subnet.freeKnown":
      return isID(entity.id) ? "\(entity.id) has \(n) available" : "\(n) addresses available"
    case "subnet.free": return "\(n) addresses free in \(entity.id), counted"
    case "subnet.freeAligned28": return "\(n) free aligned /28"
    case "subnet.idleShare":
      let held =
        facts.value("subnet.idleAddresses", of: entity).map {
          "\(number(Int($0))) idle addresses in the pools of its nodes, "
        } ?? ""
      return "\(held)\(n) % of the subnet"
    case "subnet.idleAddresses": return "\(n) idle addresses in the pools"
    case "subnet.leakedAddresses", "cluster.leakedAddresses":
      return "\(n) addresses on detached ENIs of the CNI"
    case "subnet.prefixModeInUse": return value != 0 ? "prefix mode is in use" : nil
    case "node.refusals": return value > 0 ? refusedPods(Int(value), on: node) : nil
    case "node.refusedNow":
      let count = Int(facts.value("node.refusals", of: entity) ?? 0)
      return value != 0 && count > 0 ? refusedPods(count, on: node) : nil
    case "node.poolFull":
      guard value != 0, let total = facts.value("node.poolTotal", of: entity) else { return nil }
      let count = number(Int(total))
      return "\(count) of \(count) pool addresses assigned"
    case "node.everySlotUsed": return value != 0 ? "every address slot of \(node) is used" : nil
    case "node.atENILimit", "node.atENILimitProved":
      guard value != 0 else { return nil }
      if facts.truth("node.everySlotUsed", of: entity) == true,
        let enis = facts.value("node.enis", of: entity)
      {
        return "all \(Int(enis)) ENIs are attached"
      }
      if let enis = facts.value("node.enis", of: entity), let limit = facts.value("node.eniLimit", of: entity)
      {
        return "\(Int(enis)) of \(Int(limit)) ENIs"
      }
      return "no ENI slot left"
    case "node.poolCooling": return "\(n) addresses cooling"
    case "node.refusedWhileCooling": return value != 0 ? "free addresses were all within their cooldown" : nil
    case "node.maxPodsTooHigh", "node.maxPodsAtOldFormula", "node.maxPodsTooLow":
      guard value != 0, let max = facts.value("node.maxPods", of: entity) else { return nil }
      let usable =
        facts.value("node.usableAddresses", of: entity).map { ", the pool can hold \(number(Int($0)))" } ?? ""
      return "max pods \(number(Int(max)))\(usable)"
    case "node.enisNotInDatastore": return value > 0 ? "\(n) attached ENIs ipamd does not know" : nil
    case "node.foreignENIs": return value > 0 ? "\(n) ENIs that are not the CNI's" : nil
    case "node.startsWithoutServing":
      return value > 0 ? "\(n) starts of ipamd without serving" : "every start of ipamd led to serving"
    case "node.awsNodeCrashing": return value != 0 ? "aws-node is crashing" : nil
    case "node.introspectionSilent": return value != 0 ? "ipamd did not answer the bundle's collector" : nil
    case "node.branchCapacity": return "\(n) branch ENIs advertised on \(node)"
    case "node.leakedAllocations": return "\(n) addresses held for pods that are gone"
    case "node.podsWaiting": return "\(n) pods wait on \(node)"
    case "cluster.enis": return "\(n) ENIs in the Region"
    case "cluster.eniQuota": return "quota \(n)"
    default: return nil
    }
  }

  // MARK: small words

  /// A pod that waits asks again and again: requests are counted, not pods.
  private func refusedPods(_ count: Int, on node: String) -> String {
    count == 1 ? "1 pod request refused on \(node)" : "\(counted(count)) pod requests refused on \(node)"
  }

  func shown(_ node: String) -> String {
    node.hasPrefix("?") || node.hasPrefix("file:") || node.hasPrefix("group:") || node.hasPrefix("pod:")
      || node.hasPrefix("input:")
      ? "an unnamed node" : node
  }

  private func isID(_ text: String) -> Bool { Placeholder.subnet.accepts(text) }

  func list(_ names: [String], most: Int, noun: String) -> String {
    let distinct = unique(names)
    if distinct.count <= most { return distinct.joined(separator: " and ") }
    return "\(distinct.count) \(noun)"
  }

  func addresses(_ count: Int) -> String { count == 1 ? "1 address" : "\(counted(count)) addresses" }

  /// A count of different things that were seen; from where on it is an estimate, it says so: `≈5,532`.
  func counted(_ value: Int) -> String { (value > DistinctCount.limit ? "≈" : "") + number(value) }

  /// `1,019`: thousands set apart.
  func number(_ value: Int) -> String {
    let digits = Array(String(abs(value)))
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out.append(",") }
      out.append(digit)
    }
    return value < 0 ? "-" + out : out
  }

  func span(_ first: Instant?, _ last: Instant?) -> String? {
    guard let first else { return nil }
    let from = clock(first)
    guard let last, last > first else { return "at \(from)" }
    return "\(from)–\(clock(last))"
  }

  /// `02:03:11`; renderers print dates where they matter.
  func clock(_ time: Instant) -> String {
    let seconds = time.nanoseconds / 1_000_000_000
    let day = ((seconds % 86_400) + 86_400) % 86_400
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(day / 3_600)):\(two(day / 60 % 60)):\(two(day % 60))"
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// All candidates of one cause that count, together.
struct CauseGroup {
  let playbook: Playbook
  var members: [Candidate]
  /// Deeper cause this one follows from, when it yielded.
  var yieldedTo: CauseID?

  var basis: Basis { members.map(\.basis).min() ?? .suspected }
  var state: FindingState {
    let states = members.map(\.state)
    if states.contains(.active) { return .active }
    return states.contains(.recovered) ? .recovered : .latent
  }
  /// Distinct incidents: one request id counts once, however many lines and ENIs it shows on.
  var distinct: DistinctCount {
    var all = DistinctCount()
    for placed in sightings { all.merge(placed.sighting.moments.distinct) }
    return all
  }
  var count: Int { distinct.value }
  var isEstimate: Bool { distinct.isEstimate }
  var isTransient: Bool { members.allSatisfy(\.isTransient) }
  var first: Instant? { members.compactMap(\.first).min() }
  var last: Instant? { members.compactMap(\.last).max() }
  var nodes: Set<String> { Set(members.flatMap(\.nodes)) }
  var isPast: Bool { state == .recovered && members.allSatisfy { $0.state != .recovered || $0.isPast } }
  var onlyContributes: Bool { members.allSatisfy(\.isContributing) }

  /// The same without what only shows that another cause is there.
  var withOwnEvidence: CauseGroup {
    let own = Set(playbook.patterns.map(\.name))
    var copy = self
    for index in copy.members.indices where copy.members[index].isContributing {
      copy.members[index].sightings.removeAll { !own.contains($0.key.pattern) }
      if copy.members[index].sightings.isEmpty {
        copy.members[index].first = nil
        copy.members[index].last = nil
      }
    }
    return copy
  }
  var sightings: [PlacedSighting] {
    var seen: Set<SightingKey> = []
    return members.flatMap(\.sightings).filter { seen.insert($0.key).inserted }
  }
  var facts: [(entity: Entity, test: FactTest, value: Double)] { members.flatMap(\.facts) }
}
