/// One node's support bundle in the layout of the EKS log collector, as a tar; the caller compresses.
///
/// Three fifths of the bytes are ipamd's, a fifth the kubelet's, the rest the plugin, containerd and small state.
package struct BundleLoad {
  private var random: Seed
  private let sink: Sink
  private let node: LoadNode

  /// - Parameter gzip: packs a rotated log, as the node has it.
  package static func write(
    size: Int, seed: UInt64, to sink: Sink, gzip: ([UInt8]) throws -> [UInt8]
  ) throws {
    let log = LogLoad.Plan(size: size * 3 / 10, failures: 0.015, seed: seed)
    var older = log
    older.seed = seed &+ 1
    var load = BundleLoad(node: plain, seed: seed, sink: sink)
    try load.write(size, log, rotated: try gzip(try ipamd(older)))
  }

  /// The bundle of one node of a fleet. One in twenty lines is of a failure where the node has any.
  ///
  /// - Parameter rotated: `rotatedLog` of the same size and node, packed.
  package static func write(
    size: Int, node: LoadNode, rotated: [UInt8], to sink: Sink
  ) throws {
    var load = BundleLoad(node: node, seed: node.seed, sink: sink)
    try load.write(size, plan(size, node), rotated: rotated)
  }

  /// What ipamd wrote three days before.
  package static func rotatedLog(size: Int, node: LoadNode) throws -> [UInt8] {
    var plan = plan(size, node)
    plan.start -= 3 * 86_400_000
    plan.seed = ~node.seed
    plan.failures = 0
    return try ipamd(plan)
  }

  private static func plan(_ size: Int, _ node: LoadNode) -> LogLoad.Plan {
    var plan = LogLoad.Plan(
      size: size * 3 / 10, failures: node.trouble == nil ? 0 : 0.05, seed: node.seed)
    plan.node = node
    // The week's last log: the other files begin at this time, too.
    plan.start = began
    return plan
  }

  /// 2026-03-09T01:03:11Z
  private static let began = 1_773_018_191_000

  /// The one node of a bundle that is of no fleet; its log has other ids.
  private static let plain = LoadNode(
    instance: "i-0a6829a0abbf54a54", type: "m5.xlarge", zone: "us-east-1a", subnet: "", version: "",
    addresses: [LoadNode.Interface(id: "", primary: "10.40.12.93")], trouble: nil, seed: 0)

  private init(node: LoadNode, seed: UInt64, sink: Sink) {
    random = Seed(seed)
    self.sink = sink
    self.node = node
  }

  private mutating func write(_ size: Int, _ log: LogLoad.Plan, rotated: [UInt8]) throws {
    try put("var_log/aws-routed-eni", "ipamd.log", try Self.ipamd(log))
    try put("var_log/aws-routed-eni", "ipamd-2026-03-02T02-03-11.421.log.gz", rotated)
    try put("var_log/aws-routed-eni", "plugin.log", try plugin(size / 10))
    try put("kubelet", "kubelet.log", try kubelet(size / 5))
    try put("containerd", "containerd-log.txt", try containerd(size / 10))
    for (path, name, text) in state { try put(path, name, Array(text.utf8)) }
    try Tar.end(sink)
  }

  private func put(_ path: String, _ name: String, _ data: [UInt8]) throws {
    try Tar.put(name, in: "\(node.bundleName)/\(path)", data, to: sink)
  }

  /// What `body` writes, line by line, until it is `size` long.
  private func log(_ size: Int, _ body: (inout LogWriter) throws -> Void) throws -> [UInt8] {
    var data: [UInt8] = []
    let inner = Sink { data += $0 }
    var writer = try LogWriter(inner, wrap: .plain, clock: Clock(milliseconds: Self.began))
    while writer.payload < size { try body(&writer) }
    try inner.finish()
    return data
  }

  private static func ipamd(_ plan: LogLoad.Plan) throws -> [UInt8] {
    var data: [UInt8] = []
    let inner = Sink { data += $0 }
    _ = try LogLoad.write(plan, to: inner)
    try inner.finish()
    return data
  }

  private mutating func plugin(_ size: Int) throws -> [UInt8] {
    try log(size) { log in
      log.clock.advance(random.between(200, 2000))
      let sandbox = random.hex(64)
      try log.line(
        "info", "routed-eni-cni-plugin/cni.go:128",
        "Received CNI add request: ContainerID(\(sandbox)) Netns(/var/run/netns/cni-\(random.uuid())) IfName(eth0) Args(IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-\(random.suffix(10))-\(random.suffix(5))) Path(/opt/cni/bin)"
      )
      try log.line(
        "info", "routed-eni-cni-plugin/cni.go:140",
        "Received add network response from ipamd for container \(sandbox) interface eth0: Success:true IPv4Addr:\\\"10.40.12.\(random.between(4, 250))\\\" DeviceNumber:1"
      )
    }
  }

  private mutating func kubelet(_ size: Int) throws -> [UInt8] {
    let host = node.host
    return try log(size) { log in
      log.clock.advance(random.between(100, 2000))
      let pod = "shop/web-\(random.suffix(10))-\(random.suffix(5))"
      try log.raw(
        "\(log.clock.journal) \(host) kubelet[3021]: I\(log.clock.klog)    3021 pod_startup_latency_tracker.go:104] \"Observed pod startup duration\" pod=\"\(pod)\" podStartSLOduration=2.\(random.between(100, 999))"
      )
    }
  }

  private mutating func containerd(_ size: Int) throws -> [UInt8] {
    let host = node.host
    return try log(size) { log in
      log.clock.advance(random.between(100, 2000))
      try log.raw(
        "\(log.clock.journal) \(host) containerd[2311]: time=\"\(log.clock.isoNano)\" level=info msg=\"StartContainer for \\\"\(random.hex(64))\\\" returns successfully\""
      )
    }
  }

  private var state: [(path: String, name: String, text: String)] {
    [
      ("system", "instance-id.txt", "\(node.instance)\n"), ("system", "region.txt", "us-east-1\n"),
      ("system", "availability-zone.txt", "\(node.zone)\n"),
      ("storage", "mounts.txt", "/dev/nvme0n1p1 / xfs rw,noatime 0 0\n"),
      (
        "cni", "10-aws.conflist",
        #"{"cniVersion":"0.4.0","name":"aws-cni","plugins":[{"name":"aws-cni","type":"aws-cni","vethPrefix":"eni","mtu":"9001"}]}"#
          + "\n"
      ),
      (
        "ipamd", "ipamd-env-settings.json",
        #"{"WARM_IP_TARGET":0,"WARM_ENI_TARGET":1,"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":false}"# + "\n"
      ),
    ]
  }
}
