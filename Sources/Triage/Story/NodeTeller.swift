import Evidence
import Playbooks
import VPCModel

/// Tells a node's evidence in the order things happen on it: start, settings, pool, EC2, pauses, refusals, recovery.
struct NodeTeller {
  private let node: NodeEntity
  private let sightings: [PlacedSighting]
  private let causes: [String: [CauseID]]
  private(set) var state = StoryState.unclear
  private(set) var broken: String?
  private(set) var hops: [Hop] = []
  private(set) var because = ""

  init(_ node: NodeEntity, sightings: [PlacedSighting], causes: [String: [CauseID]]) {
    self.node = node
    self.causes = causes
    self.sightings = sightings.filter { $0.node == node.id && causes[$0.key.pattern] != nil }
    state = decideState()
    hops = [start(), settings(), pool(), growth(), calls(), holds(), refusals(), recovery()]
    broken = decideBroken()
    if let broken, state != .recovered {
      for index in hops.indices where hops[index].key == broken { hops[index].outcome = .broken }
    }
    because = sentence()
  }

  // MARK: what is known

  private var refused: Int { max(node.log.count("refused"), node.log.count("sandbox-refused")) }
  private var lastRefusal: Instant? { latest(["refused", "sandbox-refused", "sandbox-failed"]) }
  private var lastSuccess: Instant? { latest(["address-assigned", "branch-assigned", "address-given"]) }

  private func latest(_ signals: [String]) -> Instant? { signals.compactMap { node.log.last($0) }.max() }

  private func decideState() -> StoryState {
    let isRefusing = refused > 0 || node.log.count("sandbox-failed") > 0
    guard isRefusing else { return lastSuccess == nil ? .unclear : .served }
    if !node.podsStillWaiting.isEmpty { return .waiting }
    guard let refusal = lastRefusal, let success = lastSuccess, success > refusal else { return .waiting }
    return .recovered
  }

  private func decideBroken() -> String? {
    guard state == .waiting || state == .recovered else { return nil }
    for key in ["errors", "pool"] where hops.contains(where: { $0.key == key && $0.outcome == .follows }) {
      return key
    }
    return "refusals"
  }

  // MARK: the hops

  private func hop(_ key: String, _ title: String, _ number: Int, _ outcome: HopOutcome, _ because: String)
    -> Hop
  {
    Hop(key: key, title: title, number: number, outcome, because)
  }

  /// The first and the last line of a few signals.
  private func lines(_ signals: [String]) -> [StoryLine] {
    let samples = signals.flatMap { signal in
      (node.log.samples[signal]?.samples ?? []).map { line($0, signals: [signal], causes: []) }
    }
    return ends(samples)
  }

  private func line(_ sample: Sample, signals: Set<String>, causes: [CauseID]) -> StoryLine {
    StoryLine(
      time: sample.time, place: sample.place, link: .node, writer: nil, level: sample.level,
      text: sample.text,
      signals: signals, causes: causes)
  }

  private func ends(_ lines: [StoryLine]) -> [StoryLine] {
    let sorted = lines.sorted()
    guard let first = sorted.first, let last = sorted.last(where: { $0.time != nil }) ?? sorted.last else {
      return []
    }
    return first == last ? [first] : [first, last]
  }

  private func start() -> Hop {
    let count = max(node.log.count("started"), node.log.count("ipamd-serving"))
    guard count > 0 else {
      var hop = hop(
        "start", "start", 1, .notShown, "ipamd's start is not in the inputs: rotated away, or not given")
      hop.collect = MissingEvidence(what: hop.because, command: "sudo ls -l /var/log/aws-routed-eni")
      return hop
    }
    let version = node.log.settings["version"].map { ", version \($0.value)" } ?? ""
    var hop = hop(
      "start", "start", 1, count > 3 ? .follows : .passed, "ipamd started \(times(count))\(version)")
    hop.lines = lines(["started"])
    if hop.lines.isEmpty { hop.lines = lines(["ipamd-serving"]) }
    hop.count = count
    return hop
  }

  private func settings() -> Hop {
    let shown = [
      "prefix-mode", "custom-networking", "WARM_ENI_TARGET", "WARM_IP_TARGET", "WARM_PREFIX_TARGET",
      "MINIMUM_IP_TARGET", "MAX_ENI", "max-pods",
    ]
    let known = shown.compactMap { name in node.setting(name).map { "\(name) \($0)" } }
    var type: [String] = []
    if let name = node.type { type.append(name) }
    guard !known.isEmpty || !type.isEmpty else {
      var hop = hop("settings", "settings", 2, .notShown, "no setting is in the inputs")
      hop.collect = MissingEvidence(
        what: hop.because, command: "kubectl -n kube-system get daemonset aws-node -o json")
      return hop
    }
    var hop = hop("settings", "settings", 2, .passed, (type + known).joined(separator: ", "))
    let place = node.log.settings.values.min { ($0.place, $0.value) < ($1.place, $1.value) }
    if let place {
      hop.lines = [
        StoryLine(time: place.time, place: place.place, link: .node, writer: nil, level: nil, text: "")
      ]
    }
    return hop
  }

