/// The fewest nodes, or interfaces, whose release leaves so many free aligned /28 in a subnet.
///
/// A node is drained and terminated: every address of its interfaces goes back, the primary ones too. An
/// interface alone can be released when it is not the node's first one and not its trunk; the CNI detaches it
/// once no pod uses it. What leaked is deleted and moves nobody. Everything else stays where it is.
package struct DrainPlan: Hashable, Sendable {
  /// What is released at a time.
  package enum Grain: String, Hashable, Sendable, CaseIterable { case node, eni }

  package enum Outcome: Hashable, Sendable {
    /// There are as many already.
    case enough
    /// `releases` do it; `isFewest` when no other choice moves fewer pods, or as many with fewer releases.
    case planned(isFewest: Bool)
    /// Not even releasing everything that can be released would do; `obstacles` say why.
    case prevented
    /// The ledger does not carry a plan.
    case unknown(because: String)
  }

  /// A node, or an interface, to be released.
  package struct Release: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable { case node, eni, branch, leaked }
    package let kind: Kind
    /// nil for what leaked, and for a branch interface whose node is not known.
    package let instance: InstanceID?
    /// By id. Of a node those that lie in this subnet.
    package let interfaces: [ENIID]
    /// The node's first interface, where it lies in this subnet: it goes with the instance only.
    package let firstInterface: ENIID?
    /// Those EC2 keeps when the instance is terminated: they have to be deleted.
    package let outliving: [ENIID]
    /// Pods that move: of a node those of all its interfaces, in whatever subnet.
    package let pods: PodCount
    /// Addresses that go back to this subnet.
    package let addresses: Int
    /// The blocks that become free and of which it holds a part.
    package let blocks: [IPv4Block]
  }

  package struct PodCount: Hashable, Sendable {
    package var count: Int
    /// False where no evidence tells pods from warm addresses: then it is the most there can be.
    package var isKnown: Bool
    package init(count: Int, isKnown: Bool) {
      self.count = count
      self.isKnown = isKnown
    }
  }

  /// Somebody who cannot be moved and is in the way.
  package struct Obstacle: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// The first four and the last address.
      case reserve
      case reservation(String)
      /// - Parameters:
      ///   - owner: `eniPrimary` for interfaces of nodes, whatever keeps them.
      ///   - reason: why it stays; nil when its class says it.
      case interface(ENIID, OwnerClass, description: String?, reason: String?)
    }
    package let kind: Kind
    /// Aligned /28 that it holds a part of.
    package let blocks: Int
    /// Of these: blocks that nobody else who stays is in.
    package let alone: Int
  }

  package let grain: Grain
  /// Free aligned /28 that are wanted, those there are included.
  package let need: Int
  package let freeNow: Int
  package let outcome: Outcome
  /// By id; empty unless planned.
  package let releases: [Release]
  /// The blocks that become free, in address order.
  package let blocks: [IPv4Block]
  /// Free aligned /28 afterwards: counted on a map laid out without what is released, not added up.
  package let freeAfter: Int
  /// As many there would be with everything released that can be.
  package let possible: Int
  /// Those in most blocks first; what stays in the way of any plan.
  package let obstacles: [Obstacle]

  package var pods: PodCount {
    releases.reduce(PodCount(count: 0, isKnown: true)) {
      PodCount(count: $0.count + $1.pods.count, isKnown: $0.isKnown && $1.pods.isKnown)
    }
  }
}

extension DrainPlan {
  /// - Parameters:
  ///   - need: free aligned /28 wanted in the subnet, those there are included.
  ///   - pods: pods of each node over all subnets, as `podCounts` counts them.
  package static func make(
    _ ledger: SubnetLedger, need: Int, by grain: Grain, pods: [InstanceID: PodCount]
  ) -> DrainPlan {
    make(ledger, need: need, by: grain, pods: pods, mostExact: DrainSearch.mostExact)
  }

