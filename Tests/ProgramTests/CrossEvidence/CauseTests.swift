import Testing
import Triage

/// Each cause by what proves it, and by what speaks against it.
@Suite struct CauseTests {
  let one = Kit(1)

  /// One failing line, repeated with refusals, on a node that served nobody after.
  private func failing(_ text: String, times: Int = 4, every: Int = 40, start: Bool = true) -> Scene {
    var pen = Pen(one)
    if start { pen.start(maxPods: 110, prefix: true) }
    for round in 0..<times {
      pen.say(300 + every * round, text, "error")
      pen.refuse(302 + every * round, "web-\(round)")
    }
    return Scene(["ipamd.log": pen.text])
  }

  @Test(arguments: [
    (
      "imds-unreachable",
      "failed to retrieve instance-id from instance metadata EC2MetadataError: failed to make EC2Metadata request\n\tstatus code: 401, request id: "
    ),
    ("imds-unreachable", "operation error ec2imds: GetMetadata, canceled, context deadline exceeded"),
    (
      "ec2-endpoint-unreachable",
      "RequestError: send request failed\ncaused by: Post \"https://ec2.us-east-1.amazonaws.com/\": dial tcp 52.94.0.1:443: i/o timeout"
    ),
    (
      "ec2-endpoint-unreachable",
      "operation error EC2: AssignPrivateIpAddresses, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://ec2.us-east-1.amazonaws.com/\": dial tcp: lookup ec2.us-east-1.amazonaws.com: no such host"
    ),
    (
      "ec2-endpoint-unreachable",
      "RequestError: send request failed\ncaused by: Post \"https://ec2.eu-west-1.amazonaws.com/\": x509: certificate signed by unknown authority"
    ),
    (
      "api-throttled",
      "operation error EC2: CreateNetworkInterface, failed to get rate limit token, retry quota exceeded, 0 available, 5 requested"
    ),
    (
      "host-disk-full",
      "Failed to update backing store: open /var/run/aws-node/ipam.json.tmp123: no space left on device"
    ),
    (
      "imds-lag",
      "Failed to wait for ENI to be attached: giving up trying to retrieve ENIs from metadata service"
    ),
    (
      "security-group-missing",
      "AllocENI: error creating eni: operation error EC2: CreateNetworkInterface, https response error StatusCode: 400, RequestID: 11111111-2222-4333-8444-555555555555, api error InvalidGroup.NotFound: The security group 'sg-0123456789abcdef0' does not exist"
    ),
    (
      "security-group-missing",
      "InvalidParameterValue: You have specified two resources that belong to different networks.\n\tstatus code: 400, request id: 11111111-2222-4333-8444-555555555555"
    ),
    (
      "eni-quota",
      "operation error EC2: CreateNetworkInterface, https response error StatusCode: 400, RequestID: 11111111-2222-4333-8444-555555555555, api error NetworkInterfaceLimitExceeded: You have reached the maximum number of network interfaces allowed"
    ),
    ("subnet-discovery-misconfigured", "Failed to create ENI: no valid subnets available for ENI creation"),
    ("credentials-unavailable", "NoCredentialProviders: no valid providers in chain. Deprecated."),
    (
      "credentials-unavailable",
      "operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 400, RequestID: 11111111-2222-4333-8444-555555555555, InvalidIdentityToken: No OpenIDConnect provider found in your account"
    ),
    (
      "iam-denied",
      "UnauthorizedOperation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/node/i-0123456789abcdef0 is not authorized to perform: ec2:CreateNetworkInterface\n\tstatus code: 403, request id: 11111111-2222-4333-8444-555555555555"
    ),
    ("instance-type-unsupported", "Failed to get eni limit due to unknown instance type m9x.large"),
    (
      "subnet-fragmented",
      "operation error EC2: AssignPrivateIpAddresses, https response error StatusCode: 400, RequestID: 11111111-2222-4333-8444-555555555555, api error InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request."
    ),
  ])
  func `what proves it, on a node that refuses`(cause: String, text: String) {
    expect(failing(text), cause, Wanted(state: .active, nodes: [one.instance]))
  }

  @Test(arguments: [
    (
      "cni-install-broken",
      "failed to setup network for sandbox \"S\": failed to find plugin \"aws-cni\" in path [/opt/cni/bin]"
    ),
    (
      "ipamd-unreachable",
      "failed to setup network for sandbox \"S\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial unix /var/run/aws-node/ipamd.sock: connect: no such file or directory\""
    ),
    (
      "network-policy-agent-down",
      "failed to setup network for sandbox \"S\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to setup network policy"
    ),
    (
      "host-network-setup",
      "failed to setup network for sandbox \"S\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add command: failed to setup network: setup NS network: failed to setup veth pair: failed to add route: network is unreachable"
    ),
  ])
  func `what the sandbox event proves`(cause: String, text: String) {
    let message =
      "Failed to create pod sandbox: rpc error: code = Unknown desc = "
      + text.replacing("\"S\"", with: "\"" + String(repeating: "f", count: 64) + "\"")
    expect(
      Scene([
        "events.txt": Papers.events((0..<3).map { ("FailedCreatePodSandBox", "pod/web-\($0)", message) })
      ]), cause,
      Wanted(state: .active))
  }

