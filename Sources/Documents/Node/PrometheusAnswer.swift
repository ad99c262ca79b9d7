import Evidence
import VPCModel

/// An answer of the Prometheus HTTP API.
///
///     {"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":…},"value":[ts,"3"]}]}}
///
/// `matrix` has `values` instead: a snapshot for each time, at most 600 times, evenly thinned.
enum PrometheusAnswer {
  private static let mostTimes = 600

  static func isOne(_ value: JSONValue) -> Bool {
    value["data", "resultType"]?.string != nil && value["data", "result"]?.array != nil
  }

  static func read(_ value: JSONValue, state: (Statement) -> Void) {
    let results = value["data", "result"]?.items ?? []
    var byTime: [Instant: [MetricSample]] = [:]
    for result in results {
      let labels = result["metric"]?.texts ?? [:]
      guard let name = labels["__name__"] else { continue }
      for point in result["values"]?.array ?? result["value"].map({ [$0] }) ?? [] {
        guard let time = stamp(point.items.first), let number = point.items.dropFirst().first?.double else {
          continue
        }
        let sample = MetricSample(
          name: name, labels: labels.filter { $0.key != "__name__" }, value: number, time: time)
        byTime[time, default: []].append(sample)
      }
    }
    for time in thinned(byTime.keys.sorted()) {
      var gathering = MetricsGathering()
      for sample in byTime[time] ?? [] { _ = gathering.add(sample) }
      for snapshot in gathering.take() { state(.metrics(snapshot)) }
      for error in gathering.takeErrorTexts() {
        state(.text(error.text, origin: "metrics", time: nil, node: error.node))
      }
    }
  }

  /// Seconds since 1970 with a fraction.
  private static func stamp(_ value: JSONValue?) -> Instant? {
    guard let seconds = value?.double, (0...9_000_000_000).contains(seconds) else { return nil }
    return Instant(nanoseconds: Int64((seconds * 1000).rounded()) * 1_000_000)
  }

  /// The last time always stays: it is the newest state.
  private static func thinned(_ times: [Instant]) -> [Instant] {
    guard times.count > mostTimes else { return times }
    let step = (times.count + mostTimes - 2) / (mostTimes - 1)
    var kept = stride(from: 0, to: times.count - 1, by: step).map { times[$0] }
    if let last = times.last { kept.append(last) }
    return kept
  }
}
