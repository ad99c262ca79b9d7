import Testing
import Triage

/// Traps and noise: words that look worse, or better, than they are.
@Suite struct TrapTests {
  let one = Kit(1)

  @Test func `function names and nil errors are no codes`() {
    var pen = Pen(one)
    pen.start()
    pen.say(50, "containsInsufficientCIDRsOrSubnetIPs encountered <nil>")
    pen.say(51, "checkAPIErrorAndBroadcastEvent resulted in <nil>")
    pen.serve(60, "web-1")
    pen.stats(61, 18, 3)
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `the wrapping text does not tell which of the two codes`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    pen.say(
      300,
      "Unable to attach IPs/Prefixes for the ENI, subnet doesn't seem to have enough IPs/Prefixes. Consider using new subnet or carve a reserved range using create-subnet-cidr-reservation",
      "warn")
    pen.refuse(301, "web-1", times: 3)
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(
      report.primary.id.raw == "unknown" || report.primary.basis == .likely, Comment(rawValue: report.gist))
  }

  @Test func `failures before a start belong to history`() {
    var pen = Pen(one)
    pen.start(0)
    for cycle in 0..<4 {
      pen.assign(
        100 + 5 * cycle, fails: "UnauthorizedOperation", "You are not authorized to perform this operation.")
    }
    pen.refuse(101, "web-1", times: 2)
    pen.start(1_800)
    pen.grow(1_810)
    pen.serve(1_820, "web-1")
    pen.serve(1_830, "web-2")
    let report = expect(Scene(["ipamd.log": pen.text]), "iam-denied")
    #expect(report.primary.state == .recovered, Comment(rawValue: report.gist))
  }

