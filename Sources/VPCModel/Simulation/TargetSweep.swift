/// Warm targets tried one after the other on the same nodes, and those of them that no other beats.
///
/// Three things are weighed: addresses held, pods of a burst that start at once, EC2 calls of the burst.
package struct TargetSweep: Hashable, Sendable {
  /// One choice of targets, and what the fleet comes to with it.
  package struct Point: Hashable, Sendable {
    /// Target → value, empty where it is taken away.
    package let settings: [String: String]
    /// Addresses taken from subnets, all nodes together.
    package let held: Int
    /// Pods of the burst with an address before ipamd has done anything, all nodes together.
    package let servedAtOnce: Int
    /// Calls to serve the burst and to give back after it, all nodes together.
    package let calls: Int
    /// Until the last pod of the slowest node had its address.
    package let seconds: Int

    /// At least as good in everything, and better in something.
    func beats(_ other: Point) -> Bool {
      held <= other.held && servedAtOnce >= other.servedAtOnce && calls <= other.calls
        && (held, -servedAtOnce, calls) != (other.held, -other.servedAtOnce, other.calls)
    }

    func isAsGood(as other: Point) -> Bool {
      (held, servedAtOnce, calls) == (other.held, other.servedAtOnce, other.calls)
    }
  }

  package enum Reason: Hashable, Sendable {
    /// The fewest addresses with which every pod of the burst starts at once.
    case fewestThatServeAtOnce
    /// No choice serves the whole burst at once; this one serves the most.
    case servesMost
  }

  /// Choices looked at.
  package let tried: Int
  /// Of these, not taken further: pods without an address, a pool that never rests, or settings that are refused.
  package let dropped: Int
  /// The fewest addresses first.
  package let frontier: [Point]
  package let recommended: Point?
  package let reason: Reason?
  /// Pods of the burst on all nodes.
  package let burstPods: Int
  /// With the targets the nodes have; nil when nodes do not rest with them.
  package let present: Point?

  /// - Parameter change: what is tried besides the targets.
  package init(_ nodes: [FleetSimulation.Node], change: SettingsChange, burst: Int) {
    var runner = FleetRunner(burst: burst)
    let usable = nodes.filter { $0.shape != nil && $0.pods != nil }
    let usesPrefixes = usable.contains { $0.wantedShape?.usesPrefixes == true }
    var points: [Point] = []
    var dropped = 0
    let choices = Self.choices(usable.compactMap(\.pods), burst: burst, usesPrefixes: usesPrefixes)
    for choice in choices {
      let point = Self.point(choice, usable, change, &runner)
      if let point { points.append(point) } else { dropped += 1 }
    }
    tried = choices.count
    self.dropped = dropped
    burstPods = runner.pods(usable)
    present = Self.point([:], usable, change, &runner)
    frontier = Self.frontier(points)
    let all = burstPods
    let atOnce = frontier.filter { $0.servedAtOnce >= all }
    if let best = atOnce.min(by: { ($0.held, $0.calls) < ($1.held, $1.calls) }) {
      recommended = best
      reason = .fewestThatServeAtOnce
    } else {
      recommended = frontier.min {
        (-$0.servedAtOnce, $0.held, $0.calls) < (-$1.servedAtOnce, $1.held, $1.calls)
      }
      reason = recommended == nil ? nil : .servesMost
    }
  }

  /// Simple ones first: of two that come to the same the first stays.
  static func choices(_ pods: [Int], burst: Int, usesPrefixes: Bool) -> [[String: String]] {
    let whole = usesPrefixes ? "WARM_PREFIX_TARGET" : "WARM_ENI_TARGET"
    // Beside IP targets the 1 of the manifest stays: nobody takes it away.
    func choice(whole count: Int = 1, warm: Int? = nil, floor: Int = 0) -> [String: String] {
      [
        whole: String(count), "WARM_IP_TARGET": warm.map(String.init) ?? "",
        "MINIMUM_IP_TARGET": floor > 0 ? String(floor) : "",
      ]
    }
    var found: [[String: String]] = []
    for count in (usesPrefixes ? 1 : 0)...3 { found.append(choice(whole: count)) }
    let sorted = pods.sorted()
    let usual = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    let most = sorted.last ?? 0
    let warm = Set([1, 2, 3, 5, 8, 10, 16, 20, 30, min(burst, 256)]).subtracting([0]).sorted()
    let floors = Set([0, 10, 20, 30, usual, most, usual.adding(orMax: burst), most.adding(orMax: burst)])
      .filter { $0 >= 0 && $0 <= 1_000 }.sorted()
    // A floor alone is no choice: the pool never grows above it.
    for floor in floors { for count in warm { found.append(choice(warm: count, floor: floor)) } }
    return found
  }

  /// nil when a node would not rest, or would leave pods without an address.
  private static func point(
    _ choice: [String: String], _ nodes: [FleetSimulation.Node], _ change: SettingsChange,
    _ runner: inout FleetRunner
  ) -> Point? {
    guard !nodes.isEmpty else { return nil }
    var held = 0
    var served = 0
    var calls = 0
    var seconds = 0
    for node in nodes {
      guard let shape = node.wantedShape ?? node.shape, let pods = node.pods else { return nil }
      var environment = change.applied(to: node.environment)
      for (name, value) in choice { environment[name] = value.isEmpty ? nil : value }
      if CNISettings.isRefused(environment: environment) { return nil }
      let (pool, burst) = runner.run(
        shape.with(CNISettings(environment: environment)), node.wantedHeld, pods, node.hostNetworkPods ?? 2)
      let room = (shape.usableAddresses ?? .max).adding(orMax: -pods)
      let tooMany = max(0, burst.pods.adding(orMax: -max(0, room)))
      guard pool.refused == 0, pool.rest == .steady, burst.refused <= tooMany, let cost = burst.calls else {
        return nil
      }
      held = held.adding(orMax: pool.total)
      served = served.adding(orMax: burst.servedAtOnce)
      calls = calls.adding(orMax: cost.total)
      seconds = max(seconds, burst.seconds)
    }
    return Point(settings: choice, held: held, servedAtOnce: served, calls: calls, seconds: seconds)
  }

  /// Those that no other beats; of equals the first.
  static func frontier(_ points: [Point]) -> [Point] {
    var kept: [Point] = []
    for point in points {
      if kept.contains(where: { $0.beats(point) || $0.isAsGood(as: point) }) { continue }
      kept.removeAll { point.beats($0) }
      kept.append(point)
    }
    return kept.sorted { ($0.held, -$0.servedAtOnce, $0.calls) < ($1.held, -$1.servedAtOnce, $1.calls) }
  }
}
