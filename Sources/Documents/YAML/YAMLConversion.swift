import Evidence
import YAML

/// A YAML text as a `JSONValue`, by YAML 1.2's core rules: `yes` and `on` are strings, quoted numbers too.
enum YAMLConversion {
  struct Failure: Error {
    /// Both from 1, inside the text given.
    var line: Int
    var column: Int
    var reason: String
    /// Keys that occur twice in the mapping at `line`.
    var repeated: [String] = []
  }

  /// The first document of `text`; null for an empty one.
  static func compose(_ text: String) -> Result<JSONValue, Failure> {
    let node: YAMLNode?
    do { node = try YAMLNode.compose(text) } catch {
      let repeated = error.repeated.sorted().prefix(4).joined(separator: ", ")
      return .failure(
        Failure(
          line: error.line, column: error.column,
          reason: repeated.isEmpty ? error.reason : "the same key twice: \(repeated)",
          repeated: error.repeated))
    }
    guard let node else { return .success(.null) }
    var budget = 4_000_000
    guard let value = convert(node, depth: 0, budget: &budget) else {
      return .failure(Failure(line: 1, column: 1, reason: "too large once its aliases are expanded"))
    }
    return .success(value)
  }

  /// Nil when the budget of nodes is used up or the nesting is too deep.
  private static func convert(_ node: YAMLNode, depth: Int, budget: inout Int) -> JSONValue? {
    budget -= 1
    guard budget > 0, depth < 1000 else { return nil }
    switch node.content {
    case .scalar(let text, let isPlain): return isPlain ? value(ofPlain: text) : .string(text)
    case .list(let list):
      var elements: [JSONValue] = []
      for element in list {
        guard let value = convert(element, depth: depth + 1, budget: &budget) else { return nil }
        elements.append(value)
      }
      return .array(elements)
    case .map(let pairs):
      var object = JSONObject()
      for pair in pairs {
        guard let value = convert(pair.value, depth: depth + 1, budget: &budget) else { return nil }
        // A key that is a list or an object has no name to ask for.
        if let name = pair.key.text { object.append(name, value) }
      }
      return .object(object)
    }
  }

  private static func value(ofPlain text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: return isNumber(text) ? .number(text) : .string(text)
    }
  }

  /// JSON's number grammar; `0x10`, `.5`, `1_000` and versions such as `1.2.3` stay texts.
  private static func isNumber(_ text: String) -> Bool {
    guard text.utf8.count <= 64 else { return false }
    var rest = Substring(text).utf8
    func digits() -> Int {
      let run = rest.prefix { (48...57).contains($0) }.count
      rest = rest.dropFirst(run)
      return run
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let hasZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole == 1 || (whole > 1 && !hasZero) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
