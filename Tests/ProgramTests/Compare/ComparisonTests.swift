import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// Two collections of evidence: what was fixed between them.
@Suite struct ComparisonTests {
  static let names = Samples.caseFolders.map { $0.path.replacing(Samples.cases.path + "/", with: "") }

  private func compare(_ before: String, _ after: String, isSameCluster: Bool = false) -> Comparison {
    Compare.run(before: before, after: after, handbook: PlaybookData.handbook, isSameCluster: isSameCluster)
      .comparison
  }

  private func sample(_ name: String) -> String { Samples.cases.appending(path: name + "/input").path }

  @Test(arguments: ComparisonTests.names) func `a sample and itself are the same`(name: String) {
    let comparison = compare(sample(name), sample(name))
    #expect(comparison.verdict == .same)
    #expect(comparison.verdict.exitCode == 0)
    #expect(comparison.changes.allSatisfy { $0.kind == .same })
  }

  @Test func `a full cluster and its healthy successor`() {
    let (before, after) = (sample("subnet-exhausted/enterprise-before"), sample("healthy/enterprise-after"))
    // The successor has a VPC of its own: nothing but the caller can say that it is one.
    #expect(compare(before, after).verdict == .notComparable)
    #expect(compare(before, after).verdict.exitCode == 4)
    let forward = compare(before, after, isSameCluster: true)
    #expect(forward.verdict == .fixed)
    #expect(forward.changes.map(\.kind) == [.fixed])
    #expect(forward.verdict.exitCode == 0)
    let backward = compare(after, before, isSameCluster: true)
    #expect(backward.verdict == .new)
    #expect(backward.verdict.exitCode == 1)
    #expect(backward.checks.first { $0.key == "no-new-errors" }?.outcome == .failed)
  }

  @Test func `nothing usable is not comparable`() throws {
    let place = try Workplace()
    let note = try place.write("note.txt", "hello\n")
    let comparison = compare(note, sample("healthy/enterprise-after"))
    #expect(comparison.verdict == .notComparable)
    #expect(comparison.because.contains("note.txt"))
  }

  // MARK: one node, told twice

  private func log(_ node: Kit, served: Bool, from second: Int = 0) -> String {
    var pen = Pen(node)
    pen.start(second)
    pen.stats(second + 3, 20, served ? 8 : 20)
    if served {
      // Addresses of the subnet again: without it nothing shows that the shortage is over.
      pen.grow(second + 4)
      for index in 0..<5 { pen.serve(second + 5 + index, "web-\(index)") }
    } else {
      pen.create(
        second + 4, fails: "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses to satisfy the request.",
        subnet: node.subnet)
      pen.refuse(second + 5, "web-1", times: 8)
    }
    return pen.text
  }

  private func verdict(_ before: [String: String], _ after: [String: String]) throws -> Comparison {
    let place = try Workplace()
    for (name, text) in before { try place.write("before/" + name, text) }
    for (name, text) in after { try place.write("after/" + name, text) }
    return compare(place.path("before"), place.path("after"))
  }

  @Test func `refused before, served after: fixed`() throws {
    let node = Kit(1)
    let comparison = try verdict(
      ["ipamd.log": log(node, served: false)], ["ipamd.log": log(node, served: true, from: 3_600)])
    #expect(comparison.verdict == .fixed)
    #expect(comparison.checks.first { $0.key == "no-new-errors" }?.outcome == .passed)
  }

  @Test func `refused before and an hour later: not fixed`() throws {
    let node = Kit(1)
    let comparison = try verdict(
      ["ipamd.log": log(node, served: false)], ["ipamd.log": log(node, served: false, from: 3_600)])
    #expect(comparison.verdict == .notFixed)
    #expect(comparison.verdict.exitCode == 1)
  }

  @Test func `served before, refused after: new`() throws {
    let node = Kit(1)
    let comparison = try verdict(
      ["ipamd.log": log(node, served: true)], ["ipamd.log": log(node, served: false, from: 3_600)])
    #expect(comparison.verdict == .new)
    #expect(comparison.changes.map(\.kind) == [.new])
  }

  @Test func `the other node's subnet is full afterwards: moved`() throws {
    let (one, other) = (Kit(1), Kit(2, subnet: Kit.subnetB))
    #expect(one.subnet != other.subnet)
    let comparison = try verdict(
      ["a/ipamd.log": log(one, served: false), "b/ipamd.log": log(other, served: true)],
      [
        "a/ipamd.log": log(one, served: true, from: 3_600),
        "b/ipamd.log": log(other, served: false, from: 3_600),
      ])
    #expect(comparison.verdict == .moved, "\(comparison.because)")
    #expect(comparison.verdict.exitCode == 1)
  }

  @Test func `two nodes that share nothing are not compared`() throws {
    let comparison = try verdict(
      ["ipamd.log": log(Kit(1), served: false)], ["ipamd.log": log(Kit(2, subnet: Kit.subnetB), served: true)]
    )
    #expect(comparison.verdict == .notComparable)
  }

  @Test func `a failure that ended in the later log is fixed`() throws {
    let node = Kit(1)
    let comparison = try verdict(
      ["ipamd.log": log(node, served: false)],
      ["ipamd.log": log(node, served: false) + log(node, served: true, from: 3_600)])
    #expect(comparison.verdict == .fixed, "\(comparison.because)")
  }

  @Test func `hostile paths and names stay text`() throws {
    let place = try Workplace()
    let evil = "x\u{1B}[2J\u{202E}y"
    try place.write(evil + "/ipamd.log", log(Kit(1), served: false))
    let comparison = compare(place.path(evil), place.path(evil))
    let text = ComparisonRenderer(RenderOptions(exitCode: 0)).text(comparison)
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0 == "\u{202E}" })
    let tree =
      try JSONSerialization.jsonObject(
        with: Data(ComparisonRenderer(RenderOptions(exitCode: 0)).json(comparison).utf8)) as? [String: Any]
    #expect(tree?["verdict"] as? String == "same")
  }

  @Test func `a saved report stands for its evidence, a redacted one does not`() throws {
    let program = try #require(Program.path, "only the tests were built")
    let place = try Workplace()
    let sample = Samples.cases.appending(path: "subnet-exhausted/enterprise-before/input").path
    let later = Samples.cases.appending(path: "healthy/enterprise-after/input").path
    for (name, redact) in [("plain.json", "off"), ("aliases.json", "on")] {
      _ = try Run(
        program, ["analyze", sample, "--redact", redact, "--format", "json=" + place.path(name), "--quiet"])
    }
    let before = place.path("plain.json")
    let whole = compare(sample, later)
    let saved = compare(before, later)
    #expect(saved.verdict == whole.verdict && saved.changes.map(\.kind) == whole.changes.map(\.kind))
    #expect(saved.changes.map(\.id) == whole.changes.map(\.id))
    #expect(compare(before, sample).verdict == .notFixed)
    #expect(compare(sample, before).notes.contains { $0.contains("is a report") })
    let refused = try Run(program, ["compare", place.path("aliases.json"), later])
    #expect(refused.exitCode == 2 && refused.errors.contains("redacted"))
  }
}
