import VPCModel

/// A pod's way to its address: kubelet asks the runtime, the runtime the plugin, the plugin ipamd.
extension Cluster {
  func pod(_ namespace: String, _ app: String, on node: Node, at time: Moment) -> Pod {
    let hash = random.letters(10, of: Catalog.suffix)
    let pod = Pod(
      namespace: namespace, name: "\(app)-\(hash)-\(random.letters(5, of: Catalog.suffix))",
      uid: random.uuid(),
      created: time)
    pod.labels = [("app", app), ("pod-template-hash", hash)]
    pod.node = node
    pods.append(pod)
    node.pods.append(pod)
    return pod
  }

  /// Pods that have run since before the story began, and the pool that their number makes.
  func settle(_ node: Node, pods count: Int) {
    for _ in 0..<count {
      let pod = pod(
        random.pick(["shop", "shop", "billing", "search"]), random.pick(Catalog.apps), on: node,
        at: node.launched + Double(random.between(600, 6000)))
      pod.sandbox = random.hex(64)
      pod.reason = "Running"
      while freeAddress(node, now) == nil, growQuietly(node) {}
      guard let free = freeAddress(node, now) else { continue }
      pod.address = free.0
      pod.interface = free.1
      node.assignments += 1
    }
    while isLow(node), growQuietly(node) {}
    node.refusals = 0
  }

  /// One growth without lines; false when nothing can grow.
  private func growQuietly(_ node: Node) -> Bool {
    for interface in node.poolInterfaces where interface.slots < node.slotsPerENI {
      let room = node.slotsPerENI - interface.slots
      let settings = node.settings
      let missing = max(settings.warmIP - (node.total - node.assigned), settings.minimumIP - node.total, 1)
      let count = node.usesPrefixes ? 1 : settings.hasIPTargets ? min(room, missing) : room
      if take(node, interface, count) == nil { return true }
      if count > 1, take(node, interface, 1) == nil { return true }
    }
    guard node.hasRoom, let interface = interface(in: node.podSpace ?? node.space, owner: .eniPrimary) else {
      return false
    }
    attach(interface, to: node)
    tagAsPool(interface, node)
    return take(node, interface, 1) == nil
  }

  /// An address that no pod has and that does not cool.
  func freeAddress(_ node: Node, _ time: Moment) -> (IPv4Address, Interface)? {
    let used = Set(node.pods.compactMap(\.address))
    let cooling = Set(node.cooling.filter { $0.until > time }.map(\.address))
    for interface in node.poolInterfaces {
      let mode =
        node.usesPrefixes
        ? interface.podAddresses.dropFirst(interface.secondaries.count) : interface.secondaries[...]
      if let address = mode.first(where: { !used.contains($0) && !cooling.contains($0) }) {
        return (address, interface)
      }
    }
    return nil
  }

  /// Schedules `count` pods, `gap` seconds apart, from `seconds` after the start.
  @discardableResult
  func schedule(
    _ count: Int, on node: Node, from seconds: Double, every gap: Double = 1.7, app: String? = nil,
    namespace: String = "shop"
  ) -> [Pod] {
    (0..<count).map { index in
      let time = start + seconds + Double(index) * gap
      let pod = pod(namespace, app ?? random.pick(Catalog.apps), on: node, at: time)
      pod.sandbox = ""
      at(time) {
        self.event(
          pod, "Normal", "Scheduled", "Successfully assigned \(pod.namespace)/\(pod.name) to \(node.name)",
          source: "default-scheduler", at: time)
        self.attempt(pod, on: node, at: time + 0.6)
      }
      return pod
    }
  }

  // MARK: One try

