import Bytes
import Evidence
import Patterns
import VPCModel

/// The routine lines of one node, which come by the million: requests, answers, counts of the pool.
///
/// Works on numbers and on ranges of the chunk in hand; texts are read only of the few lines that are kept. What it
/// holds is handed to the node's log before any other line of the node is read, and at the end.
struct RoutineDesk {
  let node: Int
  let kind: InputKind

  /// A line of the chunk in hand, or a copy of one of an earlier chunk.
  struct HeldLine {
    var shape = 0
    private var range: Range<Int>?
    var copy = ReusedBytes()
    var number = 0
    var byte = 0
    /// Nobody has read it yet.
    var isWaiting = false

    @inline(__always)
    mutating func hold(_ place: RoutineTally.Line) {
      shape = place.shape
      range = place.range
      number = place.number
      byte = place.byte
      isWaiting = true
    }

    mutating func keep(_ chunk: Span<UInt8>) {
      guard let range else { return }
      copy.replace(with: chunk.extracting(range))
      self.range = nil
    }

    func withLine(_ chunk: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
      if let range { body(chunk.extracting(range)) } else { copy.withSpan(body) }
    }
  }

  // The counts of the pool that the next one of their minute replaces.
  var poolMinute: (UInt64, UInt64) = (0, 0)
  var poolMoment: UInt64 = 0
  var pool = HeldLine()
  var poolAsked = HeldLine()

  // ENIs whose ids the node's log has.
  private var enis: [ENIWords] = []
  /// The newest line that names one of them.
  var own = HeldLine()

  // The request in hand.
  var sandbox: UInt64 = 0
  var asked: Int64 = 0
  var hasRequest = false
  var pod: UInt64 = 0
  var podLine = HeldLine()
  var hasPod = false
  /// The node's stream does not know of it yet.
  var isNew = false

  var pools = PoolTally()
  var counts = PoolCounts()
  var requests = RoutineTally()
  var answers = RoutineTally()
  var given = RoutineTally()
  var served = ServedPods()

  // Of all its lines.
  var first = Int64.max
  var last = Int64.min
  var lines = 0

  init(node: Int, kind: InputKind) {
    self.node = node
    self.kind = kind
  }

  @inline(__always)
  mutating func see(_ time: Int64) {
    first = min(first, time)
    last = max(last, time)
  }

  mutating func swapPool(_ held: inout HeldLine, isAtRequest: Bool) {
    if isAtRequest { swap(&held, &poolAsked) } else { swap(&held, &pool) }
  }

  func knows(_ eni: ENIWords) -> Bool { enis.contains(eni) }

  mutating func noteENI(_ eni: ENIWords?) {
    if let eni, enis.count < 64 { enis.append(eni) }
  }

  /// Requests are answered within moments; an older one is somebody else's.
  @inline(__always)
  func isAsking(at time: Int64) -> Bool {
    hasRequest && (time &- asked).magnitude <= 5_000_000_000
  }
}

extension RoutineDesk {
  /// One more line, which came at `time`.
  mutating func note(
    _ reading: RoutineReading, _ line: Span<UInt8>, _ time: Int64, _ place: RoutineTally.Line
  ) {
    var place = place
    place.time = time
    see(time)
    switch reading {
    case .pool: break
    case .request(let range):
      sandbox = LineFacts.hash(line.extracting(range))
      asked = time
      hasRequest = true
      hasPod = false
      isNew = true
      requests.add(place, identity: sandbox)
    case .requestPod(let name, let namespace, let range):
      sandbox = LineFacts.hash(line.extracting(range))
      asked = time
      hasRequest = true
      hasPod = true
      isNew = true
      pod = podHash(line.extracting(name), in: line.extracting(namespace))
      podLine.hold(place)
    case .given(let range):
      given.add(place, identity: mixed(LineFacts.hash(line.extracting(range)), UInt64(bitPattern: time)))
    case .answered:
      let isAsked = isAsking(at: time)
      // Without its request it counts by its own time.
      answers.add(place, identity: isAsked ? sandbox : mixed(UInt64(bitPattern: time), 1))
      if isAsked, hasPod { served.note(pod, at: time) }
    }
  }

  /// The request in hand, its pod read from the line that names it.
  func request(_ chunk: Span<UInt8>) -> StreamState.Request {
    var request = StreamState.Request()
    request.sandbox = sandbox
    request.time = Instant(nanoseconds: asked)
    guard hasPod else { return request }
    podLine.withLine(chunk) { line in
      guard let reading = RoutineFact.requestPod.read(line, from: 0),
        case .requestPod(let pod, let namespace, _) = reading
      else { return }
      request.name(line.extracting(pod), in: line.extracting(namespace))
    }
    return request
  }
}

