/// Somebody's claim on an aligned block of addresses.
struct AddressClaim {
  /// First address, mask length, priority: sorts outer blocks before the inner ones, winners first.
  fileprivate let key: UInt64
  fileprivate let last: UInt32
  fileprivate let holder: Int32
  fileprivate let owner: OwnerClass
  fileprivate let reservation: CIDRReservation.Kind?

  init(
    _ block: IPv4Block, _ owner: OwnerClass, holder: Int? = nil,
    reservation: CIDRReservation.Kind? = nil
  ) {
    // Explicit before prefix: where reservations overlap, the space is believed to be nobody's.
    let priority = owner.priority + (reservation == .prefix ? 1 : 0)
    key = UInt64(block.first.number) << 32 | UInt64(block.length) << 8 | UInt64(priority)
    last = block.last.number
    self.holder = holder.flatMap { Int32(exactly: $0) } ?? -1
    self.owner = owner
    self.reservation = reservation
  }

  fileprivate var first: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
  fileprivate var priority: UInt8 { UInt8(truncatingIfNeeded: key) }
  fileprivate func isBefore(_ other: AddressClaim) -> Bool {
    key != other.key ? key < other.key : holder < other.holder
  }
  fileprivate func beats(_ other: AddressClaim) -> Bool {
    priority != other.priority ? priority < other.priority : holder < other.holder
  }
}

extension AddressClaim {
  /// Outer blocks before inner ones, in address order.
  ///
  /// A whole /16 has 65,000 claims of one address each: dealt to a bucket an address they are in order at
  /// once, 3 ms less than comparing them (of 20 ms for the ledger).
  fileprivate static func sorted(_ claims: [AddressClaim], in block: IPv4Block) -> [AddressClaim] {
    guard claims.count > 1000, block.size <= 1 << 16 else {
      return claims.sorted { $0.isBefore($1) }
    }
    let base = block.first.number
    var starts = [Int32](repeating: 0, count: block.size + 1)
    for claim in claims { starts[Int(claim.first &- base) + 1] += 1 }
    for bucket in 0..<block.size { starts[bucket + 1] += starts[bucket] }
    guard let first = claims.first else { return [] }
    var next = starts
    var dealt = [AddressClaim](repeating: first, count: claims.count)
    for claim in claims {
      let bucket = Int(claim.first &- base)
      dealt[Int(next[bucket])] = claim
      next[bucket] += 1
    }
    for bucket in 0..<block.size where starts[bucket + 1] - starts[bucket] > 1 {
      let range = Int(starts[bucket])..<Int(starts[bucket + 1])
      let ordered = dealt[range].sorted { $0.isBefore($1) }
      for (index, claim) in zip(range, ordered) { dealt[index] = claim }
    }
    return dealt
  }
}

/// Addresses that are claimed twice: by two holders, or by one that lists them twice.
struct ContestedBlock {
  let first: IPv4Address
  let count: Int
  let winner: Int?
  let loser: Int?
}

extension AddressMap {
  /// The map of `block` under these claims, each inside it.
  ///
  /// Aligned blocks are nested or apart, never across each other, so one sorted pass with a stack of the
  /// open blocks finds the winner of every address.
  /// - Parameter podAddresses: sorted addresses in use by pods; nil when not known.
  init(
    _ block: IPv4Block, claims: [AddressClaim], podAddresses: [UInt32]?,
    contested: (ContestedBlock) -> Void
  ) {
    var builder = SegmentBuilder(podAddresses: podAddresses)
    builder.segments.reserveCapacity(claims.count)
    // Each open block with the winner inside it; 33 deep at most, as equal blocks share an entry.
    var open: [(first: UInt32, last: UInt32, winner: AddressClaim)] = []
    var cursor = UInt64(block.first.number)
    for claim in AddressClaim.sorted(claims, in: block) {
      while let top = open.last, top.last < claim.first {
        builder.append(from: cursor, through: UInt64(top.last), top.winner)
        cursor = max(cursor, UInt64(top.last) + 1)
        open.removeLast()
      }
      guard let top = open.last else {
        builder.append(from: cursor, before: UInt64(claim.first), nil)
        cursor = UInt64(claim.first)
        open.append((claim.first, claim.last, claim))
        continue
      }
      if top.winner.reservation == nil && claim.reservation == nil {
        let claimWins = claim.beats(top.winner)
        let (winner, loser) = claimWins ? (claim, top.winner) : (top.winner, claim)
        contested(
          ContestedBlock(
            first: IPv4Address(number: claim.first), count: Int(claim.last - claim.first) + 1,
            winner: winner.holder < 0 ? nil : Int(winner.holder),
            loser: loser.holder < 0 ? nil : Int(loser.holder)))
      }
      builder.append(from: cursor, before: UInt64(claim.first), top.winner)
      cursor = max(cursor, UInt64(claim.first))
      let winner = claim.beats(top.winner) ? claim : top.winner
      if top.first == claim.first && top.last == claim.last {
        open[open.count - 1].winner = winner
      } else {
        open.append((claim.first, claim.last, winner))
      }
    }
    while let top = open.popLast() {
      builder.append(from: cursor, through: UInt64(top.last), top.winner)
      cursor = max(cursor, UInt64(top.last) + 1)
    }
    builder.append(from: cursor, through: UInt64(block.last.number), nil)
    self.block = block
    segments = builder.segments
  }
}

/// Writes segments in address order and splits pool addresses into pods and warm.
private struct SegmentBuilder {
  var segments: [AddressMap.Segment] = []
  let podAddresses: [UInt32]?
  private var nextPod = 0

  init(podAddresses: [UInt32]?) { self.podAddresses = podAddresses }

  mutating func append(from first: UInt64, before end: UInt64, _ claim: AddressClaim?) {
    if end > first { append(from: first, through: end - 1, claim) }
  }

  mutating func append(from first: UInt64, through last: UInt64, _ claim: AddressClaim?) {
    guard first <= last else { return }
    guard let claim, claim.owner == .warm, let podAddresses else {
      return append(first, last, claim?.owner ?? .free, claim)
    }
    while nextPod < podAddresses.count, UInt64(podAddresses[nextPod]) < first { nextPod += 1 }
    var start = first
    while nextPod < podAddresses.count, UInt64(podAddresses[nextPod]) <= last {
      let pod = UInt64(podAddresses[nextPod])
      if pod > start { append(start, pod - 1, .warm, claim) }
      append(pod, pod, .pods, claim)
      start = pod + 1
      nextPod += 1
    }
    if start <= last { append(start, last, .warm, claim) }
  }

  private mutating func append(
    _ first: UInt64, _ last: UInt64, _ owner: OwnerClass, _ claim: AddressClaim?
  ) {
    let holder = claim.flatMap { $0.holder < 0 ? nil : Int($0.holder) }
    segments.append(
      AddressMap.Segment(
        first: IPv4Address(number: UInt32(truncatingIfNeeded: first)),
        last: IPv4Address(number: UInt32(truncatingIfNeeded: last)), owner: owner,
        reservation: claim?.reservation, holder: holder))
  }
}
