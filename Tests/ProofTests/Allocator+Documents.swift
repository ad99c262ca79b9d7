import VPCModel

// The state of an allocator as AWS would print it, and as values.
extension Allocator {
  /// Which count EC2 gives: it may count unused reserved space or not.
  enum Reading: CaseIterable { case without, with }

  func available(_ index: Int, _ reading: Reading) -> Int {
    let unused = unused(index)
    return free(index) + (reading == .with ? unused.prefix + unused.explicit : 0)
  }

  static func text(_ address: UInt32) -> String {
    "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  func describeSubnets(_ reading: Reading? = .without) -> String {
    let rows = subnets.indices.map { index in
      let subnet = subnets[index]
      let count = reading.map { ", \"AvailableIpAddressCount\": \(available(index, $0))" } ?? ""
      return """
        {"SubnetId": "\(subnet.id)", "VpcId": "vpc-0a1", "AvailabilityZone": "\(subnet.zone)", "OwnerId": \
        "111122223333", "CidrBlock": "\(Self.text(subnet.base))/\(subnet.length)"\(count)}
        """
    }
    return "{\"Subnets\": [\(rows.joined(separator: ",\n"))]}\n"
  }

  func describeInterfaces(nextToken: String? = nil) -> String {
    let rows = interfaces.compactMap { $0 }.map(json)
    let token = nextToken.map { ", \"NextToken\": \"\($0)\"" } ?? ""
    return "{\"NetworkInterfaces\": [\(rows.joined(separator: ",\n"))]\(token)}\n"
  }

  func describeReservations() -> String {
    let rows = reservations.map {
      """
      {"SubnetCidrReservationId": "\($0.id)", "SubnetId": "\(subnets[$0.subnet].id)", "Cidr": \
      "\(Self.text($0.first))/\($0.length)", "ReservationType": "\($0.isExplicit ? "explicit" : "prefix")"}
      """
    }
    return
      "{\"SubnetIpv4CidrReservations\": [\(rows.joined(separator: ", "))], \"SubnetIpv6CidrReservations\": []}\n"
  }

  private func json(_ interface: Interface) -> String {
    let shown = facts(of: interface)
    let addresses = interface.addresses.map {
      "{\"PrivateIpAddress\": \"\(Self.text($0))\", \"Primary\": \($0 == interface.primary)}"
    }
    let prefixes = interface.prefixes.map { "{\"Ipv4Prefix\": \"\(Self.text($0))/28\"}" }
    let attachment =
      shown.instance.map {
        ", \"Attachment\": {\"InstanceId\": \"\($0)\", \"DeviceIndex\": \(interface.role == .nodePrimary ? 0 : 1)}"
      } ?? ""
    let tags =
      interface.role == .leaked
      ? ", \"TagSet\": [{\"Key\": \"node.k8s.amazonaws.com/instance_id\", \"Value\": \"i-0gone\"}]"
      : ", \"TagSet\": []"
    return """
      {"NetworkInterfaceId": "\(interface.id)", "SubnetId": "\(subnets[interface.subnet].id)", "VpcId": "vpc-0a1", \
      "AvailabilityZone": "\(subnets[interface.subnet].zone)", "OwnerId": "111122223333", "Status": \
      "\(shown.status)", "InterfaceType": "\(shown.type)", "Description": "\(shown.description)"\(attachment)\(tags), \
      "PrivateIpAddress": "\(Self.text(interface.primary))", "PrivateIpAddresses": [\(addresses.joined(separator: ", "))], \
      "Ipv4Prefixes": [\(prefixes.joined(separator: ", "))]}
      """
  }

  private typealias Facts = (type: String, description: String, status: String, instance: String?)

  private func facts(of interface: Interface) -> Facts {
    let node = "i-0\(interface.subnet)\(interface.secondaries.count % 3)"
    return switch interface.role {
    case .nodePrimary: ("interface", "aws-K8S-\(node)", "in-use", node)
    case .node: ("interface", "aws-K8S-\(node)", "in-use", node)
    case .trunk: ("trunk", "aws-k8s-trunk-eni", "in-use", node)
    case .branch: ("branch", "aws-k8s-branch-eni", "in-use", nil)
    case .leaked: ("interface", "aws-K8S-i-0gone", "available", nil)
    case .loadBalancer: ("interface", "ELB app/shop/50dc6c49", "in-use", nil)
    case .lambda: ("lambda", "AWS Lambda VPC ENI-shop", "in-use", nil)
    case .rds: ("interface", "RDSNetworkInterface", "in-use", nil)
    case .endpoint: ("vpc_endpoint", "VPC Endpoint Interface vpce-0a", "in-use", nil)
    case .nat: ("nat_gateway", "Interface for NAT Gateway nat-0a", "in-use", nil)
    case .controlPlane: ("interface", "Amazon EKS shop", "in-use", nil)
    case .other: ("interface", "EFS mount target for fs-0a", "in-use", nil)
    }
  }

  // MARK: As values

  func ledgers(_ reading: Reading? = .without, prefixMode: [SubnetID: Bool] = [:]) -> [SubnetLedger] {
    let values = subnets.indices.map { index in
      var subnet = VPCModel.Subnet(id: SubnetID(subnets[index].id))
      subnet.vpc = "vpc-0a1"
      subnet.zone = subnets[index].zone
      subnet.cidr = IPv4Block("\(Self.text(subnets[index].base))/\(subnets[index].length)")
      subnet.available = reading.map { available(index, $0) }
      return subnet
    }
    let kept = reservations.compactMap { reservation in
      IPv4Block("\(Self.text(reservation.first))/\(reservation.length)").map {
        CIDRReservation(
          id: reservation.id, subnet: SubnetID(subnets[reservation.subnet].id), block: $0,
          kind: reservation.isExplicit ? .explicit : .prefix)
      }
    }
    return SubnetLedger.makeAll(
      subnets: values, interfaces: InterfaceList(interfaces.compactMap { $0 }.map(value)), reservations: kept,
      prefixModeInUse: prefixMode)
  }

  private func value(_ interface: Interface) -> NetworkInterface {
    let shown = facts(of: interface)
    var value = NetworkInterface(id: ENIID(interface.id))
    value.subnet = SubnetID(subnets[interface.subnet].id)
    value.vpc = "vpc-0a1"
    value.status = shown.status
    value.interfaceType = shown.type
    value.description = shown.description
    if let instance = shown.instance {
      var attachment = Attachment()
      attachment.instance = InstanceID(instance)
      value.attachment = attachment
    }
    if interface.role == .leaked { value.tags = ["node.k8s.amazonaws.com/instance_id": "i-0gone"] }
    value.primaryAddress = IPv4Address(number: interface.primary)
    value.addresses = interface.addresses.map { IPv4Address(number: $0) }
    value.prefixes = interface.prefixes.compactMap {
      IPv4Block(containing: IPv4Address(number: $0), length: 28)
    }
    return value
  }
}
