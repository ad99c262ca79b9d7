import Testing
import Triage

/// Evidence of several kinds that must meet at the right node and subnet, or not at all.
@Suite struct MixedEvidenceTests {
  let one = Kit(1)
  let two = Kit(2, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)

  private func sandboxes(_ count: Int) -> String {
    Papers.events(
      (0..<count).map { ("FailedCreatePodSandBox", "pod/web-\($0)", Papers.sandboxMessage("\($0 % 10)")) })
  }

  @Test func `refused sandboxes and the only subnet at zero`() {
    expect(
      Scene(["events.txt": sandboxes(4), "subnets.json": Papers.subnets([Papers.subnet(available: 0)])]),
      "subnet-exhausted", Wanted(state: .active, basis: .likely, subnets: [Kit.subnetA]))
  }

  @Test func `refused sandboxes and plenty of room stay open`() {
    expect(
      Scene(["events.txt": sandboxes(4), "subnets.json": Papers.subnets([Papers.subnet(available: 190)])]),
      "unknown",
      Wanted(status: .undecided))
  }

  @Test func `both subnets at zero are both named`() {
    var first = Pen(one)
    first.start()
    first.shortage(300)
    first.refuse(301, "web-1", times: 3)
    var second = Pen(two)
    second.start()
    second.shortage(305)
    second.refuse(306, "api-1", times: 3)
    expect(
      Scene(["a/ipamd.log": first.text, "b/ipamd.log": second.text]), "subnet-exhausted",
      Wanted(
        state: .active, basis: .proved, nodes: [one.instance, two.instance],
        subnets: [Kit.subnetA, Kit.subnetB]))
  }

  @Test func `only DescribeSubnets denied and pods fine is no incident`() {
    var pen = Pen(one)
    pen.start()
    pen.say(
      3,
      "Failed to get subnets: "
        + pen.answer(
          "UnauthorizedOperation", "You are not authorized to perform this operation.",
          operation: "DescribeSubnets"), "warn")
    pen.grow(20)
    for pod in 0..<4 { pen.serve(30 + pod, "web-\(pod)") }
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(report.exitCode(failOn: .error, isStrict: false) == 0, Comment(rawValue: report.gist))
  }

