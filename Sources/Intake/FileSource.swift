import Glibc

/// The bytes of an open file descriptor, which it closes at the end of its life (stdin excepted).
///
/// `read(2)`, not `mmap`: a log that is truncated while it is read must not end in SIGBUS.
final class FileSource: ByteSource {
  private let descriptor: Int32
  private(set) var packedCount: Int64 = 0
  private(set) var notes: [SourceNote] = []

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// Opens what the walk found. A regular file must still be one: a FIFO put in its place would block for ever.
  static func open(_ file: InputFile) -> Result<FileSource, IntakeError> {
    if file.kind == .standardInput { return .success(FileSource(descriptor: STDIN_FILENO)) }
    let flags: Int32 =
      switch file.kind {
      case .regular where file.isGivenByHand: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
      case .regular: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW
      case .fifo, .standardInput: O_RDONLY | O_CLOEXEC | O_NOCTTY
      }
    let path = file.path.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe Glibc.open(path, flags)
    guard descriptor >= 0 else { return .failure(systemError(file.name)) }
    let source = FileSource(descriptor: descriptor)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return .failure(systemError(file.name)) }
    if file.kind == .regular, status.st_mode & S_IFMT != S_IFREG {
      return .failure(IntakeError(place: file.name, reason: .notAFile("no longer a regular file")))
    }
    // Only a hint: from a cold disk the system then reads further ahead.
    if file.kind == .regular { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    return .success(source)
  }

  /// A pipe has no way back, and standard input may have begun anywhere.
  var isRewindable: Bool { descriptor != STDIN_FILENO && lseek(descriptor, 0, SEEK_CUR) >= 0 }

  func rewind() -> Bool {
    guard descriptor != STDIN_FILENO, lseek(descriptor, 0, SEEK_SET) == 0 else { return false }
    packedCount = 0
    return true
  }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    while true {
      let count = unsafe target.withUnsafeMutableBytes { target in
        unsafe Glibc.read(descriptor, target.baseAddress, target.count)
      }
      if count >= 0 {
        packedCount += Int64(count)
        return count
      }
      if errno == EINTR { continue }
      if notes.isEmpty {
        notes.append(SourceNote(byte: Int(packedCount), reason: .unreadable(systemWords(errno))))
      }
      return 0
    }
  }
}

/// The error of the last system call on `place`.
func systemError(_ place: String) -> IntakeError {
  let code = errno
  let isMissing = code == ENOENT || code == ENOTDIR
  return IntakeError(place: place, reason: isMissing ? .missing : .unreadable(systemWords(code)))
}

/// `Permission denied` for EACCES.
func systemWords(_ code: Int32) -> String {
  guard let words = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: words)
}
