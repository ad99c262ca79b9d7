/// Values for the blanks of a template, chosen by the words around each, different for each seed.
struct PlausibleValues {
  /// Changes every id and number, so that a thousand lines are not one line.
  var seed = 0
  /// What stands where the template quotes another error.
  var failure = "unexpected answer"

  /// `before` ends the text in front of the blank, `after` starts the text behind it.
  private struct Rule {
    let before: String
    let after: String
    let value: Value
    init(_ before: String, _ after: String, _ value: Value) {
      self.before = before
      self.after = after
      self.value = value
    }
    init(_ before: String, _ value: Value) { self.init(before, "", value) }
  }

  enum Value {
    case eni, subnet, instance, group, request, sandbox, address, addresses, prefix, mac, number, small, zero
    case type, version, pod, namespace, region, truth, code, failure
    case text(String)
  }

  func fill(_ row: MessageRow) -> String {
    let parts = row.template.replacing("%v", with: "\u{0}").split(
      separator: "\u{0}", omittingEmptySubsequences: false)
    var out = ""
    for (index, part) in parts.enumerated() {
      out += part
      guard index + 1 < parts.count else { break }
      out += string(value(row, number: index, before: out, after: parts[index + 1]))
    }
    return out
  }

  private func value(_ row: MessageRow, number: Int, before: String, after: Substring) -> Value {
    if let values = PlausibleValues.ofRow[row.id], number < values.count { return values[number] }
    for rule in PlausibleValues.rules where before.hasSuffix(rule.before) && after.hasPrefix(rule.after) {
      return rule.value
    }
    let quotesAnError = [": ", " - ", ", ", "! ", "plane ", "metadata "].contains { before.hasSuffix($0) }
    return quotesAnError && after.isEmpty ? .failure : .number
  }

  func string(_ value: Value) -> String {
    var numbers = SeededNumbers(seed: UInt64(seed))
    switch value {
    case .eni: return "eni-0" + numbers.hex(16)
    case .subnet: return "subnet-0" + numbers.hex(16)
    case .instance: return "i-0" + numbers.hex(16)
    case .group: return "sg-0" + numbers.hex(16)
    case .request:
      return [8, 4, 4, 4, 12].map { numbers.hex($0) }.joined(separator: "-")
    case .sandbox: return numbers.hex(64)
    case .address: return "10.0.\(numbers.below(200)).\(4 + numbers.below(250))"
    case .addresses: return "[10.0.\(numbers.below(200)).\(4 + numbers.below(250))/32]"
    case .prefix: return "10.0.\(numbers.below(200)).\(16 * numbers.below(16))/28"
    case .mac: return "02:" + (0..<5).map { _ in numbers.hex(2) }.joined(separator: ":")
    case .number: return String(2 + numbers.below(50))
    case .small: return String(1 + numbers.below(5))
    case .zero: return "0"
    case .type: return ["m5.large", "c5.4xlarge", "t3.medium", "r6g.2xlarge"][numbers.below(4)]
    case .version: return ["v1.18.3-eksbuild.1", "v1.19.6", "v1.12.6-eksbuild.2"][numbers.below(3)]
    case .pod: return "web-6d4b75cb6d-" + numbers.letters(5)
    case .namespace: return ["shop", "default", "payments"][numbers.below(3)]
    case .region: return ["us-east-1", "eu-west-1", "ap-southeast-2"][numbers.below(3)]
    case .truth: return "true"
    case .code: return "InvalidParameterValue"
    case .failure: return failure
    case .text(let text): return text
    }
  }

  private static let refused: Value = .text(
    "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused\""
  )
  private static let noRole: Value = .text("http response error StatusCode: 404, request to EC2 IMDS failed")

