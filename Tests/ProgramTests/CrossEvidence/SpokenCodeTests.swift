import Testing
import Triage

/// What people write around evidence is no evidence, and takes nothing from it.
@Suite struct SpokenCodeTests {
  private static let refusal =
    "  Warning  FailedCreatePodSandBox  3m (x4 over 6m)  kubelet  Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"0c1d2e3f\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to assign an IP address to container\n"

  @Test(arguments: [
    "None of the nodes has UnauthorizedOperation in its log, so the role is fine.\n",
    "Did somebody see RequestLimitExceeded or InsufficientCidrBlocks on these nodes?\n",
    "$ grep -h InsufficientFreeAddressesInSubnet ipamd*.log | wc -l\n0\n",
    "$ grep -c NetworkInterfaceLimitExceeded ipamd.log\n0\n",
    "- [x] RequestLimitExceeded ruled out\n- [ ] InsufficientCidrBlocks\n",
    "| code | found |\n|---|---|\n| InsufficientCidrBlocks | never |\n| UnauthorizedOperation | never |\n",
    "absent: InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request. (not in our logs)\n",
    "Subject: no address for the pod, NetworkInterfaceLimitExceeded although the quota is 20,000\n",
    "Permissions: all there, the event MissingIAMPermissions did not come.\n",
    "In spring it was `NetworkInterfaceLimitExceeded`; since then the quota is higher.\n",
    "> Could you look whether ipamd says \"InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks to satisfy the request.\"?\nIt does not say so.\n",
    "For some RDS calls of another team we do get \"Throttling: Rate exceeded\" as well.\n",
    "Before the restart it was \"dial tcp 127.0.0.1:50051: connect: connection refused\", and that went away.\n",
    "The hop limit was raised to 2, hence it is not \"failed to retrieve region data from instance metadata\".\n",
    "Is it the same as #4711 \"InsufficientCidrBlocks in a new subnet\"?\n",
  ])
  func `codes that somebody names are no cause`(words: String) {
    for text in [Self.refusal + "\n" + words, words + "\n" + Self.refusal] {
      expect(Scene(["ticket.txt": text]), "unknown", Wanted(status: .undecided))
    }
    let alone = Scene(["ticket.txt": words]).report
    #expect(alone.primary.id.raw == "unknown" && alone.alternatives.isEmpty, Comment(rawValue: alone.gist))
  }

  // MARK: tickets

  private static let story = """
    Since the change of last Thursday a part of our pods does not come up any more when we scale to more replicas.
    It is not always on the same node, and it is not all of the pods of a deployment that are hit by it either.
    We have drained two of the nodes and have put new ones in their place, but that has not changed a thing for us.
    What else can we look at, and is there a way to find out which of the many limits it is that we have met?
    """
  private static let close = """
    The other cluster that we have in this account, with the same version of everything, does not have the trouble.
    I can send you more of the logs if that is of any help, it is only that they are rather long for a comment.
    """

  private static let logs: [(cause: String, log: String)] = [
    (
      "iam-denied",
      #"{"level":"error","ts":"2026-04-02T11:20:31.417Z","caller":"ipamd/ipamd.go:912","msg":"Failed to CreateNetworkInterface operation error EC2: CreateNetworkInterface, https response error StatusCode: 403, RequestID: 5f0e1d2c-3b4a-4958-8776-655443322110, api error UnauthorizedOperation: You are not authorized to perform this operation. for subnet subnet-0f1e2d3c4b5a69788"}"#
    ),
    (
      "security-group-missing",
      "2019-11-05T07:41:12Z [ERROR]\tFailed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: failed to create network interface: InvalidSecurityGroupID.NotFound: The securityGroup ID 'sg-0f1e2d3c4b5a69788' does not exist\n\tstatus code: 400, request id: 5f0e1d2c-3b4a-4958-8776-655443322110"
    ),
    (
      "ipamd-unreachable",
      "  Warning  FailedCreatePodSandBox  4m (x7 over 9m)  kubelet  Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"0c1d2e3f\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused\""
    ),
    (
      "ipamd-unreachable",
      "add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused\""
    ),
    (
      "max-pods-limit",
      "  Warning  FailedScheduling  6m  default-scheduler  0/5 nodes are available: 5 Too many pods. preemption: 0/5 nodes are available: 5 No preemption victims found for incoming pod."
    ),
    (
      "eni-quota",
      "Failed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: failed to create network interface: NetworkInterfaceLimitExceeded: You have reached the maximum number of network interfaces."
    ),
  ]

  @Test(arguments: logs.map(\.cause).indices, ["plain", "fenced", "headings", "bold"])
  func `a ticket is read for the log in it`(number: Int, form: String) {
    let (cause, log) = Self.logs[number]
    let text =
      switch form {
      case "plain": "\(Self.story)\n\n\(log)\n\n\(Self.close)\n"
      case "fenced": "\(Self.story)\n```\n\(log)\n```\n\(Self.close)\n"
      case "headings":
        "### What happened\n\(Self.story)\n\n### Attach logs\n```\n\(log)\n```\n\n### Environment\n- CNI: v1.18.5\n\(Self.close)\n"
      default:
        "**What happened**:\n\(Self.story)\n\n**Attach logs**\n\(log)\n\n**Environment**:\n- CNI: v1.18.5\n\(Self.close)\n"
      }
    expect(Scene(["ticket.md": text]), cause, Wanted(state: .active))
  }

  @Test func `a message behind a label in a sentence's place`() {
    let text =
      Self.story
      + "\n\nplugin.log has: `Failed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: failed to create network interface: NetworkInterfaceLimitExceeded: You have reached the maximum number of network interfaces.\\n\\tstatus code: 400, request id: 5f0e1d2c-3b4a-4958-8776-655443322110`\n"
    expect(Scene(["ticket.txt": text]), "eni-quota", Wanted(state: .active))
  }

  @Test func `what is said right behind a record of many lines is not part of it`() {
    let text =
      "2019-11-05T07:41:12Z [ERROR]\tFailed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: InvalidSecurityGroupID.NotFound: The securityGroup ID 'sg-0f1e2d3c4b5a69788' does not exist\n\tstatus code: 400, request id: 5f0e1d2c-3b4a-4958-8776-655443322110\nOur role is fine: api error UnauthorizedOperation: You are not authorized is what we got last year.\n"
    let report = expect(Scene(["ticket.txt": text]), "security-group-missing", Wanted(state: .active))
    let others = report.contributing.map(\.id.raw) + report.alternatives.map(\.id.raw)
    #expect(!others.contains("iam-denied"))
  }

  @Test func `a lesson stays a lesson, with a record in it as without`() {
    let lesson = """
      # When the pods of your cluster wait for an address

      If you see this in the log of a node, then the role that you gave to it has not the rights it needs for that.
      You can find out which of your roles it is with the command below, and what you should do is add the policy.
      """
    for text in [lesson, lesson + "\n\n" + Self.logs[0].log + "\n"] {
      let report = Scene(["lesson.md": text]).report
      #expect(report.primary.id.raw == "unknown", Comment(rawValue: report.gist))
      #expect(report.inputs.map(\.record.kind) == [.prose])
    }
  }
}
