import Testing
import Triage

/// Triage rules, section 8: failures before the last start, or long before the pods that fail now, are history.
@Suite struct HistoryTests {
  let one = Kit(1)
  private static let hour = 3_600
  private static let denied = ("UnauthorizedOperation", "You are not authorized to perform this operation.")
  private static let quota = ("NetworkInterfaceLimitExceeded", "You have reached the maximum.")

  private func create(_ pen: inout Pen, _ second: Int, _ error: (String, String)) {
    pen.say(
      second,
      "Failed to CreateNetworkInterface " + pen.answer(error.0, error.1, operation: "CreateNetworkInterface"),
      "error")
  }

  @Test func `what failed before the last start is not why it fails now`() {
    var pen = Pen(one)
    create(&pen, 10, Self.denied)
    pen.start(Self.hour)
    for round in 0..<3 { create(&pen, 8 * Self.hour + 60 * round, Self.quota) }
    expect(Scene(["ipamd.log": pen.text]), "eni-quota", Wanted(state: .active))
  }

  @Test(arguments: [true, false])
  func `addresses given out since a start end what was before it`(isShortage: Bool) {
    var pen = Pen(one)
    for round in 0..<3 {
      if isShortage { pen.shortage(10 + 125 * round) } else { create(&pen, 10 + 125 * round, Self.denied) }
    }
    pen.refuse(261, "web-old", times: 3)
    pen.start(Self.hour)
    for pod in 0..<6 { pen.serve(Self.hour + 400 + pod, "web-\(pod)") }
    expect(
      Scene(["ipamd.log": pen.text]), isShortage ? "subnet-exhausted" : "iam-denied",
      Wanted(state: .recovered))
  }

  @Test(arguments: [true, false])
  func `a full node is full, whatever the subnet answered hours ago`(isRestarted: Bool) {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    if isRestarted { pen.start(Self.hour) } else { pen.grow(Self.hour) }
    pen.room(8 * Self.hour, enis: 3, limit: 3)
    pen.stats(8 * Self.hour + 1, 27, 27)
    pen.refuse(8 * Self.hour + 2, "web-1", times: 6)
    expect(Scene(["ipamd.log": pen.text]), "node-ip-limit", Wanted(state: .active))
  }

  @Test func `a shortage in the same minutes still comes before the full pool`() {
    var pen = Pen(one)
    pen.start()
    pen.room(8 * Self.hour, enis: 3, limit: 3)
    pen.shortage(8 * Self.hour)
    pen.stats(8 * Self.hour + 1, 20, 20)
    pen.refuse(8 * Self.hour + 2, "web-1", times: 6)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active))
  }

  @Test func `refusals hours after the pool grew are not the shortage's`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.grow(Self.hour)
    pen.serve(Self.hour + 5, "web-0")
    pen.refuse(8 * Self.hour, "web-1", times: 8)
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(report.status == .undecided && report.primary.id.raw == "unknown", Comment(rawValue: report.gist))
  }

  @Test func `a start that nothing follows changes nothing`() {
    var pen = Pen(one)
    for round in 0..<3 { create(&pen, 10 + 60 * round, Self.denied) }
    pen.start(Self.hour, serving: false)
    expect(Scene(["ipamd.log": pen.text]), "iam-denied", Wanted(state: .active))
  }

  // MARK: what fails beside the pods

  @Test func `an API server that ipamd does without is not what blocks pods`() {
    var pen = Pen(one)
    pen.start()
    for round in 0..<6 {
      pen.say(
        600 + 60 * round,
        "Still waiting for API server connectivity in background: Get \"https://10.100.0.1:443/version\": "
          + "dial tcp 10.100.0.1:443: i/o timeout; Failed to check API server connectivity: timed out",
        "error")
      pen.shortage(601 + 60 * round)
      pen.refuse(602 + 60 * round, "web-\(round)", times: 1)
    }
    expect(
      Scene(["ipamd.log": pen.text]), "subnet-exhausted",
      Wanted(state: .active, contributing: ["kube-api-unreachable"]))
  }

  @Test func `what ipamd may not give back blocks nobody`() {
    var pen = Pen(one)
    pen.start()
    for round in 0..<5 {
      pen.say(
        600 + 60 * round,
        "Failed to delete ENI: "
          + pen.answer(Self.denied.0, Self.denied.1, operation: "DeleteNetworkInterface"), "error")
    }
    var short = pen
    short.shortage(905)
    short.refuse(906, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": short.text]), "subnet-exhausted",
      Wanted(state: .active, contributing: ["iam-denied"]))
    for pod in 0..<4 { pen.serve(910 + pod, "web-\(pod)") }
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `a denied call that nobody has felt is a risk`() {
    var pen = Pen(one)
    pen.start()
    for round in 0..<4 {
      create(&pen, 600 + 60 * round, Self.denied)
      pen.serve(620 + 60 * round, "web-\(round)")
    }
    expect(Scene(["ipamd.log": pen.text]), "iam-denied", Wanted(state: .latent))
  }

  @Test func `the walk never denies a code that the log holds`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.grow(400)
    for pod in 0..<6 { pen.serve(Self.hour + pod, "web-\(pod)") }
    let step = Scene(["ipamd.log": pen.text]).report.steps.first { $0.number == 1 }
    #expect(step?.because.contains("neither") == false, Comment(rawValue: step?.because ?? "-"))
  }

  @Test func `healthy names the refusals that were`() {
    var pen = Pen(one)
    pen.start()
    pen.refuse(20, "web-1", times: 2)
    pen.grow(25)
    for pod in 1..<6 { pen.serve(40 + pod, "web-\(pod)", attempt: 9) }
    let report = Scene(["ipamd.log": pen.text]).report
    if report.primary.id.raw == "healthy" {
      #expect(!report.primary.because.contains("none refused"), Comment(rawValue: report.gist))
    } else {
      #expect(report.primary.state == .recovered, Comment(rawValue: report.gist))
    }
  }

  @Test func `addresses of IPv6 count as given out`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<5 {
      pen.say(
        600 + pod,
        "Send AddNetworkReply: IPv4Addr: , IPv6Addr: 2600:1f14:abc:de00:1::\(pod), DeviceNumber: 0, err: <nil>",
        "info")
    }
    let report = expect(Scene(["ipamd.log": pen.text]), "healthy")
    #expect(report.primary.because.hasPrefix("5 addresses given out"), Comment(rawValue: report.gist))
  }
}
