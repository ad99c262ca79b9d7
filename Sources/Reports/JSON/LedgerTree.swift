import VPCModel

/// A subnet's ledger as JSON: the same object in a report and in `subnet --format json`.
enum LedgerTree {
  static func node(_ ledger: SubnetLedger) -> JSONNode {
    .object(members(of: ledger) + (ledger.isIPv6Only ? [("ipv6Only", .bool(true))] : []))
  }

  /// With who holds it.
  static func fullNode(_ ledger: SubnetLedger) -> JSONNode {
    .object(
      members(of: ledger) + [
        ("ipv6", .string(ledger.isIPv6Only ? "only" : ledger.isDualStack ? "too" : "none")),
        ("holders", HolderTree.node(ledger)),
      ])
  }

  private static func members(of ledger: SubnetLedger) -> [(String, JSONNode)] {
    [
      ("id", .string(ledger.subnet.raw)), ("cidr", JSONNode(ledger.cidr?.description)),
      ("zone", JSONNode(ledger.zone)), ("size", JSONNode(ledger.size)),
      ("reserved", JSONNode(ledger.reserved)),
      ("owners", .object(OwnerClass.owners.map { ($0.name, JSONNode(ledger.owners?[$0])) })),
      ("free", JSONNode(ledger.free)), ("freeAligned28", JSONNode(ledger.freeAligned28)),
      ("freeAligned28Unreserved", JSONNode(ledger.freeAligned28Unreserved)),
      ("largestFreeRun", JSONNode(ledger.largestFreeRun)), ("available", JSONNode(ledger.available)),
      ("residual", JSONNode(ledger.residual)),
      (
        "explained",
        .array(
          ledger.explained.map {
            .object([("what", .string($0.what)), ("addresses", .integer($0.addresses))])
          })
      ),
      ("map", map(ledger)), ("verdict", .string(ledger.verdict.rawValue)),
      ("complete", .bool(ledger.isComplete)), ("prefixModeInUse", JSONNode(ledger.prefixModeInUse)),
      ("problems", JSONNode(ledger.problems.map(\.description))), ("forecast", forecast(ledger.forecast)),
    ]
  }

  static func forecast(_ forecast: SubnetForecast?) -> JSONNode {
    guard let forecast else { return .null }
    func rate(_ value: Double?) -> JSONNode { value.map { .decimal($0) } ?? .null }
    return .object([
      ("state", .string(forecast.state.rawValue)), ("source", JSONNode(forecast.source?.rawValue)),
      ("from", JSONNode(forecast.from)), ("to", JSONNode(forecast.to)), ("points", .integer(forecast.points)),
      ("perHour", rate(forecast.perHour)), ("perHourLow", rate(forecast.perHourLow)),
      ("perHourHigh", rate(forecast.perHourHigh)), ("at", JSONNode(forecast.at)),
      ("earliest", JSONNode(forecast.earliest)), ("latest", JSONNode(forecast.latest)),
      ("because", .string(forecast.because)),
    ])
  }

  private static func map(_ ledger: SubnetLedger) -> JSONNode {
    guard ledger.hasMap else { return .null }
    let runs = ledger.runs
    return .rowOf(runs.count) { .row([.string(runs[$0].owner.name), .integer(runs[$0].count)]) }
  }
}
