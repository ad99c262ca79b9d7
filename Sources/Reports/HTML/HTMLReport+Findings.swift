import Evidence
import Playbooks
import Triage
import VPCModel

extension HTMLReport {
  /// `ipamd.log:18211`, below the folder that all inputs share.
  func place(of item: EvidenceItem) -> String {
    let name = shown(item.place.input)
    return item.place.line > 0 ? "\(name):\(item.place.line)" : name
  }

  func shown(_ input: String) -> String {
    !folder.isEmpty && input.hasPrefix(folder) ? String(input.dropFirst(folder.count)) : input
  }

  func writeEvidence(_ html: inout HTMLWriter) {
    if !folder.isEmpty {
      html.element(.p, [.className: "dim"]) { html in
        html.words("in ")
        html.element(.code, folder)
      }
    }
    let items = report.primary.evidence.compactMap { evidence[$0] }
    for (index, item) in items.prefix(Self.quoted).enumerated() { quote(item, isOpen: index < 2, &html) }
    writeMore(than: items.count, listed: Self.quoted, &html)
    let against = report.primary.against.filter { !report.primary.evidence.contains($0) }
      .compactMap { evidence[$0] }
    guard !against.isEmpty else { return }
    html.element(.h3, [.className: "warn"], "But against it")
    for item in against.prefix(Self.quoted) { quote(item, isOpen: true, &html) }
    writeMore(than: against.count, listed: Self.quoted, &html)
  }

  private static let quoted = 40

  /// A line as logged, folded under where it stands.
  private func quote(_ item: EvidenceItem, isOpen: Bool, _ html: inout HTMLWriter) {
    let attributes: HTMLWriter.Attributes = isOpen ? [.id: item.id, .open: ""] : [.id: item.id]
    html.element(.details, attributes) { html in
      html.element(.summary) { html in
        html.element(.code, [.className: "place"], place(of: item))
        let rest = [item.time.map { times.moment($0, milliseconds: true) }, item.node].compactMap { $0 }
        if !rest.isEmpty { html.element(.span, [.className: "dim"], rest.joined(separator: "  ")) }
        if let of = item.of, of > 1 {
          html.element(.span, [.className: "dim"], "  one of \(Phrases.counted(of)) like it")
        }
      }
      html.element(.pre, item.text)
    }
  }

  /// Lines that only other findings and the walk point at.
  var otherQuotes: [EvidenceItem] {
    let shown = Set(report.primary.evidence + report.primary.against)
    return report.evidence.filter { !shown.contains($0.id) }
  }

  func writeQuotes(_ html: inout HTMLWriter) {
    let items = otherQuotes
    for item in items.prefix(Self.quoted * 5) { quote(item, isOpen: false, &html) }
    writeMore(than: items.count, listed: Self.quoted * 5, &html)
  }

  func writeContributing(_ html: inout HTMLWriter) {
    html.element(.ul) { html in
      for finding in report.contributing.prefix(Self.listed) {
        html.element(.li) { html in
          html.element(.strong, finding.id.raw)
          html.words(": \(finding.because.isEmpty ? finding.title : finding.because)")
          if let share = finding.share {
            html.words(" (\(Phrases.number(share.addresses)) of \(Phrases.number(share.of)) addresses)")
          }
          references(finding.evidence, &html)
        }
      }
    }
    writeMore(than: report.contributing.count, listed: Self.listed, &html)
  }

  func writeAlternatives(_ html: inout HTMLWriter) {
    html.element(.ul) { html in
      for alternative in report.alternatives.prefix(Self.listed) {
        html.element(.li) { html in
          html.element(.strong, alternative.id.raw)
          html.words(": \(alternative.because.isEmpty ? alternative.title : alternative.because)")
          references(alternative.evidence, &html)
          command(alternative.decide, &html)
        }
      }
    }
    writeMore(than: report.alternatives.count, listed: Self.listed, &html)
  }

  func writeExcluded(_ html: inout HTMLWriter) {
    let reasons = Phrases.byReason(report.excluded)
    html.element(.ul) { html in
      for (because, ids) in reasons.prefix(Self.listed) {
        html.element(.li) { html in
          html.element(.strong, ids.joined(separator: ", "))
          html.words(": \(because)")
        }
      }
    }
    writeMore(than: reasons.count, listed: Self.listed, &html)
  }

  func writeRemedies(_ html: inout HTMLWriter) {
    html.element(.ol, [.className: "remedies"]) { html in
      for remedy in report.remedies.prefix(Self.listed) { write(remedy, &html) }
    }
    writeMore(than: report.remedies.count, listed: Self.listed, &html)
  }

  private func write(_ remedy: RemedyAdvice, _ html: inout HTMLWriter) {
    html.element(.li) { html in
      html.element(.h3, "\(remedy.order). \(remedy.title)")
      if remedy.cause != report.primary.id {
        html.element(.p, [.className: "dim"], "for \(remedy.cause.raw)")
      }
      if !remedy.precondition.isEmpty { html.element(.p, "First: \(remedy.precondition)") }
      for command in remedy.commands { self.command(command, &html) }
      html.element(.dl, [.className: "facts"]) { html in
        let advice = [
          ("Effect", remedy.effect), ("Risk", remedy.risk), ("Check", remedy.verify),
          ("Undo", remedy.rollback),
        ]
        for (label, text) in advice where !text.isEmpty {
          html.element(.dt, label)
          html.element(.dd) { html in
            if TextReport.isCommand(text) { command(text, &html) } else { html.words(text) }
          }
        }
      }
    }
  }

  func writeMissing(_ html: inout HTMLWriter) {
    html.element(.ul) { html in
      for item in report.primary.missing.prefix(Self.listed) {
        html.element(.li) { html in
          html.words(item.what)
          command(item.command, &html)
        }
      }
    }
    writeMore(than: report.primary.missing.count, listed: Self.listed, &html)
  }
}
