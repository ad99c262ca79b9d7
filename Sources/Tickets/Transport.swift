import FoundationEssentials
import Glibc
import Reports

/// The way of a request to a tracker and of its answer back.
package protocol Transport {
  mutating func send(_ request: HTTPRequest) throws(TicketError) -> HTTPResponse
}

/// Sends nothing: keeps the requests, and answers what the request says a rehearsal takes for the answer.
package struct Rehearsal: Transport {
  package private(set) var requests: [HTTPRequest] = []
  package init() {}
  package mutating func send(_ request: HTTPRequest) throws(TicketError) -> HTTPResponse {
    requests.append(request)
    return HTTPResponse(status: 200, body: Array(request.rehearsed.utf8))
  }
}

/// Sends by curl, again where that cannot do a thing twice.
package struct CurlTransport: Transport {
  private let markup: TicketMarkup
  private let isLoopback: Bool
  private let credential: Credential
  private let folder: String
  private let limits: CurlLimits

  /// - Parameter folder: of this run alone; bodies lie in it while they are sent.
  package init(to address: TicketAddress, credential: Credential, folder: String, limits: CurlLimits) {
    markup = address.markup
    isLoopback = address.isLoopback
    self.credential = credential
    self.folder = folder
    self.limits = limits
  }

  package mutating func send(_ request: HTTPRequest) throws(TicketError) -> HTTPResponse {
    var tries = 0
    while true {
      let error: TicketError
      do { return try sendOnce(request) } catch let failure { error = failure }
      guard tries < limits.retries, let wait = Self.wait(after: error, request, tries: tries),
        wait <= limits.longestWait
      else { throw error }
      tries += 1
      if wait > 0 { _ = Glibc.sleep(UInt32(wait)) }
    }
  }

  /// Seconds until the next try; nil where there is none.
  static func wait(after error: TicketError, _ request: HTTPRequest, tries: Int) -> Int? {
    let pause = 1 << min(tries, 4)
    switch error.reason {
    // The tracker says that it did nothing.
    case .busy(_, let seconds): return seconds ?? pause
    case .unreachable: return pause
    case .unanswered: return request.isRepeatable ? pause : nil
    case .refused(let status, _): return request.isRepeatable && status >= 500 ? pause : nil
    default: return nil
    }
  }

  private func sendOnce(_ request: HTTPRequest) throws(TicketError) -> HTTPResponse {
    let file = "body"
    let body: String? =
      switch request.body {
      case .none: nil
      case .json(let text): text
      case .file(let attachment), .form(let attachment): attachment.text
      }
    if let body {
      let place = URL(fileURLWithPath: folder).appending(path: file)
      guard (try? Data(body.utf8).write(to: place)) != nil else {
        throw TicketError(.unreachable("\(folder): cannot be written"), at: request.place)
      }
    }
    let config = CurlConfig(
      request, credential: credential.header(for: markup), file: file, isLoopback: isLoopback, limits: limits)
    guard let outcome = Curl.run(config: config.text, in: folder, limits: limits) else {
      throw TicketError(.noCurl)
    }
    if let error = failure(of: outcome, request) { throw error }
    guard let response = HTTPResponse(included: outcome.output) else {
      throw TicketError(.unanswered("what came back is no HTTP"), at: request.place)
    }
    if let error = failure(of: response, request) { throw error }
    return response
  }

  /// What curl could not do. Source: curl(1), "Exit codes".
  private func failure(of outcome: Curl.Outcome, _ request: HTTPRequest) -> TicketError? {
    if outcome.isTooLong {
      return TicketError(.answer("more than \(limits.mostBytes) bytes"), at: request.place)
    }
    let said = shown(outcome.errors)
    switch outcome.exitCode {
    case 0?: return nil
    case 63?: return TicketError(.answer("more than \(limits.mostBytes) bytes"), at: request.place)
    // No proxy, no host, no connection, no trust: before a byte of the request.
    case 5?, 6?, 7?, 35?, 60?, 77?: return TicketError(.unreachable(said), at: request.place)
    case 28?: return TicketError(.unanswered("not within \(limits.seconds) s"), at: request.place)
    default: return TicketError(.unanswered(said), at: request.place)
    }
  }

  private func failure(of response: HTTPResponse, _ request: HTTPRequest) -> TicketError? {
    let wait = response.header("retry-after").flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    switch response.status {
    case 200...299: return nil
    case 300...399:
      return TicketError(.redirect(to: shown(response.header("location") ?? "")), at: request.place)
    case 413: return TicketError(.tooLarge("413, more than the tracker takes"), at: request.place)
    // GitHub says with 403 too that it wants to be left alone, and for how long.
    case 403 where wait != nil, 429, 503:
      return TicketError(.busy(status: response.status, seconds: wait), at: request.place)
    default:
      let said = shown(String(decoding: response.body.prefix(4_096), as: UTF8.self))
      return TicketError(.refused(status: response.status, said: said), at: request.place)
    }
  }

  /// Foreign words in a message: no credential, one line, not long.
  private func shown(_ text: String) -> String {
    let line = credential.masked(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return Escaping.terminal(line.count > 300 ? String(line.prefix(300)) + "…" : line)
  }
}
