/// ipamd's loop over one node, cycle by cycle, until it comes to rest.
///
/// Each 5 s: one growth action, or a release when the last one is 30 s old; then at most one ENI is given up.
/// IPv4, network card 0, subnets large enough, EC2 without errors. Pods are packed: a pod takes the first address
/// there is, where ipamd takes any; so a node may in truth keep more ENIs and prefixes than this.
/// Source: amazon-vpc-cni-k8s v1.23.1, pkg/ipamd/ipamd.go, through the rules of `WarmPool`.
package struct PoolSimulation: Sendable {
  package let shape: NodeShape
  let pool: WarmPool
  var enis: [SimulatedENI] = []
  /// Pods that asked and have no address; kubelet asks again and again.
  package internal(set) var waiting = 0
  /// Pods served in IPv6, where a /80 never runs out.
  var servedByIPv6 = 0
  /// Seconds since the start.
  package internal(set) var now = 0
  package internal(set) var calls = EC2Calls()
  var lastDecrease = Int.min / 2
  /// Cycles in which something was done, since the last `settle`.
  var actions = 0

  static let cycleSeconds = 5
  /// An ENI this young is never given up.
  static let youthSeconds = 60
  static let decreaseSeconds = 30
  /// No node needs as many: 2,016 slots at most, filled one at a time, and emptied again.
  static let mostActions = 8_192

  /// A new node: its primary ENI, a trunk if there is to be one, and what start-up grows before any pod is served.
  package init(_ shape: NodeShape) {
    self.shape = shape
    pool = shape.warmPool
    var primary = SimulatedENI()
    primary.isPrimary = true
    primary.servesPods = !shape.losesPrimary
    enis = [primary]
    if shape.hasTrunkENI { enis.append(.trunk) }
    if isTooLow { _ = grow() }
  }

  /// A node as it is, after aws-node has started again with the settings of the shape.
  ///
  /// Free addresses of the other mode, and those of an ENI that serves no more, are released; pods keep theirs.
  package init(_ shape: NodeShape, from held: [HeldENI]) {
    self.shape = shape
    pool = shape.warmPool
    enis = held.prefix(64).enumerated().map { index, held in takeOver(held, at: index) }
    // A pool without its primary ENI is cut short; the node has one all the same.
    if !enis.contains(where: \.isPrimary), !enis.isEmpty { enis[0].isPrimary = true }
    // The controller attaches a trunk where there is room for one.
    if shape.hasTrunkENI, !enis.contains(where: \.isTrunk), enis.count + shape.unmanagedENIs < shape.eniLimit
    {
      enis.append(.trunk)
    }
    if isTooLow { _ = grow() }
  }

  private mutating func takeOver(_ held: HeldENI, at index: Int) -> SimulatedENI {
    var eni = SimulatedENI()
    (eni.isPrimary, eni.isTrunk, eni.isEFA) = (held.isPrimary, held.isTrunk, held.isEFA)
    eni.servesPods = !held.isTrunk && !held.isExcluded && !(held.isPrimary && shape.losesPrimary)
    eni.origin = index
    var isReleasing = false
    func take(_ pods: Int, size: Int) {
      let pods = min(max(0, pods), size)
      if eni.servesPods && (size == 16) == pool.usesPrefixes {
        eni.fill(pods: pods)
      } else if pods > 0 {
        eni.kept.append(SimulatedENI.Kept(pods: pods, addresses: size))
      } else if !held.isTrunk && !held.isEFA {
        isReleasing = true
      }
    }
    // Real ENIs have at most 49 slots.
    for pods in held.addresses.prefix(256) { take(pods, size: 1) }
    for pods in held.prefixes.prefix(256) { take(pods, size: 16) }
    if isReleasing { calls.add(.unassign) }
    return eni
  }

  // MARK: What ipamd counts

  var slotSize: Int { pool.usesPrefixes ? 16 : 1 }
  var usedSlots: Int { enis.reduce(0) { $0 + $1.slots.count } }

  /// Pods with an address of any mode.
  var podsWithAddress: Int { enis.reduce(servedByIPv6) { $0.adding(orMax: $1.pods) } }

  /// The pool as ipamd counts it: only the active mode, and cooling addresses as available.
  package var state: WarmPool.State {
    var slots = 0
    var assigned = 0
    var empty = 0
    for eni in enis {
      slots += eni.slots.count
      assigned += eni.assigned
      empty += eni.emptySlots
    }
    return WarmPool.State(
      total: slots * slotSize, assigned: assigned, prefixes: pool.usesPrefixes ? slots : 0,
      freePrefixes: pool.usesPrefixes ? empty : 0, maxPods: shape.maxPods)
  }

  var isProvisioning: Bool { !shape.settings.isProvisioningOff && !shape.settings.usesIPv6 }
  var isTooLow: Bool { isProvisioning && pool.isTooLow(state) }
}

extension NodeShape {
  /// The rules for this node, with the limits kept within what any instance has.
  var warmPool: WarmPool {
    var limits = limits
    limits.enis = eniLimit
    limits.ipv4PerENI = slotsPerENI + 1
    return WarmPool(settings: settings, limits: limits)
  }
}
