import Bytes
import Testing

@Suite struct LineSplitterTests {
  private struct Seen: Hashable {
    let text: [UInt8]
    let line: Line
  }

  /// A small generator with a fixed seed: a failing case must fail again.
  private struct Numbers {
    var state: UInt64
    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  private func split(_ chunks: [[UInt8]], maxLine: Int = 1_000) -> (lines: [Seen], splitter: LineSplitter) {
    var splitter = LineSplitter(maxLine: maxLine)
    var lines: [Seen] = []
    func keep(_ text: Span<UInt8>, _ line: Line) {
      lines.append(Seen(text: text.indices.map { text[$0] }, line: line))
    }
    for chunk in chunks { splitter.feed(chunk, keep) }
    splitter.finish(keep)
    return (lines, splitter)
  }

  private func texts(_ text: String, maxLine: Int = 1_000) -> [String] {
    split([Array(text.utf8)], maxLine: maxLine).lines.map { String(decoding: $0.text, as: UTF8.self) }
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("\n\n", ["", ""]),
    ("a\r\nb\r\n", ["a", "b"]),
    ("a\r\r\n", ["a\r"]), ("a\rb\n", ["a\rb"]), ("\u{FEFF}a\n", ["a"]), ("\u{FEFF}", []), ("\r\n", [""]),
  ])
  func `lines come without their ends`(text: String, lines: [String]) {
    #expect(texts(text) == lines)
  }

  @Test func `numbers count line ends and bytes count everything`() {
    let lines = split([Array("\u{FEFF}ab\r\n\ncd".utf8)]).lines
    #expect(lines.map(\.line.number) == [1, 2, 3])
    #expect(lines.map(\.line.byte) == [3, 7, 8])
    #expect(lines.map(\.line.isTerminated) == [true, true, false])
  }

  @Test func `a line over the limit is cut and the next one is whole`() {
    let result = split([Array("0123456789\nnext\n".utf8)], maxLine: 4)
    #expect(result.lines.map { String(decoding: $0.text, as: UTF8.self) } == ["0123", "next"])
    #expect(result.lines.map(\.line.isCut) == [true, false])
    #expect(result.splitter.cutLines == 1)
  }

  @Test func `a line of a gigabyte is held only to the limit`() {
    var splitter = LineSplitter(maxLine: 1 << 10)
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    var lengths: [Int] = []
    for _ in 0..<64 { splitter.feed(chunk) { text, _ in lengths.append(text.count) } }
    splitter.feed(Array("\nafter\n".utf8)) { text, _ in lengths.append(text.count) }
    #expect(lengths == [1 << 10, 5])
  }

  @Test func `a block of NULs ends the text before it and keeps the text after it`() {
    let nuls = [UInt8](repeating: 0, count: 5_000)
    let result = split([Array("half a li".utf8) + nuls + Array("{\"level\":1}\nnext\n".utf8)])
    #expect(
      result.lines.map { String(decoding: $0.text, as: UTF8.self) } == ["half a li", "{\"level\":1}", "next"])
    #expect(result.lines.map(\.line.number) == [1, 1, 2])
    #expect(result.lines.map(\.line.byte) == [0, 5_009, 5_021])
    #expect(result.lines.map(\.line.isTerminated) == [false, true, true])
    #expect(result.splitter.nulBytes == 5_000)
  }

  @Test func `single NULs vanish from a line`() {
    #expect(texts("a\0b\0c\n\0\0d\n") == ["abc", "d"])
  }

  @Test func `nothing but NULs is no line`() {
    let result = split([[UInt8](repeating: 0, count: 100_000)])
    #expect(result.lines.isEmpty)
    #expect(result.splitter.nulBytes == 100_000)
  }

  @Test func `any chunking of random bytes gives the same lines`() {
    var numbers = Numbers(state: 42)
    let alphabet: [UInt8] = [0x0A, 0x0D, 0, 0, 0, 0x61, 0x62, 0x63, 0xEF, 0xBB, 0xBF, 0xFF]
    for round in 0..<400 {
      var bytes = (0..<numbers.next(below: 200)).map { _ in alphabet[numbers.next(below: alphabet.count)] }
      if round % 5 == 0 { bytes = [0xEF, 0xBB, 0xBF] + bytes }
      if round % 7 == 0 { bytes += [UInt8](repeating: 0, count: numbers.next(below: 100)) + [0x61] }
      let maxLine = 1 + numbers.next(below: 40)
      let whole = split([bytes], maxLine: maxLine)
      var chunks: [[UInt8]] = []
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + numbers.next(below: 2 + round % 90))
        chunks.append(Array(bytes[start..<end]))
        start = end
      }
      let pieces = split(chunks, maxLine: maxLine)
      #expect(pieces.lines == whole.lines)
      #expect(pieces.splitter.nulBytes == whole.splitter.nulBytes)
      #expect(pieces.splitter.cutLines == whole.splitter.cutLines)
    }
  }

  @Test func `long lines are found whatever their distance`() {
    for length in 0..<150 {
      let line = [UInt8](repeating: 0x61, count: length)
      let result = split([line + [0x0A] + line + line + [0x0A]])
      #expect(result.lines.map(\.text.count) == [length, 2 * length])
    }
  }

  @Test func `an error of the caller passes through`() {
    struct Stop: Error {}
    var splitter = LineSplitter()
    #expect(throws: Stop.self) {
      try splitter.feed(Array("a\n".utf8)) { (_, _) throws(Stop) in throw Stop() }
    }
  }
}
