import Testing
import Triage

extension Catalogue {
  @Suite struct LoneLine {
    @Test func `one line alone comes to what its row documents`() {
      let forms = LineForms()
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows {
        let expectation = Expectation.of(row)
        let text = Carriers.message(row, PlausibleValues().fill(row))
        // seelog's generations differ in blanks only; recognition looks at all of them.
        for form in forms.all(row, text) where !["seelog-1.4", "seelog-1.5.0"].contains(form.name) {
          count += 1
          let report = Bench().report(on: form)
          if !expectation.fits(report, row) {
            wrong.append("\(row.id) \(form.name) wants \(expectation), is \(Bench.summary(report)): \(text)")
          }
        }
      }
      Catalogue.expectNone(wrong, of: count, "lines come to something else")
    }

    /// What a container runtime or kubectl puts around a line says nothing of its cause.
    @Test func `an envelope changes no verdict`() {
      let forms = LineForms()
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows where row.isCause {
        let form = forms.newest(row, Carriers.message(row, PlausibleValues().fill(row)))
        if form.file.hasPrefix("events") { continue }
        let bare = Bench().report(on: form).primary.id
        // One envelope for each row, in turn: the decoders have their own tests of all of them.
        let shapes = forms.wrapped(form)
        for shape in [shapes[count % shapes.count]] {
          count += 1
          let report = Bench().report(on: shape)
          if report.primary.id != bare {
            wrong.append("\(row.id) \(shape.name) \(Bench.summary(report)): \(shape.text)")
          }
        }
      }
      Catalogue.expectNone(wrong, of: count, "envelopes change the verdict")
    }

    /// A table that grew a second meaning for a text has to be looked at.
    @Test func `rows of the same text and another cause are known`() {
      var causes: [String: Set<String>] = [:]
      for row in MessageTable.rows { causes[row.template, default: []].insert(row.rootCause) }
      let rows = MessageTable.rows.filter { causes[$0.template, default: []].count > 1 }
      let unknown = rows.map(\.id).filter { id in !LoneLine.sameText.contains { $0.rows.contains(id) } }
      Catalogue.expectNone(unknown, of: rows.count, "rows share their text with another cause")
    }

    /// Rows that cannot be told apart by their own words, and what decides.
    private static let sameText: [(rows: Set<String>, decidedBy: String)] = [
      (
        ["EC2-014", "EC2-033", "EC2-036", "EC2-076", "EC2-078", "EC2-094"],
        "the code: every refused call is iam-denied"
      ),
      (
        ["EC2-028", "EC2-090", "EC2-105"],
        "the line around it: assigning is drift, reading and giving back are not"
      ),
    ]
  }
}

extension Expectation {
  func fits(_ report: Report, _ row: MessageRow) -> Bool {
    let primary = report.primary.id.raw
    let others = report.alternatives.map(\.id.raw)
    switch self {
    case .primary(let cause): return primary == cause
    case .suspected(let cause): return primary == "unknown" && others.contains(cause)
    case .either(let cause): return primary == cause || (primary == "unknown" && others.contains(cause))
    case .poolEmpty: return primary == "unknown" && report.status == .undecided
    case .suspicion(let cause): return Bench.blames(report) == nil && Set(others).isSubset(of: [cause])
    case .wrapper: return Bench.blames(report) == nil
    case .nothing:
      return Bench.blames(report) == nil && others.isEmpty && (primary != "healthy" || row.level != "error")
    case .verdict(let verdict): return primary == verdict
    }
  }
}
