/// Archives made by hand, so that they can be hostile.
enum Packing {
  /// One gzip member of stored blocks.
  static func gzip(_ bytes: [UInt8], crc: UInt32? = nil) -> [UInt8] {
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var start = 0
    repeat {
      let count = min(65_535, bytes.count - start)
      let isLast: UInt8 = start + count == bytes.count ? 1 : 0
      let length = UInt16(count)
      out += [isLast] + little(UInt32(length), 2) + little(UInt32(~length), 2) + bytes[start..<start + count]
      start += count
    } while start < bytes.count
    return out + little(crc ?? checksum(bytes), 4) + little(UInt32(truncatingIfNeeded: bytes.count), 4)
  }

  /// One tar member with its padding; `type` is the flag byte, `link` what a link points to.
  static func member(_ name: String, _ bytes: [UInt8] = [], type: Character = "0", link: String = "")
    -> [UInt8]
  {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    put(String(name.prefix(99)), at: 0)
    put("0000644\0", at: 100)
    put("0000000\0", at: 108)
    put("0000000\0", at: 116)
    put(octal(bytes.count, 11) + "\0", at: 124)
    put("15000000000\0", at: 136)
    put("        ", at: 148)
    put(String(type), at: 156)
    put(String(link.prefix(99)), at: 157)
    put("ustar\u{0}00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\0 ", at: 148)
    let padding = (512 - bytes.count % 512) % 512
    return header + bytes + [UInt8](repeating: 0, count: padding)
  }

  static func tar(_ members: [[UInt8]]) -> [UInt8] {
    members.flatMap { $0 } + [UInt8](repeating: 0, count: 1_024)
  }

  private static func octal(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
