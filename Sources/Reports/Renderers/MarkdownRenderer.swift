import Triage

/// The report for a ticket: the same order as the text, nothing of a log read as markup.
///
/// Log lines stand in fenced blocks, names in code spans, sentences are escaped. Commands are whole, on one
/// line each, so that they can be copied.
package struct MarkdownRenderer: Renderer {
  package static let name = "markdown"
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func render(_ report: Report) -> String {
    MarkdownWriter.text(of: Outline(report, exitCode: options.exitCode))
  }
}
