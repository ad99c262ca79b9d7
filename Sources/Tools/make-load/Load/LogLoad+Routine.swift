/// Lines of a day without trouble, some of which look worse than they are.
extension LogLoad {
  mutating func smallTalk() throws {
    log.clock.advance(random.between(1, 40))
    switch random.below(9) {
    case 0:
      try log.line(
        "debug", "ipamd/ipamd.go:1390",
        "Skipping decrease Datastore pool because time since last \(random.between(4, 29))s <= 30s")
    case 1:
      try log.line("error", "ipamd/ipamd.go:770", "Error finding unassigned IPs for ENI \(interface)")
    case 2:
      try log.line(
        "debug", "datastore/data_store.go:1119",
        "ENI \(interface) cannot be deleted because it has pods assigned")
    case 3:
      try log.line(
        "info", "runtime/asm_amd64.s:1594",
        "Handling http request: GET, from: 127.0.0.1:\(random.between(32000, 60000)), URI: /v1/enis")
    case 4: try log.line("debug", "awsutils/awsutils.go:2001", "No AWS CNI leaked ENIs found.")
    case 5:
      try log.line(
        "debug", "ipamd/ipamd.go:853",
        "Did not allocate ENI since IPs/Prefixes needed were not greater than 0. IPs/Prefixes needed: 0")
    case 6:
      try log.line(
        "debug", "ipamd/ipamd.go:2160",
        "computeExtraPrefixesOverWarmTarget - available: 0, over: 0, warm_prefix_target: 1")
    case 7:
      try log.line("debug", "awsutils/awsutils.go:580", "Found security-group id: sg-0c0ffee0a11ce5eed")
    default:
      let idle = total - assigned
      try log.line(
        "debug", "ipamd/ipamd.go:1490",
        "It might be possible to remove extra ENIs because available (\(idle)) >= (ENI/Prefix target + 1 (1) + 1) * addrsPerENI (14)"
      )
    }
  }

  /// The check of one interface against IMDS, every minute.
  mutating func reconcile() throws {
    log.clock.advance(random.between(1, 30))
    let (id, primary) = random.pick(interfaces)
    try log.line("debug", "ipamd/ipamd.go:1180", "Reconcile existing ENI \(id) IP pool")
    try log.line("debug", "ipamd/ipamd.go:1240", "Reconcile and skip primary IP \(primary) on ENI \(id)")
    if random.below(3) == 0 {
      try log.line(
        "debug", "ipamd/ipamd.go:1245",
        "Reconcile skipping IP \(address) on ENI \(id) because it was recently unassigned from the ENI.")
    }
    log.clock.advance(1)
    try log.line("debug", "ipamd/ipamd.go:1310", "Found prefix pool count 0 for eni \(id)\\n")
    if random.below(4) == 0 {
      try log.line(
        "info", "awsutils/awsutils.go:1290",
        "logOutOfSyncState: DescribeNetworkInterfaces(\(id)) yielded private IPv4 addresses [] that were not yet found in IMDS."
      )
    }
    try log.line("debug", "ipamd/ipamd.go:1265", "Successfully Reconciled ENI/IP pool")
  }

  /// The plugin asks for an address.
  ///
  /// - Returns: the sandbox and the pod it is for.
  @discardableResult
  mutating func request() throws -> (sandbox: String, pod: String) {
    log.clock.advance(random.between(20, 900))
    let sandbox = random.hex(64)
    let pod = "\(random.pick(Self.apps))-\(random.suffix(10))-\(random.suffix(5))"
    let netns = "/var/run/netns/cni-\(random.uuid())"
    try log.line(
      "info", "rpc/rpc.pb.go:713", "Received AddNetwork for NS \(netns), Sandbox \(sandbox), ifname eth0")
    try log.line(
      "debug", "rpc/rpc.pb.go:713",
      "AddNetworkRequest: K8S_POD_NAME:\\\"\(pod)\\\"  K8S_POD_NAMESPACE:\\\"shop\\\"  K8S_POD_INFRA_CONTAINER_ID:\\\"\(sandbox)\\\"  ContainerID:\\\"\(sandbox)\\\"  IfName:\\\"eth0\\\"  NetworkName:\\\"aws-cni\\\"  Netns:\\\"\(netns)\\\""
    )
    try log.line(
      "debug", "datastore/data_store.go:607",
      "AssignPodIPv4Address: IP address pool stats: total \(total), assigned \(assigned)")
    return (sandbox, pod)
  }

  mutating func addNetwork() throws {
    let sandbox = try request().sandbox
    log.clock.advance(1)
    let given = address
    assigned = min(total, assigned + 1)
    try log.line(
      "info", "datastore/data_store.go:714",
      "assignPodIPAddressUnsafe: Assign IP \(given) to sandbox aws-cni/\(sandbox)/eth0")
    try log.line(
      "info", "rpc/rpc.pb.go:713",
      "Send AddNetworkReply: IPv4Addr: \(given), IPv6Addr: , DeviceNumber: \(random.below(3)), err: <nil>")
  }

  mutating func delNetwork() throws {
    log.clock.advance(random.between(20, 900))
    let sandbox = random.hex(64)
    let freed = address
    assigned = max(8, assigned - 2)
    try log.line("info", "rpc/rpc.pb.go:731", "Received DelNetwork for Sandbox \(sandbox)")
    try log.line(
      "info", "ipamd/rpc_handler.go:360",
      "UnassignPodIPAddress: sandbox aws-cni/\(sandbox)/eth0's ipAddr \(freed), DeviceNumber 0")
    try log.line(
      "info", "datastore/data_store.go:860",
      "unassignPodIPAddressUnsafe: Unassign IP \(freed) from sandbox aws-cni/\(sandbox)/eth0")
    try log.line(
      "info", "rpc/rpc.pb.go:731",
      "Send DelNetworkReply: IPv4Addr: \(freed), IPv6Addr: , DeviceNumber: 0, NetworkPolicyMode: none, err: <nil>"
    )
  }

  private static let apps = [
    "web", "cart", "checkout", "catalog", "search", "ledger", "mailer", "worker", "render", "quota-api",
  ]
}
