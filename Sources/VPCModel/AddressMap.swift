/// Every address of a subnet and whose it is, as segments in address order that cover the block exactly.
package struct AddressMap: Hashable, Sendable {
  package struct Segment: Hashable, Sendable {
    package let first: IPv4Address
    package let last: IPv4Address
    package let owner: OwnerClass
    /// The CIDR reservation it lies in unused; nil elsewhere.
    package let reservation: CIDRReservation.Kind?
    // A full /16 has 65,000 of these: 16 bytes each instead of 32.
    private let holderNumber: Int32
    /// Index into the holders of the ledger; nil for reserved, free and reservation space.
    package var holder: Int? { holderNumber < 0 ? nil : Int(holderNumber) }

    init(
      first: IPv4Address, last: IPv4Address, owner: OwnerClass, reservation: CIDRReservation.Kind?,
      holder: Int?
    ) {
      self.first = first
      self.last = last
      self.owner = owner
      self.reservation = reservation
      holderNumber = holder.flatMap { Int32(exactly: $0) } ?? -1
    }

    package var count: Int { Int(last.number) - Int(first.number) + 1 }
  }

  package let block: IPv4Block
  package let segments: [Segment]

  /// Run-length by class, sums to the block's size: `[(reserved, 4), (eni-primary, 1), (free, 2)]`.
  package var runs: [Run] {
    var runs: [Run] = []
    for segment in segments {
      if let last = runs.last, last.owner == segment.owner {
        runs[runs.count - 1].count += segment.count
      } else {
        runs.append(Run(owner: segment.owner, count: segment.count))
      }
    }
    return runs
  }

  package struct Run: Hashable, Sendable {
    package var owner: OwnerClass
    package var count: Int
    package init(owner: OwnerClass, count: Int) {
      self.owner = owner
      self.count = count
    }
  }

  /// The segment that holds `address`; nil outside the block.
  package func segment(of address: IPv4Address) -> Segment? {
    guard block.contains(address) else { return nil }
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].last < address { low = middle + 1 } else { high = middle }
    }
    return low < segments.count ? segments[low] : nil
  }

  /// Aligned free /28 in address order.
  ///
  /// - Parameter includingReserved: also those a prefix request finds inside a `prefix` reservation.
  ///   An `explicit` reservation is given out to nobody, so it never counts.
  package func freeBlocks28(includingReserved: Bool) -> [IPv4Block] {
    var blocks: [IPv4Block] = []
    forEachFreeRun(includingReserved: includingReserved) { first, last in
      var start = (UInt64(first) + 15) & ~15
      while start + 15 <= UInt64(last) {
        if let block = IPv4Block(
          containing: IPv4Address(number: UInt32(truncatingIfNeeded: start)), length: 28)
        {
          blocks.append(block)
        }
        start += 16
      }
    }
    return blocks
  }

  func freeAligned28(includingReserved: Bool) -> Int {
    var count = 0
    forEachFreeRun(includingReserved: includingReserved) { first, last in
      let start = (UInt64(first) + 15) & ~15
      let end = (UInt64(last) + 1) & ~15
      if end > start { count += Int((end - start) / 16) }
    }
    return count
  }

  /// The longest run of plain free neighbours, in addresses.
  var largestFreeRun: Int {
    var largest = 0
    forEachFreeRun(includingReserved: false) { first, last in
      largest = max(largest, Int(last - first) + 1)
    }
    return largest
  }

  func forEachFreeRun(includingReserved: Bool, _ body: (UInt32, UInt32) -> Void) {
    var start: UInt32?
    var end: UInt32 = 0
    for segment in segments {
      if segment.owner == .free || (includingReserved && segment.reservation == .prefix) {
        if start == nil { start = segment.first.number }
        end = segment.last.number
      } else if let first = start {
        body(first, end)
        start = nil
      }
    }
    if let first = start { body(first, end) }
  }
}
