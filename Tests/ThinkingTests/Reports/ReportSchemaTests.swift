import Foundation
import Reports
import Testing

@Suite struct ReportSchemaTests {
  typealias Object = [String: Any]

  @Test(arguments: SampleReport.all.map(\.name))
  func `every key a report has is in the schema, and fits it`(name: String) throws {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    let report = try #require(SampleReport.all.first { $0.name == name }).report
    let value = try JSONRendererTests.object(SampleReport.json(report))
    let definitions = try #require(schema["$defs"] as? Object)
    #expect(Self.faults(of: value, in: schema, definitions, at: "$") == [])
  }

  @Test func `the schema says which draft it is, and refers only to what it has`() throws {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let definitions = try #require(schema["$defs"] as? Object)
    for part in ReportSchema.text.split(separator: "\"#/$defs/").dropFirst() {
      let name = String(part.prefix { $0 != "\"" })
      #expect(definitions[name] != nil, "\(name)")
    }
  }

  @Test func `of a node without a log nobody knows how often it refused`() throws {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    let definitions = try #require(schema["$defs"] as? Object)
    var report = try #require(SampleReport.all.map(\.report).first { !$0.nodes.isEmpty })
    report.nodes[0].refusals = nil
    let value = try JSONRendererTests.object(SampleReport.json(report))
    let node = try #require((value["nodes"] as? [Object])?.first)
    #expect(node["refusals"] is NSNull)
    #expect(Self.faults(of: value, in: schema, definitions, at: "$") == [])
  }

  @Test func `a wrong report is refused`() throws {
    let schema = try JSONRendererTests.object(ReportSchema.text)
    let definitions = try #require(schema["$defs"] as? Object)
    var value = try JSONRendererTests.object(SampleReport.json(SampleReport.healthy()))
    value["status"] = "fine"
    value["steps"] = nil
    value["referenceTime"] = "yesterday"
    let faults = Self.faults(of: value, in: schema, definitions, at: "$")
    #expect(faults.contains { $0.contains("status") } && faults.contains { $0.contains("steps") })
    #expect(faults.contains { $0.contains("referenceTime") })
  }

  /// As much of JSON Schema as ours uses; a key that is not named counts as a fault here.
  static func faults(of value: Any, in schema: Object, _ definitions: Object, at path: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      guard let target = definitions[String(reference.dropFirst("#/$defs/".count))] as? Object else {
        return ["\(path): \(reference) is not defined"]
      }
      return faults(of: value, in: target, definitions, at: path)
    }
    if let choices = schema["anyOf"] as? [Object] {
      let results = choices.map { faults(of: value, in: $0, definitions, at: path) }
      return results.contains([]) ? [] : results.first ?? []
    }
    if let names = schema["enum"] as? [String] {
      return (value as? String).map(names.contains) == true ? [] : ["\(path): \(value) is not allowed"]
    }
    switch schema["type"] as? String {
    case "string":
      guard let text = value as? String else { return ["\(path): no string"] }
      guard let pattern = schema["pattern"] as? String else { return [] }
      return text.range(of: pattern, options: .regularExpression) == nil
        ? ["\(path): \(text) does not fit"] : []
    case "integer", "number": return value is NSNumber ? [] : ["\(path): no number"]
    case "boolean": return value is Bool ? [] : ["\(path): no boolean"]
    case "null": return value is NSNull ? [] : ["\(path): not null"]
    case "array":
      guard let items = value as? [Any] else { return ["\(path): no array"] }
      return items.enumerated().flatMap { index, item in
        let each = (schema["prefixItems"] as? [Object]).map { index < $0.count ? $0[index] : [:] }
        return faults(
          of: item, in: each ?? schema["items"] as? Object ?? [:], definitions, at: "\(path)[\(index)]")
      }
    case "object": return objectFaults(of: value, in: schema, definitions, at: path)
    default: return ["\(path): the schema says nothing"]
    }
  }

  private static func objectFaults(of value: Any, in schema: Object, _ definitions: Object, at path: String)
    -> [String]
  {
    guard let object = value as? Object else { return ["\(path): no object"] }
    if schema["additionalProperties"] != nil { return [] }
    guard let properties = schema["properties"] as? Object, let required = schema["required"] as? [String]
    else {
      return ["\(path): the schema names no properties"]
    }
    return required.filter { object[$0] == nil }.map { "\(path).\($0): missing" }
      + object.keys.sorted().flatMap { key -> [String] in
        guard let member = object[key], let inner = properties[key] as? Object else {
          return ["\(path).\(key): not in the schema"]
        }
        return faults(of: member, in: inner, definitions, at: "\(path).\(key)")
      }
  }
}