  @Test func `kube-api-unreachable repeats; once at boot is noise`() {
    var pen = Pen(one)
    for start in 0..<5 {
      pen.say(40 * start, "Starting L-IPAMD v1.18.1  ...", "info")
      for tick in 0..<4 {
        pen.say(
          40 * start + 5 + 5 * tick,
          "Unable to reach API Server, Get \"https://10.100.0.1:443/version?timeout=5s\": dial tcp 10.100.0.1:443: i/o timeout",
          "error")
      }
    }
    expect(Scene(["ipamd.log": pen.text]), "kube-api-unreachable", Wanted(state: .active, nodes: nil))
    var fine = Pen(one)
    fine.say(
      0,
      "Unable to reach API Server, Get \"https://10.100.0.1:443/version?timeout=5s\": dial tcp 10.100.0.1:443: i/o timeout",
      "error")
    fine.say(4, "Successful communication with the Cluster! Cluster Version is: v1.29", "info")
    fine.start(5)
    fine.serve(30, "web-1")
    expect(Scene(["ipamd.log": fine.text]), "healthy")
  }

  @Test func `throttling over several cycles`() {
    var pen = Pen(one)
    pen.start()
    for cycle in 0..<10 {
      pen.assign(300 + 12 * cycle, fails: "RequestLimitExceeded", "Request limit exceeded.")
    }
    pen.refuse(302, "web-1", times: 6)
    expect(Scene(["ipamd.log": pen.text]), "api-throttled", Wanted(state: .active, basis: .proved))
  }

  @Test func `an answer with a request id refutes the unreachable endpoint`() {
    var pen = Pen(one)
    pen.start()
    pen.say(
      300,
      "operation error EC2: AssignPrivateIpAddresses, https response error StatusCode: 0, RequestID: , request send failed, Post \"https://ec2.us-east-1.amazonaws.com/\": dial tcp 52.94.0.1:443: i/o timeout",
      "error")
    for cycle in 0..<4 { pen.shortage(310 + 125 * cycle) }
    pen.refuse(302, "web-1", times: 4)
    expect(Scene(["ipamd.log": pen.text]), "subnet-exhausted", Wanted(state: .active))
  }

  @Test func `a cordoned node does not grow`() {
    var pen = Pen(one)
    pen.start()
    pen.stats(290, 9, 9)
    for cycle in 0..<12 {
      pen.say(
        300 + 5 * cycle,
        "AWS CNI is on a non schedulable node, will not try to attach any new IPs or ENIs right now")
    }
    pen.refuse(302, "agent-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text, "nodes.json": Papers.list([Papers.node(one, cordoned: true)])]),
      "node-cordoned",
      Wanted(state: .active, nodes: [one.instance]))
    var calm = Pen(one)
    calm.start()
    for cycle in 0..<12 {
      calm.say(
        300 + 5 * cycle,
        "AWS CNI is on a non schedulable node, will not try to attach any new IPs or ENIs right now")
    }
    calm.serve(330, "agent-1")
    calm.stats(331, 9, 4)
    expect(
      Scene(["ipamd.log": calm.text, "nodes.json": Papers.list([Papers.node(one, cordoned: true)])]),
      "healthy")
  }

  @Test func `addresses that rest are no shortage`() {
    var pen = Pen(one)
    pen.start()
    pen.stats(300, 27, 9, cooling: 18)
    pen.refuse(301, "job-1")
    pen.refuse(310, "job-2")
    pen.stats(325, 27, 9, cooling: 0)
    pen.serve(330, "job-1", attempt: 3)
    pen.serve(331, "job-2", attempt: 3)
    expect(Scene(["ipamd.log": pen.text]), "ip-cooldown", Wanted(state: .recovered))
    // Refusals that outlast the period are something else.
    var long = Pen(one)
    long.start()
    for cycle in 0..<40 { long.stats(300 + 5 * cycle, 27, 27) }
    long.room(300, enis: 3, limit: 3)
    long.refuse(301, "web-1", times: 12)
    expect(Scene(["ipamd.log": long.text]), "node-ip-limit", Wanted(state: .active))
  }

