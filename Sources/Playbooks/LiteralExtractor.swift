/// From a regex to literals of which every matching text holds at least one, but for the case of ASCII letters.
///
/// They are looked for in raw lines, before anything is decoded. So they hold no byte that a wrapper may write
/// differently, and a literal ends where such a byte stands.
package enum LiteralExtractor {
  /// Shorter literals are in every line: a pattern that has none longer runs always.
  package static let shortest = 4
  /// From here on a literal is long enough for the fast table of the prefilter.
  package static let longEnough = 12

  /// The literals in lower case, shortest first; nil when there are none or the regex is not known for certain.
  package static func requiredLiterals(of regex: String) -> [String]? {
    guard let shape = try? RegexShapeReader.shape(of: regex) else { return nil }
    var extraction = LiteralExtraction(stopsAt: isEscaped)
    guard let best = extraction.text(of: shape).best, best.shortest >= shortest else { return nil }
    return best.members.map { String(decoding: $0, as: UTF8.self) }
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  /// Whether some match of the regex may hold none of `literals`: `false` is a proof, nil means it cannot be told.
  package static func mayLack(_ literals: [String], regex: String) -> Bool? {
    guard let shape = try? RegexShapeReader.shape(of: regex) else { return nil }
    var extraction = LiteralExtraction(stopsAt: { _ in false })
    extraction.wanted = literals.map { $0.utf8.map(RegexShapeReader.folded) }
    if extraction.text(of: shape).isCovered { return false }
    return extraction.hasGivenUp ? nil : true
  }

  /// Quotes, backslash, slash, what HTML-safe JSON escapes, control characters and what is not ASCII.
  package static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 32 || byte > 126 || "\"\\/<>&'".utf8.contains(byte)
  }
}

/// Texts of which one occurs: a required set, or the start or the end of a match.
struct LiteralSet: Hashable, Sendable {
  /// Different, ascending.
  private(set) var members: [[UInt8]]

  static let empty = LiteralSet([[]])
  /// A set of more members, or members of more bytes, is given up for a part of it.
  static let mostMembers = 64
  /// A required set of many branches.
  static let mostBranches = 256
  static let mostBytes = 96

  init(_ members: [[UInt8]]) { self.members = Set(members).sorted { $0.lexicographicallyPrecedes($1) } }

  var shortest: Int { members.map(\.count).min() ?? 0 }
  var longest: Int { members.map(\.count).max() ?? 0 }
  var isSmall: Bool { members.count <= LiteralSet.mostMembers && longest <= LiteralSet.mostBytes }

  /// Each of ours followed by each of `other`; nil when that would be too many.
  func joined(_ other: LiteralSet) -> LiteralSet? {
    guard members.count * other.members.count <= LiteralSet.mostMembers else { return nil }
    return LiteralSet(members.flatMap { left in other.members.map { left + $0 } })
  }

  func cut(_ part: ([UInt8]) -> ArraySlice<UInt8>) -> LiteralSet {
    LiteralSet(members.map { Array(part($0)) })
  }

  func union(_ other: LiteralSet) -> LiteralSet { LiteralSet(members + other.members) }

  /// Without members that hold another one: whoever finds the shorter needs no longer one.
  var reduced: LiteralSet {
    guard members.count > 1 else { return self }
    return LiteralSet(
      members.filter { one in !members.contains { $0 != one && LiteralSet.holds(one, $0) } })
  }

  /// Higher is better. The shortest member sets the speed until it is long enough; then the rarest counts, which
  /// the longest is likely to be, and few members.
  var worth: Int {
    let doublings = Int.bitWidth - (members.count - 1).leadingZeroBitCount
    if shortest < LiteralExtractor.longEnough { return 6 * shortest - 3 * doublings }
    return 1_000 + 3 * shortest - 4 * doublings - 4 * max(0, doublings - 2)
  }

  static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }
}

/// Walks a shape from the inside out and keeps what is known of each part's text.
struct LiteralExtraction {
  /// Bytes that no literal may hold.
  let stopsAt: (UInt8) -> Bool
  /// When a set of literals is to be proved: in lower case.
  var wanted: [[UInt8]] = []
  /// A bound was reached, so that an open proof says nothing.
  private(set) var hasGivenUp = false

  init(stopsAt: @escaping (UInt8) -> Bool) { self.stopsAt = stopsAt }

  struct Text {
    /// All texts there are, when they are few.
    var exact: LiteralSet?
    /// Each text starts with one of these, and ends with one of those.
    var prefixes: LiteralSet
    var suffixes: LiteralSet
    /// Each text holds one of these.
    var best: LiteralSet?
    /// Each text holds one of the wanted literals.
    var isCovered = false

    static let gap = Text(prefixes: .empty, suffixes: .empty)
  }

  mutating func text(of shape: RegexShape) -> Text {
    switch shape {
    case .gap: return .gap
    case .oneOf(let bytes):
      if bytes.contains(where: stopsAt) || wanted.isEmpty && bytes.count > 10 { return .gap }
      return exactly(LiteralSet(bytes.map { [$0] }))
    case .text(let bytes): return text(of: bytes)
    case .sequence(let parts):
      var result = exactly(.empty)
      for part in LiteralExtraction.runs(parts) { result = joined(result, text(of: part)) }
      return result
    case .alternatives(let branches):
      var result: Text?
      for branch in branches {
        let text = text(of: branch)
        result = result.map { either($0, text) } ?? text
      }
      return result ?? .gap
    case .repeated(let part, let least, let most): return repeated(text(of: part), least, most)
    }
  }

