import Evidence
import Playbooks
import Triage
import VPCModel

extension HTMLReport {
  var headline: String {
    switch report.status {
    case .causeFound: Phrases.headline(report.primary.id.raw)
    case .undecided: "UNDECIDED"
    case .insufficientEvidence: "NOT ENOUGH EVIDENCE"
    case .healthy: "HEALTHY"
    case .notIPProblem: "NOT AN IP PROBLEM"
    }
  }

  private var mark: Mark {
    switch report.status {
    case .causeFound: TextReport.mark(of: report.primary)
    case .undecided, .insufficientEvidence: .open
    case .healthy, .notIPProblem: .good
    }
  }

  /// What and where, why, since when; then who waits.
  func writeVerdict(_ html: inout HTMLWriter) {
    let primary = report.primary
    let look = Self.look(mark)
    html.element(.section, [.id: "verdict", .className: "verdict is-\(look)", .label: "Verdict"]) { html in
      html.element(isPart ? .h2 : .h1, [.className: look]) { html in
        html.element(.span, [.hidden: "true"], mark.text(ascii: false))
        html.words(" \(headline)")
      }
      html.element(.p, [.className: "because"], primary.because.isEmpty ? primary.title : primary.because)
      let claim = TextReport.claim(of: primary)
      if report.status == .causeFound && !claim.isEmpty {
        html.element(.p, [.className: "claim"]) { html in
          html.element(.strong, claim)
          html.words(": \(Self.meaning(of: primary))")
        }
      }
      html.element(.dl, [.className: "facts"]) { html in
        fact("Subnets", primary.scope.subnets.map(withRange), &html)
        fact("Nodes", primary.scope.nodes.map(withName), &html)
        fact("Interfaces", primary.scope.enis, &html)
        fact("Pods", primary.scope.pods, &html)
        fact("Zones", primary.scope.zones, &html)
        if let course = course(of: primary) {
          html.element(.dt, "Seen")
          html.element(.dd, course)
        }
        if !primary.fingerprint.isEmpty {
          html.element(.dt, "Fingerprint")
          html.element(.dd) { $0.element(.code, primary.fingerprint) }
        }
      }
    }
  }

  private func fact(_ label: String, _ names: [String], _ html: inout HTMLWriter) {
    guard !names.isEmpty else { return }
    html.element(.dt, label)
    html.element(.dd) { html in
      for (index, name) in names.prefix(TextRenderer.listed).enumerated() {
        if index > 0 { html.words(", ") }
        html.element(.code, name)
      }
      let rest = names.count - TextRenderer.listed
      if rest > 0 { html.words(" and \(Phrases.number(rest)) more") }
    }
  }

  private func withRange(_ subnet: String) -> String {
    let ledger = report.subnets.first { $0.subnet.raw == subnet }
    let known = [ledger?.cidr?.description, ledger?.zone].compactMap { $0 }
    return known.isEmpty ? subnet : "\(subnet) (\(known.joined(separator: ", ")))"
  }

  private func withName(_ node: String) -> String {
    guard let name = report.nodes.first(where: { $0.id == node })?.name, name != node else { return node }
    return "\(node) (\(name))"
  }

  /// What the word of the claim promises, for readers who do not know the program.
  private static func meaning(of finding: Finding) -> String {
    switch finding.basis {
    case .proved: "a proving condition holds and nothing in the evidence speaks against it"
    case .likely: "the best of the explanations that fit what was seen"
    case .suspected: "it fits, and so do others"
    case nil: ""
    }
  }

  private func course(of finding: Finding) -> String? {
    var parts: [String] = []
    if let count = finding.count { parts.append(Phrases.times(count, isEstimate: finding.isCountEstimate)) }
    if let first = finding.first, let last = finding.last, first != last {
      parts.append("from \(times.moment(first)) to \(times.moment(last))")
    } else if let only = finding.first ?? finding.last {
      parts.append("at \(times.moment(only))")
    }
    guard !parts.isEmpty else { return nil }
    let end: String =
      switch finding.state {
      case .recovered: "; over since then"
      case .latent: "; nobody was refused yet"
      case .active: "; no recovery in the evidence"
      case nil: ""
      }
    return parts.joined(separator: " ") + " UTC" + end
  }

  static func look(_ mark: Mark) -> String {
    switch mark {
    case .good: "good"
    case .bad: "bad"
    case .warning, .open: "warn"
    case .none: "dim"
    }
  }

  func writeWalk(_ html: inout HTMLWriter) {
    html.element(.ol, [.className: "walk"]) { html in
      for step in report.steps {
        let (mark, words) = Phrases.outcome(step.outcome)
        html.element(.li) { html in
          html.element(.span, [.className: "number"], String(step.number))
          html.element(.strong, Phrases.stepName(step))
          html.element(.span, [.className: Self.look(mark)]) { html in
            html.element(.span, [.hidden: "true"], mark.text(ascii: false))
            html.words(" \(words)")
          }
          html.element(.span) { html in
            html.words(step.because)
            references(step.evidence, &html)
          }
          if let next = step.next, step.outcome == .noEvidence { command(next, &html) }
        }
      }
    }
  }

  /// ` [ipamd.log:18211]`, linked to the quoted line.
  func references(_ ids: [String], _ html: inout HTMLWriter, most: Int = 3) {
    let items = ids.compactMap { evidence[$0] }
    guard !items.isEmpty else { return }
    html.words(" [")
    for (index, item) in items.prefix(most).enumerated() {
      if index > 0 { html.words(", ") }
      html.element(.a, [.href: "#\(item.id)"], place(of: item))
    }
    html.words("]")
  }

  /// A command to copy: one click takes it whole. One whose ids are aliases is not for that.
  func command(_ command: String, _ html: inout HTMLWriter) {
    guard !command.isEmpty else { return }
    let isToCopy = !ReportRedactor.isRedacted(command: command)
    html.element(.pre, isToCopy ? [.className: "command"] : [:]) { $0.element(.code, command) }
  }

  func writeMore(than count: Int, listed: Int, _ html: inout HTMLWriter) {
    guard count > listed else { return }
    html.element(
      .p, [.className: "dim"], "and \(Phrases.number(count - listed)) more; the JSON report has them all")
  }
}
