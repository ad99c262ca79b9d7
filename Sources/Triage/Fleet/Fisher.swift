import Glibc

/// Fisher's exact test of a table of two by two, in logarithms: fleets are large and chances small.
struct Fisher {
  /// ln n! for every n up to the number of nodes.
  private let logFactorials: [Double]

  init(nodes: Int) {
    var sums = [0.0]
    for number in 1...max(1, nodes) { sums.append(sums[number - 1] + log(Double(number))) }
    logFactorials = sums
  }

  static func log10(_ value: Double) -> Double { Glibc.log10(value) }

  /// log10 of the probability that at least `with` of the `of` affected nodes have a trait by chance, when
  /// `withoutGroup` of the `ofOthers` other nodes have it too.
  func log10Tail(with: Int, of affected: Int, withoutGroup: Int, ofOthers others: Int) -> Double {
    let having = with + withoutGroup
    let all = affected + others
    let most = min(having, affected)
    guard with >= 0, withoutGroup >= 0, with <= affected, withoutGroup <= others, all < logFactorials.count
    else { return 0 }
    var sum = -Double.infinity
    for count in with...max(with, most) where having - count <= others {
      let term =
        logChoose(affected, count) + logChoose(others, having - count) - logChoose(all, having)
      // log(e^sum + e^term) without leaving what a Double holds.
      let (large, small) = (max(sum, term), min(sum, term))
      sum = large == -.infinity ? large : large + log1p(exp(small - large))
    }
    return min(0, sum / log(10))
  }

  private func logChoose(_ n: Int, _ k: Int) -> Double {
    guard k >= 0, k <= n, n < logFactorials.count else { return -.infinity }
    return logFactorials[n] - logFactorials[k] - logFactorials[n - k]
  }
}
