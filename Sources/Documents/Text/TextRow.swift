/// One line of text, its words and cells found once. Offsets are bytes behind the quote marks.
struct TextRow {
  /// The line without its end, `> ` in front and back-ticks around it.
  let bytes: [UInt8]
  /// Blanks in front, tabs counted as one.
  let indent: Int
  /// Runs of anything but blanks; the first 64.
  let words: [Range<Int>]

  private static let mostWords = 64

  init(_ line: [UInt8]) {
    var start = 0
    var end = line.count
    while end > 0, line[end - 1] == 13 || line[end - 1] == 10 || line[end - 1] == 32 { end -= 1 }
    // Quotes of mails and issues, several deep: `> > text`.
    while start < end, line[start] == UInt8(ascii: ">") {
      start += 1
      if start < end, line[start] == 32 { start += 1 }
    }
    if end - start >= 2, line[start] == UInt8(ascii: "`"), line[end - 1] == UInt8(ascii: "`"),
      line[start + 1] != UInt8(ascii: "`")
    {
      start += 1
      end -= 1
    }
    bytes = Array(line[start..<max(start, end)])
    indent = bytes.prefix { Self.isBlank($0) }.count
    words = Self.words(bytes)
  }

  var isBlank: Bool { words.isEmpty }
  subscript(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
  /// Word `index`, or an empty text when the line has fewer.
  func word(_ index: Int) -> String { words.indices.contains(index) ? self[words[index]] : "" }
  /// From word `index` to the end of the line.
  func rest(from index: Int) -> String {
    words.indices.contains(index) ? self[words[index].lowerBound..<bytes.count] : ""
  }
  var text: String { rest(from: 0) }

  /// Runs divided by a tab or at least two blanks, as kubectl pads its columns.
  var cells: [String] { cells(from: 0) }

  func cells(from word: Int) -> [String] {
    guard words.indices.contains(word) else { return [] }
    var cells: [String] = []
    var start = words[word].lowerBound
    for index in words.indices.dropFirst(word + 1) where gap(before: index) {
      cells.append(self[start..<words[index - 1].upperBound])
      start = words[index].lowerBound
    }
    cells.append(self[start..<bytes.count])
    return cells
  }

  /// True when at least two blanks or a tab stand before word `index`.
  func gap(before index: Int) -> Bool {
    guard index > 0, words.indices.contains(index) else { return true }
    let between = words[index - 1].upperBound..<words[index].lowerBound
    return between.count >= 2 || bytes[between].contains(9)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private static func words(_ bytes: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var position = 0
    while position < bytes.count, words.count < mostWords {
      while position < bytes.count, isBlank(bytes[position]) { position += 1 }
      let start = position
      while position < bytes.count, !isBlank(bytes[position]) { position += 1 }
      if start < position { words.append(start..<position) }
    }
    return words
  }
}

/// What single words of kubectl's output are, told by their shape.
enum WordShape {
  /// `2m29s`, `5d`, `3h12m`, `<unknown>`, `<invalid>`.
  static func isAge(_ word: String) -> Bool {
    if word == "<unknown>" || word == "<invalid>" { return true }
    var hasUnit = true
    var digits = 0
    guard !word.isEmpty, word.utf8.count <= 16 else { return false }
    for character in word.utf8 {
      switch character {
      case 48...57:
        digits += 1
        hasUnit = false
      case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "h"), UInt8(ascii: "d"), UInt8(ascii: "y"):
        if digits == 0 { return false }
        digits = 0
        hasUnit = true
      default: return false
      }
    }
    return hasUnit
  }

  /// `FailedCreatePodSandBox`: letters and digits, upper case in front, lower case inside.
  static func isReason(_ word: String) -> Bool {
    guard let first = word.utf8.first, (65...90).contains(first), (3...64).contains(word.utf8.count) else {
      return false
    }
    return word.utf8.allSatisfy {
      (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0)
    }
      && word.utf8.contains { (97...122).contains($0) }
  }

  /// `pod/web-1`, `deployment.apps/web`, `Pod/web` (some clients keep the capital).
  static func object(_ word: String) -> (kind: String, name: String)? {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, isDNSName(String(parts[1])),
      parts[0].utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: ".") })
    else { return nil }
    let kind = parts[0].prefix { $0 != "." }
    return (kind.prefix(1).uppercased() + kind.dropFirst(), String(parts[1]))
  }

  /// A DNS-1123 name, dots allowed; also names with `x` or `*` put in by hand.
  static func isDNSName(_ word: String) -> Bool {
    guard let first = word.utf8.first, word.utf8.count <= 253, first != UInt8(ascii: "-") else {
      return false
    }
    return word.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "*")
    }
  }

  static func count(_ word: String) -> Int? {
    guard !word.isEmpty, word.utf8.count <= 9, word.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(word)
  }

  static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
