import Testing
import Triage

extension Catalogue {
  @Suite struct Repetition {
    /// A thousand of a harmless line are harmless: no count makes a cause of it.
    @Test func `a context row a thousand times blames nothing`() {
      var wrong: [String] = []
      let rows = MessageTable.rows.filter { $0.rootCause == "context" && Catalogue.growing[$0.id] == nil }
      for row in rows {
        // Twenty sets of ids, each at many times: to the program every line is another one.
        let texts = (0..<20).map { Carriers.message(row, PlausibleValues(seed: $0).fill(row), seed: $0) }
        let lines = (0..<1_000).map { LineForms(seed: $0).newest(row, texts[$0 % 20]) }
        let report = Bench().report(on: Bench.joined(lines))
        if Bench.blames(report) != nil {
          wrong.append("\(row.id) \(Bench.summary(report)): \(lines[0].text)")
        }
      }
      Catalogue.expectNone(wrong, of: rows.count, "context rows are blamed")
    }
  }

  /// Rows that are nothing alone and documented as a cause when they come in every cycle.
  static let growing = [
    "EC2-020": "PrivateIpAddressLimitExceeded in every cycle is datastore-drift",
    "EC2-031": "the same, SDK v1",
  ]
}
