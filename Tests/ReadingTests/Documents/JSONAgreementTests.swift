import Testing

@testable import Documents

/// The reader takes what JSON is and refuses the rest, whichever way it goes and however the bytes arrive.
@Suite struct JSONAgreementTests {
  @Test(arguments: 0..<40) func `the reader and a naive one take the same texts`(seed: UInt64) {
    var dice = Dice(seed &+ 77)
    for _ in 0..<40 {
      let bytes = damaged(&dice)
      let isTaken = failure(bytes) == nil
      var naive = NaiveJSON(bytes)
      #expect(isTaken == naive.isValid(), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test(arguments: 0..<40) func `a value that is skipped fails where one that is read does`(
    seed: UInt64
  ) {
    var dice = Dice(seed &+ 4_711)
    for _ in 0..<30 {
      let bytes = Array("[".utf8) + damaged(&dice) + Array(",{\"Next\":[1,2,\"x\"]}]  \n [7]".utf8)
      let wanted = skipped(bytes, chunk: bytes.count, isPlain: false)
      for (chunk, isPlain) in [(bytes.count, true), (1, true), (7, true), (200, true), (13, false)] {
        let found = skipped(bytes, chunk: chunk, isPlain: isPlain)
        #expect(found.error == wanted.error, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(found.places == wanted.places && found.defects == wanted.defects)
      }
      if let error = failure(bytes) { #expect(wanted.error == error) }
    }
  }

  @Test func `a key that stands twice is noted at any depth, also where nobody reads`() throws {
    let text = Array(#"{"a":{"x":1,"y":{"k":[{"z":1,"z":2}],"k":3},"x":2},"b":{"x":1}}"#.utf8)
    for size in [1, 5, 1_000] {
      var reader = chunked(text, size)
      let first = try reader.next()
      try reader.skip(from: first)
      #expect(
        reader.takeDefects().map(\.reason) == [
          .duplicateKey("z"), .duplicateKey("k"), .duplicateKey("x"),
        ])
    }
    var reader = JSONReader(bytes: text)
    let value = try reader.value(from: reader.next(), keeping: JSONKeys(["b"]))
    #expect(value?["b"] != nil && value?["a"] == nil)
    #expect(reader.defectCount == 3)
  }

  @Test func `ten thousand different keys are no duplicates, one more of them is`() throws {
    let keys = (0..<10_000).map { "\"key-\($0)\":{\"a\":\($0)}" }.joined(separator: ",")
    var reader = JSONReader(bytes: Array("{\(keys)}".utf8))
    try reader.skip(from: reader.next())
    #expect(reader.defectCount == 0)
    reader = JSONReader(bytes: Array("{\(keys),\"key-77\":1}".utf8))
    try reader.skip(from: reader.next())
    #expect(reader.takeDefects().map(\.reason) == [.duplicateKey("key-77")])
  }

  private func damaged(_ dice: inout Dice) -> [UInt8] {
    var bytes = randomValue(&dice).compactBytes
    for _ in 0..<Int.random(in: 0...2, using: &dice) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &dice)
      switch Int.random(in: 0..<3, using: &dice) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
      case 1: bytes.remove(at: index)
      default:
        bytes.insert(
          Array(#",:"\{}[]0-e.tnu "#.utf8).randomElement(using: &dice) ?? 0x20, at: index)
      }
    }
    return bytes
  }

  /// Skips what stands in `bytes` value by value: where each ended, what was noted, what stopped it.
  private func skipped(_ bytes: [UInt8], chunk: Int, isPlain: Bool)
    -> (places: [Int], defects: [DocumentError.Reason], error: DocumentError?)
  {
    var reader = chunked(bytes, chunk)
    reader.takesPlainValues = isPlain
    var places: [Int] = []
    do throws(DocumentError) {
      while true {
        let token = try reader.next()
        if token == .end { return (places, reader.takeDefects().map(\.reason), nil) }
        try reader.skip(from: token)
        places.append(reader.byte)
      }
    } catch { return (places, reader.takeDefects().map(\.reason), error) }
  }
}

/// RFC 8259 as plainly as it can be written: values one after the other, white space around them.
struct NaiveJSON {
  private let bytes: [UInt8]
  private var at = 0
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func isValid() -> Bool {
    // A byte order mark in front is what Windows leaves.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    blanks()
    while at < bytes.count {
      guard value(0) else { return false }
      blanks()
    }
    return true
  }

  private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }
  private mutating func take(_ wanted: Character) -> Bool {
    guard byte == wanted.asciiValue else { return false }
    at += 1
    return true
  }
  private mutating func blanks() { while let byte, [0x20, 9, 10, 13].contains(byte) { at += 1 } }

  private mutating func value(_ depth: Int) -> Bool {
    guard let byte, depth < 512 else { return false }
    switch Character(Unicode.Scalar(byte)) {
    case "{": return container("}") { $0.string() && $0.sign(":") && $0.value(depth + 1) }
    case "[": return container("]") { $0.value(depth + 1) }
    case "\"": return string()
    case "t": return word("true")
    case "f": return word("false")
    case "n": return word("null")
    default: return number()
    }
  }

  private mutating func sign(_ wanted: Character) -> Bool {
    blanks()
    guard take(wanted) else { return false }
    blanks()
    return true
  }

  private mutating func container(_ end: Character, _ element: (inout NaiveJSON) -> Bool) -> Bool {
    at += 1
    blanks()
    if take(end) { return true }
    while true {
      guard element(&self) else { return false }
      blanks()
      if take(end) { return true }
      guard sign(",") else { return false }
    }
  }

  private mutating func word(_ text: String) -> Bool {
    for character in text { guard take(character) else { return false } }
    return endOfWord()
  }

  private func endOfWord() -> Bool {
    guard let byte else { return true }
    let character = Character(Unicode.Scalar(byte))
    return !(byte >= 0x80 || character.isLetter || character.isNumber || "._+-".contains(character))
  }

  private mutating func digits() -> Bool {
    let start = at
    while let byte, (0x30...0x39).contains(byte) { at += 1 }
    return at > start
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0") { guard digits() else { return false } }
    if take(".") { guard digits() else { return false } }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() else { return false }
    }
    return endOfWord()
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    var text: [UInt8] = []
    while let byte {
      at += 1
      if byte == 0x22 { return String(validating: text, as: UTF8.self) != nil }
      if byte < 0x20 { return false }
      if byte != 0x5C {
        text.append(byte)
        continue
      }
      guard let letter = self.byte else { return false }
      at += 1
      switch letter {
      case 0x75:
        guard let unit = hex() else { return false }
        if (0xDC00...0xDFFF).contains(unit) { return false }
        if (0xD800...0xDBFF).contains(unit) {
          guard take("\\"), take("u"), let low = hex(), (0xDC00...0xDFFF).contains(low) else {
            return false
          }
        }
      default: guard Array("\"\\/bfnrt".utf8).contains(letter) else { return false }
      }
    }
    return false
  }

  private mutating func hex() -> UInt32? {
    guard at + 4 <= bytes.count,
      bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 })
    else { return nil }
    defer { at += 4 }
    return UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
  }
}
