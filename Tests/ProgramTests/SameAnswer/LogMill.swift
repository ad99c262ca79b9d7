/// A log of ipamd in small: every routine fact, refusals, errors of EC2, text that nearly is one of them; dressed as
/// logs travel. The same for the same seed.
struct LogMill {
  struct Plan {
    var seed: UInt64
    var lines = 240
    /// What each line is wrapped in: one of these, by chance.
    var dresses: [Dress] = [.plain]
    /// Nodes that share the log, where the wrapper names them.
    var nodes = 1
    /// One line of so many is damaged or no log line at all; 0 is none.
    var garbage = 0
    /// One line of so many comes too early or too late; 0 is none.
    var disorder = 0
    var lineEnd = "\n"
  }

  enum Dress: String, CaseIterable {
    case plain, cri, docker, cloudwatch, kubectl, journal
    /// The same sentences out of the mouths of the host's programs.
    case kubelet, containerd
  }

  private var dice: SeededDice
  private let plan: Plan
  private var clocks: [Int]
  private var assigned = 20
  /// The request in hand, which the next lines are about.
  private var sandbox = "0123456789abcdef"
  private var pod = "web-0"

  init(_ plan: Plan) {
    self.plan = plan
    dice = SeededDice(seed: plan.seed)
    clocks = Array(repeating: 1_772_416_991_000, count: max(1, plan.nodes))
  }

  static func log(_ plan: Plan) -> [UInt8] {
    var mill = LogMill(plan)
    var bytes: [UInt8] = []
    for _ in 0..<plan.lines { bytes += mill.line() }
    return bytes
  }

  /// One line with its end.
  mutating func line() -> [UInt8] {
    let node = dice.below(clocks.count)
    clocks[node] += dice.oneOf(4) ? 0 : dice.below(4_000)
    var time = clocks[node]
    if plan.disorder > 0, dice.oneOf(plan.disorder) { time += dice.below(240_000) - 120_000 }
    let (level, caller, message) = record()
    let zap =
      "{\"level\":\"\(level)\",\"ts\":\"\(Stamp.milliseconds(time))\",\"caller\":\"\(caller)\",\"msg\":\""
      + Self.escaped(message, isSpelled: level == "error" || level == "warn", &dice) + "\"}"
    let dress = dice.pick(plan.dresses)
    let text =
      switch dress {
      case .kubelet, .containerd: host(dress, level: level, message, time: time, node: node)
      default: self.dress(zap, as: dress, time: time, node: node)
      }
    var bytes = Array(text.utf8)
    if plan.garbage > 0, dice.oneOf(plan.garbage) { spoil(&bytes) }
    return bytes + Array(plan.lineEnd.utf8)
  }

  mutating func draw(_ bound: Int) -> Int { dice.below(bound) }

  // MARK: what is said

  private mutating func record() -> (level: String, caller: String, message: String) {
    let ipamd = "ipamd/ipamd.go:653"
    switch dice.below(32) {
    case 0..<5: return ("debug", ipamd, poolStats())
    case 5..<8:
      sandbox = dice.hex(dice.oneOf(9) ? 12 : 64)
      let who = dice.oneOf(5) ? "Pod \(pod), NameSpace shop, " : ""
      let word = dice.oneOf(6) ? "Container" : "Sandbox"
      return (
        "info", "rpc/rpc.pb.go:713",
        "Received AddNetwork for NS /var/run/netns/cni-\(dice.hex(8)), \(who)\(word) \(sandbox), ifname eth0"
      )
    case 8..<11:
      pod = "\(dice.pick(["web", "cart", "a.b-c"]))-\(dice.below(9))"
      if dice.oneOf(7) { sandbox = dice.hex(64) }
      return (
        "debug", "rpc/rpc.pb.go:713",
        "AddNetworkRequest: K8S_POD_NAME:\"\(pod)\"  K8S_POD_NAMESPACE:\"\(dice.pick(["shop", "kube-system"]))\"  K8S_POD_INFRA_CONTAINER_ID:\"\(sandbox)\"  ContainerID:\"\(sandbox)\"  IfName:\"eth0\""
      )
    case 11..<13:
      let colon = dice.oneOf(4) ? ":" : ""
      return (
        "debug", "datastore/data_store.go:607",
        "\(dice.pick(["AssignPodIPv4Address", "AssignPodIPv4Address", "AssignIPv4Address", "UnassignPodIPAddress"])): IP address pool stats: total\(colon) 42, assigned\(colon) \(count())"
      )
    case 13..<15:
      let place = dice.pick([
        "aws-cni/\(sandbox)/eth0", "\(sandbox)", "_migrated-from-cri/\(sandbox)/unknown",
      ])
      return (
        dice.pick(["info", "debug"]), "datastore/data_store.go:714",
        "\(dice.pick(["assign", "Assign"]))PodIPAddressUnsafe: Assign IP 10.40.12.\(dice.below(255)) to sandbox \(place)"
      )
    case 15..<18:
      let vlan = dice.oneOf(8) ? ", PodVlanId:\(dice.below(4))" : ""
      return (
        "info", "rpc/rpc.pb.go:713",
        dice.pick([
          "Send AddNetworkReply: IPv4Addr: 10.40.12.7, IPv6Addr: , DeviceNumber: 0\(vlan), err: <nil>",
          "Send AddNetworkReply: IPv4Addr 10.40.12.8, DeviceNumber: 0, err: <nil>\(vlan)",
          "Send AddNetworkReply: Success: true IPAddr: [IPv4Addr:\"10.65.104.3\"]\(vlan), err: <nil>",
        ])
      )
    case 18: return ("debug", ipamd, ownENI())
    case 19: return ("debug", ipamd, roomOrLimit())
    case 20..<22:
      return dice.pick([
        ("error", "datastore/data_store.go:650", "DataStore has no available IP/Prefix addresses"),
        (
          "info", "rpc/rpc.pb.go:713",
          "Send AddNetworkReply: IPv4Addr: , DeviceNumber: -1, err: AssignPodIPv4Address: no available IP/Prefix addresses"
        ),
        (
          "error", "routed-eni-cni-plugin/cni.go:283",
          "Failed to assign an IP address to container \(sandbox)"
        ),
      ])
    case 22..<25: return failure()
    case 25: return ("info", "aws-k8s-agent/main.go:31", setting())
    case 26:
      // Two facts on one line, or one cut off.
      let (first, second) = (record(), poolStats())
      return (
        first.level, first.caller,
        dice.oneOf(2) ? first.message + " " + second : String(first.message.dropLast(9))
      )
    default: return smallTalk()
    }
  }

