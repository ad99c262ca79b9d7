/// Writes and reads the parts of a packed interface.
///
/// A text starts with a byte that says how it is kept; numbers are varints, seven bits a byte, lowest first.
enum Packed {
  static let none: UInt8 = 0
  /// Length, bytes.
  static let inline: UInt8 = 1
  /// Number in the table.
  static let known: UInt8 = 2
  /// Number of the text before it, then a `0` and 16 hex digits as 8 bytes: `eni-0123456789abcdef0`.
  static let hex: UInt8 = 3
  /// The same with the digits of the instance that the record hangs on.
  static let anchored: UInt8 = 4
  /// `2026-03-01T10:15:04Z`, its 14 digits as 6 bytes.
  static let time: UInt8 = 5
}

/// Packs texts into a record.
struct RecordPacker {
  var bytes: [UInt8] = []
  /// The digits of the attachment's instance.
  private var anchor: UInt64?

  mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    anchor = nil
  }

  mutating func append(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ number: Int) { append(number: UInt64(bitPattern: Int64(number))) }

  /// Nil is 0, any other number its zigzag and 1.
  mutating func append(optional number: Int64?) {
    guard let number else { return bytes.append(0) }
    bytes.append(1)
    append(number: UInt64(bitPattern: number << 1) ^ UInt64(bitPattern: number >> 63))
  }

  mutating func append(fixed number: UInt64, bytes count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 &* index))) }
  }

  /// `isRepeated`: many records share it, so the table comes before the digits.
  mutating func append(
    _ text: InterfaceDraft.Text, of all: Span<UInt8>, _ table: inout TextTable, isRepeated: Bool = false,
    isAnchor: Bool = false
  ) {
    guard !text.isNone, text.start >= 0, Int(text.start) &+ Int(text.count) <= all.count else {
      return bytes.append(Packed.none)
    }
    let text = all.extracting(Int(text.start)..<Int(text.start) &+ Int(text.count))
    if isRepeated, let number = table.number(of: text) {
      bytes.append(Packed.known)
      return append(number)
    }
    if let digits = Self.digits(text), let prefix = table.number(of: text.extracting(first: text.count &- 17))
    {
      if isAnchor { anchor = digits }
      let isAnchored = !isAnchor && digits == anchor
      bytes.append(isAnchored ? Packed.anchored : Packed.hex)
      append(prefix)
      if !isAnchored { append(fixed: digits, bytes: 8) }
    } else if let time = Self.time(text) {
      bytes.append(Packed.time)
      append(fixed: time, bytes: 6)
    } else if !isRepeated, let number = table.number(of: text) {
      bytes.append(Packed.known)
      append(number)
    } else {
      bytes.append(Packed.inline)
      append(text.count)
      for index in text.indices { bytes.append(text[index]) }
    }
  }

  /// What stands behind the `0` of an id of 17 hex digits; nil for every other ending.
  private static func digits(_ text: Span<UInt8>) -> UInt64? {
    let start = text.count &- 17
    guard start >= 0, start <= 64, text[start] == UInt8(ascii: "0") else { return nil }
    var number: UInt64 = 0
    for index in (start &+ 1)..<text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(byte &- 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(byte &- 0x57)
      default: return nil
      }
    }
    return number
  }

  private static func time(_ text: Span<UInt8>) -> UInt64? {
    guard text.count == 20 else { return nil }
    var number: UInt64 = 0
    for index in text.indices {
      let byte = text[index]
      switch index {
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: "T") else { return nil }
      case 13, 16: guard byte == UInt8(ascii: ":") else { return nil }
      case 19: guard byte == UInt8(ascii: "Z") else { return nil }
      default:
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number &* 10 &+ UInt64(byte &- 0x30)
      }
    }
    return number
  }
}

/// Reads what `RecordPacker` wrote.
struct RecordReader {
  let bytes: [UInt8]
  var position: Int

  mutating func byte() -> UInt8 {
    defer { position &+= 1 }
    return position < bytes.count ? bytes[position] : 0
  }

  mutating func number() -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position &+= 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift &+= 7
    }
    return number
  }

  mutating func int() -> Int { Int(truncatingIfNeeded: number()) }

  mutating func optional() -> Int64? {
    guard byte() == 1 else { return nil }
    let number = number()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  mutating func fixed(_ count: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in 0..<count { number |= UInt64(byte()) << UInt64(8 &* index) }
    return number
  }

  mutating func skipText() {
    switch byte() {
    case Packed.inline:
      let count = int()
      position = min(position &+ max(count, 0), bytes.count)
    case Packed.known, Packed.anchored: _ = number()
    case Packed.hex:
      _ = number()
      position &+= 8
    case Packed.time: position &+= 6
    default: break
    }
  }

  mutating func text(_ table: [String], anchor: UInt64 = 0) -> String? {
    switch byte() {
    case Packed.inline:
      let count = int()
      let start = position
      position = min(position &+ max(count, 0), bytes.count)
      return String(decoding: bytes[start..<position], as: UTF8.self)
    case Packed.known: return Self.entry(int(), table)
    case Packed.hex:
      let prefix = Self.entry(int(), table)
      return Self.id(prefix, fixed(8))
    case Packed.anchored: return Self.id(Self.entry(int(), table), anchor)
    case Packed.time: return Self.time(fixed(6))
    default: return nil
    }
  }

  /// The digits of the text that comes next, without reading it; 0 for one without.
  func digits() -> UInt64 {
    var reader = self
    guard reader.byte() == Packed.hex else { return 0 }
    _ = reader.number()
    return reader.fixed(8)
  }

  private static func entry(_ number: Int, _ table: [String]) -> String {
    table.indices.contains(number) ? table[number] : ""
  }

  static func id(_ prefix: String, _ digits: UInt64) -> String {
    var text = Array(prefix.utf8)
    text.reserveCapacity(text.count + 17)
    text.append(UInt8(ascii: "0"))
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: digits >> shift & 15)
      text.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func time(_ digits: UInt64) -> String {
    var text: [UInt8] = Array("0000-00-00T00:00:00Z".utf8)
    var rest = digits
    for index in [18, 17, 15, 14, 12, 11, 9, 8, 6, 5, 3, 2, 1, 0] {
      text[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return String(decoding: text, as: UTF8.self)
  }
}
