/// The cheapest units that empty so many blocks: fewest pods, then fewest units, then the first by name.
///
/// A block counts when all its units go, so this is the minimum union of k sets, which is NP-hard. Up to
/// `mostExact` units every choice is tried; beyond that a greedy choice by pods a block is improved by
/// leaving out each unit in turn. Tests compare both with a search written apart from them.
struct DrainSearch {
  /// 2^14 choices over a few hundred groups: some milliseconds.
  static let mostExact = 14

  struct Result {
    /// Ascending.
    let units: [Int]
    let isFewest: Bool
  }

  /// Blocks held by the same units.
  private struct Group {
    let units: [Int]
    var blocks: Int
  }

  private let pods: [Int]
  private let groups: [Group]
  private let groupsOfUnit: [[Int]]
  private let wanted: Int

  /// - Parameter wanted: blocks to empty, 1 to as many as the board has.
  init(_ board: DrainBoard, wanted: Int) {
    pods = board.units.map(\.pods.count)
    self.wanted = wanted
    var place: [[Int]: Int] = [:]
    var groups: [Group] = []
    for block in board.blocks {
      if let index = place[block.units] {
        groups[index].blocks += 1
      } else {
        place[block.units] = groups.count
        groups.append(Group(units: block.units, blocks: 1))
      }
    }
    var ofUnit = [[Int]](repeating: [], count: board.units.count)
    for (index, group) in groups.enumerated() {
      for unit in group.units { ofUnit[unit].append(index) }
    }
    self.groups = groups
    groupsOfUnit = ofUnit
  }

  func fewest(mostExact: Int) -> Result {
    let useful = groupsOfUnit.indices.filter { !groupsOfUnit[$0].isEmpty }
    if useful.count <= min(mostExact, 20) { return Result(units: exact(useful), isFewest: true) }
    var steps = Int.max
    // With nothing banned there is always a next step: the board has the blocks that are wanted.
    let units = improved(greedy(Choice(self), banned: nil, steps: &steps) ?? useful)
    // One unit that moves nobody cannot be beaten.
    return Result(units: units, isFewest: units.count == 1 && cost(units).pods == 0)
  }

  // MARK: Cost

  private struct Cost: Comparable {
    var pods: Int
    var units: Int
    static func < (left: Cost, right: Cost) -> Bool { (left.pods, left.units) < (right.pods, right.units) }
  }

  private func cost(_ units: some Sequence<Int>) -> Cost {
    units.reduce(into: Cost(pods: 0, units: 0)) {
      $0.pods += pods[$1]
      $0.units += 1
    }
  }

  // MARK: Every choice

  private func exact(_ useful: [Int]) -> [Int] {
    var bit: [Int: UInt32] = [:]
    for (place, unit) in useful.enumerated() { bit[unit] = 1 << UInt32(place) }
    let needs = groups.map { group in
      (mask: group.units.reduce(UInt32(0)) { $0 | (bit[$1] ?? 0) }, blocks: group.blocks)
    }
    func members(_ mask: UInt32) -> [Int] {
      useful.enumerated().filter { mask & 1 << UInt32($0.offset) != 0 }.map(\.element)
    }
    var best = useful
    var bestCost = cost(useful)
    for mask in 0..<(UInt32(1) << UInt32(useful.count)) {
      let chosen = members(mask)
      let cost = cost(chosen)
      guard cost < bestCost || (cost == bestCost && chosen.lexicographicallyPrecedes(best)) else { continue }
      let freed = needs.reduce(0) { $0 + ($1.mask & ~mask == 0 ? $1.blocks : 0) }
      if freed >= wanted { (best, bestCost) = (chosen, cost) }
    }
    return best
  }

  // MARK: Greedy

  /// Units chosen so far, and what each group still lacks.
  private struct Choice {
    var isChosen: [Bool]
    /// Units that a group still needs.
    var missing: [Int]
    var freed = 0

    init(_ search: DrainSearch) {
      isChosen = Array(repeating: false, count: search.pods.count)
      missing = search.groups.map(\.units.count)
      for (index, count) in missing.enumerated() where count == 0 { freed += search.groups[index].blocks }
    }

    var units: [Int] { isChosen.indices.filter { isChosen[$0] } }
  }

  private func add(_ unit: Int, to choice: inout Choice) {
    guard !choice.isChosen[unit] else { return }
    choice.isChosen[unit] = true
    for group in groupsOfUnit[unit] {
      choice.missing[group] -= 1
      if choice.missing[group] == 0 { choice.freed += groups[group].blocks }
    }
  }

