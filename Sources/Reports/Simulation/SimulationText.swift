import VPCModel

/// A simulation for people: what it gives back first, then what it costs, then what is not known.
struct SimulationText {
  let report: SimulationReport
  var page: Page

  init(_ report: SimulationReport, _ page: Page) {
    self.report = report
    self.page = page
  }

  mutating func write() -> String {
    if !report.change.isEmpty {
      page.add(Self.words(report.change), indent: 0, [.init("settings tried:", .bold)])
    }
    for refused in report.refused {
      page.add("\(refused.assignments): \(refused.reason)", indent: 0, [page.piece(.bad)], hanging: 2)
    }
    if report.refused.isEmpty {
      if report.hasEvidence { writeFleet() } else { writeNode() }
      writeSweep()
      writePlan()
    }
    if !report.remarks.isEmpty {
      page.blank()
      for remark in report.remarks { page.add(remark, indent: 0) }
    }
    return page.text
  }

  /// `WARM_IP_TARGET=2 MINIMUM_IP_TARGET unset`.
  static func words(_ settings: [String: String]) -> String {
    settings.keys.sorted().map { name in
      let value = settings[name] ?? ""
      return value.isEmpty ? "\(name) unset" : "\(name)=\(value)"
    }.joined(separator: " ")
  }

  static func number(_ value: Int?) -> String { value.map(Phrases.number) ?? "not known" }

  // MARK: One node

  private mutating func writeNode() {
    guard let result = report.fleet.results.first, let shape = result.node.wantedShape else { return }
    page.blank()
    page.add(
      "\(Phrases.count(shape.limits.enis, "ENI")) with \(shape.limits.ipv4PerENI) IPv4 addresses each, max pods "
        + Self.number(shape.maxPods), indent: 0,
      [.init(result.node.instanceType ?? result.node.id, .bold)])
    var rows = [["with \(Phrases.count(result.node.pods ?? 0, "pod"))"]]
    let isCompared = !report.change.isEmpty && result.predicted != result.then
    rows[0] += isCompared ? ["as shipped", "tried"] : ["holds"]
    func row(_ name: String, _ value: (SimulatedPool) -> String) {
      let columns = isCompared ? [result.predicted, result.then] : [result.then]
      rows.append([name] + columns.map { $0.map(value) ?? "not known" })
    }
    row("addresses") { Self.kind($0.kind) }
    row("ENIs") { Phrases.number($0.enis) }
    row("CIDRs of each") { Self.list($0.cidrsPerENI) }
    row("pod addresses") { $0.podIPs.map(Phrases.number) ?? "a /80, no limit" }
    row("free") { $0.free.map(Phrases.number) ?? "no limit" }
    row("pods refused") { Phrases.number($0.refused) }
    row("of the node's subnet") { Phrases.number($0.nodeSubnetAddresses) }
    if shape.settings.usesCustomNetworking {
      row("of the pods' subnet") { Phrases.number($0.podSubnetAddresses) }
    }
    row("of subnets in all") { Phrases.number($0.total) }
    let bursts = isCompared ? [result.burstNow, result.burstThen] : [result.burstThen]
    for (name, value) in Self.burstRows(report.fleet.burst) {
      rows.append([name] + bursts.map { $0.map(value) ?? "" })
    }
    page.table(rows)
    if result.then?.rest == .flapping { page.add(Self.flapping, [page.piece(.warning)]) }
    if let refused = result.refusedWhenFull, refused > 0 {
      page.add(
        "filled up to max pods \(Self.number(shape.maxPods)), \(Phrases.count(refused, "pod")) would get no address",
        [page.piece(.warning)])
    }
    for warning in shape.warnings { page.add(warning.description, [page.piece(.warning)]) }
    if shape.hasTrunkENI {
      let branches = shape.limits.branchENIs.map { "up to \(Phrases.number($0))" } ?? "which"
      page.add("branch ENIs of pods, \(branches), take one address each besides", [page.piece(.none)])
    }
    for remark in result.node.remarks { page.add(remark, [page.piece(.open)]) }
  }

  static let flapping =
    "never comes to rest: ipamd gives up an ENI when it is 60 s old and attaches another in the next cycle"

  static func kind(_ kind: SimulatedPool.CIDRKind) -> String {
    switch kind {
    case .secondary: "single"
    case .prefix: "/28 prefixes"
    case .ipv6: "IPv6 /80"
    }
  }

  /// `29+29+2`; of many only how many.
  static func list(_ cidrs: [Int]) -> String {
    cidrs.count <= 8
      ? cidrs.map(String.init).joined(separator: "+") : "\(cidrs.reduce(0, +)) on \(cidrs.count)"
  }

  static func burstRows(_ pods: Int) -> [(String, (PodBurst) -> String)] {
    let name = Phrases.count(pods, "more pod")
    return [
      ("\(name) start at once", { "\(Phrases.number($0.servedAtOnce)) of \(Phrases.number($0.pods))" }),
      ("the last of them after", { $0.refused > 0 ? "never" : "\(Phrases.number($0.seconds)) s" }),
      ("EC2 calls for them", { $0.calls.map { Phrases.number($0.total) } ?? "without end" }),
    ]
  }

  // MARK: A plan

  private mutating func writePlan() {
    guard let wish = report.plan else { return }
    let growth =
      wish.growthPercent == 100
      ? ""
      : ", growing to \(wish.growthPercent / 100).\(Self.twoDigits(wish.growthPercent % 100)) times as many"
    page.heading("Subnets")
    page.add(
      "\(Phrases.count(wish.nodes, "node")) with \(Phrases.count(wish.podsPerNode, "pod")) each, in "
        + "\(Phrases.count(wish.zones, "zone"))\(growth)")
    var rows = [["mode", "a node", "all nodes", "subnet", "in each zone", "smallest"]]
    for plan in report.plans {
      let all = plan.perNode.total.multiplied(orMax: plan.nodes)
      for (role, size) in [("nodes", plan.nodeSubnet as SubnetPlan.Size?), ("pods", plan.podSubnet)] {
        guard let size else { continue }
        let isFirst = role == "nodes"
        rows.append([
          isFirst ? Self.kind(plan.perNode.kind) : "", isFirst ? Phrases.number(plan.perNode.total) : "",
          isFirst ? Phrases.number(all) : "", plan.podSubnet == nil ? "shared" : role,
          Phrases.number(size.needed), size.length.map { "/\($0)" } ?? "\(Phrases.number(size.count)) x /16",
        ])
      }
    }
    page.table(rows)
    for plan in report.plans where plan.perNode.refused > 0 {
      page.add(
        "\(Self.kind(plan.perNode.kind)): a node refuses \(Phrases.count(plan.perNode.refused, "pod")) of "
          + "\(Phrases.number(wish.podsPerNode))", [page.piece(.warning)])
    }
    if report.plans.contains(where: { $0.perNode.kind == .prefix }) {
      page.add(
        "prefixes need whole aligned /28: keep such a subnet to the nodes, or reserve a range for prefixes")
    }
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
