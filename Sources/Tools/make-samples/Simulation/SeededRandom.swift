/// SplitMix64: the same seed and name give the same sample on every machine and Swift version.
///
/// The standard library's `random(in:)` and `shuffled()` may change between releases, so they are not used.
struct SeededRandom {
  private var state: UInt64

  /// - Parameter name: the case, so that adding one case leaves the bytes of the others alone.
  init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    state = hash ^ (seed &* 0x9e37_79b9_7f4a_7c15)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0 up to `bound` - 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

  /// One time in `count`.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  mutating func letters(_ count: Int, of alphabet: String) -> String {
    let characters = Array(alphabet)
    return String((0..<count).map { _ in characters[below(characters.count)] })
  }

  mutating func hex(_ digits: Int) -> String { letters(digits, of: "0123456789abcdef") }

  /// Version 4 shape, as request ids and pod uids have it.
  mutating func uuid() -> String {
    "\(hex(8))-\(hex(4))-4\(hex(3))-\(letters(1, of: "89ab"))\(hex(3))-\(hex(12))"
  }

  /// `eni-` and the like: a zero and 16 more digits, as AWS makes them.
  mutating func id(_ kind: String) -> String { "\(kind)-0\(hex(16))" }

  mutating func mac() -> String { "0a:" + (0..<5).map { _ in hex(2) }.joined(separator: ":") }
}
