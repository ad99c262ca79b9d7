/// Whole values: built for one record, or skipped.
extension JSONReader {
  /// The memory one value costs beside its text, roughly; keeps `[[],[],…` within the limit as well.
  private static let valueCost = 48

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

  /// The value that starts with `first`, the token just read.
  package mutating func value(from first: Token, limit: Int = 16 * 1_048_576)
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
        if let last = parts.indices.last { parts[last].key = text }
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
      textLimit = max(left, 0)
      token = try next()
    }
  }

  /// Reads over the rest of the value that started with `first`, the token just read.
  package mutating func skip(from first: Token) throws(DocumentError) {
    if first.opens { try skip(toDepth: frames.count &- 1) }
  }

  /// Reads on until not more than `depth` containers are open.
  mutating func skip(toDepth depth: Int) throws(DocumentError) {
    let kept = keepsText
    keepsText = false
    defer { keepsText = kept }
    while frames.count > depth { _ = try next() }
  }
}

extension JSONReader.Token {
  var opens: Bool { self == .beginObject || self == .beginArray }
}
