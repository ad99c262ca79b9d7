import Evidence
import Playbooks
import VPCModel

// Nodes, timeline, inputs: what the report lists beside the diagnosis.
extension Triage {
  func nodeReports() -> [NodeReport] {
    world.nodes.keys.sorted().compactMap { id in
      guard let node = world.nodes[id] else { return nil }
      let entity = Entity(.node, id)
      func count(_ name: String) -> Int? { facts.value(name, of: entity).map { Int($0) } }
      let (total, assigned, cooling) = node.poolNow
      var settings: [String: String] = [:]
      for name in [
        "WARM_ENI_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_PREFIX_TARGET", "MAX_ENI",
        "IP_COOLDOWN_PERIOD", "ENABLE_PREFIX_DELEGATION", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
        "ENABLE_POD_ENI", "ENABLE_SUBNET_DISCOVERY",
      ] {
        if let value = node.setting(name) { settings[name] = value }
      }
      let mode: String? = node.ipv6 == true ? "ipv6" : node.prefixMode.map { $0 ? "prefix" : "secondary" }
      let slots = node.limits.map { limits in max(0, limits.ipv4PerENI - 1) * (node.eniLimit ?? limits.enis) }
      let used =
        node.pool?.value.isComplete == true ? node.pool?.value.enis.reduce(0) { $0 + $1.cidrs.count } : nil
      return NodeReport(
        id: id, name: node.record?.name ?? node.name, instanceType: node.type, zone: node.zone,
        cniVersion: (node.log.settings["version"]?.value ?? node.metrics?.value.version
          ?? node.configuration?.version)
          .map(Triage.plainVersion),
        mode: mode, isCustomNetworking: node.customNetworking, settings: settings, enis: count("node.enis"),
        eniLimit: node.eniLimit, slotsUsed: used, slots: slots, poolTotal: total, poolAssigned: assigned,
        poolCooling: cooling, maxPods: node.maxPods, refusals: count("node.refusals"),
        assignments: count("node.assignments"))
    }
  }

  /// `1.18.3` of `v1.18.3-eksbuild.1`.
  static func plainVersion(_ text: String) -> String {
    let number = text.drop { $0 == "v" }.prefix { $0 != "-" && $0 != "+" }
    return number.isEmpty ? text : String(number)
  }

  func timeline() -> [TimelineEntry] {
    var entries: [TimelineEntry] = []
    for id in world.nodes.keys.sorted() {
      guard let log = world.nodes[id]?.log else { continue }
      for time in (log.moments["started"]?.times ?? []).suffix(5) {
        entries.append(TimelineEntry(time: time, node: id, event: "ipamd started"))
      }
      if let first = log.moments["refused"]?.first {
        entries.append(TimelineEntry(time: first, node: id, event: "first pod refused"))
      }
      if let last = log.last("refused"), last != log.moments["refused"]?.first {
        entries.append(TimelineEntry(time: last, node: id, event: "last pod refused"))
      }
      if let last = log.last("address-assigned") {
        entries.append(TimelineEntry(time: last, node: id, event: "last address given out"))
      }
    }
    let groups = [weighing.primary].compactMap { $0 } + weighing.contributing + weighing.transients
    for group in groups {
      let node = group.nodes.count == 1 ? group.nodes.first : nil
      if let first = group.first {
        entries.append(TimelineEntry(time: first, node: node, event: "\(group.playbook.id) first seen"))
      }
      if let last = group.last, last != group.first {
        entries.append(TimelineEntry(time: last, node: node, event: "\(group.playbook.id) last seen"))
      }
    }
    let sorted = entries.sorted { ($0.time, $0.event, $0.node ?? "") < ($1.time, $1.event, $1.node ?? "") }
    return sorted.count <= 60 ? sorted : Array(sorted.prefix(30) + sorted.suffix(30))
  }

  /// The strongest lines no pattern knows: the most frequent first.
  mutating func unclassified() -> [UnclassifiedReport] {
    // Summary lines around an error that is explained by now tell nothing more.
    let wrappers = weighing.primary == nil ? [] : handbook.routine.filter(\.isWrapper).map(\.text)
    let open = evidence.unclassified.filter { template, value in
      !wrappers.contains { value.example.text.contains($0) }
    }
    let ranked = open.sorted { left, right in
      let (a, b) = (left.value.distinct.value, right.value.distinct.value)
      return a == b ? left.key < right.key : a > b
    }
    return ranked.prefix(12).map { template, value in
      UnclassifiedReport(
        template: template, count: value.distinct.value, isEstimate: value.distinct.isEstimate,
        example: book.quote(value.example, pattern: nil, node: nil))
    }
  }

  func noise() -> [(text: String, count: Int)] {
    evidence.noise.map { ($0.key, $0.value.value) }.filter { $0.1 >= 3 }.sorted {
      ($1.1, $0.0) < ($0.1, $1.0)
    }
    .prefix(6).map { (text: $0.0, count: $0.1) }
  }

  func inputs() -> [InputReport] {
    World.inputIDs(evidence).compactMap { id, name, group, _ in
      evidence.inputs[name].map { record in
        InputReport(id: id, record: record, node: group.isEmpty ? nil : world.nodeOfGroup[group])
      }
    }
  }

  func notes() -> [String] {
    var notes: [String] = []
    for platform in world.platforms.sorted(by: { $0.rawValue < $1.rawValue }) {
      switch platform {
      case .autoMode:
        notes.append(
          "EKS Auto Mode is in evidence: ipamd runs as a unit of the node there, without an aws-node pod")
      case .fargate: notes.append("Fargate is in evidence: its pods do not use the address pool of aws-node")
      case .windows:
        notes.append("Windows nodes are in evidence: their pods do not use the address pool of aws-node")
      }
    }
    for error in world.operatorErrors.prefix(3) {
      if case .operatorError(let code, let operation, _) = error.value {
        notes.append("the operator's own call \(operation) failed with \(code): that is no failure of a node")
      }
    }
    if evidence.hasAssumedTimes {
      notes.append("some stamps have no zone or year; UTC and the year of the evidence were assumed (--tz)")
    }
    for (what, count) in evidence.skipped.sorted(by: { $0.key < $1.key }) {
      notes.append("skipped: \(count) \(what)")
    }
    for (name, count) in evidence.overBudget.sorted(by: { $0.key < $1.key }) {
      notes.append("pattern \(name) reached its budget on \(count) lines, which it could not judge")
    }
    let more = evidence.moreInputs.sorted {
      ($1.value.inputs, $0.key.rawValue) < ($0.value.inputs, $1.key.rawValue)
    }
    if !more.isEmpty {
      let total = more.reduce(0) { $0 &+ $1.value.inputs }
      let kinds = more.map { "\($0.value.inputs) \($0.key.rawValue)" }.joined(separator: ", ")
      notes.append("\(total) more inputs without a finding are counted and not listed: \(kinds)")
    }
    if evidence.mergedNodes.value > 0 {
      let nodes = "\(evidence.mergedNodes.isEstimate ? "≈" : "")\(evidence.mergedNodes.value)"
      notes.append(
        "\(nodes) more logs name no node and count as one, \(Case.mergedNode), without their pools and settings; "
          + "\(evidence.mergedInputs.inputs) of their inputs are not listed")
    }
    notes += silences()
    let twins = evidence.inputs.values.filter { $0.duplicateOf != nil }
    if !twins.isEmpty {
      notes.append("\(twins.count) inputs repeat another one byte for byte and count once")
    }
    for problem in evidence.problems.sorted() { notes.append(problem.text) }
    return notes
  }
}
