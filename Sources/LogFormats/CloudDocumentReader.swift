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
  /// Number of the line of the stream that this byte stands on.
  package let line: Int
}

/// Takes the events out of `filter-log-events`, `get-log-events` and `get-query-results` answers, as they stream by.
///
///     {"events":[{"timestamp":1714641261105,"message":"…"},…],"nextToken":"…"}
///     {"results":[[{"field":"@timestamp","value":"2024-05-02 09:14:21.105"},{"field":"@message","value":"…"}],…]}
///
/// Any white space, any number of answers one after the other, on one line or on many. Memory is bounded by one
/// event: an event of more than 4 MiB is skipped and counted.
package struct CloudDocumentReader: Sendable {
  /// An event: as parts of a text where it has the common form, else decoded.
  package enum Found {
    case parts(CloudEventParts)
    case event(CloudEvent)
  }

  /// Events that were too long, or held no message.
  package private(set) var skipped = 0
  /// Line ends of the bytes handed in.
  package private(set) var lineEnds = 0
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
  private var eventLine = 0
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
    reader.read(span.extracting(0..<Swift.min(span.count, 256 << 10))) { _, _, _, _ in isFound = true }
    return isFound
  }

  /// Reads the next bytes of the stream; `body` gets each event that ends in them.
  package mutating func feed(_ chunk: Span<UInt8>, _ body: (CloudEvent) -> Void) {
    read(chunk) { found, text, line, byte in
      switch found {
      case .parts(let parts): body(Self.event(parts, of: text, line: line, byte: byte))
      case .event(let event): body(event)
      }
    }
  }

  /// Reads the next bytes of the stream; `body` gets each event that ends in them, the text that its parts are
  /// ranges of, and the line and byte of the stream where it begins.
  package mutating func read(
    _ chunk: Span<UInt8>, _ body: (Found, _ text: Span<UInt8>, _ line: Int, _ byte: Int) -> Void
  ) {
    var index = 0
    while index < chunk.count {
      if isInString {
        index = passString(chunk, from: index)
        continue
      }
      if eventStart != nil {
        index = passEvent(chunk, from: index, body)
        continue
      }
      lineEnds &+= CloudEventParts.skipBlanks(chunk, &index)
      guard index < chunk.count else { break }
      if depth == 2, isInEvents, chunk[index] == UInt8(ascii: "{"),
        let parts = CloudEventParts(chunk, at: index), parts.range.count <= Self.maxEvent
      {
        body(.parts(parts), chunk, lineEnds &+ 1, consumed &+ index)
        lineEnds &+= parts.lineEnds
        index = parts.range.upperBound
        continue
      }
      step(chunk[index], at: consumed &+ index)
      if eventStart != nil { event.append(chunk[index]) }
      index &+= 1
    }
    consumed &+= chunk.count
  }

  /// The event that parts of a text stand for.
  package static func event(
    _ parts: CloudEventParts, of text: Span<UInt8>, line: Int, byte: Int
  ) -> CloudEvent {
    var message = unescapeJSON(text.extracting(parts.message))
    dropLineEnd(&message)
    return CloudEvent(
      time: parts.timestamp.flatMap { epochNanoseconds(text, $0) },
      streamName: parts.streamName.map { String(decoding: copy(text, $0), as: UTF8.self) },
      message: message, byte: byte, line: line)
  }

  /// Moves behind the string that is open, or to the end of the chunk.
  private mutating func passString(_ chunk: Span<UInt8>, from start: Int) -> Int {
    var first = start
    if isEscaped {
      isEscaped = false
      first &+= 1
    }
    let end = StringEnd(chunk, from: first)
    isInString = !end.isClosed
    isEscaped = end.endsEscaped
    if end.hasControls || first > start {
      for index in start..<end.index where chunk[index] == 10 { lineEnds &+= 1 }
    }
    if depth == 1 {
      for index in start..<end.index where key.count < 32 { key.append(chunk[index]) }
      if end.isClosed { lastKey = key }
    }
    let next = end.isClosed ? end.index &+ 1 : end.index
    if eventStart != nil { keep(chunk, start..<next) }
    return next
  }

  /// Moves on in an event until a string opens or the event ends; white space and numbers are passed together.
  private mutating func passEvent(
    _ chunk: Span<UInt8>, from start: Int,
    _ body: (Found, _ text: Span<UInt8>, _ line: Int, _ byte: Int) -> Void
  ) -> Int {
    var index = start
    while index < chunk.count {
      let next = chunk[index]
      if next == 10 { lineEnds &+= 1 }
      step(next, at: consumed &+ index)
      index &+= 1
      if isInString { break }
      // The event is over when its bracket has closed: depth is back to that of the array.
      if depth == 2 {
        keep(chunk, start..<index)
        finishEvent(body)
        return index
      }
    }
    keep(chunk, start..<index)
    return index
  }

  private mutating func keep(_ chunk: Span<UInt8>, _ range: Range<Int>) {
    guard event.count &+ range.count <= Self.maxEvent else {
      isTooLong = true
      return
    }
    for index in range { event.append(chunk[index]) }
  }

  /// One byte outside of strings.
  private mutating func step(_ next: UInt8, at position: Int) {
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
        eventLine = lineEnds &+ 1
        event.removeAll(keepingCapacity: true)
        isTooLong = false
      }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth = Swift.max(depth &- 1, 0)
      if depth == 1 { isInEvents = false }
    default: break
    }
  }

  private mutating func finishEvent(
    _ body: (Found, _ text: Span<UInt8>, _ line: Int, _ byte: Int) -> Void
  ) {
    guard let start = eventStart else { return }
    eventStart = nil
    var text: [UInt8] = []
    swap(&text, &event)
    defer { swap(&text, &event) }
    if isTooLong {
      skipped &+= 1
    } else if let parts = CloudEventParts(text.span, at: 0), parts.range.count == text.count {
      body(.parts(parts), text.span, eventLine, start)
    } else if let found = read(text.span, at: start) {
      body(.event(found), text.span, eventLine, start)
    } else {
      skipped &+= 1
    }
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
    return CloudEvent(time: envelope.time, streamName: name, message: message, byte: start, line: eventLine)
  }
}
