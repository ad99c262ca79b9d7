import Testing
import VPCModel

@Suite struct SubnetLedgerTests {
  private static func address(_ text: String) -> IPv4Address { IPv4Address(text) ?? IPv4Address(number: 0) }

  /// One node with a primary, a CNI interface with a prefix, and a few strangers.
  private static let interfaces: [NetworkInterface] = [
    .sample("eni-01", ["10.0.1.10", "10.0.1.11"], instance: "i-01"),
    .sample(
      "eni-02", ["10.0.1.12"], prefixes: ["10.0.1.32/28"], description: "aws-K8S-i-01", instance: "i-01"),
    .sample("eni-03", ["10.0.1.13"], description: "aws-k8s-trunk-eni", type: "trunk", instance: "i-01"),
    .sample("eni-04", ["10.0.1.14"], description: "aws-k8s-branch-eni", type: "branch"),
    .sample(
      "eni-05", ["10.0.1.15", "10.0.1.16"], description: "aws-K8S-i-09", status: "available",
      tags: ["node.k8s.amazonaws.com/instance_id": "i-09"]),
    .sample("eni-06", ["10.0.1.20"], description: "ELB app/shop/1", requester: "amazon-elb"),
    .sample("eni-07", ["10.0.1.21"], description: "AWS Lambda VPC ENI-f", type: "lambda"),
    .sample("eni-08", ["10.0.1.22"], description: "RDSNetworkInterface", requester: "amazon-rds"),
    .sample("eni-09", ["10.0.1.23"], description: "VPC Endpoint Interface vpce-1", type: "vpc_endpoint"),
    .sample("eni-10", ["10.0.1.24"], description: "Interface for NAT Gateway nat-1", type: "nat_gateway"),
    .sample("eni-11", ["10.0.1.25"], description: "Amazon EKS shop"),
    .sample("eni-12", ["10.0.1.26"], description: "EFS mount target"),
  ]

