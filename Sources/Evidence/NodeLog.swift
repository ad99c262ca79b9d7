import VPCModel

/// The newest of several statements about one thing, by time, then place.
package struct Latest<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  package let value: Value
  package let time: Instant?
  package let place: Place
  package init(_ value: Value, time: Instant?, place: Place) {
    self.value = value
    self.time = time
    self.place = place
  }

  func isOlder(than other: Latest<Value>) -> Bool {
    switch (time, other.time) {
    case (let a?, let b?) where a != b: a < b
    case (nil, _?): true
    case (_?, nil): false
    default: place < other.place
    }
  }

  static func newer(_ left: Latest<Value>?, _ right: Latest<Value>?) -> Latest<Value>? {
    guard let left else { return right }
    guard let right else { return left }
    return left.isOlder(than: right) ? right : left
  }
}

/// ipamd's own count of its pool. Addresses; cooling is nil where the version does not print it.
package struct PoolCount: Hashable, Sendable, Codable {
  package var total: Int
  package var assigned: Int
  package var cooling: Int?
  package var perENI: Int?
  package init(total: Int, assigned: Int, cooling: Int? = nil, perENI: Int? = nil) {
    self.total = total
    self.assigned = assigned
    self.cooling = cooling
    self.perENI = perENI
  }
}

/// `hasRoomForEni`: ipamd's arithmetic of ENI slots (v1.22+).
package struct RoomCount: Hashable, Sendable, Codable {
  package var enis: Int
  package var limit: Int
  package var unmanaged: Int
  package var trunk: Int
  package var hasRoom: Bool
  package init(enis: Int, limit: Int, unmanaged: Int, trunk: Int, hasRoom: Bool) {
    self.enis = enis
    self.limit = limit
    self.unmanaged = unmanaged
    self.trunk = trunk
    self.hasRoom = hasRoom
  }
}

