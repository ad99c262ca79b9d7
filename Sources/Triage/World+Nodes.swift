import Evidence
import Playbooks
import VPCModel

// Which log is which node: settled when all inputs are known.
extension World {
  mutating func resolveNodes(_ evidence: Case) {
    var union = UnionFind()
    for (group, log) in evidence.nodeLogs {
      union.add(group)
      for alias in log.aliases { union.join(group, alias) }
    }
    var clusterNodes: [ClusterNode] = []
    for stated in evidence.statements {
      if case .node(let node) = stated.value { clusterNodes.append(node) }
    }
    for (group, list) in evidence.nodeStatements {
      for stated in list {
        if case .instanceIdentity(let id) = stated.value { union.join(group, id.raw) }
        if case .node(let node) = stated.value { clusterNodes.append(node) }
        if case .metrics(let metrics) = stated.value, let node = metrics.node { union.join(group, node) }
        switch stated.value {
        case .pool, .metrics, .checkpoint, .introspectionSilent, .kubeletMaxPods: union.add(group)
        default: break
        }
      }
    }
    // Events and conditions are sighted on hosts that may have no log.
    for key in evidence.sightings.keys { union.add(key.node) }
    for node in clusterNodes {
      union.add(node.name)
      if let instance = node.instance { union.join(node.name, instance.raw) }
    }
    // A name that two instances bear, one after the other or in two VPCs, tells neither.
    var byName: [String: [InstanceID]] = [:]
    for instance in instances.values {
      if let name = instance.privateDNSName, !name.isEmpty { byName[name, default: []].append(instance.id) }
    }
    for (name, ids) in byName where ids.count == 1 {
      if let id = ids.first, union.has(name) || union.has(id.raw) { union.join(name, id.raw) }
    }
    // `ip-10-0-1-23` is the host name of 10.0.1.23, where only one instance has that address.
    var byAddress: [IPv4Address: [InstanceID]] = [:]
    for instance in instances.values {
      if let address = instance.privateAddress { byAddress[address, default: []].append(instance.id) }
    }
    for (address, ids) in byAddress where ids.count == 1 {
      let host = "ip-" + address.description.split(separator: ".").joined(separator: "-")
      if union.has(host), let id = ids.first { union.join(host, id.raw) }
    }
    // The aws-node pod a log came from stands on the node.
    for pod in pods {
      guard let node = pod.node, union.has("pod:" + pod.name) else { continue }
      union.join("pod:" + pod.name, node)
    }
    // ENIs that ipamd calls its own tell the instance.
    for (group, log) in evidence.nodeLogs.sorted(by: { $0.key < $1.key }) {
      let owners = Set(
        log.enis.compactMap { interfaces[$0]?.instance?.raw })
      if owners.count == 1, let owner = owners.first { union.join(group, owner) }
    }
    for (group, list) in evidence.nodeStatements {
      for stated in list {
        guard case .pool(let pool) = stated.value else { continue }
        let owners = Set(pool.enis.compactMap { interfaces[$0.id]?.instance?.raw })
        if owners.count == 1, let owner = owners.first { union.join(group, owner) }
      }
    }
    joinUnnamed(&union, evidence)
    let places = InputPlaces(evidence)
    let hasPods = evidence.nodeLogs.keys.contains { $0.hasPrefix("pod:") }
    let sighted = Set(evidence.sightings.keys.map(\.node))
    var lastRecord: [String: Int] = [:]
    for (index, node) in clusterNodes.enumerated() { lastRecord[node.name] = index }
    for members in union.sets where !(hasPods && isOnlyAWrapper(members, evidence, sighted)) {
      let instance = members.filter(World.isInstance).min()
      let name =
        members.filter { lastRecord[$0] != nil }.min()
        ?? members.filter { $0.contains(".") && !$0.contains("/") && !$0.contains(":") }.min()
        ?? members.filter { !$0.contains(":") && !World.isInstance($0) }.min()
      let fallback = places.first(of: members).map { "input:i\($0 + 1)" } ?? podOfInput(members, places)
      let id = instance ?? name ?? fallback
      var entity = nodes[id] ?? NodeEntity(id: id)
      entity.instance = instance.map { InstanceID($0) }
      entity.name = name
      for member in members.sorted() {
        nodeOfGroup[member] = id
        if let log = evidence.nodeLogs[member] {
          if entity.log == NodeLog() { entity.log = log } else { entity.log.merge(log) }
          entity.groups.insert(member)
        }
        if let list = evidence.nodeStatements[member] {
          entity.groups.insert(member)
          for stated in list.sorted(by: { $0.place < $1.place }) { entity.take(stated) }
        }
      }
      entity.log.shareMoments()
      if let last = members.compactMap({ lastRecord[$0] }).max() { entity.record = clusterNodes[last] }
      if let instance = entity.instance { entity.ec2 = instances[instance] }
      nodes[id] = entity
    }
  }

