/// How many different things were seen: the k smallest of fixed 64-bit hashes.
///
/// Exact below `limit`, above it an estimate (`isEstimate`). Union, then the k smallest: so merging is
/// associative and commutative, and counting the same thing twice changes nothing.
package struct DistinctCount: Hashable, Sendable {
  package static let limit = 4_096
  /// Ascending, without repeats.
  private var hashes: [UInt64] = []
  private var pending: [UInt64] = []
  package private(set) var isEstimate = false

  package init() {}

  package mutating func insert(_ hash: UInt64) {
    if isEstimate, let last = hashes.last, hash > last { return }
    pending.append(hash)
    if pending.count >= 256 { settle() }
  }

  package mutating func merge(_ other: DistinctCount) {
    isEstimate = isEstimate || other.isEstimate
    pending.append(contentsOf: other.hashes)
    pending.append(contentsOf: other.pending)
    settle()
  }

  /// Sorts what waits into `hashes`; call before comparing two counts for equality.
  package mutating func settle() {
    guard !pending.isEmpty else { return }
    pending.append(contentsOf: hashes)
    pending.sort()
    hashes.removeAll(keepingCapacity: true)
    for hash in pending where hashes.last != hash {
      if hashes.count == DistinctCount.limit {
        isEstimate = true
        break
      }
      hashes.append(hash)
    }
    pending.removeAll(keepingCapacity: true)
  }

  package var value: Int {
    var copy = self
    copy.settle()
    guard copy.isEstimate, let last = copy.hashes.last, last > 0 else { return copy.hashes.count }
    // The k-th smallest of n uniform hashes lies near k/n of the range.
    let share = Double(last) / Double(UInt64.max)
    // Hashes may be chosen to lie low; the estimate stays a number that fits.
    return Int(min(Double(DistinctCount.limit - 1) / share, 1e15))
  }
}
