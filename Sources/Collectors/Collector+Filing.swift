import Bytes
import Evidence
import LogFormats
import VPCModel

/// The only places that change the case.
extension Collector {
  private static let mostSightings = 20_000

  func change(_ node: String, _ body: (inout NodeLog) -> Void) {
    body(&mutableEvidence.nodeLogs[node, default: NodeLog()])
  }

  /// One more line of a kind; most have the kind of the line before.
  func count(_ kind: InputKind) {
    if kind == countedKind {
      countedLines += 1
    } else {
      settleKinds()
      countedKind = kind
      countedLines = 1
    }
  }

  func count(_ kind: InputKind, times: Int) { kinds[kind, default: 0] += times }

  func settleKinds() {
    if let kind = countedKind { kinds[kind, default: 0] += countedLines }
    countedKind = nil
    countedLines = 0
  }

  func touch(_ node: Int, time: Instant?, kind: InputKind?) {
    nodes[node].isTouched = true
    nodes[node].log.see(time)
    guard let kind, !nodes[node].log.kinds.contains(kind) else { return }
    nodes[node].log.kinds.insert(kind)
  }

  func moment(_ signal: String, _ message: Span<UInt8>, identity: UInt64?, _ context: LineContext) {
    let subject = book.subject(ofSignal: signal)
    let identity = identity ?? LineFacts.identity(of: message, context)
    watchClock(context)
    book.change(TallyKey(subject: subject, node: Int32(context.node), subnet: 0, eni: 0)) { tally in
      tally.add(message, identity: identity, context)
    }
    nodes[context.node].isTouched = true
  }

  /// Adds what a desk has counted of one signal.
  func merge(_ tally: inout RoutineTally, _ signal: String, node: Int) {
    guard tally.count > 0 else { return }
    let (distinct, times) = tally.takeCounts()
    merge(distinct, times, signal, node: node)
  }

  func merge(_ distinct: DistinctCount, _ times: TimeKeeper, _ signal: String, node: Int) {
    let subject = book.subject(ofSignal: signal)
    book.change(TallyKey(subject: subject, node: Int32(node), subnet: 0, eni: 0)) {
      $0.merge(distinct, times)
    }
    nodes[node].isTouched = true
  }

  func keep(_ text: Span<UInt8>, of signal: String, _ context: LineContext) {
    let subject = book.subject(ofSignal: signal)
    book.change(TallyKey(subject: subject, node: Int32(context.node), subnet: 0, eni: 0)) {
      $0.keep(text, context)
    }
  }

  /// The input is over: what was counted becomes part of the case.
  func settleAccounts() {
    settleKinds()
    var book = book
    self.book = TallyBook(patternCount: catalog.entries.count)
    let texts = book
    book.empty { key, tally in
      let node = nodes[Int(key.node)].name
      if let signal = texts.signal(key.subject) {
        let sighting = tally.sighting(input: record.name, names: [])
        change(node) { log in
          log.moments[signal, default: Moments()].merge(sighting.moments)
          log.samples[signal, default: Sighting()].merge(sighting)
        }
        return
      }
      let pattern = Int(key.subject)
      let names = patterns.matched(pattern)?.names.map(\.name) ?? []
      file(
        tally.sighting(input: record.name, names: names),
        SightingKey(
          pattern: catalog.entries[pattern].source.name, node: node,
          subnet: texts.text(key.subnet).map { SubnetID($0) }, eni: texts.text(key.eni).map { ENIID($0) }))
    }
    for node in nodes where !node.requests.isEmpty {
      mutableEvidence.requests[node.name, default: SharedRequests()].merge(node.requests)
    }
    for node in nodes where node.isTouched {
      var log = node.log
      var served = node.served
      served.pour(into: &log)
      if node.name.hasPrefix("pod:") { log.aliases.insert(node.name) }
      change(node.name) { $0.merge(log) }
    }
    nodes = []
    nodePlaces = [:]
    unknown.empty(into: &mutableEvidence, input: record.name)
  }

  private func file(_ sighting: Sighting, _ key: SightingKey) {
    var key = key
    // ENI ids are free text to whoever writes the log: past a bound they are no longer told apart.
    if mutableEvidence.sightings.count >= Self.mostSightings, mutableEvidence.sightings[key] == nil {
      key = SightingKey(pattern: key.pattern, node: key.node, subnet: nil, eni: nil)
    }
    mutableEvidence.sightings[key, default: Sighting()].merge(sighting)
  }

  func addNoise(_ text: String, identity: UInt64) {
    mutableEvidence.noise[text, default: DistinctCount()].insert(identity)
  }

  func file(_ stated: Stated<Statement>) { mutableEvidence.statements.append(stated) }

  func fileForNode(_ stated: Stated<Statement>, node: String? = nil) {
    mutableEvidence.nodeStatements[node ?? inputName.group, default: []].append(stated)
  }

  func note(_ time: Instant?) {
    guard let time else { return }
    mutableEvidence.see(time)
    record.first = record.first.map { min($0, time) } ?? time
    record.last = record.last.map { max($0, time) } ?? time
  }

  func evidenceHasAssumedTime() { mutableEvidence.hasAssumedTimes = true }
}
