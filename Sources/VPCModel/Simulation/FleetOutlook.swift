/// What a fleet holds of its subnets, what ipamd's loop makes of its settings, and what changes of them would give
/// back: node after node, of which only sums are kept.
///
/// Counts are addresses. `held`, `model`, `over`, `under` and `notModelled` are addresses of pools; what a change frees
/// counts the own addresses of ENIs too, since they come and go with it. Always
/// `held = model + over - under + notModelled`.
package struct FleetOutlook: Hashable, Sendable {
  /// A change of settings tried on every node.
  package struct Trial: Hashable, Sendable {
    /// Steps of a rollout that ask for it.
    package var steps: [Int]
    package let change: SettingsChange
    /// It shows on nodes made after it; else on those that run, once aws-node has started again.
    package let isForNewNodes: Bool
    /// Nodes it was tried on, and those whose aws-node would not start with it.
    package fileprivate(set) var nodes = 0
    package fileprivate(set) var refused = 0
    /// Nodes that would have no address for some of their pods, and how many pods.
    package fileprivate(set) var shortNodes = 0
    package fileprivate(set) var shortPods = 0
    package fileprivate(set) var now = 0
    package fileprivate(set) var then = 0
    package var frees: Int { now - then }

    package init(steps: [Int], change: SettingsChange, isForNewNodes: Bool) {
      self.steps = steps
      self.change = change
      self.isForNewNodes = isForNewNodes
    }
  }

  package struct Sums: Hashable, Sendable {
    /// Nodes that say what they hold here, and what.
    package fileprivate(set) var nodes = 0
    package fileprivate(set) var held = 0
    /// What the loop makes of the settings of those among them that could be simulated.
    package fileprivate(set) var model = 0
    /// More than the model, node by node: ENIs and prefixes that few pods keep, or pods that have left.
    package fileprivate(set) var over = 0
    /// Less: the pool is still growing, or the subnet gives no more.
    package fileprivate(set) var under = 0
    /// Held by nodes that could not be simulated.
    package fileprivate(set) var notModelled = 0
    /// What the loop makes of nodes that were simulated and do not say what they hold.
    package fileprivate(set) var modelAlone = 0

    package var residual: Int { over - under }
  }

  /// One subnet; nil is one the evidence does not name.
  package struct Row: Hashable, Sendable {
    package let subnet: SubnetID?
    package let sums: Sums
    /// By trial; nil where it does not concern the subnet.
    package let frees: [Int?]
  }

  /// Nodes of one type and one set of settings.
  package struct Kind: Hashable, Sendable {
    package let type: String?
    /// Those in force: modes that are on, and the targets that decide.
    package let settings: [String: String]
    package fileprivate(set) var nodes = 0
    /// nil when a node does not say.
    package fileprivate(set) var pods: Int? = 0
    package fileprivate(set) var sums = Sums()
  }

  /// Something not known of some nodes, the first few of them named.
  package struct Remark: Hashable, Sendable {
    package let text: String
    package fileprivate(set) var count: Int
    package fileprivate(set) var nodes: [String]
    /// They were not simulated for it; else something was assumed.
    package let isMissing: Bool
  }

  package private(set) var nodes = 0
  package private(set) var simulated = 0
  package private(set) var trials: [Trial]
  /// Most held first, then by id.
  package private(set) var rows: [Row] = []
  /// Most nodes first.
  package private(set) var kinds: [Kind] = []
  package private(set) var remarks: [Remark] = []
  package private(set) var all = Sums()

  package static let namedNodes = 8
  /// Kinds of nodes told apart: settings are what somebody wrote.
  static let mostKinds = 256

  /// - Parameters:
  ///   - next: nodes by ascending id, nil at the end; none is kept.
  package init(trying trials: [Trial], _ next: () -> FleetSimulation.Node?) {
    self.trials = trials
    var work = Work(trials: trials.count)
    while let node = next() { add(node, &work) }
    finish(work)
  }

  // MARK: node by node

  fileprivate struct KindKey: Hashable {
    let type: String?
    let settings: [String: String]
  }

  fileprivate struct RemarkKey: Hashable {
    let text: String
    let isMissing: Bool
  }

  fileprivate struct Work {
    var runner = FleetRunner(burst: 0)
    var bySubnet: [SubnetID?: Sums] = [:]
    var tallies: [SubnetTally]
    var kinds: [KindKey: Kind] = [:]
    var remarks: [RemarkKey: Remark] = [:]
    /// By trial and environment, whether aws-node starts.
    var starts: [[[String: String]: Bool]]

    init(trials: Int) {
      tallies = Array(repeating: SubnetTally(), count: trials)
      starts = Array(repeating: [:], count: trials)
    }
  }

  private mutating func add(_ node: FleetSimulation.Node, _ work: inout Work) {
    nodes += 1
    let gap = node.gap
    work.remark(node.id, gap.map { [$0] } ?? node.remarks, isMissing: gap != nil)
    // Its pods take nothing of an IPv4 subnet, and what its pool counts are no such addresses.
    if node.shape?.settings.usesIPv6 == true { return }
    let key = KindKey(
      type: node.instanceType, settings: CNISettings(environment: node.environment).inForce)
    let isKind = work.kinds[key] != nil || work.kinds.count < Self.mostKinds
    var kind = work.kinds[key] ?? Kind(type: key.type, settings: key.settings)
    kind.nodes += 1
    kind.pods = node.pods.flatMap { pods in kind.pods.map { $0.adding(orMax: pods) } }
    defer { if isKind { work.kinds[key] = kind } }

    let held = node.heldBySubnet
    var predicted: SimulatedPool?
    if let shape = node.shape, let pods = node.pods {
      simulated += 1
      predicted = work.runner.pool(shape, [], pods)
    }
    let isCustom = node.shape?.settings.usesCustomNetworking == true
    let model = predicted.map { node.addresses(of: $0, isCustom: isCustom, withPrimaries: false) }
    for subnet in Set((held ?? [:]).keys).union((model ?? [:]).keys) {
      let (fact, made) = (held.map { $0[subnet] ?? 0 }, model.map { $0[subnet] ?? 0 })
      work.bySubnet[subnet, default: Sums()].note(fact, made)
      kind.sums.note(fact, made, isNode: false)
      all.note(fact, made, isNode: false)
    }
    if held != nil {
      all.nodes += 1
      kind.sums.nodes += 1
    }
    guard let shape = node.shape, let pods = node.pods, let predicted else { return }
    for index in trials.indices { attempt(index, node, shape, pods, predicted, &work) }
  }

  private mutating func attempt(
    _ index: Int, _ node: FleetSimulation.Node, _ shape: NodeShape, _ pods: Int, _ predicted: SimulatedPool,
    _ work: inout Work
  ) {
    let trial = trials[index]
    guard work.isStarting(trial.change, index, node.environment) else {
      trials[index].refused += 1
      return
    }
    var node = node
    let wanted = shape.with(CNISettings(environment: trial.change.applied(to: node.environment)))
    node.wantedShape = wanted
    let pool = work.runner.pool(wanted, trial.isForNewNodes ? [] : node.held, pods)
    trials[index].nodes += 1
    if pool.refused > 0 {
      trials[index].shortNodes += 1
      trials[index].shortPods = trials[index].shortPods.adding(orMax: pool.refused)
    }
    work.tallies[index].add(node, predicted: predicted, then: pool)
  }

  private mutating func finish(_ work: Work) {
    var frees: [[SubnetID?: Int]] = []
    for (index, tally) in work.tallies.enumerated() {
      var bySubnet: [SubnetID?: Int] = [:]
      for shift in tally.shifts {
        bySubnet[shift.subnet] = shift.reclaimed
        trials[index].now = trials[index].now.adding(orMax: shift.now)
        trials[index].then = trials[index].then.adding(orMax: shift.then)
      }
      frees.append(bySubnet)
    }
    let subnets = frees.reduce(into: Set(work.bySubnet.keys)) { $0.formUnion($1.keys) }
    rows = subnets.map { subnet in
      Row(subnet: subnet, sums: work.bySubnet[subnet] ?? Sums(), frees: frees.map { $0[subnet] })
    }.sorted { ($1.sums.held, $0.subnet?.raw ?? "~") < ($0.sums.held, $1.subnet?.raw ?? "~") }
    kinds = work.kinds.values.map { ($0, [$0.type ?? "~"] + $0.settings.map { "\($0)=\($1)" }.sorted()) }
      .sorted { left, right in
        left.0.nodes != right.0.nodes
          ? left.0.nodes > right.0.nodes : left.1.lexicographicallyPrecedes(right.1)
      }.map(\.0)
    remarks = work.remarks.values.sorted {
      ($0.isMissing ? 0 : 1, $1.count, $0.text) < ($1.isMissing ? 0 : 1, $0.count, $1.text)
    }
  }

  /// The same counts under other names.
  package func renamed(_ node: (String) -> String, _ subnet: (String) -> String) -> FleetOutlook {
    var copy = self
    copy.rows = rows.map { row in
      Row(subnet: row.subnet.map { SubnetID(subnet($0.raw)) }, sums: row.sums, frees: row.frees)
    }
    for index in copy.remarks.indices { copy.remarks[index].nodes = remarks[index].nodes.map(node) }
    return copy
  }
}

