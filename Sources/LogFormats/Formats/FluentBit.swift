import Bytes

/// Fluent Bit, aws-for-fluent-bit and Fluentd records.
///
///     {"log":"2024-05-02T09:14:21.1Z stdout F {…}","stream":"stdout","kubernetes":{"pod_name":"aws-node-7xk2p",…}}
///     {"log":"…","log_processed":{"level":"error","ts":"…","caller":"…","msg":"…"},"kubernetes":{…}}
///
/// `log_processed`, the record already parsed, is preferred. `logtag` `P` marks a part. Container Insights adds
/// `@timestamp`. An object with only `log`, `stream` and `time` is docker's and not this format's.
struct FluentBitFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    let isShipped =
      object.has(.kubernetes) || object.has(.logProcessed) || object.has(.atTimestamp) || object.has(.logtag)
      || object.has(.date)
    guard isShipped, object.has(.log) || object.has(.logProcessed) else { return nil }
    var own = Envelope()
    if let stream = object.string(.stream) { own.stream = context.names.name(text, stream) }
    for key in [Key.time, .atTimestamp, .timestamp, .date] where own.time == nil && object.has(key) {
      let field = object[key]
      if let stamp = context.stamp(text, from: field.range.lowerBound) {
        own.time = stamp.time
        own.timeIsAssumed = stamp.isAssumed
      } else {
        own.time = epochNanoseconds(text, field.range)
      }
    }
    if object[.kubernetes].kind == .object {
      readKubernetes(text, object[.kubernetes].range, into: &own, &context)
    }
    if object[.logProcessed].kind == .object, object.isClosed || !object.has(.log) {
      return .wrapped(.range(object[.logProcessed].range), own)
    }
    guard var log = object.bytes(.log, text) else { return nil }
    dropLineEnd(&log)
    let isPart = object.string(.logtag).map { byte(text, $0.lowerBound) == UInt8(ascii: "P") } ?? false
    return .wrapped(.bytes(log), own, isPart ? .part : .whole)
  }
}

/// Container Insights, groups `dataplane` and `host`: journal lines of a node.
///
///     {"message":"E0502 09:14:21.5 3021 pod_workers.go:1298] …","hostname":"ip-10-0-1-23","systemd_unit":"kubelet.service"}
struct ContainerInsightsFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    let isShipped =
      object.has(.hostname) || object.has(.systemdUnit) || object.has(.kubernetes) || object.has(.stream)
      || object.has(.host) || object.has(.atTimestamp)
    guard isShipped, var message = object.bytes(.message, text) else { return nil }
    dropLineEnd(&message)
    var own = Envelope()
    if let host = object.string(.hostname) ?? object.string(.host) {
      own.node = context.names.name(text, host)
    }
    if let unit = object.string(.systemdUnit) { own.writer = writer(ofUnit: text.extracting(unit)) }
    for key in [Key.time, .atTimestamp, .timestamp] where own.time == nil && object.has(key) {
      let field = object[key]
      own.time =
        context.stamp(text, from: field.range.lowerBound)?.time ?? epochNanoseconds(text, field.range)
    }
    if object[.kubernetes].kind == .object {
      readKubernetes(text, object[.kubernetes].range, into: &own, &context)
    }
    return .wrapped(.bytes(message), own)
  }
}

/// The `kubernetes` object of Fluent Bit: `pod_name`, `namespace_name`, `container_name`, `host`.
func readKubernetes(
  _ text: Span<UInt8>, _ range: Range<Int>, into envelope: inout Envelope, _ context: inout ReadingContext
) {
  let object = ObjectScan(text, membersFrom: range.lowerBound &+ 1)
  if let pod = object.string(.podName) { envelope.pod = context.names.name(text, pod) }
  if let name = object.string(.namespaceName) { envelope.namespace = context.names.name(text, name) }
  if let host = object.string(.host) { envelope.node = context.names.name(text, host) }
  if let container = object.string(.containerName) {
    envelope.container = context.names.name(text, container)
    envelope.writer = writer(ofContainer: text.extracting(container))
  }
}
