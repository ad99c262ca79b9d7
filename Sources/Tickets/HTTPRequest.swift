/// A request to a tracker, without its credential.
package struct HTTPRequest: Hashable, Sendable {
  package enum Method: String, Sendable {
    case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
  }

  package enum Body: Hashable, Sendable {
    case none
    case json(String)
    /// A file as it is.
    case file(Attachment)
    /// A file in the field `file` of a form.
    case form(Attachment)
  }

  package let method: Method
  package let url: String
  package var headers: [Header] = []
  package var body = Body.none
  /// Doing it twice is the same as doing it once.
  var isRepeatable: Bool
  /// What a rehearsal takes for the answer.
  var rehearsed = "{}"

  package struct Header: Hashable, Sendable {
    package let name: String
    package let value: String
    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// For messages: no address of a file, no credential.
  var place: String { "\(method.rawValue) \(url)" }
}

/// A file that goes with a comment. Its name has nothing that needs escaping.
package struct Attachment: Hashable, Sendable {
  package let name: String
  package let type: String
  package let text: String
  package init(name: String, type: String, text: String) {
    self.name = name
    self.type = type
    self.text = text
  }
}

package struct HTTPResponse: Sendable {
  let status: Int
  /// Names in lower case.
  let headers: [(name: String, value: String)]
  let body: [UInt8]

  init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Reads what `curl --include` prints; informal answers (1xx) before the real one are passed over.
  init?(included bytes: [UInt8]) {
    var rest = bytes[...]
    while true {
      guard let line = Self.line(&rest), line.hasPrefix("HTTP/"),
        let status = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
        (100...599).contains(status)
      else { return nil }
      var headers: [(name: String, value: String)] = []
      while let line = Self.line(&rest), !line.isEmpty {
        let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { continue }
        headers.append((halves[0].lowercased(), String(halves[1].drop { $0 == " " })))
      }
      if status < 200 { continue }
      self.init(status: status, headers: headers, body: Array(rest))
      return
    }
  }

  private static func line(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    var line = rest[..<end]
    if line.last == 0x0D { line = line.dropLast() }
    rest = rest[(end + 1)...]
    return String(decoding: line, as: UTF8.self)
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
