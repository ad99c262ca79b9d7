import VPCModel

/// Cases that resemble a cause and are something else, and the borderline ones the rules settle.
enum LookAlikeCases {
  static var all: [(UInt64) -> Sample] {
    [
      cordonedQuiet, foreignSubnets, newerNode, deletedSubnet, applicationImage, defaultsBesideTargets,
      nodeSubnetFull,
      branchDenied, tooLittle, documentsAllFree, largeWarmPool,
      foreignInterface,
    ]
  }

  static func cordonedQuiet(_ seed: UInt64) -> Sample {
    let path = "healthy/cordoned-node-nobody-waits-v1.18"
    let stage = Stage(path, seed, Generation(18, 4), on: (6, 7, 4))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 7, until: 240)
    node.isCordoned = true
    cluster.schedule(5, on: node, from: 30, every: 30, app: "log-shipper", namespace: "observability")
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "A cordoned node says in every cycle that it does not grow; its pool is large enough and nobody is refused.",
      Truth("healthy").forbidding("node-cordoned", "node-ip-limit", "subnet-exhausted").without(
        "ipamd.log", "node-cordoned"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    return sample
  }

  static func foreignSubnets(_ seed: UInt64) -> Sample {
    let path = "healthy/subnets-of-another-cluster-skipped-v1.23"
    let stage = Stage(path, seed, Generation(23, 1), on: (10, 6, 16), type: "m5.xlarge")
    let (cluster, node) = (stage.cluster, stage.node)
    let own = cluster.subnet("10.41.0.0/20")
    own.tags += [("kubernetes.io/role/cni", "1"), ("cni.networking.k8s.aws/cluster/prod", "")]
    let foreign = cluster.subnet("10.42.0.0/24")
    foreign.tags.append(("Name", "shared"))
    cluster.fill(foreign, leaving: 200)
    cluster.boot(node, pods: 12, until: 240)
    for round in 0..<2 {
      stage.say(
        36 + Double(round) * 70, "debug", "awsutils/awsutils.go:2001",
        "Subnet \(foreign.id) does not belong to this cluster, excluding it from ENI creation")
      stage.say(
        36.001 + Double(round) * 70, "debug", "awsutils/awsutils.go:1997",
        "Subnet \(foreign.id) has no kubernetes.io/role/cni tag, excluding it from ENI creation")
    }
    cluster.schedule(9, on: node, from: 32, every: 5)
    cluster.churn(node, every: 20, from: 110, until: 225)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Discovery skips a subnet of another cluster and takes the tagged one: the exclusion lines are no failure.",
      Truth("healthy").forbidding("subnet-discovery-misconfigured", "subnet-exhausted", "eniconfig-invalid"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    return sample
  }

  static func newerNode(_ seed: UInt64) -> Sample {
    let path = "healthy/node-newer-than-prefix-mode-v1.19"
    var settings = Settings()
    settings.prefix = true
    let cluster = Cluster(path, seed: seed, start: Moment(month: 6, day: 26, hour: 9))
    let space = cluster.subnet("10.40.16.0/20")
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(19, 3), settings: settings, maxPods: 110, age: 5)
    cluster.boot(node, pods: 20, until: 240)
    cluster.churn(node, every: 12, from: 15, until: 225)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Prefix mode was switched on the day before; this node was launched after it and has its max-pods.",
      Truth("healthy").forbidding("node-not-recycled", "max-pods-mismatch", "warm-target-conflict"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    sample.add(
      "daemonset.json", cluster.daemonSet(node.cni, settings, changed: cluster.start + -86400), depth: 6)
    return sample
  }

  static func deletedSubnet(_ seed: UInt64) -> Sample {
    let path = "eniconfig-invalid/subnet-deleted-v1.14"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 1, day: 29, hour: 22))
    let space = cluster.subnet("10.40.16.0/22")
    let pods = cluster.subnet("100.64.0.0/20")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(14, 1), settings: settings, podSpace: pods, maxPods: 20)
    cluster.boot(node, pods: 7, until: 90)
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface"], from: cluster.start, to: cluster.start + 999,
        failure: .answer("InvalidSubnetID.NotFound", "The subnet ID '\(pods.id)' does not exist"))
    ]
    for interface in node.interfaces.dropFirst(2) { cluster.delete(interface) }
    cluster.schedule(5, on: node, from: 20, every: 6)
    cluster.run(until: 90)
    var sample = Sample(
      path, "The ENIConfig names a subnet id that EC2 does not know.",
      Truth("eniconfig-invalid").on([node]).forbidding(
        "security-group-missing", "subnet-exhausted", "node-ip-limit", "subnet-discovery-misconfigured"
      )
      .without("ipamd.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("eniconfigs.json", cluster.eniConfigs([(space.zone, pods.id.raw, ["sg-0c0ffee0a11ce5eed"])]))
    return sample
  }

  static func applicationImage(_ seed: UInt64) -> Sample {
    let path = "not-ip-problem/application-image"
    let stage = Stage(path, seed, Generation(19, 0), on: (4, 28, 6))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 6)
    for pod in node.pods.prefix(3) {
      for round in 0..<5 {
        let time = stage.time(Double(10 + round * 40))
        let image = "registry.example/shop/web:2.0.1-rc"
        cluster.event(pod, "Normal", "Pulling", "Pulling image \"\(image)\"", at: time)
        cluster.event(
          pod, "Warning", "Failed",
          "Failed to pull image \"\(image)\": rpc error: code = NotFound desc = failed to pull and unpack image \"\(image)\": not found",
          at: time + 1)
        cluster.event(pod, "Warning", "Failed", "Error: ImagePullBackOff", at: time + 2)
      }
    }
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Pods have their addresses and wait for an image that does not exist: the application's, not the CNI's.",
      Truth("not-ip-problem").accepting("unknown").forbidding(
        "image-pull-failed", "cni-install-broken", "ipamd-unreachable", "healthy"))
    sample.add("events.txt", cluster.eventTable())
    sample.add("pods.txt", cluster.podTable())
    return sample
  }

  static func defaultsBesideTargets(_ seed: UInt64) -> Sample {
    let path = "healthy/manifest-default-beside-ip-targets-v1.17"
    var settings = Settings()
    settings.warmIP = 3
    settings.minimumIP = 10
    let stage = Stage(path, seed, Generation(17, 1), on: (5, 8, 11), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 6, until: 240)
    cluster.churn(node, every: 14, from: 15, until: 225)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "WARM_PREFIX_TARGET=1 and WARM_ENI_TARGET=1 of the manifest stand beside IP targets, which is how it is "
        + "shipped.",
      Truth("healthy").forbidding("warm-target-conflict", "warm-pool-hoarding", "pool-growth-lag").without(
        "ipamd.log", "unknown"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("daemonset.json", cluster.daemonSet(node.cni, settings), depth: 6)
    return sample
  }

  static func nodeSubnetFull(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/node-subnet-full-pods-fine-v1.20"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 12, day: 14, hour: 9))
    let space = cluster.subnet("10.40.12.0/27")
    let pods = cluster.subnet("100.64.0.0/20")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.xlarge", in: space, cni: Generation(20, 5), settings: settings, podSpace: pods, maxPods: 44)
    cluster.fill(space, leaving: 0)
    cluster.boot(node, pods: 10, until: 200)
    cluster.churn(node, every: 13, from: 15, until: 185)
    cluster.run(until: 200)
    var sample = Sample(
      path,
      "Custom networking with a full node subnet: no new node could start, running pods are served from the pod "
        + "subnet.",
      Truth("subnet-exhausted", state: "latent").inside([space], role: "node").accepting("healthy")
        .forbidding("node-ip-limit", "eniconfig-invalid", "max-pods-mismatch")
        .counting(
          cluster.ledger(space, splits: true, prefixMode: false),
          cluster.ledger(pods, splits: true, prefixMode: false)))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func branchDenied(_ seed: UInt64) -> Sample {
    let path = "iam-denied/branch-allocation-unauthorized"
    var settings = Settings()
    settings.podENI = true
    let stage = Stage(path, seed, Generation(19, 6), on: (3, 6, 10), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    for index in 0..<3 {
      let pod = cluster.pod("payments", "vault-client", on: node, at: stage.time(Double(index * 5)))
      pod.wantsBranch = true
      for round in 0..<4 {
        cluster.event(
          pod, "Warning", "BranchAllocationFailed",
          "failed to allocate branch ENI to pod: creating network interface, operation error EC2: CreateNetworkInterface, https response error StatusCode: 403, RequestID: 7c1f4a52-2b6e-4c0e-9a53-0d2f6b1e8a\(index)4, api error UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/eks-cluster/eks is not authorized to perform: ec2:CreateNetworkInterface",
          source: "vpc-resource-controller", at: stage.time(Double(index * 5 + round * 60)))
      }
    }
    cluster.run(until: 260)
    var sample = Sample(
      path,
      "The cluster role lost the policy of the VPC resource controller: branch interfaces cannot be made.",
      Truth("iam-denied").accepting("pod-eni-misconfigured").contributed(by: "pod-eni-misconfigured")
        .forbidding("branch-eni-limit", "subnet-exhausted", "node-ip-limit"))
    sample.add("events.json", cluster.eventsDocument())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func tooLittle(_ seed: UInt64) -> Sample {
    let path = "unknown/neither-failure-nor-success-v1.19"
    let stage = Stage(path, seed, Generation(19, 3), on: (7, 7, 7))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 60)
    cluster.run(until: 60)
    let kept = node.log.filter { $0.message.hasPrefix("IP stats") || $0.message.contains("econcile") }
    var truth = Truth("unknown").forbidding("healthy", "node-ip-limit", "subnet-exhausted")
    truth.status = "insufficient-evidence"
    var sample = Sample(
      path, "A minute of pool statistics: nobody asked for an address, so nothing is known.", truth)
    sample.add("ipamd.log", Wrapper.raw(LogText.lines(kept, node.cni)))
    return sample
  }

  static func documentsAllFree(_ seed: UInt64) -> Sample {
    let path = "unknown/documents-with-room-everywhere"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 7, day: 9, hour: 7))
    let space = cluster.subnet("10.40.16.0/23")
    cluster.addNeighbours(in: space)
    let nodes = (0..<3).map { _ in cluster.addNode("m5.large", in: space, cni: Generation(19, 3)) }
    for node in nodes { cluster.settle(node, pods: 6) }
    cluster.run(until: 5)
    var truth = Truth("unknown").forbidding(
      "healthy", "node-ip-limit", "subnet-exhausted", "warm-pool-hoarding"
    )
    .counting(cluster.ledger(space, splits: false, prefixMode: nil))
    truth.status = "insufficient-evidence"
    var sample = Sample(
      path, "Documents only, room in the subnet and on the nodes: too little to call it healthy.", truth)
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    return sample
  }

  static func largeWarmPool(_ seed: UInt64) -> Sample {
    let path = "healthy/large-warm-pool-in-a-large-subnet-v1.21"
    let stage = Stage(path, seed, Generation(21, 1), on: (8, 18, 5), type: "m5.4xlarge", cidr: "10.40.0.0/20")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 3, until: 200)
    cluster.churn(node, every: 15, from: 12, until: 185)
    cluster.run(until: 200)
    var sample = Sample(
      path,
      "An m5.4xlarge with three pods keeps sixty addresses; the subnet has four thousand, so it matters to nobody.",
      Truth("healthy").forbidding("warm-pool-hoarding", "subnet-exhausted", "max-pods-mismatch")
        .counting(cluster.ledger(stage.space, splits: true, prefixMode: false)))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func foreignInterface(_ seed: UInt64) -> Sample {
    let path = "node-ip-limit/foreign-interface-takes-a-slot-v1.20"
    let stage = Stage(path, seed, Generation(20, 5), on: (4, 12, 22))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 140)
    if let foreign = cluster.interface(in: stage.space, owner: .other) {
      cluster.attach(foreign, to: node)
      foreign.description = "storage appliance data port"
      foreign.tags = [("Name", "san-data"), ("node.k8s.amazonaws.com/no_manage", "true")]
      foreign.isRegistered = false
    }
    cluster.schedule(13, on: node, from: 20, every: 5)
    cluster.run(until: 140)
    var sample = Sample(
      path,
      "EC2 answers AttachmentLimitExceeded with two interfaces in the datastore: a storage appliance's was "
        + "attached by hand to the third slot after ipamd had started.",
      Truth("node-ip-limit").on([node]).accepting("max-pods-mismatch")
        .forbidding("datastore-drift", "eni-quota", "subnet-exhausted", "instance-type-unsupported")
        .without("enis.json", "datastore-drift").without(
          "describe-network-interfaces.json", "datastore-drift"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("enis.json", cluster.introspection(node))
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces(of: node))
    return sample
  }
}
