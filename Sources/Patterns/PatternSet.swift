/// What a pattern set is made of: a name, the literals it requires (one of them), the regex.
package struct PatternSource: Hashable, Sendable {
  package let name: String
  package let literals: [String]
  package let regex: String
  package init(name: String, literals: [String], regex: String) {
    self.name = name
    self.literals = literals
    self.regex = regex
  }
}

/// A pattern found in a text, with the named groups that took part.
package struct PatternMatch: Hashable, Sendable {
  /// Number of the pattern in its set.
  package let pattern: Int
  package let range: Range<Int>
  package let captures: [String: String]
}

/// Many patterns behind one prefilter. A regex is compiled at its first candidate line.
///
/// A class because the compiled patterns grow while it is used. Not shared between threads.
package final class PatternSet {
  package let sources: [PatternSource]
  package let prefilter: Prefilter
  private var compiled: [Regex?]
  /// Attempts that reached a limit, by pattern name: reported, never silent.
  package private(set) var overBudget: [String: Int] = [:]
  /// Patterns that do not compile, found at first use; the build checks the embedded ones.
  package private(set) var broken: [String: RegexError] = [:]

  /// `prefilter`: one made of the same sources before, to be shared.
  package init(_ sources: [PatternSource], prefilter: Prefilter? = nil) {
    self.sources = sources
    self.prefilter = prefilter ?? Prefilter(sources.map(\.literals))
    compiled = Array(repeating: nil, count: sources.count)
  }

  /// Patterns worth trying on a line, by its raw bytes; ascending.
  package func candidates(in line: Span<UInt8>) -> [Int] {
    var owners = prefilter.always
    prefilter.candidates(in: line, into: &owners)
    return owners.sorted()
  }

  /// Patterns worth trying on a text, ascending: by the literals found in it, or in the raw line it came from.
  package func candidates(in text: Span<UInt8>, hits: ArraySlice<LiteralHit>?, into numbers: inout [Int]) {
    numbers.removeAll(keepingCapacity: true)
    numbers.append(contentsOf: prefilter.always)
    if let hits {
      for hit in hits where !numbers.contains(hit.owner) { numbers.append(hit.owner) }
    } else {
      prefilter.candidates(in: text, into: &numbers)
    }
    if numbers.count > 1 { numbers.sort() }
  }

  /// The regex of a pattern that has just matched, with its groups.
  package func matched(_ number: Int) -> Regex? { compiled[number] }

  /// Tries one pattern on a decoded text. The regex holds the groups of the match until it is tried again.
  package func match(_ number: Int, in text: Span<UInt8>) -> Regex? {
    guard let regex = regex(number) else { return nil }
    switch regex.match(text) {
    case .matched: return regex
    case .noMatch: return nil
    case .overBudget:
      overBudget[sources[number].name, default: 0] += 1
      return nil
    }
  }

  /// Matches of the `candidates` in `text` (decoded), ascending by pattern.
  package func matches(in text: [UInt8], candidates: [Int]) -> [PatternMatch] {
    var result: [PatternMatch] = []
    for number in candidates {
      guard let regex = match(number, in: text.span) else { continue }
      var captures: [String: String] = [:]
      for (name, group) in regex.names {
        if let range = regex.range(of: group), range.upperBound <= text.count, range.count <= 512 {
          captures[name] = String(decoding: text[range], as: UTF8.self)
        }
      }
      let range = regex.range(of: 0) ?? 0..<0
      result.append(PatternMatch(pattern: number, range: range, captures: captures))
    }
    return result
  }

  /// Filtered matching: the literals of `text` itself name the candidates.
  package func matches(in text: [UInt8]) -> [PatternMatch] {
    matches(in: text, candidates: candidates(in: text.span))
  }

  /// Every pattern tried, no prefilter: what the filtered result must equal.
  package func naiveMatches(in text: [UInt8]) -> [PatternMatch] {
    matches(in: text, candidates: Array(sources.indices))
  }

  private func regex(_ number: Int) -> Regex? {
    if let regex = compiled[number] { return regex }
    if broken[sources[number].name] != nil { return nil }
    do {
      let regex = try Regex(sources[number].regex)
      compiled[number] = regex
      return regex
    } catch {
      broken[sources[number].name] = error
      return nil
    }
  }
}
