import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing

/// The wording of a few reports, one of each verdict. `UPDATE_GOLDEN=1 swift test --filter GoldenTextTests` rewrites
/// them; read that diff as code. Verdicts are compared with the planted truth elsewhere, never with these.
@Suite struct GoldenTextTests {
  static let names = [
    "subnet-exhausted/secondary-mode-full-slash24", "subnet-fragmented/prefix-mode-scattered",
    "unknown/pool-empty-lines-only-v1.20", "unknown/documents-with-room-everywhere",
    "not-ip-problem/readiness-probe-of-the-application",
  ]

  @Test(arguments: GoldenTextTests.names, ["text", "markdown"])
  func `a report reads as it was approved`(name: String, format: String) throws {
    // Names of inputs are shown as given: relative to the package.
    #expect(FileManager.default.changeCurrentDirectoryPath(Samples.package.path))
    let report = Analysis.run(
      paths: ["SampleLogs/cases/\(name)/input"], handbook: PlaybookData.handbook
    ).report
    let type = try #require(Renderers.named(format))
    let text = type.init(RenderOptions(exitCode: report.exitCode(failOn: .error, isStrict: false))).render(
      report)
    let file = Samples.cases.appending(path: "\(name)/expected.\(format == "text" ? "txt" : "md")")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let approved = String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    let lines = (text.split(separator: "\n"), approved.split(separator: "\n"))
    let differing = zip(lines.0, lines.1).enumerated().first { $0.element.0 != $0.element.1 }
    #expect(
      text == approved,
      "\(file.lastPathComponent) line \(differing.map { "\($0.offset + 1): \($0.element.0)" } ?? "count differs")"
    )
  }
}
