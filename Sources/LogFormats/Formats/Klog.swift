import Bytes

/// klog lines of the kubelet, of client-go inside ipamd and of the control plane.
///
///     E0502 09:14:21.501234    3021 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to …"
///
/// Shape: level letter, month and day, time to the microsecond, thread id, `file.go:line]`, text.
/// No year and no zone: both come from the wrapper or the context, and the time is marked as assumed.
/// Quotes are escaped once per nesting of the error; they come out plain.
struct KlogFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard let level = level(byte(text, 0)), let stamp = scanKlogStamp(text, from: 1),
      byte(text, stamp.end) == UInt8(ascii: " ")
    else { return nil }
    var index = stamp.end
    while byte(text, index) == UInt8(ascii: " ") { index &+= 1 }
    while isDigit(byte(text, index)) { index &+= 1 }
    guard byte(text, index) == UInt8(ascii: " ") else { return nil }
    let caller = index &+ 1
    while let next = byte(text, index), next != UInt8(ascii: "]") { index &+= 1 }
    // A line cut inside its header still tells the time and level.
    let end = Swift.min(index, text.count)
    var start = Swift.min(end &+ 1, text.count)
    while byte(text, start) == UInt8(ascii: " ") { start &+= 1 }
    var record = LogRecord(message: copy(text, start..<text.count))
    record.level = level
    record.time = context.complete(stamp.time, outer: envelope.time)
    record.timeIsAssumed = true
    if caller < end, end &- caller < 200 {
      record.caller = context.names.name(text, caller..<end)
      record.writer = writer(ofKlogFile: text.extracting(caller..<end))
    }
    return .record(record)
  }

  private func level(_ letter: UInt8?) -> LogLevel? {
    switch letter {
    case UInt8(ascii: "I"): .info
    case UInt8(ascii: "W"): .warn
    case UInt8(ascii: "E"): .error
    case UInt8(ascii: "F"): .fatal
    default: nil
    }
  }
}
