import Commands
import Foundation
import Testing

/// Events alone, as JSON, YAML, a table and a description: one answer.
@Suite struct EventFormsTests {
  static let cases = ["iam-denied/branch-allocation-unauthorized", "image-pull-failed/no-ecr-endpoint"]
  static let forms = [
    "yaml", "events.k8s.io", "lines", "table", "table of all namespaces", "wide table", "describe",
  ]

  @Test(arguments: cases, forms)
  func `events in another form`(name: String, form: String) throws {
    let sample = try SampleInputs(name)
    let file = try #require(sample.files.keys.first { $0.hasPrefix("events") })
    guard file.hasSuffix(".json") else { return }
    let list = try JSONText(sample.files[file] ?? [])
    var copy = sample
    copy.files[file] = nil
    copy.files[
      form == "yaml"
        ? "events.yaml" : form.contains("table") || form == "describe" ? "events.txt" : "events.json"] =
      Array(Self.write(list, form).utf8)
    var found = try copy.gist()
    var plain = try #require(Gist.plainGist(name))
    // A table gives one line for all repetitions, no time and no host: it may prove less.
    if form.contains("table") || form == "describe" {
      (found.count, plain.count) = (nil, nil)
      (found.basis, plain.basis) = ("", "")
    }
    #expect(found.description == plain.description)
  }

  private static func write(_ list: JSONText, _ form: String) -> String {
    let events = list.list.elements.compactMap { $0 as? [String: Any] }
    switch form {
    case "yaml": return list.yaml
    case "lines": return events.map { JSONText($0).compact + "\n" }.joined()
    case "events.k8s.io":
      return JSONText(["kind": "List", "apiVersion": "v1", "items": events.map(newer)]).pretty
    case "describe":
      return events.map { event in
        let object = event["involvedObject"] as? [String: Any] ?? [:]
        return """
          Name:         \(object["name"] ?? "")
          Namespace:    \(object["namespace"] ?? "default")
          Status:       Pending
          Events:
            Type     Reason                  Age                  From               Message
            ----     ------                  ----                 ----               -------
            \(event["type"] ?? "")  \(event["reason"] ?? "")  68s (x\(event["count"] ?? 1) over 5m50s)  \(source(event))  \(event["message"] ?? "")


          """
      }.joined()
    case "table":
      return row(["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"])
        + events.map { row(["68s", text($0["type"]), text($0["reason"]), object($0), text($0["message"])]) }
        .joined()
    case "wide table":
      return row([
        "NAMESPACE", "LAST SEEN", "TYPE", "REASON", "OBJECT", "SUBOBJECT", "SOURCE", "MESSAGE", "FIRST SEEN",
        "COUNT", "NAME",
      ])
        + events.map {
          row([
            space($0), "68s", text($0["type"]), text($0["reason"]), object($0), "", source($0),
            text($0["message"]), "5m50s",
            text($0["count"]), "x.15a",
          ])
        }.joined()
    default:
      return row(["NAMESPACE", "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"])
        + events.map {
          row([space($0), "68s", text($0["type"]), text($0["reason"]), object($0), text($0["message"])])
        }.joined()
    }
  }

  private static func newer(_ event: [String: Any]) -> [String: Any] {
    var new = event
    new["apiVersion"] = "events.k8s.io/v1"
    new["regarding"] = event["involvedObject"]
    new["note"] = event["message"]
    new["series"] = ["count": event["count"] ?? 1, "lastObservedTime": event["lastTimestamp"] ?? NSNull()]
    new["eventTime"] = event["firstTimestamp"] ?? NSNull()
    new["reportingController"] = source(event)
    if let host = (event["source"] as? [String: Any])?["host"] { new["reportingInstance"] = host }
    for key in ["involvedObject", "message", "count", "firstTimestamp", "lastTimestamp", "source"] {
      new[key] = nil
    }
    return new
  }

  private static func text(_ value: Any?) -> String { value.map { "\($0)" } ?? "" }
  private static func source(_ event: [String: Any]) -> String {
    text((event["source"] as? [String: Any])?["component"])
  }
  private static func space(_ event: [String: Any]) -> String {
    text((event["involvedObject"] as? [String: Any])?["namespace"])
  }
  private static func object(_ event: [String: Any]) -> String {
    let object = event["involvedObject"] as? [String: Any] ?? [:]
    return "\(text(object["kind"]).lowercased())/\(text(object["name"]))"
  }
  private static let widths = [20, 12, 10, 30, 50, 24, 24, 24, 12, 8, 8]
  private static func row(_ cells: [String]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let isLast = index == cells.count - 1
      // The message column of `-o wide` is as wide as its longest message.
      let width = cells.count == 11 && index == 7 ? 600 : widths[index] + 20
      line += isLast ? cell : cell.padding(toLength: max(width, cell.count + 3), withPad: " ", startingAt: 0)
    }
    return line + "\n"
  }
}
