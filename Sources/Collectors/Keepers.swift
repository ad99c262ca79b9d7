import Bytes
import Evidence
import VPCModel

/// The earliest and the latest of many times, sorted only now and then.
struct TimeKeeper {
  private var waiting: [Instant] = []
  private var earliest: [Instant] = []
  private var latest: [Instant] = []
  private static let mostWaiting = 1_024

  mutating func add(_ time: Instant) {
    if waiting.last == time { return }
    waiting.append(time)
    if waiting.count == Self.mostWaiting { settle() }
  }

  private mutating func settle() {
    waiting.sort()
    earliest = Array(Self.merged(earliest, waiting.prefix(Moments.kept)).prefix(Moments.kept))
    latest = Array(Self.merged(latest, waiting.suffix(Moments.kept)).suffix(Moments.kept))
    waiting.removeAll(keepingCapacity: true)
  }

  private static func merged(_ kept: [Instant], _ new: ArraySlice<Instant>) -> [Instant] {
    var all: [Instant] = []
    for time in (kept + new).sorted() where all.last != time { all.append(time) }
    return all
  }

  mutating func pour(into moments: inout Moments) {
    settle()
    for time in earliest { moments.see(time) }
    for time in latest { moments.see(time) }
  }
}

/// The first few and the last few lines of a kind, as they came; made into text only when the input is over.
struct SampleKeeper {
  private struct Raw {
    var time: Instant?
    var line: Int
    var byte: Int
    var level: String?
    var text: ReusedBytes

    func isBefore(_ other: Raw) -> Bool {
      switch (time, other.time) {
      case (let a?, let b?) where a != b: a < b
      case (_?, nil): true
      case (nil, _?): false
      default: (line, byte) < (other.line, other.byte)
      }
    }
  }

  private var first: [Raw] = []
  private var last: [Raw] = []
  /// What an excerpt looks at, at most.
  private static let mostBytes = 4_096

  mutating func add(_ text: Span<UInt8>, _ context: LineContext) {
    // A line may be offered twice: as one of the first and one of the last of its chunk.
    let place = (context.line, context.byte)
    if first.contains(where: { ($0.line, $0.byte) == place })
      || last.contains(where: { ($0.line, $0.byte) == place })
    {
      return
    }
    let half = Sighting.keptSamples
    let short = text.extracting(0..<min(text.count, Self.mostBytes))
    var raw = Raw(
      time: context.time, line: context.line, byte: context.byte, level: context.level, text: ReusedBytes())
    if first.count < half || first.last.map({ raw.isBefore($0) }) == true {
      raw.text.replace(with: short)
      let index = first.firstIndex { raw.isBefore($0) } ?? first.count
      first.insert(raw, at: index)
      guard first.count > half else { return }
      insert(first.removeLast())
      return
    }
    if last.count < half {
      raw.text.replace(with: short)
      insert(raw)
    } else if last[0].isBefore(raw) {
      // The buffer of the line that falls out takes the new one in.
      swap(&raw.text, &last[0].text)
      last.removeFirst()
      raw.text.replace(with: short)
      insert(raw)
    }
  }

  private mutating func insert(_ raw: Raw) {
    if let newest = last.last, newest.isBefore(raw) {
      last.append(raw)
    } else {
      last.insert(raw, at: last.firstIndex { raw.isBefore($0) } ?? last.count)
    }
    if last.count > Sighting.keptSamples { last.removeFirst() }
  }

  func samples(of input: String) -> [Sample] {
    (first + last).map { raw in
      Sample(
        time: raw.time, place: Place(input: input, line: raw.line, byte: raw.byte),
        text: LineFacts.excerpt(raw.text.array), level: raw.level)
    }
  }
}

/// The smallest of many texts, each once.
struct TextKeeper {
  private let limit: Int
  private var texts: Set<String> = []
  /// The largest of a full set when it is plain ASCII: what is not below it need not become a String.
  private var largest: [UInt8] = []
  private var recent: InlineArray<4, UInt64> = [0, 0, 0, 0]
  private var turn = 0

  init(limit: Int) { self.limit = limit }

  var values: Set<String> { texts }

  mutating func add(_ text: Span<UInt8>) {
    if isBeyond(text) { return }
    let hash = LineFacts.hash(text)
    for index in recent.indices where recent[index] == hash { return }
    add(String(decoding: copyBytes(text), as: UTF8.self))
    recent[turn] = hash
    turn = (turn + 1) & 3
  }

  mutating func add(_ text: String) {
    guard texts.insert(text).inserted, texts.count >= limit else { return }
    if texts.count > limit, let last = texts.max() { texts.remove(last) }
    largest = []
    if let last = texts.max(), last.utf8.allSatisfy({ $0 < 0x80 }) { largest = Array(last.utf8) }
  }

  private func isBeyond(_ text: Span<UInt8>) -> Bool {
    guard !largest.isEmpty else { return false }
    let bound = largest.span
    for index in 0..<Swift.min(bound.count, text.count) where bound[index] != text[index] {
      // Above ASCII the order of Strings is another one.
      return text[index] > bound[index] && text[index] < 0x80
    }
    return text.count >= bound.count
  }
}
