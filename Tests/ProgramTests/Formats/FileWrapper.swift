import Testing

/// A document around all lines of a log, as AWS tools save them.
struct FileWrapper: Sendable, CustomTestStringConvertible {
  let name: String
  let wrap: @Sendable ([TimedLine], NodeNames) -> String

  var testDescription: String { name }
}

extension FileWrapper {
  static let plain = FileWrapper(name: "lines") { lines, _ in lines.map { $0.text + "\n" }.joined() }
  static let filterPretty = FileWrapper(name: "filter-log-events, pretty") { lines, node in
    page(lines, node.stream, breaks: true)
  }
  static let filterOneLine = FileWrapper(name: "filter-log-events, one line") { lines, node in
    page(lines, node.stream, breaks: false)
  }
  static let filterPages = FileWrapper(name: "filter-log-events, pages") { lines, node in
    chunks(lines, 50).map { page($0, node.stream, breaks: true) }.joined()
  }
  static let filterLines = FileWrapper(name: "filter-log-events, JSON Lines of pages") { lines, node in
    chunks(lines, 50).map { page($0, node.stream, breaks: false) + "\n" }.joined()
  }
  static let eventLines = FileWrapper(name: "events, JSON Lines") { lines, node in
    lines.map { event($0, node.stream, breaks: false) + "\n" }.joined()
  }
  static let get = FileWrapper(name: "get-log-events") { lines, _ in
    let events = lines.map { event($0, nil, breaks: true) }.joined(separator: ",\n")
    return
      "{\n  \"events\": [\n\(events)\n  ],\n  \"nextForwardToken\": \"f/38\",\n  \"nextBackwardToken\": \"b/38\"\n}\n"
  }
  static let insights = FileWrapper(name: "get-query-results") { lines, _ in
    let rows = lines.enumerated().map { index, line in
      """
          [
              {"field": "@timestamp", "value": "\(line.iso(digits: 3, between: " "))"},
              {"field": "@message", "value": \(quoted(line.text))},
              {"field": "@ptr", "value": "CmEKJgoi\(index)"}
          ]
      """
    }
    return "{\n  \"results\": [\n\(rows.joined(separator: ",\n"))\n  ],\n  \"status\": \"Complete\"\n}\n"
  }
  static let insightsOneLine = FileWrapper(name: "get-query-results, one line") { lines, _ in
    let rows = lines.map { line in
      #"[{"field":"@timestamp","value":"\#(line.iso(digits: 3, between: " "))"},"#
        + #"{"field":"@message","value":\#(quoted(line.text))}]"#
    }
    return
      #"{"results":[\#(rows.joined(separator: ","))],"statistics":{"recordsMatched":1.0},"status":"Complete"}"#
  }
  static let csv = FileWrapper(name: "Insights CSV") { lines, _ in
    "@timestamp,@message\n"
      + lines.map {
        "\($0.iso(digits: 3, between: " ")),\""
          + $0.text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"") + "\"\n"
      }.joined()
  }

  static let all = [
    filterPretty, filterOneLine, filterPages, filterLines, eventLines, get, insights, insightsOneLine, csv,
  ]

  private static func page(_ lines: [TimedLine], _ stream: String, breaks: Bool) -> String {
    let events = lines.map { event($0, stream, breaks: breaks) }.joined(separator: breaks ? ",\n" : ",")
    return breaks
      ? "{\n    \"events\": [\n\(events)\n    ],\n    \"searchedLogStreams\": [],\n    \"nextToken\": \"x\"\n}\n"
      : "{\"events\":[\(events)],\"searchedLogStreams\":[],\"nextToken\":\"x\"}"
  }

  private static func event(_ line: TimedLine, _ stream: String?, breaks: Bool) -> String {
    var members = stream.map { ["\"logStreamName\": \(quoted($0))"] } ?? []
    members += [
      "\"timestamp\": \(line.milliseconds)", "\"message\": \(quoted(line.text))",
      "\"ingestionTime\": \(line.milliseconds + 1_430)", "\"eventId\": \"3812\(line.milliseconds)\"",
    ]
    return breaks
      ? "        {\n            " + members.joined(separator: ",\n            ") + "\n        }"
      : "{" + members.joined(separator: ",") + "}"
  }

  private static func chunks(_ lines: [TimedLine], _ size: Int) -> [[TimedLine]] {
    stride(from: 0, to: lines.count, by: size).map { Array(lines[$0..<min($0 + size, lines.count)]) }
  }
}
