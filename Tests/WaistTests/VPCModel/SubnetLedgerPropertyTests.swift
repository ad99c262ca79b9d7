import Testing
import VPCModel

/// Random subnets, hostile ones included, against a count that looks at one address after the other.
@Suite struct SubnetLedgerPropertyTests {
  @Test(arguments: 0..<300)
  func `the ledger equals a count address by address`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = World(&random)
    let ledger = SubnetLedger.make(
      subnet: world.subnet, interfaces: world.interfaces, reservations: world.reservations,
      podAddresses: world.podAddresses, prefixModeInUse: world.prefixMode)
    #expect(ledger.isConserved)

    // Who may hold an address, by brute force; where several may, the ledger must name one of them.
    var classes: [OwnerClass: Int] = [:]
    var plain: Set<UInt32> = []
    var usable: Set<UInt32> = []
    for number in world.block.first.number...world.block.last.number {
      let address = IPv4Address(number: number)
      guard let segment = ledger.map?.segment(of: address) else {
        Issue.record("no segment for \(address)")
        return
      }
      classes[segment.owner, default: 0] += 1
      let holders = world.interfaces.filter { $0.holds(address) }.map(\.id)
      if world.isReserved(address) {
        #expect(segment.owner == .reserved)
      } else if !holders.isEmpty {
        #expect(segment.holder.map { holders.contains(ledger.holders[$0].interface) } == true)
      } else {
        let kinds = world.reservations.filter { $0.block.contains(address) }.map(\.kind)
        #expect(segment.owner == (kinds.isEmpty ? .free : .cidrReservation))
        if kinds.isEmpty { plain.insert(number) }
        if !kinds.contains(.explicit) { usable.insert(number) }
      }
    }
    for owner in OwnerClass.owners where owner != .podsAndWarm {
      #expect((ledger.owners?[owner] ?? 0) == classes[owner, default: 0])
    }
    #expect(ledger.free == plain.count)
    #expect(ledger.freeAligned28 == world.blocks28(usable))
    #expect(ledger.freeAligned28Unreserved == world.blocks28(plain))
    #expect(ledger.map?.freeBlocks28(includingReserved: true).count == ledger.freeAligned28)
    #expect(ledger.largestFreeRun == world.longestRun(plain))
    if let pods = world.podAddresses {
      #expect((ledger.owners?[.pods] ?? 0) <= pods.count)
    } else {
      #expect(ledger.owners?[.pods] == nil)
    }
  }

  @Test(arguments: 0..<100)
  func `the map decodes back into the ledger`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 7_000)
    let world = World(&random)
    let ledger = SubnetLedger.make(
      subnet: world.subnet, interfaces: world.interfaces, reservations: world.reservations,
      podAddresses: world.podAddresses)
    var decoded: [OwnerClass: Int] = [:]
    for run in ledger.runs {
      #expect(run.count > 0)
      #expect(OwnerClass(name: run.owner.name) == run.owner)
      decoded[run.owner, default: 0] += run.count
    }
    #expect(zip(ledger.runs, ledger.runs.dropFirst()).allSatisfy { $0.owner != $1.owner })
    #expect(decoded.values.reduce(0, +) == ledger.size)
    #expect(decoded[.free, default: 0] == ledger.free)
    #expect(decoded[.reserved, default: 0] == ledger.reserved)
    for owner in OwnerClass.owners where owner != .podsAndWarm && ledger.owners?[owner] != nil {
      #expect(decoded[owner, default: 0] == ledger.owners?[owner])
    }
    let pool = [OwnerClass.podsAndWarm, .pods, .warm].reduce(0) { $0 + decoded[$1, default: 0] }
    #expect(pool == ledger.owners?[.podsAndWarm])
  }

  @Test(arguments: 0..<50)
  func `the order of the input changes nothing`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 9_000)
    let world = World(&random)
    let one = SubnetLedger.make(
      subnet: world.subnet, interfaces: world.interfaces, reservations: world.reservations)
    let other = SubnetLedger.make(
      subnet: world.subnet, interfaces: world.interfaces.shuffled(using: &random),
      reservations: world.reservations.shuffled(using: &random))
    #expect(one == other)
  }

  @Test func `a full /16 of single addresses is dealt and counted exactly`() {
    var random = SeededGenerator(seed: 16)
    let block = IPv4Block("10.0.0.0/16")
    let first = block?.first.number ?? 0
    var numbers = (4..<65_535 as Range<UInt32>).map { first + $0 }
    numbers.shuffle(using: &random)
    let interfaces = (0..<9_000).map { index in
      var interface = NetworkInterface.sample("eni-\(index)", [], description: "aws-K8S-i-\(index / 3)")
      interface.addresses = numbers.suffix(7).map { IPv4Address(number: $0) }
      numbers.removeLast(7)
      return interface
    }
    let ledger = SubnetLedger.make(
      subnet: .sample("10.0.0.0/16", available: numbers.count), interfaces: interfaces)
    #expect(ledger.isConserved)
    #expect(ledger.free == 65_531 - 63_000)
    #expect(ledger.owners?[.eniPrimary] == 9_000)
    #expect(ledger.owners?[.podsAndWarm] == 54_000)
    #expect(ledger.residual == 0)
    #expect(ledger.topNodes(limit: 2).map(\.addresses) == [21, 21])
  }

  @Test func `the map of a subnet is the same whether it was kept or is laid out again`() throws {
    var random = SeededGenerator(seed: 17)
    // Together they have more segments than are kept.
    let subnets = (0..<2).map { Subnet.sample("10.\($0).0.0/16", id: "subnet-0a\($0)") }
    var interfaces: [NetworkInterface] = []
    for (number, subnet) in subnets.enumerated() {
      let first = try #require(subnet.cidr).first.number
      var numbers = (4..<65_535 as Range<UInt32>).map { first + $0 }
      numbers.shuffle(using: &random)
      for index in 0..<4_000 {
        var interface = NetworkInterface.sample(
          "eni-\(number)\(index)", [], description: "aws-K8S-i-\(number)\(index / 3)")
        interface.subnet = subnet.id
        interface.addresses = numbers.suffix(7).map { IPv4Address(number: $0) }
        numbers.removeLast(7)
        interfaces.append(interface)
      }
    }
    let together = SubnetLedger.makeAll(subnets: subnets, interfaces: InterfaceList(interfaces))
    for (ledger, subnet) in zip(together, subnets) {
      let alone = SubnetLedger.make(subnet: subnet, interfaces: interfaces)
      #expect(ledger.runs == alone.runs)
      #expect(ledger.witness == alone.witness)
      #expect(ledger.runs.reduce(0) { $0 + $1.count } == 65_536)
      let map = try #require(ledger.map)
      let again = try #require(alone.map)
      #expect(map.segments.map(\.first) == again.segments.map(\.first))
      #expect(ledger.holder(of: map.segments[40_000].first) == alone.holder(of: map.segments[40_000].first))
    }
  }

  @Test func `the primary address listed twice is said as any other`() {
    let twice = NetworkInterface.sample("eni-01", ["10.0.1.10", "10.0.1.11", "10.0.1.10"])
    let ledger = SubnetLedger.make(subnet: .sample("10.0.1.0/24", available: 249), interfaces: [twice])
    #expect(ledger.problems.map(\.description) == ["eni-01: lists 10.0.1.10 twice; counted once"])
    #expect(ledger.free == 249 && ledger.verdict == .healthy)
  }
}

