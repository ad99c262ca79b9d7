import Evidence
import Playbooks
import VPCModel

/// True, false, or not to be told from this evidence.
package enum Truth: Hashable, Sendable {
  case yes, no, undetermined

  init(_ value: Bool?) { self = value.map { $0 ? .yes : .no } ?? .undetermined }

  static func all(_ parts: [Truth]) -> Truth {
    if parts.contains(.no) { return .no }
    return parts.contains(.undetermined) ? .undetermined : .yes
  }

  static func any(_ parts: [Truth]) -> Truth {
    if parts.contains(.yes) { return .yes }
    return parts.contains(.undetermined) ? .undetermined : .no
  }
}

/// What a rule found at one entity, with everything that made it true.
package struct RuleResult: Sendable {
  package var truth: Truth
  package var sightings: [PlacedSighting] = []
  /// Facts that took part with the answer wanted: (entity, fact, value).
  package var facts: [(entity: Entity, test: FactTest, value: Double)] = []
}

/// Asks conditions of entities. Facts of another scope are reached through named joins only.
package struct Evaluator: Sendable {
  package let world: World
  package let facts: FactBook
  package let sightings: SightingIndex
  private let links: Links

  package init(_ world: World, facts: FactBook, sightings: SightingIndex) {
    self.world = world
    self.facts = facts
    self.sightings = sightings
    links = Links(world)
  }

  /// Every entity of a scope, sorted.
  package func entities(_ scope: Scope) -> [Entity] {
    switch scope {
    case .cluster: return [.cluster]
    case .node: return world.nodes.keys.sorted().map { Entity(.node, $0) }
    case .subnet:
      return facts.values.keys.filter { $0.scope == .subnet }.sorted()
    case .zone: return Set(world.nodes.values.compactMap(\.zone)).sorted().map { Entity(.zone, $0) }
    case .eni:
      let named = sightings.byPattern.values.flatMap { $0 }.compactMap(\.key.eni?.raw)
      return Set(named + world.interfaces.map(\.id.raw)).sorted().map { Entity(.eni, $0) }
    case .pod:
      let named = sightings.byPattern.values.flatMap { $0 }.flatMap(\.sighting.pods)
      return Set(named).sorted().map { Entity(.pod, $0) }
    }
  }

  package func evaluate(_ rule: Rule, at entity: Entity) -> RuleResult {
    evaluate(rule.condition, at: entity)
  }

  private func evaluate(_ condition: Condition, at entity: Entity) -> RuleResult {
    switch condition {
    case .all(let parts):
      let results = parts.map { evaluate($0, at: entity) }
      return combine(results, truth: .all(results.map(\.truth)))
    case .any(let parts):
      let results = parts.map { evaluate($0, at: entity) }
      let held = results.filter { $0.truth == .yes }
      return combine(held.isEmpty ? results : held, truth: .any(results.map(\.truth)))
    case .none(let parts):
      let truths = parts.map { evaluate($0, at: entity).truth }
      switch Truth.any(truths) {
      case .yes: return RuleResult(truth: .no)
      case .no: return RuleResult(truth: .yes)
      case .undetermined: return RuleResult(truth: .undetermined)
      }
    case .unless(let parts):
      let isKnown = parts.contains { evaluate($0, at: entity).truth == .yes }
      return RuleResult(truth: isKnown ? .no : .yes)
    case .pattern(let test): return evaluate(test, at: entity)
    case .fact(let test): return evaluate(test, at: entity)
    }
  }

  private func combine(_ results: [RuleResult], truth: Truth) -> RuleResult {
    var combined = RuleResult(truth: truth)
    for result in results where result.truth == .yes {
      combined.sightings += result.sightings
      combined.facts += result.facts
    }
    return combined
  }

  private func evaluate(_ test: PatternTest, at entity: Entity) -> RuleResult {
    let targets = test.via.map { join($0, from: entity) } ?? [entity]
    var found = targets.flatMap { sightings.sightings(of: test.pattern, at: $0, world: world) }
    if test.isRecent, !found.isEmpty {
      found.removeAll { placed in
        guard let last = placed.sighting.moments.last else { return false }
        return world.nodes[placed.node]?.isHistory(last) ?? false
      }
      if found.isEmpty { return RuleResult(truth: .no) }
    }
    guard !found.isEmpty else {
      return RuleResult(truth: targets.contains { couldShow($0) } ? .no : .undetermined)
    }
    var distinct = DistinctCount()
    for placed in found { distinct.merge(placed.sighting.moments.distinct) }
    if distinct.value < test.atLeast { return RuleResult(truth: .no, sightings: found) }
    if let lasting = test.lasting {
      let first = found.compactMap(\.sighting.moments.first).min()
      let last = found.compactMap(\.sighting.moments.last).max()
      guard let first, let last else { return RuleResult(truth: .undetermined, sightings: found) }
      if last.seconds(since: first) < lasting { return RuleResult(truth: .no, sightings: found) }
    }
    return RuleResult(truth: .yes, sightings: found)
  }

  /// Silence means something only where a log was given that would have spoken.
  private func couldShow(_ entity: Entity) -> Bool {
    switch entity.scope {
    case .node: return world.nodes[entity.id]?.log.kinds.isEmpty == false
    case .subnet:
      return links.loggedSubnets.contains(SubnetID(entity.id))
        || unnamedSubnetNode(entity)?.log.kinds.isEmpty == false
    case .cluster: return world.nodes.values.contains { !$0.log.kinds.isEmpty }
    case .zone: return world.nodes.values.contains { $0.zone == entity.id && !$0.log.kinds.isEmpty }
    case .eni, .pod: return false
    }
  }

  private func evaluate(_ test: FactTest, at entity: Entity) -> RuleResult {
    let targets = test.via.map { join($0, from: entity) } ?? [entity]
    var truths: [Truth] = []
    var held: [(entity: Entity, test: FactTest, value: Double)] = []
    for target in targets {
      guard let value = facts.value(test.fact, of: target) else {
        truths.append(.undetermined)
        continue
      }
      let holds = test.comparison.holds(value)
      truths.append(holds ? .yes : .no)
      if holds { held.append((target, test, value)) }
    }
    return RuleResult(truth: .any(truths.isEmpty ? [.undetermined] : truths), facts: held)
  }

  /// Entities on the other side of a named join.
  package func join(_ join: Join, from entity: Entity) -> [Entity] {
    let node = world.nodes[entity.id]
    switch join {
    case .nodeSubnets:
      guard let node else { return [] }
      var ids = Set(node.subnets.map(\.raw))
      if let pod = world.podSubnet(of: node) { ids.insert(pod.raw) }
      if ids.isEmpty { ids.insert("?" + node.id) }
      return ids.sorted().map { Entity(.subnet, $0) }
    case .subnetNodes:
      var ids = Set(links.nodesOfSubnet[SubnetID(entity.id)] ?? [])
      if let node = unnamedSubnetNode(entity) { ids.insert(node.id) }
      for pattern in SightingIndex.shortagePatterns {
        for placed in sightings.sightings(of: pattern, at: entity, world: world) {
          ids.insert(placed.node)
        }
      }
      return ids.sorted().map { Entity(.node, $0) }
    case .nodeENIs:
      guard let node else { return [] }
      return Set(node.log.enis.map(\.raw) + node.interfaces.map(\.id.raw)).sorted().map {
        Entity(.eni, $0)
      }
    case .subnetENIs:
      let listed = links.interfacesOfSubnet[SubnetID(entity.id)] ?? []
      let pooled = links.pooledENIsOfSubnet[SubnetID(entity.id)] ?? []
      return (listed.map { world.interfaces[Int($0)].id.raw } + pooled.map(\.raw)).sorted().map {
        Entity(.eni, $0)
      }
    case .eniNode:
      let owner = world.interfaces[ENIID(entity.id)]?.instance?.raw
      let logged = links.nodesOfENI[ENIID(entity.id)] ?? []
      return Set(logged + [owner].compactMap { $0 }).sorted().map { Entity(.node, $0) }
    case .eniSubnet:
      return world.subnet(of: ENIID(entity.id)).map { [Entity(.subnet, $0.raw)] } ?? []
    case .nodePods: return node?.pods.map(\.qualifiedName).sorted().map { Entity(.pod, $0) } ?? []
    case .podNode:
      return Set(links.nodesOfPod[entity.id] ?? []).sorted().map { Entity(.node, $0) }
    case .zoneNodes:
      return world.nodes.values.filter { $0.zone == entity.id }.map(\.id).sorted().map {
        Entity(.node, $0)
      }
    case .clusterNodes: return entities(.node)
    case .clusterSubnets: return entities(.subnet)
    }
  }
}

