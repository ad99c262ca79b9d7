import Evidence
import Playbooks
import Synchronization
import VPCModel

/// Many nodes as one: who has which cause, since when, and what the affected share and the others do not.
package struct Fleet: Sendable {
  /// All evidence together, diagnosed as one case.
  package let report: Report
  /// By id.
  package let nodes: [FleetNode]
  /// Most nodes first, then by id.
  package let groups: [FleetGroup]
  /// Every remedy once, in the order of a rollout.
  package let steps: [RolloutStep]
  /// Those with refused nodes first.
  package let subnets: [FleetSubnet]
  /// Nil when no failure has a time.
  package let failures: FailureMap?
  /// Clocks of nodes that are off; what stands here of first and last ones is corrected for them.
  package let clocks: FleetClocks
  /// All nodes of the evidence through ipamd's loop, with what the steps would free.
  package let outlook: FleetOutlook

  package init(_ evidence: Case, handbook: Handbook, options: TriageOptions = TriageOptions()) {
    let (report, world) = Triage.diagnosis(of: evidence, handbook: handbook, options: options)
    self.report = report
    let parts = world.parts(of: evidence)
    // A node's own lines decide about it, with the documents of the cluster. Few are read again for every node; of
    // many a node sees what the whole has made of them for it.
    let isSmall = Fleet.isSmall(parts.cluster)
    let shared = isSmall ? parts.cluster : Case()
    let unscheduled = isSmall ? [] : Array(world.pods.filter(\.isUnscheduled).prefix(Fleet.mostUnscheduled))
    let clocks = Fleet.clocks(world, evidence)
    let speaking = parts.nodes.filter { world.nodes[$0.key] != nil && Fleet.speaks($0.value, as: $0.key) }
    let order = speaking.keys.sorted()
    let found = Mutex([(node: FleetNode, remedies: [RemedyAdvice])?](repeating: nil, count: order.count))
    options.perform(order.count) { number in
      let id = order[number]
      guard let part = speaking[id], let entity = world.nodes[id] else { return }
      var own = shared
      own.merge(part)
      let alone: Report
      if isSmall {
        own.settle()
        alone = Triage.diagnose(own, handbook: handbook, options: options)
      } else {
        // As where the documents are merged: the newest time of all is now.
        own.see(parts.cluster.first)
        own.see(parts.cluster.last)
        own.settle()
        let near = world.seen(by: id, part.sightings.keys, unscheduled: unscheduled)
        alone = Triage.diagnose(own, in: near, handbook: handbook, options: options)
      }
      let node = FleetNode(entity, alone: alone, whole: report, clock: clocks.offsets[id])
      found.withLock { $0[number] = (node, alone.remedies) }
    }
    var nodes: [FleetNode] = []
    var offers = RemedyOffers()
    for case let (node, remedies)? in found.withLock({ $0 }) {
      nodes.append(node)
      offers.note(remedies)
    }
    self.nodes = nodes
    self.clocks = clocks.of(Set(nodes.map(\.id)))
    let causes = Set(nodes.compactMap(\.cause))
    groups = causes.map { cause in
      let title = handbook.playbooks.first { $0.id == cause }?.title ?? cause.raw
      return FleetGroup(cause, title: title, among: nodes)
    }
    .sorted { ($1.nodes.count, $0.cause) < ($0.nodes.count, $1.cause) }
    steps = Rollout(report, nodes: nodes, groups: groups, offers: offers, handbook: handbook).steps
    subnets = FleetSubnet.all(
      world, nodes: nodes,
      stepOf: Dictionary(handbook.playbooks.map { ($0.id, $0.step) }, uniquingKeysWith: { $1 }))
    failures = FailureMap(nodes, groups: groups)
    outlook = Fleet.outlook(world, steps: steps)
  }

  /// Nodes with logs or introspection of their own; a name in somebody's event is no bundle.
  private static func speaks(_ part: Case, as id: String) -> Bool {
    // A list of events that names no node speaks of the cluster.
    if id.hasPrefix("input:"), part.inputs.isEmpty, part.nodeLogs.isEmpty, part.nodeStatements.isEmpty {
      return false
    }
    return !part.sightings.isEmpty || part.nodeLogs.values.contains { !$0.kinds.isEmpty }
      || !part.nodeStatements.isEmpty
  }

  /// Pods without a node that each node is shown: enough to say that there are some.
  private static let mostUnscheduled = 100

  private static func isSmall(_ cluster: Case) -> Bool {
    cluster.statements.count + cluster.interfaces.count <= 500
  }

  package var affected: Int { nodes.count { $0.cause != nil } }
  package var healthy: Int { nodes.count { $0.status == .healthy || $0.status == .notIPProblem } }
  /// A failure without its cause, or too little to say anything.
  package var undecided: Int { nodes.count - affected - healthy }
}

extension ClusterPod {
  fileprivate var isUnscheduled: Bool { node == nil && phase == "Pending" }
}

