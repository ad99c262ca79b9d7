/// Words that are the same for everybody: a name has no place in them, whatever pods are called.
extension TextRedactor {
  /// `us-east-1`, `us-gov-west-1a`, `us-west-2-lax-1a`, `use1-az4`: areas and directions as AWS has them.
  static func isRegion(_ word: ArraySlice<UInt8>) -> Bool {
    guard (8...24).contains(word.count) else { return false }
    let parts = word.split(separator: 45, omittingEmptySubsequences: false)
    guard let area = parts.first, areas.contains(area.prefix(2)), let last = parts.last else { return false }
    if parts.count == 2 {
      return (4...5).contains(area.count) && area.last.map(isDigit) == true && last.count == 3
        && last.starts(with: "az".utf8)
    }
    let way = parts.dropFirst().prefix { directions.contains($0) }
    guard area.count == 2, !way.isEmpty, way.endIndex < parts.endIndex,
      let number = parts[way.endIndex].first, isDigit(number), parts[way.endIndex].count <= 2
    else { return false }
    // Local zones and Wavelength: a place of three letters and the zone's number.
    return parts[(way.endIndex + 1)...].allSatisfy { $0.count <= 3 && !$0.isEmpty }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static let areas = WordSet(KnownWords.words("us eu ap sa ca me af cn il mx"))
  private static let directions = WordSet(
    KnownWords.words("gov iso isob east west north south central northeast southeast northwest southwest"))

  /// `m5.large`, `u-6tb1.112xlarge`, `c7i.metal-24xl`: a family with its generation, and a size.
  static func isInstanceType(_ word: ArraySlice<UInt8>) -> Bool {
    guard (4...22).contains(word.count), let dot = word.firstIndex(of: 46) else { return false }
    let family = word[..<dot]
    let letters = family.prefix { (97...122).contains($0) || $0 == 45 }
    guard (1...4).contains(letters.count), letters.endIndex < dot, (48...57).contains(word[letters.endIndex]),
      family.allSatisfy({ isWord($0) || $0 == 45 })
    else { return false }
    let size = word[(dot + 1)...]
    if sizes.contains(size) { return true }
    let number = size.prefix { (48...57).contains($0) }
    return (1...3).contains(number.count) && size[number.endIndex...].elementsEqual("xlarge".utf8)
  }

  private static let sizes = WordSet(
    KnownWords.words(
      "nano micro small medium large xlarge metal metal-16xl metal-24xl metal-32xl metal-48xl metal-96xl"))

  /// `go_memstats_heap_objects` at the front of a line of Prometheus, or behind `# HELP `.
  static func isMetric(_ text: [UInt8], _ start: Int, _ stop: Int) -> Bool {
    guard start == 0 || (start == 7 && text[0] == UInt8(ascii: "#")) else { return false }
    let word = text[start..<stop]
    return word.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
      && KnownWords.metricPrefixes.contains { word.starts(with: $0) }
  }

  /// A zone, an instance type, a version: the same for everybody.
  static func isPublicShape(_ word: ArraySlice<UInt8>) -> Bool {
    if isRegion(word) { return true }
    // The code of a quota.
    if word.count == 10, word.starts(with: "L-".utf8), word.dropFirst(2).allSatisfy({ hexValue($0) != nil }) {
      return true
    }
    if word.count <= 24, let dot = word.firstIndex(of: 46) {
      let size = word[(dot + 1)...]
      let sizes = ["nano", "micro", "small", "medium", "large"]
      if sizes.contains(where: { size.elementsEqual($0.utf8) }) || size.starts(with: "metal".utf8)
        || (size.count <= 8 && size.suffix(6).elementsEqual("xlarge".utf8))
      {
        return true
      }
    }
    let digits = word.first == UInt8(ascii: "v") ? word.dropFirst() : word
    guard let first = digits.first, (48...57).contains(first) else { return false }
    return digits.prefix { (48...57).contains($0) || $0 == 46 }.count >= 3 && digits.contains(46)
  }
}
