/// An IPv4 address as a number, so that neighbours are neighbours.
package struct IPv4Address: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: UInt32
  package init(number: UInt32) { self.number = number }
  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// `10.0.1.23`; nothing else: no leading zeros, no short forms.
  package init?(_ text: some StringProtocol) {
    var number: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var dots = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits > 0 && octet == 0 { return nil }
        octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        if octet > 255 { return nil }
      case UInt8(ascii: "."):
        if digits == 0 || dots == 3 { return nil }
        number = number << 8 | octet
        octet = 0
        digits = 0
        dots += 1
      default: return nil
      }
    }
    guard dots == 3, digits > 0 else { return nil }
    self.number = number << 8 | octet
  }

  package var description: String {
    "\(number >> 24).\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
  }
}

/// An aligned block of addresses, `10.0.1.0/28`.
package struct IPv4Block: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let first: IPv4Address
  package let length: Int

  /// The block of `length` mask bits (0 to 32) that holds `address`.
  package init?(containing address: IPv4Address, length: Int) {
    guard (0...32).contains(length) else { return nil }
    let mask: UInt32 = length == 0 ? 0 : ~UInt32(0) << (32 - UInt32(length))
    first = IPv4Address(number: address.number & mask)
    self.length = length
  }

  /// `10.0.1.0/28`; host bits must be zero, as EC2 writes them.
  package init?(_ text: some StringProtocol) {
    guard let slash = text.lastIndex(of: "/"), let address = IPv4Address(text[..<slash]) else { return nil }
    let digits = text[text.index(after: slash)...]
    guard let length = Int(digits), digits.utf8.count <= 2,
      digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let block = IPv4Block(containing: address, length: length), block.first == address
    else { return nil }
    self = block
  }

  /// Addresses in the block: 2^(32 - length).
  package var size: Int { 1 << (32 - length) }
  package var last: IPv4Address { IPv4Address(number: first.number &+ UInt32(truncatingIfNeeded: size - 1)) }
  package func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }
  package func overlaps(_ other: IPv4Block) -> Bool { first <= other.last && other.first <= last }
  package static func < (left: Self, right: Self) -> Bool {
    (left.first, left.length) < (right.first, right.length)
  }
  package var description: String { "\(first)/\(length)" }
}

// As they are written: `10.0.1.23`, `10.0.1.0/28`.
extension IPv4Address: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = IPv4Address(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text): no IPv4 address")
    }
    self = address
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension IPv4Block: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let block = IPv4Block(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text): no IPv4 block")
    }
    self = block
  }
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
