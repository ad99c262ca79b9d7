import VPCModel

/// Subnets, interfaces and reservations as EC2 describes them.
extension Record {
  /// One element of `Subnets`. Throws without `SubnetId`.
  func subnet() throws(RecordError) -> Subnet {
    var subnet = Subnet(id: SubnetID(try required("SubnetId")))
    subnet.vpc = try text("VpcId")
    subnet.zone = try text("AvailabilityZone")
    subnet.zoneID = try text("AvailabilityZoneId")
    subnet.cidr = try block("CidrBlock")
    subnet.available = try count("AvailableIpAddressCount")
    subnet.state = try text("State")
    subnet.owner = try text("OwnerId")
    subnet.isIPv6Native = try truth("Ipv6Native")
    for association in try records("Ipv6CidrBlockAssociationSet") {
      let state = try association.record("Ipv6CidrBlockState")?.text("State")
      if let block = try association.text("Ipv6CidrBlock"), state == nil || state == "associated" {
        subnet.ipv6Blocks.append(block)
      }
    }
    subnet.tags = try tags("Tags")
    return subnet
  }

  /// Every key that `interface()` asks for, at any depth; no other is kept in memory.
  static let interfaceKeys = JSONKeys([
    "NetworkInterfaceId", "SubnetId", "VpcId", "AvailabilityZone", "Status", "InterfaceType", "Description",
    "RequesterId", "RequesterManaged", "OwnerId", "Attachment", "AttachmentId", "InstanceId",
    "InstanceOwnerId",
    "DeviceIndex", "NetworkCardIndex", "AttachTime", "DeleteOnTermination", "PrivateIpAddress",
    "PrivateIpAddresses", "Primary", "Ipv4Prefixes", "Ipv4Prefix", "Ipv6Addresses", "Ipv6Address",
    "Ipv6Prefixes",
    "Ipv6Prefix", "Groups", "GroupId", "TagSet", "Tags", "Key", "Value",
  ])

  /// One element of `NetworkInterfaces`. Throws without `NetworkInterfaceId`.
  func interface() throws(RecordError) -> NetworkInterface {
    var interface = NetworkInterface(id: ENIID(try required("NetworkInterfaceId")))
    interface.subnet = try text("SubnetId").map { SubnetID($0) }
    interface.vpc = try text("VpcId")
    interface.zone = try text("AvailabilityZone")
    interface.status = try text("Status")
    interface.interfaceType = try text("InterfaceType")
    interface.description = try text("Description")
    interface.requester = try text("RequesterId")
    interface.isRequesterManaged = try truth("RequesterManaged")
    interface.owner = try text("OwnerId")
    interface.attachment = try record("Attachment")?.attachment()
    interface.primaryAddress = try address("PrivateIpAddress")
    for entry in try records("PrivateIpAddresses") {
      guard let address = try entry.address("PrivateIpAddress") else { continue }
      interface.addresses.append(address)
      if try entry.truth("Primary") == true, interface.primaryAddress == nil {
        interface.primaryAddress = address
      }
    }
    // A projection may have dropped the list: the primary is held all the same.
    if interface.addresses.isEmpty, let primary = interface.primaryAddress { interface.addresses = [primary] }
    for entry in try records("Ipv4Prefixes") {
      if let prefix = try entry.block("Ipv4Prefix") { interface.prefixes.append(prefix) }
    }
    for entry in try records("Ipv6Addresses") {
      if let address = try entry.text("Ipv6Address") { interface.ipv6Addresses.append(address) }
    }
    for entry in try records("Ipv6Prefixes") {
      if let prefix = try entry.text("Ipv6Prefix") { interface.ipv6Prefixes.append(prefix) }
    }
    for group in try records("Groups") {
      if let id = try group.text("GroupId") { interface.groups.append(id) }
    }
    // EC2 says `TagSet` here and `Tags` everywhere else; hand-made documents mix them up.
    interface.tags = try tags(has("TagSet") ? "TagSet" : "Tags") ?? [:]
    return interface
  }

  /// True when the fields the ledger needs are there: a projection may have dropped them.
  var isWholeInterface: Bool { has("SubnetId") && has("PrivateIpAddresses") }

  private func attachment() throws(RecordError) -> Attachment {
    var attachment = Attachment()
    attachment.id = try text("AttachmentId")
    attachment.instance = try text("InstanceId").map { InstanceID($0) }
    attachment.instanceOwner = try text("InstanceOwnerId")
    attachment.deviceIndex = try count("DeviceIndex")
    attachment.networkCard = try count("NetworkCardIndex")
    attachment.status = try text("Status")
    attachment.attachTime = try time("AttachTime")
    attachment.deletesOnTermination = try truth("DeleteOnTermination")
    return attachment
  }

  /// One element of `SubnetIpv4CidrReservations`.
  func reservation() throws(RecordError) -> CIDRReservation {
    let id = try required("SubnetCidrReservationId")
    let subnet = SubnetID(try required("SubnetId"))
    let type = try required("ReservationType")
    guard let kind = CIDRReservation.Kind(rawValue: type) else {
      throw RecordError(path: place("ReservationType"), found: "\"\(type)\"", expected: "prefix or explicit")
    }
    guard let block = try block("Cidr") else {
      throw RecordError(path: place("Cidr"), found: "missing", expected: "an IPv4 block")
    }
    return CIDRReservation(id: id, subnet: subnet, block: block, kind: kind)
  }

  func required(_ key: String) throws(RecordError) -> String {
    guard let text = try text(key) else {
      throw RecordError(path: place(key), found: "missing", expected: "a string")
    }
    return text
  }
}
