/// How many different things were seen: the k smallest of fixed 64-bit hashes.
///
/// Exact below `limit`, above it an estimate (`isEstimate`). Union, then the k smallest: so merging is
/// associative and commutative, and counting the same thing twice changes nothing.
package struct DistinctCount: Hashable, Sendable {
  package static let limit = 4_096
  /// Ascending, without repeats.
  private var hashes: [UInt64] = []
  private var pending: [UInt64] = []
  /// More than `limit` were seen, as far as `hashes` knows.
  private var isFull = false

  package init() {}

  package var isEstimate: Bool { settled.isFull }

  private var settled: DistinctCount {
    var copy = self
    copy.settle()
    return copy
  }

  // What waits unsorted is no difference.
  package static func == (left: DistinctCount, right: DistinctCount) -> Bool {
    let (left, right) = (left.settled, right.settled)
    return left.hashes == right.hashes && left.isFull == right.isFull
  }

  package func hash(into hasher: inout Hasher) {
    let copy = settled
    hasher.combine(copy.hashes)
    hasher.combine(copy.isFull)
  }

  package mutating func insert(_ hash: UInt64) {
    if isFull, let last = hashes.last, hash > last { return }
    pending.append(hash)
    if pending.count >= 1_024 { settle() }
  }

  package mutating func merge(_ other: DistinctCount) {
    isFull = isFull || other.isFull
    pending.append(contentsOf: other.hashes)
    pending.append(contentsOf: other.pending)
    // Sorting for each of thousands of small counts would cost their number times `limit`.
    if pending.count >= DistinctCount.limit { settle() }
  }

  /// Sorts what waits into `hashes`.
  package mutating func settle() {
    guard !pending.isEmpty else { return }
    pending.append(contentsOf: hashes)
    pending.sort()
    hashes.removeAll(keepingCapacity: true)
    for hash in pending where hashes.last != hash {
      if hashes.count == DistinctCount.limit {
        isFull = true
        break
      }
      hashes.append(hash)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Gives back the room that counting took.
  mutating func condense() {
    settle()
    if hashes.capacity > hashes.count + 8 { hashes = Array(hashes[...]) }
    pending = []
  }

  package var value: Int {
    let copy = settled
    guard copy.isFull, let last = copy.hashes.last, last > 0 else { return copy.hashes.count }
    // The k-th smallest of n uniform hashes lies near k/n of the range.
    let share = Double(last) / Double(UInt64.max)
    // Hashes may be chosen to lie low; the estimate stays a number that fits.
    let estimate = Int(min(Double(DistinctCount.limit - 1) / share, 1e15))
    // There were more than the limit: so much is certain.
    return max(DistinctCount.limit + 1, estimate)
  }
}

/// The hashes as sixteen hex digits each, ascending: JSON's numbers end at 2^53 for many readers.
extension DistinctCount: Codable {
  private enum Key: String, CodingKey { case hashes, isFull }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for text in try container.decode([String].self, forKey: .hashes) {
      guard let hash = UInt64(text, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          forKey: .hashes, in: container, debugDescription: "\(text): no hash of 64 bits")
      }
      pending.append(hash)
    }
    settle()
    isFull = try container.decodeIfPresent(Bool.self, forKey: .isFull) ?? isFull
  }

  package func encode(to encoder: any Encoder) throws {
    let copy = settled
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(copy.hashes.map { $0.hex }, forKey: .hashes)
    if copy.isFull { try container.encode(true, forKey: .isFull) }
  }
}

extension UInt64 {
  /// Sixteen digits.
  var hex: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
