import Evidence
import Playbooks
import VPCModel

// What would make the answer surer, and what to do.
extension Triage {
  // MARK: what is missing

  func missing(for group: CauseGroup?) -> [MissingEvidence] {
    var result: [MissingEvidence] = []
    let nodes = group?.nodes.sorted() ?? world.nodes.keys.sorted()
    let subnets =
      (group?.members.map(\.entity).filter { $0.scope == .subnet && !$0.id.hasPrefix("?") }.map(\.id) ?? [])
      .sorted()
    let filling = values(nodes, subnets.isEmpty ? world.subnets.keys.map(\.raw).sorted() : subnets)
    func add(_ what: String, _ template: String) {
      let command = Command(template: template, place: Place(input: "", line: 0, byte: 0)).filled(filling)
      if !result.contains(where: { $0.command == command }) {
        result.append(MissingEvidence(what: what, command: command))
      }
    }
    let step = group?.playbook.step
    let hasLog = world.nodes.values.contains { $0.log.kinds.contains(.ipamdLog) }
    if !hasLog { add("ipamd.log of the node", "sudo tail -n 20000 /var/log/aws-routed-eni/ipamd.log") }
    if step == nil || step == 3 || step == 1 {
      if world.subnets.isEmpty {
        add("addresses left in the subnet", "aws ec2 describe-subnets --subnet-ids {subnet} --output json")
      }
      if !world.hasInterfaceList {
        add(
          "who holds the subnet's addresses",
          "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values={subnet} --output json")
      }
    }
    if step == nil || step == 2 {
      let hasPool = world.nodes.values.contains { $0.pool != nil }
      if !hasPool { add("ipamd's own view of its ENIs", "curl -s http://localhost:61679/v1/enis") }
      if !world.nodes.values.contains(where: { $0.record != nil }) {
        add("type and limits of the node", "kubectl get node {node} -o json")
      }
    }
    if step == nil || step == 0 {
      if world.pods.isEmpty {
        add("state of aws-node", "kubectl -n kube-system get pods -l k8s-app=aws-node -o json")
      }
    }
    for command in group?.playbook.next.prefix(2) ?? [] {
      let filled = command.filled(filling)
      if !result.contains(where: { $0.command == filled }) {
        result.append(
          MissingEvidence(what: "what would make \(group?.playbook.id.raw ?? "it") surer", command: filled))
      }
    }
    return Array(result.prefix(6))
  }

  // MARK: remedies

  func remedies(_ primary: Finding, _ contributing: [Finding]) -> [RemedyAdvice] {
    var result: [RemedyAdvice] = []
    // What is counted to free nothing here is said last: whoever is awake at night tries the first one first.
    var futile: [RemedyAdvice] = []
    let groups =
      [weighing.primary].compactMap { $0 }
      + weighing.contributing.filter { $0.yieldedTo == nil && $0.state != .recovered }
    // Contributing causes first where they free addresses now; the rest in the order of the findings.
    for group in groups {
      let filling = values(group)
      for remedy in group.playbook.remedies where fits(remedy, group) {
        let effect = effect(of: remedy, for: group)
        let advice = RemedyAdvice(
          order: 0, title: remedy.title, cause: group.playbook.id,
          commands: remedy.commands.map { $0.filled(filling) }, effect: remedy.effect,
          effectAddresses: effect.addresses, effectFreeBlocks: effect.freeBlocks, risk: remedy.risk,
          precondition: remedy.precondition,
          verify: filled(remedy.verify, filling), rollback: filled(remedy.rollback, filling))
        if remedy.isForFreeing, effect == .none || effect == RemedyEffect(addresses: 0) {
          futile.append(advice)
        } else {
          result.append(advice)
        }
      }
    }
    if let primary = groups.first, primary.state == .active || primary.state == .latent {
      result += featureRemedies(for: primary, after: result + futile)
    }
    return (result + futile).prefix(12).enumerated().map { index, advice in
      var advice = advice
      advice.order = index + 1
      return advice
    }
  }

  /// Features of the CNI that help with this cause and that no remedy of its own has named; the last resort, for good.
  private func featureRemedies(for group: CauseGroup, after given: [RemedyAdvice]) -> [RemedyAdvice] {
    // The setting a command changes tells whether a remedy has said it already.
    let said = Set(
      given.flatMap(\.commands).flatMap { $0.split(separator: " ") }.filter {
        $0.contains("=") || $0.hasPrefix("create-") || $0.hasPrefix("associate-")
      }.map { $0.prefix { $0 != "=" } })
    let filling = values(group)
    return handbook.features.filter { feature in
      feature.forCauses.contains(group.playbook.id) && !feature.notForCauses.contains(group.playbook.id)
        && !feature.commands.contains { command in
          command.template.split(separator: " ").contains { said.contains($0.prefix { $0 != "=" }) }
        }
    }.prefix(2).map { feature in
      RemedyAdvice(
        order: 0, title: feature.title, cause: group.playbook.id,
        commands: feature.commands.map { $0.filled(filling) }, effect: feature.helps.joined(separator: "; "),
        effectAddresses: nil, effectFreeBlocks: nil,
        risk: feature.doesNotFix.isEmpty ? "" : "does not fix: " + feature.doesNotFix.joined(separator: "; "),
        precondition: feature.needs.joined(separator: "; "), verify: filled(feature.verify, filling),
        rollback: "")
    }
  }

  private func filled(_ text: String, _ values: [Placeholder: String]) -> String {
    Command(template: text, place: Place(input: "", line: 0, byte: 0)).filled(values)
  }

  private func fits(_ remedy: Remedy, _ group: CauseGroup) -> Bool {
    remedy.when.allSatisfy { test in
      guard let scope = FactCatalog[test.fact]?.scope else { return false }
      let entities: [Entity]
      switch scope {
      case .cluster: entities = [.cluster]
      case .node: entities = group.nodes.sorted().map { Entity(.node, $0) }
      default: entities = group.members.map(\.entity).filter { $0.scope == scope }
      }
      // What is not known does not rule a remedy out; what is known to be otherwise does.
      let values = entities.compactMap { facts.value(test.fact, of: $0) }
      return values.isEmpty || values.contains { test.comparison.holds($0) }
    }
  }
}
