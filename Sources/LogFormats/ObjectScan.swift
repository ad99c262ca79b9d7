import Bytes

/// The top-level members of one JSON object, found in one pass without decoding or heap use.
///
/// Lenient, since people paste: a missing end, a raw newline in a string, quotes that lost their backslash.
/// Nested values are skipped over without recursion, so their depth does not matter.
struct ObjectScan {
  struct Field {
    var kind = ValueKind.absent
    var hasEscapes = false
    /// Of a string without its quotes.
    var range: Range<Int> { Int(start)..<Int(end) }
    fileprivate var start: UInt32 = 0
    fileprivate var end: UInt32 = 0

    fileprivate init() {}
    fileprivate init(_ member: MemberCursor.Member) {
      kind = member.kind
      hasEscapes = member.hasEscapes
      start = UInt32(truncatingIfNeeded: member.value.lowerBound)
      end = UInt32(truncatingIfNeeded: member.value.upperBound)
    }
  }

  private var fields = InlineArray<48, Field>(repeating: Field())
  /// Members with string values whose keys are not in `Key`, or whose key is `error`.
  private(set) var extras = 0
  /// Known members seen.
  private(set) var known = 0
  /// Index of the first member, after the brace.
  let membersStart: Int
  /// The index after the closing brace, or where reading ended.
  private(set) var end: Int
  /// The closing brace was there.
  private(set) var isClosed: Bool
  /// The text ended inside a string: the line was cut or broken there.
  private(set) var endsInString: Bool

  /// Reads members from `start`, the index after an opening brace, or of a key whose brace was lost.
  init(_ text: Span<UInt8>, membersFrom start: Int) {
    var cursor = MemberCursor(at: start)
    membersStart = start
    end = start
    isClosed = false
    endsInString = false
    while let member = cursor.next(text) {
      if let key = Key(text, member.key) {
        if fields[key.rawValue].kind == .absent {
          fields[key.rawValue] = Field(member)
          known &+= 1
        }
        if key == .error, member.kind == .string { extras &+= 1 }
      } else if member.kind == .string {
        extras &+= 1
      }
    }
    end = cursor.position
    isClosed = cursor.isClosed
    endsInString = cursor.endsInString
  }

  subscript(_ key: Key) -> Field { fields[key.rawValue] }

  func has(_ key: Key) -> Bool { fields[key.rawValue].kind != .absent }

  /// The range of a string value; nil when the key is absent or another kind of value.
  func string(_ key: Key) -> Range<Int>? {
    let field = fields[key.rawValue]
    return field.kind == .string ? field.range : nil
  }

  /// The decoded bytes of a string value.
  func bytes(_ key: Key, _ text: Span<UInt8>) -> [UInt8]? {
    let field = fields[key.rawValue]
    guard field.kind == .string else { return nil }
    return field.hasEscapes ? unescapeJSON(text.extracting(field.range)) : copy(text, field.range)
  }
}

enum ValueKind: UInt8 { case absent, string, number, object, array, word }

/// The keys the formats ask for.
enum Key: Int, CaseIterable {
  case level, severity, ts, time, timestamp, atTimestamp, caller, msg, message, atMessage, error, logger
  case stacktrace, log, logProcessed, stream, logtag, kubernetes, podName, namespaceName, containerName, host
  case logStreamName, atLogStream, ingestionTime, eventID, journalMessage, journalTime, journalUnit
  case journalIdentifier, journalHost, hostname, systemdUnit, events, results, field, value, journalPID
  case atLog, component, date

  private var spelling: String {
    switch self {
    case .atTimestamp: "@timestamp"
    case .atMessage: "@message"
    case .logProcessed: "log_processed"
    case .podName: "pod_name"
    case .namespaceName: "namespace_name"
    case .containerName: "container_name"
    case .atLogStream: "@logStream"
    case .eventID: "eventId"
    case .journalMessage: "MESSAGE"
    case .journalTime: "__REALTIME_TIMESTAMP"
    case .journalUnit: "_SYSTEMD_UNIT"
    case .journalIdentifier: "SYSLOG_IDENTIFIER"
    case .journalHost: "_HOSTNAME"
    case .systemdUnit: "systemd_unit"
    case .journalPID: "_PID"
    case .atLog: "@log"
    default: "\(self)"
    }
  }

  /// The first eight bytes and the length are different for all keys, so two words decide.
  private static let table: [(word: UInt64, length: Int, key: Key)] = allCases.map { key in
    let bytes = Array(key.spelling.utf8)
    return (packed(bytes.span, 0..<bytes.count), bytes.count, key)
  }

  private static let longest = 20

