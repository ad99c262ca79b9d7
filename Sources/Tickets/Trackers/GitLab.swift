import Reports

/// Notes of GitLab, on an issue or a merge request, with the report among the uploads of the project.
///
/// An upload is seen through the link in the note alone, so it comes first and a failure leaves nothing to see.
/// Source: GitLab REST API v4, "Notes", "Project Markdown uploads", "Users".
struct GitLab: Tracker {
  private let notes: String
  private let uploads: String
  private let user: String

  init(_ address: TicketAddress) {
    let project = "\(address.base)/projects/\(address.project)"
    notes = "\(project)/\(address.kind)/\(address.issue)/notes"
    uploads = "\(project)/uploads"
    user = "\(address.base)/user"
  }

  private struct User: Decodable { let id: AnyID? }
  private struct Note: Decodable {
    let id: AnyID
    let body: String?
    let author: User?
    let system: Bool?
  }
  private struct Upload: Decodable { let url: String }

  /// A note may hold a megabyte.
  private static let perPage = 20
  private static let mostPages = 100

  func post<T: Transport>(_ ticket: Ticket, by transport: inout T) throws(TicketError) -> Posting {
    let asking = request(.get, user, rehearsed: #"{"id": 0}"#)
    let me = try transport.send(asking).decoded(User.self, of: asking).id?.text
    let found = try find(ticket.mark, me, by: &transport)
    if let found, found.isOfThisReport { return .unchanged(id: found.id) }
    var text = ticket.comment
    if let attachment = ticket.attachment {
      text += "\n[\(attachment.name)](\(try upload(attachment, by: &transport)))\n"
    }
    let body = JSONText.line(.object([("body", .string(text))]))
    var isBeside = false
    if let found {
      do {
        _ = try transport.send(request(.put, "\(notes)/\(found.id)", body: .json(body)))
        return .updated(id: found.id)
      } catch {
        guard error.isRefused(403, 404) else { throw error }
        isBeside = true
      }
    }
    let create = request(.post, notes, body: .json(body), isRepeatable: false, rehearsed: #"{"id": 0}"#)
    let made = try transport.make(create) { transport throws(TicketError) in
      try find(ticket.mark, me, by: &transport)
    }
    let id = try made.response?.decoded(Note.self, of: create).id.text ?? made.found?.id ?? ""
    return isBeside ? .addedBeside(id: id) : .added(id: id)
  }

  /// Where the project keeps the file. One that no note names is seen by nobody, so doing it twice harms nothing.
  private func upload<T: Transport>(_ attachment: Attachment, by transport: inout T) throws(TicketError)
    -> String
  {
    let secret = String(repeating: "0", count: 32)
    let request = request(
      .post, uploads, body: .form(attachment),
      rehearsed: #"{"url": "/uploads/\#(secret)/\#(attachment.name)"}"#)
    let url = try transport.send(request).decoded(Upload.self, of: request).url
    // It becomes markup.
    let parts = url.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1] == "uploads", parts[3] == attachment.name[...],
      !parts[2].isEmpty, parts[2].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { throw TicketError(.answer("not the documented place of an upload"), at: request.place) }
    return url
  }

  private func find<T: Transport>(_ mark: TicketMark, _ me: String?, by transport: inout T)
    throws(TicketError)
    -> FoundComment?
  {
    // The last one: an update that could not be one was added after it.
    var last: FoundComment?
    for page in 1...Self.mostPages {
      let request = request(
        .get, "\(notes)?sort=asc&per_page=\(Self.perPage)&page=\(page)", rehearsed: "[]")
      let list = try transport.send(request).decoded([Note].self, of: request)
      for note in list where note.system != true {
        last =
          FoundComment(
            id: note.id.text, text: note.body ?? "", author: note.author?.id?.text, me: me, mark, as: .gitlab)
          ?? last
      }
      if list.count < Self.perPage { return last }
    }
    throw TicketError(.answer("more than \(Self.perPage * Self.mostPages) notes"), at: "GET \(notes)")
  }

  private func request(
    _ method: HTTPRequest.Method, _ url: String, body: HTTPRequest.Body = .none, isRepeatable: Bool = true,
    rehearsed: String = "{}"
  ) -> HTTPRequest {
    var headers = [HTTPRequest.Header("Accept", "application/json")]
    if case .json = body { headers.append(HTTPRequest.Header("Content-Type", "application/json")) }
    return HTTPRequest(
      method: method, url: url, headers: headers, body: body, isRepeatable: isRepeatable, rehearsed: rehearsed
    )
  }
}
