import VPCModel

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

  /// Lines of pod requests that never touch the pool stay away; this node only idles.
  func idle(_ node: Node, pods count: Int, until end: Double) { boot(node, pods: count, until: end) }
}
