import TestSupport
import Testing
import VPCModel

@testable import Triage

/// A node's clock out of events that it shares with the cluster.
@Suite struct ClockReadingTests {
  private typealias Kind = SharedEvent.Kind

  private func instant(_ seconds: Double) -> Instant {
    // Both sides cut their stamps to whole seconds.
    Instant(nanoseconds: 1_788_228_000_000_000_000 + Int64(seconds.rounded(.down)) * 1_000_000_000)
  }

  /// An event of the cluster's second `at`, as it is stamped when the node's clock is `offset` ahead and the one who
  /// comes second is `delay` late.
  private func event(_ kind: Kind, at: Double, offset: Double, delay: Double = 0.3) -> SharedEvent {
    let isNodeFirst = kind == .kubeletEvent || kind == .interfaceMade
    return SharedEvent(
      kind: kind, node: instant(at + offset + (isNodeFirst ? 0 : delay)),
      cluster: instant(at + (isNodeFirst ? delay : 0)))
  }

  /// One every 90 s.
  private func row(
    _ kind: Kind, _ numbers: Range<Int>, offset: Double, delay: Double = 0.3, every: Int = 90
  ) -> [SharedEvent] {
    numbers.map { number in
      let at = Double(number * every)
      return event(kind, at: at, offset: offset, delay: delay)
    }
  }

  private func offset(_ reading: ClockReading) -> ClockOffset? {
    if case .offset(let offset) = reading { offset } else { nil }
  }

  /// Delays as they are: mostly below two seconds, some of them long.
  private func delay(_ random: inout SeededRandom) -> Double {
    random.below(10) == 0 ? Double(random.below(60)) : Double(random.below(2_000)) / 1_000
  }

  private func events(_ random: inout SeededRandom, of kinds: [Kind], offset: Double) -> [SharedEvent] {
    (0..<(6 + random.below(40))).map { number in
      let kind = random.pick(kinds)
      let delay = kind == .podServed ? Double(random.below(3_000)) : delay(&random)
      return event(
        kind, at: Double(number * 37 + random.below(30)), offset: offset,
        delay: kind == .interfaceMade ? delay + 1.5 : delay)
    }
  }

  private static let mixtures: [[SharedEvent.Kind]] = [
    [.kubeletEvent], [.podStart], [.interfaceMade], [.request], [.kubeletEvent, .podStart],
    [.interfaceMade, .kubeletEvent, .podStart, .request], [.podStart, .podStart, .podServed],
  ]

