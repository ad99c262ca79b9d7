import VPCModel

/// One line that shows something, as quoted in a report.
package struct Sample: Hashable, Sendable, Codable, Comparable {
  package let time: Instant?
  package let place: Place
  /// Decoded, at most 512 bytes; a cut is marked with `…`.
  package let text: String
  package let level: String?
  package init(time: Instant?, place: Place, text: String, level: String?) {
    self.time = time
    self.place = place
    self.text = text
    self.level = level
  }
  /// By time, then place; lines without a time come last, in file order. Texts of one place by themselves, so that
  /// the order is total and what is kept does not depend on what was read first.
  package static func < (left: Sample, right: Sample) -> Bool {
    switch (left.time, right.time) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default:
      left.place == right.place
        ? (left.text, left.level ?? "") < (right.text, right.level ?? "") : left.place < right.place
    }
  }
}

/// Times of something that happens often: every one counted, the first and the last kept.
package struct Moments: Hashable, Sendable {
  package static let kept = 256
  /// Earliest first, at most `kept`.
  package private(set) var earliest: [Instant] = []
  /// Earliest first, at most `kept`; overlaps `earliest` while few.
  package private(set) var latest: [Instant] = []
  package private(set) var distinct = DistinctCount()

  package init() {}

  /// `identity`: what makes two lines the same happening (request id, sandbox, else time and text).
  package mutating func add(_ time: Instant?, identity: UInt64) {
    distinct.insert(identity)
    guard let time else { return }
    insert(time)
  }

  /// A time that `distinct` already counts.
  package mutating func see(_ time: Instant) { insert(time) }

  package mutating func merge(_ other: DistinctCount) { distinct.merge(other) }

  private mutating func insert(_ time: Instant) {
    if earliest.count < Moments.kept || time < earliest[earliest.count - 1] {
      Moments.insert(time, into: &earliest)
      if earliest.count > Moments.kept { earliest.removeLast() }
    }
    if latest.count < Moments.kept || time > latest[0] {
      Moments.insert(time, into: &latest)
      if latest.count > Moments.kept { latest.removeFirst() }
    }
  }

  private static func insert(_ time: Instant, into list: inout [Instant]) {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < time { low = middle + 1 } else { high = middle }
    }
    if low < list.count, list[low] == time { return }
    list.insert(time, at: low)
  }

  /// Times that are kept at each end of one among many.
  static let few = 64

  mutating func condense() {
    if earliest.count > Moments.few { earliest = Array(earliest.prefix(Moments.few)) }
    if latest.count > Moments.few { latest = Array(latest.suffix(Moments.few)) }
    if latest == earliest { latest = earliest }
    distinct.condense()
  }

  package mutating func merge(_ other: Moments) {
    for time in other.earliest { insert(time) }
    for time in other.latest { insert(time) }
    distinct.merge(other.distinct)
  }

  package var count: Int { distinct.value }
  package var first: Instant? { earliest.first }
  package var last: Instant? { latest.last }
  package var isEmpty: Bool { count == 0 }
  /// Every time kept, ascending.
  package var times: [Instant] { Array(Set(earliest).union(latest)).sorted() }
}

/// Which pattern, where: the entities a sighting belongs to.
package struct SightingKey: Hashable, Sendable, Codable, Comparable {
  package let pattern: String
  /// The input group (or node name) it was seen on; resolved to a node in `Triage`.
  package let node: String
  package let subnet: SubnetID?
  package let eni: ENIID?
  package init(pattern: String, node: String, subnet: SubnetID?, eni: ENIID?) {
    self.pattern = pattern
    self.node = node
    self.subnet = subnet
    self.eni = eni
  }
  package static func < (left: SightingKey, right: SightingKey) -> Bool {
    (left.pattern, left.node, left.subnet?.raw ?? "", left.eni?.raw ?? "")
      < (right.pattern, right.node, right.subnet?.raw ?? "", right.eni?.raw ?? "")
  }
}

