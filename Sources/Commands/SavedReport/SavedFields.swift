import Bytes
import Documents
import VPCModel

/// One object of a saved report, read field by field; what does not fit is said with its place.
///
/// Keys that are not asked for are passed over: a later minor version may have more.
struct SavedFields {
  let value: JSONValue
  let source: SavedSource

  init(_ value: JSONValue, _ source: SavedSource) throws(SavedReportError) {
    guard value.object != nil else {
      throw source.error(.wrongType(wanted: "an object", found: value.typeName))
    }
    self.value = value
    self.source = source
  }

  func has(_ key: String) -> Bool { given(key) != nil }

  /// nil for null and for a key that is not there.
  private func given(_ key: String) -> JSONValue? { value[key].flatMap { $0.isNull ? nil : $0 } }

  private func wanted<Value>(_ value: Value?, _ key: String) throws(SavedReportError) -> Value {
    guard let value else { throw source.below(key).error(.missing) }
    return value
  }

  // MARK: Values that may be null

  func textIfAny(_ key: String) throws(SavedReportError) -> String? {
    guard let given = given(key) else { return nil }
    guard let text = given.string else {
      throw source.below(key).error(.wrongType(wanted: "a string", found: given.typeName))
    }
    return text
  }

  func numberIfAny(_ key: String) throws(SavedReportError) -> Int? {
    guard let given = given(key) else { return nil }
    return try source.below(key).number(given)
  }

  func truthIfAny(_ key: String) throws(SavedReportError) -> Bool? {
    guard let given = given(key) else { return nil }
    guard case .bool(let truth) = given else {
      throw source.below(key).error(.wrongType(wanted: "a boolean", found: given.typeName))
    }
    return truth
  }

  func timeIfAny(_ key: String) throws(SavedReportError) -> Instant? {
    guard let text = try textIfAny(key) else { return nil }
    let bytes = Array(text.utf8)
    guard let scanned = scanTimestamp(bytes.span, from: 0), scanned.end == bytes.count, scanned.hasZone else {
      throw source.below(key).error(.badTime(text))
    }
    return Instant(nanoseconds: scanned.nanoseconds)
  }

  func choiceIfAny<Choice: RawRepresentable>(
    _ key: String, _ all: [Choice]
  ) throws(SavedReportError) -> Choice? where Choice.RawValue == String {
    guard let text = try textIfAny(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw source.below(key).error(.notOneOf(text, all.map(\.rawValue)))
    }
    return choice
  }

  func objectIfAny(_ key: String) throws(SavedReportError) -> SavedFields? {
    guard let given = given(key) else { return nil }
    return try SavedFields(given, source.below(key))
  }

  /// The elements of a list; none when the key is null or not there.
  func list(_ key: String) throws(SavedReportError) -> [(value: JSONValue, source: SavedSource)] {
    guard let given = given(key) else { return [] }
    guard let elements = given.array else {
      throw source.below(key).error(.wrongType(wanted: "an array", found: given.typeName))
    }
    return elements.enumerated().map { ($0.element, source.below("\(key)[\($0.offset)]")) }
  }

  // MARK: Values that have to be there

  func text(_ key: String) throws(SavedReportError) -> String { try wanted(try textIfAny(key), key) }
  func number(_ key: String) throws(SavedReportError) -> Int { try wanted(try numberIfAny(key), key) }
  func truth(_ key: String) throws(SavedReportError) -> Bool { try wanted(try truthIfAny(key), key) }
  func time(_ key: String) throws(SavedReportError) -> Instant { try wanted(try timeIfAny(key), key) }
  func object(_ key: String) throws(SavedReportError) -> SavedFields { try wanted(try objectIfAny(key), key) }

  func choice<Choice: RawRepresentable>(
    _ key: String, _ all: [Choice]
  ) throws(SavedReportError) -> Choice where Choice.RawValue == String {
    try wanted(try choiceIfAny(key, all), key)
  }

  func texts(_ key: String) throws(SavedReportError) -> [String] {
    var texts: [String] = []
    for (value, source) in try list(key) {
      guard let text = value.string else {
        throw source.error(.wrongType(wanted: "a string", found: value.typeName))
      }
      texts.append(text)
    }
    return texts
  }

  func objects(_ key: String) throws(SavedReportError) -> [SavedFields] {
    var objects: [SavedFields] = []
    for (value, source) in try list(key) { objects.append(try SavedFields(value, source)) }
    return objects
  }

  /// A number of 0 or more.
  func decimalIfAny(_ key: String) throws(SavedReportError) -> Double? {
    guard let given = given(key) else { return nil }
    guard case .number(let text) = given, let number = Double(text), number.isFinite, number >= 0 else {
      throw source.below(key).error(.wrongType(wanted: "a number of 0 or more", found: given.typeName))
    }
    return number
  }

  /// Between 0 and 1.
  func share(_ key: String) throws(SavedReportError) -> Double {
    let given = try wanted(given(key), key)
    guard case .number = given, let number = given.double, (0...1).contains(number) else {
      throw source.below(key).error(.wrongType(wanted: "a number from 0 to 1", found: given.typeName))
    }
    return number
  }
}

/// Where in the file a value stands, for what is said of it.
struct SavedSource {
  let file: String
  let line: Int
  let path: String
  /// Where the members at the top stand.
  var lines: [String: Int] = [:]

  func below(_ key: String) -> SavedSource {
    SavedSource(file: file, line: lines[key] ?? line, path: path.isEmpty ? key : "\(path).\(key)")
  }

  func error(_ reason: SavedReportError.Reason) -> SavedReportError {
    SavedReportError(file, reason, line: line, path: path)
  }

  func number(_ value: JSONValue) throws(SavedReportError) -> Int {
    guard case .number(let text) = value else {
      throw error(.wrongType(wanted: "a whole number", found: value.typeName))
    }
    guard let number = value.int else { throw error(.outOfRange(text)) }
    guard number.magnitude <= 1 << 53 else { throw error(.outOfRange(text)) }
    return number
  }
}
