import Bytes
import Documents
import Evidence
import LogFormats
import Patterns
import VPCModel

/// Reads the lines of a log: decodes the ones that may matter, counts the rest.
///
/// A line at level debug or info that has the shape of an earlier one and no literal of a pattern cannot state
/// anything and is not decoded (`LineSieve`). Of routine facts that a later line replaces only the last of a minute
/// is read. A plain record is read where it stands (`PlainReader`); everything else goes through `LineDecoder`.
final class LineReading {
  let collector: Collector
  private var decoder: LineDecoder
  private var texts = TextDocuments()
  private(set) var lineCount = 0
  private(set) var problems: [InputProblem] = []
  private var textMisses = 0
  private var replayed = 0
  private var hot: HotState
  private let takesAll: Bool
  /// Set when the lines are events of a document.
  private let events: EventLines?
  private var alone = ReusedBytes()
  /// Stands in for the hot state while the loop has it.
  private let idle: HotState
  private static let lineEnd = [UInt8(ascii: "\n")]

  /// What all lines of a shape have in common.
  struct ShapeInfo {
    let kind: InputKind
    let node: Int
    let desk: Int
    /// Where the record begins and how far from the line's end it ends.
    let start: Int
    let rest: Int
    let isEscaped: Bool
    /// A zap record, which may be read where it stands. Of other writers' lines only the quiet ones are passed over.
    var isRecord = true
  }

  /// What the loop over the lines works with. It is taken out of the object for the loop, because each access to an
  /// object's property is checked for overlap with others; the check costs more than the work.
  struct HotState {
    var sieve: LineSieve
    var plain = PlainReader()
    var shapes: [ShapeInfo] = []
    /// By shape: the newest line that was not decoded, for the window of the log.
    var newest: [RoutineDesk.HeldLine] = []
    var desks: [RoutineDesk] = []
    /// Lines understood without the decoder.
    var understood = 0
    /// The line before belongs to a table or a describe block.
    var isInText = false
    var outer: [UInt8] = []
    var inner: [UInt8] = []

    init(_ filter: Prefilter) { sieve = LineSieve(filter) }
  }

  init(_ collector: Collector, events: EventLines? = nil) {
    self.collector = collector
    self.events = events
    decoder = collector.makeDecoder()
    hot = HotState(collector.patterns.prefilter)
    idle = HotState(collector.patterns.prefilter)
    takesAll = collector.options.takesAll
  }

  var recognised: Int {
    decoder.counters.recognised + hot.understood + hot.sieve.skipped.reduce(0, +) - replayed
  }

  /// One line that was cut out of the stream by itself.
  func read(_ line: Span<UInt8>, _ place: Line) {
    if place.isCut {
      problems.append(
        InputProblem(
          line: place.number, byte: place.byte, "line cut at \(line.count) bytes; the rest was skipped"))
      lineCount += 1
      var hot = hot
      self.hot = idle
      let asked = collector.requestsAsked
      // Nothing that waits is of a chunk in hand.
      for index in hot.desks.indices { settle(index, line, &hot) }
      decode(line, number: place.number, byte: place.byte, &hot)
      if asked != collector.requestsAsked {
        for index in hot.desks.indices { adopt(&hot.desks[index]) }
      }
      self.hot = hot
      return
    }
    // The sieve wants whole lines, so that it passes over the same ones wherever chunks end.
    var text = ReusedBytes()
    swap(&text, &alone)
    text.replace(with: line)
    text.append(Self.lineEnd.span)
    _ = text.withSpan { read($0, after: place.number - 1, byte: place.byte) }
    swap(&text, &alone)
  }

