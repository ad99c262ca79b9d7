import ArgumentParser
import Reports
import Tickets
import Triage

/// A report in a ticket.
struct TicketCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket", abstract: "Render a saved report for a tracker, or post it to an issue.",
    discussion: """
      --for writes what the tracker accepts: github and gitlab Markdown, jira the Atlassian Document Format, jira-wiki \
      wiki markup, redmine Textile. What is too long is cut at the border of a section, and the page says so.

      --to shows what would be sent to an issue and sends nothing; --yes sends it, by the system's curl: a comment, with \
      the whole report attached where the tracker has attachments. A later report of the same incident changes that \
      comment. The credential is in IPAMTRIAGE_TICKET_TOKEN or in a file of --token-file: a token, for Jira Cloud \
      e-mail:token.
      """)

  @Argument(help: "What --format json wrote; also compressed, or - for standard input.")
  var path: String
  @Option(
    name: .customLong("for"),
    help: "github, gitlab, jira, jira-wiki or redmine; with --to only where the address does not say it.")
  var markup: TicketMarkup?
  @Option(help: "The issue, as the browser shows its address.")
  var to: String?
  @Flag(help: "Send it.")
  var yes = false
  @Option(help: "A file with the credential that only its owner may read (mode 0600).")
  var tokenFile: String?
  @Option(help: "What is attached where the tracker takes files: html, markdown, json or none.")
  var attach: AttachedFormat = .html
  @Option(help: "Seconds a request may take, 1 to 600.")
  var timeout = 60
  @Option(help: "How often a request that the tracker did not take is tried again, 0 to 10.")
  var retries = 2
  @Option(
    name: .shortAndLong,
    help: "Write the text to a file, whole or not at all; with --to the attachment beside it.")
  var output: String?
  @Flag(help: "Overwrite existing files.")
  var force = false
  @OptionGroup var redaction: RedactionOptions

  func validate() throws {
    if markup == nil && to == nil {
      throw ValidationError("say the tracker with --for, or the issue with --to")
    }
    if yes && to == nil { throw ValidationError("--yes: sends to the issue that --to names") }
    if !(1...600).contains(timeout) { throw ValidationError("--timeout: 1 to 600 seconds") }
    if !(0...10).contains(retries) { throw ValidationError("--retries: 0 to 10") }
  }

  func run() throws {
    if let output { try Output.check(output, force: force) }
    try redaction.check(outputs: [output].compactMap { $0 }, force: force)
    guard let to else { return try render() }
    let address: TicketAddress
    let credential: Credential?
    do throws(TicketError) {
      address = try TicketAddress(to, markup: markup)
      credential = try yes ? credentialGiven() : nil
    } catch { throw ProgramError(error.description, exitCode: error.exitCode) }
    let draft = try TicketDraft(path: path, redaction: redaction, force: force)
    let (ticket, page) = draft.ticket(as: address.markup, attach: attach)
    sayLeftOut(of: page, address.markup)
    let delivery = TicketDelivery(address: address, ticket: ticket, output: output, force: force)
    try delivery.writeFiles()
    guard let credential else { return try delivery.rehearse() }
    try delivery.send(credential, CurlLimits(seconds: timeout, retries: retries))
  }

  private func render() throws {
    guard let markup else { return }
    let draft = try TicketDraft(path: path, redaction: redaction, force: force)
    let page = draft.page(as: markup)
    sayLeftOut(of: page, markup)
    if let output { try Output.write(page.text, to: output, force: force) } else { Output.print(page.text) }
  }

  private func sayLeftOut(of page: TicketPage, _ markup: TicketMarkup) {
    for title in page.leftOut {
      Terminal.complain(Escaping.terminal("cut to what \(markup.rawValue) takes: \"\(title)\" is left out"))
    }
  }

  private func credentialGiven() throws(TicketError) -> Credential {
    if let tokenFile { return try Credential(file: tokenFile) }
    guard let token = Terminal.environment("IPAMTRIAGE_TICKET_TOKEN") else {
      throw TicketError(.credential("no credential; set IPAMTRIAGE_TICKET_TOKEN, or give --token-file"))
    }
    return try Credential(token)
  }
}

extension TicketMarkup: ExpressibleByArgument {}
