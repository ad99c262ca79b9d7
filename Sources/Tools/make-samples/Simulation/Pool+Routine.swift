import VPCModel

/// The lines of a day without trouble: reconciles, sweeps, things that look worse than they are.
extension Cluster {
  /// Whether the pool holds a whole ENI too much, and then the lines that say why none of them goes.
  func isIdleHigh(_ node: Node, _ available: Int, _ time: Moment) -> Bool {
    let warm = node.usesPrefixes ? node.settings.warmPrefix : node.settings.warmENI
    guard node.cni.since(9), available >= (warm + 1) * node.addressesPerENI, random.oneIn(3) else {
      return false
    }
    node.line(
      "debug", "ipamd/ipamd.go:1490",
      "It might be possible to remove extra ENIs because available (\(available)) >= (ENI/Prefix target + 1 (\(warm)) + 1) * addrsPerENI (\(node.addressesPerENI))",
      at: time)
    for interface in node.registered {
      let reason =
        interface.device == 0
        ? "it is primary"
        : node.pods.contains { $0.interface === interface } ? "it has pods assigned" : "it is too young"
      node.line(
        "debug", "datastore/data_store.go:1119", "ENI \(interface.id) cannot be deleted because \(reason)",
        at: time + 0.001)
    }
    return true
  }

  func smallTalk(_ node: Node, _ time: Moment) {
    let interface = random.pick(node.registered)
    let cni = node.cni
    switch random.below(26) {
    case 0 where cni.since(9):
      node.line(
        "debug", "ipamd/ipamd.go:1390",
        "Skipping decrease Datastore pool because time since last \(goDuration(Double(random.between(4, 29)))) <= 30s",
        at: time)
    case 1 where cni.since(9):
      node.line(
        "error", "ipamd/ipamd.go:770", "Error finding unassigned IPs for ENI \(interface.id)", at: time)
    case 2:
      node.line(
        "debug", "datastore/data_store.go:1119",
        "ENI \(interface.id) cannot be deleted because \(interface.device == 0 ? "it is primary" : "it has pods assigned")",
        at: time)
    case 3:
      node.line(
        "info", "runtime/asm_amd64.s:1594",
        "Handling http request: GET, from: 127.0.0.1:\(random.between(32000, 60000)), URI: /v1/enis", at: time
      )
    case 4 where cni.since(6):
      node.line("debug", "awsutils/awsutils.go:2001", "No AWS CNI leaked ENIs found.", at: time)
    case 5 where node.usesPrefixes:
      node.line(
        "debug", "ipamd/ipamd.go:2140",
        "Prefix target is \(node.settings.warmPrefix), short of 0 prefixes, free \(node.freePrefixes) prefixes",
        at: time)
    case 6 where cni.since(16):
      node.line(
        "debug", "ipamd/ipamd.go:2160",
        "computeExtraPrefixesOverWarmTarget - available: \(node.freePrefixes), over: 0, warm_prefix_target: \(node.settings.warmPrefix)",
        at: time)
    case 7 where cni.since(16) && !node.settings.customNetworking:
      node.line(
        "debug", "ipamd/ipamd.go:853",
        "Did not allocate ENI since IPs/Prefixes needed were not greater than 0. IPs/Prefixes needed: 0",
        at: time)
    case 8 where node.settings.hasIPTargets && interface.device > 0:
      node.line(
        "debug", "datastore/data_store.go:1119",
        "ENI \(interface.id) cannot be deleted because it is required for WARM_IP_TARGET: \(node.settings.warmIP)",
        at: time)
    case 9 where cni.since(8):
      node.line(
        "debug", "awsutils/awsutils.go:580", "Found security-group id: sg-0c0ffee0a11ce5eed", at: time)
    case 10 where cni.since(20):
      node.line(
        "debug", "awsutils/awsutils.go:2241", "checkAPIErrorAndBroadcastEvent resulted in <nil>", at: time)
    case 11 where cni.since(12, 6):
      node.line(
        "debug", "datastore/data_store.go:1003",
        "Unable to get IP address from CIDR: no free IP available in the prefix - \(interface.primary)/32",
        at: time)
    default: break
    }
  }

  func reconcile(_ node: Node, _ time: Moment) {
    node.lastReconcile = time
    let cni = node.cni
    for interface in node.registered {
      node.line("debug", "ipamd/ipamd.go:1180", "Reconcile existing ENI \(interface.id) IP pool", at: time)
      node.line(
        "debug", "ipamd/ipamd.go:1240",
        "Reconcile and skip primary IP \(interface.primary) on ENI \(interface.id)", at: time)
      if cni.since(9) {
        node.line(
          "debug", "ipamd/ipamd.go:1180", "Reconcile existing ENI \(interface.id) IP prefixes",
          at: time + 0.001)
        node.line(
          "debug", "ipamd/ipamd.go:1310",
          "Found prefix pool count \(interface.prefixes.count) for eni \(interface.id)\n", at: time + 0.001)
      }
    }
    if let cool = node.cooling.last, cool.until > time, cni.since(6) {
      node.line(
        "debug", "ipamd/ipamd.go:1245",
        "Reconcile skipping IP \(cool.address) on ENI \(random.pick(node.registered).id) because it was recently unassigned from the ENI.",
        at: time + 0.001)
    }
    if cni.since(7), random.oneIn(5) {
      node.line(
        "info", "awsutils/awsutils.go:1290",
        "logOutOfSyncState: DescribeNetworkInterfaces(\(random.pick(node.registered).id)) yielded private IPv4 addresses [] that were not yet found in IMDS.",
        at: time + 0.002)
    }
    node.line("debug", "ipamd/ipamd.go:1265", "Successfully Reconciled ENI/IP pool", at: time + 0.002)
  }

