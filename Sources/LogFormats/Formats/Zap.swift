import Bytes

/// zap JSON of ipamd and the plugin (v1.6.1 on), the entry point script, the policy agent, the controllers and
/// `grpc-health-probe`: one object per line.
///
///     {"level":"error","ts":"2024-03-11T18:22:07.031+0100","caller":"ipamd/ipamd.go:927","msg":"Failed …"}
///     {"level":"info","timestamp":"2024-03-11T18:22:07.031Z","logger":"branch eni provider","msg":"…"}
///
/// Keys may come in any order and more may follow. `ts` is ISO 8601 with a zone without colon, or epoch seconds.
/// Strings under other keys are appended to the message as ` key=value`, stack traces left out.
/// A record may have lost its head or its tail: any two of the keys are enough, or `msg` alone.
struct ZapFormat: ObjectFormat {
  func open(
    _ object: ObjectScan, of text: Span<UInt8>, in envelope: Envelope, _ context: inout ReadingContext
  ) -> Opened? {
    guard let messageKey = messageKey(of: object) else { return nil }
    guard var message = object.bytes(messageKey, text) else { return nil }
    if object.extras > 0 { appendExtras(of: object, text, to: &message) }
    var record = LogRecord(message: message)
    if let level = object.string(.level) ?? object.string(.severity) {
      record.level = LogLevel(text.extracting(level))
    }
    if let caller = object.string(.caller) {
      let origin = context.names.caller(text, caller)
      record.caller = origin.name
      record.writer = origin.writer
    }
    if record.writer == .unknown, let logger = object.string(.logger) {
      record.writer = writer(ofLogger: text.extracting(logger))
    }
    setTime(of: &record, object, text, &context)
    setPod(of: &record, object, text, &context)
    return .record(record)
  }

  /// `msg` with any other key of a record; `message` only beside a level, since wrappers use that key too.
  private func messageKey(of object: ObjectScan) -> Key? {
    if object.string(.msg) != nil { return .msg }
    guard object.string(.message) != nil else { return nil }
    return object.string(.level) != nil || object.string(.severity) != nil ? .message : nil
  }

  private func setTime(
    of record: inout LogRecord, _ object: ObjectScan, _ text: Span<UInt8>, _ context: inout ReadingContext
  ) {
    for key in [Key.ts, .time, .timestamp, .atTimestamp] where object.has(key) {
      let field = object[key]
      if field.kind == .string, let stamp = context.stamp(text, from: field.range.lowerBound) {
        record.time = stamp.time
        record.timeIsAssumed = stamp.isAssumed
        return
      }
      if let time = epochNanoseconds(text, field.range) {
        record.time = time
        return
      }
    }
  }

  /// Fluent Bit with `Merge_Log` lifts the record's keys beside its own `kubernetes`.
  private func setPod(
    of record: inout LogRecord, _ object: ObjectScan, _ text: Span<UInt8>, _ context: inout ReadingContext
  ) {
    guard object[.kubernetes].kind == .object else { return }
    var envelope = Envelope()
    readKubernetes(text, object[.kubernetes].range, into: &envelope, &context)
    envelope.complete(&record)
  }

  private func appendExtras(of object: ObjectScan, _ text: Span<UInt8>, to message: inout [UInt8]) {
    var cursor = MemberCursor(at: object.membersStart)
    while let member = cursor.next(text) {
      guard member.kind == .string else { continue }
      if let key = Key(text, member.key), key != .error { continue }
      message.append(UInt8(ascii: " "))
      for index in member.key { message.append(text[index]) }
      message.append(UInt8(ascii: "="))
      message.append(contentsOf: unescapeJSON(text.extracting(member.value)))
    }
  }
}

/// Epoch time in the unit its size tells: `1714641261.105` s, `1714641261105` ms, µs or ns.
///
/// Nil for what is no number to its end (`2\xFF26-09-01T…` is a broken stamp, not two seconds) or lies outside 2000
/// to 2255. Exponents as in `1.714641261105e+09` are read.
func epochNanoseconds(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
  let digits = text.extracting(range)
  guard digits.count < 40, let whole = scanDecimal(digits, from: 0) else { return nil }
  if firstIndex(of: UInt8(ascii: "e"), in: digits) != nil {
    guard let value = Double(String(decoding: copy(digits, 0..<digits.count), as: UTF8.self)),
      value >= 9.4e8, value < 9e9
    else { return nil }
    return Int64(value * 1_000) &* 1_000_000
  }
  let unit: Int =
    switch whole.value {
    case ..<100_000_000_000: 1_000_000_000
    case ..<100_000_000_000_000: 1_000_000
    case ..<100_000_000_000_000_000: 1_000
    default: 1
    }
  let (time, tooLarge) = whole.value.multipliedReportingOverflow(by: unit)
  guard !tooLarge, 946_684_800_000_000_000...9_000_000_000_000_000_000 ~= time else { return nil }
  var fraction = 0
  var index = whole.end
  if byte(digits, index) == UInt8(ascii: ".") {
    var scale = unit / 10
    index &+= 1
    while let digit = byte(digits, index), isDigit(digit) {
      fraction &+= Int(digit &- UInt8(ascii: "0")) &* scale
      scale /= 10
      index &+= 1
    }
  }
  guard index == digits.count else { return nil }
  return Int64(time &+ fraction)
}
