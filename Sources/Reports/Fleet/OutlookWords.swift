import Triage
import VPCModel

/// What every format says of a fleet's simulation in the same words.
enum OutlookWords {
  static let heading = "What the nodes hold, and what settings would free"
  static let legend =
    "model: what ipamd's loop makes of the nodes' own settings, had they just filled up; frees counts the own "
    + "addresses of ENIs too"

  /// Something to say: a node that holds addresses, or that a change was tried on.
  static func isTelling(_ outlook: FleetOutlook) -> Bool {
    outlook.simulated > 0 && (outlook.all.held > 0 || outlook.trials.contains { $0.nodes > 0 })
  }

  /// Worth a place on the page that is read at night: there is something to do, or the model is far off.
  static func isPressing(_ outlook: FleetOutlook) -> Bool {
    isTelling(outlook)
      && (outlook.trials.contains { $0.nodes > 0 } || outlook.all.over + outlook.all.under > 0)
  }

  /// `7 of 9 nodes simulated: they hold 161 addresses, ipamd's loop makes 144 of their settings`.
  static func summary(_ outlook: FleetOutlook) -> String {
    let all = outlook.all
    let nodes = "\(Phrases.number(outlook.simulated)) of \(Phrases.count(outlook.nodes, "node")) simulated"
    guard all.nodes > 0 else {
      return "\(nodes): none says what it holds, ipamd's loop makes "
        + "\(Phrases.count(all.modelAlone, "address", "addresses")) of their settings"
    }
    return "\(nodes): \(Phrases.count(all.held, "address", "addresses")) in pools, "
      + "\(Phrases.number(all.model)) by ipamd's loop"
  }

  /// The residual by name; empty when the model holds exactly.
  static func residual(_ sums: FleetOutlook.Sums) -> [String] {
    var parts: [String] = []
    if sums.over > 0 {
      parts.append(
        "\(Phrases.number(sums.over)) more than the model: ENIs and prefixes few pods keep, or pods that left"
      )
    }
    if sums.under > 0 {
      parts.append(
        "\(Phrases.number(sums.under)) less than the model: pools still growing, or the subnet gives no more")
    }
    if sums.notModelled > 0 {
      parts.append("\(Phrases.number(sums.notModelled)) on nodes that could not be simulated")
    }
    return parts
  }

  static func columns(_ outlook: FleetOutlook) -> [String] {
    ["subnet", "nodes", "held", "model", "residual"] + outlook.trials.map { "frees: \(steps($0))" }
  }

  static func rows(_ outlook: FleetOutlook) -> [[String]] {
    outlook.rows.map { row in
      [
        row.subnet?.raw ?? "(not in the evidence)", Phrases.number(row.sums.nodes),
        Phrases.number(row.sums.held), Phrases.number(row.sums.model), signed(row.sums.residual),
      ] + row.frees.map { $0.map(Phrases.number) ?? "-" }
    }
  }

  /// Without the columns of the last trials, where the page is too narrow: a sentence tells of each of them.
  static func fitting(_ table: [[String]], width: Int) -> [[String]] {
    var columns = table.first?.count ?? 0
    func needed() -> Int {
      (0..<columns).reduce(0) { sum, column in
        sum + 2 + table.reduce(0) { max($0, DisplayWidth.of($1[column])) }
      }
    }
    while columns > 5, needed() > width { columns -= 1 }
    return table.map { Array($0.prefix(columns)) }
  }

  static func signed(_ number: Int) -> String { (number > 0 ? "+" : "") + Phrases.number(number) }

  /// `step 1, 4`.
  static func steps(_ trial: FleetOutlook.Trial) -> String {
    "step " + trial.steps.map(String.init).joined(separator: ", ")
  }

  static func settings(_ settings: [String: String]) -> String {
    settings.keys.sorted().map { name in
      settings[name].flatMap { $0.isEmpty ? nil : "\(name)=\($0)" } ?? "\(name) unset"
    }.joined(separator: " ")
  }

  /// `step 1 (WARM_IP_TARGET=2): 111 addresses freed on 7 nodes`, with what would go wrong behind it.
  static func sentence(_ trial: FleetOutlook.Trial) -> String {
    let name = "\(steps(trial)), \(settings(trial.change.values))"
    guard trial.nodes > 0 else { return "\(name): could be tried on no node" }
    let nodes = Phrases.count(trial.nodes, "node")
    let place = trial.isForNewNodes ? "once \(nodes) are replaced" : "on \(nodes)"
    let effect =
      trial.frees == 0
      ? "frees nothing"
      : trial.frees > 0
        ? "frees \(Phrases.count(trial.frees, "address", "addresses"))"
        : "takes \(Phrases.count(-trial.frees, "more address", "more addresses"))"
    return "\(name): \(effect) \(place)"
  }

  static func hasTrouble(_ trial: FleetOutlook.Trial) -> Bool { trial.shortNodes > 0 || trial.refused > 0 }

  static func trouble(_ trial: FleetOutlook.Trial) -> String {
    var parts: [String] = []
    if trial.shortNodes > 0 {
      parts.append(
        "\(Phrases.count(trial.shortPods, "pod")) of \(Phrases.count(trial.shortNodes, "node")) would have no address"
      )
    }
    if trial.refused > 0 {
      parts.append("aws-node would not start on \(Phrases.count(trial.refused, "node"))")
    }
    return "\(steps(trial)): \(parts.joined(separator: "; "))"
  }

  /// Subnets that have not what a change takes.
  static func shortages(_ fleet: Fleet) -> [String] {
    let free = Dictionary(fleet.subnets.map { ($0.id, $0.free) }, uniquingKeysWith: { first, _ in first })
    return fleet.outlook.rows.flatMap { row -> [String] in
      guard let id = row.subnet?.raw, let left = free[id] ?? nil else { return [] }
      return zip(fleet.outlook.trials, row.frees).compactMap { trial, frees in
        guard let frees, frees < 0, left < -frees else { return nil }
        return "\(steps(trial)): \(id) has \(Phrases.number(left)) free and would have to give "
          + "\(Phrases.number(-frees))"
      }
    }
  }

  /// `2 nodes not simulated, its pods are not in the evidence: i-1, i-2`.
  static func sentence(_ remark: FleetOutlook.Remark, named: Int) -> String {
    let nodes = Phrases.count(remark.count, "node")
    let shown = remark.nodes.prefix(named)
    let more = remark.count - shown.count
    let list = shown.joined(separator: ", ") + (more > 0 ? " and \(Phrases.number(more)) more" : "")
    return "\(nodes)\(remark.isMissing ? " not simulated" : ""): \(remark.text) (\(list))"
  }

  static let kindColumns = ["type", "settings", "nodes", "pods", "held", "model", "residual"]

  static func kindRow(_ kind: FleetOutlook.Kind) -> [String] {
    [
      kind.type ?? "?", kind.settings.isEmpty ? "?" : settings(kind.settings), Phrases.number(kind.nodes),
      kind.pods.map(Phrases.number) ?? "?", Phrases.number(kind.sums.held), Phrases.number(kind.sums.model),
      signed(kind.sums.residual),
    ]
  }
}
