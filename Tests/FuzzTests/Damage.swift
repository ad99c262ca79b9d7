/// Small random damage, the same for the same seed: bytes changed, lost, doubled, cut off.
struct Damage {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  init(seed: String) {
    for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x0100_0000_01B3 }
  }

  mutating func done(to bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(3) where !bytes.isEmpty {
      let place = below(bytes.count)
      let end = min(bytes.count, place + 1 + below(24))
      switch below(8) {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
      case 1: bytes[place] ^= 1 << UInt8(below(8))
      case 2: bytes.remove(at: place)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
      case 5: bytes.insert(Self.telling[below(Self.telling.count)], at: place)
      case 6: bytes[place] = Self.telling[below(Self.telling.count)]
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }

  private static let telling =
    Array("\"\\{}[]:,\n\r\0 \t#*&<>().|?+-:0Z".utf8) + [0x80, 0xC3, 0xED, 0xEF, 0xFF, 0x1B]

  private mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
