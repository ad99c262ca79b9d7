import Bytes

/// A code word alone proves nothing: people name codes. It counts where a program puts it.
extension FramelessLine {
  /// True when the code at `place` stands in an answer, a field, a column of a table.
  func isTold(codeAt place: Range<Int>) -> Bool {
    guard place.upperBound <= text.count else { return true }
    let end = endOfCode(at: place.lowerBound) ?? place.upperBound
    let isFirst = endOfMarks.map { words($0..<max($0, place.lowerBound)).isEmpty } ?? false
    if end < text.count, text[end] == UInt8(ascii: ":"), isText(at: end + 1, isKnown: isFirst) { return true }
    let after = folded[end...].drop { $0 <= 32 || ",\"'\\".utf8.contains($0) }
    if after.starts(with: "status code".utf8) || after.starts(with: "request id".utf8) { return true }
    if isColumn(place.lowerBound..<end) { return true }
    let isLast = after.allSatisfy { $0 <= 32 || ".:)]}|`*".utf8.contains($0) }
    var before = folded[..<place.lowerBound].filter { $0 > 32 && !"\"'\\`*".utf8.contains($0) }
    for side in ["client.", "server."] where before.reversed().starts(with: side.utf8.reversed()) {
      before.removeLast(side.utf8.count)
    }
    if isField(before) { return isLast || end >= text.count || !isWord(after.first) || folded[end] == 58 }
    // `wrapping: wrapped`
    if let start = endOfMarks, begins(at: start), before.last == UInt8(ascii: ":"),
      isLast || text[end] == UInt8(ascii: ":")
    {
      return true
    }
    // What `uniq -c` counted.
    guard isLast else { return false }
    return !before.isEmpty && before.allSatisfy { isDigit($0) } && before != [UInt8(ascii: "0")]
  }

  private func isWord(_ byte: UInt8?) -> Bool { byte.map { $0 &- 97 < 26 || isDigit($0) } ?? false }

  /// `error=`, `"errorCode": "`, `api error `, `(Code)` behind `An error occurred`.
  private func isField(_ before: [UInt8]) -> Bool {
    Self.fields.contains { name in before.reversed().starts(with: name.utf8.reversed()) }
  }

  private static let fields = [
    "apierror", "errorcode:", "errorcode=", "code:", "code=", "error=", "error:", "reason:", "reason=",
    "dueto:",
    "occurred(", "withcode", "awserrorcode:",
  ]

  /// Columns are kept apart by a TAB or two blanks; a pod's row has its ready containers.
  private func isColumn(_ code: Range<Int>) -> Bool {
    guard text.first(where: { $0 > 32 }) != UInt8(ascii: "|") else { return false }
    let isApartBefore = code.lowerBound >= 2 && isGap(code.lowerBound - 2, code.lowerBound - 1)
    let isApartAfter = code.upperBound + 1 < text.count && isGap(code.upperBound + 1, code.upperBound)
    let hasMore = text[code.upperBound...].contains { $0 > 32 }
    if isApartBefore || isApartAfter { return hasMore && text[..<code.lowerBound].contains { $0 > 32 } }
    return words(0..<code.lowerBound).contains { word in
      let parts = word.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }
  }

  private func isGap(_ far: Int, _ near: Int) -> Bool {
    text[near] == 9 || (text[near] == 32 && text[far] <= 32)
  }

  // MARK: words

  static let firstPerson: Set<String> = [
    "i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "we'll", "my", "our", "ours", "us",
    "me",
  ]

  /// Nothing of a message, whoever printed it.
  static let speech: Set<String> = [
    "anyone", "anybody", "somebody", "someone", "thanks", "thank", "hello", "hi", "maybe", "perhaps", "guess",
    "wondering", "checked", "grep", "grepped", "grepping", "seen", "see", "saw", "seeing", "seems", "looks",
    "looked", "looking", "tried", "noticed", "think", "thought", "earlier", "yesterday", "today", "week",
    "weeks",
    "month", "months", "ago", "previously", "nothing", "nope", "it's", "that's", "there's", "possibly",
    "probably", "btw", "fyi", "related", "duplicate", "ruled",
  ]

  /// Just before an answer: it did not come.
  static let takesBack: Set<String> = [
    "excluded", "absent", "out", "impossible", "unlikely", "wrong", "missing",
  ]

  static let denials: Set<String> = [
    "no", "not", "never", "none", "without", "neither", "nor", "isn't", "wasn't", "aren't", "weren't",
    "don't",
    "doesn't", "didn't", "haven't", "hasn't", "n/a",
  ]

  /// `not found` behind a code is what a search came to.
  static let ofSearches: Set<String> = ["found", "seen", "present", "there", "in", "a", "any", "at", "one"]

  /// What stands behind `no` and `not` in messages.
  static let programDenials: Set<String> = [
    "able", "found", "enough", "available", "valid", "authorized", "allowed", "supported", "such", "route",
    "space", "exist", "exists", "set", "ready", "initialized", "implemented", "permitted", "match", "matches",
    "have", "in", "yet", "possible", "networks", "ec2", "trunk", "slot", "eniconfig", "addresses",
    "freeable", "primary", "interface", "preemption", "endpoints", "longer", "free", "been", "belong",
    "existing",
  ]

  /// In a label these take back what it would assert.
  static let doubts: Set<String> = [
    "cannot", "can't", "could", "would", "should", "if", "whether", "unless", "instead", "earlier", "last",
    "before", "previously", "used", "expected", "example", "e.g", "eg", "maybe", "might", "may", "grep",
    "check",
    "search", "find", "any", "or", "you", "your", "when", "means", "gone", "fixed", "today", "yesterday",
    "such",
    "so", "old", "duplicate", "guess", "suspect", "think", "perhaps", "probably", "nothing",
  ]

  static let smallWords: Set<String> = [
    "the", "a", "an", "is", "are", "of", "to", "and", "that", "this", "you", "your", "when", "because",
    "which",
    "it", "in", "for", "with", "not", "we", "if", "but", "how", "or", "then", "as", "be", "on", "by", "from",
    "at",
    "has", "have", "was", "were", "they", "there", "shows", "so", "only", "does", "do", "what", "why", "can",
    "all",
  ]
}
