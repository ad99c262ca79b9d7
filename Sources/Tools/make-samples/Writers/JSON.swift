/// JSON whose keys keep their order, so that the same values are the same bytes.
enum JSON {
  struct Member {
    let key: String
    let value: JSON
  }
  case members([Member])
  case array([JSON])
  case string(String)
  case number(Int)
  case decimal(String)
  case bool(Bool)
  case null

  static func object(_ pairs: [(String, JSON)]) -> JSON {
    .members(pairs.map { Member(key: $0.0, value: $0.1) })
  }

  static func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }

  /// `,"key": value` for each pair that has one.
  static func compactObject(_ pairs: [(String, JSON?)]) -> JSON {
    .object(pairs.compactMap { key, value in value.map { (key, $0) } })
  }

  /// On one line, without blanks, as encoders write.
  var compact: String {
    switch self {
    case .members(let members):
      "{" + members.map { Self.quoted($0.key) + ":" + $0.value.compact }.joined(separator: ",") + "}"
    case .array(let values): "[" + values.map(\.compact).joined(separator: ",") + "]"
    case .string(let text): Self.quoted(text)
    case .number(let number): String(number)
    case .decimal(let text): text
    case .bool(let bool): bool ? "true" : "false"
    case .null: "null"
    }
  }

  /// Indented by `unit` blanks down to `depth` levels, on one line below: as `aws` prints, but smaller.
  func pretty(unit: Int = 4, depth: Int = 3, level: Int = 0) -> String {
    let blanks = String(repeating: " ", count: unit * (level + 1))
    let end = "\n" + String(repeating: " ", count: unit * level)
    switch self {
    case .members(let members) where depth > 0 && !members.isEmpty:
      return "{\n"
        + members.map {
          blanks + Self.quoted($0.key) + ": "
            + $0.value.pretty(unit: unit, depth: depth - 1, level: level + 1)
        }
        .joined(separator: ",\n") + end + "}"
    case .array(let values) where depth > 0 && !values.isEmpty:
      return "[\n"
        + values.map { blanks + $0.pretty(unit: unit, depth: depth - 1, level: level + 1) }
        .joined(separator: ",\n") + end + "]"
    default: return compact
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 32 {
          result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

extension JSON: ExpressibleByStringLiteral {
  typealias StringLiteralType = String
  init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  typealias IntegerLiteralType = Int
  init(integerLiteral value: Int) { self = .number(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  typealias BooleanLiteralType = Bool
  init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral {
  typealias ArrayLiteralElement = JSON
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  typealias Key = String
  typealias Value = JSON
  init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }
}
