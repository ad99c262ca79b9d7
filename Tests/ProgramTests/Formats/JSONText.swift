import Foundation

/// A JSON document, to be written again in the ways tools write it. Keys come sorted, so that answers repeat.
struct JSONText {
  let value: Any

  init(_ value: Any) { self.value = value }
  init(_ bytes: [UInt8]) throws { value = try JSONSerialization.jsonObject(with: Data(bytes)) }

  var compact: String { write([.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]) }
  var pretty: String { write([.sortedKeys, .prettyPrinted, .withoutEscapingSlashes, .fragmentsAllowed]) }

  private func write(_ options: JSONSerialization.WritingOptions) -> String {
    guard let data = try? JSONSerialization.data(withJSONObject: value, options: options) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }

  subscript(_ key: String) -> Any? { (value as? [String: Any])?[key] }

  /// The only list of an AWS or Kubernetes document, and its key.
  var list: (key: String, elements: [Any]) {
    for (key, value) in value as? [String: Any] ?? [:] {
      if let elements = value as? [Any] { return (key, elements) }
    }
    return ("", [])
  }

  /// The document in pages of `size` elements; all but the last name a next one.
  func pages(of size: Int) -> [JSONText] {
    let (key, elements) = list
    return stride(from: 0, to: elements.count, by: size).map { start in
      let end = min(start + size, elements.count)
      var page: [String: Any] = [key: Array(elements[start..<end])]
      if end < elements.count { page["NextToken"] = "eyJO\(end)" }
      return JSONText(page)
    }
  }

  // MARK: YAML

  /// As `kubectl -o yaml` writes it: block style, keys sorted, items at the key's own indentation.
  var yaml: String { Self.block(value, indent: 0).joined(separator: "\n") + "\n" }

  private static func block(_ value: Any, indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    switch value {
    case let object as [String: Any]:
      return object.keys.sorted().flatMap { key -> [String] in
        let member = object[key] ?? NSNull()
        let name = blanks + scalar(key) + ":"
        if let inner = member as? [String: Any], !inner.isEmpty {
          return [name] + block(inner, indent: indent + 2)
        }
        if let inner = member as? [Any], !inner.isEmpty { return [name] + block(inner, indent: indent) }
        return ["\(name) \(scalar(member))"]
      }
    case let list as [Any]:
      return list.flatMap { element -> [String] in
        var lines = block(element, indent: indent + 2)
        lines[0] = blanks + "- " + lines[0].dropFirst(indent + 2)
        return lines
      }
    default: return [blanks + scalar(value)]
    }
  }

  private static func scalar(_ value: Any) -> String {
    switch value {
    case let text as String: isPlain(text) ? text : quoted(text)
    case is [String: Any]: "{}"
    case is [Any]: "[]"
    case is NSNull: "null"
    default: JSONText(value).compact
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter,
      !["true", "false", "null", "yes", "no", "on", "off"].contains(text)
    else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
  }
}
