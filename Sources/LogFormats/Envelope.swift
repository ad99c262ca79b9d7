import Bytes

/// What the wrappers around a record say: used where the record itself is silent.
struct Envelope: Hashable, Sendable {
  var time: Int64?
  var timeIsAssumed = false
  var pod: String?
  var container: String?
  var namespace: String?
  var node: String?
  var stream: String?
  /// Known from a syslog tag, a systemd unit or a container name.
  var writer: LogWriter?
  /// A journal has it: its writer is a unit of the host.
  var isOfJournal = false

  /// The same envelope with what an inner wrapper adds; the inner one knows better.
  func adding(_ inner: Envelope) -> Envelope {
    var sum = self
    if inner.time != nil, sum.time == nil || !inner.timeIsAssumed || sum.timeIsAssumed {
      sum.time = inner.time
      sum.timeIsAssumed = inner.timeIsAssumed
    }
    sum.pod = inner.pod ?? pod
    sum.container = inner.container ?? container
    sum.namespace = inner.namespace ?? namespace
    sum.node = inner.node ?? node
    sum.stream = inner.stream ?? stream
    sum.writer = inner.writer ?? writer
    sum.isOfJournal = inner.isOfJournal || isOfJournal
    return sum
  }

  /// Fills what `record` does not say itself.
  func complete(_ record: inout LogRecord) {
    // An outer stamp with year and zone beats an inner one that lacks them: both are taken within milliseconds.
    if let time, record.time == nil || (record.timeIsAssumed && !timeIsAssumed) {
      record.time = time
      record.timeIsAssumed = timeIsAssumed
    }
    record.pod = record.pod ?? pod
    record.container = record.container ?? container
    record.namespace = record.namespace ?? namespace
    record.node = record.node ?? node
    record.stream = record.stream ?? stream
    if record.writer == .unknown, let writer { record.writer = writer }
    // A container's output in the journal of its runtime is no unit.
    record.isOfUnit = isOfJournal && writer == record.writer && record.container == nil
  }
}

/// What a format needs to know beside the line: the missing parts of times, and strings seen before.
struct ReadingContext: Sendable {
  let year: Int?
  let zoneOffsetSeconds: Int
  /// The last full stamp of this input: stamps without a year are taken to be near it.
  var seenTime: Int64?
  var names = NameCache()

  init(year: Int?, zoneOffsetSeconds: Int) {
    self.year = year
    self.zoneOffsetSeconds = zoneOffsetSeconds
  }

  /// A stamp at `from`, in UTC. `isAssumed` when it has no zone.
  mutating func stamp(
    _ text: Span<UInt8>, from: Int
  ) -> (time: Int64, isAssumed: Bool, end: Int)? {
    guard let found = scanTimestamp(text, from: from) else { return nil }
    let offset = found.hasZone ? 0 : Int64(zoneOffsetSeconds)
    let time = found.nanoseconds &- offset &* 1_000_000_000
    seenTime = time
    return (time, !found.hasZone, found.end)
  }

  /// A stamp without a year: `outer`, the time of a wrapper, decides, then the last stamp seen, then the context.
  func complete(_ time: YearlessTime, outer: Int64?) -> Int64? {
    let offset = Int64(zoneOffsetSeconds) &* 1_000_000_000
    if let outer = outer ?? seenTime {
      let days = outer >= 0 ? outer / nanosecondsPerDay : outer / nanosecondsPerDay &- 1
      let middle = civilFromDays(Int(days)).year
      // Around New Year the record and its wrapper may disagree about the year: the nearer one is meant.
      return [middle &- 1, middle, middle &+ 1].compactMap {
        time.nanoseconds(inYear: $0).map { $0 &- offset }
      }
      .min { ($0 &- outer).magnitude < ($1 &- outer).magnitude }
    }
    guard let year else { return nil }
    return time.nanoseconds(inYear: year).map { $0 &- offset }
  }
}

private let nanosecondsPerDay: Int64 = 86_400_000_000_000

/// Callers, pods and the like repeat on every line: each is made into a String once.
struct NameCache: Sendable {
  private struct Entry {
    let name: String
    /// Set when the name was looked up as a caller.
    var writer: LogWriter?
  }

  private static let size = 256
  private var slots: [Entry?] = []

  /// The text of `range` as a String, shared with earlier ones; at most 253 bytes, longer is cut.
  mutating func name(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    guard let slot = slot(bytes, range) else { return "" }
    return slots[slot]?.name ?? ""
  }

  /// The text of zap's `caller`, and the writer it gives away.
  mutating func caller(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (name: String, writer: LogWriter) {
    guard let slot = slot(bytes, range), let entry = slots[slot] else { return ("", .unknown) }
    if let known = entry.writer { return (entry.name, known) }
    let found = writer(ofCaller: bytes.extracting(range))
    slots[slot]?.writer = found
    return (entry.name, found)
  }

  /// The index of the entry of a name, made when it is new; nil for an empty one.
  private mutating func slot(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let end = Swift.min(range.upperBound, range.lowerBound &+ 253, bytes.count)
    guard range.lowerBound >= 0, range.lowerBound < end else { return nil }
    var hash: UInt32 = 2_166_136_261
    for index in range.lowerBound..<end { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
    if slots.isEmpty { slots = Array(repeating: nil, count: Self.size) }
    let slot = Int(hash ^ (hash >> 16)) & (Self.size &- 1)
    if let known = slots[slot]?.name, isSame(known, bytes, range.lowerBound..<end) { return slot }
    slots[slot] = Entry(name: String(decoding: copy(bytes, range.lowerBound..<end), as: UTF8.self))
    return slot
  }

  private func isSame(_ known: String, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard known.utf8.count == range.count else { return false }
    var index = range.lowerBound
    for unit in known.utf8 {
      guard bytes[index] == unit else { return false }
      index &+= 1
    }
    return true
  }
}

/// The bytes of `range`, cut to what is there.
func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
  let start = Swift.min(Swift.max(range.lowerBound, 0), bytes.count)
  let end = Swift.min(Swift.max(range.upperBound, start), bytes.count)
  return copyBytes(bytes.extracting(start..<end))
}
