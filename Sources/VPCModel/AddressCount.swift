/// Collects the claims on a subnet, lays them out, counts what came of it.
struct AddressCount {
  let cidr: IPv4Block
  private let coverage: PodCoverage?
  /// Whether an interface that holds pool addresses is not covered: then the sums are not known.
  private var hasUncovered = false
  private(set) var entries: [SubnetLedger.Tally.Entry] = []
  private(set) var problems: [SubnetLedger.Problem] = []
  private(set) var problemCount = 0
  private(set) var hasContradiction = false
  private(set) var forbidsVerdict = false
  private(set) var owners: OwnerCounts
  private(set) var free = 0
  private(set) var reserved = 0
  private(set) var unusedPrefixSpace = 0
  private(set) var unusedExplicitSpace = 0
  private var claims: [AddressClaim] = []

  init(cidr: IPv4Block, coverage: PodCoverage?) {
    self.cidr = cidr
    self.coverage = coverage
    owners = OwnerCounts(isSplit: coverage != nil)
    // Both are aligned: the first four are a /30 of their own. A block smaller than that is all reserve.
    let firstFour = IPv4Block(containing: cidr.first, length: max(30, cidr.length))
    let last = IPv4Block(containing: cidr.last, length: 32)
    for block in [firstFour, last].compactMap({ $0 }) { claims.append(AddressClaim(block, .reserved)) }
  }

  /// Keeps the first hundred; hostile input may hold a million.
  mutating func note(_ problem: SubnetLedger.Problem) {
    problemCount += 1
    if problem.isContradiction { hasContradiction = true }
    if problem.forbidsVerdict { forbidsVerdict = true }
    if problems.count < 100 { problems.append(problem) }
  }

  /// - Parameter chosen: indices of the interfaces that belong to this subnet.
  mutating func add(_ interfaces: InterfaceList, at chosen: [Int], _ classifier: InterfaceClassifier) {
    if interfaces.isSorted {
      for index in chosen {
        if interfaces.isContradictory(index) { note(.contradictory(interfaces[index].id)) }
        add(interfaces[index], index, classifier)
      }
      return
    }
    // By id, so that the order of the input changes nothing; of equal ids the later one counts.
    let order = chosen.map { (id: interfaces[$0].id.raw, index: $0) }
      .sorted { $0.id != $1.id ? $0.id < $1.id : $0.index < $1.index }
    for (position, entry) in order.enumerated() {
      if position + 1 < order.count, order[position + 1].id == entry.id {
        let later = interfaces[order[position + 1].index]
        if later.interface != interfaces[entry.index].interface { note(.contradictory(later.id)) }
        continue
      }
      add(interfaces[entry.index], entry.index, classifier)
    }
  }

  private mutating func add(_ interface: InterfaceView, _ index: Int, _ classifier: InterfaceClassifier) {
    let holder = entries.count
    // EC2 lists the primary address first; a projection may have dropped the flag.
    let primary = interface.primaryAddress ?? interface.addresses.first
    let first: OwnerClass
    let rest: OwnerClass
    switch classifier.ownership(of: interface) {
    case .node: (first, rest) = (.eniPrimary, coverage?.speaks(for: interface) == true ? .warm : .podsAndWarm)
    case .whole(let owner): (first, rest) = (owner, owner)
    }
    entries.append(SubnetLedger.Tally.Entry(interface: UInt32(truncatingIfNeeded: index), owner: first))
    if let primary { claim(primary, first, holder, interface) }
    var isPrimarySeen = false
    interface.forEachAddress { address in
      guard address == primary else { return claim(address, rest, holder, interface) }
      // Once in the list it is the same; twice it is an oddity like any other address listed twice.
      if isPrimarySeen { note(.repeated(interface.id, address)) }
      isPrimarySeen = true
    }
    for prefix in interface.prefixes { claim(prefix, rest, holder, interface.id) }
  }

