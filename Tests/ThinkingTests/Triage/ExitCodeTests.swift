import Evidence
import Playbooks
import Testing

@testable import Triage

/// The table of exit codes: 5 before 1 before 4 before 0.
@Suite struct ExitCodeTests {
  private func report(_ status: Status, _ severities: [Severity], isPartial: Bool = false) -> Report {
    func finding(_ severity: Severity) -> Finding {
      Finding(
        id: .unknown, title: "", basis: nil, confidence: 0, severity: severity, state: nil, step: nil,
        because: "")
    }
    return Report(
      toolVersion: "", playbooksDigest: "", status: status, referenceTime: nil, from: nil, to: nil,
      primary: finding(severities[0]), contributing: severities.dropFirst().map(finding), alternatives: [],
      excluded: [],
      steps: [], evidence: [], remedies: [], nodes: [], subnets: [], series: [], timeline: [],
      unclassified: [], noise: [],
      inputs: [], gaps: [], notes: [], isPartial: isPartial)
  }

  @Test(arguments: [
    (Status.causeFound, [Severity.error], [1, 1, 0] as [Int32]), (.causeFound, [.warning], [0, 1, 0]),
    (.causeFound, [.note], [0, 0, 0]),
    (.causeFound, [.warning, .error], [1, 1, 0]), (.causeFound, [.error, .note], [1, 1, 0]),
    (.causeFound, [.note, .warning], [0, 1, 0]),
    (.undecided, [.error], [4, 4, 4]), (.insufficientEvidence, [.note], [4, 4, 4]),
    (.healthy, [.note], [0, 0, 0]), (.notIPProblem, [.note], [0, 0, 0]),
    (.healthy, [.note, .warning], [0, 1, 0]),
  ]) func `the finding decides, by what fails`(status: Status, severities: [Severity], wanted: [Int32]) {
    let report = report(status, severities)
    let limits: [Severity?] = [.error, .warning, nil]
    for (limit, code) in zip(limits, wanted) {
      #expect(report.exitCode(failOn: limit, isStrict: false) == code)
      #expect(report.exitCode(failOn: limit, isStrict: true) == code, "whole, so strictness changes nothing")
    }
  }

  @Test(arguments: [Status.causeFound, .undecided, .insufficientEvidence, .healthy, .notIPProblem])
  func `a part is 5 when asked to be strict, whatever was found`(status: Status) {
    let part = report(status, [.error], isPartial: true)
    #expect(part.exitCode(failOn: .error, isStrict: true) == 5)
    #expect(
      part.exitCode(failOn: .error, isStrict: false)
        == report(status, [.error]).exitCode(failOn: .error, isStrict: false))
  }
}
