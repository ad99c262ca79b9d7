import Bytes
import LogFormats
import Testing

@Suite struct LogFormatsHostileTests {
  private static let samples: [String] =
    EnvelopeTests.rows.map(\.line) + WrapperTests.rows.map(\.line) + [
      "@timestamp,@message\n2024-05-02 09:14:21.105,\"a \"\"b\"\" c\"\nx",
      "panic: a\n\ngoroutine 1 [running]:\n" + WrapperTests.inner,
      "2019-05-02T09:14:21.1Z stdout P 2019-05-02T09:14:21Z [ERROR] Failed: X\nb",
    ]

  @Test(arguments: samples)
  func `a line cut anywhere never crashes`(text: String) {
    let bytes = Array(text.utf8)
    for end in 0...bytes.count {
      _ = decode(Array(bytes[..<end]))
      _ = decode(Array(bytes[end...]))
    }
  }

  @Test(arguments: samples)
  func `changed bytes never crash`(text: String) {
    var random = SeededGenerator(seed: 7)
    let bytes = Array(text.utf8)
    for _ in 0..<100 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        guard let index = changed.indices.randomElement(using: &random) else { continue }
        changed[index] =
          [0x22, 0x5C, 0x7B, 0x7D, 0x0A, 0x80, 0xFF, 0x00, 0x5B][Int.random(in: 0..<9, using: &random)]
      }
      _ = decode(changed)
      _ = sniff(changed, name: "x")
    }
  }

  @Test(arguments: [
    "{", "\\", "\"", "[", "{\"", "{\"a\":", "{\"msg\":\"", "{\"level\":{", "[pod/a/b] ", "`{", "> ",
    "msg\\\"",
    "2024-05-02T09:14:21Z ", "stdout F ", "{\"log\":\"", "\\\"level\\\":", "time=\"", "a=\" ", "\u{1B}[",
    "\u{1B}]",
    "{\"events\":[", "[{\"field\":\"a\",\"value\":\"b\"},", "\",\"", "{\"msg\":\"m\",\"ts\":1}", "\n", "{\n",
    "P\n",
    "2024-05-02T09:14:21Z stdout P x\n", "panic: x\n", "{\"msg\":\"x\n", "timestamp,message\n1,\"\n",
  ])
  func `a mebibyte of one thing neither crashes nor takes long`(piece: String) {
    let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
    let clock = ContinuousClock()
    let taken = clock.measure { _ = decode(text) }
    // Debug builds are slow; anything quadratic takes hours.
    #expect(taken < .seconds(60), "\(piece.debugDescription): \(taken)")
  }

  @Test func `invalid UTF-8 passes through`() {
    let bytes: [UInt8] =
      Array(#"{"level":"info","ts":1,"msg":"a"#.utf8) + [0xFF, 0xC0, 0x80] + Array("\"}".utf8)
    #expect(decode(bytes).first?.record.message == [0x61, 0xFF, 0xC0, 0x80])
  }

  @Test func `parts without an end are bounded`() {
    let line = "2024-05-02T09:14:21Z stdout P " + String(repeating: "x", count: 16_384) + "\n"
    let found = decode(String(repeating: line, count: 300))
    #expect(found.allSatisfy { $0.record.message.count <= 4 << 20 })
    #expect(found.count == 2)
  }

  @Test func `parts of many streams are bounded together`() {
    var lines = ""
    for stream in 0..<200 {
      lines += "[pod/p\(stream)/c] 2024-05-02T09:14:21Z stdout P \(String(repeating: "x", count: 100_000))\n"
    }
    let found = decode(lines)
    #expect(found.count == 200)
    #expect(found.allSatisfy { $0.record.message.count == 100_000 })
  }

  @Test func `a message that is only its closing quote does not crash`() {
    let line = #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:927","msg":"}"#
    #expect(decode(line).count == 1)
  }

  private static let tokens = [
    "{", "}", "\"", "\\", "\\\"", ":", ",", "[", "]", "\n", " ", "\t", "\"}", "\"msg\":", "\"level\":",
    "\"ts\":",
    #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","caller":"a/b.go:1","msg":""#, "1e99",
    "99999999999999999999",
    "2024-05-02T09:14:21.105Z", "2024-05-02 09:14:21", " stdout P ", "stderr F", "[pod/a/b] ", "[pod/",
    "{\"log\":\"", "\",\"stream\":\"stdout\",\"time\":\"", "\"kubernetes\":{\"pod_name\":\"x\"}",
    "{\"events\":[",
    "\"log_processed\":", "[{\"field\":\"", "May 02 09:14:21 ", "ip-10-0-1-23 ", "kubelet[1]: ",
    "E0502 09:14:21",
    "E0502 09:14:21.501234    3021 a.go:1] ", "time=\"", "level=error ", "panic: ", "@timestamp,@message\n",
    "\u{1B}[31m", "\u{1B}]", "“", "\u{A0}", "`", "> ", "\\n", "\\u00", "\\ud83d", "<30>",
    "{\"MESSAGE\":[1,2,300",
    "{\"timestamp\":1,\"message\":\"", "\"@message\":\"", "[ERROR]", "\u{0}", "msg\\\":",
  ]

  @Test(arguments: 0..<20)
  func `any soup of tokens is read, and nothing stays held back`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let soup = (0..<Int.random(in: 1...25, using: &random))
        .compactMap { _ in Self.tokens.randomElement(using: &random) }.joined()
      let bytes = Array(soup.utf8)
      let kept = decode(bytes).reduce(0) { $0 + $1.record.message.count }
      #expect(kept <= 4 * bytes.count + 100, "\(soup.debugDescription)")
      _ = sniff(bytes, name: "x")
    }
  }
}
