/// Breaks text into lines of so many columns.
enum Wrapping {
  /// At spaces; a word longer than a line is cut where the line ends.
  ///
  /// - Parameters:
  ///   - text: one line, escaped already.
  ///   - first: columns of the first line.
  ///   - rest: columns of the lines after it.
  /// - Returns: at least one line, none with a space at its end.
  static func lines(_ text: String, first: Int, rest: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    var gap = 0
    var room: Int { max(1, lines.isEmpty ? first : rest) }
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if word.isEmpty {
        gap += 1
        continue
      }
      let width = DisplayWidth.of(word)
      if used > 0 && used + gap + width > room {
        lines.append(line)
        line = ""
        used = 0
      }
      if used > 0 {
        line += String(repeating: " ", count: gap)
        used += gap
      }
      gap = 1
      if width <= room - used {
        line += word
        used += width
        continue
      }
      for character in word {
        let columns = DisplayWidth.of(String(character))
        if used > 0 && used + columns > room {
          lines.append(line)
          line = ""
          used = 0
        }
        line.append(character)
        used += columns
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// A command over several lines, each but the last ending in ` \`: pasted, it is the same command.
  ///
  /// Broken between arguments only, a flag kept with its value where that fits. An argument longer than a
  /// line sticks out, because cut in two it would be two arguments.
  static func command(_ command: String, width: Int, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    if indent + DisplayWidth.of(command) <= width { return [margin + command] }
    let continuation = margin + "    "
    var lines: [String] = []
    var line = margin
    var isEmpty = true
    let groups = groups(of: arguments(command), columns: width - indent - 6)
    for (index, group) in groups.enumerated() {
      // Two columns for the ` \` that has to follow, but for the last.
      let tail = index + 1 == groups.count ? 0 : 2
      if !isEmpty && DisplayWidth.of(line) + 1 + DisplayWidth.of(group) + tail > width {
        lines.append(line + " \\")
        line = continuation
        isEmpty = true
      }
      line += isEmpty ? group : " " + group
      isEmpty = false
    }
    return lines + [line]
  }

  /// A shell's words with their quotes, as written.
  static func arguments(_ command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isEscaped = false
    for character in command {
      if character == " " && quote == nil && !isEscaped {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      word.append(character)
      if isEscaped {
        isEscaped = false
      } else if character == "\\" && quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func groups(of words: [String], columns: Int) -> [String] {
    var groups: [String] = []
    var flag: String?
    for word in words {
      if let open = flag, !word.hasPrefix("-"), DisplayWidth.of(open) + 1 + DisplayWidth.of(word) <= columns {
        groups.append("\(open) \(word)")
        flag = nil
        continue
      }
      if let open = flag { groups.append(open) }
      flag = word.hasPrefix("-") && !word.contains("=") ? word : nil
      if flag == nil { groups.append(word) }
    }
    if let flag { groups.append(flag) }
    return groups
  }
}
