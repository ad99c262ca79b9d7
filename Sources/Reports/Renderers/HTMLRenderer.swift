import Evidence
import Triage
import VPCModel

/// The report as one page that loads nothing: to be read on a phone, printed, and attached to a ticket.
///
/// It has no script and needs none; its policy forbids everything but its own style sheet. The order is that of
/// the text. Long lists are cut and say so: the JSON report has them whole.
package struct HTMLRenderer: Renderer {
  package static let name = "html"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    HTMLReport(report, exitCode: options.exitCode).page
  }

  /// The style sheet and the hash by which the policy of the page names it.
  package static var style: (text: String, hash: String) { (Stylesheet.text.description, Stylesheet.hash) }
}

/// One report on its page.
struct HTMLReport {
  let report: Report
  let exitCode: Int32
  let times: TimeStyle
  let evidence: [String: EvidenceItem]
  /// The folder all inputs share, said once; empty when they share none.
  let folder: String
  /// Rows of a list or a table.
  static let listed = 60

  /// Below the page of a fleet, whose own heading comes first.
  let isPart: Bool

  init(_ report: Report, exitCode: Int32, isPart: Bool = false) {
    self.report = report
    self.exitCode = exitCode
    self.isPart = isPart
    times = TimeStyle(from: report.from, to: report.to)
    folder = TextReport.sharedFolder(report.inputs.map(\.record.name))
    evidence = Dictionary(report.evidence.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The parts of the page below the verdict, in their order.
  enum Section: String, CaseIterable {
    case walk, evidence, decide, timeline, also, alternatives, excluded, remedies, subnets, nodes, noise
    case unclassified, gaps, notes, missing, quotes, inputs
  }

  var page: String {
    var html = HTMLWriter()
    html.element(.html, [.lang: "en", .dir: "ltr"]) { html in
      html.element(.head) { Self.writeHead(&$0, title: title) }
      html.element(.body) { html in
        html.element(.a, [.className: "skip", .href: "#verdict"], "To the verdict")
        html.element(.header) { writeHeader(&$0) }
        html.element(.main) { html in
          writeVerdict(&html)
          writeParts(&html)
        }
        html.element(.footer) { writeFooter(&$0) }
      }
    }
    return html.text
  }

  /// All below the verdict, with links to it.
  func writeParts(_ html: inout HTMLWriter) {
    let sections = Section.allCases.filter { !isEmpty($0) }
    html.element(.nav, [.label: "Parts of this report"]) { html in
      html.element(.ul) { html in
        for section in sections {
          html.element(.li) { $0.element(.a, [.href: "#\(section.rawValue)"], heading(section)) }
        }
      }
    }
    for section in sections {
      html.element(.section, [.id: section.rawValue, .labelledBy: "h-\(section.rawValue)"]) { html in
        html.element(.h2, [.id: "h-\(section.rawValue)"], heading(section))
        write(section, &html)
      }
    }
  }

  func writeFooter(_ html: inout HTMLWriter) {
    html.element(
      .p, "exit \(exitCode), ipamtriage \(report.toolVersion), playbooks \(report.playbooksDigest)")
  }

  static func writeHead(_ html: inout HTMLWriter, title: String) {
    html.void(.meta, [.charset: "utf-8"])
    let policy = "default-src 'none'; style-src '\(Stylesheet.hash)'; base-uri 'none'; form-action 'none'"
    html.void(.meta, [.httpEquiv: "Content-Security-Policy", .content: policy])
    html.void(.meta, [.name: "viewport", .content: "width=device-width, initial-scale=1"])
    html.void(.meta, [.name: "referrer", .content: "no-referrer"])
    html.void(.meta, [.name: "robots", .content: "noindex"])
    html.element(.title, title)
    html.style(Stylesheet.text)
  }

  private var title: String {
    let place = TextReport(report, RenderOptions(exitCode: exitCode)).place(of: report.primary.scope)
    return [headline, place, "ipamtriage"].filter { !$0.isEmpty }.joined(separator: " – ")
  }

  func writeHeader(_ html: inout HTMLWriter) {
    let lines = report.inputs.reduce(report.moreInputs.lines) { $0 &+ $1.record.lines }
    let counts = [
      Phrases.count(report.inputs.count &+ report.moreInputs.inputs, "input"), Phrases.count(lines, "line"),
    ]
    html.element(.strong, "ipamtriage \(report.toolVersion)")
    html.element(.span, counts.joined(separator: ", "))
    if !report.nodes.isEmpty { html.element(.span, Phrases.count(report.nodes.count, "node")) }
    html.element(.span, times.window ?? "no times in the evidence")
  }

  // MARK: Sections

  private func isEmpty(_ section: Section) -> Bool {
    switch section {
    case .walk: report.steps.isEmpty || ![.causeFound, .undecided].contains(report.status)
    case .evidence: report.primary.evidence.isEmpty && report.primary.against.isEmpty
    case .decide: report.alternatives.isEmpty || report.status != .undecided
    case .alternatives: report.alternatives.isEmpty || report.status == .undecided
    case .timeline: report.series.isEmpty && report.timeline.isEmpty
    case .also: report.contributing.isEmpty
    case .excluded: report.excluded.isEmpty
    case .remedies: report.remedies.isEmpty
    case .subnets: report.subnets.isEmpty
    case .nodes: report.nodes.isEmpty
    case .noise: report.noise.isEmpty
    case .unclassified: report.unclassified.isEmpty
    case .gaps: report.gaps.isEmpty
    case .notes: report.notes.isEmpty && problems.isEmpty && !report.isPartial
    case .missing: report.primary.missing.isEmpty
    case .quotes: otherQuotes.isEmpty
    case .inputs: report.inputs.isEmpty
    }
  }

  private func heading(_ section: Section) -> String {
    switch section {
    case .walk: "The walk"
    case .evidence: report.status == .undecided ? "What we saw" : "Why we say so"
    case .decide: "To decide"
    case .alternatives: "Could also be"
    case .timeline: "What happened when"
    case .also: "Also"
    case .excluded: "Not this"
    case .remedies: report.remedies.count == 1 ? "What to do" : "What to do, in this order"
    case .subnets: "Subnets, address by address"
    case .nodes: "Nodes"
    case .noise: "Noise that looks worse than it is"
    case .unclassified: "Errors that no pattern knows"
    case .gaps: "Times without a log"
    case .notes: "About the evidence"
    case .missing: report.status == .insufficientEvidence ? "What is needed" : "What would make this surer"
    case .quotes: "Other quoted lines"
    case .inputs: "Inputs"
    }
  }

  private func write(_ section: Section, _ html: inout HTMLWriter) {
    switch section {
    case .walk: writeWalk(&html)
    case .evidence: writeEvidence(&html)
    case .decide, .alternatives: writeAlternatives(&html)
    case .timeline: writeTimeline(&html)
    case .also: writeContributing(&html)
    case .excluded: writeExcluded(&html)
    case .remedies: writeRemedies(&html)
    case .subnets: writeSubnets(&html)
    case .nodes: writeNodes(&html)
    case .noise: writeNoise(&html)
    case .unclassified: writeUnclassified(&html)
    case .gaps: writeGaps(&html)
    case .notes: writeNotes(&html)
    case .missing: writeMissing(&html)
    case .quotes: writeQuotes(&html)
    case .inputs: writeInputs(&html)
    }
  }
}
