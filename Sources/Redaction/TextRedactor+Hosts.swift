/// Hosts: dotted words that end as one does.
extension TextRedactor {
  /// `db7.corp.acme.example`: dotted words that end as a host does. Those of AWS keep what is theirs.
  mutating func host(_ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8]) -> Int? {
    let run = text[index..<stop].prefix { isWord($0) || $0 == 45 || $0 == 46 }
    let labels = run.split(separator: 46, omittingEmptySubsequences: false)
    guard labels.count >= 2, let top = labels.last, KnownWords.topDomains.contains(top),
      labels.allSatisfy({ !$0.isEmpty })
    else { return nil }
    guard let suffix = publicSuffix(of: run) else {
      // `Client.io` is a word and a package; a host is in small letters, or all in capitals.
      let hasSmall = run.contains { (97...122).contains($0) }
      let hasCapital = run.contains { (65...90).contains($0) }
      if hasSmall, hasCapital { return nil }
      putName(run, .host, into: &out)
      return run.endIndex
    }
    let own = run.count - suffix
    var at = run.startIndex
    for label in run.prefix(max(0, own)).split(separator: 46) {
      out += text[at..<label.startIndex]
      var part: [UInt8] = []
      var unknown = 0
      let counted = state.countsUnknown
      state.countsUnknown = true
      // Ids, addresses and accounts have shapes of their own; other words name somebody.
      label.withIndices { range in
        _ = words(text, range.lowerBound, range.upperBound, range.upperBound, into: &part, 4, &unknown)
      }
      state.countsUnknown = counted
      if unknown == 0 || KnownWords.publicLabels.contains(label) || Self.isRegion(label) {
        out += part
      } else {
        putName(label, .name, into: &out)
      }
      at = label.endIndex
    }
    out += text[at..<run.endIndex]
    return run.endIndex
  }

  /// Bytes of the public suffix of a host, its dot included; nil when it has none.
  func publicSuffix(of name: ArraySlice<UInt8>) -> Int? {
    let lower = name.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    return KnownWords.publicSuffixes.first { suffix in
      lower.count >= suffix.count && lower.suffix(suffix.count).elementsEqual(suffix)
        && (lower.count == suffix.count || lower[lower.count - suffix.count - 1] == 46)
    }.map { min(name.count, $0.count + 1) }
  }
}

extension ArraySlice where Element == UInt8 {
  /// Its own range, for what takes the whole array.
  fileprivate func withIndices<Result>(_ body: (Range<Int>) -> Result) -> Result {
    body(startIndex..<endIndex)
  }
}
