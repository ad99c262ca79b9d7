import Testing
import Triage

/// The borderline table of the triage rules, row by row.
@Suite struct BorderlineTests {
  let one = Kit(1)

  @Test func `a full node with max pods too high: the limit first, the mismatch beside it`() {
    var pen = Pen(one)
    pen.start(maxPods: 58)
    pen.stats(300, 27, 27)
    pen.room(300, enis: 3, limit: 3)
    pen.refuse(301, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text]), "node-ip-limit",
      Wanted(state: .active, basis: .proved, contributing: ["max-pods-mismatch"]))
  }

  @Test func `custom networking with the old formula: the mismatch is the reason`() {
    var pen = Pen(one)
    pen.start(custom: true)
    pen.stats(300, 18, 18)
    pen.room(300, enis: 3, limit: 3)
    pen.refuse(301, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text]), "max-pods-mismatch",
      Wanted(state: .active, basis: .proved, alternatives: ["node-ip-limit"]))
  }

  @Test func `the attachment limit with a full datastore is the node's`() {
    var pen = Pen(one)
    pen.start()
    pen.room(300, enis: 3, limit: 3)
    pen.stats(300, 27, 27)
    for cycle in 0..<3 {
      pen.create(
        301 + 5 * cycle, fails: "AttachmentLimitExceeded", "Interface count 4 exceeds the limit for m5.large")
    }
    pen.refuse(303, "web-1", times: 2)
    expect(Scene(["ipamd.log": pen.text]), "node-ip-limit", Wanted(state: .active, basis: .proved))
  }

  @Test func `the attachment limit with another number is an unsupported type`() {
    var pen = Pen(one)
    pen.start()
    for cycle in 0..<3 {
      pen.create(
        301 + 5 * cycle, fails: "AttachmentLimitExceeded", "Interface count 3 exceeds the limit for m5.large")
    }
    pen.refuse(303, "web-1", times: 2)
    expect(Scene(["ipamd.log": pen.text]), "instance-type-unsupported", Wanted(state: .active))
  }

  @Test func `the attachment limit without a count is likely one and maybe the other`() {
    var pen = Pen(one)
    pen.start()
    for cycle in 0..<3 {
      pen.create(
        301 + 5 * cycle, fails: "AttachmentLimitExceeded", "Interface count 4 exceeds the limit for m5.large")
    }
    pen.refuse(303, "web-1", times: 2)
    let report = Scene(["ipamd.log": pen.text]).report
    let gist = Comment(rawValue: report.gist)
    let pair: Set = ["node-ip-limit", "datastore-drift"]
    #expect(pair.contains(report.primary.id.raw), gist)
    #expect(report.primary.basis == .likely, gist)
    #expect(
      report.alternatives.contains { pair.subtracting([report.primary.id.raw]).contains($0.id.raw) }, gist)
  }

  @Test(arguments: ["TrunkENICreationFailed", "BranchAllocationFailed"])
  func `a denied trunk or branch is a matter of permissions`(reason: String) {
    expect(
      Scene([
        "events.txt": Papers.events([
          (
            reason, "node/\(one.name)",
            "failed to create ENI: UnauthorizedOperation: You are not authorized to perform this operation. status code: 403, request id: 11111111-2222-4333-8444-555555555555"
          )
        ])
      ]), "iam-denied", Wanted(state: .active, contributing: ["pod-eni-misconfigured"]))
  }

  @Test func `waiting for a branch ENI with no capacity in evidence stays open`() {
    var pen = Pen(one)
    pen.start()
    for attempt in 0..<6 {
      pen.say(300 + 30 * attempt, "Send AddNetworkReply: failed to get Branch ENI resource", "error")
    }
    expect(
      Scene(["ipamd.log": pen.text]), "unknown",
      Wanted(status: .undecided, alternatives: ["branch-eni-limit", "pod-eni-misconfigured"]))
  }

  @Test func `credentials, IMDS and permissions are three things`() {
    func scene(_ text: String) -> Scene {
      var pen = Pen(one)
      pen.start(serving: false)
      for start in 0..<4 {
        pen.say(30 * start, "Starting L-IPAMD v1.20.1  ...", "info")
        pen.say(30 * start + 5, "Initialization failure: \(text)", "error")
      }
      return Scene(["ipamd.log": pen.text])
    }
    expect(
      scene(
        "ec2 describe: operation error EC2: DescribeNetworkInterfaces, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, http response error StatusCode: 404, request to EC2 IMDS failed"
      ),
      "credentials-unavailable", Wanted(state: .active))
    expect(
      scene(
        "ec2 describe: operation error EC2: DescribeNetworkInterfaces, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, exceeded maximum number of attempts, 3, request send failed, Get \"http://169.254.169.254/latest/meta-data/iam/security-credentials/\": dial tcp 169.254.169.254:80: i/o timeout"
      ),
      "imds-unreachable", Wanted(state: .active))
    expect(
      scene(
        "operation error EC2: DescribeNetworkInterfaces, https response error StatusCode: 403, RequestID: 11111111-2222-4333-8444-555555555555, api error UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/node/i-0123456789abcdef0 is not authorized to perform: ec2:DescribeNetworkInterfaces"
      ),
      "iam-denied", Wanted(state: .active))
  }

  @Test(arguments: ["portmap", "bandwidth", "egress-cni"])
  func `a chained plugin that fails is the host's network`(plugin: String) {
    expect(
      Scene([
        "events.txt": Papers.events([
          (
            "FailedCreatePodSandBox", "pod/web-1",
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(String(repeating: "c", count: 64))\": plugin type=\"\(plugin)\" failed (add): unable to create chain CNI-HOSTPORT-SETMARK: failed to list chains: running [/usr/sbin/iptables -t nat -S --wait]: exit status 1"
          )
        ])
      ]), "host-network-setup", Wanted(state: .active))
  }

  @Test func `a refused gRPC call and nothing deeper`() {
    let message =
      "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(String(repeating: "d", count: 64))\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused\""
    let events = Papers.events([
      ("FailedCreatePodSandBox", "pod/web-1", message), ("FailedCreatePodSandBox", "pod/web-2", message),
    ])
    expect(Scene(["events.txt": events]), "ipamd-unreachable", Wanted(state: .active))
    // The reason why ipamd does not start always wins.
    var pen = Pen(one)
    for start in 0..<5 {
      pen.say(40 * start, "Starting L-IPAMD v1.18.1  ...", "info")
      pen.say(
        40 * start + 30,
        "Unable to reach API Server, Get \"https://172.20.0.1:443/version?timeout=5s\": dial tcp 172.20.0.1:443: i/o timeout",
        "error")
    }
    expect(
      Scene(["events.txt": events, "ipamd.log": pen.text]), "kube-api-unreachable", Wanted(state: .active))
  }

  @Test func `neither failure nor success is too little`() {
    var pen = Pen(one)
    for cycle in 0..<12 {
      pen.say(
        5 * cycle, "IP pool is too low for Network Card 0: available (3) < ENI target (1) * addrsPerENI (9)")
    }
    expect(Scene(["ipamd.log": pen.text]), "unknown", Wanted(status: .insufficientEvidence))
  }

  @Test func `the fall-back on Xen with nothing refused is health`() {
    var pen = Pen(Kit(1, type: "m4.large"))
    pen.start(type: "m4.large", maxPods: 20)
    pen.say(
      2,
      "Prefix delegation is not supported on non-nitro instance m4.large hence falling back to default (secondary IP) mode",
      "warn")
    pen.serve(60, "web-1")
    pen.stats(70, 18, 5)
    expect(Scene(["ipamd.log": pen.text]), "healthy")
  }

  @Test func `a text that quotes the codes is no evidence`() {
    let text = """
      # When pods wait for an address
      The log then shows InsufficientFreeAddressesInSubnet or InsufficientCidrBlocks, and events say
      "failed to assign an IP address to container". Attach AmazonEKS_CNI_Policy when you see UnauthorizedOperation.

      ```
      aws ec2 describe-subnets --subnet-ids subnet-0123456789abcdef0
      ```
      """
    var pen = Pen(one)
    pen.start()
    pen.serve(60, "web-1")
    pen.stats(61, 18, 3)
    expect(Scene(["README.md": text]), "unknown", Wanted(status: .insufficientEvidence))
    expect(Scene(["README.md": text, "ipamd.log": pen.text]), "healthy")
  }

  @Test func `other troubles are not the CNI's`() {
    let rows = [
      (
        "Unhealthy", "pod/web-1",
        "Readiness probe failed: Get \"http://10.0.1.20:8080/healthz\": dial tcp 10.0.1.20:8080: connect: connection refused"
      ),
      ("BackOff", "pod/web-1", "Back-off restarting failed container app in pod web-1_shop(0f0c)"),
      (
        "FailedScheduling", "pod/web-2",
        "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod."
      ),
    ]
    expect(Scene(["events.txt": Papers.events(rows)]), "not-ip-problem")
  }

  @Test func `another CNI's failure is not this one's`() {
    expect(
      Scene([
        "events.txt": Papers.events([
          (
            "FailedCreatePodSandBox", "pod/web-1",
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(String(repeating: "e", count: 64))\": plugin type=\"cilium-cni\" name=\"cilium\" failed (add): unable to connect to Cilium daemon: failed to create cilium agent client"
          )
        ])
      ]), "not-ip-problem")
  }

  @Test func `a race at the start that ends in success is health`() {
    var pen = Pen(one)
    pen.start()
    pen.refuse(5, "web-1", times: 2)
    pen.grow(30)
    pen.serve(40, "web-1")
    pen.serve(60, "web-2")
    let report = Scene(["ipamd.log": pen.text]).report
    #expect(["healthy", "pool-growth-lag"].contains(report.primary.id.raw), Comment(rawValue: report.gist))
    #expect(report.exitCode(failOn: .error, isStrict: false) == 0, Comment(rawValue: report.gist))
  }
}
