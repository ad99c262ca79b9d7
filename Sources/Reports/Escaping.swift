/// The one place where untrusted text is made fit to print.
///
/// Log text, pod names and tags are written by whoever names a pod. Nothing of it may move the cursor, turn
/// the reading direction, hide, open a link or start markup. What cannot be seen is shown as `\u{202e}`.
package enum Escaping {
  /// For a terminal or a plain file: one line, every character visible.
  ///
  /// Line feed and tab become `\n` and `\t`, as the logs of ipamd write them themselves.
  /// - Parameter asciiOnly: punctuation is spelt in ASCII, other characters as `\u{…}`.
  package static func terminal(_ text: some StringProtocol, asciiOnly: Bool = false) -> String {
    // Nearly every text is nothing but visible ASCII.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(text) }
    var result = ""
    var marks = 0
    for scalar in text.unicodeScalars {
      // Marks stack up on one letter and cover the lines around it: four are enough for any language.
      marks = isMark(scalar) ? marks + 1 : 0
      if isHidden(scalar) || marks > 4 {
        result += visible(scalar)
      } else if asciiOnly && scalar.value > 0x7E {
        result += spelling(scalar) ?? visible(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// True for what changes a page without being seen: controls, format and bidi characters, odd spaces.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    if value < 0xA0 { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse,
      .surrogate:
      return true
    default:
      // Letters that draw nothing: the Hangul fillers and the empty Braille cell.
      return [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0].contains(value)
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  private static func spelling(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "–", "—", "−", "‐", "‑": "-"
    case "…": "..."
    case "→": "->"
    case "←": "<-"
    case "≥": ">="
    case "≤": "<="
    case "×": "x"
    case "·", "•": "*"
    case "‘", "’": "'"
    case "“", "”", "„": "\""
    default: nil
    }
  }
}

// MARK: - JSON

extension Escaping {
  /// The inside of a JSON string. Whatever `isHidden` names is escaped, and `</` is broken up, so that the
  /// bytes are safe on a terminal and inside a script element too.
  package static func json(_ text: String, into bytes: inout [UInt8]) {
    var previous: UInt32 = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case "/" where previous == 0x3C: bytes += "\\/".utf8
      case _ where isHidden(scalar):
        for unit in UTF16.encode(scalar) ?? .init() { unicodeEscape(unit, into: &bytes) }
      default: bytes += UTF8.encode(scalar) ?? .init()
      }
      previous = scalar.value
    }
  }

  private static func unicodeEscape(_ unit: UInt16, into bytes: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    bytes += "\\u".utf8
    bytes += String(repeating: "0", count: 4 - digits.utf8.count).utf8
    bytes += digits.utf8
  }
}

// MARK: - Markdown

extension Escaping {
  /// Running text: no markup, no HTML, no link, no mention of a user or a ticket.
  package static func markdown(_ text: some StringProtocol) -> String {
    var result = ""
    var opensLine = true
    let scalars = Array(terminal(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      // Trackers link these after the Markdown is read, where a backslash no longer helps.
      case "@": result += "@&#8203;"
      case "#": result += "\\#&#8203;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "!", "$":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "/" where result.hasSuffix(":"): result += "&#8203;/"
      case "." where ["www", "WWW", "Www"].contains { result.hasSuffix($0) }: result += "&#8203;."
      // A list, a heading or a rule, where it opens a line.
      case "-", "+", "=", ".", ")":
        let isBeforeSpace = index + 1 == scalars.count || scalars[index + 1] == " "
        if opensLine && isBeforeSpace || result.isEmpty { result += "\\" }
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
      opensLine = opensLine && ((48...57).contains(scalar.value) || scalar == " ")
    }
    return result
  }

  /// A code span; nothing inside is markup, whatever backticks it holds.
  ///
  /// - Parameter inTable: the bar is the border of a cell even there.
  package static func markdownCode(_ text: some StringProtocol, inTable: Bool = false) -> String {
    var inner = terminal(text)
    if inTable {
      inner = inner.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    if inner.isEmpty { return "" }
    let fence = String(repeating: "`", count: longestBacktickRun(inner) + 1)
    // One space at both ends is taken off by the reader.
    let isPadded =
      inner.hasPrefix("`") || inner.hasSuffix("`") || (inner.hasPrefix(" ") && inner.hasSuffix(" "))
    return isPadded ? "\(fence) \(inner) \(fence)" : fence + inner + fence
  }

  /// A fenced block, its fence longer than any run of backticks inside.
  package static func markdownBlock(_ lines: [String], language: String = "", indent: String = "") -> [String]
  {
    let safe = lines.map { terminal($0) }
    let fence = String(repeating: "`", count: max(3, (safe.map(longestBacktickRun).max() ?? 0) + 1))
    return ([fence + language] + safe + [fence]).map { indent + $0 }
  }

  private static func longestBacktickRun(_ text: String) -> Int {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
