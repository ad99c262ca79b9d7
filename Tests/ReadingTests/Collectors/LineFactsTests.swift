import Testing

@testable import Collectors

@Suite struct LineFactsTests {
  private static func template(_ text: [UInt8]) -> String {
    var template: [UInt8] = []
    LineFacts.template(text.span, into: &template)
    return String(decoding: template, as: UTF8.self)
  }

  @Test(arguments: [
    (
      "status code: 400, request id: 01234567-89ab-cdef-0123-456789abcdef",
      "01234567-89ab-cdef-0123-456789abcdef"
    ),
    ("RequestID: 01234567-89ab, api error", "01234567-89ab"), ("requestID: abc", nil), ("request id:", nil),
    ("", nil),
    ("RequestID: ", nil), ("no id", nil),
  ]) func `the request id of an answer is found in both forms`(text: String, wanted: String?) {
    let bytes = Array(text.utf8)
    let found = LineFacts.requestID(in: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(found == wanted)
  }

  @Test func `a template forgets ids and keeps words`() {
    func template(_ text: String) -> String { Self.template(Array(text.utf8)) }
    #expect(template("add eni-0a1b to 10.0.0.1 failed: 3 tries") == "add <*> to <*> failed: <*> tries")
    #expect(template("one eni-0a1b") == template("one eni-9f8e"))
    #expect(template("first\nsecond") == "first")
    #expect(template("") == "")
  }

  @Test(arguments: [1, 159, 160, 161, 399, 400, 401, 5_000])
  func `a template is bounded and cut at a character`(length: Int) {
    for piece in ["a", "a ", "é", "🚧", "7 ", "a-b_c "] {
      let text = String(repeating: piece, count: length)
      let template = Self.template(Array(text.utf8))
      #expect(template.utf8.count <= 560, "\(piece) × \(length): \(template.utf8.count)")
      #expect(!template.contains("\u{FFFD}"), "\(piece) × \(length)")
    }
    let invalid = Self.template([UInt8](repeating: 0xFF, count: length))
    #expect(invalid.utf8.count <= 500)
  }

  @Test(arguments: [0, 1, 511, 512, 513, 600, 640, 641, 5_000])
  func `an excerpt is cut at a character and says so`(length: Int) {
    for piece in ["a", "é", "語", "🚧"] {
      let text = String(repeating: piece, count: length / piece.utf8.count)
      let excerpt = LineFacts.excerpt(Array(text.utf8))
      #expect(excerpt.utf8.count <= 512)
      #expect(!excerpt.contains("\u{FFFD}"), "\(piece) × \(length)")
      #expect(excerpt == text || excerpt.hasSuffix("…") && text.hasPrefix(excerpt.dropLast()))
    }
  }

  @Test func `blanks fold into one, and what is cut behind them is said too`() {
    #expect(LineFacts.excerpt(Array("a\n\t\r\nb".utf8)) == "a b")
    let folded = "a" + String(repeating: "\t", count: 400) + String(repeating: "é", count: 400)
    let excerpt = LineFacts.excerpt(Array(folded.utf8))
    #expect(excerpt.hasPrefix("a éé"))
    #expect(excerpt.hasSuffix("…"))
    #expect(!excerpt.contains("\u{FFFD}"))
  }

  @Test func `invalid bytes make an excerpt all the same`() {
    for byte: UInt8 in [0x80, 0xFF, 0xC3, 0] {
      #expect(LineFacts.excerpt([UInt8](repeating: byte, count: 700)).unicodeScalars.count <= 512)
    }
  }
}
