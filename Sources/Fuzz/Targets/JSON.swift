import Documents

/// Bytes as JSON: the same tokens, places and errors in whatever pieces they come; accepted just when a plain reading
/// of RFC 8259 accepts them; and what was accepted survives being written and read again.
func fuzzJSON(_ bytes: [UInt8]) -> String? {
  var dice = Dice(bytes)
  let cuts = dice.cuts(of: bytes.count)
  let strict = tokens(of: bytes, cuts: [bytes.count], isTolerant: false)
  guard strict == tokens(of: bytes, cuts: cuts, isTolerant: false) else {
    return "tokens differ in pieces \(cuts)"
  }
  let tolerant = tokens(of: bytes, cuts: [bytes.count], isTolerant: true)
  guard tolerant == tokens(of: bytes, cuts: cuts, isTolerant: true) else {
    return "tokens read with tolerance differ in pieces \(cuts)"
  }
  var grammar = JSONGrammar(bytes)
  let isRight = grammar.accepts()
  guard isRight == (strict.error == nil) else {
    return strict.error.map { "refused, and it is right: \($0)" } ?? "accepted, and it is wrong"
  }
  guard isRight else { return nil }
  guard tolerant == strict else { return "what is right reads otherwise with tolerance" }
  return faultOfValues(in: bytes)
}

private struct Tokens: Equatable {
  var words: [String] = []
  var defects: [DocumentError] = []
  var error: String?
}

private func tokens(of bytes: [UInt8], cuts: [Int], isTolerant: Bool) -> Tokens {
  let pieces = Pieces(bytes, cuts: cuts)
  var reader = JSONReader { pieces.next(&$0) }
  reader.toleratesBadText = isTolerant
  var found = Tokens()
  do throws(DocumentError) {
    var token = try reader.next()
    while token != .end {
      found.words.append("\(token) \(reader.depth) \(reader.line):\(reader.column) \(reader.byte)")
      if [.key, .string, .number].contains(token) { found.words.append(reader.text) }
      token = try reader.next()
    }
  } catch {
    found.error = error.message(in: "x")
  }
  found.defects = reader.defects
  return found
}

/// Every value at the top, and what is left of it after it was written.
private func faultOfValues(in bytes: [UInt8]) -> String? {
  var reader = JSONReader(bytes: bytes)
  do throws(DocumentError) {
    while true {
      let token = try reader.next()
      if token == .end { return nil }
      guard let value = try reader.value(from: token) else { return "no value where a token was" }
      let written = value.compactBytes
      var again = JSONReader(bytes: written)
      guard try again.value() == value, try again.next() == .end else {
        return "written as \(String(decoding: written, as: UTF8.self)), it reads otherwise"
      }
    }
  } catch {
    return "tokens are accepted, values are not: \(error.message(in: "x"))"
  }
}
