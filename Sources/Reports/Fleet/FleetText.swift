import Triage
import VPCModel

/// A fleet for a person at a terminal: causes, what to do in which order, who hoards; then the report of all evidence.
struct FleetText {
  private let fleet: Fleet
  private let options: RenderOptions
  private var page: Page

  /// Steps in full; of further ones a line each.
  private static let inFull = 5
  private static let trials = 3
  /// Lines of a table.
  private static let listed = 8

  init(_ fleet: Fleet, _ options: RenderOptions) {
    self.fleet = fleet
    self.options = options
    page = Page(options)
  }

  static func render(_ fleet: Fleet, _ options: RenderOptions) -> String {
    var text = FleetText(fleet, options)
    text.write()
    // What to do stands here once, for all causes.
    var report = fleet.report
    report.remedies = []
    return text.page.text + "\n" + TextRenderer(options).render(report)
  }

  private mutating func write() {
    page.add(FleetWords.headline(fleet), indent: 0, style: .bold)
    for group in fleet.groups { write(group) }
    let clocks = FleetWords.clocks(fleet)
    if !clocks.isEmpty { page.blank() }
    for text in clocks { page.add(text, [page.piece(.open)]) }
    if fleet.undecided > 0 {
      page.blank()
      page.add(
        "\(Phrases.count(fleet.undecided, "node")) could not be decided: "
          + Phrases.list(FleetWords.undecided(fleet)),
        [page.piece(.open)])
    }
    writeSteps()
    writeLedger()
    writeHoards()
    writeOutlook()
    page.heading("All evidence together")
  }

  private mutating func write(_ group: FleetGroup) {
    page.blank()
    page.add("\(group.cause.raw): \(FleetWords.share(group, of: fleet))", [page.piece(.bad)])
    page.add(group.title, indent: 4)
    if let spread = FleetWords.spread(group) { page.add(spread, indent: 4) }
    for factor in group.factors {
      page.add(FleetWords.sentence(factor), indent: 4, [page.piece(.warning)])
    }
    if let silence = group.silence { page.add(FleetWords.sentence(silence), indent: 4) }
    page.add("nodes: " + Phrases.list(group.nodes), indent: 4, hanging: 6, style: .dim)
  }

  // MARK: what to do

  private mutating func writeSteps() {
    guard !fleet.steps.isEmpty else { return }
    page.heading(FleetWords.rollout)
    page.add(FleetWords.rolloutRule)
    var phase: RolloutStep.Phase?
    for (index, step) in fleet.steps.enumerated() {
      if step.phase != phase {
        phase = step.phase
        page.add(FleetWords.heading(step.phase), style: .dim)
      }
      let advice = step.advice
      let number = Page.Piece(String(advice.order), .bold, columns: 2)
      page.add(advice.title, [number], style: .bold)
      guard index < Self.inFull else {
        page.add("\(FleetWords.gain(step)); \(FleetWords.blast(step))", indent: 5, style: .dim)
        continue
      }
      line("helps", FleetWords.gain(step))
      line("where", FleetWords.place(step))
      line("costs", FleetWords.blast(step))
      line("needs", advice.precondition)
      for command in advice.commands { page.command(command, indent: 7) }
      line("frees", Phrases.effect(advice))
      line("risk", advice.risk)
      line("check", advice.verify)
      line("undo", advice.rollback)
    }
    if fleet.steps.count > Self.inFull {
      page.add("the commands of the further steps are in the json, markdown and html reports", style: .dim)
    }
  }

  private mutating func line(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    page.add(text, indent: 5, [.init(label + ":", .dim, columns: 7)])
  }

  // MARK: subnets

  private mutating func writeLedger() {
    guard fleet.subnets.count > 1 else { return }
    page.heading(FleetWords.ledger)
    let shown = fleet.subnets.prefix(Self.listed)
    page.table(FleetWords.fitting(shown.map(FleetWords.ledgerRow), width: page.width - 2))
    writeMore(fleet.subnets.count - shown.count)
    let forecasts = FleetWords.forecasts(fleet)
    for forecast in forecasts.prefix(4) { page.add(forecast, [page.piece(.warning)]) }
    writeMore(forecasts.count - 4)
  }

  private mutating func writeHoards() {
    let hoarded = fleet.subnets.filter(\.isHoarded)
    guard !hoarded.isEmpty else { return }
    page.heading(FleetWords.hoards)
    for subnet in hoarded.prefix(4) {
      page.add(FleetWords.hoard(subnet), [page.piece(.warning)])
      var rows = [["idle", "of", "on node", "", "refused"]]
      for index in 0..<min(5, max(subnet.idlers.count, subnet.refused.count)) {
        let idler = index < subnet.idlers.count ? subnet.idlers[index] : nil
        rows.append([
          idler.map { Phrases.number($0.idle) } ?? "-", idler.map { Phrases.number($0.held) } ?? "-",
          idler?.node ?? "-", "", index < subnet.refused.count ? subnet.refused[index] : "-",
        ])
      }
      page.table(rows, indent: 4)
    }
    writeMore(hoarded.count - 4)
  }

  // MARK: simulation

  private mutating func writeOutlook() {
    let outlook = fleet.outlook
    guard OutlookWords.isPressing(outlook) else { return }
    page.heading(OutlookWords.heading)
    page.add(OutlookWords.summary(outlook))
    let rows = OutlookWords.rows(outlook)
    if rows.count > 1 {
      let table = [OutlookWords.columns(outlook)] + rows.prefix(Self.listed)
      page.table(OutlookWords.fitting(table, width: page.width - 2))
      writeMore(rows.count - Self.listed)
    }
    for text in OutlookWords.residual(outlook.all) { page.add(text) }
    for trial in outlook.trials.prefix(Self.trials) {
      page.add(OutlookWords.sentence(trial))
      if OutlookWords.hasTrouble(trial) { page.add(OutlookWords.trouble(trial), [page.piece(.bad)]) }
    }
    writeMore(outlook.trials.count - Self.trials)
    for text in OutlookWords.shortages(fleet).prefix(Self.trials) { page.add(text, [page.piece(.bad)]) }
    for remark in outlook.remarks.filter(\.isMissing).prefix(2) {
      page.add(OutlookWords.sentence(remark, named: 2), [page.piece(.open)])
    }
  }

  private mutating func writeMore(_ count: Int) {
    if count > 0 { page.add("and \(Phrases.number(count)) more", style: .dim) }
  }
}
