import Bytes

@testable import LogFormats

/// Finds the events of an answer byte by byte and reads each in full: what the quick reader is compared with.
enum CloudReference {
  /// What was found, and how many events were skipped.
  static func events(of bytes: [UInt8]) -> (events: [CloudEvent], skipped: Int) {
    var events: [CloudEvent] = []
    var skipped = 0
    var depth = 0
    var (isInString, isEscaped, isInEvents) = (false, false, false)
    var (key, lastKey): ([UInt8], [UInt8]) = ([], [])
    var (start, startLine): (Int?, Int) = (nil, 0)
    var line = 1
    for (index, next) in bytes.enumerated() {
      if next == 10 { line += 1 }
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if next == UInt8(ascii: "\\") {
          isEscaped = true
        } else if next == UInt8(ascii: "\"") {
          isInString = false
          if depth == 1 { lastKey = key }
          continue
        }
        if depth == 1, key.count < 32 { key.append(next) }
        continue
      }
      switch next {
      case UInt8(ascii: "\""): (isInString, key) = (true, [])
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 1, next == UInt8(ascii: "[") {
          isInEvents = lastKey == Array("events".utf8) || lastKey == Array("results".utf8)
        }
        depth += 1
        if depth == 3, isInEvents { (start, startLine) = (index, line) }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth = max(depth - 1, 0)
        if depth == 1 { isInEvents = false }
        if depth == 2, let first = start {
          start = nil
          let found = index - first < 4 << 20 ? event(Array(bytes[first...index]), first, startLine) : nil
          if let found { events.append(found) } else { skipped += 1 }
        }
      default: break
      }
    }
    return (events, skipped)
  }

  private static func event(_ text: [UInt8], _ start: Int, _ line: Int) -> CloudEvent? {
    var context = ReadingContext(year: nil, zoneOffsetSeconds: 0)
    let opened: Opened?
    var name: String?
    if text.first == UInt8(ascii: "{") {
      let object = ObjectScan(text.span, membersFrom: 1)
      opened = CloudWatchFormat().open(object, of: text.span, in: Envelope(), &context)
      name = object.bytes(.logStreamName, text.span).map { String(decoding: $0, as: UTF8.self) }
    } else {
      opened = InsightsRowFormat().open(text.span, in: Envelope(), &context)
    }
    guard case .wrapped(.bytes(let message), let envelope, _) = opened else { return nil }
    return CloudEvent(time: envelope.time, streamName: name, message: message, byte: start, line: line)
  }
}
