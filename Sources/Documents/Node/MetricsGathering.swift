import Evidence
import VPCModel

/// One sample of a metric: name, labels, value, and the time when the scraper wrote one.
struct MetricSample {
  var name: String
  var labels: [String: String]
  var value: Double
  var time: Instant?
}

/// Samples of one or several nodes, added up into one snapshot for each.
///
/// Counters and gauges of ipamd are summed over labels that do not matter. `fn` and `failure_reason` do: for them
/// there are keys `name{fn="…"}` beside the sum. Quantiles and histogram buckets are left out.
struct MetricsGathering {
  private var snapshots: [String: MetricsSnapshot] = [:]
  private var seen: Set<String> = []
  private(set) var errorTexts: [(text: String, node: String?)] = []
  // A page has some hundred samples; a hostile one must not fill the memory.
  private static let mostKeys = 20_000
  private static let mostNodes = 20_000

  var isEmpty: Bool { snapshots.isEmpty }

  /// Takes a sample; false when the same series was there already, so that a second page begins.
  mutating func add(_ sample: MetricSample) -> Bool {
    let name = Self.plainName(sample.name)
    guard name.hasPrefix("awscni_") || name == "process_start_time_seconds" else { return true }
    let labels = sample.labels
    if labels["quantile"] != nil || labels["le"] != nil || name.hasSuffix("_created") { return true }
    let node = Self.node(labels)
    let series = name + labels.sorted { $0.key < $1.key }.map { "\u{1}\($0.key)\u{2}\($0.value)" }.joined()
    if seen.count < Self.mostKeys, !seen.insert(series).inserted { return false }
    guard sample.value.isFinite, snapshots.count < Self.mostNodes || snapshots[node ?? ""] != nil else {
      return true
    }
    var snapshot = snapshots[node ?? ""] ?? MetricsSnapshot()
    snapshot.node = node
    if let time = sample.time, snapshot.time.map({ $0 < time }) ?? true { snapshot.time = time }
    apply(name, labels, sample.value, node: node, to: &snapshot)
    snapshots[node ?? ""] = snapshot
    return true
  }

  /// The snapshots in order of their nodes; the gathering is empty after it.
  mutating func take() -> [MetricsSnapshot] {
    let result = snapshots.sorted { $0.key < $1.key }.map(\.value)
    snapshots = [:]
    seen = []
    return result
  }

  mutating func takeErrorTexts() -> [(text: String, node: String?)] {
    defer { errorTexts = [] }
    return errorTexts
  }

  private mutating func apply(
    _ name: String, _ labels: [String: String], _ value: Double, node: String?,
    to snapshot: inout MetricsSnapshot
  ) {
    if name == "awscni_build_info" {
      snapshot.version = CNIContainer.version(tag: labels["version"])
      return
    }
    let hasRoom = snapshot.values.count < Self.mostKeys
    guard hasRoom || snapshot.values[name] != nil else { return }
    snapshot.values[name, default: 0] += value
    for key in ["fn", "failure_reason"] {
      guard hasRoom, let label = labels[key], !label.isEmpty else { continue }
      snapshot.values["\(name){\(key)=\"\(label)\"}", default: 0] += value
    }
    if name == "awscni_aws_api_error_count", let error = labels["error"] {
      snapshot.apiErrors[.init(api: labels["api"] ?? "", error: error), default: 0] += value
    }
    if name == "awscni_del_ip_req_count", let reason = labels["reason"] {
      snapshot.delReasons[reason, default: 0] += value
    }
    // Old versions put whole sentences, EC2 code included, into the label.
    if name.hasSuffix("_error_count"), value > 0, let error = labels["error"], error.contains(" "),
      errorTexts.count < 1000
    {
      errorTexts.append((labels["fn"].map { "\($0): \(error)" } ?? error, node))
    }
  }

  /// OpenMetrics scrapers add `_total` to counters; ipamd's own names but one have none.
  private static func plainName(_ name: String) -> String {
    guard name.hasSuffix("_total"), name.hasPrefix("awscni_"), name != "awscni_connmark_reconcile_total"
    else {
      return name
    }
    return String(name.dropLast(6))
  }

  /// The label that says whose page it was: a node name if there is one, else the scraped address, else the pod.
  private static func node(_ labels: [String: String]) -> String? {
    for key in ["node", "kubernetes_node", "node_name", "nodename"] {
      if let value = labels[key], !value.isEmpty { return value }
    }
    if let instance = labels["instance"], !instance.isEmpty {
      guard let colon = instance.lastIndex(of: ":"), Int(instance[instance.index(after: colon)...]) != nil
      else {
        return instance
      }
      return String(instance[..<colon])
    }
    return labels["pod"] ?? labels["kubernetes_pod_name"]
  }
}
