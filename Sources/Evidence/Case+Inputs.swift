/// How many inputs are counted only, and their lines.
package struct InputCount: Hashable, Sendable, Codable {
  package var inputs = 0
  package var lines = 0
  package init(inputs: Int = 0, lines: Int = 0) {
    self.inputs = inputs
    self.lines = lines
  }

  package static func + (left: InputCount, right: InputCount) -> InputCount {
    InputCount(inputs: left.inputs &+ right.inputs, lines: left.lines &+ right.lines)
  }
}

extension Case {
  /// Inputs of one class that nothing refers to and that are kept by name; of the others there is the count.
  package static let keptIdleInputs = 1_000

  /// Why an input need not be listed.
  private enum Standing: Hashable {
    /// Nothing was read from it that is kept.
    case idle
    /// A log that tells only when it was written and which ENIs there are.
    case quietLog
    /// Its node is one of those that are merged.
    case merged
  }

  /// What the rest of the program asks of inputs that say nothing: each answer keeps its witnesses.
  private struct IdleClass: Hashable {
    let standing: Standing
    let kind: InputKind
    let isRecognised: Bool
    let losesData: Bool
  }

  /// Forgets the names of inputs that nothing refers to, and counts them; with a quiet log goes its node.
  ///
  /// Of each class the first names stay, so that the same are left whatever was read or merged first.
  package mutating func thinInputs() {
    guard inputs.count > Case.keptIdleInputs else { return }
    mergeNodes()
    let cited = citedInputs
    let spoken = spokenGroups
    var idle: [IdleClass: [String]] = [:]
    for (name, input) in inputs where !cited.contains(name) {
      guard let standing = standing(of: input, spoken) else { continue }
      let key = IdleClass(
        standing: standing, kind: input.kind, isRecognised: input.recognised > 0,
        losesData: input.problems.contains { !$0.isHarmless })
      idle[key, default: []].append(name)
    }
    for (key, names) in idle where names.count > Case.keptIdleInputs {
      for name in names.sorted().dropFirst(Case.keptIdleInputs) {
        guard let input = inputs.removeValue(forKey: name) else { continue }
        let more = InputCount(inputs: 1, lines: input.lines)
        if key.standing == .merged {
          mergedInputs = mergedInputs + more
        } else {
          moreInputs[key.kind] = (moreInputs[key.kind] ?? InputCount()) + more
          if let group = input.group { nodeLogs[group] = nil }
        }
      }
    }
  }

  private func standing(of input: InputRecord, _ spoken: Set<String>) -> Standing? {
    guard let group = input.group else { return .idle }
    if group == Case.mergedNode { return .merged }
    // Only the group of one file: others may still speak of a folder.
    guard group.hasPrefix("file:"), !spoken.contains(group), nodeLogs[group]?.isQuiet ?? true else {
      return nil
    }
    return .quietLog
  }

  /// Groups that something was sighted on or stated of.
  private var spokenGroups: Set<String> {
    var groups = Set(nodeStatements.keys)
    for key in sightings.keys { groups.insert(key.node) }
    return groups
  }

  /// Names of the inputs that what is kept was read from.
  private var citedInputs: Set<String> {
    var names: Set<String> = []
    func cite(_ sighting: Sighting) { for sample in sighting.samples { names.insert(sample.place.input) } }
    for sighting in sightings.values { cite(sighting) }
    for template in unclassified.values { names.insert(template.example.place.input) }
    for stated in statements { names.insert(stated.place.input) }
    for list in nodeStatements.values { for stated in list { names.insert(stated.place.input) } }
    for log in nodeLogs.values {
      for sighting in log.samples.values { cite(sighting) }
      for setting in log.settings.values { names.insert(setting.place.input) }
      for place in [log.pool?.place, log.room?.place, log.freeSlots?.place, log.eniLimitLine?.place] {
        if let place { names.insert(place.input) }
      }
    }
    return names
  }
}
