import Intake
import Testing

@Suite struct ArchiveTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func `members come in order under their own names`() throws {
    let tar = Packing.tar([
      Packing.member("./var_log/", type: "5"), Packing.member("./var_log/ipamd.log", "one\n"),
      Packing.member("ipamd/enis.json", ""),
      Packing.member("./x", Array("two".utf8), modified: 1_714_641_261),
    ])
    for bytes in [tar, Packing.gzip(tar)] {
      let taken = try scratch.take(bytes, as: "b.tar.gz")
      #expect(taken.names == ["b.tar.gz!var_log/ipamd.log", "b.tar.gz!ipamd/enis.json", "b.tar.gz!x"])
      #expect(taken.texts == ["one\n", "", "two"])
      #expect(taken.streams.map(\.modified) == [nil, nil, 1_714_641_261_000_000_000])
      #expect(taken.allProblems.isEmpty)
      #expect(taken.summary.streams == 3)
    }
  }

  @Test func `a tar older than POSIX is a tar`() throws {
    let taken = try scratch.take(Packing.tar([Packing.member("a", Array("x".utf8), isUstar: false)]))
    #expect(taken.names == ["input!a"])
  }

  @Test func `two tars in one file are both read`() throws {
    let one = Packing.tar([Packing.member("a", "1")])
    let taken = try scratch.take(one + Packing.tar([Packing.member("b", "2")]))
    #expect(taken.texts == ["1", "2"])
  }

  @Test func `the same name twice gives two streams`() throws {
    let taken = try scratch.take(Packing.tar([Packing.member("a", "1"), Packing.member("a", "2")]))
    #expect(taken.texts == ["1", "2"])
    #expect(taken.names == ["input!a", "input!a"])
  }

  @Test func `links, FIFOs and devices are skipped and counted`() throws {
    let taken = try scratch.take(
      Packing.tar([
        Packing.member("l", type: "2", link: "/etc/passwd"), Packing.member("h", type: "1", link: "a"),
        Packing.member("f", type: "6"), Packing.member("c", type: "3"), Packing.member("b", type: "4"),
        Packing.member("a", "kept"),
      ]))
    #expect(taken.texts == ["kept"])
    #expect(taken.summary.skippedMembers.links == 2)
    #expect(taken.summary.skippedMembers.fifos == 1)
    #expect(taken.summary.skippedMembers.devices == 2)
  }

  @Test(arguments: [
    ("../../etc/cron.d/x", "etc/cron.d/x"), ("/etc/passwd", "etc/passwd"), ("a/../../b", "a/b"),
    ("..", "(no name)"),
  ])
  func `a hostile name is read under a safe one`(name: String, shown: String) throws {
    let taken = try scratch.take(Packing.tar([Packing.member(name, "evidence\n")]))
    #expect(taken.names == ["input!\(shown)"])
    #expect(taken.texts == ["evidence\n"])
    #expect(taken.streams.first?.problems.first?.contains("points outside the archive") == true)
    #expect(!taken.summary.isPartial)
  }

  @Test func `a packed log inside a tar is unpacked and keeps its name`() throws {
    let tar = Packing.tar([
      Packing.member("ipamd-1.log.gz", Packing.gzip("old\n")), Packing.member("ipamd.log", "new\n"),
      Packing.member("cut.log.gz", Array(Packing.gzip("half of it is there").prefix(20))),
      Packing.member("last", "end\n"),
    ])
    let taken = try scratch.take(Packing.gzip(tar))
    #expect(taken.names == ["input!ipamd-1.log.gz", "input!ipamd.log", "input!cut.log.gz", "input!last"])
    #expect(taken.texts == ["old\n", "new\n", "half of i", "end\n"])
    #expect(taken.streams.map(\.problems.count) == [0, 0, 1, 0])
  }

  @Test func `a bundle in a bundle is opened, fifty deep is not`() throws {
    var bytes = Packing.tar([Packing.member("deep.log", "deep\n")])
    for depth in 2...50 {
      if depth <= 4 {
        let taken = try scratch.take(bytes)
        #expect(taken.texts.first == "deep\n")
      }
      bytes = Packing.tar([Packing.member("b\(depth)", bytes), Packing.member("n\(depth)", "beside\n")])
    }
    let taken = try scratch.take(bytes)
    #expect(taken.texts == ["beside\n", "beside\n", "beside\n", "beside\n"])
    #expect(taken.summary.problems.count == 1)
    #expect(taken.summary.problems.first?.reason == .deeperThan(4))
  }

  @Test func `every cut of a bundle gives what came before it`() throws {
    let texts = ["first\n", String(repeating: "x", count: 700) + "\n", "third\n"]
    let tar = Packing.tar(texts.enumerated().map { Packing.member("m\($0.offset)", $0.element) })
    for length in stride(from: 512, to: tar.count - 1_024, by: 37) {
      let taken = try scratch.take(Array(tar[..<length]))
      for (text, whole) in zip(taken.texts, texts) { #expect(whole.hasPrefix(text)) }
      #expect(taken.texts.joined().utf8.count >= max(0, length - 512 * 4) / 4)
      if length % 512 != 0 {
        #expect(taken.summary.isPartial)
        #expect(!taken.summary.problems.isEmpty)
      }
    }
  }

  @Test func `a cut inside a member says where`() throws {
    let tar = Packing.member("var/log/ipamd.log", [UInt8](repeating: 0x61, count: 5_000))
    let taken = try scratch.take(Array(tar[..<3_000]), as: "b.tar")
    #expect(taken.texts.first?.utf8.count == 3_000 - 512)
    #expect(
      taken.streams.first?.problems == [
        "archive ends inside var/log/ipamd.log (2.4 kB read); analysed what was there"
      ])
  }

  @Test func `a cut gzip around a tar is said for the member and the archive`() throws {
    let tar = Packing.tar([Packing.member("a", [UInt8](0..<200)), Packing.member("b", [UInt8](0..<200))])
    let packed = Packing.gzip(tar)
    let taken = try scratch.take(Array(packed[..<(packed.count / 2)]))
    #expect(taken.names == ["input!a"])
    #expect(taken.summary.problems.contains { $0.description.contains("gzip data ends early") })
    #expect(taken.summary.isPartial)
  }

  @Test func `a wrong CRC around a tar is said though all members came`() throws {
    let taken = try scratch.take(Packing.gzip(Packing.tar([Packing.member("a", "1")]), crc: 1))
    #expect(taken.texts == ["1"])
    #expect(taken.summary.problems.first?.description.contains("CRC differs") == true)
  }

  @Test func `a damaged header between members loses one member only`() throws {
    var bad = Packing.member("b", "2")
    bad[0] ^= 1
    let taken = try scratch.take(Packing.tar([Packing.member("a", "1"), bad, Packing.member("c", "3")]))
    #expect(taken.texts == ["1", "3"])
    #expect(taken.summary.problems.count == 1)
  }

  @Test func `a member that claims terabytes gives what is there`() throws {
    let tar = Packing.member("a", Array("all there is".utf8), statedSize: 1 << 32)
    let taken = try scratch.take(tar)
    #expect(taken.texts.first?.hasPrefix("all there is") == true)
    #expect(taken.summary.isPartial)
  }

  @Test(arguments: [true, false])
  func `a zip is read as a stream`(isDeflated: Bool) throws {
    let zip = Packing.zip(
      [("./a.log", Array("one\n".utf8)), ("dir/", []), ("../b", Array("two\n".utf8))], isDeflated: isDeflated)
    let taken = try scratch.take(zip, as: "b.zip")
    #expect(taken.names == ["b.zip!a.log", "b.zip!b"])
    #expect(taken.texts == ["one\n", "two\n"])
    let cut = try scratch.take(Array(zip.prefix(40)), as: "b.zip")
    #expect(cut.summary.isPartial)
  }

  @Test func `a wrong CRC in a zip is said`() throws {
    var zip = Packing.zip([("a", Array("one\n".utf8)), ("b", Array("two\n".utf8))], isDeflated: false)
    zip[31] ^= 1
    let taken = try scratch.take(zip)
    #expect(taken.texts.count == 2)
    #expect(taken.texts.last == "two\n")
    #expect(taken.streams.first?.problems.count == 1)
  }

  @Test func `too many members stop the archive`() throws {
    var options = IntakeOptions()
    options.maxMembers = 3
    let taken = try scratch.take(Packing.tar((0..<5).map { Packing.member("m\($0)", "x") }), options: options)
    #expect(taken.streams.count == 3)
    #expect(taken.summary.problems.map(\.reason) == [.moreMembersThan(3)])
  }

  @Test func `a bomb inside a bundle stops the bundle, the next path is read`() throws {
    var options = IntakeOptions()
    options.maxUnpacked = 300_000
    let bomb = Packing.gzip([UInt8](repeating: 0x61, count: 2_000_000))
    let bundle = Packing.tar([
      Packing.member("a", "1"), Packing.member("bomb", bomb), Packing.member("b", "2"),
    ])
    let paths = [try scratch.write("bundle", bundle), try scratch.write("next", "next\n")]
    let taken = try scratch.take(paths, options: options)
    #expect(taken.texts.first == "1")
    #expect(taken.texts.last == "next\n")
    #expect(taken.allProblems.contains { $0.contains("unpacks to more than 300.0 kB") })
  }

  @Test func `a hundred thousand members work`() throws {
    let one = Packing.member("m", "x")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(one.count * 100_000)
    for _ in 0..<100_000 { bytes += one }
    let path = try scratch.write("many.tar", bytes)
    var intake = Intake(paths: [path])
    var count = 0
    var buffer: [UInt8] = []
    let summary = try intake.forEach { stream in count += try stream.read(into: &buffer) }
    #expect(count == 100_000)
    #expect(summary.streams == 100_000)
    #expect(summary.problems.isEmpty)
  }

  @Test func `a stream not read to its end is skipped`() throws {
    let path = try scratch.write(
      "b.tar",
      Packing.tar([Packing.member("a", [UInt8](repeating: 1, count: 9_000)), Packing.member("b", "2")]))
    var intake = Intake(paths: [path])
    var names: [String] = []
    let summary = intake.forEach { stream in names.append(stream.name) }
    #expect(names.count == 2)
    #expect(summary.problems.isEmpty)
  }

  @Test func `a stream kept beyond its turn throws`() throws {
    var intake = Intake(paths: [try scratch.write("a", "1")])
    var kept: InputStream?
    _ = intake.forEach { stream in kept = stream }
    var buffer: [UInt8] = []
    #expect(throws: IntakeError.self) { try kept?.read(into: &buffer) }
  }
}
