/// Something bytes can be pulled from: a file, the inside of a gzip, a member of an archive.
///
/// A class, because layers lie upon each other and share a position.
protocol ByteSource: AnyObject {
  /// Fills the front of `buffer`, whose count is the most that is taken; 0 is the end, for good.
  func read(into buffer: inout [UInt8]) -> Int
  /// What went wrong so far; complete when `read` has returned 0.
  var notes: [SourceNote] { get }
}

/// Something wrong in a source, with the position in the bytes it gave out.
struct SourceNote: Hashable {
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

  /// The first `count` bytes, fewer only when there are no more.
  func peek(_ count: Int) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    while head.count < count, !isAtEnd {
      let read = source.read(into: &buffer)
      if read == 0 { isAtEnd = true }
      head.append(contentsOf: buffer[..<read])
    }
    return Array(head.prefix(count))
  }

  func read(into buffer: inout [UInt8]) -> Int {
    guard taken < head.count else { return isAtEnd ? 0 : source.read(into: &buffer) }
    let count = min(buffer.count, head.count - taken)
    buffer.replaceSubrange(0..<count, with: head[taken..<(taken + count)])
    taken += count
    return count
  }
}
