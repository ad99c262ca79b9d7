/// Accessors that forgive: `kubectl`, humans and editors turn numbers into strings and lists into nothing.
extension JSONValue {
  /// A scalar as it is written: `"2"`, `2` and `true` all have a text; null, lists and objects have none.
  var scalarText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let truth): truth ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// A non-empty string.
  var name: String? {
    guard let text = string, !text.isEmpty else { return nil }
    return text
  }

  /// A whole number from 0 to 2^31: more is no count of anything here.
  var count: Int? {
    guard let number = int, (0...Int(Int32.max)).contains(number) else { return nil }
    return number
  }

  /// Elements of a list; none for every other type.
  var items: [JSONValue] { array ?? [] }

  /// Members of an object; none for every other type.
  var members: [JSONObject.Pair] { objectPairs ?? [] }

  /// An object of scalars, `labels` or `data`, as texts.
  var texts: [String: String] {
    var result: [String: String] = [:]
    for pair in members {
      if let text = pair.value.scalarText { result[pair.key] = text }
    }
    return result
  }
}
