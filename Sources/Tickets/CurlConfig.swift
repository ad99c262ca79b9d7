/// What curl is told on its standard input: everything but `--disable --config -`, so that no list of processes shows it.
///
/// Source: curl(1), `--config`: one option a line, values in quotes with `\\` and `\"` inside.
struct CurlConfig {
  private(set) var text = ""

  /// - Parameters:
  ///   - credential: the header that carries it.
  ///   - file: name of the body's file in the folder curl runs in.
  init(
    _ request: HTTPRequest, credential: (name: String, value: String)?, file: String, isLoopback: Bool,
    limits: CurlLimits
  ) {
    for flag in ["silent", "show-error", "include", "globoff", "tlsv1.2"] { text += flag + "\n" }
    set("url", request.url)
    set("request", request.method.rawValue)
    // A redirect is an answer like others, so that nothing goes to a host nobody named.
    set("max-redirs", "0")
    set("proto", isLoopback ? "=http,https" : "=https")
    if isLoopback { set("noproxy", "*") }
    set("connect-timeout", String(min(limits.seconds, 10)))
    set("max-time", String(limits.seconds))
    set("max-filesize", String(limits.mostBytes))
    // Without it curl waits a second for a leave to send that many servers never give.
    set("header", "Expect:")
    for header in request.headers { set("header", "\(header.name): \(header.value)") }
    if let credential { set("header", "\(credential.name): \(credential.value)") }
    switch request.body {
    case .none: break
    case .json, .file: set("data-binary", "@" + file)
    case .form(let attachment):
      set("form", "file=@\(file);type=\(attachment.type);filename=\(attachment.name)")
    }
  }

  private mutating func set(_ option: String, _ value: String) {
    var quoted = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\", "\"": quoted += "\\" + String(scalar)
      // A line feed would begin an option of its own.
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    text += "\(option) = \"\(quoted)\"\n"
  }
}

/// How long a tracker may take, and how much it may say.
package struct CurlLimits: Hashable, Sendable {
  /// For a whole request.
  package var seconds: Int
  /// Tries after the first.
  package var retries: Int
  /// Longest wait a tracker can ask for; beyond it nothing is tried again.
  package var longestWait: Int
  /// Bytes of an answer.
  package var mostBytes: Int

  package init(seconds: Int = 60, retries: Int = 2, longestWait: Int = 60, mostBytes: Int = 32 << 20) {
    self.seconds = seconds
    self.retries = retries
    self.longestWait = longestWait
    self.mostBytes = mostBytes
  }
}
