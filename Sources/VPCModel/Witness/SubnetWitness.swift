/// What anybody may check of a verdict without believing this program: the counts, and addresses to look at.
///
/// Everything in it follows from the AWS documents, except `premises`. A proof is made of one for each subnet whose
/// addresses were counted; `ProofCheck` derives the same again by other code.
package struct SubnetWitness: Hashable, Sendable {
  /// Address of an aligned /28 that keeps the block from being free, the first one, and whose it is.
  package struct Blocker: Hashable, Sendable {
    package let block: IPv4Block
    package let address: IPv4Address
    package let owner: Owner
  }

  package enum Owner: Hashable, Sendable, CustomStringConvertible {
    case interface(ENIID)
    /// One of the five that EC2 keeps.
    case reserved
    /// Unused, inside this CIDR reservation.
    case reservation(String)

    package var description: String {
      switch self {
      case .interface(let eni): eni.raw
      case .reserved: "reserved"
      case .reservation(let id): id
      }
    }
  }

  /// What shows the verdict.
  package enum Exhibit: Hashable, Sendable {
    /// Of a healthy subnet: its first aligned /28 that a prefix request can get.
    case freeBlock(IPv4Block)
    /// Of a healthy subnet without such a block, where nobody asks for one: its first free address.
    case freeAddress(IPv4Address)
    /// Of an exhausted or fragmented one: for each aligned /28, in address order, what is in the way.
    case blocked([Blocker])
    /// No verdict that addresses could show.
    case none
  }

  /// What the verdict rests on and no AWS document says.
  package enum Premise: String, Hashable, Sendable, CaseIterable {
    /// The nodes say that they do not use prefixes.
    case prefixModeOff = "prefix-mode-off"
    /// The subnet and its interfaces were listed at different times.
    case takenApart = "taken-apart"
  }

  /// Why there is no verdict about addresses.
  package enum Doubt: String, Hashable, Sendable, CaseIterable {
    case residual
    case partialList = "partial-list"
    case contradiction
    case nothingVouches = "nothing-vouches"
  }

  package let subnet: SubnetID
  package let cidr: IPv4Block
  package let verdict: SubnetLedger.Verdict
  package let reserved: Int
  /// Addresses that interfaces hold.
  package let held: Int
  package let unusedPrefixSpace: Int
  package let unusedExplicitSpace: Int
  package let free: Int
  package let freeAligned28: Int
  package let freeAligned28Unreserved: Int
  package let largestFreeRun: Int
  package let available: Int?
  package let residual: Int?
  package let explained: [SubnetLedger.Explanation]
  package let isComplete: Bool
  package let premises: [Premise]
  package let doubts: [Doubt]
  package let exhibit: Exhibit
}

extension SubnetLedger {
  /// Whether addresses were counted here, so that there is something to prove.
  package var hasWitness: Bool {
    cidr != nil && tally != nil && free != nil && reserved != nil && owners != nil && freeAligned28 != nil
      && freeAligned28Unreserved != nil && largestFreeRun != nil
  }

  /// The witness of this ledger; nil when nothing was counted.
  package var witness: SubnetWitness? {
    guard let cidr, let tally, let free, let reserved, let owners, let freeAligned28,
      let freeAligned28Unreserved, let largestFreeRun
    else { return nil }
    let map = tally.map(of: cidr)
    var unused: [CIDRReservation.Kind: Int] = [:]
    for segment in map.segments {
      if let kind = segment.reservation { unused[kind, default: 0] += segment.count }
    }
    return SubnetWitness(
      subnet: subnet, cidr: cidr, verdict: verdict, reserved: reserved,
      held: owners.total - (owners[.cidrReservation] ?? 0), unusedPrefixSpace: unused[.prefix] ?? 0,
      unusedExplicitSpace: unused[.explicit] ?? 0, free: free, freeAligned28: freeAligned28,
      freeAligned28Unreserved: freeAligned28Unreserved, largestFreeRun: largestFreeRun, available: available,
      residual: residual, explained: explained, isComplete: isComplete, premises: premises, doubts: doubts,
      exhibit: exhibit(in: map, tally))
  }

  private var premises: [SubnetWitness.Premise] {
    var premises: [SubnetWitness.Premise] = []
    if verdict == .healthy, let free, free < 16 { premises.append(.prefixModeOff) }
    if explained.contains(where: { $0.kind == .takenApart }) { premises.append(.takenApart) }
    return premises
  }

  private var doubts: [SubnetWitness.Doubt] {
    switch verdict {
    case .exhausted, .fragmented, .healthy: return []
    case .unknown: return [.nothingVouches]
    case .inconsistent:
      var doubts: [SubnetWitness.Doubt] = []
      if let residual, residual != 0 { doubts.append(.residual) }
      if !isComplete { doubts.append(.partialList) }
      if isContradicted { doubts.append(.contradiction) }
      return doubts
    }
  }

  private func exhibit(in map: AddressMap, _ tally: Tally) -> SubnetWitness.Exhibit {
    switch verdict {
    case .healthy:
      if let block = map.freeBlocks28(includingReserved: true).first { return .freeBlock(block) }
      return map.segments.first { $0.owner == .free }.map { .freeAddress($0.first) } ?? .none
    case .exhausted: return .blocked(map.blockers(tally, sparesPrefixSpace: false))
    case .fragmented: return .blocked(map.blockers(tally, sparesPrefixSpace: true))
    case .inconsistent, .unknown: return .none
    }
  }
}

extension AddressMap {
  /// The first address of every aligned /28 that is not free, for whom.
  ///
  /// - Parameter sparesPrefixSpace: unused space of `prefix` reservations is in nobody's way.
  fileprivate func blockers(
    _ tally: SubnetLedger.Tally, sparesPrefixSpace: Bool
  ) -> [SubnetWitness.Blocker] {
    var blockers: [SubnetWitness.Blocker] = []
    guard block.length <= 28 else { return blockers }
    blockers.reserveCapacity(block.size / 16)
    var next = UInt64(block.first.number)
    for segment in segments {
      if segment.owner == .free || (sparesPrefixSpace && segment.reservation == .prefix) { continue }
      var address = max(next, UInt64(segment.first.number))
      while address <= UInt64(segment.last.number) {
        let first = IPv4Address(number: UInt32(truncatingIfNeeded: address))
        guard let around = IPv4Block(containing: first, length: 28) else { break }
        blockers.append(
          SubnetWitness.Blocker(block: around, address: first, owner: tally.owner(of: segment, at: first)))
        next = UInt64(around.last.number) + 1
        address = next
      }
    }
    return blockers
  }
}

extension SubnetLedger.Tally {
  fileprivate func owner(
    of segment: AddressMap.Segment, at address: IPv4Address
  ) -> SubnetWitness.Owner {
    if let holder = segment.holder, entries.indices.contains(holder) {
      return .interface(interfaces[Int(entries[holder].interface)].id)
    }
    guard let kind = segment.reservation,
      let reservation = reservations.first(where: { $0.kind == kind && $0.block.contains(address) })
    else { return .reserved }
    return .reservation(reservation.id)
  }
}
