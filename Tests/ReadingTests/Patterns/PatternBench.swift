import Patterns

/// Random patterns over a small alphabet, and lines that nearly match them. The same for the same seed.
struct PatternBench {
  private var dice: SeededGenerator
  /// Few characters, so that literals overlap and share blocks; upper and lower case, and two that fold together.
  private static let alphabet = Array("abABc-@`é ")
  private var literals: [String] = []

  init(seed: UInt64) { dice = SeededGenerator(seed: seed &* 7_919 &+ 11) }

  mutating func patterns(count: Int) -> [PatternSource] {
    (0..<count).map { number in
      let literal = literal()
      literals.append(literal)
      let quoted = "\\Q\(literal)\\E"
      let name = "p\(number)"
      switch Int.random(in: 0..<9, using: &dice) {
      case 0: return PatternSource(name: name, literals: [literal], regex: quoted)
      case 1: return PatternSource(name: name, literals: [literal], regex: "(?i)\(quoted)")
      case 2: return PatternSource(name: name, literals: [literal], regex: "^\(quoted)")
      case 3: return PatternSource(name: name, literals: [literal], regex: "\(quoted)$")
      case 4:
        return PatternSource(
          name: name, literals: [literal], regex: "(?<before>[abc]{0,3})\(quoted)(?<after>[AB])?")
      case 5:
        let other = self.literal()
        literals.append(other)
        return PatternSource(name: name, literals: [literal, other], regex: "\(quoted)|\\Q\(other)\\E")
      case 6: return PatternSource(name: name, literals: [literal], regex: "(?s)\(quoted).{0,5}\\d")
      case 7: return PatternSource(name: name, literals: [], regex: "[abc]{6}")
      default: return PatternSource(name: name, literals: [literal], regex: "(?<![a-c])\(quoted)(?![a-c])")
      }
    }
  }

  /// Noise, with literals of the patterns in it: whole, with the case changed, a byte changed, or cut at a border.
  mutating func line(for patterns: [PatternSource]) -> [UInt8] {
    var line: [UInt8] = noise(upTo: 30)
    for _ in 0..<Int.random(in: 0...3, using: &dice) {
      var bytes = Array((literals.randomElement(using: &dice) ?? "").utf8)
      let place = Int.random(in: 0..<bytes.count, using: &dice)
      switch Int.random(in: 0..<8, using: &dice) {
      case 0: bytes[place] ^= 0x20
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &dice)
      case 2: bytes.removeLast(place)
      case 3: bytes.removeFirst(place)
      case 4:
        bytes = bytes.map { (65...90).contains($0) ? $0 | 0x20 : (97...122).contains($0) ? $0 & 0xDF : $0 }
      default: break
      }
      line += bytes
      if Bool.random(using: &dice) { line += noise(upTo: 12) }
    }
    if Int.random(in: 0..<20, using: &dice) == 0 {
      line = Array(line.prefix(Int.random(in: 0...8, using: &dice)))
    }
    return line
  }

  private mutating func literal() -> String {
    let wanted = Int.random(in: 4...40, using: &dice)
    // Now and then one that shares its blocks with another.
    if let known = literals.randomElement(using: &dice), Int.random(in: 0..<4, using: &dice) == 0 {
      let changed =
        known.dropFirst(Int.random(in: 0...2, using: &dice))
        + "abAB".prefix(Int.random(in: 1...4, using: &dice))
      if (4...40).contains(changed.utf8.count) { return String(changed) }
    }
    var text = ""
    while text.utf8.count < wanted { text.append(PatternBench.alphabet.randomElement(using: &dice) ?? "a") }
    while text.utf8.count > 40 { text.removeLast() }
    return text
  }

  private mutating func noise(upTo most: Int) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &dice)).map { _ in
      switch Int.random(in: 0..<10, using: &dice) {
      case 0: UInt8.random(in: 0...255, using: &dice)
      case 1: UInt8(ascii: "7")
      default: Array("abABc-@` ".utf8).randomElement(using: &dice) ?? 32
      }
    }
  }
}
