/// A subnet as `describe-subnets` states it. Absent fields are nil, never 0.
package struct Subnet: Hashable, Sendable, Codable {
  package var id: SubnetID
  package var vpc: String?
  package var zone: String?
  package var zoneID: String?
  package var cidr: IPv4Block?
  /// `AvailableIpAddressCount`, addresses, at the moment of the call.
  package var available: Int?
  package var state: String?
  package var ipv6Blocks: [String] = []
  package var isIPv6Native: Bool?
  /// It has no IPv4 addresses at all; EC2 gives it an `AvailableIpAddressCount` of 0, which is no shortage.
  package var isIPv6Only: Bool { cidr == nil && (isIPv6Native == true || !ipv6Blocks.isEmpty) }
  /// Account that owns the subnet, `OwnerId`; participants of a shared subnet have another.
  package var owner: String?
  package var tags: [String: String]?
  package init(id: SubnetID) { self.id = id }
}

/// What `get-subnet-cidr-reservations` states: space kept for prefixes, or from everyone.
package struct CIDRReservation: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable { case prefix, explicit }
  package var id: String
  package var subnet: SubnetID
  package var block: IPv4Block
  package var kind: Kind
  package init(id: String, subnet: SubnetID, block: IPv4Block, kind: Kind) {
    self.id = id
    self.subnet = subnet
    self.block = block
    self.kind = kind
  }
}

/// How an interface hangs on an instance. Branch interfaces are in use without one.
package struct Attachment: Hashable, Sendable, Codable {
  package var id: String?
  package var instance: InstanceID?
  package var instanceOwner: String?
  package var deviceIndex: Int?
  package var networkCard: Int?
  package var status: String?
  package var attachTime: Instant?
  package var deletesOnTermination: Bool?
  package init() {}
}

/// An interface as `describe-network-interfaces` states it.
package struct NetworkInterface: Hashable, Sendable, Codable {
  package var id: ENIID
  package var subnet: SubnetID?
  package var vpc: String?
  package var zone: String?
  /// `available`, `associated`, `attaching`, `in-use` or `detaching`.
  package var status: String?
  package var interfaceType: String?
  package var description: String?
  package var requester: String?
  package var isRequesterManaged: Bool?
  package var owner: String?
  package var attachment: Attachment?
  package var primaryAddress: IPv4Address?
  /// Every private address, the primary included, in document order.
  package var addresses: [IPv4Address] = []
  package var prefixes: [IPv4Block] = []
  package var ipv6Addresses: [String] = []
  package var ipv6Prefixes: [String] = []
  package var groups: [String] = []
  package var tags: [String: String] = [:]
  /// Stated inside an instance of describe-instances, without tags and requester: the interface's own record
  /// knows better.
  package var isFromInstance = false
  package init(id: ENIID) { self.id = id }

  /// Addresses the interface takes from its subnet: one each, sixteen for each prefix.
  package var heldAddresses: Int { addresses.count + prefixes.reduce(0) { $0 + $1.size } }
}

/// An instance as `describe-instances` states it.
package struct Instance: Hashable, Sendable, Codable {
  package var id: InstanceID
  package var type: String?
  package var subnet: SubnetID?
  package var vpc: String?
  package var zone: String?
  package var state: String?
  package var privateAddress: IPv4Address?
  package var privateDNSName: String?
  package var launchTime: Instant?
  package var metadataEndpoint: String?
  package var metadataHopLimit: Int?
  package var metadataTokens: String?
  package var profileARN: String?
  package var imageID: String?
  package var tags: [String: String] = [:]
  package init(id: InstanceID) { self.id = id }
}

/// A quota as Service Quotas states it. `isDefault`: the AWS default, not what the account has.
package struct Quota: Hashable, Sendable, Codable {
  package var code: String
  package var name: String?
  package var value: Double?
  package var isDefault: Bool
  package init(code: String, name: String? = nil, value: Double? = nil, isDefault: Bool = false) {
    self.code = code
    self.name = name
    self.value = value
    self.isDefault = isDefault
  }
}
