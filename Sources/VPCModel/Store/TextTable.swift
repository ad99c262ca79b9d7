/// Texts that many records repeat, each kept once and named by a number.
///
/// A full VPC lists 100,000 interfaces with the same few dozen subnets, groups and tags. Bounded: what is new when
/// the table is full gets no number, and the record keeps its own copy.
struct TextTable: Sendable {
  static let mostTexts = 4_096
  static let longestText = 120

  private(set) var texts: [String] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  // Open addressing over the numbers, -1 for a free slot; twice as many slots as texts.
  private var slots: [Int16] = []

  /// The number of `text`; nil when it is new and there is no room for it.
  mutating func number(of text: Span<UInt8>) -> Int? {
    guard text.count <= Self.longestText else { return nil }
    if texts.count * 2 >= slots.count { grow() }
    let mask = slots.count &- 1
    var slot = Self.hash(text) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if holds(text, number) { return number }
      slot = (slot &+ 1) & mask
    }
    guard texts.count < Self.mostTexts else { return nil }
    let start = bytes.count
    for index in text.indices { bytes.append(text[index]) }
    ends.append(bytes.count)
    texts.append(String(decoding: bytes[start...], as: UTF8.self))
    slots[slot] = Int16(truncatingIfNeeded: texts.count &- 1)
    return texts.count &- 1
  }

  private func start(_ number: Int) -> Int { number == 0 ? 0 : ends[number &- 1] }

  private func holds(_ text: Span<UInt8>, _ number: Int) -> Bool {
    let start = start(number)
    guard ends[number] &- start == text.count else { return false }
    for index in text.indices where bytes[start &+ index] != text[index] { return false }
    return true
  }

  private mutating func grow() {
    guard slots.count < Self.mostTexts * 2 else { return }
    var larger = [Int16](repeating: -1, count: max(64, slots.count * 2))
    let mask = larger.count &- 1
    for number in texts.indices {
      var slot = Self.hash(bytes.span.extracting(start(number)..<ends[number])) & mask
      while larger[slot] >= 0 { slot = (slot &+ 1) & mask }
      larger[slot] = Int16(truncatingIfNeeded: number)
    }
    slots = larger
  }

  /// FNV-1a. Texts are chosen by whoever writes the document: the bound keeps a bad day at 4,096 steps a text.
  private static func hash(_ text: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}
