import Bytes

/// Reads the lines of one input and hands out records, whatever is wrapped around them.
///
///     var decoder = LineDecoder(year: 2024, zoneOffsetSeconds: 0)
///     decoder.decode(line, number: 1, byte: 0) { record, number, byte in … }
///     decoder.finish { record, number, byte in … }
///
/// A line yields none, one or several records. A record that may go on in the next lines (parts, seelog text, a
/// Go panic, an object broken over lines) is held back; it is handed out with the number and byte of its first
/// line. What fits no format is handed out as it is, without time and level. Memory is bounded: 4 MiB of parts,
/// 64 continuation lines. Nothing is thrown: a log is written by whoever names a pod.
package struct LineDecoder: Sendable {
  package struct Counters: Hashable, Sendable {
    /// Lines handed in.
    package var lines = 0
    /// Lines that are, or belong to, a record of a known format, and blank ones.
    package var recognised = 0
  }

  package internal(set) var counters = Counters()
  var context: ReadingContext
  /// One for each stream that holds something back; none for most inputs at most times.
  var lanes: [Lane] = []
  var table: CSVTable?
  /// A row of the table whose quotes are still open.
  var openRow: OpenRow?
  var isRecognised = false

  /// Wrappers taken off one line at most: four of a log pipeline, kubectl's prefix, and a stamp.
  static let maxDepth = 6

  /// - Parameters:
  ///   - year: for stamps without one, when no wrapper and no other line tells.
  ///   - zoneOffsetSeconds: east of UTC, for stamps without a zone.
  package init(year: Int?, zoneOffsetSeconds: Int) {
    context = ReadingContext(year: year, zoneOffsetSeconds: zoneOffsetSeconds)
  }

  /// Decodes one physical line, without its line end. `emit` gets each record with its line and byte.
  package mutating func decode(
    _ line: Span<UInt8>, number: Int, byte: Int, emit: (LogRecord, Int, Int) -> Void
  ) {
    counters.lines &+= 1
    if lanes.isEmpty, table == nil, let record = PlainZap.read(line, &context) {
      counters.recognised &+= 1
      deliver(record, number: number, byte: byte, emit)
      return
    }
    isRecognised = false
    if !lanes.isEmpty { flushStaleLanes(before: number, emit) }
    if !readTable(line, number: number, byte: byte, emit) {
      read(line, Envelope(), Step(number: number, byte: byte), emit)
    }
    if isRecognised { counters.recognised &+= 1 }
  }

  /// Decodes the text of one event of a document: `outerTime` is the event's own, in nanoseconds UTC.
  ///
  /// `streamName` is CloudWatch's, from which pod and node are read when it is of Fluent Bit's form.
  package mutating func decodeEmbedded(
    _ text: [UInt8], outerTime: Int64?, streamName: String? = nil, number: Int, byte: Int,
    emit: (LogRecord, Int, Int) -> Void
  ) {
    counters.lines &+= 1
    isRecognised = false
    var envelope = Envelope()
    envelope.time = outerTime
    if let streamName {
      let name = Array(streamName.utf8)
      readStreamName(name.span, 0..<name.count, into: &envelope, &context)
    }
    readLines(text, envelope, Step(depth: 1, number: number, byte: byte), emit)
    if isRecognised { counters.recognised &+= 1 }
  }

  /// The same of an event whose message is still escaped, and whose time are the digits in `stamp`.
  package mutating func decodeEmbedded(
    escaped message: Span<UInt8>, stamp: Span<UInt8>, streamName: String?, number: Int, byte: Int,
    emit: (LogRecord, Int, Int) -> Void
  ) {
    var text = unescapeJSON(message)
    dropLineEnd(&text)
    let time = stamp.isEmpty ? nil : epochNanoseconds(stamp, 0..<stamp.count)
    decodeEmbedded(text, outerTime: time, streamName: streamName, number: number, byte: byte, emit: emit)
  }

  /// The input is over: hands out what was held back. The decoder may be used again for another input.
  package mutating func finish(emit: (LogRecord, Int, Int) -> Void) {
    flushRow(emit)
    while let lane = lanes.first {
      flush(lane.key, emit)
      lanes.removeAll { $0.key == lane.key }
    }
    table = nil
  }
}

/// Where a text comes from, and how it may be read.
struct Step {
  var depth = 0
  let number: Int
  let byte: Int
  /// False when held lines are read again: nothing may be held twice.
  var mayHold = true

