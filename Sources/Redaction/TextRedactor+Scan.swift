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
    }
    return unknown
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
  private mutating func words(
    _ text: [UInt8], _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8], _ depth: Int,
    _ unknown: inout Int, isKey: Bool = false
  ) -> Int {
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

  /// An address, an identifier or a generated name that begins here.
  private mutating func shape(
    _ text: [UInt8], _ index: Int, _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8]
  ) -> Int? {
    let byte = text[index]
    if (48...57).contains(byte), let next = address(text, index, start, stop, end, into: &out) { return next }
    if byte | 0x20 == UInt8(ascii: "i"), let next = dashedAddress(text, index, stop, into: &out) {
      return next
    }
    if let next = identifier(text, index, stop, into: &out) { return next }
    return digits(text, index, start, stop, end, into: &out)
  }

  /// `10.0.1.23` and `10.0.1.0/24`; the length stays.
  private mutating func address(
    _ text: [UInt8], _ index: Int, _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8]
  ) -> Int? {
    // `1.19.6.10` behind `v` or another number is a version.
    if index > start, text[index - 1] == 46 { return nil }
    guard let (address, next) = Self.quad(text, index, stop, separator: 46) else { return nil }
    if next + 1 < stop, text[next] == 46, (48...57).contains(text[next + 1]) { return nil }
    var length: Int?
    var after = next
    if next < end, text[next] == UInt8(ascii: "/") {
      let mask = text[(next + 1)..<end].prefix(3).prefix { (48...57).contains($0) }
      let value = mask.reduce(0) { $0 * 10 + Int($1 - 48) }
      if (1...2).contains(mask.count), value <= 32, mask.endIndex == end || !isWord(text[mask.endIndex]) {
        length = value
        after = mask.endIndex
      }
    }
    if length == nil, Self.isService(text, index, next, end) { note(service: address) }
    putAddress(address, length: length, dash: false, for: text[index..<next], into: &out)
    out += text[next..<after]
    return after
  }

  /// `https://10.96.0.1:443`: what evidence names as the address of the API server.
  private static func isService(_ text: [UInt8], _ index: Int, _ next: Int, _ end: Int) -> Bool {
    func has(_ word: StaticString, before index: Int) -> Bool {
      let word = Array(word.description.utf8)
      return index >= word.count && text[(index - word.count)..<index].elementsEqual(word)
    }
    func has(_ word: StaticString, at index: Int) -> Bool {
      text[index..<end].starts(with: word.description.utf8)
    }
    if has("KUBERNETES_SERVICE_HOST=", before: index) { return true }
    return has("https://", before: index) && (has(":443/api", at: next) || has(":443/version", at: next))
  }

  /// `ip-10-0-1-23`, before a dot or alone.
  private mutating func dashedAddress(
    _ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8]
  ) -> Int? {
    guard index + 3 < stop, text[index + 1] | 0x20 == UInt8(ascii: "p"), text[index + 2] == 45,
      let (address, next) = Self.quad(text, index + 3, stop, separator: 45)
    else { return nil }
    out += text[index..<index + 3]
    putAddress(address, length: nil, dash: true, for: text[(index + 3)..<next], into: &out)
    // What follows is the domain: of AWS it stays.
    guard next < stop, text[next] == 46 else { return next }
    return domain(text, next, stop, into: &out)
  }

  private mutating func domain(_ text: [UInt8], _ dot: Int, _ stop: Int, into out: inout [UInt8]) -> Int {
    let rest = text[(dot + 1)..<stop]
    let labels = rest.split(separator: 46)
    guard let last = labels.last, labels.count > 1 || KnownWords.topDomains.contains(last),
      KnownWords.topDomains.contains(last), publicSuffix(of: rest) == nil
    else { return dot }
    out.append(46)
    putName(rest, .host, into: &out)
    return stop
  }

  static func quad(_ text: [UInt8], _ index: Int, _ stop: Int, separator: UInt8) -> (IPv4Address, Int)? {
    var number: UInt32 = 0
    var at = index
    for octet in 0..<4 {
      if octet > 0 {
        guard at < stop, text[at] == separator else { return nil }
        at += 1
      }
      let first = at
      var value: UInt32 = 0
      while at < stop, at - first < 4, (48...57).contains(text[at]) {
        value = value * 10 + UInt32(text[at] - 48)
        at += 1
      }
      guard at > first, at - first <= 3, value <= 255, at - first == 1 || text[first] != 48 else {
        return nil
      }
      number = number << 8 | value
    }
    if at < stop, isWord(text[at]) { return nil }
    return (IPv4Address(number: number), at)
  }

  /// `eni-0a1b…`, `i-…`, `eni-attach-…`: a prefix that AWS uses, then hex digits.
  private mutating func identifier(_ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8])
    -> Int?
  {
    guard !(48...57).contains(text[index]) else { return nil }
    var dash = index
    var hash = foldedHash([])
    while dash < stop, dash - index < 20 {
      if text[dash] == 45 {
        let digits = text[(dash + 1)..<stop].prefix { hexValue($0) != nil }
        let isLong = digits.count >= 8
        let isShort = digits.count >= 4 && dash - index > 1 && digits.contains { (48...57).contains($0) }
        if isLong || isShort || (digits.count >= 3 && digits.first == 48),
          digits.endIndex == stop || !isWord(text[digits.endIndex]),
          KnownWords.idPrefixes.contains(hash: hash)
        {
          // Long ids begin with 0, which says that they are long.
          putHex(
            digits, keeping: digits.count >= 4 ? 1 : 0, domain: 0x200 &+ UInt64(digits.count),
            behind: text[index...dash], into: &out)
          return digits.endIndex
        }
      }
      guard (97...122).contains(text[dash] | 0x20) || text[dash] == 45 else { return nil }
      hash = foldedHash(hash, text[dash])
      dash += 1
    }
    return nil
  }

  /// Accounts, UUIDs, container ids, principal ids, MAC addresses with dashes.
  private mutating func digits(
    _ text: [UInt8], _ index: Int, _ start: Int, _ stop: Int, _ end: Int, into out: inout [UInt8]
  ) -> Int? {
    // `1.5562085013141422e+09` is a number.
    if index > start + 1, text[index - 1] == 46, (48...57).contains(text[index - 2]) { return nil }
    let run = text[index..<stop].prefix(while: isWord)
    if run.count == 12, run.allSatisfy({ (48...57).contains($0) }) {
      putAccount(run, into: &out)
      return run.endIndex
    }
    if run.count >= 16, run.first == 65, let letter = run.dropFirst().first,
      "KSRIGNPCBW".utf8.contains(letter),
      run.prefix(4).allSatisfy({ (65...90).contains($0) }), Self.principals.contains(run.prefix(4)),
      run.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) })
    {
      putMaskedID(run, keeping: 4, into: &out)
      // The session of a role: `AROA…:my-function`.
      guard run.endIndex < end, text[run.endIndex] == 58 else { return run.endIndex }
      let session = text[(run.endIndex + 1)..<end].prefix { isWord($0) || "-_".utf8.contains($0) }
      out.append(58)
      // Whose interface it is shows in the session's first word.
      if session.starts(with: "awslambda".utf8) { return session.startIndex }
      value(text, session.startIndex..<session.endIndex, .name, isOpaque: true, into: &out, depth: 8)
      return session.endIndex
    }
    guard hexValue(text[index]) != nil else { return nil }
    if run.count == 8, let end = Self.endOfUUID(text, index, stop) {
      // The version and the variant stay.
      putHex(text[index..<end], keeping: 0, fixed: [12, 16], domain: 0x101, into: &out)
      return end
    }
    if run.count == 2, let end = Self.endOfMAC(text, index, stop, separator: 45) {
      putHex(text[index..<end], keeping: 2, domain: 0x102, into: &out)
      return end
    }
    guard run.count >= 12, run.allSatisfy({ hexValue($0) != nil }) else { return nil }
    let hasDigit = run.contains { (48...57).contains($0) }
    let hasLetter = run.contains { !(48...57).contains($0) }
    guard hasDigit, hasLetter else { return nil }
    putHex(run, keeping: 0, domain: 0x300 &+ UInt64(run.count), into: &out)
    return run.endIndex
  }

  private static let principals = WordSet([
    "AKIA", "ASIA", "AROA", "AIDA", "AGPA", "AIPA", "ANPA", "ANVA", "APKA", "ACCA", "ABIA", "ASCA",
  ])

  private mutating func putMaskedID(_ run: ArraySlice<UInt8>, keeping kept: Int, into out: inout [UInt8]) {
    var name: [UInt8] = []
    putName(run, .name, into: &name)
    guard plan != nil else {
      out += run
      return
    }
    out += run.prefix(kept)
    out += "****".utf8
  }

  static func endOfUUID(_ text: [UInt8], _ index: Int, _ stop: Int) -> Int? {
    guard index + 36 <= stop else { return nil }
    for offset in 0..<36 {
      let byte = text[index + offset]
      let isDash = [8, 13, 18, 23].contains(offset)
      if isDash ? byte != 45 : hexValue(byte) == nil { return nil }
    }
    return index + 36 == stop || !isWord(text[index + 36]) ? index + 36 : nil
  }

  static func endOfMAC(_ text: [UInt8], _ index: Int, _ stop: Int, separator: UInt8) -> Int? {
    guard index + 17 <= stop else { return nil }
    for offset in 0..<17 {
      let byte = text[index + offset]
      if offset % 3 == 2 ? byte != separator : hexValue(byte) == nil { return nil }
    }
    return index + 17 == stop || (!isWord(text[index + 17]) && text[index + 17] != separator)
      ? index + 17 : nil
  }

  /// `web-6d4b75cb6d-x2x9k`: what a ReplicaSet calls its pods, whoever says it.
  private mutating func generatedName(_ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8])
    -> Int?
  {
    guard (97...122).contains(text[index]) else { return nil }
    let run = text[index..<stop].prefix { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    // Few words end in a dash and five characters.
    guard run.count >= 8, text[run.endIndex - 6] == 45 else { return nil }
    let parts = run.split(separator: 45, omittingEmptySubsequences: false)
    if let tail = parts.last, tail.count == 5, tail.allSatisfy(Self.isOfHash),
      KnownWords.systemBases.contains(where: { run.dropLast(6).elementsEqual($0) })
    {
      putName(run, .pod, into: &out)
      return run.endIndex
    }
    guard parts.count >= 3, let tail = parts.last, tail.count == 5, tail.allSatisfy(Self.isOfHash),
      Self.isTemplateHash(parts[parts.count - 2])
    else { return nil }
    noteWorkload(of: run)
    putName(run, .pod, into: &out)
    return run.endIndex
  }

  private static let hashLetters = Set("bcdfghjklmnpqrstvwxz2456789".utf8)
  static func isOfHash(_ byte: UInt8) -> Bool { hashLetters.contains(byte) }
  /// `6d4b75cb6d`: what a ReplicaSet's pods share, or a Job's minute.
  static func isTemplateHash(_ part: ArraySlice<UInt8>) -> Bool {
    (6...10).contains(part.count) && part.allSatisfy(isOfHashOrHex)
      && part.contains { (48...57).contains($0) }
  }
  private static func isOfHashOrHex(_ byte: UInt8) -> Bool {
    hashLetters.contains(byte) || hexValue(byte) != nil
  }

  /// `db7.corp.acme.example`: dotted words that end as a host does. Those of AWS keep what is theirs.
  private mutating func host(_ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8]) -> Int? {
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
  private func publicSuffix(of name: ArraySlice<UInt8>) -> Int? {
    let lower = name.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    return KnownWords.publicSuffixes.first { suffix in
      lower.count >= suffix.count && lower.suffix(suffix.count).elementsEqual(suffix)
        && (lower.count == suffix.count || lower[lower.count - suffix.count - 1] == 46)
    }.map { min(name.count, $0.count + 1) }
  }

  /// `us-east-1`, `us-gov-west-1a`, `use1-az4`.
  static func isRegion(_ word: ArraySlice<UInt8>) -> Bool {
    let parts = word.split(separator: 45)
    guard (2...5).contains(parts.count), word.count <= 24, let last = parts.last, let first = last.first
    else {
      return false
    }
    let areas: Set<String> = ["us", "eu", "ap", "sa", "ca", "me", "af", "cn", "il", "mx"]
    guard areas.contains(String(decoding: parts[0].prefix(2), as: UTF8.self)) else { return false }
    if parts.count == 2 { return last.starts(with: "az".utf8) && last.count == 3 }
    return (48...57).contains(first) && last.count <= 2 && parts[0].count == 2
  }
}

extension ArraySlice where Element == UInt8 {
  /// Its own range, for what takes the whole array.
  fileprivate func withIndices<Result>(_ body: (Range<Int>) -> Result) -> Result {
    body(startIndex..<endIndex)
  }
}
