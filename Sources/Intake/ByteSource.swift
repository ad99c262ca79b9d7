/// Something bytes can be pulled from: a file, the inside of a gzip, a member of an archive.
///
/// A class, because layers lie upon each other and share a position.
protocol ByteSource: AnyObject {
  /// Puts bytes at the front of `target` and says how many; 0 is the end, for good.
  func read(into target: inout MutableSpan<UInt8>) -> Int
  /// What went wrong so far; complete when `read` has returned 0.
  var notes: [SourceNote] { get }
  /// Bytes of the file on disk that were read for what was given out so far.
  var packedCount: Int64 { get }
  /// Can go back to its first byte.
  var isRewindable: Bool { get }
  /// Goes back; false when that cannot be done, and nothing has changed then.
  func rewind() -> Bool
}

extension ByteSource {
  var isRewindable: Bool { false }
  func rewind() -> Bool { false }
}

/// Something wrong in a source, with the position in the bytes it gave out.
struct SourceNote: Hashable, Sendable {
  let byte: Int
  let reason: IntakeError.Reason
}

/// A source whose first bytes can be looked at before they are read.
final class PeekedSource: ByteSource {
  private let source: any ByteSource
  private var head: [UInt8] = []
  private var taken = 0
  private var isAtEnd = false

  init(_ source: any ByteSource) { self.source = source }

  var notes: [SourceNote] { source.notes }
  var packedCount: Int64 { source.packedCount }

  /// The first `count` bytes, fewer only when there are no more.
  func peek(_ count: Int) -> [UInt8] {
    guard head.count < count, !isAtEnd else { return Array(head.prefix(count)) }
    var filled = head.count
    head += [UInt8](repeating: 0, count: count - filled)
    while filled < count, !isAtEnd {
      var span = head.mutableSpan
      var rest = span._mutatingExtracting(filled...)
      let read = source.read(into: &rest)
      if read == 0 { isAtEnd = true }
      filled += read
    }
    head.removeLast(head.count - filled)
    return head
  }

  var isRewindable: Bool { source.isRewindable }

  func rewind() -> Bool {
    guard source.rewind() else { return false }
    head = []
    taken = 0
    isAtEnd = false
    return true
  }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    guard taken < head.count else { return isAtEnd ? 0 : source.read(into: &target) }
    let count = target.take(head.span.extracting(taken...))
    taken += count
    return count
  }
}

extension MutableSpan<UInt8> {
  /// Copies as much of `bytes` to the front as there is room for; how much.
  mutating func take(_ bytes: Span<UInt8>) -> Int {
    let count = Swift.min(self.count, bytes.count)
    guard count > 0 else { return 0 }
    unsafe withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { unsafe target.copyMemory(from: .init(rebasing: $0[..<count])) }
    }
    return count
  }
}
