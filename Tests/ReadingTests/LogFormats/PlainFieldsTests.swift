import Bytes
import LogFormats
import Testing

/// What the quick reader of plain records accepts, the decoder reads the same; what it is not sure of, it refuses.
@Suite struct PlainFieldsTests {
  @Test func `a record as zap writes it`() throws {
    let text = zap("IP stats - total IPs: 27", level: "debug")
    let fields = try #require(read(text))
    #expect(fields.level == .debug)
    #expect(fields.writer == .ipamd)
    #expect(fields.time == nanoseconds("2024-05-02T09:14:21.105Z"))
    #expect(
      String(Array(text.utf8)[fields.message].map { Character(Unicode.Scalar($0)) })
        == "IP stats - total IPs: 27")
    #expect(!fields.hasEscapes)
  }

  @Test(arguments: [
    #"{"level":"info","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:1","msg":"a","error":"b"}"#,
    #"{"ts":"2024-05-02T09:14:21.105Z","level":"info","caller":"ipamd/ipamd.go:1","msg":"a of it"}"#,
    #"{"level":"info","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:1","msg":"a","msg":"b"}"#,
    #"{"level":"info","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:1","msg":"a of it\"}"#,
    #"{"level":"info","ts":"2024-05-02T09:14:21.105","caller":"ipamd/ipamd.go:1","msg":"no zone given"}"#,
    #"{"level":"loud","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:1","msg":"no such level"}"#,
    #"{"level": "info","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:1","msg":"blanks between"}"#,
    "",
  ]) func `what is not exactly of the form is refused`(text: String) { #expect(read(text) == nil) }

  @Test(arguments: 0..<20) func `it agrees with the decoder on each mutation it accepts`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed &* 131 &+ 17)
    // One reader for all: what it remembers of the last line may not leak into the next.
    var reader = PlainReader()
    var (accepted, refused) = (0, 0)
    for _ in 0..<1_500 {
      let line = Self.mutated(&dice)
      guard let fields = reader.read(line.span) else {
        refused += 1
        continue
      }
      accepted += 1
      expectAgreement(fields, line)
    }
    #expect(accepted > 200 && refused > 100, "\(accepted) accepted, \(refused) refused")
  }

  private func expectAgreement(_ fields: PlainFields, _ line: [UInt8]) {
    let text = Comment(rawValue: String(decoding: line, as: UTF8.self))
    var decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    var records: [LogRecord] = []
    decoder.decode(line.span, number: 1, byte: 0) { record, _, _ in records.append(record) }
    decoder.finish { record, _, _ in records.append(record) }
    guard records.count == 1, let record = records.first else {
      Issue.record("\(records.count) records: \(text)")
      return
    }
    #expect(record.time == fields.time, text)
    #expect(!record.timeIsAssumed, text)
    #expect(record.level == fields.level, text)
    #expect(record.writer == fields.writer, text)
    #expect(record.pod == nil && record.node == nil && record.stream == nil, text)
    let raw = line.span.extracting(fields.message)
    let message = fields.hasEscapes ? unescapeJSON(raw) : copyBytes(raw)
    // A message that is not plain is left to the decoder.
    if isPlainText(message.span) { #expect(record.message == message, text) }
  }

  private func read(_ text: String) -> PlainFields? {
    var reader = PlainReader()
    return reader.read(Array(text.utf8).span)
  }

  private static func mutated(_ dice: inout SeededGenerator) -> [UInt8] {
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &dice) ?? "" }
    let stamp = pick([
      "2024-05-02T09:14:21.105Z", "2024-05-02T09:14:59.999Z", "2024-05-02T09:14:60.000Z",
      "2024-05-02T09:15:01.000Z",
      "2024-05-02T09:14:21Z", "2024-05-02T09:14:21.105123456Z", "2024-05-02T09:14:21.105+02:00",
      "2024-05-02T09:14:21.105+0530", "2024-05-02T09:14:21.105-07", "2024-05-02T09:14:21,105Z",
      "2024-13-02T09:14:21.105Z",
      "2024-05-02T09:14:2x.105Z", "2024-05-02 09:14:21.105Z", "1714641261.105", "2024-05-02T24:14:21.105Z",
    ])
    let message = pick([
      "", "a", "IP stats - total IPs: 27, assigned IPs: 20, cooldown IPs: 2", #"say \"yes\" and \\ no"#,
      #"tail \\"#, #"tail \"#, #"\u0049P stats \u003cnil\u003e \ud83d\ude00"#, #"\n\tstatus code: 400"#,
      "é ü ✓",
      "\u{1B}[31mred\u{1B}[0m", #"bad \x escape"#, #"half \u12"#, "tab\there", #"ends with a brace}"#,
      #"","x":""#,
    ])
    let level = pick([
      "debug", "info", "warn", "error", "fatal", "dpanic", "INFO", "warning", "trace", "", "loud",
    ])
    let caller = pick([
      "ipamd/ipamd.go:653", "routed-eni-cni-plugin/cni.go:152", "entrypoint.sh", "", "x",
      "awsutils/awsutils.go:2001",
    ])
    var fields = [
      #""level":"\#(level)""#, #""ts":"\#(stamp)""#, #""caller":"\#(caller)""#, #""msg":"\#(message)""#,
    ]
    switch Int.random(in: 0..<30, using: &dice) {
    case 0: fields.shuffle(using: &dice)
    case 1: fields.append(#""error":"boom""#)
    case 2: fields.insert(#""logger":"x""#, at: Int.random(in: 0...4, using: &dice))
    case 3: fields.remove(at: Int.random(in: 0..<4, using: &dice))
    case 4: fields.append(fields[Int.random(in: 0..<4, using: &dice)])
    default: break
    }
    var line = Array(("{" + fields.joined(separator: ",") + "}").utf8)
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: line[Int.random(in: line.indices, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 1: line = Array(line.prefix(Int.random(in: 0...line.count, using: &dice)))
    case 2: line.insert(UInt8(ascii: "\""), at: Int.random(in: line.indices, using: &dice))
    case 3: line.insert(UInt8(ascii: "\\"), at: Int.random(in: line.indices, using: &dice))
    case 4: line.insert(UInt8(ascii: " "), at: Int.random(in: line.indices, using: &dice))
    case 5: line[Int.random(in: line.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
    default: break
    }
    return line
  }
}
