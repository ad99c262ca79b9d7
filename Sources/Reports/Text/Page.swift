/// The sixteen colours of a terminal, as far as a report needs them.
enum Style: String {
  case plain = ""
  case bold = "1"
  case dim = "2"
  case bad = "1;31"
  case good = "1;32"
  case warning = "1;33"
  // Owner classes of a map; the sixteen colours every terminal has.
  case red = "91"
  case green = "92"
  case yellow = "33"
  case blue = "94"
  case magenta = "35"
  case pink = "95"
  case cyan = "36"
  case sky = "96"
  case gray = "90"
}

/// A mark in front of a line; colour only repeats what it says.
enum Mark {
  case good, bad, warning, open, none

  func text(ascii: Bool) -> String {
    switch self {
    case .good: ascii ? "+" : "✔"
    case .bad: ascii ? "X" : "✘"
    case .warning: "!"
    case .open: "?"
    case .none: "-"
    }
  }

  var style: Style {
    switch self {
    case .good: .good
    case .bad: .bad
    case .warning, .open: .warning
    case .none: .dim
    }
  }
}

/// Lines of a text report. All text passes through here, so all text is escaped and fits the width.
struct Page {
  /// What stands before a text, on the same line; its columns are where the text's further lines begin.
  struct Piece {
    let text: String
    let style: Style
    /// At least so many columns.
    let columns: Int
    init(_ text: String, _ style: Style = .plain, columns: Int = 0) {
      self.text = text
      self.style = style
      self.columns = columns
    }
  }

  let width: Int
  private let usesColor: Bool
  private let usesASCII: Bool
  private(set) var lines: [String] = []
  /// The last line that was taken away already.
  private var lastTaken: String?
  /// Commands printed so far, so that none is printed twice.
  private var commands: Set<String> = []

  init(_ options: RenderOptions) {
    width = options.width
    usesColor = options.usesColor
    usesASCII = options.usesASCII
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// What was written since it was last called, and forgets it: a report of many maps is never whole in memory.
  mutating func takeText() -> String {
    guard let last = lines.last else { return "" }
    defer { lines.removeAll(keepingCapacity: true) }
    lastTaken = last
    return text
  }

  var isASCII: Bool { usesASCII }
  func safe(_ text: some StringProtocol) -> String { Escaping.terminal(text, asciiOnly: usesASCII) }
  func columns(_ text: some StringProtocol) -> Int { DisplayWidth.of(safe(text)) }
  func piece(_ mark: Mark) -> Piece { Piece(mark.text(ascii: usesASCII), mark.style) }

  /// One empty line, never two, none at the top.
  mutating func blank() {
    if let last = lines.last ?? lastTaken, !last.isEmpty { lines.append("") }
  }

  mutating func heading(_ text: String) {
    blank()
    lines.append(painted(safe(text), .bold))
  }

  /// Wrapped text at an indent.
  ///
  /// - Parameters:
  ///   - pieces: before the text, each followed by one space.
  ///   - hanging: where further lines begin; nil is below the text's own beginning.
  mutating func add(
    _ text: String, indent: Int = 2, _ pieces: [Piece] = [], hanging: Int? = nil, style: Style = .plain
  ) {
    var lead = String(repeating: " ", count: indent)
    var column = indent
    for piece in pieces {
      let safe = self.safe(piece.text)
      let gap = max(1, piece.columns - DisplayWidth.of(safe) + 1)
      lead += painted(safe, piece.style) + String(repeating: " ", count: gap)
      column += DisplayWidth.of(safe) + gap
    }
    let body = safe(text)
    if body.isEmpty {
      lines.append(trimmed(lead))
      return
    }
    // Beside a wide lead the text would be a thin column: below it, it reads better.
    if !pieces.isEmpty && width - column < 24 && column + DisplayWidth.of(body) > width {
      lines.append(trimmed(lead))
      column = min(indent + 4, width / 2)
      lead = String(repeating: " ", count: column)
    }
    let rest = min(hanging ?? column, width / 2)
    let broken = Wrapping.lines(body, first: width - column, rest: width - rest)
    for (index, line) in broken.enumerated() {
      lines.append((index == 0 ? lead : String(repeating: " ", count: rest)) + painted(line, style))
    }
  }

  /// A command to paste. Once printed, it is only pointed at.
  mutating func command(_ command: String, indent: Int) {
    // Not transliterated: a dash that is none would make another command.
    let safe = Escaping.terminal(command)
    guard !safe.isEmpty else { return }
    guard commands.insert(safe).inserted else { return add("(command above)", indent: indent, style: .dim) }
    lines += Wrapping.command(safe, width: width, indent: indent)
  }

  /// What is wanted, then the command that gets it.
  mutating func command(_ command: String, for purpose: String, indent: Int) {
    if commands.contains(Escaping.terminal(command)) { return add("\(purpose) (command above)", hanging: 4) }
    add(purpose, hanging: 4)
    self.command(command, indent: indent)
  }

  /// A line as it is given, for pictures: neighbours of one style share its codes. Texts are escaped.
  mutating func draw(_ pieces: [Piece], indent: Int) {
    var line = String(repeating: " ", count: indent)
    var open = Style.plain
    var run = ""
    for piece in pieces {
      if piece.style != open {
        line += painted(run, open)
        (run, open) = ("", piece.style)
      }
      run += safe(piece.text)
    }
    lines.append(trimmed(line + painted(run, open)))
  }

  private func painted(_ text: String, _ style: Style) -> String {
    usesColor && style != .plain && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
