/// `aws ec2 describe-network-interfaces`: as many interfaces as the size holds, each with 27 addresses.
///
/// 300 MiB are some 46,000 interfaces as the AWS CLI indents them.
package struct InterfaceLoad {
  package struct Plan {
    /// Bytes of the document; the last interface may go past it.
    package var size: Int
    package var subnets: Int
    package var seed: UInt64
    /// Everything on one line, without a blank.
    package var isSingleLine: Bool

    package init(size: Int, subnets: Int, seed: UInt64, isSingleLine: Bool) {
      self.size = size
      self.subnets = subnets
      self.seed = seed
      self.isSingleLine = isSingleLine
    }
  }

  private struct Subnet {
    let id: String
    let vpc: String
    let zone: String
    /// Where the next address is taken from: 10.N.0.0/16 is the subnet's own.
    var next: UInt32
  }

  private var random: Seed
  private var subnets: [Subnet] = []
  private let isSingleLine: Bool

  /// - Returns: the number of interfaces.
  package static func write(_ plan: Plan, to sink: Sink) throws -> Int {
    var load = InterfaceLoad(plan)
    var count = 0
    try sink.put(plan.isSingleLine ? "{\"NetworkInterfaces\":[" : "{\n    \"NetworkInterfaces\": [\n")
    while sink.count < plan.size {
      if count > 0 { try sink.put(plan.isSingleLine ? "," : ",\n") }
      try sink.put(load.record(count))
      count += 1
    }
    try sink.put(plan.isSingleLine ? "]}\n" : "\n    ]\n}\n")
    return count
  }

  private init(_ plan: Plan) {
    random = Seed(plan.seed)
    isSingleLine = plan.isSingleLine
    var vpc = ""
    // 10.0.0.0/8 has 256 blocks of that size.
    for number in 0..<min(max(plan.subnets, 1), 256) {
      if number % 4 == 0 { vpc = random.id("vpc") }
      subnets.append(
        Subnet(
          id: random.id("subnet"), vpc: vpc, zone: "us-east-1\(["a", "b", "c"][number % 3])",
          next: (10 << 24) + UInt32(number) << 16 + 4))
    }
  }

  private mutating func record(_ number: Int) -> String {
    let place = number % subnets.count
    let subnet = subnets[place]
    let instance = random.id("i")
    let id = random.id("eni")
    let isPrimary = random.below(3) == 0
    let addresses = (0..<27).map { text(subnet.next &+ UInt32($0)) }
    // Past its end a subnet begins again: an input may say impossible things.
    let used = (subnet.next + 27) & 0xffff
    subnets[place].next = (subnet.next & 0xffff_0000) | (used > 65_500 ? 4 : used)
    var out = Indented(isSingleLine: isSingleLine, depth: 2)
    out.open("{")
    out.object("Attachment") {
      $0.member("AttachTime", "2026-02-19T16:04:02+00:00")
      $0.member("AttachmentId", random.id("eni-attach"))
      $0.literal("DeleteOnTermination", "true")
      $0.literal("DeviceIndex", isPrimary ? "0" : "\(random.between(1, 7))")
      $0.literal("NetworkCardIndex", "0")
      $0.member("InstanceId", instance)
      $0.member("InstanceOwnerId", "111122223333")
      $0.member("Status", "attached")
    }
    out.member("AvailabilityZone", subnet.zone)
    out.member("Description", isPrimary ? "" : "aws-K8S-\(instance)")
    out.array(
      "Groups", [[("GroupName", "\"eks-cluster-sg-prod-1\""), ("GroupId", "\"sg-0c0ffee0a11ce5eed\"")]])
    out.member("InterfaceType", "interface")
    out.array("Ipv6Addresses", [])
    out.member("MacAddress", mac())
    out.member("NetworkInterfaceId", id)
    out.member("OwnerId", "111122223333")
    out.member("PrivateDnsName", name(addresses[0]))
    out.member("PrivateIpAddress", addresses[0])
    out.array(
      "PrivateIpAddresses",
      addresses.enumerated().map { index, address in
        [
          ("Primary", index == 0 ? "true" : "false"), ("PrivateDnsName", "\"\(name(address))\""),
          ("PrivateIpAddress", "\"\(address)\""),
        ]
      })
    out.literal("RequesterManaged", "false")
    out.literal("SourceDestCheck", "true")
    out.member("Status", "in-use")
    out.member("SubnetId", subnet.id)
    let tags =
      isPrimary
      ? [("kubernetes.io/cluster/prod", "owned"), ("eks:nodegroup-name", "workers")]
      : [("node.k8s.amazonaws.com/instance_id", instance), ("cluster.k8s.amazonaws.com/name", "prod")]
    out.array("TagSet", tags.map { [("Key", "\"\($0.0)\""), ("Value", "\"\($0.1)\"")] })
    out.member("VpcId", subnet.vpc)
    out.close("}")
    return out.text
  }

  private func text(_ address: UInt32) -> String {
    "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  private func name(_ address: String) -> String {
    "ip-" + String(address.map { $0 == "." ? "-" : $0 }) + ".ec2.internal"
  }

  private mutating func mac() -> String {
    "0a:" + (0..<5).map { _ in random.hex(2) }.joined(separator: ":")
  }
}
