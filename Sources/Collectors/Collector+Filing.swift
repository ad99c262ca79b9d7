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

  func touch(_ node: String, time: Instant?, kind: InputKind?) {
    change(node) { log in
      log.see(time)
      if let kind { log.kinds.insert(kind) }
      if node.hasPrefix("pod:") { log.aliases.insert(node) }
    }
  }

  func moment(_ signal: String, _ sample: Sample, identity: UInt64, node: String) {
    change(node) { log in
      log.moments[signal, default: Moments()].add(sample.time, identity: identity)
      log.samples[signal, default: Sighting()].add(sample, identity: identity, captures: [:], pod: nil)
    }
  }

  func addSighting(
    _ key: SightingKey, _ sample: Sample, identity: UInt64, captures: [String: String], pod: String?
  ) {
    if key.node == inputName.group { hasOwnSightings = true }
    var key = key
    // ENI ids are free text to whoever writes the log: past a bound they are no longer told apart.
    if mutableEvidence.sightings.count >= Self.mostSightings, mutableEvidence.sightings[key] == nil {
      key = SightingKey(pattern: key.pattern, node: key.node, subnet: nil, eni: nil)
    }
    mutableEvidence.sightings[key, default: Sighting()].add(
      sample, identity: identity, captures: captures, pod: pod)
  }

  func addNoise(_ text: String, identity: UInt64) {
    mutableEvidence.noise[text, default: DistinctCount()].insert(identity)
  }

  func addUnclassified(_ template: String, _ sample: Sample, level: String, identity: UInt64) {
    mutableEvidence.note(template: template, sample, level: level, identity: identity)
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
