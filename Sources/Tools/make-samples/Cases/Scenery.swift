import VPCModel

/// A cluster with one subnet and one node in it, the place of many small stories.
struct Stage {
  let cluster: Cluster
  let space: AddressSpace
  let node: Node

  /// - Parameter minutes: length of the story; nothing runs before `play`.
  init(
    _ path: String, _ seed: UInt64, _ cni: Generation, on day: (month: Int, day: Int, hour: Int),
    type: String = "m5.large", cidr: String = "10.40.16.0/20", settings: Settings = Settings(),
    maxPods: Int? = nil
  ) {
    cluster = Cluster(
      path, seed: seed, start: Moment(month: day.month, day: day.day, hour: day.hour, minute: 4))
    space = cluster.subnet(cidr)
    node = cluster.addNode(type, in: space, cni: cni, settings: settings, maxPods: maxPods)
  }

  func time(_ seconds: Double) -> Moment { cluster.start + seconds }

  /// A line of ipamd at `seconds`, in order with the simulation's own.
  func say(_ seconds: Double, _ level: String, _ caller: String, _ message: String) {
    node.line(level, caller, message, at: time(seconds))
  }

  /// The container restarts over and over: its first lines, then `words`, every `gap` seconds.
  func crashLoop(
    until end: Double, every gap: Double, _ lines: [(level: String, caller: String, message: String)]
  ) {
    var seconds = 0.0
    var wait = gap
    while seconds < end {
      let begin = time(seconds)
      cluster.startIPAMD(node, at: begin, serve: false)
      for (index, line) in lines.enumerated() {
        node.line(line.level, line.caller, line.message, at: begin + 2 + Double(index) * 5)
      }
      seconds += wait + Double(lines.count) * 5
      wait = min(wait * 1.6, 300)
    }
  }
}

/// Building blocks that most cases share.
extension Cluster {
  /// Starts the node's ipamd at the story's start and keeps its loop and kubelet busy until `end` seconds.
  func boot(_ node: Node, pods count: Int, until end: Double, at seconds: Double = 0, serve: Bool = true) {
    settle(node, pods: count)
    let time = start + seconds
    at(time) { self.startIPAMD(node, at: time, serve: serve) }
    node.startConsole(at: time + -2)
    startCycles(node, from: time + 3.2, until: start + end)
    kubeletRoutine(node, until: end)
  }

  /// Pods come and go, one change about every `gap` seconds; `room` keeps that many addresses unused.
  func churn(_ node: Node, every gap: Double, from seconds: Double, until end: Double, room: Int = 2) {
    var moment = seconds
    while moment < end {
      let time = start + moment
      at(time) {
        let running = node.pods.filter { $0.address != nil && $0.interface?.owner == .eniPrimary }
        let idle = node.total - node.assigned - node.coolingCount(time)
        if idle > room, self.random.oneIn(2) || running.count < 3 {
          _ = self.schedule(1, on: node, from: time.seconds(since: self.start))
        } else if let pod = running.first {
          self.end(pod, at: time)
        }
      }
      moment += gap * (0.7 + Double(random.below(7)) / 10)
    }
  }

}
