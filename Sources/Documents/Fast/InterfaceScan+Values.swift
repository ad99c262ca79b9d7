import Bytes
import VPCModel

/// The values of an interface's members.
extension InterfaceScan {
  mutating func null(_ bytes: Span<UInt8>) -> Bool { scan.literal(bytes, 0x6C6C_756E, 4) }

  /// A text or null; an empty text is none.
  @inline(__always)
  mutating func text(
    _ bytes: Span<UInt8>, into keep: (inout InterfaceScan, InterfaceDraft.Text) -> Void
  ) -> Bool {
    let byte = scan.next(bytes)
    guard byte == UInt8(ascii: "\"") else {
      if byte == UInt8(ascii: "n") { return null(bytes) }
      return byte == 0 ? false : scan.odd()
    }
    guard let text = scan.string(bytes) else { return false }
    guard !text.isEmpty else { return true }
    keep(
      &self,
      InterfaceDraft.Text(
        start: Int32(truncatingIfNeeded: text.lowerBound),
        count: Int32(truncatingIfNeeded: text.count)))
    return true
  }

  @inline(__always)
  mutating func text(
    _ bytes: Span<UInt8>, _ field: WritableKeyPath<InterfaceDraft, InterfaceDraft.Text>
  ) -> Bool {
    text(bytes, into: { $0.draft[keyPath: field] = $1 })
  }

  mutating func primary(_ bytes: Span<UInt8>) -> Bool {
    switch scan.next(bytes) {
    case UInt8(ascii: "t"):
      isPrimary = true
      return scan.literal(bytes, 0x6575_7274, 4)
    case UInt8(ascii: "f"): return scan.literal(bytes, 0x65_736C_6166, 5)
    case UInt8(ascii: "n"): return null(bytes)
    case 0: return false
    default: return scan.odd()
    }
  }

  mutating func truth(
    _ bytes: Span<UInt8>, _ field: WritableKeyPath<InterfaceDraft, Bool?>
  ) -> Bool {
    switch scan.next(bytes) {
    case UInt8(ascii: "t"):
      draft[keyPath: field] = true
      return scan.literal(bytes, 0x6575_7274, 4)
    case UInt8(ascii: "f"):
      draft[keyPath: field] = false
      return scan.literal(bytes, 0x65_736C_6166, 5)
    case UInt8(ascii: "n"): return null(bytes)
    case 0: return false
    default: return scan.odd()
    }
  }

  /// A whole number of at most nine digits, written plainly.
  mutating func count(_ bytes: Span<UInt8>, _ field: WritableKeyPath<InterfaceDraft, Int?>)
    -> Bool
  {
    let byte = scan.next(bytes)
    if byte == UInt8(ascii: "n") { return null(bytes) }
    guard byte != 0 else { return false }
    let start = scan.at
    var number = 0
    while scan.isInside, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[scan.at]) {
      number = number &* 10 &+ Int(bytes[scan.at] &- 0x30)
      scan.at &+= 1
      if scan.at &- start > 9 { return scan.odd() }
    }
    guard scan.isInside else { return false }
    let hasZero = bytes[start] == UInt8(ascii: "0") && scan.at &- start > 1
    switch bytes[scan.at] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), 0x20, 0x0A, 0x0D, 0x09:
      guard scan.at > start, !hasZero else { return scan.odd() }
    default: return scan.odd()
    }
    draft[keyPath: field] = number
    return true
  }

  /// A time that cannot be read is none; one in seconds is left to the other reader.
  mutating func time(_ bytes: Span<UInt8>) -> Bool {
    let byte = scan.next(bytes)
    if byte == UInt8(ascii: "n") { return null(bytes) }
    guard byte == UInt8(ascii: "\"") else { return byte == 0 ? false : scan.odd() }
    guard let text = scan.string(bytes) else { return false }
    if let time = scanTimestamp(bytes.extracting(text), from: 0), time.end == text.count {
      draft.attachTime = time.nanoseconds
    }
    return true
  }

  @inline(__always)
  mutating func address(
    _ bytes: Span<UInt8>, into keep: (inout InterfaceScan, UInt32) -> Void
  ) -> Bool {
    let byte = scan.next(bytes)
    guard byte == UInt8(ascii: "\"") else {
      if byte == UInt8(ascii: "n") { return null(bytes) }
      return byte == 0 ? false : scan.odd()
    }
    let start = scan.at &+ 1
    guard let address = Self.address(bytes, start) else { return scan.odd() }
    guard bytes[address.end] == UInt8(ascii: "\"") else { return scan.odd() }
    keep(&self, address.number)
    scan.at = address.end &+ 1
    return true
  }

  /// `10.0.1.23` and where it ends. At most 15 bytes are looked at: they lie in the buffer.
  @inline(__always)
  private static func address(_ bytes: Span<UInt8>, _ start: Int) -> (number: UInt32, end: Int)? {
    let text = bytes.extracting(start..<(start &+ 16))
    var number: UInt32 = 0
    var index = 0
    for part in 0..<4 {
      var octet: UInt32 = 0
      let first = index
      while index < 16, index &- first < 4 {
        let digit = UInt32(text[index]) &- 0x30
        if digit > 9 { break }
        octet = octet &* 10 &+ digit
        index &+= 1
      }
      let digits = index &- first
      guard digits > 0, digits < 4, octet < 256, digits == 1 || text[first] != UInt8(ascii: "0")
      else {
        return nil
      }
      number = number << 8 | octet
      if part < 3 {
        guard index < 16, text[index] == UInt8(ascii: ".") else { return nil }
        index &+= 1
      }
    }
    return (number, start &+ index)
  }

  static func block(_ bytes: Span<UInt8>, _ text: InterfaceDraft.Text) -> IPv4Block? {
    guard text.count <= 18 else { return nil }
    let start = Int(text.start)
    let part = bytes.extracting(start..<(start &+ Int(text.count)))
    var characters: [UInt8] = []
    for index in part.indices { characters.append(part[index]) }
    return IPv4Block(String(decoding: characters, as: UTF8.self))
  }
}
