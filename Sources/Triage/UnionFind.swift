import Evidence

/// Sets of names that mean the same thing.
struct UnionFind {
  private var parent: [String: String] = [:]

  var names: [String] { Array(parent.keys) }

  mutating func add(_ name: String) { if parent[name] == nil { parent[name] = name } }
  func has(_ name: String) -> Bool { parent[name] != nil }

  mutating func root(_ name: String) -> String {
    add(name)
    var current = name
    while let next = parent[current], next != current { current = next }
    parent[name] = current
    return current
  }

  mutating func join(_ left: String, _ right: String) {
    let (a, b) = (root(left), root(right))
    // The smaller name is the root: the same whatever the order.
    if a < b { parent[b] = a } else { parent[a] = b }
  }

  /// Sorted by their smallest name.
  var sets: [Set<String>] {
    var copy = self
    var result: [String: Set<String>] = [:]
    for name in parent.keys { result[copy.root(name), default: []].insert(name) }
    return result.keys.sorted().compactMap { result[$0] }
  }
}

/// Who is who so far, to tell whether some inputs can be of one node.
struct Identities {
  private var setOf: [String: Int] = [:]
  private let sets: [Set<String>]
  private var residues: [String: String] = [:]
  private let mixed: Set<String>

  init(_ union: UnionFind, _ evidence: Case) {
    sets = union.sets
    for (index, set) in sets.enumerated() { for name in set { setOf[name] = index } }
    for record in evidence.inputs.values { if let group = record.group { residues[group] = record.residue } }
    mixed = Set(evidence.nodeLogs.filter { $0.value.hosts.count > 1 }.keys)
  }

  /// Nothing in these inputs names two instances, hosts, pods, or files of different nodes.
  func canBeOne(_ keys: [String]) -> Bool {
    let members = Set(keys.compactMap { setOf[$0] }).flatMap { sets[$0] }
    let hosts = Set(members.filter { $0.hasPrefix("ip-") }.map { $0.prefix { $0 != "." } })
    return members.filter(World.isInstance).count <= 1 && hosts.count <= 1
      && members.filter { $0.hasPrefix("pod:") }.count <= 1
      && Set(keys.compactMap { residues[$0] }.filter { !$0.isEmpty }).count <= 1
      && !keys.contains { mixed.contains($0) }
  }
}
