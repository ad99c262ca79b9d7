import Evidence
import Triage
import VPCModel

/// The report for a ticket: the same order as the text, nothing of a log read as markup.
///
/// Log lines stand in fenced blocks, names in code spans, sentences are escaped. Commands are whole, on one
/// line each, so that they can be copied.
package struct MarkdownRenderer: Renderer {
  package static let name = "markdown"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    var markdown = MarkdownReport(report, exitCode: options.exitCode)
    markdown.write()
    return markdown.text
  }
}

/// One report as Markdown lines.
struct MarkdownReport {
  private let report: Report
  private let exitCode: Int32
  private let times: TimeStyle
  private let evidence: [String: EvidenceItem]
  private var lines: [String] = []

  init(_ report: Report, exitCode: Int32) {
    self.report = report
    self.exitCode = exitCode
    times = TimeStyle(from: report.from, to: report.to)
    evidence = Dictionary(report.evidence.map { ($0.id, $0) }) { first, _ in first }
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func write() {
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
    let missing = report.primary.missing
    if !missing.isEmpty {
      heading(report.status == .insufficientEvidence ? "What is needed" : "What would make this surer")
      for item in missing {
        bullet(Escaping.markdown(item.what))
        command(item.command)
      }
    }
    line("")
    line("exit \(exitCode), ipamtriage \(Escaping.markdown(report.toolVersion))")
  }

  private mutating func line(_ text: String) {
    if text.isEmpty && lines.last?.isEmpty ?? true { return }
    lines.append(text)
  }

  private mutating func heading(_ text: String) {
    line("")
    line("### \(text)")
    line("")
  }

  private mutating func bullet(_ text: String) { line("- \(text)") }

  private mutating func command(_ command: String, indent: String = "  ") {
    if command.isEmpty { return }
    if ReportRedactor.isRedacted(command: command) {
      // A block has a button that copies it.
      line("\(indent)- \(Escaping.markdownCode(command))")
    } else {
      lines += Escaping.markdownBlock([command], language: "sh", indent: indent)
    }
  }

  private mutating func writeMore(than count: Int) {
    if count > TextRenderer.listed { bullet("and \(Phrases.number(count - TextRenderer.listed)) more") }
  }
}

// MARK: - Verdict and why

extension MarkdownReport {
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
    line("## \(mark.text(ascii: false)) \(Escaping.markdown(name))")
    line("")
    line(Escaping.markdown(primary.because.isEmpty ? primary.title : primary.because))
    line("")
    let claim = TextReport.claim(of: primary)
    if report.status == .causeFound && !claim.isEmpty { bullet("Basis: **\(claim)**") }
    fact("Subnets", primary.scope.subnets)
    fact("Nodes", primary.scope.nodes)
    fact("Interfaces", primary.scope.enis)
    fact("Pods", primary.scope.pods)
    if let window = times.window {
      let count = report.inputs.count &+ report.moreInputs.inputs
      bullet("Evidence from \(window), \(Phrases.count(count, "input"))")
    }
  }

  private mutating func fact(_ label: String, _ names: [String]) {
    guard !names.isEmpty else { return }
    let shown = names.prefix(TextRenderer.listed).map { Escaping.markdownCode($0) }.joined(separator: ", ")
    let rest = names.count - TextRenderer.listed
    bullet("\(label): \(shown)" + (rest > 0 ? " and \(Phrases.number(rest)) more" : ""))
  }

