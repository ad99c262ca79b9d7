import Evidence
import Playbooks
import VPCModel

/// Decides where the way broke, and says each hop in a few words.
struct PodTeller {
  let evidence: PodEvidence
  private(set) var state = StoryState.unclear
  private(set) var broken: HopKind?
  private(set) var hops: [Hop] = []
  private(set) var because = ""

  init(_ evidence: PodEvidence) {
    self.evidence = evidence
    state = decideState()
    broken = decideBroken()
    hops = HopKind.allCases.map(hop)
    because = sentence()
  }

  // MARK: what is known

  /// Above 4,096 it is an estimate.
  private var tries: String { (evidence.tries > DistinctCount.limit ? "≈" : "") + String(evidence.tries) }

  private func trouble(_ kind: HopKind) -> StoryLines { evidence.trouble[kind] ?? StoryLines() }
  private func plain(_ kind: HopKind) -> StoryLines { evidence.plain[kind] ?? StoryLines() }
  private func isSeen(_ kind: HopKind) -> Bool { !trouble(kind).isEmpty || !plain(kind).isEmpty }

  private var isRefused: Bool { !trouble(.error).isEmpty || !trouble(.kubelet).isEmpty || isBranchRefused }

  /// A call to EC2 for this pod alone failed.
  private var isBranchRefused: Bool { trouble(.ec2).lines.contains { $0.link == .named } }

  /// The count that matters: at the last try, or, where that one was served after refusals, at the first.
  private var poolLine: StoryLine? {
    state == .served && isRefused
      ? evidence.poolAtFirst ?? evidence.poolAtLast : evidence.poolAtLast ?? evidence.poolAtFirst
  }
  private var pool: PoolCount? { poolLine?.pool }
  private var isPoolFull: Bool { pool.map { $0.assigned + ($0.cooling ?? 0) >= $0.total } ?? false }

  private func decideState() -> StoryState {
    if let served = evidence.served {
      guard let trouble = evidence.lastTrouble, let time = served.time else { return .served }
      if time >= trouble { return .served }
      // The kubelet's words on an earlier try may come later than the answer to the next.
      return !this(.error, isAfter: time) && trouble.seconds(since: time) <= 2 ? .served : .waiting
    }
    if evidence.record?.address != nil, evidence.record?.isHostNetwork != true { return .served }
    if isRefused { return .waiting }
    let isLeft = !trouble(.scheduled).isEmpty || evidence.record?.unschedulable != nil
    if isLeft, plain(.scheduled).isEmpty, evidence.record?.node == nil, evidence.tries == 0 {
      return .unscheduled
    }
    return .unclear
  }

  private func this(_ kind: HopKind, isAfter time: Instant) -> Bool {
    trouble(kind).lastTime.map { $0 > time } ?? false
  }

  /// EC2 gave something, or ipamd stood at its ENI limit, between the last failure of a call and the last refusal.
  private var hasEC2Recovered: Bool {
    let failed = [trouble(.ec2).lastTime, evidence.holds.lastTime].compactMap { $0 }.max()
    guard let failed, let refused = evidence.lastTrouble else { return false }
    let signs =
      plain(.ec2).lines.filter { $0.states("pool-grown") || $0.states("eni-created") }
      + plain(.pool).lines.filter { $0.states("eni-limit-reached") }
    return signs.contains { line in line.time.map { $0 > failed && $0 <= refused } ?? false }
  }

  private func decideBroken() -> HopKind? {
    if state == .unscheduled { return .scheduled }
    guard isRefused else { return nil }
    if isBranchRefused { return .ec2 }
    let failures = trouble(.error).lines + trouble(.kubelet).lines
    let isShort = failures.contains { $0.states("refused") || $0.states("sandbox-refused") }
    if isShort || isPoolFull && isSeen(.request) {
      // Out of addresses: was EC2 asked for more, and what did it say?
      if (!trouble(.ec2).isEmpty || !evidence.holds.isEmpty) && !hasEC2Recovered { return .ec2 }
      if evidence.poolAtLast != nil || isSeen(.pool) { return .pool }
      return .error
    }
    if let served = evidence.served, state == .waiting, isSeen(.answer) {
      // ipamd gave an address and the pod failed afterwards, unless the refusal is ipamd's own.
      if served.time != nil, trouble(.error).lines.allSatisfy({ $0.writer != .ipamdLog }) { return .answer }
    }
    // The plugin ran, where it left a line or the kubelet quotes it calling ipamd.
    let foundNobody = failures.contains { line in
      line.text.contains("AddNetwork")
        && ["Unavailable", "dial ", "DeadlineExceeded"].contains { line.text.contains($0) }
    }
    if foundNobody, trouble(.error).lines.allSatisfy({ $0.writer != .ipamdLog }) { return .request }
    if isSeen(.request) { return .error }
    if isSeen(.plugin) || trouble(.error).lines.contains(where: { $0.writer == .pluginLog }) {
      return .request
    }
    let quotesPlugin = failures.contains { $0.text.contains("aws-cni") && $0.text.contains("(add)") }
    if quotesPlugin { return .error }
    // `failed to find plugin "aws-cni" in path`, `cni config uninitialized`: it never ran.
    return failures.contains { $0.text.contains("cni") || $0.text.contains("CNI") } ? .plugin : .kubelet
  }