  init?(_ text: Span<UInt8>, _ range: Range<Int>) {
    guard range.count <= Self.longest, range.count >= 2 else { return nil }
    let word = Self.packed(text, range)
    for entry in Self.table where entry.word == word && entry.length == range.count {
      self = entry.key
      return
    }
    return nil
  }

  private static func packed(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var word: UInt64 = 0
    for index in range.prefix(8) { word = word << 8 | UInt64(text[index]) }
    return word
  }
}

/// Walks over the members of one object.
struct MemberCursor {
  struct Member {
    let key: Range<Int>
    let value: Range<Int>
    let kind: ValueKind
    let hasEscapes: Bool
  }

  private(set) var position: Int
  private(set) var isClosed = false
  private(set) var endsInString = false

  init(at position: Int) { self.position = position }

  /// The next member; nil at the closing brace, the end of the text, or where it is no object any more.
  mutating func next(_ text: Span<UInt8>) -> Member? {
    guard !isClosed, !endsInString else { return nil }
    skipBlanks(text, alsoCommas: true)
    if byte(text, position) == UInt8(ascii: "}") {
      isClosed = true
      position &+= 1
      return nil
    }
    guard byte(text, position) == UInt8(ascii: "\""), let key = readKey(text) else { return nil }
    skipBlanks(text)
    guard let first = byte(text, position) else { return nil }
    switch first {
    case UInt8(ascii: "\""):
      return readString(text, key: key)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let start = position
      skipNested(text)
      let kind: ValueKind = first == UInt8(ascii: "{") ? .object : .array
      return Member(key: key, value: start..<position, kind: kind, hasEscapes: false)
    default:
      let start = position
      while let next = byte(text, position), !Self.endsWord(next) { position &+= 1 }
      guard position > start else { return nil }
      let isNumber = isDigit(first) || first == UInt8(ascii: "-")
      return Member(
        key: key, value: start..<position, kind: isNumber ? .number : .word, hasEscapes: false)
    }
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte <= 0x20
  }

  private mutating func skipBlanks(_ text: Span<UInt8>, alsoCommas: Bool = false) {
    while let next = byte(text, position), next <= 0x20 || (alsoCommas && next == UInt8(ascii: ",")) {
      position &+= 1
    }
  }

  /// `"key" :` at the position; leaves the position after the colon.
  private mutating func readKey(_ text: Span<UInt8>) -> Range<Int>? {
    let start = position &+ 1
    var index = start
    while let next = byte(text, index), next != UInt8(ascii: "\"") {
      index &+= next == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < text.count else {
      position = text.count
      endsInString = true
      return nil
    }
    position = index &+ 1
    skipBlanks(text)
    guard byte(text, position) == UInt8(ascii: ":") else { return nil }
    position &+= 1
    return start..<index
  }

  private mutating func readString(_ text: Span<UInt8>, key: Range<Int>) -> Member {
    let start = position &+ 1
    var index = start
    var hasEscapes = false
    while index < text.count {
      let next = text[index]
      if next == UInt8(ascii: "\\") {
        hasEscapes = true
        index &+= 2
      } else if next == UInt8(ascii: "\""), closesValue(text, at: index) {
        position = index &+ 1
        return Member(key: key, value: start..<index, kind: .string, hasEscapes: hasEscapes)
      } else {
        index &+= 1
      }
    }
    position = text.count
    endsInString = true
    return Member(
      key: key, value: Swift.min(start, text.count)..<text.count, kind: .string, hasEscapes: hasEscapes)
  }

  /// False for a quote in the middle of a message whose backslashes a chat program has eaten.
  private func closesValue(_ text: Span<UInt8>, at quote: Int) -> Bool {
    var index = quote &+ 1
    while let next = byte(text, index), next <= 0x20 { index &+= 1 }
    switch byte(text, index) {
    case nil, UInt8(ascii: "}"), UInt8(ascii: "]"): return true
    case UInt8(ascii: ","):
      index &+= 1
      while let next = byte(text, index), next <= 0x20 { index &+= 1 }
      let after = byte(text, index)
      return after == nil || after == UInt8(ascii: "\"") || after == UInt8(ascii: "}")
    default: return false
    }
  }

  /// Moves behind the value that opens at the position.
  private mutating func skipNested(_ text: Span<UInt8>) {
    var depth = 0
    var isInString = false
    while position < text.count {
      let next = text[position]
      position &+= 1
      if isInString {
        if next == UInt8(ascii: "\\") { position &+= 1 }
        if next == UInt8(ascii: "\"") { isInString = false }
        continue
      }
      switch next {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth &-= 1
        if depth == 0 { return }
      default: break
      }
    }
    position = text.count
    endsInString = isInString
  }
}
