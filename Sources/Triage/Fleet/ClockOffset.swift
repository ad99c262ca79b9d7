import VPCModel

/// Something that happened at one moment, and that a node and the cluster each put their own time to.
struct SharedEvent: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The kubelet makes an event (`firstTimestamp`), then the API server stores it (`creationTimestamp`).
    case kubeletEvent
    /// A pod is bound to the node (`PodScheduled`), then the kubelet sees it first (`startTime`).
    case podStart
    /// ipamd tags an interface with its own time (`createdAt`) and asks for it; EC2 attaches it (`AttachTime`).
    case interfaceMade
    /// EC2 answers a call (CloudTrail, `requestID`), then ipamd logs the answer.
    case request
    /// A pod is bound, then ipamd gives it an address: not before, and any time later.
    case podServed
  }

  let kind: Kind
  /// By the node's clock.
  let node: Instant
  /// By the clock of the API server or of EC2.
  let cluster: Instant

  /// Seconds by which the node's stamp is the later one.
  var difference: Double { node.seconds(since: cluster) }

  /// The node puts its time to it before the cluster does; both do at once, but for what follows.
  var isNodeFirst: Bool { kind == .kubeletEvent || kind == .interfaceMade }

  /// What the difference is with clocks that agree, as a rule. Seconds: EC2 makes an interface, then it is attached.
  var usual: Double { kind == .interfaceMade ? -2 : 0 }

  /// True when the effect came before its cause, had the node's clock been `offset` seconds ahead.
  ///
  /// - Parameter slack: seconds; both stamps may be cut to whole ones.
  func breaksOrder(offset: Double, slack: Double) -> Bool {
    isNodeFirst ? difference - offset > slack : difference - offset < -slack
  }
}

/// How far a node's clock is from the cluster's, as far as shared events tell.
package struct ClockOffset: Hashable, Sendable {
  /// Seconds the node's clock is ahead; negative is behind.
  package let seconds: Int
  /// Seconds from the median within which three of four shared events lie.
  package let spread: Int
  package let events: Int

  package init(seconds: Int, spread: Int, events: Int) {
    self.seconds = seconds
    self.spread = spread
    self.events = events
  }

  /// The same moment by the cluster's clock.
  func corrected(_ time: Instant) -> Instant {
    let (moment, isOver) = time.nanoseconds.subtractingReportingOverflow(Int64(seconds) * 1_000_000_000)
    return isOver ? time : Instant(nanoseconds: moment)
  }
}

/// What the shared events of a node say of its clock.
enum ClockReading: Hashable, Sendable {
  /// Nothing: too few, or no more than delays explain.
  case silent
  case offset(ClockOffset)
  /// They show that it was off, and not by how much: the clock was set meanwhile, or the stamps are not what they seem.
  case uncertain

  static let leastEvents = 3
  /// Seconds below which an offset orders nothing that delays do not blur.
  static let leastSeconds = 10.0
  /// Stamps cut to whole seconds on both sides, and a moment on the wire.
  static let slack = 2.0
  /// Events on one side of the order only: a delay that is the same each time looks like an offset.
  static let leastEventsUnproved = 5
  static let leastSecondsUnproved = 30.0

  /// The median of what the events say, corrected for when it is beyond 10 s and three times the spread, no event then
  /// has its effect before its cause, and without it most had.
  ///
  /// Where the order does not tell, since a delay explains a stamp that is late, five events of three minutes have to
  /// agree to 2 s on at least 30 s.
  init(_ events: [SharedEvent]) {
    self = .silent
    let measured = events.filter { $0.kind != .podServed }
    guard measured.count >= Self.leastEvents else { return }
    let offsets = measured.map { $0.difference - $0.usual }.sorted()
    let middle = offsets.count / 2
    let median =
      offsets.count % 2 == 1 ? offsets[middle] : (offsets[middle - 1] + offsets[middle]) / 2
    let distances = offsets.map { abs($0 - median) }.sorted()
    let spread = max(1, distances[(distances.count * 3 + 3) / 4 - 1])
    let isFar = abs(median) >= Self.leastSeconds && abs(median) > 3 * spread
    let isConsistent =
      events.count { $0.breaksOrder(offset: median, slack: max(Self.slack, spread)) } * 10 <= events.count
    if isFar, isConsistent,
      Self.isProved(events, isAhead: median > 0) || Self.isSteady(measured, median, spread)
    {
      self = .offset(
        ClockOffset(
          seconds: Int(median.rounded()), spread: Int(spread.rounded(.up)), events: measured.count))
    } else if events.count(where: { $0.breaksOrder(offset: 0, slack: Self.leastSeconds) })
      >= Self.leastEvents
    {
      self = .uncertain
    }
  }

  /// Most of the events that can tell have their effect before their cause by the clock as it is.
  private static func isProved(_ events: [SharedEvent], isAhead: Bool) -> Bool {
    let telling = events.filter { $0.isNodeFirst == isAhead }
    let broken = telling.count { $0.breaksOrder(offset: 0, slack: slack) }
    return broken >= leastEvents && broken * 4 >= telling.count * 3
  }

  private static func isSteady(_ events: [SharedEvent], _ median: Double, _ spread: Double) -> Bool {
    let minutes = Set(events.map { $0.cluster.nanoseconds / 60_000_000_000 })
    return events.count >= leastEventsUnproved && spread <= slack && abs(median) >= leastSecondsUnproved
      && minutes.count >= 3
  }
}
