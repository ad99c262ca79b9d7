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

  // Another one in each process: nobody can write texts that all meet in one slot. Numbers follow the order of
  // arrival, whatever the slots.
  private static let factor = UInt64.random(in: 1 << 62 ... .max) | 1

  private static func hash(_ text: Span<UInt8>) -> Int {
    let factor = factor
    var hash: UInt64 = 1
    for index in text.indices { hash = (hash ^ UInt64(text[index])) &* factor }
    return Int(truncatingIfNeeded: hash >> 32)
  }
}
