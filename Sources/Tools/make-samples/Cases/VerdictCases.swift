import VPCModel

/// Cases without a cause: healthy, not about addresses, or not to be known. Most look like a cause.
enum VerdictCases {
  static var all: [(UInt64) -> Sample] {
    [
      startUpRace, noise, optionalKeys, upgrade, singleThrottle, restartAfterFailure, scatteredButSecondary,
      seelogQuiet,
      readinessProbe, dns, eventsOnly, poolEmptyOnly, otherPlugin,
    ]
  }

  static func startUpRace(_ seed: UInt64) -> Sample {
    let path = "healthy/start-up-race-v1.20"
    let stage = Stage(path, seed, Generation(20, 1), on: (2, 9, 6))
    let (cluster, node) = (stage.cluster, stage.node)
    stage.say(
      0.3, "error", "wait/loop.go:50",
      #"Unable to reach API Server: Get "https://10.100.0.1:443/version": dial tcp 10.100.0.1:443: connect: connection refused"#
    )
    cluster.boot(node, pods: 0, until: 300, at: 34)
    node.pathTrouble = { $0 < stage.time(36) ? .plugin(node.cni.connectionRefused) : nil }
    cluster.schedule(4, on: node, from: 8, every: 6)
    cluster.churn(node, every: 22, from: 70, until: 280)
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "A new node: pods arrive before ipamd serves, are refused once or twice, and all run within a minute.",
      Truth("healthy").forbidding(
        "ipamd-unreachable", "kube-api-unreachable", "cni-install-broken", "host-disk-full",
        "cni-config-invalid"
      )
      .without("ipamd.log", "ipamd-unreachable").without("plugin.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("aws-node.log", Wrapper.kubectl(node.consoleLines, timestamps: true))
    return sample
  }

  /// Every line of the noise list that a busy, healthy node can write.
  static func noise(_ seed: UInt64) -> Sample {
    let path = "healthy/noise-that-looks-like-trouble-v1.21"
    let stage = Stage(path, seed, Generation(21, 2), on: (4, 20, 20))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 14, until: 360)
    cluster.churn(node, every: 11, from: 15, until: 340)
    let eni = node.interfaces[1].id
    let address = node.interfaces[1].secondaries[0]
    let lines: [(String, String)] = [
      (
        "debug",
        "Instance metadata does not match data store! ipPool: [\(address)], metadata: [{\(address) false}]"
      ),
      ("error", "Error finding unassigned IPs for ENI \(eni)"),
      (
        "debug",
        "Checking if CIDR \(address)/32 has been recently freed. Cooldown expires at: \(stage.time(200).iso). (Cooldown: false)"
      ),
      (
        "debug",
        "Reconcile skipping IP \(address) on ENI \(eni) because it was recently unassigned from the ENI."
      ),
      ("warn", "Skipping IP \(address) on ENI \(eni) because it does not belong to this ENI!"),
      (
        "debug",
        "Could not find interface: The networkInterface ID 'eni-0a0a0a0a0a0a0a0a0' does not exist, ID: eni-0a0a0a0a0a0a0a0a0"
      ),
      (
        "debug",
        "AssignPrivateIpAddresses returned PrivateIpAddressLimitExceeded. This can happen if the data store is out of sync.Returning without an error here since we will verify the actual state by calling EC2 to see what addresses have already assigned to this ENI."
      ),
      (
        "debug",
        "Not able to delete ENI: operation error EC2: DeleteNetworkInterface, https response error StatusCode: 400, RequestID: \(cluster.requestID()), api error InvalidParameterValue: Network interface '\(eni)' is currently in use."
      ),
      ("debug", "Get free IP from prefix failed no free IP available in the prefix - \(address)/32"),
      ("debug", "ENI \(eni) cannot be deleted because has IPs in cooling"),
      ("debug", "No freeable IPs"),
      (
        "warn",
        "Could not get local IPv4 addresses from IMDS: operation error ec2imds: GetMetadata, http response error StatusCode: 404, request to EC2 IMDS failed"
      ),
      ("debug", "Failed to clean up stale AWS chains: <nil>"),
      ("error", "Failed to find host aws-node pod: pods \"\(node.agentPod)\" not found"),
      (
        "warn",
        "Primary ENI will not get deleted when node terminates because 'delete_on_termination' is set to false"
      ),
      ("debug", "Marking ENI eni-0b0b0b0b0b0b0b0b0 as being unmanaged"),
      ("debug", "Skipping ENI eni-0b0b0b0b0b0b0b0b0: since it is unmanaged"),
      (
        "info",
        "datastore: Sandbox aws-cni/\(cluster.random.hex(64))/eth0 uses unknown IP Address 10.40.16.250 - presuming stale/dead"
      ),
      (
        "debug",
        "This IP was recently freed, but is now out of cooldown. We need to verify with EC2 control plane."
      ),
      ("debug", "Removing \(address) from cooldown cache."), ("info", "IP already in DS"),
      ("debug", "ENI in pool %!s(bool=true)"),
      ("info", "Found an ENI created less than 5 minutes ago, so not cleaning it up"),
      ("debug", "Not able to set route 0.0.0.0/0 via 10.40.16.1 table 3"),
      ("debug", "netlink operation interrupted on attempt 1 of 5"),
      ("error", "Device number of primary ENI is 1! Forcing it to be 0 as expected"),
      ("debug", "Failed ec2:DescribeNetworkInterfaces awsAPIError{Code: InvalidNetworkInterfaceID.NotFound}"),
      ("debug", "Skipping ENI eni-0c0c0c0c0c0c0c0c0: since it is on unmanaged network card index 1"),
      ("warn", "Error trying to set up ENI \(eni): retrying"), ("debug", "ENI \(eni) set up."),
      ("debug", "ENI \(eni) cannot be deleted because it is required for MINIMUM_IP_TARGET: 0"),
      (
        "info",
        "Ignoring '/proc/sys/net/ipv6/conf/eni0/accept_ra' writing to accept_ra: no such file or directory"
      ),
    ]
    for (index, line) in lines.enumerated() {
      stage.say(20 + Double(index) * 10, line.0, "ipamd/ipamd.go:1200", line.1)
    }
    // Longer than the 16 KiB of a runtime's line: it comes in two parts.
    let list = (0..<900).map { "{10.40.16.\($0 % 256) false}" }.joined(separator: " ")
    stage.say(
      301, "debug", "ipamd/ipamd.go:1200",
      "Instance metadata does not match data store! ipPool: [\(list)], metadata: []")
    cluster.run(until: 360)
    var sample = Sample(
      path, "A busy node without trouble that prints every line a naive reader would take for one.",
      Truth("healthy").forbidding(
        "datastore-drift", "eni-leak", "imds-unreachable", "node-ip-limit", "host-network-setup", "imds-lag"))
    sample.add("aws-node.log", Wrapper.cri(node.ipamdLines))
    return sample
  }

