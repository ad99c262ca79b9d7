import Evidence
import VPCModel

/// When the nodes of a fleet failed: a row for each node with failures that have a time, over one window.
package struct FailureMap: Hashable, Sendable {
  package let from: Instant
  package let bucketSeconds: Int
  /// Of each row.
  package let count: Int
  /// Causes with most nodes first; in each the nodes that failed first.
  package internal(set) var rows: [Row]

  package struct Row: Hashable, Sendable {
    package internal(set) var node: String
    package let cause: String?
    /// Pods refused and errors of EC2 in each bucket; nil where it is not known.
    package let values: [Int?]
  }

  /// Columns: about as many as a phone can show.
  static let most = 48

  /// Nil when no failure has a time.
  init?(_ nodes: [FleetNode], groups: [FleetGroup]) {
    let spans = nodes.flatMap(\.failureSpans)
    guard let first = spans.map(\.minute).min(), let last = spans.map({ $0.minute + $0.minutes - 1 }).max()
    else {
      return nil
    }
    let minutes = last - first + 1
    let step = max(1, (minutes + Int64(Self.most) - 1) / Int64(Self.most))
    let count = Int((minutes + step - 1) / step)
    var place: [String: Int] = [:]
    for id in groups.flatMap(\.nodes) where place[id] == nil { place[id] = place.count }
    let failing = nodes.filter { !$0.failureSpans.isEmpty }.sorted {
      (place[$0.id] ?? .max, $0.id) < (place[$1.id] ?? .max, $1.id)
    }
    from = Instant(nanoseconds: first * 60_000_000_000)
    bucketSeconds = Int(clamping: step) * 60
    self.count = count
    rows = failing.map { node in
      var values = [Int?](repeating: 0, count: count)
      for span in node.failureSpans {
        let start = Int((span.minute - first) / step)
        if let failures = span.failures {
          values[start] = values[start].map { $0 + failures }
        } else {
          for bucket in start...Int((span.minute + span.minutes - 1 - first) / step) { values[bucket] = nil }
        }
      }
      return Row(node: node.id, cause: node.cause?.raw, values: values)
    }
  }
}

/// Minutes of a node with failures, or of which nobody knows.
struct FailureSpan: Hashable, Sendable {
  var minute: Int64
  var minutes: Int64
  /// Nil is not known.
  var failures: Int?

  func corrected(by clock: ClockOffset?) -> FailureSpan {
    guard let clock else { return self }
    var span = self
    span.minute -= Int64((Double(clock.seconds) / 60).rounded())
    return span
  }

  /// Of the series of one node: only what is not 0, so that a fleet of thousands is small.
  static func all(in series: [SeriesReport]) -> [FailureSpan] {
    var spans: [FailureSpan] = []
    for one in series where one.name == "pods.refused" || one.name == "ec2.errors" {
      let start = one.from.nanoseconds / 60_000_000_000
      let step = Int64(max(60, one.bucketSeconds) / 60)
      for (index, value) in one.values.enumerated() where value != 0 {
        let minute = start + Int64(index) * step
        if value == nil, let last = spans.last, last.failures == nil, last.minute + last.minutes == minute {
          spans[spans.count - 1].minutes += step
        } else {
          spans.append(FailureSpan(minute: minute, minutes: step, failures: value))
        }
      }
    }
    return spans
  }
}
