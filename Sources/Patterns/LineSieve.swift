import Glibc

/// Passes over the lines of a log that cannot state anything, and names the others.
///
/// A class because its buffers grow with use. A line is passed over when it has the shape of lines seen before (`LineShape`), its level is debug or info, no
/// literal of a pattern occurs in it and it is plain ASCII. What is passed over is counted, never decoded.
///
///     sieve.begin(chunk)
///     while let pick = sieve.next(in: chunk, everything: decoder.isHolding) { … }
package final class LineSieve {
  /// A line to look at.
  package struct Pick {
    package let range: Range<Int>
    /// Line ends of the chunk before it.
    package let linesBefore: Int
    /// Its literals, in `hits`.
    package let hits: Range<Int>
  }

  private let filter: Prefilter
  package private(set) var hits: [LiteralHit] = []
  package private(set) var shapes: [LineShape] = []
  /// For each shape: the newest line passed over in this chunk, its range and the lines before it.
  package private(set) var newest: [(range: Range<Int>, linesBefore: Int)?] = []
  private var position = 0
  private var lines = 0
  private var nextHit = 0
  private var isASCII = true
  private var recent = 0

  private static let mostShapes = 32

  package init(_ filter: Prefilter) { self.filter = filter }

  /// Shapes may be learned while there is room: a log of a thousand pods is decoded line by line.
  package var mayLearn: Bool { shapes.count < Self.mostShapes }

  package func learn(_ shape: LineShape) {
    shapes.append(shape)
    newest.append(nil)
  }

  /// Starts with a chunk of whole lines, each ended by `\n`, without NUL. Finds its literals.
  package func begin(_ chunk: Span<UInt8>) {
    hits.removeAll(keepingCapacity: true)
    filter.find(in: chunk, hits: &hits)
    position = 0
    lines = 0
    nextHit = 0
    isASCII = Self.isASCII(chunk)
    for index in newest.indices { newest[index] = nil }
  }

  /// The next line worth a look; nil when the chunk is over. `everything`: no line may be passed over now.
  package func next(in chunk: Span<UInt8>, everything: Bool) -> Pick? {
    unsafe chunk.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      return unsafe next(base, bytes.count, everything)
    }
  }

  private func next(_ base: UnsafeRawPointer, _ count: Int, _ everything: Bool) -> Pick? {
    var position = position
    var lines = lines
    let all = everything || !filter.always.isEmpty || shapes.isEmpty
    while position < count {
      let found = unsafe memchr(base + position, 10, count &- position)
      let stop = unsafe found.map { unsafe UnsafeRawPointer($0) - base } ?? count
      // A line end of Windows is none of the text.
      let end = unsafe stop > position && base.load(fromByteOffset: stop &- 1, as: UInt8.self) == 13 ? stop &- 1 : stop
      let firstHit = nextHit
      while nextHit < hits.count, hits[nextHit].end < end { nextHit &+= 1 }
      if firstHit == nextHit, !all, unsafe isASCII || Self.isASCII(base + position, end &- position),
        unsafe skips(base, position, end, count, lines)
      {
        position = stop &+ 1
        lines &+= 1
        continue
      }
      let pick = Pick(range: position..<end, linesBefore: lines, hits: firstHit..<nextHit)
      self.position = stop &+ 1
      self.lines = lines &+ 1
      return pick
    }
    self.position = position
    self.lines = lines
    return nil
  }

  /// Line ends of the chunk, when `next` has answered nil.
  package var lineCount: Int { lines }

  @inline(__always)
  private func skips(
    _ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ limit: Int, _ lines: Int
  ) -> Bool {
    if unsafe shapes[recent].fits(base, start, end, limit) {
      shapes[recent].skipped &+= 1
      newest[recent] = (start..<end, lines)
      return true
    }
    for index in shapes.indices where index != recent {
      if unsafe shapes[index].fits(base, start, end, limit) {
        recent = index
        shapes[index].skipped &+= 1
        newest[index] = (start..<end, lines)
        return true
      }
    }
    return false
  }

  /// The shape a line has, passed over or not; nil when it has none.
  package func shape(of line: Span<UInt8>) -> Int? {
    unsafe line.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      if recent < shapes.count, unsafe shapes[recent].surrounds(base, 0, bytes.count, bytes.count) {
        return recent
      }
      return shapes.indices.first { unsafe shapes[$0].surrounds(base, 0, bytes.count, bytes.count) }
    }
  }

  static func isASCII(_ chunk: Span<UInt8>) -> Bool {
    unsafe chunk.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe isASCII(base, bytes.count)
    }
  }

  private static func isASCII(_ base: UnsafeRawPointer, _ count: Int) -> Bool {
    var bits: UInt64 = 0
    var index = 0
    while index &+ 32 <= count {
      bits |= unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        | base.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
        | base.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self)
        | base.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self)
      index &+= 32
    }
    while index < count {
      bits |= unsafe UInt64(base.load(fromByteOffset: index, as: UInt8.self))
      index &+= 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }

  /// Where the last line of a chunk ends, after its `\n`; 0 when no line ends in it. Nil when a NUL is in the chunk.
  package static func wholeLines(of chunk: Span<UInt8>) -> Int? {
    unsafe chunk.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      if unsafe memchr(base, 0, bytes.count) != nil { return nil }
      var end = bytes.count
      while end > 0, unsafe bytes[end &- 1] != 10 { end &-= 1 }
      return end
    }
  }
}