/// How often the pool was counted, and when.
struct PoolTally {
  private(set) var distinct = DistinctCount()
  private(set) var times = TimeKeeper()
  private(set) var count = 0

  /// True for the first few, which are worth a quote.
  mutating func add(_ time: Int64) -> Bool {
    count += 1
    distinct.insert(mixed(UInt64(bitPattern: time), 2))
    times.add(Instant(nanoseconds: time))
    return count <= Sighting.keptSamples
  }
}

/// Counts of the pool in the order of the log, until the node's log takes them.
struct PoolCounts {
  private var counts: [(count: PoolCount, time: Int64, number: Int, byte: Int)] = []

  mutating func append(_ count: PoolCount, time: Int64, number: Int, byte: Int) {
    // The log keeps the last count of a minute, and of two at one moment the one that says more.
    if let last = counts.last, last.time < time, last.time / Self.minute == time / Self.minute {
      counts.removeLast()
    }
    if counts.count >= 2 * NodeLog.keptMinutes { thin() }
    counts.append((count, time, number, byte))
  }

  private static let minute: Int64 = 60_000_000_000

  /// Keeps the newest minutes, as many as the log does.
  private mutating func thin() {
    counts.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    var kept: [(count: PoolCount, time: Int64, number: Int, byte: Int)] = []
    for entry in counts {
      if let last = kept.last, last.time < entry.time, last.time / Self.minute == entry.time / Self.minute {
        kept.removeLast()
      }
      kept.append(entry)
    }
    counts = Array(kept.suffix(NodeLog.keptMinutes))
  }

  mutating func pour(into log: inout NodeLog, input: String) {
    for entry in counts {
      log.count(
        entry.count, time: Instant(nanoseconds: entry.time),
        place: Place(input: input, line: entry.number, byte: entry.byte))
    }
    counts = []
  }
}

/// One kind of routine line: how many, when, and the last few.
struct RoutineTally {
  struct Line {
    var time: Int64 = 0
    var number = 0
    var byte = 0
    var shape = 0
    var range = 0..<0
  }

  private var distinct = DistinctCount()
  private var times = TimeKeeper()
  /// Of this chunk, ascending by time and number.
  private var newest = LineRow()
  /// The first of the whole input; those of this chunk still have their range.
  private var oldest = LineRow()
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ line: Line, identity: UInt64) {
    count &+= 1
    distinct.insert(identity)
    times.add(Instant(nanoseconds: line.time))
    newest.keepLargest(line)
    oldest.keepSmallest(line)
  }

  /// Lends the lines of a chunk that may be among the first or the last few of the input, and forgets them.
  mutating func takeLines(_ body: (Line) -> Void) {
    newest.forEach(body)
    newest = LineRow()
    oldest.forEach { if !$0.range.isEmpty { body($0) } }
    oldest.forgetRanges()
  }

  mutating func takeCounts() -> (DistinctCount, TimeKeeper) {
    let counts = (distinct, times)
    distinct = DistinctCount()
    times = TimeKeeper()
    return counts
  }

  /// Four lines, ascending.
  private struct LineRow {
    private var lines: InlineArray<4, Line> = .init(repeating: Line())
    private var count = 0

    @inline(__always)
    mutating func keepLargest(_ line: Line) {
      if count < 4 { return insert(line) }
      guard Self.isBefore(lines[0], line) else { return }
      lines[0] = lines[1]
      lines[1] = lines[2]
      lines[2] = lines[3]
      lines[3] = line
      sink(3)
    }

    @inline(__always)
    mutating func keepSmallest(_ line: Line) {
      if count < 4 { return insert(line) }
      guard Self.isBefore(line, lines[3]) else { return }
      lines[3] = line
      sink(3)
    }

    private mutating func insert(_ line: Line) {
      lines[count] = line
      count &+= 1
      sink(count &- 1)
    }

    /// Moves the line at `place` down to where it belongs; most are there already.
    @inline(__always)
    private mutating func sink(_ place: Int) {
      var place = place
      while place > 0, Self.isBefore(lines[place], lines[place &- 1]) {
        (lines[place], lines[place &- 1]) = (lines[place &- 1], lines[place])
        place &-= 1
      }
    }

    func forEach(_ body: (Line) -> Void) {
      for index in 0..<count { body(lines[index]) }
    }

    mutating func forgetRanges() {
      for index in 0..<count { lines[index].range = 0..<0 }
    }

    @inline(__always)
    private static func isBefore(_ left: Line, _ right: Line) -> Bool {
      left.time == right.time ? left.number < right.number : left.time < right.time
    }
  }
}
