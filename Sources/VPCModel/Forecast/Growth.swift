/// How fast a number grew, with an interval that holds the true rate nine times in ten.
///
/// The rate is the median of the slopes between all pairs of points (Theil and Sen), which single odd points do not
/// move. Two things can make it uncertain, and the interval is the wider of both answers: points that scatter about a
/// line (the slopes' own ranks, after Sen 1968), and growth that comes in steps, each by itself (Student's t over the
/// growth of equal parts of the time). The steps are taken as independent of each other; time of day is not known.
package struct Growth: Hashable, Sendable {
  /// For each second.
  package let rate: Double
  package let low: Double
  package let high: Double

  /// Below this no interval means anything.
  package static let fewest = 9
  /// More are thinned evenly: the number of slopes grows with the square.
  private static let most = 60

  /// - Parameter points: by time, ascending; seconds and values.
  /// - Returns: nil with fewer points than the method needs, or without time between them.
  package init?(_ points: [(seconds: Double, value: Double)]) {
    let points = Self.thinned(points)
    guard points.count >= Self.fewest, let first = points.first, let last = points.last,
      last.seconds > first.seconds
    else { return nil }
    var slopes: [Double] = []
    for (index, one) in points.enumerated() {
      for other in points[(index + 1)...] where other.seconds > one.seconds {
        slopes.append((other.value - one.value) / (other.seconds - one.seconds))
      }
    }
    slopes.sort()
    guard slopes.count >= 2 else { return nil }
    rate = Self.median(slopes)
    let ranks = Self.ranked(slopes, points.count)
    let steps = Self.stepped(points)
    low = min(ranks.low, steps.low, rate)
    high = max(ranks.high, steps.high, rate)
  }

  private static func thinned(
    _ points: [(seconds: Double, value: Double)]
  ) -> [(seconds: Double, value: Double)] {
    guard points.count > most else { return points }
    return (0..<most).map { points[$0 * (points.count - 1) / (most - 1)] }
  }

  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// Sen's interval: Kendall's score varies by n(n−1)(2n+5)/18.
  private static func ranked(_ slopes: [Double], _ count: Int) -> (low: Double, high: Double) {
    let n = Double(count)
    let reach = 1.645 * (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    let below = Int(((Double(slopes.count) - reach) / 2).rounded(.down))
    let low = max(0, below)
    return (slopes[min(low, slopes.count - 1)], slopes[max(0, slopes.count - 1 - low)])
  }

  /// Equal parts of the time, eight or twelve, and how much was added in each.
  private static func stepped(_ points: [(seconds: Double, value: Double)]) -> (low: Double, high: Double) {
    let parts = points.count > 12 ? 12 : 8
    // Student's t for 95 of 100 on one side, 7 and 11 degrees of freedom.
    let student = parts == 12 ? 1.796 : 1.895
    let marks = (0...parts).map { points[$0 * (points.count - 1) / parts] }
    let rates = zip(marks, marks.dropFirst()).compactMap { one, other in
      other.seconds > one.seconds ? (other.value - one.value) / (other.seconds - one.seconds) : nil
    }
    guard rates.count >= 2 else { return (-.infinity, .infinity) }
    let mean = rates.reduce(0, +) / Double(rates.count)
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count - 1)
    let reach = student * (variance / Double(rates.count)).squareRoot()
    return (mean - reach, mean + reach)
  }

  /// From two counts alone: what was taken between them came in steps of `step`, each by itself (Poisson).
  ///
  /// Byar's approximation of the interval for a count of steps. Nil where nothing was taken.
  package init?(taken: Int, step: Int, seconds: Double) {
    guard taken > 0, step > 0, seconds > 0 else { return nil }
    let steps = max(1, Double(taken) / Double(step))
    func cube(_ value: Double) -> Double { value * value * value }
    let z = 1.645
    let below = steps * cube(max(0, 1 - 1 / (9 * steps) - z / (3 * steps.squareRoot())))
    let more = steps + 1
    let above = more * cube(1 - 1 / (9 * more) + z / (3 * more.squareRoot()))
    rate = Double(taken) / seconds
    low = below * Double(step) / seconds
    high = max(rate, above * Double(step) / seconds)
  }
}
