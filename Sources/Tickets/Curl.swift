import Dispatch
import FoundationEssentials
import Glibc
import Subprocess
import Synchronization

/// The system's curl, run once for a request.
struct Curl {
  /// What curl said of itself: its exit code, and what it printed.
  struct Outcome: Sendable {
    /// Nil when it was ended by a signal.
    var exitCode: Int32?
    var output: [UInt8] = []
    var errors = ""
    /// It printed more than the limit, and was ended.
    var isTooLong = false
  }

  /// - Parameters:
  ///   - config: options, one a line; the credential is among them and stands nowhere else.
  ///   - folder: where the files lie that the options name.
  /// Returns nil when there is no curl.
  static func run(config: String, in folder: String, limits: CurlLimits) -> Outcome? {
    // A curl that ends before it has read its options must not end this program.
    let previous = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, previous) }
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Outcome?>(nil)
    Task.detached {
      let outcome = await start(config: config, in: folder, limits: limits)
      result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    return result.withLock { $0 }
  }

  private static func start(config: String, in folder: String, limits: CurlLimits) async -> Outcome? {
    var outcome = Outcome()
    do {
      let ended = try await Subprocess.run(
        // First of all: no file of defaults, whatever the home folder has.
        .name("curl"), arguments: ["--disable", "--config", "-"], environment: .custom(environment()),
        workingDirectory: .init(folder), input: .string(config, using: UTF8.self),
        // Headers come before the body.
        output: .bytes(limit: limits.mostBytes + (1 << 19)), error: .string(limit: 1 << 16))
      if case .exited(let code) = ended.terminationStatus { outcome.exitCode = Int32(code) }
      outcome.output = ended.standardOutput
      outcome.errors = ended.standardError
    } catch let error as SubprocessError {
      if error.code == .executableNotFound { return nil }
      outcome.isTooLong = error.code == .outputLimitExceeded
      outcome.errors = "curl could not be run"
    } catch {
      outcome.errors = "curl could not be run"
    }
    return outcome
  }

  /// What curl needs of the environment: where programs and certificates are, and the way out. The credential is not
  /// handed on, nor what would make curl write down what it sends.
  private static func environment() -> [Environment.Key: String] {
    let kept = [
      "PATH", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE",
      "SSL_CERT_DIR", "CURL_CA_BUNDLE",
    ]
    var environment: [Environment.Key: String] = ["LC_ALL": "C"]
    for name in kept {
      if let value = ProcessInfo.processInfo.environment[name], let key = Environment.Key(rawValue: name) {
        environment[key] = value
      }
    }
    return environment
  }
}