extension Evaluator {
  /// The node of `?i-0abc`, the subnet that is known only as where this node takes its addresses.
  private func unnamedSubnetNode(_ entity: Entity) -> NodeEntity? {
    entity.id.hasPrefix("?") ? world.nodes[String(entity.id.dropFirst())] : nil
  }

  /// The joins that would walk every node for each entity, turned round once.
  private struct Links: Sendable {
    var nodesOfSubnet: [SubnetID: [String]] = [:]
    var nodesOfENI: [ENIID: [String]] = [:]
    var nodesOfPod: [String: [String]] = [:]
    /// Numbers of listed interfaces: of a hundred thousand no id is copied.
    var interfacesOfSubnet: [SubnetID: [UInt32]] = [:]
    var pooledENIsOfSubnet: [SubnetID: [ENIID]] = [:]
    /// Subnets of nodes whose log was given.
    var loggedSubnets: Set<SubnetID> = []

    init(_ world: World) {
      for node in world.nodes.values {
        for subnet in node.drawsFrom { nodesOfSubnet[subnet, default: []].append(node.id) }
        for eni in node.log.enis { nodesOfENI[eni, default: []].append(node.id) }
        for pod in node.pods { nodesOfPod[pod.qualifiedName, default: []].append(node.id) }
        if !node.log.kinds.isEmpty { loggedSubnets.formUnion(node.subnets) }
      }
      for index in world.interfaces.indices {
        guard let subnet = world.interfaces[index].subnet else { continue }
        interfacesOfSubnet[subnet, default: []].append(UInt32(truncatingIfNeeded: index))
      }
      for (eni, subnet) in world.pooledENISubnet { pooledENIsOfSubnet[subnet, default: []].append(eni) }
    }
  }
}

extension FactTest.Comparison {
  package func holds(_ value: Double) -> Bool {
    switch self {
    case .isTrue: value != 0
    case .isFalse: value == 0
    case .equals(let wanted): value == wanted
    case .atLeast(let wanted): value >= wanted
    case .atMost(let wanted): value <= wanted
    case .above(let wanted): value > wanted
    case .below(let wanted): value < wanted
    }
  }
}
