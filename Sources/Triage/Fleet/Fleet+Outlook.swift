import Evidence
import Playbooks
import VPCModel

extension Fleet {
  /// The nodes of all evidence against their subnets: what they hold, what ipamd's loop makes of their settings, and
  /// what the changes of settings that the steps ask for would give back.
  static func outlook(_ world: World, steps: [RolloutStep]) -> FleetOutlook {
    var ids = world.simulatedNodes[...]
    let asTheyAre = SimulationWishes()
    return FleetOutlook(trying: trials(of: steps)) {
      while let id = ids.popFirst() {
        if let entity = world.nodes[id] { return world.simulated(entity, asTheyAre) }
      }
      return nil
    }
  }

  static let mostTrials = 6

  /// Steps that ask for the same change on the same nodes are one.
  static func trials(of steps: [RolloutStep]) -> [FleetOutlook.Trial] {
    var trials: [FleetOutlook.Trial] = []
    for step in steps {
      guard let change = SettingsChange(of: step.advice.commands) else { continue }
      let isForNewNodes = step.phase == .replacement
      if let index = trials.firstIndex(where: { $0.change == change && $0.isForNewNodes == isForNewNodes }) {
        trials[index].steps.append(step.advice.order)
      } else if trials.count < mostTrials {
        trials.append(
          FleetOutlook.Trial(steps: [step.advice.order], change: change, isForNewNodes: isForNewNodes))
      }
    }
    return trials
  }
}

extension SettingsChange {
  /// Those that decide how many addresses a node holds.
  private static let ofHolding: Set<String> = [
    "WARM_ENI_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_PREFIX_TARGET", "MAX_ENI",
    "ENABLE_PREFIX_DELEGATION", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "ENABLE_POD_ENI",
  ]

  /// What commands change of the pool's settings, `set env ds/aws-node WARM_IP_TARGET=2 WARM_ENI_TARGET-` or the
  /// add-on's JSON; nil when nothing. A value that the reader is to choose is left as it is.
  init?(of commands: [String]) {
    self.init()
    for command in commands where command.contains("aws-node ") || command.contains("update-addon") {
      let words = command.split { !($0.isLetter || $0.isNumber || "_-=<>".contains($0)) }
      var name: Substring?
      for word in words {
        if let wanted = name {
          set(wanted, value: word)
          name = nil
        } else if let equals = word.firstIndex(of: "=") {
          // `MINIMUM_IP_TARGET='<number>'` ends here: what stands in the quotes is the reader's to choose.
          let value = word[word.index(after: equals)...]
          if !value.isEmpty { set(word[..<equals], value: value) }
        } else if word.last == "-", Self.ofHolding.contains(String(word.dropLast())) {
          set(word.dropLast(), value: "")
        } else if Self.ofHolding.contains(String(word)) {
          name = word
        }
      }
    }
    if isEmpty || !refused.isEmpty { return nil }
  }

  private mutating func set(_ name: Substring, value: Substring) {
    guard Self.ofHolding.contains(String(name)) else { return }
    if value.isEmpty || Int(value) != nil || CNISettings.truth(String(value)) != nil {
      set(String(name), String(value))
    }
  }
}
