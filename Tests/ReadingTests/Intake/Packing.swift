/// Archives written by hand, byte by byte, so that tests need no program and can break them where they like.
enum Packing {
  /// CRC-32 as gzip and zip use it.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  static func littleEndian(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// One gzip member with fixed Huffman codes; runs of one byte become matches, so zeros pack 150 to 1.
  static func gzip(_ bytes: [UInt8], crc: UInt32? = nil, length: UInt32? = nil) -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let trailer = littleEndian(crc ?? crc32(bytes)) + littleEndian(length ?? UInt32(bytes.count))
    return header + deflate(bytes) + trailer
  }

  static func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }

  static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    var bits = Bits()
    bits.push(1, 1)
    bits.push(1, 2)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if index > 0, bytes[index - 1] == byte, index + 258 <= bytes.count,
        bytes[index..<(index + 258)].allSatisfy({ $0 == byte })
      {
        bits.pushCode(0b1100_0101, 8)
        bits.pushCode(0, 5)
        index += 258
      } else {
        byte < 144 ? bits.pushCode(0x30 + UInt32(byte), 8) : bits.pushCode(0x190 + UInt32(byte) - 144, 9)
        index += 1
      }
    }
    bits.pushCode(0, 7)
    return bits.bytes
  }

  private struct Bits {
    var bytes: [UInt8] = []
    private var count = 0
    mutating func push(_ value: UInt32, _ width: Int) {
      for bit in 0..<width { add(UInt8(value >> UInt32(bit) & 1)) }
    }
    /// Huffman codes go in from their highest bit.
    mutating func pushCode(_ value: UInt32, _ width: Int) {
      for bit in (0..<width).reversed() { add(UInt8(value >> UInt32(bit) & 1)) }
    }
    private mutating func add(_ bit: UInt8) {
      if count % 8 == 0 { bytes.append(0) }
      bytes[bytes.count - 1] |= bit << UInt8(count % 8)
      count += 1
    }
  }

  /// One tar member; `type` is the type flag: `0` file, `1` hard link, `2` link, `5` folder, `6` FIFO, `3` device.
  static func member(
    _ name: String, _ content: [UInt8] = [], type: Character = "0", link: String = "", modified: Int = 0,
    statedSize: Int? = nil, isUstar: Bool = true
  ) -> [UInt8] {
    var header: [UInt8] = []
    func field(_ bytes: [UInt8], _ width: Int) {
      header += bytes.prefix(width) + [UInt8](repeating: 0, count: max(0, width - bytes.count))
    }
    func octal(_ value: Int, _ width: Int) {
      let digits = String(value, radix: 8)
      field(Array((String(repeating: "0", count: width - 1 - digits.utf8.count) + digits).utf8), width)
    }
    field(Array(name.utf8), 100)
    octal(0o644, 8)
    octal(0, 8)
    octal(0, 8)
    octal(statedSize ?? content.count, 12)
    octal(modified, 12)
    field([UInt8](repeating: 0x20, count: 8), 8)
    field(Array(String(type).utf8), 1)
    field(Array(link.utf8), 100)
    field(isUstar ? Array("ustar\0".utf8) + Array("00".utf8) : [], 8)
    field([], 512 - header.count)
    let sum = header.reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let text = String(repeating: "0", count: 6 - digits.utf8.count) + digits
    header.replaceSubrange(148..<156, with: Array(text.utf8) + [0, 0x20])
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  static func member(_ name: String, _ text: String) -> [UInt8] { member(name, Array(text.utf8)) }

  static func tar(_ members: [[UInt8]]) -> [UInt8] {
    members.flatMap { $0 } + [UInt8](repeating: 0, count: 1_024)
  }

  /// A zip of stored or deflated members with its central directory.
  static func zip(_ members: [(name: String, content: [UInt8])], isDeflated: Bool) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    func half(_ value: Int) -> [UInt8] { Array(littleEndian(UInt32(value)).prefix(2)) }
    for (name, content) in members {
      let packed = isDeflated ? deflate(content) : content
      let offset = body.count
      let common =
        half(20) + half(0) + half(isDeflated ? 8 : 0) + half(0) + half(0x21) + littleEndian(crc32(content))
        + littleEndian(UInt32(packed.count)) + littleEndian(UInt32(content.count)) + half(name.utf8.count)
        + half(0)
      body += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + packed
      directory +=
        [0x50, 0x4B, 1, 2] + half(0x0314) + common + half(0) + half(0) + half(0)
        + littleEndian(0o100644 << 16)
      directory += littleEndian(UInt32(offset)) + Array(name.utf8)
    }
    let end =
      [0x50, 0x4B, 5, 6] + half(0) + half(0) + half(members.count) + half(members.count)
      + littleEndian(UInt32(directory.count)) + littleEndian(UInt32(body.count)) + half(0)
    return body + directory + end
  }
}
