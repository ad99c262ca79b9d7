import Testing

@testable import Triage

/// The tail of the hypergeometric distribution against counting every way to hand out a trait.
@Suite struct FisherTests {
  /// Of all ways to give `having` of `all` nodes the trait, the share in which `with` or more fall on the first
  /// `affected`.
  private func counted(with: Int, affected: Int, having: Int, all: Int) -> Double {
    var ways = 0
    var asMany = 0
    for set in 0..<(1 << all) where set.nonzeroBitCount == having {
      ways += 1
      if (set & ((1 << affected) - 1)).nonzeroBitCount >= with { asMany += 1 }
    }
    return Double(asMany) / Double(ways)
  }

  @Test func `every table of up to ten nodes`() {
    let fisher = Fisher(nodes: 10)
    for all in 2...10 {
      for affected in 1..<all {
        for having in 0...all {
          for with in max(0, having - (all - affected))...min(having, affected) {
            let log = fisher.log10Tail(
              with: with, of: affected, withoutGroup: having - with, ofOthers: all - affected)
            let wanted = Fisher.log10(counted(with: with, affected: affected, having: having, all: all))
            #expect(abs(log - wanted) < 1e-9, "\(with) of \(affected), \(having) of \(all)")
          }
        }
      }
    }
  }

  @Test func `large fleets stay numbers`() {
    let fisher = Fisher(nodes: 20_000)
    let log = fisher.log10Tail(with: 10_000, of: 10_000, withoutGroup: 0, ofOthers: 10_000)
    #expect(log < -6_000 && log.isFinite)
    #expect(fisher.log10Tail(with: 0, of: 10_000, withoutGroup: 0, ofOthers: 10_000) == 0)
  }

  @Test func `tables that cannot be say nothing`() {
    let fisher = Fisher(nodes: 4)
    #expect(fisher.log10Tail(with: 3, of: 2, withoutGroup: 0, ofOthers: 2) == 0)
    #expect(fisher.log10Tail(with: -1, of: 2, withoutGroup: 0, ofOthers: 2) == 0)
    #expect(fisher.log10Tail(with: 1, of: 3, withoutGroup: 0, ofOthers: 3) == 0)
  }
}
