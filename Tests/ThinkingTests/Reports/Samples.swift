import Evidence
import Playbooks
import Reports
import VPCModel

@testable import Triage

/// Reports made by hand: what the renderers are shown.
enum SampleReport {
  static let subnet = "subnet-0a1b2c3d4e5f60718"
  static let node = "i-0abc1234def567890"
  /// 2026-09-01T02:03:11.421Z.
  static let start = Instant(nanoseconds: 1_788_228_191_421_000_000)
  static func later(_ seconds: Int64) -> Instant {
    Instant(nanoseconds: start.nanoseconds + seconds * 1_000_000_000)
  }

  static func empty(_ status: Status, _ primary: Finding) -> Report {
    Report(
      toolVersion: "1.0.0", playbooksDigest: "sha256:00ff", status: status, referenceTime: later(2269),
      from: start, to: later(2269), primary: primary, contributing: [], alternatives: [], excluded: [],
      steps: [],
      evidence: [], remedies: [], nodes: [], subnets: [], series: [], timeline: [], unclassified: [],
      noise: [],
      inputs: [input("i1", "ipamd.log", .ipamdLog, lines: 39_753)], gaps: [], notes: [], isPartial: false)
  }

  static func input(_ id: String, _ name: String, _ kind: InputKind, lines: Int, node: String? = node)
    -> InputReport
  {
    var record = InputRecord(name: name)
    record.kind = kind
    record.lines = lines
    record.recognised = max(0, lines - 3)
    record.bytes = lines * 207
    return InputReport(id: id, record: record, node: node)
  }

  static func node(_ id: String, refusals: Int = 0) -> NodeReport {
    NodeReport(
      id: id, name: "ip-10-0-1-23.ec2.internal", instanceType: "m5.large", zone: "us-east-1a",
      cniVersion: "1.19.6",
      mode: "secondary", isCustomNetworking: false,
      settings: ["WARM_ENI_TARGET": "1", "ENABLE_POD_ENI": "false"],
      enis: 2, eniLimit: 3, slotsUsed: 11, slots: 27, poolTotal: 18, poolAssigned: 18, poolCooling: nil,
      maxPods: 29,
      refusals: refusals, assignments: 212)
  }

  static func steps() -> [WalkStep] {
    let quota =
      "aws service-quotas get-service-quota --service-code vpc --quota-code L-DF5E4CA3 --output json"
    return [
      (0, "Is the path to an address up?", .ruledOut, "ipamd answered 212 requests", nil),
      (
        1, "What does ipamd say?", .cause,
        "InsufficientFreeAddressesInSubnet, 19 times, 120 s apart on i-0abc1234def567890",
        nil
      ),
      (2, "Is the node full?", .ruledOut, "i-0abc1234def567890: 2 of 3 ENIs, 11 of 27 slots", nil),
      (3, "Has the subnet addresses?", .cause, "0 free of 251; the ledger reconciles", nil),
      (4, "Is a quota reached?", .noEvidence, "not in evidence", quota),
      (5, "Is a feature set up wrong?", .contributing, "WARM_ENI_TARGET keeps 9 addresses a node idle", nil),
    ].map { (number: Int, title: String, outcome: StepOutcome, because: String, next: String?) in
      WalkStep(number: number, title: title, outcome: outcome, because: because, evidence: ["e1"], next: next)
    }
  }