  @Test(arguments: 0..<60) func `a planted offset is found, ahead or behind`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for mixture in Self.mixtures {
      let planted = Double(40 + random.below(5_000)) * (random.below(2) == 0 ? 1 : -1)
      let events = events(&random, of: mixture, offset: planted)
      let reading = ClockReading(events)
      guard let found = offset(reading) else {
        // Long delays may have been too many of few; then nothing is claimed that is not so.
        #expect(events.count { abs($0.difference - planted) > 4 } * 5 > events.count, "\(mixture) \(planted)")
        continue
      }
      #expect(abs(Double(found.seconds) - planted) <= 5, "\(mixture) \(planted): \(found)")
      #expect(found.events <= events.count && found.spread >= 1)
    }
  }

  @Test(arguments: 0..<200) func `none is claimed where none was planted`(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 9_000)
    for mixture in Self.mixtures {
      // Clocks that are kept by NTP: a second at most.
      let drift = Double(random.below(2_000)) / 1_000 - 1
      #expect(ClockReading(events(&random, of: mixture, offset: drift)) == .silent)
    }
  }

  @Test(arguments: 0..<20) func `the order of the events leaves no trace`(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 77)
    let events = events(&random, of: [.kubeletEvent, .podStart], offset: 300)
    #expect(ClockReading(events.shuffled(using: &random)) == ClockReading(events))
  }

  @Test func `two events are too few, three that agree are enough`() {
    let three = row(.kubeletEvent, 0..<3, offset: 95)
    #expect(ClockReading(Array(three.prefix(2))) == .silent)
    #expect(offset(ClockReading(three))?.seconds == 95 || offset(ClockReading(three))?.seconds == 94)
    #expect(offset(ClockReading(three))?.events == 3)
  }

  @Test func `a few seconds are what delays are made of`() {
    let events = row(.kubeletEvent, 0..<20, offset: 8)
    #expect(ClockReading(events) == .silent)
  }

  @Test func `a kubelet that is slow is no clock that is ahead`() {
    // It sees its pods 12 to 50 s after they were bound: late stamps, and nothing before its cause.
    let slow = (0..<12).map { number in
      let delay = Double(12 + 13 * (number % 4))
      return event(.podStart, at: Double(number) * 90, offset: 0, delay: delay)
    }
    #expect(ClockReading(slow) == .silent)
    // Pods that wait for their address wait; this bounds the clock on one side and measures nothing.
    let served = row(.podServed, 0..<12, offset: 0, delay: 40)
    #expect(ClockReading(served) == .silent)
  }

  @Test func `pods seen before they were bound show that the clock is behind`() {
    let events = row(.podStart, 0..<4, offset: -70)
    #expect(offset(ClockReading(events))?.seconds == -70)
  }

  @Test func `a delay that is the same each time has to be long, and of many moments`() {
    func ahead(_ count: Int, by seconds: Double, every: Int = 90) -> [SharedEvent] {
      row(.podStart, 0..<count, offset: seconds, every: every)
    }
    #expect(offset(ClockReading(ahead(5, by: 600)))?.seconds == 600)
    #expect(ClockReading(ahead(4, by: 600)) == .silent)
    #expect(ClockReading(ahead(9, by: 20)) == .silent)
    #expect(ClockReading(ahead(9, by: 600, every: 1)) == .silent, "one moment")
  }

  @Test func `a clock that was set meanwhile is said and not corrected`() {
    let before = row(.kubeletEvent, 0..<8, offset: 300)
    let after = row(.kubeletEvent, 8..<16, offset: 0)
    #expect(ClockReading(before + after) == .uncertain)
    #expect(ClockReading(after) == .silent)
  }

  @Test func `what contradicts the order of cause and effect is not corrected`() {
    // The kubelet's events say 95 s ahead; by that clock ipamd would have served pods before they were bound.
    let ahead = row(.kubeletEvent, 0..<6, offset: 95)
    let served = row(.podServed, 0..<6, offset: 0, delay: 1)
    #expect(offset(ClockReading(ahead)) != nil)
    #expect(ClockReading(ahead + served) == .uncertain)
  }

  @Test func `one stamp in four may be anything`() {
    var events = row(.kubeletEvent, 0..<9, offset: 95)
    events.append(event(.kubeletEvent, at: 30, offset: -40_000))
    #expect(offset(ClockReading(events)).map { (94...95).contains($0.seconds) } == true)
  }

  @Test func `a corrected time is the cluster's, and one at the edge stays`() {
    let clock = ClockOffset(seconds: 95, spread: 1, events: 3)
    #expect(clock.corrected(instant(100)) == instant(5))
    let edge = Instant(nanoseconds: .min)
    #expect(clock.corrected(edge) == edge)
  }

  @Test func `first, spread, order and the picture go by the cluster's clock`() {
    let cause = FleetGroupTests.cause
    func node(_ id: String, _ second: Double, _ clock: ClockOffset?) -> FleetNode {
      FleetNode(id: id, cause: cause, first: instant(second), failures: 1, traits: [], clock: clock)
    }
    let behind = ClockOffset(seconds: -300, spread: 1, events: 9)
    // By its own clock i-2 failed first; it is five minutes behind.
    let nodes = [node("i-1", 100, nil), node("i-2", 10, behind), node("i-3", 130, nil)]
    let group = FleetGroup(cause, title: "", among: nodes)
    #expect(group.nodes == ["i-1", "i-3", "i-2"])
    #expect(group.first == instant(100) && group.spreadSeconds == 210)
    let span = FailureSpan(minute: 1_000, minutes: 2, failures: 3)
    #expect(span.corrected(by: behind).minute == 1_005 && span.corrected(by: nil) == span)
  }
}
