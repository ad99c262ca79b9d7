import Evidence
import TestSupport
import Testing

/// The quick ways (lines passed over, routine facts that wait at a desk, records read where they stand) say what
/// decoding every line and trying every pattern on it says.
@Suite struct EveryLineTests {
  @Test(arguments: LogMill.Dress.allCases, 0..<4) func `in any wrapper`(dress: LogMill.Dress, seed: UInt64) {
    let log = LogMill.log(.init(seed: 40 + seed, lines: 400, dresses: [dress]))
    expectSame(log, "\(dress), seed \(seed)")
  }

  @Test(arguments: 0..<12) func `of several nodes, mixed, damaged, out of order`(seed: UInt64) {
    let plan = LogMill.Plan(
      seed: 200 + seed, lines: 400, dresses: seed % 3 == 0 ? [.cloudwatch] : LogMill.Dress.allCases,
      nodes: 1 + Int(seed % 4), garbage: seed % 2 == 0 ? 0 : 8, disorder: seed % 4 < 2 ? 0 : 6)
    expectSame(LogMill.log(plan), "seed \(seed)")
  }

  @Test func `every input of the samples`() {
    for file in SampleFiles.texts { expectSame(file.bytes, name: file.name, "\(file.name)") }
    #expect(SampleFiles.texts.count > 100)
  }

  private func expectSame(
    _ bytes: [UInt8], name: String = "case/ipamd.log", _ what: Comment,
    from location: SourceLocation = #_sourceLocation
  ) {
    let quick = Reading.settled(bytes, name: name)
    let slow = Reading.everyLine(bytes, name: name)
    let differences = Difference.of(quick, slow)
    #expect(differences.isEmpty, what, sourceLocation: location)
    #expect(quick == slow, what, sourceLocation: location)
  }
}
