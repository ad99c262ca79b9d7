import VPCModel

/// ipamd's datastore at one moment, from `/v1/enis` or a metrics page. Counts are addresses; nil is not known.
package struct PoolSnapshot: Hashable, Sendable, Codable {
  package var total: Int?
  package var assigned: Int?
  package var cooling: Int?
  package var prefixes: Int?
  package var enis: [DatastoreENI] = []
  /// True when `enis` lists every interface of the datastore.
  package var isComplete = false
  package var time: Instant?
  package init() {}
}

/// One interface in ipamd's datastore.
package struct DatastoreENI: Hashable, Sendable, Codable {
  package var id: ENIID
  package var subnet: SubnetID?
  package var deviceNumber: Int?
  package var card: Int?
  package var isPrimary: Bool?
  package var isTrunk: Bool?
  package var isEFA: Bool?
  package var isExcluded: Bool?
  /// CIDRs held: /32 in secondary mode, /28 in prefix mode, with the pods inside.
  package var cidrs: [DatastoreCIDR] = []
  package init(id: ENIID) { self.id = id }
}

package struct DatastoreCIDR: Hashable, Sendable, Codable {
  package var block: IPv4Block?
  package var isPrefix: Bool
  package var assigned: [Allocation]
  /// Addresses released within the cooldown period at the snapshot's time; nil when the time is not known.
  package var cooling: Int?
  package init(block: IPv4Block?, isPrefix: Bool, assigned: [Allocation], cooling: Int? = nil) {
    self.block = block
    self.isPrefix = isPrefix
    self.assigned = assigned
    self.cooling = cooling
  }
}

/// An address given to a sandbox, from introspection or the checkpoint.
package struct Allocation: Hashable, Sendable, Codable {
  package var address: String
  package var namespace: String?
  package var pod: String?
  package var container: String?
  package var since: Instant?
  package init(address: String) { self.address = address }
}

/// Counters of one metrics page (one node), summed over labels that do not matter here.
package struct MetricsSnapshot: Hashable, Sendable {
  /// Name without labels → value; only gauges and counters of ipamd.
  package var values: [String: Double] = [:]
  /// `awscni_aws_api_error_count`: (api, EC2 code) → count.
  package var apiErrors: [APIError: Double] = [:]
  package var delReasons: [String: Double] = [:]
  package var version: String?
  package var time: Instant?
  package var node: String?
  package init() {}

  package struct APIError: Hashable, Sendable, Codable {
    package let api: String
    package let error: String
    package init(api: String, error: String) {
      self.api = api
      self.error = error
    }
  }
}

extension MetricsSnapshot: Codable {
  private enum Key: String, CodingKey { case values, apiErrors, delReasons, version, time, node }

  private struct ErrorCount: Codable {
    let error: APIError
    let count: Double
  }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    self.init()
    values = try from.decodeIfPresent(forKey: .values) ?? [:]
    for entry: ErrorCount in try from.decodeIfPresent(forKey: .apiErrors) ?? [] {
      apiErrors[entry.error] = entry.count
    }
    delReasons = try from.decodeIfPresent(forKey: .delReasons) ?? [:]
    version = try from.decodeIfPresent(forKey: .version)
    time = try from.decodeIfPresent(forKey: .time)
    node = try from.decodeIfPresent(forKey: .node)
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(filled: values, forKey: .values)
    let errors = apiErrors.map { ErrorCount(error: $0.key, count: $0.value) }
      .sorted { ($0.error.api, $0.error.error) < ($1.error.api, $1.error.error) }
    try to.encode(filled: errors, forKey: .apiErrors)
    try to.encode(filled: delReasons, forKey: .delReasons)
    try to.encodeIfPresent(version, forKey: .version)
    try to.encodeIfPresent(time, forKey: .time)
    try to.encodeIfPresent(node, forKey: .node)
  }
}
