/// A release of the VPC CNI, and what its release decides about log lines and behaviour.
struct Generation {
  let minor: Int
  let patch: Int

  /// `Generation(19, 6)` is v1.19.6.
  init(_ minor: Int, _ patch: Int) {
    self.minor = minor
    self.patch = patch
  }

  var version: String { "v1.\(minor).\(patch)" }
  /// As the EKS build prints itself.
  var build: String { minor < 8 ? version : "\(version)-eksbuild.1" }

  func since(_ minor: Int, _ patch: Int = 0) -> Bool { (self.minor, self.patch) >= (minor, patch) }

  /// Text lines of the seelog library; zap JSON from v1.6.1 on.
  var writesSeelog: Bool { !since(6, 1) }
  /// Error texts of AWS SDK for Go v2.
  var usesSDKv2: Bool { since(19, 4) }
  var hasUnixSocket: Bool { since(23) }
  /// The entry point is a Go program that prints logfmt.
  var hasGoEntryPoint: Bool { since(12, 1) }

  /// Where the plugin finds ipamd.
  var endpoint: String {
    hasUnixSocket
      ? "dial unix /var/run/aws-node/ipamd.sock"
      : since(12, 6)
        ? "dial tcp 127.0.0.1:50051" : "dial tcp 127.0.0.1:50051"
  }

  /// gRPC's words for a server that is not there.
  var connectionRefused: String {
    if hasUnixSocket {
      return
        #"rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/aws-node/ipamd.sock: connect: connection refused""#
    }
    let dialing = since(12, 6) ? "dialing: dial tcp" : "dialing dial tcp"
    let prefix = since(8) ? "" : "all SubConns are in TransientFailure, latest connection error: "
    return
      #"rpc error: code = Unavailable desc = \#(prefix)connection error: desc = "transport: Error while \#(dialing) 127.0.0.1:50051: connect: connection refused""#
  }

  /// What `AddNetwork` says when no address is left.
  var noAddress: String {
    if since(20) { return "AssignPodIPAddress: no available IP/Prefix addresses" }
    if since(16) { return "AssignPodIPv4Address: no available IP/Prefix addresses" }
    if since(9) { return "assignPodIPv4AddressUnsafe: no available IP/Prefix addresses" }
    return "assignPodIPv4AddressUnsafe: no available IP addresses"
  }
}
