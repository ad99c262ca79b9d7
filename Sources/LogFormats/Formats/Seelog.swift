import Bytes

/// ipamd.log and plugin.log up to v1.6.0: seelog text.
///
///     2018-05-15T21:00:05Z [DEBUG] IP pool stats: total = 58, used = 58
///     2020-04-06T03:34:56.143Z [ERROR] ⇥Failed to attach eni: AttachmentLimitExceeded: …
///     ⇥status code: 400, request id: …
///
/// Shape: time, one blank, the level in brackets, then a blank (to v1.4), a TAB (v1.5) or both (v1.6.0); pastes
/// turn the TAB into blanks. Time is always UTC. Lines without a stamp belong to the record before.
struct SeelogFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard isDigit(byte(text, 0)), let found = scanTimestamp(text, from: 0),
      byte(text, found.end) == UInt8(ascii: " "), byte(text, found.end &+ 1) == UInt8(ascii: "["),
      let close = bracket(text, from: found.end &+ 2),
      let level = LogLevel(text.extracting((found.end &+ 2)..<close)),
      let stamp = context.stamp(text, from: 0)
    else { return nil }
    var start = close &+ 1
    while let next = byte(text, start), next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") {
      start &+= 1
    }
    var record = LogRecord(message: copy(text, start..<text.count))
    record.time = stamp.time
    record.timeIsAssumed = stamp.isAssumed
    record.level = level
    return .record(record, .continuation)
  }

  /// The closing bracket within the nine bytes a level may take.
  private func bracket(_ text: Span<UInt8>, from start: Int) -> Int? {
    for index in start..<(start &+ 10) where byte(text, index) == UInt8(ascii: "]") { return index }
    return nil
  }
}
