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

  @Test func `logs with nothing but routine are counted, with their nodes`() throws {
    func lines(_ number: Int) -> String {
      let second = String(format: "%02d", number % 60)
      let eni = "eni-" + String(format: "%017x", number)
      func record(_ level: String, _ caller: String, _ message: String) -> String {
        let time = "2026-03-09T02:03:\(second).200Z"
        return #"{"level":"\#(level)","ts":"\#(time)","caller":"\#(caller)","msg":"\#(message)"}"# + "\n"
      }
      return record("info", "entrypoint.sh", "Checking for IPAM connectivity ... ")
        + record("debug", "ipamd/ipamd.go:1180", "Reconcile existing ENI \(eni) IP pool")
    }
    let quiet = (0..<2_500).map { Packing.member("node-\($0)/aws-node/0.log", Array(lines($0).utf8)) }
    let log = Packing.member("z/var_log/aws-routed-eni/ipamd.log", Array((Line.full + "\n").utf8))
    let tar = Packing.tar(Array(quiet[..<1_200]) + [log] + Array(quiet[1_200...]))
    let outcome = try place.analyze(bytes: tar, as: "bundle.tar")
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.report.inputs.count == Case.keptIdleInputs + 1)
    #expect(outcome.report.moreInputs == InputCount(inputs: 1_500, lines: 3_000))
    #expect(outcome.report.nodes.count <= Case.keptIdleInputs + 1)
    for (format, text) in Rendered.all(outcome.report) {
      #expect(text.contains("1500 more inputs without a finding"), "\(format)")
    }
  }

  @Test func `logs beyond the bound are merged, and the report says so`() throws {
    let count = Case.keptUnnamedGroups + 200
    let members = (0..<count).map { number in
      Packing.member("var_log/aws-routed-eni/ipamd.log.\(number)", Array((Line.full + "\n").utf8))
    }
    let outcome = try place.analyze(bytes: Packing.tar(members), as: "bundle.tar")
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    let sentence = "200 more logs name no node and count as one, more-nodes"
    for (format, text) in Rendered.all(outcome.report) { #expect(text.contains(sentence), "\(format)") }
  }
}
