import Bytes
import Collectors
import Evidence
import LogFormats
import Patterns

/// Bytes as a log or a document: whatever is in them, the records and the evidence are those of the bytes, not of the
/// pieces they came in.
func fuzzLines(_ bytes: [UInt8]) -> String? {
  var dice = Dice(bytes)
  let cuts = dice.cuts(of: bytes.count)
  let whole = records(of: bytes, cuts: [bytes.count])
  let cut = records(of: bytes, cuts: cuts)
  guard whole.records == cut.records else { return "records differ when read in pieces \(cuts)" }
  guard whole.counters == cut.counters else { return "counters differ when read in pieces \(cuts)" }
  let name = inputNames[dice.below(inputNames.count)]
  let (one, other) = (evidence(of: bytes, name, cuts: [bytes.count]), evidence(of: bytes, name, cuts: cuts))
  guard one == other else { return "the evidence of \(name) differs when read in pieces \(cuts)" }
  return fault(of: one, whole: bytes)
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

private func evidence(of bytes: [UInt8], _ name: String, cuts: [Int]) -> Case {
  let collector = Collector(Catalog.scan)
  let pieces = Pieces(bytes, cuts: cuts)
  collector.read(name: name) { pieces.next(&$0) }
  return collector.evidence
}

/// What no input may do to a report, however it is written.
private func fault(of evidence: Case, whole bytes: [UInt8]) -> String? {
  guard evidence.inputs.values.allSatisfy({ $0.bytes == bytes.count }) else { return "bytes are miscounted" }
  guard evidence.unclassified.count <= 2 * Case.keptTemplates else { return "templates grow without bound" }
  for (template, known) in evidence.unclassified {
    if template.utf8.count > 1_400 { return "a template of \(template.utf8.count) bytes" }
    if let fault = faultOfQuote(known.example.text, in: bytes) { return fault }
  }
  for sighting in evidence.sightings.values {
    for sample in sighting.samples {
      if let fault = faultOfQuote(sample.text, in: bytes) { return fault }
    }
  }
  return nil
}

/// A quote is short and one line, without secrets, and was cut between characters.
private func faultOfQuote(_ quote: String, in bytes: [UInt8]) -> String? {
  let text = Array(quote.utf8)
  // Each byte that is no UTF-8 becomes three.
  if text.count > 3 * 650 { return "a quote of \(text.count) bytes" }
  if text.contains(10) || text.contains(13) { return "a quote of several lines" }
  if Secrets.masked(text) != text { return "a quote with a secret: \(quote)" }
  return nil
}
