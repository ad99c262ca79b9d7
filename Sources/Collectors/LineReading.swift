import Bytes
import Documents
import Evidence
import LogFormats
import Patterns

/// Reads the lines of a log: decodes the ones that may matter, counts the rest.
///
/// A line at level debug or info that has the shape of an earlier one and no literal of a pattern cannot state
/// anything and is not decoded (`LineSieve`). Every other one is.
final class LineReading {
  private unowned let collector: Collector
  private var decoder: LineDecoder
  private var texts = TextDocuments()
  private var sieve: LineSieve
  private(set) var lineCount = 0
  private(set) var problems: [InputProblem] = []
  private var textMisses = 0
  private var textLines = 0
  private var replayed = 0
  /// By shape: its newest line that was not decoded, for the window of the log.
  private var newest: [Skipped] = []
  private var kinds: [InputKind?] = []
  private var alone = ReusedBytes()

  private static let lineEnd = [UInt8(ascii: "\n")]

  private struct Skipped {
    var line = ReusedBytes()
    var number = 0
    var byte = 0
  }

  init(_ collector: Collector) {
    self.collector = collector
    decoder = collector.makeDecoder()
    sieve = LineSieve(collector.patterns.prefilter)
  }

  var recognised: Int {
    decoder.counters.recognised + textLines + sieve.shapes.reduce(0) { $0 + $1.skipped } - replayed
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
      decode(line, number: after + pick.linesBefore + 1, byte: byte + pick.range.lowerBound)
    }
    for (shape, found) in sieve.newest.enumerated() {
      guard let found else { continue }
      newest[shape].line.replace(with: chunk.extracting(found.range))
      newest[shape].number = after + found.linesBefore + 1
      newest[shape].byte = byte + found.range.lowerBound
    }
    lineCount += sieve.lineCount
    return sieve.lineCount
  }

  private func decode(_ line: Span<UInt8>, number: Int, byte: Int) {
    // kubectl tables and describe blocks; a file of thousands of log lines is not asked for each of them.
    if textMisses < 5_000 {
      let used = texts.consume(line, number: number, byte: byte) { collector.state($0, line: $1, byte: $2) }
      if used {
        textMisses = 0
        for kind in texts.kinds { collector.kinds[kind, default: 0] += 1 }
        textLines += 1
        return
      }
      textMisses += 1
    }
    let wasHolding = decoder.isHolding
    var records = 0
    var writer = LogWriter.unknown
    decoder.decode(line, number: number, byte: byte) { record, number, byte in
      records += 1
      if record.time != nil, record.level != nil { writer = record.writer }
      collector.take(record, line: number, byte: byte)
    }
    if records == 1, writer != .unknown, !wasHolding, !decoder.isHolding, sieve.mayLearn {
      learn(line, writer)
    }
  }

  /// Remembers what stands around the record, so that routine lines like this one can be passed over.
  private func learn(_ line: Span<UInt8>, _ writer: LogWriter) {
    guard sieve.shape(of: line) == nil, let frame = recordFrame(of: line) else { return }
    sieve.learn(
      LineShape(
        head: copyBytes(line.extracting(0..<frame.lowerBound)),
        tail: copyBytes(line.extracting(frame.upperBound..<line.count)), id: sieve.shapes.count))
    newest.append(Skipped())
    kinds.append(collector.inputKind(of: writer))
  }

  func finish(nulBytes: Int) {
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    texts.finish { collector.state($0, line: $1, byte: $2) }
    let passed = zip(sieve.shapes, zip(newest, kinds)).filter { $0.0.skipped > 0 }
    for (shape, (skipped, kind)) in passed.sorted(by: { $0.1.0.number < $1.1.0.number }) {
      skipped.line.withSpan { line in
        decoder.decode(line, number: skipped.number, byte: skipped.byte) {
          collector.take($0, line: $1, byte: $2)
        }
      }
      replayed += 1
      if let kind { collector.kinds[kind, default: 0] += shape.skipped - 1 }
    }
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    if nulBytes > 0 {
      problems.append(
        InputProblem("\(nulBytes) NUL bytes skipped, as a crash leaves them", isHarmless: true))
    }
  }
}
