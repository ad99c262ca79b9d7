import ArgumentParser
import Bytes
import PlaybookData
import Reports
import Tickets
import Triage

/// The file that goes with a comment.
enum AttachedFormat: String, ExpressibleByArgument, CaseIterable { case html, markdown, json, none }

/// What goes into a ticket, made of a saved report.
struct TicketDraft {
  let report: Report
  let mark: TicketMark
  private let exitCode: Int32

  /// The one place where a saved report becomes one for others to read: nothing else here sees the original.
  private static func shown(_ report: Report, _ redaction: RedactionOptions, force: Bool) throws -> Report {
    if redaction.redact == .off || report.isRedacted { return report }
    return try redaction.redacted(report, names: [], handbook: PlaybookData.handbook, force: force)
  }

  init(path: String, redaction: RedactionOptions, force: Bool) throws {
    let saved: SavedReport
    do { saved = try SavedReport.read(path: path) } catch {
      throw ProgramError(Escaping.terminal(error.description), exitCode: error.isUnusableInput ? 3 : 2)
    }
    report = try Self.shown(saved.report, redaction, force: force)
    exitCode = saved.exitCode
    var hash = SHA256()
    hash.update(Array(JSONRenderer(RenderOptions(exitCode: saved.exitCode)).render(report).utf8))
    let mark = TicketMark(
      fingerprint: report.primary.fingerprint, digest: String(hash.hexDigest.prefix(8)),
      toolVersion: report.toolVersion)
    guard let mark else {
      throw ProgramError(
        "\(Escaping.terminal(path)): a report without a fingerprint; analyse the evidence again")
    }
    self.mark = mark
  }

  /// The whole report, or what of it the tracker takes.
  func page(as markup: TicketMarkup) -> TicketPage {
    var outline = Outline(report, exitCode: exitCode)
    outline.footer = [mark.block]
    return TicketPage(outline, as: markup, whole: Self.whole)
  }

  /// What is posted: on GitHub the page, elsewhere what was found and what to do, with the report attached.
  func ticket(as markup: TicketMarkup, attach: AttachedFormat) -> (Ticket, TicketPage) {
    guard markup != .github, let file = attachment(attach) else {
      let page = page(as: markup)
      return (Ticket(mark: mark, comment: page.text, attachment: nil), page)
    }
    var outline = Outline(briefly: report)
    outline.footer = [.paragraph([.plain("The whole report is attached: "), .code(file.name)]), mark.block]
    let page = TicketPage(outline, as: markup, most: markup.mostBytes - Self.roomForLink, whole: [])
    return (Ticket(mark: mark, comment: page.text, attachment: file), page)
  }

  private static let whole: [Outline.Inline] = [
    .plain("The whole report: "), .code("ipamtriage report REPORT.json --format html=report.html"),
  ]

  /// Bytes that GitLab's link to the attachment, or Jira's field around the document, add to the text.
  private static let roomForLink = 400

  private func attachment(_ format: AttachedFormat) -> Attachment? {
    let options = RenderOptions(exitCode: exitCode)
    let name = "ipamtriage-\(mark.fingerprint.prefix(12))-\(mark.digest)"
    switch format {
    case .none: return nil
    case .html:
      return Attachment(name: name + ".html", type: "text/html", text: HTMLRenderer(options).render(report))
    case .markdown:
      return Attachment(
        name: name + ".md", type: "text/markdown", text: MarkdownRenderer(options).render(report))
    case .json:
      return Attachment(
        name: name + ".json", type: "application/json", text: JSONRenderer(options).render(report))
    }
  }
}
