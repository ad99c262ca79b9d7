import Evidence
import VPCModel

/// The quoted lines of a report, numbered in the order they are first used.
struct EvidenceBook {
  private(set) var items: [EvidenceItem] = []
  private var numbers: [Place: String] = [:]
  private let world: World

  init(_ world: World) { self.world = world }

  mutating func quote(_ sample: Sample, pattern: String?, node: String?, of count: Int? = nil)
    -> String
  {
    // One line may show two things; it is quoted once.
    if let known = numbers[sample.place] { return known }
    let id = "e\(items.count + 1)"
    numbers[sample.place] = id
    items.append(
      EvidenceItem(
        id: id, place: sample.place, time: sample.time, pattern: pattern, node: node,
        text: sample.text,
        of: count))
    return id
  }

  /// First and last line of each sighting, the first of at most four sightings.
  mutating func quote(_ sightings: [PlacedSighting], limit: Int = 4) -> [String] {
    var ids: [String] = []
    // The most telling first: an answer with its request id, then errors, then the most frequent.
    // Weighed once each: of a fleet there are thousands.
    let weighed = sightings.map { ($0, EvidenceBook.weight($0), $0.sighting.moments.count) }
    let ranked = weighed.sorted { left, right in
      if left.1 != right.1 { return left.1 > right.1 }
      return left.2 == right.2 ? left.0.key < right.0.key : left.2 > right.2
    }
    for (placed, _, _) in ranked.prefix(limit) {
      let samples = placed.sighting.samples
      let count = placed.sighting.moments.count
      for sample in [samples.first, samples.count > 1 ? samples.last : nil].compactMap({ $0 }) {
        let id = quote(
          sample, pattern: placed.key.pattern, node: placed.node, of: count > 1 ? count : nil)
        if !ids.contains(id) { ids.append(id) }
      }
    }
    return ids
  }

  private static func weight(_ placed: PlacedSighting) -> Int {
    guard let sample = placed.sighting.samples.first else { return 0 }
    var weight =
      sample.level == "error" || sample.level == "fatal" ? 2 : sample.level == "warn" ? 1 : 0
    if sample.text.contains("equestID: ") || sample.text.contains("equest id: ") { weight += 4 }
    return weight
  }

  /// A number out of a document, quoted at its place.
  mutating func quote(_ text: String, at place: Place, time: Instant?) -> String {
    quote(Sample(time: time, place: place, text: text, level: nil), pattern: nil, node: nil)
  }

  /// The documents behind facts: subnets, introspection, node records.
  mutating func quote(_ facts: [(entity: Entity, test: FactTestName, value: Double)]) -> [String] {
    var ids: [String] = []
    for fact in facts {
      var id: String?
      switch fact.entity.scope {
      case .subnet:
        if let subnet = world.subnets[SubnetID(fact.entity.id)] {
          let available = subnet.value.available.map { ", AvailableIpAddressCount \($0)" } ?? ""
          let cidr = subnet.value.cidr.map { " \($0)" } ?? ""
          id = quote("\(fact.entity.id)\(cidr)\(available)", at: subnet.place, time: subnet.time)
        }
      case .node:
        let node = world.nodes[fact.entity.id]
        if let pool = node?.log.pool,
          fact.test.hasPrefix("node.pool") || fact.test.contains("Limit")
        {
          let text =
            "pool: total \(pool.value.total), assigned \(pool.value.assigned)"
            + (pool.value.cooling.map { ", cooling \($0)" } ?? "")
          id = quote(
            Sample(time: pool.time, place: pool.place, text: text, level: nil), pattern: nil,
            node: fact.entity.id)
        } else if fact.test.hasPrefix("node.refus"),
          let sample = node?.log.samples["refused"]?.samples.first
            ?? node?.log.samples["sandbox-refused"]?.samples.first
        {
          id = quote(
            sample, pattern: nil, node: fact.entity.id,
            of: node.map { Swift.max($0.log.count("refused"), $0.log.count("sandbox-refused")) })
        } else if let pool = node?.pool {
          let total = pool.value.total.map(String.init) ?? "?"
          let assigned = pool.value.assigned.map(String.init) ?? "?"
          id = quote(
            "introspection: total \(total), assigned \(assigned), \(pool.value.enis.count) ENIs",
            at: pool.place, time: pool.time)
        }
      default: break
      }
      if let id, !ids.contains(id) { ids.append(id) }
    }
    return ids
  }
}

typealias FactTestName = String
