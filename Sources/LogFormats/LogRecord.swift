/// One message of one writer, with every envelope taken off.
package struct LogRecord: Hashable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z; nil when neither the record nor a wrapper says.
  package var time: Int64?
  /// The stamp has no zone or no year; `time` was completed from the context.
  package var timeIsAssumed = false
  package var level: LogLevel?
  package var writer: LogWriter = .unknown
  /// `ipamd/ipamd.go:671`: a hint of the version, never a key to match on.
  package var caller: String?
  /// Fully decoded: JSON escapes undone, newlines real, quotes plain, no colour codes. Other string keys of the
  /// record follow as ` error=…`. Not checked for UTF-8.
  package var message: [UInt8]
  package var pod: String?
  package var container: String?
  package var namespace: String?
  package var node: String?
  /// `stdout` or `stderr`.
  package var stream: String?
  /// The writer is a systemd unit of the host, by the journal that has it.
  package var isOfUnit = false

  package init(message: [UInt8]) { self.message = message }

  /// The message as text; broken UTF-8 becomes U+FFFD.
  package var text: String { String(decoding: message, as: UTF8.self) }
}

/// How loud the writer was. zap's `dpanic` and `panic`, seelog's `CRITICAL` and klog's `F` are `fatal`.
package enum LogLevel: String, Hashable, Sendable, CaseIterable {
  case debug, info, warn, error, fatal
}

/// The program that wrote a record, as far as its envelope tells.
package enum LogWriter: String, Hashable, Sendable, CaseIterable {
  case ipamd, plugin, entrypoint, kubelet, containerd
  /// The network policy agent, `aws-eks-nodeagent`.
  case agent
  /// The VPC resource controller and other control plane controllers.
  case controller
  /// `grpc-health-probe`, run by the kubelet's liveness and readiness checks.
  case probe
  /// `cni-metrics-helper`: prints metrics of all nodes, allocates nothing.
  case metricsHelper
  case unknown
}

extension LogLevel {
  /// Any case, any of the names zap, logrus, seelog and syslog use.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= 3, bytes.count <= 8 else { return nil }
    var word: UInt64 = 0
    for index in bytes.indices { word = word << 8 | UInt64(bytes[index] | 0x20) }
    for entry in Self.names where entry.word == word {
      self = entry.level
      return
    }
    return nil
  }

  /// Names of up to eight letters, packed into one word each.
  private static let names: [(word: UInt64, level: LogLevel)] = [
    ("debug", .debug), ("info", .info), ("error", .error), ("warn", .warn), ("warning", .warn),
    ("trace", .debug), ("notice", .info), ("err", .error), ("fatal", .fatal), ("panic", .fatal),
    ("dpanic", .fatal), ("critical", .fatal),
  ].map { name, level in (name.utf8.reduce(0) { $0 << 8 | UInt64($1) }, level) }
}
