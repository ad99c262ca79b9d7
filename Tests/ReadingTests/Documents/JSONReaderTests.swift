import Testing

@testable import Documents

@Suite struct JSONReaderTests {
  private static let sample = Array(
    #"""
    { "Subnets": [ {"SubnetId": "subnet-0a\u00e9\ud83d\ude80é漢🚀", "n": -12.5e+3, "t": true},
      [], {}, null, false, "\"\\\/\b\f\n\r\t" ] } {"second":1}[2]
    """#.utf8)

  @Test(arguments: 1...40)
  func `tokens and places are the same for every chunk size`(size: Int) {
    #expect(tokens(Self.sample, chunk: size) == tokens(Self.sample, chunk: 1_000_000))
  }

  @Test func `random values survive writing and reading`() throws {
    var dice = Dice(7)
    for _ in 0..<400 {
      let value = randomValue(&dice)
      var reader = chunked(value.compactBytes, Int.random(in: 1...9, using: &dice))
      let read = try reader.value()
      #expect(read == value)
    }
  }

  @Test func `random damage never crashes and reads the same in every chunking`() {
    var dice = Dice(11)
    for _ in 0..<600 {
      var bytes = randomValue(&dice).compactBytes
      for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      #expect(tokens(bytes, chunk: 1) == tokens(bytes, chunk: 4_096))
      #expect(tokens(bytes, chunk: 3, tolerant: true) == tokens(bytes, chunk: 70_000, tolerant: true))
    }
  }

  @Test(arguments: [
    (#"{"a":tru}"#, 1, 8), (#"{"a" 1}"#, 1, 5), ("[1 2]", 1, 3), ("[1,]", 1, 3), (#"{"a":1,}"#, 1, 7),
    ("[01]", 1, 2),
    ("[-]", 1, 2), ("[1.]", 1, 3), ("[1e]", 1, 3), ("[.5]", 1, 1), ("[+1]", 1, 1), ("[0x1]", 1, 2),
    ("[NaN]", 1, 1),
    ("\n[\n\"a\nb\"]", 3, 5), (#"["\x"]"#, 1, 3), (#"["\u12g4"]"#, 1, 6), ("[\"\u{1}\"]", 1, 2),
    ("{1:2}", 1, 1),
    ("{\"a\":1]", 1, 6), ("[1}", 1, 2), ("]", 1, 0), (#"["\ud800"]"#, 1, 8), (#"["\udc00x"]"#, 1, 8),
    ("truex", 1, 4),
    ("nul", 1, 3), ("[\"abc", 1, 5), ("{", 1, 1), (#"{"a""#, 1, 4), ("[1", 1, 2), ("'a'", 1, 0),
  ])
  func `what is no JSON is refused at its place`(text: String, line: Int, byte: Int) throws {
    let error = try #require(failure(text))
    #expect(error.line == line)
    #expect(error.byte == byte)
    #expect(error.message(in: "f.json").hasPrefix("f.json:\(line):"))
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3, 0x28], [0xE2, 0x82, 0x28], [0xFF],
    ] as [[UInt8]])
  func `broken UTF-8 is refused, or replaced on request`(bytes: [UInt8]) throws {
    let text = Array("[\"".utf8) + bytes + Array("\"]".utf8)
    #expect(failure(text)?.reason == .badUTF8)
    var reader = JSONReader(bytes: text)
    reader.toleratesBadText = true
    let value = try reader.value()
    #expect(value?.array?[0].string?.contains("\u{FFFD}") == true)
    #expect(reader.defectCount > 0)
  }

  @Test func `a hundred thousand levels are an error, not an overflow`() {
    for open in ["[", "{\"a\":"] {
      let text = String(repeating: open, count: 100_000)
      #expect(failure(text)?.reason == .tooDeep(limit: 512))
    }
    let allowed = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(failure(allowed) == nil)
  }

  @Test func `a path leads to the fault`() {
    let error = failure(#"{"NetworkInterfaces":[{},{"Status":"x","Groups":[{"GroupId":!}]}]}"#)
    #expect(error?.path == "NetworkInterfaces[1].Groups[0].GroupId")
    #expect(error?.column == 61)
  }

  @Test func `of equal keys the first wins and the second is noted`() throws {
    var reader = JSONReader(bytes: Array(#"{"a":1,"b":2,"a":3}"#.utf8))
    let value = try reader.value()
    #expect(value?["a"] == .number("1"))
    #expect(reader.takeDefects().map(\.reason) == [.duplicateKey("a")])
  }

  @Test func `a value over the limit is checked, skipped and nil`() throws {
    let long = "[\"\(String(repeating: "x", count: 5_000))\"]"
    var reader = JSONReader(bytes: Array("[\(long),{\"a\":[[],[],[],[],[]]},7]".utf8))
    var token = try reader.next()
    #expect(token == .beginArray)
    let first = try reader.value(limit: 1_000)
    #expect(first == nil)
    let second = try reader.value(limit: 200)
    #expect(second == nil)
    let third = try reader.value(limit: 200)
    #expect(third == .number("7"))
    token = try reader.next()
    #expect(token == .endArray)
  }

  @Test func `numbers keep their literal`() throws {
    #expect(try parse("12345678901234567890")?.int == nil)
    #expect(try parse("3.0")?.int == 3)
    #expect(try parse("1e400")?.double == nil)
    #expect(try parse("\"TRUE\"")?.bool == true)
    #expect(try parse("\"yes\"")?.bool == nil)
  }

  @Test func `an object with many keys finds each`() throws {
    var object = JSONObject()
    for index in 0..<100 { object.append("k\(index)", .number("\(index)")) }
    #expect(object["k99"]?.int == 99)
    #expect(object["k16"]?.int == 16)
    #expect(object["k100"] == nil)
    let again = object.append("k50", .null)
    #expect(!again)
  }
}
