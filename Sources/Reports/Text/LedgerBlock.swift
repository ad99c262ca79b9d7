import VPCModel

/// One subnet in a few lines: size, who holds it, what is free, and whether the count agrees with EC2's.
struct LedgerBlock {
  private let ledger: SubnetLedger
  init(_ ledger: SubnetLedger) { self.ledger = ledger }

  func write(on page: inout Page) {
    let mark: Mark =
      switch ledger.verdict {
      case .exhausted: .bad
      case .fragmented, .inconsistent: .warning
      case .healthy: .good
      case .unknown: .open
      }
    let known = [ledger.cidr?.description, ledger.zone].compactMap { $0 }
    let place = ([ledger.subnet.raw] + known).joined(separator: "  ")
    page.add("\(place)   \(ledger.verdict.rawValue)", [page.piece(mark)], hanging: 4)
    for sentence in sentences { page.add(sentence, indent: 4, hanging: 6) }
    for problem in ledger.problems.prefix(4) { page.add(problem.description, indent: 4, hanging: 6) }
    if ledger.problemCount > 4 {
      page.add("and \(Phrases.number(ledger.problemCount - 4)) more oddities", indent: 4)
    }
  }

  static let columns = ["subnet", "range", "size", "free", "/28", "verdict"]

  /// The same in a line of a table.
  var row: [String] {
    let numbers = [ledger.size, ledger.free ?? ledger.available, ledger.freeAligned28]
    return [ledger.subnet.raw, ledger.cidr?.description ?? "?"]
      + numbers.map { $0.map(Phrases.number) ?? "?" }
      + [ledger.verdict.rawValue]
  }

  /// What is known of it, in order; nothing of what is not.
  var sentences: [String] {
    guard let size = ledger.size, let reserved = ledger.reserved, let free = ledger.free,
      let owners = ledger.owners
    else {
      if ledger.isIPv6Only { return ["an IPv6 subnet: it has no IPv4 addresses to run out of"] }
      let known =
        ledger.available.map {
          "AWS says \(Phrases.number($0)) available; who holds the rest is not in the evidence"
        } ?? "free addresses are not known"
      return [known, forecast].compactMap { $0 }
    }
    let held = owners.total
    return [
      "\(Phrases.number(size)) = \(Phrases.number(reserved)) reserved by AWS + \(Phrases.number(held)) held + "
        + "\(Phrases.number(free)) free",
      held > 0 ? "held: \(ranked(owners))" : nil, freedom(free), reconciliation(free),
      forecast,
      ledger.isDualStack ? "it has IPv6 too; all numbers here are of its IPv4 addresses" : nil,
    ].compactMap { $0 }
  }

  /// `pods 120, warm 30, load-balancer 20`, most first.
  private func ranked(_ owners: OwnerCounts) -> String {
    let isSplit = owners[.pods] != nil
    return OwnerClass.owners.enumerated()
      .filter { isSplit ? $0.element != .podsAndWarm : $0.element != .pods && $0.element != .warm }
      .compactMap { index, owner in owners[owner].flatMap { $0 > 0 ? (index, owner, $0) : nil } }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
      .map { "\(Self.words($0.1)) \(Phrases.number($0.2))" }.joined(separator: ", ")
  }

  private static func words(_ owner: OwnerClass) -> String {
    switch owner {
    case .podsAndWarm: "pods and warm"
    case .eniPrimary: "primary addresses of nodes"
    case .branch: "branch interfaces"
    case .leaked: "leaked interfaces"
    case .cidrReservation: "unused in CIDR reservations"
    default: owner.name
    }
  }

  /// Nothing where there was nothing to measure, or where nothing is left to run out of.
  private var forecast: String? { Self.sentence(ledger.forecast) }

  static func sentence(_ forecast: SubnetForecast?) -> String? {
    guard let forecast, forecast.source != nil else { return nil }
    switch forecast.state {
    case .exhausted: return nil
    // Who gave two counts wants to know; of pools that nobody asked about, only what is coming is worth a line.
    case .notEnoughData where forecast.source == .poolStatistics: return nil
    case .notExhausting where forecast.source == .poolStatistics: return nil
    case .notEnoughData: return "forecast: not enough data; \(forecast.because)"
    case .notExhausting: return "forecast: not running out; \(forecast.because)"
    case .expected, .beyond:
      guard let earliest = forecast.earliest else { return "forecast: \(forecast.because)" }
      let style = TimeStyle(from: forecast.from, to: forecast.latest ?? forecast.at ?? earliest)
      let from = style.moment(earliest)
      guard forecast.state == .expected, let at = forecast.at else {
        return "forecast: not before \(from) UTC; \(forecast.because)"
      }
      let latest = forecast.latest.map { "and \(style.moment($0))" } ?? "and a time without end"
      return
        "forecast: out of addresses about \(style.moment(at)) UTC, nine times in ten between \(from) \(latest); "
        + forecast.because
    }
  }

  private func freedom(_ free: Int) -> String? {
    guard free > 0, let blocks = ledger.freeAligned28, let run = ledger.largestFreeRun else { return nil }
    var text =
      "free: \(Phrases.count(blocks, "aligned /28", "aligned /28")), longest run \(Phrases.number(run))"
    if let plain = ledger.freeAligned28Unreserved, plain != blocks {
      text += " (\(Phrases.number(blocks - plain)) of the /28 inside a prefix reservation)"
    }
    return text + shortage(free)
  }

  /// Why a subnet with free addresses is called exhausted.
  private func shortage(_ free: Int) -> String {
    guard ledger.verdict == .exhausted else { return "" }
    return ledger.prefixModeInUse == true
      ? "; too few for a prefix of 16" : "; too few for a prefix of 16, if the nodes use prefixes"
  }

  private func reconciliation(_ free: Int) -> String {
    guard let available = ledger.available else {
      return "AWS's own count is not in the evidence"
        + (ledger.isComplete ? "" : "; the interface list is incomplete")
    }
    let parts = ledger.explained.filter { $0.addresses != 0 }.map { "\($0.what) (\(signed($0.addresses)))" }
    var text = "AWS says \(Phrases.number(available)) available"
    let difference = available.subtractingReportingOverflow(free)
    if difference.partialValue == 0 && !difference.overflow {
      text += ": the counts agree"
    } else {
      text += ", \(Phrases.number(free)) counted"
    }
    if !parts.isEmpty { text += ": " + parts.joined(separator: ", ") }
    if let residual = ledger.residual, residual != 0 {
      let count = Int(clamping: residual.magnitude)
      text += "; \(Phrases.number(count)) \(residual > 0 ? "more" : "fewer") than counted, not explained"
    }
    if !ledger.isComplete { text += "; the interface list is incomplete" }
    return text
  }

  private func signed(_ value: Int) -> String { (value > 0 ? "+" : "") + Phrases.number(value) }
}
