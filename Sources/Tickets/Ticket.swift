import Reports

/// What is sent: a comment, and where the tracker has attachments the whole report beside it.
package struct Ticket: Sendable {
  package let mark: TicketMark
  /// In the markup of the tracker.
  package let comment: String
  package let attachment: Attachment?

  package init(mark: TicketMark, comment: String, attachment: Attachment?) {
    self.mark = mark
    self.comment = comment
    self.attachment = attachment
  }
}

/// What became of it.
package enum Posting: Hashable, Sendable {
  case added(id: String)
  case updated(id: String)
  /// The comment of this incident is there and of this very report.
  case unchanged(id: String)
  /// Added, since the comment that is there may not be changed.
  case addedBeside(id: String)
}

/// One tracker's way to a comment with an attachment.
///
/// Whatever is named in a comment is there before it, and what a failure leaves behind is taken away where the tracker
/// lets it, or found again by the next run.
package protocol Tracker {
  init(_ address: TicketAddress)
  func post<T: Transport>(_ ticket: Ticket, by transport: inout T) throws(TicketError) -> Posting
}

package enum Trackers {
  package static func tracker(at address: TicketAddress) -> any Tracker {
    switch address.markup {
    case .github: GitHub(address)
    case .gitlab: GitLab(address)
    case .jira, .jiraWiki: Jira(address)
    case .redmine: Redmine(address)
    }
  }
}

/// A comment of this incident, by the one whose credential is used.
struct FoundComment: Hashable {
  let id: String
  let isOfThisReport: Bool

  /// - Parameters:
  ///   - author: who wrote it; nil where the tracker does not say.
  ///   - me: who asks; nil where the tracker does not say.
  init?(id: String, text: String, author: String?, me: String?, _ mark: TicketMark, as markup: TicketMarkup) {
    // Whoever pastes the mark into a comment of his own does not get the report.
    if let me, author != me { return nil }
    guard let line = mark.line(in: text, as: markup) else { return nil }
    self.id = id
    isOfThisReport = mark.isOfThisReport(line, as: markup)
  }
}
