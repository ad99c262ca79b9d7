import Commands
import Patterns
import PlaybookData
import Playbooks
import Testing

/// What the playbooks claim of themselves, with the engine that runs them.
@Suite struct CataloguePatterns {
  private static let handbook = PlaybookData.handbook

  @Test func `every example holds`() {
    let problems = PlaybookChecks.problems(of: CataloguePatterns.handbook)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  /// The prefilter may only spare work: whatever a pattern matches, it matches behind the filter.
  @Test func `filtered matching finds what naive matching finds`() {
    let set = PatternSet(
      CataloguePatterns.handbook.patterns.map {
        PatternSource(name: $0.name, literals: $0.literals, regex: $0.regex)
      })
    var texts = CataloguePatterns.handbook.patterns.flatMap { $0.matches + $0.ignores }
    texts += MessageTable.rows.map { Carriers.message($0, PlausibleValues().fill($0)) }
    var numbers = SeededNumbers(seed: 42)
    texts += texts.map { mutate($0, &numbers) }
    var wrong: [String] = []
    for text in texts {
      let bytes = Array(text.utf8)
      let naive = set.naiveMatches(in: bytes)
      if set.matches(in: bytes) != naive {
        wrong.append("\(naive.map { set.sources[$0.pattern].name }): \(text)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    #expect(set.broken.isEmpty)
    #expect(set.overBudget.isEmpty)
  }

  /// Some bytes changed, dropped, doubled or of another case; two texts of the same seed are the same.
  private func mutate(_ text: String, _ numbers: inout SeededNumbers) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<(1 + numbers.below(4)) where !bytes.isEmpty {
      let place = numbers.below(bytes.count)
      switch numbers.below(5) {
      case 0: bytes[place] = UInt8(32 + numbers.below(95))
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[place], at: place)
      case 3: bytes[place] ^= 0x20
      default:
        let end = min(bytes.count, place + 1 + numbers.below(12))
        bytes.insert(contentsOf: bytes[place..<end], at: numbers.below(bytes.count))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
