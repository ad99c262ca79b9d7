import Reports

/// Issue comments of GitHub, github.com or a server of one's own.
///
/// It has no call for attachments: the comment is the report, cut where it is too long.
/// Source: GitHub REST API 2022-11-28, "Issue comments", "Users".
struct GitHub: Tracker {
  private let repository: String
  private let comments: String
  private let user: String

  init(_ address: TicketAddress) {
    repository = "\(address.base)/repos/\(address.project)"
    comments = "\(repository)/issues/\(address.issue)/comments"
    user = "\(address.base)/user"
  }

  private struct User: Decodable { let login: String? }
  private struct Comment: Decodable {
    let id: AnyID
    let body: String?
    let user: User?
  }

  /// Comments a page, and pages: an issue with more is not looked through.
  private static let perPage = 100
  private static let mostPages = 50

  func post<T: Transport>(_ ticket: Ticket, by transport: inout T) throws(TicketError) -> Posting {
    let me = try me(by: &transport)
    let found = try find(ticket.mark, me, by: &transport)
    if let found, found.isOfThisReport { return .unchanged(id: found.id) }
    let body = JSONText.line(.object([("body", .string(ticket.comment))]))
    var isBeside = false
    if let found {
      do {
        let url = "\(repository)/issues/comments/\(found.id)"
        _ = try transport.send(request(.patch, url, body: body, isRepeatable: true))
        return .updated(id: found.id)
      } catch {
        guard error.isRefused(403, 404) else { throw error }
        isBeside = true
      }
    }
    let create = request(.post, comments, body: body, isRepeatable: false, rehearsed: #"{"id": 0}"#)
    let made = try transport.make(create) { transport throws(TicketError) in
      try find(ticket.mark, me, by: &transport)
    }
    let id = try made.response?.decoded(Comment.self, of: create).id.text ?? made.found?.id ?? ""
    return isBeside ? .addedBeside(id: id) : .added(id: id)
  }

  /// The login behind the credential; nil for those of apps and workflows, which may not ask.
  private func me<T: Transport>(by transport: inout T) throws(TicketError) -> String? {
    let request = request(.get, user)
    do { return try transport.send(request).decoded(User.self, of: request).login } catch {
      guard error.isRefused(403, 404) else { throw error }
      return nil
    }
  }

  private func find<T: Transport>(_ mark: TicketMark, _ me: String?, by transport: inout T)
    throws(TicketError)
    -> FoundComment?
  {
    // The last one: an update that could not be one was added after it.
    var last: FoundComment?
    for page in 1...Self.mostPages {
      let request = request(.get, "\(comments)?per_page=\(Self.perPage)&page=\(page)", rehearsed: "[]")
      let list = try transport.send(request).decoded([Comment].self, of: request)
      for comment in list {
        last =
          FoundComment(
            id: comment.id.text, text: comment.body ?? "", author: comment.user?.login, me: me, mark,
            as: .github) ?? last
      }
      if list.count < Self.perPage { return last }
    }
    throw TicketError(.answer("more than \(Self.perPage * Self.mostPages) comments"), at: "GET \(comments)")
  }

  private func request(
    _ method: HTTPRequest.Method, _ url: String, body: String? = nil, isRepeatable: Bool = true,
    rehearsed: String = "{}"
  ) -> HTTPRequest {
    var headers = [
      HTTPRequest.Header("Accept", "application/vnd.github+json"),
      HTTPRequest.Header("X-GitHub-Api-Version", "2022-11-28"),
      HTTPRequest.Header("User-Agent", "ipamtriage"),
    ]
    if body != nil { headers.append(HTTPRequest.Header("Content-Type", "application/json")) }
    return HTTPRequest(
      method: method, url: url, headers: headers, body: body.map { .json($0) } ?? .none,
      isRepeatable: isRepeatable,
      rehearsed: rehearsed)
  }
}
