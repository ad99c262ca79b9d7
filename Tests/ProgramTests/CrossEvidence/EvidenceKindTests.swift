import Testing
import Triage

/// Cases of one kind of evidence alone, and the modes of the pool.
@Suite struct EvidenceKindTests {
  let one = Kit(1)

  @Test func `documents alone show a latent shortage`() {
    let report = expect(
      Scene([
        "subnets.json": Papers.subnets([
          Papers.subnet(available: 0),
          Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 77, zone: "us-east-1b"),
        ])
      ]), "subnet-exhausted", Wanted(state: .latent, subnets: [Kit.subnetA]))
    #expect(report.primary.severity == .warning)
    #expect(report.exitCode(failOn: .warning, isStrict: false) == 1)
  }

  @Test func `documents with room everywhere are too little`() {
    expect(
      Scene([
        "subnets.json": Papers.subnets([Papers.subnet(available: 120)]),
        "nodes.json": Papers.list([Papers.node(one)]),
        "quota.json": Papers.quota(5_000),
      ]), "unknown", Wanted(status: .insufficientEvidence))
  }

  @Test func `an unused empty subnet beside the node's is nobody's trouble`() {
    var pen = Pen(one)
    pen.start()
    pen.serve(100, "web-1")
    pen.stats(101, 18, 3)
    let report = expect(
      Scene([
        "ipamd.log": pen.text,
        "subnets.json": Papers.subnets([
          Papers.subnet(available: 120),
          Papers.subnet(Kit.subnetB, "10.0.2.0/28", available: 0, zone: "us-east-1b"),
        ]),
      ]), "healthy")
    #expect(!report.contributing.contains { $0.id.raw == "subnet-exhausted" })
  }

  @Test func `waiting pods on the nodes of the empty subnet make it active`() {
    let scene = Scene([
      "subnets.json": Papers.subnets([Papers.subnet(available: 0)]),
      "instances.json": Papers.instances([one]),
      "nodes.json": Papers.list([Papers.node(one)]),
      "pods.json": Papers.list([
        Papers.pod("web-1", on: one, phase: "Pending", waiting: "ContainerCreating"),
        Papers.pod("web-2", on: one, address: "10.0.1.77"),
      ]),
      "events.txt": Papers.events([("FailedCreatePodSandBox", "pod/web-1", Papers.sandboxMessage("9"))]),
    ])
    expect(scene, "subnet-exhausted", Wanted(state: .active, subnets: [Kit.subnetA], role: "node"))
  }

  @Test func `the code in a metric counts like the code in a log`() {
    func page(_ code: String) -> String {
      """
      # HELP awscni_aws_api_error_count The number of times AWS API returns an error
      # TYPE awscni_aws_api_error_count counter
      awscni_aws_api_error_count{api="AssignPrivateIpAddresses",error="\(code)"} 14
      # TYPE awscni_no_available_ip_addresses counter
      awscni_no_available_ip_addresses 9
      # TYPE awscni_total_ip_addresses gauge
      awscni_total_ip_addresses 18
      # TYPE awscni_assigned_ip_addresses gauge
      awscni_assigned_ip_addresses 18

      """
    }
    expect(
      Scene(["metrics.txt": page("InsufficientFreeAddressesInSubnet")]), "subnet-exhausted",
      Wanted(state: .active))
    expect(
      Scene(["metrics.txt": page("InsufficientCidrBlocks")]), "subnet-fragmented", Wanted(state: .active))
    expect(Scene(["metrics.txt": page("UnauthorizedOperation")]), "iam-denied", Wanted(state: .active))
    expect(Scene(["metrics.txt": page("NetworkInterfaceLimitExceeded")]), "eni-quota", Wanted(state: .active))
  }

  @Test func `metrics of a full node that refuses`() {
    let page = """
      # TYPE awscni_eni_allocated gauge
      awscni_eni_allocated 3
      # TYPE awscni_eni_max gauge
      awscni_eni_max 3
      # TYPE awscni_ip_max gauge
      awscni_ip_max 27
      # TYPE awscni_total_ip_addresses gauge
      awscni_total_ip_addresses 27
      # TYPE awscni_assigned_ip_addresses gauge
      awscni_assigned_ip_addresses 27
      # TYPE awscni_no_available_ip_addresses counter
      awscni_no_available_ip_addresses 31

      """
    expect(Scene(["metrics.txt": page]), "node-ip-limit", Wanted(state: .active))
    let calm = page.replacing(
      "awscni_no_available_ip_addresses 31", with: "awscni_no_available_ip_addresses 0")
    expect(Scene(["metrics.txt": calm]), "healthy")
  }

  @Test func `introspection alone is a state, no failure`() {
    let full = Papers.enis((0..<3).map { (one.eni($0), Papers.addresses(20 + 30 * $0, 9), 9) })
    let report = Scene(["enis.json": full, "instances.json": Papers.instances([one])]).report
    let gist = Comment(rawValue: report.gist)
    #expect(report.exitCode(failOn: .error, isStrict: false) != 1, gist)
    #expect(report.primary.id.raw != "subnet-exhausted", gist)
  }

  @Test func `the quota is reached by count`() {
    var pen = Pen(one)
    pen.start()
    pen.create(
      300, fails: "NetworkInterfaceLimitExceeded",
      "You have reached the maximum number of network interfaces.")
    pen.refuse(301, "web-1", times: 3)
    expect(
      Scene(["ipamd.log": pen.text, "quota.json": Papers.quota(5_000)]), "eni-quota",
      Wanted(state: .active, basis: .proved))
  }

  @Test func `the count that EC2 gives is held against the quota`() {
    func scene(_ count: Int) -> Scene {
      Scene([
        "events.txt": Papers.events([("FailedCreatePodSandBox", "pod/web-1", Papers.sandboxMessage("1"))]),
        "count.txt": "$ aws ec2 describe-network-interfaces --query 'length(NetworkInterfaces)'\n\(count)\n",
        "quota.json": Papers.quota(7_500),
      ])
    }
    expect(scene(7_500), "eni-quota", Wanted(basis: .proved))
    let roomy = expect(scene(7_100), "unknown", Wanted(status: .undecided))
    #expect(roomy.steps.contains { $0.because == "7,100 ENIs, quota 7,500" }, Comment(rawValue: roomy.gist))
  }

  @Test func `an attachment limit is no quota`() {
    var pen = Pen(one)
    pen.start()
    pen.create(300, fails: "AttachmentLimitExceeded", "Interface count 4 exceeds the limit for m5.large")
    pen.refuse(301, "web-1", times: 3)
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(report.primary.id.raw != "eni-quota", Comment(rawValue: report.gist))
  }

  @Test func `prefix mode: scattered addresses leave no block`() {
    // Every aligned block of the /25 holds one interface; 90 addresses are free.
    let kits = (0..<8).map { Kit(100 + $0) }
    let interfaces = kits.enumerated().map { index, kit in
      Papers.interface(
        kit.eni(0), instance: kit.instance, addresses: Papers.addresses(16 * index + 5, 4))
    }
    var pen = Pen(kits[0])
    pen.start(maxPods: 110, prefix: true)
    pen.blocks(300)
    pen.refuse(301, "web-1", times: 3)
    let report = expect(
      Scene([
        "ipamd.log": pen.text, "instances.json": Papers.instances(kits),
        "interfaces.json": Papers.interfaces(interfaces),
        "subnets.json": Papers.subnets([Papers.subnet(Kit.subnetA, "10.0.1.0/25", available: 91)]),
      ]), "subnet-fragmented",
      Wanted(state: .active, basis: .proved, nodes: [kits[0].instance], subnets: [Kit.subnetA]))
    let ledger = report.subnets.first { $0.subnet.raw == Kit.subnetA }
    #expect(ledger?.free == 91)
    #expect(ledger?.freeAligned28 == 0)
    #expect(ledger?.residual == 0)
    #expect(ledger?.verdict.rawValue == "fragmented")
  }

  @Test func `secondary mode is never fragmented`() {
    var pen = Pen(one)
    pen.start(prefix: false)
    pen.serve(100, "web-1")
    pen.stats(101, 18, 3)
    let interfaces = (0..<8).map {
      Papers.interface(
        Kit(100 + $0).eni(0), instance: Kit(100 + $0).instance, addresses: Papers.addresses(16 * $0 + 5, 4))
    }
    let report = Scene([
      "ipamd.log": pen.text, "interfaces.json": Papers.interfaces(interfaces),
      "subnets.json": Papers.subnets([Papers.subnet(Kit.subnetA, "10.0.1.0/25", available: 91)]),
    ]).report
    #expect(report.primary.id.raw == "healthy", Comment(rawValue: report.gist))
  }

  @Test func `pods wait for a branch that no node offers`() {
    let scene = Scene([
      "nodes.json": Papers.list([Papers.node(Kit(1, type: "t3.large"), maxPods: 35)]),
      "events.txt": Papers.events([
        (
          "FailedScheduling", "pod/sg-9",
          "0/1 nodes are available: 1 Insufficient vpc.amazonaws.com/pod-eni. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
        )
      ]),
    ])
    expect(scene, "pod-eni-misconfigured", Wanted(state: .active))
  }

  @Test func `the story of the article: empty before, roomy after`() {
    func fleet(prefix: Bool, available: Int, fails: Bool) -> Scene {
      var scene = Scene()
      for number in 1...6 {
        let kit = Kit(number, type: "m5.2xlarge")
        var pen = Pen(kit)
        pen.start(type: "m5.2xlarge", maxPods: 58, prefix: prefix)
        if fails, number <= 2 {
          pen.shortage(300)
          pen.refuse(301, "web-\(number)", times: 4)
          pen.shortage(430)
        } else {
          pen.grow(200, prefix ? 1 : 14)
          for pod in 0..<4 { pen.serve(300 + pod, "web-\(number)-\(pod)") }
          pen.stats(320, prefix ? 16 : 42, 4)
        }
        scene.add("fleet/\(kit.instance)/ipamd.log", pen)
      }
      scene.add("subnets.json", Papers.subnets([Papers.subnet(available: available)]))
      return scene
    }
    expect(
      fleet(prefix: false, available: 0, fails: true), "subnet-exhausted",
      Wanted(
        state: .active, basis: .proved, nodes: [Kit(1).instance, Kit(2).instance], subnets: [Kit.subnetA],
        contributing: ["warm-pool-hoarding"]))
    expect(fleet(prefix: false, available: 140, fails: false), "healthy")
  }

  @Test func `old logs of the seelog era say the same`() {
    let text = """
      2019-07-30T15:31:40Z [INFO]\tStarting L-IPAMD v1.5.0  ...
      2019-07-30T15:31:50Z [DEBUG]\tIP pool stats: total = 56, used = 56, c.maxIPsPerENI = 14
      2019-07-30T15:31:53Z [ERROR]\tFailed to increase pool size due to not able to allocate ENI AllocENI: error creating eni: InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.
      \tstatus code: 400, request id: 0f1dbc3b-0000-4000-8000-32e47c59a362
      2019-07-30T15:31:58Z [INFO]\tSend AddNetworkReply: IPv4Addr , DeviceNumber: 0, err: assignPodIPv4AddressUnsafe: no available IP addresses

      """
    expect(
      Scene(["ipamd.log.2019-07-30-15": text]), "subnet-exhausted", Wanted(state: .active, basis: .proved))
  }
}