  /// Whole lines, the first with the number `after + 1` and its first byte at `byte`; says how many there were.
  /// `found`: literals of a larger chunk, in which this one begins at `offset`.
  func read(_ chunk: Span<UInt8>, after: Int, byte: Int, found: [LiteralHit]? = nil, offset: Int = 0) -> Int {
    var hot = idle
    swap(&hot, &self.hot)
    defer { swap(&hot, &self.hot) }
    if let found { hot.sieve.begin(chunk, found: found, offset: offset) } else { hot.sieve.begin(chunk) }
    let facts = collector.routineFacts
    let mayRead = takesAll
    let (first, origin) = (after, byte)
    // Rows of a table end with the first line that is none; it may not be passed over.
    var isHolding = decoder.isHolding || hot.isInText
    while true {
      let pick = hot.sieve.next(in: chunk, everything: isHolding)
      guard pick.isLine else { break }
      let (after, byte) = events?.base(of: pick.start, lines: pick.linesBefore) ?? (first, origin)
      let line = chunk.extracting(pick.range)
      let shape = isHolding || pick.shape < 0 || !hot.shapes[pick.shape].isRecord ? nil : pick.shape
      if let shape, mayRead, pick.owner >= 0, let fact = facts[pick.owner],
        readRoutine(fact, pick, shape, chunk, &hot, after: after, origin: byte)
      {
        continue
      }
      let number = after + pick.linesBefore + 1
      let start = byte + pick.start
      let asked = collector.requestsAsked
      for index in hot.desks.indices where shape == nil || hot.shapes[shape ?? 0].desk == index {
        settle(index, chunk, &hot)
      }
      if let shape, readPlain(line, hot.shapes[shape], pick.hits, number: number, byte: start, &hot) {
      } else {
        decode(line, number: number, byte: start, &hot)
        isHolding = decoder.isHolding || hot.isInText
      }
      if asked != collector.requestsAsked {
        // Only desks that were settled: another one has a request that its node has not heard of.
        for index in hot.desks.indices where shape == nil || hot.shapes[shape ?? 0].desk == index {
          adopt(&hot.desks[index])
        }
      }
    }
    for index in hot.desks.indices { closeChunk(index, chunk, &hot) }
    for (shape, found) in hot.sieve.newest.enumerated() {
      guard let found else { continue }
      let (after, byte) =
        events?.base(of: found.range.lowerBound, lines: found.linesBefore) ?? (first, origin)
      hot.newest[shape].copy.replace(with: chunk.extracting(found.range))
      hot.newest[shape].number = after + found.linesBefore + 1
      hot.newest[shape].byte = byte + found.range.lowerBound
    }
    lineCount += hot.sieve.lineCount
    return hot.sieve.lineCount
  }

  // MARK: records that are read where they stand

  /// Reads a record of a known shape; false when it is not as plain as it looks.
  func readPlain(
    _ line: Span<UInt8>, _ shape: ShapeInfo, _ hits: Range<Int>?, number: Int, byte: Int,
    _ hot: inout HotState
  ) -> Bool {
    let record = line.extracting(shape.start..<(line.count - shape.rest))
    guard shape.isEscaped else { return readRecord(record, shape, hits, number: number, byte: byte, &hot) }
    var buffer: [UInt8] = []
    swap(&buffer, &hot.outer)
    unescapeJSON(record, into: &buffer)
    let isRead = readRecord(buffer.span, shape, hits, number: number, byte: byte, &hot)
    swap(&buffer, &hot.outer)
    return isRead
  }

  /// The message of a record of a known shape, and where it stands; does nothing with one that is not plain.
  func read(
    _ line: Span<UInt8>, _ shape: ShapeInfo, number: Int, byte: Int, _ hot: inout HotState,
    _ body: (Span<UInt8>, LineContext) -> Void
  ) {
    let raw = line.extracting(shape.start..<(line.count - shape.rest))
    let record = shape.isEscaped ? unescapeJSON(raw) : copyBytes(raw)
    guard let fields = hot.plain.read(record.span) else { return }
    var context = LineContext(
      time: Instant(nanoseconds: fields.time), level: fields.level.rawValue, node: shape.node, line: number,
      byte: byte)
    context.kind = shape.kind
    if !fields.hasEscapes { return body(record.span.extracting(fields.message), context) }
    body(unescapeJSON(record.span.extracting(fields.message)).span, context)
  }

  private func readRecord(
    _ record: Span<UInt8>, _ shape: ShapeInfo, _ hits: Range<Int>?, number: Int, byte: Int,
    _ hot: inout HotState
  ) -> Bool {
    guard let fields = hot.plain.read(record), fields.writer != .unknown, fields.writer != .metricsHelper
    else {
      return false
    }
    var context = LineContext(
      time: Instant(nanoseconds: fields.time), level: fields.level.rawValue,
      writers: collector.writerBits(of: fields.writer), node: shape.node, line: number, byte: byte)
    context.kind = collector.inputKind(of: fields.writer)
    let message = record.extracting(fields.message)
    if !fields.hasEscapes {
      guard isPlainText(message) else { return false }
      take(message, context, hits, &hot)
    } else {
      var buffer: [UInt8] = []
      swap(&buffer, &hot.inner)
      defer { swap(&buffer, &hot.inner) }
      unescapeJSON(message, into: &buffer)
      guard isPlainText(buffer.span) else { return false }
      // What was spelled out letter by letter may hold literals that the line does not.
      let isSpelledOut = findBytes("\\u", in: record) != nil
      take(buffer.span, context, isSpelledOut ? nil : hits, &hot)
    }
    return true
  }

  private func take(
    _ message: Span<UInt8>, _ context: LineContext, _ hits: Range<Int>?, _ hot: inout HotState
  ) {
    hot.understood += 1
    collector.take(message, context, hits: hits.map { hot.sieve.hits[$0] })
  }

