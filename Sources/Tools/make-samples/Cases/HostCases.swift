import VPCModel

/// Step 0 again: the node itself, its plugin, its settings, its disk.
enum HostCases {
  static var all: [(UInt64) -> Sample] {
    [
      pluginMissing, configInvalid, imagePull, vethFailure, policyAgent, diskFull, cordoned,
      setupFailsForOneENI,
    ]
  }

  static func pluginMissing(_ seed: UInt64) -> Sample {
    let path = "cni-install-broken/plugin-binary-removed-v1.18"
    let stage = Stage(path, seed, Generation(18, 5), on: (2, 12, 9))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 300)
    node.pathTrouble = {
      $0 < stage.time(60)
        ? nil
        : .runtime(
          #"failed to setup network for sandbox "%sandbox%": failed to find plugin "aws-cni" in path [/opt/cni/bin]"#
        )
    }
    cluster.schedule(6, on: node, from: 20, every: 15)
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "A hardening script emptied /opt/cni/bin. ipamd is well and has addresses; the runtime finds no plugin.",
      Truth("cni-install-broken").on([node]).forbidding(
        "ipamd-unreachable", "subnet-exhausted", "node-ip-limit"
      )
      .without("messages", "healthy").without("events.txt", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("messages", Wrapper.syslog(node.kubeletLines, host: node.hostName))
    sample.add("events.txt", cluster.eventTable())
    sample.add("pods.json", cluster.podsDocument())
    return sample
  }

  static func configInvalid(_ seed: UInt64) -> Sample {
    let path = "cni-config-invalid/no-warm-prefix-target-v1.16"
    let stage = Stage(path, seed, Generation(16, 2), on: (9, 9, 15))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.settle(node, pods: 5)
    node.settings.prefix = true
    node.settings.warmPrefix = 0
    for round in 0..<5 {
      let begin = stage.time(Double(round * round * 12))
      node.console.append(
        LogText.console(
          node.cni, "error",
          "Setting WARM_PREFIX_TARGET = 0 is not supported while WARM_IP_TARGET/MINIMUM_IP_TARGET is not set. Please configure either one of the WARM_{PREFIX/IP}_TARGET or MINIMUM_IP_TARGET env variables",
          at: begin))
    }
    node.pathTrouble = { _ in .plugin(node.cni.connectionRefused) }
    cluster.schedule(3, on: node, from: 10, every: 30)
    cluster.run(until: 220)
    var sample = Sample(
      path,
      "Prefix mode was switched on with WARM_PREFIX_TARGET=0 and no other target: the entry point refuses to "
        + "start.",
      Truth("cni-config-invalid").on([node]).forbidding("subnet-exhausted", "cni-install-broken")
        .without("aws-node.log", "ipamd-unreachable"))
    sample.add("aws-node.log", Wrapper.kubectl(node.consoleLines, timestamps: true))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("daemonset.json", cluster.daemonSet(node.cni, node.settings), depth: 6)
    return sample
  }

