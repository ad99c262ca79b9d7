/// What the lines before say of a line: in a map of labels, below the heads of a table, inside a private key.
struct TextState {
  /// The last key of a tag, or name of a variable, until its value came.
  var tagKey: [UInt8] = []
  /// Open braces since the map of labels began; nil outside.
  var labelDepth: Int?
  /// The indent of the `labels:` of YAML or of `kubectl describe`; nil outside.
  var labelIndent: Int?
  /// Columns of the table: where each begins and what is in it.
  var columns: [(start: Int, kind: NameKind)] = []
  /// Lines since `-----BEGIN`; nil outside of a key.
  var keyLines: Int?
  /// Looking whether a name is made of shapes alone, as surveying did: known names do not count.
  var ignoresNames = false
  /// Somebody asks how much of a word nothing recognised.
  var countsUnknown = false
  /// The line in hand has one of these somewhere: most have none, and are not looked at for what needs them.
  private(set) var hasPercent = false
  private(set) var hasAt = false
  private(set) var hasDashes = false

  mutating func look(at text: [UInt8]) {
    hasPercent = false
    hasAt = false
    hasDashes = false
    var dashes = 0
    for byte in text {
      if byte == UInt8(ascii: "%") { hasPercent = true }
      if byte == UInt8(ascii: "@") { hasAt = true }
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
      if dashes == 5 { hasDashes = true }
    }
  }

  mutating func look(as other: TextState) {
    hasPercent = other.hasPercent
    hasAt = other.hasAt
    hasDashes = other.hasDashes
  }
}

