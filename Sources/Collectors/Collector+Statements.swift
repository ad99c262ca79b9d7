import Bytes
import Evidence
import VPCModel

extension Collector {
  /// One statement of a document.
  func state(_ statement: Statement, line: Int, byte: Int) {
    let place = Place(input: record.name, line: line, byte: byte)
    var time = snapshotTime
    switch statement {
    case .pool(let pool):
      time = pool.time ?? time
      fileForNode(Stated(statement, at: place, time: time))
      kinds[.introspection, default: 0] += 100
    case .metrics(let metrics):
      time = metrics.time ?? time
      fileForNode(Stated(statement, at: place, time: time), node: metrics.node)
      kinds[.metrics, default: 0] += 100
      readErrors(of: metrics, time: time, place: place)
    case .checkpoint, .introspectionSilent, .kubeletMaxPods, .instanceIdentity:
      fileForNode(Stated(statement, at: place, time: time))
    case .configuration(let configuration)
    where configuration.source != "daemonset" && configuration.source != "addon":
      fileForNode(Stated(statement, at: place, time: time))
    case .event(let event):
      guard isInWindow(event), options.focus.takes(pod: podOf(event)) else { return }
      file(Stated(statement, at: place, time: event.last ?? event.first))
      kinds[.events, default: 0] += 10
      read(event, place: place)
    case .request(let id, let time, let node):
      answer(id, at: time, node)
    case .text(let text, let origin, let textTime, let node):
      classify(
        Array(text.utf8), time: textTime, level: nil, writers: writers(ofOrigin: origin),
        node: node ?? inputName.root, pod: nil, place: place, isBare: true)
    case .interface(let interface):
      mutableEvidence.interfaces.add(interface, input: record.name, line: line, byte: byte, time: time)
    case .node(let node):
      file(Stated(statement, at: place, time: time))
      for condition in node.conditions where isBad(condition) {
        classify(
          Array("\(condition.reason): \(condition.message)".utf8), time: condition.since, level: nil,
          writers: ["event", "kubelet", "runtime"], node: node.name, pod: nil, place: place, isBare: true)
      }
    case .pod(let pod):
      file(Stated(statement, at: place, time: time))
      readWaiting(of: pod, place: place)
    default:
      file(Stated(statement, at: place, time: time))
    }
  }

  private static let mostNodesOfRequests = 20_000

  /// A call of a node by EC2's clock. Who makes a session names it: past a bound further ones are left out.
  private func answer(_ request: String, at time: Instant, _ node: String) {
    guard isInWindow(time.nanoseconds) else { return }
    let isKnown = mutableEvidence.requests[node] != nil
    guard isKnown || mutableEvidence.requests.count < Self.mostNodesOfRequests else { return }
    mutableEvidence.requests[node, default: SharedRequests()].answer(LineFacts.hash(request), at: time)
  }

  private func isBad(_ condition: ClusterNode.Condition) -> Bool {
    switch condition.type {
    case "Ready", "NetworkingReady", "ContainerRuntimeReady": condition.status != "True"
    case "NetworkUnavailable", "DiskPressure": condition.status == "True"
    default: false
    }
  }

  /// The state of aws-node itself, as its pod shows it.
  private func readWaiting(of pod: ClusterPod, place: Place) {
    guard pod.name.hasPrefix("aws-node") else { return }
    for reason in pod.waiting {
      let text = "\(reason) (aws-node)"
      classify(
        Array(text.utf8), time: nil, level: nil, writers: ["event", "kubelet"],
        node: pod.node ?? inputName.root,
        pod: pod.qualifiedName, place: place, isBare: true)
    }
  }

  /// `shop/web-7d4b9`; nil when the event is not about a pod.
  private func podOf(_ event: ClusterEvent) -> String? {
    guard event.objectKind?.lowercased() == "pod", let name = event.objectName else { return nil }
    return event.objectNamespace.map { "\($0)/\(name)" } ?? name
  }

  private func read(_ event: ClusterEvent, place: Place) {
    let pod = podOf(event)
    let time = event.last ?? event.first
    if let first = event.first { note(first) }
    note(time)
    // The object stands behind the message, so that a quote and a pattern know whose event it is.
    let object = event.objectName.map { name in
      " (\(event.objectKind?.lowercased() ?? "object") \(event.objectNamespace.map { $0 + "/" } ?? "")\(name))"
    }
    let text = (event.reason.map { "\($0): " } ?? "") + event.message + (object ?? "")
    var writers: Set<String> = ["event", "kubelet", "runtime", "plugin", "controller"]
    if event.source?.contains("aws-node") == true { writers.insert("ipamd") }
    let node: String =
      event.host ?? (event.objectKind?.lowercased() == "node" ? event.objectName : nil) ?? inputName.root
    classify(
      Array(text.utf8), time: time, level: event.type == "Warning" ? nil : "info", writers: writers,
      node: node,
      pod: pod, place: place, isBare: true, weight: pod)
  }

  /// `awscni_aws_api_error_count{error="…"}` counts like the code in a log.
  private func readErrors(of metrics: MetricsSnapshot, time: Instant?, place: Place) {
    for (error, count) in metrics.apiErrors.sorted(by: {
      ($0.key.api, $0.key.error) < ($1.key.api, $1.key.error)
    })
    where count > 0 {
      let text =
        "awscni_aws_api_error_count \(Int(exactly: count) ?? 0): \(error.api): api error \(error.error): "
      classify(
        Array(text.utf8), time: time, level: nil, writers: ["metrics"], node: metrics.node ?? inputName.group,
        pod: nil,
        place: place, isBare: true)
    }
  }

  private func writers(ofOrigin origin: String) -> Set<String>? {
    switch origin {
    case "cloudtrail": ["cloudtrail"]
    case "metrics": ["metrics"]
    default: nil
    }
  }

  /// A text of a document, read as if it were a log line.
  private func classify(
    _ message: [UInt8], time: Instant?, level: String?, writers: Set<String>?, node: String, pod: String?,
    place: Place, isBare: Bool, weight: String? = nil
  ) {
    let context = LineContext(
      time: time, level: level, writers: writers.map { ScanCatalog.writerBits($0) }, node: nodeIndex(node),
      pod: pod, line: place.line, byte: place.byte, isBare: isBare, weight: weight)
    classify(message.span, context, hits: nil)
  }
}
