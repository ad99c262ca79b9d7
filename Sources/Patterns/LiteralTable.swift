/// Many literals looked for at once: Wu-Manber over blocks of four bytes.
///
/// A table says how far the window may jump, which is nearly the whole window where nothing fits. Bytes are folded
/// with `| 0x20`, so that case-insensitive patterns share the table; what the fold lets through by accident the
/// comparison of the whole literal takes out again. Of a literal longer than the window any part may stand for it:
/// the one with the fewest blocks that routine text has too, so that healthy lines do not stop the window.
@safe struct LiteralTable: Sendable {
  struct Literal {
    let bytes: [UInt8]
    let owner: Int
  }

  private struct Entry {
    /// Where its folded bytes begin in `pool`, and how many there are.
    let start: Int32
    let count: Int32
    /// How far the window lies behind the first byte of the literal.
    let lead: Int32
    let owner: Int32
    /// Entries of one block form a chain; -1 at its end.
    var next: Int32
  }

  /// Length of the window: the shortest literal's.
  let window: Int
  private let shifts: [UInt8]
  /// First entry of a block, by its slot in a table of a power of two; -1 where there is none.
  private let heads: [Int32]
  private let headMask: Int
  private let entries: [Entry]
  private let pool: [UInt8]

  var isEmpty: Bool { entries.isEmpty }

  /// `common`: how often the blocks occur in text that states nothing.
  init(_ literals: [Literal], common: BlockCounts) {
    let window = min(literals.map(\.bytes.count).min() ?? 0, 255)
    guard window >= 4 else {
      (self.window, shifts, heads, headMask, entries, pool) = (0, [], [], 0, [], [])
      return
    }
    var shifts = [UInt8](repeating: UInt8(window - 3), count: 1 << 16)
    var slots = 64
    while slots < 4 * literals.count { slots *= 2 }
    var heads = [Int32](repeating: -1, count: slots)
    var entries: [Entry] = []
    var pool: [UInt8] = []
    entries.reserveCapacity(literals.count)
    for literal in literals {
      let folded = literal.bytes.map { $0 | 0x20 }
      let lead = Self.lead(of: folded, window: window, common: common)
      for end in 3..<window {
        let block = Self.block(folded, endingAt: lead + end)
        shifts[Int(block)] = min(shifts[Int(block)], UInt8(window - 1 - end))
      }
      let slot = Int(Self.block(folded, endingAt: lead + window - 1)) & (slots - 1)
      entries.append(
        Entry(
          start: Int32(pool.count), count: Int32(folded.count), lead: Int32(lead),
          owner: Int32(literal.owner), next: heads[slot]))
      heads[slot] = Int32(entries.count - 1)
      pool.append(contentsOf: folded)
    }
    self.window = window
    self.shifts = shifts
    self.heads = heads
    headMask = slots - 1
    self.entries = entries
    self.pool = pool
  }

  /// The part of a literal that routine text shares the fewest blocks with; its last block counts most, because
  /// that one stops the window.
  private static func lead(of folded: [UInt8], window: Int, common: BlockCounts) -> Int {
    var best = (cost: Int.max, lead: 0)
    for lead in 0...(folded.count - window) {
      var cost = 16 * common[block(folded, endingAt: lead + window - 1)]
      for end in 3..<(window - 1) { cost += common[block(folded, endingAt: lead + end)] }
      if cost < best.cost { best = (cost, lead) }
      if cost == 0 { break }
    }
    return best.lead
  }

  private static func block(_ bytes: [UInt8], endingAt end: Int) -> UInt16 {
    hash(
      UInt32(bytes[end - 3]) | UInt32(bytes[end - 2]) << 8 | UInt32(bytes[end - 1]) << 16
        | UInt32(bytes[end]) << 24)
  }