  private func pool() -> Hop {
    let now = node.poolNow
    guard let total = now.total, let assigned = now.assigned else {
      var hop = hop("pool", "pool", 3, .notShown, "no pool count is in the inputs")
      hop.collect = MissingEvidence(what: hop.because, command: "curl -s http://localhost:61679/v1/enis")
      return hop
    }
    var words = "\(assigned) of \(total) addresses assigned"
    if let cooling = now.cooling { words += ", \(cooling) cooling" }
    let totals = node.log.minutes.values.map(\.total)
    if let least = totals.min(), let most = totals.max(), least < most {
      words += "; total \(least) to \(most)"
    }
    if let room = node.log.room?.value { words += "; \(room.enis) of \(room.limit) ENIs" }
    let isFull = assigned + (now.cooling ?? 0) >= total && refused > 0
    var hop = hop("pool", "pool", 3, isFull ? .follows : .passed, words)
    if let pool = node.log.pool {
      hop.lines = [
        StoryLine(time: pool.time, place: pool.place, link: .node, writer: nil, level: nil, text: "")
      ]
    }
    if node.log.count("eni-limit-reached") > 0 {
      hop.because += "; the ENI limit is reached"
      hop.lines += lines(["eni-limit-reached"]).suffix(1)
    }
    return hop
  }

  private func growth() -> Hop {
    let grown = node.log.count("pool-grown") + node.log.count("eni-created")
    let shrunk = node.log.count("pool-shrunk")
    guard grown + shrunk > 0 else {
      return hop("growth", "growth", 4, .notNeeded, "the pool neither grew nor shrank")
    }
    var hop = hop("growth", "growth", 4, .passed, "grew \(times(grown)), shrank \(times(shrunk))")
    hop.lines = lines(["pool-grown", "eni-created", "pool-shrunk"])
    hop.count = grown + shrunk
    return hop
  }

  private func calls() -> Hop {
    guard !sightings.isEmpty else {
      return hop("errors", "errors", 5, .notNeeded, "no error of a known cause")
    }
    var count = DistinctCount()
    var all: [StoryLine] = []
    for placed in sightings {
      count.merge(placed.sighting.moments.distinct)
      all += placed.sighting.samples.map {
        line($0, signals: [], causes: causes[placed.key.pattern] ?? [])
      }
    }
    let codes = Set(all.compactMap { AnswerCode.of($0.text) }).sorted().prefix(3)
    let names = codes.isEmpty ? Set(sightings.map(\.key.pattern)).sorted().prefix(3) : codes
    var hop = hop(
      "errors", "errors", 5, .follows, "\(names.joined(separator: ", ")), \(times(count.value))")
    hop.lines = ends(all)
    hop.count = count.value
    return hop
  }

  private func holds() -> Hop {
    let count = node.log.count("hold")
    guard count > 0 else { return hop("holds", "holds", 6, .notNeeded, "no pause of 120 s") }
    var hop = hop(
      "holds", "holds", 6, .follows, "ipamd asked EC2 for nothing, 120 s at a time: said \(times(count))")
    hop.lines = lines(["hold"])
    hop.count = count
    return hop
  }

  private func refusals() -> Hop {
    guard refused > 0 || node.log.count("sandbox-failed") > 0 else {
      if node.log.kinds.isEmpty {
        return hop("refusals", "refusals", 7, .notShown, "no log of it is given; events live one hour")
      }
      return hop("refusals", "refusals", 7, .passed, "no pod was refused")
    }
    let pods = node.log.podsRefused.count
    let failed = times(max(refused, node.log.count("sandbox-failed")))
    let who = pods > 0 ? "\(pods == 1 ? "1 pod" : "\(pods) pods") refused" : "sandboxes failed \(failed)"
    let waiting = node.podsStillWaiting
    var words = who
    if !waiting.isEmpty {
      words += ", \(waiting.count) still waiting: \(waiting.prefix(3).joined(separator: ", "))"
      if waiting.count > 3 { words += " and \(waiting.count - 3) more" }
    }
    var hop = hop("refusals", "refusals", 7, .follows, words)
    hop.lines = lines(["refused", "sandbox-refused"])
    if hop.lines.isEmpty { hop.lines = lines(["sandbox-failed"]) }
    hop.count = refused
    return hop
  }

  private func recovery() -> Hop {
    let given = max(node.log.count("address-assigned"), node.log.count("address-given"))
    guard given > 0 else {
      return hop(
        "answers", "answers", 8, state == .waiting ? .follows : .notShown,
        "no address given out in the inputs")
    }
    let isLast = state != .waiting
    var hop = hop(
      "answers", "answers", 8, isLast ? .passed : .follows,
      state == .recovered
        ? "recovered: addresses were given after the last refusal" : "an address was given \(times(given))")
    hop.lines = lines(["address-assigned", "address-given", "branch-assigned"])
    hop.count = given
    return hop
  }

  private func times(_ count: Int) -> String { count == 0 ? "never" : count == 1 ? "once" : "\(count) times" }

  // MARK: the sentence

  private func sentence() -> String {
    let way = hops.first { $0.key == broken }.map { "\($0.title): \($0.because)" }
    switch state {
    case .waiting: return "it refuses pods; \(way ?? "where is not shown")"
    case .recovered: return "it refused pods and serves again; it hung at \(way ?? "something not shown")"
    case .served: return "nobody was refused on it"
    default: return "the inputs show neither a refusal on it nor an address given out"
    }
  }
}