extension TextRedactor {
  private static let keyStart = Array("-----BEGIN ".utf8)
  private static let keyEnd = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)

  /// A line of which nothing between the first and the last line of a private key or a certificate is written.
  mutating func redactedBetweenKeys(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 16)
    var at = 0
    while at < text.count {
      if state.keyLines != nil {
        guard let end = text[at...].firstRange(of: Self.keyEnd) else {
          out += insideKey(Array(text[at...]))
          break
        }
        state.keyLines = nil
        at = text[end.upperBound...].firstRange(of: Self.dashes)?.upperBound ?? text.count
        continue
      }
      guard let start = text[at...].firstRange(of: Self.keyStart) else {
        out += redactedPlain(Array(text[at...]))
        break
      }
      out += redactedPlain(Array(text[at..<start.lowerBound]))
      out += "-----BEGIN ****".utf8
      if let end = text[start.upperBound...].firstRange(of: Self.keyEnd) {
        at = text[end.upperBound...].firstRange(of: Self.dashes)?.upperBound ?? text.count
      } else if let quote = text[start.upperBound...].firstIndex(of: UInt8(ascii: "\"")) {
        // In JSON a key is one string: it ends where the string does.
        at = quote
      } else {
        state.keyLines = 0
        break
      }
    }
    return out
  }

  func hasKey(_ text: [UInt8]) -> Bool {
    state.keyLines != nil || (state.hasDashes && text.firstRange(of: Self.keyStart) != nil)
  }

  /// A line of a key says nothing. Others come where a key was cut short: they are written, what looks like a piece of
  /// a key is not, and after so many lines the key is over.
  private mutating func insideKey(_ line: [UInt8]) -> [UInt8] {
    let lines = (state.keyLines ?? 0) + 1
    state.keyLines = lines < 400 ? lines : nil
    let isOfKey = line.allSatisfy { isWord($0) || "+/= \r\t".utf8.contains($0) } && !line.contains(32)
    if isOfKey { return [] }
    var kept: [UInt8] = []
    var index = 0
    while index < line.count {
      let run = line[index...].prefix { isWord($0) || "+/=".utf8.contains($0) }
      if run.count >= 24, isMixed(run) { kept += "****".utf8 } else { kept += run }
      index = run.endIndex
      if index < line.count { kept.append(line[index]) }
      index += 1
    }
    return redactedPlain(kept)
  }

  /// Takes what only the beginning of a line shows; says where the rest starts.
  mutating func beginLine(_ text: [UInt8], _ out: inout [UInt8]) -> Int {
    var indent = 0
    while indent < text.count, text[indent] == 32 { indent += 1 }
    if indent == text.count {
      state.columns = []
      return 0
    }
    if let known = state.labelIndent, indent <= known { state.labelIndent = nil }
    if let start = journalHost(text, &out) { return start }
    if readsHeads(text) { return 0 }
    if !state.columns.isEmpty { return row(text, &out) }
    return 0
  }

  // MARK: journals

  /// `May 02 09:14:21 HOST kubelet[3021]:` and the same behind an ISO time: the host is written, and what follows left.
  private mutating func journalHost(_ text: [UInt8], _ out: inout [UInt8]) -> Int? {
    guard let start = Self.endOfStamp(text) else { return nil }
    let name = text[start...].prefix { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    guard name.count >= 1, name.endIndex < text.count, text[name.endIndex] == 32 else { return nil }
    // A program with a process id, or with a colon: `kubelet[3021]:`, `kubelet:`.
    let program = text[(name.endIndex + 1)...].prefix { isWord($0) || "-_.@/()".utf8.contains($0) }
    guard !program.isEmpty, program.endIndex < text.count,
      text[program.endIndex] == UInt8(ascii: "[") || text[program.endIndex] == UInt8(ascii: ":")
    else { return nil }
    out += text[..<start]
    value(text, start..<name.endIndex, .node, isOpaque: true, into: &out, depth: 0)
    return name.endIndex
  }

  private static func endOfStamp(_ text: [UInt8]) -> Int? {
    func digits(_ range: Range<Int>) -> Bool {
      range.upperBound <= text.count && range.allSatisfy { (48...57).contains(text[$0]) || text[$0] == 32 }
    }
    func clock(_ start: Int) -> Bool {
      start + 8 <= text.count && text[start + 2] == 58 && text[start + 5] == 58 && digits(start..<start + 2)
        && digits(start + 3..<start + 5) && digits(start + 6..<start + 8)
    }
    guard text.count > 24 else { return nil }
    if (65...90).contains(text[0]), text[3] == 32, digits(4..<6), text[6] == 32, clock(7), text[15] == 32 {
      return 16
    }
    if digits(0..<4), text[4] == 45, text[7] == 45, text[10] == UInt8(ascii: "T"), clock(11) {
      guard let space = text[19...].prefix(20).firstIndex(of: 32) else { return nil }
      return space + 1
    }
    return nil
  }

  // MARK: tables

  /// The heads of a kubectl table: two words in capitals at least, one of them of a column with names.
  private mutating func readsHeads(_ text: [UInt8]) -> Bool {
    guard text.count < 2_000, text.allSatisfy({ !(97...122).contains($0) && $0 < 127 }) else { return false }
    var columns: [(Int, NameKind)] = []
    var heads = 0
    var index = 0
    while index < text.count {
      guard isWord(text[index]) else {
        index += 1
        continue
      }
      let head = text[index...].prefix { isWord($0) || "-_()".utf8.contains($0) }
      heads += 1
      if let kind = NameContexts.kind(ofColumn: head) { columns.append((index, kind)) }
      index = head.endIndex
    }
    guard heads >= 2, !columns.isEmpty else { return false }
    state.columns = columns
    return true
  }

  /// A row below the heads. Cells begin at their heads, or where the row before them was wider: counted by words then.
  private mutating func row(_ text: [UInt8], _ out: inout [UInt8]) -> Int {
    var position = 0
    for column in state.columns where column.start >= position {
      guard column.start < text.count else { break }
      let isCell = column.start == 0 || text[column.start - 1] == 32
      guard isCell, isWord(text[column.start]) else { continue }
      let cell = text[column.start...].prefix { $0 > 32 && $0 != UInt8(ascii: "/") }
      guard cell.endIndex == text.count || text[cell.endIndex] <= 32 else { continue }
      _ = scan(text, position..<column.start, into: &out, depth: 0)
      value(text, column.start..<cell.endIndex, column.kind, isOpaque: false, into: &out, depth: 0)
      position = cell.endIndex
    }
    return position
  }
}
