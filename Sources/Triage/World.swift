import Evidence
import Playbooks
import VPCModel

/// A node as all evidence together shows it.
package struct NodeEntity: Sendable {
  /// Instance id, else node name, else `input:i1`.
  package var id: String
  package var name: String?
  package var instance: InstanceID?
  package var log = NodeLog()
  package var record: ClusterNode?
  package var ec2: Instance?
  package var pool: Stated<PoolSnapshot>?
  package var metrics: Stated<MetricsSnapshot>?
  package var checkpoint: [Allocation]?
  package var isIntrospectionSilent = false
  package var kubeletMaxPods: Int?
  package var configuration: CNIConfiguration?
  package var pods: [ClusterPod] = []
  package var awsNodePods: [ClusterPod] = []
  /// Interfaces attached in EC2; complete only with `hasInterfaceList`.
  package var interfaces: [NetworkInterface] = []
  package var hasInterfaceList = false
  package var subnets: Set<SubnetID> = []
  /// Of these, the ones its pool draws from.
  package var drawsFrom: Set<SubnetID> = []
  package var zone: String?
  package var type: String?
  package var limits: InstanceTypeLimits?
  package var groups: Set<String> = []
  package init(id: String) { self.id = id }
}

/// The case, resolved: which log is which node, which interface is whose, which subnet is meant.
package struct World: Sendable {
  package var nodes: [String: NodeEntity] = [:]
  package var subnets: [SubnetID: Stated<Subnet>] = [:]
  package var ledgers: [SubnetID: SubnetLedger] = [:]
  package var interfaces: [ENIID: Stated<NetworkInterface>] = [:]
  package var hasInterfaceList = false
  package var isInterfaceListPartial = false
  package var instances: [InstanceID: Instance] = [:]
  package var typeOverrides: [String: InstanceTypeLimits] = [:]
  package var reservations: [CIDRReservation] = []
  package var quotas: [String: Quota] = [:]
  package var eniConfigs: [String: ENIConfig] = [:]
  package var hasENIConfigs = false
  package var configuration: CNIConfiguration?
  package var cniNodes: [String: CNINode] = [:]
  package var pods: [ClusterPod] = []
  package var events: [Stated<ClusterEvent>] = []
  package var securityGroups: Set<String> = []
  package var operatorErrors: [Stated<Statement>] = []
  package var platforms: Set<Statement.Platform> = []
  package var bareAvailable: [Stated<Int>] = []
  package var region: String?
  package var eniSubnet: [ENIID: SubnetID] = [:]
  /// Input group or alias → node id.
  package var nodeOfGroup: [String: String] = [:]

  package init(_ evidence: Case) {
    readDocuments(evidence)
    resolveNodes(evidence)
    attachDocuments(evidence)
    let drawn = nodes.mapValues { poolSubnets(of: $0) }
    for (id, subnets) in drawn { nodes[id]?.drawsFrom = subnets }
    makeLedgers(evidence)
  }

  // MARK: documents

  private mutating func readDocuments(_ evidence: Case) {
    let all =
      evidence.statements
      + evidence.nodeStatements.keys.sorted().flatMap { evidence.nodeStatements[$0] ?? [] }
    for stated in all.sorted(by: { $0.place < $1.place }) {
      switch stated.value {
      case .subnet(let subnet):
        let new = Stated(subnet, at: stated.place, time: stated.time)
        subnets[subnet.id] = World.newer(subnets[subnet.id], new)
      case .interface(let interface):
        let new = Stated(interface, at: stated.place, time: stated.time)
        interfaces[interface.id] = World.newer(interfaces[interface.id], new)
      case .instance(let instance): instances[instance.id] = instance
      case .instanceType(let limits): typeOverrides[limits.type] = limits
      case .reservation(let reservation):
        if !reservations.contains(where: { $0.id == reservation.id }) { reservations.append(reservation) }
      case .quota(let quota):
        // An applied value beats the AWS default.
        if quotas[quota.code]?.isDefault ?? true || !quota.isDefault { quotas[quota.code] = quota }
      case .eniConfig(let config):
        eniConfigs[config.name] = config
        hasENIConfigs = true
      case .configuration(let new):
        if var known = configuration {
          known.environment.merge(new.environment) { old, new in old.isEmpty ? new : old }
          known.version = known.version ?? new.version
          known.changed = [known.changed, new.changed].compactMap { $0 }.max()
          known.desired = known.desired ?? new.desired
          known.ready = known.ready ?? new.ready
          configuration = known
        } else {
          configuration = new
        }
      case .cniNode(let node): cniNodes[node.name] = node
      case .pod(let pod): pods.append(pod)
      case .event(let event): events.append(Stated(event, at: stated.place, time: stated.time))
      case .securityGroup(let id, _): securityGroups.insert(id)
      case .operatorError: operatorErrors.append(stated)
      case .platform(let platform): platforms.insert(platform)
      case .bareAvailable(let count):
        bareAvailable.append(Stated(count, at: stated.place, time: stated.time))
      case .region(let name): region = name
      case .completeList(.describeInterfaces, _): hasInterfaceList = true
      case .completeList(.describeSubnets, _): break
      case .partialList(.describeInterfaces): isInterfaceListPartial = true
      default: break
      }
    }
    if interfaces.values.contains(where: { $0.value.interfaceType != nil || $0.value.status != nil }) {
      hasInterfaceList = true
    }
    for (id, stated) in interfaces { if let subnet = stated.value.subnet { eniSubnet[id] = subnet } }
    if region == nil, let zone = subnets.values.compactMap(\.value.zone).min() {
      region = World.region(of: zone)
    }
  }

  /// `us-east-1` of `us-east-1a`; local zones keep their parent: `us-west-2` of `us-west-2-lax-1a`.
  package static func region(of zone: String) -> String? {
    let parts = zone.split(separator: "-")
    guard parts.count >= 3 else { return nil }
    let gov = parts[1] == "gov" || parts[1] == "iso" || parts[1] == "isob"
    let count = gov ? 4 : 3
    guard parts.count >= count else { return nil }
    let number = parts[count - 1].prefix { $0.isNumber }
    return number.isEmpty ? nil : (parts[..<(count - 1)] + [number]).joined(separator: "-")
  }

  private static func newer<Value>(_ old: Stated<Value>?, _ new: Stated<Value>) -> Stated<Value> {
    guard let old else { return new }
    switch (old.time, new.time) {
    case (let a?, let b?): return b >= a ? new : old
    case (_?, nil): return old
    default: return new
    }
  }

  // MARK: nodes

  private mutating func resolveNodes(_ evidence: Case) {
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
    for instance in instances.values {
      guard let name = instance.privateDNSName, !name.isEmpty else { continue }
      if union.has(name) || union.has(instance.id.raw) { union.join(name, instance.id.raw) }
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
        log.enis.compactMap { interfaces[$0]?.value.attachment?.instance?.raw })
      if owners.count == 1, let owner = owners.first { union.join(group, owner) }
    }
    for (group, list) in evidence.nodeStatements {
      for stated in list {
        guard case .pool(let pool) = stated.value else { continue }
        let owners = Set(pool.enis.compactMap { interfaces[$0.id]?.value.attachment?.instance?.raw })
        if owners.count == 1, let owner = owners.first { union.join(group, owner) }
      }
    }
    joinUnnamed(&union, evidence)
    let inputIDs = World.inputIDs(evidence)
    for members in union.sets where !isOnlyAWrapper(members, evidence) {
      let instance = members.filter(World.isInstance).min()
      let name =
        clusterNodes.map(\.name).filter(members.contains).min()
        ?? members.filter { $0.contains(".") && !$0.contains("/") && !$0.contains(":") }.min()
        ?? members.filter { !$0.contains(":") && !World.isInstance($0) }.min()
      let inputs = inputIDs.filter { members.contains($0.group) || members.contains($0.root) }.map(\.id)
      let fallback = inputs.first.map { "input:\($0)" } ?? podOfInput(members, inputIDs, evidence)
      let id = instance ?? name ?? fallback
      var entity = nodes[id] ?? NodeEntity(id: id)
      entity.instance = instance.map { InstanceID($0) }
      entity.name = name
      for member in members {
        nodeOfGroup[member] = id
        if let log = evidence.nodeLogs[member] {
          entity.log.merge(log)
          entity.groups.insert(member)
        }
        if let list = evidence.nodeStatements[member] {
          entity.groups.insert(member)
          for stated in list.sorted(by: { $0.place < $1.place }) { entity.take(stated) }
        }
      }
      for node in clusterNodes where members.contains(node.name) { entity.record = node }
      if let instance = entity.instance { entity.ec2 = instances[instance] }
      nodes[id] = entity
    }
    _ = clusterNodes
  }

  /// A file whose lines are all of pods it names is no node of its own.
  private func isOnlyAWrapper(_ members: Set<String>, _ evidence: Case) -> Bool {
    guard members.allSatisfy({ $0.hasPrefix("file:") }) else { return false }
    guard evidence.nodeLogs.keys.contains(where: { $0.hasPrefix("pod:") }) else { return false }
    return members.allSatisfy { member in
      let log = evidence.nodeLogs[member]
      return (log?.moments.isEmpty ?? true) && log?.first == nil && evidence.nodeStatements[member] == nil
        && !evidence.sightings.keys.contains { $0.node == member }
    }
  }

  /// Files of one folder or bundle speak of one node, as long as nothing in them says otherwise.
  ///
  /// Two instance ids, two hosts or two aws-node pods say otherwise; then only files that name the same node belong
  /// together, and a file that names none stands for itself.
  private func joinUnnamed(_ union: inout UnionFind, _ evidence: Case) {
    let records = evidence.inputs.values.filter { $0.group != nil }.sorted { $0.name < $1.name }
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
      for residue in Set(records.map(\.residue)).sorted() {
        let part = records.filter { $0.residue == residue }.compactMap(\.group)
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
    let logged = sets.filter { set in set.contains { evidence.nodeLogs[$0]?.kinds.isEmpty == false } }
    let named = sets.filter { set in set.contains(where: isName) && !logged.contains(set) }
    if unnamed.count == 1, logged.count <= 1, named.count == 1, let log = unnamed.first?.min(),
      let host = named.first?.min()
    {
      union.join(log, host)
    }
  }

  /// `input:i1/aws-node-7xk2p`: one of several pods in a file, when nothing tells their nodes.
  private func podOfInput(
    _ members: Set<String>, _ inputs: [(id: String, name: String, group: String, root: String)],
    _ evidence: Case
  ) -> String {
    let file = inputs.first { input in
      evidence.nodeLogs[input.group]?.hosts.isDisjoint(with: members) == false
    }
    let pod = members.min().map { String($0.drop { $0 != ":" }.dropFirst()) } ?? ""
    return "input:\(file?.id ?? "?")/\(pod)"
  }

  package static func isInstance(_ text: String) -> Bool { Placeholder.instance.accepts(text) }

  /// Inputs sorted by name with the ids they get in the report.
  package static func inputIDs(_ evidence: Case) -> [(id: String, name: String, group: String, root: String)]
  {
    evidence.inputs.keys.sorted().enumerated().map { index, name in
      ("i\(index + 1)", name, evidence.inputs[name]?.group ?? "", evidence.inputs[name]?.root ?? "")
    }
  }

  private mutating func attachDocuments(_ evidence: Case) {
    var byInstance: [InstanceID: [NetworkInterface]] = [:]
    for stated in interfaces.values {
      if let instance = stated.value.attachment?.instance {
        byInstance[instance, default: []].append(stated.value)
      }
    }
    let podsByNode = Dictionary(grouping: pods.filter { $0.node != nil }, by: { $0.node ?? "" })
    for id in nodes.keys.sorted() {
      guard var node = nodes[id] else { continue }
      node.hasInterfaceList = hasInterfaceList && !isInterfaceListPartial
      if let instance = node.instance {
        node.interfaces = (byInstance[instance] ?? []).sorted { $0.id < $1.id }
      }
      let names = Set([node.name, node.record?.name].compactMap { $0 })
      node.pods = names.sorted().flatMap { podsByNode[$0] ?? [] }
      node.awsNodePods = node.pods.filter { $0.name.hasPrefix("aws-node-") }
      if node.configuration == nil { node.configuration = configuration }
      node.type =
        node.log.settings["instance-type"]?.value ?? node.ec2?.type
        ?? node.record?.labels["node.kubernetes.io/instance-type"]
        ?? node.record?.labels["beta.kubernetes.io/instance-type"]
      node.limits = node.type.flatMap { typeOverrides[$0] ?? InstanceTypeLimits.table[$0] }
      node.zone =
        node.log.settings["zone"]?.value ?? node.ec2?.zone
        ?? node.record?.labels["topology.kubernetes.io/zone"]
        ?? node.record?.labels["failure-domain.beta.kubernetes.io/zone"]
      for eni in node.pool?.value.enis ?? [] {
        if let subnet = eni.subnet, eniSubnet[eni.id] == nil { eniSubnet[eni.id] = subnet }
      }
      node.subnets.formUnion(node.log.subnets)
      if let subnet = node.ec2?.subnet { node.subnets.insert(subnet) }
      for interface in node.interfaces { if let subnet = interface.subnet { node.subnets.insert(subnet) } }
      for eni in node.pool?.value.enis ?? [] { if let subnet = eni.subnet { node.subnets.insert(subnet) } }
      // One subnet handed in with a node that names none: it was looked up for this node.
      if node.subnets.isEmpty, subnets.count == 1, let only = subnets.keys.first,
        node.customNetworking != true
      {
        node.subnets = [only]
      }
      nodes[id] = node
    }
  }

  private mutating func makeLedgers(_ evidence: Case) {
    let nodeInstances = Set(nodes.values.compactMap(\.instance))
    var used: Set<IPv4Address> = []
    var hasPodEvidence = false
    for node in nodes.values {
      for eni in node.pool?.value.enis ?? [] {
        for cidr in eni.cidrs {
          hasPodEvidence = true
          used.formUnion(cidr.assigned.compactMap { IPv4Address($0.address) })
        }
      }
      for allocation in node.checkpoint ?? [] {
        hasPodEvidence = true
        if let address = IPv4Address(allocation.address) { used.insert(address) }
      }
    }
    for pod in pods where pod.isHostNetwork != true && pod.phase != "Succeeded" && pod.phase != "Failed" {
      if let text = pod.address, let address = IPv4Address(text) {
        hasPodEvidence = true
        used.insert(address)
      }
    }
    var prefixMode: [SubnetID: Bool] = [:]
    for node in nodes.values {
      guard let mode = node.prefixMode else { continue }
      for subnet in node.subnets { prefixMode[subnet] = (prefixMode[subnet] ?? false) || mode }
    }
    let list = subnets.values.map(\.value).sorted { $0.id < $1.id }
    let made = SubnetLedger.makeAll(
      subnets: list,
      interfaces: hasInterfaceList ? interfaces.values.map(\.value).sorted { $0.id < $1.id } : nil,
      interfacesComplete: !isInterfaceListPartial, reservations: reservations,
      instances: instances.values.sorted { $0.id < $1.id }, nodeInstances: nodeInstances,
      podAddresses: hasPodEvidence ? used : nil, prefixModeInUse: prefixMode,
      subnetTimes: subnets.compactMapValues(\.time),
      interfacesTime: interfaces.values.compactMap(\.time).max())
    for ledger in made { ledgers[ledger.subnet] = ledger }
  }

  /// The subnet a sighting speaks of: named in the text, else its ENI's, else the only one the node can mean.
  package func subnet(of key: SightingKey) -> (id: SubnetID, isKnown: Bool) {
    if let subnet = key.subnet { return (subnet, true) }
    if let eni = key.eni, let subnet = eniSubnet[eni] { return (subnet, true) }
    let node = nodeOfGroup[key.node] ?? key.node
    if let entity = nodes[node] {
      if entity.customNetworking == true {
        // The node's own subnet is not the one that ran out.
        if let pod = podSubnet(of: entity) { return (pod, true) }
        return (SubnetID("?" + node), false)
      }
      if entity.subnets.count == 1, let only = entity.subnets.first { return (only, true) }
    }
    if key.node.isEmpty || nodes[node] == nil, subnets.count == 1, let only = subnets.keys.first {
      return (only, true)
    }
    return (SubnetID("?" + node), false)
  }

  /// The subnets this node's pool draws from: with custom networking never the one of its primary ENI alone.
  private func poolSubnets(of node: NodeEntity) -> Set<SubnetID> {
    var drawn = Set([podSubnet(of: node)].compactMap { $0 })
    guard node.customNetworking == true else { return drawn.union(node.subnets) }
    for interface in node.interfaces where interface.attachment?.deviceIndex ?? 0 > 0 {
      if let subnet = interface.subnet { drawn.insert(subnet) }
    }
    for eni in node.pool?.value.enis ?? [] where eni.isPrimary == false {
      if let subnet = eni.subnet { drawn.insert(subnet) }
    }
    return drawn
  }

  /// Under custom networking: the ENIConfig's subnet for this node, when evidence names it.
  package func podSubnet(of node: NodeEntity) -> SubnetID? {
    if let text = node.log.settings["eniconfig-subnet"]?.value { return SubnetID(text) }
    let label = node.configuration?.environment["ENI_CONFIG_LABEL_DEF"] ?? "k8s.amazonaws.com/eniConfig"
    let name =
      node.record?.labels["vpc.amazonaws.com/externalEniConfig"]
      ?? node.record?.annotations["k8s.amazonaws.com/eniConfig"] ?? node.record?.labels[label]
      ?? node.log.settings["eniconfig-name"]?.value
    if let name, let config = eniConfigs[name] { return config.subnet }
    if let zone = node.zone, let config = eniConfigs[zone] { return config.subnet }
    return eniConfigs.count == 1 ? eniConfigs.values.first?.subnet : nil
  }
}

extension NodeEntity {
  mutating func take(_ stated: Stated<Statement>) {
    switch stated.value {
    case .pool(let snapshot):
      let old = pool?.value
      // A snapshot with ENIs beats a mere count.
      if old == nil || snapshot.enis.count >= (old?.enis.count ?? 0) {
        pool = Stated(snapshot, at: stated.place, time: stated.time ?? snapshot.time)
      }
    case .metrics(let snapshot):
      metrics = Stated(snapshot, at: stated.place, time: stated.time ?? snapshot.time)
    case .checkpoint(let allocations): checkpoint = allocations
    case .introspectionSilent: isIntrospectionSilent = true
    case .kubeletMaxPods(let count): kubeletMaxPods = count
    case .configuration(let new):
      if var known = configuration {
        known.environment.merge(new.environment) { old, _ in old }
        known.version = known.version ?? new.version
        configuration = known
      } else {
        configuration = new
      }
    default: break
    }
  }
}
