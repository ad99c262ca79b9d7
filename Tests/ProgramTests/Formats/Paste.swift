import Testing

/// What happens to a log between the terminal and the ticket.
struct Paste: Sendable, CustomTestStringConvertible {
  let name: String
  let change: @Sendable (String) -> String

  var testDescription: String { name }
}

extension Paste {
  private static func eachLine(_ name: String, _ change: @escaping @Sendable (Int, Substring) -> String)
    -> Paste
  {
    Paste(name: name) { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
        line.isEmpty ? "" : change(number, line)
      }.joined(separator: "\n")
    }
  }

  static let prompt = Paste(name: "shell prompt first") {
    "[root@ip-10-0-1-23 ~]# cat /var/log/aws-routed-eni/ipamd.log\n" + $0
  }
  static let dollar = Paste(name: "dollar prompt") { "$ sudo tail -n 5000 ipamd.log | grep -v debug\n" + $0 }
  static let fence = Paste(name: "fenced") { "```\n" + $0 + "```\n" }
  static let ticks = eachLine("back-ticks") { "`\($1)`" }
  static let quote = eachLine("quoted") { "> \($1)" }
  static let doubleQuote = eachLine("quoted twice") { "> > \($1)" }
  static let numbers = eachLine("line numbers of cat -n") { "     \($0 + 1)\t\($1)" }
  static let grepNumbers = eachLine("line numbers of grep -n") { "\($0 + 1):\($1)" }
  static let grepNames = eachLine("file names of grep") { "/var/log/aws-routed-eni/ipamd.log:\($1)" }
  static let indented = eachLine("indented") { "        \($1)" }
  static let tabbed = eachLine("indented by TABs") { "\t\($1)" }
  static let trailing = eachLine("blanks at the end") { "\($1)   " }
  static let carriage = Paste(name: "CRLF") { $0.split(separator: "\n").map { $0 + "\r\n" }.joined() }
  static let mark = Paste(name: "byte order mark") { "\u{FEFF}" + $0 }
  static let markAndCarriage = Paste(name: "BOM and CRLF") { carriage.change(mark.change($0)) }
  static let curly = Paste(name: "curly quotes") { text in
    var isOpen = false
    return String(
      text.map { character in
        guard character == "\"" else { return character }
        isOpen.toggle()
        return isOpen ? "\u{201C}" : "\u{201D}"
      })
  }
  static let blanks = Paste(name: "non-breaking blanks") { String($0.map { $0 == " " ? "\u{A0}" : $0 }) }
  static let colour = eachLine("colours") { "\u{1B}[36m\($1)\u{1B}[0m" }
  static let blankLines = Paste(name: "blank lines between") {
    $0.split(separator: "\n").joined(separator: "\n\n") + "\n"
  }
  static let wrapped = wrap(80)
  static let wrappedWide = wrap(120)
  static let wordWrapped = Paste(name: "wrapped at words") { text in
    text.split(separator: "\n").map { line in
      var rows = [""]
      for word in line.split(separator: " ", omittingEmptySubsequences: false) {
        if let last = rows.last, !last.isEmpty, last.count + word.count >= 80 {
          rows.append(String(word))
        } else {
          rows[rows.count - 1] += (rows[rows.count - 1].isEmpty ? "" : " ") + word
        }
      }
      return rows.joined(separator: "\n") + "\n"
    }.joined()
  }

  /// Fit for text of any encoder.
  static let all: [Paste] = [
    prompt, dollar, fence, quote, numbers, grepNumbers, indented, tabbed, trailing, carriage, mark,
    markAndCarriage,
    blanks, colour,
  ]

  // For JSON records only.
  static let braceLost = eachLine("first brace lost") { String($1.dropFirst()) }
  static let firstLost = eachLine("first member half lost") { String($1.dropFirst(6)) }
  static let severalOnALine = Paste(name: "several objects on a line") { text in
    let lines = text.split(separator: "\n")
    return stride(from: 0, to: lines.count, by: 3).map {
      lines[$0..<min($0 + 3, lines.count)].joined(separator: " ") + "\n"
    }.joined()
  }
  static let severalUnspaced = Paste(name: "several objects without a blank") { text in
    let lines = text.split(separator: "\n")
    return stride(from: 0, to: lines.count, by: 4).map {
      lines[$0..<min($0 + 4, lines.count)].joined() + "\n"
    }.joined()
  }
  static let overTwoLines = eachLine("over two lines between members") {
    guard let comma = String($1).firstRange(of: ",\"caller") else { return String($1) }
    let text = String($1)
    return text[..<comma.lowerBound] + ",\n" + text[text.index(after: comma.lowerBound)...]
  }
  static let array = Paste(name: "a JSON array") {
    "[\n" + $0.split(separator: "\n").joined(separator: ",\n") + "\n]\n"
  }
  static let pretty = eachLine("jq .") { _, line in
    guard line.hasPrefix("{") else { return String(line) }
    return "{\n  " + line.dropFirst().dropLast().replacing(",\"", with: ",\n  \"") + "\n}"
  }
  static let escaped = eachLine("escaped once") { quoted(String($1)) }
  static let escapedTwice = eachLine("escaped twice") { quoted(quoted(String($1))) }
  static let escapedThrice = eachLine("escaped three times") { quoted(quoted(quoted(String($1)))) }
  static let escapedBare = eachLine("escaped, outer quotes lost") {
    String(quoted(String($1)).dropFirst().dropLast())
  }

  static let ofObjects: [Paste] = [
    ticks, curly, wrapped, wrappedWide, wordWrapped, braceLost, firstLost, severalOnALine, severalUnspaced,
    overTwoLines, array,
    pretty, escaped, escapedTwice, escapedThrice, escapedBare, blankLines, grepNames,
  ]

  private static func wrap(_ width: Int) -> Paste {
    Paste(name: "wrapped at \(width)") { text in
      text.split(separator: "\n").map { line in
        var rest = line
        var rows: [Substring] = []
        while rest.count > width {
          rows.append(rest.prefix(width))
          rest = rest.dropFirst(width)
        }
        return (rows + [rest]).joined(separator: "\n") + "\n"
      }.joined()
    }
  }
}
