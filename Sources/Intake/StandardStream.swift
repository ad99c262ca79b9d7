import Glibc

/// The program's own output, written whole; the one place that writes to descriptors.
package enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal; nil when it is none or does not say.
  package var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of `text`; false when the reader is gone or the disk is full.
  @discardableResult
  package func write(_ text: String) -> Bool { Self.write(text, to: rawValue) }

  /// Writes to a device or a pipe that exists; false when it cannot be opened or does not take all of it.
  /// - Parameter make: puts one piece of the text after another and says whether that was all.
  package static func append(to place: String, _ make: (@escaping (String) -> Bool) -> Bool) -> Bool {
    let path = place.utf8.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return make { write($0, to: descriptor) }
  }

  static func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  /// A reader that closed the pipe ends the program quietly, as it ends `cat`.
  package static func endQuietlyOnClosedPipe() { _ = signal(SIGPIPE, SIG_DFL) }
}