  @Test func `every owner class is counted and the sum is the size`() {
    let ledger = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 256 - 5 - 30), interfaces: Self.interfaces)
    let owners = OwnerClass.owners.map { ledger.owners?[$0] }
    #expect(owners == [17, nil, nil, 3, 1, 2, 1, 1, 1, 1, 1, 1, 0, 1])
    #expect(ledger.reserved == 5)
    #expect(ledger.free == 221)
    #expect(ledger.residual == 0)
    #expect(ledger.verdict == .healthy)
    #expect(ledger.prefixModeInUse == true)
    #expect(ledger.isConserved)
    #expect(ledger.problems.isEmpty)
    #expect(ledger.runs.reduce(0) { $0 + $1.count } == 256)
    #expect(ledger.runs.first == AddressMap.Run(owner: .reserved, count: 4))
    #expect(ledger.runs.last == AddressMap.Run(owner: .reserved, count: 1))
  }

  @Test func `addresses in use by pods tell pods from warm`() {
    let inUse = Set(["10.0.1.11", "10.0.1.33", "10.0.1.34", "10.0.1.200"].map(Self.address))
    let ledger = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24"), interfaces: Self.interfaces, podAddresses: inUse)
    #expect(ledger.owners?[.podsAndWarm] == 17)
    #expect(ledger.owners?[.pods] == 3)
    #expect(ledger.owners?[.warm] == 14)
    #expect(ledger.isConserved)
    let node = ledger.topNodes().first
    #expect(node?.instance == InstanceID("i-01"))
    #expect(node?.addresses == 20)
    #expect(node?.warmAddresses == 14)
  }

  @Test func `holders are ranked by addresses, then by id`() {
    let ledger = SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: Self.interfaces)
    #expect(ledger.topHolders(limit: 3).map(\.interface.raw) == ["eni-02", "eni-01", "eni-05"])
    #expect(ledger.leakedInterfaces.map(\.addresses) == [2])
    #expect(ledger.otherInterfaces.map(\.description) == ["EFS mount target"])
    #expect(ledger.holder(of: Self.address("10.0.1.40"))?.interface == ENIID("eni-02"))
    #expect(ledger.holder(of: Self.address("10.0.1.2")) == nil)
    #expect(ledger.holder(of: Self.address("10.9.1.2")) == nil)
  }

  @Test func `free space in reservations is not free, and only prefix reservations serve prefixes`() {
    var reservations: [CIDRReservation] = []
    for (id, block, kind) in [("scr-1", "10.0.1.64/26", "prefix"), ("scr-2", "10.0.1.128/25", "explicit")] {
      guard let block = IPv4Block(block), let kind = CIDRReservation.Kind(rawValue: kind) else { continue }
      reservations.append(
        CIDRReservation(id: id, subnet: SubnetID("subnet-0a1"), block: block, kind: kind))
    }
    let used = NetworkInterface.sample("eni-01", ["10.0.1.8", "10.0.1.65"], instance: "i-01")
    let ledger = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 59), interfaces: [used], reservations: reservations)
    #expect(ledger.owners?[.cidrReservation] == 63 + 127)
    #expect(ledger.free == 59)
    #expect(ledger.freeAligned28 == 3 + 3)
    #expect(ledger.freeAligned28Unreserved == 3)
    #expect(ledger.largestFreeRun == 55)
    #expect(ledger.residual == 0)
    #expect(ledger.explained.map(\.addresses) == [0])
    let other = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 59 + 190), interfaces: [used], reservations: reservations)
    #expect(other.residual == 0)
    #expect(other.explained.map(\.addresses) == [190])
    #expect(other.verdict == .healthy)
  }

  @Test(
    arguments: [
      (length: 24, free: 0, prefixMode: false, verdict: SubnetLedger.Verdict.exhausted),
      (24, 15, false, .healthy), (24, 15, true, .exhausted), (24, 15, nil, .exhausted),
      (24, 16, true, .fragmented), (24, 16, nil, .fragmented), (24, 16, false, .fragmented),
      (28, 11, false, .healthy), (28, 11, true, .exhausted),
    ] as [(length: Int, free: Int, prefixMode: Bool?, verdict: SubnetLedger.Verdict)])
  func `the verdict follows the thresholds`(
    length: Int, free: Int, prefixMode: Bool?, verdict: SubnetLedger.Verdict
  ) {
    // Free addresses every other one, from the top down: never sixteen neighbours.
    let size = 1 << (32 - length)
    let base = Self.address("10.0.1.0").number
    var interface = NetworkInterface.sample("eni-01", [])
    let candidates = (4..<size - 1).map { UInt32($0) }
    let left = length == 28 ? Set(candidates) : Set(candidates.filter { $0 % 2 == 1 }.suffix(free))
    interface.addresses = candidates.filter { !left.contains($0) }.map { IPv4Address(number: base + $0) }
    let ledger = SubnetLedger.make(
      subnet: .sample("10.0.1.0/\(length)", available: free), interfaces: [interface],
      prefixModeInUse: prefixMode)
    #expect(ledger.free == free)
    #expect(ledger.verdict == verdict)
  }

  @Test func `a list that is cut or does not add up is inconsistent`() {
    let subnet = Subnet.sample("10.0.1.0/24", available: 100)
    let cut = SubnetLedger.make(subnet: subnet, interfaces: Self.interfaces, interfacesComplete: false)
    #expect(cut.verdict == .inconsistent)
    #expect(cut.residual == 0)
    #expect(cut.explained.map(\.addresses) == [100 - 221])
    let whole = SubnetLedger.make(subnet: subnet, interfaces: Self.interfaces)
    #expect(whole.verdict == .inconsistent)
    #expect(whole.residual == -121)
    let exact = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 221), interfaces: Self.interfaces, interfacesComplete: false)
    #expect(exact.verdict == .inconsistent)
    #expect(!exact.isComplete)
  }

  @Test func `another account's interfaces and different times explain a difference by name`() {
    var subnet = Subnet.sample("10.0.1.0/24", available: 200)
    subnet.owner = "111122223333"
    var interfaces = Self.interfaces
    for index in interfaces.indices { interfaces[index].owner = "444455556666" }
    let shared = SubnetLedger.make(subnet: subnet, interfaces: interfaces)
    #expect(shared.residual == 0)
    #expect(shared.verdict == .inconsistent)
    let later = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 200), interfaces: Self.interfaces,
      subnetTime: Instant(nanoseconds: 0), interfacesTime: Instant(nanoseconds: 90_000_000_000))
    #expect(later.residual == 0)
    #expect(later.explained.map(\.what) == ["the two lists were taken 90 s apart"])
    #expect(later.verdict == .healthy)
    let unlike = SubnetLedger.make(
      subnet: .sample("10.0.1.0/24", available: 0), interfaces: Self.interfaces,
      subnetTime: Instant(nanoseconds: 0), interfacesTime: Instant(nanoseconds: 90_000_000_000))
    #expect(unlike.residual == -221)
    #expect(unlike.verdict == .inconsistent)
  }

  @Test func `without interfaces or without a CIDR nothing is counted`() {
    let bare = SubnetLedger.make(subnet: .sample("10.0.1.0/24", available: 7), interfaces: nil)
    #expect(bare.verdict == .unknown)
    #expect(bare.available == 7)
    #expect(bare.free == nil)
    #expect(bare.size == 256)
    var subnet = Subnet(id: SubnetID("subnet-0a1"))
    subnet.isIPv6Native = true
    let ipv6 = SubnetLedger.make(subnet: subnet, interfaces: [])
    #expect(ipv6.verdict == .unknown)
    #expect(ipv6.isIPv6Only)
    #expect(ipv6.size == nil)
    // Filtered to other subnets, or truly empty: only EC2's count can tell.
    #expect(SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: []).verdict == .unknown)
    #expect(
      SubnetLedger.make(subnet: .sample("10.0.1.0/24", available: 251), interfaces: []).verdict == .healthy)
  }

  @Test func `what does not belong is left out and said`() {
    let interfaces: [NetworkInterface] = [
      .sample("eni-01", ["10.0.1.10", "10.9.9.9"], prefixes: ["10.0.0.0/16"], instance: "i-01"),
      .sample("eni-02", ["10.0.1.10", "10.0.1.1"], description: "ELB x"),
    ]
    let ledger = SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: interfaces)
    #expect(ledger.isConserved)
    #expect(ledger.free == 0)
    #expect(ledger.owners?[.eniPrimary] == 1)
    #expect(ledger.owners?[.podsAndWarm] == 250)
    #expect(ledger.verdict == .inconsistent)
    #expect(
      ledger.problems.contains {
        if case .outside(ENIID("eni-01"), _) = $0 { true } else { false }
      })
    #expect(
      ledger.problems.contains {
        if case .contested(_, _, winner: ENIID("eni-01"), loser: ENIID("eni-02")) = $0 { true } else { false }
      })
  }

  @Test func `an interface given twice counts once, the later one when they differ`() {
    let old = NetworkInterface.sample("eni-01", ["10.0.1.10"], description: "ELB x")
    let new = NetworkInterface.sample("eni-01", ["10.0.1.11", "10.0.1.12"], description: "ELB x")
    let same = SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: [old, old])
    #expect(same.owners?[.loadBalancer] == 1)
    #expect(same.verdict == .healthy)
    let two = SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: [old, new])
    #expect(two.owners?[.loadBalancer] == 2)
    #expect(two.problems == [.contradictory(ENIID("eni-01"))])
  }

  @Test func `an interface without its subnet is placed by its address`() {
    var lost = NetworkInterface.sample("eni-01", ["10.0.1.10"], description: "ELB x")
    lost.subnet = nil
    var stranger = lost
    stranger.id = ENIID("eni-02")
    stranger.vpc = "vpc-0b2"
    let ledger = SubnetLedger.make(subnet: .sample("10.0.1.0/24"), interfaces: [lost, stranger])
    #expect(ledger.holders.map(\.interface.raw) == ["eni-01"])
  }

  @Test(arguments: [
    "0.0.0.0/0", "10.0.0.0/8", "255.255.255.0/24", "10.0.1.0/29", "10.0.1.0/30", "10.0.1.4/31", "10.0.1.4/32",
  ])
  func `sizes EC2 does not know are counted without a trap`(cidr: String) {
    let interface = NetworkInterface.sample(
      "eni-01", ["10.0.1.4", "255.255.255.255", "255.255.255.17"], prefixes: ["0.0.0.0/0", "10.0.1.0/28"])
    for interfaces in [[], [interface]] {
      let ledger = SubnetLedger.make(subnet: .sample(cidr, available: .max), interfaces: interfaces)
      #expect(ledger.isConserved)
      #expect(ledger.reserved == min(5, ledger.size ?? 0))
      #expect(ledger.verdict == .inconsistent)
    }
    #expect(SubnetLedger.make(subnet: .sample(cidr, available: .min), interfaces: []).isConserved)
  }
}
