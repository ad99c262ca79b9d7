import Foundation
import Intake
import Testing

/// Who reads, with which buffer and on how many threads, changes neither bytes nor problems.
@Suite struct ReadAheadTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private static let log = (0..<9_000).map { "line \($0 &* 7919 % 10_007) of ipamd.log\n" }.joined()
  private static let bytes = Array(log.utf8)

  /// One input of each kind, whole, cut and damaged.
  private static let inputs: [(name: String, bytes: [UInt8])] = {
    let gzip = Packing.gzip(bytes)
    let two = Packing.gzip("one\n") + Packing.gzip(Array("two\n".utf8), crc: 7) + gzip + [1, 2, 3]
    var damaged = gzip
    for index in gzip.count / 2..<gzip.count / 2 + 64 { damaged[index] = 0xFF }
    let members = (0..<40).map { Packing.member("small/\($0).log", "line \($0)\n") }
    let tar = Packing.tar(
      members + [
        Packing.member("ipamd.log", bytes), Packing.member("ipamd-1.log.gz", gzip),
        Packing.member("../cut.gz", Array(gzip.prefix(5_000))), Packing.member("empty"),
        Packing.member("link", type: "2", link: "a"), Packing.member("in.tar", Packing.tar(members)),
        Packing.member("last", "end\n"),
      ])
    let zip = Packing.zip([("a.log", bytes), ("../b", Array("two\n".utf8))], isDeflated: true)
    return [
      ("plain", bytes), ("gzip", gzip), ("gzip.cut", Array(gzip.dropLast(9))), ("gzip.many", two),
      ("gzip.damaged", damaged), ("tar", tar), ("tar.cut", Array(tar.dropLast(20_000))),
      ("tar.gz", Packing.gzip(tar)), ("tar.gz.cut", Array(Packing.gzip(tar).dropLast(90_000))),
      ("zip", zip), ("zip.cut", Array(zip.prefix(9_000))), ("empty", []),
    ]
  }()

  private static let sizes = [1, 2, 7, 511, 512, 513, 4_095, 4_096, 65_536, 262_143, 262_144, 1 << 20]

  @Test(arguments: inputs.indices)
  func `any buffer and any number of threads give the same`(index: Int) throws {
    let input = Self.inputs[index]
    let path = try scratch.write(input.name, input.bytes)
    let expected = try scratch.take([path])
    #expect(!expected.streams.isEmpty)
    for size in Self.sizes {
      for jobs in [1, 2] {
        var options = IntakeOptions()
        options.jobs = jobs
        let taken = try scratch.take([path], options: options, bufferSize: size)
        #expect(taken.streams == expected.streams, "\(input.name), buffer \(size), -j \(jobs)")
        #expect(taken.summary == expected.summary, "\(input.name), buffer \(size), -j \(jobs)")
      }
    }
  }

  @Test(arguments: ["xz", "zstd", "bzip2"])
  func `what programs pack comes the same way`(program: String) throws {
    try scratch.write("a.log", Self.bytes)
    guard scratch.run(program, "-k", "a.log") else { return }
    try FileManager.default.removeItem(atPath: "\(scratch.path)/a.log")
    let whole = try scratch.take([scratch.path])
    #expect(whole.texts == [Self.log])
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: scratch.path).first)
    let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)")))
    for bytes in [packed, Array(packed.dropLast(packed.count / 3))] {
      let path = try scratch.write("input", bytes)
      let expected = try scratch.take([path])
      for size in Self.sizes.dropFirst(2) {
        for jobs in [1, 2] {
          var options = IntakeOptions()
          options.jobs = jobs
          let taken = try scratch.take([path], options: options, bufferSize: size)
          #expect(taken.streams == expected.streams, "\(program), buffer \(size), -j \(jobs)")
          #expect(taken.summary == expected.summary)
        }
      }
    }
  }

  @Test func `a bomb ends at the same byte whoever reads it`() throws {
    let bomb = Packing.gzip([UInt8](repeating: 0x61, count: 1_500_000))
    let bundle = Packing.gzip(
      Packing.tar([Packing.member("a", "1\n"), Packing.member("bomb", bomb), Packing.member("b", "2\n")]))
    for bytes in [bomb, bundle, Packing.gzip(bomb)] {
      let path = try scratch.write("bomb", bytes)
      for (most, ratio) in [(700_000, 1_000), (20 << 30, 60)] {
        var options = IntakeOptions()
        options.maxUnpacked = Int64(most)
        options.maxRatio = ratio
        options.ratioFloor = 300_000
        let expected = try scratch.take([path], options: options)
        #expect(expected.allProblems.contains { $0.contains("unpacks to more than") })
        for size in Self.sizes.dropFirst(2) {
          for jobs in [1, 2] {
            options.jobs = jobs
            let taken = try scratch.take([path], options: options, bufferSize: size)
            #expect(taken.streams == expected.streams, "buffer \(size), -j \(jobs)")
            #expect(taken.summary == expected.summary, "buffer \(size), -j \(jobs)")
          }
        }
      }
    }
  }

  @Test func `packed and plain files, missing ones and folders keep their order`() throws {
    var paths: [String] = []
    for number in 0..<30 {
      let text = "number \(number)\n"
      let bytes = number % 3 == 1 ? Packing.gzip(text) : Array(text.utf8)
      paths.append(try scratch.write("\(number).log", bytes))
      if number % 10 == 4 { paths.append("\(scratch.path)/none-\(number)") }
    }
    let expected = try scratch.take(paths)
    #expect(expected.texts == (0..<30).map { "number \($0)\n" })
    var options = IntakeOptions()
    options.jobs = 2
    let taken = try scratch.take(paths, options: options)
    #expect(taken.streams == expected.streams)
    #expect(taken.summary == expected.summary)
    #expect(taken.summary.unreadable.count == 3)
  }

  @Test func `a body that throws or leaves early ends the thread`() throws {
    struct Enough: Error {}
    let big = Packing.gzip([UInt8](repeating: 0x61, count: 3_000_000))
    let path = try scratch.write("b.tar", Packing.tar((0..<5).map { Packing.member("\($0).gz", big) }))
    var options = IntakeOptions()
    options.jobs = 2
    var intake = Intake(paths: [path], options: options)
    var names = 0
    #expect(throws: Enough.self) {
      try intake.forEach { _ throws(Enough) in
        names += 1
        if names == 2 { throw Enough() }
      }
    }
    #expect(names == 2)
    var again = Intake(paths: [path], options: options)
    var count = 0
    let summary = again.forEach { _ in count += 1 }
    #expect(count == 5)
    #expect(summary.problems.isEmpty)
    #expect(summary.streams == 5)
  }

  @Test func `a part of a buffer can be filled`() throws {
    let path = try scratch.write("a.gz", Packing.gzip("abcdefgh"))
    var intake = Intake(paths: [path])
    var bytes = Array("0123456789".utf8)
    _ = try intake.forEach { stream in
      var span = bytes.mutableSpan
      var part = span._mutatingExtracting(2..<5)
      let count = try stream.read(into: &part)
      #expect(count == 3)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "01abc56789")
  }

  @Test func `how far the reading is counts bytes on disk`() throws {
    let packed = Packing.gzip(Self.bytes)
    let paths = [try scratch.write("a.log", "12345"), try scratch.write("b.gz", packed)]
    for jobs in [1, 2] {
      var options = IntakeOptions()
      options.jobs = jobs
      var intake = Intake(paths: paths, options: options)
      #expect(intake.byteCount == Int64(5 + packed.count))
      var ends: [Int64] = []
      var buffer: [UInt8] = []
      _ = try intake.forEach { stream in
        var last: Int64 = 0
        while try stream.read(into: &buffer) > 0 {
          #expect(stream.packedCount >= last)
          last = stream.packedCount
        }
        ends.append(stream.precedingBytes + stream.packedCount)
      }
      #expect(ends == [5, Int64(5 + packed.count)])
    }
    #expect(Intake(paths: [paths[0], "-"]).byteCount == nil)
  }
}
