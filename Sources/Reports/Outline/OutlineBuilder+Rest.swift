import Evidence
import Triage
import VPCModel

// What to do, and the rest.

extension OutlineBuilder {
  mutating func writeRemedies() {
    guard !report.remedies.isEmpty else { return }
    heading("What to do, in this order")
    for remedy in report.remedies {
      add(
        .numbered(
          remedy.order,
          [.strong(remedy.title), .plain(" ("), .code(remedy.cause.raw), .plain(")")]))
      let advice = [
        ("Effect", remedy.effect), ("Frees", Phrases.effect(remedy)), ("Risk", remedy.risk),
        ("Check", remedy.verify), ("Undo", remedy.rollback),
      ]
      if !remedy.precondition.isEmpty {
        add(.nested([.plain("First: "), .text(remedy.precondition)]))
      }
      for command in remedy.commands { self.command(command, isNested: true) }
      for (label, text) in advice where !text.isEmpty {
        add(.nested([.plain("\(label): "), TextReport.isCommand(text) ? .code(text) : .text(text)]))
      }
    }
  }

  mutating func writeSubnets() {
    guard !report.subnets.isEmpty else { return }
    heading("Subnets")
    for ledger in report.subnets.prefix(TextRenderer.listed) {
      let place = [ledger.subnet.raw, ledger.cidr?.description, ledger.zone].compactMap { $0 }
      var inlines: [Inline] = []
      for name in place { inlines += [.code(name), .plain(" ")] }
      inlines += [.strong(ledger.verdict.rawValue), .plain(": ")]
      for (index, sentence) in LedgerBlock(ledger).sentences.enumerated() {
        inlines += index == 0 ? [.text(sentence)] : [.plain("; "), .text(sentence)]
      }
      bullet(inlines)
    }
    writeMore(than: report.subnets.count)
  }

  mutating func writeNodes() {
    guard report.nodes.count > 1 else { return }
    heading("Nodes")
    let shown = TextReport.ranked(report.nodes, first: report.primary.scope.nodes).prefix(TextRenderer.listed)
    let rows = shown.map { node -> [Inline] in
      let names = [node.id, node.instanceType ?? "?", node.mode ?? "?", node.cniVersion ?? "?"]
      let numbers = [
        Phrases.part(node.enis, of: node.eniLimit), Phrases.part(node.poolAssigned, of: node.poolTotal),
        node.refusals.map(Phrases.number) ?? "?",
      ]
      return names.map { .code($0) } + numbers.map { .plain($0) }
    }
    add(.table(header: ["node", "type", "mode", "CNI", "ENIs", "in use", "refused"], rows: rows))
    if report.nodes.count > TextRenderer.listed {
      add(.paragraph([.plain("and \(Phrases.number(report.nodes.count - TextRenderer.listed)) more")]))
    }
  }

  mutating func writeRest() {
    list(
      "Noise that looks worse than it is",
      report.noise.map { [.code($0.text), .plain(" \(Phrases.times($0.count))")] })
    list(
      "Errors in the logs that no pattern knows",
      report.unclassified.map {
        [.code($0.template), .plain(" \(Phrases.times($0.count, isEstimate: $0.isEstimate))")]
      })
    list(
      "Times without a log",
      report.gaps.map {
        [
          .plain("\(times.moment($0.from)) to \(times.moment($0.to)), "), .code($0.node), .plain(": "),
          .text($0.reason),
        ]
      })
    let problems = report.inputs.flatMap { input in
      input.record.problems.sorted().map { problem -> [Inline] in
        let line = problem.line.map { ":\($0)" } ?? ""
        return [.code(input.record.name + line), .plain(" "), .text(problem.text)]
      }
    }
    list("About the evidence", report.notes.map { [.text($0)] } + problems)
  }

  mutating func writeMissing() {
    let missing = report.primary.missing
    guard !missing.isEmpty else { return }
    heading(report.status == .insufficientEvidence ? "What is needed" : "What would make this surer")
    for item in missing {
      bullet([.text(item.what)])
      command(item.command)
    }
  }

  private mutating func list(_ title: String, _ items: [[Inline]]) {
    guard !items.isEmpty else { return }
    heading(title)
    for item in items.prefix(TextRenderer.listed) { bullet(item) }
    writeMore(than: items.count)
  }
}
