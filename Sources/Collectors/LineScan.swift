import Bytes
import Evidence
import Patterns

/// Cuts a log into lines and hands them to the reading: whole chunks at once where it can, single lines where one
/// reaches over the border of two chunks, is cut, or has NUL bytes in it.
///
/// A class because both halves change while one calls the other.
final class LineScan {
  private var splitter: LineSplitter
  private let maxLine: Int
  private let reading: LineReading

  init(_ collector: Collector, maxLine: Int) {
    self.maxLine = maxLine
    splitter = LineSplitter(maxLine: maxLine)
    reading = LineReading(collector)
  }

  var lineCount: Int { reading.lineCount }
  var recognised: Int { reading.recognised }
  var problems: [InputProblem] { reading.problems }

  /// `found`: the literals of the chunk, when somebody has looked for them.
  func feed(_ chunk: Span<UInt8>, found: [LiteralHit]? = nil) {
    var start = 0
    if !splitter.isBetweenLines {
      guard let end = firstIndex(of: UInt8(ascii: "\n"), in: chunk) else { return split(chunk) }
      start = end + 1
      split(chunk.extracting(0..<start))
    }
    let rest = chunk.extracting(start..<chunk.count)
    guard splitter.isBetweenLines, rest.count <= maxLine, let whole = LineSieve.wholeLines(of: rest) else {
      return split(rest)
    }
    let lines = reading.read(
      rest.extracting(0..<whole), after: splitter.lineEnds, byte: splitter.consumed, found: found,
      offset: start)
    splitter.pass(bytes: whole, lines: lines)
    if whole < rest.count { split(rest.extracting(whole..<rest.count)) }
  }

  private func split(_ chunk: Span<UInt8>) {
    let reading = reading
    splitter.feed(chunk) { line, place in reading.read(line, place) }
  }

  func finish() {
    let reading = reading
    splitter.finish { line, place in reading.read(line, place) }
    reading.finish(nulBytes: splitter.nulBytes)
  }
}
