/// Finds every line that may match a pattern, by the literals its patterns require; never loses one.
///
/// Literals under 12 bytes live in a second table, because the shortest literal sets the speed of its table.
package struct Prefilter: Sendable {
  /// Literals of at least this many bytes share the fast table.
  package static let longEnough = 12

  private let long: LiteralTable
  private let short: LiteralTable
  /// Owners (pattern numbers) without any literal: candidates on every line.
  package let always: [Int]

  /// `literals[n]`: what pattern n requires, one of them; empty when it requires none. `routine`: texts of healthy
  /// lines, which the tables are made to pass over quickly.
  package init(_ literals: [[String]], routine: [String] = []) {
    var longOnes: [LiteralTable.Literal] = []
    var shortOnes: [LiteralTable.Literal] = []
    var always: [Int] = []
    for (owner, words) in literals.enumerated() {
      // A literal too short for one block cannot be looked up: such a pattern runs always.
      if words.isEmpty || words.contains(where: { $0.utf8.count < 4 }) {
        always.append(owner)
        continue
      }
      for word in words {
        let literal = LiteralTable.Literal(bytes: Array(word.utf8), owner: owner)
        if literal.bytes.count >= Prefilter.longEnough {
          longOnes.append(literal)
        } else {
          shortOnes.append(literal)
        }
      }
    }
    var common: Set<UInt16> = []
    for text in routine { LiteralTable.blocks(of: Array(text.utf8), into: &common) }
    long = LiteralTable(longOnes, common: common)
    short = LiteralTable(shortOnes, common: common)
    self.always = always
  }

  /// Adds to `owners` each pattern with a literal in `line`, once, in no order. `always` is not included.
  package func candidates(in line: Span<UInt8>, into owners: inout [Int]) {
    var hits: [LiteralHit] = []
    unsafe line.withUnsafeBytes { bytes in
      unsafe long.find(in: bytes, hits: &hits)
      unsafe short.find(in: bytes, hits: &hits)
    }
    for hit in hits where !owners.contains(hit.owner) { owners.append(hit.owner) }
  }

  /// True when some literal occurs; cheaper than `candidates`.
  package func mayMatch(_ line: Span<UInt8>) -> Bool {
    unsafe line.withUnsafeBytes { bytes in
      unsafe long.occurs(in: bytes) || short.occurs(in: bytes)
    }
  }

  /// Every literal in `text`, which may be many lines: hits of each table ascend.
  package func find(in text: Span<UInt8>, long longHits: inout [LiteralHit], short shortHits: inout [LiteralHit]) {
    unsafe text.withUnsafeBytes { bytes in
      unsafe long.find(in: bytes, hits: &longHits)
      unsafe short.find(in: bytes, hits: &shortHits)
    }
  }
}
