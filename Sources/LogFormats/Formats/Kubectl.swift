import Bytes

/// `kubectl logs --prefix`.
///
///     [pod/aws-node-7xk2p/aws-node] {"level":"error",…}
///
/// Gives the pod and the container; what follows may start with the time of `--timestamps`.
struct KubectlPrefixFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard hasBytes("[pod/", in: text) else { return nil }
    var slash: Int?
    var index = 5
    while let next = byte(text, index), next != UInt8(ascii: "]") {
      // A name is at most 253 bytes; more is no prefix.
      guard index < 520, next > 0x20 else { return nil }
      if next == UInt8(ascii: "/") { slash = slash ?? index }
      index &+= 1
    }
    guard let slash, index < text.count else { return nil }
    var envelope = Envelope()
    envelope.pod = context.names.name(text, 5..<slash)
    let container = (slash &+ 1)..<index
    envelope.container = context.names.name(text, container)
    envelope.writer = writer(ofContainer: text.extracting(container))
    let start = byte(text, index &+ 1) == UInt8(ascii: " ") ? index &+ 2 : index &+ 1
    return .wrapped(.range(start..<text.count), envelope)
  }
}

/// `kubectl logs --timestamps`, and any other line that merely starts with a time.
///
///     2024-05-02T09:14:21.106123456Z {"level":"error",…}
struct KubectlTimestampFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard isDigit(byte(text, 0)), let found = scanTimestamp(text, from: 0),
      byte(text, found.end) == UInt8(ascii: " "), mayFollow(text, at: found.end &+ 1),
      let stamp = context.stamp(text, from: 0)
    else { return nil }
    var envelope = Envelope()
    envelope.time = stamp.time
    envelope.timeIsAssumed = stamp.isAssumed
    return .wrapped(.range((stamp.end &+ 1)..<text.count), envelope)
  }

  /// A bracket is seelog's level, unless it opens another wrapper.
  private func mayFollow(_ text: Span<UInt8>, at index: Int) -> Bool {
    byte(text, index) != UInt8(ascii: "[") || hasBytes("[pod/", in: text, at: index)
      || hasBytes("[{", in: text, at: index)
  }
}

/// `stern` and similar followers: pod and container before the line.
///
///     aws-node-7xk2p aws-node {"level":"error",…}
struct SternFormat: TextFormat {
  func open(_ text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext) -> Opened? {
    guard let pod = dnsLabel(text, from: 0), byte(text, pod.upperBound) == UInt8(ascii: " "),
      hasBytes("aws-node-", in: text) || hasBytes("cni-metrics-helper-", in: text),
      let container = dnsLabel(text, from: pod.upperBound &+ 1),
      byte(text, container.upperBound) == UInt8(ascii: " "),
      let kind = writer(ofContainer: text.extracting(container)), kind != .unknown
    else { return nil }
    var envelope = Envelope()
    envelope.pod = context.names.name(text, pod)
    envelope.container = context.names.name(text, container)
    envelope.writer = kind
    return .wrapped(.range((container.upperBound &+ 1)..<text.count), envelope)
  }
}

/// Lower-case letters, digits and dashes at `start`, 1 to 63 of them.
func dnsLabel(_ text: Span<UInt8>, from start: Int) -> Range<Int>? {
  var index = start
  while let next = byte(text, index), index &- start <= 63,
    isDigit(next) || next == UInt8(ascii: "-") || (next >= UInt8(ascii: "a") && next <= UInt8(ascii: "z"))
  {
    index &+= 1
  }
  return index > start && index &- start <= 63 ? start..<index : nil
}
