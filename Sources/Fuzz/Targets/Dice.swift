/// Choices that follow from the input alone: where to cut it, what to write. The same input makes the same choices, and
/// a corpus file is nothing but the text it is about.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ bytes: [UInt8]) {
    state = 0xCBF2_9CE4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0100_0000_01B3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }

  /// Lengths that add up to `total`: single bytes now and then, a hundred or so else.
  mutating func cuts(of total: Int) -> [Int] {
    var cuts: [Int] = []
    var rest = total
    while rest > 0 {
      let length = min(rest, 1 + below(below(3) == 0 ? 4 : 160))
      cuts.append(length)
      rest -= length
    }
    return cuts
  }
}

/// Gives bytes away in pieces, as a file or a socket would.
final class Pieces {
  private let bytes: [UInt8]
  private var cuts: ArraySlice<Int>
  private var position = 0

  init(_ bytes: [UInt8], cuts: [Int]) {
    self.bytes = bytes
    self.cuts = cuts[...]
  }

  /// Puts the next piece at the front of `buffer`; 0 is the end.
  func next(_ buffer: inout [UInt8]) -> Int {
    guard let wanted = cuts.popFirst() else { return 0 }
    let count = min(wanted, buffer.count, bytes.count - position)
    if count < wanted { cuts = [wanted - count] + cuts }
    buffer.replaceSubrange(0..<count, with: bytes[position..<(position + count)])
    position += count
    return count
  }
}
