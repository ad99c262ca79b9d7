/// What one line alone must come to.
enum Expectation: Equatable {
  /// The cause is the primary.
  case primary(String)
  /// Nothing is blamed; the cause is among the alternatives.
  case suspected(String)
  /// The rules do not settle it for one line: the cause, or unknown with the cause among the alternatives.
  case either(String)
  /// `unknown`, and undecided: an empty pool has many reasons.
  case poolEmpty
  /// A wrapper: blames nothing without a code inside.
  case wrapper
  /// Blames nothing; may suspect this one cause.
  case suspicion(String)
  /// Blames nothing and suspects nothing.
  case nothing
  case verdict(String)

  static func of(_ row: MessageRow) -> Expectation {
    if let settled = settled[row.id] { return settled.expectation }
    switch row.rootCause {
    case "context", "healthy": return .nothing
    case "by-error-text": return .wrapper
    case "ip-pool-empty": return .poolEmpty
    case "unknown", "not-ip-problem": return .verdict(row.rootCause)
    default: break
    }
    if proving.contains(where: { row.template.contains($0) }) { return .primary(row.rootCause) }
    // A retry notice or a first try; the rules blame nothing on one of them.
    if row.level == "debug" || row.level == "info" { return .suspected(row.rootCause) }
    return .either(row.rootCause)
  }

  /// Texts that prove their row's cause by the documented rules, wherever they stand.
  private static let proving = [
    // The path.
    "connect: connection refused\"", "ipamd.sock: connect:", "CrashLoopBackOff (aws-node)",
    "from instance metadata", "ec2imds: GetRegion", "RequestError: send request failed\ncaused by: Post",
    "request send failed, Post", "proxyconnect", "x509:", "UnauthorizedOperation", "Unauthorized operation",
    "retry quota exceeded", "exceeded maximum number of attempts, 3, https response error StatusCode: 503",
    "failed to find plugin \"aws-cni\"", "checkpointVersion", "wrong CNI/ipamd version",
    "add command: failed to setup network", "Failed SetupPodNetwork", "failed to set up host network",
    "failed to setup network policy", "ailed to connect to network policy agent", "cannot be longer than 4",
    "MUST be a valid", "cannot be less than", "must be set to either", "reserved values",
    "cannot be set to stdout",
    "IPv4 and IPv6 are both", "failed to validate configuration", "invalid Network policy mode",
    "Failed to update backing store", "giving up trying to retrieve ENIs", "This ENI only has",
    // The codes of EC2.
    "InsufficientFreeAddressesInSubnet", "InsufficientCidrBlocks", "NetworkInterfaceLimitExceeded",
    "AttachmentLimitExceeded:", "InvalidGroup.NotFound", "InvalidSecurityGroupID.NotFound",
    "InvalidGroupId.Malformed", "SecurityGroupsPerInterfaceLimitExceeded", "InvalidSubnetID.NotFound",
    "same availability zone", "ExpiredToken", "AuthFailure", "NoCredentialProviders",
    "sts:AssumeRoleWithWebIdentity", "InvalidIdentityToken", "no EC2 IMDS role found",
    // Limits and features.
    "no valid subnets available", "does not belong to this cluster", "Too many pods", "enough resource: pods",
    "Failed to get ENI limit", "unknown instance type", "is not supported for trunk interface",
    "untagged ENI!", "FreeENI: failed", "stale IP allocation", "using prevResult",
    "eniconfig is not available",
    "error while retrieving eniconfig", "No trunk ENI found", "No slot available for a trunk",
    "Failed to create trunk interface", "failed initializing trunk", "failed to get sandbox image",
  ]

  /// Rows the general rules of this file would read wrongly, each with what settles it.
  static let settled: [String: (expectation: Expectation, because: String)] = [
    "EC2-035": (.primary("iam-denied"), "a denied trunk call is iam-denied, section 11"),
    "EC2-036": (.primary("iam-denied"), "the same code as every other action, SDK v1"),
    "VRC-004": (.either("pod-eni-misconfigured"), "the controller's own bookkeeping, section 11"),
    "SCH-001": (
      .suspected("branch-eni-limit"), "whether nodes offer branches is not in evidence, section 11"
    ),
    "AWS-100": (.either("node-ip-limit"), "the text of the EC2 code, at info level"),
    "EC2-020": (.suspicion("datastore-drift"), "section 9 calls one harmless, section 11 every cycle drift"),
    "EC2-031": (.suspicion("datastore-drift"), "the same code, SDK v1"),
    "EC2-095": (.suspicion("eni-leak"), "its line, a failed detach, is AWS-034's"),
    "EC2-096": (.suspicion("eni-leak"), "its line, a failed detach, is AWS-034's"),
    "EC2-098": (.suspicion("eni-leak"), "its line, a failed detach, is AWS-034's"),
    "EC2-099": (.suspicion("eni-leak"), "its line, a failed detach, is AWS-034's"),
    "KUB-017": (.primary("image-pull-failed"), "the pod is aws-node's"),
    "KUB-016": (.primary("image-pull-failed"), "the pod is aws-node's"),
    "KUB-001": (.poolEmpty, "the prefix of repeated events; the sentence inside says pool empty"),
    "IPD-009": (.suspected("node-cordoned"), "needs a failing pod add on the node"),
    "IPD-161": (.either("pod-eni-misconfigured"), "the text proves, the level is debug"),
    "AWS-058": (.either("subnet-discovery-misconfigured"), "the text proves, the level is debug"),
    "DS-053": (.either("ip-leak"), "one purge at start is the cure as well as the sign"),
    "PLG-002": (.either("ip-leak"), "the text proves, the level is info"),
    "PLG-051": (.either("ipamd-unreachable"), "a hanging ipamd; the rules name refusals only"),
    "NOD-001": (.either("ipamd-unreachable"), "single probe failures during start are normal"),
    "AWS-056": (.suspected("eni-leak"), "a risk and no failure, section 9"),
    "KUB-012": (.nothing, "follows any failure of a sandbox, section 9"),
    "IPD-072": (.nothing, "nothing refused: healthy with a note, section 11"),
    "RPC-013": (.nothing, "during an upgrade, section 9"),
  ]
}
