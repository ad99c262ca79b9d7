extension Case {
  /// Groups without a name that are kept apart; a node has a few, one for each of its files.
  package static let keptUnnamedGroups = 5_000
  /// What all others are filed under.
  package static let mergedNode = "more-nodes"

  /// Merges what unnamed groups say beyond a bound, and counts them.
  ///
  /// The first keys stay, so that the same are left whatever was read or merged first. What adds up over nodes is
  /// kept of the others: failures, refusals, times. Pools, settings and ENIs are of one node and are not.
  mutating func mergeNodes() {
    var unnamed: Set<String> = []
    for (group, log) in nodeLogs where !log.isQuiet && isUnnamed(group) { unnamed.insert(group) }
    for key in sightings.keys where isUnnamed(key.node) { unnamed.insert(key.node) }
    for group in nodeStatements.keys where isUnnamed(group) { unnamed.insert(group) }
    guard unnamed.count > Case.keptUnnamedGroups else { return }
    let excess = Set(unnamed.sorted().dropFirst(Case.keptUnnamedGroups))
    var merged = nodeLogs[Case.mergedNode] ?? NodeLog()
    for group in excess {
      mergedNodes.insert(Case.scattered(group))
      nodeStatements[group] = nil
      requests[group] = nil
      if let log = nodeLogs.removeValue(forKey: group) { merged.merge(log.additive) }
    }
    nodeLogs[Case.mergedNode] = merged
    for (key, sighting) in sightings where excess.contains(key.node) {
      sightings[key] = nil
      let place = SightingKey(pattern: key.pattern, node: Case.mergedNode, subnet: key.subnet, eni: nil)
      sightings[place, default: Sighting()].merge(sighting)
    }
    for (name, input) in inputs {
      if let group = input.group, excess.contains(group) { inputs[name]?.group = Case.mergedNode }
    }
  }

  /// Only the file or the folder tells which node it is.
  private func isUnnamed(_ group: String) -> Bool {
    guard group.hasPrefix("file:") || group.hasPrefix("group:") else { return false }
    guard let log = nodeLogs[group] else { return true }
    return log.aliases.isEmpty && log.hosts.isEmpty
  }

  /// A key as a number, spread evenly as the estimate of a distinct count wants it.
  private static func scattered(_ key: String) -> UInt64 {
    var hash = PodHash(key).value
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}

extension NodeLog {
  /// It tells when it was written, by which program, and which ENIs there are: nothing a verdict could rest on.
  var isQuiet: Bool {
    moments.isEmpty && samples.isEmpty && settings.isEmpty && aliases.isEmpty && hosts.isEmpty
      && subnets.isEmpty
      && pool == nil && room == nil && freeSlots == nil && eniLimitLine == nil && minutes.isEmpty
      && podsRefused.isEmpty && podsServed.isEmpty && refusedWhileCooling == DistinctCount()
      && refusedWithFree == DistinctCount() && refusedFull == DistinctCount()
  }

  /// What can be added up over nodes.
  fileprivate var additive: NodeLog {
    var log = NodeLog()
    log.moments = moments
    log.samples = samples
    log.refusedWhileCooling = refusedWhileCooling
    log.refusedWithFree = refusedWithFree
    log.refusedFull = refusedFull
    log.podsRefused = podsRefused
    log.podsServed = podsServed
    log.kinds = kinds
    log.first = first
    log.last = last
    return log
  }
}
