import Playbooks

/// A pattern in the form Rust's regex engine takes: names dropped, look-around left out, so a superset;
/// or the required literals, where the syntax cannot be carried over.
enum RustRegex {
  static func form(of pattern: LogPattern) -> String {
    if let carried = carry(pattern.regex) { return carried }
    guard !pattern.literals.isEmpty else { return "." }
    let words = pattern.literals.map(escape)
    return "(?i:" + words.joined(separator: "|") + ")"
  }

  private static func escape(_ literal: String) -> String {
    var out = ""
    for character in literal {
      if "\\.+*?()|[]{}^$#&-~/".contains(character), character != "/" { out.append("\\") }
      out.append(character)
    }
    return out
  }

  /// nil for what Rust does not know: back-references, atomic groups, possessive quantifiers, `\K`, conditions.
  private static func carry(_ regex: String) -> String? {
    var out = ""
    var rest = regex[...]
    var isInClass = false
    while let character = rest.first {
      if character == "\\" {
        guard let next = rest.dropFirst().first else { return nil }
        if next.isNumber && next != "0" || "KGZRXhHkg".contains(next) { return nil }
        out += "\\" + String(next)
        rest = rest.dropFirst(2)
        continue
      }
      if isInClass {
        if character == "]" { isInClass = false }
        // Rust reads `[`, `&&`, `--` and `~~` inside a class.
        if character == "[" { out += "\\" }
        out.append(character)
        rest = rest.dropFirst()
        continue
      }
      if character == "[" {
        isInClass = true
        out.append(character)
        rest = rest.dropFirst()
        // A first `]` is a member.
        if rest.first == "^" {
          out.append("^")
          rest = rest.dropFirst()
        }
        if rest.first == "]" {
          out += "\\]"
          rest = rest.dropFirst()
        }
        continue
      }
      if character == "(", rest.dropFirst().first == "?" {
        let head = rest.dropFirst(2)
        if head.hasPrefix("<=") || head.hasPrefix("<!") || head.hasPrefix("=") || head.hasPrefix("!") {
          guard let after = skipGroup(rest) else { return nil }
          rest = after
          continue
        }
        if head.hasPrefix(">") || head.hasPrefix("|") || head.hasPrefix("(") || head.hasPrefix("R") { return nil }
        if head.hasPrefix("<") || head.hasPrefix("P<") {
          guard let close = head.firstIndex(of: ">") else { return nil }
          out += "("
          rest = head[head.index(after: close)...]
          continue
        }
        out += "(?"
        rest = head
        continue
      }
      if "*+?}".contains(character), rest.dropFirst().first == "+" { return nil }
      out.append(character)
      rest = rest.dropFirst()
    }
    return out.isEmpty ? nil : out
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
