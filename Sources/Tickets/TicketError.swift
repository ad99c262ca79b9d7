/// What keeps a report out of a ticket.
package struct TicketError: Error, Hashable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The address is none that a report can be sent to.
    case address(String)
    case credential(String)
    case noCurl
    /// The request did not reach the tracker.
    case unreachable(String)
    /// Sent, and no answer came: it may have been done.
    case unanswered(String)
    /// A status that is neither success nor one of the others, with the beginning of what was said.
    case refused(status: Int, said: String)
    case redirect(to: String)
    /// 429 or 503, as often as it was tried; how long the tracker wants to be left alone.
    case busy(status: Int, seconds: Int?)
    /// An attachment or a comment larger than the tracker takes.
    case tooLarge(String)
    /// An answer that is not the documented one.
    case answer(String)
  }

  package let reason: Reason
  /// `method path`, without what is secret.
  package let place: String

  package init(_ reason: Reason, at place: String = "") {
    self.reason = reason
    self.place = place
  }

  /// 3 where the issue is not there, else 2.
  package var exitCode: Int32 {
    if case .refused(status: 404, _) = reason { return 3 }
    if case .refused(status: 410, _) = reason { return 3 }
    return 2
  }

  package var description: String { (place.isEmpty ? "" : place + ": ") + sentence }

  private var sentence: String {
    switch reason {
    case .address(let what), .credential(let what): what
    case .noCurl: "curl is not in the PATH; install it, or attach the file by hand"
    case .unreachable(let what): "not reached: \(what); nothing was sent"
    case .unanswered(let what): "no answer: \(what); look at the issue before you try again"
    case .refused(let status, let said): Self.refusal(status) + (said.isEmpty ? "" : ": \"\(said)\"")
    case .redirect(let place):
      "answers with a redirect to \"\(place)\", which is not followed; give that address"
    case .busy(let status, let seconds):
      "busy (\(status)); " + (seconds.map { "try again in \($0) s" } ?? "try again later")
    case .tooLarge(let what): "\(what); attach less (--attach markdown or none)"
    case .answer(let what): "an answer this program does not know: \(what)"
    }
  }

  private static func refusal(_ status: Int) -> String {
    switch status {
    case 401: "401, the credential is not accepted"
    case 403: "403, the credential may not do this"
    case 404, 410: "\(status), not there, or not for this credential"
    case 500...: "\(status), the tracker failed; try again later"
    default: "refused with \(status)"
    }
  }

  /// Whether what was asked for may have happened.
  var isUncertain: Bool {
    switch reason {
    case .unanswered: true
    case .refused(let status, _): status >= 500
    default: false
    }
  }

  func isRefused(_ statuses: Int...) -> Bool {
    if case .refused(let status, _) = reason { return statuses.contains(status) }
    return false
  }
}
