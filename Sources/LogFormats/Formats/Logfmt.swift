import Bytes

/// logrus text without a terminal: the Go entry point (v1.12.1 on), containerd, dockerd.
///
///     time="2024-05-02T09:10:03Z" level=error msg="Failed to wait for IPAM daemon to complete" error="exit status 1"
///
/// Shape: `key=value` separated by blanks, values quoted where they hold blanks, with Go's escapes.
/// `time`, `level` and `msg` are read; every other key is appended to the message.
/// The entry point writes whole seconds, containerd and dockerd nanoseconds: that tells them apart.
struct LogfmtFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard hasBytes("time=", in: text) || hasBytes("level=", in: text) || hasBytes("ts=", in: text) else {
      return nil
    }
    var record = LogRecord(message: [])
    var extras: [UInt8] = []
    var position = 0
    var hasMessage = false
    while let pair = nextPair(text, &position) {
      if isKey("time", text, pair.key) || isKey("ts", text, pair.key) {
        guard let stamp = context.stamp(text, from: pair.value.lowerBound) else { continue }
        record.time = stamp.time
        record.timeIsAssumed = stamp.isAssumed
        let hasFraction = byte(text, pair.value.lowerBound &+ 19) == UInt8(ascii: ".")
        record.writer = hasFraction ? .containerd : .entrypoint
      } else if isKey("level", text, pair.key) {
        record.level = LogLevel(text.extracting(pair.value))
      } else if isKey("msg", text, pair.key), !hasMessage {
        hasMessage = true
        record.message = value(text, pair)
      } else if isKey("caller", text, pair.key) {
        record.caller = context.names.name(text, pair.value)
      } else {
        extras.append(UInt8(ascii: " "))
        for index in pair.key { extras.append(text[index]) }
        extras.append(UInt8(ascii: "="))
        extras.append(contentsOf: value(text, pair))
      }
    }
    guard hasMessage || record.level != nil else { return nil }
    if position < text.count { extras.append(contentsOf: copy(text, position..<text.count)) }
    record.message.append(contentsOf: extras)
    return .record(record)
  }

  private struct Pair {
    let key: Range<Int>
    let value: Range<Int>
    let isQuoted: Bool
  }

  private func value(_ text: Span<UInt8>, _ pair: Pair) -> [UInt8] {
    pair.isQuoted ? unescapeJSON(text.extracting(pair.value)) : copy(text, pair.value)
  }

  private func isKey(_ name: StaticString, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count == name.utf8CodeUnitCount && hasBytes(name, in: text, at: range.lowerBound)
  }

  /// Nil at the end and where no `key=` stands; `position` stays before what could not be read.
  private func nextPair(_ text: Span<UInt8>, _ position: inout Int) -> Pair? {
    var index = position
    while byte(text, index) == UInt8(ascii: " ") { index &+= 1 }
    let start = index
    while let next = byte(text, index), isKeyByte(next) { index &+= 1 }
    guard index > start, byte(text, index) == UInt8(ascii: "=") else { return nil }
    let key = start..<index
    index &+= 1
    guard byte(text, index) == UInt8(ascii: "\"") else {
      let start = index
      while let next = byte(text, index), next != UInt8(ascii: " ") { index &+= 1 }
      position = index
      return Pair(key: key, value: start..<index, isQuoted: false)
    }
    index &+= 1
    let valueStart = index
    while let next = byte(text, index), next != UInt8(ascii: "\"") || !closes(text, at: index) {
      index &+= next == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = Swift.min(index, text.count)
    position = Swift.min(end &+ 1, text.count)
    return Pair(key: key, value: valueStart..<end, isQuoted: true)
  }

  /// A quote that lost its backslash in a paste is followed by more text, a real one by a blank or the end.
  private func closes(_ text: Span<UInt8>, at quote: Int) -> Bool {
    guard let next = byte(text, quote &+ 1) else { return true }
    guard next == UInt8(ascii: " ") else { return next < 0x20 }
    var index = quote &+ 2
    while let next = byte(text, index), isKeyByte(next) { index &+= 1 }
    return index >= text.count || byte(text, index) == UInt8(ascii: "=")
  }

  private func isKeyByte(_ byte: UInt8) -> Bool {
    let folded = byte | 0x20
    return (folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z")) || isDigit(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
