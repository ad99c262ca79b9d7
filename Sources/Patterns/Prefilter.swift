/// Finds every line that may match a pattern, by the literals its patterns require; never loses one.
///
/// Wu-Manber over blocks of four bytes: a table says how far the window may jump, which is the whole length
/// of the shortest literal where nothing fits. Bytes are folded with `| 0x20`, so that case-insensitive
/// patterns share the table; what the fold lets through by accident the verification takes out again.
/// Literals under 12 bytes live in a second table, because the shortest literal sets the speed of its table.
package struct Prefilter: Sendable {
  /// Literals of at least this many bytes share the fast table.
  package static let longEnough = 12

  private let long: LiteralTable
  private let short: LiteralTable
  /// Owners (pattern numbers) without any literal: candidates on every line.
  package let always: [Int]

  /// `literals[n]`: what pattern n requires, one of them; empty when it requires none.
  package init(_ literals: [[String]]) {
    var longOnes: [([UInt8], Int)] = []
    var shortOnes: [([UInt8], Int)] = []
    var always: [Int] = []
    for (owner, words) in literals.enumerated() {
      // A literal too short for one block cannot be looked up: such a pattern runs always.
      if words.isEmpty || words.contains(where: { $0.utf8.count < 4 }) {
        always.append(owner)
        continue
      }
      for word in words {
        let bytes = Array(word.utf8)
        if bytes.count >= Prefilter.longEnough {
          longOnes.append((bytes, owner))
        } else {
          shortOnes.append((bytes, owner))
        }
      }
    }
    long = LiteralTable(longOnes)
    short = LiteralTable(shortOnes)
    self.always = always
  }

  /// Adds to `owners` each pattern with a literal in `line`, once, in no order. `always` is not included.
  package func candidates(in line: Span<UInt8>, into owners: inout [Int]) {
    unsafe line.withUnsafeBytes { bytes in
      unsafe long.find(in: bytes, into: &owners)
      unsafe short.find(in: bytes, into: &owners)
    }
  }

  /// True when some literal occurs; cheaper than `candidates`.
  package func mayMatch(_ line: Span<UInt8>) -> Bool {
    unsafe line.withUnsafeBytes { bytes in
      unsafe long.occurs(in: bytes) || short.occurs(in: bytes)
    }
  }
}

/// One Wu-Manber table. Empty tables find nothing.
private struct LiteralTable: Sendable {
  private struct Entry {
    let folded: [UInt8]
    let owner: Int
  }

  private let shortest: Int
  private let shifts: [UInt8]
  /// Start of each block's entries in `entries`; one more at the end.
  private let starts: [Int32]
  private let entries: [Entry]

  init(_ literals: [([UInt8], Int)]) {
    guard let shortest = literals.map(\.0.count).min() else {
      shortest = 0
      shifts = []
      starts = []
      entries = []
      return
    }
    self.shortest = shortest
    let jump = min(shortest - 3, 255)
    var shifts = [UInt8](repeating: UInt8(jump), count: 1 << 16)
    var buckets: [Int: [Entry]] = [:]
    for (bytes, owner) in literals {
      let folded = bytes.map { $0 | 0x20 }
      // Only the first `shortest` bytes move the window; the rest is verified.
      for end in 3..<shortest {
        let block = LiteralTable.hash(folded[end - 3], folded[end - 2], folded[end - 1], folded[end])
        shifts[block] = min(shifts[block], UInt8(min(shortest - 1 - end, 255)))
        if end == shortest - 1 { buckets[block, default: []].append(Entry(folded: folded, owner: owner)) }
      }
    }
    var starts: [Int32] = []
    var entries: [Entry] = []
    starts.reserveCapacity((1 << 16) + 1)
    for block in 0..<(1 << 16) {
      starts.append(Int32(entries.count))
      entries.append(contentsOf: buckets[block] ?? [])
    }
    starts.append(Int32(entries.count))
    self.shifts = shifts
    self.starts = starts
    self.entries = entries
  }

  private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Int {
    hash(UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24)
  }

  @inline(__always) private static func hash(_ block: UInt32) -> Int { Int((block &* 0x9E37_79B1) >> 16) }

  func find(in bytes: UnsafeRawBufferPointer, into owners: inout [Int]) {
    unsafe scan(bytes) { owner in
      if !owners.contains(owner) { owners.append(owner) }
      return true
    }
  }

  func occurs(in bytes: UnsafeRawBufferPointer) -> Bool {
    var found = false
    unsafe scan(bytes) { _ in
      found = true
      return false
    }
    return found
  }

  /// Calls back for each literal found until it answers false.
  @inline(__always)
  private func scan(_ bytes: UnsafeRawBufferPointer, _ hit: (Int) -> Bool) {
    guard shortest >= 4, bytes.count >= shortest, let base = bytes.baseAddress else { return }
    let count = bytes.count
    unsafe shifts.withUnsafeBufferPointer { shifts in
      var end = shortest - 1
      while end < count {
        let block = unsafe base.loadUnaligned(fromByteOffset: end - 3, as: UInt32.self) | 0x2020_2020
        let slot = LiteralTable.hash(UInt32(littleEndian: block))
        let shift = unsafe shifts[slot]
        if shift != 0 {
          end += Int(shift)
          continue
        }
        let start = end - shortest + 1
        for index in Int(starts[slot])..<Int(starts[slot + 1]) {
          let entry = entries[index]
          if unsafe entry.folded.count <= count - start && matches(entry.folded, base, start) {
            if !hit(entry.owner) { return }
          }
        }
        end += 1
      }
    }
  }

  private func matches(_ folded: [UInt8], _ base: UnsafeRawPointer, _ start: Int) -> Bool {
    for (offset, byte) in folded.enumerated() {
      if unsafe base.load(fromByteOffset: start + offset, as: UInt8.self) | 0x20 != byte { return false }
    }
    return true
  }
}
