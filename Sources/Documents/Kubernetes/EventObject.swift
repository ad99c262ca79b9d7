import Evidence
import VPCModel

/// An Event of core/v1 or events.k8s.io/v1; each field has two or three names and any time may be null.
enum EventObject {
  static func read(_ object: JSONValue, state: (Statement) -> Void) {
    guard let message = object["message"]?.string ?? object["note"]?.string else { return }
    var event = ClusterEvent(message: message)
    event.type = object["type"]?.name
    event.reason = object["reason"]?.name
    let about = object["involvedObject"] ?? object["regarding"]
    event.objectKind = about?["kind"]?.name
    event.objectNamespace = about?["namespace"]?.name
    event.objectName = about?["name"]?.name
    let source = object["source"] ?? object["deprecatedSource"]
    event.source =
      source?["component"]?.name ?? object["reportingController"]?.name ?? object["reportingComponent"]?.name
    event.host = source?["host"]?.name ?? object["reportingInstance"]?.name
    event.count =
      object["series", "count"]?.count ?? object["count"]?.count ?? object["deprecatedCount"]?.count
    let eventTime = time(object["eventTime"])
    event.first = time(object["firstTimestamp"]) ?? time(object["deprecatedFirstTimestamp"]) ?? eventTime
    event.last =
      time(object["series", "lastObservedTime"]) ?? time(object["lastTimestamp"])
      ?? time(object["deprecatedLastTimestamp"]) ?? eventTime
      ?? time(object["metadata", "creationTimestamp"])
    // Beside a time of its own only: else it is all there is, and stands above.
    if event.first != nil, eventTime == nil {
      event.created = time(object["metadata", "creationTimestamp"])
    }
    state(.event(event))
  }

  private static func time(_ value: JSONValue?) -> Instant? { ObjectTime.parse(value?.string) }
}

extension ClusterEvent {
  private static let combinedPrefix = "(combined from similar events): "

  /// True when the kubelet folded several messages into one: the text is of one of them only.
  package var isCombined: Bool { message.hasPrefix(Self.combinedPrefix) }

  /// The message without the remark that it is a combined one.
  package var ownMessage: String {
    isCombined ? String(message.dropFirst(Self.combinedPrefix.count)) : message
  }
}