extension FleetOutlook.Work {
  /// Texts are few: what lacks, or what was assumed.
  mutating func remark(_ node: String, _ texts: [String], isMissing: Bool) {
    for text in texts {
      let key = FleetOutlook.RemarkKey(text: text, isMissing: isMissing)
      var remark =
        remarks[key] ?? FleetOutlook.Remark(text: text, count: 0, nodes: [], isMissing: isMissing)
      remark.count += 1
      if remark.nodes.count < FleetOutlook.namedNodes { remark.nodes.append(node) }
      remarks[key] = remark
    }
  }

  mutating func isStarting(_ change: SettingsChange, _ index: Int, _ environment: [String: String]) -> Bool {
    if let known = starts[index][environment] { return known }
    var change = change
    change.check(against: environment)
    if starts[index].count < FleetOutlook.mostKinds { starts[index][environment] = change.refused.isEmpty }
    return change.refused.isEmpty
  }
}

extension CNISettings {
  /// What decides how many addresses a node holds, by the names of the environment.
  fileprivate var inForce: [String: String] {
    var named: [String: String] = [:]
    if usesPrefixes { named["ENABLE_PREFIX_DELEGATION"] = "true" }
    if usesCustomNetworking { named["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] = "true" }
    if usesPodENI { named["ENABLE_POD_ENI"] = "true" }
    if isProvisioningOff { named["DISABLE_NETWORK_RESOURCE_PROVISIONING"] = "true" }
    if let maxENI { named["MAX_ENI"] = String(maxENI) }
    if warmIPTarget > 0 { named["WARM_IP_TARGET"] = String(warmIPTarget) }
    if minimumIPTarget > 0 { named["MINIMUM_IP_TARGET"] = String(minimumIPTarget) }
    if !hasIPTargets {
      named[usesPrefixes ? "WARM_PREFIX_TARGET" : "WARM_ENI_TARGET"] = String(
        usesPrefixes ? warmPrefixTarget : warmENITarget)
    }
    return named
  }
}

extension FleetOutlook.Sums {
  /// One node in one subnet; nil is not known.
  fileprivate mutating func note(_ held: Int?, _ model: Int?, isNode: Bool = true) {
    if isNode, held != nil { nodes += 1 }
    if let held { self.held = self.held.adding(orMax: held) }
    switch (held, model) {
    case (let held?, let model?):
      self.model = self.model.adding(orMax: model)
      if held > model { over = over.adding(orMax: held - model) }
      if held < model { under = under.adding(orMax: model - held) }
    case (let held?, nil): notModelled = notModelled.adding(orMax: held)
    case (nil, let model?): modelAlone = modelAlone.adding(orMax: model)
    case (nil, nil): break
    }
  }
}

extension FleetSimulation.Node {
  /// Why it cannot be simulated; nil when it can.
  fileprivate var gap: String? {
    guard let shape else {
      return instanceType.map { "type \($0) is in no table; give describe-instance-types" }
        ?? "its instance type is not in the evidence"
    }
    if shape.settings.usesIPv6 { return "its pods have IPv6 addresses" }
    return pods == nil ? "its pods are not in the evidence; give enis.json or kubectl get pods -A" : nil
  }

  /// Addresses of its pool by subnet, as far as it says; nil when it does not.
  fileprivate var heldBySubnet: [SubnetID?: Int]? {
    if !held.isEmpty {
      return held.reduce(into: [:]) { sums, eni in
        if eni.podAddresses > 0 { sums[eni.subnet ?? subnet, default: 0] += eni.podAddresses }
      }
    }
    guard let total = fact?.podIPs else { return nil }
    return [shape?.settings.usesCustomNetworking == true ? podSubnet : subnet: total]
  }
}
