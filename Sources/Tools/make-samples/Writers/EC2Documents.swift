import VPCModel

/// What the read-only AWS commands print about the simulated VPC.
extension Cluster {
  func describeSubnets(_ chosen: [AddressSpace]? = nil) -> JSON {
    .object([("Subnets", .array((chosen ?? spaces).map(subnetRecord)))])
  }

  private func subnetRecord(_ space: AddressSpace) -> JSON {
    [
      "AvailabilityZone": .string(space.zone),
      "AvailabilityZoneId": .string("use1-az\(space.zone.hasSuffix("a") ? 4 : 6)"),
      "AvailableIpAddressCount": .number(space.free), "CidrBlock": .string(space.block.description),
      "DefaultForAz": false, "MapPublicIpOnLaunch": false, "State": "available",
      "SubnetId": .string(space.id.raw), "VpcId": .string(space.vpc), "OwnerId": "111122223333",
      "AssignIpv6AddressOnCreation": false, "Ipv6CidrBlockAssociationSet": [], "Ipv6Native": false,
      "Tags": tagList(space.tags),
      "SubnetArn": .string("arn:aws:ec2:\(region):111122223333:subnet/\(space.id)"),
    ]
  }

  func reservations(of space: AddressSpace) -> JSON {
    [
      "SubnetIpv4CidrReservations": .array(
        space.reservations.map { reservation -> JSON in
          [
            "SubnetCidrReservationId": .string(reservation.id), "SubnetId": .string(space.id.raw),
            "Cidr": .string(reservation.block.description),
            "ReservationType": .string(reservation.kind.rawValue), "OwnerId": "111122223333",
            "Description": "",
          ]
        }), "SubnetIpv6CidrReservations": [],
    ]
  }

  private func tagList(_ tags: [(String, String)]) -> JSON {
    .array(tags.map { ["Key": .string($0.0), "Value": .string($0.1)] })
  }

  /// Every interface of `chosen`, or of the whole VPC.
  func describeInterfaces(_ chosen: [AddressSpace]? = nil) -> JSON {
    let shown = interfaces.filter { interface in chosen.map { $0.contains { $0 === interface.space } } ?? true
    }
    return .object([("NetworkInterfaces", .array(shown.map(interfaceRecord)))])
  }

  func describeInterfaces(of node: Node) -> JSON {
    .object([("NetworkInterfaces", .array(node.interfaces.map(interfaceRecord)))])
  }

  private func interfaceRecord(_ interface: Interface) -> JSON {
    let addresses = [(interface.primary, true)] + interface.secondaries.map { ($0, false) }
    return JSON.compactObject([
      ("Attachment", attachment(interface)),
      ("AvailabilityZone", .string(interface.space.zone)),
      ("Description", .string(interface.description)),
      ("Groups", .array(interface.groups.map { ["GroupId": .string($0), "GroupName": "nodes"] })),
      ("InterfaceType", .string(interface.type)), ("Ipv6Addresses", []),
      ("MacAddress", .string(interface.mac)), ("NetworkInterfaceId", .string(interface.id.raw)),
      ("OwnerId", "111122223333"), ("PrivateIpAddress", .string(interface.primary.description)),
      (
        "PrivateIpAddresses",
        .array(addresses.map { ["Primary": .bool($0.1), "PrivateIpAddress": .string($0.0.description)] })
      ),
      (
        "Ipv4Prefixes",
        interface.prefixes.isEmpty
          ? nil : .array(interface.prefixes.map { ["Ipv4Prefix": .string($0.description)] })
      ),
      ("RequesterId", interface.requester.map { .string($0) }),
      ("RequesterManaged", .bool(interface.requester != nil)), ("SourceDestCheck", true),
      ("Status", .string(interface.status)), ("SubnetId", .string(interface.space.id.raw)),
      ("TagSet", tagList(interface.tags)), ("VpcId", .string(interface.space.vpc)),
    ])
  }

  /// Branch interfaces are in use without one, available ones have none.
  private func attachment(_ interface: Interface) -> JSON? {
    guard interface.status == "in-use", interface.type != "branch" else { return nil }
    return JSON.compactObject([
      ("AttachTime", .string((interface.created + 2).isoSeconds.replacing("Z", with: "+00:00"))),
      ("AttachmentId", .string(interface.attachmentID ?? "ela-attach-\(interface.id.raw.dropFirst(4))")),
      ("DeleteOnTermination", .bool(interface.instance != nil)),
      ("DeviceIndex", .number(interface.instance == nil ? 1 : interface.device)),
      ("NetworkCardIndex", 0), ("InstanceId", interface.instance.map { .string($0.raw) }),
      ("InstanceOwnerId", .string(interface.instanceOwner)), ("Status", "attached"),
    ])
  }