  func attempt(_ pod: Pod, on node: Node, at time: Moment) {
    guard !pod.isGone, pod.address == nil else { return }
    pod.attempts += 1
    pod.sandbox = random.hex(64)
    let netns = "/var/run/netns/cni-\(random.uuid())"
    if case .runtime(let words)? = node.pathTrouble?(time) {
      return fail(pod, node, time + 0.2, words, plugin: false)
    }
    pluginAdd(pod, node, netns, time)
    switch node.pathTrouble?(time) {
    case .plugin(let words)?:
      node.plugin.append(
        LogLine(
          time: time + 0.01, level: "error", caller: "routed-eni-cni-plugin/cni.go:140",
          message: "Error received from AddNetwork grpc call for containerID \(pod.sandbox): \(words)"))
      return fail(pod, node, time + 0.02, "add cmd: Error received from AddNetwork gRPC call: \(words)")
    case .refused(let words)?:
      request(pod, node, netns, time + 0.008)
      reply(pod, node, nil, words, time + 0.012)
      return fail(pod, node, time + 0.02, "add cmd: failed to assign an IP address to container")
    default: break
    }
    request(pod, node, netns, time + 0.008)
    guard let (address, interface) = freeAddress(node, time), node.diskTrouble?(time) == nil else {
      refuse(pod, node, time + 0.009)
      return
    }
    pod.address = address
    pod.interface = interface
    node.assignments += 1
    assignLine(pod, node, address, time + 0.01)
    reply(pod, node, address, nil, time + 0.011)
    if let words = node.setupTrouble?(time) {
      pod.address = nil
      pod.interface = nil
      node.plugin.append(
        LogLine(
          time: time + 0.05, level: "error", caller: "driver/driver.go:214",
          message: "Failed SetupPodNetwork for container \(pod.sandbox): \(words)"))
      release(pod, node, time + 0.08, address: address, interface: interface)
      return fail(pod, node, time + 0.1, "add command: failed to setup network: \(words)")
    }
    pod.reason = "Running"
    node.plugin.append(
      LogLine(
        time: time + 0.03, level: "info", caller: "routed-eni-cni-plugin/cni.go:140",
        message:
          "Received add network response from ipamd for container \(pod.sandbox) interface eth0: Success:true IPv4Addr:\"\(address)\" DeviceNumber:\(interface.device)"
      ))
    if node.cni.since(7) {
      node.plugin.append(
        LogLine(
          time: time + 0.04, level: "debug", caller: "routed-eni-cni-plugin/cni.go:281",
          message:
            "SetupPodNetwork: hostVethName=eni\(random.hex(11)), contVethName=eth0, netnsPath=\(netns), v4Addr=\(address)/32, deviceNumber=\(interface.device), mtu=9001"
        ))
    }
    node.kubelet.append(
      TextLine(
        time: time + 1.9,
        text:
          #"I\#((time + 1.9).klog)    3021 pod_startup_latency_tracker.go:104] "Observed pod startup duration" pod="\#(pod.namespace)/\#(pod.name)" podStartSLOduration=2.\#(random.between(100, 999))"#
      ))
  }

  private func pluginAdd(_ pod: Pod, _ node: Node, _ netns: String, _ time: Moment) {
    let args =
      "IgnoreUnknown=1;K8S_POD_NAMESPACE=\(pod.namespace);K8S_POD_NAME=\(pod.name);K8S_POD_INFRA_CONTAINER_ID=\(pod.sandbox)"
    let standard =
      #"{"cniVersion":"0.4.0","mtu":"9001","name":"aws-cni","pluginLogFile":"/var/log/aws-routed-eni/plugin.log","pluginLogLevel":"DEBUG","type":"aws-cni","vethPrefix":"eni"}"#
    node.plugin.append(
      LogLine(
        time: time, level: "info", caller: "routed-eni-cni-plugin/cni.go:128",
        message:
          "Received CNI add request: ContainerID(\(pod.sandbox)) Netns(\(netns)) IfName(eth0) Args(\(args)) Path(/opt/cni/bin) argsStdinData(\(standard))"
      ))
    if node.cni.since(10, 4) {
      node.plugin.append(
        LogLine(
          time: time, level: "debug", caller: "routed-eni-cni-plugin/cni.go:128",
          message: "Prev Result: <nil>\n"))
    }
    if node.cni.since(19, 6) {
      node.plugin.append(
        LogLine(
          time: time, level: "info", caller: "routed-eni-cni-plugin/cni.go:128",
          message: "NETWORK_POLICY_ENFORCING_MODE is not set"))
    }
  }

