import Testing
import Triage

/// Recovery, history and what was never felt.
@Suite struct TimeTests {
  let one = Kit(1)
  let two = Kit(2)

  @Test func `codes while every pod is served are a limit nobody felt`() {
    var pen = Pen(one)
    pen.start()
    for round in 0..<4 {
      pen.shortage(300 + 125 * round)
      pen.serve(310 + 125 * round, "web-\(round)")
      pen.stats(311 + 125 * round, 18, 4 + round)
    }
    let report = expect(
      Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .latent, subnets: [Kit.subnetA]))
    #expect(report.primary.severity == .warning)
  }

  @Test func `discovery that finds room in another subnet leaves no pod waiting`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.attach(304, one.eni(2))
    pen.grow(305)
    for pod in 0..<4 { pen.serve(310 + pod, "web-\(pod)") }
    let scene = Scene([
      "ipamd.log": pen.text,
      "interfaces.json": Papers.interfaces([
        Papers.interface(one.eni(0), instance: one.instance, addresses: Papers.addresses(10, 10)),
        Papers.interface(one.eni(1), instance: one.instance, device: 1, addresses: Papers.addresses(30, 10)),
        Papers.interface(
          one.eni(2), subnet: Kit.subnetB, instance: one.instance, device: 2,
          addresses: Papers.addresses(30, 10, third: 2)),
      ]),
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 200, tags: ["kubernetes.io/role/cni": "1"]),
      ]),
    ])
    let report = scene.report
    let gist = Comment(rawValue: report.gist)
    #expect(["subnet-exhausted", "healthy"].contains(report.primary.id.raw), gist)
    #expect(report.primary.state != .active, gist)
    #expect(report.exitCode(failOn: .error, isStrict: false) == 0, gist)
  }

  @Test func `a pod that was deleted while it waited does not keep the failure open`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-old", times: 3)
    pen.grow(700)
    for pod in 0..<30 { pen.serve(710 + 100 * pod, "web-new-\(pod)") }
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .recovered))
  }

  @Test func `one node of the subnet recovered, the other did not`() {
    var well = Pen(one)
    well.start()
    well.shortage(300)
    well.refuse(301, "web-1", times: 2)
    well.grow(450, 1)
    well.serve(452, "web-1", attempt: 9)
    var sick = Pen(two)
    sick.start()
    for round in 0..<5 { sick.shortage(305 + 125 * round) }
    sick.refuse(306, "web-2", times: 30)
    expect(
      Scene(["node-a/ipamd.log": well.text, "node-b/ipamd.log": sick.text]), "subnet-exhausted",
      Wanted(state: .active, subnets: [Kit.subnetA]))
  }

  @Test func `a second failure after a recovery is active`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 2)
    pen.grow(450)
    pen.serve(452, "web-1", attempt: 9)
    pen.shortage(3_000)
    pen.refuse(3_001, "web-2", times: 4)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active))
  }

  @Test func `rotated files of one node are one history`() {
    var old = Pen(one)
    old.start()
    old.shortage(300)
    old.refuse(301, "web-1", times: 3)
    var new = Pen(one)
    new.grow(4_000)
    new.serve(4_001, "web-1", attempt: 9)
    new.serve(4_030, "web-2")
    expect(
      Scene([
        "aws-routed-eni/ipamd-2026-09-01T02-30-00.000.log": old.text, "aws-routed-eni/ipamd.log": new.text,
      ]),
      "subnet-exhausted", Wanted(state: .recovered, nodes: [one.instance]))
  }

  @Test func `a new cause after an old one: what blocks pods now is primary`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 2)
    pen.grow(600)
    pen.serve(601, "web-1", attempt: 9)
    for cycle in 0..<5 {
      pen.assign(
        5_000 + 5 * cycle, fails: "UnauthorizedOperation", "You are not authorized to perform this operation."
      )
    }
    pen.refuse(5_001, "web-2", times: 4)
    expect(Scene(["ipamd.log": pen.text]), "iam-denied", Wanted(state: .active))
  }

  @Test func `crash loop: every start fails the same way`() {
    var pen = Pen(one)
    for start in 0..<6 {
      pen.start(120 * start, serving: false)
      pen.say(
        120 * start + 3,
        "Failed to call ec2:DescribeNetworkInterfaces for [eni-0aa11bb22cc33dd44]: "
          + pen.answer(
            "UnauthorizedOperation", "You are not authorized to perform this operation.",
            operation: "DescribeNetworkInterfaces"), "error")
      pen.say(
        120 * start + 4, "Initialization failure: ipamd init: failed to retrieve attached ENIs info", "error")
    }
    expect(Scene(["ipamd.log": pen.text]), "iam-denied", Wanted(state: .active, basis: .proved))
  }

  @Test func `two pods of aws-node in one file are two nodes`() {
    func prefixed(_ pod: String, _ pen: Pen) -> String {
      pen.lines.map { "[pod/\(pod)/aws-node] \($0)\n" }.joined()
    }
    var sick = Pen()
    sick.start()
    sick.stats(300, 27, 27)
    sick.room(300, enis: 3, limit: 3)
    sick.refuse(301, "web-1", times: 4)
    var well = Pen()
    well.start()
    well.grow(320)
    well.freeSlots(325)
    for pod in 0..<3 { well.serve(400 + pod, "api-\(pod)") }
    let report = Scene(["aws-node.log": prefixed("aws-node-aaaaa", sick) + prefixed("aws-node-bbbbb", well)])
      .report
    #expect(report.primary.id.raw == "node-ip-limit", Comment(rawValue: report.gist))
    #expect(report.primary.scope.nodes.count == 1, Comment(rawValue: report.gist))
    #expect(report.nodes.count == 2, Comment(rawValue: report.gist))
  }
}
