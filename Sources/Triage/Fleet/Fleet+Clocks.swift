import Evidence
import VPCModel

/// Nodes whose times are corrected, and those of which it is known only that they should be.
package struct FleetClocks: Hashable, Sendable {
  /// By node id.
  package internal(set) var offsets: [String: ClockOffset] = [:]
  /// Ids, ascending.
  package internal(set) var uncertain: [String] = []

  package init() {}

  /// The farthest first.
  package var corrected: [(node: String, offset: ClockOffset)] {
    offsets.map { (node: $0.key, offset: $0.value) }.sorted {
      (-abs($0.offset.seconds), $0.node) < (-abs($1.offset.seconds), $1.node)
    }
  }

  /// Those of the nodes of a fleet; others are in no order.
  func of(_ nodes: Set<String>) -> FleetClocks {
    var copy = self
    copy.offsets = offsets.filter { nodes.contains($0.key) }
    copy.uncertain = uncertain.filter { nodes.contains($0) }
    return copy
  }

  func renamed(_ node: (String) -> String) -> FleetClocks {
    var copy = FleetClocks()
    for (id, offset) in offsets { copy.offsets[node(id)] = offset }
    copy.uncertain = uncertain.map(node).sorted()
    return copy
  }
}

extension Fleet {
  /// Of a node as many shared events are looked at, the newest ones.
  static let keptSharedEvents = 512
  /// How long before and after the node's log an event still tells its clock: clocks are set now and then.
  static let clockReach = 6 * 3_600.0
  /// Stamps that are further apart are no times of one event.
  static let farthest = 30 * 86_400.0

  static func clocks(_ world: World, _ evidence: Case) -> FleetClocks {
    let shared = sharedEvents(world, evidence)
    var clocks = FleetClocks()
    for (id, events) in shared.sorted(by: { $0.key < $1.key }) {
      guard let node = world.nodes[id] else { continue }
      let telling = events.filter { event in
        if abs(event.difference) > farthest { return false }
        guard let first = node.log.first, let last = node.log.last else { return true }
        return first.seconds(since: event.node) <= clockReach && event.node.seconds(since: last) <= clockReach
      }.sorted { ($0.cluster, $0.node) < ($1.cluster, $1.node) }.suffix(keptSharedEvents)
      switch ClockReading(Array(telling)) {
      case .silent: break
      case .offset(let offset): clocks.offsets[id] = offset
      case .uncertain: clocks.uncertain.append(id)
      }
    }
    return clocks
  }

  /// By node id. What two documents tell twice counts once.
  private static func sharedEvents(_ world: World, _ evidence: Case) -> [String: [SharedEvent]] {
    struct Told: Hashable {
      let what: String
      let event: SharedEvent
    }
    var told: [String: Set<Told>] = [:]
    func tell(_ node: String, _ what: String, _ kind: SharedEvent.Kind, _ own: Instant, _ other: Instant) {
      told[node, default: []].insert(
        Told(what: what, event: SharedEvent(kind: kind, node: own, cluster: other)))
    }
    for stated in world.events {
      let event = stated.value
      guard event.source == "kubelet", let host = event.host, let first = event.first,
        let created = event.created, Self.isOriginal(event)
      else { continue }
      let what = "\(event.objectNamespace ?? "")/\(event.objectName ?? "") \(event.reason ?? "")"
      tell(world.nodeOfGroup[host] ?? host, what, .kubeletEvent, first, created)
    }
    for (id, node) in world.nodes {
      for pod in node.pods {
        guard let scheduled = pod.scheduled else { continue }
        if let started = pod.started { tell(id, pod.qualifiedName, .podStart, started, scheduled) }
        // A StatefulSet's pod bears the name of the one before it.
        if pod.labels["statefulset.kubernetes.io/pod-name"] == nil,
          let served = node.log.podsServed[PodHash(pod.qualifiedName)]
        {
          tell(id, pod.qualifiedName, .podServed, served, scheduled)
        }
      }
      for interface in node.interfaces {
        guard let attached = interface.attachment?.attachTime,
          let created = InterfaceClassifier.created(interface)
        else { continue }
        tell(id, interface.id.raw, .interfaceMade, created, attached)
      }
    }
    for (group, requests) in requestsByNode(world, evidence) {
      for (request, answered) in requests.answered {
        if let logged = requests.logged[request] { tell(group, "\(request)", .request, logged, answered) }
      }
    }
    return told.mapValues { $0.map(\.event) }
  }

  /// CloudTrail names the instance, a log its file.
  private static func requestsByNode(_ world: World, _ evidence: Case) -> [String: SharedRequests] {
    var requests: [String: SharedRequests] = [:]
    for (group, some) in evidence.requests {
      requests[world.nodeOfGroup[group] ?? group, default: SharedRequests()].merge(some)
    }
    return requests
  }

  /// An event that goes on is kept under its name for an hour after its last; then it is stored anew, and the time of
  /// its first occurrence has nothing to do with when.
  private static func isOriginal(_ event: ClusterEvent) -> Bool {
    guard let first = event.first, let last = event.last else { return true }
    return last.seconds(since: first) < 3_600
  }
}