  /// Secondary mode, a full /24, as a whole incident.
  static func exhausted() -> Report {
    var primary = Finding(
      id: CauseID("subnet-exhausted"), title: "The subnet has no free addresses", basis: .proved,
      confidence: 0.97,
      severity: .error, state: .active, step: 3,
      because: "The subnet has no free addresses: seen 19 times on i-0abc1234def567890 02:03:11–02:41:00; "
        + "0 addresses free in \(subnet), counted")
    primary.scope.nodes = [node]
    primary.scope.subnets = [subnet]
    primary.scope.subnetRole = "node"
    primary.scope.pods = ["shop/web-7d4b9c-x2x4k", "shop/web-7d4b9c-zzz9p"]
    primary.first = start
    primary.last = later(2269)
    primary.count = 19
    primary.evidence = ["e1", "e2"]
    primary.missing = [
      MissingEvidence(
        what: "account quotas",
        command:
          "aws service-quotas get-service-quota --service-code vpc --quota-code L-DF5E4CA3 --output json")
    ]
    primary.fingerprint = "0123456789abcdef0123456789abcdef"
    var report = empty(.causeFound, primary)
    var hoarding = Finding(
      id: CauseID("warm-pool-hoarding"), title: "Nodes keep more addresses than they use", basis: .likely,
      confidence: 0.7, severity: .warning, state: .active, step: 5,
      because: "WARM_ENI_TARGET=1 keeps up to 9 idle addresses on each node")
    hoarding.share = (112, 251)
    hoarding.evidence = ["e2"]
    report.contributing = [hoarding]
    report.alternatives = [
      Alternative(
        id: CauseID("leaked-enis"), title: "Interfaces nobody uses hold addresses", basis: .suspected,
        confidence: 0.3, because: "two detached ENIs of the CNI were listed", evidence: [], against: ["e2"],
        decide: "aws ec2 describe-network-interfaces --filters Name=status,Values=available --output json")
    ]
    report.excluded =
      ["iam-denied", "api-throttled", "eni-quota"].map {
        Exclusion(id: CauseID($0), because: "no such answer from EC2 in the ipamd log given", evidence: [])
      } + [
        Exclusion(id: CauseID("node-ip-limit"), because: "2 of 3 ENIs attached on \(node)", evidence: ["e2"])
      ]
    report.steps = steps()
    report.evidence = evidence()
    report.remedies = remedies()
    report.nodes = [node(node, refusals: 41), node("i-0def00000000000000")]
    report.subnets = [ledger(subnet)]
    report.series = [
      SeriesReport(
        node: node, name: "pool.total", unit: "addresses", from: start, bucketSeconds: 60,
        values: [27, nil, 27])
    ]
    report.timeline = [TimelineEntry(time: start, node: node, event: "first pod refused")]
    report.unclassified = [
      UnclassifiedReport(template: "Failed to <*> eni <*>", count: 3, isEstimate: false, example: "e2")
    ]
    report.noise = [("max ENI limit is already reached", 456)]
    report.inputs.append(input("i2", "subnets.json", .describeSubnets, lines: 40, node: nil))
    report.inputs.append(input("i3", "enis.json", .describeInterfaces, lines: 1414, node: nil))
    report.inputs[1].record.problems = [
      InputProblem(line: 12, byte: 380, "the array ends early; read to there")
    ]
    report.gaps = [GapReport(node: node, from: later(-600), to: start, reason: "rotated away")]
    report.notes = ["some stamps have no zone; UTC was assumed (--tz)"]
    return report
  }

  static func evidence() -> [EvidenceItem] {
    [
      EvidenceItem(
        id: "e1", place: Place(input: "ipamd.log", line: 18_211, byte: 3_771_204), time: start,
        pattern: "insufficient-free-addresses", node: node,
        text:
          "Failed to allocate a private IP/Prefix addresses on ENI eni-0aa1122334455667: operation error EC2: "
          + "AssignPrivateIpAddresses, https response error StatusCode: 400, api error "
          + "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses…",
        of: 19),
      EvidenceItem(
        id: "e2", place: Place(input: "subnets.json", line: 4, byte: 61), time: nil, pattern: nil, node: nil,
        text: "\"AvailableIpAddressCount\": 0", of: nil),
    ]
  }

  static func remedies() -> [RemedyAdvice] {
    [
      RemedyAdvice(
        order: 1, title: "Keep fewer addresses idle", cause: CauseID("warm-pool-hoarding"),
        commands: [
          "kubectl -n kube-system set env daemonset/aws-node WARM_IP_TARGET=2 MINIMUM_IP_TARGET=8 WARM_ENI_TARGET=0"
        ],
        effect: "Idle addresses return to the subnet as nodes shrink their pools", effectAddresses: 112,
        effectFreeBlocks: nil, risk: "A rolling restart of aws-node; more calls to EC2.",
        precondition: "Fewer than some hundred nodes: each change of a pool is a call.",
        verify: "kubectl -n kube-system rollout status daemonset aws-node",
        rollback:
          "kubectl -n kube-system set env daemonset/aws-node WARM_IP_TARGET- MINIMUM_IP_TARGET- WARM_ENI_TARGET-"
      ),
      RemedyAdvice(
        order: 2, title: "Give pods a larger subnet", cause: CauseID("subnet-exhausted"),
        commands: [
          "aws ec2 create-subnet --vpc-id '<vpc-id>' --cidr-block '<cidr>' --availability-zone us-east-1a",
          "aws ec2 create-tags --resources '<subnet-id>' --tags Key=kubernetes.io/role/cni,Value=1",
        ],
        effect: "New ENIs use it from then on", effectAddresses: nil, effectFreeBlocks: nil,
        risk: "None for running pods.", precondition: "", verify: "", rollback: ""),
    ]
  }

