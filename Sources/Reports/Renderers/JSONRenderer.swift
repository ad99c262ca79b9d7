import Triage

/// The report as the JSON contract has it, pretty printed.
package struct JSONRenderer: Renderer {
  package static let name = "json"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }
  package func render(_ report: Report) -> String {
    JSONText.pretty(.object(ReportTree(report, exitCode: options.exitCode).members))
  }
}

/// The same on one line, with `"type": "report"` before all else.
package struct JSONLinesRenderer: Renderer {
  package static let name = "jsonl"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }
  package func render(_ report: Report) -> String {
    let members = ReportTree(report, exitCode: options.exitCode).members
    return JSONText.line(.object([("type", .string("report"))] + members))
  }
}
