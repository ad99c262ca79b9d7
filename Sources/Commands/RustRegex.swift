import Playbooks

/// A pattern in the form Rust's regex engine takes: names dropped, look-around left out, so a superset;
/// or the required literals, where the syntax cannot be carried over.
///
/// It is run on raw lines, by `rg -f` and by engines that see no decoded text. There quotes stand behind
/// backslashes and a line end is `\n` in two letters; the form takes both.
package enum RustRegex {
  package static func form(of pattern: LogPattern) -> String {
    var carrier = Carrier(pattern.regex)
    if let carried = carrier.carry() { return carried }
    guard !pattern.literals.isEmpty else { return "." }
    let words = pattern.literals.map(escape)
    return "(?i:" + words.joined(separator: "|") + ")"
  }

  private static func escape(_ literal: String) -> String {
    var out = ""
    for character in literal {
      if "\\.+*?()|[]{}^$#&-~".contains(character) { out.append("\\") }
      out.append(character)
    }
    return out
  }

  /// Reads one PCRE2 pattern from left to right and writes Rust's.
  private struct Carrier {
    private var rest: Substring
    private var out = ""

    /// A gap this wide is written without its end: unrolled gaps of 200 patterns exceed Rust's limit of size.
    private static let widestGap = 40
    /// White space, or a line end or TAB as JSON escapes it.
    private static let blank = #"(?:\s|\\[nrt])"#

    init(_ regex: String) { rest = regex[...] }

    /// nil for what Rust does not know: back-references, atomic groups, possessive quantifiers, conditions.
    mutating func carry() -> String? {
      while let character = rest.first {
        let isKnown =
          switch character {
          case "\\": carryEscape()
          case "[": carryClass()
          case "(": carryGroup()
          case "{": carryRepeat()
          default: carryCharacter(character)
          }
        if !isKnown { return nil }
      }
      return out.isEmpty ? nil : out
    }

    private mutating func carryCharacter(_ character: Character) -> Bool {
      if "*+?}".contains(character), rest.dropFirst().first == "+" { return false }
      out += character == "\"" ? #"\\*""# : String(character)
      rest = rest.dropFirst()
      return true
    }

    /// An escape outside a class. Rust's `\w` and `\d` are of all Unicode, ours of ASCII.
    private mutating func carryEscape() -> Bool {
      guard let next = rest.dropFirst().first else { return false }
      if next.isNumber && next != "0" || "KGRXhHkgQEC".contains(next) { return false }
      switch next {
      // Start and end of a text are those of a buffer of many lines in rg.
      case "A": break
      case "z", "Z": out += "$"
      case "w": out += "[0-9A-Za-z_]"
      case "d": out += "[0-9]"
      case "s", "n", "t", "r": out += Carrier.blank
      case "b": out += #"(?-u:\b)"#
      case "S": out += #"[^ \t\n\r\x0B\x0C]"#
      case "W": out += "[^0-9A-Za-z_]"
      case "\"": out += #"\\*""#
      default: out += "\\" + String(next)
      }
      rest = rest.dropFirst(2)
      return true
    }

    private mutating func carryClass() -> Bool {
      var members = ""
      rest = rest.dropFirst()
      let isNegated = rest.first == "^"
      if isNegated { rest = rest.dropFirst() }
      var isFirst = true
      while let character = rest.first, character != "]" || isFirst {
        isFirst = false
        if character == "\\" {
          guard let next = rest.dropFirst().first else { return false }
          members += next == "w" ? "0-9A-Za-z_" : next == "d" ? "0-9" : "\\" + String(next)
          rest = rest.dropFirst(2)
          continue
        }
        // Rust reads `[`, `&&`, `--` and `~~` inside a class.
        if "[]&~".contains(character) { members += "\\" }
        members.append(character)
        rest = rest.dropFirst()
      }
      guard rest.first == "]" else { return false }
      rest = rest.dropFirst()
      if isNegated {
        out += "[^\(members)]"
      } else if members.contains("\\S") || members.contains("\\W") {
        out += "[\(members)]"
      } else if members.contains("\"") || members.contains("\\s") || members.contains("\\n") {
        out += #"(?:\\*[\#(members)]|\\[nrt])"#
      } else {
        out += "[\(members)]"
      }
      return true
    }

    private mutating func carryGroup() -> Bool {
      guard rest.dropFirst().first == "?" else {
        out += "("
        rest = rest.dropFirst()
        return true
      }
      let head = rest.dropFirst(2)
      if ["<=", "<!", "=", "!"].contains(where: { head.hasPrefix($0) }) {
        guard let after = Carrier.skipGroup(rest) else { return false }
        rest = after
        return true
      }
      if [">", "|", "(", "R", "&", "P=", "P>"].contains(where: { head.hasPrefix($0) }) { return false }
      if head.hasPrefix("<") || head.hasPrefix("P<") || head.hasPrefix("'") {
        let end: Character = head.hasPrefix("'") ? "'" : ">"
        guard let close = head.dropFirst().firstIndex(of: end) else { return false }
        out += "(?:"
        rest = head[head.index(after: close)...]
        return true
      }
      out += "(?"
      rest = head
      // Up to the colon or the end, so that no flag is read as text.
      while let flag = rest.first, flag.isLetter || flag == "-" {
        out.append(flag)
        rest = rest.dropFirst()
      }
      return true
    }

    /// `{m,n}`, or a brace that means itself.
    private mutating func carryRepeat() -> Bool {
      let body = rest.dropFirst().prefix { $0.isNumber || $0 == "," }
      let after = rest.dropFirst(body.count + 1)
      let numbers = body.split(separator: ",").map { Int($0) }
      guard after.first == "}", !body.hasPrefix(","), let least = numbers.first.flatMap({ $0 }) else {
        out += "\\{"
        rest = rest.dropFirst()
        return true
      }
      rest = after.dropFirst()
      if rest.first == "+" { return false }
      let most = body.contains(",") ? numbers.dropFirst().first.flatMap { $0 } : least
      if let most, most <= Carrier.widestGap {
        out += "{\(body)}"
      } else {
        out += least == 0 ? "*" : least == 1 ? "+" : "{\(min(least, Carrier.widestGap)),}"
      }
      return true
    }

    /// What follows the group that starts here.
    private static func skipGroup(_ text: Substring) -> Substring? {
      var depth = 0
      var isInClass = false
      var index = text.startIndex
      while index < text.endIndex {
        let character = text[index]
        if character == "\\" {
          index = text.index(index, offsetBy: 2, limitedBy: text.endIndex) ?? text.endIndex
          continue
        }
        if isInClass {
          if character == "]" { isInClass = false }
        } else if character == "[" {
          isInClass = true
        } else if character == "(" {
          depth += 1
        } else if character == ")" {
          depth -= 1
          if depth == 0 { return text[text.index(after: index)...] }
        }
        index = text.index(after: index)
      }
      return nil
    }
  }
}
