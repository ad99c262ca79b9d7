import Bytes
import FoundationEssentials
import Intake
import Reports
import Tickets

/// A ticket on its way: shown, or sent.
struct TicketDelivery {
  let address: TicketAddress
  let ticket: Ticket
  /// Where the comment is kept; the attachment beside it.
  let output: String?
  let force: Bool

  func writeFiles() throws {
    guard let output else { return }
    if let attachment = ticket.attachment {
      let place = Self.beside(output, attachment.name)
      try Output.check(place, force: force)
      try Output.write(attachment.text, to: place, force: force)
    }
    try Output.write(ticket.comment, to: output, force: force)
  }

  /// Prints every request as it would be sent, when no comment of this incident is there.
  func rehearse() throws {
    var rehearsal = Rehearsal()
    do { _ = try Trackers.tracker(at: address).post(ticket, by: &rehearsal) } catch {
      throw ProgramError(error.description, exitCode: error.exitCode)
    }
    var text = "Nothing was sent. With --yes, where no comment of this incident is there:\n"
    for (index, request) in rehearsal.requests.enumerated() {
      text += "\n\(index + 1) \(request.method.rawValue) \(request.url)\n"
      for line in request.shownLines(for: address.markup) { text += "  \(line)\n" }
    }
    Output.print(text + "\nA comment of this incident gets the same text instead of a second one.\n")
  }

  /// Posts, and says what became of it. What was to be sent stays where it failed.
  func send(_ credential: Credential, _ limits: CurlLimits) throws {
    let folder = try Self.ownFolder()
    var transport = CurlTransport(to: address, credential: credential, folder: folder.path, limits: limits)
    let posting: Posting
    do {
      posting = try Trackers.tracker(at: address).post(ticket, by: &transport)
    } catch {
      throw ProgramError(
        "\(error.description); what was to be sent is in \(kept(in: folder))", exitCode: error.exitCode)
    }
    try? FileManager.default.removeItem(at: folder)
    let what: (String, String) =
      switch posting {
      case .added(let id): ("added", id)
      case .updated(let id): ("changed", id)
      case .unchanged(let id): ("up to date, nothing sent", id)
      case .addedBeside(let id): ("added; the earlier one may not be changed", id)
      }
    Output.print("comment \(Escaping.terminal(what.1)) \(what.0)\n")
  }

  /// The folder with comment and attachment, where `-o` keeps none.
  private func kept(in folder: URL) -> String {
    try? FileManager.default.removeItem(at: folder.appending(path: "body"))
    if let output {
      try? FileManager.default.removeItem(at: folder)
      return Escaping.terminal(output)
    }
    _ = WholeFile.write(
      ticket.comment, to: folder.appending(path: "comment.\(address.markup.fileExtension)").path)
    if let attachment = ticket.attachment {
      _ = WholeFile.write(attachment.text, to: folder.appending(path: attachment.name).path)
    }
    return Escaping.terminal(folder.path)
  }

  /// A new folder that only this user can look into.
  private static func ownFolder() throws -> URL {
    let name = "ipamtriage-ticket-\(UInt64.random(in: 0...UInt64.max))"
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch { throw ProgramError("\(folder.path): cannot be made; check TMPDIR") }
    return folder
  }

  private static func beside(_ file: String, _ name: String) -> String {
    URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: name).path
  }
}

extension HTTPRequest {
  /// Headers and body, with the credential blotted out and files as what they are.
  fileprivate func shownLines(for markup: TicketMarkup) -> [String] {
    var lines = headers.map { "\($0.name): \($0.value)" }
    lines.append("\(Credential.headerName(for: markup)): \(Credential.shown)")
    switch body {
    case .none: break
    case .json(let text): lines.append(text.last == "\n" ? String(text.dropLast()) : text)
    case .file(let file): lines.append("the file \(Self.described(file))")
    case .form(let file):
      lines.append(
        "Content-Type: multipart/form-data, field \"file\" (\(file.type)): \(Self.described(file))")
    }
    return lines
  }

  private static func described(_ file: Attachment) -> String {
    var hash = SHA256()
    hash.update(Array(file.text.utf8))
    return "\(file.name), \(file.text.utf8.count) bytes, sha256 \(hash.hexDigest)"
  }
}
