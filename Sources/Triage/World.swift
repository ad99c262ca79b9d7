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
  package var interfaces = InterfaceList()
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
  /// EC2's counts of free addresses, by when they were taken.
  private(set) var snapshots: [SubnetID: [Instant: Int]] = [:]
  /// Each once, by id.
  package var interfaces = InterfaceList()
  /// How many there are, whichever of them are at hand.
  var interfaceCount = 0
  /// Subnets in which nodes show: an interface of the CNI, or one with prefixes.
  package var heldSubnets: Set<SubnetID> = []
  var interfacesTime: Instant?
  package var hasInterfaceList = false
  package var isInterfaceListPartial = false
  /// A page of it may be missing, or it is no list of whole subnets: only EC2's count can vouch for it.
  var isInterfaceListDoubtful = false
  /// What the documents say of a subnet in two ways.
  private var conflicts: [SubnetID: [SubnetLedger.Problem]] = [:]
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
  /// Interfaces of the account in the Region, counted by EC2.
  package var regionInterfaces: Int?
  package var region: String?
  /// Of ENIs that only introspection names, or whose own record names no subnet.
  private(set) var pooledENISubnet: [ENIID: SubnetID] = [:]
  /// Input group or alias → node id.
  package var nodeOfGroup: [String: String] = [:]

  /// What speaks of a cluster or an account, and of a node only where it names one.
  static let clusterKinds: Set<InputKind> = [
    .events, .describeText, .kubectlTable, .kubernetes, .cloudTrail, .cloudWatchMetrics,
  ]

  package init(_ evidence: Case) {
    readDocuments(evidence)
    readInterfaces(evidence)
    resolveNodes(evidence)
    attachDocuments(evidence)
    let drawn = nodes.mapValues { poolSubnets(of: $0) }
    for (id, subnets) in drawn { nodes[id]?.drawsFrom = subnets }
    makeLedgers(evidence)
  }

  // MARK: documents

  private mutating func readDocuments(_ evidence: Case) {
    var hasLastPage = false
    for stated in Self.inOrder(evidence) {
      switch stated.value {
      case .subnet(let subnet):
        let new = Stated(subnet, at: stated.place, time: stated.time)
        if let old = subnets[subnet.id] { noteConflict(of: old, new) }
        if let time = stated.time, let available = subnet.available {
          snapshots[subnet.id, default: [:]][time] = available
        }
        subnets[subnet.id] = World.newer(subnets[subnet.id], new)
      case .instance(let instance): instances[instance.id] = instance
      case .instanceType(let limits): typeOverrides[limits.type] = limits
      case .reservation(let reservation):
        if let index = reservations.firstIndex(where: { $0.id == reservation.id }) {
          if reservations[index] != reservation {
            for id in Set([reservations[index].subnet, reservation.subnet]) {
              conflicts[id, default: []].append(.reservationConflict(reservation.id))
            }
          }
          reservations[index] = reservation
        } else {
          reservations.append(reservation)
        }
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
      case .regionInterfaceCount(let count): regionInterfaces = max(regionInterfaces ?? 0, count)
      case .bareAvailable(let count):
        bareAvailable.append(Stated(count, at: stated.place, time: stated.time))
      case .region(let name): region = name
      case .completeList(.describeInterfaces, _):
        hasInterfaceList = true
        hasLastPage = true
      case .completeList(.describeSubnets, _): break
      case .partialList(.describeInterfaces): isInterfaceListPartial = true
      default: break
      }
    }
    // Pages in files of their own: the last one ends the list. A page that lacks shows as a residual of the ledger,
    // so where EC2's count is not given nothing vouches for it.
    if hasLastPage && isInterfaceListPartial {
      isInterfaceListPartial = false
      isInterfaceListDoubtful = true
    }
    if region == nil, let zone = subnets.values.compactMap(\.value.zone).min() {
      region = World.region(of: zone)
    }
  }

  /// Every statement, by place; those of one place as they came. Sorted are their numbers: a large case is not copied.
  private static func inOrder(_ evidence: Case) -> some Sequence<Stated<Statement>> {
    let lists =
      [evidence.statements] + evidence.nodeStatements.keys.sorted().map { evidence.nodeStatements[$0] ?? [] }
    let numbers = lists.indices.flatMap { list in lists[list].indices.map { (list: list, index: $0) } }
    return numbers.sorted { left, right in
      let (one, other) = (lists[left.list][left.index].place, lists[right.list][right.index].place)
      return one != other ? one < other : (left.list, left.index) < (right.list, right.index)
    }.lazy.map { lists[$0.list][$0.index] }
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

  /// Two documents about a subnet that differ. A count changes with time; what is known to be older is no conflict.
  private mutating func noteConflict(of old: Stated<Subnet>, _ new: Stated<Subnet>) {
    if let one = old.value.cidr, let other = new.value.cidr, one != other {
      conflicts[new.value.id, default: []].append(.rangeConflict(one, other))
    }
    guard let one = old.value.available, let other = new.value.available, one != other else { return }
    if let before = old.time, let after = new.time, before != after { return }
    let isNewLater = old.time == nil || new.time != nil
    conflicts[new.value.id, default: []].append(
      isNewLater ? .countConflict(one, other) : .countConflict(other, one))
  }

  private static func newer<Value>(_ old: Stated<Value>?, _ new: Stated<Value>) -> Stated<Value> {
    guard let old else { return new }
    switch (old.time, new.time) {
    case (let a?, let b?): return b >= a ? new : old
    case (_?, nil): return old
    default: return new
    }
  }

  private mutating func attachDocuments(_ evidence: Case) {
    let ofInstance = interfacesOfNodes()
    let podsByNode = Dictionary(grouping: pods.filter { $0.node != nil }, by: { $0.node ?? "" })
    for id in nodes.keys.sorted() {
      guard var node = nodes[id] else { continue }
      node.hasInterfaceList = hasInterfaceList && !isInterfaceListPartial
      if let instance = node.instance {
        node.interfaces = interfaces.picking(ofInstance[instance] ?? [])
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
        if let subnet = eni.subnet, self.subnet(of: eni.id) == nil { pooledENISubnet[eni.id] = subnet }
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
    let usage = PodUsage(self)
    var prefixMode: [SubnetID: Bool] = [:]
    for node in nodes.values {
      guard let mode = node.prefixMode else { continue }
      for subnet in node.subnets { prefixMode[subnet] = (prefixMode[subnet] ?? false) || mode }
    }
    let list = subnets.values.map(\.value).sorted { $0.id < $1.id }
    let made = SubnetLedger.makeAll(
      subnets: list,
      interfaces: hasInterfaceList ? interfaces : nil,
      interfacesComplete: !isInterfaceListPartial, interfacesDoubtful: isInterfaceListDoubtful,
      reservations: reservations,
      instances: instances.values.sorted { $0.id < $1.id }, nodeInstances: nodeInstances,
      podAddresses: usage.addresses, podCoverage: usage.interfaces, prefixModeInUse: prefixMode,
      subnetTimes: subnets.compactMapValues(\.time), interfacesTime: interfacesTime, conflicts: conflicts,
      instanceTypes: Dictionary(
        nodes.values.compactMap { node in node.instance.flatMap { id in node.type.map { (id, $0) } } },
        uniquingKeysWith: { first, _ in first }))
    for var ledger in made {
      ledger.forecast = forecast(of: ledger)
      ledgers[ledger.subnet] = ledger
    }
  }

  /// What the documents of all say of one node: its subnets with their ledgers, its own interfaces and those it names,
  /// and itself as the whole case has resolved it. Costs what the node has, not what the fleet has.
  ///
  /// - Parameter unscheduled: the pods that wait for a node, the same for every node.
  func seen(by id: String, _ sightings: some Sequence<SightingKey>, unscheduled: [ClusterPod]) -> World {
    var world = self
    guard let node = nodes[id] else { return world }
    world.nodes = [id: node]
    world.pods = node.pods + unscheduled
    var near = node.subnets.union(node.drawsFrom)
    var named = node.log.enis.union(node.pool?.value.enis.map(\.id) ?? [])
    for key in sightings {
      if let subnet = key.subnet { near.insert(subnet) }
      if let eni = key.eni { named.insert(eni) }
    }
    for eni in named { if let subnet = subnet(of: eni) { near.insert(subnet) } }
    world.subnets = subnets.filter { near.contains($0.key) }
    world.ledgers = ledgers.filter { near.contains($0.key) }
    world.interfaces = interfaces.picking(
      Set(named.union(node.interfaces.map(\.id)).compactMap { interfaces.index(of: $0) }).sorted())
    world.pooledENISubnet =
      pooledENISubnet.isEmpty
      ? [:]
      : Dictionary(
        named.compactMap { eni in pooledENISubnet[eni].map { (eni, $0) } }, uniquingKeysWith: { $1 })
    // One bare number belongs to the only subnet there is, which is not the only one that is near.
    if subnets.count > 1 { world.bareAvailable = [] }
    return world
  }

  /// The subnet a sighting speaks of: named in the text, else its ENI's, else the only one the node can mean.
  package func subnet(of key: SightingKey) -> (id: SubnetID, isKnown: Bool) {
    if let subnet = key.subnet { return (subnet, true) }
    if let eni = key.eni, let subnet = subnet(of: eni) { return (subnet, true) }
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