  var inner: Step {
    var step = self
    step.depth &+= 1
    return step
  }
}

extension LineDecoder {
  /// One text, at any depth of wrapping.
  mutating func read(
    _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    if !lanes.isEmpty, continueObject(text, envelope, step, emit) { return }
    let start = leadingBlanks(text)
    guard start < text.count else {
      isRecognised = true
      blank(envelope, emit)
      return
    }
    if text[start] == UInt8(ascii: "{"), let record = PlainZap.read(text, &context) {
      handle(.record(record), text, envelope, step, emit)
      return
    }
    if text[start] == UInt8(ascii: "{"), readObjects(text, from: start, envelope, step, emit) { return }
    let body = text.extracting(start..<text.count)
    // Before the wrappers, which would each read the stamp: no wrapper has a level in brackets behind it.
    if let opened = SeelogFormat().open(body, in: envelope, &context) {
      handle(opened, body, envelope, step, emit)
      return
    }
    if step.depth < Self.maxDepth {
      for format in Registry.textWrappers {
        if let opened = format.open(body, in: envelope, &context) {
          handle(opened, body, envelope, step, emit)
          return
        }
      }
    }
    for format in Registry.textRecords {
      if let opened = format.open(body, in: envelope, &context) {
        handle(opened, body, envelope, step, emit)
        return
      }
    }
    if step.depth < Self.maxDepth, let plain = withoutOrnament(text) {
      read(plain.span, envelope, step.inner, emit)
      return
    }
    if readPasted(body, envelope, step, emit) { return }
    bare(text, envelope, step, emit)
  }

  /// What a format found. `text` is what the format was given.
  mutating func handle(
    _ opened: Opened, _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) {
    isRecognised = true
    switch opened {
    case .record(let record, let joining):
      start(record, joining, envelope, step, emit)
    case .wrapped(.range(let range), let own, let piece):
      let start = Swift.min(range.lowerBound, text.count)
      let payload = text.extracting(start..<Swift.max(start, Swift.min(range.upperBound, text.count)))
      if piece == .whole, lanes.isEmpty {
        read(payload, envelope.adding(own), step.inner, emit)
      } else {
        join(copy(payload, 0..<payload.count), piece, envelope.adding(own), step.inner, emit)
      }
    case .wrapped(.bytes(let bytes), let own, let piece):
      join(bytes, piece, envelope.adding(own), step.inner, emit)
    case .document:
      var reader = CloudDocumentReader()
      reader.feed(text) { event in
        readEvent(event, envelope, step.inner, emit)
      }
    }
  }

  private mutating func readEvent(
    _ event: CloudEvent, _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    var own = Envelope()
    own.time = event.time
    if let name = event.streamName {
      let bytes = Array(name.utf8)
      readStreamName(bytes.span, 0..<bytes.count, into: &own, &context)
    }
    readLines(event.message, envelope.adding(own), step, emit)
  }

  /// A decoded payload: a multi-line event is read line by line.
  mutating func readLines(
    _ text: [UInt8], _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    let span = text.span
    var start = 0
    while start < span.count {
      let end = firstIndex(of: UInt8(ascii: "\n"), in: span, from: start) ?? span.count
      // A line end at the very end of an event opens no further line.
      read(span.extracting(start..<end), envelope, step, emit)
      start = end &+ 1
    }
  }

  /// Text of no format: goes on with the record before, or stands for itself.
  mutating func bare(
    _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    if step.depth > 0 { isRecognised = true }
    if !lanes.isEmpty, appendToHeld(text, envelope, emit) { return }
    var record = LogRecord(message: copy(text, 0..<text.count))
    record.writer = writer(ofBareText: text)
    if record.writer != .unknown { isRecognised = true }
    deliver(record, envelope, number: step.number, byte: step.byte, emit)
  }

  /// The last touch: what the wrappers know, and plain quotes.
  func deliver(
    _ record: LogRecord, _ envelope: Envelope, number: Int, byte: Int, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    var record = record
    envelope.complete(&record)
    deliver(record, number: number, byte: byte, emit)
  }

  private func deliver(_ record: LogRecord, number: Int, byte: Int, _ emit: (LogRecord, Int, Int) -> Void) {
    var record = record
    if needsNormalizing(record.message.span) { record.message = normalizeQuotes(record.message) }
    emit(record, number, byte)
  }
}
