import VPCModel

/// Cases about the addresses of a subnet.
enum SubnetCases {
  static var all: [(UInt64) -> Sample] { [exhausted, fragmented, healthyFullNode] }

  static func exhausted(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/secondary-mode-full-slash24"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 3, day: 9, hour: 2, minute: 3))
    let space = cluster.subnet("10.40.12.0/24")
    cluster.addNeighbours(in: space)
    let idle = cluster.addNode("m5.large", in: space, cni: Generation(19, 3))
    cluster.boot(idle, pods: 4, until: 130)
    let node = cluster.addNode("m5.large", in: space, cni: Generation(19, 3))
    // Two ENIs and a bit: the third interface finds five addresses and no more.
    cluster.fill(space, leaving: 25)
    cluster.boot(node, pods: 12, until: 130)
    cluster.schedule(15, on: node, from: 40)
    cluster.run(until: 130)
    var truth = Truth("subnet-exhausted")
    truth.forbidden = ["node-ip-limit", "subnet-fragmented", "eni-quota", "healthy"]
    truth.nodes = [node]
    truth.subnets = [space]
    truth.subnetRole = "node"
    truth.ledgers = [cluster.ledger(space, splits: true, prefixMode: false)]
    var sample = Sample(
      path,
      "Secondary-address mode. The /24 that nodes share with balancers, functions and databases is full; "
        + "one node cannot fill its third ENI and eight pods wait.", truth)
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("ipamd-idle-node.log", Wrapper.raw(idle.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    sample.add("nodes.json", cluster.nodesDocument())
    return sample
  }

  static func fragmented(_ seed: UInt64) -> Sample {
    let path = "subnet-fragmented/prefix-mode-scattered"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 9, day: 1, hour: 2, minute: 3))
    let space = cluster.subnet("10.0.2.0/23")
    var settings = Settings()
    settings.prefix = true
    let nodes = (0..<2).map { _ in
      cluster.addNode("m5.xlarge", in: space, cni: Generation(20, 5), settings: settings, maxPods: 110)
    }
    for (index, node) in nodes.enumerated() { cluster.boot(node, pods: 24 + 12 * index, until: 270) }
    cluster.scatter(in: space)
    cluster.schedule(27, on: nodes[0], from: 60, every: 2.1)
    cluster.schedule(9, on: nodes[1], from: 70, every: 5)
    cluster.run(until: 270)
    var truth = Truth("subnet-fragmented")
    truth.forbidden = ["node-ip-limit", "subnet-exhausted", "iam-denied"]
    truth.nodes = [nodes[0]]
    truth.subnets = [space]
    truth.subnetRole = "node"
    truth.ledgers = [cluster.ledger(space, splits: true, prefixMode: true)]
    truth.ablation = ["describe-network-interfaces.json": ["subnet-exhausted"]]
    var sample = Sample(
      path,
      "Prefix mode. Hundreds of addresses of the /22 are free, but single addresses of balancers, functions "
        + "and machines lie in every aligned /28, so no prefix can be made.", truth)
    for (index, node) in nodes.enumerated() {
      sample.add("aws-node-\(index + 1).log", Wrapper.cri(node.ipamdLines))
    }
    sample.add("subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("instances.json", cluster.describeInstances(nodes))
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func healthyFullNode(_ seed: UInt64) -> Sample {
    let path = "healthy/full-node-eni-limit-line"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 5, day: 4, hour: 9))
    let space = cluster.subnet("10.40.16.0/20")
    let node = cluster.addNode("m5.large", in: space, cni: Generation(19, 6))
    cluster.boot(node, pods: 24, until: 1020)
    cluster.schedule(3, on: node, from: 30, every: 20)
    cluster.run(until: 1020)
    var truth = Truth("healthy")
    truth.forbidden = ["node-ip-limit", "subnet-exhausted", "max-pods-limit", "max-pods-mismatch"]
    truth.nodes = []
    var sample = Sample(
      path,
      "A full m5.large: 27 of 27 addresses in use, the line about the ENI limit every five seconds, and "
        + "nobody refused.", truth)
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("nodes.json", cluster.nodesDocument())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }
}