extension World {
  /// Evidence by node id, and what belongs to none. Merged again it is the whole.
  package func parts(of evidence: Case) -> (nodes: [String: Case], cluster: Case) {
    var nodes: [String: Case] = [:]
    var cluster = Case()
    for (group, part) in evidence.parts.sorted(by: { $0.key < $1.key }) {
      guard let node = nodeOfGroup[group] else {
        cluster.merge(part)
        continue
      }
      nodes[node, default: Case()].merge(part)
      for log in part.nodeLogs.values {
        nodes[node]?.see(log.first)
        nodes[node]?.see(log.last)
      }
    }
    return (nodes, cluster)
  }
}

/// One node of a fleet: what it suffers from, and what it is.
package struct FleetNode: Hashable, Sendable {
  package internal(set) var id: String
  package let status: Status
  /// Nil where none was found.
  package let cause: CauseID?
  package let state: FindingState?
  /// Of the failures, by the node's own clock; nil where none has a time.
  package let first: Instant?
  package let last: Instant?
  /// Nil where nothing is to be corrected.
  package let clock: ClockOffset?
  package let failures: Int
  package internal(set) var traits: Set<NodeTrait>
  /// By the cluster's clock, as far as it is known.
  var failureSpans: [FailureSpan] = []

  /// A node of which only this is known, without an entity behind it.
  init(
    id: String, cause: CauseID?, first: Instant? = nil, failures: Int = 0, traits: Set<NodeTrait>,
    clock: ClockOffset? = nil
  ) {
    self.id = id
    self.cause = cause
    self.first = first
    self.failures = failures
    self.traits = traits
    status = cause == nil ? .healthy : .causeFound
    state = cause == nil ? nil : .active
    last = first
    self.clock = clock
  }

  init(_ entity: NodeEntity, alone: Report, whole: Report, clock: ClockOffset? = nil) {
    id = entity.id
    self.clock = clock
    var finding = alone.status == .causeFound ? alone.primary : nil
    if finding == nil, alone.status == .undecided {
      // The subnet's documents, or another node's lines, decide what this node's lines leave open.
      finding = ([whole.primary] + whole.contributing).first {
        whole.status == .causeFound && $0.basis != .suspected && $0.scope.nodes.contains(entity.id)
      }
    }
    status = finding == nil ? alone.status : .causeFound
    cause = finding?.id
    state = finding?.state
    first = alone.primary.first ?? finding?.first
    last = alone.primary.last ?? finding?.last
    failures = alone.primary.count ?? 0
    traits = NodeTrait.all(of: entity)
    failureSpans = FailureSpan.all(in: alone.series).map { $0.corrected(by: clock) }
  }

  /// When it failed first by the cluster's clock: what the order of nodes goes by.
  package var since: Instant? { first.map { clock?.corrected($0) ?? $0 } }
}

/// Something a node is or has, which others may share: `zone us-east-1a`, `WARM_IP_TARGET 2`.
package struct NodeTrait: Hashable, Comparable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case zone, subnet, nodeGroup, instanceType, image, os, cniVersion, mode, role, securityGroup, setting
  }

  package let kind: Kind
  /// Of a setting, `WARM_IP_TARGET=2`.
  package let value: String

  package init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.rank, left.value) < (right.rank, right.value)
  }

  private var rank: Int { Kind.allCases.firstIndex(of: kind) ?? 0 }

  /// What is compared: settings each by themselves, all other traits by kind.
  var family: String { kind == .setting ? String(value.prefix { $0 != "=" }) : kind.rawValue }

  static func all(of node: NodeEntity) -> Set<NodeTrait> {
    var traits: Set<NodeTrait> = []
    func add(_ kind: Kind, _ value: String?) {
      if let value, !value.isEmpty, value.utf8.count <= 256 { traits.insert(NodeTrait(kind, value)) }
    }
    let labels = node.record?.labels ?? [:]
    add(.zone, node.zone)
    for subnet in node.drawsFrom.isEmpty ? node.subnets : node.drawsFrom { add(.subnet, subnet.raw) }
    let tags = node.ec2?.tags ?? [:]
    add(
      .nodeGroup,
      labels["eks.amazonaws.com/nodegroup"] ?? labels["karpenter.sh/nodepool"] ?? tags["eks:nodegroup-name"]
        ?? tags["karpenter.sh/nodepool"] ?? labels["alpha.eksctl.io/nodegroup-name"])
    add(.instanceType, node.type)
    add(.image, node.ec2?.imageID ?? labels["eks.amazonaws.com/nodegroup-image"])
    add(.os, node.record?.osImage)
    add(
      .cniVersion,
      (node.log.settings["version"]?.value ?? node.metrics?.value.version ?? node.configuration?.version)
        .map(Triage.plainVersion))
    add(.mode, node.ipv6 == true ? "ipv6" : node.prefixMode.map { $0 ? "prefix" : "secondary" })
    add(.role, node.ec2?.profileARN.flatMap { $0.split(separator: "/").last.map(String.init) })
    for group in node.interfaces.prefix(16).flatMap({ $0.interface.groups }).prefix(64) {
      add(.securityGroup, group)
    }
    for (name, setting) in node.log.settings where name.contains("_") && name.first?.isUppercase == true {
      add(.setting, name + "=" + setting.value)
    }
    return traits
  }
}
