import Evidence
import Playbooks
import Triage
import VPCModel

/// The contract's version: additions raise the second number, nothing is renamed.
let schemaVersion = "1.0.0"

/// A report as JSON, key by key in the order of the contract. What is not known is null, never 0.
struct ReportTree {
  private let report: Report
  private let exitCode: Int32
  private let inputIDs: [String: String]

  init(_ report: Report, exitCode: Int32) {
    self.report = report
    self.exitCode = exitCode
    inputIDs = Dictionary(report.inputs.map { ($0.record.name, $0.id) }) { first, _ in first }
  }

  var members: [(String, JSONNode)] {
    required + (report.moreInputs == InputCount() ? [] : [("moreInputs", moreInputs)])
  }

  private var moreInputs: JSONNode {
    .object([("inputs", .integer(report.moreInputs.inputs)), ("lines", .integer(report.moreInputs.lines))])
  }

  private var required: [(String, JSONNode)] {
    [
      ("schemaVersion", .string(schemaVersion)),
      (
        "tool",
        .object([
          ("name", .string("ipamtriage")), ("version", .string(report.toolVersion)),
          ("playbooksDigest", .string(report.playbooksDigest)),
        ])
      ),
      ("status", .string(report.status.rawValue)),
      ("exitCode", .integer(Int(exitCode))),
      ("referenceTime", JSONNode(report.referenceTime)),
      ("window", window),
      (
        "diagnosis",
        .object([
          ("primary", .object(finding(report.primary))),
          ("contributing", .array(report.contributing.map { .object(finding($0) + [("share", share($0))]) })),
          ("alternatives", .array(report.alternatives.map(alternative))),
          ("excluded", .array(report.excluded.map(exclusion))),
        ])
      ),
      ("steps", .array(report.steps.map(step))),
      ("evidence", .array(report.evidence.map(evidence))),
      ("remedies", .array(report.remedies.map(remedy))),
      ("nodes", .array(report.nodes.map(node))),
      ("subnets", .each(report.subnets.count) { LedgerTree.node(report.subnets[$0]) }),
      ("series", .array(report.series.map(series))),
      ("timeline", .array(report.timeline.map(moment))),
      ("unclassified", .array(report.unclassified.map(unclassified))),
      (
        "noise",
        .array(report.noise.map { .object([("text", .string($0.text)), ("count", .integer($0.count))]) })
      ),
      ("inputs", .array(report.inputs.map(input))),
      ("gaps", .array(report.gaps.map(gap))),
      ("notes", JSONNode(report.notes)),
      ("partial", .bool(report.isPartial)),
      ("redaction", .object([("mode", .string(report.isRedacted ? "on" : "off"))])),
    ]
  }

  private var window: JSONNode {
    if report.from == nil && report.to == nil { return .null }
    return .object([("from", JSONNode(report.from)), ("to", JSONNode(report.to))])
  }
}

// MARK: - Diagnosis

extension ReportTree {
  private func finding(_ finding: Finding) -> [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [
      ("id", .string(finding.id.raw)), ("title", .string(finding.title)),
      ("basis", JSONNode(finding.basis?.rawValue)), ("confidence", .decimal(finding.confidence)),
      ("severity", .string(finding.severity.rawValue)), ("state", JSONNode(finding.state?.rawValue)),
      ("step", JSONNode(finding.step)), ("because", .string(finding.because)),
      ("scope", scope(finding.scope)), ("first", JSONNode(finding.first)), ("last", JSONNode(finding.last)),
      ("count", JSONNode(finding.count)),
    ]
    if finding.isCountEstimate { members.append(("countIsEstimate", .bool(true))) }
    members += [
      ("transient", .bool(finding.isTransient)), ("evidence", JSONNode(finding.evidence)),
      ("against", JSONNode(finding.against)),
      (
        "missing",
        .array(
          finding.missing.map { .object([("what", .string($0.what)), ("command", .string($0.command))]) })
      ),
      ("fingerprint", .string(finding.fingerprint)),
    ]
    return members
  }

  private func scope(_ scope: FindingScope) -> JSONNode {
    .object([
      ("nodes", JSONNode(scope.nodes)), ("subnets", JSONNode(scope.subnets)),
      ("subnetRole", JSONNode(scope.subnetRole)), ("enis", JSONNode(scope.enis)),
      ("pods", JSONNode(scope.pods)), ("zones", JSONNode(scope.zones)),
    ])
  }

  private func share(_ finding: Finding) -> JSONNode {
    guard let share = finding.share else { return .null }
    return .object([("addresses", .integer(share.addresses)), ("of", .integer(share.of))])
  }

  private func alternative(_ alternative: Alternative) -> JSONNode {
    .object([
      ("id", .string(alternative.id.raw)), ("title", .string(alternative.title)),
      ("basis", .string(alternative.basis.rawValue)), ("confidence", .decimal(alternative.confidence)),
      ("because", .string(alternative.because)), ("evidence", JSONNode(alternative.evidence)),
      ("against", JSONNode(alternative.against)), ("decide", .string(alternative.decide)),
    ])
  }

