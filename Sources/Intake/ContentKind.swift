/// What the first bytes say a stream is. Names are not asked: a `.gz` may be text and `ipamd.log` a gzip.
enum ContentKind: Hashable {
  case gzip
  case xz
  case zstd
  case bzip2
  case zip
  case tar
  case plain

  /// Bytes to look at: one tar header.
  static let headLength = 512

  init(head: [UInt8]) {
    switch true {
    case head.starts(with: [0x1F, 0x8B]): self = .gzip
    case head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]): self = .xz
    case head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]): self = .zstd
    case Self.isBzip2(head): self = .bzip2
    case head.starts(with: [0x50, 0x4B, 3, 4]), head.starts(with: [0x50, 0x4B, 5, 6]): self = .zip
    case Self.isTarHeader(head): self = .tar
    default: self = .plain
    }
  }

  /// `BZh1` to `BZh9` alone could be text: the magic of the first block, or of the end, must follow.
  private static func isBzip2(_ head: [UInt8]) -> Bool {
    guard head.count >= 10, head.starts(with: "BZh".utf8), (0x31...0x39).contains(head[3]) else {
      return false
    }
    let block = head[4..<10]
    return block.elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
      || block.elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
  }

  /// The checksum decides, not the `ustar` magic: tar files older than POSIX have none.
  ///
  /// Sum of the 512 bytes, the checksum's own eight counted as blanks; old writers summed signed bytes.
  private static func isTarHeader(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, head[0] != 0 else { return false }
    var stated = 0
    var digits = 0
    for byte in head[148..<156] {
      if byte >= 0x30, byte <= 0x37 {
        stated = stated * 8 + Int(byte - 0x30)
        digits += 1
      } else if digits > 0 {
        break
      } else if byte != 0x20 {
        return false
      }
    }
    guard digits > 0 else { return false }
    var unsigned = 8 * 0x20
    var signed = 8 * 0x20
    for (index, byte) in head.prefix(512).enumerated() where !(148..<156).contains(index) {
      unsigned += Int(byte)
      signed += Int(Int8(bitPattern: byte))
    }
    return stated == unsigned || stated == signed
  }
}
