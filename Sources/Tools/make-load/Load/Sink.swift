/// Bytes on their way out, handed on about one MiB at a time.
///
/// A class, because every writer of one file adds to the same buffer.
package final class Sink {
  private var buffer: [UInt8] = []
  private let deliver: ([UInt8]) throws -> Void
  /// Bytes taken so far.
  package private(set) var count = 0

  /// - Parameter deliver: takes what has gathered; what it throws ends the generator.
  package init(_ deliver: @escaping ([UInt8]) throws -> Void) {
    self.deliver = deliver
    buffer.reserveCapacity(Self.chunk + 65_536)
  }

  private static let chunk = 1 << 20

  func put(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    try taken(text.utf8.count)
  }

  func put(_ bytes: [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    try taken(bytes.count)
  }

  /// `bytes` as the inside of a JSON string: quotes and backslashes escaped, line ends as `\n`.
  func putEscaped(_ bytes: [UInt8]) throws {
    let before = buffer.count
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
      case UInt8(ascii: "\n"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(UInt8(ascii: "n"))
      default: buffer.append(byte)
      }
    }
    try taken(buffer.count - before)
  }

  private func taken(_ bytes: Int) throws {
    count += bytes
    if buffer.count >= Self.chunk { try finish() }
  }

  /// Hands on what is left.
  package func finish() throws {
    guard !buffer.isEmpty else { return }
    try deliver(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
