import Bytes
import Evidence
import Patterns
import VPCModel

/// Where a message stands and what its envelope says.
struct LineContext {
  var time: Instant?
  var level: String?
  /// Bits of the names of `in:` its writer answers to; nil when it is not known who wrote it.
  var writers: UInt32?
  /// Index in `Collector.nodes`.
  var node: Int
  var pod: String?
  var line: Int
  var byte: Int
  var kind: InputKind?
  /// Neither time nor level: text of no format.
  var isBare = false
  /// Text of no format in a log: perhaps nobody's output.
  var isFrameless = false
  /// What makes two such messages different when nothing in them does.
  var weight: String?
}

/// All that one pattern or signal shows at one place of the cluster, within one input.
///
/// Line by line it takes numbers and bytes; texts are made when the input is over, of the few that are kept.
struct Tally {
  private var distinct = DistinctCount()
  private var times = TimeKeeper()
  private var samples = SampleKeeper()
  /// By group, in the order of the pattern's names.
  private var captures: [TextKeeper] = []
  private var pods = TextKeeper(limit: Sighting.keptPods)

  mutating func add(_ text: Span<UInt8>, identity: UInt64, _ context: LineContext) {
    distinct.insert(identity)
    if let time = context.time { times.add(time) }
    samples.add(text, context)
  }

  /// Counts made elsewhere.
  mutating func merge(_ distinct: DistinctCount, _ times: TimeKeeper) {
    self.distinct.merge(distinct)
    var times = times
    var moments = Moments()
    times.pour(into: &moments)
    for time in moments.earliest { self.times.add(time) }
    for time in moments.latest { self.times.add(time) }
  }

  /// A line whose count is merged.
  mutating func keep(_ text: Span<UInt8>, _ context: LineContext) { samples.add(text, context) }

  mutating func add(captures regex: Regex, in text: Span<UInt8>) {
    guard !regex.names.isEmpty else { return }
    if captures.isEmpty {
      captures = Array(repeating: TextKeeper(limit: Sighting.keptCaptures), count: regex.names.count)
    }
    for (index, name) in regex.names.enumerated() {
      guard let range = regex.range(of: name.number), range.upperBound <= text.count, range.count <= 512
      else { continue }
      captures[index].add(text.extracting(range))
    }
  }

  mutating func add(pod: String) { pods.add(pod) }

  /// What it comes to. `names`: the pattern's groups.
  mutating func sighting(input: String, names: [String]) -> Sighting {
    var moments = Moments()
    times.pour(into: &moments)
    moments.merge(distinct)
    var values: [String: Set<String>] = [:]
    for (name, keeper) in zip(names, captures) where !keeper.values.isEmpty {
      values[name] = keeper.values.union(values[name] ?? [])
    }
    return Sighting(
      moments: moments, samples: samples.samples(of: input), captures: values, pods: pods.values)
  }
}

/// What a tally is about. Texts are interned by the book.
struct TallyKey: Hashable {
  /// Number of the pattern; of a signal, its number behind all patterns.
  let subject: Int32
  let node: Int32
  let subnet: Int32
  let eni: Int32
}

/// The tallies of the input in hand.
struct TallyBook {
  private var tallies: [Tally] = []
  private var keys: [TallyKey] = []
  private var index: [TallyKey: Int] = [:]
  /// By subject, the tally of its last line: the next one is about the same, as a rule.
  private var recent: [Int] = []
  private var texts: [String] = []
  private var textIndex: [UInt64: Int32] = [:]
  private var signals: [String] = []
  private var signalIndex: [String: Int32] = [:]
  private let patternCount: Int

  init(patternCount: Int) { self.patternCount = patternCount }

  var count: Int { tallies.count }

  /// Changes the tally of a key, made when it is new.
  mutating func change(_ key: TallyKey, _ body: (inout Tally) -> Void) {
    let subject = Int(key.subject)
    if subject < recent.count, recent[subject] >= 0, keys[recent[subject]] == key {
      return body(&tallies[recent[subject]])
    }
    let place: Int
    if let known = index[key] {
      place = known
    } else {
      place = tallies.count
      index[key] = place
      keys.append(key)
      tallies.append(Tally())
    }
    while recent.count <= subject { recent.append(-1) }
    recent[subject] = place
    body(&tallies[place])
  }

  func knows(_ key: TallyKey) -> Bool { index[key] != nil }

  /// Ids of one input that are told apart; whoever writes a log may write a million.
  static let mostTexts = 16_384

  /// A short name for an id; 0 is none, and what comes beyond the limit has none.
  mutating func intern(_ text: Span<UInt8>) -> Int32 {
    let hash = LineFacts.hash(text)
    if let known = textIndex[hash] { return known }
    guard texts.count < Self.mostTexts else { return 0 }
    texts.append(String(decoding: copyBytes(text), as: UTF8.self))
    textIndex[hash] = Int32(texts.count)
    return Int32(texts.count)
  }

  /// The short name of an id that was interned before.
  func known(_ text: Span<UInt8>) -> Int32? { textIndex[LineFacts.hash(text)] }

  func text(_ name: Int32) -> String? { name > 0 ? texts[Int(name) - 1] : nil }

  mutating func subject(ofSignal signal: String) -> Int32 {
    if let known = signalIndex[signal] { return known }
    signals.append(signal)
    let subject = Int32(patternCount + signals.count - 1)
    signalIndex[signal] = subject
    return subject
  }

  func signal(_ subject: Int32) -> String? {
    let number = Int(subject) - patternCount
    return number >= 0 ? signals[number] : nil
  }

  /// Hands over every tally and starts anew.
  mutating func empty(_ body: (TallyKey, inout Tally) -> Void) {
    for place in tallies.indices { body(keys[place], &tallies[place]) }
    tallies.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    index.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    textIndex.removeAll(keepingCapacity: true)
    recent.removeAll(keepingCapacity: true)
  }
}
