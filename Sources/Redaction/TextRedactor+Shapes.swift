import VPCModel

/// What is recognised by its shape alone: addresses, identifiers, digits, names that a controller generated.
extension TextRedactor {
  /// An address, an identifier or a generated name that begins here.
  mutating func shape(
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
  mutating func generatedName(_ text: [UInt8], _ index: Int, _ stop: Int, into out: inout [UInt8])
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
}