  static func optionalKeys(_ seed: UInt64) -> Sample {
    let path = "healthy/metadata-404-on-optional-keys-v1.22"
    let stage = Stage(path, seed, Generation(22, 1), on: (5, 13, 4))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 6, until: 240)
    cluster.churn(node, every: 18, from: 20, until: 220)
    for round in 0..<4 {
      let missing =
        "operation error ec2imds: GetMetadata, http response error StatusCode: 404, request to EC2 IMDS failed"
      stage.say(
        5 + Double(round) * 60, "warn", "awsutils/imds.go:410",
        "Could not get local IPv4 addresses from IMDS: \(missing)")
      stage.say(
        5.1 + Double(round) * 60, "warn", "awsutils/imds.go:420",
        "Could not get primary ipv6 address from IMDS: \(missing)")
    }
    cluster.run(until: 240)
    var sample = Sample(
      path, "Metadata answers 404 for keys that this node does not have; everything else works.",
      Truth("healthy").forbidding("imds-unreachable", "imds-lag", "credentials-unavailable"))
    sample.add("ipamd.log", Wrapper.kubectl(node.ipamdLines, timestamps: true))
    return sample
  }

  static func upgrade(_ seed: UInt64) -> Sample {
    let path = "healthy/upgrade-in-progress-v1.18"
    let stage = Stage(path, seed, Generation(18, 6), on: (9, 2, 12))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 300)
    node.pathTrouble = { time in
      guard time < stage.time(40) else { return nil }
      let words =
        #"rpc error: code = FailedPrecondition desc = wrong client version "v1.16.4-eksbuild.1" (!= "v1.18.6-eksbuild.1")"#
      node.line(
        "warn", "rpc/rpc.pb.go:713",
        #"Rejecting AddNetwork request: wrong client version "v1.16.4-eksbuild.1" (!= "v1.18.6-eksbuild.1")"#,
        at: time + 0.01)
      return .plugin(words)
    }
    cluster.schedule(3, on: node, from: 8, every: 5)
    cluster.churn(node, every: 20, from: 80, until: 280)
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "An update of the CNI: for half a minute the old plugin talks to the new ipamd and is sent away, then the "
        + "new plugin is in place.",
      Truth("healthy").forbidding("cni-install-broken", "ipamd-unreachable").without(
        "ipamd.log", "cni-install-broken"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    // The plugin runs on the host and stamps its lines in the host's zone.
    sample.add("plugin.log", Wrapper.raw(LogText.lines(node.plugin, node.cni, hoursEast: 2)))
    return sample
  }

  static func singleThrottle(_ seed: UInt64) -> Sample {
    let path = "healthy/one-503-then-success-v1.19"
    let stage = Stage(path, seed, Generation(19, 6), on: (10, 15, 18), type: "m5.xlarge")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 12, until: 240)
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface", "AssignPrivateIpAddresses"], from: stage.time(20),
        to: stage.time(61), failure: .throttled)
    ]
    cluster.schedule(5, on: node, from: 51, every: 2)
    for round in 0..<6 {
      let time = stage.time(30 + Double(round) * 20)
      node.console.append(
        TextLine(
          time: time,
          text:
            "I\(time.klog)      14 request.go:697] Waited for 1.0\(round)s due to client-side throttling, not priority and fairness, request: GET:https://10.100.0.1:443/apis/crd.k8s.amazonaws.com/v1alpha1/eniconfigs"
        ))
    }
    cluster.churn(node, every: 15, from: 90, until: 230, room: 4)
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "EC2 throttles one call, the next one works; client-go's own throttling lines are about the API server.",
      Truth("healthy").forbidding("api-throttled", "kube-api-unreachable", "subnet-exhausted"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("aws-node.log", Wrapper.cri(node.consoleLines, stream: "stderr"))
    return sample
  }

  static func restartAfterFailure(_ seed: UInt64) -> Sample {
    let path = "healthy/denied-before-the-restart-v1.20"
    let stage = Stage(path, seed, Generation(20, 5), on: (6, 12, 9))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 330)
    node.faults = [
      Fault(
        apis: ["CreateNetworkInterface"], from: stage.time(0), to: stage.time(100),
        failure: .denied("eks-workers", "CreateNetworkInterface", instance: node.id))
    ]
    for interface in node.interfaces.dropFirst() { cluster.delete(interface) }
    cluster.schedule(3, on: node, from: 30, every: 6)
    cluster.after(98) {
      node.line(
        "info", "aws-k8s-agent/main.go:90", "Received shutdown signal, setting 'terminating' to true",
        at: cluster.now)
      node.isServing = false
    }
    cluster.after(104) { cluster.startIPAMD(node, at: cluster.now) }
    cluster.churn(node, every: 14, from: 170, until: 310)
    cluster.run(until: 330)
    var sample = Sample(
      path,
      "The role was denied CreateNetworkInterface, the policy was attached, aws-node restarted, and since then "
        + "every pod has an address.",
      Truth("healthy").accepting("iam-denied").forbidding(
        "subnet-exhausted", "node-ip-limit", "ipamd-unreachable"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    return sample
  }

  static func scatteredButSecondary(_ seed: UInt64) -> Sample {
    let path = "healthy/no-free-block-in-secondary-mode-v1.17"
    let stage = Stage(path, seed, Generation(17, 1), on: (8, 8, 8), cidr: "10.40.16.0/23")
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 240)
    cluster.scatter(in: stage.space)
    cluster.churn(node, every: 14, from: 20, until: 220)
    cluster.run(until: 240)
    var sample = Sample(
      path, "No aligned /28 of the subnet is free, which matters to nobody: the nodes take single addresses.",
      Truth("healthy").forbidding("subnet-fragmented", "subnet-exhausted", "warm-pool-hoarding")
        .counting(cluster.ledger(stage.space, splits: true, prefixMode: false)).without(
          "ipamd.log", "unknown"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("describe-subnets.json", cluster.describeSubnets())
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func seelogQuiet(_ seed: UInt64) -> Sample {
    let path = "healthy/full-node-seelog-v1.5"
    let stage = Stage(path, seed, Generation(5, 7), on: (1, 9, 19))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 25, until: 420)
    cluster.schedule(2, on: node, from: 60, every: 80)
    cluster.run(until: 420)
    var sample = Sample(
      path, "The oldest format: a full m5.large of CNI v1.5 that repeats its ENI limit and refuses nobody.",
      Truth("healthy").forbidding("node-ip-limit", "subnet-exhausted"))
    sample.add("ipamd.log.2026-01-09-19", Wrapper.raw(node.ipamdLines))
    return sample
  }

  static func readinessProbe(_ seed: UInt64) -> Sample {
    let path = "not-ip-problem/readiness-probe-of-the-application"
    let stage = Stage(path, seed, Generation(19, 3), on: (2, 17, 13))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 9, until: 240)
    let pods = cluster.schedule(3, on: node, from: 20, every: 4)
    for (index, pod) in pods.enumerated() {
      for round in 0..<12 {
        cluster.after(40 + Double(round * 15 + index)) {
          cluster.event(
            pod, "Warning", "Unhealthy",
            #"Readiness probe failed: Get "http://\#(pod.address?.description ?? ""):8080/healthz": dial tcp \#(pod.address?.description ?? ""):8080: connect: connection refused"#,
            at: cluster.now)
        }
      }
    }
    cluster.run(until: 240)
    var sample = Sample(
      path,
      "Three pods have their addresses and fail their readiness probes: the application does not listen.",
      Truth("not-ip-problem").accepting("healthy").forbidding(
        "ipamd-unreachable", "subnet-exhausted", "host-network-setup"
      )
      .without("events.json", "healthy"))
    sample.add("log-group.json", Wrapper.nested(node.ipamdLines, node: node))
    sample.add("events.json", cluster.eventsDocument())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func dns(_ seed: UInt64) -> Sample {
    let path = "not-ip-problem/cluster-dns"
    let stage = Stage(path, seed, Generation(18, 2), on: (3, 21, 18))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 5)
    for pod in node.pods.prefix(3) {
      for round in 0..<8 {
        cluster.event(
          pod, "Warning", "BackOff",
          "Back-off restarting failed container app in pod \(pod.name)_\(pod.namespace)(\(pod.uid))",
          at: stage.time(Double(20 + round * 40)))
      }
      cluster.event(
        pod, "Warning", "Unhealthy",
        "Readiness probe failed: lookup orders.shop.svc.cluster.local on 10.100.0.10:53: read udp \(pod.address?.description ?? "")->10.100.0.10:53: i/o timeout",
        at: stage.time(90))
    }
    cluster.run(until: 340)
    var sample = Sample(
      path, "Pods run with addresses and restart because names of services do not resolve.",
      Truth("not-ip-problem").forbidding("ec2-endpoint-unreachable", "ipamd-unreachable", "subnet-exhausted")
        .without("events.txt", "healthy"))
    sample.add("events.txt", cluster.eventTable())
    sample.add("pods.txt", cluster.podTable())
    return sample
  }

  static func otherPlugin(_ seed: UInt64) -> Sample {
    let path = "not-ip-problem/another-cni"
    let stage = Stage(path, seed, Generation(18, 2), on: (7, 14, 7))
    let (cluster, node) = (stage.cluster, stage.node)
    node.pathTrouble = { _ in
      .runtime(
        #"failed to setup network for sandbox "%sandbox%": plugin type="cilium-cni" name="cilium" failed (add): unable to connect to Cilium agent: failed to create cilium agent client after 30.000000 seconds timeout: Get "http://localhost/v1/config": dial unix /var/run/cilium/cilium.sock: connect: no such file or directory"#
      )
    }
    cluster.kubeletRoutine(node, until: 150)
    cluster.schedule(3, on: node, from: 10, every: 20)
    cluster.run(until: 150)
    var sample = Sample(
      path, "The sandbox fails in another network plugin; the VPC CNI is not in use on this node.",
      Truth("not-ip-problem").forbidding("ipamd-unreachable", "cni-install-broken", "subnet-exhausted"))
    sample.add("kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func eventsOnly(_ seed: UInt64) -> Sample {
    let path = "unknown/sandbox-events-only"
    let stage = Stage(path, seed, Generation(18, 2), on: (4, 16, 2))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 27)
    cluster.schedule(3, on: node, from: 10, every: 20)
    cluster.run(until: 300)
    var sample = Sample(
      path, "Only events: three pods could not get an address. Why is not in evidence.",
      Truth("unknown").forbidding("subnet-exhausted", "node-ip-limit", "subnet-fragmented", "ip-cooldown"))
    sample.add("events.txt", cluster.eventTable())
    return sample
  }

  static func poolEmptyOnly(_ seed: UInt64) -> Sample {
    let path = "unknown/pool-empty-lines-only-v1.20"
    let stage = Stage(path, seed, Generation(20, 2), on: (4, 17, 2))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 27)
    cluster.schedule(4, on: node, from: 10, every: 12)
    cluster.run(until: 300)
    let kept = node.log.filter {
      $0.message.contains("no available") || $0.message.hasPrefix("Received AddNetwork")
        || $0.message.hasPrefix("AddNetworkRequest")
    }
    var sample = Sample(
      path,
      "Somebody sent what grep found: the pool of the node was empty, again and again, and nothing else.",
      Truth("unknown").forbidding(
        "subnet-exhausted", "node-ip-limit", "subnet-fragmented", "ip-cooldown", "healthy"))
    sample.add("ipamd-grep.log", Wrapper.raw(LogText.lines(kept, node.cni)))
    return sample
  }
}
