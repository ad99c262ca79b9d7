import Evidence
import Triage

extension Outline {
  /// The whole report, in the order of the text.
  package init(_ report: Report, exitCode: Int32) {
    var builder = OutlineBuilder(report)
    builder.build()
    self.init(
      sections: builder.sections,
      footer: [
        .paragraph([.plain("exit \(exitCode), ipamtriage "), .text(report.toolVersion)])
      ])
  }

  /// What was found and what to do: enough beside an attachment with the rest.
  package init(briefly report: Report) {
    var builder = OutlineBuilder(report)
    builder.buildBriefly()
    self.init(sections: builder.sections, footer: [])
  }
}

/// Makes the sections of one report.
struct OutlineBuilder {
  typealias Inline = Outline.Inline
  let report: Report
  let times: TimeStyle
  let evidence: [String: EvidenceItem]
  private(set) var sections: [Outline.Section] = []

  init(_ report: Report) {
    self.report = report
    times = TimeStyle(from: report.from, to: report.to)
    evidence = Dictionary(report.evidence.map { ($0.id, $0) }) { first, _ in first }
  }

  mutating func build() {
    writeVerdict()
    if report.status == .undecided { writeAlternatives() }
    writeWalk()
    writeEvidence()
    writeContributing()
    if report.status != .undecided { writeAlternatives() }
    writeExcluded()
    writeRemedies()
    writeSubnets()
    writeNodes()
    writeRest()
    writeMissing()
  }

  mutating func buildBriefly() {
    writeVerdict()
    writeRemedies()
    if report.status != .causeFound { writeMissing() }
  }

  mutating func heading(_ title: String) { sections.append(Outline.Section(title: [.plain(title)])) }

  mutating func add(_ block: Outline.Block) {
    guard !sections.isEmpty else { return }
    sections[sections.count - 1].blocks.append(block)
  }

  mutating func bullet(_ inlines: [Inline]) { add(.bullet(inlines)) }

  mutating func command(_ command: String, isNested: Bool = false) {
    if command.isEmpty { return }
    let isRedacted = ReportRedactor.isRedacted(command: command)
    add(isRedacted ? .redactedCommand(command, isNested: isNested) : .command(command, isNested: isNested))
  }

  mutating func writeMore(than count: Int) {
    if count > TextRenderer.listed {
      bullet([.plain("and \(Phrases.number(count - TextRenderer.listed)) more")])
    }
  }
}

// MARK: - Verdict and why

extension OutlineBuilder {
  private mutating func writeVerdict() {
    let primary = report.primary
    let (mark, name): (Mark, String) =
      switch report.status {
      case .causeFound: (TextReport.mark(of: primary), Phrases.headline(primary.id.raw))
      case .undecided: (.open, "UNDECIDED")
      case .insufficientEvidence: (.open, "NOT ENOUGH EVIDENCE")
      case .healthy: (.good, "HEALTHY")
      case .notIPProblem: (.good, "NOT AN IP PROBLEM")
      }
    sections.append(
      Outline.Section(isVerdict: true, title: [.plain("\(mark.text(ascii: false)) "), .text(name)]))
    add(.paragraph([.text(primary.because.isEmpty ? primary.title : primary.because)]))
    let claim = TextReport.claim(of: primary)
    if report.status == .causeFound && !claim.isEmpty { bullet([.plain("Basis: "), .strong(claim)]) }
    fact("Subnets", primary.scope.subnets)
    fact("Nodes", primary.scope.nodes)
    fact("Interfaces", primary.scope.enis)
    fact("Pods", primary.scope.pods)
    if let window = times.window {
      let count = report.inputs.count &+ report.moreInputs.inputs
      bullet([.plain("Evidence from \(window), \(Phrases.count(count, "input"))")])
    }
  }

  private mutating func fact(_ label: String, _ names: [String]) {
    guard !names.isEmpty else { return }
    let rest = names.count - TextRenderer.listed
    bullet(
      [.plain("\(label): ")] + .names(names.prefix(TextRenderer.listed))
        + (rest > 0 ? [.plain(" and \(Phrases.number(rest)) more")] : []))
  }

  private mutating func writeWalk() {
    guard !report.steps.isEmpty, [.causeFound, .undecided].contains(report.status) else { return }
    heading("The walk")
    for step in report.steps {
      let (mark, words) = Phrases.outcome(step.outcome)
      bullet([
        .plain("\(step.number) "), .text(Phrases.stepName(step)), .plain(": \(mark.text(ascii: false)) "),
        .strong(words), .plain(" "), .text(step.because),
      ])
      if let next = step.next, step.outcome == .noEvidence { command(next) }
    }
  }

  private mutating func writeEvidence() {
    let items = report.primary.evidence.compactMap { evidence[$0] }
    if !items.isEmpty && report.status != .healthy {
      heading("Why we say so")
      for item in items.prefix(TextRenderer.listed) { write(item) }
      writeMore(than: items.count)
    }
    let against = report.primary.against.compactMap { evidence[$0] }
    guard !against.isEmpty else { return }
    heading("But against it")
    for item in against.prefix(TextRenderer.listed) { write(item) }
  }

  private mutating func write(_ item: EvidenceItem) {
    let place = item.place.line > 0 ? "\(item.place.input):\(item.place.line)" : item.place.input
    var inlines: [Inline] = [.code(place)]
    if let time = item.time { inlines += [.plain(" " + times.moment(time, milliseconds: true))] }
    if let node = item.node { inlines += [.plain(" "), .code(node)] }
    if let of = item.of, of > 1 { inlines += [.plain(" one of \(Phrases.counted(of)) like it")] }
    bullet(inlines)
    add(.quote(item.text))
  }

  private mutating func writeContributing() {
    guard !report.contributing.isEmpty else { return }
    heading("Also")
    for finding in report.contributing.prefix(TextRenderer.listed) {
      let share = finding.share.map {
        " (\(Phrases.number($0.addresses)) of \(Phrases.number($0.of)) addresses)"
      }
      bullet([
        .code(finding.id.raw), .plain(": "),
        .text(finding.because.isEmpty ? finding.title : finding.because), .plain(share ?? ""),
      ])
    }
    writeMore(than: report.contributing.count)
  }

  private mutating func writeAlternatives() {
    guard !report.alternatives.isEmpty else { return }
    heading(report.status == .undecided ? "To decide" : "Could also be")
    for alternative in report.alternatives.prefix(TextRenderer.listed) {
      bullet([
        .code(alternative.id.raw), .plain(": "),
        .text(alternative.because.isEmpty ? alternative.title : alternative.because),
      ])
      command(alternative.decide)
    }
    writeMore(than: report.alternatives.count)
  }

  private mutating func writeExcluded() {
    guard !report.excluded.isEmpty else { return }
    heading("Not this")
    let reasons = Phrases.byReason(report.excluded)
    for (because, ids) in reasons.prefix(TextRenderer.listed) {
      bullet(.names(ids) + [.plain(": "), .text(because)])
    }
    writeMore(than: reasons.count)
  }
}
