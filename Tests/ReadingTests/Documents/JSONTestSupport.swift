@testable import Documents

/// All tokens of a text as short words, read in chunks of `chunk` bytes; the error's message is the last word.
func tokens(_ text: [UInt8], chunk: Int, tolerant: Bool = false) -> [String] {
  var reader = chunked(text, chunk)
  reader.toleratesBadText = tolerant
  var words: [String] = []
  do throws(DocumentError) {
    while true {
      let token = try reader.next()
      switch token {
      case .key, .string, .number: words.append("\(token) \(reader.text) @\(reader.line):\(reader.byte)")
      default: words.append("\(token) @\(reader.line):\(reader.byte)")
      }
      if token == .end { return words }
    }
  } catch {
    return words + [error.message(in: "x")]
  }
}

func chunked(_ bytes: [UInt8], _ size: Int) -> JSONReader {
  var position = 0
  return JSONReader { buffer in
    let count = min(size, bytes.count - position, buffer.count)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}

func parse(_ text: String) throws(DocumentError) -> JSONValue? {
  var reader = JSONReader(bytes: Array(text.utf8))
  let value = try reader.value()
  guard try reader.next() == .end else { return nil }
  return value
}

func failure(_ text: String) -> DocumentError? { failure(Array(text.utf8)) }

func failure(_ bytes: [UInt8]) -> DocumentError? {
  var reader = JSONReader(bytes: bytes)
  do throws(DocumentError) {
    while try reader.next() != .end {}
    return nil
  } catch { return error }
}

/// A small fixed generator: the same tests on every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

func randomValue(_ dice: inout Dice, depth: Int = 0) -> JSONValue {
  switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &dice) {
  case 0: return .null
  case 1: return .bool(Bool.random(using: &dice))
  case 2:
    return .number(
      ["0", "-1", "12.50", "1e9", "-0.0E-3", "98765432109876543210"].randomElement(using: &dice) ?? "0")
  case 3, 4: return .string(randomText(&dice))
  case 5:
    return .array((0..<Int.random(in: 0..<5, using: &dice)).map { _ in randomValue(&dice, depth: depth + 1) })
  default:
    var object = JSONObject()
    for index in 0..<Int.random(in: 0..<24, using: &dice) {
      object.append("\(index)\(randomText(&dice))", depth > 2 ? .null : randomValue(&dice, depth: depth + 1))
    }
    return .object(object)
  }
}

private func randomText(_ dice: inout Dice) -> String {
  let alphabet: [Character] = [
    "a", "Z", "7", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "é", "漢", "🚀", "\u{2028}", "{", "[",
  ]
  return String(
    (0..<Int.random(in: 0..<12, using: &dice)).map { _ in alphabet.randomElement(using: &dice) ?? "x" })
}
