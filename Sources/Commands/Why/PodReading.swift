import Bytes
import Collectors
import Evidence
import Intake
import Patterns
import Playbooks
import Triage
import VPCModel

/// Reads the logs again for one pod, twice: which sandboxes are its own, then every line that is about it.
///
/// The first reading of all (`Analysis.run`) has told which log is which node. Memory is bounded: sandboxes, and a few
/// lines of each hop.
struct PodReading {
  let paths: [String]
  let intake: IntakeOptions
  let options: ScanOptions
  let catalog: ScanCatalog
  let evidence: Case
  let world: World
  let mention: PodMention
  private(set) var story: PodEvidence
  private let patterns: StoryPatterns

  /// Sandbox → when it is named first.
  private var sandboxes: [String: Instant?] = [:]
  private var tries = DistinctCount()
  /// Its containers, and sandboxes that no line makes.
  private var others: Set<String> = []
  private var groups: Set<String> = []
  private var first: Instant?
  private var last: Instant?
  private var isNamed = false
  /// Namespaces its lines put it into, where the caller gave none.
  private(set) var namespaces: Set<String> = []

  static let mostSandboxes = 4_096
  /// A pause of ipamd lasts 120 s: what made it stands that long before a refusal.
  private static let before: Int64 = 180_000_000_000
  private static let after: Int64 = 10_000_000_000

  init(
    _ name: PodName, paths: [String], handbook: Handbook, intake: IntakeOptions, options: ScanOptions,
    of evidence: Case
  ) {
    self.paths = paths
    self.intake = intake
    self.options = options
    self.evidence = evidence
    catalog = ScanCatalog(handbook)
    world = World(evidence)
    mention = PodMention(name)
    patterns = StoryPatterns(handbook)
    story = PodEvidence(name, poolCauses: handbook.poolCauses)
  }

  /// nil when no input names the pod.
  mutating func read() -> PodEvidence? {
    readDocuments()
    readLogs { $0.gather($1) }
    guard isNamed else { return nil }
    settle()
    var reader = PodLines(self)
    let files = logs
    Self.read(paths, intake, options, catalog, only: files) { reader.take($0) }
    story = reader.story
    readEvents()
    return story
  }

  // MARK: documents

  private var events: [Stated<ClusterEvent>] {
    let name = story.name
    return world.events.filter { stated in
      let event = stated.value
      guard event.objectKind?.lowercased() ?? "pod" == "pod", event.objectName == name.name else {
        return false
      }
      return name.namespace == nil || event.objectNamespace == nil || event.objectNamespace == name.namespace
    }
  }

  private mutating func readDocuments() {
    let name = story.name
    let records = world.pods.filter { pod in
      pod.name == name.name && (name.namespace.map { $0 == pod.namespace } ?? true)
    }
    story.record = records.last { $0.address != nil } ?? records.last
    if let node = story.record?.node { groups.insert(node) }
    isNamed = isNamed || !records.isEmpty
    for stated in events {
      isNamed = true
      let event = stated.value
      if let host = event.host { groups.insert(host) }
      let message = Array(event.message.utf8)
      let time = event.first ?? event.last ?? stated.time
      let isTry = Self.isTry(message)
      SandboxIDs.forEach(in: message) { note(sandbox: $0, at: time, isTry: isTry) }
      for time in [event.first, event.last].compactMap({ $0 }) { widen(time) }
      // `Successfully assigned shop/web-1 to ip-10-0-1-23.ec2.internal`.
      if event.reason == "Scheduled", let node = event.message.split(separator: " ").last {
        groups.insert(String(node))
      }
    }
  }

  /// Events are read in the first reading; their lines join the story last.
  private mutating func readEvents() {
    story.hasEvents = !world.events.isEmpty
    for stated in events {
      let event = stated.value
      let message = Array(((event.reason.map { "\($0): " } ?? "") + event.message).utf8)
      let reading = patterns.read(message, of: .events)
      story.add(
        StoryLine(
          time: event.last ?? event.first ?? stated.time, place: stated.place, link: .named, writer: .events,
          level: event.type == "Warning" ? "error" : "info", text: Collector.excerpt(of: event),
          signals: reading.signals, causes: reading.causes.sorted { $0.raw < $1.raw }, count: event.count ?? 1
        ))
    }
  }

