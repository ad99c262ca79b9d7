import VPCModel

// The nodes of the evidence.
extension SimulationText {
  mutating func writeFleet() {
    let results = report.fleet.results
    let known = results.filter { $0.then != nil && $0.heldNow != nil }
    page.blank()
    if known.isEmpty {
      page.add("no node can be simulated", indent: 0, [page.piece(.open)])
    } else {
      let now = known.reduce(0) { $0.adding(orMax: $1.heldNow ?? 0) }
      let then = known.reduce(0) { $0.adding(orMax: $1.heldThen ?? 0) }
      page.add(
        "\(Phrases.count(known.count, "node")) \(known.count == 1 ? "holds" : "hold") "
          + "\(Phrases.count(now, "address", "addresses")), and \(Self.verdict(now: now, then: then))",
        indent: 0, [.init("in all:", .bold)])
    }
    writeSubnets()
    writeNodes()
    writeBursts()
    writeTroubles()
    writeUnknown()
  }

  private static func verdict(now: Int, then: Int) -> String {
    if now == then { return "would hold as many: nothing is given back" }
    let change =
      then < now ? "\(Phrases.number(now - then)) given back" : "\(Phrases.number(then - now)) more"
    return "would hold \(Phrases.number(then)): \(change)"
  }

  private mutating func writeSubnets() {
    writeSubnets(report.fleet.subnets, "By subnet")
    // ENIs that are there stay in their subnet: where the new ones go shows when the nodes are new.
    guard !report.fleet.nodesThatMoveTheirPods.isEmpty else { return }
    writeSubnets(report.fleet.subnetsReplaced, "By subnet, once these nodes are replaced")
  }

  private mutating func writeSubnets(_ shifts: [FleetSimulation.SubnetShift], _ title: String) {
    guard !shifts.isEmpty else { return }
    let ledgers = Dictionary(report.ledgers.map { ($0.subnet, $0) }, uniquingKeysWith: { first, _ in first })
    var rows = [["subnet", "nodes", "held", "then", "given back", "free", "then"]]
    for shift in shifts.prefix(TextRenderer.listed) {
      let ledger = shift.subnet.flatMap { ledgers[$0] }
      let free = ledger?.free ?? ledger?.available
      rows.append([
        shift.subnet?.raw ?? "(not in the evidence)", Phrases.number(shift.nodes), Phrases.number(shift.now),
        Phrases.number(shift.then), Phrases.number(shift.reclaimed), free.map(Phrases.number) ?? "?",
        free.map { Phrases.number($0.adding(orMax: shift.reclaimed)) } ?? "?",
      ])
    }
    page.heading(title)
    page.table(rows)
    writeRest(of: shifts.count)
    for shift in shifts {
      let ledger = shift.subnet.flatMap { ledgers[$0] }
      guard let free = ledger?.free ?? ledger?.available, free.adding(orMax: shift.reclaimed) < 0 else {
        continue
      }
      page.add(
        "\(shift.subnet?.raw ?? ""): has \(Phrases.number(free)) free and would need "
          + "\(Phrases.number(-shift.reclaimed)) more", [page.piece(.bad)])
    }
  }

  private mutating func writeNodes() {
    let shown = report.fleet.results.filter { $0.then != nil }
      .sorted {
        (($1.heldNow ?? 0) - ($1.heldThen ?? 0), $0.node.id) < (
          ($0.heldNow ?? 0) - ($0.heldThen ?? 0), $1.node.id
        )
      }
    guard !shown.isEmpty else { return }
    page.heading("By node")
    var rows = [["node", "type", "pods", "fact", "model", "then", "replaced", "CIDRs then"]]
    for result in shown.prefix(TextRenderer.listed) {
      rows.append([
        result.node.id, result.node.instanceType ?? "?", result.node.pods.map(Phrases.number) ?? "?",
        result.node.fact?.total.map(Phrases.number) ?? "?",
        result.predicted.map { Phrases.number($0.total) } ?? "?",
        result.then.map { Phrases.number($0.total) } ?? "?",
        result.replaced.map { Phrases.number($0.total) } ?? "?",
        result.then.map { Self.list($0.cidrsPerENI) } ?? "?",
      ])
    }
    page.table(rows)
    writeRest(of: shown.count)
    page.add(
      "fact: addresses it holds by its own account or EC2's; model: what ipamd would hold had the node just filled "
        + "up; then: with the settings tried; replaced: on a new node", style: .dim)
    let isScattered = shown.contains { result in
      result.node.fact?.total.flatMap { fact in result.predicted.map { fact > $0.total } } ?? false
    }
    let isShort = shown.contains { result in
      result.node.fact?.total.flatMap { fact in result.predicted.map { fact < $0.total } } ?? false
    }
    if isShort {
      page.add("less held than the model says: the pool is still growing, or the subnet gives no more")
    }
    if isScattered {
      page.add("more held than the model says: ENIs and prefixes that few pods keep, or pods that have left")
    }
  }

