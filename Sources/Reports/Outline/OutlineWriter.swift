/// A markup that trackers read.
package protocol OutlineWriter {
  /// The whole page, with a line feed at its end.
  static func text(of outline: Outline) -> String
}

/// Lines with one blank line where blocks part.
struct MarkupLines {
  private var lines: [String] = []
  private var isParted = false

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ line: String) {
    if isParted { blank() }
    isParted = false
    lines.append(line)
  }

  mutating func add(_ more: [String]) { for line in more { add(line) } }

  /// A blank line before what comes next, if anything does.
  mutating func part() { isParted = true }

  private mutating func blank() {
    if !(lines.last?.isEmpty ?? true) { lines.append("") }
  }
}
