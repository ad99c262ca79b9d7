import Bytes
import Evidence
import LogFormats
import Patterns

extension Collector {
  /// Reads the answers of CloudWatch and of Insights.
  func readCloud(_ rest: Replay) {
    let cloud = CloudReading(self)
    var chunk = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = rest.read(into: &chunk)
      if count == 0 { break }
      cloud.feed(chunk.span.extracting(0..<count))
    }
    cloud.finish()
    record.lines += max(cloud.lineEnds + 1, cloud.eventCount)
    record.recognised += cloud.recognised
    if cloud.skipped > 0 {
      record.problems.insert(
        InputProblem("\(cloud.skipped) events without a message or above 4 MiB were skipped"))
    }
  }
}

/// Makes lines of the events of a document, so that they are read as fast as the lines of a log.
final class CloudReading {
  private var reader = CloudDocumentReader()
  private let events: EventLines
  private let reading: LineReading
  /// With bounds in time each event is decoded: one that is passed over has none.
  private let isExact: Bool
  private static let batch = 256 << 10

  init(_ collector: Collector) {
    events = EventLines()
    reading = LineReading(collector, events: events)
    isExact = !collector.options.takesAnyTime
  }

  var lineEnds: Int { reader.lineEnds }
  var skipped: Int { reader.skipped }
  var eventCount: Int { reading.lineCount }
  var recognised: Int { reading.recognised }

  func feed(_ chunk: Span<UInt8>) {
    reader.read(chunk) { found, text, line, byte in
      switch found {
      case .parts(let parts):
        if parts.isSpelledOut || isExact || !events.add(parts, of: text, line: line, byte: byte) {
          add(CloudDocumentReader.event(parts, of: text, line: line, byte: byte))
        }
      case .event(let event): add(event)
      }
      if events.text.count >= Self.batch { flush() }
    }
  }

  private func add(_ event: CloudEvent) {
    if !events.add(event) {
      flush()
      events.addCrowded(event)
      flush()
    }
  }

  private func flush() {
    events.text.withSpan { _ = reading.read($0, after: 0, byte: 0) }
    events.clear()
  }

  func finish() {
    flush()
    reading.finish(nulBytes: 0)
  }
}
