import Bytes
import Collectors
import Evidence
import LogFormats
import Patterns
import Synchronization

/// Bytes as a log or a document: whatever is in them, the records and the evidence are those of the bytes, not of the
/// pieces they came in.
func fuzzLines(_ bytes: [UInt8]) -> String? { faultOfLines(bytes) { _ in true } }

/// The same of one input in eight, and of all others only the records: a whole collector costs as much as thirty
/// decoders.
func fuzzManyLines(_ bytes: [UInt8]) -> String? { faultOfLines(bytes) { dice in dice.below(8) == 0 } }

private func faultOfLines(_ bytes: [UInt8], _ isCollected: (inout Dice) -> Bool) -> String? {
  var dice = Dice(bytes)
  let cuts = dice.cuts(of: bytes.count)
  let whole = records(of: bytes, cuts: [bytes.count])
  let cut = records(of: bytes, cuts: cuts)
  guard whole.records == cut.records else { return "records differ when read in pieces \(cuts)" }
  guard whole.counters == cut.counters else { return "counters differ when read in pieces \(cuts)" }
  let name = inputNames[dice.below(inputNames.count)]
  guard isCollected(&dice) else { return nil }
  return collectors.withLock { $0.fault(in: bytes, name, cuts: cuts) }
}

/// The name of an input says what to expect of it, so each is tried.
private let inputNames = [
  "ipamd.log", "plugin.log", "kubelet.log", "messages", "pods.yaml", "subnets.json", "eni-info.txt",
  "node-1/var_log/aws-routed-eni/ipamd.log.2024-05-02-09",
]

private struct Decoded: Equatable {
  let record: LogRecord
  let number: Int
  let byte: Int
}

private func records(
  of bytes: [UInt8], cuts: [Int]
) -> (records: [Decoded], counters: LineDecoder.Counters) {
  var decoder = LineDecoder(year: 2024, zoneOffsetSeconds: 3_600)
  var splitter = LineSplitter(maxLine: 1_000)
  var found: [Decoded] = []
  func keep(_ record: LogRecord, _ number: Int, _ byte: Int) {
    found.append(Decoded(record: record, number: number, byte: byte))
  }
  func read(_ line: Span<UInt8>, _ place: Line) {
    decoder.decode(line, number: place.number, byte: place.byte, emit: keep)
  }
  var start = 0
  for length in cuts {
    splitter.feed(bytes.span.extracting(start..<(start + length)), read)
    start += length
  }
  splitter.finish(read)
  decoder.finish(emit: keep)
  return (found, decoder.counters)
}

/// Two collectors that read the same inputs, one of them in pieces. Compiling the patterns anew for each input would
/// take most of the time, so they serve for some; behind a lock, because the tests replay in several threads.
private let collectors = Mutex(CollectorPair())

private struct CollectorPair {
  private var whole = Collector(Catalog.scan)
  private var cut = Collector(Catalog.scan)
  private var inputs = 0

  mutating func fault(in bytes: [UInt8], _ name: String, cuts: [Int]) -> String? {
    if inputs == 32 { self = CollectorPair() }
    inputs += 1
    if let fault = read(bytes, name, cuts: cuts) {
      // What the inputs before have to do with it cannot be kept in a file: only this one by itself is told.
      let isOld = inputs > 1
      self = CollectorPair()
      return isOld ? read(bytes, name, cuts: cuts) : fault
    }
    return nil
  }

  private func read(_ bytes: [UInt8], _ name: String, cuts: [Int]) -> String? {
    for (collector, cuts) in [(whole, [bytes.count]), (cut, cuts)] {
      let pieces = Pieces(bytes, cuts: cuts)
      collector.read(name: name) { pieces.next(&$0) }
    }
    guard whole.evidence == cut.evidence else {
      return "the evidence of \(name) differs when read in pieces \(cuts)"
    }
    guard whole.evidence.inputs[name]?.bytes == bytes.count else { return "bytes are miscounted" }
    return faultOfQuotes(in: whole.evidence)
  }
}

/// What no input may do to a report, however it is written.
private func faultOfQuotes(in evidence: Case) -> String? {
  guard evidence.unclassified.count <= 2 * Case.keptTemplates else { return "templates grow without bound" }
  for (template, known) in evidence.unclassified {
    if template.utf8.count > 1_400 { return "a template of \(template.utf8.count) bytes" }
    if let fault = faultOf(quote: known.example.text) { return fault }
  }
  for sighting in evidence.sightings.values {
    for sample in sighting.samples {
      if let fault = faultOf(quote: sample.text) { return fault }
    }
  }
  return nil
}

/// A quote is short and one line, and without secrets.
private func faultOf(quote: String) -> String? {
  let text = Array(quote.utf8)
  // Each byte that is no UTF-8 becomes three.
  if text.count > 3 * 650 { return "a quote of \(text.count) bytes" }
  if text.contains(10) || text.contains(13) { return "a quote of several lines" }
  if Secrets.masked(text) != text { return "a quote with a secret: \(quote)" }
  return nil
}
