import VPCModel

/// The story of the articles: 180 small nodes in three full /24, and the same cluster after the rebuild.
enum EnterpriseCases {
  static var all: [(UInt64) -> Sample] { [before, after] }

  /// Secondary mode, three /24, 177 small nodes and three larger ones with branch interfaces.
  static func before(_ seed: UInt64) -> Sample {
    let path = "subnet-exhausted/enterprise-before"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 9, day: 14, hour: 2, minute: 11))
    var settings = Settings()
    settings.podENI = true
    let cni = Generation(18, 3)
    let spaces = ["a", "b", "c"].enumerated().map {
      cluster.subnet("10.20.\(10 + $0.offset).0/24", zone: $0.element)
    }
    for space in spaces {
      cluster.addControlPlane(in: space)
      cluster.addNAT(in: space)
      cluster.addEndpoint(in: space)
      cluster.addLoadBalancer(in: space, network: true)
    }
    let large = (0..<3).map { _ in cluster.addNode("m5.large", in: spaces[0], cni: cni, settings: settings) }
    for node in large { FeatureCases.branches(cluster, node, 9) }
    var small: [[Node]] = []
    for (index, space) in spaces.enumerated() {
      small.append(
        (0..<(index == 0 ? 51 : 63)).map { _ in
          cluster.addNode("t3.small", in: space, cni: cni, settings: settings, age: 300)
        })
    }
    // Everybody takes three addresses for pods until the /24 has none left.
    for node in large + small.flatMap({ $0 }) {
      _ = cluster.take(node, node.interfaces[0], min(3, node.space.free))
    }
    for space in spaces { cluster.fill(space, leaving: 0) }
    for node in large + small.flatMap({ $0 }) { cluster.settle(node, pods: min(2, node.total)) }
    let told = small.map { $0[0] }
    for node in told {
      cluster.boot(node, pods: 0, until: 150)
      cluster.schedule(3, on: node, from: 20, every: 7)
    }
    cluster.run(until: 150)
    var truth = Truth("subnet-exhausted").on(told).inside(spaces, role: "node")
      .forbidding("node-ip-limit", "eni-quota", "subnet-fragmented", "branch-eni-limit", "max-pods-limit")
    truth.ledgers = spaces.map { cluster.ledger($0, splits: false, prefixMode: false) }
    var sample = Sample(
      path,
      "A bank's cluster: 180 nodes, most of them t3.small, in three /24 that are full to the last address; the "
        + "payment pods have branch interfaces on three larger nodes. Logs of one node per zone.", truth)
    for (index, node) in told.enumerated() {
      sample.add("logs/node-\(index + 1)/ipamd.log", Wrapper.raw(node.ipamdLines))
    }
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("service-quota.json", cluster.quota(5000))
    return sample
  }

  /// Prefix mode on larger nodes in new subnets of 100.64.0.0/16.
  static func after(_ seed: UInt64) -> Sample {
    let path = "healthy/enterprise-after"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 10, day: 19, hour: 2, minute: 11))
    var settings = Settings()
    settings.prefix = true
    settings.podENI = true
    let cni = Generation(20, 4)
    let spaces = ["a", "b", "c"].enumerated().map {
      cluster.subnet("100.64.\($0.offset * 16).0/20", zone: $0.element)
    }
    let nodes = spaces.flatMap { space in
      (0..<4).map { _ in
        cluster.addNode("m5.xlarge", in: space, cni: cni, settings: settings, maxPods: 110, age: 40)
      }
    }
    FeatureCases.branches(cluster, nodes[1], 7)
    for node in nodes where node !== nodes[0] && node !== nodes[4] && node !== nodes[8] {
      cluster.settle(node, pods: 4)
    }
    let told = [nodes[0], nodes[4], nodes[8]]
    for node in told {
      cluster.boot(node, pods: 10, until: 240)
      cluster.churn(node, every: 12, from: 15, until: 225)
    }
    cluster.run(until: 240)
    var truth = Truth("healthy").forbidding(
      "subnet-exhausted", "subnet-fragmented", "warm-pool-hoarding", "node-ip-limit")
    truth.ledgers = spaces.map { cluster.ledger($0, splits: true, prefixMode: true) }
    var sample = Sample(
      path,
      "The same bank a month later: twelve m5.xlarge in prefix mode in three new /20, max-pods 110, branch "
        + "interfaces as before, room everywhere.", truth)
    for (index, node) in told.enumerated() {
      sample.add("logs/node-\(index + 1)/ipamd.log", Wrapper.raw(node.ipamdLines))
    }
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("describe-instances.json", cluster.describeInstances())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }
}
