import Glibc

/// A file of the user's own, held by one program at a time until it ends, however it ends.
package final class HeldFile: Sendable {
  package enum Failure: Error, Hashable, Sendable {
    /// Another program holds it.
    case held
    /// `errno` of the attempt.
    case system(Int32)
  }

  private let descriptor: Int32

  /// Makes the file with mode 0600 when it is not there, and holds it.
  package init(path: String) throws(Failure) {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
    guard opened >= 0 else { throw .system(errno) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(opened)
      throw code == EWOULDBLOCK ? .held : .system(code)
    }
    descriptor = opened
  }

  deinit { close(descriptor) }

  package static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
