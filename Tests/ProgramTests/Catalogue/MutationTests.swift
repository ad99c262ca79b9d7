import Commands
import PlaybookData
import Testing

extension Catalogue {
  @Suite struct Mutation {
    private let recognizer = Recognizer(PlaybookData.handbook)

    /// The strongest role of each cause a line can support: names of patterns may differ between the SDKs.
    private func facts(_ line: String) -> Set<Recognizer.Support> {
      let roles = ["proves", "likely", "suspects"]
      let all = recognizer.recognize(line).flatMap(\.causes)
      return Set(
        Set(all.map(\.cause)).compactMap { cause in
          roles.first { role in all.contains { $0.cause == cause && $0.role == role } }
            .map { Recognizer.Support(cause: cause, role: $0) }
        })
    }

    @Test func `a row with a cause keeps its fact`() {
      var wrong: [String] = []
      var count = 0
      for row in MessageTable.rows where row.isCause {
        func text(_ seed: Int) -> String {
          Carriers.message(row, PlausibleValues(seed: seed).fill(row), seed: seed)
        }
        func line(_ text: String) -> String { LineForms().newest(row, text).text }
        let base = facts(line(text(0)))
        if !base.contains(where: { $0.cause == row.rootCause }), Mutation.decidedElsewhere[row.id] == nil {
          wrong.append("\(row.id) supports \(base.map(\.cause)): \(text(0))")
        }
        var mutants = (1...5).map { ("ids", line(text($0))) }
        mutants.append(("fields", Mutations.addedFields(line(text(0)))))
        for (name, mutant) in [
          ("v2", Mutations.secondSDK(text(0), action: row.action ?? "DescribeNetworkInterfaces")),
          ("v1", Mutations.firstSDK(text(0))),
          ("code only", Mutations.withoutSentence(text(0))),
        ] {
          if let mutant, Mutation.sdkDecides[row.id] == nil { mutants.append((name, line(mutant))) }
        }
        for (name, mutant) in mutants {
          count += 1
          let other = facts(mutant)
          if other != base {
            let difference = base.symmetricDifference(other).map { "\($0.cause) \($0.role)" }.sorted()
            wrong.append("\(row.id) \(name) differs in \(difference): \(mutant)")
          }
        }
      }
      Catalogue.expectNone(wrong, of: count, "mutants lose or change the fact")
    }

    /// Rows whose cause is told by more than the pattern of their text.
    private static let decidedElsewhere = [
      "EC2-035": "a denied trunk call is iam-denied",
      "VRC-004": "the controller's bookkeeping is pod-eni-misconfigured",
    ]
    /// Rows whose form of SDK carries part of the fact.
    private static let sdkDecides: [String: String] = [
      "EC2-028": "SDK v1 does not name the call; only SDK v2 tells the assigning from the reading one"
    ]
  }
}
