import Documents
import Evidence
import Playbooks
import Triage
import VPCModel

/// What has been read of a report so far: the inverse of the tree that is written.
struct SavedParts {
  /// Lists that are read element by element.
  static let lists: Set<String> = [
    "steps", "evidence", "remedies", "nodes", "subnets", "series", "timeline", "unclassified", "noise",
    "inputs",
    "gaps",
  ]
  static let keys: Set<String> = lists.union([
    "schemaVersion", "tool", "status", "exitCode", "referenceTime", "window", "diagnosis", "notes", "partial",
    "moreInputs", "redaction",
  ])

  private var steps: [WalkStep] = []
  private var evidence: [EvidenceItem] = []
  private var remedies: [RemedyAdvice] = []
  private var nodes: [NodeReport] = []
  private var subnets: [SubnetLedger] = []
  private var series: [SeriesReport] = []
  private var timeline: [TimelineEntry] = []
  private var unclassified: [UnclassifiedReport] = []
  private var noise: [(text: String, count: Int)] = []
  private var inputs: [InputReport] = []
  private var gaps: [GapReport] = []

  mutating func add(_ fields: SavedFields, to list: String) throws(SavedReportError) {
    switch list {
    case "steps": steps.append(try WalkStep(fields))
    case "evidence": evidence.append(try EvidenceItem(fields))
    case "remedies": remedies.append(try RemedyAdvice(fields))
    case "nodes": nodes.append(try NodeReport(fields))
    case "subnets": subnets.append(try SubnetLedger(fields))
    case "series": series.append(try SeriesReport(fields))
    case "timeline": timeline.append(try TimelineEntry(fields))
    case "unclassified": unclassified.append(try UnclassifiedReport(fields))
    case "noise": noise.append((try fields.text("text"), try fields.number("count")))
    case "inputs": inputs.append(try InputReport(fields))
    case "gaps": gaps.append(try GapReport(fields))
    default: break
    }
  }

  /// The whole report; `fields` are the members that are no lists of objects.
  func report(_ fields: SavedFields) throws(SavedReportError) -> SavedReport {
    guard fields.has("schemaVersion"), fields.has("diagnosis") else {
      throw fields.source.error(.notAReport("no report of this program"))
    }
    let diagnosis = try fields.object("diagnosis")
    let tool = try fields.object("tool")
    let window = try fields.objectIfAny("window")
    var report = Report(
      toolVersion: try tool.text("version"), playbooksDigest: try tool.text("playbooksDigest"),
      status: try fields.choice("status", Status.all), referenceTime: try fields.timeIfAny("referenceTime"),
      from: try window?.timeIfAny("from"), to: try window?.timeIfAny("to"),
      primary: try Finding(try diagnosis.object("primary")), contributing: [], alternatives: [], excluded: [],
      steps: steps, evidence: [], remedies: remedies, nodes: nodes, subnets: subnets, series: series,
      timeline: timeline, unclassified: unclassified, noise: noise, inputs: [], gaps: gaps,
      notes: try fields.texts("notes"), isPartial: try fields.truthIfAny("partial") ?? false)
    for one in try diagnosis.objects("contributing") { report.contributing.append(try Finding(one)) }
    for one in try diagnosis.objects("alternatives") { report.alternatives.append(try Alternative(one)) }
    for one in try diagnosis.objects("excluded") { report.excluded.append(try Exclusion(one)) }
    if let more = try fields.objectIfAny("moreInputs") {
      report.moreInputs = InputCount(inputs: try more.number("inputs"), lines: try more.number("lines"))
    }
    report.isRedacted = try fields.objectIfAny("redaction")?.textIfAny("mode") == "on"
    name(&report)
    return SavedReport(report: report, exitCode: Int32(clamping: try fields.number("exitCode")))
  }

  /// Inputs are written by id where they are pointed at; here they have their names.
  private func name(_ report: inout Report) {
    let names = Dictionary(inputs.map { ($0.id, $0.record.name) }) { first, _ in first }
    report.inputs = inputs.map { input in
      var input = input
      input.record.duplicateOf = input.record.duplicateOf.map { names[$0] ?? $0 }
      return input
    }
    report.evidence = evidence.map { item in
      var item = item
      let name = names[item.place.input] ?? "an input that is not listed"
      item.place = Place(input: name, line: item.place.line, byte: item.place.byte)
      return item
    }
  }
}

extension Status {
  static let all: [Status] = [.causeFound, .undecided, .insufficientEvidence, .healthy, .notIPProblem]
}