  @inline(__always) fileprivate static func hash(_ block: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: (block &* 0x9E37_79B1) >> 16)
  }

  /// Hands over the owner and the end of the window of each literal found, by the ends, until `hit` answers false.
  ///
  /// The text is walked in four places at once, because each step waits for a table that lies in the second cache;
  /// what the later places find is kept until the earlier ones are through.
  func find(in bytes: UnsafeRawBufferPointer, hits: inout [LiteralHit]) {
    guard window >= 4, bytes.count >= window, let base = bytes.baseAddress else { return }
    let count = bytes.count
    if count < 4_096 {
      unsafe walk(base, count, from: window - 1, to: count, &hits)
      return
    }
    let quarter = count / 4
    var later: [LiteralHit] = []
    unsafe walkFour(base, count, quarter, &hits, &later)
    hits.append(contentsOf: later)
  }

  func occurs(in bytes: UnsafeRawBufferPointer) -> Bool {
    guard window >= 4, bytes.count >= window, let base = bytes.baseAddress else { return false }
    var hits: [LiteralHit] = []
    unsafe walk(base, bytes.count, from: window - 1, to: bytes.count, &hits)
    return !hits.isEmpty
  }

  private func walk(
    _ base: UnsafeRawPointer, _ count: Int, from start: Int, to limit: Int, _ hits: inout [LiteralHit]
  ) {
    unsafe shifts.withUnsafeBufferPointer { shifts in
      var end = start
      while end < limit {
        let shift = unsafe Int(shifts[Self.slot(base, end)])
        if shift == 0 {
          unsafe verify(base, count, end, &hits)
          end += 1
        } else {
          end += shift
        }
      }
    }
  }

  private func walkFour(
    _ base: UnsafeRawPointer, _ count: Int, _ quarter: Int, _ hits: inout [LiteralHit],
    _ later: inout [LiteralHit]
  ) {
    var found = LanesOfHits()
    var lanes = Lanes(a: window - 1, b: quarter, c: 2 * quarter, d: 3 * quarter)
    unsafe shifts.withUnsafeBufferPointer { shifts in
      guard let table = shifts.baseAddress else { return }
      while unsafe Self.run(&lanes, base, table, quarter, count) {
        unsafe stop(&lanes, base, count, table, &found, &hits)
      }
    }
    unsafe walk(base, count, from: lanes.a, to: quarter, &hits)
    unsafe walk(base, count, from: lanes.b, to: 2 * quarter, &found.b)
    unsafe walk(base, count, from: lanes.c, to: 3 * quarter, &found.c)
    unsafe walk(base, count, from: lanes.d, to: count, &found.d)
    later = found.b + found.c + found.d
  }

  private struct Lanes {
    var a, b, c, d: Int
  }

  private struct LanesOfHits {
    var b: [LiteralHit] = []
    var c: [LiteralHit] = []
    var d: [LiteralHit] = []
  }

  /// Moves all four on until one stands where a literal may end (true) or has done its quarter (false).
  ///
  /// A function of its own and nothing else in it: what it needs fits the registers.
  @inline(never)
  private static func run(
    _ lanes: inout Lanes, _ base: UnsafeRawPointer, _ table: UnsafePointer<UInt8>, _ quarter: Int,
    _ count: Int
  ) -> Bool {
    var (a, b, c, d) = (lanes.a, lanes.b, lanes.c, lanes.d)
    let (endB, endC) = (2 &* quarter, 3 &* quarter)
    var isStopped = false
    while a < quarter, b < endB, c < endC, d < count {
      let shiftA = unsafe Int(table[slot(base, a)])
      let shiftB = unsafe Int(table[slot(base, b)])
      let shiftC = unsafe Int(table[slot(base, c)])
      let shiftD = unsafe Int(table[slot(base, d)])
      // The sign of one of the four is set where its shift is 0.
      if ((shiftA &- 1) | (shiftB &- 1) | (shiftC &- 1) | (shiftD &- 1)) < 0 {
        isStopped = true
        break
      }
      a &+= shiftA
      b &+= shiftB
      c &+= shiftC
      d &+= shiftD
    }
    lanes = Lanes(a: a, b: b, c: c, d: d)
    return isStopped
  }

  /// Looks at the literals where one of the four has stopped, and moves all of them on.
  @inline(never)
  private func stop(
    _ lanes: inout Lanes, _ base: UnsafeRawPointer, _ count: Int, _ table: UnsafePointer<UInt8>,
    _ found: inout LanesOfHits, _ hits: inout [LiteralHit]
  ) {
    let shiftA = unsafe Int(table[Self.slot(base, lanes.a)])
    let shiftB = unsafe Int(table[Self.slot(base, lanes.b)])
    let shiftC = unsafe Int(table[Self.slot(base, lanes.c)])
    let shiftD = unsafe Int(table[Self.slot(base, lanes.d)])
    if shiftA == 0 { unsafe verify(base, count, lanes.a, &hits) }
    if shiftB == 0 { unsafe verify(base, count, lanes.b, &found.b) }
    if shiftC == 0 { unsafe verify(base, count, lanes.c, &found.c) }
    if shiftD == 0 { unsafe verify(base, count, lanes.d, &found.d) }
    lanes.a &+= max(shiftA, 1)
    lanes.b &+= max(shiftB, 1)
    lanes.c &+= max(shiftC, 1)
    lanes.d &+= max(shiftD, 1)
  }

  @inline(__always) private static func slot(_ base: UnsafeRawPointer, _ end: Int) -> Int {
    let block = unsafe base.loadUnaligned(fromByteOffset: end &- 3, as: UInt32.self)
    return Int(hash(UInt32(littleEndian: block) | 0x2020_2020))
  }

  /// Compares the literals whose window may end at `end`.
  private func verify(_ base: UnsafeRawPointer, _ count: Int, _ end: Int, _ hits: inout [LiteralHit]) {
    var index = unsafe heads[Self.slot(base, end) & headMask]
    while index >= 0 {
      let entry = entries[Int(index)]
      index = entry.next
      let start = end &- window &+ 1 &- Int(entry.lead)
      guard start >= 0, start &+ Int(entry.count) <= count else { continue }
      if unsafe matches(base + start, entry) { hits.append(LiteralHit(end: end, owner: Int(entry.owner))) }
    }
  }

  private func matches(_ text: UnsafeRawPointer, _ entry: Entry) -> Bool {
    unsafe pool.withUnsafeBytes { pool in
      let count = Int(entry.count)
      guard let first = pool.baseAddress else { return false }
      let literal = unsafe first + Int(entry.start)
      var index = 0
      while index &+ 8 <= count {
        let left = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let right = unsafe literal.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if left | 0x2020_2020_2020_2020 != right { return false }
        index &+= 8
      }
      while index < count {
        let left = unsafe text.load(fromByteOffset: index, as: UInt8.self)
        let right = unsafe literal.load(fromByteOffset: index, as: UInt8.self)
        if left | 0x20 != right { return false }
        index &+= 1
      }
      return true
    }
  }
}

/// How often each block of four bytes occurs in a text, folded and hashed as the table does it.
struct BlockCounts {
  private var counts = [UInt32](repeating: 0, count: 1 << 16)

  mutating func add(_ text: Span<UInt8>) {
    unsafe text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, bytes.count >= 4 else { return }
      for start in 0...(bytes.count - 4) {
        let block = unsafe base.loadUnaligned(fromByteOffset: start, as: UInt32.self)
        counts[Int(LiteralTable.hash(UInt32(littleEndian: block) | 0x2020_2020))] &+= 1
      }
    }
  }

  subscript(_ block: UInt16) -> Int { Int(counts[Int(block)]) }
}

/// A literal found: whose it is, and a byte of the text that belongs to it.
package struct LiteralHit: Hashable, Sendable {
  /// Index in the text; hits of one search ascend by it.
  package let end: Int
  /// Number of the pattern that requires the literal.
  package let owner: Int
}