/// A pod's name as a number: 64 bits of a fixed hash over `namespace/name`. Served pods are many and never shown.
package struct PodHash: Hashable, Comparable, Sendable {
  package let value: UInt64
  package init(value: UInt64) { self.value = value }

  /// FNV-1a over the bytes; the scan does the same over the bytes of a line.
  package init(_ name: String) {
    var hash = PodHash.seed
    for byte in name.utf8 { hash = PodHash.step(hash, byte) }
    value = hash
  }

  package static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  @inlinable @inline(__always)
  package static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// What the logs of one node say besides failures. Merging is associative and commutative.
package struct NodeLog: Hashable, Sendable {
  /// What happened when, by signal (`started`, `address-assigned`, `refused` …).
  package var moments: [String: Moments] = [:]
  /// One sample for each signal, the first and the last.
  package var samples: [String: Sighting] = [:]
  package var pool: Latest<PoolCount>?
  package var room: Latest<RoomCount>?
  /// ENI with free slots: last time ipamd said so; nil value cannot occur.
  package var freeSlots: Latest<ENIID>?
  package var eniLimitLine: Latest<Bool>?
  /// Pool counts of minutes: minute start → (total, assigned, cooling) of its last count. The newest `keptMinutes`,
  /// for a moment twice as many.
  package private(set) var minutes: [Int64: PoolCount] = [:]
  private var minuteTimes: [Int64: Instant] = [:]
  package static let keptMinutes = 10_000

  /// Settings ipamd printed: `WARM_IP_TARGET`, `max-pods`, `prefix-mode`, `instance-type` …
  package var settings: [String: Latest<String>] = [:]
  /// Names that mean this node: instance ids, node names, aws-node pods.
  package var aliases: Set<String> = []
  /// Hosts whose journal this is; several mean that the file mixes nodes. At most 16.
  package var hosts: Set<String> = []
  /// ENIs ipamd names as its own.
  package var enis: Set<ENIID> = []
  package var subnets: Set<SubnetID> = []
  /// Refusals with the pool count that stood then.
  package var refusedWhileCooling = DistinctCount()
  package var refusedWithFree = DistinctCount()
  package var refusedFull = DistinctCount()
  /// Pods refused and when last; and when an address came. The newest `keptPods` of each, for a moment twice as many.
  package var podsRefused: [String: Instant] = [:]
  package var podsServed: [PodHash: Instant] = [:]
  package static let keptPods = 8_192
  /// Which kinds of logs there are of this node.
  package var kinds: Set<InputKind> = []
  package var first: Instant?
  package var last: Instant?

  package init() {}

  package mutating func see(_ time: Instant?) {
    guard let time else { return }
    first = first.map { min($0, time) } ?? time
    last = last.map { max($0, time) } ?? time
  }

  package mutating func set(_ name: String, _ value: String, time: Instant?, place: Place) {
    settings[name] = Latest.newer(settings[name], Latest(value, time: time, place: place))
  }

  package mutating func count(_ pool: PoolCount, time: Instant?, place: Place) {
    self.pool = Latest.newer(self.pool, Latest(pool, time: time, place: place))
    guard let time else { return }
    count(pool, inMinute: time.nanoseconds / 60_000_000_000, at: time)
    if minutes.count >= 2 * NodeLog.keptMinutes { thinMinutes() }
  }

  /// The last count of a minute stays; of two at the same time the one that says more is in use.
  private mutating func count(_ pool: PoolCount, inMinute minute: Int64, at time: Instant) {
    if let known = minuteTimes[minute], let old = minutes[minute] {
      if time < known { return }
      if time == known,
        (old.assigned, old.total, old.cooling ?? -1) >= (pool.assigned, pool.total, pool.cooling ?? -1)
      {
        return
      }
    }
    minutes[minute] = pool
    minuteTimes[minute] = time
  }

  private mutating func thinMinutes(_ most: Int = NodeLog.keptMinutes) {
    guard minutes.count > most else { return }
    for minute in minutes.keys.sorted().dropLast(most) {
      minutes[minute] = nil
      minuteTimes[minute] = nil
    }
  }

  package mutating func refuse(pod: String, at time: Instant) {
    NodeLog.keep(pod, time, in: &podsRefused) { PodHash($0) }
  }

  package mutating func serve(pod: PodHash, at time: Instant) {
    NodeLog.keep(pod, time, in: &podsServed) { $0 }
  }

  private static func keep<Key: Hashable>(
    _ pod: Key, _ time: Instant, in pods: inout [Key: Instant], _ order: (Key) -> PodHash
  ) {
    if let known = pods[pod] {
      pods[pod] = max(known, time)
    } else {
      pods[pod] = time
      if pods.count >= 2 * keptPods { thin(&pods, order) }
    }
  }

  /// Of pods at one moment those stay whose hashes come last: the same ones among the refused and the served.
  private static func thin<Key: Hashable>(
    _ pods: inout [Key: Instant], most: Int = keptPods, _ order: (Key) -> PodHash
  ) {
    guard pods.count > most else { return }
    let sorted = pods.map { (pod: $0.key, time: $0.value, order: order($0.key)) }
      .sorted { ($0.time, $0.order) < ($1.time, $1.order) }
    for (pod, _, _) in sorted.dropLast(most) { pods[pod] = nil }
  }

  /// Drops what was kept beyond the limits for a moment, so that the order of lines and inputs leaves no trace.
  package mutating func settle() {
    thinMinutes()
    NodeLog.thin(&podsRefused) { PodHash($0) }
    NodeLog.thin(&podsServed) { $0 }
  }

  /// The newest of each. A dictionary does not shrink by itself.
  mutating func thin(minutes most: Int, pods: Int) {
    if minutes.count > most {
      thinMinutes(most)
      (minutes, minuteTimes) = (minutes.filter { _ in true }, minuteTimes.filter { _ in true })
    }
    if podsRefused.count > pods {
      NodeLog.thin(&podsRefused, most: pods) { PodHash($0) }
      podsRefused = podsRefused.filter { _ in true }
    }
    if podsServed.count > pods {
      NodeLog.thin(&podsServed, most: pods) { $0 }
      podsServed = podsServed.filter { _ in true }
    }
  }

  package mutating func merge(_ other: NodeLog) {
    for (name, value) in other.moments { moments[name, default: Moments()].merge(value) }
    for (name, value) in other.samples { samples[name, default: Sighting()].merge(value) }
    pool = Latest.newer(pool, other.pool)
    room = Latest.newer(room, other.room)
    freeSlots = Latest.newer(freeSlots, other.freeSlots)
    eniLimitLine = Latest.newer(eniLimitLine, other.eniLimitLine)
    for (minute, value) in other.minutes {
      if let time = other.minuteTimes[minute] { count(value, inMinute: minute, at: time) }
    }
    for (name, value) in other.settings { settings[name] = Latest.newer(settings[name], value) }
    aliases.formUnion(other.aliases)
    hosts.formUnion(other.hosts)
    enis.formUnion(other.enis)
    subnets.formUnion(other.subnets)
    refusedWhileCooling.merge(other.refusedWhileCooling)
    refusedWithFree.merge(other.refusedWithFree)
    refusedFull.merge(other.refusedFull)
    for (pod, time) in other.podsRefused { NodeLog.keep(pod, time, in: &podsRefused) { PodHash($0) } }
    for (pod, time) in other.podsServed { NodeLog.keep(pod, time, in: &podsServed) { $0 } }
    kinds.formUnion(other.kinds)
    see(other.first)
    see(other.last)
    settle()
  }

  package func last(_ signal: String) -> Instant? { moments[signal]?.last }
  package func count(_ signal: String) -> Int { moments[signal]?.count ?? 0 }
}

// What is empty is left out; sets are sorted, so that the same log gives the same text.
extension NodeLog: Codable {
  private enum Key: String, CodingKey {
    case moments, samples, pool, room, freeSlots, eniLimitLine, minutes, settings, aliases, hosts, enis,
      subnets
    case refusedWhileCooling, refusedWithFree, refusedFull, podsRefused, podsServed, kinds, first, last
  }

  private struct Minute: Codable {
    let minute: Int64
    let time: Instant
    let pool: PoolCount
  }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    moments = try from.decodeIfPresent(forKey: .moments) ?? [:]
    samples = try from.decodeIfPresent(forKey: .samples) ?? [:]
    pool = try from.decodeIfPresent(forKey: .pool)
    room = try from.decodeIfPresent(forKey: .room)
    freeSlots = try from.decodeIfPresent(forKey: .freeSlots)
    eniLimitLine = try from.decodeIfPresent(forKey: .eniLimitLine)
    for minute: Minute in try from.decodeIfPresent(forKey: .minutes) ?? [] {
      count(minute.pool, inMinute: minute.minute, at: minute.time)
    }
    settings = try from.decodeIfPresent(forKey: .settings) ?? [:]
    aliases = try from.decodeIfPresent(forKey: .aliases) ?? []
    hosts = try from.decodeIfPresent(forKey: .hosts) ?? []
    enis = try from.decodeIfPresent(forKey: .enis) ?? []
    subnets = try from.decodeIfPresent(forKey: .subnets) ?? []
    refusedWhileCooling = try from.decodeIfPresent(forKey: .refusedWhileCooling) ?? DistinctCount()
    refusedWithFree = try from.decodeIfPresent(forKey: .refusedWithFree) ?? DistinctCount()
    refusedFull = try from.decodeIfPresent(forKey: .refusedFull) ?? DistinctCount()
    podsRefused = try from.decodeIfPresent(forKey: .podsRefused) ?? [:]
    let served: [String: Instant] = try from.decodeIfPresent(forKey: .podsServed) ?? [:]
    for (hash, time) in served {
      guard let value = UInt64(hash, radix: 16) else {
        throw DecodingError.dataCorruptedError(
          forKey: .podsServed, in: from, debugDescription: "\(hash): no hash of 64 bits")
      }
      podsServed[PodHash(value: value)] = time
    }
    kinds = try from.decodeIfPresent(forKey: .kinds) ?? []
    first = try from.decodeIfPresent(forKey: .first)
    last = try from.decodeIfPresent(forKey: .last)
    settle()
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(filled: moments, forKey: .moments)
    try to.encode(filled: samples, forKey: .samples)
    try to.encodeIfPresent(pool, forKey: .pool)
    try to.encodeIfPresent(room, forKey: .room)
    try to.encodeIfPresent(freeSlots, forKey: .freeSlots)
    try to.encodeIfPresent(eniLimitLine, forKey: .eniLimitLine)
    let minutes = minutes.keys.sorted().compactMap { minute -> Minute? in
      guard let time = minuteTimes[minute], let pool = self.minutes[minute] else { return nil }
      return Minute(minute: minute, time: time, pool: pool)
    }
    try to.encode(filled: minutes, forKey: .minutes)
    try to.encode(filled: settings, forKey: .settings)
    try to.encode(filled: aliases.sorted(), forKey: .aliases)
    try to.encode(filled: hosts.sorted(), forKey: .hosts)
    try to.encode(filled: enis.sorted(), forKey: .enis)
    try to.encode(filled: subnets.sorted(), forKey: .subnets)
    try to.encode(filled: refusedWhileCooling, forKey: .refusedWhileCooling)
    try to.encode(filled: refusedWithFree, forKey: .refusedWithFree)
    try to.encode(filled: refusedFull, forKey: .refusedFull)
    try to.encode(filled: podsRefused, forKey: .podsRefused)
    let served = Dictionary(podsServed.map { ($0.key.value.hex, $0.value) }) { max($0, $1) }
    try to.encode(filled: served, forKey: .podsServed)
    try to.encode(filled: kinds.sorted { $0.rawValue < $1.rawValue }, forKey: .kinds)
    try to.encodeIfPresent(first, forKey: .first)
    try to.encodeIfPresent(last, forKey: .last)
  }
}