  @Test func `a pause without the code, decided by the subnet`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    for cycle in 0..<15 {
      pen.say(
        300 + 5 * cycle, "Recently we had InsufficientCidr error hence will wait for 2m0s before retrying")
    }
    pen.refuse(301, "web-1", times: 4)
    let log = Scene(["ipamd.log": pen.text])
    expect(
      log.with("subnets.json", Papers.subnets([Papers.subnet(available: 0)])), "subnet-exhausted",
      Wanted(state: .active))
    expect(log, "unknown", Wanted(status: .undecided))
  }

  @Test func `a partial list of interfaces proves no fragmentation`() {
    let partial = Papers.json([
      "NetworkInterfaces": (0..<8).map {
        Papers.interface(
          Kit(100 + $0).eni(0), instance: Kit(100 + $0).instance, addresses: Papers.addresses(16 * $0 + 5, 4),
          prefixes: [])
      }, "NextToken": "eyJ2Ijo",
    ])
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    pen.refuse(301, "web-1", times: 3)
    let report = Scene([
      "ipamd.log": pen.text, "interfaces.json": partial,
      "subnets.json": Papers.subnets([Papers.subnet(Kit.subnetA, "10.0.1.0/25", available: 60)]),
    ]).report
    #expect(report.primary.id.raw == "unknown", Comment(rawValue: report.gist))
    let ledger = report.subnets.first { $0.subnet.raw == Kit.subnetA }
    #expect(ledger?.verdict.rawValue == "inconsistent")
  }

  @Test func `abandoned interfaces add to the quota`() {
    var pen = Pen(one)
    pen.start()
    for cycle in 0..<3 {
      pen.create(
        300 + 5 * cycle, fails: "NetworkInterfaceLimitExceeded",
        "You have reached the maximum number of network interfaces.")
    }
    pen.refuse(301, "web-1", times: 3)
    expect(
      Scene(["ipamd.log": pen.text]), "eni-quota",
      Wanted(state: .active, basis: .proved, nodes: [one.instance]))
  }

  @Test func `hoarding shows in documents of idle nodes`() {
    var scene = Scene([
      "subnets.json": Papers.subnets([Papers.subnet(available: 0)]),
      "instances.json": Papers.instances((1...4).map { Kit($0, type: "m5.4xlarge") }),
    ])
    for number in 1...4 {
      let kit = Kit(number, type: "m5.4xlarge")
      scene.add(
        "\(kit.instance)/enis.json",
        Papers.enis([
          (kit.eni(0), Papers.addresses(10, 29, third: number + 10), 1),
          (kit.eni(1), Papers.addresses(60, 29, third: number + 10), 0),
        ]))
    }
    expect(
      scene, "subnet-exhausted",
      Wanted(state: .latent, subnets: [Kit.subnetA], contributing: ["warm-pool-hoarding"]))
  }

  @Test func `metrics of two nodes stay apart`() {
    func page(_ total: Int, refused: Int, code: String?) -> String {
      """
      # TYPE awscni_eni_allocated gauge
      awscni_eni_allocated 3
      # TYPE awscni_eni_max gauge
      awscni_eni_max 3
      # TYPE awscni_ip_max gauge
      awscni_ip_max 27
      # TYPE awscni_total_ip_addresses gauge
      awscni_total_ip_addresses \(total)
      # TYPE awscni_assigned_ip_addresses gauge
      awscni_assigned_ip_addresses \(total == 27 ? 27 : 3)
      # TYPE awscni_no_available_ip_addresses counter
      awscni_no_available_ip_addresses \(refused)
      \(code.map { "# TYPE awscni_aws_api_error_count counter\nawscni_aws_api_error_count{api=\"AssignPrivateIpAddresses\",error=\"\($0)\"} 4" } ?? "")

      """
    }
    expect(
      Scene([
        "\(one.instance)/metrics.txt": page(27, refused: 9, code: nil),
        "\(two.instance)/metrics.txt": page(18, refused: 0, code: nil),
      ]), "node-ip-limit", Wanted(state: .active, nodes: [one.instance]))
  }

  @Test func `a label without its ENIConfig`() {
    var pen = Pen(one)
    pen.start(custom: true, serving: false)
    for start in 0..<4 {
      pen.say(60 * start, "Starting L-IPAMD v1.20.1  ...", "info")
      pen.say(
        60 * start + 2,
        "error while retrieving eniconfig: ENIConfig.crd.k8s.amazonaws.com \"us-east-1a\" not found", "error")
      pen.say(60 * start + 3, "Failed to attach any ENIs for custom networking", "error")
    }
    expect(
      Scene([
        "ipamd.log": pen.text,
        "eniconfigs.json": Papers.list([Papers.eniConfig("us-east-1b", subnet: Kit.subnetB)]),
        "nodes.json": Papers.list([Papers.node(one)]),
        "daemonset.json": Papers.daemonSet([
          "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true", "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
        ]),
      ]), "eniconfig-invalid", Wanted(state: .active, basis: .proved, nodes: [one.instance]))
  }

  @Test func `custom networking that ends in a shortage is a shortage`() {
    var pen = Pen(one)
    pen.start(custom: true, serving: false)
    for start in 0..<3 {
      pen.say(60 * start, "Starting L-IPAMD v1.20.1  ...", "info")
      pen.create(
        60 * start + 2, fails: "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses",
        subnet: Kit.subnetB)
      pen.say(60 * start + 3, "Failed to attach any ENIs for custom networking", "error")
    }
    expect(
      Scene(["ipamd.log": pen.text]), "subnet-exhausted",
      Wanted(
        state: .active, subnets: [Kit.subnetB], role: "eniconfig", notContributing: ["eniconfig-invalid"]))
  }

  @Test func `MAX_ENI lowers the limit of the node`() {
    var pen = Pen(Kit(1, type: "m5.4xlarge"))
    pen.start(type: "m5.4xlarge", maxPods: 234)
    pen.stats(300, 58, 58)
    pen.room(300, enis: 2, limit: 2)
    pen.limitLine(300)
    pen.refuse(301, "web-1", times: 5)
    expect(
      Scene(["ipamd.log": pen.text, "daemonset.json": Papers.daemonSet(["MAX_ENI": "2"])]), "node-ip-limit",
      Wanted(state: .active, basis: .proved))
  }

  @Test func `the monitoring agent's condition is a symptom`() {
    expect(
      Scene([
        "events.txt": Papers.events([
          (
            "IPAMDNoIPs", "node/\(one.name)",
            "IPAM-D has failed to assign an IP address, no available IP addresses"
          )
        ])
      ]), "unknown")
  }

  @Test func `CloudTrail tells the code and the subnet`() {
    let record = Papers.json([
      "Records": [
        [
          "eventTime": "2026-09-01T02:05:00Z", "eventSource": "ec2.amazonaws.com",
          "eventName": "CreateNetworkInterface",
          "errorCode": "Client.InsufficientFreeAddressesInSubnet",
          "errorMessage": "The specified subnet does not have enough free addresses to satisfy the request.",
          "requestParameters": ["subnetId": Kit.subnetB], "awsRegion": "us-east-1",
          "userIdentity": [
            "type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/node/\(one.instance)",
          ],
          "requestID": "11111111-2222-4333-8444-555555555555",
          "eventID": "21111111-2222-4333-8444-555555555555",
        ] as [String: Any]
      ]
    ])
    expect(
      Scene(["cloudtrail.json": record]), "subnet-exhausted", Wanted(state: .active, subnets: [Kit.subnetB]))
  }

  @Test func `the order of inputs changes nothing`() {
    var full = Pen(one)
    full.start()
    full.stats(300, 27, 27)
    full.room(300, enis: 3, limit: 3)
    full.refuse(301, "web-1", times: 4)
    var empty = Pen(two)
    empty.start()
    empty.shortage(300)
    empty.refuse(301, "api-1", times: 3)
    let inputs = [
      ("a/ipamd.log", full.text), ("b/ipamd.log", empty.text), ("events.txt", sandboxes(3)),
      ("instances.json", Papers.instances([one, two])),
      ("nodes.json", Papers.list([Papers.node(one), Papers.node(two)])),
      (
        "subnets.json",
        Papers.subnets([
          Papers.subnet(available: 50),
          Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 1, zone: "us-east-1b"),
        ])
      ),
    ]
    var gists: Set<String> = []
    for shift in inputs.indices {
      var scene = Scene()
      for (name, text) in inputs[shift...] + inputs[..<shift] { scene.add(name, text) }
      gists.insert(scene.report.gist)
      var backwards = Scene()
      for (name, text) in (inputs[shift...] + inputs[..<shift]).reversed() { backwards.add(name, text) }
      gists.insert(backwards.report.gist)
    }
    #expect(gists.count == 1, Comment(rawValue: gists.sorted().joined(separator: "\n")))
  }

  @Test func `unnamed logs side by side are two nodes`() {
    var full = Pen()
    full.start()
    full.stats(300, 27, 27)
    full.room(300, enis: 3, limit: 3)
    full.refuse(301, "web-1", times: 4)
    var fine = Pen()
    fine.start()
    fine.grow(320)
    fine.freeSlots(360)
    for pod in 0..<3 { fine.serve(400 + pod, "api-\(pod)") }
    let report = Scene(["ipamd-worker1.log": full.text, "ipamd-worker2.log": fine.text]).report
    #expect(report.primary.id.raw == "node-ip-limit", Comment(rawValue: report.gist))
    #expect(report.nodes.count == 2, Comment(rawValue: report.gist))
  }

  @Test func `an IPv6 cluster at work is healthy`() {
    var pen = Pen(one)
    pen.start()
    pen.say(2, "IPv6 enabled true", "info")
    for pod in 0..<4 {
      pen.say(
        60 + pod,
        "Send AddNetworkReply: Success: true IPAddr: [IPv6Addr:\"2600:1f14::\(pod + 1)\"], resp: Success:true, err: <nil>",
        "info")
    }
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `an untroubled fleet with one node that lags for seconds`() {
    var scene = Scene()
    for number in 1...5 {
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", FleetSceneTests.fine(Kit(number)))
    }
    var burst = Pen(Kit(6))
    burst.start()
    for pod in 0..<4 { burst.refuse(400 + pod, "web-\(pod)") }
    burst.attach(410, Kit(6).eni(2))
    burst.grow(411)
    for pod in 0..<4 { burst.serve(416 + pod, "web-\(pod)", attempt: 5) }
    scene.add("fleet/\(Kit(6).instance)/ipamd.log", burst)
    expect(scene, "pool-growth-lag", Wanted(state: .recovered, nodes: [Kit(6).instance]))
  }

  @Test func `prefix mode: a node whose every prefix is used is full`() {
    let kit = Kit(1, type: "t3.small")
    var pen = Pen(kit)
    pen.start(type: "t3.small", maxPods: 200, prefix: true)
    pen.stats(300, 144, 144)
    pen.room(300, enis: 3, limit: 3)
    pen.refuse(301, "web-1", times: 4)
    expect(Scene(["ipamd.log": pen.text]), "node-ip-limit", Wanted(state: .active, nodes: [kit.instance]))
  }
}

