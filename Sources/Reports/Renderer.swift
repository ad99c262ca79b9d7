import Triage

/// An output format of the report. It prints what `Triage` decided, and decides nothing.
package protocol Renderer: Sendable {
  /// The word after `--format`.
  static var name: String { get }
  init(_ options: RenderOptions)
  /// The whole text, with a line feed at its end. Same report and options, same bytes.
  func render(_ report: Report) -> String
}

/// What the caller knows of the place where the report is read.
package struct RenderOptions: Hashable, Sendable {
  /// The exit code the program will end with; shown, not decided here.
  package var exitCode: Int32
  /// Columns, kept within 40 and 200.
  package var width: Int
  package var usesColor: Bool
  /// Marks and punctuation in ASCII.
  package var usesASCII: Bool

  package init(exitCode: Int32, width: Int = 80, usesColor: Bool = false, usesASCII: Bool = false) {
    self.exitCode = exitCode
    self.width = min(200, max(40, width))
    self.usesColor = usesColor
    self.usesASCII = usesASCII
  }
}

/// Every format there is; a new one is a file in `Renderers` and its line here.
package enum Renderers {
  package static let all: [any Renderer.Type] = [
    TextRenderer.self, JSONRenderer.self, JSONLinesRenderer.self, MarkdownRenderer.self, HTMLRenderer.self,
    CSVRenderer.self, JUnitRenderer.self, JiraRenderer.self, TextileRenderer.self,
  ]

  package static func named(_ name: String) -> (any Renderer.Type)? { all.first { $0.name == name } }
}