  /// A literal as far as it may stand in raw lines: what stops it splits it.
  private mutating func text(of bytes: [UInt8]) -> Text {
    var result = exactly(.empty)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(where: stopsAt) ?? bytes.count
      if end > start { result = joined(result, exactly(LiteralSet([Array(bytes[start..<end])]))) }
      if end < bytes.count { result = joined(result, .gap) }
      start = end + 1
    }
    return result
  }

  /// Bytes that stand side by side and leave no choice, taken together: a literal may begin behind a class.
  private static func runs(_ parts: [RegexShape]) -> [RegexShape] {
    var runs: [RegexShape] = []
    for part in parts {
      guard case .oneOf(let bytes) = part, bytes.count == 1 else {
        runs.append(part)
        continue
      }
      if case .text(let text)? = runs.last {
        runs[runs.count - 1] = .text(text + bytes)
      } else {
        runs.append(.text(bytes))
      }
    }
    return runs
  }

  private func exactly(_ set: LiteralSet) -> Text {
    Text(exact: set, prefixes: set, suffixes: set, best: usable(set), isCovered: covers(set))
  }

  /// nil when a member says nothing. The start of a long one is enough.
  private func usable(_ set: LiteralSet) -> LiteralSet? {
    guard set.shortest > 0 else { return nil }
    return set.longest <= LiteralSet.mostBytes
      ? set.reduced : set.cut { $0.prefix(LiteralSet.mostBytes) }.reduced
  }

  private func covers(_ set: LiteralSet) -> Bool {
    !wanted.isEmpty && set.members.allSatisfy { text in wanted.contains { LiteralSet.holds(text, $0) } }
  }

  private func better(_ sets: LiteralSet?...) -> LiteralSet? {
    var result: LiteralSet?
    for set in sets {
      if let set, set.worth > result?.worth ?? Int.min { result = set }
    }
    return result
  }

  private mutating func joined(_ left: Text, _ right: Text) -> Text {
    let seam = left.suffixes.joined(right.prefixes)
    if seam == nil { hasGivenUp = true }
    var result = Text(
      prefixes: left.prefixes, suffixes: right.suffixes,
      best: better(left.best, right.best, seam.flatMap(usable)),
      isCovered: left.isCovered || right.isCovered || seam.map(covers) ?? false)
    if let ours = left.exact, let theirs = right.exact, let all = ours.joined(theirs), all.isSmall {
      result.exact = all
      result.prefixes = all
      result.suffixes = all
      return result
    }
    // What is known in full passes its neighbour's edge through.
    if let ours = left.exact { result.prefixes = ours.joined(right.prefixes) ?? ours }
    if let theirs = right.exact { result.suffixes = left.suffixes.joined(theirs) ?? theirs }
    cut(&result)
    return result
  }

  /// Edges no longer than the bound: the outer bytes of a prefix, the inner ones of a suffix, are what counts.
  private mutating func cut(_ text: inout Text) {
    let most = LiteralSet.mostBytes
    if text.prefixes.longest > most {
      hasGivenUp = true
      text.prefixes = text.prefixes.cut { $0.prefix(most) }
    }
    if text.suffixes.longest > most {
      hasGivenUp = true
      text.suffixes = text.suffixes.cut { $0.suffix(most) }
    }
  }

  private mutating func either(_ left: Text, _ right: Text) -> Text {
    var result = Text.gap
    result.isCovered = left.isCovered && right.isCovered
    if let ours = left.exact, let theirs = right.exact, ours.union(theirs).isSmall {
      result.exact = ours.union(theirs)
    }
    result.prefixes = bounded(left.prefixes.union(right.prefixes))
    result.suffixes = bounded(left.suffixes.union(right.suffixes))
    if let ours = left.best, let theirs = right.best {
      let both = ours.union(theirs).reduced
      if both.members.count <= LiteralSet.mostBranches { result.best = both }
    }
    return result
  }

  private mutating func bounded(_ set: LiteralSet) -> LiteralSet {
    if set.members.count <= LiteralSet.mostMembers { return set }
    hasGivenUp = true
    return .empty
  }

  private mutating func repeated(_ part: Text, _ least: Int, _ most: Int?) -> Text {
    if least == 0 {
      if most == 1, let exact = part.exact, exact.union(.empty).isSmall {
        return exactly(exact.union(.empty))
      }
      // Twice or more is not followed.
      if most != 0, part.exact != nil { hasGivenUp = true }
      return most == 0 ? exactly(.empty) : .gap
    }
    if part.exact != nil, let most, most == least, least <= 8 {
      var result = part
      for _ in 1..<least { result = joined(result, part) }
      return result
    }
    if part.exact != nil, least > 1 { hasGivenUp = true }
    var result = part
    if most != 1 { result.exact = nil }
    return result
  }
}
