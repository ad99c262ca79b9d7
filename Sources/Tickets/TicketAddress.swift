import Reports

/// An issue of a tracker, told from the address a browser shows.
///
///     https://github.com/OWNER/REPO/issues/7          https://HOST/GROUP/PROJECT/-/issues/7
///     https://SITE.atlassian.net/browse/KEY-7         https://HOST/issues/7 (Redmine)
package struct TicketAddress: Hashable, Sendable {
  package let markup: TicketMarkup
  /// What the paths of the API follow; no slash at its end.
  package let base: String
  /// What the API calls the issue: a number or a key.
  package let issue: String
  /// `owner/repo` of GitHub, `group%2Fproject` of GitLab.
  let project: String
  /// `issues`, or `merge_requests` of GitLab.
  let kind: String
  package let isLoopback: Bool

  /// - Parameter markup: the tracker, where the address alone does not say it.
  package init(_ text: String, markup wanted: TicketMarkup?) throws(TicketError) {
    let site = try Site(text)
    let parts = site.path
    let markup: TicketMarkup
    if let wanted { markup = wanted } else { markup = try Self.markup(of: site) }
    func fail(_ shape: String) -> TicketError {
      TicketError(.address("--to: not the address of an issue; it looks like \(shape)"))
    }
    guard parts.count >= 2, let last = parts.last else { throw fail("https://HOST/…/issues/7") }
    let before = parts.dropLast(2)
    let word = parts[parts.count - 2]
    let prefix = before.map { "/" + $0 }.joined()
    var (base, project, kind) = (site.origin, "", "issues")
    switch markup {
    case .github:
      guard parts.count == 4, ["issues", "pull"].contains(word), Self.isNumber(last) else {
        throw fail("https://github.com/OWNER/REPO/issues/7")
      }
      // The API of github.com has a host of its own, that of an own server a path.
      base = site.host == "github.com" ? "https://api.github.com" : site.origin + "/api/v3"
      project = before.joined(separator: "/")
    case .gitlab:
      guard before.count >= 3, before.last == "-", Self.isNumber(last),
        ["issues", "work_items", "merge_requests"].contains(word)
      else { throw fail("https://HOST/GROUP/PROJECT/-/issues/7") }
      base += "/api/v4"
      project = before.dropLast().joined(separator: "%2F")
      kind = word == "merge_requests" ? word : "issues"
    case .jira, .jiraWiki:
      guard word == "browse", Self.isKey(last) else { throw fail("https://SITE.atlassian.net/browse/KEY-7") }
      base += prefix + (markup == .jira ? "/rest/api/3" : "/rest/api/2")
    case .redmine:
      guard word == "issues", Self.isNumber(last) else { throw fail("https://HOST/issues/7") }
      base += prefix
    }
    self.markup = markup
    self.base = base
    self.project = project
    self.kind = kind
    issue = last
    isLoopback = site.isLoopback
  }

  private static func markup(of site: Site) throws(TicketError) -> TicketMarkup {
    let parts = site.path
    if site.host == "github.com" { return .github }
    if site.host.hasSuffix(".atlassian.net") { return .jira }
    if parts.contains("-") { return .gitlab }
    if parts.dropLast().last == "browse" { return .jiraWiki }
    if parts.dropLast().last == "issues", parts.count <= 3 { return .redmine }
    throw TicketError(.address("--to: the address does not say which tracker it is; say it with --for"))
  }

  private static func isNumber(_ text: String) -> Bool {
    (1...18).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// `KEY-7`.
  private static func isKey(_ text: String) -> Bool {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count == 2, let first = halves[0].utf8.first, (65...90).contains(first) else { return false }
    return halves[0].utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
      && isNumber(String(halves[1]))
  }
}

/// Scheme, host and path of an address, in the characters that need no escaping anywhere.
struct Site: Hashable {
  let host: String
  /// `https://host:port`.
  let origin: String
  let path: [String]
  let isLoopback: Bool

  /// Throws for what is no plain address, carries a credential, or would go over the network in the clear.
  init(_ text: String) throws(TicketError) {
    func fail(_ what: String) -> TicketError { TicketError(.address("--to: " + what)) }
    let halves = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    guard halves.count >= 3, halves[1].isEmpty, ["https:", "http:"].contains(halves[0].lowercased()) else {
      throw fail("give the whole address of an issue, with https://")
    }
    if halves[2].contains("@") {
      throw fail("a name or a password in an address ends up in logs; see IPAMTRIAGE_TICKET_TOKEN")
    }
    guard let (host, port) = Self.authority(halves[2].lowercased()) else { throw fail("not a host name") }
    let isLoopback = Self.isLoopback(host)
    let scheme = halves[0].lowercased()
    guard scheme == "https:" || isLoopback else {
      throw fail("http carries the credential in the clear; only https, or a loopback address")
    }
    // What follows ? or # is for the browser.
    let path = (halves.count > 3 ? halves[3] : "").prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/").map(String.init)
    for part in parts {
      let isPlain = part.utf8.allSatisfy { Self.isWord($0) || $0 == 45 || $0 == 46 || $0 == 95 || $0 == 126 }
      guard isPlain, part != ".", part != ".." else { throw fail("not a plain address") }
    }
    self.host = host
    self.origin = "\(scheme)//\(host)\(port)"
    self.path = parts
    self.isLoopback = isLoopback
  }

  /// The host, and the port with its colon, if one is given.
  private static func authority(_ text: String) -> (host: String, port: String)? {
    if text.hasPrefix("[::1]") {
      let rest = text.dropFirst(5)
      return rest.isEmpty || isPort(rest) ? ("[::1]", String(rest)) : nil
    }
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let host = halves.first, let first = host.utf8.first, isWord(first),
      host.utf8.allSatisfy({ isWord($0) || $0 == 45 || $0 == 46 })
    else { return nil }
    let port = text.dropFirst(host.count)
    return port.isEmpty || isPort(port) ? (String(host), String(port)) : nil
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.first == ":" && (2...6).contains(text.utf8.count)
      && Int(text.dropFirst()).map { $0 < 65_536 } ?? false
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