  // MARK: everything else

  func decode(_ line: Span<UInt8>, number: Int, byte: Int, _ hot: inout HotState) {
    // kubectl tables and describe blocks; a file of thousands of log lines is not asked for each of them.
    if events == nil, textMisses < 5_000 {
      let used = texts.consume(line, number: number, byte: byte) { collector.state($0, line: $1, byte: $2) }
      hot.isInText = used
      if used {
        textMisses = 0
        for kind in texts.kinds { collector.kinds[kind, default: 0] += 1 }
        hot.understood += 1
        return
      }
      textMisses += 1
    }
    let wasHolding = decoder.isHolding
    var records = 0
    var learned: (writer: LogWriter, node: Int)?
    decodeOne(line, number: number, byte: byte) { record, number, byte in
      records += 1
      let node = collector.take(record, line: number, byte: byte)
      let isOfHost = record.writer == .kubelet || record.writer == .containerd
      if let node, record.time != nil || isOfHost, record.level != nil, record.writer != .unknown,
        !record.isOfUnit || isOfHost
      {
        learned = (record.writer, node)
      }
    }
    if let learned, records == 1, !wasHolding, !decoder.isHolding, hot.sieve.mayLearn,
      // Without a shape no line is passed over, waits at a desk or is read where it stands.
      !collector.options.readsEveryLine, events?.isSpelledOut(line) != true
    {
      learn(line, learned.writer, learned.node, &hot)
    }
  }

  private func decodeOne(
    _ line: Span<UInt8>, number: Int, byte: Int, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    if let events {
      events.decode(line, number: number, byte: byte, &decoder, emit)
    } else {
      decoder.decode(line, number: number, byte: byte, emit: emit)
    }
  }

  /// Remembers what stands around the record, so that routine lines like this one can be passed over.
  private func learn(_ line: Span<UInt8>, _ writer: LogWriter, _ node: Int, _ hot: inout HotState) {
    guard !hot.sieve.knows(line), let kind = collector.inputKind(of: writer) else { return }
    guard let frame = recordFrame(of: line) else { return learnOfHost(line, kind, node, &hot) }
    let isEscaped = line[frame.lowerBound - 2] == UInt8(ascii: "\\")
    hot.sieve.learn(
      LineShape(
        head: copyBytes(line.extracting(0..<frame.lowerBound)),
        tail: copyBytes(line.extracting(frame.upperBound..<line.count))))
    let desk = hot.desks.firstIndex { $0.node == node } ?? hot.desks.count
    if desk == hot.desks.count { hot.desks.append(RoutineDesk(node: node, kind: kind)) }
    hot.shapes.append(
      ShapeInfo(
        kind: kind, node: node, desk: desk, start: frame.lowerBound - (isEscaped ? 13 : 10),
        rest: line.count - frame.upperBound - (isEscaped ? 3 : 2), isEscaped: isEscaped))
    hot.newest.append(RoutineDesk.HeldLine())
  }

  /// The same of a line of the kubelet or the container runtime, whose level stands behind its time.
  private func learnOfHost(_ line: Span<UInt8>, _ kind: InputKind, _ node: Int, _ hot: inout HotState) {
    guard let level = levelPlace(of: line) else { return }
    hot.sieve.learn(
      LineShape(
        head: copyBytes(line.extracting(0..<level.start)), tail: [], level: level.isLetter ? .letter : .word))
    hot.shapes.append(
      ShapeInfo(
        kind: kind, node: node, desk: -1, start: level.start, rest: 0, isEscaped: false, isRecord: false))
    hot.newest.append(RoutineDesk.HeldLine())
  }

  func finish(nulBytes: Int) {
    let nothing: [UInt8] = []
    var hot = idle
    swap(&hot, &self.hot)
    defer { swap(&hot, &self.hot) }
    for index in hot.desks.indices { close(index, nothing.span, &hot) }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    texts.finish { collector.state($0, line: $1, byte: $2) }
    let passed = hot.shapes.indices.filter { hot.sieve.skipped[$0] > 0 }
    for index in passed.sorted(by: { hot.newest[$0].number < hot.newest[$1].number }) {
      let newest = hot.newest[index]
      newest.copy.withSpan { line in
        decodeOne(line, number: newest.number, byte: newest.byte) {
          collector.take($0, line: $1, byte: $2)
        }
      }
      replayed += 1
      collector.count(hot.shapes[index].kind, times: hot.sieve.skipped[index] - 1)
    }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    if nulBytes > 0 {
      problems.append(
        InputProblem("\(nulBytes) NUL bytes skipped, as a crash leaves them", isHarmless: true))
    }
  }
}
