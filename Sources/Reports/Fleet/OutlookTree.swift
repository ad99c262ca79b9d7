import VPCModel

/// A fleet's simulation as JSON.
enum OutlookTree {
  static func node(_ outlook: FleetOutlook) -> JSONNode {
    .object([
      ("nodes", .integer(outlook.nodes)), ("simulated", .integer(outlook.simulated)),
      ("all", .object(sums(outlook.all))),
      (
        "subnets",
        .array(
          outlook.rows.map { row in
            .object(
              [("id", JSONNode(row.subnet?.raw))] + sums(row.sums)
                + [("frees", .row(row.frees.map { JSONNode($0) }))])
          })
      ),
      ("trials", .array(outlook.trials.map(trial))),
      (
        "kinds",
        .array(
          outlook.kinds.map { kind in
            .object(
              [
                ("instanceType", JSONNode(kind.type)),
                ("settings", SimulationTree.settings(kind.settings)), ("of", .integer(kind.nodes)),
                ("pods", JSONNode(kind.pods)),
              ] + sums(kind.sums))
          })
      ),
      (
        "remarks",
        .array(
          outlook.remarks.map { remark in
            .object([
              ("text", .string(remark.text)), ("count", .integer(remark.count)),
              ("simulated", .bool(!remark.isMissing)), ("nodes", JSONNode(remark.nodes)),
            ])
          })
      ),
    ])
  }

  private static func sums(_ sums: FleetOutlook.Sums) -> [(String, JSONNode)] {
    [
      ("nodesHolding", .integer(sums.nodes)), ("held", .integer(sums.held)), ("model", .integer(sums.model)),
      ("over", .integer(sums.over)), ("under", .integer(sums.under)),
      ("notModelled", .integer(sums.notModelled)), ("modelAlone", .integer(sums.modelAlone)),
    ]
  }

  private static func trial(_ trial: FleetOutlook.Trial) -> JSONNode {
    .object([
      ("steps", .row(trial.steps.map { .integer($0) })),
      ("settings", SimulationTree.settings(trial.change.values)),
      ("forNewNodes", .bool(trial.isForNewNodes)), ("nodes", .integer(trial.nodes)),
      ("refusedNodes", .integer(trial.refused)), ("heldNow", .integer(trial.now)),
      ("heldThen", .integer(trial.then)), ("frees", .integer(trial.frees)),
      ("shortNodes", .integer(trial.shortNodes)), ("shortPods", .integer(trial.shortPods)),
    ])
  }
}
