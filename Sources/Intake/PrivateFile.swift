import Glibc

/// A file that only its owner can read, there whole or not at all.
package enum PrivateFile {
  package static func write(_ text: String, to place: String) -> Bool {
    let temporary = "\(place).\(getpid()).part"
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    let isWritten = StandardStream.write(text, to: descriptor)
    let isClosed = close(descriptor) == 0
    if isWritten, isClosed, unsafe rename(temporary, place) == 0 { return true }
    unsafe unlink(temporary)
    return false
  }
}

/// A new file that is written piece by piece. A class, because it owns its descriptor.
package final class PieceFile {
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isOpen = true
  /// Everything so far is on its way to the disk.
  package private(set) var isGood = true

  /// Nil when there is a file of that name already, or none can be made.
  package init?(creating place: String) {
    descriptor = unsafe open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0o666)
    if descriptor < 0 { return nil }
  }

  deinit { if isOpen { Glibc.close(descriptor) } }

  package func append(_ bytes: [UInt8]) {
    pending += bytes
    if pending.count >= 1 << 18 { flush() }
  }

  /// True when all of it was written; some file systems say only now that the disk is full.
  package func close() -> Bool {
    flush()
    isOpen = false
    return Glibc.close(descriptor) == 0 && isGood
  }

  private func flush() {
    var start = 0
    while isGood, start < pending.count {
      let count = unsafe pending.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { isGood = false } else { start += count }
    }
    pending.removeAll(keepingCapacity: true)
  }
}
