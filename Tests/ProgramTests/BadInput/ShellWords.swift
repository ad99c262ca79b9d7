/// One simple command of the shell, taken apart as a POSIX shell would, or the reason why it is none.
///
/// Strict: whatever would run a second thing, expand, redirect or comment is refused outside quotes, and inside
/// double quotes too where the shell looks there. A command that passes does what it says when it is pasted.
enum ShellWords {
  enum Refusal: Error, Hashable {
    case operatorCharacter(Character), expansion(Character), openQuote, control, empty, comment
  }

  static func parse(_ text: String) throws(Refusal) -> [String] {
    var words: [String] = []
    var word: String?
    var rest = Substring(text)
    while let character = rest.popFirst() {
      guard character.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw .control
      }
      switch character {
      case " ":
        if let done = word { words.append(done) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { throw .openQuote }
        word = (word ?? "") + rest[..<end]
        rest = rest[rest.index(after: end)...]
      case "\"":
        word = (word ?? "") + (try doubleQuoted(&rest))
      case "\\":
        guard let next = rest.popFirst() else { throw .openQuote }
        word = (word ?? "") + String(next)
      case ";", "&", "|", "<", ">", "(", ")": throw .operatorCharacter(character)
      case let mark where "$`*?[]{}!~".contains(mark) && !isHarmless(mark, word, rest): throw .expansion(mark)
      case "#" where word == nil: throw .comment
      default: word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    guard let first = words.first, !first.isEmpty else { throw .empty }
    return words
  }

  private static func doubleQuoted(_ rest: inout Substring) throws(Refusal) -> String {
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "$", "`", "!": throw .expansion(character)
      case "\\":
        guard let next = rest.popFirst() else { throw .openQuote }
        text += "\\\"$`".contains(next) ? String(next) : "\\" + String(next)
      default: text.append(character)
      }
    }
    throw .openQuote
  }

  /// `~` is itself inside a word; a `!` alone or before a blank or `=` is no history.
  private static func isHarmless(_ character: Character, _ word: String?, _ rest: Substring) -> Bool {
    switch character {
    case "~": word != nil
    case "!": rest.first == nil || rest.first == " " || rest.first == "="
    default: false
    }
  }
}
