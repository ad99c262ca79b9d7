import Bytes
import Testing

@Suite struct JSONEscapesTests {
  private func unescaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return decodeUTF8Lossy(unescapeJSON(bytes.span))
  }

  @Test(arguments: [
    (#"plain"#, "plain"), (#"a\n\tb"#, "a\n\tb"), (#"\"q\" \\ \/"#, #""q" \ /"#),
    (#"\b\f\r"#, "\u{8}\u{C}\r"),
    (#"\u003cnil\u003E"#, "<nil>"), (#"\u00e9\u20AC"#, "é€"), (#"\ud83d\ude00!"#, "😀!"), ("é", "é"),
    (#"\\n"#, #"\n"#), (#"\\\"a\\\""#, #"\"a\""#), (#"\u0000"#, "\0"),
  ])
  func `escapes become what they stand for`(text: String, expected: String) {
    #expect(unescaped(text) == expected)
  }

  @Test(arguments: [#"\x41"#, #"\u12"#, #"\u12zz"#, #"\"#, #"\ud83d"#, #"\ude00"#])
  func `what is no escape is kept`(text: String) {
    #expect(unescaped(text) == text)
  }

  @Test func `half a pair is kept and the escape after it decoded`() {
    #expect(unescaped(#"\ud83d\u0041"#) == #"\ud83dA"#)
    #expect(unescaped(#"\ud83d\ud83d\ude00"#) == #"\ud83d😀"#)
  }

  @Test func `broken UTF-8 becomes replacement characters`() {
    #expect(decodeUTF8Lossy([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test func `no cut of an escape crashes`() {
    let bytes = Array(#"x\ud83d\ude00\n\\"#.utf8)
    for end in 0...bytes.count {
      let head = Array(bytes[..<end])
      let result = unescapeJSON(head.span)
      #expect(result.count <= end)
    }
  }
}
