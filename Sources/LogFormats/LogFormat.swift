/// A format that is recognized by the text of a line: seelog, klog, logfmt, CRI, journald.
protocol TextFormat: Sendable {
  /// Nil when the text is of another shape. `envelope` is what the wrappers outside said.
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened?
}

/// A format that is one JSON object on a line: zap, docker, Fluent Bit, CloudWatch, journald JSON.
protocol ObjectFormat: Sendable {
  /// Nil when the object has other keys. `object` are the top-level members of it, already scanned.
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened?
}

/// What a format made of a line.
enum Opened {
  /// A wrapper was taken off; the envelope holds only what this wrapper says.
  case wrapped(Payload, Envelope, Piece)
  case record(LogRecord, Joining)
  /// A CloudWatch or Insights answer with many events in it.
  case document

  static func wrapped(_ payload: Payload, _ envelope: Envelope) -> Opened {
    .wrapped(payload, envelope, .whole)
  }
  static func record(_ record: LogRecord) -> Opened { .record(record, .alone) }
}

/// The text inside a wrapper: a part of the line when nothing had to be decoded.
enum Payload {
  case range(Range<Int>)
  case bytes([UInt8])
}

/// Container runtimes cut lines at 16 KiB.
enum Piece {
  case whole
  /// The next piece of the same stream belongs to it.
  case part
}

/// Which following lines belong to a record.
enum Joining {
  case alone
  /// seelog: everything up to the next stamp; the AWS error text holds a newline.
  case continuation
  /// A Go panic: everything up to the next line of a known shape, blank lines included.
  case panic
}