/// A random subnet: mostly sane, sometimes with double claims, foreign addresses and odd reservations.
private struct World {
  let block: IPv4Block
  let subnet: Subnet
  var interfaces: [NetworkInterface] = []
  var reservations: [CIDRReservation] = []
  var podAddresses: Set<IPv4Address>?
  let prefixMode: Bool?

  init(_ random: inout SeededGenerator) {
    let length = Int.random(in: 22...30, using: &random)
    let anywhere = IPv4Address(number: UInt32.random(in: 0...UInt32.max, using: &random))
    guard let block = IPv4Block(containing: anywhere, length: length) else { preconditionFailure("length") }
    self.block = block
    subnet = .sample(block.description)
    prefixMode = [true, false, nil].randomElement(using: &random) ?? nil
    let isHostile = Bool.random(using: &random)
    let kinds: [(String?, String?, String?)] = [
      ("aws-K8S-i-1", "interface", "i-1"), (nil, "interface", "i-1"), ("aws-K8S-i-2", "interface", "i-2"),
      ("aws-k8s-trunk-eni", "trunk", "i-2"), ("aws-k8s-branch-eni", "branch", nil), ("ELB a", nil, nil),
      ("AWS Lambda VPC ENI-x", "lambda", nil), ("Amazon EKS c", nil, nil), ("something", nil, "i-9"),
      (nil, "nat_gateway", nil), (nil, "vpc_endpoint", nil), ("RDSNetworkInterface", nil, nil),
    ]
    for index in 0..<Int.random(in: 0...14, using: &random) {
      guard let kind = kinds.randomElement(using: &random) else { continue }
      var interface = NetworkInterface.sample(
        "eni-\(index)", [], description: kind.0, type: kind.1, instance: kind.2,
        status: Int.random(in: 0..<6, using: &random) == 0 ? "available" : "in-use")
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        interface.addresses.append(Self.address(in: block, isHostile: isHostile, &random))
      }
      if Bool.random(using: &random) {
        interface.primaryAddress = interface.addresses.randomElement(using: &random)
      }
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let lengths = isHostile ? Array(20...32) : [28]
        guard let length = lengths.randomElement(using: &random),
          let prefix = IPv4Block(
            containing: Self.address(in: block, isHostile: isHostile, &random), length: length)
        else { continue }
        interface.prefixes.append(prefix)
      }
      interfaces.append(interface)
    }
    for index in 0..<Int.random(in: 0...3, using: &random) {
      let length = Int.random(in: isHostile ? 20...32 : 25...28, using: &random)
      guard
        let inside = IPv4Block(
          containing: Self.address(in: block, isHostile: isHostile, &random), length: length)
      else { continue }
      reservations.append(
        CIDRReservation(
          id: "scr-\(index)", subnet: subnet.id, block: inside,
          kind: Bool.random(using: &random) ? .prefix : .explicit))
    }
    if Bool.random(using: &random) {
      podAddresses = Set(
        (0..<20).map { _ in Self.address(in: block, isHostile: isHostile, &random) })
    }
  }

  private static func address(
    in block: IPv4Block, isHostile: Bool, _ random: inout SeededGenerator
  ) -> IPv4Address {
    if isHostile && Int.random(in: 0..<8, using: &random) == 0 {
      return IPv4Address(number: UInt32.random(in: 0...UInt32.max, using: &random))
    }
    return IPv4Address(
      number: UInt32.random(in: block.first.number...block.last.number, using: &random))
  }

  func isReserved(_ address: IPv4Address) -> Bool {
    address.number - block.first.number < 4 || address == block.last
  }

  /// Blocks at multiples of sixteen all of whose addresses are in `free`.
  func blocks28(_ free: Set<UInt32>) -> Int {
    var count = 0
    var start = UInt64(block.first.number)
    while start + 15 <= UInt64(block.last.number) {
      if start % 16 == 0 && (start...start + 15).allSatisfy({ free.contains(UInt32($0)) }) { count += 1 }
      start += 1
    }
    return count
  }

  func longestRun(_ free: Set<UInt32>) -> Int {
    var longest = 0
    var run = 0
    for number in block.first.number...block.last.number {
      run = free.contains(number) ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

extension NetworkInterface {
  fileprivate func holds(_ address: IPv4Address) -> Bool {
    primaryAddress == address || addresses.contains(address) || prefixes.contains { $0.contains(address) }
  }
}
