import Bytes

/// One log event out of a CloudWatch or Insights answer.
package struct CloudEvent: Hashable, Sendable {
  /// Nanoseconds since 1970 UTC.
  package let time: Int64?
  package let streamName: String?
  /// Decoded once: what was handed to CloudWatch.
  package let message: [UInt8]
  /// Index of the event's first byte in the stream.
  package let byte: Int
}

/// Takes the events out of `filter-log-events`, `get-log-events` and `get-query-results` answers, as they stream by.
///
///     {"events":[{"timestamp":1714641261105,"message":"…"},…],"nextToken":"…"}
///     {"results":[[{"field":"@timestamp","value":"2024-05-02 09:14:21.105"},{"field":"@message","value":"…"}],…]}
///
/// Any white space, any number of answers one after the other, on one line or on many. Memory is bounded by one
/// event: an event of more than 4 MiB is skipped and counted.
package struct CloudDocumentReader: Sendable {
  /// Events that were too long, or held no message.
  package private(set) var skipped = 0
  private static let maxEvent = 4 << 20

  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  /// The string at depth 1 being read, and the last complete one: the key before an array.
  private var key: [UInt8] = []
  private var lastKey: [UInt8] = []
  private var isInEvents = false
  private var event: [UInt8] = []
  private var eventStart: Int?
  private var isTooLong = false
  private var consumed = 0
  private var context = ReadingContext(year: nil, zoneOffsetSeconds: 0)

  package init() {}

  /// True when a text begins such an answer, as far as its first event shows.
  package static func recognises(_ head: [UInt8]) -> Bool {
    let span = head.span
    guard byte(span, leadingBlanks(span)) == UInt8(ascii: "{") else { return false }
    var reader = CloudDocumentReader()
    var isFound = false
    reader.feed(span.extracting(0..<Swift.min(span.count, 256 << 10))) { _ in isFound = true }
    return isFound
  }

  /// Reads the next bytes of the stream; `body` gets each event that ends in them.
  package mutating func feed(_ chunk: Span<UInt8>, _ body: (CloudEvent) -> Void) {
    for index in chunk.indices {
      let next = chunk[index]
      let wasIn = eventStart != nil
      step(next, at: consumed &+ index)
      guard let start = eventStart else { continue }
      if event.count < Self.maxEvent { event.append(next) } else { isTooLong = true }
      // The event is over when its bracket has closed: depth is back to that of the array.
      if wasIn, depth == 2, !isInString { finishEvent(from: start, body) }
    }
    consumed &+= chunk.count
  }

  private mutating func step(_ next: UInt8, at position: Int) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if next == UInt8(ascii: "\\") {
        isEscaped = true
      } else if next == UInt8(ascii: "\"") {
        isInString = false
        if depth == 1 { lastKey = key }
        return
      }
      if depth == 1, key.count < 32 { key.append(next) }
      return
    }
    switch next {
    case UInt8(ascii: "\""):
      isInString = true
      key.removeAll(keepingCapacity: true)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if depth == 1, next == UInt8(ascii: "[") {
        isInEvents = lastKey == Array("events".utf8) || lastKey == Array("results".utf8)
      }
      depth &+= 1
      if depth == 3, isInEvents {
        eventStart = position
        event.removeAll(keepingCapacity: true)
        isTooLong = false
      }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = Swift.max(depth &- 1, 0)
      if depth == 1 { isInEvents = false }
    default: break
    }
  }

  private mutating func finishEvent(from start: Int, _ body: (CloudEvent) -> Void) {
    eventStart = nil
    let text = event
    if !isTooLong, let found = read(text.span, at: start) { body(found) } else { skipped &+= 1 }
  }

  private mutating func read(_ text: Span<UInt8>, at start: Int) -> CloudEvent? {
    let opened: Opened?
    let name: String?
    if byte(text, 0) == UInt8(ascii: "{") {
      let object = ObjectScan(text, membersFrom: 1)
      opened = CloudWatchFormat().open(object, of: text, in: Envelope(), &context)
      name = object.bytes(.logStreamName, text).map { String(decoding: $0, as: UTF8.self) }
    } else {
      opened = InsightsRowFormat().open(text, in: Envelope(), &context)
      name = nil
    }
    guard case .wrapped(.bytes(let message), let envelope, _) = opened else { return nil }
    return CloudEvent(time: envelope.time, streamName: name, message: message, byte: start)
  }
}