/// Refusals whose subnet is not known.
@Suite struct UnplacedRefusalTests {
  let events = Papers.events(
    (0..<4).map { ("FailedCreatePodSandBox", "pod/web-\($0)", Papers.sandboxMessage("\($0)")) })

  @Test func `of two subnets one is empty, and where the pods wait is unknown`() {
    let report = Scene([
      "events.txt": events,
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 150, zone: "us-east-1b"),
      ]),
    ]).report
    let gist = Comment(rawValue: report.gist)
    // Saying that nobody was refused would be false; which subnet it was is not in evidence.
    #expect(report.status == .undecided, gist)
    #expect(report.alternatives.contains { $0.id.raw == "subnet-exhausted" }, gist)
  }

  @Test func `the host of the event tells the subnet`() {
    let kits = [Kit(1), Kit(2, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)]
    func scene(on kit: Kit) -> Scene {
      Scene([
        "events.txt": events, "instances.json": Papers.instances(kits),
        "pods.json": Papers.list(
          (0..<4).map { Papers.pod("web-\($0)", on: kit, phase: "Pending", waiting: "ContainerCreating") }),
        "nodes.json": Papers.list(kits.map { Papers.node($0) }),
        "subnets.json": Papers.subnets([
          Papers.subnet(available: 0),
          Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 150, zone: "us-east-1b"),
        ]),
      ])
    }
    expect(scene(on: kits[0]), "subnet-exhausted", Wanted(state: .active, subnets: [Kit.subnetA]))
    let report = scene(on: kits[1]).report
    let gist = Comment(rawValue: report.gist)
    #expect(report.status == .undecided, gist)
  }
}