  /// - Parameter mostExact: units up to which all choices are tried; the tests set it to 0.
  static func make(
    _ ledger: SubnetLedger, need: Int, by grain: Grain, pods: [InstanceID: PodCount], mostExact: Int
  ) -> DrainPlan {
    let need = max(0, need)
    let freeNow = ledger.freeAligned28 ?? 0
    func plan(_ outcome: Outcome, possible: Int? = nil, _ obstacles: [Obstacle] = []) -> DrainPlan {
      DrainPlan(
        grain: grain, need: need, freeNow: freeNow, outcome: outcome, releases: [], blocks: [],
        freeAfter: freeNow, possible: possible ?? freeNow, obstacles: obstacles)
    }
    if let doubt = doubt(ledger) { return plan(.unknown(because: doubt)) }
    guard let board = DrainBoard(ledger, by: grain, pods: pods) else {
      return plan(.unknown(because: "addresses were not counted"))
    }
    let possible = freeNow + board.blocks.count
    if need <= freeNow { return plan(.enough, possible: possible, board.obstacles) }
    if need > possible { return plan(.prevented, possible: possible, board.obstacles) }

    let found = DrainSearch(board, wanted: need - freeNow).fewest(mostExact: mostExact)
    let chosen = Set(found.units)
    let freed = board.blocks.filter { $0.units.allSatisfy(chosen.contains) }
    let released = Set(found.units.flatMap { board.units[$0].interfaces })
    let freeAfter = ledger.freeAligned28(without: released) ?? freeNow
    guard freeAfter == freeNow + freed.count else {
      return plan(.unknown(because: "the map and the plan count different blocks"), board.obstacles)
    }
    return DrainPlan(
      grain: grain, need: need, freeNow: freeNow, outcome: .planned(isFewest: found.isFewest),
      releases: found.units.map { index in
        board.units[index].release(freed.filter { $0.units.contains(index) }.map(\.block))
      },
      blocks: freed.map(\.block), freeAfter: freeAfter, possible: possible, obstacles: board.obstacles)
  }

  /// Why no plan may rest on this ledger.
  private static func doubt(_ ledger: SubnetLedger) -> String? {
    guard ledger.hasMap, let cidr = ledger.cidr else { return "addresses were not counted" }
    if !(16...28).contains(cidr.length) { return "\(cidr) is no subnet of EC2" }
    switch ledger.verdict {
    case .inconsistent: return "the ledger does not reconcile; somebody unseen may sit in a block"
    case .unknown: return "nothing vouches for the list of interfaces"
    case .exhausted, .fragmented, .healthy: break
    }
    let isContested = ledger.problems.contains { if case .contested = $0 { true } else { false } }
    return isContested ? "some addresses are claimed twice" : nil
  }

  /// Pods with an address of the network, by node, over all subnets given: of its pools and its branches.
  package static func podCounts(_ ledgers: [SubnetLedger]) -> [InstanceID: PodCount] {
    var counts: [InstanceID: PodCount] = [:]
    func add(_ pods: Int, isKnown: Bool, to instance: InstanceID) {
      let before = counts[instance] ?? PodCount(count: 0, isKnown: true)
      counts[instance] = PodCount(count: before.count + pods, isKnown: before.isKnown && isKnown)
    }
    // All ledgers are made from one list, so a trunk in another subnet is found too.
    let trunks = ledgers.lazy.compactMap(\.tally).first?.interfaces.instancesOfTrunks ?? [:]
    for tally in ledgers.compactMap(\.tally) {
      for entry in tally.entries {
        let holder = tally.holder(entry)
        if holder.isOfNode, let instance = holder.instance {
          let known = holder.poolAddresses == 0 ? 0 : holder.podAddresses
          add(known ?? holder.poolAddresses, isKnown: known != nil, to: instance)
        } else if holder.owner == .branch, !trunks.isEmpty,
          let instance = tally.interfaces[Int(entry.interface)].trunk.flatMap({ trunks[$0] })
        {
          add(1, isKnown: true, to: instance)
        }
      }
    }
    return counts
  }
}

extension SubnetLedger {
  /// Free aligned /28 with those interfaces gone, counted on a map of its own; nil when nothing was counted.
  package func freeAligned28(without released: Set<ENIID>) -> Int? {
    guard let cidr, let tally else { return nil }
    if released.isEmpty { return freeAligned28 }
    var count = AddressCount(cidr: cidr, coverage: nil)
    let staying = tally.entries.map { Int($0.interface) }.filter {
      !released.contains(tally.interfaces[$0].id)
    }
    count.add(tally.interfaces, at: staying, tally.classifier)
    count.add(tally.reservations)
    return count.finish(tally.interfaces, podAddresses: nil).freeAligned28(includingReserved: true)
  }
}
