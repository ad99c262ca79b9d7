import Evidence
import VPCModel

// How long the free addresses of a subnet last.
extension World {
  /// Minutes of the pools that are looked at.
  private static let longest = 10_000

  /// Nil for a subnet without IPv4 addresses.
  func forecast(of ledger: SubnetLedger) -> SubnetForecast? {
    if ledger.isIPv6Only { return nil }
    let nodes = self.nodes.values.filter { $0.drawsFrom == [ledger.subnet] && $0.ipv6 != true }
    let counts = (snapshots[ledger.subnet] ?? [:]).map { (time: $0.key, free: $0.value) }
    if counts.count >= 2 {
      // A prefix, or an interface with all its addresses.
      let prefixes = ledger.prefixModeInUse == true || nodes.contains { $0.prefixMode == true }
      let perENI = nodes.compactMap { $0.limits?.ipv4PerENI }.max() ?? 15
      return SubnetForecast(snapshots: counts, step: prefixes ? 16 : max(1, perENI))
    }
    let held = held(by: nodes)
    return SubnetForecast(
      held: held.series, nodes: held.nodes, free: ledger.free ?? ledger.available,
      at: subnets[ledger.subnet]?.time)
  }

  /// Addresses the pools of nodes held together, over the time all of them speak of; a node's last count stands until
  /// its next.
  private func held(
    by nodes: [NodeEntity]
  ) -> (series: [(time: Instant, addresses: Int)], nodes: Int) {
    let logs = nodes.map(\.log.minutes).filter { $0.count > 1 }
    guard let first = logs.compactMap({ $0.keys.min() }).max(),
      let last = logs.compactMap({ $0.keys.max() }).min(), first < last, last - first <= Int64(Self.longest)
    else { return ([], 0) }
    let count = Int(last - first) + 1
    var sums = [Int](repeating: 0, count: count)
    for minutes in logs {
      var standing = minutes.keys.filter { $0 <= first }.max().flatMap { minutes[$0]?.total } ?? 0
      for index in 0..<count {
        if let now = minutes[first + Int64(index)] { standing = now.total }
        sums[index] = sums[index].addingReportingOverflow(standing).partialValue
      }
    }
    let series = sums.enumerated().map { index, sum in
      (time: Instant(nanoseconds: (first + Int64(index)) * 60_000_000_000), addresses: sum)
    }
    return (series, logs.count)
  }
}
