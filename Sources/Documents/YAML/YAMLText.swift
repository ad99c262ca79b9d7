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
    var isContent: Bool { !isBlank && !isComment }
    var isComment: Bool { bytes.dropFirst(indent).first == UInt8(ascii: "#") }
  }

  /// What the parser is given at once: a document, or one item of a List.
  struct Part {
    var lines: [Line]
    /// `PodList` when the part is an item of a typed list.
    var listKind: String?

    var firstContent: Line? { lines.first(where: \.isContent) }
    var text: String {
      var bytes: [UInt8] = []
      for line in lines {
        bytes += line.bytes
        bytes.append(10)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Where a part lies in `lines`. Parts are made one at a time: a copy of all would double a big file.
  struct Piece {
    var range: Range<Int>
    /// Column of the item's dash on its first line.
    var dash: Int?
    var listKind: String?
  }

  private(set) var lines: [Line]
  private(set) var pieces: [Piece] = []

  init(bytes: ArraySlice<UInt8>, firstLine: Int) {
    lines = Self.lines(of: bytes, firstLine: firstLine)
    for document in lines.indices.split(whereSeparator: { lines[$0].isMark }) {
      let range = document.startIndex..<document.endIndex
      clean(range)
      pieces += items(range)
    }
  }

  /// The lines of a piece; an item's dash becomes a blank, so that it is a mapping with its columns unchanged.
  func part(_ piece: Piece) -> Part {
    var part = Part(lines: Array(lines[piece.range]), listKind: piece.listKind)
    if let dash = piece.dash, let first = part.lines.first {
      let blanks = [UInt8](repeating: 32, count: dash + 1)
      part.lines[0].bytes = ArraySlice(blanks + first.bytes.dropFirst(dash + 1))
    }
    return part
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

  /// Takes away what pasting added: quote marks on every line, fences, a prompt before the first key, and the
  /// indentation all lines share. Lines that go become blank ones.
  private mutating func clean(_ range: Range<Int>) {
    let isQuoted = lines[range].allSatisfy { $0.isBlank || $0.bytes.first == UInt8(ascii: ">") }
    for index in range {
      if isQuoted, !lines[index].isBlank {
        lines[index].bytes.removeFirst()
        if lines[index].bytes.first == 32 { lines[index].bytes.removeFirst() }
      }
      let line = lines[index]
      if line.bytes.dropFirst(line.indent).starts(with: "```".utf8) { lines[index].bytes = [] }
    }
    let start = lines[range].firstIndex(where: Self.isKeyOrItem) ?? range.lowerBound
    for index in range.lowerBound..<start { lines[index].bytes = [] }
    var shared = Int.max
    for line in lines[range] where line.isContent { shared = min(shared, line.indent) }
    guard shared > 0, shared < Int.max else { return }
    for index in range { lines[index].bytes = lines[index].bytes.dropFirst(min(shared, lines[index].indent)) }
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

  /// The items of a List as pieces of their own, `items:` and what follows at its indentation taken away;
  /// the whole document as one piece when it is no List; none when it is blank.
  private func items(_ range: Range<Int>) -> [Piece] {
    guard let first = lines[range].firstIndex(where: \.isContent) else { return [] }
    if lines[first].bytes.starts(with: "- ".utf8) {
      return sequence(first..<range.upperBound, dash: 0).pieces
    }
    let whole = [Piece(range: range)]
    guard
      let start = lines[range].firstIndex(where: { line in
        line.bytes.starts(with: "items:".utf8) && line.bytes.dropFirst(6).allSatisfy { $0 == 32 }
      }), let item = lines[(start + 1)..<range.upperBound].firstIndex(where: \.isContent),
      lines[item].bytes.dropFirst(lines[item].indent).starts(with: "- ".utf8)
    else { return whole }
    let found = sequence(item..<range.upperBound, dash: lines[item].indent)
    let others = [range.lowerBound..<start, found.end..<range.upperBound]
    let kind = others.lazy.compactMap { lines[$0].lazy.compactMap(Self.listKind).first }.first
    return found.pieces.map { Piece(range: $0.range, dash: $0.dash, listKind: kind ?? "List") }
  }

  private static func listKind(_ line: Line) -> String? {
    guard line.bytes.starts(with: "kind:".utf8) else { return nil }
    let value = String(decoding: line.bytes.dropFirst(5), as: UTF8.self)
    return value.split(separator: " ").first.map(String.init)
  }

  /// Items whose dash stands at column `dash`, until a line that is less deep or a key at the same depth.
  private func sequence(_ range: Range<Int>, dash: Int) -> (pieces: [Piece], end: Int) {
    var pieces: [Piece] = []
    var start: Int?
    func close(at end: Int) { if let start { pieces.append(Piece(range: start..<end, dash: dash)) } }
    for index in range where lines[index].isContent {
      let line = lines[index]
      guard line.indent <= dash else { continue }
      let rest = line.bytes.dropFirst(dash)
      guard line.indent == dash, rest.starts(with: "- ".utf8) || rest.elementsEqual("-".utf8) else {
        close(at: index)
        return (pieces, index)
      }
      close(at: index)
      start = index
    }
    close(at: range.upperBound)
    return (pieces, range.upperBound)
  }
}
