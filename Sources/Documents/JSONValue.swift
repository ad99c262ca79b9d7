/// One JSON value, built for one record at a time and never for a whole document.
///
/// Numbers keep their literal text (`1e3`, `12345678901234567890`): nothing is rounded before it is asked for.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The member `key` of an object; nil for a missing key and for everything that is no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  /// The member at `path`, `value["spec", "template", "spec"]`.
  package subscript(first: String, rest: String...) -> JSONValue? {
    var value = self[first]
    for key in rest { value = value?[key] }
    return value
  }

  package var isNull: Bool { self == .null }

  /// The text of a JSON string; nil for every other type, numbers included.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A whole number, also written `3.0`, `3e2` or as a string `"3"`; nil when it does not fit `Int` exactly.
  package var int: Int? {
    switch self {
    case .number(let text), .string(let text):
      if let number = Int(text) { return text.utf8.first == UInt8(ascii: "+") ? nil : number }
      guard case .number = self, let number = Double(text) else { return nil }
      return Int(exactly: number)
    default: return nil
    }
  }

  /// A finite number, also as a string; nil for `NaN` and infinities.
  package var double: Double? {
    switch self {
    case .number(let text), .string(let text):
      guard let number = Double(text), number.isFinite else { return nil }
      return number
    default: return nil
    }
  }

  /// A boolean, also in the forms Go's `strconv.ParseBool` accepts inside a string: `1 t T TRUE true True` and opposites.
  package var bool: Bool? {
    switch self {
    case .bool(let truth): return truth
    case .string(let text): return Self.goBool(text)
    default: return nil
    }
  }

  package var array: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  package var object: JSONObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// Members in document order, each key once; nil for everything that is no object.
  package var objectPairs: [JSONObject.Pair]? { object?.pairs }

  /// What Go's `strconv.ParseBool` makes of a text; nil where it would fail.
  package static func goBool(_ text: String) -> Bool? {
    switch text {
    case "1", "t", "T", "true", "TRUE", "True": true
    case "0", "f", "F", "false", "FALSE", "False": false
    default: nil
    }
  }

  /// What the value is, in words for a message: `a string`, `an object`.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object in document order. Of equal keys the first wins; the others are only named.
package struct JSONObject: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package let key: String
    package let value: JSONValue
    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  package private(set) var pairs: [Pair] = []
  /// Keys that occurred again, once for each repetition; at most 16 are kept.
  package private(set) var duplicates: [String] = []
  // Most objects have a handful of keys, where a walk beats hashing; an object with many gets an index.
  private var index: [String: Int] = [:]
  private static let walked = 32

  package init() {}

  package init(_ pairs: [Pair]) {
    for pair in pairs { append(pair.key, pair.value) }
  }

  package var count: Int { pairs.count }
  package var isEmpty: Bool { pairs.isEmpty }
  package var keys: [String] { pairs.map(\.key) }

  package subscript(key: String) -> JSONValue? {
    position(of: key).map { pairs[$0].value }
  }

  /// Adds a member, unless the key is there already; false then.
  @discardableResult
  package mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    guard position(of: key) == nil else {
      if duplicates.count < 16 { duplicates.append(key) }
      return false
    }
    pairs.append(Pair(key: key, value: value))
    if pairs.count == Self.walked + 1 {
      for (place, pair) in pairs.enumerated() { index[pair.key] = place }
    } else if pairs.count > Self.walked {
      index[key] = pairs.count - 1
    }
    return true
  }

  private func position(of key: String) -> Int? {
    pairs.count > Self.walked ? index[key] : pairs.firstIndex { $0.key == key }
  }

  package static func == (left: Self, right: Self) -> Bool { left.pairs == right.pairs }
  package func hash(into hasher: inout Hasher) { hasher.combine(pairs) }
}
