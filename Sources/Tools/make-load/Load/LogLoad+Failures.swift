/// The failures, each with request ids and sandboxes of its own.
extension LogLoad {
  mutating func failure() throws {
    let before = log.lines
    var routine = 0
    // Even a short log of an ill node says why.
    let isFirst = truth.failureLines == 0 && plan.node?.trouble != nil
    switch (isFirst ? 0 : random.below(100), plan.node?.trouble) {
    case (40..<70, _):
      // The request itself is routine: only the refusal is a failure.
      routine = 3
      try refusal()
    case (_, .denied): try denied()
    case (0..<40, _): try shortage()
    case (70..<85, nil): try throttled()
    default: try noInterface()
    }
    truth.failureLines += log.lines - before - routine
  }

  /// EC2 has no address to give to an interface that has room.
  private mutating func shortage() throws {
    log.clock.advance(random.between(50, 400))
    let words = shortageWords()
    let id = interface
    truth.shortages += 1
    try log.line(
      "error", "ipamd/ipamd.go:927", "Failed to allocate a private IP/Prefix addresses on ENI \(id): \(words)"
    )
    try log.line(
      "debug", "ipamd/ipamd.go:927",
      "containsInsufficientCIDRsOrSubnetIPs encountered InsufficientFreeAddressesInSubnet")
    try log.line(
      "warn", "ipamd/ipamd.go:734",
      "failed to allocate all available IP addresses on ENI \(id), err: \(words)")
    log.clock.advance(57)
    try log.line(
      "error", "ipamd/ipamd.go:757",
      "Unable to attach IPs/Prefixes for the ENI, subnet doesn't seem to have enough IPs/Prefixes. Consider using new subnet or carve a reserved range using create-subnet-cidr-reservation"
    )
  }

  /// A pod asks and the pool is empty.
  private mutating func refusal() throws {
    let (_, _) = try request()
    truth.refusals += 1
    let (id, primary) = random.pick(interfaces)
    try log.line(
      "debug", "datastore/data_store.go:1003",
      "Unable to get IP address from CIDR: no free IP available in the prefix - \(primary)/32")
    try log.line(
      "debug", "datastore/data_store.go:640",
      "AssignPodIPv4Address: ENI \(id) does not have available addresses")
    try log.line("error", "datastore/data_store.go:650", "DataStore has no available IP/Prefix addresses")
    log.clock.advance(1)
    try log.line(
      "info", "rpc/rpc.pb.go:713",
      "Send AddNetworkReply: IPv4Addr: , IPv6Addr: , DeviceNumber: -1, err: AssignPodIPv4Address: no available IP/Prefix addresses"
    )
  }

  /// The node's role may not make an interface.
  private mutating func denied() throws {
    log.clock.advance(random.between(100, 900))
    try log.line(
      "error", "awsutils/awsutils.go:933",
      "Failed to CreateNetworkInterface operation error EC2: CreateNetworkInterface, https response error StatusCode: 403, RequestID: \(random.uuid()), api error UnauthorizedOperation: You are not authorized to perform this operation."
    )
  }

  private mutating func throttled() throws {
    log.clock.advance(random.between(100, 2000))
    truth.throttles += 1
    let words =
      "RequestLimitExceeded: Request limit exceeded.\\n\\tstatus code: 503, request id: \(random.uuid())"
    try log.line(
      "error", "ipamd/ipamd.go:927",
      "Failed to allocate a private IP/Prefix addresses on ENI \(interface): \(words)")
    try log.line("warn", "ipamd/ipamd.go:741", "Failed to allocate 14 IP addresses on an ENI: \(words)")
  }

  /// The subnet has not even the one address of a new interface.
  private mutating func noInterface() throws {
    log.clock.advance(random.between(100, 900))
    truth.shortages += 1
    let words = shortageWords()
    try log.line(
      "error", "awsutils/awsutils.go:933", "Failed to CreateNetworkInterface \(words) for subnet \(subnet)")
    try log.line(
      "error", "ipamd/ipamd.go:819",
      "Failed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: failed to create network interface: \(words)"
    )
  }

  private mutating func shortageWords() -> String {
    "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.\\n\\tstatus code: 400, request id: \(random.uuid())"
  }
}