  /// Rows whose blanks cannot be told from the words around them.
  private static let ofRow: [String: [Value]] = [
    "IPD-006": [.text("IP pool stats"), .text("Total IPs/Prefixes"), .text("27/0")],
    "IPD-142": [.text("IP pool stats"), .text("Total IPs/Prefixes = 27/0")],
    "IPD-113": [.text("<nil>")], "IPD-114": [.text("<nil>")], "AWS-078": [.text("<nil>")],
    "IPD-065": [.code], "IPD-021": [.eni], "IPD-136": [.text("[sg-0123456789abcdef0]"), .subnet],
    "IPD-047": [.text("WARM_IP_TARGET"), .text("0"), .text("strconv.Atoi: parsing \"x\": invalid syntax")],
    "IPD-152": [.text("ENABLE_POD_ENI"), .text("strconv.ParseBool: parsing \"x\": invalid syntax")],
    "NET-008": [.text("AWS_VPC_K8S_CNI_EXTERNALSNAT"), .text("false"), .text("yess")],
    "UTL-004": [.text("ENABLE_POD_ENI"), .text("yess")], "UTL-005": [.text("WARM_IP_TARGET"), .text("x")],
    "IPD-128": [.zero, .text("3"), .text("3"), .text("4"), .zero, .zero, .zero, .truth],
    "IMD-001": [.text("401"), .text("")], "IMD-003": [.text("403")],
    "IMD-002": [.text("dial tcp 169.254.169.254:80: i/o timeout")],
    "STS-006": [noRole], "STS-009": [.text("http://169.254.170.23"), .text("no association")],
    "KUB-004": [.text("portmap"), .text("/opt/cni/bin")], "KUB-005": [.text("/opt/cni/bin")],
    "KUB-006": [.text("signal: killed")], "KUB-008": [refused],
    "KUB-016": [.text("111122223333.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.18.3"),
      .text("rpc error: code = DeadlineExceeded desc = context deadline exceeded")],
    "KUB-018": [.text("111122223333.dkr.ecr.us-east-1.amazonaws.com/eks/pause:3.5"),
      .text("111122223333.dkr.ecr.us-east-1.amazonaws.com/eks/pause:3.5"),
      .text("rpc error: code = DeadlineExceeded desc = context deadline exceeded")],
    "KUB-019": [.text("HTTP probe failed with statuscode: 503")],
    "KUB-001": [.text(
      "rpc error: code = Unknown desc = failed to setup network for sandbox \"0123abcd\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to assign an IP address to container"
    )],
    "NOD-001": [.text("2026-01-08T12:00:05.000Z"), .text("/usr/local/go/src/runtime/proc.go:272"), .text(":50051")],
    "VRC-007": [.text("the ENIConfig of the node could not be resolved")],
    "VRC-010": [.text("[{\"eniId\":\"eni-0d6e44bce1488c78f\",\"ifAddress\":\"02:d0:83:41:23:33\"}]")],
    "VRC-013": [.text("IncorrectState")],
    "RPC-013": [.text("wrong client version v1.18.3 (!= v1.19.0)")],
    "RPC-014": [.text("wrong client version v1.18.3 (!= v1.19.0)")],
    "RPC-019": [.truth, .address, .text("<nil>"), .text("<nil>")],
    "RPC-029": [.address, .text("0"), .text("<nil>")],
    "RPC-030": [.address, .text("<nil>"), .text("0"), .text("<nil>")],
    "RPC-031": [.address, .text("<nil>"), .text("0"), .text("<nil>")],
    "RPC-021": [.address, .text("<nil>")], "RPC-033": [.address, .text("0"), .text("<nil>")],
    "RPC-034": [.address, .text("<nil>"), .text("0"), .text("standard"), .text("<nil>")],
    "RPC-035": [.address, .text("<nil>"), .text("0"), .text("<nil>")],
    "RPC-003": [.zero, .text("AssignPodIPAddress: no available IP/Prefix addresses")],
    "RPC-032": [.text("assignPodIPv4AddressUnsafe: no available IP addresses")],
    "RPC-022": [.version, .text("/var/run/aws-node/ipamd.sock")],
    "RPC-036": [.version, .text("127.0.0.1:50051")],
    "PLG-016": [.text("<nil>\n")], "PLG-004": [.sandbox, refused], "PLG-005": [.sandbox, refused],
    "PLG-029": [.pod, .namespace, .sandbox, refused], "PLG-030": [.pod, .namespace, .sandbox, refused],
    "PLG-060": [.pod, .namespace, .sandbox, refused], "PLG-009": [.sandbox, .text("context deadline exceeded")],
    "PLG-017": [.sandbox, .text("/var/run/netns/cni-1"), .text("eth0"),
      .text("K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-1"), .text("/opt/cni/bin"), .text("{}")],
    "PLG-018": [.sandbox, .text("/var/run/netns/cni-1"), .text("eth0"),
      .text("K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-1"), .text("/opt/cni/bin"), .text("{}")],
    "IPD-064": [.text("[10.0.1.5 10.0.1.6]"), .text("[10.0.1.5]")],
    "IPD-005": [.text("GET"), .text("127.0.0.1:41234"), .text("/v1/enis")],
    "EC2-006": [.zero, .text("5")], "EC2-007": [.text("DescribeNetworkInterfaces")],
    "EC2-008": [.text("DescribeNetworkInterfaces"), .region, .address],
    "EC2-009": [.text("DescribeNetworkInterfaces"), .request],
    "EC2-010": [.text("DescribeNetworkInterfaces"), .region, .region],
    "EC2-060": [.text("The maximum number of network interfaces has been reached.")],
    "EC2-073": [.text("The maximum number of network interfaces has been reached."), .request],
    "EC2-011": [.request, .text("The specified subnet does not have enough free addresses to satisfy the request.")],
    "EC2-013": [.text("The specified subnet does not have enough free addresses to satisfy the request."), .request],
    "EC2-019": [.request, .text("You do not have permission to modify this network interface.")],
    "EC2-030": [.text("You do not have permission to modify this network interface."), .request],
    "EC2-004": [.text("10.9.8.7:3128")], "EC2-043": [.request, .subnet, .instance], "EC2-050": [.subnet, .instance, .request],
    "EC2-097": [.request, .text("ela-attach")], "EC2-100": [.text("ela-attach"), .request],
    "AWS-128": [.text("vpc-id"), .text("EOF")], "AWS-130": [.text("instance-id"), .text("EOF")],
    "AWS-068": [.text("ec2:CreateNetworkInterface")], "AWS-046": [.eni],
    "IPD-037": [.type], "AWS-055": [.truth], "AWS-060": [.truth], "AWS-016": [.truth], "AWS-054": [.truth],
    "ENT-001": [.text("AWS_VPC_ENI_MTU"), .text("large")], "ENT-002": [.text("AWS_VPC_ENI_MTU"), .text("100")],
    "ENT-003": [.text("AWS_VPC_ENI_MTU"), .text("100")], "ENT-004": [.text("POD_SECURITY_GROUP_ENFORCING_MODE")],
    "ENT-010": [.text("/app/10-aws.conflist: open /host/etc/cni/net.d: permission denied")],
    "ENT-030": [.text("aws-cni"), .text("open /host/opt/cni/bin/aws-cni: text file busy")],
    "NPA-001": [], "IPD-067": [.text("primary"), .eni, .subnet], "AWS-004": [.text("refreshSGIDs"), .eni, .failure],
    "DS-071": [.text("vpc-cni-ipam/1"), .text("vpc-cni-ipam/2")],
    "MAIN-001": [.text("v1.29")], "MAIN-009": [.version],
  ]

