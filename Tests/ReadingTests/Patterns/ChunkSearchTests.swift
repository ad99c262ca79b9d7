import Foundation
import Patterns
import TestSupport
import Testing

/// A search over a chunk of many lines finds what a search of every place finds, wherever the chunk is cut in four.
@Suite struct ChunkSearchTests {
  /// Chunks of 4,096 bytes and more are walked in four places at once.
  static let lengths = [0, 3, 4, 39, 40, 700, 4_095, 4_096, 4_097, 4_099, 5_000, 16_384, 70_001]

  @Test(arguments: 0..<24) func `random literals in random chunks`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed &* 977 &+ 3)
    let words = Self.words(&dice)
    let filter = Prefilter(words.map { [$0] })
    let literals = words.map { Array($0.utf8) }
    var found = 0
    for length in Self.lengths {
      let chunk = Self.chunk(length, literals, &dice)
      let naive = Self.naive(literals, in: chunk)
      found += naive.count
      expect(filter, finds: naive, literals, in: chunk, "seed \(seed), \(length) bytes")
      let sample = Self.chunk(3_000, literals, &dice)
      expect(filter.tuned(for: sample.span), finds: naive, literals, in: chunk, "tuned, seed \(seed)")
      expect(
        filter.tuned(for: chunk.span), finds: naive, literals, in: chunk, "tuned for itself, seed \(seed)")
    }
    #expect(found > 100, "the property says nothing when nothing is found")
  }

  @Test(arguments: [4_096, 4_097, 4_098, 4_099, 8_192])
  func `a literal at every place, also over the borders of the quarters`(length: Int) {
    let words = ["InsufficientCidrBlocks", "CidrBlocks!?", String(repeating: "abcdefg ", count: 40) + "end"]
    let filter = Prefilter(words.map { [$0] })
    for word in words {
      let bytes = Array(word.utf8)
      let borders = [0, length / 4, length / 4 * 2, length / 4 * 3, length]
      for border in borders {
        for start in (border - bytes.count - 2)...(border + 2) {
          guard start >= 0, start + bytes.count <= length else { continue }
          var chunk = [UInt8](repeating: UInt8(ascii: "."), count: length)
          chunk.replaceSubrange(start..<start + bytes.count, with: bytes)
          let literals = words.map { Array($0.utf8) }
          let naive = Self.naive(literals, in: chunk)
          #expect(!naive.isEmpty)
          expect(filter, finds: naive, literals, in: chunk, "\(word.prefix(12)) at \(start) of \(length)")
        }
      }
    }
  }

  @Test func `every line of the samples, as lines and as chunks`() throws {
    let words = [
      "InsufficientCidrBlocks", "InsufficientFreeAddresses", "IP stats - total", "no available IP",
      "request id: ", "AddNetwork", "eni-0", "failed to", "UnauthorizedOperation",
    ]
    let set = PatternSet(words.map { PatternSource(name: $0, literals: [$0], regex: "(?i)\\Q\($0)\\E") })
    let literals = words.map { Array($0.utf8) }
    var found = 0
    for name in Samples.files(in: Samples.cases).filter({ $0.hasSuffix(".log") }).prefix(24) {
      let bytes = [UInt8](try Data(contentsOf: Samples.cases.appending(path: name)).prefix(60_000))
      let naive = Self.naive(literals, in: bytes)
      found += naive.count
      expect(set.prefilter, finds: naive, literals, in: bytes, "\(name)")
      expect(set.prefilter.tuned(for: bytes.span), finds: naive, literals, in: bytes, "\(name), tuned")
      for line in bytes.split(separator: 10).prefix(60) {
        #expect(set.matches(in: Array(line)) == set.naiveMatches(in: Array(line)))
      }
    }
    #expect(found > 1_000)
  }

  // MARK: what is compared

  /// A literal and where it begins.
  private struct Found: Hashable {
    let owner: Int
    let start: Int
  }

  /// As the filter folds them: bit 5 of each byte is nothing.
  private static func naive(_ literals: [[UInt8]], in chunk: [UInt8]) -> [Found] {
    let folded = chunk.map { $0 | 0x20 }
    var found: [Found] = []
    for (owner, literal) in literals.enumerated() where literal.count <= chunk.count {
      let wanted = literal.map { $0 | 0x20 }
      for start in 0...(chunk.count - wanted.count) where folded[start] == wanted[0] {
        if folded[start..<start + wanted.count].elementsEqual(wanted) {
          found.append(Found(owner: owner, start: start))
        }
      }
    }
    return found
  }

  /// Each place is hit once, by a byte that belongs to it, and the hits ascend.
  private func expect(
    _ filter: Prefilter, finds naive: [Found], _ literals: [[UInt8]], in chunk: [UInt8], _ what: Comment,
    from location: SourceLocation = #_sourceLocation
  ) {
    var hits: [LiteralHit] = []
    filter.find(in: chunk.span, hits: &hits)
    let isAscending = zip(hits, hits.dropFirst()).allSatisfy { $0.end <= $1.end }
    #expect(isAscending, what, sourceLocation: location)
    let starts = Dictionary(grouping: naive, by: \.owner).mapValues { $0.map(\.start).sorted() }
    let ends = Dictionary(grouping: hits, by: \.owner).mapValues { $0.map(\.end).sorted() }
    #expect(Set(starts.keys) == Set(ends.keys), what, sourceLocation: location)
    for (owner, starts) in starts {
      // The window lies at one place of a literal, so the hits of one owner lie equally far from its starts.
      let distances = Set(zip(ends[owner] ?? [], starts).map { $0 - $1 })
      #expect(ends[owner]?.count == starts.count, what, sourceLocation: location)
      #expect(distances.count == 1, what, sourceLocation: location)
      #expect(
        distances.allSatisfy { (3..<literals[owner].count).contains($0) }, what, sourceLocation: location)
    }
    let occurs = filter.mayMatch(chunk.span)
    #expect(occurs == !naive.isEmpty, what, sourceLocation: location)
  }

  // MARK: what is searched

  private static let alphabet = Array("abABcé@`- ".utf8)

  /// Literals of 4 to 40 bytes, a longer one than the table's longest step, and parts and spellings of others.
  private static func words(_ dice: inout SeededGenerator) -> [String] {
    func word(_ lengths: ClosedRange<Int>) -> String {
      let length = Int.random(in: lengths, using: &dice)
      return String((0..<length).map { _ in "abABc-@` _".randomElement(using: &dice) ?? "a" })
    }
    var words = (0..<8).map { _ in word(Bool.random(using: &dice) ? 4...40 : 12...40) }
    words.append(word(256...300))
    for _ in 0..<3 {
      let other = words.randomElement(using: &dice) ?? ""
      words.append(String(other.suffix(max(4, other.count / 2))))
      words.append(String(other.prefix(max(4, other.count - 1))))
      words.append(other.uppercased())
    }
    return words
  }

  private static func chunk(_ length: Int, _ literals: [[UInt8]], _ dice: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < length {
      var part = literals.randomElement(using: &dice) ?? []
      let place = Int.random(in: 0..<part.count, using: &dice)
      switch Int.random(in: 0..<9, using: &dice) {
      case 0: part[place] ^= 0x20
      case 1: part[place] = UInt8.random(in: 0...255, using: &dice)
      case 2: part = Array(part.dropLast(place))
      case 3: part = Array(part.dropFirst(place))
      case 4: part = [10]
      case 5: part = (0..<place).map { _ in alphabet.randomElement(using: &dice) ?? 0 }
      default: break
      }
      bytes += part
    }
    // A whole literal at the very first and the very last byte.
    if let first = literals.randomElement(using: &dice) {
      bytes.replaceSubrange(0..<min(first.count, bytes.count), with: first)
    }
    bytes = Array(bytes.prefix(length))
    if let last = literals.randomElement(using: &dice), last.count <= length {
      bytes.replaceSubrange((length - last.count)..<length, with: last)
    }
    return bytes
  }
}
