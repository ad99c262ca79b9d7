import VPCModel

/// SplitMix64: the same seed gives the same network on every machine.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x5851_F42D_4C95_7F2D }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
}

/// EC2's address allocation by brute force: an array with a mark for each address, and nothing cleverer.
///
/// It hands addresses and prefixes out and takes them back; what is where at the end is the truth that ledger, proof
/// and verifier are held against.
struct Allocator {
  enum Mark: Equatable { case free, kept, interface(Int) }

  struct Interface {
    let id: String
    let subnet: Int
    let role: Role
    var primary: UInt32
    var secondaries: [UInt32] = []
    var prefixes: [UInt32] = []
    var addresses: [UInt32] { [primary] + secondaries }
  }

  /// What an interface is for, and the class its addresses belong to.
  enum Role: CaseIterable {
    case nodePrimary, node, trunk, branch, leaked, loadBalancer, lambda, rds, endpoint, nat, controlPlane,
      other

    var isOfNode: Bool { self == .nodePrimary || self == .node || self == .trunk }
    var owner: OwnerClass {
      switch self {
      case .nodePrimary, .node, .trunk: .eniPrimary
      case .branch: .branch
      case .leaked: .leaked
      case .loadBalancer: .loadBalancer
      case .lambda: .lambda
      case .rds: .rds
      case .endpoint: .vpcEndpoint
      case .nat: .nat
      case .controlPlane: .controlPlane
      case .other: .other
      }
    }
  }

  struct Reservation {
    let id: String
    let subnet: Int
    let first: UInt32
    let length: Int
    let isExplicit: Bool
    var range: Range<Int> { Int(first)..<Int(first) + 1 << (32 - length) }
  }

  struct Subnet {
    let id: String
    let zone: String
    let base: UInt32
    let length: Int
    var marks: [Mark]
    /// 0: nothing, 1: kept for prefixes, 2: kept from everyone.
    var kept: [UInt8]
    var size: Int { marks.count }

    init(id: String, zone: String, base: UInt32, length: Int) {
      self.id = id
      self.zone = zone
      self.base = base
      self.length = length
      marks = [Mark](repeating: .free, count: 1 << (32 - length))
      kept = [UInt8](repeating: 0, count: marks.count)
      for offset in [0, 1, 2, 3, marks.count - 1] { marks[offset] = .kept }
    }
  }

  private(set) var subnets: [Subnet] = []
  private(set) var interfaces: [Interface?] = []
  private(set) var reservations: [Reservation] = []
  private var random: Seeded
  /// Of the subnet being filled: addresses taken, and an offset below which none is free.
  private var used = 0
  private var lowest = 0

  /// - Parameter lengths: mask lengths the subnets are drawn from.
  init(seed: Int, lengths: [Int], subnets count: Int) {
    random = Seeded(seed)
    var base: UInt32 = (10 << 24) | UInt32(random.number(0...200)) << 16
    for index in 0..<count {
      let length = lengths.randomElement(using: &random) ?? 24
      let size = UInt32(1) << UInt32(32 - length)
      base = (base + size - 1) / size * size
      subnets.append(
        Subnet(
          id: "subnet-0a\(100 + index)", zone: "us-east-1\(["a", "b", "c"][index % 3])", base: base,
          length: length))
      base += size
    }
    for index in subnets.indices { reserve(in: index) }
    for index in subnets.indices { fill(index) }
  }

  private mutating func reserve(in index: Int) {
    guard random.chance(50) else { return }
    for number in 0..<random.number(1...2) {
      let length = random.number(max(subnets[index].length, 22)...30)
      let size = 1 << (32 - length)
      let start = random.number(0...(subnets[index].size / size - 1)) * size
      // EC2 refuses overlapping reservations.
      guard subnets[index].kept[start..<start + size].allSatisfy({ $0 == 0 }) else { continue }
      let isExplicit = random.chance(50)
      for offset in start..<start + size { subnets[index].kept[offset] = isExplicit ? 2 : 1 }
      reservations.append(
        Reservation(
          id: "scr-0\(index)\(number)", subnet: index, first: subnets[index].base + UInt32(start),
          length: length,
          isExplicit: isExplicit))
    }
  }

  private mutating func fill(_ index: Int) {
    // From nothing at all to the last address, crowded at both ends, where verdicts change.
    let target = [0, 5, 40, 80, 95, 100, 100].randomElement(using: &random) ?? 50
    let usesPrefixes = random.chance(50)
    let usable = subnets[index].size - 5
    var idle = 0
    used = 0
    lowest = 0
    while idle < 40, used * 100 < usable * target {
      let before = used
      grow(index, usesPrefixes: usesPrefixes, small: usable - used < 60)
      idle = used == before ? idle + 1 : 0
    }
    // Pods come and go: holes, which is what fragments a subnet.
    let mine = interfaces.indices.filter { interfaces[$0]?.subnet == index }
    for number in mine where random.chance(15) { release(number) }
  }

  private mutating func grow(_ index: Int, usesPrefixes: Bool, small: Bool) {
    let role = random.chance(70) ? .node : Role.allCases.randomElement(using: &random) ?? .other
    guard let primary = single(index) else { return }
    let number = interfaces.count
    var interface = Interface(
      id: "eni-0\(index)\(1000 + number)", subnet: index, role: role, primary: primary)
    mark(primary, in: index, number)
    if role.isOfNode || role == .leaked {
      for _ in 0..<random.number(0...(small ? 2 : 9)) {
        if usesPrefixes, random.chance(40), let prefix = block(index) {
          for offset in 0..<16 as Range<UInt32> { mark(prefix + offset, in: index, number) }
          interface.prefixes.append(prefix)
        } else if let address = single(index) {
          mark(address, in: index, number)
          interface.secondaries.append(address)
        }
      }
    }
    interfaces.append(interface)
  }

