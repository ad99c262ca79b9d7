import Glibc

/// A small file that only its owner may read.
package enum SecretFile {
  package enum Content: Hashable, Sendable {
    case text(String)
    case missing
    case notAFile
    /// Others may read or write it; the mode in octal.
    case open(mode: String)
    case foreign
    case tooLong
  }

  /// What is checked is what is read: the file is opened once, and no link is followed.
  package static func read(_ path: String, most: Int) -> Content {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return errno == ELOOP ? .notAFile : .missing }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return .missing }
    guard status.st_mode & S_IFMT == S_IFREG else { return .notAFile }
    let mode = status.st_mode & 0o7777
    if mode & 0o077 != 0 { return .open(mode: String(mode, radix: 8)) }
    if status.st_uid != geteuid() { return .foreign }
    var bytes = [UInt8](repeating: 0, count: most + 1)
    var end = 0
    while end < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + end }, buffer.count - end)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      end += count
    }
    return end > most ? .tooLong : .text(String(decoding: bytes[..<end], as: UTF8.self))
  }
}
