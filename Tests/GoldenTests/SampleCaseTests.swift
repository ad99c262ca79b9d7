import Commands
import Evidence
import Foundation
import PlaybookData
import TestSupport
import Testing
import Triage
import VPCModel

/// Every sample case through the whole program, against the truth of the simulation that wrote it.
@Suite struct SampleCaseTests {
  static let names = Samples.caseFolders.map { $0.path.replacing(Samples.cases.path + "/", with: "") }

  @Test func `there are samples for the causes`() {
    #expect(SampleCaseTests.names.count >= 60)
  }

  @Test(arguments: SampleCaseTests.names)
  func `the verdict and the ledger are what was planted`(name: String) throws {
    let folder = Samples.cases.appending(path: name)
    let truth = try PlantedTruth(in: folder)
    let report = Analysis.run(paths: [folder.appending(path: "input").path], handbook: PlaybookData.handbook)
      .report
    let answer = report.primary.id.raw
    #expect(([truth.cause] + truth.acceptable).contains(answer), "\(name): \(report.primary.because)")
    #expect(!truth.forbidden.contains(answer))
    if let status = truth.status, answer == truth.cause { #expect(report.status.rawValue == status) }
    if let state = truth.state, answer == truth.cause { #expect(report.primary.state?.rawValue == state) }
    let contributing = report.contributing.map(\.id.raw)
    for id in truth.contributing {
      #expect(contributing.contains(id), "\(name): contributing \(contributing)")
    }
    if answer == truth.cause { checkScope(truth, report, text: visibleText(of: folder)) }
    checkLedger(truth, report)
  }

  /// Ids the simulation knows and the evidence does not show cannot be asked for.
  private func checkScope(_ truth: PlantedTruth, _ report: Report, text: String) {
    if let nodes = truth.scope?.nodes?.filter({ text.contains($0) }), !nodes.isEmpty {
      #expect(report.primary.scope.nodes.sorted() == nodes.sorted())
    }
    if let subnets = truth.scope?.subnets?.filter({ text.contains($0) }), !subnets.isEmpty {
      #expect(report.primary.scope.subnets.sorted() == subnets.sorted())
      if let role = truth.scope?.subnetRole { #expect(report.primary.scope.subnetRole == role) }
    }
  }

  private func checkLedger(_ truth: PlantedTruth, _ report: Report) {
    for (id, wanted) in truth.ledger {
      guard let ledger = report.subnets.first(where: { $0.subnet.raw == id }) else {
        Issue.record("no ledger of \(id)")
        continue
      }
      #expect(ledger.size == wanted.size)
      #expect(ledger.reserved == wanted.reserved)
      #expect(ledger.free == wanted.free)
      #expect(ledger.freeAligned28 == wanted.freeAligned28)
      #expect(ledger.largestFreeRun == wanted.largestFreeRun)
      #expect(ledger.verdict.rawValue == wanted.verdict)
      for (owner, count) in wanted.owners ?? [:] {
        let known = OwnerClass(name: owner)
        #expect(known != nil, "owner \(owner)")
        if let known { #expect(ledger.owners?[known] == count, "\(id) \(owner)") }
      }
    }
  }

  private func visibleText(of folder: URL) -> String {
    let input = folder.appending(path: "input")
    return Samples.files(in: input).map { name in
      let data = (try? Data(contentsOf: input.appending(path: name))) ?? Data()
      return name + "\n" + String(decoding: data, as: UTF8.self)
    }.joined(separator: "\n")
  }
}

/// Evidence taken away may weaken a verdict, and never turns it into another one.
@Suite struct AblationTests {
  @Test(arguments: SampleCaseTests.names)
  func `without any one input no other cause is claimed`(name: String) throws {
    let folder = Samples.cases.appending(path: name)
    let truth = try PlantedTruth(in: folder)
    let input = folder.appending(path: "input")
    let files = Samples.files(in: input)
    guard files.count > 1 else { return }
    let copy = FileManager.default.temporaryDirectory.appending(path: "ipamtriage-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: copy) }
    for removed in files {
      try? FileManager.default.removeItem(at: copy)
      try FileManager.default.copyItem(at: input, to: copy)
      try FileManager.default.removeItem(at: copy.appending(path: removed))
      let report = Analysis.run(paths: [copy.path], handbook: PlaybookData.handbook).report
      let allowed = Set([truth.cause, "unknown"] + truth.acceptable + (truth.ablation[removed] ?? []))
      #expect(
        allowed.contains(report.primary.id.raw),
        "\(name) without \(removed): \(report.primary.id.raw), \(report.primary.because)")
    }
  }
}
