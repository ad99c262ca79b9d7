import Bytes

/// journald's short output and syslog files: `/var/log/messages`, `kubelet.log` of a bundle.
///
///     May 02 09:14:21 ip-10-0-1-23.ec2.internal kubelet[3021]: E0502 09:14:21.501234    3021 …
///     <30>May  2 09:14:21 ip-10-0-1-23 kubelet: E0502 09:14:21…
///
/// Shape: month, day, time, host, tag with or without pid, a colon. No year and no zone.
struct SyslogFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    var start = 0
    if byte(text, 0) == UInt8(ascii: "<"), let priority = scanDecimal(text, from: 1), priority.end < 6,
      byte(text, priority.end) == UInt8(ascii: ">")
    {
      start = priority.end &+ 1
    }
    guard let stamp = scanSyslogStamp(text, from: start), byte(text, stamp.end) == UInt8(ascii: " "),
      let origin = JournalOrigin(text, from: stamp.end &+ 1)
    else { return nil }
    var own = origin.envelope(text, &context)
    own.time = context.complete(stamp.time, outer: envelope.time)
    own.timeIsAssumed = own.time != nil
    return .wrapped(.range(origin.payload..<text.count), own)
  }
}

/// journald `-o short-iso` and `short-iso-precise`, which node monitoring agent bundles hold.
///
///     2024-05-02T09:14:21.106123+0000 ip-10-0-1-23 kubelet[3021]: E0502 …
struct JournalISOFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard isDigit(byte(text, 0)), let found = scanTimestamp(text, from: 0),
      byte(text, found.end) == UInt8(ascii: " "),
      let origin = JournalOrigin(text, from: found.end &+ 1), origin.isCertain(text),
      let stamp = context.stamp(text, from: 0)
    else { return nil }
    var own = origin.envelope(text, &context)
    own.time = stamp.time
    own.timeIsAssumed = stamp.isAssumed
    return .wrapped(.range(origin.payload..<text.count), own)
  }
}

/// `host tag[pid]: ` of a journal line.
private struct JournalOrigin {
  let host: Range<Int>
  let tag: Range<Int>
  let hasPID: Bool
  let payload: Int

  init?(_ text: Span<UInt8>, from start: Int) {
    guard let host = Self.word(text, from: start), byte(text, host.upperBound) == UInt8(ascii: " "),
      let tag = Self.word(text, from: host.upperBound &+ 1),
      // `aws logs tail`: a stream's name, and a record that begins with its own time.
      scanTimestamp(text, from: tag.lowerBound) == nil
    else { return nil }
    var index = tag.upperBound
    var hasPID = false
    if byte(text, index) == UInt8(ascii: "["), let pid = scanDecimal(text, from: index &+ 1),
      byte(text, pid.end) == UInt8(ascii: "]")
    {
      hasPID = true
      index = pid.end &+ 1
    }
    guard byte(text, index) == UInt8(ascii: ":") else { return nil }
    index &+= 1
    if byte(text, index) == UInt8(ascii: " ") { index &+= 1 }
    self.host = host
    self.tag = tag
    self.hasPID = hasPID
    payload = Swift.min(index, text.count)
  }

  /// A message may begin with `word word:` too; a pid, a known program or a node's name settles it.
  func isCertain(_ text: Span<UInt8>) -> Bool {
    hasPID || writer(ofUnit: text.extracting(tag)) != nil || hasBytes("ip-", in: text, at: host.lowerBound)
      || hasBytes("kernel", in: text, at: tag.lowerBound) || hasBytes("systemd", in: text, at: tag.lowerBound)
  }

  func envelope(_ text: Span<UInt8>, _ context: inout ReadingContext) -> Envelope {
    var envelope = Envelope()
    envelope.node = context.names.name(text, host)
    envelope.writer = writer(ofUnit: text.extracting(tag))
    envelope.isOfJournal = envelope.writer != nil
    return envelope
  }

  private static func word(_ text: Span<UInt8>, from start: Int) -> Range<Int>? {
    var index = start
    while let next = byte(text, index), index &- start < 256, isWordByte(next) { index &+= 1 }
    return index > start ? start..<index : nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return (folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z")) || isDigit(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "@")
  }
}

/// `journalctl -o json`.
///
///     {"__REALTIME_TIMESTAMP":"1714641261106123","_SYSTEMD_UNIT":"kubelet.service","MESSAGE":"E0502 …"}
///
/// `MESSAGE` is a string, or an array of byte values when the text is no valid UTF-8. Time in epoch microseconds.
struct JournalJSONFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    let message: [UInt8]
    switch object[.journalMessage].kind {
    case .string: message = object.bytes(.journalMessage, text) ?? []
    case .array: message = byteValues(text, object[.journalMessage].range)
    default: return nil
    }
    var own = Envelope()
    if object.has(.journalTime) { own.time = epochNanoseconds(text, object[.journalTime].range) }
    if let host = object.string(.journalHost) { own.node = context.names.name(text, host) }
    if let unit = object.string(.journalUnit) { own.writer = writer(ofUnit: text.extracting(unit)) }
    if own.writer == nil, let tag = object.string(.journalIdentifier) {
      own.writer = writer(ofUnit: text.extracting(tag))
    }
    own.isOfJournal = own.writer != nil
    return .wrapped(.bytes(message), own)
  }

  /// `[69,48,…]`: numbers above 255 are left out.
  private func byteValues(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let number = scanDecimal(text, from: index) {
        if number.value <= 255 { bytes.append(UInt8(truncatingIfNeeded: number.value)) }
        index = number.end
      } else {
        index &+= 1
        while index < range.upperBound, isDigit(byte(text, index)), isDigit(byte(text, index &- 1)) {
          index &+= 1
        }
      }
    }
    return bytes
  }
}
