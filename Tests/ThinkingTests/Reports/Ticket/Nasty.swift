import Evidence
import Playbooks
import Reports
import TestSupport

@testable import Triage

/// Text that is markup somewhere, and a report whose every word is such text.
enum Nasty {
  static let pieces = [
    "<script>alert(1)</script>", "]]>", "[x](javascript:alert(1))", "[x|javascript:alert(1)]", "{code}",
    "{noformat}",
    "{NoFormat:title=x}", "[~admin]", "!http://e/x.png!", "!x.png|width=9!", "\"x\":http://e/",
    "\"x\":javascript:a",
    "@team", "@here", "#123", "##7", "!45", "~bug", "%m", "&9", "{{toc}}", "{{include(x)}}", "[[Wiki]]",
    "user:admin",
    "attachment:x.png", "r12", "commit:abc", "</pre>", "</code>", "<pre>", "<notextile>", "==<b>==", "<!--",
    "-->",
    "h1. x", "bq. x", "bq.:http://e", "p(x#y){color:red}. z", "fn1. x", "----", "* x", "# x", "| a |",
    "||a||", "\\\\",
    "\\", "http://evil.example/", "www.evil.example", "mailto:a@b.example", "x%x%lt;script>", "&lt;b&gt;",
    "&#60;",
    "(/)", "(!)", ":)", ":D", ";)", "??x??", "_x_", "*x*", "+x+", "-x-", "^x^", "~x~", "@x@",
    "%{color:red}x%",
    "HTML(x)", "[1]", "/close", "\n/close", "`", "```", "\u{1B}[2J", "\u{1B}]8;;http://e\u{7}", "\u{202E}",
    "\u{2066}",
    "\u{0}", "\r\n", "\t", "word", "10.0.1.0/24", "'", "\"", "é", "子", "👍", " ", "",
  ]

  static func text(_ random: inout SeededRandom) -> String {
    (0...random.below(6)).map { _ in random.pick(pieces) }.joined(
      separator: random.pick(["", " ", "x", "\\", "{"]))
  }

  /// Every text of it is hostile, commands too.
  static func report(_ random: inout SeededRandom) -> Report {
    var report = SampleReport.exhausted()
    func text() -> String { Nasty.text(&random) }
    report.toolVersion = text()
    report.primary.because = text()
    report.primary.scope.pods = [text(), text()]
    report.primary.scope.nodes = [text()]
    report.primary.missing = [MissingEvidence(what: text(), command: text())]
    report.contributing[0].because = text()
    report.alternatives[0].because = text()
    report.alternatives[0].decide = text()
    report.excluded[0] = Exclusion(id: CauseID(text()), because: text(), evidence: [])
    report.evidence[0].text = text()
    report.evidence[0].node = text()
    for index in report.remedies.indices {
      let old = report.remedies[index]
      report.remedies[index] = RemedyAdvice(
        order: old.order, title: text(), cause: CauseID(text()), commands: [text(), text()], effect: text(),
        effectAddresses: nil, effectFreeBlocks: nil, risk: text(), precondition: text(), verify: text(),
        rollback: text())
    }
    report.unclassified = [
      UnclassifiedReport(template: text(), count: 3, isEstimate: false, example: "e2")
    ]
    report.noise = [(text(), 4)]
    report.gaps[0] = GapReport(
      node: text(), from: SampleReport.later(-600), to: SampleReport.start, reason: text())
    report.notes = [text(), text()]
    return report
  }
}
