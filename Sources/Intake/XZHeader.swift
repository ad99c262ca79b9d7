/// The memory an xz file asks for before it gives out a byte.
///
/// liblzma, as libarchive calls it, grants any dictionary up to 4 GiB; zstd stops at 128 MiB by itself. `xz -9`
/// asks for 64 MiB. Source: "The .xz file format", sections 3.1 and 5.3.1.
enum XZHeader {
  static let largestDictionary = 128 << 20

  /// Dictionary of the first block, bytes; nil when `head` holds no readable block header.
  ///
  /// Two bits of the size's exponent and one of its mantissa: code 28 is 64 MiB, code 40 is 4 GiB - 1.
  static func dictionarySize(head: [UInt8]) -> Int? {
    let streamHeader = 12
    guard head.count > streamHeader + 2, head[streamHeader] != 0 else { return nil }
    let flags = head[streamHeader + 1]
    var position = streamHeader + 2
    if flags & 0x40 != 0 { skipNumber(head, &position) }
    if flags & 0x80 != 0 { skipNumber(head, &position) }
    for _ in 0...(flags & 3) {
      guard position + 2 < head.count else { return nil }
      let isLZMA2 = head[position] == 0x21
      let length = Int(head[position + 1])
      if isLZMA2, length == 1 {
        let code = Int(head[position + 2] & 0x3F)
        return code >= 40 ? 1 << 32 : (2 | code & 1) << (code / 2 + 11)
      }
      position += 2 + length
    }
    return nil
  }

  /// A number of seven bits a byte, the highest bit says that more follow.
  private static func skipNumber(_ head: [UInt8], _ position: inout Int) {
    while position < head.count, head[position] & 0x80 != 0 { position += 1 }
    position += 1
  }
}