  // MARK: which lines, and when

  private mutating func gather(_ record: WitnessedRecord) {
    guard mention.isIn(record.message) else { return }
    isNamed = true
    if story.name.namespace == nil, namespaces.count < 8, let found = mention.namespace(in: record.message) {
      namespaces.insert(found)
    }
    if groups.count < 256 { groups.insert(record.group) }
    if let time = record.time { widen(time) }
    let isTry = Self.isTry(record.message)
    SandboxIDs.forEach(in: record.message) { note(sandbox: $0, at: record.time, isTry: isTry) }
  }

  private mutating func widen(_ time: Instant) {
    first = first.map { min($0, time) } ?? time
    last = last.map { max($0, time) } ?? time
  }

  /// The line is about making a sandbox: not about a container in it, nor its end.
  private static func isTry(_ message: [UInt8]) -> Bool {
    func has(_ word: StaticString) -> Bool { findBytes(word, in: message.span) != nil }
    if has("CNI del") || has("DelNetwork") || has("eardown") || has("StopPodSandbox") || has("KillPodSandbox")
    {
      return false
    }
    return has("AddNetwork") || has("CNI add") || has("andbox") || has("K8S_POD_NAME")
  }

  private mutating func note(sandbox: String, at time: Instant?, isTry: Bool) {
    guard isTry || sandboxes[sandbox] != nil else {
      if others.count < Self.mostSandboxes { others.insert(sandbox) }
      return
    }
    if let known = sandboxes[sandbox] {
      if let time { sandboxes[sandbox] = .some(known.map { min($0, time) } ?? time) }
      return
    }
    tries.insert(PodHash(sandbox).value)
    sandboxes.updateValue(time, forKey: sandbox)
    if sandboxes.count >= 2 * Self.mostSandboxes { thin() }
  }

  /// The earliest and the latest stay, whatever order they came in.
  private mutating func thin() {
    guard sandboxes.count > Self.mostSandboxes else { return }
    let order = sandboxes.sorted { left, right in
      (left.value?.nanoseconds ?? .max, left.key) < (right.value?.nanoseconds ?? .max, right.key)
    }
    for entry in order.dropFirst(Self.mostSandboxes / 2).dropLast(Self.mostSandboxes / 2) {
      sandboxes[entry.key] = nil
    }
  }

  private mutating func settle() {
    thin()
    story.tries = tries.value
    let times = sandboxes.values.compactMap { $0 }
    story.firstTry = times.min() ?? first
    story.lastTry = times.max() ?? last
    story.nodes = Set(groups.map { world.nodeOfGroup[$0] ?? $0 }.filter { world.nodes[$0] != nil })
    story.kinds = story.nodes.reduce(into: []) { $0.formUnion(world.nodes[$1]?.log.kinds ?? []) }
    if story.record == nil, story.nodes.isEmpty, world.nodes.count == 1, let only = world.nodes.keys.first {
      story.nodes = [only]
      story.kinds = world.nodes[only]?.log.kinds ?? []
    }
  }

  // MARK: streams

  /// Inputs that are logs; no other holds records.
  private var logs: Set<String> {
    let kinds: Set<InputKind> = [
      .ipamdLog, .pluginLog, .awsNodeLog, .initLog, .kubeletLog, .runtimeLog, .systemLog, .mixedLog,
      .controllerLog,
      .unknown, .events, .describeText,
    ]
    return Set(
      evidence.inputs.values.filter { kinds.contains($0.kind) && $0.duplicateOf == nil }.map(\.name))
  }

  private mutating func readLogs(_ take: (inout PodReading, WitnessedRecord) -> Void) {
    let files = logs
    let (paths, intake, options, catalog) = (paths, intake, options, catalog)
    Self.read(paths, intake, options, catalog, only: files) { take(&self, $0) }
  }

  private static func read(
    _ paths: [String], _ intake: IntakeOptions, _ options: ScanOptions, _ catalog: ScanCatalog,
    only: Set<String>,
    _ take: (WitnessedRecord) -> Void
  ) {
    var reader = Intake(paths: paths, options: intake)
    withoutActuallyEscaping(take) { take in
      let collector = Collector(catalog, options: options)
      collector.witness = take
      _ = reader.forEach { stream in
        guard only.contains(stream.name) else { return }
        collector.read(name: stream.name, modified: stream.modified) { buffer in
          (try? stream.read(into: &buffer)) ?? 0
        }
      }
      collector.witness = nil
    }
  }