  // MARK: the hops

  private func hop(_ kind: HopKind) -> Hop {
    var hop = told(kind)
    let bad = trouble(kind)
    let good = plain(kind)
    // Lines that were picked by hand are not the two ends of anything.
    hop.count = hop.lines.isEmpty ? bad.count + good.count : hop.lines.count
    if hop.lines.isEmpty, hop.outcome != .notShown {
      // The first and the last of what went wrong; of what went well one line is enough.
      hop.lines = bad.isEmpty ? [good.first].compactMap { $0 } : ends(bad)
    }
    if kind == broken {
      hop.outcome = state == .served ? .follows : .broken
    } else if hop.outcome == .broken {
      hop.outcome = .follows
    }
    return hop
  }

  private func ends(_ lines: StoryLines) -> [StoryLine] {
    guard let first = lines.first, let last = lines.last, lines.lines.count > 1 else { return lines.lines }
    return [first, last]
  }

  private func told(_ kind: HopKind) -> Hop {
    switch kind {
    case .scheduled: scheduled()
    case .kubelet: kubelet()
    case .plugin: plugin()
    case .request: request()
    case .pool: poolHop()
    case .ec2: calls()
    case .error: error()
    case .retry: retry()
    case .answer: answer()
    }
  }

  private func missing(_ kind: HopKind, _ what: String, _ command: String) -> Hop {
    var hop = Hop(kind, .notShown, what)
    hop.collect = MissingEvidence(what: what, command: command)
    return hop
  }

  private var events: String {
    let namespace =
      evidence.name.namespace.flatMap { Placeholder.namespace.accepts($0) ? $0 : nil } ?? "<namespace>"
    let pod = Placeholder.pod.accepts(evidence.name.name) ? evidence.name.name : "<pod>"
    return "kubectl describe pod -n \(namespace) \(pod)"
  }

  private func scheduled() -> Hop {
    if let reason = evidence.record?.unschedulable, state == .unscheduled, trouble(.scheduled).isEmpty {
      return Hop(.scheduled, .broken, "its record says: \(reason)")
    }
    if !trouble(.scheduled).isEmpty {
      return Hop(
        .scheduled, plain(.scheduled).isEmpty ? .broken : .follows, "the scheduler found no node at first")
    }
    if isSeen(.scheduled) { return Hop(.scheduled, .passed, on("the scheduler put it")) }
    if evidence.record?.node != nil { return Hop(.scheduled, .passed, on("its record puts it")) }
    if evidence.tries > 0 { return Hop(.scheduled, .passed, on("no event of it given; its tries are")) }
    return missing(.scheduled, "no event of this pod given", events)
  }

  private func on(_ words: String) -> String {
    guard let node = evidence.nodes.min() ?? evidence.record?.node else { return words }
    return "\(words) on \(node)"
  }

  private func kubelet() -> Hop {
    if !trouble(.kubelet).isEmpty { return Hop(.kubelet, .broken, "could not make its sandbox") }
    if isSeen(.kubelet) { return Hop(.kubelet, .passed, "no failure of it") }
    if evidence.kinds.contains(.kubeletLog) || evidence.kinds.contains(.runtimeLog) || evidence.hasEvents {
      return missing(.kubelet, "the events and kubelet logs given do not name it", events)
    }
    return missing(.kubelet, "no events and no kubelet log given", events)
  }

