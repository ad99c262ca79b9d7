import Triage
import VPCModel

/// What `simulate` found out, before it is printed.
package struct SimulationReport: Sendable {
  /// The settings to try: name → text, empty is taken away.
  package var change: [String: String] = [:]
  package var fleet = FleetSimulation([], burst: 0)
  /// True when the nodes are those of the evidence; else there is one, made up.
  package var hasEvidence = false
  /// Of the subnets in evidence.
  package var ledgers: [SubnetLedger] = []
  /// Sizes of subnets for a cluster, by mode.
  package var plans: [SubnetPlan] = []
  package var plan: PlanWish?
  /// Warm targets searched; nil when nobody asked.
  package var sweep: TargetSweep?
  package var refused: [RefusedSetting] = []
  /// What was assumed for all nodes, in words.
  package var remarks: [String] = []
  package init() {}

  /// The cluster to size.
  package struct PlanWish: Hashable, Sendable {
    package let nodes: Int
    package let podsPerNode: Int
    package let zones: Int
    package let growthPercent: Int
    package init(nodes: Int, podsPerNode: Int, zones: Int, growthPercent: Int) {
      self.nodes = nodes
      self.podsPerNode = podsPerNode
      self.zones = zones
      self.growthPercent = growthPercent
    }
  }
}

/// A simulation as text and as JSON.
package struct SimulationRenderer: Sendable {
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func json(_ report: SimulationReport) -> String { JSONText.pretty(SimulationTree.node(report)) }

  package func text(_ report: SimulationReport) -> String {
    var text = SimulationText(report, Page(options))
    return text.write()
  }
}
