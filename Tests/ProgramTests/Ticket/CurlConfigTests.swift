import Reports
import TestSupport
import Testing

@testable import Tickets

@Suite struct CurlConfigTests {
  private static func config(
    _ request: HTTPRequest, _ secret: String = "token0123456789", isLoopback: Bool = false
  )
    throws -> String
  {
    CurlConfig(
      request, credential: try Credential(secret).header(for: .redmine), file: "body", isLoopback: isLoopback,
      limits: CurlLimits()
    ).text
  }

  private static func post(_ url: String, _ headers: [HTTPRequest.Header] = []) -> HTTPRequest {
    HTTPRequest(method: .post, url: url, headers: headers, body: .json("{}"), isRepeatable: false)
  }

  @Test func `a request is told as options, one a line`() throws {
    let text = try Self.config(Self.post("https://e/x", [HTTPRequest.Header("A", "b \"c\" \\d")]))
    let lines = text.split(separator: "\n").map(String.init)
    for line in [
      "url = \"https://e/x\"", "request = \"POST\"", "max-redirs = \"0\"", "proto = \"=https\"",
      "data-binary = \"@body\"", "header = \"A: b \\\"c\\\" \\\\d\"",
      "header = \"X-Redmine-API-Key: token0123456789\"",
      "max-time = \"60\"",
    ] { #expect(lines.contains(line), "\(line)") }
    #expect(
      !lines.contains { $0.hasPrefix("location") || $0.hasPrefix("insecure") || $0.hasPrefix("noproxy") })
    #expect(
      try Self.config(Self.post("http://127.0.0.1/"), isLoopback: true).contains("proto = \"=http,https\""))
  }

  @Test func `no value ends its line or its quotes`() throws {
    var random = SeededRandom(seed: 5)
    let pieces = [
      "\"", "\\", "\n", "\r", "\u{0}", "url = \"http://evil/\"", "\\n", "\\\"", "x", "é", "-K", "#",
    ]
    let plain = try Self.config(Self.post("", [HTTPRequest.Header("A", "")])).split(separator: "\n").count
    for _ in 0..<500 {
      let value = (0..<8).map { _ in random.pick(pieces) }.joined()
      let lines = try Self.config(Self.post(value, [HTTPRequest.Header("A", value)])).split(separator: "\n")
      #expect(lines.count == plain)
      for line in lines where line.contains(" = ") {
        // Outside of escapes, quotes stand at both ends and nowhere else.
        let bare = line.replacing("\\\\", with: "").replacing("\\\"", with: "")
        #expect(bare.count { $0 == "\"" } == 2 && bare.hasSuffix("\""), "\(line)")
      }
    }
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", 200, "b", "body"),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/2 201\r\na:  c:d \r\n\r\n", 201, "c:d ", ""),
    ("HTTP/1.0 429\nA: 1\n\nx\ny", 429, "1", "x\ny"),
  ])
  func `an answer is taken apart`(text: String, status: Int, header: String, body: String) throws {
    let response = try #require(HTTPResponse(included: Array(text.utf8)))
    #expect(response.status == status && response.header("a") == header)
    #expect(String(decoding: response.body, as: UTF8.self) == body)
  }

  @Test(arguments: ["", "HTTP/1.1", "HTTP/1.1 OK\r\n\r\n", "<html>", "HTTP/1.1 1000\r\n\r\n", "\r\n\r\n"])
  func `what is no answer is none`(text: String) { #expect(HTTPResponse(included: Array(text.utf8)) == nil) }

  @Test func `a wait is what the tracker asks for, and never for what may be done already`() {
    let get = HTTPRequest(method: .get, url: "https://e/", isRepeatable: true)
    let post = Self.post("https://e/")
    func wait(_ reason: TicketError.Reason, _ request: HTTPRequest, tries: Int = 0) -> Int? {
      CurlTransport.wait(after: TicketError(reason), request, tries: tries)
    }
    #expect(wait(.busy(status: 429, seconds: 7), post) == 7)
    #expect(wait(.busy(status: 503, seconds: nil), post, tries: 2) == 4)
    #expect(wait(.unreachable("x"), post) == 1)
    #expect(wait(.unanswered("x"), post) == nil && wait(.unanswered("x"), get) == 1)
    #expect(wait(.refused(status: 500, said: ""), post) == nil)
    #expect(wait(.refused(status: 500, said: ""), get) == 1)
    #expect(wait(.refused(status: 404, said: ""), get) == nil && wait(.redirect(to: "x"), get) == nil)
    #expect(wait(.tooLarge("x"), get) == nil && wait(.answer("x"), get) == nil)
  }
}

@Suite struct CredentialTests {
  @Test func `a credential is shown nowhere`() throws {
    let secret = "me@example.org:ATATT0123456789"
    let credential = try Credential(" " + secret + "\n")
    var dumped = ""
    dump(credential, to: &dumped)
    for text in ["\(credential)", String(reflecting: credential), String(describing: [credential]), dumped] {
      #expect(!text.contains("ATATT") && !text.contains("me@example.org"))
    }
    #expect(
      credential.header(for: .jira) == ("Authorization", "Basic bWVAZXhhbXBsZS5vcmc6QVRBVFQwMTIzNDU2Nzg5"))
    let said = "you sent bWVAZXhhbXBsZS5vcmc6QVRBVFQwMTIzNDU2Nzg5, \(secret), and ATATT0123456789"
    #expect(credential.masked(said) == "you sent ***, ***, and ***")
  }

  @Test(arguments: [
    (TicketMarkup.github, "Authorization", "Bearer abcd1234"), (.gitlab, "PRIVATE-TOKEN", "abcd1234"),
    (.jira, "Authorization", "Bearer abcd1234"), (.redmine, "X-Redmine-API-Key", "abcd1234"),
  ])
  func `each tracker gets it in its header`(markup: TicketMarkup, name: String, value: String) throws {
    #expect(try Credential("abcd1234").header(for: markup) == (name, value))
  }

  @Test(arguments: [
    "", "short", "two words here", "line\nfeed12345", "quote\u{0}zero", "ümlaut-token", "\u{7F}1234567",
  ])
  func `what is no token is refused`(text: String) {
    #expect(throws: TicketError.self) { try Credential(text) }
  }
}
