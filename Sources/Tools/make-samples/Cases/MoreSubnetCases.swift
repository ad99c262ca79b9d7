import VPCModel

/// More about full subnets: which one, since when, who eats it, and how the evidence arrives.
enum MoreSubnetCases {
  static var all: [(UInt64) -> Sample] {
    [
      podSubnet, recovered, documentsOnly, leaked, hoarding, seelog, twoNodes, bundle, rotated, ambiguousText,
      reserved,
      oldDocker,
    ]
  }

  static func podSubnet(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/custom-networking-pod-subnet-v1.16"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 4, day: 30, hour: 7))
    let space = cluster.subnet("10.40.16.0/22")
    let pods = cluster.subnet("100.64.7.0/26")
    var settings = Settings()
    settings.customNetworking = true
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(16, 2), settings: settings, podSpace: pods, maxPods: 20)
    let other = cluster.addNode(
      "m5.large", in: space, cni: Generation(16, 2), settings: settings, podSpace: pods, maxPods: 20)
    cluster.boot(other, pods: 7, until: 130)
    cluster.fill(pods, leaving: 13)
    cluster.boot(node, pods: 7, until: 130)
    cluster.schedule(8, on: node, from: 30, every: 5)
    cluster.run(until: 130)
    var sample = Sample(
      path,
      "Custom networking: the node subnet is almost empty, the pod subnet of the ENIConfig is a full /26.",
      Truth("subnet-exhausted").on([node]).inside([pods], role: "eniconfig").forbidding(
        "node-ip-limit", "eniconfig-invalid", "max-pods-mismatch"
      )
      .counting(
        cluster.ledger(space, splits: true, prefixMode: false),
        cluster.ledger(pods, splits: true, prefixMode: false)))
    sample.add("ipamd.log", Wrapper.docker(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("eniconfigs.json", cluster.eniConfigs([(space.zone, pods.id.raw, ["sg-0c0ffee0a11ce5eed"])]))
    sample.add(
      "nodes.json", cluster.nodesDocument(extraLabels: [("k8s.amazonaws.com/eniConfig", space.zone)]),
      depth: 4)
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func recovered(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/relieved-later-v1.18"
    let stage = Stage(path, seed, Generation(18, 5), on: (5, 26, 16), cidr: "10.40.12.0/25")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.fill(stage.space, leaving: 20)
    cluster.boot(node, pods: 9, until: 390)
    cluster.schedule(13, on: node, from: 20, every: 3)
    cluster.after(150) {
      for interface in cluster.interfaces.filter({ $0.owner == .lambda || $0.owner == .other }) {
        cluster.delete(interface)
      }
    }
    cluster.churn(node, every: 25, from: 330, until: 380, room: 1)
    cluster.run(until: 390)
    var sample = Sample(
      path,
      "The subnet was full for some minutes until a batch job let go of its addresses; afterwards every pod got "
        + "one. The count of today is high.",
      Truth("subnet-exhausted", state: "recovered").on([node]).inside([stage.space], role: "node").accepting(
        "healthy"
      )
      .forbidding("node-ip-limit", "subnet-fragmented", "pool-growth-lag"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    return sample
  }

  static func documentsOnly(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/documents-only-latent"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 6, day: 3, hour: 12))
    let spaces = [cluster.subnet("10.40.12.0/25"), cluster.subnet("10.40.13.0/24", zone: "b")]
    for space in spaces { cluster.addNeighbours(in: space, balancers: 2, lambdas: 2) }
    let nodes = spaces.map { cluster.addNode("m5.large", in: $0, cni: Generation(19, 3)) }
    for node in nodes { cluster.settle(node, pods: 8) }
    cluster.fill(spaces[0], leaving: 0)
    cluster.run(until: 5)
    var sample = Sample(
      path, "Nobody complains yet: the documents alone show that one of two subnets has no address left.",
      Truth("subnet-exhausted", state: "latent").inside([spaces[0]], role: "node").forbidding(
        "node-ip-limit", "healthy", "eni-quota"
      )
      .counting(
        cluster.ledger(spaces[0], splits: false, prefixMode: nil),
        cluster.ledger(spaces[1], splits: false, prefixMode: nil)))
    sample.add("describe-subnets.json", cluster.describeSubnets(), depth: 4)
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    return sample
  }

  static func leaked(_ seed: UInt64) -> Sample {
    let path = "eni-leak/available-interfaces-fill-the-subnet-v1.17"
    let stage = Stage(path, seed, Generation(17, 1), on: (9, 17, 23), cidr: "10.40.12.0/24")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.addNeighbours(in: stage.space, balancers: 3, lambdas: 2)
    for _ in 0..<11 { cluster.addLeak(in: stage.space, secondaries: 9, ageHours: 30) }
    cluster.fill(stage.space, leaving: 22)
    cluster.boot(node, pods: 10, until: 130)
    cluster.schedule(14, on: node, from: 25, every: 4)
    cluster.run(until: 130)
    var sample = Sample(
      path, "Eleven interfaces of terminated nodes were never deleted and hold 110 addresses of a full /24.",
      Truth("subnet-exhausted").on([node]).inside([stage.space], role: "node").accepting("eni-leak")
        .contributed(by: "eni-leak")
        .forbidding("node-ip-limit", "subnet-fragmented", "warm-pool-hoarding")
        .counting(cluster.ledger(stage.space, splits: true, prefixMode: false)).without(
          "ipamd.log", "eni-leak"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func hoarding(_ seed: UInt64) -> Sample {
    let path = "warm-pool-hoarding/large-idle-nodes-v1.19"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 10, day: 8, hour: 5))
    let space = cluster.subnet("10.40.12.0/24")
    let cni = Generation(19, 2)
    let idle = (0..<3).map { _ in cluster.addNode("m5.4xlarge", in: space, cni: cni) }
    for node in idle { cluster.boot(node, pods: 1, until: 60) }
    let node = cluster.addNode("m5.large", in: space, cni: cni)
    cluster.fill(space, leaving: 21)
    cluster.boot(node, pods: 10, until: 120)
    cluster.schedule(13, on: node, from: 25, every: 4)
    cluster.run(until: 120)
    var sample = Sample(
      path,
      "Three m5.4xlarge run one pod each and keep sixty addresses each, as WARM_ENI_TARGET=1 wants; the node that "
        + "needs some finds the /24 full.",
      Truth("subnet-exhausted").on([node]).inside([space], role: "node").accepting("warm-pool-hoarding")
        .contributed(by: "warm-pool-hoarding")
        .forbidding("node-ip-limit", "eni-leak", "subnet-fragmented")
        .counting(cluster.ledger(space, splits: true, prefixMode: false)))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    for (index, quiet) in idle.enumerated() {
      sample.add("idle-\(index + 1)/ipamd.log", Wrapper.raw(quiet.ipamdLines))
      sample.add("idle-\(index + 1)/metrics.txt", cluster.metrics(quiet))
    }
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func seelog(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/seelog-v1.5"
    let stage = Stage(path, seed, Generation(5, 7), on: (1, 7, 21), cidr: "10.40.12.0/26")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.fill(stage.space, leaving: 13)
    cluster.boot(node, pods: 9, until: 170)
    cluster.schedule(6, on: node, from: 25, every: 8)
    cluster.run(until: 170)
    var sample = Sample(
      path, "The oldest format: CNI v1.5, error texts over two lines, no rest after a shortage.",
      Truth("subnet-exhausted").on([node]).inside([stage.space], role: "node").forbidding(
        "node-ip-limit", "subnet-fragmented", "eni-quota"))
    sample.add("ipamd.log.2026-01-07-21", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log.2026-01-07-21", Wrapper.raw(node.pluginLines))
    return sample
  }

  static func twoNodes(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/two-nodes-two-subnets-v1.20"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 7, day: 20, hour: 10))
    let full = cluster.subnet("10.40.12.0/26")
    let fine = cluster.subnet("10.40.32.0/22", zone: "b")
    let cni = Generation(20, 5)
    let waiting = cluster.addNode("m5.large", in: full, cni: cni)
    let serving = cluster.addNode("m5.large", in: fine, cni: cni)
    cluster.fill(full, leaving: 13)
    cluster.boot(waiting, pods: 9, until: 110)
    cluster.boot(serving, pods: 25, until: 110)
    cluster.schedule(7, on: waiting, from: 25, every: 5)
    cluster.schedule(2, on: serving, from: 30, every: 20)
    cluster.run(until: 110)
    var sample = Sample(
      path,
      "Two nodes, two subnets: one subnet is full and its node waits; the other node is full itself, but refuses "
        + "nobody, and its subnet is fine.",
      Truth("subnet-exhausted").on([waiting]).inside([full], role: "node").forbidding(
        "node-ip-limit", "subnet-fragmented"
      )
      .counting(
        cluster.ledger(full, splits: true, prefixMode: false),
        cluster.ledger(fine, splits: true, prefixMode: false)
      )
      .without("aws-node.log", "healthy"))
    let merged = waiting.ipamdLines.map { ($0, waiting) } + serving.ipamdLines.map { ($0, serving) }
    let text = merged.map { line, node in
      "[pod/\(node.agentPod)/aws-node] \(line.time.isoNano) \(line.text)\n"
    }.joined()
    sample.add("aws-node.log", Wrapper.bytes(text))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func bundle(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/support-bundle-v1.21"
    let stage = Stage(path, seed, Generation(21, 2), on: (8, 13, 3), cidr: "10.40.12.0/26")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.fill(stage.space, leaving: 13)
    cluster.boot(node, pods: 9, until: 130)
    cluster.schedule(6, on: node, from: 25, every: 5)
    cluster.run(until: 130)
    var sample = Sample(
      path,
      "A support bundle of one node, unpacked, and nothing else: the subnet id and EC2's answer are in its logs.",
      Truth("subnet-exhausted").on([node]).inside([stage.space], role: "node").forbidding(
        "node-ip-limit", "subnet-fragmented", "ipamd-unreachable"))
    let root = "eks_\(node.id)_\(cluster.now.bundle)_0.7.8"
    sample.add("\(root)/var_log/aws-routed-eni/ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("\(root)/var_log/aws-routed-eni/plugin.log", Wrapper.raw(node.pluginLines))
    sample.add(
      "\(root)/var_log/kube-system_\(node.agentPod)_\(cluster.random.uuid())/aws-node/0.log",
      Wrapper.cri(node.consoleLines, stream: "stderr"))
    sample.add("\(root)/ipamd/enis.json", Wrapper.bytes(cluster.introspection(node).compact))
    sample.add(
      "\(root)/ipamd/pods.json",
      Wrapper.bytes(
        #"{"AvailableCommands":["/v1/enis","/v1/eni-configs","/v1/networkutils-env-settings","/v1/ipamd-env-settings"]}"#
      ))
    sample.add(
      "\(root)/ipamd/ipamd-env-settings.json", Wrapper.bytes(cluster.environmentSettings(node).compact))
    sample.add(
      "\(root)/ipamd/metrics.json",
      cluster.metrics(node, errors: [("AssignPrivateIpAddresses", "InsufficientFreeAddressesInSubnet", 12)]))
    sample.add("\(root)/ipamd/ipam.json", Wrapper.bytes(cluster.checkpoint(node).compact))
    sample.add("\(root)/kubelet/kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    sample.add("\(root)/system/instance-id.txt", Wrapper.bytes(node.id.raw + "\n"))
    sample.add("\(root)/system/region.txt", Wrapper.bytes(cluster.region + "\n"))
    sample.add("\(root)/system/availability-zone.txt", Wrapper.bytes(node.space.zone + "\n"))
    sample.add(
      "\(root)/cni/10-aws.conflist",
      Wrapper.bytes(
        #"{"cniVersion":"0.4.0","name":"aws-cni","disableCheck":true,"plugins":[{"name":"aws-cni","type":"aws-cni","vethPrefix":"eni","mtu":"9001","pluginLogFile":"/var/log/aws-routed-eni/plugin.log","pluginLogLevel":"DEBUG"},{"name":"portmap","type":"portmap","capabilities":{"portMappings":true},"snat":true}]}"#
          + "\n"))
    sample.add(
      "\(root)/storage/mounts.txt",
      Wrapper.bytes(
        "Filesystem      Size  Used Avail Use% Mounted on\n/dev/nvme0n1p1   80G   21G   60G  26% /\n"))
    return sample
  }

  static func rotated(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/rotated-gz-v1.12"
    let stage = Stage(path, seed, Generation(12, 6), on: (2, 24, 17), cidr: "10.40.12.0/26")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.fill(stage.space, leaving: 13)
    cluster.boot(node, pods: 9, until: 300)
    cluster.schedule(6, on: node, from: 45, every: 6)
    cluster.run(until: 300)
    let lines = node.ipamdLines
    let cut = stage.time(150)
    var sample = Sample(
      path, "The failure lies in a rotated file; the live one shows only the rest of 120 s and refused pods.",
      Truth("subnet-exhausted").on([node]).inside([stage.space], role: "node").forbidding(
        "node-ip-limit", "subnet-fragmented", "host-disk-full"))
    sample.add("ipamd.log", Wrapper.raw(lines.filter { $0.time >= cut }))
    sample.add("ipamd-\(cut.rotation).log.gz", Archive.gzip(Wrapper.raw(lines.filter { $0.time < cut })))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    return sample
  }

  static func ambiguousText(_ seed: UInt64) -> Sample {
    let path = "subnet-fragmented/ambiguous-text-logs-only-v1.18"
    var settings = Settings()
    settings.prefix = true
    settings.customNetworking = true
    let cluster = Cluster(path, seed: seed, start: Moment(month: 3, day: 31, hour: 4))
    let space = cluster.subnet("10.40.16.0/22")
    let pods = cluster.subnet("100.64.8.0/23")
    let node = cluster.addNode(
      "m5.large", in: space, cni: Generation(18, 1), settings: settings, podSpace: pods, maxPods: 110)
    cluster.settle(node, pods: 14)
    cluster.scatter(in: pods)
    node.faults = [
      Fault(
        apis: ["AssignPrivateIpAddresses", "CreateNetworkInterface"], from: cluster.start,
        to: cluster.start + 999,
        failure: .answer("InvalidParameterValue", "There aren't sufficient free Ipv4 addresses or prefixes"))
    ]
    cluster.after(0) { cluster.startIPAMD(node, at: cluster.start) }
    cluster.startCycles(node, from: cluster.start + 4, until: cluster.start + 110)
    cluster.schedule(21, on: node, from: 20, every: 2)
    cluster.run(until: 110)
    var sample = Sample(
      path,
      "EC2's third wording, which fits an exhausted and a fragmented subnet alike; only a map of the subnet would "
        + "tell, and none is given.",
      Truth("subnet-fragmented").on([node]).inside([pods], role: "eniconfig").accepting("subnet-exhausted")
        .forbidding("node-ip-limit", "eniconfig-invalid", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    return sample
  }

  static func reserved(_ seed: UInt64) -> Sample {
    let path = "healthy/prefix-mode-with-reservation-v1.23"
    var settings = Settings()
    settings.prefix = true
    let stage = Stage(
      path, seed, Generation(23, 1), on: (11, 26, 15), cidr: "10.40.16.0/24", settings: settings, maxPods: 110
    )
    let (cluster, node) = (stage.cluster, stage.node)
    if let block = IPv4Block("10.40.16.128/26") {
      stage.space.reserve(block, .prefix, id: "scr-0" + cluster.random.hex(16))
    }
    if let block = IPv4Block("10.40.16.240/28") {
      stage.space.reserve(block, .explicit, id: "scr-0" + cluster.random.hex(16))
    }
    cluster.addNeighbours(in: stage.space)
    cluster.scatter(in: stage.space, from: 0, to: 128)
    cluster.boot(node, pods: 9, until: 240)
    cluster.churn(node, every: 13, from: 15, until: 225)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Single addresses scatter through the subnet, but a prefix reservation keeps whole blocks for the nodes: "
        + "prefixes come, nobody waits.",
      Truth("healthy").forbidding("subnet-fragmented", "subnet-exhausted", "warm-pool-hoarding")
        .counting(cluster.ledger(stage.space, splits: true, prefixMode: true)))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("subnet-cidr-reservations.json", cluster.reservations(of: stage.space))
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func oldDocker(_ seed: UInt64) -> Sample {
    let path = "node-ip-limit/full-node-docker-v1.7"
    let stage = Stage(path, seed, Generation(7, 10), on: (1, 30, 13), type: "t3.medium", maxPods: 35)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 13, until: 130)
    cluster.schedule(5, on: node, from: 25, every: 8)
    cluster.run(until: 130)
    var sample = Sample(
      path,
      "A t3.medium of the docker days: three ENIs with five pods each, max-pods set by hand, three pods refused.",
      Truth("node-ip-limit").on([node]).accepting("max-pods-mismatch").contributed(by: "max-pods-mismatch")
        .forbidding("subnet-exhausted", "eni-quota", "ip-leak").without("nodes.json", "unknown"))
    sample.add("ipamd.log", Wrapper.docker(node.ipamdLines))
    sample.add("enis.json", cluster.introspection(node))
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    return sample
  }
}
