import Evidence
import Playbooks
import VPCModel

package enum Basis: String, Hashable, Sendable, Comparable, CaseIterable {
  case proved, likely, suspected
  private var rank: Int { self == .proved ? 0 : self == .likely ? 1 : 2 }
  /// Stronger first.
  package static func < (left: Basis, right: Basis) -> Bool { left.rank < right.rank }
}

package enum Severity: String, Hashable, Sendable { case error, warning, note }

package enum FindingState: String, Hashable, Sendable { case active, recovered, latent }

package enum Status: String, Hashable, Sendable {
  case causeFound = "cause-found"
  case undecided
  case insufficientEvidence = "insufficient-evidence"
  case healthy
  case notIPProblem = "not-ip-problem"
}

package enum StepOutcome: String, Hashable, Sendable {
  case ruledOut = "ruled-out"
  case cause, supports, contributing
  case noEvidence = "no-evidence"
  case notApplicable = "not-applicable"
}

/// Which part of the fleet a finding speaks of. Sorted; ids as shown (instance id, else node name, else `input:i1`).
package struct FindingScope: Hashable, Sendable {
  package var nodes: [String] = []
  package var subnets: [String] = []
  /// `node`, `eniconfig`, `discovered` or `branch`.
  package var subnetRole: String?
  package var enis: [String] = []
  package var pods: [String] = []
  package var zones: [String] = []
  package init() {}
}

package struct MissingEvidence: Hashable, Sendable {
  package var what: String
  package var command: String
  package init(what: String, command: String) {
    self.what = what
    self.command = command
  }
}

/// A cause (or verdict) with all that is claimed of it.
package struct Finding: Hashable, Sendable {
  package var id: CauseID
  package var title: String
  /// nil for `healthy`, `not-ip-problem` and `unknown` with nothing suspected.
  package var basis: Basis?
  package var confidence: Double
  package var severity: Severity
  package var state: FindingState?
  package var step: Int?
  /// One sentence a colleague would say.
  package var because: String
  package var scope = FindingScope()
  package var first: Instant?
  package var last: Instant?
  package var count: Int?
  package var isCountEstimate = false
  package var isTransient = false
  /// Ids of `Report.evidence`.
  package var evidence: [String] = []
  package var against: [String] = []
  package var missing: [MissingEvidence] = []
  package var fingerprint = ""
  /// Contributing findings: how many addresses of how many it explains.
  package var share: (addresses: Int, of: Int)? {
    get { shareAddresses.flatMap { a in shareOf.map { (a, $0) } } }
    set {
      shareAddresses = newValue?.addresses
      shareOf = newValue?.of
    }
  }
  private var shareAddresses: Int?
  private var shareOf: Int?

  package init(
    id: CauseID, title: String, basis: Basis?, confidence: Double, severity: Severity, state: FindingState?,
    step: Int?, because: String
  ) {
    self.id = id
    self.title = title
    self.basis = basis
    self.confidence = confidence
    self.severity = severity
    self.state = state
    self.step = step
    self.because = because
  }
}

package struct Alternative: Hashable, Sendable {
  package var id: CauseID
  package var title: String
  package var basis: Basis
  package var confidence: Double
  package var because: String
  package var evidence: [String]
  package var against: [String]
  /// The one command that separates it from the primary.
  package var decide: String

  package init(
    id: CauseID, title: String, basis: Basis, confidence: Double, because: String, evidence: [String],
    against: [String], decide: String
  ) {
    self.id = id
    self.title = title
    self.basis = basis
    self.confidence = confidence
    self.because = because
    self.evidence = evidence
    self.against = against
    self.decide = decide
  }
}

package struct Exclusion: Hashable, Sendable {
  package var id: CauseID
  package var because: String
  package var evidence: [String]

  package init(id: CauseID, because: String, evidence: [String]) {
    self.id = id
    self.because = because
    self.evidence = evidence
  }
}

package struct WalkStep: Hashable, Sendable {
  package var number: Int
  package var title: String
  package var outcome: StepOutcome
  package var because: String
  package var evidence: [String]
  /// A command, when there is no evidence.
  package var next: String?

  package init(
    number: Int, title: String, outcome: StepOutcome, because: String, evidence: [String], next: String?
  ) {
    self.number = number
    self.title = title
    self.outcome = outcome
    self.because = because
    self.evidence = evidence
    self.next = next
  }
}

