import Testing
import Triage

/// Cross-evidence rules X1 to X19 of the triage rules, each as a scene of its own.
@Suite struct CrossRuleTests {
  let one = Kit(1)
  let two = Kit(2)

  @Test func `X1: a free slot makes the limit line a by-product of the empty subnet`() {
    var pen = Pen(one)
    pen.start()
    for cycle in 0..<6 {
      let second = 300 + 5 * cycle
      pen.freeSlots(second)
      pen.shortage(second)
      pen.limitLine(second)
    }
    pen.refuse(301, "web-1", times: 3)
    expect(
      Scene(["ipamd.log": pen.text]), "subnet-exhausted",
      Wanted(state: .active, basis: .proved, nodes: [one.instance], subnets: [Kit.subnetA], role: "node"))
  }

  @Test func `X1: with every ENI full the code is another node's or older`() {
    var full = Pen(one)
    full.start()
    full.stats(300, 27, 27)
    full.room(300, enis: 3, limit: 3)
    full.limitLine(300)
    full.refuse(301, "web-1", times: 4)
    // The neighbour met the shortage long ago and has grown since.
    var old = Pen(two)
    old.start()
    old.shortage(20)
    old.grow(200)
    old.serve(210, "api-1")
    expect(
      Scene(["node-a/ipamd.log": full.text, "node-b/ipamd.log": old.text]), "node-ip-limit",
      Wanted(state: .active, basis: .proved, nodes: [one.instance]))
  }

  @Test func `X2: a pool at max pods that still refuses is not short of addresses`() {
    var pen = Pen(one)
    pen.start(type: "m5.4xlarge", maxPods: 20)
    pen.stats(300, 29, 12, cooling: 17)
    pen.refuse(301, "job-1")
    pen.stats(320, 29, 12, cooling: 0)
    pen.serve(325, "job-1")
    let report = expect(Scene(["ipamd.log": pen.text]), "ip-cooldown")
    #expect(report.primary.state == .recovered)
  }

