/// Pods that come all at once to a node at rest, and leave again: what they wait for and what they cost.
package struct PodBurst: Hashable, Sendable {
  /// Pods that came: no more than max-pods lets the scheduler send.
  package let pods: Int
  /// Pods with an address before ipamd has done anything.
  package let servedAtOnce: Int
  /// Pods that get none however long they wait.
  package let refused: Int
  /// Until the last pod had its address, in cycles of 5 s and without the 2 to 10 s an ENI takes to attach.
  package let seconds: Int
  /// Calls to serve them, and those to give back after they left. nil when the pool flaps.
  package let calls: EC2Calls?

  /// - Parameter hostNetworkPods: they count toward max-pods and take no pool address.
  package init(_ node: PoolSimulation, pods wanted: Int, hostNetworkPods: Int = 2) {
    var node = node
    node.calls = EC2Calls()
    let running = node.outcome(.steady)
    let room = node.shape.maxPods.map { maxPods in
      let used = running.podsWithAddress.adding(orMax: running.refused).adding(orMax: max(0, hostNetworkPods))
      return max(0, maxPods.adding(orMax: -used))
    }
    pods = min(max(0, wanted), room ?? wanted)
    let before = node.podsWithAddress
    node.arrive(pods)
    servedAtOnce = min(pods, node.podsWithAddress - before)
    let start = node.now
    var last = node.now
    var served = node.podsWithAddress
    // As long as something is done, or an address has yet to cool, more pods may be served.
    while node.waiting > 0, node.actions < PoolSimulation.mostActions {
      guard node.cycle() || node.nextTimer != nil else { break }
      if node.podsWithAddress > served { (served, last) = (node.podsWithAddress, node.now) }
      node.now += PoolSimulation.cycleSeconds
    }
    seconds = servedAtOnce < pods ? last - start : 0
    refused = max(0, pods - max(0, node.podsWithAddress - before))
    let grown = node.settle()
    node.depart(pods)
    let emptied = node.settle()
    calls = grown == .steady && emptied == .steady ? node.calls : nil
  }
}
