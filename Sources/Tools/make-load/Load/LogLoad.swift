/// An `ipamd.log` of one node, as long as wanted: a quarter pool statistics, the rest routine, some failures.
package struct LogLoad {
  package struct Plan {
    /// Bytes of the log itself; a wrapper comes on top.
    package var size: Int
    /// The share of lines that are of a failure, 0 to 1.
    package var failures: Double
    package var seed: UInt64
    package var wrap: Wrap
    /// The node it is of; nil: one made of the seed.
    var node: LoadNode?
    /// Milliseconds since 1970 of the first line: 2026-03-02T02:03:11Z, a Monday.
    var start = 1_772_416_991_000

    package init(size: Int, failures: Double, seed: UInt64, wrap: Wrap = .plain) {
      self.size = size
      self.failures = failures
      self.seed = seed
      self.wrap = wrap
    }
  }

  var random: Seed
  var log: LogWriter
  var truth = Planted()
  let subnet: String
  let interfaces: [(id: String, primary: String)]
  var total = 42
  var assigned = 30
  let plan: Plan

  /// Writes the whole log.
  ///
  /// - Returns: what was planted, to compare an analysis with.
  package static func write(_ plan: Plan, to sink: Sink) throws -> Planted {
    var load = try LogLoad(plan, sink)
    try load.start()
    while load.log.payload < plan.size { try load.scene() }
    try load.log.finish()
    load.truth.lines = load.log.lines
    load.truth.payload = load.log.payload
    return load.truth
  }

  init(_ plan: Plan, _ sink: Sink) throws {
    self.plan = plan
    random = Seed(plan.seed)
    log = try LogWriter(sink, wrap: plan.wrap, clock: Clock(milliseconds: plan.start))
    if let node = plan.node {
      subnet = node.subnet
      interfaces = node.interfaces
      return
    }
    subnet = random.id("subnet")
    var interfaces: [(id: String, primary: String)] = []
    for _ in 0..<3 { interfaces.append((random.id("eni"), Self.address(&random))) }
    self.interfaces = interfaces
  }

  /// One in the node's /22.
  static func address(_ random: inout Seed) -> String {
    "10.40.\(12 + random.below(4)).\(random.between(4, 254))"
  }

  var address: String { mutating get { Self.address(&random) } }
  var interface: String { mutating get { random.pick(interfaces).id } }

  /// What happens next: shares are kept by making up for what has come short.
  private mutating func scene() throws {
    if Double(truth.failureLines) < plan.failures * Double(log.lines) { return try failure() }
    if truth.statisticsLines * 4 < log.lines { return try statistics() }
    switch random.below(20) {
    case 0..<8: try smallTalk()
    case 8..<15: try reconcile()
    case 15..<18: try addNetwork()
    default: try delNetwork()
    }
  }

  mutating func statistics() throws {
    log.clock.advance(5000 + random.below(9))
    truth.statisticsLines += 1
    try log.line(
      "debug", "ipamd/ipamd.go:653",
      "IP stats - total IPs: \(total), assigned IPs: \(assigned), cooldown IPs: \(random.below(3))")
  }

  private mutating func start() throws {
    let build = plan.node?.version ?? "v1.19.3-eksbuild.1"
    try log.line("info", "aws-k8s-agent/main.go:31", "Starting L-IPAMD \(build)  ...")
    log.clock.advance(500)
    for setting in ["Custom networking enabled false", "Subnet discovery enabled true"] {
      try log.line("info", "ipamd/ipamd.go:373", setting)
    }
    let instance = plan.node?.instance ?? random.id("i")
    try log.line("debug", "awsutils/awsutils.go:404", "Found instance-id: \(instance) ")
    try log.line(
      "debug", "awsutils/awsutils.go:412", "Found instance-type: \(plan.node?.type ?? "m5.xlarge") ")
    try log.line("debug", "awsutils/awsutils.go:430", "Found subnet-id: \(subnet) ")
    try log.line("info", "ipamd/ipamd.go:373", "Prefix Delegation enabled false")
    try log.line("debug", "ipamd/ipamd.go:420", "Max ip per ENI 14 and max prefixes per ENI 0")
    try log.line(
      "info", "ipamd/ipamd.go:460",
      "IP pool manager - max pods: 58, warm IP target: 0, warm prefix target: 1, warm ENI target: 1, minimum IP target: 0"
    )
    log.clock.advance(800)
    try log.line(
      "info", "ipamd/rpc_handler.go:393", "Serving RPC Handler version \(build) on 127.0.0.1:50051")
  }
}
