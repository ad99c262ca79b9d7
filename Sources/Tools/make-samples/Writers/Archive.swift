/// Gzip and tar by hand: no clock, no compressor whose release could change the bytes.
enum Archive {
  /// A gzip member without name and time (RFC 1952).
  static func gzip(_ data: [UInt8]) -> [UInt8] {
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + Deflate.encode(data) + little(crc32(data))
      + little(UInt32(truncatingIfNeeded: data.count))
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(value >> UInt32($0) & 255) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
  }

  static func crc32(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
  }

  /// A ustar archive of plain files; paths up to 155 + 100 bytes.
  static func tar(_ files: [(path: String, data: [UInt8])], modified: Moment) -> [UInt8] {
    var result: [UInt8] = []
    for file in files {
      result += header(file.path, size: file.data.count, seconds: modified.milliseconds / 1000)
      result += file.data
      result += [UInt8](repeating: 0, count: (512 - file.data.count % 512) % 512)
    }
    return result + [UInt8](repeating: 0, count: 1024)
  }

  private static func header(_ path: String, size: Int, seconds: Int64) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
    }
    var name = path
    if path.utf8.count > 100, let slash = path.prefix(155).lastIndex(of: "/") {
      put(String(path[..<slash]), at: 345)
      name = String(path[path.index(after: slash)...])
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(size, 11), at: 124)
    put(octal(Int(seconds), 11), at: 136)
    put("        0", at: 148)
    put("ustar\u{0}00root", at: 257)
    put("root", at: 297)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    return block
  }

  private static func octal(_ value: Int, _ width: Int) -> String {
    let digits = String(value, radix: 8)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
