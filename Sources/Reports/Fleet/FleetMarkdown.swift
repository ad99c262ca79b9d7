import Triage
import VPCModel

/// A fleet for a ticket: the order of the text, every step in full, nothing of a log read as markup.
struct FleetMarkdown {
  private let fleet: Fleet
  private var lines: [String] = []
  private static let listed = 20

  static func render(_ fleet: Fleet, _ options: RenderOptions) -> String {
    var markdown = FleetMarkdown(fleet: fleet)
    markdown.write()
    // What to do stands in the fleet's part once.
    var report = fleet.report
    report.remedies = []
    return markdown.lines.joined(separator: "\n") + "\n\n" + MarkdownRenderer(options).render(report)
  }

  private init(fleet: Fleet) { self.fleet = fleet }

  private mutating func line(_ text: String) {
    if text.isEmpty && lines.last?.isEmpty ?? true { return }
    lines.append(text)
  }

  private mutating func heading(_ text: String) {
    line("")
    line("## \(text)")
    line("")
  }

  private func code(_ names: [String], limit: Int = 8) -> String {
    let shown = names.prefix(names.count == limit + 1 ? limit + 1 : limit)
    let rest = names.count - shown.count
    return shown.map { Escaping.markdownCode($0) }.joined(separator: ", ")
      + (rest > 0 ? " and \(Phrases.number(rest)) more" : "")
  }

  private mutating func write() {
    line("# \(Escaping.markdown(FleetWords.headline(fleet)))")
    for group in fleet.groups { write(group) }
    line("")
    for text in FleetWords.clocks(fleet) { line("- \(Escaping.markdown(text))") }
    if fleet.undecided > 0 {
      heading("Could not be decided")
      line("- \(Phrases.count(fleet.undecided, "node")): \(code(FleetWords.undecided(fleet)))")
    }
    writeSteps()
    writeLedger()
    writeHoards()
    writeOutlook()
    line("")
    line("# All evidence together")
  }

  private mutating func write(_ group: FleetGroup) {
    heading("\(Escaping.markdownCode(group.cause.raw)): \(FleetWords.share(group, of: fleet))")
    line(Escaping.markdown(group.title))
    line("")
    if let spread = FleetWords.spread(group) { line("- \(Escaping.markdown(spread))") }
    for factor in group.factors { line("- **\(Escaping.markdown(FleetWords.sentence(factor)))**") }
    if let silence = group.silence { line("- \(Escaping.markdown(FleetWords.sentence(silence)))") }
    line("- Nodes: \(code(group.nodes))")
  }

  private mutating func writeSteps() {
    guard !fleet.steps.isEmpty else { return }
    heading(FleetWords.rollout)
    line(Escaping.markdown(FleetWords.rolloutRule))
    line("")
    for step in fleet.steps {
      let advice = step.advice
      line("\(advice.order). **\(Escaping.markdown(advice.title))** (\(FleetWords.heading(step.phase)))")
      line("")
      item("Helps", FleetWords.gain(step))
      item("Where", FleetWords.place(step, limit: 8))
      item("Costs", FleetWords.blast(step))
      item("First", advice.precondition)
      for command in advice.commands { write(command: command) }
      item("Frees", Phrases.effect(advice))
      item("Effect", advice.effect)
      item("Risk", advice.risk)
      item("Check before going on", advice.verify)
      item("Undo", advice.rollback)
      line("")
    }
  }

  private mutating func item(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    let shown = TextReport.isCommand(text) ? Escaping.markdownCode(text) : Escaping.markdown(text)
    line("    - \(label): \(shown)")
  }

  private mutating func write(command: String) {
    if ReportRedactor.isRedacted(command: command) {
      line("    - \(Escaping.markdownCode(command))")
    } else {
      lines += Escaping.markdownBlock([command], language: "sh", indent: "    ")
    }
  }

  private mutating func writeLedger() {
    guard !fleet.subnets.isEmpty else { return }
    heading(FleetWords.ledger)
    table(FleetWords.ledgerColumns, fleet.subnets.map(FleetWords.ledgerRow))
    line("")
    for forecast in FleetWords.forecasts(fleet).prefix(Self.listed) {
      line("- \(Escaping.markdown(forecast))")
    }
  }

  private mutating func writeHoards() {
    for subnet in fleet.subnets.filter(\.isHoarded) {
      heading(Escaping.markdown("\(FleetWords.hoards): \(FleetWords.hoard(subnet))"))
      table(
        ["idle node", "idle", "held", "in use"],
        subnet.idlers.map {
          [$0.node, Phrases.number($0.idle), Phrases.number($0.held), Phrases.number($0.inUse)]
        })
      line("")
      line("- Refused: \(code(subnet.refused))")
    }
  }

  private mutating func writeOutlook() {
    let outlook = fleet.outlook
    guard OutlookWords.isTelling(outlook) else { return }
    heading(OutlookWords.heading)
    line(Escaping.markdown(OutlookWords.summary(outlook)))
    line("")
    table(OutlookWords.columns(outlook), OutlookWords.rows(outlook))
    line("")
    line(Escaping.markdown(OutlookWords.legend))
    line("")
    let texts =
      OutlookWords.residual(outlook.all)
      + outlook.trials.flatMap { trial in
        [OutlookWords.sentence(trial)] + (OutlookWords.hasTrouble(trial) ? [OutlookWords.trouble(trial)] : [])
      } + OutlookWords.shortages(fleet).prefix(Self.listed)
      + outlook.remarks.prefix(Self.listed).map { OutlookWords.sentence($0, named: 8) }
    for text in texts { line("- \(Escaping.markdown(text))") }
    line("")
    table(OutlookWords.kindColumns, outlook.kinds.map(OutlookWords.kindRow))
  }

  /// The first column is a name.
  private mutating func table(_ columns: [String], _ rows: [[String]]) {
    line("| " + columns.joined(separator: " | ") + " |")
    line("|" + columns.map { _ in "---" }.joined(separator: "|") + "|")
    for row in rows.prefix(Self.listed) {
      let cells = row.enumerated().map { index, cell in
        index == 0 ? Escaping.markdownCode(cell, inTable: true) : Escaping.markdown(cell)
      }
      line("| " + cells.joined(separator: " | ") + " |")
    }
    if rows.count > Self.listed {
      line("")
      line("and \(Phrases.number(rows.count - Self.listed)) more")
    }
  }
}
