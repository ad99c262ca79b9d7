import Evidence
import VPCModel

// What happened by the minute: the pool as ipamd counts it, and what went wrong beside it.
extension Triage {
  /// Nodes with series; those of the verdict come before others.
  private static let chartedNodes = 20

  /// At most 600 buckets a series; buckets of which nothing is known are nil.
  func series() -> [SeriesReport] {
    let named = weighing.primary?.nodes ?? []
    var charted: [String: [SeriesReport]] = [:]
    for id in world.nodes.keys.sorted(by: {
      (named.contains($0) ? 0 : 1, $0) < (named.contains($1) ? 0 : 1, $1)
    }) {
      guard let log = world.nodes[id]?.log else { continue }
      let series = poolSeries(log, of: id) + eventSeries(log, of: id)
      if !series.isEmpty { charted[id] = series }
      if charted.count == Self.chartedNodes { break }
    }
    return charted.keys.sorted().flatMap { charted[$0] ?? [] }
  }

  /// Counts of the pool, the last of each bucket.
  private func poolSeries(_ log: NodeLog, of node: String) -> [SeriesReport] {
    let minutes = log.minutes
    guard minutes.count > 1, let first = minutes.keys.min(), let last = minutes.keys.max() else { return [] }
    let buckets = Buckets(first: first, last: last)
    var totals = [Int?](repeating: nil, count: buckets.count)
    var assigned = totals
    var cooling = totals
    for minute in minutes.keys.sorted() {
      guard let count = minutes[minute] else { continue }
      let bucket = buckets.index(of: minute)
      (totals[bucket], assigned[bucket], cooling[bucket]) = (count.total, count.assigned, count.cooling)
    }
    var series = [("pool.total", totals), ("pool.assigned", assigned)]
    // Not every version prints it.
    if cooling.contains(where: { $0 != nil }) { series.append(("pool.cooling", cooling)) }
    return series.map { buckets.series(of: node, $0.0, unit: "addresses", $0.1) }
  }

  /// Moments by bucket. Of very many the first and the last are known, and what lies between is not.
  private func eventSeries(_ log: NodeLog, of node: String) -> [SeriesReport] {
    let refusals = [log.moments["refused"], log.moments["sandbox-refused"]].compactMap { $0 }
      .max { $0.count < $1.count }
    let kinds: [(String, [Moments])] = [
      ("pods.refused", [refusals].compactMap { $0 }), ("ec2.errors", answers(on: node)),
      ("ipamd.holds", [log.moments["hold"]].compactMap { $0 }),
      ("ipamd.starts", [log.moments["started"]].compactMap { $0 }),
      ("enis.attached", [log.moments["eni-created"]].compactMap { $0 }),
    ].map { ($0.0, $0.1.filter { !$0.times.isEmpty }) }
    let times = kinds.flatMap { $0.1.flatMap(\.times) }.map { Self.minute(of: $0) } + Array(log.minutes.keys)
    guard let first = times.min(), let last = times.max() else { return [] }
    let buckets = Buckets(first: first, last: last)
    return kinds.filter { !$0.1.isEmpty }.map { name, moments in
      buckets.series(of: node, name, unit: "moments", counts(of: moments, in: buckets))
    }
  }

  private func counts(of moments: [Moments], in buckets: Buckets) -> [Int?] {
    var counts = [Int?](repeating: 0, count: buckets.count)
    for one in moments {
      // As long as all are kept the two lists are one.
      guard let last = one.earliest.last, let next = one.latest.first, last < next else { continue }
      let unknown = buckets.index(of: Self.minute(of: last)) + 1
      let known = buckets.index(of: Self.minute(of: next))
      if unknown < known { for bucket in unknown..<known { counts[bucket] = nil } }
    }
    // Two patterns may speak of one answer.
    for time in Set(moments.flatMap(\.times)) {
      let bucket = buckets.index(of: Self.minute(of: time))
      counts[bucket] = (counts[bucket] ?? 0) + 1
    }
    return counts
  }

  /// Sightings that quote an answer of EC2: an error code with its request.
  private func answers(on node: String) -> [Moments] {
    let entity = Entity(.node, node)
    return index.byPattern.keys.sorted().flatMap { index.sightings(of: $0, at: entity, world: world) }
      .filter { placed in
        placed.sighting.samples.contains { sample in
          ["api error ", "equestID: ", "equest id: "].contains { sample.text.contains($0) }
        }
      }.map(\.sighting.moments)
  }

  /// Rounded down, before 1970 too.
  private static func minute(of time: Instant) -> Int64 {
    let minute = time.nanoseconds / 60_000_000_000
    return time.nanoseconds < 0 ? minute - 1 : minute
  }
}

/// Minutes in at most 600 equal buckets.
private struct Buckets {
  let first: Int64
  let step: Int64
  let count: Int

  init(first: Int64, last: Int64) {
    self.first = first
    let span = last - first + 1
    step = max(1, (span + 599) / 600)
    count = Int((span + step - 1) / step)
  }

  func index(of minute: Int64) -> Int { min(count - 1, max(0, Int((minute - first) / step))) }

  func series(of node: String, _ name: String, unit: String, _ values: [Int?]) -> SeriesReport {
    SeriesReport(
      node: node, name: name, unit: unit, from: Instant(nanoseconds: first * 60_000_000_000),
      bucketSeconds: Int(step) * 60, values: values)
  }
}
