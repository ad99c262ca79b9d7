import Intake
import Testing

@Suite struct GzipTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let log = (0..<40).map { "line \($0) of ipamd.log, with é and \u{1F600}\n" }.joined()

  @Test func `a gzip is known by its content, not its name`() throws {
    let taken = try scratch.take(Packing.gzip(log), as: "ipamd.log")
    #expect(taken.texts == [log])
    #expect(taken.names == ["ipamd.log"])
    #expect(taken.allProblems.isEmpty)
    let plain = try scratch.take(Array(log.utf8), as: "ipamd.log.gz")
    #expect(plain.texts == [log])
  }

  @Test func `several members are one stream`() throws {
    let taken = try scratch.take(Packing.gzip("one\n") + Packing.gzip("") + Packing.gzip("two\n"))
    #expect(taken.texts == ["one\ntwo\n"])
    #expect(taken.allProblems.isEmpty)
  }

  @Test func `a gzip inside a gzip is opened`() throws {
    let taken = try scratch.take(Packing.gzip(Packing.gzip(log)))
    #expect(taken.texts == [log])
  }

  @Test func `every cut gives the beginning and says so`() throws {
    let packed = Packing.gzip(log)
    var longest = 0
    for length in 2..<packed.count {
      let taken = try scratch.take(Array(packed[..<length]))
      let text = try #require(taken.texts.first)
      // A cut character becomes U+FFFD; compare bytes up to there.
      let bytes = Array(text.utf8.prefix { _ in true })
      let common = zip(bytes, log.utf8).prefix { $0 == $1 }.count
      #expect(bytes.count - common <= 3)
      #expect(common >= longest)
      longest = max(longest, common)
      #expect(taken.streams.first?.problems.contains { $0.contains("gzip data ends early") } == true)
      #expect(!taken.summary.isPartial || taken.streams.count == 1)
    }
    #expect(longest == log.utf8.count)
  }

  @Test func `no byte before a cut is lost`() throws {
    // Fixed codes of 8 bits: each packed byte after the first ends one character.
    let text = String(repeating: "abcdefgh", count: 20)
    let packed = Packing.gzip(text)
    let cut = try scratch.take(Array(packed[..<110]))
    #expect(cut.texts == [String(text.prefix(99))])
  }

  @Test func `a wrong CRC is said and the next member still read`() throws {
    let taken = try scratch.take(Packing.gzip(Array("one\n".utf8), crc: 7) + Packing.gzip("two\n"))
    #expect(taken.texts == ["one\ntwo\n"])
    #expect(taken.allProblems.count == 1)
    #expect(taken.allProblems.first?.hasPrefix("CRC differs") == true)
  }

  @Test func `a wrong length is said and the next member still read`() throws {
    let taken = try scratch.take(Packing.gzip(Array("one\n".utf8), length: 9) + Packing.gzip("two\n"))
    #expect(taken.texts == ["one\ntwo\n"])
    #expect(taken.allProblems.count == 1)
  }

  @Test func `bytes after the end are said, zeros are padding`() throws {
    let garbage = try scratch.take(Packing.gzip("one\n") + Array("garbage".utf8))
    #expect(garbage.texts == ["one\n"])
    #expect(garbage.allProblems == ["7 bytes after the end of the compressed data; not read"])
    #expect(!garbage.summary.isPartial)
    let padding = try scratch.take(Packing.gzip("one\n") + [UInt8](repeating: 0, count: 100_000))
    #expect(padding.texts == ["one\n"])
    #expect(padding.allProblems.isEmpty)
  }

  @Test func `damage in the middle keeps what came before`() throws {
    var packed = Packing.gzip(log)
    packed.replaceSubrange(200..<packed.count, with: [UInt8](repeating: 0xFF, count: packed.count - 200))
    let taken = try scratch.take(packed)
    let text = try #require(taken.texts.first)
    #expect(text.hasPrefix("line 0 of ipamd.log"))
    #expect(taken.allProblems.count == 1)
  }

  @Test func `no flipped bit crashes`() throws {
    let packed = Packing.gzip("a short line\n") + Packing.gzip("b\n")
    for bit in 0..<(packed.count * 8) {
      var broken = packed
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try scratch.take(broken).streams.count <= 1)
    }
  }

  @Test func `a bomb stops at the ratio with what came before`() throws {
    var options = IntakeOptions()
    options.maxRatio = 100
    options.ratioFloor = 100_000
    let taken = try scratch.take(Packing.gzip([UInt8](repeating: 0x61, count: 3_000_000)), options: options)
    // The limit is a hundred times the packed size, some 19 kB, and takes effect at the end of a unit of 256 KiB.
    #expect((1_800_000...2_200_000).contains(taken.texts.first?.utf8.count ?? 0))
    #expect(taken.allProblems.count == 1)
    #expect(taken.allProblems.first?.contains("unpacks to more than 100 times its size") == true)
  }

  @Test func `a bomb in a bomb stops at the size`() throws {
    var options = IntakeOptions()
    options.maxUnpacked = 500_000
    let inner = Packing.gzip([UInt8](repeating: 0, count: 2_000_000))
    let taken = try scratch.take(Packing.gzip(inner), options: options)
    #expect(taken.allProblems.contains { $0.contains("unpacks to more than 500.0 kB") })
  }

  @Test func `fifty layers of gzip are not opened`() throws {
    var bytes = Array("deep\n".utf8)
    for _ in 0..<50 { bytes = Packing.gzip(bytes) }
    let taken = try scratch.take(bytes)
    #expect(taken.streams.isEmpty)
    #expect(taken.summary.problems.count == 1)
    #expect(taken.summary.isPartial)
  }
}
