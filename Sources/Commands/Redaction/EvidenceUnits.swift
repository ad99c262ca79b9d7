import FoundationEssentials

/// A file of evidence in pieces that can be left out: the lines of a log, the records of a document.
struct EvidenceUnits {
  /// Below the folder.
  let name: String
  private let content: Data
  /// What stands around the records of a document; empty for a log.
  private var frame: (head: Range<Int>, tail: Range<Int>) = (0..<0, 0..<0)
  /// Where each unit lies, in order.
  private(set) var units: [Range<Int>]

  init(name: String, content: Data) {
    self.name = name
    self.content = content
    units = []
    if let records = Self.records(of: content) {
      units = records
      frame = (0..<records[0].lowerBound, records[records.count - 1].upperBound..<content.count)
    } else if Self.isOneValue(content) || content.isEmpty {
      units = [0..<content.count]
    } else {
      units = Self.lines(of: content)
    }
  }

  /// The file with those units only, their indices in order.
  func bytes(keeping kept: some Sequence<Int>) -> [UInt8] {
    var out: [UInt8] = []
    let isDocument = !frame.tail.isEmpty
    out += content[frame.head]
    var isFirst = true
    for index in kept {
      if isDocument, !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out += content[units[index]]
    }
    out += content[frame.tail]
    return out
  }

  /// The unit of a line, counted from 1; nil for a document, whose lines mean nothing.
  func unit(ofLine line: Int) -> Int? {
    frame.tail.isEmpty && units.indices.contains(line - 1) ? line - 1 : nil
  }

  var byteCount: Int { content.count }

  var isDocument: Bool { !frame.tail.isEmpty || units.count == 1 }

  private static func lines(of content: Data) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < content.count {
      let end = content[start...].firstIndex(of: 10).map { $0 + 1 } ?? content.count
      lines.append(start..<end)
      start = end
    }
    return lines
  }

  // MARK: documents

  /// One JSON value and nothing behind it.
  private static func isOneValue(_ content: Data) -> Bool {
    var walk = JSONWalk()
    var isOver = false
    for byte in content {
      if byte <= 32 { continue }
      if isOver { return false }
      walk.step(byte)
      if walk.depth == 0 {
        guard byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") else { return false }
        isOver = true
      }
    }
    return isOver
  }

  /// The elements of the longest list of objects that is the document, or a member of it: interfaces, subnets, items.
  private static func records(of content: Data) -> [Range<Int>]? {
    guard let first = content.first(where: { $0 > 32 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "["), isOneValue(content)
    else { return nil }
    let listDepth = first == UInt8(ascii: "[") ? 1 : 2
    var best: [Range<Int>] = []
    var inHand: [Range<Int>] = []
    var start: Int?
    var walk = JSONWalk()
    for (index, byte) in content.enumerated() {
      let before = walk.depth
      walk.step(byte)
      if byte == UInt8(ascii: "{"), walk.depth == listDepth + 1, before == listDepth, walk.isInList(listDepth)
      {
        start = index
      }
      if before == listDepth + 1, walk.depth == listDepth, let begun = start {
        inHand.append(begun..<index + 1)
        start = nil
      }
      if before == listDepth, walk.depth == listDepth - 1 {
        if inHand.count > best.count { best = inHand }
        inHand = []
      }
    }
    return best.count > 1 ? best : nil
  }
}

/// How deep a byte of a JSON document lies.
private struct JSONWalk {
  private var isInText = false
  private var isEscaped = false
  /// Of the first few levels, whether each is a list.
  private var lists: [Bool] = []
  private(set) var depth = 0

  mutating func step(_ byte: UInt8) {
    if isInText {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInText = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInText = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth <= 3 { lists.append(byte == UInt8(ascii: "[")) }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if lists.count == depth, !lists.isEmpty { lists.removeLast() }
      depth = max(0, depth - 1)
    default: break
    }
  }

  /// Whether the container of that depth is a list.
  func isInList(_ depth: Int) -> Bool { lists.indices.contains(depth - 1) && lists[depth - 1] }
}
