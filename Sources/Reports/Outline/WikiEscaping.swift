extension Escaping {
  /// Running text in Jira's wiki markup: a backslash before each character that is special there.
  ///
  /// Characters that a backslash does not help (itself, what opens an address, HTML) become entities. Source: Jira,
  /// "Text formatting notation help".
  package static func jiraWiki(_ text: some StringProtocol) -> String {
    escaped(text) { scalar, before, after in
      switch scalar {
      case "{", "}", "[", "]", "(", ")", "*", "_", "+", "^", "~", "?", "!", "|", "#", "@", "%":
        .backslash
      case "-": isWord(before) && isWord(after) ? .itself : .backslash
      case "\\", "&", "<", ">", "\"": .entity
      case ":", ";": isQuietColon(before, after) ? .itself : .entity
      default: .itself
      }
    }
  }

  /// Running text in Redmine's Textile: what could be markup, an address or a reference becomes an entity.
  ///
  /// Redmine leaves entities alone and looks for its own `#1`, `user:x` and `{{macro}}` in what Textile made of them,
  /// where an entity is none. Source: Redmine 5.0, `redcloth3.rb` and `application_helper.rb`; `make ticket-test`.
  package static func textile(_ text: some StringProtocol) -> String {
    escaped(text) { scalar, before, after in
      switch scalar {
      case " ", ",", "'", "/", "$": .itself
      case "-": isWord(before) && isWord(after) ? .itself : .entity
      case ":", ";": isQuietColon(before, after) ? .itself : .entity
      default: (0x21...0x7E).contains(scalar.value) && !isWord(scalar) ? .entity : .itself
      }
    }
  }

  private enum Form { case itself, backslash, entity }

  private static func escaped(
    _ text: some StringProtocol, _ form: (Unicode.Scalar, Unicode.Scalar?, Unicode.Scalar?) -> Form
  ) -> String {
    var result = ""
    let scalars = Array(terminal(text).unicodeScalars)
    var opens = true
    for (index, scalar) in scalars.enumerated() {
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      var form = form(scalar, before, after)
      if scalar == "." {
        // `h1. ` and `bq.:` open a block, `www.` an address.
        let isBlock = opens && [nil, " ", ":", "."].contains(after)
        form = isBlock || before == "w" || before == "W" ? .entity : .itself
      }
      opens = opens && isWord(scalar)
      switch form {
      case .itself: result.unicodeScalars.append(scalar)
      case .backslash: result += "\\" + String(scalar)
      case .entity: result += "&#\(scalar.value);"
      }
    }
    return result
  }

  /// A colon between digits, as in a time, or before a space is no address and no smile.
  private static func isQuietColon(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
    guard let after else { return true }
    guard let before, isDigit(before) else { return after == " " }
    return after == " " || isDigit(after)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    let value = scalar.value
    return (48...57).contains(value) || (65...90).contains(value) || (97...122).contains(value)
  }
}
