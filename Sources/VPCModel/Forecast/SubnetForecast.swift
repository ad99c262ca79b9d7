/// When a subnet runs out of addresses if it goes on as it did, or why that cannot be said.
package struct SubnetForecast: Hashable, Sendable {
  package enum State: String, Hashable, Sendable, CaseIterable {
    case expected
    /// It grows so slowly that nothing seen reaches so far.
    case beyond = "beyond-evidence"
    case notExhausting = "not-exhausting"
    case exhausted
    case notEnoughData = "not-enough-data"
  }

  package enum Source: String, Hashable, Sendable, CaseIterable {
    /// Free addresses of the subnet in documents of different times.
    case snapshots
    /// What the pools of its nodes held, minute by minute.
    case poolStatistics = "pool-statistics"
  }

  package var state: State
  /// Nil where there was nothing to measure.
  package var source: Source?
  /// The time measured.
  package var from: Instant?
  package var to: Instant?
  package var points = 0
  /// Addresses taken in an hour, with the interval that holds the true rate nine times in ten.
  package var perHour: Double?
  package var perHourLow: Double?
  package var perHourHigh: Double?
  package var at: Instant?
  package var earliest: Instant?
  package var latest: Instant?
  /// One sentence, with what it assumes.
  package var because: String

  package init(_ state: State, because: String) {
    self.state = state
    self.because = because
  }

  /// How many times the time measured a forecast may reach.
  private static let reach = 20.0
}

extension SubnetForecast {
  /// From free addresses at two times or more.
  ///
  /// - Parameter step: addresses a node takes at once, at most.
  package init(snapshots: [(time: Instant, free: Int)], step: Int) {
    let known = snapshots.sorted { $0.time < $1.time }
    guard let first = known.first, let last = known.last, known.count >= 2, first.time < last.time else {
      self.init(.notEnoughData, because: "one count of free addresses; two with known times are needed")
      return
    }
    let seconds = last.time.seconds(since: first.time)
    let rises = zip(known, known.dropFirst()).contains { $1.free > $0.free }
    let count = known.count
    self.init(.notEnoughData, because: "")
    (source, from, to, points) = (.snapshots, first.time, last.time, count)
    if last.free <= 0 {
      self = SubnetForecast(.exhausted, because: "it has no free address")
    } else if last.free >= first.free {
      state = .notExhausting
      because = "free addresses did not fall: \(first.free), then \(last.free)"
    } else if rises {
      because = "free addresses fell and rose again between the counts: no trend"
    } else if seconds < 60 {
      because = "the counts are less than a minute apart"
    } else if let growth = Growth(taken: first.free - last.free, step: step, seconds: seconds) {
      let assumed =
        "from \(first.free) to \(last.free) free; assumes nodes go on taking up to \(step) at a time as they did"
      set(growth, free: last.free, since: last.time, span: seconds, assumed)
    }
  }

  /// From what the pools of its nodes held.
  ///
  /// - Parameters:
  ///   - held: addresses of all nodes together, by time.
  ///   - free: of the subnet, when it was counted, at the end of `held` where that is not known.
  package init(held: [(time: Instant, addresses: Int)], nodes: Int, free: Int?, at counted: Instant?) {
    guard let first = held.first, let last = held.last, first.time < last.time else {
      self.init(.notEnoughData, because: "no two counts of the pools or of the subnet at known times")
      return
    }
    self.init(.notEnoughData, because: "")
    (source, from, to, points) = (.poolStatistics, first.time, last.time, held.count)
    let seconds = last.time.seconds(since: first.time)
    let most = held.map(\.addresses).max() ?? 0
    let least = held.map(\.addresses).min() ?? 0
    let growth = Growth(held.map { ($0.time.seconds(since: first.time), Double($0.addresses)) })
    if let free, free <= 0 {
      self = SubnetForecast(.exhausted, because: "it has no free address")
    } else if held.count < Growth.fewest {
      because = "\(held.count) counts of the pools; \(Growth.fewest) are needed"
    } else if most == least || last.addresses <= first.addresses {
      state = .notExhausting
      because = "the pools of its nodes did not grow: \(first.addresses) addresses, then \(last.addresses)"
    } else if (most - last.addresses) * 2 > most - least {
      because = "the pools rose to \(most) and fell to \(last.addresses) again: no trend"
    } else if let growth {
      if growth.low <= 0 {
        because = "the pools grew from \(first.addresses) to \(last.addresses), no more than chance explains"
      } else if let free {
        let of = nodes == 1 ? "1 node" : "\(nodes) nodes"
        set(
          growth, free: free, since: counted ?? last.time, span: seconds,
          "pools of \(of) grew from \(first.addresses) to \(last.addresses); assumes they go on, and nobody else "
            + "takes or returns any")
      } else {
        because = "the pools grow, but the free addresses of the subnet are not known"
      }
    }
  }

  private mutating func set(
    _ growth: Growth, free: Int, since start: Instant, span: Double, _ assumed: String
  ) {
    perHour = growth.rate * 3_600
    perHourLow = growth.low * 3_600
    perHourHigh = growth.high * 3_600
    func moment(_ rate: Double) -> Instant? {
      let seconds = Double(free) / rate
      guard rate > 0, seconds < 1e9 else { return nil }
      return Instant(
        nanoseconds: start.nanoseconds.addingReportingOverflow(Int64(seconds) * 1_000_000_000).partialValue)
    }
    at = moment(growth.rate)
    earliest = moment(growth.high)
    latest = moment(growth.low)
    because = assumed
    state = growth.rate > 0 && Double(free) / growth.rate <= span * Self.reach ? .expected : .beyond
    if state == .beyond { because += "; that is further away than the time measured can tell" }
  }
}
