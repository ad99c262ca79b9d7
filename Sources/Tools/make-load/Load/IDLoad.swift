/// A log in which everything is new: each line has an identifier or a wording that no other line has.
///
/// Of every four, one is a request id, two a sandbox and its pod, one an error in words that no playbook knows.
package enum IDLoad {
  package static func write(count: Int, seed: UInt64, to sink: Sink) throws {
    var load = try LogLoad(LogLoad.Plan(size: 0, failures: 0, seed: seed), sink)
    var made = 0
    while made < count {
      load.log.clock.advance(7)
      try load.log.line(
        "error", "ipamd/ipamd.go:927",
        "Failed to allocate a private IP/Prefix addresses on ENI \(load.interface): InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.\\n\\tstatus code: 400, request id: \(load.random.uuid())"
      )
      let sandbox = load.random.hex(64)
      let pod = "web-\(load.random.suffix(10))-\(load.random.suffix(5))"
      try load.log.line(
        "debug", "rpc/rpc.pb.go:713",
        "AddNetworkRequest: K8S_POD_NAME:\\\"\(pod)\\\"  K8S_POD_NAMESPACE:\\\"shop\\\"  K8S_POD_INFRA_CONTAINER_ID:\\\"\(sandbox)\\\"  ContainerID:\\\"\(sandbox)\\\"  IfName:\\\"eth0\\\"  NetworkName:\\\"aws-cni\\\""
      )
      try load.log.line(
        "error", "rpc/rpc.pb.go:713",
        "Send AddNetworkReply: IPv4Addr: , IPv6Addr: , DeviceNumber: -1, err: AssignPodIPv4Address: no available IP/Prefix addresses"
      )
      try load.log.line(
        "error", "ipamd/ipamd.go:\(load.random.between(100, 2400))",
        "Unexpected \(load.random.word(9)) of \(load.random.word(7)): cannot \(load.random.word(8))")
      made += 4
    }
    try load.log.finish()
  }
}
