import Bytes
import VPCModel

/// A field that is not what it should be. The record it stands in is skipped.
struct RecordError: Error, Hashable {
  let path: String
  let found: String
  let expected: String
  var text: String { "\(path) is \(found) where \(expected) belongs; record skipped" }
}

/// One record of an AWS document with typed access to its fields.
///
/// A missing field and `null` are nil. A field of the wrong type throws: it says that the record is not what its
/// name promises. Keys are looked up as the AWS CLI writes them and with a small first letter, as Go and
/// JavaScript dumps do.
struct Record {
  let members: JSONObject
  let path: String

  init(_ members: JSONObject, path: String = "") {
    self.members = members
    self.path = path
  }

  init(_ value: JSONValue, path: String) throws(RecordError) {
    guard case .object(let members) = value else {
      throw RecordError(
        path: path.isEmpty ? "the record" : path, found: value.typeName, expected: "an object")
    }
    self.init(members, path: path)
  }

  func field(_ key: String) -> JSONValue? {
    guard let value = members[anyCase: key], !value.isNull else { return nil }
    return value
  }

  func has(_ key: String) -> Bool { members[anyCase: key] != nil }

  /// `SubnetId` → `subnetId`.
  static func smallFirst(_ key: String) -> String {
    guard let first = key.first else { return key }
    return first.lowercased() + key.dropFirst()
  }

  func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func wrong(_ key: String, _ value: JSONValue, _ expected: String) -> RecordError {
    RecordError(path: place(key), found: value.typeName, expected: expected)
  }

  /// A text; nil when it is empty.
  func text(_ key: String) throws(RecordError) -> String? {
    guard let value = field(key) else { return nil }
    guard let text = value.string else { throw wrong(key, value, "a string") }
    return text.isEmpty ? nil : text
  }

  /// A whole number of 0 or more.
  func count(_ key: String) throws(RecordError) -> Int? {
    guard let value = field(key) else { return nil }
    guard let number = value.int, number >= 0 else { throw wrong(key, value, "a whole number") }
    return number
  }

  func number(_ key: String) throws(RecordError) -> Double? {
    guard let value = field(key) else { return nil }
    guard let number = value.double else { throw wrong(key, value, "a number") }
    return number
  }

  func truth(_ key: String) throws(RecordError) -> Bool? {
    guard let value = field(key) else { return nil }
    guard let truth = value.bool else { throw wrong(key, value, "a boolean") }
    return truth
  }

  /// RFC 3339 text or seconds since 1970, as CLI version 1 writes some times; nil when it cannot be read.
  func time(_ key: String) throws(RecordError) -> Instant? {
    guard let value = field(key) else { return nil }
    switch value {
    case .string(let text): return Instant(text: text)
    case .number: return value.double.flatMap { Instant(seconds: $0) }
    default: throw wrong(key, value, "a time")
    }
  }

  func address(_ key: String) throws(RecordError) -> IPv4Address? {
    guard let text = try text(key) else { return nil }
    guard let address = IPv4Address(text) else {
      throw RecordError(path: place(key), found: "no IPv4 address", expected: "one")
    }
    return address
  }

  func block(_ key: String) throws(RecordError) -> IPv4Block? {
    guard let text = try text(key) else { return nil }
    guard let block = IPv4Block(text) else {
      throw RecordError(path: place(key), found: "no IPv4 block", expected: "one")
    }
    return block
  }

  func record(_ key: String) throws(RecordError) -> Record? {
    guard let value = field(key) else { return nil }
    return try Record(value, path: place(key))
  }

  /// The objects of a list; empty for a missing one.
  func records(_ key: String) throws(RecordError) -> [Record] {
    let values = try values(key)
    guard !values.isEmpty else { return [] }
    // One path for all elements: an interface has hundreds, and only a fault shows a path.
    let path = "\(place(key))[]"
    var records: [Record] = []
    records.reserveCapacity(values.count)
    for value in values { records.append(try Record(value, path: path)) }
    return records
  }

  func values(_ key: String) throws(RecordError) -> [JSONValue] {
    guard let value = field(key) else { return [] }
    guard let elements = value.array else { throw wrong(key, value, "an array") }
    return elements
  }

  /// `Tags[]{Key,Value}` as a dictionary; of equal keys the first wins. Nil for a missing list.
  func tags(_ key: String) throws(RecordError) -> [String: String]? {
    guard field(key) != nil else { return nil }
    var tags: [String: String] = [:]
    for tag in try records(key) {
      guard let name = try tag.text("Key"), tags[name] == nil else { continue }
      tags[name] = try tag.text("Value") ?? ""
    }
    return tags
  }
}

extension JSONObject {
  /// The member `key`, or the one whose first letter is small instead.
  subscript(anyCase key: String) -> JSONValue? {
    if let value = self[key] { return value }
    // Comparing bytes spares a string for every field that is simply not there.
    let wanted = key.utf8
    guard let first = wanted.first else { return nil }
    for pair in pairs where pair.key.utf8.count == wanted.count && pair.key.utf8.first == first | 0x20 {
      if pair.key.utf8.dropFirst().elementsEqual(wanted.dropFirst()) { return pair.value }
    }
    return nil
  }
}

extension Instant {
  /// An RFC 3339 time that is the whole text; without a zone it is UTC. Nil when it is none.
  init?(text: String) {
    let bytes = Array(text.utf8)
    guard let time = scanTimestamp(bytes.span, from: 0), time.end == bytes.count else { return nil }
    self.init(nanoseconds: time.nanoseconds)
  }

  /// Seconds since 1970; nil outside 1970 to 2200.
  init?(seconds: Double) {
    guard seconds >= 0, seconds < 7_258_118_400 else { return nil }
    // Milliseconds are all a Double of that size holds exactly.
    self.init(nanoseconds: Int64((seconds * 1_000).rounded()) &* 1_000_000)
  }
}
