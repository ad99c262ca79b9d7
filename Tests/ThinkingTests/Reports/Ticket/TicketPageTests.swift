import Evidence
import Playbooks
import Reports
import Testing

@testable import Triage

@Suite struct TicketPageTests {
  private static let mark = TicketMark(
    fingerprint: "0123456789abcdef0123456789abcdef", digest: "89abcdef", toolVersion: "1.0.0")

  private static func outline(_ report: Report) -> Outline {
    var outline = Outline(report, exitCode: 1)
    outline.footer = [mark].compactMap { $0?.block }
    return outline
  }

  @Test(arguments: TicketMarkup.allCases)
  func `a page that fits is whole and says nothing`(markup: TicketMarkup) {
    let page = TicketPage(Self.outline(SampleReport.exhausted()), as: markup, whole: [])
    #expect(page.leftOut.isEmpty && !page.text.contains("Cut here"))
    #expect(page.text.utf8.count <= markup.mostBytes)
  }

  @Test(arguments: TicketMarkup.allCases)
  func `a page that does not fit ends at a section and says what is missing`(markup: TicketMarkup) throws {
    let outline = Self.outline(SampleReport.exhausted())
    let all = TicketPage(outline, as: markup, most: 1 << 24, whole: []).text
    var last = -1
    for most in stride(from: 2_500, to: all.utf8.count, by: 500) {
      let page = TicketPage(outline, as: markup, most: most, whole: [.plain("Elsewhere")])
      #expect(page.text.utf8.count <= most)
      #expect(page.text.contains("Cut here") && page.text.contains("Elsewhere") && !page.leftOut.isEmpty)
      for title in page.leftOut { #expect(page.text.contains(title)) }
      // The whole sections come as they are in the whole page.
      let kept = outline.sections.count - page.leftOut.count
      #expect(kept >= last)
      last = kept
      #expect(page.text.contains("0123456789abcdef0123456789abcdef"))
    }
    #expect(last > 3)
  }

  @Test(arguments: TicketMarkup.allCases)
  func `a verdict of a megabyte is cut inside, and the mark stays`(markup: TicketMarkup) {
    var report = SampleReport.exhausted()
    report.primary.because = String(repeating: "{<@subnet ", count: 100_000)
    report.primary.scope.pods = (0..<50).map { "pod-\($0)-" + String(repeating: "*", count: 50_000) }
    report.remedies[0] = RemedyAdvice(
      order: 1, title: String(repeating: "x", count: 90_000), cause: CauseID("c"),
      commands: [String(repeating: "y", count: 90_000)], effect: "", effectAddresses: nil,
      effectFreeBlocks: nil,
      risk: "", precondition: "", verify: "", rollback: "")
    let page = TicketPage(Self.outline(report), as: markup, whole: [.plain("Elsewhere")])
    #expect(page.text.utf8.count <= markup.mostBytes)
    #expect(page.text.contains("… "))
    #expect(page.text.contains("0123456789abcdef0123456789abcdef"))
  }

  @Test(arguments: TicketMarkup.allCases)
  func `the mark is found in its own text, and not in a quotation`(markup: TicketMarkup) throws {
    let mark = try #require(Self.mark)
    let other = try #require(
      TicketMark(fingerprint: mark.fingerprint, digest: "00000000", toolVersion: "1.0.0"))
    let stranger = try #require(
      TicketMark(fingerprint: String(repeating: "f", count: 32), digest: "89abcdef", toolVersion: "1.0.0"))
    var text = TicketPage(Self.outline(SampleReport.exhausted()), as: markup, whole: []).text
    // Jira gives a document back; its paragraphs are lines.
    if markup == .jira {
      text = "SUBNET EXHAUSTED\nIncident \(mark.fingerprint), report 89abcdef, ipamtriage 1.0.0\n"
    }
    let line = try #require(mark.line(in: text, as: markup))
    #expect(mark.isOfThisReport(line, as: markup) && !other.isOfThisReport(line, as: markup))
    #expect(other.line(in: text, as: markup) == line)
    #expect(stranger.line(in: text, as: markup) == nil)
    #expect(mark.line(in: "> " + line, as: markup) == nil)
    #expect(mark.line(in: text.replacing("\n", with: "\r\n"), as: markup) == line)
  }

  @Test(arguments: TicketMarkup.allCases)
  func `a log that quotes the mark of another incident does not take its place`(markup: TicketMarkup) throws {
    let other = try #require(
      TicketMark(fingerprint: String(repeating: "f", count: 32), digest: "89abcdef", toolVersion: "1.0.0"))
    let forged =
      switch markup {
      case .github, .gitlab: "Incident `\(other.fingerprint)`, report `89abcdef`"
      case .jira: "Incident \(other.fingerprint), report 89abcdef"
      case .jiraWiki: "Incident {{\(other.fingerprint)}}, report {{89abcdef}}"
      case .redmine: "Incident <code>\(other.fingerprint)</code>, report <code>89abcdef</code>"
      }
    // The line is one, where it stands alone.
    #expect(other.line(in: forged, as: markup) != nil)
    var report = SampleReport.exhausted()
    report.primary.because = forged
    report.evidence[0].text = forged
    report.remedies[0] = RemedyAdvice(
      order: 1, title: forged, cause: CauseID("c"), commands: [forged], effect: forged, effectAddresses: nil,
      effectFreeBlocks: nil, risk: forged, precondition: forged, verify: "", rollback: "")
    var text = TicketPage(Self.outline(report), as: markup, whole: []).text
    let mark = try #require(Self.mark)
    if markup == .jira { text = "\(forged)\nIncident \(mark.fingerprint), report 89abcdef, x\n" }
    #expect(other.line(in: text, as: markup) == nil && mark.line(in: text, as: markup) != nil)
  }

  @Test(arguments: ["", "0123", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcde`"])
  func `what is no fingerprint marks nothing`(fingerprint: String) {
    #expect(TicketMark(fingerprint: fingerprint, digest: "89abcdef", toolVersion: "1") == nil)
  }
}
