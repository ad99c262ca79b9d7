import Evidence
import Playbooks
import VPCModel

/// One thing to do for the whole fleet: where, what it unblocks, and what it restarts or replaces.
package struct RolloutStep: Hashable, Sendable {
  package enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Helps the nodes as they run, at the least cost.
    case relief
    /// Ends the cause; the nodes stay.
    case cure
    /// Ends it with other nodes than those that run.
    case replacement
  }

  package let phase: Phase
  /// Causes it is a remedy of; more than one when they ask for the same change.
  package let causes: [CauseID]
  /// As the report of all evidence has it, `order` of the fleet.
  package internal(set) var advice: RemedyAdvice
  package let reach: RemedyReach
  /// Nodes refused now whose cause it treats.
  package let unblocks: Int
  /// Where it is done: the affected nodes, those that failed first in front; empty when it is done outside the nodes.
  package internal(set) var nodes: [String]
  package internal(set) var subnets: [String]
  /// Nodes in evidence whose agent is restarted by it.
  package let restartedAgents: Int
  /// Nodes that are replaced by it; nil when it is not known which.
  package let replacedNodes: Int?
  /// Addresses in use on the nodes replaced: pods that move. Nil when a node's use is not known.
  package let movedPods: Int?
}

/// Every remedy once, in the order of a rollout.
///
/// Relief before cure; in each what unblocks most nodes, then what the evidence counts to free something, then what
/// restarts least, then the order of the playbook.
struct Rollout {
  private struct Draft {
    var causes: Set<CauseID>
    let place: Int
    /// Nil for a feature.
    let remedy: Remedy?
    let advice: RemedyAdvice
    let reach: RemedyReach
    let isRelief: Bool
    var nodes: Set<String>
    var blocked: Set<String>
    var subnets: Set<String>
  }

  private let handbook: Handbook
  private let report: Report
  private let nodes: [FleetNode]
  private let order: [String: Int]
  private let inUse: [String: Int]
  private var drafts: [Draft] = []
  private var known: [[String]: Int] = [:]

  /// - Parameters:
  ///   - groups: causes of nodes, with the nodes in the order they failed.
  ///   - offers: what nodes would be advised by themselves.
  init(_ report: Report, nodes: [FleetNode], groups: [FleetGroup], offers: RemedyOffers, handbook: Handbook) {
    self.handbook = handbook
    self.report = report
    self.nodes = nodes
    var order: [String: Int] = [:]
    for id in groups.flatMap(\.nodes) where order[id] == nil { order[id] = order.count }
    self.order = order
    inUse = Dictionary(
      report.nodes.compactMap { node in node.poolAssigned.map { (node.id, $0) } }, uniquingKeysWith: { $1 })
    // Nodes that a limit has not met yet, or not any more, wait for nothing.
    let active = Set(nodes.filter { $0.state == .active }.map(\.id))
    for group in groups {
      let nodes = Set(group.nodes)
      add(group.cause, nodes: nodes, blocked: nodes.intersection(active), offers)
    }
    // What adds to the cause of the whole unblocks the nodes of that.
    let blocked = Set(groups.first { $0.cause == report.primary.id }?.nodes ?? report.primary.scope.nodes)
      .intersection(active)
    for finding in report.contributing where !groups.contains(where: { $0.cause == finding.id }) {
      let own = Set(finding.scope.nodes)
      let isOwnCause = handbook.playbooks.contains { $0.id == finding.id && $0.kind == .primary }
      add(finding.id, nodes: own, blocked: isOwnCause ? own.intersection(active) : blocked, offers)
    }
    addFeatures(blocked)
  }

  /// Sorted and numbered.
  var steps: [RolloutStep] {
    drafts.sorted(by: precedes).enumerated().map { index, draft in step(draft, order: index + 1) }
  }

  // MARK: collecting

  private mutating func add(
    _ cause: CauseID, nodes: Set<String>, blocked: Set<String>, _ offers: RemedyOffers
  ) {
    guard let playbook = handbook.playbooks.first(where: { $0.id == cause }) else { return }
    let subnets = subnets(of: playbook, nodes)
    for (place, remedy) in playbook.remedies.enumerated() {
      let whole = report.remedies.first { $0.cause == cause && $0.title == remedy.title }
      guard let advice = whole ?? offers.advice(of: remedy, for: cause) else { continue }
      let reach = RemedyReach(
        commands: remedy.commands.map(\.template), risk: remedy.risk, effect: remedy.effect,
        title: remedy.title,
        frees: remedy.frees)
      // What gives something back to running nodes is relief; so is what a playbook names first.
      let gives = remedy.frees != nil && remedy.frees != .nothing
      let draft = Draft(
        causes: [cause], place: place, remedy: remedy, advice: advice, reach: reach,
        isRelief: place == 0 || gives,
        nodes: nodes, blocked: blocked, subnets: subnets)
      let change = RemedyReach.change(by: remedy.commands.map(\.template))
      add(draft, as: change.isEmpty ? [cause.raw, remedy.title] : change)
    }
  }

  private mutating func add(_ draft: Draft, as key: [String]) {
    guard let index = known[key] else {
      known[key] = drafts.count
      drafts.append(draft)
      return
    }
    drafts[index].causes.formUnion(draft.causes)
    drafts[index].nodes.formUnion(draft.nodes)
    drafts[index].blocked.formUnion(draft.blocked)
    drafts[index].subnets.formUnion(draft.subnets)
  }

