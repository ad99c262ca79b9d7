import Evidence
import VPCModel

/// A CloudTrail event: the answer EC2 or STS gave to a call that failed.
///
///     {"eventName":"CreateNetworkInterface","errorCode":"Client.InsufficientFreeAddressesInSubnet",
///      "errorMessage":"…","requestParameters":{"subnetId":"subnet-…"},"userIdentity":{"arn":"…/i-…"}}
///
/// `lookup-events` wraps the same object as text into `CloudTrailEvent`. Keys are lowerCamel.
enum CloudTrailRecord {
  static func isOne(_ record: Record) -> Bool {
    record.members["CloudTrailEvent"] != nil
      || record.members["eventName"] != nil && record.members["eventSource"] != nil
  }

  /// Calls that give addresses to nodes. Others fail for reasons that are nobody's here.
  private static let calls: Set<String> = [
    "AssignIpv6Addresses", "AssignPrivateIpAddresses", "AssociateTrunkInterface", "AssumeRole",
    "AssumeRoleForPodIdentity", "AssumeRoleWithWebIdentity", "AttachNetworkInterface",
    "CreateNetworkInterface",
    "CreateNetworkInterfacePermission", "CreateTags", "DeleteNetworkInterface", "DescribeInstanceTypes",
    "DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups", "DescribeSubnets",
    "DetachNetworkInterface", "ModifyNetworkInterfaceAttribute", "UnassignPrivateIpAddresses",
  ]

  /// The failure as a text for the patterns, and the request behind it when a node's session made it; nothing for a
  /// call that worked, or that people made.
  static func read(_ record: Record) throws(RecordError) -> [Statement] {
    if let inner = try record.text("CloudTrailEvent") {
      var reader = JSONReader(bytes: Array(inner.utf8))
      reader.toleratesBadText = true
      // The text is quoted whole by the service; when it is cut, the outer record still counts as read.
      guard let value = try? reader.value() else { return [] }
      return try read(Record(value, path: record.place("CloudTrailEvent")))
    }
    guard let raw = try record.text("errorCode"), let call = try record.text("eventName"),
      calls.contains(call)
    else { return [] }
    let code = bareCode(raw)
    let identity = try record.record("userIdentity")
    let kind = try identity?.text("type")
    // What a person was refused at a keyboard says nothing about the node's role.
    guard code != "DryRunOperation", kind != "IAMUser", kind != "Root" else { return [] }
    let message = try record.text("errorMessage") ?? ""
    var ids: [String] = []
    if let parameters = record.members["requestParameters"] { collect(parameters, into: &ids) }
    var text = message.isEmpty ? "\(code): \(call)" : "\(code): \(message) (\(call)"
    for id in ids where !message.contains(id) { text += " \(id)" }
    if !message.isEmpty { text += ")" }
    let node = try identity?.text("arn").flatMap(sessionInstance)
    let time = try record.time("eventTime")
    var statements = [Statement.text(text, origin: "cloudtrail", time: time, node: node)]
    if let node, let time, let request = try record.text("requestID") {
      statements.append(.request(id: request, time: time, node: node))
    }
    return statements
  }

  /// `Client.UnauthorizedOperation` → `UnauthorizedOperation`.
  static func bareCode(_ code: String) -> String {
    for prefix in ["Client.", "Server."] where code.hasPrefix(prefix) {
      return String(code.dropFirst(prefix.count))
    }
    return code
  }

  /// The instance whose role made the call: its id is the name of the session.
  private static func sessionInstance(_ arn: String) -> String? {
    guard let last = arn.split(separator: "/").last, last.hasPrefix("i-") else { return nil }
    return String(last)
  }

  /// Resource ids anywhere in the request, each once, at most 16: the error text often leaves them out.
  private static func collect(_ value: JSONValue, into ids: inout [String], depth: Int = 0) {
    guard depth < 8, ids.count < 16 else { return }
    switch value {
    case .string(let text):
      let isID = ["subnet-", "eni-", "i-", "sg-"].contains { text.hasPrefix($0) } && text.utf8.count <= 32
      if isID, !ids.contains(text) { ids.append(text) }
    case .array(let elements): for element in elements { collect(element, into: &ids, depth: depth + 1) }
    case .object(let object): for pair in object.pairs { collect(pair.value, into: &ids, depth: depth + 1) }
    case .null, .bool, .number: break
    }
  }
}