  private func plugin() -> Hop {
    if isSeen(.plugin) { return Hop(.plugin, .passed, "the kubelet called the CNI plugin") }
    let command = "sudo cat /var/log/aws-routed-eni/plugin.log"
    if trouble(.error).lines.contains(where: { $0.writer == .pluginLog }) || isSeen(.request) {
      return Hop(.plugin, .passed, "not logged, and it ran: the request came")
    }
    return evidence.kinds.contains(.pluginLog)
      ? missing(.plugin, "the plugin.log given does not name it; it may be rotated away", command)
      : missing(.plugin, "no plugin.log given", command)
  }

  private func request() -> Hop {
    let requests = plain(.request).lines.filter { $0.link != .node }
    if !requests.isEmpty, broken == .request {
      var hop = Hop(
        .request, .broken,
        "ipamd could not be reached at first; later \(requests.isEmpty ? "no" : "a") request came")
      hop.lines = Array(trouble(.error).lines.prefix(1)) + Array(requests.prefix(1))
      return hop
    }
    if !requests.isEmpty {
      var hop = Hop(
        .request, .passed, evidence.tries > 1 ? "\(tries) requests came" : "the request came")
      hop.lines = [requests.first { $0.states("request-pod") } ?? requests.first].compactMap { $0 }
      return hop
    }
    let command = "sudo cat /var/log/aws-routed-eni/ipamd.log"
    if broken == .request {
      var hop = Hop(.request, .broken, "the plugin called, and no request came through to ipamd")
      hop.lines = Array(trouble(.request).lines.prefix(1)) + Array(trouble(.error).lines.prefix(1))
      if !evidence.starts.isEmpty {
        hop.because += "; ipamd started in these minutes"
        hop.lines.append(contentsOf: evidence.starts.lines.suffix(1))
      }
      return hop
    }
    return evidence.kinds.contains(.ipamdLog)
      ? missing(.request, "the ipamd.log given does not name it; it may be rotated away", command)
      : missing(.request, "no ipamd.log given", command)
  }

  private func poolHop() -> Hop {
    guard let pool else {
      if !isSeen(.request) { return Hop(.pool, .notShown, "not reached, as far as the inputs show") }
      if isSeen(.pool) { return Hop(.pool, .broken, "ipamd says why it has no room") }
      return missing(
        .pool, "no pool count near its tries: ipamd logs them at level DEBUG",
        "curl -s http://localhost:61679/v1/enis")
    }
    var words = "\(pool.assigned) of \(pool.total) addresses assigned"
    if let cooling = pool.cooling { words += ", \(cooling) cooling" }
    let (first, last) = (evidence.poolAtFirst?.pool, evidence.poolAtLast?.pool)
    if evidence.tries > 1, let first, let last, (first.assigned, first.total) != (last.assigned, last.total) {
      words +=
        poolLine == evidence.poolAtFirst
        ? " at the first try, \(last.assigned) of \(last.total) at the last"
        : " at the last try, \(first.assigned) of \(first.total) at the first"
    }
    let isBad = isPoolFull && isRefused
    var hop = Hop(.pool, isBad ? .broken : .passed, (isBad ? "nothing to give: " : "") + words)
    hop.lines = [poolLine].compactMap { $0 }
    if isBad { hop.lines += trouble(.pool).lines.filter { $0.pool == nil }.prefix(1) }
    if let limit = plain(.pool).lines.last(where: { $0.states("eni-limit-reached") }) {
      hop.because += "; the node may hold no more ENIs"
      hop.lines.append(limit)
    }
    hop.lines.sort()
    return hop
  }

  private func calls() -> Hop {
    let bad = trouble(.ec2)
    if !bad.isEmpty {
      let codes = Set(bad.lines.compactMap { AnswerCode.of($0.text) }).sorted().prefix(3)
      let causes = Set(bad.lines.flatMap(\.causes).map(\.raw)).sorted().prefix(3)
      let said =
        codes.isEmpty
        ? "no answer of EC2; ipamd's lines speak for \(causes.joined(separator: ", "))"
        : "EC2 answered \(codes.joined(separator: ", "))"
      let pause = evidence.holds.isEmpty ? "" : "; ipamd then asks nothing for 120 s at a time"
      return Hop(.ec2, .broken, said + pause)
    }
    if let hold = evidence.holds.first {
      var hop = Hop(.ec2, .broken, "ipamd holds back for 120 s: EC2 had no room shortly before")
      hop.lines = [hold]
      return hop
    }
    if isSeen(.ec2) { return Hop(.ec2, .passed, "EC2 gave what ipamd asked for") }
    if !isSeen(.request) && !evidence.kinds.contains(.ipamdLog) {
      return Hop(.ec2, .notShown, "ipamd.log would show it")
    }
    return Hop(.ec2, .notNeeded, "ipamd asked EC2 for nothing in these minutes")
  }

