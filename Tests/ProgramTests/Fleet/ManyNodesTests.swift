import Commands
import Evidence
import PlaybookData
import Testing

/// Of very many nodes less is kept of each, and what is kept does not depend on the order.
@Suite struct ManyNodesTests {
  /// More logs than are kept in full; every tenth node is refused and served more often than times are kept.
  private static let evidence: Case = {
    var scene = Scene()
    for number in 1...(Case.detailedLogs + 10) {
      var pen = Pen(Kit(number))
      pen.start()
      pen.grow(200)
      pen.serve(300, "api-\(number)")
      if number % 10 == 0 {
        for second in 0..<150 { pen.serve(400 + 7 * second, "web-\(second)") }
        for second in 0..<20 { pen.shortage(2000 + 60 * second) }
        for pod in 0..<20 { pen.refuse(3300 + 60 * pod, "job-\(pod)") }
      }
      scene.add("fleet/node-\(number)/ipamd.log", pen)
    }
    return scene.evidence
  }()

  private static let lines = Result {
    try CaseLines.split(evidence, handbook: PlaybookData.handbook).map { try $0.text() }
  }

  private func folding(_ lines: [String]) -> CaseFolding {
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest, isFleet: true)
    for line in lines { folding.fold(Array(line.utf8), from: "cases.jsonl") }
    return folding
  }

  @Test func `less is kept of each, every count is the same`() throws {
    let folded = folding(try Self.lines.get()).settled()
    #expect(folded.isOfManyNodes)
    let logs = Self.evidence.nodeLogs
    #expect(folded.nodeLogs.count == logs.count && logs.count > Case.detailedLogs)
    for (name, log) in folded.nodeLogs {
      #expect(log.moments.mapValues(\.count) == logs[name]?.moments.mapValues(\.count))
      #expect(log.moments.mapValues(\.first) == logs[name]?.moments.mapValues(\.first))
      #expect(log.moments.mapValues(\.last) == logs[name]?.moments.mapValues(\.last))
      #expect(log.moments.values.allSatisfy { $0.earliest.count <= 64 && $0.latest.count <= 64 })
      #expect(log.samples.values.allSatisfy { $0.samples.count <= 2 && $0.pods.count <= 8 })
    }
    #expect(logs.values.contains { $0.moments.values.contains { $0.earliest.count > 64 } })
    #expect(logs.values.contains { $0.samples.values.contains { $0.samples.count > 2 } })
    for (key, sighting) in folded.sightings {
      #expect(sighting.moments.count == Self.evidence.sightings[key]?.moments.count)
    }
  }

  @Test(arguments: 1...3) func `order and grouping leave no trace`(parts: Int) throws {
    var dice = SeededDice(seed: UInt64(parts))
    let lines = try Self.lines.get()
    let shuffled = lines.shuffled(using: &dice)
    var folded = folding([])
    for part in 0..<parts {
      folded.join(folding(stride(from: part, to: shuffled.count, by: parts).map { shuffled[$0] }))
    }
    #expect(folded.lines == lines.count)
    // Each log a line of its own, and once more: the same evidence counts once.
    var twice = folding(lines)
    twice.join(folded)
    let whole = folding(lines).settled()
    #expect(folded.settled() == whole)
    #expect(twice.settled().nodeLogs.mapValues(\.moments) == whole.nodeLogs.mapValues(\.moments))
  }

  @Test func `few nodes are kept in full, and so is what is no fleet`() throws {
    let few = try Array(Self.lines.get().prefix(40))
    var plain = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for line in few { plain.fold(Array(line.utf8), from: "cases.jsonl") }
    #expect(folding(few).settled() == plain.settled())
    var all = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for line in try Self.lines.get() { all.fold(Array(line.utf8), from: "cases.jsonl") }
    var evidence = Self.evidence
    evidence.settle()
    #expect(all.settled().nodeLogs == evidence.nodeLogs)
  }
}
