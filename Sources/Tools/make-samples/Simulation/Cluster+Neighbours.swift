import VPCModel

/// Everything in a subnet that is not a node of the cluster: load balancers, databases, endpoints and so on.
extension Cluster {
  func addLoadBalancer(in space: AddressSpace, network: Bool, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .loadBalancer, at: offset) else { return }
    interface.description =
      "ELB \(network ? "net" : "app")/\(random.pick(["ingress", "edge", "api"]))/\(random.hex(16))"
    interface.type = network ? "network_load_balancer" : "interface"
    interface.requester = "amazon-elb"
    interface.instanceOwner = "amazon-elb"
  }

  func addLambda(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .lambda, at: offset) else { return }
    interface.description =
      "AWS Lambda VPC ENI-\(random.pick(["resize", "invoice", "notify"]))-\(random.uuid())"
    interface.type = "lambda"
    interface.requester = "AROAEXAMPLEEXAMPLE000:111122223333"
    interface.instanceOwner = "amazon-aws"
  }

  func addDatabase(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .rds, at: offset) else { return }
    interface.description = "RDSNetworkInterface"
    interface.requester = "amazon-rds"
    interface.instanceOwner = "amazon-rds"
  }

  func addEndpoint(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .vpcEndpoint, at: offset) else { return }
    interface.description = "VPC Endpoint Interface \(random.id("vpce"))"
    interface.type = "vpc_endpoint"
    interface.requester = "210987654321"
    interface.instanceOwner = "amazon-aws"
  }

  func addNAT(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .nat, at: offset) else { return }
    interface.description = "Interface for NAT Gateway \(random.id("nat"))"
    interface.type = "nat_gateway"
    interface.requester = "111122223333"
    interface.instanceOwner = "amazon-aws"
  }

  func addControlPlane(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .controlPlane, at: offset) else { return }
    interface.description = "Amazon EKS \(name)"
    interface.requester = "012345678901"
    interface.instanceOwner = "012345678901"
  }

  /// A machine that is no node of the cluster.
  func addMachine(in space: AddressSpace, named machine: String, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .other, at: offset) else { return }
    let id = InstanceID(random.id("i"))
    interface.description = "Primary network interface"
    interface.instance = id
    interface.attachmentID = random.id("eni-attach")
    interface.tags = [("Name", machine)]
    strangers.append((id, space, interface.primary, machine))
  }

  /// A machine with many addresses of its own: proxies and firewalls are like that.
  func addAppliance(in space: AddressSpace, addresses: Int) {
    addMachine(in: space, named: "proxy-\(random.below(90))")
    guard addresses > 1, let machine = interfaces.last else { return }
    for _ in 1..<addresses {
      if let address = space.takeAddress(&random) { machine.secondaries.append(address) }
    }
  }

  /// A mount target of a file system: attached to nothing anybody can see.
  func addFileSystem(in space: AddressSpace, at offset: Int? = nil) {
    guard let interface = interface(in: space, owner: .other, at: offset) else { return }
    interface.description = "EFS mount target for \(random.id("fs")) (\(random.id("fsmt")))"
    interface.requester = "210987654321"
    interface.instanceOwner = "amazon-aws"
  }

  /// The usual mix of a private subnet: 2 control plane, 1 NAT, balancers, endpoints, databases, functions.
  func addNeighbours(in space: AddressSpace, balancers: Int = 4, lambdas: Int = 3) {
    addControlPlane(in: space)
    addControlPlane(in: space)
    addNAT(in: space)
    for index in 0..<balancers { addLoadBalancer(in: space, network: index % 3 == 0) }
    for _ in 0..<3 { addEndpoint(in: space) }
    for _ in 0..<2 { addDatabase(in: space) }
    for _ in 0..<lambdas { addLambda(in: space) }
    addMachine(in: space, named: "bastion")
    addFileSystem(in: space)
  }

  /// Takes addresses with more functions and machines until `count` are left.
  func fill(_ space: AddressSpace, leaving count: Int) {
    while space.free > count {
      switch random.below(5) {
      case 0: addLoadBalancer(in: space, network: random.oneIn(2))
      case 1, 2: addAppliance(in: space, addresses: min(random.between(6, 14), space.free - count))
      default: addLambda(in: space)
      }
    }
  }

  /// An interface of the CNI that outlived its instance.
  func addLeak(in space: AddressSpace, secondaries: Int, ageHours: Double) {
    guard let interface = interface(in: space, owner: .leaked) else { return }
    let gone = InstanceID(random.id("i"))
    let created = now + -ageHours * 3600
    interface.status = "available"
    interface.description = "aws-K8S-\(gone)"
    interface.tags = [
      ("node.k8s.amazonaws.com/instance_id", gone.raw),
      ("node.k8s.amazonaws.com/createdAt", created.isoSeconds), ("cluster.k8s.amazonaws.com/name", name),
    ]
    for _ in 0..<secondaries {
      if let address = space.takeAddress(&random) { interface.secondaries.append(address) }
    }
  }

  /// The trunk of `node` and branch interfaces for `pods`.
  func addTrunk(to node: Node) -> Interface? {
    guard let trunk = interface(in: node.podSpace ?? node.space, owner: .eniPrimary) else { return nil }
    attach(trunk, to: node)
    trunk.type = "trunk"
    trunk.description = "aws-k8s-trunk-eni"
    trunk.tags = [
      ("eks:eni:owner", "eks-vpc-resource-controller"), ("kubernetes.io/cluster/\(name)", "owned"),
    ]
    return trunk
  }

  func addBranch(for pod: Pod, trunk: Interface, vlan: Int) {
    guard let branch = interface(in: trunk.space, owner: .branch) else { return }
    branch.type = "branch"
    branch.description = "aws-k8s-branch-eni"
    branch.tags = [
      ("eks:eni:owner", "eks-vpc-resource-controller"), ("vpcresources.k8s.aws/vlan-id", "\(vlan)"),
      ("vpcresources.k8s.aws/trunk-eni-id", trunk.id.raw), ("kubernetes.io/cluster/\(name)", "owned"),
    ]
    pod.address = branch.primary
    pod.interface = branch
    pod.annotations = [
      (
        "vpc.amazonaws.com/pod-eni",
        #"[{"eniId":"\#(branch.id)","ifAddress":"\#(branch.mac)","privateIp":"\#(branch.primary)","ipv6Addr":"","vlanId":\#(vlan),"subnetCidr":"\#(branch.space.block)","subnetV6Cidr":"","associationID":"trunk-assoc-\#(random.hex(8))"}]"#
      )
    ]
  }
}

extension Cluster {
  /// Puts one stranger into every aligned /28 that is still whole, so that no prefix can be made.
  ///
  /// - Parameters: offsets between which it does so; nil is the end of the subnet.
  func scatter(in space: AddressSpace, from first: Int = 0, to end: Int? = nil) {
    for start in space.freeBlocks where start >= first && start < end ?? space.block.size {
      for _ in 0..<random.between(1, 3) {
        let offset = start + random.below(16)
        switch random.below(4) {
        case 0: addLoadBalancer(in: space, network: random.oneIn(2), at: offset)
        case 1: addMachine(in: space, named: "batch-\(offset)", at: offset)
        case 2: addDatabase(in: space, at: offset)
        default: addLambda(in: space, at: offset)
        }
      }
    }
  }
}
