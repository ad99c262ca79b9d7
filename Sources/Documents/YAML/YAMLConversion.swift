import Evidence
import Yams

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
    do {
      // The basic resolver gives scalars no types: they are told below, and Yams' default runs regular
      // expressions over each (a third of the time on a List of 25,000 pods).
      guard let node = try Yams.compose(yaml: text, .basic) else { return .success(.null) }
      var budget = 4_000_000
      guard let value = convert(node, depth: 0, budget: &budget) else {
        return .failure(Failure(line: 1, column: 1, reason: "too large once its aliases are expanded"))
      }
      return .success(value)
    } catch let error as YamlError {
      return .failure(failure(error))
    } catch {
      return .failure(Failure(line: 1, column: 1, reason: "no YAML"))
    }
  }

  /// Nil when the budget of nodes is used up or the nesting is too deep.
  private static func convert(_ node: Node, depth: Int, budget: inout Int) -> JSONValue? {
    budget -= 1
    guard budget > 0, depth < 1000 else { return nil }
    switch node {
    case .scalar(let scalar): return value(of: scalar)
    case .alias: return .null
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for element in sequence {
        guard let value = convert(element, depth: depth + 1, budget: &budget) else { return nil }
        elements.append(value)
      }
      return .array(elements)
    case .mapping(let mapping):
      var object = JSONObject()
      for (key, member) in mapping {
        guard let value = convert(member, depth: depth + 1, budget: &budget) else { return nil }
        // A key that is a list or an object has no name to ask for.
        if case .scalar(let name) = key { object.append(name.string, value) }
      }
      return .object(object)
    }
  }

  private static func value(of scalar: Node.Scalar) -> JSONValue {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
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

  private static func failure(_ error: YamlError) -> Failure {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Failure(line: mark.line, column: mark.column, reason: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      Failure(
        line: context.mark.line, column: context.mark.column,
        reason: "the same key twice: \(duplicates.sorted().prefix(4).joined(separator: ", "))",
        repeated: duplicates)
    case .reader(let problem, _, _, _): Failure(line: 1, column: 1, reason: problem)
    default: Failure(line: 1, column: 1, reason: "nested too deeply or too large")
    }
  }
}
