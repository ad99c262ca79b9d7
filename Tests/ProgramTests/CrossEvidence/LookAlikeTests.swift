import Testing
import Triage

/// Evidence that resembles a cause on first sight, and what it is instead.
@Suite struct LookAlikeTests {
  let one = Kit(1)

  @Test func `the group of a branch ENI fails, the node's own pool is fine`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<4 { pen.serve(60 + pod, "web-\(pod)") }
    for attempt in 0..<2 {
      pen.say(100 + 10 * attempt, "Send AddNetworkReply: failed to get Branch ENI resource", "error")
    }
    pen.say(
      140,
      "Send AddNetworkReply: Success: true IPAddr: [IPv4Addr:\"10.0.1.90\"], resp: Success:true PodVlanId:5, err: <nil>",
      "info")
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `a quota that is reached names no node`() {
    let scene = Scene([
      "quota.json": Papers.quota(4),
      "interfaces.json": Papers.interfaces(
        (0..<4).map {
          Papers.interface(
            Kit(100 + $0).eni(0), instance: Kit(100 + $0).instance,
            addresses: Papers.addresses(20 * $0 + 5, 3))
        }),
    ])
    let report = scene.report
    let gist = Comment(rawValue: report.gist)
    #expect(report.primary.id.raw == "eni-quota" || report.status == .insufficientEvidence, gist)
    #expect(report.exitCode(failOn: .error, isStrict: false) != 1, gist)
  }

  @Test func `a denied node among well ones`() {
    var scene = Scene()
    for number in 1...6 {
      scene.add("fleet/\(Kit(number).instance)/ipamd.log", FleetSceneTests.fine(Kit(number)))
    }
    scene.add("fleet/\(Kit(7).instance)/ipamd.log", FleetSceneTests.denied(Kit(7)))
    expect(scene, "iam-denied", Wanted(state: .active, nodes: [Kit(7).instance]))
  }

  @Test func `an ENI that fails set-up looks like a full node`() {
    var pen = Pen(one)
    pen.start()
    pen.stats(300, 9, 9)
    pen.limitLine(300)
    for round in 0..<4 {
      pen.say(
        300 + 60 * round,
        "Failed to set up networking for ENI \(one.eni(1)): setupENINetwork: failed to add route 0.0.0.0/0 via 10.0.1.1 table 2: network is unreachable",
        "error")
      pen.say(
        302 + 60 * round, "Failed to increase pool size: setupENINetwork: failed to add route 0.0.0.0/0",
        "error")
    }
    pen.refuse(301, "web-1", times: 12)
    expect(
      Scene(["ipamd.log": pen.text]), "host-network-setup", Wanted(state: .active, nodes: [one.instance]))
  }

  @Test func `the time-out of the API server beside an answer of EC2`() {
    var pen = Pen(one)
    pen.start()
    pen.say(
      2,
      "Unable to reach API Server, Get \"https://10.100.0.1:443/version?timeout=5s\": dial tcp 10.100.0.1:443: i/o timeout",
      "error")
    pen.say(10, "Successful communication with the Cluster! Cluster Version is: v1.29", "info")
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text]), "subnet-exhausted",
      Wanted(state: .active, notContributing: ["kube-api-unreachable"]))
  }

  @Test func `prefixes and addresses on one node after the switch`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    for pod in 0..<4 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(80, 32, 12)
    let report = Scene([
      "ipamd.log": pen.text,
      "interfaces.json": Papers.interfaces([
        Papers.interface(
          one.eni(0), instance: one.instance, addresses: Papers.addresses(5, 6),
          prefixes: ["10.0.1.32/28", "10.0.1.48/28"])
      ]),
      "nodes.json": Papers.list([Papers.node(one, maxPods: 110, created: "2026-08-01T00:00:00Z")]),
    ]).report
    #expect(report.exitCode(failOn: .error, isStrict: false) == 0, Comment(rawValue: report.gist))
  }

  @Test func `two nodes of one subnet, one of them cordoned and full`() {
    let two = Kit(2)
    var full = Pen(one)
    full.start()
    full.stats(300, 9, 9)
    for cycle in 0..<12 {
      full.say(
        300 + 5 * cycle,
        "AWS CNI is on a non schedulable node, will not try to attach any new IPs or ENIs right now")
    }
    full.refuse(302, "agent-1", times: 4)
    expect(
      Scene([
        "a/ipamd.log": full.text, "b/ipamd.log": FleetSceneTests.fine(two).text,
        "subnets.json": Papers.subnets([Papers.subnet(available: 120)]),
        "nodes.json": Papers.list([Papers.node(one, cordoned: true), Papers.node(two)]),
      ]), "node-cordoned", Wanted(state: .active, nodes: [one.instance]))
  }
}
