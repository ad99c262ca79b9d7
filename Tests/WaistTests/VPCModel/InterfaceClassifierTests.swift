import Testing
import VPCModel

@Suite struct InterfaceClassifierTests {
  private static let tag = "node.k8s.amazonaws.com/instance_id"
  private static let created = "node.k8s.amazonaws.com/createdAt"
  /// 2026-03-01T10:10:00Z.
  private static let snapshot = Instant(nanoseconds: 1_772_359_800_000_000_000)

  @Test(arguments: [
    ("2026-03-01T10:04:59Z", true), ("2026-03-01T10:05:00Z", true), ("2026-03-01T10:05:01Z", false),
    ("2026-03-01T12:05:00.5+02:00", false), ("2026-03-01T12:04:59.5+02:00", true),
    ("2026-03-01T10:11:00Z", false), ("last tuesday", true), ("2026-13-01T10:05:01Z", true),
  ])
  func `an interface is left over after five minutes, not before`(created: String, isLeaked: Bool) {
    let interface = NetworkInterface.sample(
      "eni-01", ["10.0.1.10"], description: "aws-K8S-i-01", status: "available",
      tags: [Self.tag: "i-01", Self.created: created])
    #expect(InterfaceClassifier(nodes: [], snapshot: Self.snapshot).isLeaked(interface) == isLeaked)
    #expect(InterfaceClassifier(nodes: []).isLeaked(interface))
  }

  @Test func `leaked needs the CNI's description, its tag and nobody's attachment`() {
    let classifier = InterfaceClassifier(nodes: [])
    func isLeaked(_ description: String?, _ status: String, _ tags: [String: String], _ type: String? = nil)
      -> Bool
    {
      classifier.isLeaked(
        NetworkInterface.sample(
          "eni-01", ["10.0.1.10"], description: description, type: type, status: status, tags: tags))
    }
    #expect(isLeaked("aws-K8S-i-01", "available", [Self.tag: "i-01"]))
    #expect(isLeaked("aws-K8S-i-01", "available", [:]))
    #expect(!isLeaked("aws-K8S-i-01", "available", ["Name": "mine"]))
    #expect(!isLeaked("aws-K8S-i-01", "in-use", [Self.tag: "i-01"]))
    #expect(!isLeaked("an orphan of somebody", "available", [:]))
    #expect(isLeaked("aws-k8s-branch-eni", "available", ["vpcresources.k8s.aws/vlan-id": "3"], "branch"))
    #expect(!isLeaked("aws-k8s-branch-eni", "in-use", [:], "branch"))
    #expect(isLeaked("aws-k8s-trunk-eni", "available", [:], "trunk"))
  }

  @Test func `a young left-over is its node's`() {
    let interface = NetworkInterface.sample(
      "eni-01", ["10.0.1.10", "10.0.1.11"], description: "aws-K8S-i-01", status: "available",
      tags: [Self.tag: "i-01", Self.created: "2026-03-01T10:09:00Z"])
    let classifier = InterfaceClassifier(nodes: [], snapshot: Self.snapshot)
    #expect(classifier.ownership(of: interface) == .node(InstanceID("i-01")))
  }

  @Test func `nodes are known by the caller, by tags, by their CNI interfaces or by prefixes`() {
    let primary = NetworkInterface.sample("eni-01", ["10.0.1.10"], instance: "i-01")
    let secondary = NetworkInterface.sample(
      "eni-02", ["10.0.2.10"], description: "aws-K8S-i-01", instance: "i-01")
    var tagged = Instance(id: InstanceID("i-01"))
    tagged.tags = ["kubernetes.io/cluster/shop": "owned"]
    let node = InterfaceClassifier.Ownership.node(InstanceID("i-01"))
    #expect(InterfaceClassifier(nodes: []).ownership(of: primary) == .whole(.other))
    #expect(InterfaceClassifier(nodes: [InstanceID("i-01")]).ownership(of: primary) == node)
    #expect(
      InterfaceClassifier(nodes: [], instances: [tagged], interfaces: []).ownership(of: primary) == node)
    #expect(
      InterfaceClassifier(nodes: [], instances: [], interfaces: [primary, secondary]).ownership(of: primary)
        == node)
    var prefixed = primary
    prefixed.prefixes = [IPv4Block("10.0.1.32/28")].compactMap { $0 }
    #expect(InterfaceClassifier(nodes: []).ownership(of: prefixed) == node)
  }

  @Test func `a description does not turn an instance's interface into a service's`() {
    let classifier = InterfaceClassifier(nodes: [InstanceID("i-01")])
    let node = NetworkInterface.sample("eni-01", ["10.0.1.10"], description: "ELB mine", instance: "i-01")
    #expect(classifier.ownership(of: node) == .node(InstanceID("i-01")))
    let stranger = NetworkInterface.sample("eni-02", ["10.0.1.11"], description: "ELB mine", instance: "i-02")
    #expect(classifier.ownership(of: stranger) == .whole(.other))
  }

  @Test(
    arguments: [
      ("network_load_balancer", nil, nil, OwnerClass.loadBalancer),
      ("gateway_load_balancer_endpoint", nil, nil, .vpcEndpoint),
      ("interface", "ELB app/x/1", "amazon-elb", .loadBalancer),
      ("interface", nil, "amazon-elb", .loadBalancer),
      ("nat_gateway", nil, nil, .nat), ("lambda", nil, nil, .lambda),
      ("interface", nil, "AROA1:awslambda_1", .lambda),
      ("interface", "RDSNetworkInterface", nil, .rds),
      ("interface", "Amazon EKS shop", "111122223333", .controlPlane),
      ("interface", "fargate-ip-10-0-1-9", nil, .other), (nil, nil, nil, .other),
    ] as [(String?, String?, String?, OwnerClass)])
  func `services are told by type, requester and description`(
    type: String?, description: String?, requester: String?, owner: OwnerClass
  ) {
    let interface = NetworkInterface.sample(
      "eni-01", ["10.0.1.10"], description: description, type: type, requester: requester)
    #expect(InterfaceClassifier(nodes: []).ownership(of: interface) == .whole(owner))
  }
}
