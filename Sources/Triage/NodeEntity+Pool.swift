import Evidence
import VPCModel

/// The pool of a node, from whichever source spoke last.
extension NodeEntity {
  /// (total, assigned, cooling) addresses; nil where nobody says.
  package var poolNow: (total: Int?, assigned: Int?, cooling: Int?) {
    let logged = log.pool
    let snapshot = pool
    if let snapshot, let total = snapshot.value.total {
      // A document without a time was taken to explain the log: it counts as the newer.
      var isNewer = true
      if let loggedTime = logged?.time, let time = snapshot.time { isNewer = time >= loggedTime }
      if logged == nil || isNewer {
        return (total, snapshot.value.assigned, snapshot.value.cooling)
      }
    }
    if let logged { return (logged.value.total, logged.value.assigned, logged.value.cooling) }
    if let values = metrics?.value.values {
      return (
        values["awscni_total_ip_addresses"].flatMap { Int(exactly: $0) },
        values["awscni_assigned_ip_addresses"].flatMap { Int(exactly: $0) }, nil
      )
    }
    return (nil, nil, nil)
  }

  package var datastoreENIs: Int? {
    if let room = log.room?.value { return room.enis }
    if let pool = pool?.value, pool.isComplete { return pool.enis.count }
    return metrics?.value.values["awscni_eni_allocated"].flatMap { Int(exactly: $0) }
  }

  /// Newest growth of the pool: addresses, prefixes or an ENI.
  package var lastGrowth: Instant? {
    [log.last("pool-grown"), log.last("eni-created")].compactMap { $0 }.max()
  }

  /// True when every usable ENI has all its slots filled and every prefix is used; nil when that cannot be said.
  package var everySlotUsed: Bool? {
    if hasFreeSlots == true { return false }
    if let snapshot = pool?.value, snapshot.isComplete, let perENI = limits?.ipv4PerENI {
      let usable = snapshot.enis.filter {
        $0.isTrunk != true && $0.isExcluded != true && $0.isEFA != true
          && !(customNetworking == true && $0.isPrimary == true)
      }
      guard !usable.isEmpty else { return nil }
      return usable.allSatisfy { eni in
        eni.cidrs.count >= perENI - 1 && eni.cidrs.allSatisfy { !$0.isPrefix || !$0.assigned.isEmpty }
      }
    }
    if let usable = usableAddresses, let total = poolNow.total { return total >= usable }
    if let max = metrics?.value.values["awscni_ip_max"], max > 0,
      let total = metrics?.value.values["awscni_total_ip_addresses"]
    {
      return total >= max
    }
    return nil
  }

  /// An ENI that could hold more: introspection, or ipamd's own line in the newest minutes of its log.
  package var hasFreeSlots: Bool? {
    if let snapshot = pool?.value, snapshot.isComplete, let perENI = limits?.ipv4PerENI {
      return snapshot.enis.contains { eni in
        eni.isTrunk != true && eni.isExcluded != true && eni.isEFA != true
          && !(customNetworking == true && eni.isPrimary == true) && eni.cidrs.count < perENI - 1
      }
    }
    guard let line = log.freeSlots else { return nil }
    guard let time = line.time, let end = log.last else { return true }
    // The line comes each cycle of 5 s while it holds; older ones are history.
    return end.seconds(since: time) <= 120 ? true : nil
  }

  /// Pods refused with no address after: still waiting where their log ends.
  package var podsStillWaiting: [String] {
    log.podsRefused.filter { pod, refused in
      if let served = log.podsServed[PodHash(pod)], served >= refused { return false }
      // kubelet asks again at least every five minutes: who has not for ten, while others were served, is gone.
      guard let end = log.last, let success = log.last("address-assigned") else { return true }
      return end.seconds(since: refused) <= 600 || success < refused
    }.map(\.key).sorted()
  }
}
