/// Writes an ipamd.log of a zap era. Seconds count from 2026-09-01T02:00:00Z.
struct Pen {
  private(set) var lines: [String] = []
  private var requests = 0
  private let node: Kit?
  /// SDK v1 wraps an answer otherwise than v2 (v1.19.4 and later).
  var isOldSDK = false

  init(_ node: Kit? = nil) { self.node = node }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func say(_ second: Int, _ message: String, _ level: String = "debug") {
    lines.append(
      #"{"level":"\#(level)","ts":"\#(Pen.stamp(second))","caller":"ipamd/ipamd.go:10","msg":"\#(Pen.escaped(message))"}"#
    )
  }

  static func stamp(_ second: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hour, minute) = (2 + second / 3600, second / 60 % 60)
    return "2026-09-01T\(two(hour)):\(two(minute)):\(two(second % 60)).105Z"
  }

  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      .replacing("\t", with: "\\t")
  }

  /// The start of ipamd, with what it finds out about its node.
  mutating func start(
    _ second: Int = 0, version: String = "v1.20.1", type: String = "m5.large", maxPods: Int = 29,
    prefix: Bool = false,
    custom: Bool = false, serving: Bool = true
  ) {
    say(second, "Starting L-IPAMD \(version)  ...", "info")
    if let node {
      say(second, "Found availability zone: \(node.zone) ")
      say(second, "Found instance-id: \(node.instance) ")
      say(second, "Found primary ENI's MAC address: 02:00:00:00:00:0\(node.number % 10)")
      say(second, "Found subnet-id: \(node.subnet) ")
    }
    say(second, "Found instance-type: \(type) ")
    say(second, "Custom networking enabled \(custom)", "info")
    say(second, "Prefix Delegation enabled \(prefix)", "info")
    say(
      second,
      "IP pool manager - max pods: \(maxPods), warm IP target: 0, warm prefix target: \(prefix ? 1 : 0), warm ENI target: 1, minimum IP target: 0"
    )
    if serving {
      say(second + 1, "node init completed successfully", "info")
      say(second + 1, "Serving RPC Handler version \(version) on 127.0.0.1:50051", "info")
    }
  }

  mutating func stats(_ second: Int, _ total: Int, _ assigned: Int, cooling: Int = 0) {
    say(
      second,
      "IP stats for Network Card 0 - total IPs: \(total), assigned IPs: \(assigned), cooldown IPs: \(cooling)"
    )
  }

  private mutating func ask(_ second: Int, _ pod: String, attempt: Int) -> String {
    let seed = pod.utf8.reduce(attempt * 131 + (node?.number ?? 0) * 7919) {
      ($0 &* 31 &+ Int($1)) & 0xfff_ffff
    }
    let digits = String(seed, radix: 16)
    let sandbox = String(repeating: "a", count: 64 - digits.count) + digits
    say(
      second, "Received AddNetwork for NS /var/run/netns/cni-\(digits), Sandbox \(sandbox), ifname eth0",
      "info")
    say(
      second,
      "AddNetworkRequest: K8S_POD_NAME:\"\(pod)\" K8S_POD_NAMESPACE:\"shop\" K8S_POD_INFRA_CONTAINER_ID:\"\(sandbox)\" ContainerID:\"\(sandbox)\" IfName:\"eth0\""
    )
    return sandbox
  }

  mutating func serve(_ second: Int, _ pod: String, attempt: Int = 0) {
    _ = ask(second, pod, attempt: attempt)
    say(
      second,
      "Send AddNetworkReply: Success: true IPAddr: [IPv4Addr:\"10.0.1.\(20 + second % 200)\"], resp: Success:true, err: <nil>",
      "info")
  }

  /// Retries of one pod, 15 s apart, each with a sandbox of its own.
  mutating func refuse(_ second: Int, _ pod: String, times: Int = 1) {
    for attempt in 0..<times {
      let moment = second + 15 * attempt
      _ = ask(moment, pod, attempt: attempt + 1)
      say(moment, "DataStore has no available IP/Prefix addresses", "error")
      say(
        moment,
        "Send AddNetworkReply: Success: false IPAddr: [], resp: , err: AssignPodIPAddress: no available IP/Prefix addresses",
        "info")
    }
  }

  mutating func grow(_ second: Int, _ count: Int = 9) {
    say(second, "Allocated \(count) private IP addresses", "info")
  }

  mutating func attach(_ second: Int, _ eni: String) {
    say(second, "Successfully created and attached a new ENI \(eni) to instance", "info")
  }

  /// An answer of EC2 to a call for addresses on an ENI.
  mutating func assign(_ second: Int, fails code: String, _ text: String = "said so", eni: String? = nil) {
    let eni = eni ?? node?.eni(1) ?? "eni-0aa11bb22cc33dd44"
    say(
      second,
      "Failed to allocate a private IP/Prefix addresses on ENI \(eni): "
        + answer(code, text, operation: "AssignPrivateIpAddresses"), "error")
  }

  mutating func create(_ second: Int, fails code: String, _ text: String = "said so", subnet: String? = nil) {
    let end = subnet.map { " for subnet \($0)" } ?? ""
    say(
      second,
      "Failed to increase pool size due to not able to allocate ENI: AllocENI: error creating eni: "
        + answer(code, text, operation: "CreateNetworkInterface") + end, "error")
  }

  mutating func answer(_ code: String, _ text: String, operation: String) -> String {
    requests += 1
    let id = String((node?.number ?? 0) * 1000 + requests, radix: 16)
    let request = String(repeating: "0", count: 8 - id.count) + id + "-2222-4333-8444-555555555555"
    let status = code == "RequestLimitExceeded" ? 503 : code == "UnauthorizedOperation" ? 403 : 400
    return isOldSDK
      ? "\(code): \(text)\n\tstatus code: \(status), request id: \(request)"
      : "operation error EC2: \(operation), https response error StatusCode: \(status), RequestID: \(request), api error \(code): \(text)"
  }

  mutating func shortage(_ second: Int, eni: String? = nil) {
    assign(
      second, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses to satisfy the request.", eni: eni)
  }

  mutating func blocks(_ second: Int, eni: String? = nil) {
    assign(
      second, fails: "InsufficientCidrBlocks",
      "The specified subnet does not have enough free cidr blocks to satisfy the request.", eni: eni)
  }

  mutating func limitLine(_ second: Int) {
    say(second, "Skipping ENI allocation as the max ENI limit is already reached")
  }

  mutating func room(_ second: Int, enis: Int, limit: Int) {
    say(
      second,
      "hasRoomForEni: networkCard=0, currentENIs=\(enis), currentUsableENIs=\(enis), maxENI=\(limit), unmanagedENI=0, trunkEni=0, excludedENI=0, hasRoom=\(enis < limit)"
    )
  }

  mutating func freeSlots(_ second: Int, eni: String? = nil) {
    let eni = eni ?? node?.eni(1) ?? "eni-0aa11bb22cc33dd44"
    say(
      second,
      "Found ENI \(eni) that has less than the maximum number of IP/Prefixes addresses allocated: cur=3, max=9"
    )
  }
}

/// A node of the scenes: its names follow from its number.
struct Kit {
  let number: Int
  var subnet = "subnet-0aaaaaaaaaaaaaaa1"
  var zone = "us-east-1a"
  var type = "m5.large"
  var third = 1

  init(
    _ number: Int, subnet: String = Kit.subnetA, zone: String = "us-east-1a", type: String = "m5.large",
    third: Int = 1
  ) {
    self.number = number
    self.subnet = subnet
    self.zone = zone
    self.type = type
    self.third = third
  }

  static let subnetA = "subnet-0aaaaaaaaaaaaaaa1"
  static let subnetB = "subnet-0bbbbbbbbbbbbbbb2"
  static let subnetC = "subnet-0ccccccccccccccc3"

  var instance: String { "i-0" + Kit.hex(number, 16) }
  var address: String { "10.0.\(third).\(10 + number)" }
  var name: String { "ip-10-0-\(third)-\(10 + number).ec2.internal" }
  func eni(_ index: Int) -> String { "eni-0" + Kit.hex(number, 12) + Kit.hex(index, 4) }

  private static func hex(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: width - digits.count) + digits
  }
}
