import Evidence
import Triage
import VPCModel

/// A comparison, as text and as JSON: `compare BEFORE AFTER`.
package struct ComparisonRenderer: Sendable {
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func text(_ comparison: Comparison) -> String {
    var text = ComparisonText(comparison, options)
    text.write()
    return text.page.text
  }

  package func json(_ comparison: Comparison) -> String { JSONText.pretty(ComparisonTree.node(comparison)) }
}

private struct ComparisonText {
  let comparison: Comparison
  let exitCode: Int32
  var page: Page

  init(_ comparison: Comparison, _ options: RenderOptions) {
    self.comparison = comparison
    exitCode = options.exitCode
    page = Page(options)
  }

  mutating func write() {
    page.add(
      "before and after", indent: 0,
      [.init("ipamtriage \(comparison.after.report.toolVersion)", .bold, columns: 17)], hanging: 2)
    write(comparison.before, "before")
    write(comparison.after, "after")
    page.blank()
    page.add(verdict, indent: 0, [page.piece(mark)], hanging: 2, style: mark.style)
    if comparison.verdict != .same || !comparison.changes.isEmpty || !comparison.because.isEmpty {
      page.add(comparison.because)
    }
    writeChanges()
    writeChecks()
    if !comparison.notes.isEmpty {
      page.heading("Taken for granted")
      for note in comparison.notes { page.add(note, hanging: 4) }
    }
    page.blank()
    let cause = comparison.changes.first { $0.kind != .fixed && $0.id.raw != "unknown" }?.id.raw
    page.add(
      "exit \(exitCode)" + (cause.map { "   more: ipamtriage explain \($0)" } ?? ""), indent: 0, style: .dim)
  }

  private mutating func write(_ side: ComparisonSide, _ word: String) {
    let report = side.report
    let window = TimeStyle(from: report.from, to: report.to).window ?? "no times in the evidence"
    let status = report.primary.id.raw
    page.add(side.name, [.init(word, .dim, columns: 7)], hanging: 10)
    page.add("\(window), \(status)", indent: 10, style: .dim)
  }

  // MARK: verdict

  private var verdict: String {
    switch comparison.verdict {
    case .fixed: "FIXED"
    case .same: "SAME"
    case .notFixed: "NOT FIXED"
    case .moved: "MOVED"
    case .new: "SOMETHING NEW"
    case .notComparable: "NOT COMPARABLE"
    }
  }

  private var mark: Mark {
    switch comparison.verdict {
    case .fixed: comparison.checks.contains { $0.outcome == .failed } ? .warning : .good
    case .same: .none
    case .notFixed, .moved, .new: .bad
    case .notComparable: .open
    }
  }

  // MARK: changes

  private mutating func writeChanges() {
    guard !comparison.changes.isEmpty else { return }
    page.heading("What became of it")
    for change in comparison.changes {
      let (mark, word) = words(change.kind)
      page.add(
        change.because, [page.piece(mark), .init(word, columns: 9), .init(change.id.raw + ":", .bold)],
        hanging: 6)
    }
  }

  private func words(_ kind: ChangeKind) -> (Mark, String) {
    switch kind {
    case .fixed: (.good, "fixed")
    case .notFixed: (.bad, "not fixed")
    case .moved: (.bad, "moved")
    case .new: (.bad, "new")
    case .same: (.none, "same")
    case .notShown: (.open, "not shown")
    }
  }

  // MARK: checks

  private mutating func writeChecks() {
    guard !comparison.checks.isEmpty else { return }
    page.heading("Checks of the later evidence")
    for check in comparison.checks {
      let (mark, word) = words(check.outcome)
      page.add(
        "\(check.title): \(check.because)", [page.piece(mark), .init(word, columns: 9)],
        style: check.outcome == .failed ? .bold : .plain)
      if let command = check.command { page.command(command, indent: 6) }
    }
  }

  private func words(_ outcome: VerifyCheck.Outcome) -> (Mark, String) {
    switch outcome {
    case .passed: (.good, "passed")
    case .failed: (.bad, "failed")
    case .notShown: (.open, "not shown")
    case .notAsked: (.none, "not asked")
    }
  }
}
