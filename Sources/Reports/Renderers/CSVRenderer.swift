import Evidence
import Triage
import VPCModel

/// Findings, ledgers, nodes, timeline and silences as one table for a spreadsheet: quotes as in RFC 4180, one header.
///
/// What a row is stands in its first column. Nothing of a log becomes a formula: texts that begin like one get an
/// apostrophe in front, which spreadsheets do not show.
package struct CSVRenderer: Renderer {
  package static let name = "csv"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    var table = CSVText()
    table.add(CSVRow.columns)
    for row in CSVRows(report, exitCode: options.exitCode).all { table.add(row.cells) }
    return table.text
  }
}

/// One line of the table. What a kind of row does not have stays empty, which is not 0.
struct CSVRow {
  static let columns: [CSVText.Cell] = [
    "record", "id", "name", "node", "subnet", "from", "to", "value", "unit", "basis", "severity", "state",
    "text",
  ].map { .text($0) }

  let record: String
  var id = ""
  var name = ""
  var node = ""
  var subnet = ""
  var from: Instant?
  var to: Instant?
  var value: Int?
  var unit = ""
  var basis = ""
  var severity = ""
  var state = ""
  var text = ""

  init(_ record: String) { self.record = record }

  var cells: [CSVText.Cell] {
    [
      .text(record), .text(id), .text(name), .text(node), .text(subnet), .time(from), .time(to),
      .number(value),
      .text(unit), .text(basis), .text(severity), .text(state), .text(text),
    ]
  }
}

private struct CSVRows {
  private let report: Report
  private let exitCode: Int32
  init(_ report: Report, exitCode: Int32) {
    self.report = report
    self.exitCode = exitCode
  }

  var all: [CSVRow] {
    [summary, finding(report.primary, as: "primary")]
      + report.contributing.map { finding($0, as: "contributing") }
      + report.alternatives.map(alternative) + report.excluded.map(exclusion) + report.steps.map(step)
      + report.subnets.flatMap(ledger) + report.nodes.flatMap(node) + report.timeline.map(moment)
      + report.gaps.map(gap) + report.inputs.flatMap(problems) + report.notes.map(note)
      + report.remedies.flatMap(remedy) + report.primary.missing.map(missing)
  }

  private var summary: CSVRow {
    var row = CSVRow("report")
    row.name = report.status.rawValue
    (row.from, row.to) = (report.from, report.to)
    (row.value, row.unit) = (Int(exitCode), "exit code")
    row.text = "ipamtriage \(report.toolVersion)" + (report.isPartial ? ", read in part" : "")
    return row
  }

  private func finding(_ finding: Finding, as name: String) -> CSVRow {
    var row = CSVRow("finding")
    (row.id, row.name) = (finding.id.raw, name)
    row.node = finding.scope.nodes.joined(separator: " ")
    row.subnet = finding.scope.subnets.joined(separator: " ")
    (row.from, row.to) = (finding.first, finding.last)
    (row.value, row.unit) = (finding.count, finding.count == nil ? "" : "times")
    (row.basis, row.severity) = (finding.basis?.rawValue ?? "", finding.severity.rawValue)
    row.state = finding.state?.rawValue ?? ""
    row.text = finding.because.isEmpty ? finding.title : finding.because
    return row
  }

  private func alternative(_ alternative: Alternative) -> CSVRow {
    var row = CSVRow("finding")
    (row.id, row.name, row.basis) = (alternative.id.raw, "alternative", alternative.basis.rawValue)
    row.text = alternative.because.isEmpty ? alternative.title : alternative.because
    return row
  }

  private func exclusion(_ exclusion: Exclusion) -> CSVRow {
    var row = CSVRow("finding")
    (row.id, row.name, row.text) = (exclusion.id.raw, "excluded", exclusion.because)
    return row
  }

  private func step(_ step: WalkStep) -> CSVRow {
    var row = CSVRow("step")
    (row.id, row.name, row.state) = (String(step.number), Phrases.stepName(step), step.outcome.rawValue)
    row.text = step.because
    return row
  }

