/// Where a line stands, and what was done to it.
package struct Line: Hashable, Sendable {
  /// From 1, counting line ends, so that `sed -n NUMBERp` shows the line.
  package let number: Int
  /// Index of its first byte in the stream, a byte order mark and dropped bytes counted.
  package let byte: Int
  /// Longer than the limit; what is delivered is its beginning.
  package let isCut: Bool
  /// False for the last line when the stream ends without a line end: it may be half written.
  package let isTerminated: Bool
}

/// Cuts a stream of chunks into lines.
///
///     var splitter = LineSplitter()
///     while more { splitter.feed(chunk.span) { bytes, line in … } }
///     splitter.finish { bytes, line in … }
///
/// A line comes without `\n` and without one `\r` before it. A line inside one chunk is lent from the chunk, not
/// copied; memory is bounded by `maxLine` whatever comes. A line longer than `maxLine` is delivered cut and the
/// rest of it skipped. NUL bytes are dropped and counted; a block of eight or more, what a node crash leaves
/// behind, also ends the text before it, which then never got its line end: the text before and after come as
/// two lines with one number. A UTF-8 byte order mark at the start is dropped.
package struct LineSplitter: Sendable {
  /// 4 MiB: ipamd writes lines of 200 KB on big nodes.
  package static let defaultMaxLine = 4 << 20
  private static let crashBlock = 8

  /// NUL bytes dropped so far.
  package private(set) var nulBytes = 0
  /// Lines cut so far.
  package private(set) var cutLines = 0
  /// Line ends seen so far.
  package private(set) var lineEnds = 0

  private let maxLine: Int
  /// Bytes of the stream before the chunk in hand.
  package private(set) var consumed = 0
  /// The line so far when it began in an earlier chunk or lost NUL bytes.
  private var pending: [UInt8] = []
  private var pendingStart: Int?
  private var isSkipping = false
  private var nulRun = 0
  /// A byte order mark not yet complete: how many of its bytes were seen; 3 when that is decided.
  private var markBytes = 0

  package init(maxLine: Int = LineSplitter.defaultMaxLine) { self.maxLine = max(1, maxLine) }

  /// Nothing of a line is held: the next byte begins one.
  package var isBetweenLines: Bool { pendingStart == nil && markBytes == 3 && consumed > 0 && nulRun == 0 }

  /// Lines that the caller has cut itself while the splitter was between lines: whole ones, without NUL.
  package mutating func pass(bytes: Int, lines: Int) {
    consumed &+= bytes
    lineEnds &+= lines
  }

  /// Calls `body` for each line that ends in `chunk`.
  package mutating func feed<Failure: Error>(
    _ chunk: Span<UInt8>, _ body: (Span<UInt8>, Line) throws(Failure) -> Void
  ) throws(Failure) {
    var index = skipMark(chunk)
    while index < chunk.count {
      let stop = endOfText(in: chunk, from: index)
      let text = chunk.extracting(index..<stop)
      guard stop < chunk.count else {
        append(text, at: consumed &+ index)
        break
      }
      if chunk[stop] == 0 {
        append(text, at: consumed &+ index)
        let count = lengthOfNULs(in: chunk, from: stop)
        nulRun &+= count
        nulBytes &+= count
        if nulRun >= Self.crashBlock, pendingStart != nil { try deliverPending(isTerminated: false, body) }
        index = stop &+ count
      } else {
        lineEnds &+= 1
        if pendingStart == nil {
          try deliver(text, at: consumed &+ index, body)
        } else {
          append(text, at: consumed &+ index)
          try deliverPending(isTerminated: true, body)
        }
        nulRun = 0
        index = stop &+ 1
      }
    }
    consumed &+= chunk.count
  }

  package mutating func feed<Failure: Error>(
    _ chunk: [UInt8], _ body: (Span<UInt8>, Line) throws(Failure) -> Void
  ) throws(Failure) {
    try feed(chunk.span, body)
  }

  /// The stream is over: delivers a last line without a line end. The splitter is not to be used afterwards.
  package mutating func finish<Failure: Error>(
    _ body: (Span<UInt8>, Line) throws(Failure) -> Void
  ) throws(Failure) {
    releaseMark()
    if pendingStart != nil { try deliverPending(isTerminated: false, body) }
  }
}

