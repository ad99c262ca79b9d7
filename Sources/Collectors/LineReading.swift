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
  private unowned let collector: Collector
  private var decoder: LineDecoder
  private var plain = PlainReader()
  private var texts = TextDocuments()
  private let sieve: LineSieve
  private(set) var lineCount = 0
  private(set) var problems: [InputProblem] = []
  private var textMisses = 0
  /// Lines understood without the decoder.
  private var understood = 0
  private var replayed = 0
  private var shapes: [ShapeInfo] = []
  private var waiting: [Waiting] = []
  private var alone = ReusedBytes()
  private var outer: [UInt8] = []
  private var inner: [UInt8] = []
  private static let lineEnd = [UInt8(ascii: "\n")]

  /// What all lines of a shape have in common.
  private struct ShapeInfo {
    let kind: InputKind?
    let node: Int
    /// Where the record begins and how far from the line's end it ends.
    let start: Int
    let rest: Int
    let isEscaped: Bool
    /// The newest line that was not decoded, for the window of the log.
    var newest = HeldLine()
  }

  private struct HeldLine {
    var line = ReusedBytes()
    var number = 0
    var byte = 0
  }

  /// A routine fact that the next one of its minute replaces.
  private struct Waiting {
    let shape: Int
    let owner: Int
    var minute: (UInt64, UInt64)
    /// The line in the chunk in hand; nil when it lies in `held`, or has been read.
    var range: Range<Int>?
    var held = HeldLine()
    var isWaiting = false
  }

  init(_ collector: Collector) {
    self.collector = collector
    decoder = collector.makeDecoder()
    sieve = LineSieve(collector.patterns.prefilter)
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
    while let pick = sieve.next(in: chunk, everything: decoder.isHolding) {
      let line = chunk.extracting(pick.range)
      let number = after + pick.linesBefore + 1
      let start = byte + pick.range.lowerBound
      if !decoder.isHolding, let shape = sieve.shape(of: line) {
        if mayWait(line, shape, pick, number: number, byte: start, chunk, origin: byte) { continue }
        if readRoutine(line, shapes[shape], pick.hits, number: number, byte: start) { continue }
        if readPlain(line, shapes[shape], pick.hits, number: number, byte: start) { continue }
      }
      readWaiting(in: chunk, origin: byte)
      decode(line, number: number, byte: start)
    }
    for (shape, found) in sieve.newest.enumerated() {
      guard let found else { continue }
      shapes[shape].newest.line.replace(with: chunk.extracting(found.range))
      shapes[shape].newest.number = after + found.linesBefore + 1
      shapes[shape].newest.byte = byte + found.range.lowerBound
    }
    for index in waiting.indices {
      guard let range = waiting[index].range else { continue }
      waiting[index].held.line.replace(with: chunk.extracting(range))
      waiting[index].range = nil
    }
    lineCount += sieve.lineCount
    return sieve.lineCount
  }

  // MARK: records that are read where they stand

  /// Reads a record of a known shape; false when it is not as plain as it looks.
  private func readPlain(
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

  // MARK: routine facts that are read without a regex

  /// A line that shows one routine fact and nothing else; false when it is not of the common form.
  private func readRoutine(
    _ line: Span<UInt8>, _ shape: ShapeInfo, _ hits: Range<Int>, number: Int, byte: Int
  ) -> Bool {
    guard let first = hits.first, collector.options.takesAll, let kind = shape.kind else { return false }
    let owner = sieve.hits[first].owner
    for index in hits where sieve.hits[index].owner != owner { return false }
    return readRoutine(line, shape, owner: owner, kind, number: number, byte: byte)
  }

  private func readRoutine(
    _ line: Span<UInt8>, _ shape: ShapeInfo, owner: Int, _ kind: InputKind, number: Int, byte: Int
  ) -> Bool {
    guard let routine = collector.catalog.entries[owner].routine, let stamp = stampStart(of: line, shape),
      let (time, end) = plain.time(line, at: stamp.index), let reading = routine.read(line, from: end)
    else { return false }
    var context = LineContext(
      time: Instant(nanoseconds: time), level: stamp.letters == 5 ? "debug" : "info", writers: nil,
      node: shape.node, line: number, byte: byte)
    context.kind = kind
    // What is kept of the line is its message: from behind `"msg":"`, where nothing in it is escaped.
    let last = line.count - shape.rest - (shape.isEscaped ? 3 : 2)
    var message = 0..<0
    if case .requestPod = reading {} else {
      guard let key = findBytes("msg", in: line, from: end) else { return false }
      let begin = key + (shape.isEscaped ? 8 : 6)
      guard begin < last, let plainEnd = findEscape(line, from: begin, to: last), plainEnd == last else { return false }
      message = begin..<last
    }
    understood += 1
    collector.take(reading, line, message: message, context, isAtRequest: routine == .poolAtRequest)
    return true
  }

  /// The first backslash from `start` on, or `end`.
  private func findEscape(_ line: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    firstIndex(of: UInt8(ascii: "\\"), in: line.extracting(start..<end)).map { $0 + start } ?? end
  }

  // MARK: facts that a later line replaces

  /// True when the line is kept for later, or has nothing new to say.
  private func mayWait(
    _ line: Span<UInt8>, _ shape: Int, _ pick: LineSieve.Pick, number: Int, byte: Int, _ chunk: Span<UInt8>,
    origin: Int
  ) -> Bool {
    guard !pick.hits.isEmpty, collector.options.takesAnyTime else { return false }
    var owner = -1
    var isEager = false
    var needsPool = false
    for index in pick.hits {
      let hit = sieve.hits[index].owner
      switch collector.catalog.entries[hit].pace {
      case .lastOfMinute: owner = max(owner, hit)
      case .onceForEachENI: isEager = isEager || !collector.knowsENI(of: line, shapes[shape].node)
      case .every: isEager = true
      case .everyWithPool:
        isEager = true
        needsPool = true
      }
    }
    if needsPool { readWaiting(in: chunk, origin: origin) }
    if isEager { return false }
    if owner < 0 {
      understood += 1
      return true
    }
    guard isFirstCard(line), let minute = minute(of: line, shapes[shape]) else { return false }
    let index: Int
    if let known = waiting.firstIndex(where: { $0.shape == shape && $0.owner == owner }) {
      index = known
      if waiting[index].minute != minute { readWaiting(index, in: chunk, origin: origin) }
    } else {
      guard waiting.count < 64 else { return false }
      waiting.append(Waiting(shape: shape, owner: owner, minute: minute))
      index = waiting.count - 1
    }
    if waiting[index].isWaiting { understood += 1 }
    waiting[index].minute = minute
    waiting[index].range = pick.range
    waiting[index].isWaiting = true
    (waiting[index].held.number, waiting[index].held.byte) = (number, byte)
    return true
  }

  /// Other network cards have pools of their own, which no later line of the first one replaces.
  private func isFirstCard(_ line: Span<UInt8>) -> Bool {
    guard let found = findBytes("etwork Card ", in: line) else {
      guard let found = findBytes("networkCard=", in: line) else { return true }
      return Bytes.byte(line, found + 12) == UInt8(ascii: "0")
    }
    return Bytes.byte(line, found + 12) == UInt8(ascii: "0")
  }

  /// `2026-03-09T02:03` of a record of a known shape.
  private func minute(of line: Span<UInt8>, _ shape: ShapeInfo) -> (UInt64, UInt64)? {
    stampStart(of: line, shape).map { (word(line, at: $0.index), word(line, at: $0.index + 8)) }
  }

  /// Where the time of a record at level debug or info begins.
  private func stampStart(of line: Span<UInt8>, _ shape: ShapeInfo) -> (index: Int, letters: Int)? {
    // The level has four or five letters; a quote is one byte, or two where it is escaped.
    let quote = shape.isEscaped ? 2 : 1
    let level = shape.start + 7 + 3 * quote
    for letters in 4...5 {
      let start = level + letters + 4 + 4 * quote
      guard start + 16 < line.count, line[start - 1] == UInt8(ascii: "\""), isDigit(line[start]),
        line[start + 10] == UInt8(ascii: "T")
      else { continue }
      // Other levels of four and five letters are warn, error, fatal and panic.
      guard line[level] == UInt8(ascii: "d") || line[level] == UInt8(ascii: "i") else { return nil }
      return (start, letters)
    }
    return nil
  }

  private func readWaiting(in chunk: Span<UInt8>, origin: Int) {
    for index in waiting.indices { readWaiting(index, in: chunk, origin: origin) }
  }

  private func readWaiting(_ index: Int, in chunk: Span<UInt8>, origin: Int) {
    guard waiting[index].isWaiting else { return }
    waiting[index].isWaiting = false
    let shape = shapes[waiting[index].shape]
    let (number, byte) = (waiting[index].held.number, waiting[index].held.byte)
    let owner = waiting[index].owner
    if let range = waiting[index].range {
      waiting[index].range = nil
      readHeld(chunk.extracting(range), shape, owner: owner, number: number, byte: byte)
    } else {
      var held = ReusedBytes()
      swap(&held, &waiting[index].held.line)
      held.withSpan { readHeld($0, shape, owner: owner, number: number, byte: byte) }
      swap(&held, &waiting[index].held.line)
    }
  }

  private func readHeld(_ line: Span<UInt8>, _ shape: ShapeInfo, owner: Int, number: Int, byte: Int) {
    if let kind = shape.kind, readRoutine(line, shape, owner: owner, kind, number: number, byte: byte) { return }
    if readPlain(line, shape, nil, number: number, byte: byte) { return }
    decode(line, number: number, byte: byte)
  }

  // MARK: everything else

  private func decode(_ line: Span<UInt8>, number: Int, byte: Int) {
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
    sieve.learn(
      LineShape(
        head: copyBytes(line.extracting(0..<frame.lowerBound)),
        tail: copyBytes(line.extracting(frame.upperBound..<line.count)), id: shapes.count))
    shapes.append(
      ShapeInfo(
        kind: collector.inputKind(of: writer), node: node, start: frame.lowerBound - (isEscaped ? 13 : 10),
        rest: line.count - frame.upperBound - (isEscaped ? 3 : 2), isEscaped: isEscaped))
  }

  func finish(nulBytes: Int) {
    let nothing: [UInt8] = []
    readWaiting(in: nothing.span, origin: 0)
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    texts.finish { collector.state($0, line: $1, byte: $2) }
    let passed = zip(sieve.shapes, shapes).filter { $0.0.skipped > 0 }
    for (shape, info) in passed.sorted(by: { $0.1.newest.number < $1.1.newest.number }) {
      info.newest.line.withSpan { line in
        decoder.decode(line, number: info.newest.number, byte: info.newest.byte) {
          collector.take($0, line: $1, byte: $2)
        }
      }
      replayed += 1
      if let kind = info.kind { collector.kinds[kind, default: 0] += shape.skipped - 1 }
    }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    if nulBytes > 0 {
      problems.append(
        InputProblem("\(nulBytes) NUL bytes skipped, as a crash leaves them", isHarmless: true))
    }
  }
}
