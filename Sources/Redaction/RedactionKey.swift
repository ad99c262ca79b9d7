/// What the aliases are drawn with: 128 bits. Same key and evidence, same aliases; without it nobody leads one back.
package struct RedactionKey: Hashable, Sendable {
  let low: UInt64
  let high: UInt64

  /// The first 16 of the bytes, little end first; missing ones are zero. Give the digest of something secret.
  package init(_ bytes: some Sequence<UInt8>) {
    var words: [UInt64] = [0, 0]
    for (index, byte) in bytes.prefix(16).enumerated() {
      words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
    }
    low = words[0]
    high = words[1]
  }

  /// A key of its own for another purpose.
  func derived(_ salt: UInt64) -> RedactionKey {
    RedactionKey(low: hash([], domain: 0xF0 &+ salt), high: hash([1], domain: 0xF0 &+ salt))
  }

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}

extension RedactionKey {
  /// SipHash-2-4 of the domain and the bytes. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
  ///
  /// Thinking has no bytes to import it from, and 40 lines are fewer than a dependency.
  func hash(_ bytes: some Collection<UInt8>, domain: UInt64) -> UInt64 {
    var state = SipState(low, high)
    state.absorb(domain)
    var word: UInt64 = 0
    var filled: UInt64 = 0
    var count = 8
    for byte in bytes {
      word |= UInt64(byte) << (filled &* 8)
      filled &+= 1
      count &+= 1
      if filled == 8 {
        state.absorb(word)
        word = 0
        filled = 0
      }
    }
    state.absorb(word | UInt64(truncatingIfNeeded: count) << 56)
    return state.finish()
  }

  /// The same of two numbers, which is what address bits are drawn from.
  func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var state = SipState(low, high)
    state.absorb(first)
    state.absorb(second)
    state.absorb(16 << 56)
    return state.finish()
  }
}

private struct SipState {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  init(_ low: UInt64, _ high: UInt64) {
    v0 = low ^ 0x736f_6d65_7073_6575
    v1 = high ^ 0x646f_7261_6e64_6f6d
    v2 = low ^ 0x6c79_6765_6e65_7261
    v3 = high ^ 0x7465_6462_7974_6573
  }

  mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  mutating func finish() -> UInt64 {
    v2 ^= 0xFF
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func round() {
    v0 = v0 &+ v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 = v0 &+ v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 = v2 &+ v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
