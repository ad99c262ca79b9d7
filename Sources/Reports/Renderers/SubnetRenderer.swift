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

  package func json(_ ledgers: [SubnetLedger]) -> String { JSONText.pretty(tree(ledgers)) }

  /// A piece at a time, a subnet after another; false when the sink took not all of it.
  package func json(_ ledgers: [SubnetLedger], to sink: @escaping Sink) -> Bool {
    JSONText.pretty(tree(ledgers), to: sink)
  }

  private func tree(_ ledgers: [SubnetLedger]) -> JSONNode {
    let planner = planner(ledgers)
    return .object([
      ("schemaVersion", .string(schemaVersion)),
      (
        "subnets",
        .each(ledgers.count) { index in
          let node = LedgerTree.fullNode(ledgers[index])
          guard let planner, case .object(let members) = node else { return node }
          return .object(members + [("drains", DrainTree.node(planner(ledgers[index])))])
        }
      ),
      ("zones", .array(ZoneHolding.ranked(ledgers).map(HolderTree.zone))),
    ])
  }

  /// The maps as one picture in a file of its own.
  package func svg(_ ledgers: [SubnetLedger]) -> String {
    var text = ""
    _ = MapSVG(ledgers).write { piece in
      text += piece
      return true
    }
    return text
  }

  /// A piece at a time, a subnet after another; false when the sink took not all of it.
  package func svg(_ ledgers: [SubnetLedger], to sink: Sink) -> Bool { MapSVG(ledgers).write(to: sink) }

  /// What has to go of a subnet; nil when nobody asks.
  private func planner(_ ledgers: [SubnetLedger]) -> ((SubnetLedger) -> DrainPlan)? {
    guard let drains else { return nil }
    let pods = DrainPlan.podCounts(ledgers)
    return { DrainPlan.make($0, need: drains.need, by: drains.grain, pods: pods) }
  }

  /// Every subnet; with the largest holders, because that is what the command is asked for.
  package func text(_ ledgers: [SubnetLedger]) -> String {
    var text = ""
    _ = self.text(ledgers) { piece in
      text += piece
      return true
    }
    return text
  }

  /// A piece at a time, a subnet after another; false when the sink took not all of it.
  package func text(_ ledgers: [SubnetLedger], to sink: Sink) -> Bool {
    var page = Page(options)
    let planner = planner(ledgers)
    for ledger in ledgers {
      page.blank()
      LedgerBlock(ledger).write(on: &page)
      if let zoom = zoom(of: ledgers.count) { MapPicture(ledger, zoom: zoom)?.write(on: &page) }
      if let planner { DrainBlock(planner(ledger), ledger.subnet).write(on: &page) }
      writeHolders(ledger, on: &page)
      guard sink(page.takeText()) else { return false }
    }
    writeZones(ledgers, on: &page)
    if ledgers.isEmpty { page.add("no subnet in the documents given", indent: 0) }
    return sink(page.takeText())
  }

  /// Of many subnets a strip each: they are looked at beside one another.
  private func zoom(of subnets: Int) -> MapPicture.Zoom? {
    switch map {
    case .none: nil
    case .auto: subnets > 4 ? .strip : .automatic
    case .full: .full
    }
  }

  /// Only where there is more than one to compare.
  private func writeZones(_ ledgers: [SubnetLedger], on page: inout Page) {
    let zones = ZoneHolding.ranked(ledgers)
    guard zones.count > 1 else { return }
    page.blank()
    page.add("by zone", indent: 0, style: .dim)
    page.table(
      zones.map {
        [
          $0.zone, Phrases.count($0.subnets, "subnet"), "\(Phrases.number($0.held)) held",
          "\(Phrases.number($0.free)) free",
        ]
      }, indent: 2, hasHeader: false)
  }

  private func writeTypes(_ types: [SubnetLedger.TypeHolding], on page: inout Page) {
    guard types.contains(where: { $0.type != nil }) else { return }
    let shown = types.prefix(TextRenderer.listed).map {
      "\($0.type ?? "not known") \(Phrases.number($0.addresses)) (\(Phrases.count($0.nodes, "node")))"
    }
    let more = types.count - shown.count
    page.add(
      "by instance type: " + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""), indent: 4,
      hanging: 6)
  }

  private func writeHolders(_ ledger: SubnetLedger, on page: inout Page) {
    let holdings = Holdings(ledger)
    let nodes = holdings.nodes
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
    let others = holdings.interfaces.filter { !$0.isOfNode }
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
    writeTypes(holdings.types, on: &page)
    page.add("held by", indent: 4, style: .dim)
    page.table(rows, indent: 6, hasHeader: false)
  }
}
