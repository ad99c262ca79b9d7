import Evidence
import Playbooks
import Triage
import VPCModel

// Findings, steps, evidence and remedies of a saved report.

extension Finding {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      id: CauseID(try fields.text("id")), title: try fields.text("title"),
      basis: try fields.choiceIfAny("basis", Basis.allCases), confidence: try fields.share("confidence"),
      severity: try fields.choice("severity", [.error, .warning, .note]),
      state: try fields.choiceIfAny("state", [.active, .recovered, .latent]),
      step: try fields.numberIfAny("step"), because: try fields.text("because"))
    let scope = try fields.object("scope")
    self.scope.nodes = try scope.texts("nodes")
    self.scope.subnets = try scope.texts("subnets")
    self.scope.subnetRole = try scope.textIfAny("subnetRole")
    self.scope.enis = try scope.texts("enis")
    self.scope.pods = try scope.texts("pods")
    self.scope.zones = try scope.texts("zones")
    first = try fields.timeIfAny("first")
    last = try fields.timeIfAny("last")
    count = try fields.numberIfAny("count")
    isCountEstimate = try fields.truthIfAny("countIsEstimate") ?? false
    isTransient = try fields.truthIfAny("transient") ?? false
    evidence = try fields.texts("evidence")
    against = try fields.texts("against")
    for item in try fields.objects("missing") {
      missing.append(MissingEvidence(what: try item.text("what"), command: try item.text("command")))
    }
    fingerprint = try fields.textIfAny("fingerprint") ?? ""
    if let given = try fields.objectIfAny("share") {
      share = (try given.number("addresses"), try given.number("of"))
    }
  }
}

extension Alternative {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      id: CauseID(try fields.text("id")), title: try fields.text("title"),
      basis: try fields.choice("basis", Basis.allCases), confidence: try fields.share("confidence"),
      because: try fields.text("because"), evidence: try fields.texts("evidence"),
      against: try fields.texts("against"), decide: try fields.text("decide"))
  }
}

extension Exclusion {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      id: CauseID(try fields.text("id")), because: try fields.text("because"),
      evidence: try fields.texts("evidence"))
  }
}

extension WalkStep {
  init(_ fields: SavedFields) throws(SavedReportError) {
    let outcomes: [StepOutcome] = [.ruledOut, .cause, .supports, .contributing, .noEvidence, .notApplicable]
    self.init(
      number: try fields.number("step"), title: try fields.text("title"),
      outcome: try fields.choice("outcome", outcomes), because: try fields.text("because"),
      evidence: try fields.texts("evidence"), next: try fields.textIfAny("next"))
  }
}

extension EvidenceItem {
  /// The input is its id until all inputs are read.
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      id: try fields.text("id"),
      place: Place(
        input: try fields.textIfAny("input") ?? "", line: try fields.number("line"),
        byte: try fields.number("byte")),
      time: try fields.timeIfAny("time"), pattern: try fields.textIfAny("pattern"),
      node: try fields.textIfAny("node"), text: try fields.text("text"), of: try fields.numberIfAny("of"))
  }
}

extension RemedyAdvice {
  init(_ fields: SavedFields) throws(SavedReportError) {
    let effect = try fields.object("effect")
    self.init(
      order: try fields.number("order"), title: try fields.text("title"),
      cause: CauseID(try fields.text("for")),
      commands: try fields.texts("commands"), effect: try effect.text("text"),
      effectAddresses: try effect.numberIfAny("addresses"),
      effectFreeBlocks: try effect.numberIfAny("freeBlocks"), risk: try fields.text("risk"),
      precondition: try fields.text("precondition"), verify: try fields.text("verify"),
      rollback: try fields.text("rollback"))
  }
}

extension UnclassifiedReport {
  init(_ fields: SavedFields) throws(SavedReportError) {
    self.init(
      template: try fields.text("template"), count: try fields.number("count"),
      isEstimate: try fields.truthIfAny("countIsEstimate") ?? false, example: try fields.text("example"))
  }
}
