import VPCModel

/// A small seeded generator (SplitMix64): the same seed gives the same subnet on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension Subnet {
  static func sample(_ cidr: String, available: Int? = nil, id: String = "subnet-0a1") -> Subnet {
    var subnet = Subnet(id: SubnetID(id))
    subnet.cidr = IPv4Block(cidr)
    subnet.available = available
    subnet.vpc = "vpc-0a1"
    return subnet
  }
}

extension NetworkInterface {
  /// An interface in `subnet-0a1`; the first address is the primary one.
  static func sample(
    _ id: String, _ addresses: [String], prefixes: [String] = [], description: String? = nil,
    type: String? = "interface", instance: String? = nil, status: String = "in-use",
    tags: [String: String] = [:], requester: String? = nil
  ) -> NetworkInterface {
    var interface = NetworkInterface(id: ENIID(id))
    interface.subnet = SubnetID("subnet-0a1")
    interface.vpc = "vpc-0a1"
    interface.addresses = addresses.compactMap { IPv4Address($0) }
    interface.primaryAddress = interface.addresses.first
    interface.prefixes = prefixes.compactMap { IPv4Block($0) }
    interface.description = description
    interface.interfaceType = type
    interface.status = status
    interface.tags = tags
    interface.requester = requester
    if let instance {
      var attachment = Attachment()
      attachment.instance = InstanceID(instance)
      interface.attachment = attachment
    }
    return interface
  }
}

extension InstanceTypeLimits {
  /// The row of the built-in table; a nonsense row when the type is missing, which the test will notice.
  static func of(_ type: String) -> InstanceTypeLimits {
    table[type] ?? InstanceTypeLimits(type: type, enis: 0, ipv4PerENI: 0)
  }
}
