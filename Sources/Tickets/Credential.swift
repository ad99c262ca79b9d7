import FoundationEssentials
import Reports

/// What the tracker knows the sender by. It is printed nowhere.
package struct Credential: Sendable, CustomStringConvertible, CustomReflectable {
  private let secret: String

  /// - Parameter text: a token, or `e-mail:token` for Jira Cloud; a line feed at its end is none of it.
  package init(_ text: String) throws(TicketError) {
    let secret = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    self.secret = String(secret)
    guard (8...4_096).contains(self.secret.utf8.count),
      self.secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw TicketError(.credential("the credential is no token: 8 to 4,096 visible characters, no spaces"))
    }
  }

  package var description: String { Self.shown }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// What stands in its place wherever a request is shown.
  package static let shown = "***"

  func header(for markup: TicketMarkup) -> (name: String, value: String) {
    let name = Self.headerName(for: markup)
    switch markup {
    case .github: return (name, "Bearer " + secret)
    case .gitlab, .redmine: return (name, secret)
    case .jira, .jiraWiki:
      // An e-mail and its token for the Cloud, a personal access token for a Data Center.
      return (name, secret.contains(":") ? "Basic " + Self.base64(secret) : "Bearer " + secret)
    }
  }

  package static func headerName(for markup: TicketMarkup) -> String {
    switch markup {
    case .github, .jira, .jiraWiki: "Authorization"
    case .gitlab: "PRIVATE-TOKEN"
    case .redmine: "X-Redmine-API-Key"
    }
  }

  /// The text without the credential: trackers and proxies repeat what they were sent in their errors.
  func masked(_ text: String) -> String {
    var parts = [secret, Self.base64(secret)]
    if let colon = secret.firstIndex(of: ":") {
      let token = String(secret[secret.index(after: colon)...])
      if token.utf8.count >= 8 { parts.append(token) }
    }
    var result = text
    for part in parts { result = result.replacing(part, with: Self.shown) }
    return result
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