  private mutating func writeWalk() {
    guard !report.steps.isEmpty, [.causeFound, .undecided].contains(report.status) else { return }
    heading("The walk")
    for step in report.steps {
      let (mark, words) = Phrases.outcome(step.outcome)
      bullet(
        "\(step.number) \(Escaping.markdown(Phrases.stepName(step))): \(mark.text(ascii: false)) **\(words)** "
          + Escaping.markdown(step.because))
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
    var parts = [Escaping.markdownCode(place)]
    if let time = item.time { parts.append(times.moment(time, milliseconds: true)) }
    if let node = item.node { parts.append(Escaping.markdownCode(node)) }
    if let of = item.of, of > 1 { parts.append("one of \(Phrases.counted(of)) like it") }
    bullet(parts.joined(separator: " "))
    lines += Escaping.markdownBlock([item.text], language: "text", indent: "  ")
  }

  private mutating func writeContributing() {
    guard !report.contributing.isEmpty else { return }
    heading("Also")
    for finding in report.contributing.prefix(TextRenderer.listed) {
      var text = Escaping.markdown(finding.because.isEmpty ? finding.title : finding.because)
      if let share = finding.share {
        text += " (\(Phrases.number(share.addresses)) of \(Phrases.number(share.of)) addresses)"
      }
      bullet("\(Escaping.markdownCode(finding.id.raw)): \(text)")
    }
    writeMore(than: report.contributing.count)
  }

  private mutating func writeAlternatives() {
    guard !report.alternatives.isEmpty else { return }
    heading(report.status == .undecided ? "To decide" : "Could also be")
    for alternative in report.alternatives.prefix(TextRenderer.listed) {
      let because = alternative.because.isEmpty ? alternative.title : alternative.because
      bullet("\(Escaping.markdownCode(alternative.id.raw)): \(Escaping.markdown(because))")
      command(alternative.decide)
    }
    writeMore(than: report.alternatives.count)
  }

  private mutating func writeExcluded() {
    guard !report.excluded.isEmpty else { return }
    heading("Not this")
    let reasons = Phrases.byReason(report.excluded)
    for (because, ids) in reasons.prefix(TextRenderer.listed) {
      bullet(
        "\(ids.map { Escaping.markdownCode($0) }.joined(separator: ", ")): \(Escaping.markdown(because))")
    }
    writeMore(than: reasons.count)
  }
}

// MARK: - What to do, and the rest

extension MarkdownReport {
  private mutating func writeRemedies() {
    guard !report.remedies.isEmpty else { return }
    heading("What to do, in this order")
    for remedy in report.remedies {
      line(
        "\(remedy.order). **\(Escaping.markdown(remedy.title))** (\(Escaping.markdownCode(remedy.cause.raw)))"
      )
      line("")
      let advice = [
        ("Effect", remedy.effect), ("Frees", Phrases.effect(remedy)), ("Risk", remedy.risk),
        ("Check", remedy.verify), ("Undo", remedy.rollback),
      ]
      if !remedy.precondition.isEmpty { line("    - First: \(Escaping.markdown(remedy.precondition))") }
      for command in remedy.commands { self.command(command, indent: "    ") }
      for (label, text) in advice where !text.isEmpty {
        line(
          "    - \(label): \(TextReport.isCommand(text) ? Escaping.markdownCode(text) : Escaping.markdown(text))"
        )
      }
      line("")
    }
  }

  private mutating func writeSubnets() {
    guard !report.subnets.isEmpty else { return }
    heading("Subnets")
    for ledger in report.subnets.prefix(TextRenderer.listed) {
      let place = [ledger.subnet.raw, ledger.cidr?.description, ledger.zone].compactMap { $0 }
      bullet(
        "\(place.map { Escaping.markdownCode($0) }.joined(separator: " ")) **\(ledger.verdict.rawValue)**: "
          + LedgerBlock(ledger).sentences.map { Escaping.markdown($0) }.joined(separator: "; "))
    }
    writeMore(than: report.subnets.count)
  }

  private mutating func writeNodes() {
    guard report.nodes.count > 1 else { return }
    heading("Nodes")
    line("| node | type | mode | CNI | ENIs | in use | refused |")
    line("|---|---|---|---|---|---|---|")
    for node in TextReport.ranked(report.nodes, first: report.primary.scope.nodes).prefix(TextRenderer.listed)
    {
      let names = [node.id, node.instanceType ?? "?", node.mode ?? "?", node.cniVersion ?? "?"]
      let numbers = [
        Phrases.part(node.enis, of: node.eniLimit), Phrases.part(node.poolAssigned, of: node.poolTotal),
        node.refusals.map(Phrases.number) ?? "?",
      ]
      line(
        "| " + (names.map { Escaping.markdownCode($0, inTable: true) } + numbers).joined(separator: " | ")
          + " |")
    }
    if report.nodes.count > TextRenderer.listed {
      line("")
      line("and \(Phrases.number(report.nodes.count - TextRenderer.listed)) more")
    }
  }

  private mutating func writeRest() {
    list(
      "Noise that looks worse than it is",
      report.noise.map { "\(Escaping.markdownCode($0.text)) \(Phrases.times($0.count))" })
    list(
      "Errors in the logs that no pattern knows",
      report.unclassified.map {
        "\(Escaping.markdownCode($0.template)) \(Phrases.times($0.count, isEstimate: $0.isEstimate))"
      })
    list(
      "Times without a log",
      report.gaps.map {
        "\(times.moment($0.from)) to \(times.moment($0.to)), \(Escaping.markdownCode($0.node)): "
          + Escaping.markdown($0.reason)
      })
    let problems = report.inputs.flatMap { input in
      input.record.problems.sorted().map { problem in
        let line = problem.line.map { ":\($0)" } ?? ""
        return "\(Escaping.markdownCode(input.record.name + line)) \(Escaping.markdown(problem.text))"
      }
    }
    list("About the evidence", report.notes.map { Escaping.markdown($0) } + problems)
  }

  private mutating func list(_ title: String, _ items: [String]) {
    guard !items.isEmpty else { return }
    heading(title)
    for item in items.prefix(TextRenderer.listed) { bullet(item) }
    writeMore(than: items.count)
  }
}
