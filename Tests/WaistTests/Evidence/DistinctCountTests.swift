import Evidence
import Testing

@Suite struct DistinctCountTests {
  @Test(arguments: [0, 1, 2, 255, 256, 257, 1_000, 4_095, 4_096])
  func `a few are counted exactly, however often each is seen`(wanted: Int) {
    var dice = SeededGenerator(seed: UInt64(wanted) &+ 1)
    let hashes = (0..<wanted).map { _ in dice.next() }
    var count = DistinctCount()
    for _ in 0..<2 { for hash in hashes.shuffled(using: &dice) { count.insert(hash) } }
    #expect(count.value == wanted)
    count.settle()
    #expect(!count.isEstimate)
  }

  @Test(arguments: [4_097, 5_000, 20_000, 100_000, 1_000_000])
  func `many are estimated within five percent`(wanted: Int) {
    var dice = SeededGenerator(seed: UInt64(wanted))
    var count = DistinctCount()
    for _ in 0..<wanted { count.insert(dice.next()) }
    #expect(abs(Double(count.value) - Double(wanted)) <= 0.05 * Double(wanted), "\(count.value) of \(wanted)")
    count.settle()
    #expect(count.isEstimate)
  }

  @Test(arguments: 0..<12) func `merging is associative, commutative and idempotent`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let pool = (0..<9_000).map { _ in dice.next() }
    let sizes = [0, 10, 300, 3_000, 6_000]
    let parts = (0..<3).map { _ in
      var part = DistinctCount()
      for hash in pool.shuffled(using: &dice).prefix(sizes.randomElement(using: &dice) ?? 0) {
        part.insert(hash)
      }
      return part
    }
    let (a, b, c) = (parts[0], parts[1], parts[2])
    #expect(merged(merged(a, b), c) == merged(a, merged(b, c)))
    #expect(merged(a, b) == merged(b, a))
    #expect(merged(a, a) == settled(a))
    #expect(merged(a, DistinctCount()) == settled(a))
    #expect(merged(DistinctCount(), a) == settled(a))
  }

  @Test func `a count put together from parts is the count of the whole`() {
    var dice = SeededGenerator(seed: 5)
    var whole = DistinctCount()
    var parts = [DistinctCount](repeating: DistinctCount(), count: 7)
    for _ in 0..<30_000 {
      let hash = dice.next()
      whole.insert(hash)
      parts[Int.random(in: 0..<7, using: &dice)].insert(hash)
    }
    #expect(parts.reduce(DistinctCount(), merged) == settled(whole))
  }

  @Test(.timeLimit(.minutes(1))) func `thousands of small counts merge in no time`() {
    var dice = SeededGenerator(seed: 9)
    var whole = DistinctCount()
    var all = DistinctCount()
    for _ in 0..<20_000 {
      var one = DistinctCount()
      let hash = dice.next()
      one.insert(hash)
      whole.insert(hash)
      all.merge(one)
    }
    #expect(all == whole)
    #expect(all.isEstimate)
  }

  @Test func `hashes that somebody chose are no trap`() {
    var low = DistinctCount()
    for hash in 0..<5_000 as Range<UInt64> { low.insert(hash) }
    #expect(low.value > 0)
    var high = DistinctCount()
    for hash in 0..<5_000 as Range<UInt64> { high.insert(UInt64.max - hash) }
    #expect((4_000...5_000).contains(high.value))
    var same = DistinctCount()
    for _ in 0..<100_000 { same.insert(0) }
    #expect(same.value == 1)
  }

  private func settled(_ count: DistinctCount) -> DistinctCount {
    var count = count
    count.settle()
    return count
  }

  private func merged(_ left: DistinctCount, _ right: DistinctCount) -> DistinctCount {
    var left = left
    left.merge(right)
    return settled(left)
  }
}
