import Bytes

/// docker's json-file driver.
///
///     {"log":"{\"level\":\"error\",…}\n","stream":"stdout","time":"2021-03-04T05:06:07.123456789Z"}
///
/// `log` without a newline at its end is a part (docker cuts at 16 KiB): the next object of the stream goes on.
struct DockerFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    guard var log = object.bytes(.log, text) else { return nil }
    var own = Envelope()
    if let stream = object.string(.stream) { own.stream = context.names.name(text, stream) }
    if let time = object.string(.time), let stamp = context.stamp(text, from: time.lowerBound) {
      own.time = stamp.time
      own.timeIsAssumed = stamp.isAssumed
    }
    let isPart = log.last != UInt8(ascii: "\n") && object.isClosed && object.has(.time)
    dropLineEnd(&log)
    return .wrapped(.bytes(log), own, isPart ? .part : .whole)
  }
}

/// Removes one `\n` or `\r\n` from the end.
func dropLineEnd(_ bytes: inout [UInt8]) {
  if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
  if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
}
