import Reports
import Testing

@testable import Tickets

@Suite struct TicketAddressTests {
  @Test(arguments: [
    (
      "https://github.com/acme/shop/issues/7", TicketMarkup.github, "https://api.github.com", "acme/shop", "7"
    ),
    (
      "https://github.com/acme/shop/pull/7#issuecomment-1", .github, "https://api.github.com", "acme/shop",
      "7"
    ),
    ("https://gitlab.com/a/b/c/-/issues/12?x=1", .gitlab, "https://gitlab.com/api/v4", "a%2Fb%2Fc", "12"),
    (
      "https://git.example.org:8443/a/b/-/work_items/12/", .gitlab, "https://git.example.org:8443/api/v4",
      "a%2Fb", "12"
    ),
    (
      "https://acme.atlassian.net/browse/SHOP-12", .jira, "https://acme.atlassian.net/rest/api/3", "",
      "SHOP-12"
    ),
    (
      "https://jira.example.org/jira/browse/A1_B-3", .jiraWiki, "https://jira.example.org/jira/rest/api/2",
      "", "A1_B-3"
    ),
    ("https://redmine.example.org/issues/12", .redmine, "https://redmine.example.org", "", "12"),
    ("http://127.0.0.1:3000/redmine/issues/12", .redmine, "http://127.0.0.1:3000/redmine", "", "12"),
    ("HTTPS://[::1]:80/issues/12", .redmine, "https://[::1]:80", "", "12"),
  ])
  func `an address says the tracker, its API and the issue`(
    text: String, markup: TicketMarkup, base: String, project: String, issue: String
  ) throws {
    let address = try TicketAddress(text, markup: nil)
    #expect(address.markup == markup && address.base == base && address.project == project)
    #expect(address.issue == issue)
  }

  @Test func `a server of one's own is what it is said to be`() throws {
    let text = "https://git.example.org/acme/shop/issues/7"
    #expect(throws: TicketError.self) { try TicketAddress(text, markup: nil) }
    #expect(try TicketAddress(text, markup: .github).base == "https://git.example.org/api/v3")
    #expect(try TicketAddress(text, markup: .redmine).base == "https://git.example.org/acme/shop")
    #expect(
      try TicketAddress("https://j.example.org/browse/A-1", markup: .jira).base.hasSuffix("/rest/api/3"))
    #expect(throws: TicketError.self) { try TicketAddress(text, markup: .gitlab) }
  }

  @Test func `a merge request takes notes as an issue does`() throws {
    #expect(
      try TicketAddress("https://gitlab.com/a/b/-/merge_requests/3", markup: nil).kind == "merge_requests")
  }

  @Test(arguments: [
    "", "https://", "https:///issues/1", "example.org/issues/1", "http://example.org/issues/1",
    "http://127.0.0.1.evil.example/issues/1", "http://127.1/issues/1",
    "http://localhost.evil.example/issues/1",
    "http://[::2]/issues/1", "https://user@example.org/issues/1", "https://user:secret@example.org/issues/1",
    "https://example.org/issues/1\nheader = x", "https://example.org/issues/1\"",
    "https://example.org/%2e%2e/issues/1",
    "https://example.org/../issues/1", "https://example.org:0x50/issues/1",
    "https://example.org:99999/issues/1",
    "https://exämple.org/issues/1", "https://example.org/issues/-1", "https://example.org/issues/1e3",
    "https://example.org/issues/99999999999999999999", "https://acme.atlassian.net/browse/shop-1",
    "https://acme.atlassian.net/browse/SHOP-", "https://github.com/acme/issues/1",
    "https://github.com/issues/1",
    "https://gitlab.com/b/-/issues/1", "file:///etc/passwd", "javascript:alert(1)", "https://-x/issues/1",
  ])
  func `what is no plain address of an issue is refused`(text: String) {
    #expect(throws: TicketError.self) { try TicketAddress(text, markup: nil) }
  }

  @Test(arguments: ["https://user:hunter22@example.org/issues/1"])
  func `a refusal does not repeat what may be a secret`(text: String) {
    do {
      _ = try TicketAddress(text, markup: nil)
      Issue.record("taken")
    } catch { #expect(!error.description.contains("hunter22")) }
  }
}
