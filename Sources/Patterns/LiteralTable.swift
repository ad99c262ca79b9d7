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

  /// Adds each literal found, by the end of its window.
  ///
  /// The text is walked in four places at once, because each step waits for a table that lies in the second cache;
  /// what the later places find is kept until the earlier ones are through.
  func find(in bytes: UnsafeRawBufferPointer, hits: inout [LiteralHit]) {
    guard window >= 4, bytes.count >= window, let base = bytes.baseAddress else { return }
    let count = bytes.count
    unsafe withWalk(base, count) { walk in
      guard count >= 4_096 else {
        unsafe walk.single(from: window - 1, to: count, &hits)
        return
      }
      var later = LaterHits()
      unsafe walk.four(count / 4, &hits, &later)
      hits.append(contentsOf: later.b)
      hits.append(contentsOf: later.c)
      hits.append(contentsOf: later.d)
    }
  }

  func occurs(in bytes: UnsafeRawBufferPointer) -> Bool {
    var hits: [LiteralHit] = []
    guard window >= 4, bytes.count >= window, let base = bytes.baseAddress else { return false }
    unsafe withWalk(base, bytes.count) { unsafe $0.single(from: window - 1, to: bytes.count, &hits) }
    return !hits.isEmpty
  }

  private func withWalk(_ base: UnsafeRawPointer, _ count: Int, _ body: (Walk) -> Void) {
    unsafe shifts.withUnsafeBufferPointer { shifts in
      unsafe heads.withUnsafeBufferPointer { heads in
        unsafe entries.withUnsafeBufferPointer { entries in
          unsafe pool.withUnsafeBytes { pool in
            guard let shifts = shifts.baseAddress, let heads = heads.baseAddress,
              let entries = entries.baseAddress, let pool = pool.baseAddress
            else { return }
            unsafe body(
              Walk(
                base: base, count: count, shifts: shifts, heads: heads, headMask: headMask, entries: entries,
                pool: pool, window: window))
          }
        }
      }
    }
  }

  private struct LaterHits {
    var b: [LiteralHit] = []
    var c: [LiteralHit] = []
    var d: [LiteralHit] = []
  }

  /// The text and the tables as plain addresses, valid for one search.
  @unsafe private struct Walk {
    let base: UnsafeRawPointer
    let count: Int
    let shifts: UnsafePointer<UInt8>
    let heads: UnsafePointer<Int32>
    let headMask: Int
    let entries: UnsafePointer<Entry>
    let pool: UnsafeRawPointer
    let window: Int

    func single(from start: Int, to limit: Int, _ hits: inout [LiteralHit]) {
      var end = start
      while end < limit {
        let shift = unsafe Int(shifts[slot(end)])
        if shift == 0 {
          unsafe verify(end, &hits)
          end += 1
        } else {
          end += shift
        }
      }
    }

    func four(_ quarter: Int, _ hits: inout [LiteralHit], _ later: inout LaterHits) {
      var (a, b, c, d) = unsafe (window - 1, quarter, 2 * quarter, 3 * quarter)
      let (endB, endC) = (2 &* quarter, 3 &* quarter)
      while unsafe a < quarter && b < endB && c < endC && d < count {
        let shiftA = unsafe Int(shifts[slot(a)])
        let shiftB = unsafe Int(shifts[slot(b)])
        let shiftC = unsafe Int(shifts[slot(c)])
        let shiftD = unsafe Int(shifts[slot(d)])
        // The sign of one of the four is set where its shift is 0.
        if _slowPath(((shiftA &- 1) | (shiftB &- 1) | (shiftC &- 1) | (shiftD &- 1)) < 0) {
          if shiftA == 0 { unsafe verify(a, &hits) }
          if shiftB == 0 { unsafe verify(b, &later.b) }
          if shiftC == 0 { unsafe verify(c, &later.c) }
          if shiftD == 0 { unsafe verify(d, &later.d) }
          a &+= max(shiftA, 1)
          b &+= max(shiftB, 1)
          c &+= max(shiftC, 1)
          d &+= max(shiftD, 1)
        } else {
          a &+= shiftA
          b &+= shiftB
          c &+= shiftC
          d &+= shiftD
        }
      }
      unsafe single(from: a, to: quarter, &hits)
      unsafe single(from: b, to: endB, &later.b)
      unsafe single(from: c, to: endC, &later.c)
      unsafe single(from: d, to: count, &later.d)
    }

    @inline(__always) private func slot(_ end: Int) -> Int {
      let block = unsafe base.loadUnaligned(fromByteOffset: end &- 3, as: UInt32.self)
      return Int(LiteralTable.hash(UInt32(littleEndian: block) | 0x2020_2020))
    }

    /// Compares the literals whose window may end at `end`. Never inlined: the walk keeps its registers.
    @inline(never)
    private func verify(_ end: Int, _ hits: inout [LiteralHit]) {
      var index = unsafe heads[slot(end) & headMask]
      while index >= 0 {
        let entry = unsafe entries[Int(index)]
        index = entry.next
        let start = unsafe end &- window &+ 1 &- Int(entry.lead)
        guard unsafe start >= 0 && start &+ Int(entry.count) <= count else { continue }
        if unsafe matches(base + start, entry) { hits.append(LiteralHit(end: end, owner: Int(entry.owner))) }
      }
    }

    @inline(__always)
    private func matches(_ text: UnsafeRawPointer, _ entry: Entry) -> Bool {
      let count = Int(entry.count)
      let literal = unsafe pool + Int(entry.start)
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