/// All lines of one pattern at one place of the cluster.
package struct Sighting: Hashable, Sendable {
  package static let keptSamples = 4
  package static let keptCaptures = 16
  package static let keptPods = 64
  package var moments = Moments()
  /// The first few and the last few, ascending.
  package private(set) var samples: [Sample] = []
  /// Named groups: at most 16 different values each, the smallest.
  package private(set) var captures: [String: Set<String>] = [:]
  /// Pods named in the text or its envelope, at most 64.
  package private(set) var pods: Set<String> = []

  package init() {}

  /// One put together elsewhere, which has kept the same few of each.
  package init(moments: Moments, samples: [Sample], captures: [String: Set<String>], pods: Set<String>) {
    self.moments = moments
    for sample in samples.sorted() { keep(sample) }
    self.captures = captures
    self.pods = pods
  }

  package mutating func add(_ sample: Sample, identity: UInt64, captures: [String: String], pod: String?) {
    moments.add(sample.time, identity: identity)
    keep(sample)
    for (name, value) in captures { keep(value, as: name) }
    if let pod { keep(pod: pod) }
  }

  package mutating func merge(_ other: Sighting) {
    moments.merge(other.moments)
    for sample in other.samples { keep(sample) }
    for (name, values) in other.captures { for value in values { keep(value, as: name) } }
    for pod in other.pods { keep(pod: pod) }
  }

  /// The first and the last of each; `name` lends its own text for the one of an input.
  mutating func thin(samples half: Int, pods most: Int, name: (String) -> String) {
    if samples.count > 2 * half { samples = samples.prefix(half) + samples.suffix(half) }
    samples = samples.map { sample in
      let place = Place(input: name(sample.place.input), line: sample.place.line, byte: sample.place.byte)
      return Sample(time: sample.time, place: place, text: sample.text, level: sample.level)
    }
    if pods.count > most { pods = Set(pods.sorted().prefix(most)) }
  }

  private mutating func keep(_ sample: Sample) {
    if samples.contains(sample) { return }
    let half = Sighting.keptSamples
    if samples.count >= 2 * half, sample > samples[half - 1], sample < samples[half] { return }
    let index = samples.firstIndex { sample < $0 } ?? samples.count
    samples.insert(sample, at: index)
    if samples.count > 2 * half { samples.remove(at: half) }
  }

  private mutating func keep(_ value: String, as name: String) {
    var values = captures[name] ?? []
    values.insert(value)
    if values.count > Sighting.keptCaptures, let largest = values.max() { values.remove(largest) }
    captures[name] = values
  }

  private mutating func keep(pod: String) {
    pods.insert(pod)
    if pods.count > Sighting.keptPods, let largest = pods.max() { pods.remove(largest) }
  }
}

extension Moments: Codable {
  private enum Key: String, CodingKey { case earliest, latest, distinct }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    for time in try from.decode([Instant].self, forKey: .earliest) { insert(time) }
    for time in try from.decodeIfPresent([Instant].self, forKey: .latest) ?? [] { insert(time) }
    distinct = try from.decode(DistinctCount.self, forKey: .distinct)
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(earliest, forKey: .earliest)
    if latest != earliest { try to.encode(latest, forKey: .latest) }
    try to.encode(distinct, forKey: .distinct)
  }
}

extension Sighting: Codable {
  private enum Key: String, CodingKey { case moments, samples, captures, pods }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    self.init()
    moments = try from.decode(Moments.self, forKey: .moments)
    for sample: Sample in try from.decodeIfPresent(forKey: .samples) ?? [] { keep(sample) }
    let captures: [String: [String]] = try from.decodeIfPresent(forKey: .captures) ?? [:]
    for (name, values) in captures { for value in values { keep(value, as: name) } }
    for pod: String in try from.decodeIfPresent(forKey: .pods) ?? [] { keep(pod: pod) }
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(moments, forKey: .moments)
    try to.encode(filled: samples, forKey: .samples)
    try to.encode(filled: captures.mapValues { $0.sorted() }, forKey: .captures)
    try to.encode(filled: pods.sorted(), forKey: .pods)
  }
}
