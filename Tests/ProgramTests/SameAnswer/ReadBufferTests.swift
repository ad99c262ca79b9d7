import Collectors
import Evidence
import TestSupport
import Testing

/// Where the operating system cuts a log is no part of what it says.
@Suite struct ReadBufferTests {
  /// A collector takes the first 64 KiB together, to see what they are. Text of no format moves the log behind them.
  private static let head: [UInt8] = Array(
    repeatElement(Array(repeating: UInt8(ascii: "x"), count: 99) + [10], count: 660).joined())

  static let sizes = [1, 2, 3, 7, 64, 1_000, 4_096, 65_536]

  private func expectSame(
    _ log: [UInt8], name: String = "case/ipamd.log", maxLine: Int? = nil, sizes: [Int] = sizes,
    _ what: Comment, from location: SourceLocation = #_sourceLocation
  ) {
    var options = ScanOptions()
    if let maxLine { options.maxLine = maxLine }
    for bytes in [log, Self.head + log] {
      let whole = Reading.settled(bytes, name: name, options: options)
      #expect(whole.inputs[name]?.bytes == bytes.count, sourceLocation: location)
      for size in sizes {
        let parts = Reading.settled(bytes, name: name, buffer: size, options: options)
        let differences = Difference.of(parts, whole)
        #expect(differences.isEmpty, "\(what), \(size) bytes at once", sourceLocation: location)
        #expect(parts == whole, "\(what), \(size) bytes at once", sourceLocation: location)
      }
    }
  }

  @Test(arguments: LogMill.Dress.allCases) func `in any wrapper`(dress: LogMill.Dress) {
    expectSame(LogMill.log(.init(seed: 1, dresses: [dress])), "\(dress)")
  }

  @Test func `of several nodes, in any mixture of wrappers`() {
    expectSame(LogMill.log(.init(seed: 2, dresses: [.cloudwatch], nodes: 5)), "streams")
    expectSame(LogMill.log(.init(seed: 3, dresses: LogMill.Dress.allCases, nodes: 3)), "mixed")
  }

  @Test func `with line ends of Windows, without the last line end, with a byte order mark`() {
    let windows = LogMill.log(.init(seed: 4, dresses: [.plain, .docker], lineEnd: "\r\n"))
    expectSame(windows, "CRLF")
    expectSame(windows.dropLast(), "CRLF without its LF")
    let plain = LogMill.log(.init(seed: 5, dresses: [.plain, .cri]))
    expectSame(plain.dropLast(), "no last line end")
    expectSame([0xEF, 0xBB, 0xBF] + plain, "byte order mark")
    expectSame(Array(plain.dropLast(40)), "cut in its last record")
  }

  @Test(arguments: 0..<6) func `with garbage between the lines and times out of order`(seed: UInt64) {
    let plan = LogMill.Plan(
      seed: 100 + seed, dresses: seed % 2 == 0 ? [.plain] : LogMill.Dress.allCases, nodes: 2, garbage: 6,
      disorder: 5)
    expectSame(LogMill.log(plan), sizes: [1, 7, 64, 1_000], "seed \(seed)")
  }

  @Test(arguments: [60, 230, 400]) func `with lines beyond the longest one`(maxLine: Int) {
    let log = LogMill.log(.init(seed: 6, dresses: [.plain, .cri, .docker], garbage: 9))
    expectSame(log, maxLine: maxLine, "at most \(maxLine) bytes")
  }

  /// Long enough that a table is made for it, and that whole chunks go by without a line worth a look.
  @Test func `a log of more than one read buffer`() {
    let log = LogMill.log(.init(seed: 7, lines: 3_000, dresses: [.plain], disorder: 50))
    #expect(log.count > 512 << 10)
    expectSame(log, sizes: [64, 4_096, 65_536, 200_000], "long")
  }

  /// The second thread takes over when a whole read buffer has come; damage moves the ends of its chunks about.
  @Test(arguments: [0, 40], [2, 4]) func `literals looked for on a second thread`(garbage: Int, jobs: Int) {
    let log = LogMill.log(.init(seed: 8, lines: 4_400, dresses: [.plain], garbage: garbage))
    #expect(log.count > 768 << 10)
    var options = ScanOptions()
    let one = Reading.settled(log, options: options)
    options.jobs = jobs
    for bytes in [1 << 20, 100_000] {
      let other = Reading.settled(log, buffer: bytes, options: options)
      let differences = Difference.of(other, one)
      #expect(differences.isEmpty && other == one, "\(jobs) jobs, \(bytes) bytes at once")
    }
  }

  @Test func `every log of the samples`() throws {
    var count = 0
    for file in SampleFiles.texts where file.bytes.count < 400_000 {
      count += 1
      let whole = Reading.settled(file.bytes, name: file.name)
      for size in [7, 1_000] {
        let parts = Reading.settled(file.bytes, name: file.name, buffer: size)
        let differences = Difference.of(parts, whole)
        #expect(differences.isEmpty && parts == whole, "\(file.name), \(size) bytes at once")
      }
    }
    #expect(count > 50)
  }
}
