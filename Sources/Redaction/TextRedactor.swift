import VPCModel

/// Takes what identifies out of text, line by line, and puts aliases in its place: logs stay logs, JSON stays JSON.
///
///     var survey = TextRedactor()                      // finds out what is a name
///     for line in lines { _ = survey.redacted(line) }
///     var redactor = TextRedactor(RedactionPlan(key: key, survey: survey.survey, vocabulary: words))
///     for line in lines { write(redactor.redacted(line)) }
///
/// Bytes that are no identifier are copied. An alias has the shape of what it stands for: an interface's id is one, an
/// address is one, a name has no character that means anything to JSON, YAML or a shell. Memory: the names, and a line.
package struct TextRedactor {
  /// Nil while surveying: nothing is replaced then, names are noted.
  let plan: RedactionPlan?
  /// What surveying found.
  package private(set) var survey = Survey()
  /// What became what; kept when asked for.
  package private(set) var mapping: [String: String] = [:]
  /// Anything was replaced since the redactor was made.
  package private(set) var count = 0
  private let keepsMapping: Bool
  var state = TextState()
  private var recentAddresses: [UInt32: UInt32] = [:]

  /// One that only looks.
  package init() {
    plan = nil
    keepsMapping = false
  }

  /// - Parameter keepsMapping: remembers every original with its alias, for the one who keeps the evidence.
  package init(_ plan: RedactionPlan, keepsMapping: Bool = false) {
    self.plan = plan
    self.keepsMapping = keepsMapping
  }

  /// What the text before had opened is closed: another input begins.
  package mutating func beginText() { state = TextState() }

  /// A line without its end, or a piece of one that begins and ends between two words.
  package mutating func redacted(_ line: [UInt8]) -> [UInt8] {
    let text = Self.unescaped(line)
    state.look(at: text)
    return hasKey(text) ? redactedBetweenKeys(text) : redactedPlain(text)
  }

  /// A line with no key in it.
  mutating func redactedPlain(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + 16)
    let start = beginLine(text, &out)
    _ = scan(text, start..<text.count, into: &out, depth: 0)
    return out
  }

  /// A text that stands alone: a sentence of a report, a name, a command.
  package mutating func redacted(_ text: String) -> String {
    let kept = state
    state = TextState()
    defer { state = kept }
    return String(decoding: redacted(Array(text.utf8)), as: UTF8.self)
  }

  /// The alias of a text known to be a name of `kind`.
  package mutating func redacted(_ name: String, as kind: NameKind) -> String {
    let bytes = Array(name.utf8)
    var out: [UInt8] = []
    state.look(at: bytes)
    value(bytes, 0..<bytes.count, kind, isOpaque: true, into: &out, depth: 0)
    return String(decoding: out, as: UTF8.self)
  }

  // MARK: aliases

  mutating func note(_ name: ArraySlice<UInt8>, _ kind: NameKind) {
    guard plan == nil else { return }
    survey.note(name, kind)
    if kind == .pod { noteWorkload(of: name) }
  }

  /// `payments-api` of `payments-api-6d4b75cb6d-x2x9k`, `payments-api-x2x9k` or `payments-api-0`: sentences name it alone.
  mutating func noteWorkload(of pod: ArraySlice<UInt8>) {
    guard plan == nil else { return }
    var parts = pod.split(separator: 45, omittingEmptySubsequences: false)
    guard parts.count > 1, let tail = parts.last else { return }
    let isOrdinal = tail.count <= 4 && !tail.isEmpty && tail.allSatisfy { (48...57).contains($0) }
    guard isOrdinal || (tail.count == 5 && tail.allSatisfy(Self.isOfHash)) else { return }
    parts.removeLast()
    if !isOrdinal, parts.count > 1, let hash = parts.last, Self.isTemplateHash(hash) { parts.removeLast() }
    guard let last = parts.last else { return }
    let base = pod[pod.startIndex..<last.endIndex]
    // Shorter ones are words of anybody.
    if base.count >= 4, !isInVocabulary(base) { survey.note(base, .name) }
  }

  mutating func note(subnet: IPv4Block) {
    if plan == nil { survey.note(subnet: subnet) }
  }

  mutating func note(service: IPv4Address) {
    if plan == nil { survey.note(service: service) }
  }

  mutating func put(_ alias: [UInt8], for original: ArraySlice<UInt8>, into out: inout [UInt8]) {
    out += alias
    guard plan != nil, !original.elementsEqual(alias) else { return }
    count += 1
    if keepsMapping, mapping.count < Survey.mostNames {
      mapping[String(decoding: original, as: UTF8.self)] = String(decoding: alias, as: UTF8.self)
    }
  }

  /// `pod-` and ten characters; names of every cluster keep what is theirs.
  mutating func putName(_ name: ArraySlice<UInt8>, _ kind: NameKind, into out: inout [UInt8]) {
    guard let plan else {
      out += name
      return
    }
    let lower = name.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    let known = max(kind, plan.names[foldedHash(name)] ?? kind)
    var alias: [UInt8]
    var rest = lower[...]
    if let base = KnownWords.systemBases.first(where: { lower.starts(with: $0 + [UInt8(ascii: "-")]) }) {
      alias = base
      rest = lower[base.count...]
      // Every part behind the base keeps its length: a hash stays a hash.
      var stream = NameStream(key: plan.key, name: lower)
      for byte in rest { alias.append(byte == UInt8(ascii: "-") ? byte : stream.next()) }
    } else {
      var stream = NameStream(key: plan.key, name: lower)
      alias = Array(known.prefix.utf8)
      for _ in 0..<10 { alias.append(stream.next()) }
    }
    let isUpper = name.contains { (65...90).contains($0) } && !name.contains { (97...122).contains($0) }
    if isUpper { alias = alias.map { (97...122).contains($0) ? $0 & 0xDF : $0 } }
    put(alias, for: name, into: &out)
  }

  mutating func putAddress(
    _ address: IPv4Address, length: Int?, dash: Bool, for original: ArraySlice<UInt8>, into out: inout [UInt8]
  ) {
    guard let plan else {
      out += original
      return
    }
    let alias: IPv4Address
    if let length {
      alias = plan.addresses.alias(of: address, length: length)
    } else if let recent = recentAddresses[address.number] {
      alias = IPv4Address(number: recent)
    } else {
      alias = plan.addresses.alias(of: address)
      // A node's log names the same few hundred addresses again and again.
      if recentAddresses.count > 1 << 14 { recentAddresses.removeAll(keepingCapacity: true) }
      recentAddresses[address.number] = alias.number
    }
    let text = Array(alias.description.utf8)
    put(
      dash ? text.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "-") : $0 } : text, for: original, into: &out)
  }

  /// Hex digits, other bytes between them kept; `kept` digits at the front stay.
  mutating func putHex(
    _ original: ArraySlice<UInt8>, keeping kept: Int, fixed: Set<Int> = [], domain: UInt64,
    behind prefix: ArraySlice<UInt8> = [], into out: inout [UInt8]
  ) {
    guard let plan else {
      out += prefix + original
      return
    }
    var digits: [UInt8] = []
    var order = 0
    var held: [Int: UInt8] = [:]
    for byte in original {
      guard let digit = hexValue(byte) else { continue }
      if fixed.contains(order) { held[order] = digit } else { digits.append(digit) }
      order += 1
    }
    plan.hex.encipher(&digits, keeping: min(kept, max(0, digits.count - 1)), domain: domain)
    let isUpper = original.contains { (65...70).contains($0) }
    var alias: [UInt8] = []
    var next = 0
    order = 0
    for byte in original {
      guard hexValue(byte) != nil else {
        alias.append(byte)
        continue
      }
      let digit: UInt8
      if let same = held[order] {
        digit = same
      } else {
        digit = digits[next]
        next += 1
      }
      order += 1
      alias.append(digit < 10 ? 48 + digit : (isUpper ? 55 : 87) + digit)
    }
    put(prefix + alias, for: prefix + original, into: &out)
  }

  mutating func putAccount(_ original: ArraySlice<UInt8>, into out: inout [UInt8]) {
    guard let plan, !KnownWords.awsAccounts.contains(original) else {
      out += original
      return
    }
    var digits = original.map { $0 - 48 }
    plan.decimal.encipher(&digits, keeping: 1, domain: 3)
    put(digits.map { $0 + 48 }, for: original, into: &out)
  }

  mutating func putIPv6(_ groups: [UInt16], for original: ArraySlice<UInt8>, into out: inout [UInt8]) {
    guard let plan else {
      out += original
      return
    }
    let alias = plan.addresses6.alias(of: groups)
    if alias == groups {
      out += original
      return
    }
    let isUpper = original.contains { (65...70).contains($0) }
    let text = IPv6Text.text(of: alias)
    put(Array((isUpper ? text.uppercased() : text).utf8), for: original, into: &out)
  }

  mutating func putMasked(_ original: ArraySlice<UInt8>, into out: inout [UInt8]) {
    if plan == nil { out += original } else { out += "****".utf8 }
  }

  func isInVocabulary(_ word: ArraySlice<UInt8>) -> Bool {
    var word = word
    while let last = word.last, !isWord(last) { word.removeLast() }
    while let first = word.first, !isWord(first) { word.removeFirst() }
    return KnownWords.system.contains(word) || plan.map { $0.vocabulary.contains(word) } ?? false
  }

  // MARK: escapes

  /// `\u0069-0abc` is `i-0abc` to everyone who reads JSON: printable ASCII that needs no escape is written plainly.
  static func unescaped(_ line: [UInt8]) -> [UInt8] {
    var from = 0
    var out: [UInt8] = []
    var index = 0
    while index + 5 < line.count {
      if line[index] == UInt8(ascii: "\\"), line[index + 1] == UInt8(ascii: "u"), line[index + 2] == 48,
        line[index + 3] == 48, let high = hexValue(line[index + 4]), let low = hexValue(line[index + 5])
      {
        let byte = high << 4 | low
        // Not behind an odd number of backslashes: there the first one is the end of an escape.
        var slashes = 0
        while index > slashes, line[index - 1 - slashes] == UInt8(ascii: "\\"), slashes < 64 { slashes += 1 }
        if slashes % 2 == 0, isWord(byte) || "-._:/@%+=, ".utf8.contains(byte) {
          out += line[from..<index]
          out.append(byte)
          index += 6
          from = index
          continue
        }
      }
      index += 1
    }
    if from == 0 { return line }
    out += line[from...]
    return out
  }
}

/// Characters for a name: no vowels, so that none of them makes a word.
private struct NameStream {
  private static let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
  private let key: RedactionKey
  private let name: [UInt8]
  private var word: UInt64 = 0
  private var left = 0
  private var block: UInt64 = 0

  init(key: RedactionKey, name: [UInt8]) {
    self.key = key
    self.name = name
  }

  mutating func next() -> UInt8 {
    if left == 0 {
      word = key.hash(name, domain: 0x100 &+ block)
      block &+= 1
      left = 12
    }
    left -= 1
    let letter = Self.letters[Int(word % 27)]
    word /= 27
    return letter
  }
}

/// Digits and letters of ASCII.
func isWord(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte)
}
