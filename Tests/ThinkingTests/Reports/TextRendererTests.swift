import Evidence
import Playbooks
import Testing
import VPCModel

@testable import Reports
@testable import Triage

@Suite struct TextRendererTests {
  static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `the verdict stands in the first three lines`() {
    let lines = Self.lines(SampleReport.text(SampleReport.exhausted()))
    #expect(
      lines[2] == "✘ SUBNET EXHAUSTED  subnet-0a1b2c3d4e5f60718 (10.0.1.0/24, us-east-1a)   proved")
  }

  @Test(arguments: SampleReport.all.map(\.name), [40, 50, 80])
  func `the header takes one line, however narrow the page`(name: String, width: Int) throws {
    let report = try #require(SampleReport.all.first { $0.name == name }).report
    let lines = Self.lines(SampleReport.text(report, width: width))
    #expect(lines[1].isEmpty)
    #expect(["✘", "!", "?", "✔"].contains(lines[2].prefix(1)))
  }

  @Test func `sections follow the order in which they are needed`() {
    let headings = Self.lines(SampleReport.text(SampleReport.exhausted())).dropFirst(3)
      .filter { $0.first?.isUppercase == true }
    #expect(
      headings == [
        "The walk", "Why we say so", "Also", "Could also be", "Not this", "What to do, in this order",
        "The subnet, address by address", "The nodes", "Noise that looks worse than it is",
        "Errors in the logs that no pattern knows", "Times without a log", "About the evidence",
        "What would make this surer",
      ])
  }

  @Test func `the last line says the exit code and where to read on`() {
    let text = SampleReport.text(SampleReport.exhausted())
    #expect(Self.lines(text).dropLast().last == "exit 1   more: ipamtriage explain subnet-exhausted")
  }

  @Test func `a state that is over or to come is said with the verdict`() {
    var report = SampleReport.exhausted()
    report.primary.severity = .warning
    report.primary.state = .recovered
    report.primary.because = "The subnet was full"
    let text = SampleReport.text(report)
    #expect(text.contains("! SUBNET EXHAUSTED"))
    #expect(text.contains("proved, recovered"))
    #expect(text.contains("over since then"))
  }

  @Test(arguments: SampleReport.all.map(\.name), [40, 64, 80, 120, 200])
  func `no line is wider than the page, but for an argument that is`(name: String, width: Int) throws {
    let report = try #require(SampleReport.all.first { $0.name == name }).report
    for line in Self.lines(SampleReport.text(report, width: width)) where DisplayWidth.of(line) > width {
      #expect(Wrapping.arguments(line).filter { $0 != "\\" }.count <= 2, "\(line)")
    }
  }

  @Test(arguments: [false, true], [40, 80])
  func `nothing of a log reaches the terminal unseen`(ascii: Bool, width: Int) {
    let text = SampleReport.text(SampleReport.poisoned(), width: width, ascii: ascii)
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(!Escaping.isHidden(scalar))
      if ascii { #expect(scalar.isASCII) }
    }
    #expect(text.contains("\\u{1b}]8;;http"))
  }

  @Test func `colour adds escape codes and nothing else`() {
    for (_, report) in SampleReport.all {
      var colored = SampleReport.text(report, color: true)
      for code in ["1", "2", "1;31", "1;32", "1;33", "0"] {
        colored = colored.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
      }
      #expect(colored == SampleReport.text(report))
    }
  }

  @Test func `ASCII marks take the place of the others`() {
    let text = SampleReport.text(SampleReport.exhausted(), ascii: true)
    #expect(text.contains("X SUBNET EXHAUSTED"))
    #expect(text.contains("+ ruled out"))
  }

  @Test func `what no evidence decides is asked with one command`() {
    let text = SampleReport.text(SampleReport.undecided())
    #expect(Self.lines(text)[2].hasPrefix("? UNDECIDED  pods cannot get an address"))
    #expect(
      text.contains(
        """
        To decide, one command:
          aws ec2 describe-subnets --subnet-ids subnet-0a1b2c3d4e5f60718 --output json
          subnet-exhausted           0 to 15 available would say so
        """))
    #expect(text.contains("Seen ≈41 times"))
  }

  @Test func `health is short`() {
    let lines = Self.lines(SampleReport.text(SampleReport.healthy()))
    #expect(lines[2] == "✔ HEALTHY  212 addresses given out, none refused, 02:03:11–02:41:00")
    #expect(lines.count < 12)
  }

  @Test func `too little evidence is answered with the commands that get more`() {
    let text = SampleReport.text(SampleReport.insufficient())
    #expect(text.contains("no times in the evidence"))
    #expect(text.contains("      sudo tail -n 20000 /var/log/aws-routed-eni/ipamd.log"))
  }

  @Test func `a fleet of 180 nodes fits on two pages`() {
    let text = SampleReport.text(SampleReport.fleet())
    #expect(Self.lines(text).count < 130)
    #expect(text.contains("  and 172 more"))
    #expect(text.contains("and 896 more"))
  }

  @Test func `a command is printed once`() {
    let text = SampleReport.text(SampleReport.exhausted())
    #expect(text.split(separator: "get-service-quota").count == 2)
    #expect(text.contains("account quotas (command above)"))
  }

  @Test func `an empty report is still a report`() {
    let primary = Finding(
      id: CauseID(""), title: "", basis: nil, confidence: .nan, severity: .error, state: nil, step: nil,
      because: "")
    for status in [Status.causeFound, .undecided, .insufficientEvidence, .healthy, .notIPProblem] {
      var report = SampleReport.empty(status, primary)
      report.inputs = []
      for width in [-1, 40, 1000] { #expect(!SampleReport.text(report, width: width).isEmpty) }
      #expect(SampleReport.json(report).contains("\"confidence\": 0.00"))
      #expect(!SampleReport.markdown(report).isEmpty)
    }
  }

  @Test func `a remedy's check wraps as a command only when it is one`() {
    #expect(TextReport.isCommand("kubectl -n kube-system rollout status daemonset aws-node"))
    #expect(!TextReport.isCommand("kubectl uncordon ip-10-0-1-23, as long as it is not terminated."))
    #expect(!TextReport.isCommand("kubectl get crd shows eniconfigs"))
    #expect(!TextReport.isCommand("None needed."))
  }
}
