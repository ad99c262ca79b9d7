import Commands
import Foundation
import PlaybookData
import TestSupport
import Testing

/// `SampleLogs/broken`: damaged and hostile inputs, with what the generator that broke them expects.
@Suite struct BrokenSampleTests {
  struct Expectation: Decodable {
    let exitCodes: [Int32]
    let primaries: [String]
  }

  static let expectations: [String: Expectation] = {
    let file = Samples.broken.appending(path: "expectations.json")
    guard let data = try? Data(contentsOf: file) else { return [:] }
    return (try? JSONDecoder().decode([String: Expectation].self, from: data)) ?? [:]
  }()

  @Test func `every broken sample has an expectation`() {
    let files = Samples.files(in: Samples.broken).filter { $0 != "expectations.json" }
    #expect(Set(files) == Set(BrokenSampleTests.expectations.keys))
    #expect(files.count >= 24)
  }

  @Test(arguments: BrokenSampleTests.expectations.keys.sorted())
  func `a broken input is read as far as it goes`(name: String) throws {
    let wanted = try #require(BrokenSampleTests.expectations[name])
    let outcome = Analysis.run(
      paths: [Samples.broken.appending(path: name).path], handbook: PlaybookData.handbook)
    #expect(wanted.primaries.contains(outcome.report.primary.id.raw), "\(outcome.report.primary.because)")
    #expect(
      wanted.exitCodes.contains(outcome.exitCode())
        || wanted.exitCodes.contains(outcome.exitCode(isStrict: true)))
  }

  @Test(arguments: ["half.log.gz", "bad-checksum.log.gz", "truncated-interfaces.json"])
  func `what is damaged is said and strict makes it exit 5`(name: String) {
    let outcome = Analysis.run(
      paths: [Samples.broken.appending(path: name).path], handbook: PlaybookData.handbook)
    #expect(outcome.complaints.contains { $0.contains(name) })
    #expect(outcome.report.isPartial)
    #expect(outcome.exitCode(isStrict: true) == 5)
  }

  @Test func `a truncated document is placed by line, column and byte`() {
    let file = Samples.broken.appending(path: "truncated-interfaces.json").path
    let said = Analysis.run(paths: [file], handbook: PlaybookData.handbook).said
    #expect(
      said.contains("truncated-interfaces.json:16: column 153, byte 11295: document ends inside an object"))
  }

  @Test func `the broken samples all at once are no incident`() {
    let outcome = Analysis.run(paths: [Samples.broken.path], handbook: PlaybookData.handbook)
    #expect(outcome.blamesNobody, "\(outcome.report.primary.id.raw): \(outcome.report.primary.because)")
  }
}
