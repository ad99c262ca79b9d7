/// A 64-bit hash without a seed: the same bytes give the same number in every run and on every machine.
///
/// Four lanes over little-endian words of eight bytes (each multiplied and shifted, so that none waits for another),
/// folded into one with the length, finished with MurmurHash3's mixer. How the bytes are cut into `update` calls does
/// not matter. For finding copies, not for security: whoever writes the log can make two texts collide.
package struct Hash64: Sendable {
  private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
    0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9
  )
  /// Bytes that do not fill a block yet.
  private var pending = InlineArray<32, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var length: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    length &+= UInt64(bytes.count)
    var index = 0
    while pendingCount != 0, index < bytes.count {
      push(bytes[index])
      index &+= 1
    }
    var (a, b, c, d) = lanes
    while index &+ 32 <= bytes.count {
      let block = bytes.extracting(index..<(index &+ 32))
      a = Self.step(a, word(block, at: 0))
      b = Self.step(b, word(block, at: 8))
      c = Self.step(c, word(block, at: 16))
      d = Self.step(d, word(block, at: 24))
      index &+= 32
    }
    lanes = (a, b, c, d)
    while index < bytes.count {
      push(bytes[index])
      index &+= 1
    }
  }

  package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// The hash of all bytes so far; more may follow.
  package var value: UInt64 {
    var hash = length
    for lane in [lanes.0, lanes.1, lanes.2, lanes.3] { hash = Self.step(hash, lane) }
    for index in 0..<pendingCount { hash = Self.step(hash, UInt64(pending[index]) | 0x100) }
    hash ^= hash >> 33
    hash &*= 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash &*= 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 33
  }

  private mutating func push(_ byte: UInt8) {
    pending[pendingCount] = byte
    pendingCount &+= 1
    guard pendingCount == 32 else { return }
    pendingCount = 0
    let block = pending.span
    lanes.0 = Self.step(lanes.0, word(block, at: 0))
    lanes.1 = Self.step(lanes.1, word(block, at: 8))
    lanes.2 = Self.step(lanes.2, word(block, at: 16))
    lanes.3 = Self.step(lanes.3, word(block, at: 24))
  }

  // Multiplication carries upwards only; the shift brings the high bits of a word back down.
  @inline(__always)
  private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}
