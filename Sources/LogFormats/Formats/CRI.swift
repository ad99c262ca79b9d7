import Bytes

/// Container runtime log lines, as the kubelet keeps them under /var/log/pods.
///
///     2024-05-02T09:14:21.106123456Z stderr F {"level":"error","msg":"..."}
///     stdout F {"level":"error","msg":"..."}
///
/// Shape: RFC 3339 time, one space, `stdout` or `stderr`, `P` (part) or `F` (full, or the last part), then the
/// payload. The second shape is what some Fluent Bit parsers leave over. Parts of one stream are joined.
/// Source: Kubernetes, "Container runtime interface logging".
struct CRIFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    var own = Envelope()
    var start = 0
    if isDigit(byte(text, 0)) {
      guard let found = scanTimestamp(text, from: 0), byte(text, found.end) == UInt8(ascii: " "),
        byte(text, found.end &+ 1) == UInt8(ascii: "s")
      else { return nil }
      start = found.end &+ 1
    }
    guard let head = Self.head(text, at: start) else { return nil }
    if start > 0, let stamp = context.stamp(text, from: 0) {
      own.time = stamp.time
      own.timeIsAssumed = stamp.isAssumed
    }
    own.stream = context.names.name(text, start..<(start &+ 6))
    return .wrapped(.range(head.payload..<text.count), own, head.isPart ? .part : .whole)
  }

  /// `stdout F ` at `start`: whether it is a part, and where the payload begins.
  static func head(_ text: Span<UInt8>, at start: Int) -> (isPart: Bool, payload: Int)? {
    guard hasBytes("stdout ", in: text, at: start) || hasBytes("stderr ", in: text, at: start),
      let tag = byte(text, start &+ 7), tag == UInt8(ascii: "F") || tag == UInt8(ascii: "P")
    else { return nil }
    var index = start &+ 8
    // The tag may be followed by others after colons; none is in use today.
    if byte(text, index) == UInt8(ascii: ":") {
      while let next = byte(text, index), next != UInt8(ascii: " ") { index &+= 1 }
    }
    guard index < text.count else { return (tag == UInt8(ascii: "P"), text.count) }
    guard text[index] == UInt8(ascii: " ") else { return nil }
    return (tag == UInt8(ascii: "P"), index &+ 1)
  }
}
