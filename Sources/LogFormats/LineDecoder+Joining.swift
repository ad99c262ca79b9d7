import Bytes

/// The stream a line belongs to: what is held back for one must not be joined with another.
struct LaneKey: Hashable, Sendable {
  let pod: String?
  let container: String?
  let stream: String?

  init(_ envelope: Envelope) {
    pod = envelope.pod
    container = envelope.container
    stream = envelope.stream
  }
}

/// What one stream holds back.
struct Lane: Sendable {
  let key: LaneKey
  /// Pieces of a line the container runtime cut.
  var part: Part?
  var held: Held?
  /// The line that last added something.
  var lastNumber: Int

  struct Part: Sendable {
    var bytes: [UInt8]
    let envelope: Envelope
    let step: Step
  }

  struct Held: Sendable {
    var kind: Kind
    let envelope: Envelope
    let step: Step
    var lines = 1
    var byteCount = 0

    enum Kind: Sendable {
      case continuation(LogRecord)
      case panic(LogRecord)
      /// An object whose end was not on its line, with each of its lines in case it never ends.
      case object(joined: [UInt8], lines: [[UInt8]], steps: [Step], endsInString: Bool)
    }
  }
}

extension LineDecoder {
  /// 4 MiB for the parts of all streams together: a longer line was never one message.
  static let maxPart = 4 << 20
  static let maxContinuationLines = 64
  static let maxPanicLines = 2_048
  static let maxHeldBytes = 256 << 10
  /// A stream that has been silent for so many lines of the file has nothing more to add.
  static let maxSilence = 512
  private static let maxLanes = 16

  /// True while something is held back: the next lines must be handed in, whatever is in them.
  package var isHolding: Bool { !lanes.isEmpty || openRow != nil || table != nil }

  func lane(_ key: LaneKey) -> Int? { lanes.firstIndex { $0.key == key } }

  mutating func openLane(
    _ key: LaneKey, number: Int, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Int {
    if let index = lane(key) {
      lanes[index].lastNumber = number
      return index
    }
    if lanes.count >= Self.maxLanes, let oldest = lanes.min(by: { $0.lastNumber < $1.lastNumber }) {
      flush(oldest.key, emit)
      lanes.removeAll { $0.key == oldest.key }
    }
    lanes.append(Lane(key: key, lastNumber: number))
    return lanes.count &- 1
  }

  private mutating func dropIfEmpty(_ key: LaneKey) {
    guard let index = lane(key), lanes[index].part == nil, lanes[index].held == nil else { return }
    lanes.remove(at: index)
  }

  mutating func flushStaleLanes(before number: Int, _ emit: (LogRecord, Int, Int) -> Void) {
    for key in lanes.filter({ number &- $0.lastNumber > Self.maxSilence }).map(\.key) {
      flush(key, emit)
      dropIfEmpty(key)
    }
  }

  /// Hands out everything the stream holds.
  mutating func flush(_ key: LaneKey, _ emit: (LogRecord, Int, Int) -> Void) {
    if let index = lane(key), let part = lanes[index].part {
      lanes[index].part = nil
      var step = part.step
      step.mayHold = false
      readLines(part.bytes, part.envelope, step, emit)
    }
    flushHeld(key, emit)
  }

  mutating func flushHeld(_ key: LaneKey, _ emit: (LogRecord, Int, Int) -> Void) {
    guard let index = lane(key), let held = lanes[index].held else { return }
    lanes[index].held = nil
    dropIfEmpty(key)
    switch held.kind {
    case .continuation(let record), .panic(let record):
      deliver(record, held.envelope, number: held.step.number, byte: held.step.byte, emit)
    case .object(_, let lines, let steps, _):
      // It never ended: the first line is a cut record, the others are whatever they are.
      for (line, step) in zip(lines, steps) {
        var step = step
        step.mayHold = false
        read(line.span, held.envelope, step, emit)
      }
    }
  }
}

// MARK: pieces of container runtimes

extension LineDecoder {
  /// A decoded payload, which may be a piece of a line or its last one.
  mutating func join(
    _ bytes: [UInt8], _ piece: Piece, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) {
    let key = LaneKey(envelope)
    // A wrapper outside the one that cut a line is whole, and says nothing of the pieces it carries.
    guard piece == .part || lane(key).map({ lanes[$0].part?.step.depth == step.depth }) == true else {
      readLines(bytes, envelope, step, emit)
      return
    }
    if let index = lane(key), let part = lanes[index].part, isComplete(part.bytes), startsRecord(bytes.span) {
      // A writer that never ends `log` with a newline: each object was a line of its own.
      lanes[index].part = nil
      dropIfEmpty(key)
      readLines(part.bytes, part.envelope, part.step, emit)
    }
    let index = openLane(key, number: step.number, emit)
    var part = lanes[index].part ?? Lane.Part(bytes: [], envelope: envelope, step: step)
    lanes[index].part = nil
    let total = lanes.reduce(part.bytes.count) { $0 &+ ($1.part?.bytes.count ?? 0) }
    let room = Swift.max(Self.maxPart &- total, 0)
    part.bytes.append(contentsOf: bytes.prefix(room))
    if piece == .part {
      if bytes.count < room {
        lanes[index].part = part
        return
      }
      // Full: what comes after it starts a new text.
    }
    dropIfEmpty(key)
    readLines(part.bytes, part.envelope, part.step, emit)
  }

