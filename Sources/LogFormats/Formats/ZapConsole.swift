import Bytes

/// zap's console encoder, used by some controllers and by ipamd's helpers in development builds.
///
///     2024-05-02T09:14:21.105Z⇥ERROR⇥controllers.node⇥failed to …⇥{"node": "ip-10-0-1-23"}
///
/// Shape: stamp, TAB, level in capitals, TAB, the rest. The rest is the message as it stands.
struct ZapConsoleFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard isDigit(byte(text, 0)), let stamp = context.stamp(text, from: 0),
      byte(text, stamp.end) == UInt8(ascii: "\t"),
      let end = firstIndex(of: UInt8(ascii: "\t"), in: text, from: stamp.end &+ 1),
      let level = LogLevel(text.extracting((stamp.end &+ 1)..<end))
    else { return nil }
    var record = LogRecord(message: copy(text, (end &+ 1)..<text.count))
    record.time = stamp.time
    record.timeIsAssumed = stamp.isAssumed
    record.level = level
    return .record(record)
  }
}
