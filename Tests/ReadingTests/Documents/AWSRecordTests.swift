import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct AWSRecordTests {
  private func only(_ text: String) throws -> Statement {
    let reading = read(text)
    #expect(reading.problems.isEmpty)
    return try #require(reading.statements.first)
  }

  @Test func `a subnet with every field that counts`() throws {
    let statement = try only(
      #"""
      {"Subnets":[{"AvailabilityZone":"us-east-1a","AvailabilityZoneId":"use1-az4","AvailableIpAddressCount":37,
       "CidrBlock":"10.0.1.0/24","State":"available","SubnetId":"subnet-0123456789abcdef0","VpcId":"vpc-0a",
       "Ipv6Native":false,"Ipv6CidrBlockAssociationSet":[
         {"Ipv6CidrBlock":"2600::/64","Ipv6CidrBlockState":{"State":"associated"}},
         {"Ipv6CidrBlock":"2601::/64","Ipv6CidrBlockState":{"State":"disassociated"}}],
       "Tags":[{"Key":"kubernetes.io/role/cni","Value":"1"},{"Key":"Name","Value":"a"}]}]}
      """#)
    var subnet = Subnet(id: SubnetID("subnet-0123456789abcdef0"))
    (subnet.vpc, subnet.zone, subnet.zoneID) = ("vpc-0a", "us-east-1a", "use1-az4")
    (subnet.cidr, subnet.available, subnet.state) = (IPv4Block("10.0.1.0/24"), 37, "available")
    (subnet.ipv6Blocks, subnet.isIPv6Native) = (["2600::/64"], false)
    subnet.tags = ["kubernetes.io/role/cni": "1", "Name": "a"]
    #expect(statement == .subnet(subnet))
  }

  private static let interface = #"""
    {"NetworkInterfaceId":"eni-0a","SubnetId":"subnet-0a","VpcId":"vpc-0a","AvailabilityZone":"us-east-1a",
     "OwnerId":"111122223333","RequesterId":"AROA:i-0a","RequesterManaged":false,"Status":"in-use",
     "InterfaceType":"interface","Description":"aws-K8S-i-0a","PrivateIpAddress":"10.0.1.10",
     "Attachment":{"AttachmentId":"eni-attach-0a","AttachTime":"2024-05-02T09:14:21.000Z","DeviceIndex":1,
       "DeleteOnTermination":true,"NetworkCardIndex":0,"InstanceId":"i-0a","InstanceOwnerId":"111122223333",
       "Status":"attached"},
     "PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"10.0.1.10"},
       {"Primary":false,"PrivateIpAddress":"10.0.1.11"}],
     "Ipv4Prefixes":[{"Ipv4Prefix":"10.0.1.32/28"}],"Ipv6Addresses":[{"Ipv6Address":"2600::1"}],
     "Groups":[{"GroupId":"sg-0a","GroupName":"n"}],
     "TagSet":[{"Key":"node.k8s.amazonaws.com/instance_id","Value":"i-0a"}]}
    """#

  @Test func `an interface with every field that counts`() throws {
    let statement = try only(#"{"NetworkInterfaces":["# + Self.interface + "]}")
    guard case .interface(let interface) = statement else { return #expect(Bool(false)) }
    #expect(interface.heldAddresses == 18)
    #expect(interface.primaryAddress == IPv4Address("10.0.1.10"))
    #expect(interface.attachment?.deviceIndex == 1)
    #expect(interface.attachment?.instance == InstanceID("i-0a"))
    #expect(interface.attachment?.attachTime == Instant(nanoseconds: 1_714_641_261_000_000_000))
    #expect(interface.tags["node.k8s.amazonaws.com/instance_id"] == "i-0a")
    #expect(interface.groups == ["sg-0a"])
    #expect(interface.isRequesterManaged == false)
    #expect(!interface.isFromInstance)
  }

  @Test func `keys with small first letters are the same document`() {
    let small = Self.interface.replacing(#/"([A-Z])(\w*)":/#) { "\"\($0.1.lowercased())\($0.2)\":" }
    let left = read(#"{"NetworkInterfaces":["# + Self.interface + "]}").statements
    let right = read(#"{"networkInterfaces":["# + small + "]}").statements
    #expect(left == right)
    #expect(left.count == 2)
  }

  @Test func `the keys kept for an interface are all it is read by`() throws {
    let whole = try #require(try parse(Self.interface))
    var reader = JSONReader(bytes: Array(Self.interface.utf8))
    let first = try reader.next()
    let kept = try #require(try reader.value(from: first, keeping: Record.interfaceKeys))
    let (left, right) = (try Record(whole, path: "").interface(), try Record(kept, path: "").interface())
    #expect(left == right)
    #expect(whole != kept)
  }

  @Test func `an interface without addresses in the document leaves the list partial`() {
    let reading = read(
      #"{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-0a","Status":"available","Attachment":null}]}"#)
    #expect(reading.statements.last == .partialList(.describeInterfaces))
  }

  @Test func `an instance states itself and its interfaces`() throws {
    let reading = read(
      #"""
      {"Reservations":[{"Groups":[],"Instances":[{"InstanceId":"i-0a","InstanceType":"m5.large","SubnetId":"subnet-0a",
        "LaunchTime":"2024-05-02T09:14:21+00:00","State":{"Code":16,"Name":"running"},
        "Placement":{"AvailabilityZone":"us-east-1a"},
        "MetadataOptions":{"HttpTokens":"required","HttpPutResponseHopLimit":1,"HttpEndpoint":"enabled"},
        "IamInstanceProfile":{"Arn":"arn:aws:iam::111122223333:instance-profile/n","Id":"x"},
        "NetworkInterfaces":[{"NetworkInterfaceId":"eni-0a","SubnetId":"subnet-0a","Attachment":{"DeviceIndex":0},
          "PrivateIpAddresses":[{"PrivateIpAddress":"10.0.1.5","Primary":true}]}],
        "Tags":[{"Key":"eks:cluster-name","Value":"c"}]}],"OwnerId":"111122223333","ReservationId":"r-0a"},
        {"Instances":[],"ReservationId":"r-0b"}]}
      """#)
    #expect(reading.problems.isEmpty)
    #expect(reading.statements.count == 3)
    guard case .instance(let instance) = reading.statements[0],
      case .interface(let eni) = reading.statements[1]
    else { return #expect(Bool(false)) }
    #expect(instance.type == "m5.large")
    #expect(instance.metadataHopLimit == 1)
    #expect(instance.state == "running")
    #expect(instance.zone == "us-east-1a")
    #expect(eni.isFromInstance)
    #expect(eni.attachment?.instance == InstanceID("i-0a"))
    #expect(reading.statements[2] == .completeList(.describeInstances, count: 1))
    #expect(reading.summary.kind == .describeInstances)
  }

  @Test func `limits are those of the default network card`() throws {
    let statement = try only(
      #"""
      {"InstanceTypes":[{"InstanceType":"p4d.24xlarge","Hypervisor":"nitro","BareMetal":false,
       "VCpuInfo":{"DefaultVCpus":96},"NetworkInfo":{"MaximumNetworkInterfaces":60,"MaximumNetworkCards":4,
       "DefaultNetworkCardIndex":0,"NetworkCards":[{"NetworkCardIndex":0,"MaximumNetworkInterfaces":15},
       {"NetworkCardIndex":1,"MaximumNetworkInterfaces":15}],"Ipv4AddressesPerInterface":50}}]}
      """#)
    var limits = InstanceTypeLimits(type: "p4d.24xlarge", enis: 15, ipv4PerENI: 50)
    (limits.isNitro, limits.isBareMetal, limits.vCPUs) = (true, false, 96)
    #expect(statement == .instanceType(limits))
  }

  @Test func `reservations, quotas and groups`() throws {
    let reservation = try only(
      #"""
      {"SubnetIpv4CidrReservations":[{"SubnetCidrReservationId":"scr-0a","SubnetId":"subnet-0a","Cidr":"10.0.1.16/28",
       "ReservationType":"prefix","OwnerId":"111122223333"}],"SubnetIpv6CidrReservations":[]}
      """#)
    guard case .reservation(let stated) = reservation else { return #expect(Bool(false)) }
    #expect(stated.kind == .prefix)
    let quota = #""QuotaCode":"L-DF5E4CA3","QuotaName":"Network interfaces per Region","Value":6000.0"#
    let applied = #""QuotaArn":"arn:aws:servicequotas:us-east-1:111122223333:vpc/L-DF5E4CA3""#
    let standard = #""QuotaArn":"arn:aws:servicequotas:us-east-1::vpc/L-DF5E4CA3""#
    let name = "Network interfaces per Region"
    #expect(
      try only("{\"Quota\":{\(quota),\(applied)}}")
        == .quota(Quota(code: "L-DF5E4CA3", name: name, value: 6_000)))
    #expect(
      try only("{\"Quotas\":[{\(quota),\(standard)}]}")
        == .quota(Quota(code: "L-DF5E4CA3", name: name, value: 6_000, isDefault: true)))
    #expect(
      try only(#"{"SecurityGroups":[{"GroupId":"sg-0a","VpcId":"vpc-0a","IpPermissions":[]}]}"#)
        == .securityGroup(id: "sg-0a", vpc: "vpc-0a"))
  }

  private static let event = #"""
    {"eventVersion":"1.08","eventTime":"2024-05-02T09:14:21Z","eventSource":"ec2.amazonaws.com",
     "eventName":"AssignPrivateIpAddresses","errorCode":"Client.InsufficientFreeAddressesInSubnet",
     "errorMessage":"No free addresses.","requestParameters":{"networkInterfaceId":"eni-0a","ipv4PrefixCount":1},
     "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/node/i-0a"}}
    """#

  @Test func `a CloudTrail failure becomes a text with its code, ids, time and node`() throws {
    let text = Statement.text(
      "InsufficientFreeAddressesInSubnet: No free addresses. (AssignPrivateIpAddresses eni-0a)",
      origin: "cloudtrail",
      time: Instant(nanoseconds: 1_714_641_261_000_000_000), node: "i-0a")
    #expect(try only("{\"Records\":[\(Self.event)]}") == text)
    let quoted = String(decoding: JSONValue.string(Self.event).compactBytes, as: UTF8.self)
    #expect(try only("{\"Events\":[{\"EventId\":\"x\",\"CloudTrailEvent\":\(quoted)}]}") == text)
    #expect(try only(Self.event) == text)
  }

  @Test func `a call of a node that failed states its request, for the node's clock`() {
    let event = Self.event.replacing("\"eventVersion\"", with: "\"requestID\":\"11-22\",\"eventVersion\"")
    let request = Statement.request(
      id: "11-22", time: Instant(nanoseconds: 1_714_641_261_000_000_000), node: "i-0a")
    #expect(read("{\"Records\":[\(event)]}").statements.contains(request))
    let ofNobody = event.replacing("node/i-0a", with: "node/somebody")
    #expect(read("{\"Records\":[\(ofNobody)]}").statements.count == 2, "the text and the end of the list")
  }

  @Test(arguments: [
    #"{"eventName":"CreateNetworkInterface","eventSource":"e"}"#,
    #"{"eventName":"CreateNetworkInterface","eventSource":"e","errorCode":"Client.X","userIdentity":{"type":"IAMUser"}}"#,
    #"{"eventName":"PutObject","eventSource":"e","errorCode":"AccessDenied"}"#,
  ])
  func `calls that worked, that people made or that give no addresses say nothing`(event: String) {
    let reading = read("{\"Records\":[\(event)]}")
    #expect(reading.statements == [.completeList(.cloudTrail, count: 1)])
  }

  @Test(arguments: [
    #""{\"env\":{\"WARM_IP_TARGET\":\"2\",\"ENABLE_PREFIX_DELEGATION\":true},\"init\":{\"env\":{\"X\":\"1\"}}}""#,
    #""env:\n  WARM_IP_TARGET: \"2\"  # few\n  ENABLE_PREFIX_DELEGATION: true\ninit:\n  env:\n    X: 1\n""#,
  ])
  func `the add-on's configuration is an environment`(values: String) throws {
    let statement = try only(
      #"{"addon":{"addonName":"vpc-cni","addonVersion":"v1.19.0-eksbuild.1","configurationValues":"# + values
        + "}}")
    var configuration = CNIConfiguration(source: "addon")
    configuration.version = "v1.19.0-eksbuild.1"
    configuration.environment = ["WARM_IP_TARGET": "2", "ENABLE_PREFIX_DELEGATION": "true"]
    #expect(statement == .configuration(configuration))
    #expect(read(#"{"addon":{"addonName":"coredns"}}"#).statements.isEmpty)
  }

  @Test func `auto mode is said`() throws {
    #expect(try only(#"{"cluster":{"name":"c","computeConfig":{"enabled":true}}}"#) == .platform(.autoMode))
  }

  @Test(arguments: [
    (#"{"Vpcs":[{"VpcId":"vpc-0a"}]}"#, InputKind.awsDocument), (#"{"RouteTables":[]}"#, .awsDocument),
    (#"{"nodegroup":{"nodegroupName":"n"}}"#, .awsDocument),
    (
      #"{"MetricDataResults":[{"Id":"a","Label":"maxIPAddresses","Values":[1]}],"Messages":[]}"#,
      .cloudWatchMetrics
    ),
    (#"{"Label":"totalIPAddresses","Datapoints":[{"Average":1}]}"#, .cloudWatchMetrics),
    (#"{"addonVersion":"v1","configurationSchema":"{}","addonName":"vpc-cni"}"#, .awsDocument),
    (#"{"apiVersion":"v1","kind":"List","items":[]}"#, .kubernetes),
    (#"{"AvailableCommands":["/v1/enis"]}"#, .introspection),
    (#"{"0":{"TotalIPs":1,"AssignedIPs":0,"ENIs":{}}}"#, .introspection),
  ])
  func `documents are recognised by their content`(text: String, kind: InputKind) {
    let reading = read(text)
    #expect(reading.problems.isEmpty)
    #expect(reading.summary.kind == kind)
  }

  @Test func `the items of a List are read one by one, typed lists included`() {
    let item = #"{"metadata":{"name":"n1"},"status":{"nodeInfo":{}}}"#
    let typed = read(#"{"kind":"NodeList","apiVersion":"v1","items":["# + item + "," + item + "]}")
    #expect(typed.statements.count == 2)
    let untyped = read(
      #"{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"}}],"kind":"List"}"#
    )
    guard case .node(let node)? = untyped.statements.first else { return #expect(Bool(false)) }
    #expect(node.name == "n1")
    #expect(untyped.summary.kind == .kubernetes)
  }
}
