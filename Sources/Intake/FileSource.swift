import Glibc

/// The bytes of an open file descriptor, which it closes at the end of its life (stdin excepted).
///
/// `read(2)`, not `mmap`: a log that is truncated while it is read must not end in SIGBUS.
final class FileSource: ByteSource {
  private let descriptor: Int32
  private let budget: Budget
  private var position = 0
  private(set) var notes: [SourceNote] = []

  private init(descriptor: Int32, budget: Budget) {
    self.descriptor = descriptor
    self.budget = budget
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  static func standardInput(_ budget: Budget) -> FileSource {
    FileSource(descriptor: STDIN_FILENO, budget: budget)
  }

  /// Opens what the walk found. A regular file must still be one: a FIFO put in its place would block for ever.
  static func open(_ file: InputFile, _ budget: Budget) -> Result<FileSource, IntakeError> {
    let flags: Int32 =
      switch file.kind {
      case .regular where file.isGivenByHand: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
      case .regular: O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW
      case .fifo, .standardInput: O_RDONLY | O_CLOEXEC | O_NOCTTY
      }
    let path = file.path.map { CChar(bitPattern: $0) } + [0]
    let descriptor = unsafe Glibc.open(path, flags)
    guard descriptor >= 0 else { return .failure(systemError(file.name)) }
    let source = FileSource(descriptor: descriptor, budget: budget)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return .failure(systemError(file.name)) }
    if file.kind == .regular, status.st_mode & S_IFMT != S_IFREG {
      return .failure(IntakeError(place: file.name, reason: .notAFile("no longer a regular file")))
    }
    return .success(source)
  }

  func read(into buffer: inout [UInt8]) -> Int {
    while true {
      let descriptor = descriptor
      let count = unsafe buffer.withUnsafeMutableBytes { target in
        unsafe Glibc.read(descriptor, target.baseAddress, target.count)
      }
      if count >= 0 {
        position += count
        budget.receive(count)
        return count
      }
      if errno == EINTR { continue }
      if notes.isEmpty { notes.append(SourceNote(byte: position, reason: .unreadable(systemWords(errno)))) }
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
