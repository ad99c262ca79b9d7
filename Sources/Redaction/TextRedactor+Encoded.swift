/// Identifiers in another dress: URL-encoded, in base64, in mails, ARNs, with colons.
extension TextRedactor {
  /// A run with `%2F` in it: decoded, redacted, and encoded again when anything changed.
  mutating func percentEncoded(
    _ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8], _ depth: Int
  ) -> Int? {
    guard state.hasPercent else { return nil }
    let run = text[start..<end].prefix { isWord($0) || "-._~%+".utf8.contains($0) }
    guard run.contains(UInt8(ascii: "%")) else { return nil }
    var plain: [UInt8] = []
    var escaped: Set<UInt8> = []
    var index = run.startIndex
    while index < run.endIndex {
      if text[index] == UInt8(ascii: "%"), index + 2 < run.endIndex, let high = hexValue(text[index + 1]),
        let low = hexValue(text[index + 2])
      {
        plain.append(high << 4 | low)
        escaped.insert(high << 4 | low)
        index += 3
      } else {
        plain.append(text[index])
        index += 1
      }
    }
    guard !escaped.isEmpty else { return nil }
    var changed: [UInt8] = []
    let before = state
    state.look(at: plain)
    _ = scan(plain, 0..<plain.count, into: &changed, depth: depth + 1)
    state.look(as: before)
    if changed == plain {
      out += run
      return run.endIndex
    }
    for byte in changed {
      if (escaped.contains(byte) && !isWord(byte)) || byte <= 32 || byte == UInt8(ascii: "%") || byte >= 127 {
        out += [UInt8(ascii: "%"), Self.capital(byte >> 4), Self.capital(byte & 15)]
      } else {
        out.append(byte)
      }
    }
    return run.endIndex
  }

  private static func capital(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }

  /// `alice@acme.example`.
  mutating func mail(_ text: [UInt8], _ run: ArraySlice<UInt8>, _ end: Int, into out: inout [UInt8]) -> Int? {
    guard state.hasAt else { return nil }
    var at = run.endIndex
    while at < end, text[at] == UInt8(ascii: "+") || isWord(text[at]) || "-._".utf8.contains(text[at]) {
      at += 1
    }
    guard at < end, text[at] == UInt8(ascii: "@") else { return nil }
    var domain = text[(at + 1)..<end].prefix { isWord($0) || $0 == 45 || $0 == 46 }
    while domain.last == 46 || domain.last == 45 { domain = domain.dropLast() }
    let labels = domain.split(separator: 46)
    guard labels.count >= 2, let top = labels.last, top.count >= 2,
      top.allSatisfy({ (97...122).contains($0 | 0x20) }),
      !["service", "timer", "scope", "mount", "socket"].contains(String(decoding: top, as: UTF8.self))
    else { return nil }
    putName(text[run.startIndex..<domain.endIndex], .name, into: &out)
    if plan != nil { out += "@mail.invalid".utf8 }
    return domain.endIndex
  }

  /// `arn:aws:iam::111122223333:role/NodeRole`: the account and the names, not the kind of thing it is.
  mutating func arn(_ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8], _ depth: Int) -> Int?
  {
    guard end - start > 12, text[start] | 0x20 == UInt8(ascii: "a"), text[start + 3] == UInt8(ascii: ":"),
      text[start + 1] | 0x20 == UInt8(ascii: "r"), text[start + 2] | 0x20 == UInt8(ascii: "n"),
      text[start + 4] | 0x20 == UInt8(ascii: "a"), text[start + 5] | 0x20 == UInt8(ascii: "w"), depth < 8
    else { return nil }
    var run = text[start..<end].prefix { isWord($0) || ":/_+=.@-".utf8.contains($0) }
    while let last = run.last, ":.".utf8.contains(last) { run = run.dropLast() }
    let fields = run.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard fields.count == 6 else { return nil }
    out += text[start..<fields[4].startIndex]
    if fields[4].count == 12, fields[4].allSatisfy({ (48...57).contains($0) }) {
      putAccount(fields[4], into: &out)
    } else {
      out += fields[4]
    }
    out.append(UInt8(ascii: ":"))
    // Policies of AWS itself belong to the account `aws`.
    if fields[4].elementsEqual("aws".utf8) {
      out += fields[5]
      return run.endIndex
    }
    resource(text, fields[5], into: &out)
    return run.endIndex
  }

  private mutating func resource(_ text: [UInt8], _ field: ArraySlice<UInt8>, into out: inout [UInt8]) {
    let parts = field.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":")
    }
    for (number, part) in parts.enumerated() {
      if number > 0 { out.append(text[part.startIndex - 1]) }
      let isType = number == 0 && parts.count > 1
      if isType || part.starts(with: "AWSServiceRole".utf8) || part.starts(with: "Amazon".utf8) {
        out += part
      } else {
        value(text, part.startIndex..<part.endIndex, .name, isOpaque: true, into: &out, depth: 8)
      }
    }
  }

  /// MAC and IPv6 addresses.
  mutating func colons(_ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8]) -> Int? {
    // Two hex groups at least: most words are none before their fifth byte.
    var near = start
    while near < end, near - start < 5, hexValue(text[near]) != nil { near += 1 }
    guard near < end, text[near] == 58 else { return nil }
    if start > 0, text[start - 1] == 58 || !beginsWord(text, start) { return nil }
    var run = text[start..<end].prefix(46).prefix { hexValue($0) != nil || $0 == 58 }
    guard run.count >= 3, run.reduce(0, { $0 + ($1 == 58 ? 1 : 0) }) >= 2 else { return nil }
    if run.endIndex < end, isWord(text[run.endIndex]) { return nil }
    // `2600:1f14::1: timeout`.
    if run.last == 58, run.dropLast().last != 58 { run = run.dropLast() }
    if run.count == 17, Self.endOfMAC(text, start, run.endIndex, separator: 58) == run.endIndex {
      putHex(run, keeping: 2, domain: 0x102, into: &out)
      return run.endIndex
    }
    guard let groups = IPv6Text.groups(of: run) else { return nil }
    // `::ffff:10.0.0.1` ends in a dotted address, which is found behind it.
    if run.endIndex < end, text[run.endIndex] == 46 { return nil }
    putIPv6(groups, for: run, into: &out)
    return run.endIndex
  }

  /// Base64 of text: decoded, redacted, and encoded again when anything changed.
  mutating func base64(_ text: [UInt8], _ start: Int, _ end: Int, into out: inout [UInt8], _ depth: Int)
    -> Int?
  {
    // Of most words the first three bytes are no text already.
    guard start + 8 <= end, Self.beginsText(text, start) else { return nil }
    if start > 0, !isBehindEscape(text, start),
      Self.isBase64(text[start - 1]) || text[start - 1] == UInt8(ascii: "=")
    {
      return nil
    }
    let run = text[start..<end].prefix(while: Self.isBase64)
    guard run.count >= 8, run.count % 4 != 1, run.count <= 1 << 20 else { return nil }
    // A word is in one case, a constant has no digits: `MDI6MTY6YWQ6` is neither.
    var hasCapital = false
    var hasOther = false
    for byte in run.prefix(256) {
      if (65...90).contains(byte) { hasCapital = true } else if isWord(byte) { hasOther = true }
    }
    guard hasCapital, hasOther || run.count >= 24 else { return nil }
    guard let plain = Self.decoded(run), plain.count >= 5 else { return nil }
    // Text, and not the chance of a few bytes: all of it can be printed.
    guard plain.allSatisfy({ (32...126).contains($0) || $0 == 10 || $0 == 9 || $0 == 13 }) else { return nil }
    let padding = text[run.endIndex..<end].prefix(2).prefix { $0 == UInt8(ascii: "=") }
    let before = state
    state = TextState()
    state.look(at: plain)
    var changed: [UInt8] = []
    for (number, line) in plain.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if number > 0 { changed.append(10) }
      _ = scan(Array(line), 0..<line.count, into: &changed, depth: depth + 1)
    }
    state = before
    if changed == plain { return nil }
    let isURLSafe = run.contains(45) || run.contains(95)
    out += Self.encoded(changed, isURLSafe: isURLSafe, isPadded: !padding.isEmpty || run.count % 4 == 0)
    return padding.endIndex
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == 45 || byte == 95
  }

  /// Whether the first four digits are three bytes of text.
  private static func beginsText(_ text: [UInt8], _ start: Int) -> Bool {
    var word: UInt32 = 0
    for index in start..<start + 4 {
      guard let value = sextet(text[index]) else { return false }
      word = word << 6 | UInt32(value)
    }
    return isPrintable(UInt8(truncatingIfNeeded: word >> 16))
      && isPrintable(UInt8(truncatingIfNeeded: word >> 8))
      && isPrintable(UInt8(truncatingIfNeeded: word))
  }

  private static func sextet(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 65...90: byte - 65
    case 97...122: byte - 71
    case 48...57: byte + 4
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    (32...126).contains(byte) || byte == 10 || byte == 9 || byte == 13
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static func decoded(_ run: ArraySlice<UInt8>) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(run.count * 3 / 4)
    var word: UInt32 = 0
    var bits = 0
    for byte in run {
      guard let value = sextet(byte) else { return nil }
      word = (word << 6 | UInt32(value)) & 0xFF_FFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
        // The first bytes tell binary from text: most words end here.
        if out.count == 4, !out.allSatisfy({ (32...126).contains($0) || $0 == 10 || $0 == 9 }) { return nil }
      }
    }
    return out
  }

  private static func encoded(_ bytes: [UInt8], isURLSafe: Bool, isPadded: Bool) -> [UInt8] {
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let group = bytes[index..<min(index + 3, bytes.count)]
      var word: UInt32 = 0
      for place in 0..<3 {
        word = word << 8 | (place < group.count ? UInt32(group[group.startIndex + place]) : 0)
      }
      for place in 0..<4 {
        if place <= group.count {
          var letter = alphabet[Int(word >> UInt32(18 - 6 * place) & 63)]
          if isURLSafe { letter = letter == 43 ? 45 : letter == 47 ? 95 : letter }
          out.append(letter)
        } else if isPadded {
          out.append(UInt8(ascii: "="))
        }
      }
      index += 3
    }
    return out
  }
}
