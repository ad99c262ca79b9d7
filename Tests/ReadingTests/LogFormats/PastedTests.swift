import LogFormats
import Testing

@Suite struct PastedTests {
  static let line = zap("Failed \"x\"")

  @Test(arguments: [
    "`\(line)", "\(line)`", " 1\(line)", "   \(line)", "> \(line)", "> > \(line)", "12: \(line)", "- \(line)",
    "\t\(line),", "ipamd.log:\(line)", "\u{A0}\(line)", "* `\(line)`", "\u{1B}[32m\(line)\u{1B}[0m",
    String(line.dropFirst()), String(line.dropFirst(4)), "[\(line)]", "'\(line)'",
  ])
  func `a record is found in what a paste left around it`(text: String) {
    let found = decode(text)
    #expect(found.map(\.record.text) == ["Failed \"x\""])
    #expect(found.first?.record.time == nanoseconds("2024-05-02T09:14:21.105Z"))
  }

  @Test(arguments: [
    "\(line)\(line)", "\(line) \(line)", "\(line),\(line)", "\(line)` and `\(line)`", "`\(line) \(line)",
    "\(String(line.dropFirst())) \(line)",
  ])
  func `several records on a line are all found`(text: String) {
    #expect(decode(text).map(\.record.text) == ["Failed \"x\"", "Failed \"x\""])
  }

  @Test func `an object over two lines is one record at its first line`() {
    let found = decode(
      """
      {"level":"warn","ts":"2021-01-15T10:55:05.012Z","caller":"a/b.go:1","msg":"falling back to default
      (secondary IP) mode"}
      \(Self.line)
      """)
    #expect(found.map(\.record.text) == ["falling back to default (secondary IP) mode", "Failed \"x\""])
    #expect(found.map(\.number) == [1, 3])
  }

  @Test(arguments: [80, 100]) func `a blank of two bytes is one column of a terminal`(width: Int) {
    let line = zap("Failed to look up the subnet of the interface: the answer is late, once more in a minute")
    let spaced = String(line.map { $0 == " " ? "\u{A0}" : $0 })
    var rest = Substring(spaced)
    var lines: [Substring] = []
    while !rest.isEmpty {
      lines.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    #expect(decode(lines.joined(separator: "\n")).map(\.record.text) == decode(line).map(\.record.text))
  }

  @Test(arguments: [70, 80, 120])
  func `a record broken at the width of a terminal loses nothing`(width: Int) {
    let line = zap(
      "Failed to increase pool size due to not able to allocate ENI AllocENI: error attaching ENI: \"x\"")
    var rest = Substring(line)
    var lines: [Substring] = []
    while !rest.isEmpty {
      lines.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    #expect(decode(lines.joined(separator: "\n")).map(\.record.text) == decode(line).map(\.record.text))
  }

  @Test func `curly quotes of a chat program are quotes`() {
    let curly = zap("Failed").replacing(",\"", with: ",“").replacing("\":", with: "”:")
    #expect(decode(curly).map(\.record.text) == ["Failed"])
    #expect(decode("> " + curly).map(\.record.level) == [.error])
  }

  @Test func `quotes that a web page wrote out are quotes`() {
    let page = zap("Failed <x> &").replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
      .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    #expect(decode(page).map(\.record.text) == ["Failed <x> &"])
    #expect(decode(page).map(\.record.level) == [.error])
  }

  @Test func `a pretty printed object is one record`() {
    let found = decode(
      """
      {
        "level": "error",
        "ts": "2024-05-02T09:14:21.105Z",
        "msg": "a\\nb"
      }
      """)
    #expect(found.map(\.record.text) == ["a\nb"])
  }

  @Test func `an object that never ends takes nothing with it`() {
    let cut = #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","msg":"Failed to"#
    let found = decode(cut + "\nplain text\n" + Self.line)
    #expect(found.map(\.record.text) == ["Failed to", "plain text", "Failed \"x\""])
    #expect(decode(cut).map(\.record.text) == ["Failed to"])
  }

  @Test func `objects of no log format stay as they are, line by line`() {
    let found = decode("{\n  \"a\": 1\n}\nx")
    #expect(found.map(\.record.text) == ["{", "  \"a\": 1", "}", "x"])
    #expect(found.map(\.number) == [1, 2, 3, 4])
  }

  @Test func `a head that was cut off leaves the message`() {
    #expect(
      decode(#""msg":"Instance supports Prefix Delegation"}"#).map(\.record.text) == [
        "Instance supports Prefix Delegation"
      ])
  }

  @Test(arguments: 1...3)
  func `escaped records are read at any depth`(depth: Int) {
    var text = Self.line
    for _ in 0..<depth { text = String(quoted(text).dropFirst().dropLast()) }
    #expect(decode(text).map(\.record.text) == ["Failed \"x\""])
  }

  @Test func `quotes that lost their backslashes do not end the message`() {
    let found = decode(
      #"{"level":"info","ts":"2025-01-11T08:08:49.311Z","msg":"failed to connect service ":50051" within 5s"}"#
    )
    #expect(found.map(\.record.text) == [#"failed to connect service ":50051" within 5s"#])
  }

  @Test func `a sentence around an object keeps it`() {
    let line = #"Liveness probe failed: {"level":"info","ts":"2025-01-11T08:08:49.311Z","msg":"timeout"}"#
    #expect(decode(line).map(\.record.text) == [line])
  }

  @Test(arguments: [
    (#"plugin type=\\\"aws-cni\\\" failed"#, #"plugin type="aws-cni" failed"#),
    (#"a\n\tstatus"#, "a\n\tstatus"), (#"a\\n\\tb"#, "a\n\tb"), (#"\u003cnil\u003e \\u0026"#, "<nil> &"),
    ("\u{1B}[31mred\u{1B}[0m \\u001b[1mbold", "red bold"), ("“a” ‘b’", "\"a\" 'b'"), ("a\u{A0}b", "a b"),
    (#"C:\dir"#, #"C:\dir"#), ("\u{1B}]8;;http://x\u{7}link", "link"), ("tail\\", "tail\\"),
  ])
  func `quotes come out plain whatever they went through`(text: String, plain: String) {
    let once = normalizeQuotes(Array(text.utf8))
    #expect(String(decoding: once, as: UTF8.self) == plain)
    #expect(normalizeQuotes(once) == once)
  }
}
