/// Takes apart what the wiki writers wrote, by the rules of the markup and not by theirs.
enum WikiReader {
  /// What a reader sees of escaped running text, or nil where a character of `live` stands unescaped.
  static func plain(_ text: some StringProtocol, live: Set<Character>, hasBackslash: Bool) -> String? {
    var result = ""
    var rest = Substring(text)
    while let character = rest.first {
      rest = rest.dropFirst()
      if character == "\\", hasBackslash {
        guard let next = rest.first, !next.isLetter, !next.isNumber, next != "\\" else { return nil }
        result.append(next)
        rest = rest.dropFirst()
      } else if character == "&" {
        guard rest.first == "#", let end = rest.firstIndex(of: ";"),
          let number = UInt32(rest[..<end].dropFirst()), let scalar = Unicode.Scalar(number)
        else { return nil }
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: end)...]
      } else if live.contains(character) {
        return nil
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// Lines outside blocks that begin with `open` and end with `close`, and what stands inside.
  static func split(_ text: String, open: String, close: String) -> (prose: [Substring], blocks: [Substring])?
  {
    var prose: [Substring] = []
    var blocks: [Substring] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      guard line == open else {
        prose.append(line)
        continue
      }
      guard let inside = lines.popFirst(), lines.popFirst() == Substring(close) else { return nil }
      blocks.append(inside)
    }
    return (prose, blocks)
  }
}
