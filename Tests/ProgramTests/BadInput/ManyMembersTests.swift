import Evidence
import Foundation
import Testing

/// Bundles of thousands of files, most of which say nothing.
@Suite struct ManyMembersTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  @Test func `what says nothing is counted, what says something is found`() throws {
    let noise = (0..<3_000).map { number in
      Packing.member("etc/\(number).conf", Array("key: \(number)\n".utf8))
    }
    let log = Packing.member("var_log/aws-routed-eni/ipamd.log", Array((Line.full + "\n").utf8))
    let tar = Packing.tar(Array(noise[..<1_500]) + [log] + Array(noise[1_500...]))
    let outcome = try place.analyze(bytes: tar, as: "bundle.tar")
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.report.inputs.count == Case.keptIdleInputs + 1)
    #expect(outcome.report.moreInputs == InputCount(inputs: 2_000, lines: 2_000))
    #expect(outcome.report.inputs.contains { $0.record.name.hasSuffix("ipamd.log") })
    #expect(outcome.report.notes.contains { $0.hasPrefix("2000 more inputs without a finding") })
    for (format, text) in Rendered.all(outcome.report) {
      #expect(text.contains("2000 more inputs without a finding"), "\(format)")
    }
  }
}
