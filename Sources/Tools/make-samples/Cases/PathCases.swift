import VPCModel

/// Step 0: the pod's request finds no way to an answer.
enum PathCases {
  static var all: [(UInt64) -> Sample] {
    [
      ipamdUnreachable, ipamdUnreachableSocket, kubeAPI, metadataService, metadataLag, endpoint, credentials,
      denied,
      discoveryDenied, throttled,
    ]
  }

  static func ipamdUnreachable(_ seed: UInt64) -> Sample {
    let path = "ipamd-unreachable/aws-node-crash-loop-v1.11"
    let stage = Stage(path, seed, Generation(11, 5), on: (2, 3, 11))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 6)
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.kubeletRoutine(node, until: 250)
    cluster.schedule(3, on: node, from: 20, every: 30)
    for round in 0..<3 {
      let begin = stage.time(Double(round * 95))
      node.console.append(
        LogText.console(node.cni, "info", "Starting IPAM daemon in the background ... ", at: begin))
      node.console.append(
        LogText.console(node.cni, "info", "Checking for IPAM connectivity ... ", at: begin + 0.1))
      for retry in 1...4 {
        node.console.append(
          LogText.console(node.cni, "info", "Retrying waiting for IPAM-D", at: begin + Double(retry) * 2))
      }
      node.console.append(
        LogText.console(node.cni, "error", "Timed out waiting for IPAM daemon to start:", at: begin + 60))
    }
    cluster.run(until: 250)
    var sample = Sample(
      path,
      "The aws-node container restarts without ever serving; plugin calls are refused on port 50051 and the "
        + "reason is not in the evidence.",
      Truth("ipamd-unreachable").on([node]).forbidding(
        "subnet-exhausted", "node-ip-limit", "cni-install-broken"))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("aws-node.log", Wrapper.kubectl(node.consoleLines, pod: node.agentPod, timestamps: true))
    sample.add("kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func ipamdUnreachableSocket(_ seed: UInt64) -> Sample {
    let path = "ipamd-unreachable/unix-socket-v1.23"
    let stage = Stage(path, seed, Generation(23, 0), on: (6, 17, 7))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 7, until: 180)
    cluster.churn(node, every: 20, from: 10, until: 170)
    cluster.after(180) { node.isServing = false }
    node.pathTrouble = { $0 >= stage.time(180) ? .plugin(node.cni.connectionRefused) : nil }
    cluster.schedule(3, on: node, from: 190, every: 12)
    cluster.run(until: 330)
    var sample = Sample(
      path, "ipamd stops answering on its socket and its log ends; since then every pod add is refused.",
      Truth("ipamd-unreachable").on([node]).forbidding(
        "subnet-exhausted", "node-ip-limit", "network-policy-agent-down"
      )
      .without("plugin.log", "healthy").without("kubelet.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("kubelet.log", Wrapper.journalISO(node.kubeletLines, host: node.hostName))
    sample.add("events.txt", cluster.eventTable())
    return sample
  }

  static func kubeAPI(_ seed: UInt64) -> Sample {
    let path = "kube-api-unreachable/service-address-times-out-v1.16"
    let stage = Stage(path, seed, Generation(16, 4), on: (1, 22, 14))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 5)
    let get = #"Get "https://10.100.0.1:443/version?timeout=5s": dial tcp 10.100.0.1:443: i/o timeout"#
    var lines: [(level: String, caller: String, message: String)] = (0..<5).map { _ in
      ("error", "wait/loop.go:50", "Unable to reach API Server, \(get)")
    }
    lines.append(
      (
        "error", "aws-k8s-agent/main.go:42",
        "Failed to check API server connectivity: timed out waiting for the condition"
      ))
    stage.crashLoop(until: 290, every: 14, lines)
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.kubeletRoutine(node, until: 290)
    cluster.schedule(2, on: node, from: 45, every: 40)
    cluster.run(until: 290)
    var sample = Sample(
      path,
      "After kube-proxy lost its rules the service address of the API server times out, ipamd ends each time, "
        + "and the plugin is refused. The refusal is the consequence.",
      Truth("kube-api-unreachable").on([node]).forbidding(
        "ipamd-unreachable", "subnet-exhausted", "node-ip-limit"
      )
      .without("ipamd.log", "ipamd-unreachable"))
    sample.add("ipamd.log", Wrapper.docker(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("kubelet.json", Wrapper.journalJSON(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func metadataService(_ seed: UInt64) -> Sample {
    let path = "imds-unreachable/token-request-times-out-v1.20"
    let stage = Stage(path, seed, Generation(20, 3), on: (4, 2, 3))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 4)
    let words =
      "operation error ec2imds: GetMetadata, failed to get API token, operation error ec2imds: getToken, http response error StatusCode: 0, request to EC2 IMDS failed, canceled, context deadline exceeded"
    stage.crashLoop(
      until: 260, every: 20,
      [
        (
          "error", "awsutils/awsutils.go:402",
          "failed to retrieve instance-id from instance metadata \(words)"
        ),
        (
          "error", "aws-k8s-agent/main.go:70",
          "Initialization failure: get instance metadata: failed to retrieve instance-id - \(words)"
        ),
      ])
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.schedule(2, on: node, from: 30, every: 25)
    for round in 0..<4 {
      let begin = stage.time(Double(round) * 80)
      node.console.append(LogText.console(node.cni, "info", "Starting IPAM daemon... ", at: begin))
      node.console.append(
        LogText.console(node.cni, "info", "Checking for IPAM connectivity... ", at: begin + 0.2))
      node.console.append(
        LogText.console(
          node.cni, "error", "Failed to wait for IPAM daemon to complete", error: "exit status 1",
          at: begin + 16))
    }
    cluster.run(until: 260)
    var sample = Sample(
      path, "The metadata endpoint of the instance was switched off; ipamd cannot learn who it is and exits.",
      Truth("imds-unreachable").on([node]).forbidding(
        "ipamd-unreachable", "iam-denied", "credentials-unavailable", "cni-config-invalid"
      )
      .without("ipamd.log", "ipamd-unreachable"))
    sample.add("ipamd.log", Wrapper.fluentBit(node.ipamdLines, node: node))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("aws-node.log", Wrapper.cri(node.consoleLines, stream: "stderr"))
    return sample
  }

  static func metadataLag(_ seed: UInt64) -> Sample {
    let path = "imds-lag/new-interface-never-appears-v1.19"
    let stage = Stage(path, seed, Generation(19, 2), on: (2, 19, 16), type: "m5.xlarge")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 390)
    let error = "waitForENIAndIPsAttached: giving up trying to retrieve ENIs from metadata service"
    // The interface is on the instance, but metadata keeps silent about its addresses.
    node.attachTrouble = { _, interface in
      (1...12).map { ("debug", "Not able to find the right ENI yet (attempt \($0)/12)") }
        + [
          ("warn", "This ENI only has 0 IP addresses, we wanted 14"),
          (
            "error",
            "Failed to increase pool size: Unable to discover attached ENI from metadata service \(error)"
          ),
          ("debug", "Unable to discover IPs for this ENI yet (attempt 12/12) for \(interface.id)"),
        ]
    }
    cluster.schedule(20, on: node, from: 30, every: 4)
    cluster.run(until: 390)
    var sample = Sample(
      path,
      "A new ENI is attached, but instance metadata never lists its addresses; ipamd gives up after twelve "
        + "looks and the pool stays small.",
      Truth("imds-lag").on([node]).accepting("datastore-drift").forbidding(
        "subnet-exhausted", "node-ip-limit", "host-network-setup"
      )
      .without("ipamd.log", "healthy"))
    sample.add("ipamd.log", Wrapper.kubectl(node.ipamdLines, pod: node.agentPod))
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces(of: node))
    return sample
  }

  static func endpoint(_ seed: UInt64) -> Sample {
    let path = "ec2-endpoint-unreachable/private-cluster-without-endpoint-v1.21"
    let stage = Stage(path, seed, Generation(21, 2), on: (7, 8, 19))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 100)
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface", "AssignPrivateIpAddresses"], from: stage.time(0),
        to: stage.time(999),
        failure: .transport("dial tcp 52.46.128.14:443: i/o timeout"))
    ]
    cluster.schedule(12, on: node, from: 25, every: 6)
    cluster.run(until: 100)
    var sample = Sample(
      path,
      "The NAT gateway of a private cluster was removed and no interface endpoint for EC2 exists; calls time "
        + "out without a request id.",
      Truth("ec2-endpoint-unreachable").on([node]).forbidding(
        "api-throttled", "subnet-exhausted", "kube-api-unreachable", "node-ip-limit"))
    sample.add(
      "filter-log-events.json", Wrapper.cloudWatch(node.ipamdLines, stream: "\(node.name)-ipamd.log"))
    sample.add("events.txt", cluster.eventTable())
    return sample
  }

  static func credentials(_ seed: UInt64) -> Sample {
    let path = "credentials-unavailable/no-oidc-provider-v1.18"
    let stage = Stage(path, seed, Generation(18, 3), on: (3, 30, 5))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 120)
    let words =
      "WebIdentityErr: failed to retrieve credentials\ncaused by: InvalidIdentityToken: No OpenIDConnect provider found in your account for https://oidc.eks.us-east-1.amazonaws.com/id/\(cluster.random.hex(32).uppercased())\n\tstatus code: 400, request id: \(cluster.requestID())"
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface", "AssignPrivateIpAddresses"], from: stage.time(0),
        to: stage.time(999),
        failure: .plain(v1: words, v2: words))
    ]
    cluster.schedule(12, on: node, from: 25, every: 5)
    cluster.run(until: 120)
    var sample = Sample(
      path,
      "The cluster was rebuilt, the IAM identity provider was not: aws-node cannot turn its token into "
        + "credentials.",
      Truth("credentials-unavailable").on([node]).forbidding(
        "iam-denied", "imds-unreachable", "subnet-exhausted", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("pod.txt", cluster.describe(cluster.pods.last { $0.address == nil } ?? cluster.pods[0]))
    return sample
  }

  static func denied(_ seed: UInt64) -> Sample {
    let path = "iam-denied/assign-addresses-v1.20"
    let stage = Stage(path, seed, Generation(20, 5), on: (5, 11, 10))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 100)
    node.faults = ["AssignPrivateIpAddresses", "CreateNetworkInterface"].map { api in
      Fault(
        apis: [api], from: stage.time(0), to: stage.time(999),
        failure: .denied("eks-workers", api, instance: node.id))
    }
    cluster.schedule(12, on: node, from: 20, every: 6)
    cluster.events.append(
      ClusterEvent(
        reason: "MissingIAMPermissions",
        message:
          "Unauthorized operation: failed to call ec2:CreateNetworkInterface due to missing permissions. Please refer https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md to attach relevant policy to IAM role",
        object: node.agentPod, namespace: "kube-system", source: "aws-node", host: "", first: stage.time(40),
        last: stage.time(290), count: 6))
    cluster.run(until: 100)
    var sample = Sample(
      path,
      "The node role lost the CNI policy: credentials work, the two calls that bring addresses are denied.",
      Truth("iam-denied").on([node]).forbidding(
        "credentials-unavailable", "subnet-exhausted", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.cri(node.ipamdLines))
    sample.add("events.json", cluster.eventsDocument())
    return sample
  }

  static func discoveryDenied(_ seed: UInt64) -> Sample {
    let path = "iam-denied/discovery-blind-to-free-subnet-v1.20"
    let stage = Stage(path, seed, Generation(20, 5), on: (8, 3, 13), cidr: "10.40.12.0/26")
    let (cluster, node) = (stage.cluster, stage.node)
    let second = cluster.subnet("10.41.0.0/22")
    second.tags.append(("kubernetes.io/role/cni", "1"))
    cluster.fill(stage.space, leaving: 12)
    cluster.boot(node, pods: 6, until: 170)
    // Blind: nothing but the node's own subnet is ever tried.
    node.settings.discovery = false
    let denial = EC2Failure.denied("eks-workers", "DescribeSubnets", instance: node.id)
    for round in 0..<2 {
      stage.say(
        30.4 + Double(round) * 120, "warn", "awsutils/awsutils.go:1960",
        "Failed to call ec2:DescribeSubnets: \(denial.words("DescribeSubnets", node.cni, requestID: cluster.requestID(), region: cluster.region))"
      )
    }
    cluster.schedule(8, on: node, from: 20, every: 6)
    cluster.run(until: 170)
    var sample = Sample(
      path,
      "The node's subnet is full and a tagged subnet of the zone is nearly empty, but DescribeSubnets is denied, "
        + "so discovery never finds it.",
      Truth("iam-denied").on([node]).accepting("subnet-exhausted").forbidding("node-ip-limit", "eni-quota")
        .counting(
          cluster.ledger(stage.space, splits: true, prefixMode: false),
          cluster.ledger(second, splits: true, prefixMode: false)
        )
        .without("ipamd.log", "subnet-exhausted"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func throttled(_ seed: UInt64) -> Sample {
    let path = "api-throttled/two-nodes-churning-v1.19"
    let cluster = Cluster(path, seed: seed, start: Moment(month: 10, day: 14, hour: 18))
    let space = cluster.subnet("10.40.16.0/20")
    var settings = Settings()
    settings.warmIP = 1
    let nodes = (0..<2).map { _ in
      cluster.addNode("m5.xlarge", in: space, cni: Generation(19, 6), settings: settings)
    }
    for node in nodes {
      cluster.boot(node, pods: 10, until: 105)
      node.faults = [
        Fault(
          apis: ["CreateNetworkInterface", "AssignPrivateIpAddresses"], from: cluster.start + 20,
          to: cluster.start + 999, failure: .throttled)
      ]
      cluster.schedule(5, on: node, from: 30, every: 9)
    }
    cluster.run(until: 105)
    var sample = Sample(
      path,
      "A fleet with WARM_IP_TARGET=1 and much churn asks EC2 too often; every call of two nodes is answered "
        + "with RequestLimitExceeded for minutes.",
      Truth("api-throttled").on(nodes).forbidding(
        "ec2-endpoint-unreachable", "subnet-exhausted", "node-ip-limit"))
    for (index, node) in nodes.enumerated() {
      sample.add(
        "ipamd-\(index + 1).log", Wrapper.kubectl(node.ipamdLines, pod: node.agentPod, timestamps: true))
    }
    sample.add(
      "metrics.txt",
      cluster.metrics(nodes[0], errors: [("AssignPrivateIpAddresses", "RequestLimitExceeded", 41)]))
    return sample
  }
}