  private mutating func count() -> Int {
    assigned = max(0, min(42, assigned + dice.below(5) - 2))
    return assigned
  }

  private mutating func poolStats() -> String {
    let card = dice.oneOf(6) ? " for Network Card \(dice.below(3))" : ""
    return switch dice.below(12) {
    case 0, 1: "IP stats\(card) - total IPs: 42, assigned IPs: \(count())"
    case 2: "IP pool stats: total = 58, used = \(count()), c.maxIPsPerENI = 29"
    default: "IP stats\(card) - total IPs: 42, assigned IPs: \(count()), cooldown IPs: \(dice.below(4))"
    }
  }

  private mutating func ownENI() -> String {
    let id = "eni-0123456789abcde\(dice.below(3))" + dice.pick(["0", "1", "f0", ""])
    return switch dice.below(6) {
    case 0: "Found ENI: \(id), MAC 02:f3:d0:c3:15:ec, device 3"
    case 1: "DataStore Add an ENI \(id)"
    case 2: "Reconcile existing ENI eni-0a1b2c3d IP pool"
    case 3: "Reconcile existing ENI \(id) IP pool, not eni-0fedcba9876543210"
    default: "Reconcile existing ENI \(id) IP pool"
    }
  }

  private mutating func roomOrLimit() -> String {
    let enis = dice.below(4)
    return switch dice.below(3) {
    case 0: "Skipping ENI allocation as the max ENI limit is already reached"
    case 1:
      "Found ENI eni-0123456789abcde00 that has less than the maximum number of IP/Prefixes addresses allocated: cur=\(enis), max=3"
    default:
      "hasRoomForEni: networkCard=\(dice.below(2)), currentENIs=\(enis), maxENI=3, unmanagedENI=0, trunkEni=0, hasRoom=\(enis < 3)"
    }
  }

  private mutating func failure() -> (String, String, String) {
    let eni = "eni-0123456789abcde\(dice.below(3))0"
    let id = "\(dice.hex(8))-\(dice.hex(4))-4000-a000-\(dice.hex(dice.oneOf(3) ? 2 : 12))"
    let code = dice.pick([
      "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.",
      "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.",
      "RequestLimitExceeded: Request limit exceeded.", "UnauthorizedOperation: You are not authorized",
    ])
    return switch dice.below(5) {
    case 0: ("debug", "ipamd/ipamd.go:927", "containsInsufficientCIDRsOrSubnetIPs encountered \(code)")
    case 1:
      (
        "error", "ipamd/ipamd.go:770",
        "Something of \(eni) that nobody knows, \(dice.pick(["first", "second", "third"])) kind"
      )
    default:
      (
        dice.pick(["error", "error", "warn", "debug"]), "ipamd/ipamd.go:927",
        "Failed to allocate a private IP/Prefix addresses on ENI \(eni): \(code)\n\tstatus code: 400, request id: \(id)"
      )
    }
  }

  private mutating func setting() -> String {
    dice.pick([
      "Starting L-IPAMD v1.19.3  ...", "Subnet discovery enabled true", "Found instance-type: m5.xlarge ",
      "Prefix Delegation enabled false", "Using WARM_IP_TARGET \(dice.below(4))",
      "IP pool manager - max pods: 58, warm IP target: 0, warm prefix target: 1, warm ENI target: 1, minimum IP target: 0",
    ])
  }

  private mutating func smallTalk() -> (String, String, String) {
    let text = dice.pick([
      "Reconcile and skip primary IP 10.40.12.4 on ENI eni-0123456789abcde00",
      "Successfully Reconciled ENI/IP pool", "IP stats of another kind", "Received AddNetwork", "",
      "Handling http request: GET, from: 127.0.0.1:40000, URI: /v1/enis", "größer als erlaubt",
      "Found prefix pool count 0 for eni eni-0123456789abcde00\n", "a \"quoted\" word and C:\\new\\table",
      "\u{1B}[31mred\u{1B}[0m IP stats - total IPs: 9, assigned IPs: 9, cooldown IPs: 0",
    ])
    return (
      dice.pick(["debug", "debug", "info", "warn", "error", "panic", "trace"]),
      dice.pick(["ipamd/ipamd.go:1390", "awsutils/awsutils.go:2001", "datastore/data_store.go:1"]), text
    )
  }
}

/// SplitMix64.
struct SeededDice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x6A09_E667_F3BC_C909 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  /// True once in so many times.
  mutating func oneOf(_ count: Int) -> Bool { below(count) == 0 }
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
  mutating func hex(_ digits: Int) -> String {
    String((0..<digits).map { _ in pick(Array("0123456789abcdef")) })
  }
}
