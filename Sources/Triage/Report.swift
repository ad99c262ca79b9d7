import Evidence
import VPCModel

/// The whole answer: what every renderer prints, in the order it prints it. Nothing is decided after this.
package struct Report: Sendable {
  package var toolVersion: String
  package var playbooksDigest: String
  package var status: Status
  package var referenceTime: Instant?
  package var from: Instant?
  package var to: Instant?
  package var primary: Finding
  package var contributing: [Finding]
  package var alternatives: [Alternative]
  package var excluded: [Exclusion]
  package var steps: [WalkStep]
  package var evidence: [EvidenceItem]
  package var remedies: [RemedyAdvice]
  package var nodes: [NodeReport]
  package var subnets: [SubnetLedger]
  package var series: [SeriesReport]
  package var timeline: [TimelineEntry]
  package var unclassified: [UnclassifiedReport]
  /// Noise that looks worse than it is: text and count, largest first.
  package var noise: [(text: String, count: Int)]
  package var inputs: [InputReport]
  /// Inputs without a finding that are not among `inputs`, where there are thousands.
  package var moreInputs = InputCount()
  package var gaps: [GapReport]
  /// Said plainly: platforms, assumed time zones, skipped files, patterns over budget.
  package var notes: [String]
  package var isPartial: Bool
  /// Names, ids and addresses are aliases; fingerprints are those of the originals.
  package var isRedacted = false

  package init(
    toolVersion: String, playbooksDigest: String, status: Status, referenceTime: Instant?, from: Instant?,
    to: Instant?, primary: Finding, contributing: [Finding], alternatives: [Alternative],
    excluded: [Exclusion], steps: [WalkStep], evidence: [EvidenceItem], remedies: [RemedyAdvice],
    nodes: [NodeReport], subnets: [SubnetLedger], series: [SeriesReport], timeline: [TimelineEntry],
    unclassified: [UnclassifiedReport], noise: [(text: String, count: Int)], inputs: [InputReport],
    moreInputs: InputCount = InputCount(), gaps: [GapReport], notes: [String], isPartial: Bool
  ) {
    self.toolVersion = toolVersion
    self.playbooksDigest = playbooksDigest
    self.status = status
    self.referenceTime = referenceTime
    self.from = from
    self.to = to
    self.primary = primary
    self.contributing = contributing
    self.alternatives = alternatives
    self.excluded = excluded
    self.steps = steps
    self.evidence = evidence
    self.remedies = remedies
    self.nodes = nodes
    self.subnets = subnets
    self.series = series
    self.timeline = timeline
    self.unclassified = unclassified
    self.noise = noise
    self.inputs = inputs
    self.gaps = gaps
    self.notes = notes
    self.isPartial = isPartial
    self.moreInputs = moreInputs
  }

  /// The finding decides: at or above `failOn` 1, not decided 4, else 0.
  package func exitCode(failOn: Severity?, isStrict: Bool) -> Int32 {
    if isStrict && isPartial { return 5 }
    let worst = ([primary] + contributing).map(\.severity)
    switch status {
    case .undecided, .insufficientEvidence: return 4
    case .causeFound:
      guard let failOn else { return 0 }
      return worst.contains { failOn == .warning ? $0 != .note : $0 == .error } ? 1 : 0
    case .healthy, .notIPProblem:
      return failOn == .warning && worst.contains { $0 != .note } ? 1 : 0
    }
  }
}
