import VPCModel

/// A subnet of the simulation: which of its addresses are taken. One object, shared by its interfaces.
final class AddressSpace {
  let id: SubnetID
  let block: IPv4Block
  let zone: String
  let vpc: String
  var tags: [(String, String)] = []
  private(set) var reservations: [CIDRReservation] = []
  private var taken: [Bool]

  init(id: SubnetID, block: IPv4Block, zone: String, vpc: String) {
    self.id = id
    self.block = block
    self.zone = zone
    self.vpc = vpc
    taken = [Bool](repeating: false, count: block.size)
    // EC2 keeps the first four and the last.
    for offset in [0, 1, 2, 3, block.size - 1] { taken[offset] = true }
  }

  func address(_ offset: Int) -> IPv4Address { IPv4Address(number: block.first.number + UInt32(offset)) }
  func offset(_ address: IPv4Address) -> Int { Int(address.number - block.first.number) }
  func isTaken(_ offset: Int) -> Bool { taken[offset] }

  private func reservation(at offset: Int) -> CIDRReservation.Kind? {
    let address = address(offset)
    return reservations.first { $0.block.contains(address) }?.kind
  }

  /// What EC2 gives out to a single-address request: not taken and in no reservation.
  var freeOffsets: [Int] { taken.indices.filter { !taken[$0] && reservation(at: $0) == nil } }
  var free: Int { freeOffsets.count }

  /// Starts of the /28 a prefix request may get: none of their addresses taken, nor kept for explicit use.
  var freeBlocks: [Int] {
    stride(from: 0, to: block.size - 15, by: 16).filter { start in
      (start..<start + 16).allSatisfy { !taken[$0] && reservation(at: $0) != .explicit }
    }
  }

  /// The longest run of neighbours in `freeOffsets`.
  var largestFreeRun: Int {
    var largest = 0
    var run = 0
    for offset in taken.indices {
      run = !taken[offset] && reservation(at: offset) == nil ? run + 1 : 0
      largest = max(largest, run)
    }
    return largest
  }

  /// Unused addresses inside reservations.
  var unusedReserved: Int { taken.indices.filter { !taken[$0] && reservation(at: $0) != nil }.count }

  func reserve(_ block: IPv4Block, _ kind: CIDRReservation.Kind, id: String) {
    reservations.append(CIDRReservation(id: id, subnet: self.id, block: block, kind: kind))
  }

  func take(_ offset: Int) { taken[offset] = true }
  func release(_ address: IPv4Address) { taken[offset(address)] = false }
  func release(_ block: IPv4Block) {
    for offset in 0..<block.size { taken[self.offset(block.first) + offset] = false }
  }

  func takeAddress(_ random: inout SeededRandom) -> IPv4Address? {
    let free = freeOffsets
    guard !free.isEmpty else { return nil }
    let offset = random.pick(free)
    taken[offset] = true
    return address(offset)
  }

  func takePrefix(_ random: inout SeededRandom) -> IPv4Block? {
    let starts = freeBlocks
    guard !starts.isEmpty else { return nil }
    let start = random.pick(starts)
    for offset in start..<start + 16 { taken[offset] = true }
    return IPv4Block(containing: address(start), length: 28)
  }
}