  /// A file whose lines are all of pods it names is no node of its own.
  private func isOnlyAWrapper(_ members: Set<String>, _ evidence: Case, _ sighted: Set<String>) -> Bool {
    members.allSatisfy { member in
      guard member.hasPrefix("file:"), !sighted.contains(member), evidence.nodeStatements[member] == nil
      else {
        return false
      }
      let log = evidence.nodeLogs[member]
      return (log?.moments.isEmpty ?? true) && log?.first == nil
    }
  }

  /// Files of one folder or bundle speak of one node, as long as nothing in them says otherwise.
  ///
  /// Two instance ids, two hosts or two aws-node pods say otherwise; then only files that name the same node belong
  /// together, and a file that names none stands for itself.
  private func joinUnnamed(_ union: inout UnionFind, _ evidence: Case) {
    let records = evidence.inputs.values.filter { $0.group != nil && $0.group != Case.mergedNode }
      .sorted { $0.name < $1.name }
    // A file whose lines all come from one host or pod is that node's.
    for record in records {
      guard let group = record.group, let hosts = evidence.nodeLogs[group]?.hosts, hosts.count == 1 else {
        continue
      }
      if let host = hosts.first { union.join(group, host) }
    }
    var fullNames: [Substring: [String]] = [:]
    let hostNames = union.names.filter { $0.hasPrefix("ip-") }
    for name in hostNames where name.contains(".") {
      fullNames[name.prefix { $0 != "." }, default: []].append(name)
    }
    for name in hostNames where !name.contains(".") {
      if let full = fullNames[name[...]], full.count == 1 { union.join(name, full[0]) }
    }
    let identities = Identities(union, evidence)
    let byRoot = Dictionary(grouping: records, by: \.root)
    let sightedRoots = Set(evidence.sightings.keys.map(\.node).filter { $0.hasPrefix("group:") })
    for root in byRoot.keys.sorted() {
      let records = byRoot[root] ?? []
      let files = records.compactMap(\.group)
      let events = sightedRoots.contains(root) ? [root] : []
      if identities.canBeOne(files + events) {
        for file in files.dropFirst() { union.join(files[0], file) }
        if let first = files.first { for event in events { union.join(first, event) } }
        continue
      }
      let byResidue = Dictionary(grouping: records, by: \.residue)
      for residue in byResidue.keys.sorted() {
        let part = (byResidue[residue] ?? []).compactMap(\.group)
        if identities.canBeOne(part) { for file in part.dropFirst() { union.join(part[0], file) } }
      }
    }
    joinOnlyLogAndOnlyHost(&union, evidence)
  }

  /// One log that names no node and one host that has no log: handed in together, they are the same node.
  private func joinOnlyLogAndOnlyHost(_ union: inout UnionFind, _ evidence: Case) {
    func isName(_ member: String) -> Bool {
      !member.hasPrefix("file:") && !member.hasPrefix("group:") && !member.hasPrefix("pod:")
    }
    let sets = union.sets
    let unnamed = sets.filter { !$0.contains(where: isName) }
    func isLogged(_ set: Set<String>) -> Bool {
      set.contains { evidence.nodeLogs[$0]?.kinds.isEmpty == false }
    }
    let logged = sets.filter(isLogged)
    let named = sets.filter { set in set.contains(where: isName) && !isLogged(set) }
    if unnamed.count == 1, logged.count <= 1, named.count == 1, let log = unnamed.first?.min(),
      let host = named.first?.min()
    {
      union.join(log, host)
    }
  }

  /// `input:i1/aws-node-7xk2p`: one of several pods in a file, when nothing tells their nodes.
  private func podOfInput(_ members: Set<String>, _ places: InputPlaces) -> String {
    let file = places.first(namedBy: members)
    let pod = members.min().map { String($0.drop { $0 != ":" }.dropFirst()) } ?? ""
    return "input:\(file.map { "i\($0 + 1)" } ?? "?")/\(pod)"
  }

  package static func isInstance(_ text: String) -> Bool { Placeholder.instance.accepts(text) }

  /// Inputs sorted by name with the ids they get in the report.
  package static func inputIDs(_ evidence: Case) -> [(id: String, name: String, group: String, root: String)]
  {
    evidence.inputs.keys.sorted().enumerated().map { index, name in
      ("i\(index + 1)", name, evidence.inputs[name]?.group ?? "", evidence.inputs[name]?.root ?? "")
    }
  }
}

/// The first input, by its place among the sorted names, that has a group or root, or whose lines name a host.
private struct InputPlaces {
  private var ofGroup: [String: Int] = [:]
  private var ofHost: [String: Int] = [:]

  init(_ evidence: Case) {
    for (index, name) in evidence.inputs.keys.sorted().enumerated() {
      guard let record = evidence.inputs[name] else { continue }
      let group = record.group ?? ""
      for key in [group, record.root] where ofGroup[key] == nil { ofGroup[key] = index }
      for host in evidence.nodeLogs[group]?.hosts ?? [] where ofHost[host] == nil { ofHost[host] = index }
    }
  }

  func first(of members: Set<String>) -> Int? { members.compactMap { ofGroup[$0] }.min() }
  func first(namedBy members: Set<String>) -> Int? { members.compactMap { ofHost[$0] }.min() }
}