  private func isComplete(_ bytes: [UInt8]) -> Bool {
    startsRecord(bytes.span) && (bytes.first != UInt8(ascii: "{") || bytes.last == UInt8(ascii: "}"))
  }
}

// MARK: records over several lines

extension LineDecoder {
  /// A new record: whatever its stream held is complete now.
  mutating func start(
    _ record: LogRecord, _ joining: Joining, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) {
    let key = LaneKey(envelope)
    if !lanes.isEmpty { flushHeld(key, emit) }
    let kind: Lane.Held.Kind
    switch joining {
    case .alone:
      deliver(record, envelope, number: step.number, byte: step.byte, emit)
      return
    case .continuation: kind = .continuation(record)
    case .panic: kind = .panic(record)
    }
    let index = openLane(key, number: step.number, emit)
    lanes[index].held = Lane.Held(kind: kind, envelope: envelope, step: step)
  }

  /// An empty line ends seelog text and broken objects, and belongs to a panic.
  mutating func blank(_ envelope: Envelope, _ emit: (LogRecord, Int, Int) -> Void) {
    guard !lanes.isEmpty, let index = lane(LaneKey(envelope)), let held = lanes[index].held else { return }
    if case .panic = held.kind {
      let empty: [UInt8] = []
      _ = appendToHeld(empty.span, envelope, emit)
    } else {
      flushHeld(LaneKey(envelope), emit)
    }
  }

  /// Adds a line of no format to the record its stream holds; false when there is none, or it is full.
  mutating func appendToHeld(
    _ text: Span<UInt8>, _ envelope: Envelope, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    let key = LaneKey(envelope)
    guard let index = lane(key), var held = lanes[index].held else { return false }
    let limit: Int
    var record: LogRecord
    switch held.kind {
    case .object: return false
    case .continuation(let held): (record, limit) = (held, Self.maxContinuationLines)
    case .panic(let held): (record, limit) = (held, Self.maxPanicLines)
    }
    guard held.lines < limit, held.byteCount &+ text.count <= Self.maxHeldBytes, !isOtherText(text) else {
      flushHeld(key, emit)
      return false
    }
    lanes[index].held = nil
    held.lines &+= 1
    held.byteCount &+= text.count
    record.message.append(UInt8(ascii: "\n"))
    for position in text.indices { record.message.append(text[position]) }
    if case .panic = held.kind { held.kind = .panic(record) } else { held.kind = .continuation(record) }
    lanes[index].held = held
    // The line's own number is not at hand; silence is counted from the record's lines.
    lanes[index].lastNumber = held.step.number &+ held.lines
    isRecognised = true
    return true
  }