  private func exclusion(_ exclusion: Exclusion) -> JSONNode {
    .object([
      ("id", .string(exclusion.id.raw)), ("because", .string(exclusion.because)),
      ("evidence", JSONNode(exclusion.evidence)),
    ])
  }

  private func step(_ step: WalkStep) -> JSONNode {
    .object([
      ("step", .integer(step.number)), ("title", .string(step.title)),
      ("outcome", .string(step.outcome.rawValue)), ("because", .string(step.because)),
      ("evidence", JSONNode(step.evidence)), ("next", JSONNode(step.next)),
    ])
  }
}

// MARK: - Evidence and remedies

extension ReportTree {
  private func evidence(_ item: EvidenceItem) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("id", .string(item.id)), ("input", JSONNode(inputIDs[item.place.input])),
      ("line", .integer(item.place.line)), ("byte", .integer(item.place.byte)), ("time", JSONNode(item.time)),
      ("pattern", JSONNode(item.pattern)), ("node", JSONNode(item.node)), ("text", .string(item.text)),
    ]
    if let of = item.of { members.append(("of", .integer(of))) }
    return .object(members)
  }

  private func remedy(_ remedy: RemedyAdvice) -> JSONNode {
    .object([
      ("order", .integer(remedy.order)), ("title", .string(remedy.title)), ("for", .string(remedy.cause.raw)),
      ("commands", JSONNode(remedy.commands)),
      (
        "effect",
        .object([
          ("addresses", JSONNode(remedy.effectAddresses)), ("freeBlocks", JSONNode(remedy.effectFreeBlocks)),
          ("text", .string(remedy.effect)),
        ])
      ),
      ("risk", .string(remedy.risk)), ("precondition", .string(remedy.precondition)),
      ("verify", .string(remedy.verify)), ("rollback", .string(remedy.rollback)),
    ])
  }

  private func unclassified(_ template: UnclassifiedReport) -> JSONNode {
    var members: [(String, JSONNode)] = [
      ("template", .string(template.template)), ("count", .integer(template.count)),
    ]
    if template.isEstimate { members.append(("countIsEstimate", .bool(true))) }
    return .object(members + [("example", .string(template.example))])
  }
}

// MARK: - What there is

extension ReportTree {
  private func node(_ node: NodeReport) -> JSONNode {
    .object([
      ("id", .string(node.id)), ("name", JSONNode(node.name)), ("instanceType", JSONNode(node.instanceType)),
      ("zone", JSONNode(node.zone)), ("cniVersion", JSONNode(node.cniVersion)), ("mode", JSONNode(node.mode)),
      ("customNetworking", JSONNode(node.isCustomNetworking)),
      (
        "settings", .object(node.settings.sorted { $0.key < $1.key }.map { ($0.key, Self.setting($0.value)) })
      ),
      (
        "pool",
        .object([
          ("enis", JSONNode(node.enis)), ("total", JSONNode(node.poolTotal)),
          ("assigned", JSONNode(node.poolAssigned)), ("cooling", JSONNode(node.poolCooling)),
        ])
      ),
      (
        "limits",
        .object([
          ("enis", JSONNode(node.eniLimit)), ("slots", JSONNode(node.slots)),
          ("slotsUsed", JSONNode(node.slotsUsed)), ("maxPods", JSONNode(node.maxPods)),
        ])
      ),
      ("refusals", JSONNode(node.refusals)), ("assignments", JSONNode(node.assignments)),
    ])
  }

  /// `1` and `true` as what they are; anything spelt in another way stays the text it is.
  static func setting(_ text: String) -> JSONNode {
    if let number = Int(text), String(number) == text { return .integer(number) }
    return text == "true" || text == "false" ? .bool(text == "true") : .string(text)
  }

  private func series(_ series: SeriesReport) -> JSONNode {
    .object([
      ("node", .string(series.node)), ("name", .string(series.name)), ("unit", .string(series.unit)),
      ("from", JSONNode(series.from)), ("bucketSeconds", .integer(series.bucketSeconds)),
      ("values", .row(series.values.map { JSONNode($0) })),
    ])
  }

  private func moment(_ entry: TimelineEntry) -> JSONNode {
    .object([("time", JSONNode(entry.time)), ("node", JSONNode(entry.node)), ("event", .string(entry.event))])
  }

  private func input(_ input: InputReport) -> JSONNode {
    let record = input.record
    var members: [(String, JSONNode)] = [
      ("id", .string(input.id)), ("name", .string(record.name)), ("kind", .string(record.kind.rawValue)),
      ("bytes", .integer(record.bytes)), ("lines", .integer(record.lines)),
      ("recognised", .integer(record.recognised)), ("node", JSONNode(input.node)),
      (
        "problems",
        .array(
          record.problems.sorted().map {
            .object([("line", JSONNode($0.line)), ("byte", JSONNode($0.byte)), ("text", .string($0.text))])
          })
      ),
    ]
    if let original = record.duplicateOf {
      members.append(("duplicateOf", .string(inputIDs[original] ?? original)))
    }
    return .object(members)
  }

  private func gap(_ gap: GapReport) -> JSONNode {
    .object([
      ("node", .string(gap.node)), ("from", JSONNode(gap.from)), ("to", JSONNode(gap.to)),
      ("reason", .string(gap.reason)),
    ])
  }
}