extension LineSplitter {
  /// A whole line lent from the chunk.
  private mutating func deliver<Failure: Error>(
    _ text: Span<UInt8>, at start: Int, _ body: (Span<UInt8>, Line) throws(Failure) -> Void
  ) throws(Failure) {
    let isCut = text.count > maxLine
    if isCut { cutLines &+= 1 }
    let end = isCut ? maxLine : lengthWithoutReturn(text)
    let line = Line(number: lineEnds, byte: start, isCut: isCut, isTerminated: true)
    try body(text.extracting(0..<end), line)
  }

  /// A line put together from pieces. `lineEnds` already counts its end when it has one.
  private mutating func deliverPending<Failure: Error>(
    isTerminated: Bool, _ body: (Span<UInt8>, Line) throws(Failure) -> Void
  ) throws(Failure) {
    let number = isTerminated ? lineEnds : lineEnds &+ 1
    if isSkipping { cutLines &+= 1 }
    let line = Line(
      number: number, byte: pendingStart ?? consumed, isCut: isSkipping, isTerminated: isTerminated)
    let end = isSkipping ? pending.count : lengthWithoutReturn(pending.span)
    let text = pending
    pending = []
    pendingStart = nil
    isSkipping = false
    try body(text.span.extracting(0..<end), line)
    // The buffer is used again, unless one long line would keep megabytes for the rest of the run.
    if text.capacity <= 1 << 20, pending.isEmpty {
      pending = text
      pending.removeAll(keepingCapacity: true)
    }
  }

  private mutating func append(_ text: Span<UInt8>, at start: Int) {
    guard !text.isEmpty else { return }
    nulRun = 0
    if pendingStart == nil { pendingStart = start }
    let room = maxLine &- pending.count
    let taken = Swift.min(room, text.count)
    if taken < text.count { isSkipping = true }
    for index in 0..<taken { pending.append(text[index]) }
  }

  private func lengthWithoutReturn(_ text: Span<UInt8>) -> Int {
    let count = text.count
    return count > 0 && text[count &- 1] == UInt8(ascii: "\r") ? count &- 1 : count
  }

  /// The next line end or NUL at or after `start`, or the end of the chunk.
  private func endOfText(in chunk: Span<UInt8>, from start: Int) -> Int {
    var index = start
    // Blocks without an early exit are what the compiler turns into vector code.
    while index <= chunk.count &- 32 {
      let block = chunk.extracting(index..<(index &+ 32))
      var first: UInt8 = 32
      for offset in 0..<32 {
        let byte = block[offset]
        let candidate = byte == UInt8(ascii: "\n") || byte == 0 ? UInt8(truncatingIfNeeded: offset) : 32
        first = Swift.min(first, candidate)
      }
      if first < 32 { return index &+ Int(first) }
      index &+= 32
    }
    while index < chunk.count, chunk[index] != UInt8(ascii: "\n"), chunk[index] != 0 { index &+= 1 }
    return index
  }

  private func lengthOfNULs(in chunk: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index <= chunk.count &- 32 {
      let block = chunk.extracting(index..<(index &+ 32))
      var bits: UInt8 = 0
      for offset in 0..<32 { bits |= block[offset] }
      if bits != 0 { break }
      index &+= 32
    }
    while index < chunk.count, chunk[index] == 0 { index &+= 1 }
    return index &- start
  }

  /// Skips EF BB BF at the start of the stream, which may come byte by byte.
  private mutating func skipMark(_ chunk: Span<UInt8>) -> Int {
    var index = 0
    while markBytes < 3, index < chunk.count {
      guard chunk[index] == Self.mark[markBytes] else {
        releaseMark()
        break
      }
      markBytes &+= 1
      index &+= 1
    }
    return index
  }

  /// What looked like a mark is text after all.
  private mutating func releaseMark() {
    if markBytes < 3, markBytes > 0 {
      let seen = Array(Self.mark.prefix(markBytes))
      append(seen.span, at: 0)
    }
    markBytes = 3
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
