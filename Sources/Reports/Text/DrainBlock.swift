import VPCModel

/// What has to go for so many free /28, or who prevents it.
struct DrainBlock {
  private let plan: DrainPlan
  private let subnet: SubnetID
  init(_ plan: DrainPlan, _ subnet: SubnetID) {
    self.plan = plan
    self.subnet = subnet
  }

  func write(on page: inout Page) {
    let wanted = "\(Phrases.number(plan.need)) free /28 wanted, \(Phrases.number(plan.freeNow)) now"
    switch plan.outcome {
    case .enough: page.add("\(wanted): nobody has to move", indent: 4, [page.piece(.good)])
    case .unknown(let because):
      // What is free now is not known either.
      page.add(
        "\(Phrases.number(plan.need)) free /28 wanted: no plan, \(because)", indent: 4, [page.piece(.open)])
    case .prevented:
      let most = Phrases.number(plan.possible)
      let whatever = plan.grain == .node ? "whatever nodes leave" : "whatever interfaces are released"
      page.add("\(wanted): at most \(most), \(whatever)", indent: 4, [page.piece(.bad)])
      writeObstacles(on: &page)
    case .planned(let isFewest):
      writePlan(wanted, isFewest, on: &page)
    }
  }

  private func writePlan(_ wanted: String, _ isFewest: Bool, on page: inout Page) {
    let count = Phrases.count(plan.releases.count, "release")
    page.add(
      "\(wanted): \(Phrases.number(plan.freeAfter)) after \(count), \(Self.moved(plan.pods))"
        + (isFewest ? "; no choice moves fewer" : "; found step by step, perhaps not the fewest"),
      indent: 4, [page.piece(.warning)])
    for release in plan.releases.prefix(TextRenderer.listed) {
      page.add(Self.words(release), indent: 6, hanging: 8)
    }
    let more = plan.releases.count - TextRenderer.listed
    if more > 0 { page.add("and \(Phrases.number(more)) more", indent: 6, style: .dim) }
    page.add(
      "free then: \(Phrases.list(plan.blocks.map(\.description), limit: 6))", indent: 6, hanging: 8)
    if plan.pods.count > 0 {
      page.add(
        "the pods that move need room on other nodes; where those grow in this subnet, they take blocks again",
        indent: 6, hanging: 8)
    }
    page.add("reserve them first, so that single addresses do not break them again:", indent: 6)
    for block in plan.blocks.prefix(4) {
      page.command(
        "aws ec2 create-subnet-cidr-reservation --subnet-id \(Self.argument(subnet.raw))"
          + " --reservation-type prefix --cidr \(block)", indent: 8)
    }
    if plan.blocks.count > 4 {
      page.add("and \(Phrases.number(plan.blocks.count - 4)) more", indent: 8, style: .dim)
    }
  }

  /// `drain and terminate i-0a1: 12 pods move, 3 interfaces, 30 addresses`.
  private static func words(_ release: DrainPlan.Release) -> String {
    let interfaces = Phrases.count(release.interfaces.count, "interface")
    let addresses = Phrases.count(release.addresses, "address", "addresses")
    let one = release.interfaces.first?.raw ?? ""
    switch release.kind {
    case .leaked: return "delete \(one), which nobody uses: \(addresses)"
    case .branch: return "move the pod of branch \(one): \(addresses)"
    case .eni:
      return "empty \(one) of \(release.instance?.raw ?? "its node"): \(moved(release.pods)), \(addresses); "
        + "ipamd detaches it when its warm targets allow"
    case .node:
      var text =
        "drain and terminate \(release.instance?.raw ?? "?"): \(moved(release.pods)), \(interfaces), \(addresses)"
      if let first = release.firstInterface { text += "; \(first) goes with the instance only" }
      if !release.outliving.isEmpty {
        text += "; delete \(Phrases.list(release.outliving.map(\.raw), limit: 3)) afterwards"
      }
      return text
    }
  }

  private static func moved(_ pods: DrainPlan.PodCount) -> String {
    let verb = pods.count == 1 ? "moves" : "move"
    if pods.isKnown { return "\(Phrases.count(pods.count, "pod")) \(verb)" }
    return "at most \(Phrases.count(pods.count, "pod")) \(verb)"
  }

  private func writeObstacles(on page: inout Page) {
    let listed = plan.obstacles.prefix(TextRenderer.listed)
    for obstacle in listed {
      let blocks = Phrases.count(obstacle.blocks, "/28", "/28")
      let alone =
        obstacle.alone == obstacle.blocks
        ? "alone" : obstacle.alone == 0 ? "with others" : "alone in \(Phrases.number(obstacle.alone))"
      page.add("\(Self.name(obstacle.kind)): in \(blocks), \(alone)", indent: 6, hanging: 8)
    }
    let more = plan.obstacles.count - listed.count
    if more > 0 { page.add("and \(Phrases.number(more)) more who stay", indent: 6, style: .dim) }
  }

  private static func name(_ kind: DrainPlan.Obstacle.Kind) -> String {
    switch kind {
    case .reserve: return "AWS's own first four and last address"
    case .reservation(let id): return "\(id), which keeps space from everyone"
    case .interface(let id, let owner, let description, let reason):
      let what = owner == .eniPrimary || owner == .branch ? "" : MapKey.of(owner).words
      return ["\(what) \(id)".trimmingLeadingSpace, reason, description].compactMap { $0 }
        .joined(separator: ", ")
    }
  }

  /// An id from a document stands in a command only when it looks like one.
  private static func argument(_ id: String) -> String {
    id.utf8.allSatisfy {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D
    }
      && !id.isEmpty && id.utf8.first != 0x2D ? id : "'<subnet-id>'"
  }
}

extension String {
  fileprivate var trimmingLeadingSpace: String { String(drop { $0 == " " }) }
}
