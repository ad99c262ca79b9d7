/// The ways a log line travels from a node to a ticket.
package enum Wrap: String, CaseIterable {
  case plain
  case cri
  case docker
  /// `aws logs filter-log-events`, one event a line.
  case cloudwatchLines = "cloudwatch-lines"
  /// The same as the AWS CLI prints it: one document over many lines.
  case cloudwatch
}

/// Lines as ipamd writes them since v1.7 (zap, JSON), bare or in a wrapper.
///
///     {"level":"debug","ts":"2026-03-09T02:03:03.200Z","caller":"ipamd/ipamd.go:653","msg":"IP stats - …"}
struct LogWriter {
  private let sink: Sink
  private let wrap: Wrap
  var clock: Clock
  /// Lines and bytes of the log itself, line ends included, wrappers not.
  private(set) var lines = 0
  private(set) var payload = 0

  init(_ sink: Sink, wrap: Wrap, clock: Clock) throws {
    self.sink = sink
    self.wrap = wrap
    self.clock = clock
    if wrap == .cloudwatch { try sink.put("{\n    \"events\": [") }
  }

  /// - Parameter message: escaped as JSON wants it, the only form in which zap writes it.
  mutating func line(_ level: String, _ caller: String, _ message: String) throws {
    try raw(
      "{\"level\":\"\(level)\",\"ts\":\"\(clock.iso)\",\"caller\":\"\(caller)\",\"msg\":\"\(message)\"}")
  }

  /// A line of any program.
  mutating func raw(_ text: String) throws {
    lines += 1
    payload += text.utf8.count + 1
    switch wrap {
    case .plain:
      try sink.put(text)
      try sink.put("\n")
    case .cri:
      try sink.put("\(clock.isoNano) stdout F ")
      try sink.put(text)
      try sink.put("\n")
    case .docker:
      try sink.put("{\"log\":\"")
      try sink.putEscaped(Array(text.utf8))
      try sink.put("\\n\",\"stream\":\"stdout\",\"time\":\"\(clock.isoNano)\"}\n")
    case .cloudwatchLines:
      try sink.put(
        "{\"logStreamName\":\"\(Self.stream)\",\"timestamp\":\(clock.milliseconds),\"message\":\"")
      try sink.putEscaped(Array(text.utf8))
      try sink.put("\",\"ingestionTime\":\(clock.milliseconds + 1430),\"eventId\":\"\(eventID)\"}\n")
    case .cloudwatch:
      try sink.put(lines == 1 ? "\n        {\n" : ",\n        {\n")
      try sink.put("            \"logStreamName\": \"\(Self.stream)\",\n")
      try sink.put("            \"timestamp\": \(clock.milliseconds),\n            \"message\": \"")
      try sink.putEscaped(Array(text.utf8))
      try sink.put("\",\n            \"ingestionTime\": \(clock.milliseconds + 1430),\n")
      try sink.put("            \"eventId\": \"\(eventID)\"\n        }")
    }
  }

  func finish() throws {
    if wrap == .cloudwatch { try sink.put("\n    ],\n    \"searchedLogStreams\": []\n}\n") }
  }

  private static let stream =
    "ip-10-40-12-93.ec2.internal-application.var.log.containers.aws-node-7kx2v_kube-system_aws-node"

  /// 56 digits, growing as CloudWatch's do.
  private var eventID: String {
    let number = String(lines)
    return "3812" + String(repeating: "0", count: max(0, 52 - number.utf8.count)) + number
  }
}