  private func drop(_ unit: Int, from choice: inout Choice) {
    guard choice.isChosen[unit] else { return }
    choice.isChosen[unit] = false
    for group in groupsOfUnit[unit] {
      if choice.missing[group] == 0 { choice.freed -= groups[group].blocks }
      choice.missing[group] += 1
    }
  }

  /// Adds the group with fewest pods a block until there are enough; nil when the ban makes it impossible, or
  /// when `steps` runs out.
  private func greedy(_ start: Choice, banned: Int?, steps: inout Int) -> [Int]? {
    var choice = start
    while choice.freed < wanted {
      steps -= 1
      guard steps >= 0, let units = cheapestStep(choice, banned: banned) else { return nil }
      for unit in units { add(unit, to: &choice) }
    }
    return trimmed(choice).units
  }

  private static let promising = 64

  /// The missing units of the best group.
  private func cheapestStep(_ choice: Choice, banned: Int?) -> [Int]? {
    let left = wanted - choice.freed
    // The most promising, best first.
    var candidates: [(group: Int, cost: Cost, gain: Int)] = []
    for (index, group) in groups.enumerated() where choice.missing[index] > 0 {
      if let banned, group.units.contains(banned) { continue }
      let candidate = (index, cost(group.units.lazy.filter { !choice.isChosen[$0] }), group.blocks)
      if candidates.count == Self.promising {
        guard isBetter(candidate, candidates[candidates.count - 1], left: left) else { continue }
        candidates.removeLast()
      }
      var place = candidates.count
      while place > 0, isBetter(candidate, candidates[place - 1], left: left) { place -= 1 }
      candidates.insert(candidate, at: place)
    }
    // What else becomes free with it is only counted for the most promising.
    var best: (group: Int, cost: Cost, gain: Int)?
    for candidate in candidates {
      let missing = groups[candidate.group].units.filter { !choice.isChosen[$0] }
      let whole = (candidate.group, candidate.cost, gain(of: missing, choice))
      if let found = best { if isBetter(whole, found, left: left) { best = whole } } else { best = whole }
    }
    return best.map { found in groups[found.group].units.filter { !choice.isChosen[$0] } }
  }

  /// Fewer pods a block, then fewer units a block, then more blocks, then the first.
  private func isBetter(
    _ one: (group: Int, cost: Cost, gain: Int), _ other: (group: Int, cost: Cost, gain: Int), left: Int
  ) -> Bool {
    let (oneGain, otherGain) = (min(one.gain, left), min(other.gain, left))
    let pods = (one.cost.pods * otherGain, other.cost.pods * oneGain)
    if pods.0 != pods.1 { return pods.0 < pods.1 }
    let units = (one.cost.units * otherGain, other.cost.units * oneGain)
    if units.0 != units.1 { return units.0 < units.1 }
    return oneGain != otherGain ? oneGain > otherGain : one.group < other.group
  }

  /// Blocks that become free with these units.
  private func gain(of units: [Int], _ choice: Choice) -> Int {
    var seen: [Int: Int] = [:]
    var blocks = 0
    for unit in units {
      for group in groupsOfUnit[unit] {
        seen[group, default: 0] += 1
        if seen[group] == choice.missing[group] { blocks += groups[group].blocks }
      }
    }
    return blocks
  }

  /// Without units that are not needed, the dearest first.
  private func trimmed(_ start: Choice) -> Choice {
    var choice = start
    for unit in choice.units.sorted(by: { (pods[$1], $1) < (pods[$0], $0) }) {
      drop(unit, from: &choice)
      if choice.freed < wanted { add(unit, to: &choice) }
    }
    return choice
  }

  // MARK: Improvement

  /// Leaves each unit out in turn and fills up again, as long as that is cheaper and work remains.
  private func improved(_ first: [Int]) -> [Int] {
    var best = first
    // A step looks at every group; a /16 of single addresses has 4,000 of them.
    var steps = 4_000_000 / max(1, groups.count)
    var isBetter = true
    while isBetter && steps > 0 {
      isBetter = false
      for unit in best.sorted(by: { (pods[$1], $1) < (pods[$0], $0) }) where steps > 0 {
        var choice = Choice(self)
        for kept in best where kept != unit { add(kept, to: &choice) }
        // Both what the rest suggests and what a fresh start suggests.
        for start in [choice, Choice(self)] {
          guard let other = greedy(start, banned: unit, steps: &steps) else { continue }
          if cost(other) < cost(best) {
            best = other
            isBetter = true
          }
        }
        if isBetter { break }
      }
    }
    return best
  }
}
