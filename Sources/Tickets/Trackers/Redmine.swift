import Reports

/// Notes of Redmine, with the report attached to the issue.
///
/// An upload is seen when an issue takes it, and the note comes in the same request. A note is changed where the server
/// knows how (5.0); else one is added.
/// Source: Redmine REST API, "Issues", "Attachments", "Journals".
struct Redmine: Tracker {
  private let base: String
  private let issue: String

  init(_ address: TicketAddress) {
    base = address.base
    issue = "\(address.base)/issues/\(address.issue).json"
  }

  private struct UserAnswer: Decodable { let user: User }
  private struct User: Decodable { let id: AnyID }
  private struct IssueAnswer: Decodable { let issue: Issue }
  private struct Issue: Decodable {
    let journals: [Journal]?
    let attachments: [File]?
  }
  private struct Journal: Decodable {
    let id: AnyID
    let notes: String?
    let user: User?
  }
  private struct File: Decodable { let filename: String? }
  private struct UploadAnswer: Decodable { let upload: Upload }
  private struct Upload: Decodable { let token: String }

  func post<T: Transport>(_ ticket: Ticket, by transport: inout T) throws(TicketError) -> Posting {
    let asking = request(.get, "\(base)/users/current.json", rehearsed: #"{"user": {"id": 0}}"#)
    let me = try transport.send(asking).decoded(UserAnswer.self, of: asking).user.id.text
    let seen = try look(by: &transport)
    let found = find(ticket.mark, me, in: seen)
    if let found, found.isOfThisReport { return .unchanged(id: found.id) }
    // The name holds the digest: the same name is the same file, of a run that came no further.
    let hasFile = seen.attachments?.contains { $0.filename == ticket.attachment?.name } ?? false
    let upload =
      hasFile
      ? nil
      : try ticket.attachment.map { file throws(TicketError) in
        try self.upload(file, by: &transport)
      }
    guard let found else { return .added(id: try add(ticket, upload, me, by: &transport)) }
    if let upload {
      let body = JSONNode.object([("issue", .object([("uploads", .array([upload]))]))])
      _ = try transport.send(request(.put, issue, body: .json(JSONText.line(body)), isRepeatable: false))
    }
    let body = JSONNode.object([("journal", .object([("notes", .string(ticket.comment))]))])
    do {
      let url = "\(base)/journals/\(found.id).json"
      _ = try transport.send(request(.put, url, body: .json(JSONText.line(body))))
      return .updated(id: found.id)
    } catch {
      // An older server, or a role that may not change its notes.
      guard error.isRefused(403, 404, 406, 422) else { throw error }
    }
    return .addedBeside(id: try add(ticket, nil, me, by: &transport))
  }

  /// One request for note and file; then it is read back, since the answer is empty.
  private func add<T: Transport>(
    _ ticket: Ticket, _ upload: JSONNode?, _ me: String, by transport: inout T
  ) throws(TicketError) -> String {
    let uploads = upload.map { [("uploads", JSONNode.array([$0]))] } ?? []
    let body = JSONNode.object([("issue", .object([("notes", .string(ticket.comment))] + uploads))])
    let request = request(.put, issue, body: .json(JSONText.line(body)), isRepeatable: false)
    let made = try transport.make(request) { transport throws(TicketError) in
      find(ticket.mark, me, in: try look(by: &transport))
    }
    if let found = made.found { return found.id }
    guard !(transport is Rehearsal) else { return "" }
    // A role that may not add notes is answered as if it had.
    guard let found = find(ticket.mark, me, in: try look(by: &transport)), found.isOfThisReport else {
      throw TicketError(
        .answer("taken, but the note is not on the issue; may the role add notes?"), at: request.place)
    }
    return found.id
  }

  private func upload<T: Transport>(_ file: Attachment, by transport: inout T) throws(TicketError) -> JSONNode
  {
    let request = request(
      .post, "\(base)/uploads.json?filename=\(file.name)", body: .file(file),
      rehearsed: #"{"upload": {"token": "<token of the upload>"}}"#)
    let token: String
    do {
      token = try transport.send(request).decoded(UploadAnswer.self, of: request).upload.token
    } catch {
      guard error.isRefused(422) else { throw error }
      throw TicketError(.tooLarge("422, more than the server's limit for attachments"), at: request.place)
    }
    return .object([
      ("token", .string(token)), ("filename", .string(file.name)), ("content_type", .string(file.type)),
    ])
  }

  private func look<T: Transport>(by transport: inout T) throws(TicketError) -> Issue {
    let request = request(.get, "\(issue)?include=attachments,journals", rehearsed: #"{"issue": {}}"#)
    return try transport.send(request).decoded(IssueAnswer.self, of: request).issue
  }

  /// The last one: an update that could not be one was added after it.
  private func find(_ mark: TicketMark, _ me: String, in issue: Issue) -> FoundComment? {
    (issue.journals ?? []).compactMap {
      FoundComment(
        id: $0.id.text, text: $0.notes ?? "", author: $0.user?.id.text, me: me, mark, as: .redmine)
    }.last
  }

  private func request(
    _ method: HTTPRequest.Method, _ url: String, body: HTTPRequest.Body = .none, isRepeatable: Bool = true,
    rehearsed: String = "{}"
  ) -> HTTPRequest {
    var headers: [HTTPRequest.Header] = []
    switch body {
    case .json: headers.append(HTTPRequest.Header("Content-Type", "application/json"))
    case .file: headers.append(HTTPRequest.Header("Content-Type", "application/octet-stream"))
    case .none, .form: break
    }
    return HTTPRequest(
      method: method, url: url, headers: headers, body: body, isRepeatable: isRepeatable, rehearsed: rehearsed
    )
  }
}
