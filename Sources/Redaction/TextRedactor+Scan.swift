import VPCModel

/// The walk over a text: word by word, each recognised by its shape, by the word before it, or by its name.
extension TextRedactor {
  /// Redacts a range; says how many bytes of it are words that nothing recognised.
  mutating func scan(_ text: [UInt8], _ range: Range<Int>, into out: inout [UInt8], depth: Int) -> Int {
    var index = range.lowerBound
    let end = range.upperBound
    var unknown = 0
    while index < end {
      let byte = text[index]
      if isWord(byte) || byte == UInt8(ascii: "%") {
        index = word(text, index, end, into: &out, depth, &unknown)
        continue
      }
      if byte == UInt8(ascii: ":"), index + 1 < end, text[index + 1] == byte,
        let next = colons(text, index, end, into: &out)
      {
        index = next
        continue
      }
      follow(byte)
      out.append(byte)
      index += 1
      // `\nledger` is a new line and a name, however deep the text is quoted, unless somebody is called so.
      if index + 1 < end, isBehindEscape(text, index + 1), isWord(text[index + 1]) {
        let run = text[index..<end].prefix { isWord($0) || $0 == 46 || $0 == 45 || $0 == 95 }
        if let next = knownName(text, index, run.endIndex, into: &out) {
          index = next
        } else {
          out.append(text[index])
          index += 1
        }
      }
    }
    return unknown
  }

  /// Whether `\n`, `\r` or `\t` stands before.
  func isBehindEscape(_ text: [UInt8], _ index: Int) -> Bool {
    index >= 2 && text[index - 2] == UInt8(ascii: "\\") && "nrt".utf8.contains(text[index - 1])
  }

  func beginsWord(_ text: [UInt8], _ index: Int) -> Bool {
    index == 0 || !isWord(text[index - 1]) || isBehindEscape(text, index)
  }

  /// Braces, which end a map of labels.
  private mutating func follow(_ byte: UInt8) {
    guard let depth = state.labelDepth else { return }
    if byte == UInt8(ascii: "{") { state.labelDepth = depth + 1 }
    if byte == UInt8(ascii: "}") { state.labelDepth = depth <= 1 ? nil : depth - 1 }
  }

