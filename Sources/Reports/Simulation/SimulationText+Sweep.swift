import VPCModel

// Warm targets searched.
extension SimulationText {
  mutating func writeSweep() {
    guard let sweep = report.sweep else { return }
    page.heading("Warm targets: \(Phrases.number(sweep.tried)) choices tried")
    guard let best = sweep.recommended, let reason = Self.reason(sweep) else {
      page.add("with none of them every pod has an address and the pool comes to rest", [page.piece(.bad)])
      return
    }
    var shown = Array(sweep.frontier.prefix(TextRenderer.listed))
    if !shown.contains(best) { shown[shown.count - 1] = best }
    let other = shown.contains { $0.settings["WARM_PREFIX_TARGET"] ?? "" != "" } ? "PREFIX" : "ENI"
    var rows = [
      ["", "WARM_IP", "MINIMUM_IP", "WARM_\(other)", "held", "start at once", "EC2 calls", "last after"]
    ]
    func row(_ mark: String, _ point: TargetSweep.Point, _ targets: [String]) -> [String] {
      [mark] + targets + [
        Phrases.number(point.held),
        "\(Phrases.number(point.servedAtOnce)) of \(Phrases.number(sweep.burstPods))",
        Phrases.number(point.calls), "\(Phrases.number(point.seconds)) s",
      ]
    }
    for point in shown {
      let hasIPTargets = point.settings["WARM_IP_TARGET"] != "" || point.settings["MINIMUM_IP_TARGET"] != ""
      let targets = ["WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_\(other)_TARGET"].map { name in
        let value = point.settings[name] ?? ""
        // Beside IP targets it decides nothing, and the 1 of the manifest would mislead.
        return value.isEmpty || hasIPTargets && name.hasSuffix("\(other)_TARGET") ? "-" : value
      }
      rows.append(row(point == best ? ">" : "-", point, targets))
    }
    if let present = sweep.present { rows.append(row("=", present, ["as now", "", ""])) }
    page.table(rows)
    let hidden = sweep.frontier.count - shown.count
    if hidden > 0 { page.add("and \(Phrases.number(hidden)) more; --format json lists them", style: .dim) }
    page.add("none of these is beaten by another in addresses, in pods at once and in calls", style: .dim)
    if sweep.dropped > 0 {
      page.add(
        "\(Phrases.count(sweep.dropped, "choice")) not taken further: pods without an address, or no rest",
        style: .dim)
    }
    page.blank()
    page.add(Self.words(Self.told(best)), [.init("recommended:", .bold)])
    page.add(reason, indent: 4)
    page.command(
      "kubectl -n kube-system set env daemonset/aws-node " + Self.assignments(best), indent: 4)
  }

  /// Targets that are taken away are left out, and those that decide nothing.
  private static func told(_ point: TargetSweep.Point) -> [String: String] {
    let hasIPTargets = point.settings["WARM_IP_TARGET"] != "" || point.settings["MINIMUM_IP_TARGET"] != ""
    return point.settings.filter { name, value in
      !value.isEmpty && !(hasIPTargets && (name == "WARM_ENI_TARGET" || name == "WARM_PREFIX_TARGET"))
    }
  }

  /// `WARM_IP_TARGET=2 MINIMUM_IP_TARGET-`, as `kubectl set env` takes them.
  private static func assignments(_ point: TargetSweep.Point) -> String {
    point.settings.keys.sorted().map { name in
      let value = point.settings[name] ?? ""
      return value.isEmpty ? "\(name)-" : "\(name)=\(value)"
    }.joined(separator: " ")
  }

  /// Why the recommended targets, in a sentence; nil when nothing is recommended.
  static func reason(_ sweep: TargetSweep) -> String? {
    guard let best = sweep.recommended, let kind = sweep.reason else { return nil }
    var text: String
    switch kind {
    case .fewestThatServeAtOnce:
      text = "the fewest addresses with which all of \(Phrases.count(sweep.burstPods, "pod")) start at once"
    case .servesMost:
      text =
        "no choice starts all of \(Phrases.count(sweep.burstPods, "pod")) at once; this one starts the most, "
        + Phrases.number(best.servedAtOnce)
    }
    if let present = sweep.present {
      let saved = present.held - best.held
      let number = Phrases.count(Int(saved.magnitude), "address", "addresses")
      text += saved == 0 ? "; as many addresses as" : "; \(number) \(saved > 0 ? "fewer" : "more") than"
      text += " with the present targets"
    }
    // The next cheaper one says what its addresses buy.
    if let below = sweep.frontier.last(where: { $0.held < best.held }) {
      text +=
        "; \(Phrases.count(best.held - below.held, "address", "addresses")) less would start "
        + "\(Phrases.number(below.servedAtOnce)) at once and cost \(Phrases.count(below.calls, "call")) instead of "
        + Phrases.number(best.calls)
    }
    return text
  }
}