  func describeInstances(_ chosen: [Node]? = nil) -> JSON {
    // A large fleet is listed with fewer fields, as a --query would.
    let isLarge = nodes.count > 50
    let workers = (chosen ?? nodes).map { node -> JSON in
      if isLarge { return shortRecord(node) }
      return [
        "InstanceId": .string(node.id.raw), "InstanceType": .string(node.limits.type),
        "LaunchTime": .string(node.launched.isoSeconds.replacing("Z", with: "+00:00")),
        "Placement": ["AvailabilityZone": .string(node.space.zone), "Tenancy": "default"],
        "PrivateDnsName": .string(node.name), "PrivateIpAddress": .string(node.address.description),
        "State": ["Code": 16, "Name": "running"], "SubnetId": .string(node.space.id.raw),
        "VpcId": .string(vpc),
        "IamInstanceProfile": ["Arn": "arn:aws:iam::111122223333:instance-profile/eks-workers"],
        "MetadataOptions": [
          "State": "applied", "HttpTokens": "required", "HttpPutResponseHopLimit": 2,
          "HttpEndpoint": "enabled",
        ],
        "Tags": tagList(nodeTags(node)),
      ]
    }
    let others =
      chosen != nil
      ? []
      : strangers.map { machine -> JSON in
        [
          "InstanceId": .string(machine.id.raw), "InstanceType": "t3.small",
          "LaunchTime": "2026-01-12T08:00:00+00:00",
          "Placement": ["AvailabilityZone": .string(machine.space.zone), "Tenancy": "default"],
          "PrivateDnsName": .string(
            "ip-\(machine.address.description.replacing(".", with: "-")).ec2.internal"),
          "PrivateIpAddress": .string(machine.address.description), "State": ["Code": 16, "Name": "running"],
          "SubnetId": .string(machine.space.id.raw), "VpcId": .string(vpc),
          "Tags": tagList([("Name", machine.name)]),
        ]
      }
    return .object([
      (
        "Reservations",
        .array(
          (workers + others).map {
            [
              "ReservationId": .string("r-0" + "5ca1ab1e0ddba11a"), "OwnerId": "111122223333",
              "Instances": .array([$0]),
            ]
          })
      )
    ])
  }

  private func shortRecord(_ node: Node) -> JSON {
    [
      "InstanceId": .string(node.id.raw), "InstanceType": .string(node.limits.type),
      "PrivateDnsName": .string(node.name), "PrivateIpAddress": .string(node.address.description),
      "State": ["Code": 16, "Name": "running"], "SubnetId": .string(node.space.id.raw), "VpcId": .string(vpc),
      "Tags": tagList([("kubernetes.io/cluster/\(name)", "owned")]),
    ]
  }

  func quota(_ value: Int) -> JSON {
    [
      "Quota": [
        "ServiceCode": "vpc", "ServiceName": "Amazon Virtual Private Cloud (Amazon VPC)",
        "QuotaArn": .string("arn:aws:servicequotas:\(region):111122223333:vpc/L-DF5E4CA3"),
        "QuotaCode": "L-DF5E4CA3", "QuotaName": "Network interfaces per Region",
        "Value": .decimal("\(value).0"), "Unit": "None", "Adjustable": true, "GlobalQuota": false,
      ]
    ]
  }

  func describeInstanceTypes(_ type: String) -> JSON {
    let limits = Catalog.limits(type)
    return [
      "InstanceTypes": [
        [
          "InstanceType": .string(type), "Hypervisor": .string(limits.isNitro == true ? "nitro" : "xen"),
          "BareMetal": false,
          "NetworkInfo": [
            "MaximumNetworkInterfaces": .number(limits.enis), "MaximumNetworkCards": 1,
            "DefaultNetworkCardIndex": 0,
            "NetworkCards": [["NetworkCardIndex": 0, "MaximumNetworkInterfaces": .number(limits.enis)]],
            "Ipv4AddressesPerInterface": .number(limits.ipv4PerENI), "Ipv6Supported": true,
          ],
        ]
      ]
    ]
  }
}
