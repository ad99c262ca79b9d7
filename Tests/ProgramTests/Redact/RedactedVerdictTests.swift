import Commands
import Evidence
import Foundation
import PlaybookData
import TestSupport
import Testing
import Triage
import VPCModel

/// Evidence that was redacted says what it said before, and nothing of whose it was.
@Suite struct RedactedVerdictTests {
  /// Every sample case, and the labelled incidents where they are.
  static let inputs: [String] =
    Samples.caseFolders.map { $0.appending(path: "input").path }
    + ((Samples.shared?.appending(path: "incidents")).map { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
        .map { folder.appending(path: "\($0)/input").path }
        .filter { FileManager.default.fileExists(atPath: $0) }
    } ?? [])

  @Test func `there is something to redact`() {
    #expect(Self.inputs.count >= 60)
  }

  @Test(arguments: RedactedVerdictTests.inputs)
  func `the verdict and the ledgers are the same, and no original remains`(input: String) throws {
    let place = try Workplace()
    let copy = place.path("copy")
    let result = try EvidenceCopy.write(
      [input], to: copy, handbook: PlaybookData.handbook, keepsMapping: true)
    #expect(result.leftOut.isEmpty && result.inputs > 0)
    let before = Analysis.run(paths: [input], handbook: PlaybookData.handbook).report
    let after = Analysis.run(paths: [copy], handbook: PlaybookData.handbook).report
    expectSame(before, after, result.mapping)
    let text = Self.text(of: URL(fileURLWithPath: copy))
    for original in Self.identifiers(in: before, Self.text(of: URL(fileURLWithPath: input))) {
      #expect(!text.contains(original), "\(original) is still there")
    }
  }

  private func expectSame(_ before: Report, _ after: Report, _ mapping: [String: String]) {
    #expect(before.status == after.status)
    #expect(before.primary.id == after.primary.id)
    #expect(before.primary.basis == after.primary.basis)
    #expect(before.primary.state == after.primary.state)
    #expect(before.primary.severity == after.primary.severity)
    #expect(before.primary.count == after.primary.count)
    #expect(before.primary.first == after.primary.first && before.primary.last == after.primary.last)
    #expect(before.contributing.map(\.id) == after.contributing.map(\.id))
    #expect(before.alternatives.map(\.id) == after.alternatives.map(\.id))
    #expect(before.steps.map(\.outcome) == after.steps.map(\.outcome))
    #expect(before.nodes.count == after.nodes.count)
    #expect(before.primary.scope.zones == after.primary.scope.zones)
    #expect(before.primary.scope.subnetRole == after.primary.scope.subnetRole)
    for (old, new) in [
      (before.primary.scope.nodes, after.primary.scope.nodes),
      (before.primary.scope.subnets, after.primary.scope.subnets),
      (before.primary.scope.enis, after.primary.scope.enis),
      (before.primary.scope.pods, after.primary.scope.pods),
    ] {
      #expect(old.count == new.count)
      for alias in old.compactMap({ mapping[$0] }) { #expect(new.contains(alias)) }
    }
    let aliased = Dictionary(after.subnets.map { ($0.subnet.raw, $0) }) { first, _ in first }
    #expect(before.subnets.count == after.subnets.count)
    for ledger in before.subnets {
      guard let other = aliased[mapping[ledger.subnet.raw] ?? ledger.subnet.raw] else {
        Issue.record("no ledger of \(ledger.subnet)")
        continue
      }
      #expect(other.owners == ledger.owners && other.free == ledger.free && other.size == ledger.size)
      #expect(other.runs == ledger.runs && other.residual == ledger.residual)
      #expect(other.freeAligned28 == ledger.freeAligned28 && other.largestFreeRun == ledger.largestFreeRun)
      #expect(other.verdict == ledger.verdict && other.available == ledger.available)
      #expect(other.cidr?.length == ledger.cidr?.length && (other.cidr == nil || other.cidr != ledger.cidr))
    }
  }

  /// Names of files and what is in them, unpacked by the program's own reader of archives only where they are packed.
  private static func text(of folder: URL) -> String {
    Samples.files(in: folder).map { name in
      name + "\n"
        + String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }.joined(separator: "\n")
  }

  /// Ids, addresses, request ids and pods of the originals, found by other means than the redactor's.
  private static func identifiers(in report: Report, _ text: String) -> Set<String> {
    var found: Set<String> = []
    for pattern in [
      #"\b(?:eni|subnet|vpc|sg|i|vpce|vol|eni-attach)-[0-9a-f]{17}\b"#,
      #"\b(?:10|172)\.\d{1,3}\.\d{1,3}\.\d{1,3}\b(?![./\d])"#,
      #"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"#, #"\b[0-9a-f]{64}\b"#,
      #"\bip-10-\d{1,3}-\d{1,3}-\d{1,3}\b"#,
      #"\b[a-z-]+-[bcdf-hj-np-tv-z2-9]{9,10}-[bcdf-hj-np-tv-z2-9]{5}\b"#,
    ] {
      guard let regex = try? NSRegularExpression(pattern: pattern) else { continue }
      for match in regex.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        if let range = Range(match.range, in: text) { found.insert(String(text[range])) }
      }
    }
    found.formUnion(report.primary.scope.subnets.filter { $0.hasPrefix("subnet-") && $0.count > 20 })
    // Stay: the API server, which requests name, and the cluster's DNS.
    var services: Set = ["10.100.0.1", "172.20.0.1"]
    for match in text.matches(of: /https:\/\/(\d+\.\d+\.\d+\.\d+):443\/(?:api|version)/) {
      services.insert(String(match.output.1))
    }
    return found.filter { !services.contains($0) && !$0.hasPrefix("coredns-") }
  }
}