  @Test func `a burst that the pool caught up with`() {
    var pen = Pen(one)
    pen.start()
    pen.stats(300, 9, 9)
    for pod in 0..<6 { pen.refuse(301 + pod, "web-\(pod)") }
    pen.attach(315, one.eni(2))
    pen.grow(316)
    for pod in 0..<6 { pen.serve(320 + pod, "web-\(pod)", attempt: 5) }
    expect(Scene(["ipamd.log": pen.text]), "pool-growth-lag", Wanted(state: .recovered, basis: .proved))
  }

  @Test func `allocations of pods long gone fill the node`() {
    let held = Papers.enis(
      (0..<3).map { (one.eni($0), Papers.addresses(20 + 30 * $0, 9), 9) })
    var pen = Pen(one)
    pen.start()
    pen.stats(300, 27, 27)
    pen.limitLine(300)
    pen.refuse(301, "web-new", times: 5)
    let pods =
      (0..<4).map { Papers.pod("web-0-\($0)", on: one, address: "10.0.1.\(20 + $0)") } + [
        Papers.pod("web-new", on: one, phase: "Pending", waiting: "ContainerCreating"),
        Papers.pod("aws-node-x", "kube-system", on: one, host: true, ready: true),
      ]
    let report = Scene([
      "ipamd.log": pen.text, "enis.json": held, "pods.json": Papers.list(pods),
      "nodes.json": Papers.list([Papers.node(one)]),
    ]).report
    let gist = Comment(rawValue: report.gist)
    let named = [report.primary.id.raw] + report.contributing.map(\.id.raw)
    #expect(named.contains("ip-leak"), gist)
    #expect(["ip-leak", "node-ip-limit"].contains(report.primary.id.raw), gist)
  }

  @Test func `detached interfaces alone explain nothing while the subnet has room`() {
    var pen = Pen(one)
    pen.start()
    pen.serve(100, "web-1")
    pen.stats(101, 18, 3)
    let scene = Scene([
      "ipamd.log": pen.text, "subnets.json": Papers.subnets([Papers.subnet(available: 215)]),
      "interfaces.json": Papers.interfaces([
        Papers.interface(one.eni(0), instance: one.instance, addresses: Papers.addresses(10, 10)),
        Papers.interface(one.eni(1), instance: one.instance, device: 1, addresses: Papers.addresses(30, 10)),
        Papers.interface(
          "eni-0dead0000000000d1", addresses: Papers.addresses(100, 10),
          tags: [
            "node.k8s.amazonaws.com/instance_id": "i-0dead0dead0dead00",
            "node.k8s.amazonaws.com/createdAt": "2026-08-29T00:00:00Z",
          ]),
      ]),
    ])
    let report = scene.report
    #expect(
      report.primary.id.raw == "healthy" || report.primary.id.raw == "eni-leak",
      Comment(rawValue: report.gist))
    #expect(report.exitCode(failOn: .error, isStrict: false) == 0, Comment(rawValue: report.gist))
  }

  @Test func `conflicting warm targets never block by themselves`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    pen.serve(100, "web-1")
    pen.stats(101, 16, 3)
    let report = Scene([
      "ipamd.log": pen.text,
      "daemonset.json": Papers.daemonSet([
        "ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "3", "WARM_IP_TARGET": "2",
        "MINIMUM_IP_TARGET": "5",
      ]),
    ]).report
    #expect(report.primary.id.raw == "healthy", Comment(rawValue: report.gist))
  }

  @Test func `aws-node whose image cannot be pulled`() {
    let report = expect(
      Scene([
        "events.txt": Papers.events([
          (
            "Failed", "pod/aws-node-7xk2p",
            "Failed to pull image \"602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.20.1\": rpc error: code = Unknown desc = failed to resolve reference: dial tcp: lookup 602401143452.dkr.ecr.us-east-1.amazonaws.com: i/o timeout"
          ),
          (
            "BackOff", "pod/aws-node-7xk2p",
            "Back-off pulling image \"602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.20.1\""
          ),
          (
            "FailedCreatePodSandBox", "pod/web-1",
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(String(repeating: "a", count: 64))\": failed to find plugin \"aws-cni\" in path [/opt/cni/bin]"
          ),
        ])
      ]), "image-pull-failed")
    #expect(report.primary.state == .active)
  }

  @Test func `settings the entry point refuses`() {
    let text = """
      {"level":"info","ts":"2026-09-01T02:00:00.014Z","caller":"entrypoint.sh","msg":"Validating env variables ..."}
      {"level":"error","ts":"2026-09-01T02:00:00.015Z","caller":"entrypoint.sh","msg":"Setting WARM_PREFIX_TARGET = 0 is not supported while WARM_IP_TARGET/MINIMUM_IP_TARGET is not set. Please configure either one of the WARM_{PREFIX/IP}_TARGET or MINIMUM_IP_TARGET env variables"}
      """
    expect(Scene(["aws-node.log": text + "\n"]), "cni-config-invalid", Wanted(state: .active))
  }
}