  private func ledger(_ ledger: SubnetLedger) -> [CSVRow] {
    var counts: [(String, Int?)] = [("size", ledger.size), ("reserved", ledger.reserved)]
    counts += OwnerClass.owners.map { ($0.name, ledger.owners?[$0]) }
    counts += [
      ("free", ledger.free), ("largestFreeRun", ledger.largestFreeRun), ("available", ledger.available),
      ("residual", ledger.residual),
    ]
    let blocks = [
      ("freeAligned28", ledger.freeAligned28), ("freeAligned28Unreserved", ledger.freeAligned28Unreserved),
    ]
    func row(_ name: String, _ value: Int?, _ unit: String) -> CSVRow {
      var row = CSVRow("ledger")
      (row.name, row.subnet, row.value, row.unit) = (name, ledger.subnet.raw, value, unit)
      (row.state, row.text) = (ledger.verdict.rawValue, ledger.cidr?.description ?? "")
      return row
    }
    return counts.map { row($0.0, $0.1, "addresses") } + blocks.map { row($0.0, $0.1, "blocks of 16") }
  }

  private func node(_ node: NodeReport) -> [CSVRow] {
    [
      ("pool.total", node.poolTotal, "addresses"), ("pool.assigned", node.poolAssigned, "addresses"),
      ("pool.cooling", node.poolCooling, "addresses"), ("enis", node.enis, "interfaces"),
      ("eniLimit", node.eniLimit, "interfaces"), ("maxPods", node.maxPods, "pods"),
      ("refusals", node.refusals, "times"), ("assignments", node.assignments, "times"),
    ].compactMap { name, value, unit in
      guard let value else { return nil }
      var row = CSVRow("node")
      (row.node, row.name, row.value, row.unit) = (node.id, name, value, unit)
      row.text = [node.instanceType, node.mode, node.cniVersion].compactMap { $0 }.joined(separator: " ")
      return row
    }
  }

  private func moment(_ entry: TimelineEntry) -> CSVRow {
    var row = CSVRow("timeline")
    (row.from, row.node, row.text) = (entry.time, entry.node ?? "", entry.event)
    return row
  }

  private func gap(_ gap: GapReport) -> CSVRow {
    var row = CSVRow("gap")
    (row.node, row.from, row.to, row.text) = (gap.node, gap.from, gap.to, gap.reason)
    return row
  }

  private func problems(_ input: InputReport) -> [CSVRow] {
    input.record.problems.sorted().map { problem in
      var row = CSVRow("problem")
      (row.id, row.name, row.node) = (input.id, input.record.name, input.node ?? "")
      (row.value, row.unit, row.text) = (problem.line, problem.line == nil ? "" : "line", problem.text)
      return row
    }
  }

  private func note(_ text: String) -> CSVRow {
    var row = CSVRow("note")
    row.text = text
    return row
  }

  private func remedy(_ remedy: RemedyAdvice) -> [CSVRow] {
    remedy.commands.map { command in
      var row = CSVRow("remedy")
      (row.id, row.name, row.text) = (String(remedy.order), remedy.title, command)
      return row
    }
  }

  private func missing(_ item: MissingEvidence) -> CSVRow {
    var row = CSVRow("missing")
    (row.name, row.text) = (item.what, item.command)
    return row
  }
}

/// Lines of CSV, ended by a line feed alone: every reader takes it, and a carriage return would show on a terminal.
struct CSVText {
  enum Cell {
    case text(String)
    /// Ours, so a minus is a minus.
    case number(Int?)
    case time(Instant?)
  }

  private(set) var text = ""

  mutating func add(_ cells: [Cell]) {
    text += cells.map(Self.shown).joined(separator: ",") + "\n"
  }

  private static func shown(_ cell: Cell) -> String {
    switch cell {
    case .number(let value): value.map(String.init) ?? ""
    case .time(let time): time.map { CivilTime($0).rfc3339 } ?? ""
    case .text(let words): Escaping.csv(words)
    }
  }
}

extension Escaping {
  /// A cell: one line, no formula for any spreadsheet, quoted where it has to be.
  ///
  /// A formula begins with `=`, `+`, `-` or `@`, wide forms of them too; blanks before it are skipped by some.
  /// A semicolon or a tab starts a new cell where those are the separator, so what stands behind one counts as well.
  static func csv(_ text: some StringProtocol) -> String {
    var result = ""
    var opensCell = true
    // Told from the text as given: what would be shown as `\t` was a tab.
    if let first = text.unicodeScalars.first, first == "\t" || first == "\r" || first == "\n" { result = "'" }
    for scalar in terminal(text).unicodeScalars {
      if opensCell, formulas.contains(scalar) {
        result += "'"
        opensCell = false
      }
      if scalar == ";" || scalar == "," {
        opensCell = true
      } else if scalar != " " && scalar != "\"" && scalar != "'" {
        opensCell = false
      }
      result.unicodeScalars.append(scalar)
    }
    guard result.utf8.contains(where: { ",\"; '".utf8.contains($0) }) else { return result }
    return "\"" + result.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static let formulas: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−"]
}
