import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct ProjectionTests {
  private func subnet(_ id: String, _ available: Int?, _ cidr: String?) -> Statement {
    var subnet = Subnet(id: SubnetID(id))
    subnet.available = available
    subnet.cidr = cidr.flatMap { IPv4Block($0) }
    return .subnet(subnet)
  }

  @Test(arguments: ["[37, 0]", "[\n    37,\n    0\n]\n", "37\n0\n", "$ aws ec2 describe-subnets\n37\n0"])
  func `bare numbers are free addresses without a subnet`(text: String) {
    let reading = read(text)
    #expect(reading.statements == [.bareAvailable(37), .bareAvailable(0)])
    #expect(reading.summary.kind == .awsProjection)
  }

  @Test func `one number alone is asked about`() {
    #expect(read("29\n").statements.isEmpty)
    #expect(read("29\n").problems.count == 1)
    #expect(read("some log\n29\n31\n").statements.isEmpty)
  }

  @Test(arguments: [
    #"[{"Subnet":"subnet-0abc","Available":3,"CIDR":"10.0.1.0/24"}]"#,
    #"{"a":"10.0.1.0/24","b":3,"c":"subnet-0abc"}"#, #"[["subnet-0abc",3,"10.0.1.0/24"]]"#,
    #"[{"SubnetId":"subnet-0abc","CidrBlock":"10.0.1.0/24","AvailableIpAddressCount":3}]"#,
    #"[{"id":"subnet-0abc","size":256,"free":3,"block":"10.0.1.0/24"}]"#,
  ])
  func `renamed fields are told by the shape of their values`(text: String) {
    let reading = read(text)
    #expect(reading.statements == [subnet("subnet-0abc", 3, "10.0.1.0/24")])
    #expect(reading.problems.isEmpty)
  }

  @Test func `what fits two readings states nothing`() {
    #expect(read(#"[{"a":"subnet-0abc","b":"subnet-0abd","n":1}]"#).statements.isEmpty)
    #expect(read(#"[{"id":"subnet-0abc","x":256,"y":3}]"#).statements.isEmpty)
    #expect(read(#"[["m5.large", 3, 10, 29]]"#).statements.isEmpty)
  }

  @Test func `interfaces with a count of addresses`() {
    #expect(
      read(#"[{"ENI":"eni-0abc","IPs":10}]"#).statements == [.interfaceAddressCount(ENIID("eni-0abc"), 10)])
    #expect(read(#"[{"ENI":"eni-0abc","IPs":0}]"#).statements.isEmpty)
    #expect(read(#"[["eni-0abc",4]]"#).statements == [.interfaceAddressCount(ENIID("eni-0abc"), 4)])
    let article = read("{\n  \"eni\": \"eni-0abc\",\n  \"ips\": 0,\n  \"prefixes\": 0\n}\n")
    #expect(article.summary.kind == .introspection)
  }

  @Test func `limits with and without the type`() {
    #expect(read("[[3, 10]]").statements == [.bareLimits(enis: 3, ipv4PerENI: 10)])
    #expect(
      read("[\n    [\n        3,\n        10\n    ]\n]").statements == [.bareLimits(enis: 3, ipv4PerENI: 10)])
    let typed = Statement.instanceType(InstanceTypeLimits(type: "m5.large", enis: 3, ipv4PerENI: 10))
    #expect(read(#"[{"Type":"m5.large","MaxENI":3,"IPv4addr":10}]"#).statements == [typed])
    #expect(read(#"[["m5.large",3,10]]"#).statements == [typed])
    #expect(read("[[300, 10]]").statements.isEmpty)
  }

  @Test func `the command above a projection names what the answer leaves out`() {
    let typed = Statement.instanceType(InstanceTypeLimits(type: "m5.large", enis: 3, ipv4PerENI: 10))
    #expect(
      read("$ aws ec2 describe-instance-types --instance-types m5.large --query x\n[[3, 10]]").statements == [
        typed
      ])
    let query = "--query 'Subnets[].AvailableIpAddressCount'"
    let one = "$ aws ec2 describe-subnets \\\n  --subnet-ids subnet-0abc \\\n  \(query)\n[\n  37\n]\n"
    #expect(read(one).statements == [subnet("subnet-0abc", 37, nil)])
    let two = "$ aws ec2 describe-subnets --subnet-ids subnet-0abc subnet-0abd \(query)\n[37]\n"
    #expect(read(two).statements == [.bareAvailable(37)])
    let variable = "$ aws ec2 describe-subnets --subnet-ids $SUBNET \(query)\n[37]\n"
    #expect(read(variable).statements == [.bareAvailable(37)])
  }

  @Test func `how many interfaces there are is no count of addresses`() {
    let count = "aws ec2 describe-network-interfaces --query 'length(NetworkInterfaces)'"
    #expect(read("$ \(count)\n4998\n").statements == [.regionInterfaceCount(4_998)])
    #expect(read("[ops@bastion ~]$ \(count)\n3\n").statements == [.regionInterfaceCount(3)])
    let filtered = "$ \(count) --filters Name=status,Values=available\n3\n"
    #expect(read(filtered).statements.isEmpty)
    #expect(read("$ aws ec2 describe-subnets --query 'length(Subnets)'\n3\n").statements.isEmpty)
  }

  @Test func `records without their list claim no completeness`() {
    let whole =
      #"{"NetworkInterfaceId":"eni-0a","SubnetId":"subnet-0a","Status":"in-use","PrivateIpAddresses":[]}"#
    for text in ["[\(whole)]", whole, "[[\(whole)]]", whole + "\n" + whole] {
      let reading = read(text)
      let isInterface = reading.statements.allSatisfy { if case .interface = $0 { true } else { false } }
      #expect(isInterface && !reading.statements.isEmpty)
    }
  }

  @Test func `nested interfaces of a bare instance are not a list of their own`() {
    let reading = read(
      #"""
      [[{"ImageId":"ami-0a","InstanceId":"i-0a","InstanceType":"m5.large","NetworkInterfaces":[
        {"NetworkInterfaceId":"eni-0a","SubnetId":"subnet-0a","PrivateIpAddresses":[]}]}]]
      """#)
    #expect(reading.statements.count == 2)
    #expect(reading.summary.kind == .awsProjection)
  }
}