  private func request(_ pod: Pod, _ node: Node, _ netns: String, _ time: Moment) {
    let cni = node.cni
    if !cni.since(7) {
      let word = cni.since(6) ? "Sandbox" : "Container"
      node.line(
        "info", "ipamd/rpc_handler.go:142",
        "Received AddNetwork for NS \(netns), Pod \(pod.name), NameSpace \(pod.namespace), \(word) \(pod.sandbox), ifname eth0",
        at: time)
    } else {
      node.line(
        "info", "rpc/rpc.pb.go:713",
        "Received AddNetwork for NS \(netns), Sandbox \(pod.sandbox), ifname eth0", at: time)
      node.line(
        "debug", "rpc/rpc.pb.go:713",
        #"AddNetworkRequest: K8S_POD_NAME:"\#(pod.name)"  K8S_POD_NAMESPACE:"\#(pod.namespace)"  K8S_POD_INFRA_CONTAINER_ID:"\#(pod.sandbox)"  ContainerID:"\#(pod.sandbox)"  IfName:"eth0"  NetworkName:"aws-cni"  Netns:"\#(netns)""#,
        at: time)
    }
    let name = cni.since(16) ? "AssignPodIPv4Address" : "AssignIPv4Address"
    let colon = cni.since(13) ? "" : ":"
    node.line(
      "debug", "datastore/data_store.go:607",
      "\(name): IP address pool stats: total\(colon) \(node.total), assigned \(node.assigned)",
      at: time + 0.001)
  }

  private func assignLine(_ pod: Pod, _ node: Node, _ address: IPv4Address, _ time: Moment) {
    guard node.cni.since(16) else { return }
    let metadata =
      node.cni.since(20) ? " with metadata {k8sPodNamespace:\(pod.namespace) k8sPodName:\(pod.name)}" : ""
    node.line(
      "info", "datastore/data_store.go:714",
      "assignPodIPAddressUnsafe: Assign IP \(address) to sandbox aws-cni/\(pod.sandbox)/eth0\(metadata)",
      at: time)
  }

  func reply(_ pod: Pod, _ node: Node, _ address: IPv4Address?, _ error: String?, _ time: Moment) {
    let cni = node.cni
    let device = address == nil ? -1 : pod.interface?.device ?? 0
    let shown = address?.description ?? ""
    let tail = error ?? "<nil>"
    let message: String
    if cni.since(20) {
      if let error {
        node.line(
          "error", "ipamd/rpc_handler.go:330", "Returning failure response for AddNetwork: \(error)", at: time
        )
      }
      message =
        "Send AddNetworkReply: Success: \(error == nil) IPAddr: [\(shown)], resp: \(error == nil ? "[device:\(device)]" : "[]"), err: \(tail)"
    } else if cni.since(16) {
      message = "Send AddNetworkReply: IPv4Addr: \(shown), IPv6Addr: , DeviceNumber: \(device), err: \(tail)"
    } else if cni.since(10) {
      message = "Send AddNetworkReply: IPv4Addr \(shown), IPv6Addr: , DeviceNumber: \(device), err: \(tail)"
    } else {
      message = "Send AddNetworkReply: IPv4Addr \(shown), DeviceNumber: \(device), err: \(tail)"
    }
    node.line("info", "rpc/rpc.pb.go:713", message, at: time)
  }

  private func refuse(_ pod: Pod, _ node: Node, _ time: Moment) {
    let cni = node.cni
    if let words = node.diskTrouble?(time) {
      node.line("warn", "datastore/data_store.go:560", "Failed to update backing store: \(words)", at: time)
      reply(pod, node, nil, words, time + 0.001)
      return fail(pod, node, time + 0.01, "add cmd: failed to assign an IP address to container")
    }
    node.refusals += 1
    for interface in node.poolInterfaces where cni.since(7) {
      node.line(
        "debug", "datastore/data_store.go:640",
        "AssignPodIPv4Address: ENI \(interface.id) does not have available addresses", at: time)
    }
    node.line(
      "error", "datastore/data_store.go:650",
      cni.since(9)
        ? "DataStore has no available IP/Prefix addresses" : "DataStore has no available IP addresses",
      at: time)
    if cni.since(20) {
      node.line(
        "warn", "rpc/rpc_grpc.pb.go:131", "Failed to assign IPs from network card 0: \(cni.noAddress)",
        at: time)
    } else if cni.since(8) && !cni.since(10) {
      node.line(
        "warn", "ipamd/rpc_handler.go:200",
        "Send AddNetworkReply: unable to assign IPv4 address for pod, err: \(cni.noAddress)", at: time)
    }
    reply(pod, node, nil, cni.noAddress, time + 0.001)
    fail(pod, node, time + 0.01, "add cmd: failed to assign an IP address to container")
  }

