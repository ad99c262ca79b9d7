import Bytes

/// A crash of a Go program: many lines that are one event.
///
///     panic: runtime error: invalid memory address or nil pointer dereference
///     [signal SIGSEGV: segmentation violation code=0x1 addr=0x39 pc=0x5597a7c2b3f8]
///
///     goroutine 380 [running]:
///
/// Starts at `panic:`, `fatal error:` or `runtime:`; ends before the next line of a known format. Blank lines
/// belong to it. It carries no time of its own.
struct GoPanicFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard Self.starts(text) else { return nil }
    var record = LogRecord(message: copy(text, 0..<text.count))
    record.level = .fatal
    return .record(record, .panic)
  }

  static func starts(_ text: Span<UInt8>) -> Bool {
    hasBytes("panic: ", in: text) || hasBytes("fatal error: ", in: text) || hasBytes("runtime: ", in: text)
  }
}
