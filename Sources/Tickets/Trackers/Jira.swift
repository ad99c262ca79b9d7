import FoundationEssentials
import Reports

/// Comments of Jira, with the report attached to the issue: the Cloud with documents (v3), a Data Center with wiki
/// markup (v2).
///
/// An attachment is seen as soon as it is there. It comes before the comment that names it, and is taken away again
/// when the comment cannot be made.
/// Source: Jira Cloud platform REST API v3, "Issue comments", "Issue attachments", "Myself"; Jira Server REST API v2.
struct Jira: Tracker {
  private let markup: TicketMarkup
  private let base: String
  private let issue: String

  init(_ address: TicketAddress) {
    markup = address.markup
    base = address.base
    issue = "\(address.base)/issue/\(address.issue)"
  }

  private struct User: Decodable {
    let accountId: String?
    let key: String?
    let name: String?
    var id: String? { accountId ?? key ?? name }
  }
  private struct Page: Decodable {
    let total: Int?
    let comments: [Comment]
  }
  private struct Comment: Decodable {
    let id: AnyID
    let author: User?
    let body: CommentBody?
  }
  private struct Limit: Decodable {
    let enabled: Bool?
    let uploadLimit: Int?
  }
  private struct IssueAnswer: Decodable { let fields: Fields? }
  private struct Fields: Decodable { let attachment: [File]? }
  private struct File: Decodable {
    let id: AnyID
    let filename: String?
  }

  private static let perPage = 50
  private static let mostPages = 100

  func post<T: Transport>(_ ticket: Ticket, by transport: inout T) throws(TicketError) -> Posting {
    let asking = request(.get, "\(base)/myself", rehearsed: #"{"accountId": ""}"#)
    guard let me = try transport.send(asking).decoded(User.self, of: asking).id else {
      throw TicketError(.answer("not the documented JSON"), at: asking.place)
    }
    let found = try find(ticket.mark, me, by: &transport)
    if let found, found.isOfThisReport { return .unchanged(id: found.id) }
    let file = try ticket.attachment.flatMap { file throws(TicketError) in try attach(file, by: &transport) }
    do {
      return try comment(ticket, found, me, by: &transport)
    } catch {
      // Not where the comment may be there after all.
      if let file, !error.isUncertain {
        _ = try? transport.send(request(.delete, "\(base)/attachment/\(file)"))
      }
      throw error
    }
  }

  private func comment<T: Transport>(
    _ ticket: Ticket, _ found: FoundComment?, _ me: String, by transport: inout T
  ) throws(TicketError) -> Posting {
    // A document is JSON already.
    let text = markup == .jira ? ticket.comment : JSONText.line(.string(ticket.comment))
    let body = HTTPRequest.Body.json(#"{"body":"# + text.split(separator: "\n").joined() + "}\n")
    var isBeside = false
    if let found {
      do {
        _ = try transport.send(request(.put, "\(issue)/comment/\(found.id)", body: body))
        return .updated(id: found.id)
      } catch {
        guard error.isRefused(403, 404) else { throw error }
        isBeside = true
      }
    }
    let create = request(
      .post, "\(issue)/comment", body: body, isRepeatable: false, rehearsed: #"{"id": "0"}"#)
    let made = try transport.make(create) { transport throws(TicketError) in
      try find(ticket.mark, me, by: &transport)
    }
    let id = try made.response?.decoded(Comment.self, of: create).id.text ?? made.found?.id ?? ""
    return isBeside ? .addedBeside(id: id) : .added(id: id)
  }

  /// The id of the new attachment; nil when the same is there already.
  private func attach<T: Transport>(_ file: Attachment, by transport: inout T) throws(TicketError) -> String?
  {
    let asking = request(.get, "\(base)/attachment/meta", rehearsed: #"{"enabled": true}"#)
    let limit = try transport.send(asking).decoded(Limit.self, of: asking)
    if limit.enabled == false {
      throw TicketError(.tooLarge("this Jira takes no attachments"), at: asking.place)
    }
    if let most = limit.uploadLimit, file.text.utf8.count > most {
      throw TicketError(
        .tooLarge("\(file.text.utf8.count) bytes, and this Jira takes \(most)"), at: asking.place)
    }
    if try attached(file, by: &transport) != nil { return nil }
    let create = request(
      .post, "\(issue)/attachments", body: .form(file), isRepeatable: false, rehearsed: #"[{"id": "0"}]"#)
    do {
      return try transport.send(create).decoded([File].self, of: create).first?.id.text
    } catch {
      guard error.isUncertain, let there = try attached(file, by: &transport) else { throw error }
      return there
    }
  }

  private func attached<T: Transport>(_ file: Attachment, by transport: inout T) throws(TicketError)
    -> String?
  {
    let request = request(.get, "\(issue)?fields=attachment")
    let answer = try transport.send(request).decoded(IssueAnswer.self, of: request)
    return answer.fields?.attachment?.first { $0.filename == file.name }?.id.text
  }

  private func find<T: Transport>(_ mark: TicketMark, _ me: String, by transport: inout T) throws(TicketError)
    -> FoundComment?
  {
    // The last one: an update that could not be one was added after it.
    var last: FoundComment?
    for page in 0..<Self.mostPages {
      let start = page * Self.perPage
      let request = request(
        .get, "\(issue)/comment?startAt=\(start)&maxResults=\(Self.perPage)",
        rehearsed: #"{"total": 0, "comments": []}"#)
      let answer = try transport.send(request).decoded(Page.self, of: request)
      for comment in answer.comments {
        last =
          FoundComment(
            id: comment.id.text, text: comment.body?.text ?? "", author: comment.author?.id, me: me, mark,
            as: markup) ?? last
      }
      if answer.comments.isEmpty || start + answer.comments.count >= answer.total ?? 0 { return last }
    }
    throw TicketError(
      .answer("more than \(Self.perPage * Self.mostPages) comments"), at: "GET \(issue)/comment")
  }

  private func request(
    _ method: HTTPRequest.Method, _ url: String, body: HTTPRequest.Body = .none, isRepeatable: Bool = true,
    rehearsed: String = "{}"
  ) -> HTTPRequest {
    var headers = [HTTPRequest.Header("Accept", "application/json")]
    switch body {
    case .json: headers.append(HTTPRequest.Header("Content-Type", "application/json"))
    // Without it Jira takes a form for one that another site makes the browser send.
    case .form: headers.append(HTTPRequest.Header("X-Atlassian-Token", "no-check"))
    case .none, .file: break
    }
    return HTTPRequest(
      method: method, url: url, headers: headers, body: body, isRepeatable: isRepeatable, rehearsed: rehearsed
    )
  }
}

/// A comment's text: as it is (v2), or the paragraphs of a document, one a line (v3).
private struct CommentBody: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    if let plain = try? decoder.singleValueContainer().decode(String.self) {
      text = plain
    } else {
      // The mark is a paragraph of the document itself: one in a quotation is further in.
      let document = try Node(from: decoder)
      text = (document.content ?? []).map { block in
        block.type == "paragraph" ? (block.content ?? []).map { $0.text ?? "" }.joined() : ""
      }.joined(separator: "\n")
    }
  }

  private struct Node: Decodable {
    let type: String?
    let text: String?
    let content: [Node]?
  }
}
