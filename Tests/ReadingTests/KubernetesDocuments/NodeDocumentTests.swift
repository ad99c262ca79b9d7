import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct NodeDocumentTests {
  private static let inner = """
    {"TotalIPs":32,"AssignedIPs":1,"ENIs":{"eni-0aa11bb22cc33dd44":{"ID":"eni-0aa11bb22cc33dd44","IsPrimary":true,
     "DeviceNumber":0,"SubnetID":"subnet-0123456789abcdef0","AvailableIPv4Cidrs":{
      "10.0.1.16/28":{"Cidr":{"IP":"10.0.1.16","Mask":"////8A=="},"IsPrefix":true,"IPAddresses":{
        "10.0.1.17":{"Address":"10.0.1.17","IPAMKey":{"networkName":"aws-cni","containerID":"","ifName":""},
          "IPAMMetadata":{"k8sPodNamespace":"shop","k8sPodName":"web-1"},"AssignedTime":"2024-05-02T09:14:21.105Z",
          "UnassignedTime":"0001-01-01T00:00:00Z"},
        "10.0.1.18":{"Address":"10.0.1.18","IPAMKey":{"networkName":"","containerID":"","ifName":""},
          "UnassignedTime":"2024-05-02T09:14:10Z"},
        "10.0.1.19":{"Address":"10.0.1.19","IPAMKey":{"networkName":"","containerID":"","ifName":""},
          "UnassignedTime":"2024-05-02T09:10:10Z"}}}},"IPv6Cidrs":{}}}}
    """
  private static let taken = Instant(nanoseconds: 1_714_641_270_000_000_000)

  @Test(arguments: [true, false])
  func `enis are read with and without the card around them`(keyed: Bool) throws {
    let text = keyed ? "{\"0\":\(Self.inner)}" : Self.inner
    #expect(Scan.kind(text) == .introspection)
    let pool = try #require(Scan.json(text, time: Self.taken).pools.first)
    #expect(pool.total == 32 && pool.assigned == 1 && pool.isComplete && pool.prefixes == 1)
    let cidr = try #require(pool.enis.first?.cidrs.first)
    #expect(cidr.block == IPv4Block("10.0.1.16/28") && cidr.isPrefix)
    #expect(cidr.assigned.map(\.address) == ["10.0.1.17"] && cidr.assigned.first?.pod == "web-1")
    #expect(cidr.cooling == 1 && pool.cooling == 1)
    #expect(pool.enis.first?.card == (keyed ? 0 : nil))
    #expect(pool.enis.first?.subnet == SubnetID("subnet-0123456789abcdef0"))
  }

  @Test func `without a time nothing is called cooling`() throws {
    let pool = try #require(Scan.json(Self.inner).pools.first)
    #expect(pool.cooling == nil && pool.enis.first?.cidrs.first?.cooling == nil)
  }

  @Test func `the addresses of several cards add up`() throws {
    let pool = try #require(
      Scan.json(
        #"{"0":{"TotalIPs":3,"AssignedIPs":1,"ENIs":{}},"1":{"TotalIPs":2,"AssignedIPs":2,"ENIs":null}}"#
      ).pools.first)
    #expect(pool.total == 5 && pool.assigned == 3 && pool.enis.isEmpty)
  }

  @Test(arguments: [
    (#"{"TotalIPs":2,"AssignedIPs":1,"ENIs":{"eni-1":{"ID":"eni-1","IPv4Addresses":{"10.0.0.1":{"Address":"10.0.0.1","IPAMKey":{"networkName":"","containerID":"ab","ifName":"eth0"}},"10.0.0.2":{"Address":"10.0.0.2","IPAMKey":{"networkName":"","containerID":"","ifName":""}}}}}}"#),
    (#"{"AssignedIPs":1,"TotalIPs":2,"ENIIPPools":{"eni-1":{"Id":"eni-1","AssignedIPv4Addresses":1,"IPv4Addresses":{"10.0.0.1":{"Address":"10.0.0.1","Assigned":true},"10.0.0.2":{"Address":"10.0.0.2","Assigned":false}}}}}"#),
  ])
  func `older datastores hold addresses without prefixes`(text: String) throws {
    let pool = try #require(Scan.json(text).pools.first)
    #expect(pool.total == 2 && pool.prefixes == 0)
    #expect(pool.enis.map(\.id) == [ENIID("eni-1")])
    #expect(pool.enis.flatMap(\.cidrs).flatMap(\.assigned).map(\.address) == ["10.0.0.1"])
    #expect(pool.enis.flatMap(\.cidrs).compactMap(\.block?.length) == [32, 32])
  }

  @Test func `an unknown path carries no data`() {
    let text = #"{"AvailableCommands":["/v1/enis"]}"#
    #expect(Scan.kind(text) == .introspection && Scan.json(text).isEmpty)
  }

  @Test func `the old pods answer is a list of allocations`() {
    var allocation = Allocation(address: "10.0.0.1")
    allocation.pod = "web-1"
    allocation.namespace = "shop"
    allocation.container = "ab"
    #expect(
      Scan.json(#"{"web-1_shop_ab":{"IP":"10.0.0.1","DeviceNumber":0}}"#) == [.checkpoint([allocation])])
  }

  @Test func `the article's projection states interfaces and no counts`() throws {
    let pool = try #require(
      Scan.json(#"{"eni":"eni-0aa11bb22cc33dd44","ips":0,"prefixes":null}"#).pools.first)
    #expect(
      pool.enis.count == 1 && pool.total == nil && !pool.isComplete && pool.enis.first?.cidrs.isEmpty == true)
  }

  @Test func `environment answers say only what they hold`() throws {
    let text = #"{"WARM_IP_TARGET":0,"WARM_ENI_TARGET":1,"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":false}"#
    #expect(Scan.kind(text) == .introspection)
    let configuration = try #require(Scan.json(text).configurations.first)
    #expect(
      configuration.environment == [
        "WARM_IP_TARGET": "0", "WARM_ENI_TARGET": "1", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "false",
      ])
  }

  @Test func `a checkpoint lists who holds which address`() throws {
    let text = """
      {"version":"vpc-cni-ipam/1","allocations":[{"networkName":"aws-cni","containerID":"ab","ifName":"eth0","ipv4":"10.0.1.17",
       "allocationTimestamp":1714641261105000000,"metadata":{"k8sPodNamespace":"shop","k8sPodName":"web-1"}},
       {"ipv6":"2600::1"},{"ipv4":null},{"networkName":"x"}]}
      """
    #expect(Scan.kind(text) == .checkpoint)
    guard case .checkpoint(let list)? = Scan.json(text).first else {
      Issue.record("no checkpoint")
      return
    }
    #expect(list.map(\.address) == ["10.0.1.17", "2600::1"])
    #expect(list.first?.since == Instant(nanoseconds: 1_714_641_261_105_000_000))
  }

  @Test func `container information gives the real environment without credentials`() throws {
    let text = """
      {"ID":"x","Labels":{"io.kubernetes.container.name":"aws-node"},"Image":"r/amazon-k8s-cni:v1.18.3",
       "Spec":{"process":{"env":["WARM_IP_TARGET=5","AWS_SECRET_ACCESS_KEY=abc","NOVALUE"]}}}
      """
    #expect(Scan.kind(text) == .containerInfo)
    let configuration = try #require(Scan.json(text).configurations.first)
    #expect(configuration.environment == ["WARM_IP_TARGET": "5"] && configuration.version == "1.18.3")
    #expect(Scan.json(#"[{"Config":{"Image":"nginx:1","Env":["A=b"]}}]"#).isEmpty)
  }

  @Test(arguments: [
    (
      #"{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","maxPods":29}"#,
      InputKind.kubeletConfig
    ),
    (#"{"kubeletconfig":{"maxPods":29}}"#, .kubeletConfig), (#"{"maxPods":"29"}"#, .kubeletConfig),
  ])
  func `max pods is read from every kubelet file`(text: String, kind: InputKind) {
    #expect(Scan.kind(text) == kind)
    #expect(Scan.json(text) == [.kubeletMaxPods(29)])
  }

  @Test func `a conflist shows the enforcing mode`() {
    let text =
      #"{"cniVersion":"0.4.0","name":"aws-cni","plugins":[{"type":"aws-cni","podSGEnforcingMode":"strict","mtu":"9001"}]}"#
    #expect(Scan.kind(text) == .conflist)
    #expect(
      Scan.json(text).configurations.first?.environment["POD_SECURITY_GROUP_ENFORCING_MODE"] == "strict")
  }

  @Test(arguments: [
    "{}", "[]", "7", #""x""#, "null", #"{"0":7}"#, #"{"Subnets":[]}"#, #"{"0":{"TotalIPs":-1,"ENIs":7}}"#,
    #"{"TotalIPs":1e400,"ENIs":{"e":null}}"#,
    #"{"TotalIPs":"4","AssignedIPs":null,"ENIs":{"e":{"AvailableIPv4Cidrs":{"x/99":{"IPAddresses":{"y":null}}}}}}"#,
  ])
  func `hostile values give nothing false`(text: String) {
    for pool in Scan.json(text, time: Self.taken).pools { #expect(pool.total == nil || pool.total == 4) }
  }

  @Test func `a shortened answer still gives its totals`() throws {
    let pool = try #require(
      NodeDocument.salvageIntrospection(
        text: """
          {
            "TotalIPs": 32,
            "AssignedIPs": 31,
            "ENIs": { "eni-XXXX": { "IsPrimary": true,
                "AvailableIPv4Cidrs": { "10.X.X.192/28": { ... all 16 taken ... },
          """))
    #expect(pool.total == 32 && pool.assigned == 31 && pool.enis.count == 1 && !pool.isComplete)
    #expect(NodeDocument.salvageIntrospection(text: "no datastore at all") == nil)
  }

  @Test func `an empty answer in a bundle means ipamd was silent`() {
    #expect(NodeDocument.isSilence(path: "b.tar.gz!ipamd/enis.json", byteCount: 0))
    #expect(!NodeDocument.isSilence(path: "ipamd/enis.json", byteCount: 2))
    #expect(NodeDocument.isSilence(path: "ipamd/pods.json", byteCount: 0))
    #expect(!NodeDocument.isSilence(path: "case/pods.json", byteCount: 0))
    #expect(!NodeDocument.isSilence(path: "ipamd/metrics.json", byteCount: 0))
  }

  @Test(arguments: [
    (
      "system/instance-id.txt", "i-0123456789abcdef0\n",
      Statement.instanceIdentity(InstanceID("i-0123456789abcdef0"))
    ),
    ("./system/region.txt", "us-gov-west-1", .region("us-gov-west-1")),
    ("system/availability-zone.txt", "us-east-1a", .region("us-east-1")),
    ("kubelet/config.json", "[settings.kubernetes]\nmax-pods = 29\n", .kubeletMaxPods(29)),
    ("nodeadm/nodeadm-run.log", "x\n{\"msg\":\"kubelet\",\"maxPods\":29}", .kubeletMaxPods(29)),
  ])
  func `state files of a bundle are read by name and checked by content`(
    path: String, text: String, wanted: Statement
  ) {
    var found: [Statement] = []
    let isRead = BundleState.read(path: path, bytes: Array(text.utf8)) { statement, _, _ in
      found.append(statement)
    }
    #expect(isRead && found == [wanted])
    let isWrong = BundleState.read(path: path, bytes: Array("<html>".utf8)) { _, _, _ in }
    #expect(!isWrong)
  }
}
