import Evidence
import Triage
import VPCModel

/// The report as JUnit XML, so that a pipeline shows the cause beside its tests.
///
/// A test case for the verdict, for each step of the walk, each contributing finding and each silence. There are
/// failures exactly when the exit code is 1, and an error when it is any other but 0: both say the same.
package struct JUnitRenderer: Renderer {
  package static let name = "junit"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    let cases = JUnitCases(report, exitCode: options.exitCode).all
    let counts = [
      ("tests", cases.count), ("failures", cases.filter { $0.result.isFailure }.count),
      ("errors", cases.filter { $0.result.isError }.count),
      ("skipped", cases.filter { $0.result.isSkipped }.count),
    ].map { "\($0.0)=\"\($0.1)\"" }.joined(separator: " ")
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"ipamtriage\" \(counts)>"]
    let time = report.referenceTime.map { " timestamp=\"\(CivilTime($0).rfc3339.prefix(19))\"" } ?? ""
    lines.append("  <testsuite name=\"\(report.status.rawValue)\" \(counts) time=\"0\"\(time)>")
    for one in cases { lines += one.lines }
    let remarks = Self.remarks(report).prefix(200).map { Escaping.xml($0) }
    if !remarks.isEmpty { lines.append("    <system-out>\(remarks.joined(separator: "\n"))</system-out>") }
    lines += ["  </testsuite>", "</testsuites>"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What could not be read, and what has to be said besides.
  private static func remarks(_ report: Report) -> [String] {
    let problems = report.inputs.flatMap { input in
      input.record.problems.sorted().map { problem in
        "\(input.record.name)\(problem.line.map { ":\($0)" } ?? ""): \(problem.text)"
      }
    }
    return (report.isPartial ? ["not everything could be read"] : []) + report.notes + problems
  }
}

private struct JUnitCase {
  enum Result {
    case passed
    case failure(String)
    case error(String)
    case skipped(String)
    var isFailure: Bool { if case .failure = self { true } else { false } }
    var isError: Bool { if case .error = self { true } else { false } }
    var isSkipped: Bool { if case .skipped = self { true } else { false } }
  }

  let group: String
  let name: String
  let result: Result
  /// Shown under the test, line by line.
  let output: [String]

  var lines: [String] {
    let start = "    <testcase classname=\"ipamtriage.\(group)\" name=\"\(Escaping.xml(name))\" time=\"0\""
    let text = output.map { Escaping.xml($0) }.joined(separator: "\n")
    switch result {
    case .passed:
      return output.isEmpty
        ? [start + "/>"] : [start + ">", "      <system-out>\(text)</system-out>", "    </testcase>"]
    case .failure(let message): return element("failure", message, start, text)
    case .error(let message): return element("error", message, start, text)
    case .skipped(let message):
      return [start + ">", "      <skipped message=\"\(Escaping.xml(message))\"/>", "    </testcase>"]
    }
  }

  private func element(_ tag: String, _ message: String, _ start: String, _ text: String) -> [String] {
    [
      start + ">", "      <\(tag) message=\"\(Escaping.xml(message))\" type=\"\(group)\">\(text)</\(tag)>",
      "    </testcase>",
    ]
  }
}

private struct JUnitCases {
  private let report: Report
  private let exitCode: Int32
  private let evidence: [String: EvidenceItem]

  init(_ report: Report, exitCode: Int32) {
    self.report = report
    self.exitCode = exitCode
    evidence = Dictionary(report.evidence.map { ($0.id, $0) }) { first, _ in first }
  }

  var all: [JUnitCase] {
    [verdict] + report.steps.map(step) + report.contributing.prefix(200).map(contribution)
      + report.gaps.prefix(200).map(gap)
  }

  private var verdict: JUnitCase {
    let primary = report.primary
    let message = primary.because.isEmpty ? primary.title : primary.because
    var output = places(primary.evidence + primary.against)
    output += report.remedies.prefix(20).flatMap { ["\($0.order). \($0.title)"] + $0.commands }
    output += primary.missing.prefix(20).flatMap { ["missing: \($0.what)", $0.command] }
    let result: JUnitCase.Result =
      switch exitCode {
      case 0: .passed
      case 1: .failure(message)
      default: .error(message)
      }
    return JUnitCase(
      group: "verdict", name: "\(primary.id.raw) (exit \(exitCode))", result: result,
      output: exitCode == 0 ? [message] + output : output)
  }

  private func step(_ step: WalkStep) -> JUnitCase {
    let result: JUnitCase.Result =
      switch step.outcome {
      case .ruledOut: .passed
      case .cause, .supports: exitCode == 1 ? .failure(step.because) : .passed
      case .contributing: .passed
      case .noEvidence: .skipped(step.because)
      case .notApplicable: .skipped("not applicable: \(step.because)")
      }
    return JUnitCase(
      group: "walk", name: "\(step.number) \(Phrases.stepName(step))", result: result,
      output: ["\(Phrases.outcome(step.outcome).words): \(step.because)"] + places(step.evidence))
  }

  private func contribution(_ finding: Finding) -> JUnitCase {
    let message = finding.because.isEmpty ? finding.title : finding.because
    return JUnitCase(
      group: "contributing", name: finding.id.raw,
      result: exitCode == 1 && finding.severity == .error ? .failure(message) : .passed,
      output: [message] + places(finding.evidence))
  }

  /// Silence proves nothing: what could have been said then is not known.
  private func gap(_ gap: GapReport) -> JUnitCase {
    let span = "\(CivilTime(gap.from).rfc3339) to \(CivilTime(gap.to).rfc3339)"
    return JUnitCase(group: "silence", name: gap.node, result: .skipped("\(span): \(gap.reason)"), output: [])
  }

  private func places(_ ids: [String]) -> [String] {
    ids.prefix(20).compactMap { evidence[$0] }.map { item in
      "\(item.place.input)\(item.place.line > 0 ? ":\(item.place.line)" : ""): \(item.text)"
    }
  }
}

extension Escaping {
  /// Text and attribute values of XML: nothing of it is markup, and no character XML cannot hold is left.
  /// `]]>` comes out as `]]&gt;`.
  static func xml(_ text: some StringProtocol) -> String {
    // What `terminal` shows by its number are the controls, and U+FFFE and U+FFFF, which are unassigned.
    html(text, most: HTMLWriter.longestText)
  }
}
