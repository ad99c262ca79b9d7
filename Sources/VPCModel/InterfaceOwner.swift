/// Says what the addresses of an interface are for, from its type, attachment, requester and description.
///
/// The instances of the cluster are those named by the caller, those whose tags say so, and those on which
/// an interface of the CNI hangs. Source: describe-network-interfaces as EC2 and the services fill it.
package struct InterfaceClassifier: Sendable {
  package enum Ownership: Hashable, Sendable {
    /// An interface of a node: its primary address is `eniPrimary`, the others are for pods.
    case node(InstanceID?)
    /// All its addresses are of one class.
    case whole(OwnerClass)
  }

  package let nodes: Set<InstanceID>
  /// When the interfaces were listed; nil is not known.
  package let snapshot: Instant?

  package init(nodes: Set<InstanceID>, snapshot: Instant? = nil) {
    self.nodes = nodes
    self.snapshot = snapshot
  }

  /// With the nodes that the documents themselves give away.
  package init(
    nodes: Set<InstanceID>, instances: [Instance], interfaces: InterfaceList, snapshot: Instant? = nil
  ) {
    var known = nodes
    for instance in instances where Self.isNode(instance) { known.insert(instance.id) }
    for interface in interfaces where Self.isMadeByCNI(interface) && interface.status != "available" {
      if let instance = Self.instance(of: interface) { known.insert(instance) }
    }
    self.init(nodes: known, snapshot: snapshot)
  }

  package func ownership(of interface: some InterfaceFacts) -> Ownership {
    if isLeaked(interface) { return .whole(.leaked) }
    if Self.isBranch(interface) { return .whole(.branch) }
    if let type = interface.interfaceType, let owner = Self.owner(ofType: type) { return .whole(owner) }
    if Self.isMadeByCNI(interface) { return .node(Self.instance(of: interface)) }
    if let instance = interface.instance {
      // Prefixes on an instance are the work of a CNI, even when nothing else says it is a node.
      let isNode =
        nodes.contains(instance) || interface.hasPrefixes || Self.hasClusterTag(interface.tags)
      return isNode ? .node(instance) : .whole(.other)
    }
    return .whole(Self.owner(ofRequester: interface.requester, description: interface.description))
  }

  /// The CNI's own criteria: `available`, a description of the CNI or of the resource controller, the tag
  /// `node.k8s.amazonaws.com/instance_id` on those of the CNI, and older than five minutes.
  ///
  /// Where tags or times are not in the document they are taken as met: a projection leaves them out.
  package func isLeaked(_ interface: some InterfaceFacts) -> Bool {
    guard interface.status == "available", Self.isMadeByCNI(interface) || Self.isBranch(interface) else {
      return false
    }
    if interface.description?.hasPrefix(Self.cniDescription) == true, interface.hasTags,
      interface.tag(Self.instanceTag) == nil
    {
      return false
    }
    if let snapshot, let text = interface.tag(Self.createdTag), let created = Timestamp.instant(text) {
      // ipamd creates, tags and attaches in seconds; its own sweep waits five minutes too.
      return snapshot.seconds(since: created) >= 300
    }
    return true
  }

  // MARK: What the documents say

  static let instanceTag = "node.k8s.amazonaws.com/instance_id"
  static let createdTag = "node.k8s.amazonaws.com/createdAt"
  private static let cniDescription = "aws-K8S-"
  private static let trunkDescription = "aws-k8s-trunk-eni"
  private static let branchDescription = "aws-k8s-branch-eni"

  /// When ipamd asked EC2 for it, by the clock of its node; nil for an interface of another maker.
  package static func created(_ interface: some InterfaceFacts) -> Instant? {
    guard interface.description?.hasPrefix(cniDescription) == true else { return nil }
    return interface.tag(createdTag).flatMap { Timestamp.instant($0) }
  }

  /// Made by ipamd, or a trunk made by the VPC resource controller.
  package static func isMadeByCNI(_ interface: some InterfaceFacts) -> Bool {
    if interface.interfaceType == "trunk" { return true }
    if let description = interface.description,
      description.hasPrefix(cniDescription) || description == trunkDescription
    {
      return true
    }
    return interface.tag(instanceTag) != nil
  }

  package static func isBranch(_ interface: some InterfaceFacts) -> Bool {
    if interface.interfaceType == "branch" || interface.description == branchDescription { return true }
    // Tags last: comparing long keys is what costs time over a whole /16.
    return interface.description?.hasPrefix(cniDescription) != true
      && interface.tag("vpcresources.k8s.aws/trunk-eni-id") != nil
  }

  /// The instance it hangs on, or was made for.
  package static func instance(of interface: some InterfaceFacts) -> InstanceID? {
    if let instance = interface.instance { return instance }
    if let tag = interface.tag(instanceTag) { return InstanceID(tag) }
    guard let description = interface.description, description.hasPrefix(cniDescription) else { return nil }
    let name = description.dropFirst(cniDescription.utf8.count)
    return name.hasPrefix("i-") ? InstanceID(String(name)) : nil
  }

  private static func isNode(_ instance: Instance) -> Bool {
    hasClusterTag(instance.tags) || instance.tags["eks:nodegroup-name"] != nil
      || instance.tags["karpenter.sh/nodepool"] != nil
      || instance.tags["karpenter.sh/provisioner-name"] != nil
  }

  private static func hasClusterTag(_ tags: [String: String]) -> Bool {
    tags.contains {
      $0.key == "eks:cluster-name" || $0.key == "aws:eks:cluster-name"
        || ($0.key.hasPrefix("kubernetes.io/cluster/") && $0.value == "owned")
    }
  }

  private static func owner(ofType type: String) -> OwnerClass? {
    switch type {
    case "nat_gateway", "natGateway", "regional_nat_gateway": .nat
    case "lambda": .lambda
    case "network_load_balancer", "load_balancer", "gateway_load_balancer": .loadBalancer
    case "vpc_endpoint", "gateway_load_balancer_endpoint": .vpcEndpoint
    default: nil
    }
  }

  private static func owner(ofRequester requester: String?, description: String?) -> OwnerClass {
    switch requester {
    case "amazon-elb": return .loadBalancer
    case "amazon-rds": return .rds
    default: break
    }
    if let requester, requester.contains("awslambda") { return .lambda }
    guard let description else { return .other }
    return descriptions.first { description.hasPrefix($0.0) }?.1 ?? .other
  }

  private static let descriptions: [(String, OwnerClass)] = [
    ("ELB ", .loadBalancer), ("AWS Lambda VPC ENI", .lambda), ("RDSNetworkInterface", .rds),
    ("VPC Endpoint Interface", .vpcEndpoint), ("Interface for NAT Gateway", .nat),
    ("Amazon EKS ", .controlPlane),
  ]
}