  mutating func add(_ reservations: [CIDRReservation]) {
    // In order of their blocks an outer one comes before those inside it.
    var outer: CIDRReservation?
    for reservation in reservations.sorted(by: { ($0.block, $0.id) < ($1.block, $1.id) }) {
      if let outer, outer.block.overlaps(reservation.block) {
        note(.reservationsOverlap(outer.id, reservation.id))
      } else {
        outer = reservation
      }
      guard let block = clipped(reservation.block) else {
        note(.reservationOutside(reservation.id, reservation.block))
        continue
      }
      if block != reservation.block { note(.reservationOutside(reservation.id, reservation.block)) }
      claims.append(AddressClaim(block, .cidrReservation, reservation: reservation.kind))
    }
  }

  /// Says of interfaces whose document places them in another VPC.
  mutating func noteStrangers(to vpc: String, _ interfaces: InterfaceList, at chosen: [Int]) {
    for index in chosen {
      if let other = interfaces[index].vpc, other != vpc { note(.otherVPC(interfaces[index].id, other)) }
    }
  }

  /// The map, and the counts of it.
  mutating func finish(_ interfaces: InterfaceList, podAddresses: [UInt32]?) -> AddressMap {
    var contested: [ContestedBlock] = []
    var contestedCount = 0
    var hasUnlistedContest = false
    let map = AddressMap(cidr, claims: claims, podAddresses: podAddresses) {
      contestedCount += 1
      if contested.count < 100 { contested.append($0) }
      if $0.winner != $0.loser { hasUnlistedContest = true }
    }
    claims = []
    for block in contested {
      let winner = block.winner.map { interfaces[Int(entries[$0].interface)].id }
      if block.winner == block.loser, let winner {
        note(.repeated(winner, block.first))
        continue
      }
      note(
        .contested(
          block.first, count: block.count, winner: winner,
          loser: block.loser.map { interfaces[Int(entries[$0].interface)].id }))
    }
    problemCount += contestedCount - contested.count
    if hasUnlistedContest { hasContradiction = true }
    for segment in map.segments { count(segment) }
    if hasUncovered { owners.unsplit() }
    return map
  }

  private mutating func count(_ segment: AddressMap.Segment) {
    let size = segment.count
    switch segment.owner {
    case .free: free += size
    case .reserved: reserved += size
    default: owners.add(size, to: segment.owner)
    }
    switch segment.reservation {
    case .prefix: unusedPrefixSpace += size
    case .explicit: unusedExplicitSpace += size
    case nil: break
    }
    guard let holder = segment.holder else { return }
    let isOfPool = segment.owner == .podsAndWarm || segment.owner == .pods || segment.owner == .warm
    entries[holder].addresses += UInt32(truncatingIfNeeded: size)
    guard isOfPool else { return }
    entries[holder].poolAddresses += UInt32(truncatingIfNeeded: size)
    if segment.owner == .podsAndWarm { hasUncovered = true } else { entries[holder].isSplit = true }
    if segment.owner == .pods { entries[holder].podAddresses += UInt32(truncatingIfNeeded: size) }
  }

  private mutating func claim(
    _ address: IPv4Address, _ owner: OwnerClass, _ holder: Int, _ interface: InterfaceView
  ) {
    guard let block = IPv4Block(containing: address, length: 32) else { return }
    guard cidr.contains(address) else { return note(.outside(interface.id, block)) }
    claims.append(AddressClaim(block, owner, holder: holder))
  }

  private mutating func claim(_ block: IPv4Block, _ owner: OwnerClass, _ holder: Int, _ id: ENIID) {
    guard let inside = clipped(block) else { return note(.outside(id, block)) }
    if inside != block { note(.outside(id, block)) }
    claims.append(AddressClaim(inside, owner, holder: holder))
  }

  /// Aligned blocks are nested or apart: what remains is the block, the whole subnet or nothing.
  private func clipped(_ block: IPv4Block) -> IPv4Block? {
    guard block.overlaps(cidr) else { return nil }
    return block.length < cidr.length ? cidr : block
  }
}

/// Which interfaces the nodes' evidence of pods speaks for.
struct PodCoverage: Hashable, Sendable {
  /// nil is all.
  let interfaces: Set<ENIID>?
  func speaks(for interface: InterfaceView) -> Bool { interfaces?.contains(interface.id) ?? true }
}
