import VPCModel

// A case as text: what `scan` prints and `merge` reads. What is empty is left out; sets and dictionaries whose keys
// are no texts are sorted lists, so that the same case gives the same text.

extension KeyedDecodingContainer {
  func decodeIfPresent<Value: Decodable>(forKey key: Key) throws -> Value? {
    try decodeIfPresent(Value.self, forKey: key)
  }
}

extension KeyedEncodingContainer {
  mutating func encode<Values: Collection & Encodable>(filled values: Values, forKey key: Key) throws {
    if !values.isEmpty { try encode(values, forKey: key) }
  }

  mutating func encode(filled count: DistinctCount, forKey key: Key) throws {
    if count != DistinctCount() { try encode(count, forKey: key) }
  }
}

extension InputRecord: Codable {
  private enum Key: String, CodingKey {
    case name, kind, bytes, lines, recognised, group, root, residue, problems, contentHash, first, last,
      setBack
  }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    self.init(name: try from.decode(String.self, forKey: .name))
    kind = try from.decode(InputKind.self, forKey: .kind)
    bytes = try from.decode(Int.self, forKey: .bytes)
    lines = try from.decode(Int.self, forKey: .lines)
    recognised = try from.decode(Int.self, forKey: .recognised)
    group = try from.decodeIfPresent(forKey: .group)
    root = try from.decodeIfPresent(forKey: .root) ?? ""
    residue = try from.decodeIfPresent(forKey: .residue) ?? ""
    problems = try from.decodeIfPresent(forKey: .problems) ?? []
    contentHash = UInt64(try from.decode(String.self, forKey: .contentHash), radix: 16) ?? 0
    first = try from.decodeIfPresent(forKey: .first)
    last = try from.decodeIfPresent(forKey: .last)
    setBack = try from.decodeIfPresent(forKey: .setBack)
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(name, forKey: .name)
    try to.encode(kind, forKey: .kind)
    try to.encode(bytes, forKey: .bytes)
    try to.encode(lines, forKey: .lines)
    try to.encode(recognised, forKey: .recognised)
    try to.encodeIfPresent(group, forKey: .group)
    try to.encode(filled: root, forKey: .root)
    try to.encode(filled: residue, forKey: .residue)
    try to.encode(filled: problems.sorted(), forKey: .problems)
    try to.encode(contentHash.hex, forKey: .contentHash)
    try to.encodeIfPresent(first, forKey: .first)
    try to.encodeIfPresent(last, forKey: .last)
    try to.encodeIfPresent(setBack, forKey: .setBack)
  }
}

extension Case: Codable {
  private enum Key: String, CodingKey {
    case inputs, moreInputs, mergedInputs, mergedNodes, nodeLogs, sightings, statements, interfaces
    case nodeStatements, requests, unclassified, noise, overBudget, skipped, problems, first, last
    case hasAssumedTimes
  }

  private struct Seen: Codable {
    let at: SightingKey
    let sighting: Sighting
  }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    self.init()
    for input: InputRecord in try from.decodeIfPresent(forKey: .inputs) ?? [] { inputs[input.name] = input }
    let more: [String: InputCount] = try from.decodeIfPresent(forKey: .moreInputs) ?? [:]
    for (kind, count) in more { moreInputs[InputKind(rawValue: kind) ?? .unknown] = count }
    mergedInputs = try from.decodeIfPresent(forKey: .mergedInputs) ?? InputCount()
    mergedNodes = try from.decodeIfPresent(forKey: .mergedNodes) ?? DistinctCount()
    nodeLogs = try from.decodeIfPresent(forKey: .nodeLogs) ?? [:]
    for seen: Seen in try from.decodeIfPresent(forKey: .sightings) ?? [] {
      sightings[seen.at] = seen.sighting
    }
    statements = try from.decodeIfPresent(forKey: .statements) ?? []
    interfaces = try from.decodeIfPresent(forKey: .interfaces) ?? InterfaceStore()
    nodeStatements = try from.decodeIfPresent(forKey: .nodeStatements) ?? [:]
    requests = try from.decodeIfPresent(forKey: .requests) ?? [:]
    unclassified = try from.decodeIfPresent(forKey: .unclassified) ?? [:]
    noise = try from.decodeIfPresent(forKey: .noise) ?? [:]
    overBudget = try from.decodeIfPresent(forKey: .overBudget) ?? [:]
    skipped = try from.decodeIfPresent(forKey: .skipped) ?? [:]
    problems = try from.decodeIfPresent(forKey: .problems) ?? []
    first = try from.decodeIfPresent(forKey: .first)
    last = try from.decodeIfPresent(forKey: .last)
    hasAssumedTimes = try from.decodeIfPresent(forKey: .hasAssumedTimes) ?? false
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(filled: inputs.values.sorted { $0.name < $1.name }, forKey: .inputs)
    let more = Dictionary(moreInputs.map { ($0.key.rawValue, $0.value) }) { $0 + $1 }
    try to.encode(filled: more, forKey: .moreInputs)
    if mergedInputs != InputCount() { try to.encode(mergedInputs, forKey: .mergedInputs) }
    try to.encode(filled: mergedNodes, forKey: .mergedNodes)
    try to.encode(filled: nodeLogs, forKey: .nodeLogs)
    let seen = sightings.sorted { $0.key < $1.key }.map { Seen(at: $0.key, sighting: $0.value) }
    try to.encode(filled: seen, forKey: .sightings)
    try to.encode(filled: statements.sorted { $0.place < $1.place }, forKey: .statements)
    if !interfaces.isEmpty { try to.encode(interfaces, forKey: .interfaces) }
    try to.encode(
      filled: nodeStatements.mapValues { $0.sorted { $0.place < $1.place } }, forKey: .nodeStatements)
    try to.encode(filled: requests, forKey: .requests)
    try to.encode(filled: unclassified, forKey: .unclassified)
    try to.encode(filled: noise, forKey: .noise)
    try to.encode(filled: overBudget, forKey: .overBudget)
    try to.encode(filled: skipped, forKey: .skipped)
    try to.encode(filled: problems.sorted(), forKey: .problems)
    try to.encodeIfPresent(first, forKey: .first)
    try to.encodeIfPresent(last, forKey: .last)
    if hasAssumedTimes { try to.encode(true, forKey: .hasAssumedTimes) }
  }
}

extension Case {
  /// The case taken apart: what each node's own inputs say by itself, and under "" what speaks of the cluster.
  /// Merging the parts gives the case again.
  package var parts: [String: Case] {
    var parts: [String: Case] = [:]
    var rest = self
    rest.inputs = [:]
    rest.nodeLogs = [:]
    rest.sightings = [:]
    rest.nodeStatements = [:]
    rest.requests = [:]
    for (name, input) in inputs { parts[input.group ?? "", default: Case()].inputs[name] = input }
    for (group, log) in nodeLogs { parts[group, default: Case()].nodeLogs[group] = log }
    for (key, sighting) in sightings { parts[key.node, default: Case()].sightings[key] = sighting }
    for (group, list) in nodeStatements { parts[group, default: Case()].nodeStatements[group] = list }
    for (group, some) in requests { parts[group, default: Case()].requests[group] = some }
    rest.merge(parts[""] ?? Case())
    parts[""] = rest
    return parts
  }
}