  // MARK: Going

  /// A pod ends: its address cools before the next pod may have it.
  func end(_ pod: Pod, at time: Moment) {
    guard let node = pod.node, let address = pod.address, let interface = pod.interface else { return }
    pod.address = nil
    pod.isGone = true
    node.pods.removeAll { $0 === pod }
    pods.removeAll { $0 === pod }
    node.plugin.append(
      LogLine(
        time: time, level: "info", caller: "routed-eni-cni-plugin/cni.go:320",
        message:
          "Received CNI del request: ContainerID(\(pod.sandbox)) Netns(/var/run/netns/cni-\(random.uuid())) IfName(eth0) Args(IgnoreUnknown=1;K8S_POD_NAMESPACE=\(pod.namespace);K8S_POD_NAME=\(pod.name)) Path(/opt/cni/bin) argsStdinData({})"
      ))
    release(pod, node, time + 0.02, address: address, interface: interface)
  }

  func release(_ pod: Pod, _ node: Node, _ time: Moment, address: IPv4Address, interface: Interface) {
    let cni = node.cni
    let until = time + Double(node.settings.cooldown)
    node.cooling.removeAll { $0.until <= time }
    node.cooling.append((address, until))
    node.line("info", "rpc/rpc.pb.go:731", "Received DelNetwork for Sandbox \(pod.sandbox)", at: time)
    if cni.since(10) {
      node.line(
        "info", "ipamd/rpc_handler.go:360",
        "UnassignPodIPAddress: sandbox aws-cni/\(pod.sandbox)/eth0's ipAddr \(address), DeviceNumber \(interface.device)",
        at: time + 0.001)
    }
    if cni.since(16) {
      node.line(
        "info", "datastore/data_store.go:860",
        "unassignPodIPAddressUnsafe: Unassign IP \(address) from sandbox aws-cni/\(pod.sandbox)/eth0",
        at: time + 0.001)
    }
    if cni.since(21) {
      node.line(
        "debug", "datastore/data_store.go:861",
        "IP \(address) entering cooldown period of \(node.settings.cooldown)s (available after \(until.iso))",
        at: time + 0.001)
    }
    delReply(node, "\(address)", "<nil>", interface.device, time + 0.002)
    guard random.oneIn(3), cni.since(10) else { return }
    // The runtime repeats a DEL; ipamd knows nothing of it any more.
    node.line("info", "rpc/rpc.pb.go:731", "Received DelNetwork for Sandbox \(pod.sandbox)", at: time + 0.9)
    node.line(
      "warn", "datastore/data_store.go:812",
      "UnassignPodIPAddress: Failed to find sandbox aws-cni/\(pod.sandbox)/eth0", at: time + 0.9)
    delReply(node, "", "datastore: unknown pod", -1, time + 0.901)
  }

  private func delReply(_ node: Node, _ address: String, _ error: String, _ device: Int, _ time: Moment) {
    let cni = node.cni
    let message =
      cni.since(20)
      ? "Send DelNetworkReply: IPAddress: [\(address)], err: \(error)"
      : cni.since(19)
        ? "Send DelNetworkReply: IPv4Addr: \(address), IPv6Addr: , DeviceNumber: \(device), NetworkPolicyMode: none, err: \(error)"
        : cni.since(16)
          ? "Send DelNetworkReply: IPv4Addr: \(address), IPv6Addr: , DeviceNumber: \(device), err: \(error)"
          : "Send DelNetworkReply: IPv4Addr \(address), DeviceNumber: \(device), err: \(error)"
    node.line("info", "rpc/rpc.pb.go:731", message, at: time)
  }
}

extension Catalog {
  static let apps = [
    "web", "cart", "checkout", "catalog", "search", "ledger", "mailer", "worker", "render", "quota-api",
  ]
}
