import Foundation
import PlaybookData
import TestSupport
import Testing
import Triage

@testable import Commands

/// `redact --minimal` keeps the verdict, and nothing that it does not need.
@Suite struct MinimalEvidenceTests {
  /// Small samples of every cause, and the labelled incidents where they are.
  static let inputs: [String] = RedactedVerdictTests.inputs.filter { input in
    let url = URL(fileURLWithPath: input)
    let bytes = Samples.files(in: url).reduce(0) { sum, name in
      sum + ((try? Data(contentsOf: url.appending(path: name)))?.count ?? 0)
    }
    return bytes < 110_000 && !input.contains("documents-only")
  }

  @Test func `there is something to reduce`() {
    #expect(Self.inputs.count >= 30)
  }

  @Test(arguments: MinimalEvidenceTests.inputs)
  func `the verdict stays, and goes with any one piece`(input: String) throws {
    let place = try Workplace()
    let copy = place.path("copy")
    let result = try EvidenceCopy.write(
      [input], to: copy, handbook: PlaybookData.handbook, keepsMapping: true, isMinimal: true)
    let minimal = try #require(result.minimal)
    let before = Analysis.run(paths: [input], handbook: PlaybookData.handbook)
    // What says nothing at all has nothing to leave out.
    if before.isUnusable { return }
    let wanted = try #require(verdict(of: copy))
    let report = before.report
    #expect(wanted.status == report.status && wanted.cause == report.primary.id)
    #expect(wanted.basis == report.primary.basis && wanted.state == report.primary.state)
    #expect(wanted.nodes.count == report.primary.scope.nodes.count)
    #expect(wanted.subnets == report.primary.scope.subnets.map { result.mapping[$0] ?? $0 }.sorted())
    #expect(minimal.isLeast && minimal.pieces <= minimal.piecesBefore)

    var pieces = 0
    for name in Samples.files(in: URL(fileURLWithPath: copy)) where name != RedactedFolder.manifest {
      let url = URL(fileURLWithPath: copy).appending(path: name)
      let content = try Data(contentsOf: url)
      let lines = content.split(separator: 10, omittingEmptySubsequences: false).map { Data($0) }
      // Lines of logs; documents were cut at their records, which a line is not.
      let isLog = !EvidenceUnits(name: name, content: content).isDocument
      let cuts = isLog ? lines.indices.filter { $0 < lines.count - 1 || !lines[$0].isEmpty } : [-1]
      for cut in cuts {
        pieces += 1
        var rest = lines
        if cut >= 0 { rest.remove(at: cut) }
        if cut < 0 || rest.allSatisfy(\.isEmpty) {
          try FileManager.default.removeItem(at: url)
        } else {
          try Data(rest.joined(separator: [10])).write(to: url)
        }
        #expect(verdict(of: copy) != wanted, "\(name):\(cut + 1) is not needed")
        try content.write(to: url)
      }
    }
    #expect(pieces > 0 && pieces <= minimal.pieces)
  }

  /// Nil where nothing is left that says anything.
  private func verdict(of folder: String) -> MinimalEvidence.Verdict? {
    let outcome = Analysis.run(paths: [folder], handbook: PlaybookData.handbook)
    return outcome.isUnusable ? nil : MinimalEvidence.Verdict(outcome.report)
  }

  @Test func `a log is its lines, a document its records`() throws {
    let log = Data("one\ntwo\n\nfour".utf8)
    let units = EvidenceUnits(name: "a.log", content: log)
    #expect(units.units.count == 4 && units.bytes(keeping: 0..<4) == Array(log))
    #expect(units.bytes(keeping: [0, 3]) == Array("one\nfour".utf8) && units.unit(ofLine: 3) == 2)

    let text = #"{"Subnets": [{"a": "}]{[\""}, {"b": [{"c": {}}]} , {"d": 1}], "NextToken": null}"#
    let document = EvidenceUnits(name: "subnets.json", content: Data(text.utf8))
    #expect(document.units.count == 3 && document.unit(ofLine: 1) == nil)
    for kept in [[0], [1], [0, 2], [0, 1, 2], []] {
      let bytes = document.bytes(keeping: kept)
      let read = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      #expect((read["Subnets"] as? [Any])?.count == kept.count && read.keys.contains("NextToken"))
    }
  }

  @Test(arguments: [
    "", "{}", "[]", "{", "[1,2", "{\"a\":1}\n{\"a\":2}\n", "[2026] x\n", "\u{0}", "{\"a\":[{},{}",
  ])
  func `anything can be cut into units`(text: String) {
    let units = EvidenceUnits(name: "x", content: Data(text.utf8))
    #expect(units.bytes(keeping: units.units.indices) == Array(text.utf8))
  }
}