  private mutating func writeBursts() {
    let known = report.fleet.results.filter { $0.burstThen != nil && $0.burstNow != nil }
    guard !known.isEmpty, report.fleet.burst > 0 else { return }
    page.heading("\(Phrases.count(report.fleet.burst, "more pod")) on each node at once")
    func row(_ name: String, _ burst: (FleetSimulation.Result) -> PodBurst?) -> [String] {
      let bursts = known.compactMap(burst)
      let pods = bursts.reduce(0) { $0.adding(orMax: $1.pods) }
      let served = bursts.reduce(0) { $0.adding(orMax: $1.servedAtOnce) }
      let refused = bursts.reduce(0) { $0.adding(orMax: $1.refused) }
      return [
        name, "\(Phrases.number(served)) of \(Phrases.number(pods))",
        refused > 0 ? "some never" : "\(Phrases.number(bursts.map(\.seconds).max() ?? 0)) s",
        Phrases.number(refused),
        report.fleet.calls(burst).map { Phrases.number($0.total) } ?? "without end",
      ]
    }
    var rows = [["settings", "start at once", "last after", "refused", "EC2 calls"]]
    rows.append(row("as now") { $0.burstNow })
    if !report.change.isEmpty { rows.append(row("tried") { $0.burstThen }) }
    page.table(rows)
    page.add(
      "without the 2 to 10 s that each new ENI takes to attach; calls: to serve them and after they left",
      style: .dim)
  }

  private mutating func writeTroubles() {
    let short = report.fleet.nodesThatCannotHoldTheirPods
    let full = report.fleet.results.filter { ($0.refusedWhenFull ?? 0) > 0 && $0.canHoldItsPods == true }
    let restless = report.fleet.results.filter { $0.then?.rest == .flapping }
    var warnings: [(text: String, nodes: [String])] = []
    for result in report.fleet.results {
      for warning in result.node.wantedShape?.warnings ?? [] {
        if let index = warnings.firstIndex(where: { $0.text == warning.description }) {
          warnings[index].nodes.append(result.node.id)
        } else {
          warnings.append((warning.description, [result.node.id]))
        }
      }
    }
    guard !short.isEmpty || !full.isEmpty || !restless.isEmpty || !warnings.isEmpty else { return }
    page.heading("Trouble with these settings")
    for result in short.prefix(TextRenderer.listed) {
      page.add(
        "\(result.node.id): \(Phrases.count(result.then?.refused ?? 0, "pod")) of "
          + "\(Self.number(result.node.pods)) would have no address", [page.piece(.bad)])
    }
    writeRest(of: short.count)
    if !full.isEmpty {
      let worst = full.map { $0.refusedWhenFull ?? 0 }.max() ?? 0
      page.add(
        "\(Phrases.list(full.map(\.node.id), limit: 3)): filled up to max-pods, up to "
          + "\(Phrases.count(worst, "pod")) of a node would get no address", [page.piece(.warning)])
    }
    for (text, nodes) in warnings.prefix(TextRenderer.listed) {
      page.add("\(Phrases.list(nodes, limit: 3)): \(text)", [page.piece(.warning)])
    }
    if !restless.isEmpty {
      page.add("\(Phrases.list(restless.map(\.node.id), limit: 3)): \(Self.flapping)", [page.piece(.warning)])
    }
  }

  private mutating func writeUnknown() {
    var reasons: [(remark: String, nodes: [String])] = []
    for result in report.fleet.results {
      for remark in result.node.remarks {
        if let index = reasons.firstIndex(where: { $0.remark == remark }) {
          reasons[index].nodes.append(result.node.id)
        } else {
          reasons.append((remark, [result.node.id]))
        }
      }
    }
    guard !reasons.isEmpty else { return }
    page.heading("Not known, or assumed")
    for (remark, nodes) in reasons.prefix(TextRenderer.listed) {
      page.add("\(Phrases.list(nodes, limit: 3)): \(remark)", [page.piece(.open)])
    }
    writeRest(of: reasons.count)
  }

  private mutating func writeRest(of count: Int) {
    if count > TextRenderer.listed {
      page.add("and \(Phrases.number(count - TextRenderer.listed)) more", style: .dim)
    }
  }
}
