import Glibc

/// Passes over the lines of a log that cannot state anything, and names the others.
///
/// A line is passed over when it has the shape of lines seen before (`LineShape`), its level is debug or info, no
/// literal of a pattern occurs in it and it is plain ASCII. What is passed over is counted, never decoded.
///
///     sieve.begin(chunk)
///     while let pick = sieve.next(in: chunk, everything: decoder.isHolding) { … }
package struct LineSieve {
  /// A line to look at.
  package struct Pick {
    package var start = 0
    package var end = 0
    /// Line ends of the chunk before it.
    package var linesBefore = 0
    /// Its literals, in `hits`.
    package var firstHit = 0
    package var lastHit = 0
    /// Its shape; -1 when it has none.
    package var shape = -1
    /// The pattern that all its literals belong to; -1 when there is none, or more than one.
    package var owner = -1
    /// A byte of its first literal.
    package var hitEnd = 0
    /// False when the chunk is over.
    package var isLine = false

    package var range: Range<Int> { start..<end }
    package var hits: Range<Int> { firstHit..<lastHit }
  }

  private var search: ChunkSearch
  package private(set) var hits: [LiteralHit] = []
  private var shapes = ShapeTable()
  /// By shape: lines that were passed over.
  package private(set) var skipped: [Int] = []
  /// For each shape: the newest line passed over in this chunk, its range and the lines before it.
  package private(set) var newest: [(range: Range<Int>, linesBefore: Int)?] = []
  private var position = 0
  private var lines = 0
  private var nextHit = 0
  private var isASCII = true
  private var recent = 0

  private static let mostShapes = 32

  package init(_ filter: Prefilter) { search = ChunkSearch(filter) }

  /// Shapes may be learned while there is room: a log of a thousand pods is decoded line by line.
  package var mayLearn: Bool { shapes.count < Self.mostShapes }

  package mutating func learn(_ shape: LineShape) {
    shapes.add(shape)
    skipped.append(0)
    newest.append(nil)
  }

  /// Starts with a chunk of whole lines, each ended by `\n`, without NUL. Finds its literals.
  package mutating func begin(_ chunk: Span<UInt8>) {
    search.find(in: chunk, hits: &hits)
    start(chunk)
  }

  /// The same, with the literals found before in a larger chunk, in which this one begins at `offset`.
  package mutating func begin(_ chunk: Span<UInt8>, found: [LiteralHit], offset: Int) {
    hits.removeAll(keepingCapacity: true)
    for hit in found where hit.end >= offset && hit.end < offset &+ chunk.count {
      hits.append(LiteralHit(end: hit.end &- offset, owner: hit.owner))
    }
    start(chunk)
  }

  private mutating func start(_ chunk: Span<UInt8>) {
    position = 0
    lines = 0
    nextHit = 0
    isASCII = Self.isASCII(chunk)
    for index in newest.indices { newest[index] = nil }
  }

  /// The next line worth a look. `everything`: no line may be passed over now.
  package mutating func next(in chunk: Span<UInt8>, everything: Bool) -> Pick {
    unsafe chunk.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return Pick() }
      return unsafe next(base, bytes.count, everything)
    }
  }

  private mutating func next(_ base: UnsafeRawPointer, _ count: Int, _ everything: Bool) -> Pick {
    var position = position
    var lines = lines
    var hit = nextHit
    let hitCount = hits.count
    var quiet = Quiet()
    defer { settle(&quiet, next: -1) }
    let all = everything || search.runsAlways || shapes.count == 0
    while position < count {
      let found = unsafe memchr(base + position, 10, count &- position)
      let stop = unsafe found.map { unsafe UnsafeRawPointer($0) - base } ?? count
      // A line end of Windows is none of the text.
      let end =
        unsafe stop > position && base.load(fromByteOffset: stop &- 1, as: UInt8.self) == 13
        ? stop &- 1 : stop
      var first = hit
      while hit < hitCount, hits[hit].end < end { hit &+= 1 }
      var last = hit
      let shape = unsafe all ? -1 : shape(base, position, end, count)
      if shape >= 0 {
        // A literal in what stands around the record is none of the message.
        let entry = shapes.entries[shape]
        while first < last, hits[first].end < position &+ entry.headCount { first &+= 1 }
        while first < last, hits[last &- 1].end >= end &- entry.tailCount { last &-= 1 }
        if first == last, unsafe shapes.isQuiet(shape, base, position),
          unsafe isASCII || Self.isASCII(base + position, end &- position)
        {
          if shape != quiet.shape { settle(&quiet, next: shape) }
          quiet.count &+= 1
          quiet.start = position
          quiet.end = end
          quiet.lines = lines
          position = stop &+ 1
          lines &+= 1
          continue
        }
      }
      var pick = Pick(
        start: position, end: end, linesBefore: lines, firstHit: first, lastHit: last, shape: shape)
      pick.isLine = true
      if first < last {
        pick.hitEnd = hits[first].end
        pick.owner = hits[first].owner
        while first &+ 1 < last {
          first &+= 1
          if hits[first].owner != pick.owner { pick.owner = -1 }
        }
      }
      self.position = stop &+ 1
      self.lines = lines &+ 1
      nextHit = hit
      return pick
    }
    self.position = position
    self.lines = lines
    nextHit = hit
    return Pick()
  }

  /// Line ends of the chunk, when `next` has answered nil.
  package var lineCount: Int { lines }

  /// Lines of one shape passed over in a row, and the newest of them.
  private struct Quiet {
    var shape = -1
    var count = 0
    var start = 0
    var end = 0
    var lines = 0
  }

  private mutating func settle(_ quiet: inout Quiet, next: Int) {
    if quiet.shape >= 0, quiet.count > 0 {
      skipped[quiet.shape] &+= quiet.count
      newest[quiet.shape] = (quiet.start..<quiet.end, quiet.lines)
    }
    quiet = Quiet()
    quiet.shape = next
  }

  /// The shape of a line, whatever its level; -1 when it has none.
  @inline(__always)
  private mutating func shape(_ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ limit: Int) -> Int {
    if unsafe shapes.surrounds(recent, base, start, end, limit) { return recent }
    return unsafe otherShape(base, start, end, limit)
  }

  @inline(never)
  private mutating func otherShape(_ base: UnsafeRawPointer, _ start: Int, _ end: Int, _ limit: Int) -> Int {
    for index in 0..<shapes.count where index != recent {
      if unsafe shapes.surrounds(index, base, start, end, limit) {
        recent = index
        return index
      }
    }
    return -1
  }

  /// True when a line has one of the shapes, whatever its level.
  package func knows(_ line: Span<UInt8>) -> Bool {
    unsafe line.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      return (0..<shapes.count).contains { unsafe shapes.surrounds($0, base, 0, bytes.count, bytes.count) }
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
      bits |=
        unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
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
