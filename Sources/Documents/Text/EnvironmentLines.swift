import Evidence

/// Variables of aws-node that were grepped out of something: no object around them.
///
///     - name: WARM_IP_TARGET             out of YAML; `"name": "WARM_IP_TARGET",` out of JSON
///       value: "5"
///     WARM_IP_TARGET:      5             out of kubectl describe
///     WARM_IP_TARGET=5                   out of `kubectl set env --list` or `env`
///
/// Only variables of the CNI count, and only where a line holds nothing else: prose and commands do not.
struct EnvironmentLines {
  private var environment: [String: String] = [:]
  /// The name whose value the next line has.
  private var pending: String?
  /// The line before ended in `\`: this one is the rest of a command, an intention and no state.
  private var isContinued = false
  private var line = 0
  private var byte = 0

  /// True when the line is a variable, or the value of the one before it.
  mutating func consume(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    let isCommand = isContinued
    isContinued = row.bytes.last == UInt8(ascii: "\\")
    if isCommand || isContinued { return false }
    if let name = pending {
      pending = nil
      guard let value = Self.member("value", row) else {
        return consume(row, number: number, byte: byte, emit: emit)
      }
      return keep(name, value, number, byte, emit: emit)
    }
    if let name = Self.member("name", row), Self.isVariable(name) {
      pending = name
      return true
    }
    if row.words.count == 2, row.word(0).hasSuffix(":"), Self.isVariable(String(row.word(0).dropLast())) {
      return keep(String(row.word(0).dropLast()), row.word(1), number, byte, emit: emit)
    }
    if row.words.count == 1, let equals = row.text.firstIndex(of: "="),
      Self.isVariable(String(row.text[..<equals]))
    {
      let value = String(row.text[row.text.index(after: equals)...])
      return keep(String(row.text[..<equals]), Self.unquoted(value), number, byte, emit: emit)
    }
    return false
  }

  /// States the variables gathered.
  mutating func flush(emit: StatementSink) {
    pending = nil
    guard !environment.isEmpty else { return }
    var configuration = CNIConfiguration(source: "daemonset")
    configuration.environment = environment
    environment = [:]
    emit(.configuration(configuration), line, byte)
  }

  private mutating func keep(_ name: String, _ value: String, _ number: Int, _ byte: Int, emit: StatementSink)
    -> Bool
  {
    // The same variable with another value: another node or another time begins.
    if let old = environment[name], old != value { flush(emit: emit) }
    if environment.isEmpty {
      line = number
      self.byte = byte
    }
    environment[name] = value
    return true
  }

  /// The text of `- key: value`, `key: "value"` or `"key": "value",`; nil when the line is anything else.
  private static func member(_ key: String, _ row: TextRow) -> String? {
    let start = row.word(0) == "-" ? 1 : 0
    guard row.words.count == start + 2 else { return nil }
    guard row.word(start) == "\(key):" || row.word(start) == "\"\(key)\":" else { return nil }
    return unquoted(row.word(start + 1))
  }

  private static func unquoted(_ text: String) -> String {
    var text = text[...]
    if text.last == "," { text = text.dropLast() }
    if let first = text.first, first == "\"" || first == "'", text.count >= 2, text.last == first {
      text = text.dropFirst().dropLast()
    }
    return String(text)
  }

  static func isVariable(_ name: String) -> Bool {
    variables.contains(name) || name.hasPrefix("AWS_VPC_K8S_CNI_") || name.hasPrefix("AWS_VPC_ENI_")
  }

  private static let variables: Set<String> = [
    "WARM_ENI_TARGET", "WARM_IP_TARGET", "WARM_PREFIX_TARGET", "MINIMUM_IP_TARGET", "MAX_ENI",
    "ENABLE_PREFIX_DELEGATION", "ENI_CONFIG_LABEL_DEF", "ENI_CONFIG_ANNOTATION_DEF", "ENABLE_POD_ENI",
    "POD_SECURITY_GROUP_ENFORCING_MODE", "ENABLE_SUBNET_DISCOVERY", "ENABLE_IPv4", "ENABLE_IPv6",
    "IP_COOLDOWN_PERIOD", "AWS_MANAGE_ENIS_NON_SCHEDULABLE", "DISABLE_NETWORK_RESOURCE_PROVISIONING",
    "ENABLE_IMDS_ONLY_MODE", "MANAGE_UNTAGGED_ENI", "DISABLE_LEAKED_ENI_CLEANUP", "ENABLE_MULTI_NIC",
    "VPC_CNI_VERSION", "NETWORK_POLICY_ENFORCING_MODE", "ANNOTATE_POD_IP", "DISABLE_INTROSPECTION",
    "DISABLE_METRICS", "DISABLE_TCP_EARLY_DEMUX",
  ]
}