  private static let rules: [Rule] = [
    Rule("equestID: ", .request), Rule("equest id: ", .request), Rule("eni-leak", .eni),
    Rule("allocate ENI ", .failure), Rule("to free ENI: ", .failure), Rule("ENI ", " network", .eni),
    Rule("ENIs ", .number), Rule("ENI is ", .small), Rule("a new ENI: ", .eni), Rule("data for ENI: ", .failure),
    Rule("ENI ", .eni), Rule("eni ", .eni), Rule("nterface ID '", .eni), Rule("interface '", .eni),
    Rule("Interface: [", .eni), Rule("find interface: ", .eni), Rule(", ID: ", .eni), Rule("interface-", .small),
    Rule("FromDataStore ", .eni), Rule("FromStore ", .eni), Rule("nterfaces for ", .text("[eni-0aa11bb22cc33dd44]")),
    Rule("Interfaces(", .eni), Rule("interface (", .eni), Rule("to interface ", .eni), Rule("mach for ", .eni),
    Rule("Network Card ", .zero), Rule("etwork card ", .zero), Rule("Network card ", .zero), Rule("NetworkCard ", .zero),
    Rule("ubnet ", .subnet), Rule("subnet ID '", .subnet), Rule("in subnet: ", .subnet),
    Rule("instance ID '", .instance), Rule("Instance '", .instance), Rule("instance id ", .instance),
    Rule("ecurity group '", .group), Rule("ecurityGroup ID '", .group), Rule("Invalid id: \"", .text("sg_1")),
    Rule("primary SG ", .group), Rule("ecurity groups: ", " in s", .text("[sg-0123456789abcdef0]")),
    Rule("ENI's SG: ", .group), Rule("Security Groups ", .text("[sg-0123456789abcdef0]")),
    Rule("attachment '", .text("eni-attach-0123456789abcdef0")),
    Rule("ec2.", .region), Rule("sts.", .region), Rule("dial tcp ", .address), Rule(".com on ", .address),
    Rule("limit for ", .type), Rule("nitro instance ", .type), Rule("instance type ", .type), Rule("instance type: ", .type),
    Rule("Types for `", .type), Rule("IPs ", " from", .addresses), Rule("IPs: ", .small), Rule("refixes ", " from", .prefix),
    Rule("IP ", .address), Rule("IPv4 ", .address), Rule("IPv4(", .address), Rule("IPv6(", .text("<nil>")),
    Rule("IP address ", .failure), Rule("IP Address ", .address), Rule("ipAddr ", .address), Rule("refix ", .prefix), Rule("CIDR ", .prefix),
    Rule("addresses ", " that", .addresses), Rule("address from ", .prefix), Rule("by src ", .address),
    Rule("MAC address ", .mac), Rule("mac address ", .mac), Rule("via ", .address), Rule("set route ", .text("0.0.0.0")),
    Rule("add route ", .text("0.0.0.0")), Rule("table ", " with", .text("nat")), Rule("table ", .small),
    Rule("L-IPAMD ", .version), Rule("handler version ", .version), Rule("version ", .version), Rule("version \"", .version),
    Rule("(!= ", .text("v1.20.0")), Rule("(!= \"", .text("v1.20.0")), Rule("mary IP ", .address),
    Rule("for pod \"", .text("web-1_shop")), Rule("up pod \"", .text("web-1_shop")), Rule("Sandbox\" for \"", .text("web-1_shop")),
    Rule("container \"", .sandbox), Rule("sandbox \"", .sandbox), Rule("andbox ", .sandbox), Rule("ontainer ", .sandbox),
    Rule("ontainer ID ", .sandbox), Rule("ontainerID ", .sandbox), Rule("ContainerID(", .sandbox), Rule("ID(", .sandbox),
    Rule("pod ", .pod), Rule("Pod ", .pod), Rule("Pod Name ", .pod), Rule("PodName(", .pod), Rule("GET pod (", .failure),
    Rule("amespace ", .namespace), Rule("NameSpace ", .namespace), Rule("PodNamespace(", .namespace),
    Rule("for NS ", .text("/proc/123/ns/net")), Rule("Netns(", .text("/var/run/netns/cni-1")), Rule("ifname ", .text("eth0")),
    Rule("IfName(", .text("eth0")), Rule("resulted in ", .text("<nil>")), Rule("encountered ", .text("<nil>")),
    Rule("Config Name: ", .text("us-east-1a")), Rule("to call ", .text("ec2:CreateNetworkInterface")),
    Rule("nterval ", .text("30s")), Rule("wait for ", .text("2m0s")), Rule("waiting ", .text("3m12s")),
    Rule("since last ", .text("12s")), Rule("<= ", .text("30s")), Rule("period of ", .text("30s")), Rule("Cooldown: ", .text("1m0s")),
    Rule("expires at: ", .text("2026-01-08 12:00:00 +0000 UTC")), Rule("available after ", .text("2026-01-08T12:00:30Z")),
    Rule("down after ", .text("31s")), Rule("free for ", .text("31s")), Rule("Timeout to ", .text("10s")),
    Rule("feature ", .text("SecurityGroupsForPods")), Rule("for node ", .text("ip-10-0-1-23.ec2.internal")),
    Rule("find link ", .text("eth0")), Rule("set link ", .text("eth0")), Rule("host link ", .text("enia1b2c3")),
    Rule("addr to ", .text("eth0")), Rule("existence of ", .text("first SNAT rules")), Rule("failed to add ", .text("first SNAT rules")),
    Rule("failed to insert ", .text("first SNAT rules")), Rule("failed to delete ", .text("shared SNAT rules")),
    Rule("chain ", .text("AWS-SNAT-CHAIN-0")), Rule("iptables ", .text("nat")), Rule("rule ", .text("-N AWS-SNAT-CHAIN-0")),
    Rule("filter for ", .text("eth0")), Rule("executable: ", .text("aws-k8s-agent")), Rule("maxPods from ", .text("110")),
    Rule("MTU to ", .text("9001")), Rule("on unix:", .text("/var/run/aws-node/ipamd.sock")), Rule("socket ", .text("/var/run/aws-node/ipamd.sock")),
    Rule("code: ", ", req", .text("400")), Rule("StatusCode: ", ", req", .text("400")), Rule("Operation. ", .text("")),
    Rule("this operation. ", .text("Encoded authorization failure message: 4GIOHlTkIaWHQD0Q0m6XSnuUMCm")),
    Rule("account for ", .text("https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF")),
    Rule("limit: ", .number), Rule("stats: ", .number), Rule("total: ", .number), Rule("total = ", .number), Rule("assigned: ", .number),
    Rule("prefixes: ", .small), Rule("needed: ", .text("0")), Rule("target: ", .small), Rule("TARGET: ", .small), Rule("pods: ", .number), Rule("used: ", .text("29")),
    Rule("capacity: ", .text("29")), Rule("available: ", " Insu", .small), Rule("available: ", " Too", .small), Rule("available: ", ",", .small),
    Rule("over: ", .small), Rule("Allocate: ", .small), Rule("DeviceNumber: ", .zero), Rule("tagKey ", .text("aws:owner")),
    Rule("from env ", .text("ADDITIONAL_ENI_TAGS")), Rule("reserved prefix ", .text("aws:")), Rule("has no ", .text("kubernetes.io/role/cni")),
    Rule("due to ", .failure), Rule("due to: ", .code), Rule("with metadata ", .text("{web-1 shop}")),
  ]
}

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  mutating func hex(_ count: Int) -> String { String((0..<count).map { _ in pick("0123456789abcdef") }) }
  mutating func letters(_ count: Int) -> String { String((0..<count).map { _ in pick("bcdfghjklmnpqrstvwxz2456789") }) }
  private mutating func pick(_ letters: String) -> Character {
    letters[letters.index(letters.startIndex, offsetBy: below(letters.count))]
  }
}
