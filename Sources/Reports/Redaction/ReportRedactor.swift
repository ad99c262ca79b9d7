import Evidence
import Playbooks
import Redaction
import Triage
import VPCModel

/// A report for others to read: the same findings, counts and times, with aliases for what identifies.
///
///     var redactor = ReportRedactor(report, key: key, vocabulary: words)
///     let shown = redactor.redacted(report)      // any renderer prints it; `shown.isRedacted` is true
///
/// Fingerprints stay: they were computed of the originals, so that the same incident is known again. A command that
/// holds an alias begins with `# redacted`: pasted into a shell it does nothing.
package struct ReportRedactor {
  private var redactor: TextRedactor
  private let plan: RedactionPlan
  private var paths: [String: String] = [:]
  /// Ranges that advice writes, and nobody has.
  private var ranges: [String] = []

  /// Before a command that holds an alias.
  package static let commandMark = "# redacted, not to be run: "

  /// What every redacted report says of itself.
  static let note =
    "redacted: names, ids and addresses are aliases, prefixes and times are true; fingerprints are of the originals"

  /// Whether a line of a report is a command whose ids are aliases: not to be offered for copying.
  package static func isRedacted(command: String) -> Bool { command.hasPrefix(commandMark) }

  /// - Parameters:
  ///   - names: what else is known to be a name, from the evidence behind the report.
  ///   - vocabulary: words that patterns ask for, which stay where nothing calls them a name.
  ///   - ranges: blocks that advice speaks of, `100.64.0.0/16`, which stay in advice.
  package init(
    _ report: Report, key: RedactionKey, vocabulary: WordSet, names: [(String, NameKind)] = [],
    ranges: Set<String> = [], keepsMapping: Bool = false
  ) {
    var surveyor = ReportRedactor(
      TextRedactor(), RedactionPlan(key: key, survey: Survey(), vocabulary: vocabulary))
    for (name, kind) in names { _ = surveyor.redactor.redacted(name, as: kind) }
    _ = surveyor.redacted(report)
    var survey = surveyor.redactor.survey
    for ledger in report.subnets { ledger.cidr.map { survey.note(subnet: $0) } }
    let plan = RedactionPlan(key: key, survey: survey, vocabulary: vocabulary)
    self.init(TextRedactor(plan, keepsMapping: keepsMapping), plan)
    self.ranges = ranges.sorted()
  }

  private init(_ redactor: TextRedactor, _ plan: RedactionPlan) {
    self.redactor = redactor
    self.plan = plan
  }

  /// Original to alias, of everything replaced so far.
  package var mapping: [String: String] { redactor.mapping }

  package mutating func redacted(_ report: Report) -> Report {
    setPaths(report)
    var copy = report
    copy.isRedacted = true
    copy.primary = finding(report.primary)
    copy.contributing = report.contributing.map { finding($0) }
    copy.alternatives = report.alternatives.map { alternative in
      var copy = alternative
      copy.because = redactor.redacted(alternative.because)
      copy.decide = command(alternative.decide)
      return copy
    }
    copy.excluded = report.excluded.map { exclusion in
      var copy = exclusion
      copy.because = redactor.redacted(exclusion.because)
      return copy
    }
    copy.steps = report.steps.map { step in
      var copy = step
      copy.because = redactor.redacted(step.because)
      copy.next = step.next.map { command($0) }
      return copy
    }
    copy.evidence = report.evidence.map { item in
      var copy = item
      copy.place = Place(input: path(item.place.input), line: item.place.line, byte: item.place.byte)
      copy.node = item.node.map { node($0) }
      copy.text = redactor.redacted(item.text)
      return copy
    }
    copy.remedies = report.remedies.map { remedy($0) }
    copy.nodes = report.nodes.map { node($0) }
    let names = ledgerNames
    copy.subnets = report.subnets.map { $0.renamed(names) }
    copy.series = report.series.map { series in
      var copy = series
      copy.node = node(series.node)
      return copy
    }
    copy.timeline = report.timeline.map { entry in
      var copy = entry
      copy.node = entry.node.map { node($0) }
      copy.event = redactor.redacted(entry.event)
      return copy
    }
    copy.unclassified = report.unclassified.map { template in
      var copy = template
      copy.template = redactor.redacted(template.template)
      return copy
    }
    copy.noise = report.noise.map { (redactor.redacted($0.text), $0.count) }
    copy.inputs = report.inputs.map { input($0) }
    copy.gaps = report.gaps.map { gap in
      var copy = gap
      copy.node = node(gap.node)
      copy.reason = redactor.redacted(gap.reason)
      return copy
    }
    copy.notes = [Self.note] + report.notes.map { redactor.redacted($0) }
    return copy
  }

  /// A sentence, a table cell: anything a renderer or a command prints beside the report.
  package mutating func redacted(_ text: String) -> String { redactor.redacted(text) }

  /// The alias of a name of `kind`.
  package mutating func redacted(_ name: String, as kind: NameKind) -> String {
    redactor.redacted(name, as: kind)
  }

  // MARK: parts

  private mutating func finding(_ finding: Finding) -> Finding {
    var copy = finding
    copy.because = redactor.redacted(finding.because)
    copy.scope.nodes = finding.scope.nodes.map { node($0) }.sorted()
    copy.scope.subnets = finding.scope.subnets.map { redactor.redacted($0) }.sorted()
    copy.scope.enis = finding.scope.enis.map { redactor.redacted($0) }.sorted()
    copy.scope.pods = finding.scope.pods.map { redactor.redacted($0, as: .pod) }.sorted()
    copy.missing = finding.missing.map { missing in
      MissingEvidence(what: redactor.redacted(missing.what), command: command(missing.command))
    }
    return copy
  }

  mutating func remedy(_ remedy: RemedyAdvice) -> RemedyAdvice {
    var copy = remedy
    copy.title = own(remedy.title)
    copy.commands = remedy.commands.map { command($0) }
    copy.effect = own(remedy.effect)
    copy.risk = own(remedy.risk)
    copy.precondition = own(remedy.precondition)
    copy.verify = advice(remedy.verify)
    copy.rollback = advice(remedy.rollback)
    return copy
  }

  private mutating func node(_ node: NodeReport) -> NodeReport {
    var copy = node
    copy.id = self.node(node.id)
    copy.name = node.name.map { redactor.redacted($0, as: .node) }
    for (key, value) in node.settings { copy.settings[key] = redactor.redacted(value) }
    return copy
  }

  private mutating func input(_ input: InputReport) -> InputReport {
    var copy = input
    copy.record.name = path(input.record.name)
    copy.record.duplicateOf = input.record.duplicateOf.map { path($0) }
    copy.record.group = nil
    copy.record.root = ""
    copy.record.residue = ""
    copy.node = input.node.map { node($0) }
    copy.record.problems = Set(
      input.record.problems.map { problem in
        InputProblem(
          line: problem.line, byte: problem.byte, redactor.redacted(problem.text),
          isHarmless: problem.isHarmless)
      })
    return copy
  }

  /// An instance id, a node's name, or `input:i1`, which is nobody's.
  mutating func node(_ id: String) -> String {
    guard id.hasPrefix("input:") else { return redactor.redacted(id, as: .node) }
    guard let slash = id.firstIndex(of: "/") else { return id }
    return id[...slash] + redactor.redacted(String(id[id.index(after: slash)...]), as: .pod)
  }

  private mutating func command(_ command: String) -> String {
    let shown = own(command)
    return shown == command || Self.isRedacted(command: command) ? shown : Self.commandMark + shown
  }

  private mutating func advice(_ text: String) -> String {
    TextReport.isCommand(text) ? command(text) : own(text)
  }

  /// Advice of a playbook, whose own ranges stay.
  private mutating func own(_ text: String) -> String {
    guard let range = ranges.first(where: { text.contains($0) }), let found = text.firstRange(of: range)
    else {
      return redactor.redacted(text)
    }
    return own(String(text[..<found.lowerBound])) + range + own(String(text[found.upperBound...]))
  }

  // MARK: inputs

  /// Names of inputs begin below the folder they share: who keeps them where is nobody's business.
  private mutating func setPaths(_ report: Report) {
    let names = report.inputs.map(\.record.name) + report.evidence.map(\.place.input)
    let shared = TextReport.sharedFolder(Array(Set(names)).sorted())
    for name in names where paths[name] == nil {
      var below = name.hasPrefix(shared) ? String(name.dropFirst(shared.count)) : name
      if shared.isEmpty, let slash = below.lastIndex(of: "/"), !below.contains("!") {
        below = String(below[below.index(after: slash)...])
      }
      paths[name] = redactor.redacted(path: below)
    }
  }

  private mutating func path(_ name: String) -> String {
    if let known = paths[name] { return known }
    return redactor.redacted(path: name)
  }

  // MARK: ledgers

  private var ledgerNames: LedgerNames {
    // Each closure has a copy: what it notes is not needed, since text and scope hold the same names.
    let addresses = redactor.isSurveying ? nil : plan
    let copy = redactor
    func text(_ text: String) -> String {
      var copy = copy
      return copy.redacted(text)
    }
    return LedgerNames(
      id: text, address: { addresses?.alias(of: $0) ?? $0 }, block: { addresses?.alias(of: $0) ?? $0 },
      text: text)
  }
}