  static func imagePull(_ seed: UInt64) -> Sample {
    let path = "image-pull-failed/no-ecr-endpoint"
    let stage = Stage(path, seed, Generation(19, 0), on: (4, 27, 6))
    let (cluster, node) = (stage.cluster, stage.node)
    let image = "602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.19.0-eksbuild.1"
    let agent = cluster.pod("kube-system", "aws-node", on: node, at: stage.time(0))
    agent.reason = "ImagePullBackOff"
    let pull =
      "failed to pull and unpack image \"\(image)\": failed to resolve reference \"\(image)\": failed to do request: Head \"https://602401143452.dkr.ecr.us-east-1.amazonaws.com/v2/amazon-k8s-cni/manifests/v1.19.0-eksbuild.1\": dial tcp 10.40.9.17:443: i/o timeout"
    cluster.event(
      agent, "Normal", "Scheduled", "Successfully assigned kube-system/\(agent.name) to \(node.name)",
      source: "default-scheduler", at: stage.time(0))
    for round in 0..<6 {
      let time = stage.time(Double(10 + round * 42))
      cluster.event(agent, "Normal", "Pulling", "Pulling image \"\(image)\"", at: time)
      cluster.event(
        agent, "Warning", "Failed",
        "Failed to pull image \"\(image)\": rpc error: code = DeadlineExceeded desc = \(pull)", at: time + 30)
      cluster.event(agent, "Warning", "Failed", "Error: ErrImagePull", at: time + 30)
      cluster.event(agent, "Normal", "BackOff", "Back-off pulling image \"\(image)\"", at: time + 31)
      cluster.event(agent, "Warning", "Failed", "Error: ImagePullBackOff", at: time + 31)
    }
    let waiting = cluster.pod("shop", "web", on: node, at: stage.time(60))
    cluster.event(
      waiting, "Warning", "NetworkNotReady",
      "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized",
      at: stage.time(270))
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "A new node in a closed subnet cannot pull the image of aws-node, so the CNI is never installed there.",
      Truth("image-pull-failed").on([node]).forbidding(
        "cni-install-broken", "ipamd-unreachable", "subnet-exhausted"))
    sample.add("events.json", cluster.eventsDocument())
    sample.add("aws-node-describe.txt", cluster.describe(agent))
    return sample
  }

  static func vethFailure(_ seed: UInt64) -> Sample {
    let path = "host-network-setup/veth-pair-v1.15"
    let stage = Stage(path, seed, Generation(15, 4), on: (7, 1, 12))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 210)
    node.setupTrouble = {
      $0 < stage.time(60)
        ? nil : "SetupPodNetwork: failed to setup veth pair: failed to add veth link: operation not supported"
    }
    cluster.schedule(5, on: node, from: 30, every: 14)
    cluster.run(until: 210)
    var sample = Sample(
      path,
      "A kernel update left the veth module out: ipamd hands out addresses, the plugin cannot build the link and "
        + "gives them back.",
      Truth("host-network-setup").on([node]).forbidding(
        "ip-cooldown", "node-ip-limit", "subnet-exhausted", "ipamd-unreachable"
      )
      .without("plugin.log", "healthy").without("kubelet.log", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func setupFailsForOneENI(_ seed: UInt64) -> Sample {
    let path = "host-network-setup/new-interface-link-not-found-v1.17"
    let stage = Stage(path, seed, Generation(17, 1), on: (11, 4, 20))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 5, until: 160)
    node.attachTrouble = { _, interface in
      let words =
        "setupENINetwork: failed to find the link which uses MAC address \(interface.mac): no interface found which uses mac address \(interface.mac) (attempt 5/5)"
      return [
        ("warn", "Error trying to set up ENI \(interface.id): \(words)"),
        ("error", "Failed to increase pool size: failed to set up ENI \(interface.id) network: \(words)"),
      ]
    }
    cluster.schedule(17, on: node, from: 30, every: 4)
    cluster.run(until: 160)
    var sample = Sample(
      path,
      "A udev rule renames new links; every further ENI is attached in EC2 and never set up, until EC2 says "
        + "AttachmentLimitExceeded on a node that uses two.",
      Truth("host-network-setup").on([node]).accepting("datastore-drift").forbidding(
        "node-ip-limit", "subnet-exhausted", "eni-quota"
      )
      .without("ipamd-*", "healthy", "node-ip-limit", "imds-lag"))
    sample.add("ipamd-\(cluster.now.rotation).log.gz", Archive.gzip(Wrapper.raw(node.ipamdLines)))
    sample.add("enis.json", cluster.introspection(node))
    sample.add("describe-network-interfaces.json", cluster.describeInterfaces(of: node))
    return sample
  }

  static func policyAgent(_ seed: UInt64) -> Sample {
    let path = "network-policy-agent-down/strict-mode-v1.19"
    let stage = Stage(path, seed, Generation(19, 6), on: (12, 2, 8))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 8, until: 300)
    let dial =
      #"rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:50052: connect: connection refused""#
    node.pathTrouble = { time in
      guard time >= stage.time(60) else { return nil }
      node.plugin.append(
        LogLine(
          time: time + 0.02, level: "error", caller: "routed-eni-cni-plugin/cni.go:277",
          message:
            "Failed to connect to network policy agent: \(dial). Network Policy agent might not be running"))
      return .runtime(
        #"failed to setup network for sandbox "%sandbox%": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to setup network policy"#
      )
    }
    cluster.schedule(5, on: node, from: 30, every: 14)
    cluster.run(until: 300)
    var sample = Sample(
      path,
      "The node agent of network policies is down on a node in strict mode; addresses are given out and pods "
        + "fail one step later.",
      Truth("network-policy-agent-down").on([node]).forbidding(
        "ipamd-unreachable", "subnet-exhausted", "node-ip-limit"
      )
      .without("plugin.log", "healthy").without("events.txt", "healthy"))
    sample.add("ipamd.log", Wrapper.raw(node.ipamdLines))
    sample.add("plugin.log", Wrapper.raw(node.pluginLines))
    sample.add("events.txt", cluster.eventTable())
    return sample
  }

  static func diskFull(_ seed: UInt64) -> Sample {
    let path = "host-disk-full/checkpoint-not-written-v1.14"
    let stage = Stage(path, seed, Generation(14, 1), on: (5, 20, 21))
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 6, until: 210)
    node.diskTrouble = {
      $0 < stage.time(45) ? nil : "write /var/run/aws-node/ipam.json.tmp2719: no space left on device"
    }
    cluster.schedule(5, on: node, from: 30, every: 12)
    cluster.run(until: 210)
    var sample = Sample(
      path, "The disk is full: ipamd cannot write its checkpoint and refuses pods while addresses are free.",
      Truth("host-disk-full").on([node]).forbidding("subnet-exhausted", "node-ip-limit", "ip-cooldown"))
    sample.add("ipamd.log", Wrapper.docker(node.ipamdLines))
    sample.add("kubelet.log", Wrapper.journal(node.kubeletLines, host: node.hostName))
    return sample
  }

  static func cordoned(_ seed: UInt64) -> Sample {
    let path = "node-cordoned/daemonset-pods-v1.17"
    var settings = Settings()
    settings.warmENI = 0
    let stage = Stage(path, seed, Generation(17, 1), on: (6, 6, 4), settings: settings)
    let (cluster, node) = (stage.cluster, stage.node)
    cluster.boot(node, pods: 6, until: 210)
    node.isCordoned = true
    cluster.schedule(6, on: node, from: 30, every: 8, app: "log-shipper", namespace: "observability")
    cluster.run(until: 210)
    var sample = Sample(
      path,
      "A node was cordoned for maintenance; DaemonSet pods still land there, and ipamd does not grow the pool of "
        + "a cordoned node.",
      Truth("node-cordoned").on([node]).forbidding("subnet-exhausted", "node-ip-limit"))
    sample.add("ipamd.log", Wrapper.tail(node.ipamdLines, stream: node.hostName))
    sample.add("nodes.json", cluster.nodesDocument(), depth: 4)
    sample.add("events.txt", cluster.eventTable())
    return sample
  }
}