  /// 10.0.1.0/24 with nothing free: 5 reserved, 20 nodes of 12 addresses, one NAT, 10 of a load balancer.
  static func ledger(_ id: String) -> SubnetLedger {
    var subnet = Subnet(id: SubnetID(id))
    subnet.cidr = IPv4Block("10.0.1.0/24")
    subnet.zone = "us-east-1a"
    subnet.available = 0
    var interfaces: [NetworkInterface] = []
    var next: UInt32 = 0x0A00_0104
    func take(_ count: UInt32) -> [IPv4Address] {
      defer { next += count }
      return (next..<next + count).map { IPv4Address(number: $0) }
    }
    for index in 0..<20 {
      var eni = NetworkInterface(id: ENIID("eni-0\(index)"))
      eni.subnet = subnet.id
      eni.addresses = take(12)
      eni.primaryAddress = eni.addresses.first
      eni.description = "aws-K8S-i-\(index)"
      var attachment = Attachment()
      attachment.instance = InstanceID("i-0\(index)")
      eni.attachment = attachment
      interfaces.append(eni)
    }
    var balancer = NetworkInterface(id: ENIID("eni-0b"))
    balancer.subnet = subnet.id
    balancer.addresses = take(11)
    balancer.description = "ELB app/shop/1"
    balancer.requester = "amazon-elb"
    interfaces.append(balancer)
    return SubnetLedger.make(subnet: subnet, interfaces: interfaces)
  }

  static func undecided() -> Report {
    var primary = Finding(
      id: .unknown, title: "Not decided", basis: nil, confidence: 0, severity: .error, state: .active,
      step: nil,
      because:
        "pods cannot get an address on \(node); the reason is not in evidence: the pool was empty 41 times")
    primary.scope.nodes = [node]
    primary.first = start
    primary.last = later(340)
    primary.count = 41
    primary.isCountEstimate = true
    primary.evidence = ["e1"]
    var report = empty(.undecided, primary)
    report.evidence = [evidence()[0]]
    let decide = "aws ec2 describe-subnets --subnet-ids \(subnet) --output json"
    report.alternatives = [
      ("subnet-exhausted", "0 to 15 available would say so", decide),
      ("node-ip-limit", "an empty pool looks like this too", decide),
      ("ip-cooldown", "", "curl -s http://localhost:61679/v1/enis"),
    ].map { (id: String, because: String, decide: String) in
      Alternative(
        id: CauseID(id), title: id, basis: .suspected, confidence: 0.3, because: because, evidence: [],
        against: [],
        decide: decide)
    }
    report.steps = steps()
    return report
  }

  static func healthy() -> Report {
    let primary = Finding(
      id: .healthy, title: "Addresses are given out", basis: nil, confidence: 0.8, severity: .note,
      state: nil,
      step: nil, because: "212 addresses given out, none refused, 02:03:11–02:41:00")
    var report = empty(.healthy, primary)
    report.noise = [("max ENI limit is already reached", 456), ("Error finding unassigned IPs", 12)]
    return report
  }

  static func insufficient() -> Report {
    var primary = Finding(
      id: .unknown, title: "Too little evidence", basis: nil, confidence: 0, severity: .note, state: nil,
      step: nil,
      because: "no failure seen, and too little to call it healthy")
    primary.missing = [
      MissingEvidence(
        what: "ipamd.log of the node", command: "sudo tail -n 20000 /var/log/aws-routed-eni/ipamd.log")
    ]
    var report = empty(.insufficientEvidence, primary)
    report.referenceTime = nil
    report.from = nil
    report.to = nil
    return report
  }

