import TestSupport
import Testing
import VPCModel

/// Seeded series whose true rate is known: the interval has to hold it as often as it says.
@Suite struct ForecastTests {
  private static func time(_ minute: Int) -> Instant { Instant(nanoseconds: Int64(minute) * 60_000_000_000) }

  /// Nine in ten, less what 300 series leave to chance (three standard errors).
  private static let series = 300
  private static let least = 255

  /// Addresses by the minute; each minute a step is taken with a chance of `chance` in a thousand.
  private func steps(
    _ random: inout SeededRandom, minutes: Int, step: Int, chance: Int
  ) -> [(time: Instant, addresses: Int)] {
    var sum = 100
    return (0..<minutes).map { minute in
      if random.below(1_000) < chance { sum += step }
      return (Self.time(minute), sum)
    }
  }

  @Test(arguments: [1, 16]) func `the interval holds the rate of growth by steps`(step: Int) throws {
    var held = 0
    var asked = 0
    for seed in 0..<Self.series {
      var random = SeededRandom(seed: UInt64(seed))
      let series = steps(&random, minutes: 240, step: step, chance: 300)
      let points = series.map { ($0.time.seconds(since: Self.time(0)), Double($0.addresses)) }
      let growth = try #require(Growth(points))
      let truth = Double(step) * 0.3 / 60
      asked += 1
      if growth.low <= truth, truth <= growth.high { held += 1 }
    }
    #expect(asked == Self.series && held >= Self.least, "\(held) of \(asked)")
  }

  @Test func `the interval holds the rate of a line that is measured badly`() throws {
    var held = 0
    for seed in 0..<Self.series {
      var random = SeededRandom(seed: UInt64(seed) &+ 5_000)
      let points = (0..<50).map { minute in
        (Double(minute * 60), Double(minute) * 2 + Double(random.below(41)) - 20)
      }
      let growth = try #require(Growth(points))
      if growth.low <= 2.0 / 60, 2.0 / 60 <= growth.high { held += 1 }
    }
    #expect(held >= Self.least, "\(held)")
  }

  @Test func `two counts hold the rate of steps between them`() {
    var held = 0
    var asked = 0
    for seed in 0..<Self.series {
      var random = SeededRandom(seed: UInt64(seed) &+ 9_000)
      let taken = (steps(&random, minutes: 240, step: 16, chance: 50).last?.addresses ?? 100) - 100
      guard let growth = Growth(taken: taken, step: 16, seconds: 240 * 60) else { continue }
      asked += 1
      let truth = 16.0 * 0.05 / 60
      if growth.low <= truth, truth <= growth.high { held += 1 }
    }
    #expect(asked > 290 && held >= asked * 85 / 100, "\(held) of \(asked)")
  }

  @Test func `the time of exhaustion lies in its interval as often`() throws {
    var inside = 0
    for seed in 0..<Self.series {
      var random = SeededRandom(seed: UInt64(seed) &+ 20_000)
      let held = steps(&random, minutes: 240, step: 10, chance: 200)
      let forecast = SubnetForecast(held: held, nodes: 3, free: 400, at: Self.time(239))
      // Two addresses a minute: the 400 last 200 minutes.
      let truth = Self.time(239 + 200)
      guard forecast.state == .expected, let earliest = forecast.earliest, let latest = forecast.latest else {
        continue
      }
      #expect(forecast.at.map { $0 >= earliest && $0 <= latest } == true)
      if earliest <= truth, truth <= latest { inside += 1 }
    }
    #expect(inside >= Self.least, "\(inside)")
  }

  @Test func `one odd point does not move the rate`() throws {
    var points = (0..<30).map { (Double($0), Double($0) * 3) }
    points[12].1 = 5_000
    let growth = try #require(Growth(points))
    #expect(abs(growth.rate - 3) < 0.5, "\(growth.rate)")
  }

  @Test func `nothing is said of fewer points than the method needs`() {
    #expect(Growth((0..<Growth.fewest - 1).map { (Double($0), Double($0)) }) == nil)
    #expect(Growth((0..<20).map { _ in (1.0, 2.0) }) == nil, "no time between them")
    let few = (0..<5).map { (time: Self.time($0), addresses: 10 * $0) }
    let forecast = SubnetForecast(held: few, nodes: 1, free: 50, at: nil)
    #expect(forecast.state == .notEnoughData && forecast.because.contains("9 are needed"))
    #expect(forecast.at == nil && forecast.perHour == nil)
    let one = SubnetForecast(snapshots: [(Self.time(0), 50)], step: 15)
    #expect(one.state == .notEnoughData && one.source == nil)
    #expect(SubnetForecast(held: [], nodes: 0, free: 9, at: nil).state == .notEnoughData)
  }

  @Test func `flat and falling series run out of nothing`() {
    let flat = (0..<60).map { (time: Self.time($0), addresses: 40) }
    let falling = (0..<60).map { (time: Self.time($0), addresses: 400 - $0) }
    for held in [flat, falling] {
      let forecast = SubnetForecast(held: held, nodes: 2, free: 50, at: nil)
      #expect(forecast.state == .notExhausting && forecast.at == nil, "\(forecast)")
    }
    let counts = [(time: Self.time(0), free: 50), (time: Self.time(60), free: 50)]
    #expect(SubnetForecast(snapshots: counts, step: 15).state == .notExhausting)
    #expect(
      SubnetForecast(snapshots: [(Self.time(0), 50), (Self.time(60), 90)], step: 15).state == .notExhausting)
  }

  @Test func `a rise that fell again is no trend`() {
    let wave = (0..<60).map { (time: Self.time($0), addresses: 40 + ($0 < 40 ? $0 * 5 : (60 - $0) * 5)) }
    let forecast = SubnetForecast(held: wave, nodes: 2, free: 50, at: nil)
    #expect(forecast.state == .notEnoughData && forecast.because.contains("no trend"), "\(forecast)")
    let counts = [(Self.time(0), 90), (Self.time(30), 20), (Self.time(60), 60)].map {
      (time: $0.0, free: $0.1)
    }
    #expect(SubnetForecast(snapshots: counts, step: 15).state == .notEnoughData)
  }

  @Test func `chance is not called a trend`() {
    var claimed = 0
    for seed in 0..<Self.series {
      var random = SeededRandom(seed: UInt64(seed) &+ 40_000)
      let held = (0..<60).map { (time: Self.time($0), addresses: 100 + random.below(30)) }
      if SubnetForecast(held: held, nodes: 1, free: 500, at: nil).state == .expected { claimed += 1 }
    }
    #expect(claimed <= Self.series / 10, "\(claimed)")
  }

  @Test func `a forecast reaches twenty times the time measured and no further`() throws {
    let slow = [(time: Self.time(0), free: 4_000), (time: Self.time(10), free: 3_990)]
    let forecast = SubnetForecast(snapshots: slow, step: 10)
    #expect(forecast.state == .beyond)
    let fast = [(time: Self.time(0), free: 400), (time: Self.time(60), free: 200)]
    let soon = SubnetForecast(snapshots: fast, step: 10)
    #expect(soon.state == .expected && soon.at == Self.time(120), "\(soon)")
    let (earliest, latest) = (try #require(soon.earliest), try #require(soon.latest))
    #expect(earliest < Self.time(120) && latest > Self.time(120))
    #expect(SubnetForecast(snapshots: [(Self.time(0), 9), (Self.time(9), 0)], step: 1).state == .exhausted)
  }
}