  /// What the last reading needs, out of the two before it.
  struct PodLines {
    private(set) var story: PodEvidence
    private let mention: PodMention
    private let sandboxes: Set<String>
    private let nodeOfGroup: [String: String]
    private let inputs: [String: InputRecord]
    private let patterns: StoryPatterns
    private let from: Int64
    private let to: Int64
    /// Group → when a request of the pod came, while no other came after it.
    private var inHand: [String: Instant?] = [:]
    /// Group → the newest count with the addresses that cool: a count at a request does not say them.
    private var counted: [String: (time: Instant?, cooling: Int)] = [:]

    init(_ reading: PodReading) {
      story = reading.story
      mention = reading.mention
      sandboxes = reading.others.union(reading.sandboxes.keys)
      nodeOfGroup = reading.world.nodeOfGroup
      inputs = reading.evidence.inputs
      patterns = reading.patterns
      from = (reading.first?.nanoseconds ?? .max).subtractingReportingOverflow(PodReading.before).partialValue
      to = (reading.last?.nanoseconds ?? .min).addingReportingOverflow(PodReading.after).partialValue
    }

    mutating func take(_ record: WitnessedRecord) {
      var link = directLink(record)
      let isOfNode = story.nodes.contains(nodeOfGroup[record.group] ?? record.group)
      guard link != nil || isOfNode && isInWindow(record.time) else { return }
      let writer = record.writer ?? inputs[record.place.input]?.kind
      var reading = patterns.read(record.message, of: writer)
      complete(&reading, record)
      if reading.signals.contains("request") || reading.signals.contains("request-pod") {
        inHand[record.group] = link == nil ? nil : .some(record.time)
      } else if link == nil, answers(reading, record), isInHand(record) {
        link = .reply
      }
      if link != nil, let address = reading.address { story.note(address: address, at: record.time) }
      story.add(line(record, reading, link ?? .node, writer))
    }

    private func directLink(_ record: WitnessedRecord) -> StoryLine.Link? {
      if mention.isIn(record.message) { return .named }
      var isOurs = false
      SandboxIDs.forEach(in: record.message) { isOurs = isOurs || sandboxes.contains($0) }
      return isOurs ? .sandbox : nil
    }

    private func isInWindow(_ time: Instant?) -> Bool {
      guard let time else { return false }
      return time.nanoseconds >= from && time.nanoseconds <= to
    }

    /// Lines of a request that do not say whose it is.
    private func answers(_ reading: StoryPatterns.Reading, _ record: WitnessedRecord) -> Bool {
      !reading.signals.isDisjoint(with: ["refused", "address-assigned", "pool-at-request", "branch-assigned"])
        || record.message.starts(with: Self.reply)
    }

    private static let reply = Array("Send AddNetworkReply".utf8)

    /// Pool statistics come every 5 s; what they say of the cooldown holds for requests until the next.
    private mutating func complete(_ reading: inout StoryPatterns.Reading, _ record: WitnessedRecord) {
      guard let pool = reading.pool else { return }
      if let cooling = pool.cooling {
        counted[record.group] = (record.time, cooling)
      } else if let known = counted[record.group], let time = record.time, let then = known.time,
        abs(time.seconds(since: then)) <= 15
      {
        reading.pool?.cooling = known.cooling
      }
    }

    private func isInHand(_ record: WitnessedRecord) -> Bool {
      guard let asked = inHand[record.group] else { return false }
      guard let asked, let time = record.time else { return true }
      return abs(time.seconds(since: asked)) <= 5
    }

    private func line(
      _ record: WitnessedRecord, _ reading: StoryPatterns.Reading, _ link: StoryLine.Link,
      _ writer: InputKind?
    ) -> StoryLine {
      StoryLine(
        time: record.time, place: record.place, link: link,
        writer: writer, level: record.level, text: record.excerpt,
        signals: reading.signals, causes: reading.causes.sorted { $0.raw < $1.raw }, pool: reading.pool)
    }
  }
}