  /// Features that the report of all evidence names and no playbook does.
  private mutating func addFeatures(_ blocked: Set<String>) {
    for advice in report.remedies {
      guard let playbook = handbook.playbooks.first(where: { $0.id == advice.cause }),
        !playbook.remedies.contains(where: { $0.title == advice.title })
      else { continue }
      let reach = RemedyReach(
        commands: advice.commands, risk: advice.risk, effect: advice.effect, title: advice.title)
      let draft = Draft(
        causes: [advice.cause], place: 100, remedy: nil, advice: advice, reach: reach, isRelief: false,
        nodes: blocked, blocked: blocked, subnets: subnets(of: playbook, blocked))
      add(draft, as: [advice.cause.raw, advice.title])
    }
  }

  private func subnets(of playbook: Playbook, _ ids: Set<String>) -> Set<String> {
    if let finding = ([report.primary] + report.contributing).first(where: { $0.id == playbook.id }),
      !finding.scope.subnets.isEmpty
    {
      return Set(finding.scope.subnets)
    }
    guard playbook.step == 3 else { return [] }
    let traits = nodes.filter { ids.contains($0.id) }.flatMap(\.traits)
    return Set(traits.filter { $0.kind == .subnet }.map(\.value))
  }

  // MARK: ordering

  private func phase(_ draft: Draft) -> RolloutStep.Phase {
    switch draft.reach {
    case .nodes, .newNodesOnly: .replacement
    case .nothing, .agentOfNodes, .agentEverywhere: draft.isRelief ? .relief : .cure
    }
  }

  private func precedes(_ left: Draft, _ right: Draft) -> Bool {
    func rank(_ draft: Draft) -> (Int, Int, Int, Int, Int) {
      let phase = RolloutStep.Phase.allCases.firstIndex(of: phase(draft)) ?? 0
      // Counted to free something, not counted, counted to free nothing.
      let frees = draft.advice.effectAddresses.map { $0 > 0 ? 0 : draft.isRelief ? 2 : 1 } ?? 1
      return (phase, -draft.blocked.count, frees, draft.reach.rank, draft.place)
    }
    let (one, other) = (rank(left), rank(right))
    return one != other
      ? one < other
      : (left.advice.cause, left.advice.title) < (right.advice.cause, right.advice.title)
  }

  /// The advice for all its nodes: what names one of several nodes or subnets is a placeholder again.
  private func general(_ draft: Draft) -> RemedyAdvice {
    guard let remedy = draft.remedy else { return draft.advice }
    var single: [Placeholder] = []
    if draft.nodes.count > 1 { single += [.node, .instance, .pod, .namespace, .eni, .type] }
    if draft.subnets.count > 1 { single += [.subnet, .zone, .eni] }
    func general(_ template: String, _ filled: String) -> String {
      guard single.contains(where: { template.contains("{\($0.rawValue)}") }) else { return filled }
      return Command(template: template, place: Place(input: "", line: 0, byte: 0)).filled([:])
    }
    var advice = draft.advice
    advice.commands = zip(remedy.commands, advice.commands).map { general($0.template, $1) }
    advice.verify = general(remedy.verify, advice.verify)
    advice.rollback = general(remedy.rollback, advice.rollback)
    return advice
  }

  private func step(_ draft: Draft, order number: Int) -> RolloutStep {
    var advice = general(draft)
    advice.order = number
    let concerned = draft.nodes.sorted { (order[$0] ?? .max, $0) < (order[$1] ?? .max, $1) }
    var restarted = 0
    var replaced: Int? = 0
    var moved: Int? = 0
    var touched: [String] = []
    switch draft.reach {
    case .nothing: break
    case .newNodesOnly(let agent): restarted = agent == nil ? 0 : nodes.count
    case .agentOfNodes:
      restarted = concerned.count
      touched = concerned
    case .agentEverywhere: restarted = nodes.count
    case .nodes:
      // Not the nodes that suffer, but those that scatter: which these are, the commands find out.
      let isKnown = draft.advice.cause != CauseID("subnet-fragmented")
      touched = isKnown ? concerned : []
      replaced = isKnown ? concerned.count : nil
      let used = concerned.compactMap { inUse[$0] }
      moved = isKnown && used.count == concerned.count ? used.reduce(0, +) : nil
    }
    return RolloutStep(
      phase: phase(draft), causes: draft.causes.sorted(), advice: advice, reach: draft.reach,
      unblocks: draft.blocked.count, nodes: touched, subnets: draft.subnets.sorted(),
      restartedAgents: restarted,
      replacedNodes: replaced, movedPods: moved)
  }
}

/// What nodes would be advised by themselves, each remedy once.
struct RemedyOffers {
  private struct Key: Hashable {
    let cause: CauseID
    let title: String
  }
  private var advice: [Key: RemedyAdvice] = [:]

  mutating func note(_ remedies: [RemedyAdvice]) {
    for remedy in remedies {
      let key = Key(cause: remedy.cause, title: remedy.title)
      if advice[key] == nil { advice[key] = remedy }
    }
  }

  /// Nil when no node would be given it. It speaks of one node, but for the numbers, which are left out.
  func advice(of remedy: Remedy, for cause: CauseID) -> RemedyAdvice? {
    guard var found = advice[Key(cause: cause, title: remedy.title)] else { return nil }
    (found.effectAddresses, found.effectFreeBlocks) = (nil, nil)
    return found
  }
}
