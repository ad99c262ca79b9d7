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
  var plain = PlainReader()
  private var texts = TextDocuments()
  private let sieve: LineSieve
  private(set) var lineCount = 0
  private(set) var problems: [InputProblem] = []
  private var textMisses = 0
  /// Lines understood without the decoder.
  var understood = 0
  private var replayed = 0
  var shapes: [ShapeInfo] = []
  private var desks: [RoutineDesk] = []
  private let takesAll: Bool
  private var alone = ReusedBytes()
  private var outer: [UInt8] = []
  private var inner: [UInt8] = []
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
    /// The newest line that was not decoded, for the window of the log.
    var newest = RoutineDesk.HeldLine()
  }

  init(_ collector: Collector) {
    self.collector = collector
    decoder = collector.makeDecoder()
    sieve = LineSieve(collector.patterns.prefilter)
    takesAll = collector.options.takesAll
  }

  var recognised: Int {
    decoder.counters.recognised + understood + sieve.shapes.reduce(0) { $0 + $1.skipped } - replayed
  }

  /// One line that was cut out of the stream by itself.
  func read(_ line: Span<UInt8>, _ place: Line) {
    if place.isCut {
      problems.append(
        InputProblem(
          line: place.number, byte: place.byte, "line cut at \(line.count) bytes; the rest was skipped"))
      lineCount += 1
      decode(line, number: place.number, byte: place.byte)
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
  func read(_ chunk: Span<UInt8>, after: Int, byte: Int) -> Int {
    sieve.begin(chunk)
    let facts = collector.catalog.routineFacts
    // Out of `self` for the loop: each access would be checked for overlap with others.
    var desks = desks
    self.desks = []
    let mayRead = takesAll
    var isHolding = decoder.isHolding
    while true {
      let pick = sieve.next(in: chunk, everything: isHolding)
      guard pick.isLine else { break }
      let line = chunk.extracting(pick.range)
      let shape = isHolding ? nil : sieve.shape(of: line)
      if let shape, mayRead, pick.owner >= 0, let fact = facts[pick.owner],
        readRoutine(fact, pick, shape, chunk, &desks, after: after, origin: byte)
      {
        continue
      }
      let number = after + pick.linesBefore + 1
      let start = byte + pick.start
      let asked = collector.requestsAsked
      for index in desks.indices where shape == nil || shapes[shape ?? 0].desk == index {
        settle(&desks[index], chunk)
      }
      if let shape, readPlain(line, shapes[shape], pick.hits, number: number, byte: start) {
      } else {
        self.desks = desks
        decode(line, number: number, byte: start)
        desks = self.desks
        self.desks = []
        isHolding = decoder.isHolding
      }
      if asked != collector.requestsAsked {
        for index in desks.indices { adopt(&desks[index]) }
      }
    }
    for index in desks.indices { closeChunk(&desks[index], chunk) }
    self.desks = desks
    for (shape, found) in sieve.newest.enumerated() {
      guard let found else { continue }
      shapes[shape].newest.copy.replace(with: chunk.extracting(found.range))
      shapes[shape].newest.number = after + found.linesBefore + 1
      shapes[shape].newest.byte = byte + found.range.lowerBound
    }
    lineCount += sieve.lineCount
    return sieve.lineCount
  }

  // MARK: records that are read where they stand

  /// Reads a record of a known shape; false when it is not as plain as it looks.
  func readPlain(
    _ line: Span<UInt8>, _ shape: ShapeInfo, _ hits: Range<Int>?, number: Int, byte: Int
  ) -> Bool {
    let record = line.extracting(shape.start..<(line.count - shape.rest))
    guard shape.isEscaped else { return readRecord(record, shape, hits, number: number, byte: byte) }
    var buffer: [UInt8] = []
    swap(&buffer, &outer)
    unescapeJSON(record, into: &buffer)
    let isRead = readRecord(buffer.span, shape, hits, number: number, byte: byte)
    swap(&buffer, &outer)
    return isRead
  }

  /// The message of a record of a known shape, and where it stands; does nothing with one that is not plain.
  func read(
    _ line: Span<UInt8>, _ shape: ShapeInfo, number: Int, byte: Int, _ body: (Span<UInt8>, LineContext) -> Void
  ) {
    var record: [UInt8] = []
    swap(&record, &outer)
    defer { swap(&record, &outer) }
    let raw = line.extracting(shape.start..<(line.count - shape.rest))
    if shape.isEscaped { unescapeJSON(raw, into: &record) } else {
      record.removeAll(keepingCapacity: true)
      record.append(contentsOf: copyBytes(raw))
    }
    guard let fields = plain.read(record.span) else { return }
    var context = LineContext(
      time: Instant(nanoseconds: fields.time), level: fields.level.rawValue, node: shape.node, line: number,
      byte: byte)
    context.kind = shape.kind
    if !fields.hasEscapes { return body(record.span.extracting(fields.message), context) }
    body(unescapeJSON(record.span.extracting(fields.message)).span, context)
  }

  private func readRecord(
    _ record: Span<UInt8>, _ shape: ShapeInfo, _ hits: Range<Int>?, number: Int, byte: Int
  ) -> Bool {
    guard let fields = plain.read(record), fields.writer != .unknown, fields.writer != .metricsHelper else {
      return false
    }
    var context = LineContext(
      time: Instant(nanoseconds: fields.time), level: fields.level.rawValue,
      writers: collector.catalog.writerBits(of: fields.writer), node: shape.node, line: number, byte: byte)
    context.kind = collector.inputKind(of: fields.writer)
    let message = record.extracting(fields.message)
    if !fields.hasEscapes {
      guard isPlainText(message) else { return false }
      take(message, context, hits)
    } else {
      var buffer: [UInt8] = []
      swap(&buffer, &inner)
      defer { swap(&buffer, &inner) }
      unescapeJSON(message, into: &buffer)
      guard isPlainText(buffer.span) else { return false }
      // What was spelled out letter by letter may hold literals that the line does not.
      let isSpelledOut = findBytes("\\u", in: record) != nil
      take(buffer.span, context, isSpelledOut ? nil : hits)
    }
    return true
  }

  private func take(_ message: Span<UInt8>, _ context: LineContext, _ hits: Range<Int>?) {
    understood += 1
    collector.take(message, context, hits: hits.map { sieve.hits[$0] })
  }

  // MARK: everything else

  func decode(_ line: Span<UInt8>, number: Int, byte: Int) {
    // kubectl tables and describe blocks; a file of thousands of log lines is not asked for each of them.
    if textMisses < 5_000 {
      let used = texts.consume(line, number: number, byte: byte) { collector.state($0, line: $1, byte: $2) }
      if used {
        textMisses = 0
        for kind in texts.kinds { collector.kinds[kind, default: 0] += 1 }
        understood += 1
        return
      }
      textMisses += 1
    }
    let wasHolding = decoder.isHolding
    var records = 0
    var learned: (writer: LogWriter, node: Int)?
    decoder.decode(line, number: number, byte: byte) { record, number, byte in
      records += 1
      let node = collector.take(record, line: number, byte: byte)
      if let node, record.time != nil, record.level != nil, record.writer != .unknown, !record.isOfUnit {
        learned = (record.writer, node)
      }
    }
    if let learned, records == 1, !wasHolding, !decoder.isHolding, sieve.mayLearn {
      learn(line, learned.writer, learned.node)
    }
  }

  /// Remembers what stands around the record, so that routine lines like this one can be passed over.
  private func learn(_ line: Span<UInt8>, _ writer: LogWriter, _ node: Int) {
    guard sieve.shape(of: line) == nil, let frame = recordFrame(of: line) else { return }
    let isEscaped = line[frame.lowerBound - 2] == UInt8(ascii: "\\")
    guard let kind = collector.inputKind(of: writer) else { return }
    sieve.learn(
      LineShape(
        head: copyBytes(line.extracting(0..<frame.lowerBound)),
        tail: copyBytes(line.extracting(frame.upperBound..<line.count)), id: shapes.count))
    let desk = desks.firstIndex { $0.node == node } ?? desks.count
    if desk == desks.count { desks.append(RoutineDesk(node: node, kind: kind)) }
    shapes.append(
      ShapeInfo(
        kind: kind, node: node, desk: desk, start: frame.lowerBound - (isEscaped ? 13 : 10),
        rest: line.count - frame.upperBound - (isEscaped ? 3 : 2), isEscaped: isEscaped))
  }

  func finish(nulBytes: Int) {
    let nothing: [UInt8] = []
    var desks = desks
    self.desks = []
    for index in desks.indices { close(&desks[index], nothing.span) }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    texts.finish { collector.state($0, line: $1, byte: $2) }
    let passed = zip(sieve.shapes, shapes).filter { $0.0.skipped > 0 }
    for (shape, info) in passed.sorted(by: { $0.1.newest.number < $1.1.newest.number }) {
      info.newest.copy.withSpan { line in
        decoder.decode(line, number: info.newest.number, byte: info.newest.byte) {
          collector.take($0, line: $1, byte: $2)
        }
      }
      replayed += 1
      collector.count(info.kind, times: shape.skipped - 1)
    }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    if nulBytes > 0 {
      problems.append(
        InputProblem("\(nulBytes) NUL bytes skipped, as a crash leaves them", isHarmless: true))
    }
  }
}
