import Triage
import VPCModel

/// A fleet as one page that loads nothing: causes, what to do, when which nodes failed, subnets and nodes; below
/// it the report of all evidence.
///
/// Its size is bounded: of thousands of nodes several share a row of the picture, and tables end somewhere. Both is said.
struct FleetPage {
  let fleet: Fleet
  let whole: HTMLReport
  let times: TimeStyle

  init(_ fleet: Fleet, _ options: RenderOptions) {
    self.fleet = fleet
    var report = fleet.report
    // What to do stands in the fleet's part once.
    report.remedies = []
    whole = HTMLReport(report, exitCode: options.exitCode, isPart: true)
    times = TimeStyle(from: report.from, to: report.to)
  }

  enum Part: String, CaseIterable {
    case causes, rollout, failures, ledger, hoards, outlook, members

    var heading: String {
      switch self {
      case .causes: "Causes"
      case .rollout: FleetWords.rollout
      case .failures: "When which nodes failed"
      case .ledger: FleetWords.ledger
      case .hoards: FleetWords.hoards
      case .outlook: OutlookWords.heading
      case .members: "The nodes of the fleet"
      }
    }
  }

  private func isEmpty(_ part: Part) -> Bool {
    switch part {
    case .causes: fleet.groups.isEmpty && fleet.undecided == 0
    case .rollout: fleet.steps.isEmpty
    case .failures: fleet.failures == nil
    case .ledger: fleet.subnets.isEmpty
    case .hoards: !fleet.subnets.contains(where: \.isHoarded)
    case .outlook: !OutlookWords.isTelling(fleet.outlook)
    case .members: fleet.nodes.isEmpty
    }
  }

  private func write(_ part: Part, _ html: inout HTMLWriter) {
    switch part {
    case .causes: writeCauses(&html)
    case .rollout: writeRollout(&html)
    case .failures: writeFailures(&html)
    case .ledger: writeLedger(&html)
    case .hoards: writeHoards(&html)
    case .outlook: writeOutlook(&html)
    case .members: writeMembers(&html)
    }
  }

  var html: String {
    let parts = Part.allCases.filter { !isEmpty($0) }
    let headline = FleetWords.headline(fleet)
    var html = HTMLWriter()
    html.element(.html, [.lang: "en", .dir: "ltr"]) { html in
      html.element(.head) { HTMLReport.writeHead(&$0, title: "\(headline) – ipamtriage") }
      html.element(.body) { html in
        html.element(.a, [.className: "skip", .href: "#fleet"], "To the verdict")
        html.element(.header) { whole.writeHeader(&$0) }
        html.element(.main) { html in
          let look = fleet.affected > 0 ? "bad" : fleet.undecided > 0 ? "warn" : "good"
          html.element(.section, [.id: "fleet", .className: "verdict is-\(look)", .label: "Fleet"]) { html in
            html.element(.h1, [.className: look], headline)
            writeSummary(&html)
          }
          html.element(.nav, [.label: "Parts of the fleet's report"]) { html in
            html.element(.ul) { html in
              for part in parts {
                html.element(.li) { $0.element(.a, [.href: "#\(part.rawValue)"], part.heading) }
              }
              html.element(.li) { $0.element(.a, [.href: "#together"], "All evidence together") }
            }
          }
          for part in parts {
            html.element(.section, [.id: part.rawValue, .labelledBy: "h-\(part.rawValue)"]) { html in
              html.element(.h2, [.id: "h-\(part.rawValue)"], part.heading)
              write(part, &html)
            }
          }
          html.element(.section, [.id: "together", .labelledBy: "h-together"]) { html in
            html.element(.h2, [.id: "h-together"], "All evidence together")
          }
          whole.writeVerdict(&html)
          whole.writeParts(&html)
        }
        html.element(.footer) { whole.writeFooter(&$0) }
      }
    }
    return html.text
  }

  private func writeSummary(_ html: inout HTMLWriter) {
    html.element(.dl, [.className: "facts"]) { html in
      for (label, count) in [
        ("Affected", fleet.affected), ("Healthy", fleet.healthy), ("Not decided", fleet.undecided),
      ] {
        html.element(.dt, label)
        html.element(.dd, Phrases.count(count, "node"))
      }
    }
  }

  // MARK: causes and steps

  private func writeCauses(_ html: inout HTMLWriter) {
    for group in fleet.groups {
      html.element(.h3) { html in
        html.element(.code, group.cause.raw)
        html.words(": \(FleetWords.share(group, of: fleet))")
      }
      Drawing.svg(
        &html, look: "bar", width: Double(max(1, fleet.nodes.count)), height: 10,
        label: "\(group.cause.raw) on \(FleetWords.share(group, of: fleet))"
      ) { html in
        html.element(
          .rect, [.width: Drawing.number(Double(group.nodes.count)), .height: "10", .className: "f-event"]
        ) { _ in }
      }
      html.element(.p, group.title)
      html.element(.ul) { html in
        if let spread = FleetWords.spread(group) { html.element(.li, spread) }
        for factor in group.factors { html.element(.li) { $0.element(.strong, FleetWords.sentence(factor)) } }
        if let silence = group.silence { html.element(.li, FleetWords.sentence(silence)) }
        html.element(.li, [.className: "dim"], "nodes: " + Phrases.list(group.nodes))
      }
    }
    for text in FleetWords.clocks(fleet) { html.element(.p, text) }
    if fleet.undecided > 0 {
      html.element(.p) { html in
        html.words(
          "\(Phrases.count(fleet.undecided, "node")) could not be decided: "
            + Phrases.list(FleetWords.undecided(fleet)))
      }
    }
  }

  private func writeRollout(_ html: inout HTMLWriter) {
    html.element(.p, [.className: "dim"], FleetWords.rolloutRule)
    html.element(.ol, [.className: "remedies"]) { html in
      for step in fleet.steps.prefix(HTMLReport.listed) { write(step, &html) }
    }
    whole.writeMore(than: fleet.steps.count, listed: HTMLReport.listed, &html)
  }

  private func write(_ step: RolloutStep, _ html: inout HTMLWriter) {
    let advice = step.advice
    html.element(.li) { html in
      html.element(.h3) { html in
        html.words("\(advice.order). \(advice.title) ")
        html.element(.span, [.className: "dim"], "(\(FleetWords.heading(step.phase)))")
      }
      if !advice.precondition.isEmpty { html.element(.p, "First: \(advice.precondition)") }
      for command in advice.commands { whole.command(command, &html) }
      html.element(.dl, [.className: "facts"]) { html in
        let lines = [
          ("Helps", FleetWords.gain(step)), ("Where", FleetWords.place(step, limit: 8)),
          ("Costs", FleetWords.blast(step)), ("Frees", Phrases.effect(advice)), ("Effect", advice.effect),
          ("Risk", advice.risk), ("Check", advice.verify), ("Undo", advice.rollback),
        ]
        for (label, text) in lines where !text.isEmpty {
          html.element(.dt, label)
          html.element(.dd) { html in
            if TextReport.isCommand(text) { whole.command(text, &html) } else { html.words(text) }
          }
        }
      }
    }
  }
}
