import Evidence
import Testing

@testable import Reports

/// What is counted by the smallest hashes is exact up to their number, and said to be an estimate above it.
@Suite struct EstimateTests {
  private static func count(of different: Int) -> DistinctCount {
    var count = DistinctCount()
    // Spread over the range like hashes are; each twice, since a repetition counts nothing.
    for number in 1...different {
      let hash = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
      count.insert(hash)
      count.insert(hash)
    }
    return count
  }

  @Test func `up to the limit a count is exact and carries no mark`() {
    for different in [1, 2, DistinctCount.limit - 1, DistinctCount.limit] {
      let count = Self.count(of: different)
      #expect(count.value == different)
      #expect(!count.isEstimate)
      #expect(!Phrases.times(count.value, isEstimate: count.isEstimate).contains("≈"))
    }
    #expect(Phrases.times(1) == "once")
  }

  @Test func `above the limit it is near, marked, and never below what is certain`() {
    for different in [DistinctCount.limit + 1, 5_000, 100_000] {
      let count = Self.count(of: different)
      #expect(count.isEstimate)
      #expect(count.value > DistinctCount.limit)
      #expect(abs(count.value - different) * 10 < different)
      #expect(Phrases.times(count.value, isEstimate: count.isEstimate).hasPrefix("≈"))
      #expect(Phrases.counted(count.value).hasPrefix("≈"))
    }
  }
}
