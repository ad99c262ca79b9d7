import Bytes

/// One event of `aws logs filter-log-events` or `get-log-events`, alone on its line.
///
///     {"logStreamName":"…","timestamp":1714641261105,"message":"…","ingestionTime":…,"eventId":"…"},
///     {"@timestamp":"2024-05-02 09:14:21.105","@message":"…","@ptr":"…"}
///
/// `timestamp` in epoch milliseconds. The second shape is a row of Insights as some tools export it; its time is
/// UTC without a zone. An object with `events` or `results` is a whole answer: see `CloudDocumentReader`.
struct CloudWatchFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    if object[.events].kind == .array || object[.results].kind == .array { return .document }
    var own = Envelope()
    if var message = object.bytes(.atMessage, text) {
      if let time = object.string(.atTimestamp) { own.time = insightsTime(text, time) }
      if let stream = object.string(.atLogStream) { readStreamName(text, stream, into: &own, &context) }
      dropLineEnd(&message)
      return .wrapped(.bytes(message), own)
    }
    let isEvent =
      object[.timestamp].kind == .number || object.has(.logStreamName) || object.has(.ingestionTime)
      || object.has(.eventID)
    guard isEvent, var message = object.bytes(.message, text) else { return nil }
    dropLineEnd(&message)
    own.time = epochNanoseconds(text, object[.timestamp].range)
    if let stream = object.string(.logStreamName) { readStreamName(text, stream, into: &own, &context) }
    return .wrapped(.bytes(message), own)
  }
}

/// One row of `aws logs get-query-results`, alone on its line.
///
///     [{"field":"@timestamp","value":"2024-05-02 09:14:21.105"},{"field":"@message","value":"…"}],
///
/// Time is UTC without a zone. Without `@message` the column `log` or `message` is taken.
struct InsightsRowFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard byte(text, 0) == UInt8(ascii: "[") else { return nil }
    var index = 1
    var own = Envelope()
    var message: [UInt8]?
    var isRow = false
    while index < text.count, text[index] != UInt8(ascii: "]") {
      guard text[index] == UInt8(ascii: "{") else {
        guard text[index] <= 0x20 || text[index] == UInt8(ascii: ",") else { return nil }
        index &+= 1
        continue
      }
      let cell = ObjectScan(text, membersFrom: index &+ 1)
      guard let field = cell.string(.field), let value = cell.string(.value) else { return nil }
      isRow = true
      switch Key(text, field) {
      case .atTimestamp: own.time = insightsTime(text, value)
      case .atMessage: message = cell.bytes(.value, text)
      case .log, .message, .msg: message = message ?? cell.bytes(.value, text)
      case .atLogStream, .logStreamName: readStreamName(text, value, into: &own, &context)
      default: break
      }
      guard cell.isClosed, cell.end > index else { break }
      index = cell.end
    }
    guard isRow, var message else { return nil }
    dropLineEnd(&message)
    return .wrapped(.bytes(message), own)
  }
}

/// `aws logs tail`.
///
///     2024-05-02T09:14:21.105000+00:00 aws-node-7xk2p_kube-system_aws-node-… {"level":"error",…}
///     2024-05-02T09:14:21 aws-node-7xk2p_kube-system_aws-node-… {"level":"error",…}
///
/// Shape: time (`--format short` drops zone and fraction), the name of the log stream, the message. A line of
/// `kubectl logs --timestamps` has no stream name: a stream is believed when a known record follows it, or when
/// the stamp has tail's own form.
struct LogsTailFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard isDigit(byte(text, 0)), let found = scanTimestamp(text, from: 0),
      byte(text, found.end) == UInt8(ascii: " ")
    else { return nil }
    let start = found.end &+ 1
    guard let first = byte(text, start), first != UInt8(ascii: "{"), first != UInt8(ascii: "["),
      first != UInt8(ascii: "\""),
      let blank = firstIndex(of: UInt8(ascii: " "), in: text, from: start), blank > start,
      blank &- start <= 512
    else { return nil }
    let name = start..<blank
    let rest = text.extracting((blank &+ 1)..<text.count)
    let isTail = found.end == 32 && hasBytes("+00:00", in: text, at: 26)
    guard isStreamName(text, name), isTail || startsRecord(rest), let stamp = context.stamp(text, from: 0)
    else { return nil }
    var own = Envelope()
    own.time = stamp.time
    own.timeIsAssumed = stamp.isAssumed
    readStreamName(text, name, into: &own, &context)
    return .wrapped(.range((blank &+ 1)..<text.count), own)
  }

  /// Stream names hold no `=`, quote, colon or bracket in EKS set-ups; records before their first blank do.
  private func isStreamName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var letters = 0
    for index in range {
      switch text[index] {
      case UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "{"), UInt8(ascii: ":"), UInt8(ascii: "\\"):
        return false
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "."):
        letters &+= 1
      default: break
      }
    }
    return letters > 0
  }
}

/// `2024-05-02 09:14:21.105`: Insights answers in UTC and does not write so.
func insightsTime(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
  scanTimestamp(text, from: range.lowerBound)?.nanoseconds ?? epochNanoseconds(text, range)
}

/// Reads pod, namespace, container and node out of the name Fluent Bit gives a stream.
///
///     ip-10-0-1-23.ec2.internal-application.var.log.containers.aws-node-7xk2p_kube-system_aws-node-0a1b….log
func readStreamName(
  _ text: Span<UInt8>, _ range: Range<Int>, into envelope: inout Envelope, _ context: inout ReadingContext
) {
  let bytes = text.extracting(range)
  if let directory = firstRange(of: "var.log.containers.", in: bytes) {
    let prefixes: [StaticString] = ["-application.", "-dataplane.", "-host."]
    for prefix in prefixes {
      if let node = firstRange(of: prefix, in: bytes), node.lowerBound > 0,
        node.lowerBound < directory.lowerBound
      {
        envelope.node = context.names.name(bytes, 0..<node.lowerBound)
      }
    }
  }
  let start = firstRange(of: "var.log.containers.", in: bytes)?.upperBound ?? 0
  guard let pod = dnsLabel(bytes, from: start), byte(bytes, pod.upperBound) == UInt8(ascii: "_"),
    let space = dnsLabel(bytes, from: pod.upperBound &+ 1), byte(bytes, space.upperBound) == UInt8(ascii: "_")
  else { return }
  envelope.pod = context.names.name(bytes, pod)
  envelope.namespace = context.names.name(bytes, space)
  var end = space.upperBound &+ 1
  var dash: Int?
  while let next = byte(bytes, end), next != UInt8(ascii: ".") {
    if next == UInt8(ascii: "-") { dash = end }
    end &+= 1
  }
  // `<container>-<64 hex digits>`: the id is not part of the name.
  if let last = dash, end &- last == 65 { end = last }
  let container = (space.upperBound &+ 1)..<end
  guard !container.isEmpty else { return }
  envelope.container = context.names.name(bytes, container)
  envelope.writer = writer(ofContainer: bytes.extracting(container))
}
