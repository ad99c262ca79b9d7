import Evidence
import Playbooks
import VPCModel

/// A sighting with the entities it belongs to, resolved.
package struct PlacedSighting: Sendable {
  package let key: SightingKey
  package let sighting: Sighting
  package let node: String
  package let subnet: SubnetID
  package let isSubnetKnown: Bool
}

/// Sightings by pattern, asked for by entity.
package struct SightingIndex: Sendable {
  package private(set) var byPattern: [String: [PlacedSighting]] = [:]
  package private(set) var subnets: Set<String> = []
  /// Where in a pattern's list the sightings of a node, a subnet, an ENI or a pod stand: a fleet asks each pattern
  /// of each of its nodes.
  private var places: [String: [Entity: [Int]]] = [:]
  /// Patterns that say "no room in the subnet".
  package static let shortagePatterns: Set<String> = [
    "insufficient-free-addresses", "insufficient-cidr-blocks", "no-free-addresses-or-prefixes",
  ]

  package init(_ evidence: Case, world: World, signals: [Signal]) {
    for key in evidence.sightings.keys.sorted() {
      guard let sighting = evidence.sightings[key] else { continue }
      let (subnet, isKnown) = world.subnet(of: key)
      let placed = PlacedSighting(
        key: key, sighting: sighting, node: world.nodeOfGroup[key.node] ?? key.node, subnet: subnet,
        isSubnetKnown: isKnown)
      byPattern[key.pattern, default: []].append(placed)
      if SightingIndex.shortagePatterns.contains(key.pattern) { subnets.insert(subnet.raw) }
    }
    addSignals(signals, world: world)
    for (pattern, list) in byPattern {
      var entities: [Entity: [Int]] = [:]
      for (index, placed) in list.enumerated() {
        entities[Entity(.node, placed.node), default: []].append(index)
        entities[Entity(.subnet, placed.subnet.raw), default: []].append(index)
        if let eni = placed.key.eni { entities[Entity(.eni, eni.raw), default: []].append(index) }
        for pod in placed.sighting.pods { entities[Entity(.pod, pod), default: []].append(index) }
      }
      places[pattern] = entities
    }
  }

  /// Signals may stand in conditions like patterns: each node's log keeps them under what they state.
  private mutating func addSignals(_ signals: [Signal], world: World) {
    for node in world.nodes.values.sorted(by: { $0.id < $1.id }) {
      for signal in signals {
        guard let sighting = node.log.samples[signal.states] else { continue }
        let key = SightingKey(pattern: signal.pattern.name, node: node.id, subnet: nil, eni: nil)
        let (subnet, isKnown) = world.subnet(of: key)
        byPattern[signal.pattern.name, default: []].append(
          PlacedSighting(
            key: key, sighting: sighting, node: node.id, subnet: subnet, isSubnetKnown: isKnown))
      }
    }
  }

  package func sightings(of pattern: String, at entity: Entity, world: World) -> [PlacedSighting] {
    guard let all = byPattern[pattern] else { return [] }
    switch entity.scope {
    case .cluster: return all
    case .zone: return all.filter { world.nodes[$0.node]?.zone == entity.id }
    case .node, .subnet, .eni, .pod: return places[pattern]?[entity]?.map { all[$0] } ?? []
    }
  }

  package func captures(_ name: String, ofPatternsWith part: String, node: String) -> Set<String> {
    var result: Set<String> = []
    for (pattern, list) in byPattern where pattern.contains(part) {
      for placed in list where placed.node == node {
        result.formUnion(placed.sighting.captures[name] ?? [])
      }
    }
    return result
  }

  package struct Shortages {
    package var distinct = DistinctCount()
    package var count: Int { distinct.value }
    package var first: Instant?
    package var last: Instant?
    package var nodes: Set<String> = []
  }

  package func shortages(in subnet: String) -> Shortages {
    var result = Shortages()
    for pattern in SightingIndex.shortagePatterns.sorted() {
      for placed in byPattern[pattern] ?? [] where placed.subnet.raw == subnet {
        result.distinct.merge(placed.sighting.moments.distinct)
        result.nodes.insert(placed.node)
        result.first = [result.first, placed.sighting.moments.first].compactMap { $0 }.min()
        result.last = [result.last, placed.sighting.moments.last].compactMap { $0 }.max()
      }
    }
    return result
  }
}
