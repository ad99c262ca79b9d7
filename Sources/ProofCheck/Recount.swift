/// One subnet counted again, address by address: nothing clever, so that it is easy to believe.
struct Recount {
  /// The last reason that made an address no free one.
  enum Space: UInt8 { case free, prefixReservation, explicitReservation, reserved, held }

  let subnet: AWSDocuments.Subnet
  let block: Block
  let blockText: String
  private(set) var space: [Space]
  /// Who holds an address; a second holder makes the list contradict itself.
  private var holder: [Int32]
  private var more: [Int: [Int32]] = [:]
  private let interfaces: [AWSDocuments.Interface]
  private let reservations: [AWSDocuments.Reservation]
  private(set) var hasContradiction = false
  /// Which addresses it is about is not certain, whatever EC2 counts.
  private(set) var isUncertain = false
  private(set) var isShared = false
  var hasInterfaces: Bool { !interfaces.isEmpty }

  /// nil for a subnet without an IPv4 block, or one larger than a /8: EC2 has no such thing.
  init?(_ subnet: AWSDocuments.Subnet, in documents: AWSDocuments) {
    guard let text = subnet.cidr, let block = Numbers.block(text), block.size <= 1 << 24 else { return nil }
    self.subnet = subnet
    self.block = block
    blockText = text
    let others = documents.subnets.values.filter { $0.id != subnet.id }
    var isUncertain = others.contains { other in
      subnet.vpc != nil && other.vpc == subnet.vpc
        && other.cidr.flatMap(Numbers.block)?.common(with: block) != nil
    }
    interfaces = documents.interfaces.filter { interface in
      if let id = interface.subnet { return id == subnet.id }
      guard Self.lies(interface, in: subnet) else { return false }
      // It may be of any of them: counted in none.
      let isElsewhere = others.contains { Self.lies(interface, in: $0) }
      if isElsewhere { isUncertain = true }
      return !isElsewhere
    }
    self.isUncertain = isUncertain
    reservations = documents.reservations.values.filter { $0.subnet == subnet.id }.sorted { $0.id < $1.id }
    space = [Space](repeating: .free, count: Int(block.size))
    holder = [Int32](repeating: -1, count: Int(block.size))
    for isExplicit in [false, true] {
      for reservation in reservations where reservation.isExplicit == isExplicit {
        guard let range = reservation.block.common(with: block) else { continue }
        for address in range {
          space[index(address)] = isExplicit ? .explicitReservation : .prefixReservation
        }
      }
    }
    for (number, interface) in interfaces.enumerated() { take(interface, number: Int32(number)) }
    for offset in 0..<block.size where offset < 4 || offset == block.size - 1 {
      if space[Int(offset)] == .held { hasContradiction = true }
      space[Int(offset)] = .reserved
    }
    for case let vpc? in interfaces.map(\.vpc) where subnet.vpc != nil && vpc != subnet.vpc {
      hasContradiction = true
    }
    isShared = Set(([subnet.account] + interfaces.map(\.account)).compactMap { $0 }).count > 1
  }

  /// An interface that names no subnet has an address of this one.
  private static func lies(_ interface: AWSDocuments.Interface, in subnet: AWSDocuments.Subnet) -> Bool {
    guard let block = subnet.cidr.flatMap(Numbers.block) else { return false }
    if let vpc = interface.vpc, let own = subnet.vpc, vpc != own { return false }
    return interface.addresses.contains { block.range.contains(Int64($0)) }
      || interface.prefixes.contains { $0.common(with: block) != nil }
  }

  private mutating func take(_ interface: AWSDocuments.Interface, number: Int32) {
    for address in interface.addresses {
      guard block.range.contains(Int64(address)) else {
        hasContradiction = true
        continue
      }
      take(Int64(address), number: number)
    }
    for prefix in interface.prefixes {
      let range = prefix.common(with: block)
      if range != prefix.range { hasContradiction = true }
      for address in range ?? 0..<0 { take(address, number: number) }
    }
  }

  private mutating func take(_ address: Int64, number: Int32) {
    let index = index(address)
    space[index] = .held
    if holder[index] < 0 {
      holder[index] = number
    } else if holder[index] != number {
      more[index, default: []].append(number)
      hasContradiction = true
    }
  }

  private func index(_ address: Int64) -> Int { Int(address - block.first) }

  /// Whether `owner` is in the way at `address`, as a proof names owners.
  func isOwner(_ owner: String, of address: Int64, sparesPrefixSpace: Bool) -> Bool {
    let index = index(address)
    switch space[index] {
    case .free: return false
    case .reserved: return owner == "reserved"
    case .held:
      return ([holder[index]] + (more[index] ?? [])).contains { interfaces[Int($0)].id == owner }
    case .prefixReservation, .explicitReservation:
      let isExplicit = space[index] == .explicitReservation
      if !isExplicit && sparesPrefixSpace { return false }
      return reservations.contains {
        $0.id == owner && $0.isExplicit == isExplicit && $0.block.range.contains(address)
      }
    }
  }

  func whose(_ address: Int64) -> String {
    let index = index(address)
    return switch space[index] {
    case .free: "free"
    case .reserved: "one of the five that EC2 keeps"
    case .held: "held by \(interfaces[Int(holder[index])].id)"
    case .prefixReservation: "unused in a prefix reservation"
    case .explicitReservation: "unused in an explicit reservation"
    }
  }

  func count(_ wanted: Space) -> Int { space.reduce(0) { $0 + ($1 == wanted ? 1 : 0) } }

  /// First addresses of the aligned /28 inside the subnet.
  var blocks: [Int64] {
    guard block.size >= 16 else { return [] }
    return Array(stride(from: block.first, to: block.end, by: 16))
  }

  /// Nobody is in the way of a prefix of that block.
  func isFree(block start: Int64, sparesPrefixSpace: Bool) -> Bool {
    (start..<start + 16).allSatisfy { isFree($0, sparesPrefixSpace: sparesPrefixSpace) }
  }

  func isFree(_ address: Int64, sparesPrefixSpace: Bool) -> Bool {
    let found = space[index(address)]
    return found == .free || (sparesPrefixSpace && found == .prefixReservation)
  }

  var largestFreeRun: Int {
    var longest = 0
    var run = 0
    for one in space {
      run = one == .free ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
