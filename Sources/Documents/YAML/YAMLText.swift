import Evidence

/// A YAML text taken apart into lines, documents and list items, with the place of each line kept.
struct YAMLText {
  struct Line {
    var bytes: ArraySlice<UInt8>
    /// From 1, in the input.
    var number: Int
    /// Of the line's first byte, in the input.
    var byte: Int

    var isBlank: Bool { bytes.allSatisfy { $0 == 32 || $0 == 9 } }
    var indent: Int { bytes.prefix { $0 == 32 }.count }
    /// `---` or `...`.
    var isMark: Bool {
      (bytes.starts(with: "---".utf8) || bytes.starts(with: "...".utf8))
        && bytes.dropFirst(3).allSatisfy { $0 == 32 }
    }
    var isComment: Bool { bytes.dropFirst(indent).first == UInt8(ascii: "#") }
  }

  /// What the parser is given at once: a document, or one item of a List.
  struct Part {
    var lines: [Line]
    /// `PodList` when the part is an item of a typed list.
    var listKind: String?

    var firstContent: Line? { lines.first { !$0.isBlank && !$0.isComment } }
    var text: String {
      var bytes: [UInt8] = []
      for line in lines {
        bytes += line.bytes
        bytes.append(10)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  let parts: [Part]

  init(bytes: ArraySlice<UInt8>, firstLine: Int) {
    var parts: [Part] = []
    for document in Self.documents(Self.lines(of: bytes, firstLine: firstLine)) {
      parts += Self.items(of: Self.cleaned(document))
    }
    self.parts = parts.filter { $0.firstContent != nil }
  }

  /// Lines without their ends; CR before LF is dropped, a byte order mark too.
  static func lines(of bytes: ArraySlice<UInt8>, firstLine: Int = 1) -> [Line] {
    var lines: [Line] = []
    var start = bytes.startIndex
    var number = firstLine
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.endIndex
      var line = bytes[start..<end]
      if line.last == 13 { line.removeLast() }
      lines.append(Line(bytes: line, number: number, byte: start - bytes.startIndex))
      number += 1
      start = end + 1
    }
    return lines
  }

  /// Where `key:` starts in a line, behind blanks, list dashes and quote marks; nil when it is not that key.
  static func indent(ofKey key: String, in line: Line) -> Int? {
    var rest = line.bytes
    while let first = rest.first, first == 32 || first == UInt8(ascii: "-") || first == UInt8(ascii: ">") {
      rest.removeFirst()
    }
    guard rest.starts(with: key.utf8), rest.dropFirst(key.utf8.count).first == UInt8(ascii: ":") else {
      return nil
    }
    let next = rest.dropFirst(key.utf8.count + 1).first
    return next == nil || next == 32 ? rest.startIndex - line.bytes.startIndex : nil
  }

  private static func documents(_ lines: [Line]) -> [[Line]] {
    lines.split(omittingEmptySubsequences: true) { $0.isMark }.map(Array.init)
  }

  /// Takes away what pasting added: quote marks on every line, fences, a prompt before the first key, and the
  /// indentation all lines share.
  private static func cleaned(_ lines: [Line]) -> [Line] {
    var lines = lines
    let content = lines.filter { !$0.isBlank }
    if !content.isEmpty, content.allSatisfy({ $0.bytes.first == UInt8(ascii: ">") }) {
      for index in lines.indices where lines[index].bytes.first == UInt8(ascii: ">") {
        lines[index].bytes.removeFirst()
        if lines[index].bytes.first == 32 { lines[index].bytes.removeFirst() }
      }
    }
    lines.removeAll { $0.bytes.dropFirst($0.indent).starts(with: "```".utf8) }
    if let first = lines.firstIndex(where: isKeyOrItem) { lines.removeFirst(first) }
    // A List item that was cut out keeps its dash on the first line; the others then are two deeper.
    let shared = lines.filter { !$0.isBlank && !$0.isComment }.map(\.indent).min() ?? 0
    if shared > 0 {
      for index in lines.indices {
        lines[index].bytes = lines[index].bytes.dropFirst(min(shared, lines[index].indent))
      }
    }
    return lines
  }

  /// `key:`, `key: value`, `- …`, with a key of letters, digits and `._/-`.
  static func isKeyOrItem(_ line: Line) -> Bool {
    let rest = line.bytes.dropFirst(line.indent)
    if rest.starts(with: "- ".utf8) { return true }
    let key = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let after = rest.dropFirst(key.count)
    guard !key.isEmpty, after.first == UInt8(ascii: ":") else { return false }
    return after.count == 1 || after.dropFirst().first == 32
  }

  /// The items of a List as parts of their own, `items:` and what follows at its indentation taken away;
  /// the whole document as one part when it is no List.
  private static func items(of lines: [Line]) -> [Part] {
    let whole = Part(lines: lines, listKind: nil)
    if lines.first(where: { !$0.isBlank && !$0.isComment })?.bytes.starts(with: "- ".utf8) == true {
      return sequence(lines[...], dash: 0, listKind: nil).parts
    }
    guard
      let start = lines.firstIndex(where: { line in
        line.indent == 0 && line.bytes.starts(with: "items:".utf8)
          && line.bytes.dropFirst(6).allSatisfy { $0 == 32 }
      })
    else { return [whole] }
    let body = lines[(start + 1)...]
    guard let first = body.first(where: { !$0.isBlank && !$0.isComment }),
      first.bytes.dropFirst(first.indent).starts(with: "- ".utf8)
    else { return [whole] }
    let found = sequence(body, dash: first.indent, listKind: nil)
    let kind = (lines[..<start] + found.rest).compactMap(listKind).first
    return found.parts.map { Part(lines: $0.lines, listKind: kind ?? "List") }
  }

  private static func listKind(_ line: Line) -> String? {
    guard line.bytes.starts(with: "kind:".utf8) else { return nil }
    let value = String(decoding: line.bytes.dropFirst(5), as: UTF8.self)
    return value.split(separator: " ").first.map(String.init)
  }

  /// Items whose dash stands at column `dash`, until a line that is less deep or a key at the same depth.
  private static func sequence(_ lines: ArraySlice<Line>, dash: Int, listKind: String?)
    -> (parts: [Part], rest: ArraySlice<Line>)
  {
    var parts: [Part] = []
    var current: [Line] = []
    func flush() { if !current.isEmpty { parts.append(Part(lines: current, listKind: listKind)) } }
    for (index, line) in zip(lines.indices, lines) {
      if line.isBlank || line.isComment && line.indent <= dash {
        current.append(line)
        continue
      }
      let opens = line.indent == dash && line.bytes.dropFirst(dash).starts(with: "- ".utf8)
      if !opens && line.indent <= dash && !(line.bytes.dropFirst(dash) == [UInt8(ascii: "-")]) {
        flush()
        return (parts, lines[index...])
      }
      if opens {
        flush()
        current = []
        var first = line
        // The dash becomes a blank, so that the item is a mapping of its own with columns unchanged.
        first.bytes = ArraySlice([32] + line.bytes.dropFirst(dash + 1))
        for _ in 0..<dash { first.bytes.insert(32, at: first.bytes.startIndex) }
        current.append(first)
      } else {
        current.append(line)
      }
    }
    flush()
    return (parts, [])
  }
}
