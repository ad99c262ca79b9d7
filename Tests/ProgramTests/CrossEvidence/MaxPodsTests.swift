import Testing
import Triage

/// The worked examples of the pool whose maximum of pods does not fit, and those where it does.
@Suite struct MaxPodsTests {
  let one = Kit(1)

  /// ENIs of m5.large with nine addresses each, so many of them given to pods.
  private func enis(_ counts: [(held: Int, assigned: Int)]) -> String {
    Papers.enis(
      counts.enumerated().map { (one.eni($0), Papers.addresses(20 + 30 * $0, $1.held), $1.assigned) })
  }

  @Test func `S06: the last address is taken and nobody asks for more`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<27 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 27, 27)
    pen.limitLine(121)
    expect(
      Scene(["ipamd.log": pen.text, "enis.json": enis([(9, 9), (9, 9), (9, 9)])]), "healthy")
  }

  @Test func `S07: one pod more than the node can hold`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<27 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 27, 27)
    pen.limitLine(121)
    pen.refuse(130, "web-27", times: 5)
    pen.limitLine(190)
    expect(
      Scene(["ipamd.log": pen.text, "enis.json": enis([(9, 9), (9, 9), (9, 9)])]), "node-ip-limit",
      Wanted(state: .active, basis: .proved, nodes: [one.instance]))
  }

  @Test func `C04: custom networking and 29 pods`() {
    var pen = Pen(one)
    pen.start(custom: true)
    for pod in 0..<18 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 18, 18)
    pen.limitLine(121)
    pen.refuse(130, "web-18", times: 5)
    expect(
      Scene(["ipamd.log": pen.text, "enis.json": enis([(0, 0), (9, 9), (9, 9)])]), "max-pods-mismatch",
      Wanted(state: .active, basis: .proved, nodes: [one.instance], alternatives: ["node-ip-limit"]))
  }

  @Test func `T03: the trunk took a slot and max pods did not follow`() {
    var pen = Pen(one)
    pen.start()
    pen.say(2, "Successfully added feature SecurityGroupsForPods to CNINode if not existing", "info")
    for pod in 0..<18 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 18, 18)
    pen.limitLine(121)
    pen.refuse(130, "web-18", times: 5)
    let scene = Scene([
      "ipamd.log": pen.text,
      "daemonset.json": Papers.daemonSet(["ENABLE_POD_ENI": "true", "WARM_ENI_TARGET": "1"]),
      "nodes.json": Papers.list([
        Papers.node(one, maxPods: 29, branch: 9, labels: ["vpc.amazonaws.com/has-trunk-attached": "true"])
      ]),
    ])
    expect(
      scene, "max-pods-mismatch",
      Wanted(state: .active, nodes: [one.instance], alternatives: ["node-ip-limit"]))
  }

  @Test func `P07: prefix mode with the old maximum of 29`() {
    var pen = Pen(one)
    pen.start(maxPods: 29, prefix: true)
    for pod in 0..<20 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 32, 20)
    let pods =
      (0..<27).map { Papers.pod("web-\($0)", on: one, address: "10.0.1.\(30 + $0)") } + [
        Papers.pod("aws-node-x", "kube-system", on: one, host: true, ready: true),
        Papers.pod("kube-proxy-x", "kube-system", on: one, host: true),
        Papers.pod("web-99", on: nil, phase: "Pending"),
      ]
    let scene = Scene([
      "ipamd.log": pen.text, "nodes.json": Papers.list([Papers.node(one, maxPods: 29)]),
      "pods.json": Papers.list(pods),
      "events.txt": Papers.events([
        (
          "FailedScheduling", "pod/web-99",
          "0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
        )
      ]),
    ])
    let report = scene.report
    let gist = Comment(rawValue: report.gist)
    let named = [report.primary.id.raw] + report.contributing.map(\.id.raw)
    #expect(["max-pods-mismatch", "max-pods-limit"].contains(report.primary.id.raw), gist)
    #expect(named.contains("max-pods-mismatch"), gist)
  }

  @Test func `max pods that fit are blamed for nothing`() {
    var pen = Pen(one)
    pen.start(maxPods: 20, custom: true)
    for pod in 0..<18 { pen.serve(60 + pod, "web-\(pod)") }
    pen.stats(120, 18, 18)
    pen.limitLine(121)
    let report = expect(Scene(["ipamd.log": pen.text]), "healthy")
    #expect(!report.contributing.contains { $0.id.raw == "max-pods-mismatch" })
  }

  @Test func `the scheduler's limit alone`() {
    let events = Papers.events([
      (
        "FailedScheduling", "pod/web-99",
        "0/3 nodes are available: 3 Too many pods. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
      )
    ])
    expect(Scene(["events.txt": events]), "max-pods-limit", Wanted(state: .active))
    expect(
      Scene([
        "events.txt": Papers.events([
          (
            "OutOfpods", "pod/web-99",
            "Node didn't have enough resource: pods, requested: 1, used: 29, capacity: 29"
          )
        ])
      ]),
      "max-pods-limit", Wanted(state: .active))
  }

  @Test func `a feature switched on after the node launched`() {
    let kit = one
    var pen = Pen(kit)
    pen.start(maxPods: 29, prefix: true)
    pen.serve(60, "web-1")
    pen.stats(120, 32, 27)
    let pods =
      (0..<27).map { Papers.pod("web-\($0)", on: kit, address: "10.0.1.\(30 + $0)") } + [
        Papers.pod("aws-node-x", "kube-system", on: kit, host: true, ready: true),
        Papers.pod("kube-proxy-x", "kube-system", on: kit, host: true),
      ]
    let scene = Scene([
      "ipamd.log": pen.text,
      "nodes.json": Papers.list([Papers.node(kit, maxPods: 29, created: "2026-08-01T00:00:00Z")]),
      "pods.json": Papers.list(pods),
      "daemonset.json": Papers.daemonSet(
        ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"], changed: "2026-08-31T00:00:00Z"),
      "events.txt": Papers.events([
        (
          "FailedScheduling", "pod/web-99",
          "0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."
        )
      ]),
    ])
    let report = scene.report
    let named = [report.primary.id.raw] + report.contributing.map(\.id.raw)
    #expect(named.contains("node-not-recycled"), Comment(rawValue: report.gist))
    #expect(report.status == .causeFound, Comment(rawValue: report.gist))
  }
}
