import Foundation
import TestSupport
import Testing
import VPCModel

@testable import Evidence

@Suite struct SharedRequestsTests {
  private func some(_ random: inout SeededRandom, _ count: Int) -> SharedRequests {
    var requests = SharedRequests()
    for _ in 0..<count {
      let id = UInt64(random.below(400)) &* 0x9E37_79B9_7F4A_7C15
      let time = Instant(nanoseconds: Int64(random.below(1_000_000)))
      if random.below(2) == 0 { requests.log(id, at: time) } else { requests.answer(id, at: time) }
    }
    return requests
  }

  @Test(arguments: 0..<40) func `merging is the same in any order and grouping, and bounded`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    let parts = (0..<6).map { _ in some(&random, 60) }
    var all = SharedRequests()
    for part in parts { all.merge(part) }
    var other = SharedRequests()
    for start in stride(from: 0, to: 6, by: 2) {
      var pair = parts[5 - start]
      pair.merge(parts[4 - start])
      pair.merge(pair)
      other.merge(pair)
    }
    #expect(other == all)
    #expect(all.logged.count == SharedRequests.kept && all.answered.count == SharedRequests.kept)
    let text = try JSONEncoder().encode(all)
    #expect(try JSONDecoder().decode(SharedRequests.self, from: text) == all)
  }

  @Test func `of several lines about a request the first counts`() {
    var requests = SharedRequests()
    for time in [30, 10, 20] { requests.log(7, at: Instant(nanoseconds: Int64(time))) }
    #expect(requests.logged == [7: Instant(nanoseconds: 10)] && requests.answered.isEmpty)
  }
}
