/// Whole values: built for one record, or skipped.
extension JSONReader {
  /// The memory one value costs beside its text, roughly; keeps `[[],[],…` within the limit as well.
  private static let valueCost = 48
  /// Bytes of one text that are kept.
  static let longestText = 4 * 1_048_576

  /// A container that is being filled.
  private struct Part {
    var isObject: Bool
    var elements: [JSONValue] = []
    var members = JSONObject()
    var key = ""

    consuming func finished() -> JSONValue { isObject ? .object(members) : .array(elements) }
  }

  /// The value that comes next, in memory; nil when it would take more than `limit` bytes. It is checked and
  /// skipped to its end then. Duplicate keys are noted as defects. Nil as well at the end of the input or of
  /// the container: ask only where a value stands.
  package mutating func value(limit: Int = 16 * 1_048_576) throws(DocumentError) -> JSONValue? {
    try value(from: try next(), limit: limit)
  }

  /// The value that starts with `first`, the token just read. With `keys` the members under all other keys are
  /// checked and left out, at every depth: that is three times as fast for an interface with 30 addresses.
  package mutating func value(
    from first: Token, limit: Int = 16 * 1_048_576, keeping keys: JSONKeys? = nil
  )
    throws(DocumentError) -> JSONValue?
  {
    var parts: [Part] = []
    var token = first
    var left = limit
    let depthBefore = frames.count
    let ownLimit = textLimit
    defer {
      textLimit = ownLimit
      costOfValue = limit &- left
    }
    while true {
      left &-= Self.valueCost
      var finished: JSONValue?
      switch token {
      case .beginObject, .beginArray: parts.append(Part(isObject: token == .beginObject))
      case .endObject, .endArray: finished = parts.popLast()?.finished()
      case .key:
        left &-= scratch.count
        var key: String?
        if let keys {
          let found = keys[scratch]
          guard keys.isLeftOut ? found == nil : found != nil else {
            try skipMember()
            token = try next()
            continue
          }
          key = found
        }
        if let last = parts.indices.last { parts[last].key = key ?? text }
      case .string, .number:
        left &-= scratch.count
        finished = token == .string ? .string(text) : .number(text)
      case .bool(let truth): finished = .bool(truth)
      case .null: finished = .null
      case .end: return nil
      }
      if left < 0 || textWasCut {
        parts.removeAll()
        if first.opens { try skip(toDepth: depthBefore &- 1) }
        return nil
      }
      if let value = finished {
        guard let last = parts.indices.last else { return value }
        if !parts[last].isObject {
          parts[last].elements.append(value)
        } else if !parts[last].members.append(parts[last].key, value) {
          note(.duplicateKey(parts[last].key))
        }
      }
      textLimit = min(max(left, 0), Self.longestText)
      token = try next()
    }
  }

  /// Reads over the rest of the value that started with `first`, the token just read.
  package mutating func skip(from first: Token) throws(DocumentError) {
    if first.opens { try skip(toDepth: frames.count &- 1) }
  }

  /// The value of the key just read.
  private mutating func skipMember() throws(DocumentError) {
    if isRepeatedKey { note(.duplicateKey(text)) }
    let kept = keepsText
    keepsText = false
    defer { keepsText = kept }
    if expects == .colon, takePlainValue() { return }
    try skip(from: try next())
  }

  /// Reads on until not more than `depth` containers are open.
  mutating func skip(toDepth depth: Int) throws(DocumentError) {
    let kept = keepsText
    keepsText = false
    defer { keepsText = kept }
    while frames.count > depth {
      if takePlainValue() { continue }
      if try next() == .key, isRepeatedKey { note(.duplicateKey(text)) }
    }
  }

  /// Takes the value behind a colon, or the next element of an array, when the buffer holds all of it and nothing
  /// about it is odd; false and nothing taken otherwise.
  private mutating func takePlainValue() -> Bool {
    guard takesPlainValues, let last = frames.indices.last, feed.byte >= noScanBefore else {
      return false
    }
    let isObject = frames[last].isObject
    let before: UInt8
    switch expects {
    case .colon: before = UInt8(ascii: ":")
    case .separator where !isObject: before = UInt8(ascii: ",")
    case .firstElement: before = 0
    default: return false
    }
    // The levels of the value and of what it lies in together.
    guard frames.count < Self.depthLimit - 64 else { return false }
    // Lent out while it looks at the buffer; its tables keep their room.
    var scan = ByteScan()
    swap(&scan, &self.scan)
    defer { swap(&scan, &self.scan) }
    scan.begin(at: feed.head, end: feed.tail)
    guard scan.takeValue(feed.buffer.span, behind: before) else {
      noScanBefore = feed.byte &+ (scan.at &- feed.head) &+ 1
      return false
    }
    feed.take(upTo: scan.at, lineEnds: scan.lineEnds, lastBefore: scan.lineStart)
    if !isObject { frames[last].count &+= 1 }
    expects = .separator
    return true
  }
}

extension JSONReader.Token {
  var opens: Bool { self == .beginObject || self == .beginArray }
}

/// The keys a record reader asks for, or those it never does, as they are written and with a small first letter.
package struct JSONKeys: Sendable {
  // Open addressing over 256 slots of entry numbers, -1 for a free one. The texts are kept ready: a key of more
  // than 15 bytes would cost an allocation each time it is met.
  private var slots = [Int](repeating: -1, count: 256)
  private var entries: [(bytes: [UInt8], text: String)] = []
  /// These are the keys nobody asks for, every other one counts.
  let isLeftOut: Bool

  /// At most 100 keys; more would crowd the table and are left out.
  package init(_ keys: [String], isLeftOut: Bool = false) {
    self.isLeftOut = isLeftOut
    for key in keys.prefix(100) {
      for form in [key, Record.smallFirst(key)] {
        let bytes = Array(form.utf8)
        guard self[bytes] == nil else { continue }
        var slot = Self.hash(bytes)
        while slots[slot] >= 0 { slot = (slot &+ 1) & 255 }
        slots[slot] = entries.count
        entries.append((bytes, form))
      }
    }
  }

  subscript(bytes: [UInt8]) -> String? {
    var slot = Self.hash(bytes)
    while slots[slot] >= 0 {
      if entries[slots[slot]].bytes == bytes { return entries[slots[slot]].text }
      slot = (slot &+ 1) & 255
    }
    return nil
  }

  /// The length and three bytes tell the keys of EC2 well apart.
  private static func hash(_ bytes: [UInt8]) -> Int {
    guard let first = bytes.first, let last = bytes.last else { return 0 }
    let middle = bytes[bytes.count / 2]
    return (bytes.count &* 31 &+ Int(first) &* 7 &+ Int(middle) &* 13 &+ Int(last) &* 3) & 255
  }
}
