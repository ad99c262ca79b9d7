/// A 64-bit hash without a seed: the same bytes give the same number in every run and on every machine.
///
/// FNV-1a over little-endian words of eight bytes, the length mixed in, finished with MurmurHash3's mixer.
/// How the bytes are cut into `update` calls does not matter. For finding copies, not for security: whoever
/// writes the log can make two texts collide.
package struct Hash64: Sendable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325
  private var pending: UInt64 = 0
  private var pendingCount: UInt64 = 0
  private var length: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    length &+= UInt64(bytes.count)
    var index = 0
    while pendingCount != 0, index < bytes.count {
      push(bytes[index])
      index &+= 1
    }
    var state = state
    while index &+ 8 <= bytes.count {
      let word = bytes.extracting(index..<(index &+ 8))
      let low = UInt64(word[0]) | UInt64(word[1]) << 8 | UInt64(word[2]) << 16 | UInt64(word[3]) << 24
      let high = UInt64(word[4]) | UInt64(word[5]) << 8 | UInt64(word[6]) << 16 | UInt64(word[7]) << 24
      state = Self.step(state, low | high << 32)
      index &+= 8
    }
    self.state = state
    while index < bytes.count {
      push(bytes[index])
      index &+= 1
    }
  }

  package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  /// The hash of all bytes so far; more may follow.
  package var value: UInt64 {
    var hash = Self.step(Self.step(state, pending), length)
    hash ^= hash >> 33
    hash &*= 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    hash &*= 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 33
  }

  private mutating func push(_ byte: UInt8) {
    pending |= UInt64(byte) << (pendingCount &* 8)
    pendingCount &+= 1
    guard pendingCount == 8 else { return }
    state = Self.step(state, pending)
    pending = 0
    pendingCount = 0
  }

  // Multiplication carries upwards only; the shift brings the high bits of a word back down.
  private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word) &* 0x0000_0100_0000_01B3
    return product ^ product >> 29
  }
}
