/// A small DEFLATE encoder (RFC 1951): one block, fixed codes, greedy matches.
///
/// Written here so that no compressor's release can change the bytes of the samples. Logs shrink to about a
/// seventh, which is enough.
struct Deflate {
  private var output: [UInt8] = []
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0

  static func encode(_ data: [UInt8]) -> [UInt8] {
    var encoder = Deflate()
    encoder.write(data)
    return encoder.output
  }

  private mutating func write(_ data: [UInt8]) {
    put(0b011, 3)  // the last block, fixed codes
    var heads = [Int](repeating: -1, count: 1 << 15)
    var position = 0
    while position < data.count {
      let (length, distance) = match(in: data, at: position, &heads)
      if length >= 4 {
        putLength(length)
        putDistance(distance)
        for inside in position + 1..<position + length { remember(data, inside, &heads) }
        position += length
      } else {
        putSymbol(Int(data[position]))
        position += 1
      }
    }
    putSymbol(256)
    if bitCount > 0 { put(0, 8 - bitCount) }
  }

  private func hash(_ data: [UInt8], _ position: Int) -> Int {
    let word =
      UInt32(data[position]) | UInt32(data[position + 1]) << 8 | UInt32(data[position + 2]) << 16
      | UInt32(data[position + 3]) << 24
    return Int((word &* 2_654_435_761) >> 17)
  }

  private func remember(_ data: [UInt8], _ position: Int, _ heads: inout [Int]) {
    if position + 4 <= data.count { heads[hash(data, position)] = position }
  }

  /// The newest place with the same four bytes, and how far it goes on alike.
  private func match(in data: [UInt8], at position: Int, _ heads: inout [Int]) -> (length: Int, distance: Int)
  {
    guard position + 4 <= data.count else { return (0, 0) }
    let candidate = heads[hash(data, position)]
    remember(data, position, &heads)
    guard candidate >= 0, position - candidate <= 32768 else { return (0, 0) }
    var length = 0
    while length < 258, position + length < data.count, data[candidate + length] == data[position + length] {
      length += 1
    }
    return (length, position - candidate)
  }

  private mutating func put(_ value: UInt32, _ count: UInt32) {
    bits |= value << bitCount
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(bits & 255))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// Codes go out with their highest bit first.
  private mutating func putCode(_ code: UInt32, _ count: UInt32) {
    var reversed: UInt32 = 0
    for bit in 0..<count where code >> bit & 1 == 1 { reversed |= 1 << (count - 1 - bit) }
    put(reversed, count)
  }

  private mutating func putSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: putCode(UInt32(0x30 + symbol), 8)
    case ..<256: putCode(UInt32(0x190 + symbol - 144), 9)
    case ..<280: putCode(UInt32(symbol - 256), 7)
    default: putCode(UInt32(0xc0 + symbol - 280), 8)
    }
  }

  private mutating func putLength(_ length: Int) {
    guard length < 258 else { return putSymbol(285) }
    // Codes 257 to 264 are lengths 3 to 10; then four codes share each number of extra bits.
    var extra = 0
    while extra < 5, length - 3 >= 8 << extra { extra += 1 }
    let base = extra == 0 ? 3 : 3 + (4 << extra)
    let group = extra == 0 ? 257 : 261 + 4 * extra
    putSymbol(group + (length - base) >> extra)
    if extra > 0 { put(UInt32((length - base) & ((1 << extra) - 1)), UInt32(extra)) }
  }

  private mutating func putDistance(_ distance: Int) {
    // Codes 0 to 3 are distances 1 to 4; then two codes share each number of extra bits.
    var extra = 0
    while extra < 13, distance - 1 >= 4 << extra { extra += 1 }
    let base = extra == 0 ? 1 : 1 + (2 << extra)
    let group = extra == 0 ? 0 : 2 + 2 * extra
    putCode(UInt32(group + (distance - base) >> extra), 5)
    if extra > 0 { put(UInt32((distance - base) & ((1 << extra) - 1)), UInt32(extra)) }
  }
}