  /// Lines that people paste between records: an event table's row, a shell prompt.
  private func isOtherText(_ text: Span<UInt8>) -> Bool {
    let start = leadingBlanks(text)
    let others: [StaticString] = [
      "Warning ", "Normal ", "$ ", "# ", "bash-", "sh-", "[root@", "[ec2-user@", "```",
    ]
    if others.contains(where: { hasBytes($0, in: text, at: start) }) { return true }
    return start == 0 && isSpeech(text)
  }

  /// Somebody speaks: a question, or a word that no message says of itself.
  private func isSpeech(_ text: Span<UInt8>) -> Bool {
    var end = Swift.min(text.count, 2_048)
    while end > 0, text[end &- 1] <= 0x20 { end &-= 1 }
    guard end > 0 else { return false }
    if end == text.count, text[end &- 1] == UInt8(ascii: "?") { return true }
    let starts: [StaticString] = ["I ", "We ", "Our ", "My ", "I'm ", "I've ", "We've ", "@"]
    if starts.contains(where: { hasBytes($0, in: text) }) { return true }
    let inner: [StaticString] = [" we ", " our ", " I ", " my ", " there is no "]
    let line = text.extracting(0..<end)
    return inner.contains { firstRange(of: $0, in: line) != nil }
  }
}

// MARK: objects over several lines

extension LineDecoder {
  /// Keeps an object that did not end on its line.
  mutating func hold(
    _ text: Span<UInt8>, endsInString: Bool, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) {
    let key = LaneKey(envelope)
    flushHeld(key, emit)
    let bytes = copy(text, 0..<text.count)
    let index = openLane(key, number: step.number, emit)
    let kind = Lane.Held.Kind.object(joined: bytes, lines: [bytes], steps: [step], endsInString: endsInString)
    lanes[index].held = Lane.Held(kind: kind, envelope: envelope, step: step, byteCount: bytes.count)
  }

  /// Joins a line to the object its stream holds; false when there is none, or it turned out to be cut.
  mutating func continueObject(
    _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    let key = LaneKey(envelope)
    guard let index = lane(key), var held = lanes[index].held,
      case .object(var joined, var lines, var steps, let wasInString) = held.kind
    else { return false }
    let start = leadingBlanks(text)
    let body = text.extracting(start..<text.count)
    guard step.mayHold, !body.isEmpty, !startsRecord(body), held.lines < Self.maxContinuationLines,
      held.byteCount &+ text.count < Self.maxHeldBytes
    else {
      flushHeld(key, emit)
      return false
    }
    lanes[index].held = nil
    // A line break inside a string came from wrapping a paste, so it stood for a blank or for nothing.
    if !wasInString {
      joined.append(UInt8(ascii: "\n"))
    } else if joined.last != UInt8(ascii: " "), start == 0 {
      joined.append(UInt8(ascii: " "))
    }
    for position in text.indices { joined.append(text[position]) }
    lines.append(copy(text, 0..<text.count))
    steps.append(step)
    held.lines &+= 1
    held.byteCount &+= text.count
    isRecognised = true
    let scan = ObjectScan(joined.span, membersFrom: 1)
    guard scan.isClosed else {
      held.kind = .object(joined: joined, lines: lines, steps: steps, endsInString: scan.endsInString)
      lanes[index].held = held
      lanes[index].lastNumber = step.number
      return true
    }
    dropIfEmpty(key)
    if isCutAtWidth(lines) { joined = Array(lines.joined()) }
    var first = held.step
    first.mayHold = false
    if readObjects(joined.span, from: 0, held.envelope, first, emit) { return true }
    let unbroken = Array(lines.joined())
    if readObjects(unbroken.span, from: 0, held.envelope, first, emit) { return true }
    for (line, step) in zip(lines, steps) {
      bare(line.span, held.envelope, step, emit)
    }
    return true
  }

  /// A terminal breaks lines at its width, in the middle of words; nothing was lost there.
  private func isCutAtWidth(_ lines: [[UInt8]]) -> Bool {
    // Characters, not bytes: a blank that does not break has two.
    let widths = lines.map { line in line.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
    guard let width = widths.first, let last = widths.last, last <= width else { return false }
    if lines.count == 2 { return [80, 100, 120, 132, 160, 200].contains(width) }
    return width >= 40 && widths.dropLast().allSatisfy { $0 == width }
  }
}
