/// Collects the claims on a subnet, lays them out, counts what came of it.
struct AddressCount {
  let cidr: IPv4Block
  private let splitsPods: Bool
  private(set) var holders: [SubnetLedger.Holder] = []
  private(set) var problems: [SubnetLedger.Problem] = []
  private(set) var problemCount = 0
  private(set) var hasContradiction = false
  private(set) var owners: OwnerCounts
  private(set) var free = 0
  private(set) var reserved = 0
  private(set) var unusedPrefixSpace = 0
  private(set) var unusedExplicitSpace = 0
  private var claims: [AddressClaim] = []

  init(cidr: IPv4Block, splitsPods: Bool) {
    self.cidr = cidr
    self.splitsPods = splitsPods
    owners = OwnerCounts(isSplit: splitsPods)
    // Both are aligned: the first four are a /30 of their own. A block smaller than that is all reserve.
    let firstFour = IPv4Block(containing: cidr.first, length: max(30, cidr.length))
    let last = IPv4Block(containing: cidr.last, length: 32)
    for block in [firstFour, last].compactMap({ $0 }) { claims.append(AddressClaim(block, .reserved)) }
  }

  /// Keeps the first hundred; hostile input may hold a million.
  mutating func note(_ problem: SubnetLedger.Problem) {
    problemCount += 1
    if problem.isContradiction { hasContradiction = true }
    if problems.count < 100 { problems.append(problem) }
  }

  /// - Parameter chosen: indices of the interfaces that belong to this subnet.
  mutating func add(_ interfaces: [NetworkInterface], at chosen: [Int], _ classifier: InterfaceClassifier) {
    // By id, so that the order of the input changes nothing; of equal ids the later one counts.
    let order = chosen.map { (id: interfaces[$0].id.raw, index: $0) }
      .sorted { $0.id != $1.id ? $0.id < $1.id : $0.index < $1.index }
    holders.reserveCapacity(order.count)
    claims.reserveCapacity(
      order.reduce(claims.count) {
        $0 + 1 + interfaces[$1.index].addresses.count + interfaces[$1.index].prefixes.count
      })
    for (position, entry) in order.enumerated() {
      if position + 1 < order.count, order[position + 1].id == entry.id {
        let later = interfaces[order[position + 1].index]
        if later != interfaces[entry.index] { note(.contradictory(later.id)) }
        continue
      }
      add(interfaces[entry.index], classifier.ownership(of: interfaces[entry.index]))
    }
  }

  private mutating func add(_ interface: NetworkInterface, _ ownership: InterfaceClassifier.Ownership) {
    let holder = holders.count
    // EC2 lists the primary address first; a projection may have dropped the flag.
    let primary = interface.primaryAddress ?? interface.addresses.first
    switch ownership {
    case .node(let instance):
      holders.append(Self.holder(interface, instance, .eniPrimary))
      if let primary { claim(primary, .eniPrimary, holder, interface.id) }
      for address in interface.addresses where address != primary {
        claim(address, .podsAndWarm, holder, interface.id)
      }
      for prefix in interface.prefixes { claim(prefix, .podsAndWarm, holder, interface.id) }
    case .whole(let owner):
      holders.append(Self.holder(interface, InterfaceClassifier.instance(of: interface), owner))
      if let primary { claim(primary, owner, holder, interface.id) }
      for address in interface.addresses where address != primary {
        claim(address, owner, holder, interface.id)
      }
      for prefix in interface.prefixes { claim(prefix, owner, holder, interface.id) }
    }
  }

  mutating func add(_ reservations: [CIDRReservation]) {
    for reservation in reservations.sorted(by: { ($0.block, $0.id) < ($1.block, $1.id) }) {
      guard let block = clipped(reservation.block) else {
        note(.reservationOutside(reservation.id, reservation.block))
        continue
      }
      if block != reservation.block { note(.reservationOutside(reservation.id, reservation.block)) }
      claims.append(AddressClaim(block, .cidrReservation, reservation: reservation.kind))
    }
  }

  /// The map, and the counts of it.
  mutating func finish(podAddresses: [UInt32]?) -> AddressMap {
    var contested: [ContestedBlock] = []
    var contestedCount = 0
    let map = AddressMap(cidr, claims: claims, podAddresses: podAddresses) {
      contestedCount += 1
      if contested.count < 100 { contested.append($0) }
    }
    claims = []
    for block in contested {
      note(
        .contested(
          block.first, count: block.count, winner: block.winner.map { holders[$0].interface },
          loser: block.loser.map { holders[$0].interface }))
    }
    problemCount += contestedCount - contested.count
    for segment in map.segments { count(segment) }
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
    holders[holder].addresses += size
    guard segment.owner == .podsAndWarm || segment.owner == .pods || segment.owner == .warm else { return }
    holders[holder].poolAddresses += size
    if segment.owner == .pods { holders[holder].podAddresses = (holders[holder].podAddresses ?? 0) + size }
    if segment.owner == .warm { holders[holder].podAddresses = holders[holder].podAddresses ?? 0 }
  }

  private mutating func claim(_ address: IPv4Address, _ owner: OwnerClass, _ holder: Int, _ id: ENIID) {
    if let block = IPv4Block(containing: address, length: 32) { claim(block, owner, holder, id) }
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

  private static func holder(_ interface: NetworkInterface, _ instance: InstanceID?, _ owner: OwnerClass)
    -> SubnetLedger.Holder
  {
    SubnetLedger.Holder(
      interface: interface.id, instance: instance, owner: owner, description: interface.description,
      interfaceType: interface.interfaceType)
  }
}
