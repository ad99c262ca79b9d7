import Collectors
import Commands
import PlaybookData
import Playbooks
import Triage

/// One line through the whole analysis, without files.
struct Bench {
  static let handbook = PlaybookData.handbook
  private static let catalog = ScanCatalog(handbook)

  func report(on form: LineForm) -> Report { report([form]) }

  func report(_ forms: [LineForm]) -> Report {
    let collector = Collector(Bench.catalog)
    for (number, form) in forms.enumerated() {
      var rest = Array((form.text + "\n").utf8)
      collector.read(name: number == 0 ? form.file : "\(number)-\(form.file)") { buffer in
        let count = min(rest.count, buffer.count)
        buffer.replaceSubrange(0..<count, with: rest.prefix(count))
        rest.removeFirst(count)
        return count
      }
    }
    return Analysis.conclude(collector.evidence, handbook: Bench.handbook).report
  }

  /// Many lines, or JSON documents, in one file.
  static func joined(_ forms: [LineForm]) -> LineForm {
    LineForm(name: forms[0].name, file: forms[0].file, text: forms.map(\.text).joined(separator: "\n"))
  }

  /// What a report blames, and what else it holds possible, for a test's message.
  static func summary(_ report: Report) -> String {
    let others = report.alternatives.map(\.id.raw).joined(separator: ", ")
    return "\(report.primary.id.raw) (\(report.status.rawValue)\(others.isEmpty ? "" : "; or " + others))"
  }

  static let causes = Set(handbook.playbooks.map(\.id.raw))
  static func blames(_ report: Report) -> String? {
    causes.contains(report.primary.id.raw) ? report.primary.id.raw : nil
  }
}