  private func error() -> Hop {
    let bad = trouble(.error)
    if let first = bad.first {
      let who = first.writer == .pluginLog ? "the plugin" : "ipamd"
      let isShort = bad.lines.contains { $0.states("refused") }
      return Hop(.error, .broken, isShort ? "ipamd had no address to give" : "\(who) answered with an error")
    }
    if let first = trouble(.kubelet).first {
      var hop = Hop(.error, .broken, "as the kubelet quotes it")
      hop.lines = [first]
      return hop
    }
    return Hop(.error, .notNeeded, "none")
  }

  private func retry() -> Hop {
    var words = evidence.tries == 1 ? "one try" : "\(tries) tries"
    if let first = evidence.firstTry, let last = evidence.lastTry, evidence.tries > 1, last > first {
      let gap = last.seconds(since: first) / Double(evidence.tries - 1)
      words += ", one every \(Self.span(gap)) for \(Self.span(last.seconds(since: first)))"
    }
    guard evidence.tries > 0 else {
      let count = trouble(.kubelet).count
      return count > 0
        ? Hop(
          .retry, .follows,
          "the kubelet failed \(count == 1 ? "once" : "\(count) times"); no sandbox is named")
        : Hop(.retry, .notShown, "no try is in evidence")
    }
    return Hop(.retry, evidence.tries > 1 ? .follows : .notNeeded, words)
  }

  private func answer() -> Hop {
    if let served = evidence.served {
      let words = evidence.address.map { "it got \($0)" } ?? "it got an address"
      let isLast = state == .served
      var hop = Hop(
        .answer, isLast ? .passed : .broken, isLast ? words : words + ", and its network could not be set up")
      hop.lines = [served]
      return hop
    }
    if state == .served {
      return Hop(.answer, .passed, "its record has \(evidence.record?.address ?? "an address")")
    }
    if state == .waiting { return Hop(.answer, .broken, "no address for it in the evidence") }
    return Hop(.answer, .notShown, "no answer to it is in evidence")
  }

  // MARK: the sentence

  private func sentence() -> String {
    let way = hops.first { $0.key == broken?.rawValue }.map { "hop \($0.number), \($0.title): \($0.because)" }
    switch state {
    case .served:
      let address = evidence.address ?? evidence.record?.address
      let got = "it has its address" + (address.map { " \($0)" } ?? "")
      return way.map { "\(got) now; before that it hung at \($0)" } ?? got
    case .waiting:
      guard let way else { return "it was refused, and the inputs do not show where" }
      return "it hangs at \(way)"
    case .unscheduled: return "no node took it: \(way ?? "the scheduler says why")"
    case .unclear, .recovered:
      if !evidence.removals.isEmpty, evidence.tries <= 1, !isSeen(.request) {
        return "only its end is in the inputs; its way to an address is not"
      }
      return "the inputs name it and show neither an address nor a refusal"
    }
  }

  /// `15 s`, `4 min`, `2 h`.
  static func span(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded())
    if whole < 120 { return "\(whole) s" }
    return whole < 7_200 ? "\(whole / 60) min" : "\(whole / 3_600) h"
  }
}

/// The code of a refusal of AWS, out of a line of either SDK.
enum AnswerCode {
  /// `InsufficientCidrBlocks` of `api error InsufficientCidrBlocks: …` or of `InsufficientCidrBlocks: … status code: 400`.
  static func of(_ text: String) -> String? {
    var previous: [Substring] = []
    let isOld = text.contains("status code: ")
    for word in text.split(separator: " ") {
      if word.last == ":", isCode(word.dropLast()), isOld || previous.suffix(2) == ["api", "error"] {
        return String(word.dropLast())
      }
      previous = previous.suffix(1) + [word]
    }
    return nil
  }

  /// Letters and dots with two humps: `UnauthorizedOperation`, not `AllocENI` or `User`.
  private static func isCode(_ word: Substring) -> Bool {
    guard (8...80).contains(word.utf8.count), word.first?.isUppercase == true else { return false }
    guard word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }) else { return false }
    let humps = zip(word, word.dropFirst()).filter { $0.isLowercase && $1.isUppercase }.count
    return humps >= 1 && !word.hasSuffix("ENI") && !word.hasSuffix("ENIs") && !word.hasSuffix("Error")
  }
}
