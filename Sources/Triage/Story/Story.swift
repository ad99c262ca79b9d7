import Evidence
import Playbooks
import VPCModel

/// How the subject of a story stands where the evidence ends.
package enum StoryState: String, Hashable, Sendable {
  /// A pod has an address, or got one last.
  case served
  /// A pod was refused and got none; a node refuses.
  case waiting
  /// No node took the pod.
  case unscheduled
  /// A node refused, and served afterwards.
  case recovered
  /// The evidence names it and shows neither.
  case unclear
}

/// The way of one pod to its address, or of one node through its evidence, hop by hop, the broken one named.
package struct Story: Sendable {
  package enum Subject: Hashable, Sendable {
    case pod(PodName)
    case node(String)
  }

  package let subject: Subject
  /// Node ids: the pod's nodes, or the node's own.
  package let nodes: [String]
  package let state: StoryState
  /// Key of the hop where the way broke.
  package let broken: String?
  /// One sentence a colleague would say.
  package let because: String
  /// Tries of a pod; nil for a node.
  package let tries: Int?
  package let address: String?
  package let first: Instant?
  package let last: Instant?
  package let hops: [Hop]
  package let cause: StoryCause?
  /// Settings of a node, by name.
  package let settings: [String: String]
  package let toolVersion: String

  package init(_ evidence: PodEvidence, report: Report) {
    let teller = PodTeller(evidence)
    subject = .pod(evidence.name)
    nodes = evidence.nodes.sorted()
    state = teller.state
    broken = teller.broken?.rawValue
    hops = teller.hops
    because = teller.because
    tries = evidence.tries
    address = evidence.address ?? evidence.record?.address
    let times = hops.flatMap(\.lines).filter { $0.link != .node }.compactMap(\.time)
    first = [times.min(), evidence.firstTry].compactMap { $0 }.min()
    last = [times.max(), evidence.lastTry].compactMap { $0 }.max()
    cause = broken == nil ? nil : StoryCause(of: report, node: nodes.first, pod: evidence.name.shown)
    settings = [:]
    toolVersion = report.toolVersion
  }

  package init(_ node: NodeEntity, causes: [String: [CauseID]], sightings: [PlacedSighting], report: Report) {
    let teller = NodeTeller(node, sightings: sightings, causes: causes)
    subject = .node(node.name ?? node.id)
    nodes = [node.id]
    state = teller.state
    broken = teller.broken
    hops = teller.hops
    because = teller.because
    tries = nil
    address = nil
    first = node.log.first
    last = node.log.last
    cause = broken == nil ? nil : StoryCause(of: report, node: node.id, pod: nil)
    settings = node.log.settings.mapValues(\.value)
    toolVersion = report.toolVersion
  }
}
