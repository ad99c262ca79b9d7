import Collectors
import Patterns
import Synchronization

/// Bytes as the message of a record: every group that a pattern captures lies inside it, the literals lose no match,
/// what was masked holds no secret, and what a report quotes of it is short and whole.
func fuzzCaptures(_ bytes: [UInt8]) -> String? {
  var dice = Dice(bytes)
  if let fault = patterns.withLock({ faultOfMatches($0, bytes, &dice) }) { return fault }
  let masked = Secrets.masked(bytes)
  guard Secrets.masked(masked) == masked else { return "masked twice is not masked once" }
  guard masked.count <= bytes.count + 4 * bytes.count else { return "masking made it longer" }
  return nil
}

/// Compiled once. A set is not shared between threads, and the tests replay in several: hence the lock.
private let patterns = Mutex(PatternSet(Catalog.sources))

private func faultOfMatches(_ patterns: PatternSet, _ bytes: [UInt8], _ dice: inout Dice) -> String? {
  let candidates = patterns.candidates(in: bytes.span)
  for number in candidates {
    guard let regex = patterns.match(number, in: bytes.span) else { continue }
    for group in 0...(regex.names.map(\.number).max() ?? 0) {
      guard let range = regex.range(of: group) else { continue }
      if range.upperBound > bytes.count {
        return "\(patterns.sources[number].name): group \(group) is \(range)"
      }
    }
  }
  // All of them would take a millisecond: some, and others with the next input.
  for _ in 0..<8 {
    let number = dice.below(patterns.sources.count)
    if patterns.match(number, in: bytes.span) != nil, !candidates.contains(number) {
      return "\(patterns.sources[number].name) matches, and its literals do not say so"
    }
  }
  return nil
}
