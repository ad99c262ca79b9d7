import VPCModel

/// Address ledgers alone: `subnet PATH...`, as text and as JSON.
package struct SubnetRenderer: Sendable {
  /// How much of a subnet is drawn.
  package enum MapChoice: String, CaseIterable, Sendable {
    case none, auto, full
  }

  /// So many free /28 are wanted in each subnet: what has to go for them.
  package struct Drains: Sendable {
    let need: Int
    let grain: DrainPlan.Grain
    package init(need: Int, grain: DrainPlan.Grain) {
      self.need = need
      self.grain = grain
    }
  }

  private let options: RenderOptions
  private let map: MapChoice
  private let drains: Drains?

  package init(_ options: RenderOptions, map: MapChoice = .auto, drains: Drains? = nil) {
    self.options = options
    self.map = map
    self.drains = drains
  }

  package func json(_ ledgers: [SubnetLedger]) -> String {
    let plans = plans(ledgers)
    let subnets = ledgers.enumerated().map { index, ledger in
      guard !plans.isEmpty, case .object(let members) = LedgerTree.node(ledger) else {
        return LedgerTree.node(ledger)
      }
      return .object(members + [("drains", DrainTree.node(plans[index]))])
    }
    return JSONText.pretty(
      .object([("schemaVersion", .string(schemaVersion)), ("subnets", .array(subnets))]))
  }

  /// The maps as one picture in a file of its own.
  package func svg(_ ledgers: [SubnetLedger]) -> String { MapSVG(ledgers).text }

  /// One for each ledger; none when none is wanted.
  private func plans(_ ledgers: [SubnetLedger]) -> [DrainPlan] {
    guard let drains else { return [] }
    let pods = DrainPlan.podCounts(ledgers)
    return ledgers.map { DrainPlan.make($0, need: drains.need, by: drains.grain, pods: pods) }
  }

  /// Every subnet; with the largest holders, because that is what the command is asked for.
  package func text(_ ledgers: [SubnetLedger]) -> String {
    var page = Page(options)
    let plans = plans(ledgers)
    for (index, ledger) in ledgers.enumerated() {
      page.blank()
      LedgerBlock(ledger).write(on: &page)
      if let zoom = zoom(of: ledgers.count) { MapPicture(ledger, zoom: zoom)?.write(on: &page) }
      if !plans.isEmpty { DrainBlock(plans[index], ledger.subnet).write(on: &page) }
      writeHolders(ledger, on: &page)
    }
    if ledgers.isEmpty { page.add("no subnet in the documents given", indent: 0) }
    return page.text
  }

  /// Of many subnets a strip each: they are looked at beside one another.
  private func zoom(of subnets: Int) -> MapPicture.Zoom? {
    switch map {
    case .none: nil
    case .auto: subnets > 4 ? .strip : .automatic
    case .full: .full
    }
  }

  private func writeHolders(_ ledger: SubnetLedger, on page: inout Page) {
    let nodes = ledger.topNodes()
    var rows: [[String]] = []
    for node in nodes.prefix(TextRenderer.listed) {
      let idle = node.warmAddresses.map { ", \(Phrases.number($0)) idle" } ?? ""
      rows.append([
        node.instance.raw, Phrases.count(node.addresses, "address", "addresses"),
        Phrases.count(node.interfaces, "ENI") + idle,
      ])
    }
    if nodes.count > TextRenderer.listed {
      rows.append(["and \(Phrases.number(nodes.count - TextRenderer.listed)) more nodes"])
    }
    let others = ledger.topHolders().filter { !$0.isOfNode }
    for holder in others.prefix(TextRenderer.listed) {
      rows.append([
        holder.interface.raw, Phrases.count(holder.addresses, "address", "addresses"),
        [holder.owner.name, holder.description ?? ""].filter { !$0.isEmpty }.joined(separator: ", "),
      ])
    }
    if others.count > TextRenderer.listed {
      rows.append(["and \(Phrases.number(others.count - TextRenderer.listed)) more interfaces"])
    }
    guard !rows.isEmpty else { return }
    page.add("held by", indent: 4, style: .dim)
    page.table(rows, indent: 6, hasHeader: false)
  }
}