  @Test func `X3: the code for blocks with sixteen free is fragmentation`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    pen.blocks(300)
    pen.refuse(301, "web-1", times: 2)
    let log = Scene(["ipamd.log": pen.text])
    expect(
      log.with("subnets.json", Papers.subnets([Papers.subnet(available: 57)])), "subnet-fragmented",
      Wanted(state: .active, basis: .proved, subnets: [Kit.subnetA]))
    expect(
      log.with("subnets.json", Papers.subnets([Papers.subnet(available: 9)])), "subnet-exhausted",
      Wanted(state: .active, subnets: [Kit.subnetA]))
  }

  @Test func `X4: zero available and content pods are a risk, no incident`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<6 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 18, 6)
    let report = expect(
      Scene(["ipamd.log": pen.text, "subnets.json": Papers.subnets([Papers.subnet(available: 0)])]),
      "subnet-exhausted", Wanted(state: .latent, subnets: [Kit.subnetA]))
    #expect(report.primary.severity == .warning)
  }

  @Test func `X5: many free now and an answer earlier is relief, not refutation`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(100)
    pen.refuse(101, "web-1", times: 2)
    pen.grow(1_000)
    pen.serve(1_010, "web-1")
    expect(
      Scene(["ipamd.log": pen.text, "subnets.json": Papers.subnets([Papers.subnet(available: 180)])]),
      "subnet-exhausted", Wanted(state: .recovered, subnets: [Kit.subnetA]))
  }

  @Test func `X6: one node of a subnet fails while its neighbours allocate`() {
    var full = Pen(one)
    full.start()
    full.stats(300, 27, 27)
    full.room(300, enis: 3, limit: 3)
    full.refuse(301, "web-1", times: 4)
    var fine = Pen(two)
    fine.start()
    fine.grow(320)
    fine.serve(330, "web-2")
    expect(
      Scene(["node-a/ipamd.log": full.text, "node-b/ipamd.log": fine.text]), "node-ip-limit",
      Wanted(state: .active, nodes: [one.instance]))
  }

  @Test func `X7: every node of one zone fails and the other zone is left alone`() {
    var scene = Scene()
    for number in 1...3 {
      var pen = Pen(Kit(number))
      pen.start()
      pen.shortage(300)
      pen.refuse(301, "web-\(number)", times: 2)
      scene.add("\(Kit(number).instance)/ipamd.log", pen)
    }
    for number in 4...6 {
      let kit = Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      var pen = Pen(kit)
      pen.start()
      pen.grow(300)
      pen.serve(310, "api-\(number)")
      scene.add("\(kit.instance)/ipamd.log", pen)
    }
    scene.add(
      "subnets.json",
      Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 140, zone: "us-east-1b"),
      ]))
    let report = expect(
      scene, "subnet-exhausted",
      Wanted(state: .active, basis: .proved, nodes: (1...3).map { Kit($0).instance }, subnets: [Kit.subnetA]))
    #expect(report.primary.scope.zones == ["us-east-1a"])
  }

  @Test func `X8: all nodes at once are denied`() {
    var scene = Scene()
    for number in 1...4 {
      let kit = number < 3 ? Kit(number) : Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      var pen = Pen(kit)
      pen.start()
      for cycle in 0..<4 {
        pen.assign(
          300 + 5 * cycle, fails: "UnauthorizedOperation", "You are not authorized to perform this operation."
        )
      }
      pen.refuse(301, "web-\(number)", times: 2)
      scene.add("\(kit.instance)/ipamd.log", pen)
    }
    expect(
      scene, "iam-denied", Wanted(state: .active, basis: .proved, nodes: (1...4).map { Kit($0).instance }))
  }

  @Test func `X9 and X10: idle pools and abandoned ENIs add to the empty subnet`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 2)
    pen.stats(302, 9, 9)
    var idle = Pen(two)
    idle.start(type: "m5.4xlarge", maxPods: 234)
    idle.stats(300, 58, 1)
    var scene = Scene(["node-a/ipamd.log": pen.text, "node-b/ipamd.log": idle.text])
    var list = [
      Papers.interface(one.eni(0), instance: one.instance, addresses: Papers.addresses(10, 10)),
      Papers.interface(two.eni(0), instance: two.instance, addresses: Papers.addresses(30, 30)),
      Papers.interface(two.eni(1), instance: two.instance, device: 1, addresses: Papers.addresses(60, 30)),
      Papers.interface(
        "eni-0dead0000000000d1", addresses: Papers.addresses(100, 10),
        tags: [
          "node.k8s.amazonaws.com/instance_id": "i-0dead0dead0dead00",
          "node.k8s.amazonaws.com/createdAt": "2026-08-29T00:00:00Z",
        ]),
    ]
    list.append(
      Papers.interface(
        "eni-0e1b000000000000e", addresses: Papers.addresses(110, 13), description: "ELB app/web/1",
        status: "in-use"))
    scene.add("interfaces.json", Papers.interfaces(list))
    scene.add("subnets.json", Papers.subnets([Papers.subnet(Kit.subnetA, "10.0.1.0/25", available: 30)]))
    scene.add("instances.json", Papers.instances([one, Kit(2, type: "m5.4xlarge")]))
    let report = expect(
      scene, "subnet-exhausted",
      Wanted(
        state: .active, basis: .proved, nodes: [one.instance], subnets: [Kit.subnetA],
        contributing: ["warm-pool-hoarding", "eni-leak"]))
    let leak = report.contributing.first { $0.id.raw == "eni-leak" }
    #expect(leak?.share?.addresses == 10)
    let hoard = report.contributing.first { $0.id.raw == "warm-pool-hoarding" }
    #expect(hoard?.share?.of == 123)
    #expect((hoard?.share?.addresses ?? 0) >= 57)
  }

  @Test func `X11: custom networking blames the subnet of the ENIConfig`() {
    var pen = Pen(one)
    pen.start(custom: true)
    pen.create(
      300, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses",
      subnet: Kit.subnetB)
    pen.refuse(301, "web-1", times: 3)
    let documents = [
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 200), Papers.subnet(Kit.subnetB, "100.64.0.0/24", available: 0),
      ]),
      "eniconfigs.json": Papers.list([Papers.eniConfig("us-east-1a", subnet: Kit.subnetB)]),
    ]
    var scene = Scene(documents)
    scene.add("ipamd.log", pen)
    expect(
      scene, "subnet-exhausted",
      Wanted(state: .active, basis: .proved, subnets: [Kit.subnetB], role: "eniconfig"))
    // The answer to a call on an ENI names no subnet; the ENIConfig does.
    var silent = Pen(one)
    silent.start(custom: true)
    silent.shortage(300, eni: "eni-0feed000000000001")
    silent.refuse(301, "web-1", times: 3)
    var second = Scene(documents)
    second.add("ipamd.log", silent)
    expect(
      second, "subnet-exhausted", Wanted(state: .active, subnets: [Kit.subnetB], role: "eniconfig"))
  }

  @Test func `X12: with custom networking a full node subnet leaves running nodes alone`() {
    var pen = Pen(one)
    pen.start(custom: true)
    pen.grow(290)
    pen.serve(300, "web-1")
    let scene = Scene([
      "ipamd.log": pen.text,
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 0), Papers.subnet(Kit.subnetB, "100.64.0.0/24", available: 190),
      ]),
      "eniconfigs.json": Papers.list([Papers.eniConfig("us-east-1a", subnet: Kit.subnetB)]),
    ])
    expect(scene, "subnet-exhausted", Wanted(state: .latent, subnets: [Kit.subnetA], role: "node"))
  }

  @Test func `X13: fewer ENIs in the datastore than EC2 counts`() {
    var pen = Pen(one)
    pen.start()
    pen.room(300, enis: 2, limit: 3)
    for cycle in 0..<4 {
      pen.create(
        300 + 5 * cycle, fails: "AttachmentLimitExceeded", "Interface count 4 exceeds the limit for m5.large")
    }
    pen.stats(302, 18, 18)
    pen.refuse(303, "web-1", times: 3)
    let log = Scene(["ipamd.log": pen.text])
    expect(log, "datastore-drift", Wanted(state: .active, nodes: [one.instance]))
    let held = Papers.enis([
      (one.eni(0), Papers.addresses(20, 9), 9), (one.eni(1), Papers.addresses(40, 9), 9),
    ])
    func listed(_ third: [String: Any]) -> Scene {
      log.with("enis.json", held).with("instances.json", Papers.instances([one])).with(
        "interfaces.json",
        Papers.interfaces([
          Papers.interface(one.eni(0), instance: one.instance, addresses: Papers.addresses(19, 10)),
          Papers.interface(
            one.eni(1), instance: one.instance, device: 1, addresses: Papers.addresses(39, 10)), third,
        ]))
    }
    expect(
      listed(
        Papers.interface(one.eni(2), instance: one.instance, device: 2, addresses: Papers.addresses(60, 10))),
      "datastore-drift", Wanted(state: .active, basis: .proved))
    expect(
      listed(
        Papers.interface(
          "eni-0f0e1000000000001", instance: one.instance, device: 2, addresses: ["10.0.1.77"],
          description: "firewall appliance")),
      "node-ip-limit", Wanted(state: .active))
  }

  @Test func `X13: set-up errors nearby are the deeper cause`() {
    var pen = Pen(one)
    pen.start()
    pen.room(300, enis: 2, limit: 3)
    for cycle in 0..<4 {
      pen.say(
        300 + 60 * cycle,
        "Failed to set up networking for ENI \(one.eni(2)): setupENINetwork: failed to set MTU for eth2: operation not supported",
        "error")
      pen.say(
        300 + 60 * cycle,
        "Failed to increase pool size: setupENINetwork: failed to find the link which uses MAC address 02:00:00:00:00:09",
        "error")
      pen.create(
        305 + 60 * cycle, fails: "AttachmentLimitExceeded", "Interface count 4 exceeds the limit for m5.large"
      )
    }
    pen.refuse(303, "web-1", times: 3)
    expect(Scene(["ipamd.log": pen.text]), "host-network-setup", Wanted(state: .active))
  }

  @Test func `X14: one address too many is drift only when it repeats`() {
    func scene(_ times: Int) -> Scene {
      var pen = Pen(one)
      pen.start()
      for cycle in 0..<times {
        pen.assign(
          300 + 5 * cycle, fails: "PrivateIpAddressLimitExceeded",
          "Number of private addresses will exceed limit.")
        if times > 1 { pen.refuse(301 + 5 * cycle, "web-\(cycle)") }
      }
      if times == 1 {
        pen.grow(310)
        pen.serve(311, "web-1")
      }
      return Scene(["ipamd.log": pen.text])
    }
    expect(scene(1), "healthy")
    expect(scene(8), "datastore-drift", Wanted(state: .active))
  }

  @Test func `X15: the code in the branch event decides`() {
    var pen = Pen(one)
    pen.start()
    for attempt in 0..<4 {
      pen.say(300 + 60 * attempt, "Send AddNetworkReply: failed to get Branch ENI resource", "error")
    }
    func scene(_ code: String) -> Scene {
      Scene([
        "ipamd.log": pen.text,
        "events.txt": Papers.events([
          (
            "BranchAllocationFailed", "pod/web-1",
            "failed to allocate branch ENI to pod: creating network interface, \(code): said so, status code: 400, request id: 11111111-2222-4333-8444-555555555555"
          )
        ]),
      ])
    }
    expect(scene("InsufficientFreeAddressesInSubnet"), "subnet-exhausted", Wanted(state: .active))
    expect(
      scene("UnauthorizedOperation"), "iam-denied",
      Wanted(state: .active, contributing: ["pod-eni-misconfigured"]))
    expect(scene("NetworkInterfaceLimitExceeded"), "eni-quota", Wanted(state: .active))
  }

  @Test func `X16: without DescribeSubnets the free tagged subnet is out of reach`() {
    var pen = Pen(one)
    pen.start()
    pen.say(
      299,
      "Failed to get subnets: "
        + pen.answer(
          "UnauthorizedOperation", "You are not authorized to perform this operation.",
          operation: "DescribeSubnets"), "error")
    pen.create(
      300, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses",
      subnet: Kit.subnetA)
    pen.refuse(301, "web-1", times: 3)
    let scene = Scene([
      "ipamd.log": pen.text,
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 240, tags: ["kubernetes.io/role/cni": "1"]),
      ]),
    ])
    expect(scene, "iam-denied", Wanted(state: .active, contributing: ["subnet-exhausted"]))
  }

  @Test func `X17: a version mismatch during an upgrade passes`() {
    var pen = Pen(one)
    pen.start(600, version: "v1.21.1")
    for second in [590, 595, 603] {
      pen.say(
        second, "Rejecting AddNetwork request: wrong client version \"v1.20.1\" (!= \"v1.21.1\")", "warn")
    }
    for pod in 0..<4 { pen.serve(620 + pod, "web-\(pod)") }
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `X18: the scheduler's limit on old nodes, the subnet on new ones`() {
    var pen = Pen(two)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-9", times: 3)
    let scene = Scene([
      "ipamd.log": pen.text,
      "events.txt": Papers.events([
        (
          "FailedScheduling", "pod/web-7",
          "0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
        )
      ]),
    ])
    expect(
      scene, "subnet-exhausted",
      Wanted(state: .active, nodes: [two.instance], contributing: ["max-pods-limit"]))
  }

  @Test func `X19: in an IPv6 cluster the shortage is on the IPv4 side of the node`() {
    var pen = Pen(one)
    pen.start(serving: false)
    pen.say(2, "IPv6 enabled true", "info")
    pen.create(
      10, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses",
      subnet: Kit.subnetA)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(subnets: [Kit.subnetA], role: "node"))
  }
}
