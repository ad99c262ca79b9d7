/// Texts of level `error-text` stand inside other lines: here in the line their component really prints.
enum Carriers {
  /// A filled row as it stands in a log: as it is, or inside its carrier.
  static func message(_ row: MessageRow, _ text: String, seed: Int = 0) -> String {
    guard row.level == "error-text" else { return text }
    let values = PlausibleValues(seed: seed)
    let eni = values.string(.eni)
    switch row.component {
    case "ec2-api": return ec2(row, text, eni: eni, subnet: values.string(.subnet))
    case "sts": return "Failed to call ec2:DescribeNetworkInterfaces for [\(eni)]: \(text)"
    case "imds":
      return row.rootCause == "context"
        ? "Could not get local IPv4 addresses from IMDS: \(text)"
        : "Initialization failure: ipamd: can not initialize with AWS SDK interface: \(text)"
    case "datastore", "ipamd", "awsutils", "networkutils", "eniconfig", "k8sapi": return ipamd(row, text)
    case "ipamd-rpc": return plugin("rpc error: code = FailedPrecondition desc = \(text)", seed: seed)
    case "plugin": return plugin(text, seed: seed)
    case "nodeagent": return "Failed to connect to network policy agent: \(text)"
    default: return text
    }
  }

  private static func ec2(_ row: MessageRow, _ text: String, eni: String, subnet: String) -> String {
    switch row.action ?? "DescribeNetworkInterfaces" {
    case "CreateNetworkInterface":
      return row.first <= CNIVersion("v1.18.0") && row.seedIsOdd
        ? "Failed to increase pool size due to not able to allocate ENI AllocENI: failed to create ENI: failed to create network interface: \(text)"
        : "Failed to CreateNetworkInterface \(text) for subnet \(subnet)"
    case "AssignPrivateIpAddresses":
      return "Failed to allocate a private IP/Prefix addresses on ENI \(eni): \(text)"
    case "AssignIpv6Addresses": return "Failed to allocate IPv6 Prefixes on ENI \(eni): \(text)"
    case "AttachNetworkInterface": return "Failed to attach ENI \(eni): \(text)"
    case "DetachNetworkInterface": return "Failed to detach ENI \(eni) \(text)"
    case "DeleteNetworkInterface": return "Not able to delete ENI: \(text)"
    case "DescribeSubnets": return "Failed to call ec2:DescribeSubnets: \(text)"
    case "CreateTags": return "Failed to tag the newly created ENI \(eni): \(text)"
    case "ModifyNetworkInterfaceAttribute":
      return "refreshSGIDs: unable to update ENI \(eni) security groups: \(text)"
    case "UnassignPrivateIpAddresses": return "Failed to deallocate a private IP address \(text)"
    case "AssociateTrunkInterface":
      return "failed to allocate branch ENI to pod: associating branch to trunk, \(text)"
    default: return "Failed to call ec2:DescribeNetworkInterfaces for [\(eni)]: \(text)"
    }
  }

  private static func ipamd(_ row: MessageRow, _ text: String) -> String {
    let start = text.prefix { $0 != " " && $0 != ":" }
    if text.contains("no available IP") {
      return "Send AddNetworkReply: Success: false IPAddr: [], resp: <nil>, err: \(text)"
    }
    if ["AllocENI", "attachENI", "awsGetFreeDeviceNumber", "eniconfig", "primary", "no"].contains(start),
      row.component != "datastore"
    {
      return "Failed to increase pool size due to not able to allocate ENI \(text)"
    }
    if start == "setupENINetwork" || start == "waitForENIAndIPsAttached" {
      return "Failed to increase pool size for network card 0: \(text)"
    }
    return "Initialization failure: \(text)"
  }

  private static func plugin(_ text: String, seed: Int) -> String {
    text.hasPrefix("rpc error")
      ? "Error received from AddNetwork grpc call for containerID \(PlausibleValues(seed: seed).string(.sandbox)): \(text)"
      : text
  }
}

extension MessageRow {
  /// Spreads the rows of one action over the carriers it has.
  fileprivate var seedIsOdd: Bool { (Int(id.suffix(3)) ?? 0) % 2 == 1 }
}