  private mutating func mark(_ address: UInt32, in index: Int, _ number: Int) {
    subnets[index].marks[Int(address - subnets[index].base)] = .interface(number)
    used += 1
  }

  /// Some free address outside reservations; nil when there is none.
  private mutating func single(_ index: Int) -> UInt32? {
    let base = subnets[index].base
    if random.chance(40) {
      let offset = random.number(0...subnets[index].size - 1)
      if isFree(subnets[index], offset) { return base + UInt32(offset) }
    }
    while lowest < subnets[index].size, !isFree(subnets[index], lowest) { lowest += 1 }
    return lowest < subnets[index].size ? base + UInt32(lowest) : nil
  }

  /// A free aligned /28, where a prefix reservation is sometimes in one; nil when none was found.
  private mutating func block(_ index: Int) -> UInt32? {
    let subnet = subnets[index]
    let kept = reservations.filter { $0.subnet == index && !$0.isExplicit && $0.length <= 28 }
    for _ in 0..<12 {
      var start = random.number(0...subnet.size / 16 - 1) * 16
      if random.chance(60), let reservation = kept.randomElement(using: &random) {
        let blocks = reservation.range.count / 16
        start = Int(reservation.first - subnet.base) + random.number(0...blocks - 1) * 16
      }
      if isFreeBlock(subnet, start, onlyPlain: false) { return subnet.base + UInt32(start) }
    }
    return nil
  }

  private mutating func release(_ number: Int) {
    guard let interface = interfaces[number] else { return }
    let index = interface.subnet
    if random.chance(50) {
      for offset in subnets[index].marks.indices where subnets[index].marks[offset] == .interface(number) {
        subnets[index].marks[offset] = .free
      }
      interfaces[number] = nil
    } else if !interface.secondaries.isEmpty {
      let gone = random.number(0...interface.secondaries.count - 1)
      subnets[index].marks[Int(interface.secondaries[gone] - subnets[index].base)] = .free
      interfaces[number]?.secondaries.remove(at: gone)
    }
  }

  /// One more address is taken, from the end, which no proof of a block begins with. False when none is free.
  mutating func takeOne() -> Bool {
    guard
      let offset = subnets[0].marks.indices.last(where: { isFree(subnets[0], $0) }), !interfaces.isEmpty
    else { return false }
    let address = subnets[0].base + UInt32(offset)
    mark(address, in: 0, interfaces.count)
    interfaces.append(Interface(id: "eni-0late", subnet: 0, role: .other, primary: address))
    return true
  }

  // MARK: The truth

  func isFree(_ subnet: Subnet, _ offset: Int) -> Bool {
    subnet.marks[offset] == .free && subnet.kept[offset] == 0
  }

  func free(_ index: Int) -> Int {
    subnets[index].marks.indices.count { isFree(subnets[index], $0) }
  }

  /// Starts of the aligned /28 a prefix request can get.
  func freeBlocks(_ index: Int, onlyPlain: Bool = false) -> [UInt32] {
    let subnet = subnets[index]
    return stride(from: 0, to: subnet.size - subnet.size % 16, by: 16)
      .filter { isFreeBlock(subnet, $0, onlyPlain: onlyPlain) }.map { subnet.base + UInt32($0) }
  }

  private func isFreeBlock(_ subnet: Subnet, _ start: Int, onlyPlain: Bool) -> Bool {
    (start..<start + 16).allSatisfy {
      subnet.marks[$0] == .free && (subnet.kept[$0] == 0 || (subnet.kept[$0] == 1 && !onlyPlain))
    }
  }

  func longestRun(_ index: Int) -> Int {
    var longest = 0
    for start in subnets[index].marks.indices where start == 0 || !isFree(subnets[index], start - 1) {
      var end = start
      while end < subnets[index].size, isFree(subnets[index], end) { end += 1 }
      longest = max(longest, end - start)
    }
    return longest
  }

  /// Unused addresses inside reservations: of prefixes, of nobody.
  func unused(_ index: Int) -> (prefix: Int, explicit: Int) {
    let subnet = subnets[index]
    let free = subnet.marks.indices.filter { subnet.marks[$0] == .free }
    return (free.count { subnet.kept[$0] == 1 }, free.count { subnet.kept[$0] == 2 })
  }

  /// Addresses of each class, as the report has to say them.
  func owners(_ index: Int) -> [OwnerClass: Int] {
    var owners: [OwnerClass: Int] = [:]
    for case let interface? in interfaces where interface.subnet == index {
      owners[interface.role.owner, default: 0] += 1
      let rest = interface.secondaries.count + 16 * interface.prefixes.count
      owners[interface.role.isOfNode ? .podsAndWarm : interface.role.owner, default: 0] += rest
    }
    let unused = unused(index)
    owners[.cidrReservation] = unused.prefix + unused.explicit
    return owners
  }

  /// The verdict of the contract.
  func verdict(_ index: Int, prefixMode: Bool?) -> SubnetLedger.Verdict {
    let free = free(index)
    if free == 0 { return .exhausted }
    let holds = interfaces.contains { $0?.subnet == index && $0?.prefixes.isEmpty == false }
    if free < 16 { return (prefixMode ?? (holds ? true : nil)) == false ? .healthy : .exhausted }
    return freeBlocks(index).isEmpty ? .fragmented : .healthy
  }
}
