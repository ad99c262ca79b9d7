import Collectors
import Commands
import Evidence
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing

/// What is scanned in parts and folded in any order is what is analysed at once, byte for byte.
@Suite struct ScanMergeTests {
  static let names = Samples.caseFolders.map { $0.path.replacing(Samples.cases.path + "/", with: "") }

  private func collect(_ paths: [String]) -> Case {
    let collector = Collector(Reading.catalog)
    _ = Analysis.read(paths, into: collector, options: .init())
    return collector.evidence
  }

  private func lines(_ evidence: Case) throws -> [String] {
    try CaseLines.split(evidence, handbook: PlaybookData.handbook).map { try $0.text() }
  }

  private func folded(_ lines: [String]) -> Case {
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for (index, line) in lines.enumerated() {
      folding.fold(Array(line.utf8), from: "cases.jsonl:\(index + 1)")
    }
    #expect(folding.complaints.isEmpty, "\(folding.complaints.first ?? "")")
    #expect(folding.lines == lines.count)
    return folding.evidence
  }

  private func report(_ evidence: Case) -> String {
    let report = Analysis.conclude(evidence, handbook: PlaybookData.handbook).report
    return JSONRenderer(RenderOptions(exitCode: 0)).render(report)
  }

  @Test(arguments: ScanMergeTests.names) func `of every sample, shuffled`(name: String) throws {
    let evidence = collect([Samples.cases.appending(path: name + "/input").path])
    var dice = SeededDice(seed: UInt64(name.utf8.count))
    let lines = try lines(evidence).shuffled(using: &dice)
    #expect(report(folded(lines)) == report(evidence))
  }

  @Test(arguments: ScanMergeTests.names) func `of every sample, each file scanned by itself`(name: String)
    throws
  {
    let folder = Samples.cases.appending(path: name + "/input")
    var dice = SeededDice(seed: UInt64(name.utf8.count) &+ 7)
    let parts = Samples.files(in: folder).shuffled(using: &dice)
      .map { collect([folder.appending(path: $0).path]) }
    // Two at a time first: the grouping leaves no trace either.
    var groups: [String] = []
    for start in stride(from: 0, to: parts.count, by: 2) {
      let pair = try parts[start..<min(start + 2, parts.count)].flatMap { try lines($0) }
      groups += try lines(folded(pair.shuffled(using: &dice)))
    }
    #expect(report(folded(groups)) == report(collect([folder.path])))
  }

  @Test func `of all samples at once, contradictions between them included`() throws {
    let inputs = Samples.caseFolders.map { $0.appending(path: "input").path }
    let whole = report(collect(inputs))
    let groups = try inputs.flatMap { try lines(collect([$0])) }
    #expect(report(folded(groups.reversed())) == whole)
  }

  @Test func `a case is written the same way each time`() throws {
    let inputs = Samples.caseFolders.prefix(20).map { $0.appending(path: "input").path }
    let lines = try lines(collect(inputs))
    let again = try self.lines(folded(lines))
    #expect(again == lines)
  }

  @Test func `what is no case of this program is said with its place, and is missed in the report`() throws {
    let sample = try #require(Samples.caseFolders.first).appending(path: "input").path
    let line = try #require(try lines(collect([sample])).first)
    let broken: [(String, String)] = [
      ("", "no case"), ("{}", "no case"), ("{\"type\":\"report\"}", "no case"),
      (String(line.dropLast(9)), "no case"),
      (line.replacing("\"schemaVersion\":\"1.0.0\"", with: "\"schemaVersion\":\"2.0.0\""), "version 2.0.0"),
      (line.replacing("sha256:", with: "sha256:0"), "other playbooks"),
      (line.replacing("\"case\":{", with: "\"case\":{\"mergedNodes\":7,"), "mergedNodes"),
    ]
    for (text, wanted) in broken {
      var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
      folding.fold(Array(line.utf8), from: "a.jsonl:1")
      folding.fold(Array(text.utf8), from: "a.jsonl:2")
      #expect(folding.lines == 1)
      let complaint = try #require(folding.complaints.first)
      #expect(complaint.hasPrefix("a.jsonl:2: ") && complaint.contains(wanted), "\(complaint)")
      #expect(report(folding.evidence).contains("a.jsonl:2: "))
    }
  }

  @Test(arguments: 0..<60) func `a damaged line is read or refused`(seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    let folder = Samples.caseFolders[dice.below(Samples.caseFolders.count)].appending(path: "input").path
    let lines = try lines(collect([folder]))
    var bytes = Array(lines[dice.below(lines.count)].utf8)
    for _ in 0..<(1 + dice.below(4)) {
      let place = dice.below(bytes.count)
      switch dice.below(4) {
      case 0: bytes[place] = UInt8(dice.below(256))
      case 1: bytes.remove(at: place)
      case 2: bytes[place] = UInt8(ascii: "9")
      default: bytes.insert(contentsOf: "999999999999".utf8, at: place)
      }
    }
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    folding.fold(bytes, from: "a.jsonl:1")
    #expect(folding.lines + folding.complaints.count == 1)
    #expect(!report(folding.evidence).isEmpty)
  }
}
