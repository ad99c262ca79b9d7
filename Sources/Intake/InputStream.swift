/// One readable stream: a file, what a compressed file holds, or a member of an archive.
///
/// A class, because it is lent to the caller for one turn while the archive behind it keeps its position; it
/// reads nothing after the turn.
package final class InputStream {
  /// Something wrong, with its place in the decompressed stream.
  package struct Problem: Hashable, Sendable {
    package let line: Int?
    package let byte: Int?
    package let text: String
  }

  /// As shown: `bundle.tar.gz!var_log/aws-routed-eni/ipamd.log`.
  package let name: String
  /// The file on disk it comes from, `-` for standard input.
  package let path: String
  /// The archive member's mtime, nanoseconds since 1970; nil for files, whose mtime is that of their copy.
  package let modified: Int64?
  /// Complete when `read` has returned 0.
  package private(set) var problems: [Problem] = []
  /// Bytes given out so far.
  package private(set) var byteCount = 0

  /// Size of the files read before the one behind this stream.
  package let precedingBytes: Int64
  /// Bytes of the file on disk behind what was given out so far: with `precedingBytes`, how far the reading is.
  package var packedCount: Int64 { source.packedCount }

  /// A good size for the buffer given to `read`.
  package static let bufferSize = 256 << 10

  private let source: any ByteSource
  /// The layers that belong to this stream alone, whose problems are its own.
  private let layers: [any ByteSource]
  /// Known before a byte was read.
  let firstProblems: [IntakeError.Reason]
  private var isAtEnd = false
  private var isClosed = false

  init(
    name: String, origin: Origin, modified: Int64?, source: any ByteSource, layers: [any ByteSource],
    problems: [IntakeError.Reason]
  ) {
    self.name = name
    path = origin.path
    precedingBytes = origin.precedingBytes
    self.modified = modified
    self.source = source
    self.layers = layers
    firstProblems = problems
    self.problems = problems.map { Problem(line: nil, byte: nil, text: $0.text) }
  }

  /// Fills the front of `buffer` with decompressed bytes and says how many; 0 is the end.
  ///
  /// `buffer.count` is the most that is read; an empty buffer is first made `bufferSize` long. Data that ends
  /// early or is damaged is no error: it is noted in `problems`. Throws only when the turn is over.
  package func read(into buffer: inout [UInt8]) throws(IntakeError) -> Int {
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.bufferSize) }
    var span = buffer.mutableSpan
    return try read(into: &span)
  }

  /// The same for a part of a buffer, say behind the line that the last read cut.
  package func read(into target: inout MutableSpan<UInt8>) throws(IntakeError) -> Int {
    guard !isClosed else { throw IntakeError(place: name, reason: .streamClosed) }
    if isAtEnd || target.isEmpty { return 0 }
    let count = source.read(into: &target)
    byteCount += count
    if count == 0 {
      isAtEnd = true
      takeNotes()
    }
    return count
  }

  /// Ends the turn; what was not read is skipped.
  func close() {
    if !isAtEnd { takeNotes() }
    isAtEnd = true
    isClosed = true
  }

  /// What the layers met, with its place in the bytes each of them gave out.
  var notes: [SourceNote] { layers.flatMap(\.notes) }

  private func takeNotes() {
    problems += notes.map { Problem(line: nil, byte: $0.byte, text: $0.reason.text) }
  }
}

/// Where streams come from.
struct Origin: Sendable {
  /// The file on disk, `-` for standard input.
  let path: String
  /// Size of the files before it.
  let precedingBytes: Int64
}