  @Test func `a pod that got no address keeps the failure open although another did`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 4)
    pen.grow(500, 1)
    pen.serve(501, "web-2")
    pen.refuse(510, "web-1", times: 2)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active))
  }

  @Test func `a hold of two minutes is no recovery`() {
    var pen = Pen(one)
    pen.start()
    for round in 0..<4 {
      pen.shortage(300 + 125 * round)
      for cycle in 1..<20 {
        pen.say(
          300 + 125 * round + 5 * cycle,
          "Recently we had InsufficientCidr error hence will wait for 2m0s before retrying")
      }
    }
    pen.refuse(302, "web-1", times: 12)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active, basis: .proved))
  }

  @Test func `one stuck pod is one incident, and one failure is counted by its request`() {
    var pen = Pen(one)
    pen.start()
    pen.assign(
      300, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses")
    let line = pen.lines.last ?? ""
    var text = pen.text
    // Error, debug traces and summary carry one request id.
    for _ in 0..<6 { text += line + "\n" }
    let report = expect(Scene(["ipamd.log": text]), "subnet-exhausted")
    #expect(report.primary.count == 1, Comment(rawValue: report.gist))
  }

  @Test func `the line of the subnet that is tried may name the previous one`() {
    var pen = Pen(one)
    pen.start(version: "v1.20.1")
    pen.say(
      299, "Creating ENI with security groups: [sg-0123456789abcdef0] in subnet: \(Kit.subnetC)", "info")
    pen.create(
      300, fails: "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses",
      subnet: Kit.subnetB)
    pen.refuse(301, "web-1", times: 3)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active, subnets: [Kit.subnetB]))
  }

  @Test func `the limit line of a full healthy node proves nothing`() {
    var pen = Pen(one)
    pen.start()
    for pod in 0..<27 { pen.serve(60 + pod, "web-\(pod)") }
    for cycle in 0..<60 {
      pen.stats(120 + 5 * cycle, 27, 27)
      pen.limitLine(120 + 5 * cycle)
      pen.say(
        120 + 5 * cycle,
        "IP pool is too low for Network Card 0: available (0) < ENI target (1) * addrsPerENI (9)")
    }
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `a throttled answer, then success`() {
    var pen = Pen(one)
    pen.start()
    pen.assign(300, fails: "RequestLimitExceeded", "Request limit exceeded.")
    pen.grow(306)
    pen.serve(310, "web-1")
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(report.primary.id.raw == "healthy", Comment(rawValue: report.gist))
  }

  @Test func `client-go waits are not AWS throttling`() {
    let text = (0..<20).map {
      "I0901 02:\(10 + $0):02.114233      14 request.go:697] Waited for 1.04s due to client-side throttling, not priority and fairness, request: GET:https://172.20.0.1:443/apis"
    }
    .joined(separator: "\n")
    let report = Scene(["aws-node.log": text + "\n"]).report
    #expect(report.primary.id.raw != "api-throttled", Comment(rawValue: report.gist))
  }

  @Test func `the operator's own denied call is not the node's`() {
    let report = Scene([
      "subnets.json":
        "\nAn error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: You are not authorized to perform this operation.\n"
    ]).report
    #expect(report.primary.id.raw != "iam-denied", Comment(rawValue: report.gist))
  }

  @Test func `noise next to success is health`() {
    var pen = Pen(one)
    pen.start()
    for (offset, text) in [
      "Instance metadata does not match data store! ipPool: [10.0.1.20/32], metadata: [10.0.1.21/32]",
      "Error finding unassigned IPs for ENI \(one.eni(1))",
      "UnassignPodIPAddress: Failed to find sandbox _migrated-from-cri/abc/unknown",
      "Send DelNetworkReply: IPv4Addr: , IPv6Addr: , DeviceNumber: 0, err: datastore: unknown pod",
      "Reconcile skipping IP 10.0.1.22 on ENI \(one.eni(1)) because it was recently unassigned from the ENI.",
      "Not able to find the right ENI yet (attempt 1/12)", "Unable to reach API Server, connection refused",
      "Unable to get IP address from CIDR: no free IP available in the prefix - 10.0.1.16/28",
      "AssignPodIPv4Address: ENI \(one.eni(1)) does not have available addresses",
      "Failed to clean up stale AWS chains: running iptables: exit status 1",
      "failed to delete container route: no such process",
      "HTTP_TIMEOUT env is not set or set to less than 10 seconds, defaulting to httpTimeout to 10sec",
      "Not able to delete ENI: InvalidParameterValue: Network interface '\(one.eni(2))' is currently in use.",
    ].enumerated() { pen.say(30 + offset, text, offset % 2 == 0 ? "error" : "warn") }
    for pod in 0..<5 { pen.serve(100 + 10 * pod, "web-\(pod)") }
    pen.stats(160, 18, 5)
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `only symptoms are not a cause`() {
    var pen = Pen(one)
    pen.refuse(10, "web-1", times: 5)
    expect(Scene(["ipamd.log": pen.text]), "unknown", Wanted(status: .undecided))
    expect(
      Scene([
        "events.txt": Papers.events(
          (0..<5).map { ("FailedCreatePodSandBox", "pod/web-\($0)", Papers.sandboxMessage("\($0)")) })
      ]), "unknown", Wanted(status: .undecided))
    expect(
      Scene([
        "metrics.txt": "# TYPE awscni_no_available_ip_addresses counter\nawscni_no_available_ip_addresses 7\n"
      ]),
      "unknown", Wanted(status: .undecided))
  }

  @Test func `no lines is not health`() {
    expect(
      Scene(["ipamd.log": Pen().text, "subnets.json": Papers.subnets([Papers.subnet(available: 200)])]),
      "unknown",
      Wanted(status: .insufficientEvidence))
  }

  @Test func `an IPv6 subnet with 0 available IPv4 addresses is not exhausted`() {
    var subnet = Papers.subnet(available: 0)
    subnet["CidrBlock"] = nil
    subnet["Ipv6Native"] = true
    subnet["Ipv6CidrBlockAssociationSet"] = [
      ["Ipv6CidrBlock": "2600:1f16::/64", "Ipv6CidrBlockState": ["State": "associated"]]
    ]
    let report = Scene(["subnets.json": Papers.subnets([subnet])]).report
    #expect(report.status == .insufficientEvidence, Comment(rawValue: report.gist))
    #expect(report.subnets.map(\.available) == [nil])
  }

  @Test func `an empty grep of kubectl logs is not health`() {
    let text = """
      time="2026-09-01T02:00:00Z" level=info msg="Starting IPAM daemon... "
      time="2026-09-01T02:00:00Z" level=info msg="Checking for IPAM connectivity... "
      """
    let report = Scene(["aws-node.log": text + "\n"]).report
    #expect(report.primary.id.raw == "unknown", Comment(rawValue: report.gist))
  }
}
