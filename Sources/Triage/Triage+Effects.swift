import Evidence
import Playbooks
import VPCModel

/// What a remedy gives back, in numbers, where the evidence carries them; nil where it does not.
struct RemedyEffect: Equatable {
  /// Addresses that go back to the subnet, or to the pool of the node where the leak is in its datastore.
  var addresses: Int?
  /// Aligned /28 that a prefix request can get then and not now.
  var freeBlocks: Int?

  static let unknown = RemedyEffect()
  static let none = RemedyEffect(addresses: 0, freeBlocks: 0)
}

extension Remedy {
  /// Its point is to give addresses back: without any it has none.
  var isForFreeing: Bool { frees != nil && frees != .nothing }

  /// The warm targets its commands set, `WARM_IP_TARGET=2` or the same in the add-on's JSON; nil when it sets none.
  var warmTargets: CNISettings? {
    var environment: [String: String] = [:]
    for command in commands {
      let words = command.template.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      for (name, value) in zip(words, words.dropFirst()) where name.hasPrefix("WARM_") && Int(value) != nil {
        environment[String(name)] = String(value)
      }
    }
    return environment["WARM_IP_TARGET"] == nil ? nil : CNISettings(environment: environment)
  }
}

extension Triage {
  /// - Parameter group: the finding it is for; its nodes and subnets are what is counted.
  func effect(of remedy: Remedy, for group: CauseGroup) -> RemedyEffect {
    switch remedy.frees {
    case nil: .unknown
    case .nothing: .none
    case .leakedInterfaces: leaked(group)
    case .leakedAllocations: leakedAllocations(group)
    case .scatteringNodes: drained(group)
    case .nodes: replaced(group)
    case .idleAddresses: remedy.warmTargets.map { released(group, $0) } ?? .unknown
    }
  }

  /// Ledgers of its subnets that are whole and reconcile. Nothing is counted when one of them is not.
  private func ledgers(_ group: CauseGroup) -> [SubnetLedger]? {
    let ids = subnets(group)
    let ledgers = ids.compactMap { world.ledgers[$0] }
    return ledgers.isEmpty || ledgers.count < ids.count || !areSure(ledgers) ? nil : ledgers
  }

  private func areSure(_ ledgers: [SubnetLedger]) -> Bool {
    ledgers.allSatisfy {
      $0.hasMap && $0.isComplete && $0.residual ?? 0 == 0 && $0.verdict != .inconsistent
    }
  }

  private func subnets(_ group: CauseGroup) -> [SubnetID] {
    let own = group.members.filter { $0.entity.scope == .subnet && !$0.entity.id.hasPrefix("?") }
      .map { SubnetID($0.entity.id) }
    return Set(own + group.sightings.filter(\.isSubnetKnown).map(\.subnet)).sorted()
  }

  private func leaked(_ group: CauseGroup) -> RemedyEffect {
    guard let ledgers = ledgers(group) else { return .unknown }
    return gone(ledgers) { $0.leakedInterfaces }
  }

  /// The nodes whose interfaces hold single addresses beside their primary one.
  private func drained(_ group: CauseGroup) -> RemedyEffect {
    guard let ledgers = ledgers(group) else { return .unknown }
    return gone(ledgers) { ledger in
      let holders = ledger.holders.filter { $0.isOfNode && $0.instance != nil }
      let scattering = holders.filter { world.interfaces[$0.interface].map { $0.addressCount > 1 } ?? false }
      let nodes = Set(scattering.compactMap(\.instance))
      return holders.filter { $0.instance.map { nodes.contains($0) } ?? false }
    }
  }

  /// All that the interfaces of these nodes hold, in whatever subnet: they end with their instances.
  private func replaced(_ group: CauseGroup) -> RemedyEffect {
    let instances = Set(group.nodes.compactMap { world.nodes[$0]?.instance })
    guard !instances.isEmpty, instances.count == group.nodes.count else { return .unknown }
    var subnets: Set<SubnetID> = []
    for interface in world.interfaces {
      guard let instance = interface.instance, instances.contains(instance) else { continue }
      guard let subnet = interface.subnet else { return .unknown }
      subnets.insert(subnet)
    }
    let ledgers = subnets.sorted().compactMap { world.ledgers[$0] }
    guard !ledgers.isEmpty, ledgers.count == subnets.count, areSure(ledgers) else { return .unknown }
    return gone(ledgers) { ledger in
      ledger.holders.filter { $0.isOfNode && $0.instance.map { instances.contains($0) } ?? false }
    }
  }

  private func gone(
    _ ledgers: [SubnetLedger], _ choose: (SubnetLedger) -> [SubnetLedger.Holder]
  ) -> RemedyEffect {
    var effect = RemedyEffect.none
    for ledger in ledgers {
      let holders = choose(ledger)
      let after = ledger.freeAligned28(without: Set(holders.map(\.interface)))
      effect.addresses = effect.addresses.map { $0 + holders.reduce(0) { $0 + $1.addresses } }
      effect.freeBlocks = effect.freeBlocks.flatMap { blocks in
        after.flatMap { after in ledger.freeAligned28.map { blocks + after - $0 } }
      }
    }
    return effect
  }

  private func leakedAllocations(_ group: CauseGroup) -> RemedyEffect {
    let counts = group.nodes.sorted().compactMap {
      facts.value("node.leakedAllocations", of: Entity(.node, $0)).flatMap { Int(exactly: $0) }
    }
    // The addresses stay on the node, for its next pods.
    return counts.isEmpty ? .unknown : RemedyEffect(addresses: counts.reduce(0, +), freeBlocks: nil)
  }

  /// By ipamd's own rule, on each node whose pool is in the evidence.
  ///
  /// The minimum is the reader's to choose; it is taken as no more than a node uses with its warm addresses.
  /// In prefix mode whole prefixes go back, and each is a free /28.
  private func released(_ group: CauseGroup, _ targets: CNISettings) -> RemedyEffect {
    let subnets = Set(subnets(group))
    let nodes = world.nodes.values.filter {
      group.nodes.contains($0.id) || !$0.drawsFrom.isDisjoint(with: subnets)
    }
    var effect = RemedyEffect.unknown
    for node in nodes where node.ipv6 != true {
      let (total, assigned, _) = node.poolNow
      guard let total, let assigned else { continue }
      var settings = targets
      settings.usesPrefixes = node.prefixMode ?? false
      let limits = node.limits ?? InstanceTypeLimits(type: "", enis: 0, ipv4PerENI: 0)
      let pool = WarmPool(settings: settings, limits: limits)
      var state = WarmPool.State(total: total, assigned: assigned)
      if pool.usesPrefixes {
        guard let snapshot = node.pool?.value, snapshot.isComplete else { continue }
        let prefixes = snapshot.enis.flatMap(\.cidrs).filter(\.isPrefix)
        state.prefixes = prefixes.count
        state.freePrefixes = prefixes.filter(\.assigned.isEmpty).count
        effect.freeBlocks = (effect.freeBlocks ?? 0) + pool.releasable(state)
      }
      effect.addresses = (effect.addresses ?? 0) + pool.releasable(state) * pool.addressesPerSlot
    }
    return effect
  }
}
