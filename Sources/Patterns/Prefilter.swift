/// Finds every line that may match a pattern, by the literals its patterns require; never loses one.
///
/// One table for all literals: the shortest sets its step, and a second table for short ones would cost a second walk
/// with that same step. So a literal under 12 bytes slows every line down, and `playbooks lint` names it.
package struct Prefilter: Sendable {
  /// Literals of at least this many bytes are fast.
  package static let longEnough = 12

  private let table: LiteralTable
  private let literals: [LiteralTable.Literal]
  /// Owners (pattern numbers) without any literal: candidates on every line.
  package let always: [Int]

  /// `literals[n]`: what pattern n requires, one of them; empty when it requires none. `routine`: texts of healthy
  /// lines, which the table is made to pass over quickly.
  package init(_ literals: [[String]], routine: [String] = []) {
    var known: [LiteralTable.Literal] = []
    var always: [Int] = []
    for (owner, words) in literals.enumerated() {
      // A literal too short for one block cannot be looked up: such a pattern runs always.
      if words.isEmpty || words.contains(where: { $0.utf8.count < 4 }) {
        always.append(owner)
        continue
      }
      for word in words { known.append(LiteralTable.Literal(bytes: Array(word.utf8), owner: owner)) }
    }
    var common = BlockCounts()
    for text in routine { common.add(Array(text.utf8).span) }
    self.init(known, common, always: always)
  }

  private init(_ literals: [LiteralTable.Literal], _ common: BlockCounts, always: [Int]) {
    self.literals = literals
    self.always = always
    table = LiteralTable(literals, common: common)
  }

  /// The same filter, made to pass quickly over text like this one. It finds the same.
  package func tuned(for text: Span<UInt8>) -> Prefilter {
    var common = BlockCounts()
    common.add(text)
    return Prefilter(literals, common, always: always)
  }

  /// Adds to `owners` each pattern with a literal in `line`, once, in no order. `always` is not included.
  package func candidates(in line: Span<UInt8>, into owners: inout [Int]) {
    var hits: [LiteralHit] = []
    find(in: line, hits: &hits)
    for hit in hits where !owners.contains(hit.owner) { owners.append(hit.owner) }
  }

  /// True when some literal occurs; cheaper than `candidates`.
  package func mayMatch(_ line: Span<UInt8>) -> Bool {
    unsafe line.withUnsafeBytes { unsafe table.occurs(in: $0) }
  }

  /// Every literal in `text`, which may be many lines; hits ascend.
  package func find(in text: Span<UInt8>, hits: inout [LiteralHit]) {
    unsafe text.withUnsafeBytes { unsafe table.find(in: $0, hits: &hits) }
  }
}
