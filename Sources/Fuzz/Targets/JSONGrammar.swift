/// RFC 8259 by descent, byte by byte: what the pull parser must accept and refuse, with its rules for what is around a
/// document. Values may follow each other at the top; a byte order mark may stand first; 512 levels.
struct JSONGrammar {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func accepts() -> Bool {
    skipBlanks()
    while position < bytes.count {
      guard value(depth: 0) else { return false }
      skipBlanks()
    }
    return true
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func isNext(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard isNext(text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next {
      guard " \t\r\n".utf8.contains(byte) || (position == 0 && isNext("\u{FEFF}")) else { return }
      position += byte == 0xEF ? 3 : 1
    }
  }

  private mutating func value(depth: Int) -> Bool {
    switch next {
    case UInt8(ascii: "{"): return depth < 512 && container(depth: depth, isObject: true)
    case UInt8(ascii: "["): return depth < 512 && container(depth: depth, isObject: false)
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return take("true") && isOver
    case UInt8(ascii: "f"): return take("false") && isOver
    case UInt8(ascii: "n"): return take("null") && isOver
    default: return number() && isOver
    }
  }

  private mutating func container(depth: Int, isObject: Bool) -> Bool {
    let close = isObject ? "}" : "]"
    position += 1
    skipBlanks()
    if take(close) { return true }
    while true {
      skipBlanks()
      if isObject {
        guard string() else { return false }
        skipBlanks()
        guard take(":") else { return false }
        skipBlanks()
      }
      guard value(depth: depth + 1) else { return false }
      skipBlanks()
      if take(close) { return true }
      guard take(",") else { return false }
    }
  }

  /// A number or a word does not go on as something else: `01`, `truex`.
  private var isOver: Bool {
    guard let byte = next else { return true }
    return byte < 0x80 && !isDigit(byte) && !(97...122).contains(byte | 0x20) && !"._+-".utf8.contains(byte)
  }

  private mutating func number() -> Bool {
    _ = take("-")
    guard take("0") || digits() else { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, isDigit(byte) { position += 1 }
    return position > start
  }

  private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Its bytes are collected and left to the standard library's own check of UTF-8.
  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    var raw: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: raw, as: UTF8.self) != nil
      case 0..<32: return false
      case UInt8(ascii: "\\"):
        // A character between, so that an escape does not join what stands around it.
        raw.append(32)
        guard escape() else { return false }
      default: raw.append(byte)
      }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard let byte = next else { return false }
    position += 1
    guard byte == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(byte) }
    guard let unit = hexUnit() else { return false }
    switch unit {
    case 0xD800...0xDBFF:
      guard take("\\u"), let low = hexUnit() else { return false }
      return (0xDC00...0xDFFF).contains(low)
    case 0xDC00...0xDFFF: return false
    default: return true
    }
  }

  private mutating func hexUnit() -> UInt32? {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ isDigit($0) || (97...102).contains($0 | 0x20) }) else {
      return nil
    }
    position += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
