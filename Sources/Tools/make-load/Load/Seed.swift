/// SplitMix64: the same seed gives the same load on every machine and Swift version.
struct Seed {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 0x6a09_e667_f3bc_c909 }

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

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// `count` bytes of `alphabet`, which holds 16 or 32 of them.
  private mutating func letters(_ count: Int, _ alphabet: [UInt8]) -> String {
    let bits = alphabet.count == 16 ? 4 : 5
    var text: [UInt8] = []
    text.reserveCapacity(count)
    while text.count < count {
      var word = next()
      for _ in 0..<min(60 / bits, count - text.count) {
        text.append(alphabet[Int(word & UInt64(alphabet.count - 1))])
        word >>= UInt64(bits)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  mutating func hex(_ digits: Int) -> String { letters(digits, Self.digits) }

  /// As Kubernetes names pods and replica sets: no vowels, so no words.
  mutating func suffix(_ count: Int) -> String { letters(count, Self.consonants) }

  /// Letters alone: a word that no log has seen.
  mutating func word(_ count: Int) -> String { letters(count, Self.wordLetters) }

  /// Version 4 shape, as request ids and pod uids have it.
  mutating func uuid() -> String {
    let digits = hex(30)
    let ends = [8, 12, 15, 18, 30].map { digits.utf8.index(digits.utf8.startIndex, offsetBy: $0) }
    return "\(digits[..<ends[0]])-\(digits[ends[0]..<ends[1]])-4\(digits[ends[1]..<ends[2]])-"
      + "a\(digits[ends[2]..<ends[3]])-\(digits[ends[3]..<ends[4]])"
  }

  /// `eni-` and the like: a zero and 16 more digits, as AWS makes them.
  mutating func id(_ kind: String) -> String { "\(kind)-0\(hex(16))" }

  private static let digits = [UInt8]("0123456789abcdef".utf8)
  private static let consonants = [UInt8]("bcdfghjklmnpqrstvwxz2456789bcdfg".utf8)
  private static let wordLetters = [UInt8]("abcdefghijklmnopqrstuvwxyzaeioun".utf8)
}
