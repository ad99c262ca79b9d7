import Evidence
import Playbooks
import VPCModel

/// Everything the inputs say about one pod, sorted into hops as it is read. Bounded: a few lines of each kind.
package struct PodEvidence: Sendable {
  package let name: PodName
  /// The pod's own record, the newest.
  package var record: ClusterPod?
  /// Node ids on which its lines stand.
  package var nodes: Set<String> = []
  /// What kinds of logs and events there are of these nodes.
  package var kinds: Set<InputKind> = []
  package var hasEvents = false
  /// Tries: the sandboxes made for it, by when each is named first.
  package var tries = 0
  package var firstTry: Instant?
  package var lastTry: Instant?
  /// The address the newest answer names.
  package private(set) var address: String?
  private var addressTime: Instant?

  package private(set) var trouble: [HopKind: StoryLines] = [:]
  package private(set) var plain: [HopKind: StoryLines] = [:]
  /// Pool counts at the first and the last try: the newest count before, else the first one after.
  package private(set) var poolAtFirst: StoryLine?
  package private(set) var poolAtLast: StoryLine?
  /// ipamd's pauses of 120 s in the pod's minutes.
  package private(set) var holds = StoryLines()
  /// Lines on the pod's end: what fails there keeps nobody waiting.
  private(set) var removals = StoryLines()
  /// Starts of ipamd in these minutes.
  package private(set) var starts = StoryLines()
  package private(set) var served: StoryLine?
  package private(set) var lastTrouble: Instant?

  /// Causes that lie in the node's own pool: no call to EC2 shows them.
  private let poolCauses: Set<CauseID>

  package init(_ name: PodName, poolCauses: Set<CauseID>) {
    self.name = name
    self.poolCauses = poolCauses
  }

  package mutating func note(address: String, at time: Instant?) {
    if let known = self.address {
      let isOlder = (time?.nanoseconds ?? .min, address) < (addressTime?.nanoseconds ?? .min, known)
      if isOlder { return }
    }
    (self.address, addressTime) = (address, time)
  }

  package mutating func add(_ line: StoryLine) {
    if line.link == .node, line.states("started") || line.states("ipamd-serving") { return starts.add(line) }
    if line.link != .node, Self.isRemoval(line.text) { return removals.add(line) }
    if line.states("hold") { return holds.add(line) }
    guard let hop = hop(of: line) else { return }
    if line.pool != nil { note(pool: line) }
    if hop == .answer, !line.isTrouble, served.map({ $0 < line }) ?? true { served = line }
    if line.isTrouble {
      trouble[hop, default: StoryLines()].add(line)
      if line.link != .node, let time = line.time { lastTrouble = max(lastTrouble ?? time, time) }
    } else {
      plain[hop, default: StoryLines()].add(line)
    }
  }

  private mutating func note(pool line: StoryLine) {
    poolAtFirst = Self.nearer(poolAtFirst, line, to: firstTry)
    poolAtLast = Self.nearer(poolAtLast, line, to: lastTry)
  }

  /// The newest count up to the moment; one after it only where there is none before.
  private static func nearer(_ old: StoryLine?, _ new: StoryLine, to moment: Instant?) -> StoryLine {
    guard let old, let moment, let oldTime = old.time, let newTime = new.time else {
      return old.map { min($0, new) } ?? new
    }
    // ipamd counts within a second of the request; that line is of this try.
    let limit = Instant(nanoseconds: moment.nanoseconds.addingReportingOverflow(1_000_000_000).partialValue)
    switch (oldTime <= limit, newTime <= limit) {
    case (true, true): return max(old, new)
    case (true, false): return old
    case (false, true): return new
    case (false, false): return min(old, new)
    }
  }

  // MARK: which hop a line shows

  private static func isRemoval(_ text: String) -> Bool {
    [
      "CNI del request", "DelNetwork", "teardown", "KillPodSandbox", "destroy network for sandbox",
      "StopPodSandbox",
    ]
    .contains { text.contains($0) }
  }

  private func hop(of line: StoryLine) -> HopKind? {
    if line.link == .node { return hopOfNode(line) }
    if line.states("pod-scheduled") || line.text.hasPrefix("FailedScheduling") { return .scheduled }
    switch line.writer {
    case .pluginLog: return hopOfPlugin(line)
    case .ipamdLog: return hopOfIPAMD(line)
    default:
      // Written to standard output, ipamd's lines come under other names.
      if line.states("request") || line.states("request-pod") || line.states("pool-at-request") {
        return hopOfIPAMD(line)
      }
      if line.text.hasPrefix("Received CNI") { return hopOfPlugin(line) }
      // The VPC resource controller calls EC2 for branch interfaces, and says so in events of the pod.
      if line.isTrouble, line.writer == .events || line.writer == .controllerLog,
        AnswerCode.of(line.text) != nil
      {
        return .ec2
      }
      return .kubelet
    }
  }

  private func hopOfPlugin(_ line: StoryLine) -> HopKind? {
    if line.states("address-assigned") { return .answer }
    return line.isTrouble ? .error : .plugin
  }

  private func hopOfIPAMD(_ line: StoryLine) -> HopKind? {
    if line.states("request") || line.states("request-pod") { return .request }
    if line.pool != nil { return .pool }
    if line.states("address-assigned") || line.states("address-given") || line.states("branch-assigned") {
      return .answer
    }
    return line.isTrouble ? .error : nil
  }

  /// Lines of the node count where they explain the pod's wait.
  private func hopOfNode(_ line: StoryLine) -> HopKind? {
    guard
      line.writer == .ipamdLog || line.writer == nil || line.writer == .awsNodeLog || line.writer == .mixedLog
    else { return nil }
    if line.pool != nil || line.states("has-room") || line.states("eni-limit-reached") { return .pool }
    // What ipamd answers to somebody else.
    if line.text.hasPrefix("Send AddNetworkReply") { return nil }
    if ["pool-grown", "eni-created", "pool-shrunk"].contains(where: line.states) { return .ec2 }
    if line.states("refused") || line.states("sandbox-refused") { return nil }
    guard !line.causes.isEmpty else { return nil }
    if line.writer == .awsNodeLog { return .request }
    return poolCauses.isSuperset(of: line.causes) ? .pool : .ec2
  }
}
