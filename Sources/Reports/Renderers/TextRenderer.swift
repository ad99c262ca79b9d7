import Evidence
import Playbooks
import Triage
import VPCModel

/// The report for a person at a terminal: the verdict first, then why to believe it, then what to do.
///
/// Long lists are cut to the first eight and say how many there are; the JSON report has them all.
package struct TextRenderer: Renderer {
  package static let name = "text"
  static let listed = 8
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    var text = TextReport(report, options)
    text.write()
    return text.page.text
  }
}

/// One report on its page.
struct TextReport {
  let report: Report
  let exitCode: Int32
  let times: TimeStyle
  let evidence: [String: EvidenceItem]
  /// The folder all inputs share, said once; empty when they share none.
  let folder: String
  var page: Page

  init(_ report: Report, _ options: RenderOptions) {
    self.report = report
    exitCode = options.exitCode
    times = TimeStyle(from: report.from, to: report.to)
    folder = Self.sharedFolder(report.inputs.map(\.record.name))
    evidence = Dictionary(report.evidence.map { ($0.id, $0) }) { first, _ in first }
    page = Page(options)
  }

  /// `incident/` of `incident/ipamd.log` and `incident/subnets.json`; an archive counts as a folder.
  static func sharedFolder(_ names: [String]) -> String {
    guard var shared = names.first else { return "" }
    for name in names.dropFirst() {
      shared = String(zip(shared, name).prefix { $0 == $1 }.map(\.0))
    }
    guard let end = shared.lastIndex(where: { $0 == "/" || $0 == "!" }) else { return "" }
    let folder = String(shared[...end])
    // A single short path is shown as it was given.
    return names.count == 1 && names[0].count <= 40 ? "" : folder
  }

  /// An input's name below the shared folder.
  func shown(_ input: String) -> String {
    !folder.isEmpty && input.hasPrefix(folder) ? String(input.dropFirst(folder.count)) : input
  }

  mutating func write() {
    writeHeader()
    page.blank()
    writeVerdict()
    switch report.status {
    case .causeFound:
      writeWalk()
      writeEvidence(title: "Why we say so")
      writeContributing()
      writeAlternatives()
      writeExcluded()
      writeRemedies()
      writeSubnets()
      writeNodes()
    case .undecided:
      writeDecision()
      writeWalk()
      writeEvidence(title: "What we saw")
      writeContributing()
      writeExcluded()
      writeRemedies()
      writeSubnets()
      writeNodes()
    case .insufficientEvidence:
      writeMissing(title: "What is needed")
      writeAlternatives()
      writeSubnets()
    case .healthy, .notIPProblem:
      if report.status == .notIPProblem { writeEvidence(title: "Why we say so") }
      writeContributing()
      writeAlternatives()
      writeRemedies()
      writeSubnets()
    }
    writeNoise()
    writeUnclassified()
    writeGaps()
    writeNotes()
    if report.status != .insufficientEvidence { writeMissing(title: "What would make this surer") }
    writeLastLine()
  }

  /// `ipamtriage 1.0.0   3 inputs, 41,207 lines, 2 nodes, 2026-09-01 02:03–02:41 UTC`, on one line whatever it takes.
  private mutating func writeHeader() {
    let lines = report.inputs.reduce(report.moreInputs.lines) { $0 &+ $1.record.lines }
    let window = times.window ?? "no times in the evidence"
    let nodes = report.nodes.isEmpty ? [] : [Phrases.count(report.nodes.count, "node")]
    let inputs = Phrases.count(report.inputs.count &+ report.moreInputs.inputs, "input")
    let versions = [
      [inputs, Phrases.count(lines, "line")] + nodes + [window], [inputs] + nodes + [window],
      nodes + [window], [window],
    ]
    for name in ["ipamtriage \(report.toolVersion)", "ipamtriage"] {
      let room = page.width - page.columns(name) - 3
      let fitting = versions.map { $0.joined(separator: ", ") }.first { page.columns($0) <= room }
      guard let fitting else { continue }
      return page.add(fitting, indent: 0, [.init(name, .bold, columns: page.columns(name) + 2)])
    }
    page.add(window, indent: 0)
  }

  private mutating func writeLastLine() {
    page.blank()
    let cause: String? =
      switch report.status {
      case .causeFound: report.primary.id.raw
      case .undecided, .insufficientEvidence: report.alternatives.first?.id.raw
      case .healthy, .notIPProblem: report.contributing.first?.id.raw
      }
    let more = cause.map { "   more: ipamtriage explain \($0)" } ?? ""
    page.add("exit \(exitCode)\(more)", indent: 0, style: .dim)
  }
}