  /// One word and what belongs to it; says where the next begins.
  private mutating func word(
    _ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8], _ depth: Int, _ unknown: inout Int
  ) -> Int {
    if depth < 4, let next = percentEncoded(text, start, end, into: &out, depth) { return next }
    if text[start] == UInt8(ascii: "%") {
      out.append(text[start])
      return start + 1
    }
    let run = text[start..<end].prefix { isWord($0) || $0 == 46 || $0 == 45 || $0 == 95 }
    if let next = mail(text, run, end, into: &out) { return next }
    if let next = arn(text, start, end, into: &out, depth) { return next }
    if run.count <= 17, let next = colons(text, start, end, into: &out) { return next }
    if depth < 4, let next = base64(text, start, end, into: &out, depth) { return next }
    let last = text[start..<run.endIndex].lastIndex { isWord($0) } ?? start
    let stop = last + 1
    let isKey =
      stop < end && text[stop] == UInt8(ascii: "\"")
      && text[(stop + 1)..<end].first { $0 != 32 } == UInt8(ascii: ":")
    if let next = lambda(text, start, stop, into: &out, depth) { return next }
    if isInLabels, let next = label(text, start, end, into: &out, depth) { return next }
    let next = words(text, start, stop, end, into: &out, depth, &unknown, isKey: isKey)
    if next > stop { return next }
    return context(text, start, stop, end, into: &out, depth) ?? stop
  }

  /// `AWS Lambda VPC ENI-my-function-6f0c…`: the function's name, before the UUID.
  private mutating func lambda(
    _ text: [UInt8], _ start: Int, _ stop: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    guard stop - start > 41, text[start..<stop].starts(with: "ENI-".utf8), text[stop - 37] == 45,
      Self.endOfUUID(text, stop - 36, stop) == stop
    else { return nil }
    out += text[start..<start + 4]
    value(text, (start + 4)..<(stop - 37), .name, isOpaque: true, into: &out, depth: depth)
    out.append(45)
    putHex(text[(stop - 36)..<stop], keeping: 0, fixed: [12, 16], domain: 0x101, into: &out)
    return stop
  }

  var isInLabels: Bool { state.labelDepth != nil || state.labelIndent != nil }

  // MARK: inside a word

  /// The parts of a word: addresses, ids, names that are known, and what is left.
  ///
  /// - Parameter isKey: a key of JSON, which is no name unless it looks like one.
  /// - Returns: where it ends, behind the mask of an address.
  mutating func words(
    _ text: [UInt8], _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int,
    _ unknown: inout Int, isKey: Bool = false
  ) -> Int {
    // `m5.large` and `us-east-1` say nothing of a pod called large, nor does the name of a metric.
    let whole = text[start..<stop]
    if Self.isRegion(whole) || Self.isInstanceType(whole) || Self.isMetric(text, start, stop) {
      out += text[start..<stop]
      return stop
    }
    var index = start
    while index < stop {
      guard isWord(text[index]) else {
        out.append(text[index])
        index += 1
        continue
      }
      if let next = generatedName(text, index, stop, into: &out)
        ?? knownName(text, index, stop, into: &out, isKey: isKey)
        ?? shape(text, index, start, stop, end, into: &out)
      {
        index = next
        continue
      }
      if index == start, !isKey, let next = host(text, index, stop, into: &out) {
        index = next
        continue
      }
      let part = text[index..<stop].prefix(while: isWord)
      if state.countsUnknown, !isSafe(part) { unknown += part.count }
      out += part
      index = part.endIndex
    }
    return index
  }

  /// A name or an identifier that begins here, whatever stands around it.
  mutating func named(
    _ text: [UInt8], _ index: Int, _ start: Int, _ stop: Int, into out: inout [UInt8]
  ) -> Int? {
    generatedName(text, index, stop, into: &out) ?? knownName(text, index, stop, into: &out)
      ?? shape(text, index, start, stop, stop, into: &out)
  }

  /// Numbers say nothing, and words of the vocabulary neither.
  private func isSafe(_ part: ArraySlice<UInt8>) -> Bool {
    part.allSatisfy { (48...57).contains($0) } || isInVocabulary(part)
  }

  /// The longest known name that begins here and ends with a part of the word.
  private mutating func knownName(
    _ text: [UInt8], _ start: Int, _ stop: Int, into out: inout [UInt8], isKey: Bool = false
  ) -> Int? {
    guard let plan, !plan.names.isEmpty, !state.ignoresNames else { return nil }
    var hash = foldedHash([])
    var exact = exactSeed
    var found: (end: Int, kind: NameKind)?
    var index = start
    var hasSmall = false
    var hasCapital = false
    var hasMark = false
    while index < stop, index - start < 256 {
      let byte = text[index]
      hash = foldedHash(hash, byte)
      exact = exactHash(exact, byte)
      if (97...122).contains(byte) { hasSmall = true }
      if (65...90).contains(byte) { hasCapital = true }
      if !(97...122).contains(byte), !(65...90).contains(byte) { hasMark = true }
      index += 1
      guard index == stop || !isWord(text[index]), isWord(byte) else { continue }
      guard index - start >= 3, hasSmall || hasCapital,
        // `Available` is no namespace called available.
        let kind = plan.names[hasSmall && hasCapital ? exact : hash]
      else { continue }
      if plan.vocabulary.contains(hash: hash) || KnownWords.system.contains(hash: hash) { continue }
      if isKey, !hasMark { continue }
      found = (index, kind)
    }
    guard let found else { return nil }
    putName(text[start..<found.end], found.kind, into: &out)
    return found.end
  }

}