/// A quoted line: `text` is as logged (renderers escape it).
package struct EvidenceItem: Hashable, Sendable {
  package var id: String
  package var place: Place
  package var time: Instant?
  package var pattern: String?
  package var node: String?
  package var text: String
  /// How many lines of this kind there are, when it stands for several.
  package var of: Int?

  package init(
    id: String, place: Place, time: Instant?, pattern: String?, node: String?, text: String, of: Int? = nil
  ) {
    self.id = id
    self.place = place
    self.time = time
    self.pattern = pattern
    self.node = node
    self.text = text
    self.of = of
  }
}

package struct RemedyAdvice: Hashable, Sendable {
  package var order: Int
  package var title: String
  package var cause: CauseID
  package var commands: [String]
  package var effect: String
  package var effectAddresses: Int?
  package var effectFreeBlocks: Int?
  package var risk: String
  package var precondition: String
  package var verify: String
  package var rollback: String

  package init(
    order: Int, title: String, cause: CauseID, commands: [String], effect: String, effectAddresses: Int?,
    effectFreeBlocks: Int?, risk: String, precondition: String, verify: String, rollback: String
  ) {
    self.order = order
    self.title = title
    self.cause = cause
    self.commands = commands
    self.effect = effect
    self.effectAddresses = effectAddresses
    self.effectFreeBlocks = effectFreeBlocks
    self.risk = risk
    self.precondition = precondition
    self.verify = verify
    self.rollback = rollback
  }
}

/// A node as the report lists it; nil is not known.
package struct NodeReport: Hashable, Sendable {
  package var id: String
  package var name: String?
  package var instanceType: String?
  package var zone: String?
  package var cniVersion: String?
  /// `secondary`, `prefix`, `ipv6`, with `custom-networking` said apart.
  package var mode: String?
  package var isCustomNetworking: Bool?
  package var settings: [String: String]
  package var enis: Int?
  package var eniLimit: Int?
  package var slotsUsed: Int?
  package var slots: Int?
  package var poolTotal: Int?
  package var poolAssigned: Int?
  package var poolCooling: Int?
  package var maxPods: Int?
  package var refusals: Int?
  package var assignments: Int?

  package init(
    id: String, name: String?, instanceType: String?, zone: String?, cniVersion: String?, mode: String?,
    isCustomNetworking: Bool?, settings: [String: String], enis: Int?, eniLimit: Int?, slotsUsed: Int?,
    slots: Int?, poolTotal: Int?, poolAssigned: Int?, poolCooling: Int?, maxPods: Int?, refusals: Int?,
    assignments: Int?
  ) {
    self.id = id
    self.name = name
    self.instanceType = instanceType
    self.zone = zone
    self.cniVersion = cniVersion
    self.mode = mode
    self.isCustomNetworking = isCustomNetworking
    self.settings = settings
    self.enis = enis
    self.eniLimit = eniLimit
    self.slotsUsed = slotsUsed
    self.slots = slots
    self.poolTotal = poolTotal
    self.poolAssigned = poolAssigned
    self.poolCooling = poolCooling
    self.maxPods = maxPods
    self.refusals = refusals
    self.assignments = assignments
  }
}

package struct SeriesReport: Hashable, Sendable {
  package var node: String
  package var name: String
  package var unit: String
  package var from: Instant
  package var bucketSeconds: Int
  package var values: [Int?]

  package init(node: String, name: String, unit: String, from: Instant, bucketSeconds: Int, values: [Int?]) {
    self.node = node
    self.name = name
    self.unit = unit
    self.from = from
    self.bucketSeconds = bucketSeconds
    self.values = values
  }
}

package struct TimelineEntry: Hashable, Sendable {
  package var time: Instant
  package var node: String?
  package var event: String

  package init(time: Instant, node: String?, event: String) {
    self.time = time
    self.node = node
    self.event = event
  }
}

package struct UnclassifiedReport: Hashable, Sendable {
  package var template: String
  package var count: Int
  package var isEstimate: Bool
  /// Id of the quoted line.
  package var example: String

  package init(template: String, count: Int, isEstimate: Bool, example: String) {
    self.template = template
    self.count = count
    self.isEstimate = isEstimate
    self.example = example
  }
}

package struct InputReport: Hashable, Sendable {
  package var id: String
  package var record: InputRecord
  package var node: String?

  package init(id: String, record: InputRecord, node: String?) {
    self.id = id
    self.record = record
    self.node = node
  }
}

package struct GapReport: Hashable, Sendable {
  package var node: String
  package var from: Instant
  package var to: Instant
  package var reason: String

  package init(node: String, from: Instant, to: Instant, reason: String) {
    self.node = node
    self.from = from
    self.to = to
    self.reason = reason
  }
}
