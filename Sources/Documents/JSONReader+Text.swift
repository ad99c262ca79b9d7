/// Strings, numbers and the path of the current value.
extension JSONReader {
  /// The opening quote is next. Puts the decoded text into `scratch`.
  mutating func scanString() throws(DocumentError) {
    scratch.removeAll(keepingCapacity: true)
    textWasCut = false
    feed.take()
    while true {
      keepRun(upTo: Self.endOfPlain(feed.buffer.span, from: feed.head, to: feed.tail))
      guard let byte = feed.peek() else { throw ends(inside: "a string") }
      switch byte {
      case UInt8(ascii: "\""):
        feed.take()
        return
      case UInt8(ascii: "\\"):
        feed.take()
        try scanEscape()
      case 0x0A, 0x0D: throw unexpected(byte, "the end of a string")
      case 0..<0x20:
        try defect(.controlCharacter(byte))
        keep(byte)
        feed.take()
      case 0x80...: try scanMultibyte(byte)
      default: continue
      }
    }
  }

  /// U+FFFD stands for what cannot be read.
  private static var replacement: Unicode.Scalar { "\u{FFFD}" }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// The first byte from `start` on that is more than a letter of a string.
  private static func endOfPlain(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index &+ 8 <= end {
      let marks = ByteScan.special(ByteScan.word(bytes, index))
      if marks != 0 { return index &+ (marks.trailingZeroBitCount >> 3) }
      index &+= 8
    }
    while index < end, isPlain(bytes[index]) { index &+= 1 }
    return index
  }

  private mutating func keepRun(upTo end: Int) {
    let start = feed.head
    guard end > start else { return }
    if keepsText, !textWasCut {
      if end &- start > textLimit &- scratch.count {
        textWasCut = true
      } else {
        scratch.append(contentsOf: feed.buffer[start..<end])
      }
    }
    feed.take(upTo: end)
  }

  private mutating func keep(_ byte: UInt8) {
    guard keepsText, !textWasCut else { return }
    if scratch.count >= textLimit { textWasCut = true } else { scratch.append(byte) }
  }

  private mutating func keep(_ scalar: Unicode.Scalar) {
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { keep(byte) }
  }

  /// The backslash is taken.
  private mutating func scanEscape() throws(DocumentError) {
    guard let letter = feed.peek() else { throw ends(inside: "a string") }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): keep(letter)
    case UInt8(ascii: "n"): keep(0x0A)
    case UInt8(ascii: "t"): keep(0x09)
    case UInt8(ascii: "r"): keep(0x0D)
    case UInt8(ascii: "b"): keep(0x08)
    case UInt8(ascii: "f"): keep(0x0C)
    case UInt8(ascii: "u"):
      feed.take()
      return try scanUnicode(try hexUnit())
    default: throw error(.badEscape)
    }
    feed.take()
  }

  /// One `\uXXXX` is taken, its number is `unit`; takes the second half of a pair when there is one.
  private mutating func scanUnicode(_ unit: UInt32) throws(DocumentError) {
    var unit = unit
    while true {
      if let scalar = Unicode.Scalar(unit) { return keep(scalar) }
      guard unit < 0xDC00, feed.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
        try defect(.loneSurrogate)
        return keep(Self.replacement)
      }
      feed.take()
      feed.take()
      let second = try hexUnit()
      if (0xDC00...0xDFFF).contains(second) {
        let scalar = Unicode.Scalar(0x10000 &+ (unit &- 0xD800) << 10 &+ (second &- 0xDC00))
        return keep(scalar ?? Self.replacement)
      }
      // The first half stands alone; the second escape is a character of its own, perhaps a half again.
      try defect(.loneSurrogate)
      keep(Self.replacement)
      unit = second
    }
  }

  private mutating func hexUnit() throws(DocumentError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = feed.peek() else { throw ends(inside: "a string") }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte &- 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte &- 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte &- 0x37)
      default: throw error(.badEscape)
      }
      feed.take()
    }
    return unit
  }

  /// A sequence of two to four bytes; well-formed ranges after the Unicode Standard, table 3-7.
  private mutating func scanMultibyte(_ lead: UInt8) throws(DocumentError) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default:
      try defect(.badUTF8)
      feed.take()
      return keep(Self.replacement)
    }
    let held = feed.ensure(length)
    var good = 1
    while good < min(length, held),
      (good == 1 ? second : 0x80...0xBF).contains(feed.buffer[feed.head &+ good])
    { good &+= 1 }
    if good == length { return keepRun(upTo: feed.head &+ length) }
    if good == held {
      feed.take(upTo: feed.head &+ good)
      throw ends(inside: "a string")
    }
    try defect(.badUTF8)
    feed.take(upTo: feed.head &+ good)
    keep(Self.replacement)
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, the literal goes into `scratch`.
  mutating func scanNumber() throws(DocumentError) {
    scratch.removeAll(keepingCapacity: true)
    textWasCut = false
    if feed.peek() == UInt8(ascii: "-") { keepAndTake(UInt8(ascii: "-")) }
    if feed.peek() == UInt8(ascii: "0") { keepAndTake(UInt8(ascii: "0")) } else { try digits() }
    if feed.peek() == UInt8(ascii: ".") {
      keepAndTake(UInt8(ascii: "."))
      try digits()
    }
    if let mark = feed.peek(), mark | 0x20 == UInt8(ascii: "e") {
      keepAndTake(mark)
      if let sign = feed.peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        keepAndTake(sign)
      }
      try digits()
    }
    try endOfScalar()
  }

  private mutating func digits() throws(DocumentError) {
    var count = 0
    while let byte = feed.peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      keepAndTake(byte)
      count &+= 1
    }
    if count > 0 { return }
    if feed.peek() == nil { throw ends(inside: "a number") }
    throw error(.badNumber)
  }

  private mutating func keepAndTake(_ byte: UInt8) {
    keep(byte)
    feed.take()
  }

  /// After a number or a literal only white space, a separator or a new container can stand: `01` is no number.
  mutating func endOfScalar() throws(DocumentError) {
    guard let byte = feed.peek() else { return }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"),
      UInt8(ascii: "-"),
      UInt8(ascii: "_"), 0x80...:
      throw error(.badNumber)
    default: return
    }
  }

  /// Where the reader is, `NetworkInterfaces[3].Status`; a deep path shows its ends only.
  package var path: String {
    var text = ""
    for (level, frame) in frames.enumerated() where frame.count > 0 {
      if level >= 6, level < frames.count &- 4 {
        if level == 6 { text += "…" }
        continue
      }
      if frame.isObject {
        let end = level &+ 1 < frames.count ? frames[level &+ 1].pathStart : pathBytes.count
        guard frame.pathStart <= end, end <= pathBytes.count else { continue }
        let key = String(decoding: pathBytes[frame.pathStart..<end], as: UTF8.self)
        text += text.isEmpty ? key : ".\(key)"
      } else {
        text += "[\(frame.count &- 1)]"
      }
    }
    return text
  }
}
