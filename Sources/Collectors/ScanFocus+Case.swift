import Evidence
import VPCModel

extension ScanFocus {
  /// The case without what is known to be about other nodes and other subnets.
  ///
  /// A log that nothing ties to a node stays: it may be the one. Interfaces of other subnets stay too, because
  /// they fill the slots of the nodes; only what was refused in other subnets, and their own records, go.
  package func narrow(_ evidence: Case) -> Case {
    var narrowed = evidence
    if !nodes.isEmpty { keepNodes(&narrowed) }
    if !subnets.isEmpty { keepSubnets(&narrowed) }
    return narrowed
  }

  /// Nodes and subnets asked for that no input names, sorted.
  package func unknownNames(in evidence: Case) -> [String] {
    let known = Names(evidence)
    let seen = Set(evidence.sightings.keys.compactMap(\.subnet?.raw)).union(known.subnets)
    return nodes.filter { !known.nodes.contains($0) }.sorted()
      + subnets.filter { !seen.contains($0) }.sorted()
  }

  private func keepNodes(_ evidence: inout Case) {
    let known = Names(evidence)
    let wanted = known.aliases(of: nodes)
    let foreign = known.groups(besides: wanted, in: evidence)
    let isKept = { (node: String) in
      !foreign.contains(node) && (wanted.contains(node) || !known.nodes.contains(node) || isGroup(node))
    }
    evidence.nodeLogs = evidence.nodeLogs.filter { isKept($0.key) }
    evidence.nodeStatements = evidence.nodeStatements.filter { isKept($0.key) }
    evidence.requests = evidence.requests.filter { isKept($0.key) }
    evidence.sightings = evidence.sightings.filter { isKept($0.key.node) }
    evidence.statements.removeAll { stated in
      guard case .event(let event) = stated.value, let host = event.host else { return false }
      return !wanted.contains(host)
    }
  }

  private func keepSubnets(_ evidence: inout Case) {
    evidence.sightings = evidence.sightings.filter { $0.key.subnet.map { subnets.contains($0.raw) } ?? true }
    evidence.statements.removeAll { stated in
      switch stated.value {
      case .subnet(let subnet): !subnets.contains(subnet.id.raw)
      case .reservation(let reservation): !subnets.contains(reservation.subnet.raw)
      default: false
      }
    }
  }
}

/// A key of a log without a node's name: the input, its folder, an aws-node pod.
private func isGroup(_ key: String) -> Bool {
  key.hasPrefix("file:") || key.hasPrefix("group:") || key.hasPrefix("pod:")
}

/// The names a case has for its nodes, and which of them mean the same one.
private struct Names {
  private(set) var nodes: Set<String> = []
  private(set) var subnets: Set<String> = []
  private var sets: [Set<String>] = []

  init(_ evidence: Case) {
    for stated in evidence.statements {
      switch stated.value {
      case .node(let node): add([node.name] + [node.instance?.raw].compactMap { $0 })
      case .instance(let instance):
        add([instance.id.raw] + [instance.privateDNSName].compactMap { $0 })
        if let subnet = instance.subnet { subnets.insert(subnet.raw) }
      case .event(let event): if let host = event.host { add([host]) }
      case .pod(let pod): if let node = pod.node { add([node]) }
      case .subnet(let subnet): subnets.insert(subnet.id.raw)
      default: break
      }
    }
    for index in evidence.interfaces.indices {
      if let subnet = evidence.interfaces[index].subnet { subnets.insert(subnet.raw) }
    }
    for (key, log) in evidence.nodeLogs {
      let names = log.aliases.union(log.hosts).union([key]).filter { !isGroup($0) }
      // The journal of several hosts makes them no single node.
      if log.hosts.count > 1 { for name in names { add([name]) } } else { add(Array(names)) }
      subnets.formUnion(log.subnets.map(\.raw))
    }
  }

  private mutating func add(_ names: [String]) {
    guard !names.isEmpty else { return }
    nodes.formUnion(names)
    if names.count > 1 { sets.append(Set(names)) }
  }

  /// The names given and all that mean the same nodes.
  func aliases(of names: Set<String>) -> Set<String> {
    var all = names
    var before = 0
    while all.count != before {
      before = all.count
      for set in sets where !set.isDisjoint(with: all) { all.formUnion(set) }
    }
    return all
  }

  /// Groups that belong to other nodes: by a name of their own, or by that of a neighbour in the same folder.
  func groups(besides wanted: Set<String>, in evidence: Case) -> Set<String> {
    struct Home: Hashable { let root: String, residue: String }
    var owned: [Home: Bool] = [:]
    func verdict(_ group: String) -> Bool? {
      guard let log = evidence.nodeLogs[group] else { return nil }
      let names = log.aliases.union(log.hosts).filter { !isGroup($0) }
      return names.isEmpty ? nil : !names.isDisjoint(with: wanted)
    }
    for input in evidence.inputs.values {
      guard let group = input.group, let isWanted = verdict(group) else { continue }
      let home = Home(root: input.root, residue: input.residue)
      owned[home] = (owned[home] ?? false) || isWanted
    }
    var foreign: Set<String> = []
    for input in evidence.inputs.values {
      guard let group = input.group else { continue }
      let isWanted = verdict(group) ?? owned[Home(root: input.root, residue: input.residue)]
      if isWanted == false { foreign.insert(group) }
    }
    return foreign
  }
}
