import VPCModel

/// Steps 4 and 5: the account, custom networking, security groups for pods, discovery tags.
enum FeatureCases {
  static var all: [(UInt64) -> Sample] {
    [eniQuota, branchLimit, eniConfig, noTrunk, groupMissing, discovery, branchHealthy]
  }

  static func eniQuota(_ seed: UInt64) -> Sample {
    let path = "eni-quota/network-interfaces-per-region-v1.20"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 7, day: 29, hour: 15))
    let spaces = [cluster.subnet("10.40.16.0/20"), cluster.subnet("10.40.32.0/20", zone: "b")]
    let nodes = spaces.map { cluster.addNode("m5.xlarge", in: $0, cni: Generation(20, 4)) }
    let limit = EC2Failure.answer(
      "NetworkInterfaceLimitExceeded",
      "Your quota allows for 0 more network interface(s). You requested at least 1.")
    for node in nodes {
      cluster.boot(node, pods: 25, until: 95)
      node.faults = [
        Fault(apis: ["CreateNetworkInterface"], from: cluster.start, to: cluster.start + 999, failure: limit)
      ]
    }
    cluster.schedule(19, on: nodes[0], from: 20, every: 3)
    cluster.schedule(5, on: nodes[1], from: 30, every: 9)
    cluster.run(until: 95)
    var sample = Sample(
      path,
      "The account has used its network interfaces of the Region; nodes of two zones cannot add an ENI although "
        + "both subnets are nearly empty.",
      Truth("eni-quota").on(nodes).forbidding("node-ip-limit", "subnet-exhausted", "datastore-drift")
        .without("ipamd-1.log", "healthy"))
    for (index, node) in nodes.enumerated() {
      sample.add("ipamd-\(index + 1).log", Wrapper.raw(node.ipamdLines))
    }
    sample.add("service-quota.json", cluster.quota(5000))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    return sample
  }

  static func branchLimit(_ seed: UInt64) -> Sample {
    let path = "branch-eni-limit/nine-branches-used"
    var settings = Settings()
    settings.podENI = true
    let stage = Stage(path, seed, Generation(18, 3), on: (3, 4, 10), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    branches(cluster, node, 9)
    cluster.settle(node, pods: 6)
    for index in 0..<4 {
      let pod = cluster.pod("payments", "vault-client", on: node, at: stage.time(Double(index * 3)))
      node.pods.removeAll { $0 === pod }
      pod.node = nil
      pod.wantsBranch = true
      pod.reason =
        "0/1 nodes are available: 1 Insufficient vpc.amazonaws.com/pod-eni. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
      for round in 0..<4 {
        cluster.event(
          pod, "Warning", "FailedScheduling", pod.reason, source: "default-scheduler",
          at: stage.time(Double(index * 3 + round * 75)))
      }
    }
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "Security groups for pods: an m5.large offers nine branch interfaces and all nine are used; four more pods "
        + "wait without a node.",
      Truth("branch-eni-limit").forbidding(
        "subnet-exhausted", "max-pods-limit", "pod-eni-misconfigured", "node-ip-limit"
      )
      .counting(cluster.ledger(stage.space, splits: true, prefixMode: nil))
      .without("events.txt", "healthy").without("nodes.json", "pod-eni-misconfigured"))
    sample.add("events.txt", cluster.eventTable())
    sample.add(
      "nodes.json",
      cluster.nodesDocument(extraLabels: [("vpc.amazonaws.com/has-trunk-attached", "true")], podENI: true),
      depth: 4)
    sample.add("pods.json", cluster.podsDocument())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-subnets.json", cluster.describeSubnets())
    return sample
  }

  /// A trunk and `count` pods with a branch each.
  static func branches(_ cluster: Cluster, _ node: Node, _ count: Int) {
    guard let trunk = cluster.addTrunk(to: node) else { return }
    for index in 0..<count {
      let pod = cluster.pod(
        "payments", "vault-client", on: node, at: node.launched + Double(900 + index * 40))
      pod.wantsBranch = true
      pod.reason = "Running"
      pod.sandbox = cluster.random.hex(64)
      cluster.addBranch(for: pod, trunk: trunk, vlan: index + 1)
    }
  }

  static func branchHealthy(_ seed: UInt64) -> Sample {
    let path = "healthy/branch-annotation-arrives-late-v1.19"
    var settings = Settings()
    settings.podENI = true
    let stage = Stage(path, seed, Generation(19, 3), on: (3, 5, 10), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    branches(cluster, node, 3)
    cluster.boot(node, pods: 7, until: 300)
    for index in 0..<5 {
      let seconds = 40 + Double(index) * 45
      stage.say(
        seconds, "info", "rpc/rpc.pb.go:713",
        "Received AddNetwork for NS /var/run/netns/cni-\(cluster.random.uuid()), Sandbox \(cluster.random.hex(64)), ifname eth0"
      )
      stage.say(
        seconds + 0.004, "info", "rpc/rpc.pb.go:713",
        "Send AddNetworkReply: failed to get Branch ENI resource")
    }
    cluster.churn(node, every: 25, from: 30, until: 280)
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "Pods with a branch interface ask once before the controller has written their annotation; ordinary pods "
        + "are served all the time.",
      Truth("healthy").accepting("unknown").forbidding(
        "pod-eni-misconfigured", "branch-eni-limit", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func eniConfig(_ seed: UInt64) -> Sample {
    let path = "eniconfig-invalid/no-config-for-the-zone-v1.18"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 11, day: 11, hour: 11))
    let space = cluster.subnet("10.40.16.0/22", zone: "c")
    let pods = cluster.subnet("100.64.0.0/20")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(18, 1), settings: settings, podSpace: pods, age: 0.1)
    cluster.at(cluster.start) { cluster.startIPAMD(node, at: cluster.start, serve: false) }
    for round in 0..<10 {
      let time = cluster.start + 3 + Double(round * 18)
      node.line("info", "eniconfig/eniconfig.go:68", "Found ENI Config Name: us-east-1c", at: time)
      node.line(
        "error", "eniconfig/eniconfig.go:77",
        #"error while retrieving eniconfig: ENIConfig.crd.k8s.amazonaws.com "us-east-1c" not found"#,
        at: time + 0.01)
      node.line("error", "ipamd/ipamd.go:880", "Failed to get pod ENI config", at: time + 0.011)
      node.line(
        "error", "aws-k8s-agent/main.go:64",
        "Initialization failure: Failed to attach any ENIs for custom networking", at: time + 0.5)
      let next = time + 17
      cluster.at(next) { cluster.startIPAMD(node, at: next, serve: false) }
    }
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.schedule(2, on: node, from: 40, every: 20)
    cluster.run(until: 190)
    var sample = Sample(
      path,
      "Nodes were added in a third zone, an ENIConfig for it was not; ipamd of the new node attaches nothing and "
        + "exits.",
      Truth("eniconfig-invalid").on([node]).forbidding(
        "subnet-exhausted", "ipamd-unreachable", "node-ip-limit"
      )
      .without("ipamd.log", "ipamd-unreachable"))
    sample.add("ipamd.log", Wrapper.kubectl(node.ipamdLines, pod: node.agentPod, timestamps: true))
    sample.add("eniconfigs.json", cluster.eniConfigs([("us-east-1a", pods.id.raw, ["sg-0c0ffee0a11ce5eed"])]))
    sample.add(
      "nodes.json", cluster.nodesDocument(extraLabels: [("k8s.amazonaws.com/eniConfig", space.zone)]),
      depth: 4)
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    return sample
  }

  static func noTrunk(_ seed: UInt64) -> Sample {
    let path = "pod-eni-misconfigured/t3-has-no-trunk-v1.19"
    var settings = Settings()
    settings.podENI = true
    let stage = Stage(path, seed, Generation(19, 0), on: (12, 9, 14), type: "t3.medium", settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 5, until: 240)
    node.pathTrouble = { time in
      guard time >= stage.time(30) else { return nil }
      node.line(
        "warn", "ipamd/rpc_handler.go:170", "Send AddNetworkReply: No trunk ENI found, cannot add a pod ENI",
        at: time + 0.009)
      return .refused("no trunk ENI found")
    }
    let pods = cluster.schedule(3, on: node, from: 31, every: 12, app: "vault-client", namespace: "payments")
    for pod in pods { pod.wantsBranch = true }
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Security groups for pods on a t3.medium, which is Nitro but cannot carry a trunk: there is no trunk "
        + "interface to hang a branch on.",
      Truth("pod-eni-misconfigured").on([node]).accepting("instance-type-unsupported").forbidding(
        "subnet-exhausted", "node-ip-limit", "branch-eni-limit"
      )
      .without("ipamd.log", "instance-type-unsupported"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add(
      "nodes.json",
      cluster.nodesDocument(extraLabels: [("vpc.amazonaws.com/has-trunk-attached", "not-supported")]),
      depth: 4)
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func groupMissing(_ seed: UInt64) -> Sample {
    let path = "security-group-missing/eniconfig-names-deleted-group-v1.20"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 1, day: 28, hour: 22))
    let space = cluster.subnet("10.40.16.0/22")
    let pods = cluster.subnet("100.64.0.0/20")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(20, 5), settings: settings, podSpace: pods, maxPods: 20)
    cluster.boot(node, pods: 7, until: 75)
    let group = "sg-0" + cluster.random.hex(16)
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface"], from: cluster.start, to: cluster.start + 999,
        failure: .answer("InvalidGroup.NotFound", "The security group '\(group)' does not exist"))
    ]
    for interface in node.interfaces.dropFirst(2) { cluster.delete(interface) }
    cluster.schedule(5, on: node, from: 20, every: 6)
    cluster.run(until: 75)
    var sample = Sample(
      path,
      "The ENIConfig still names a security group that a clean-up deleted; creating an interface for pods fails.",
      Truth("security-group-missing").on([node]).forbidding(
        "eniconfig-invalid", "subnet-exhausted", "node-ip-limit"
      )
      .without("ipamd.log", "healthy"))
    sample.add("ipamd.log", Wrapper.insights(node.ipamdLines))
    sample.add("eniconfigs.json", cluster.eniConfigs([(space.zone, pods.id.raw, [group])]))
    return sample
  }

  static func discovery(_ seed: UInt64) -> Sample {
    let path = "subnet-discovery-misconfigured/primary-excluded-nothing-tagged-v1.22"
    let stage = Stage(path, seed, Generation(22, 3), on: (10, 5, 16), settings: Settings())
    let (cluster, node) = (stage.cluster, stage.node)
    stage.space.tags.append(("kubernetes.io/role/cni", "0"))
    let other = cluster.subnet("10.41.0.0/22")
    cluster.boot(node, pods: 9, until: 100)
    for interface in node.interfaces.dropFirst() { cluster.delete(interface) }
    node.interfaces[0].isExcluded = true
    let words =
      "primary subnet is tagged with kubernetes.io/role/cni=0 - no valid subnets available for ENI creation"
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface"], from: cluster.start, to: cluster.start + 999,
        failure: .plain(v1: words, v2: words))
    ]
    stage.say(
      1.21, "info", "ipamd/ipamd.go:1702",
      "Marking primary ENI \(node.interfaces[0].id) as excluded from pod IP allocation (in excluded subnet \(stage.space.id))"
    )
    for round in 0..<15 {
      stage.say(
        8 + Double(round) * 5.6, "info", "awsutils/awsutils.go:1990",
        "Primary subnet \(stage.space.id) is excluded from ENI creation")
      stage.say(
        8.001 + Double(round) * 5.6, "debug", "awsutils/awsutils.go:1997",
        "Subnet \(other.id) has no kubernetes.io/role/cni tag, excluding it from ENI creation")
    }
    cluster.schedule(3, on: node, from: 20, every: 6)
    cluster.run(until: 100)
    var sample = Sample(
      path,
      "The node subnet was tagged kubernetes.io/role/cni=0 to keep pods out of it, the new subnet was not tagged "
        + "at all: no subnet is left for ENIs.",
      Truth("subnet-discovery-misconfigured").on([node]).forbidding(
        "subnet-exhausted", "node-ip-limit", "iam-denied"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets(), depth: 4)
    sample.add("events.txt", cluster.eventTable())
    return sample
  }
}
