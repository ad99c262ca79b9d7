import VPCModel

/// Step 2: what the node itself can hold, and how its pool behaves.
enum NodeCases {
  static var all: [(UInt64) -> Sample] {
    [
      nodeFull, tooManyPods, maxPodsMismatch, unknownType, cooldown, growthLag, drift, leakedAllocations,
      conflict,
      notRecycled, refusedType,
    ]
  }

  static func nodeFull(_ seed: UInt64) -> Sample {
    let path = "node-ip-limit/three-full-interfaces-v1.22"
    let stage = Stage(path, seed, Generation(22, 4), on: (3, 18, 1), maxPods: 58)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.addNeighbours(in: stage.space)
    cluster.boot(node, pods: 22, until: 130)
    cluster.schedule(9, on: node, from: 25, every: 6)
    cluster.run(until: 130)
    var sample = Sample(
      path,
      "Three ENIs of nine addresses each, all with pods; kubelet was given max-pods of a larger type, so four "
        + "pods too many are placed and refused. The subnet is nearly empty.",
      Truth("node-ip-limit").on([node]).accepting("max-pods-mismatch").contributed(by: "max-pods-mismatch")
        .forbidding("subnet-exhausted", "eni-quota", "ip-cooldown")
        .counting(cluster.ledger(stage.space, splits: true, prefixMode: false)))
    let files: [(String, [UInt8])] = [
      ("var_log/aws-routed-eni/ipamd.log", Wrapper.raw(node.ipamdLines)),
      ("var_log/aws-routed-eni/plugin.log", Wrapper.raw(node.pluginLines)),
      ("ipamd/enis.json", Wrapper.bytes(cluster.introspection(node).compact)),
      (
        "ipamd/pods.json",
        Wrapper.bytes(
          #"{"AvailableCommands":["/v1/enis","/v1/eni-configs","/v1/networkutils-env-settings","/v1/ipamd-env-settings"]}"#
        )
      ),
      ("ipamd/metrics.json", cluster.metrics(node)),
      ("ipamd/ipam.json", Wrapper.bytes(cluster.checkpoint(node).compact)),
      ("system/instance-id.txt", Wrapper.bytes(node.id.raw + "\n")),
      ("system/region.txt", Wrapper.bytes("us-east-1\n")),
      ("kubelet/kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName)),
    ]
    let tar = Archive.tar(files.map { ("./\($0.0)", $0.1) }, modified: cluster.now)
    sample.add("eks_\(node.id)_\(cluster.now.bundle)_0.7.8.tar.gz", Archive.gzip(tar))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("instances.json", cluster.describeInstances([node]))
    return sample
  }

  static func tooManyPods(_ seed: UInt64) -> Sample {
    let path = "max-pods-limit/scheduler-says-too-many-pods"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 2, day: 26, hour: 8))
    let space = cluster.subnet("10.40.16.0/20")
    let nodes = (0..<3).map { _ in cluster.addNode("t3.medium", in: space, cni: Generation(18, 5)) }
    for node in nodes { cluster.settle(node, pods: 15) }
    for index in 0..<6 {
      let pod = cluster.pod("shop", "web", on: nodes[0], at: cluster.start + Double(index))
      nodes[0].pods.removeAll { $0 === pod }
      pod.node = nil
      let message =
        "0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
      pod.reason = message
      for round in 0..<3 {
        cluster.event(
          pod, "Warning", "FailedScheduling", message, source: "default-scheduler",
          at: cluster.start + Double(index + round * 300))
      }
    }
    cluster.run(until: 700)
    var sample = Sample(
      path,
      "Three t3.medium run 17 pods each, which is kubelet's limit; six pods have no node. The CNI was never asked.",
      Truth("max-pods-limit").forbidding("subnet-exhausted", "node-ip-limit", "pool-growth-lag"))
    sample.add("events.txt", cluster.eventTable())
    sample.add("pods.json", cluster.podsDocument())
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    return sample
  }

  static func maxPodsMismatch(_ seed: UInt64) -> Sample {
    let path = "max-pods-mismatch/custom-networking-old-formula-v1.17"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 8, day: 21, hour: 17))
    let space = cluster.subnet("10.40.16.0/24")
    let pods = cluster.subnet("100.64.0.0/20")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(17, 1), settings: settings, podSpace: pods)
    cluster.boot(node, pods: 16, until: 180)
    cluster.schedule(5, on: node, from: 30, every: 8)
    cluster.run(until: 180)
    var sample = Sample(
      path,
      "Custom networking takes the primary ENI out of the game, 18 addresses are left, but max-pods is still 29: "
        + "three pods are placed and refused.",
      Truth("max-pods-mismatch").on([node]).accepting("node-ip-limit").forbidding(
        "subnet-exhausted", "eniconfig-invalid", "healthy"
      )
      .without("ipamd.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add(
      "nodes.json", cluster.nodesDocument(extraLabels: [("k8s.amazonaws.com/eniConfig", space.zone)]),
      depth: 4)
    sample.add("daemonset.json", cluster.daemonSet(node.cni, settings), depth: 6)
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("eniconfigs.json", cluster.eniConfigs([(space.zone, pods.id.raw, ["sg-0c0ffee0a11ce5eed"])]))
    return sample
  }

  static func unknownType(_ seed: UInt64) -> Sample {
    let path = "instance-type-unsupported/type-newer-than-the-table-v1.10"
    let stage = Stage(path, seed, Generation(10, 4), on: (1, 15, 12))
    let (cluster, node) = (stage.cluster, stage.node)
    let type = "m9x.2xlarge"
    stage.crashLoop(
      until: 300, every: 25,
      [
        (
          "debug", "awsutils/awsutils.go:1010",
          "Instance type limits are missing from vpc_ip_limits.go hence making an EC2 call to fetch the limits"
        ),
        (
          "error", "ipamd/ipamd.go:440", "Failed to get ENI limits from file:vpc_ip_limits or EC2 for \(type)"
        ),
        (
          "error", "aws-k8s-agent/main.go:28",
          "Initialization failure: vpc ip resource(eni ip limit): unknown instance type: \(type)"
        ),
      ])
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.schedule(3, on: node, from: 60, every: 20)
    cluster.run(until: 300)
    node.log = node.log.map { line in
      LogLine(
        time: line.time, level: line.level, caller: line.caller,
        message: line.message.replacing("m5.large", with: type))
    }
    var sample = Sample(
      path,
      "The node group moved to an instance type that this CNI release has no limits for; ipamd does not start.",
      Truth("instance-type-unsupported").on([node]).forbidding(
        "ipamd-unreachable", "iam-denied", "subnet-exhausted"
      )
      .without("ipamd.log", "ipamd-unreachable"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    return sample
  }

  /// A look-alike: Xen and prefix mode, a warning and nothing more.
  static func refusedType(_ seed: UInt64) -> Sample {
    let path = "healthy/xen-falls-back-to-secondary-v1.15"
    var settings = Settings()
    settings.prefix = true
    let stage = Stage(path, seed, Generation(15, 5), on: (1, 16, 12), type: "m4.large", settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 5, until: 300)
    cluster.churn(node, every: 25, from: 20, until: 280)
    cluster.run(until: 300)
    var sample = Sample(
      path, "Prefix mode asked for on a Xen type: ipamd warns, uses single addresses and serves everyone.",
      Truth("healthy").forbidding("instance-type-unsupported", "warm-target-conflict", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    return sample
  }

  static func cooldown(_ seed: UInt64) -> Sample {
    let path = "ip-cooldown/job-churn-v1.21"
    let stage = Stage(path, seed, Generation(21, 2), on: (10, 30, 0))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 27, until: 240)
    cluster.after(60) {
      for pod in node.pods.prefix(9) { cluster.end(pod, at: cluster.now) }
    }
    cluster.schedule(8, on: node, from: 63, every: 0.7, app: "nightly-job", namespace: "batch")
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Nine jobs end on a full node and the next nine start at once; their addresses rest for 30 s, then every "
        + "pod gets one.",
      Truth("ip-cooldown", state: "recovered").on([node]).accepting("healthy").forbidding(
        "node-ip-limit", "subnet-exhausted", "pool-growth-lag", "ip-leak"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("events.json", cluster.eventsDocument())
    return sample
  }

  static func growthLag(_ seed: UInt64) -> Sample {
    let path = "pool-growth-lag/burst-of-pods-v1.19"
    var settings = Settings()
    settings.warmIP = 2
    settings.minimumIP = 4
    let stage = Stage(path, seed, Generation(19, 0), on: (9, 23, 13), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 3, until: 220)
    cluster.schedule(14, on: node, from: 61.4, every: 0.25)
    cluster.run(until: 220)
    var sample = Sample(
      path,
      "Fourteen pods in four seconds on a node that keeps two warm addresses: some are refused once or twice, the "
        + "pool grows, all run a minute later.",
      Truth("pool-growth-lag", state: "recovered").on([node]).accepting("healthy").forbidding(
        "subnet-exhausted", "node-ip-limit", "ip-cooldown"))
    sample.add("ipamd.log", Wrapper.cri(node.ipamdLines))
    sample.add("kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func drift(_ seed: UInt64) -> Sample {
    let path = "datastore-drift/attached-interface-never-registered-v1.12"
    let stage = Stage(path, seed, Generation(12, 2), on: (4, 11, 22))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 140)
    // EC2 has a third interface on the instance since a restart of ipamd; the datastore never heard of it.
    if let orphan = cluster.interface(in: stage.space, owner: .eniPrimary) {
      cluster.attach(orphan, to: node)
      cluster.tagAsPool(orphan, node)
      _ = cluster.take(node, orphan, 9)
      orphan.isRegistered = false
    }
    cluster.schedule(13, on: node, from: 20, every: 5)
    cluster.run(until: 140)
    var sample = Sample(
      path,
      "EC2 answers AttachmentLimitExceeded, but ipamd's datastore has two of the three interfaces: the third was "
        + "attached before a restart and never registered.",
      Truth("datastore-drift").on([node]).forbidding(
        "eni-quota", "subnet-exhausted", "instance-type-unsupported", "node-ip-limit"
      )
      .without("enis.json", "node-ip-limit").without("describe-network-interfaces.json", "node-ip-limit")
      .without("ipamd-*", "healthy"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("enis.json", cluster.introspection(node))
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces(of: node))
    return sample
  }

  static func leakedAllocations(_ seed: UInt64) -> Sample {
    let path = "ip-leak/allocations-of-pods-long-gone-v1.18"
    let stage = Stage(path, seed, Generation(18, 1), on: (11, 19, 6))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 27, until: 160)
    // Eleven pods are gone for the API server; ipamd was not running when their DEL came.
    let gone = Array(node.pods.prefix(11))
    cluster.pods.removeAll { pod in gone.contains { $0 === pod } }
    for (index, pod) in gone.enumerated() {
      node.plugin.append(
        LogLine(
          time: stage.time(-3000 + Double(index) * 9), level: "info",
          caller: "routed-eni-cni-plugin/cni.go:330",
          message:
            "Could not teardown pod using prevResult: ContainerID(\(pod.sandbox)) Netns() IfName(eth0) PodNamespace(\(pod.namespace)) PodName(\(pod.name))"
        ))
    }
    cluster.schedule(3, on: node, from: 30, every: 10)
    cluster.run(until: 160)
    var sample = Sample(
      path,
      "Eleven of 27 addresses belong to pods that the API server does not have any more; new pods are refused on "
        + "a node that runs sixteen.",
      Truth("ip-leak").on([node]).accepting("node-ip-limit").forbidding(
        "subnet-exhausted", "ip-cooldown", "healthy"
      )
      .without("ipamd.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("enis.json", Wrapper.bytes(cluster.introspection(node).compact + "\n"))
    sample.add("ipam.json", Wrapper.bytes(cluster.checkpoint(node).compact + "\n"))
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func conflict(_ seed: UInt64) -> Sample {
    let path = "warm-target-conflict/prefix-target-ignored-v1.16"
    var settings = Settings()
    settings.prefix = true
    settings.warmPrefix = 4
    settings.warmIP = 1
    let stage = Stage(path, seed, Generation(16, 4), on: (5, 7, 11), settings: settings, maxPods: 110)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 12, until: 240)
    cluster.schedule(26, on: node, from: 61.3, every: 0.25)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "WARM_PREFIX_TARGET=4 is meant to keep four prefixes, but WARM_IP_TARGET=1 is set too and wins: a burst of "
        + "pods is refused for seconds until a prefix comes.",
      Truth("pool-growth-lag", state: "recovered").on([node]).accepting("warm-target-conflict", "healthy")
        .contributed(by: "warm-target-conflict")
        .forbidding("subnet-exhausted", "subnet-fragmented", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("daemonset.json", cluster.daemonSet(node.cni, settings), depth: 6)
    return sample
  }

  static func notRecycled(_ seed: UInt64) -> Sample {
    let path = "node-not-recycled/prefix-mode-after-launch"
    let stage = Stage(path, seed, Generation(19, 3), on: (6, 25, 9))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 20)
    node.settings.prefix = true
    for interface in node.interfaces where interface.slots < 9 {
      _ = cluster.take(node, interface, 1)
    }
    if let last = node.interfaces.last, last.prefixes.isEmpty {
      let free = last.secondaries.filter { address in !node.pods.contains { $0.address == address } }
      for address in free { cluster.release(address, of: last) }
      _ = cluster.take(node, last, 2)
    }
    cluster.startIPAMD(node, at: stage.time(0))
    cluster.startCycles(node, from: stage.time(4), until: stage.time(300))
    cluster.schedule(7, on: node, from: 20, every: 9)
    for index in 0..<3 {
      let pod = cluster.pod("shop", "web", on: node, at: stage.time(120 + Double(index)))
      node.pods.removeAll { $0 === pod }
      pod.node = nil
      pod.reason =
        "0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
      cluster.event(
        pod, "Warning", "FailedScheduling", pod.reason, source: "default-scheduler",
        at: stage.time(121 + Double(index)))
    }
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "Prefix mode was switched on 90 hours after this node launched: it holds prefixes beside old single "
        + "addresses, and kubelet still stops at the old 29 pods.",
      Truth("node-not-recycled").on([node]).accepting("max-pods-mismatch", "max-pods-limit").contributed(
        by: "max-pods-mismatch"
      )
      .forbidding("subnet-exhausted", "subnet-fragmented", "node-ip-limit")
      .without("events.txt", "healthy").without("pods.json", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("enis.json", cluster.introspection(node))
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    sample.add(
      "daemonset.json", cluster.daemonSet(node.cni, node.settings, changed: stage.time(-900)), depth: 6)
    sample.add("pods.json", cluster.podsDocument())
    sample.add("events.txt", cluster.eventTable())
    return sample
  }
}

extension Cluster {
  /// Gives a single address of a pool interface back to the subnet.
  func release(_ address: IPv4Address, of interface: Interface) {
    interface.secondaries.removeAll { $0 == address }
    interface.space.release(address)
  }
}
