import Evidence

/// Reads the fields of one map and complains about the ones nobody asked for.
struct FieldReader {
  let file: String
  let tree: SourceTree
  private let pairs: [SourceTree.Pair]
  private var asked: Set<String> = []

  init(_ tree: SourceTree, file: String, what: String) throws(PlaybookError) {
    self.file = file
    self.tree = tree
    guard case .map(let pairs) = tree.content else {
      throw PlaybookError(file, tree.line, tree.column, .wrongShape(field: what, wanted: "a map"))
    }
    self.pairs = pairs
  }

  var place: Place { FieldReader.place(tree, file) }
  static func place(_ tree: SourceTree, _ file: String) -> Place {
    Place(input: file, line: tree.line, byte: tree.column)
  }

  mutating func optional(_ field: String) -> SourceTree? {
    asked.insert(field)
    return pairs.first { $0.key == field }?.value
  }

  mutating func required(_ field: String) throws(PlaybookError) -> SourceTree {
    guard let value = optional(field) else {
      throw PlaybookError(file, tree.line, tree.column, .missingField(field))
    }
    return value
  }

  mutating func text(_ field: String) throws(PlaybookError) -> String {
    try scalar(try required(field), field)
  }

  mutating func optionalText(_ field: String) throws(PlaybookError) -> String? {
    guard let value = optional(field) else { return nil }
    return try scalar(value, field)
  }

  mutating func integer(_ field: String) throws(PlaybookError) -> Int {
    let value = try required(field)
    guard let number = Int(try scalar(value, field)) else {
      throw PlaybookError(file, value.line, value.column, .wrongShape(field: field, wanted: "a whole number"))
    }
    return number
  }

  mutating func optionalNumber(_ field: String) throws(PlaybookError) -> Double? {
    guard let value = optional(field) else { return nil }
    guard let number = Double(try scalar(value, field)), number.isFinite else {
      throw PlaybookError(file, value.line, value.column, .wrongShape(field: field, wanted: "a number"))
    }
    return number
  }

  mutating func optionalTruth(_ field: String) throws(PlaybookError) -> Bool? {
    guard let value = optional(field) else { return nil }
    switch try scalar(value, field) {
    case "true": return true
    case "false": return false
    default:
      throw PlaybookError(file, value.line, value.column, .wrongShape(field: field, wanted: "true or false"))
    }
  }

  mutating func texts(_ field: String) throws(PlaybookError) -> [String] {
    var result: [String] = []
    for item in try items(field) { result.append(try scalar(item, field)) }
    return result
  }

  mutating func items(_ field: String) throws(PlaybookError) -> [SourceTree] {
    guard let value = optional(field) else { return [] }
    guard case .list(let items) = value.content else {
      throw PlaybookError(file, value.line, value.column, .wrongShape(field: field, wanted: "a list"))
    }
    return items
  }

  mutating func value<Value: RawRepresentable & CaseIterable>(_ field: String, as: Value.Type)
    throws(PlaybookError) -> Value where Value.RawValue == String
  {
    try one(of: Value.self, try required(field), field)
  }

  mutating func optionalValue<Value: RawRepresentable & CaseIterable>(_ field: String, as: Value.Type)
    throws(PlaybookError) -> Value? where Value.RawValue == String
  {
    guard let value = optional(field) else { return nil }
    return try one(of: Value.self, value, field)
  }

  func one<Value: RawRepresentable & CaseIterable>(of: Value.Type, _ tree: SourceTree, _ field: String)
    throws(PlaybookError) -> Value where Value.RawValue == String
  {
    let text = try scalar(tree, field)
    guard let value = Value(rawValue: text) else {
      let names = Value.allCases.map(\.rawValue)
      throw PlaybookError(
        file, tree.line, tree.column,
        .unknownValue(field: field, value: text, suggestion: suggestion(for: text, among: names)))
    }
    return value
  }

  func scalar(_ tree: SourceTree, _ field: String) throws(PlaybookError) -> String {
    guard case .scalar(let text) = tree.content else {
      throw PlaybookError(file, tree.line, tree.column, .wrongShape(field: field, wanted: "a text"))
    }
    return text
  }

  /// Throws for the first field that no reader asked for.
  func finish() throws(PlaybookError) {
    for pair in pairs where !asked.contains(pair.key) {
      throw PlaybookError(
        file, pair.keyLine, pair.keyColumn,
        .unknownField(pair.key, suggestion: suggestion(for: pair.key, among: asked)))
    }
  }
}