  static func fleet(_ count: Int = 180) -> Report {
    var report = exhausted()
    let ids = (0..<count).map { "i-0\(String(100_000 + $0, radix: 16))00000000000" }
    report.nodes = ids.enumerated().map { node($0.element, refusals: $0.offset) }
    report.primary.scope.nodes = ids
    report.primary.scope.subnets = (0..<30).map { "subnet-0000000000000\(1000 + $0)" }
    report.primary.scope.pods = (0..<900).map { "shop/web-\($0)" }
    report.subnets = report.primary.scope.subnets.map { ledger($0) }
    return report
  }

  /// What somebody may write into a pod's name, a log line or a tag.
  static let hostile =
    "\u{1B}[2J\u{1B}]8;;http://evil.example\u{7}click\u{1B}]8;;\u{7} \u{202E}gnp.exe\u{2066} `` ``` ````` "
    + "[x](javascript:alert(1)) ![i](http://evil.example/i.png) </script><script>alert(1)</script> <img src=x> "
    + "| a | b\n# heading\n```\nout of the fence\u{85}\u{9B}31m @everyone #1 \u{200B}\u{FEFF}\u{2028}\u{E0041} "
    + "'; rm -rf / #\r\n- item\u{0}"

  /// The whole incident with that text in every place text can stand.
  static func poisoned() -> Report {
    var report = exhausted()
    report.primary.title = hostile
    report.primary.because = hostile
    report.primary.scope.pods = [hostile]
    report.primary.scope.nodes = [hostile]
    report.primary.scope.subnets.append(hostile)
    report.primary.scope.zones = [hostile]
    report.primary.missing = [MissingEvidence(what: hostile, command: hostile)]
    report.primary.against = ["e2"]
    report.contributing[0].because = hostile
    report.alternatives[0].because = hostile
    report.alternatives[0].decide = hostile
    report.excluded[0].because = hostile
    report.steps[0].because = hostile
    report.steps[4].next = hostile
    report.evidence = [
      EvidenceItem(
        id: "e1", place: Place(input: hostile, line: 1, byte: 0), time: start, pattern: hostile,
        node: hostile,
        text: hostile, of: 2),
      EvidenceItem(
        id: "e2", place: Place(input: "a", line: 0, byte: 0), time: nil, pattern: nil, node: nil,
        text: hostile,
        of: nil),
    ]
    report.remedies[0] = RemedyAdvice(
      order: 1, title: hostile, cause: CauseID(hostile), commands: [hostile], effect: hostile,
      effectAddresses: nil,
      effectFreeBlocks: nil, risk: hostile, precondition: hostile, verify: hostile, rollback: hostile)
    report.nodes[0].id = hostile
    report.nodes[0].name = hostile
    report.nodes[0].mode = hostile
    report.nodes[0].settings = [hostile: hostile]
    report.subnets = [ledger(hostile)]
    report.series[0].node = hostile
    report.timeline[0].event = hostile
    report.unclassified[0].template = hostile
    report.noise = [(hostile, 9)]
    report.inputs[0].record.name = hostile
    report.inputs[0].record.problems = [InputProblem(hostile)]
    report.gaps[0].node = hostile
    report.gaps[0].reason = hostile
    report.notes = [hostile]
    report.toolVersion = "1.0.0"
    return report
  }

  static var all: [(name: String, report: Report)] {
    [
      ("exhausted", exhausted()), ("undecided", undecided()), ("healthy", healthy()),
      ("insufficient", insufficient()), ("fleet", fleet()), ("poisoned", poisoned()),
    ]
  }

  static func text(_ report: Report, width: Int = 80, color: Bool = false, ascii: Bool = false) -> String {
    TextRenderer(RenderOptions(exitCode: 1, width: width, usesColor: color, usesASCII: ascii)).render(report)
  }

  static func json(_ report: Report) -> String { JSONRenderer(RenderOptions(exitCode: 1)).render(report) }
  static func markdown(_ report: Report) -> String {
    MarkdownRenderer(RenderOptions(exitCode: 1)).render(report)
  }
}
