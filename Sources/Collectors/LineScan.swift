import Bytes
import Documents
import Evidence
import LogFormats

/// Walks the lines of a log: decodes the ones that may matter, counts the rest.
///
/// A plain zap line without any literal of a pattern and below warning cannot state anything and is not decoded.
/// Every other shape (wrapped, seelog, pasted) is decoded line by line.
struct LineScan {
  private var splitter: LineSplitter
  private var decoder: LineDecoder
  private var texts = TextDocuments()
  private(set) var lineCount = 0
  private var plainSkipped = 0
  private(set) var problems: [InputProblem] = []
  /// Start of the newest line that was not decoded, for the window of the log.
  private var lastSkipped: [UInt8] = []
  private var textMisses = 0

  init(decoder: LineDecoder, maxLine: Int) {
    self.decoder = decoder
    splitter = LineSplitter(maxLine: maxLine)
  }

  var recognised: Int { decoder.counters.recognised + plainSkipped }

  mutating func feed(_ chunk: Span<UInt8>, _ collector: Collector) {
    var splitter = splitter
    splitter.feed(chunk) { line, place in read(line, place, collector) }
    self.splitter = splitter
  }

  mutating func finish(_ collector: Collector) {
    var splitter = splitter
    splitter.finish { line, place in read(line, place, collector) }
    self.splitter = splitter
    decoder.finish { collector.take($0, line: $1, byte: $2) }
    texts.finish { collector.state($0, line: $1, byte: $2) }
    collector.seeEnd(of: lastSkipped)
    if splitter.nulBytes > 0 {
      problems.append(
        InputProblem("\(splitter.nulBytes) NUL bytes skipped, as a crash leaves them", isHarmless: true))
    }
  }

  private mutating func read(_ line: Span<UInt8>, _ place: Line, _ collector: Collector) {
    lineCount += 1
    if place.isCut {
      problems.append(
        InputProblem(
          line: place.number, byte: place.byte, "line cut at \(line.count) bytes; the rest was skipped"))
    }
    if !decoder.isHolding, isPlainZap(line), !isLoud(line), !collector.patterns.prefilter.mayMatch(line),
      collector.patterns.prefilter.always.isEmpty, isASCII(line)
    {
      plainSkipped += 1
      if plainSkipped == 1 { collector.seeEnd(of: prefix(of: line)) }
      lastSkipped = prefix(of: line)
      return
    }
    // kubectl tables and describe blocks; a file of thousands of log lines is not asked for each of them.
    if textMisses < 5_000 {
      let used = texts.consume(line, number: place.number, byte: place.byte) {
        collector.state($0, line: $1, byte: $2)
      }
      if used {
        textMisses = 0
        for kind in texts.kinds { collector.kinds[kind, default: 0] += 1 }
        plainSkipped += 1
        return
      }
      textMisses += 1
    }
    decoder.decode(line, number: place.number, byte: place.byte) { collector.take($0, line: $1, byte: $2) }
  }

  private func prefix(of line: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    let count = min(96, line.count)
    bytes.reserveCapacity(count)
    for index in 0..<count { bytes.append(line[index]) }
    return bytes
  }

  /// `{"level":"…` to `"}`: a whole record of zap on a line of its own.
  private func isPlainZap(_ line: Span<UInt8>) -> Bool {
    let count = line.count
    guard count > 30, hasBytes("{\"level\":\"", in: line) else { return false }
    return line[count - 1] == UInt8(ascii: "}") && line[count - 2] == UInt8(ascii: "\"")
  }

  /// A paste may have put odd blanks and quotes where a literal has plain ones: only decoding tells.
  private func isASCII(_ line: Span<UInt8>) -> Bool {
    var bits: UInt8 = 0
    for index in line.indices { bits |= line[index] }
    return bits < 0x80
  }

  /// Warning or worse, by the letter after `"level":"`: warn, error, fatal, panic, dpanic. `d` may be debug.
  private func isLoud(_ line: Span<UInt8>) -> Bool {
    switch line[10] {
    case UInt8(ascii: "w"), UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "p"): true
    case UInt8(ascii: "d"): line[11] == UInt8(ascii: "p")
    default: false
    }
  }
}
