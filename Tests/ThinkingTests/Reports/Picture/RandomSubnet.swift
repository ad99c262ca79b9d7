import VPCModel

/// A small seeded generator (SplitMix64): the same seed gives the same subnet on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A subnet with holders of every class, some prefixes and reservations.
struct RandomSubnet {
  let ledger: SubnetLedger
  /// The class of each address in order, as the ledger's runs state it.
  let classes: [OwnerClass]
  /// Unused space of `prefix` reservations, by offset.
  let prefixSpace: Set<Int>

  /// nil when there is no such length.
  init?(length: Int, seed: Int) {
    var random = SeededNumbers(seed: seed &* 37 &+ length)
    guard let block = IPv4Block("10.32.0.0/\(length)") else { return nil }
    var subnet = Subnet(id: SubnetID("subnet-0a1"))
    subnet.cidr = block
    var interfaces: [NetworkInterface] = []
    let size = block.size
    let kinds: [(description: String?, type: String?, instance: String?, status: String)] = [
      ("aws-K8S-i-1", nil, "i-1", "in-use"), (nil, nil, "i-1", "in-use"),
      ("aws-k8s-branch-eni", "branch", nil, "in-use"), ("aws-K8S-i-2", nil, nil, "available"),
      ("ELB a", nil, nil, "in-use"), (nil, "lambda", nil, "in-use"),
      ("RDSNetworkInterface", nil, nil, "in-use"),
      (nil, "vpc_endpoint", nil, "in-use"), (nil, "nat_gateway", nil, "in-use"),
      ("Amazon EKS c", nil, nil, "in-use"), ("mine", nil, nil, "in-use"),
    ]
    // From nearly empty to full.
    let density = Int.random(in: 0...9, using: &random)
    for index in 0..<(size * density / 80 + 1) {
      guard let kind = kinds.randomElement(using: &random) else { continue }
      var interface = NetworkInterface(id: ENIID("eni-\(index)"))
      interface.subnet = subnet.id
      interface.description = kind.description
      interface.interfaceType = kind.type ?? "interface"
      interface.status = kind.status
      if let instance = kind.instance {
        var attachment = Attachment()
        attachment.instance = InstanceID(instance)
        interface.attachment = attachment
      }
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let number = UInt32.random(in: block.first.number...block.last.number, using: &random)
        interface.addresses.append(IPv4Address(number: number))
      }
      interface.primaryAddress = interface.addresses.first
      if kind.instance != nil, Bool.random(using: &random) {
        let number = UInt32.random(in: block.first.number...block.last.number, using: &random)
        if let prefix = IPv4Block(containing: IPv4Address(number: number), length: 28) {
          interface.prefixes.append(prefix)
        }
      }
      interfaces.append(interface)
    }
    var reservations: [CIDRReservation] = []
    for index in 0..<Int.random(in: 0...2, using: &random) {
      let number = UInt32.random(in: block.first.number...block.last.number, using: &random)
      let shorter = Int.random(in: min(length + 1, 28)...28, using: &random)
      guard let part = IPv4Block(containing: IPv4Address(number: number), length: shorter) else { continue }
      reservations.append(
        CIDRReservation(
          id: "scr-\(index)", subnet: subnet.id, block: part,
          kind: Bool.random(using: &random) ? .prefix : .explicit))
    }
    let pods: Set<IPv4Address>? =
      Bool.random(using: &random)
      ? Set(interfaces.flatMap(\.addresses).filter { _ in Bool.random(using: &random) }) : nil
    ledger = SubnetLedger.make(
      subnet: subnet, interfaces: interfaces, reservations: reservations, podAddresses: pods)
    classes = ledger.runs.flatMap { Array(repeating: $0.owner, count: $0.count) }
    var space: Set<Int> = []
    for (offset, owner) in classes.enumerated() where owner == .cidrReservation {
      let address = IPv4Address(number: block.first.number + UInt32(offset))
      let kinds = reservations.filter { $0.block.contains(address) }.map(\.kind)
      if !kinds.contains(.explicit) { space.insert(offset) }
    }
    prefixSpace = space
  }

  /// Offsets of the aligned /28 that a prefix request can get, looked at address by address.
  var openBlocks: [Int] {
    stride(from: 0, to: classes.count - 15, by: 16).filter { start in
      (start..<start + 16).allSatisfy { classes[$0] == .free || prefixSpace.contains($0) }
    }
  }
}
