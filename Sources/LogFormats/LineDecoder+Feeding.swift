import Bytes

extension LineDecoder {
  /// True when a line must be handed in although nothing in it is of interest.
  ///
  /// A caller that decodes only lines its prefilter names asks this for the others: while something is held back
  /// the next line ends or continues it, and a line that opens a join would be missed by its continuation.
  package func mustSee(_ line: Span<UInt8>) -> Bool {
    isHolding || LineDecoder.mayOpenJoin(line)
  }

  /// True when the line may be the first of several: a `P` part, a docker log without a line end, seelog text, a
  /// panic, an object that does not end on its line, a CSV header. A cheap look at its first and last bytes.
  package static func mayOpenJoin(_ line: Span<UInt8>) -> Bool {
    guard let first = byte(line, 0) else { return false }
    // The common line: one whole zap object.
    if first == UInt8(ascii: "{"), hasPlainStart(line) {
      return byte(line, line.count &- 1) != UInt8(ascii: "}")
    }
    return mayOpenJoin(line, depth: 0)
  }

  /// False for a line that is a zap record without a wrapper: it can be read where it stands.
  package static func mayBeWrapped(_ line: Span<UInt8>) -> Bool {
    !(byte(line, 0) == UInt8(ascii: "{") && hasPlainStart(line))
  }

  /// `{"level":` or `{"ts":`, the first keys of zap.
  private static func hasPlainStart(_ line: Span<UInt8>) -> Bool {
    guard byte(line, 1) == UInt8(ascii: "\""), line.count > 10 else { return false }
    return (line[2] == UInt8(ascii: "l") && line[3] == UInt8(ascii: "e") && line[7] == UInt8(ascii: "\""))
      || (line[2] == UInt8(ascii: "t") && line[3] == UInt8(ascii: "s") && line[4] == UInt8(ascii: "\""))
  }

  private static func mayOpenJoin(_ line: Span<UInt8>, depth: Int) -> Bool {
    let start = leadingBlanks(line)
    let text = line.extracting(start..<line.count)
    guard depth < maxDepth, let first = byte(text, 0) else { return false }
    switch first {
    case UInt8(ascii: "{"):
      return mayObjectOpenJoin(text)
    case UInt8(ascii: "p"), UInt8(ascii: "f"), UInt8(ascii: "r"):
      return GoPanicFormat.starts(text)
    case UInt8(ascii: "["):
      guard hasBytes("[pod/", in: text), let close = firstIndex(of: UInt8(ascii: "]"), in: text) else {
        return false
      }
      return mayOpenJoin(text.extracting((close &+ 1)..<text.count), depth: depth &+ 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let stamp = scanTimestamp(text, from: 0) else { return false }
      return mayOpenJoin(text.extracting(stamp.end..<text.count), afterStamp: depth)
    case UInt8(ascii: "s"):
      guard let head = CRIFormat.head(text, at: 0) else { return false }
      return head.isPart || mayOpenJoin(text.extracting(head.payload..<text.count), depth: depth &+ 1)
    case UInt8(ascii: "@"), UInt8(ascii: "t"), UInt8(ascii: "\""):
      return CSVTable(header: text) != nil
    case UInt8(ascii: "`"), UInt8(ascii: ">"):
      return mayOpenJoin(text.extracting(1..<text.count), depth: depth &+ 1)
    default:
      // journald and syslog cut no lines, and plain text is joined only to what is held.
      return false
    }
  }

  private static func mayOpenJoin(_ text: Span<UInt8>, afterStamp depth: Int) -> Bool {
    // ` [LEVEL]` is seelog's.
    if byte(text, 0) == UInt8(ascii: " "), byte(text, 1) == UInt8(ascii: "[") { return true }
    return mayOpenJoin(text, depth: depth &+ 1)
  }

  private static func mayObjectOpenJoin(_ text: Span<UInt8>) -> Bool {
    var end = text.count
    while end > 0, text[end &- 1] <= 0x20 || text[end &- 1] == UInt8(ascii: ",") { end &-= 1 }
    guard end > 1, text[end &- 1] == UInt8(ascii: "}") else { return true }
    if hasPlainStart(text) || isWholeDockerObject(text) { return false }
    // Wrappers whose payload may be a part or seelog text; `{"level"` was dealt with before.
    let object = ObjectScan(text, membersFrom: 1)
    if object.string(.msg) != nil { return false }
    guard let log = object.bytes(.log, text) ?? object.bytes(.message, text) ?? object.bytes(.atMessage, text)
    else {
      return false
    }
    if object.has(.log), object.has(.time), log.last != UInt8(ascii: "\n") { return true }
    if let tag = object.string(.logtag), byte(text, tag.lowerBound) == UInt8(ascii: "P") { return true }
    return mayOpenJoin(log.span, depth: 1)
  }

  /// docker's line around a whole zap record: the log's line end stands just before the other two members.
  private static func isWholeDockerObject(_ text: Span<UInt8>) -> Bool {
    hasBytes("{\"log\":\"{", in: text)
      && firstRange(of: "\\n\",\"stream\"", in: text, from: text.count &- 100) != nil
  }
}