  /// The first minute of ipamd, up to serving requests.
  func startIPAMD(_ node: Node, at time: Moment, serve: Bool = true) {
    let cni = node.cni
    let settings = node.settings
    func say(_ level: String, _ caller: String, _ text: String, _ delay: Double) {
      node.line(level, caller, text, at: time + delay)
    }
    say("info", "aws-k8s-agent/main.go:31", "Starting L-IPAMD \(cni.build)  ...", 0)
    if cni.since(19, 4) {
      say("info", "aws-k8s-agent/main.go:52", "API server connectivity established.", 0.4)
    } else if cni.since(8) {
      say(
        "info", "aws-k8s-agent/main.go:42",
        "Successful communication with the Cluster! Cluster Version is: v1.\(min(30, cni.minor + 12)). git version: v1.\(min(30, cni.minor + 12)).4-eks. git tree state: clean. commit: \(random.hex(40)). platform: linux/amd64",
        0.4)
    }
    if cni.since(7) && !cni.since(21, 1) {
      say(
        "warn", "awsutils/awsutils.go:348",
        "HTTP_TIMEOUT env is not set or set to less than 10 seconds, defaulting to httpTimeout to 10sec", 0.5)
    }
    if cni.since(9) {
      say("info", "ipamd/ipamd.go:373", "Custom networking enabled \(settings.customNetworking)", 0.5)
    }
    if cni.since(18) {
      say("info", "ipamd/ipamd.go:373", "Subnet discovery enabled \(settings.discovery)", 0.5)
    }
    say("debug", "awsutils/awsutils.go:380", "Found region: \(region) ", 0.5)
    say("debug", "awsutils/awsutils.go:384", "Found availability zone: \(node.space.zone) ", 0.51)
    say("debug", "awsutils/awsutils.go:396", "Found local-ip: \(node.address) ", 0.52)
    say("debug", "awsutils/awsutils.go:404", "Found instance-id: \(node.id) ", 0.52)
    say("debug", "awsutils/awsutils.go:412", "Found instance-type: \(node.limits.type) ", 0.53)
    say(
      "debug", "awsutils/awsutils.go:420", "Found primary interface's MAC address: \(node.interfaces[0].mac)",
      0.53)
    say("debug", "awsutils/awsutils.go:430", "Found subnet-id: \(node.space.id) ", 0.54)
    if cni.since(9) { say("info", "ipamd/ipamd.go:373", "Prefix Delegation enabled \(settings.prefix)", 0.6) }
    if settings.prefix && !node.usesPrefixes {
      say(
        "warn", "ipamd/ipamd.go:410",
        "Prefix delegation is not supported on non-nitro instance \(node.limits.type) hence falling back to default (secondary IP) mode",
        0.6)
    }
    say("debug", "ipamd/ipamd.go:388", "Start node init", 0.6)
    if cni.since(9) {
      let prefixes = node.usesPrefixes ? node.slotsPerENI : 0
      say(
        "debug", "ipamd/ipamd.go:420",
        "Max ip per ENI \(node.addressesPerENI) and max prefixes per ENI \(prefixes)", 0.61)
    }
    for interface in node.registered {
      say("debug", "awsutils/awsutils.go:1400", "Discovered ENI \(interface.id), trying to set it up", 1.0)
      if cni.since(8) {
        say(
          "info", "awsutils/awsutils.go:1420",
          "Found ENIs having \(interface.secondaries.count) secondary IPs and \(interface.prefixes.count) Prefixes",
          1.01)
      }
    }
    if cni.since(12, 6), node.pods.isEmpty {
      say(
        "debug", "datastore/data_store.go:390",
        "backing store doesn't exists, assuming bootstrap on a new node", 1.1)
    }
    if cni.since(16) {
      say(
        "info", "ipamd/ipamd.go:460",
        "IP pool manager - max pods: \(node.maxPods), warm IP target: \(settings.warmIP), warm prefix target: \(settings.warmPrefix), warm ENI target: \(settings.warmENI), minimum IP target: \(settings.minimumIP)",
        1.2)
    }
    guard serve else { return }
    if cni.since(13) { say("debug", "ipamd/ipamd.go:512", "node init completed successfully", 1.3) }
    if cni.hasUnixSocket {
      say(
        "info", "ipamd/rpc_handler.go:480",
        "Serving RPC Handler version \(cni.build) on unix:/var/run/aws-node/ipamd.sock", 1.4)
    } else if cni.since(7) {
      say(
        "info", "ipamd/rpc_handler.go:393", "Serving RPC Handler version \(cni.build) on 127.0.0.1:50051", 1.4
      )
    }
    node.isServing = true
    node.lastReconcile = time
  }
}
