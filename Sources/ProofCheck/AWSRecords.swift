// The documents of AWS as types: keys that a proof needs, each of which may be absent.
extension AWSDocuments {
  /// An element of `Subnets`, `NetworkInterfaces` or `SubnetIpv4CidrReservations`: its id says which.
  struct Record: Decodable {
    struct Address: Decodable {
      let address: String?
      private enum CodingKeys: String, CodingKey { case address = "PrivateIpAddress" }
    }

    struct Prefix: Decodable {
      let prefix: String?
      private enum CodingKeys: String, CodingKey { case prefix = "Ipv4Prefix" }
    }

    let subnet: String?
    let vpc: String?
    let account: String?
    let subnetBlock: String?
    let available: Int?
    let interface: String?
    let status: String?
    let interfaceType: String?
    let address: String?
    let addresses: [Address]?
    let prefixes: [Prefix]?
    let reservation: String?
    let cidr: String?
    let reservationType: String?

    private enum CodingKeys: String, CodingKey {
      case subnet = "SubnetId"
      case vpc = "VpcId"
      case account = "OwnerId"
      case subnetBlock = "CidrBlock"
      case available = "AvailableIpAddressCount"
      case interface = "NetworkInterfaceId"
      case status = "Status"
      case interfaceType = "InterfaceType"
      case address = "PrivateIpAddress"
      case addresses = "PrivateIpAddresses"
      case prefixes = "Ipv4Prefixes"
      case reservation = "SubnetCidrReservationId"
      case cidr = "Cidr"
      case reservationType = "ReservationType"
    }
  }

  /// An answer of EC2, or a record that was taken out of one.
  struct Page: Decodable {
    struct Instance: Decodable {
      let interfaces: [Lossy<Record>]?
      private enum CodingKeys: String, CodingKey { case interfaces = "NetworkInterfaces" }
    }

    struct InstanceGroup: Decodable {
      let instances: [Lossy<Instance>]?
      private enum CodingKeys: String, CodingKey { case instances = "Instances" }
    }

    let subnets: [Lossy<Record>]?
    let interfaces: [Lossy<Record>]?
    let cidrReservations: [Lossy<Record>]?
    let instanceGroups: [Lossy<InstanceGroup>]?
    let nextToken: String?
    /// The object itself, when it is a record without its list.
    let alone: Record?

    private enum CodingKeys: String, CodingKey {
      case subnets = "Subnets"
      case interfaces = "NetworkInterfaces"
      case cidrReservations = "SubnetIpv4CidrReservations"
      case instanceGroups = "Reservations"
      case nextToken = "NextToken"
    }

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      subnets = try keys.decodeIfPresent([Lossy<Record>].self, forKey: .subnets)
      interfaces = try keys.decodeIfPresent([Lossy<Record>].self, forKey: .interfaces)
      cidrReservations = try keys.decodeIfPresent([Lossy<Record>].self, forKey: .cidrReservations)
      instanceGroups = try keys.decodeIfPresent([Lossy<InstanceGroup>].self, forKey: .instanceGroups)
      nextToken = try keys.decodeIfPresent(String.self, forKey: .nextToken)
      alone = keys.allKeys.isEmpty ? try? Record(from: decoder) : nil
    }
  }

  /// A record that may not be what it should be: the others are read all the same.
  struct Lossy<Value: Decodable>: Decodable {
    let value: Value?
    init(value: Value?) { self.value = value }
    init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
  }
}
