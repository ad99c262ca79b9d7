import Collectors
import Commands
import Foundation
import PlaybookData
import TestSupport
import Testing

/// Logs whose bytes are not what a log's should be.
@Suite struct BrokenTextTests {
  private let place: Workplace
  private let line = Line.full + "\n"
  init() throws { place = try Workplace() }

  private func cause(_ bytes: some Sequence<UInt8>, _ name: String = "ipamd.log") throws -> String {
    try place.analyze(bytes: bytes, as: name).report.primary.id.raw
  }

  @Test func `megabytes of NULs before, between and behind are skipped and counted`() throws {
    let nuls = [UInt8](repeating: 0, count: 10_000_000)
    let outcome = try place.analyze(bytes: nuls + Array(line.utf8) + nuls.prefix(1_000), as: "ipamd.log")
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.said == "ipamd.log: 10001000 NUL bytes skipped, as a crash leaves them")
    #expect(try place.analyze(bytes: nuls.prefix(300_000), as: "nothing.log").exitCode() == 3)
  }

  @Test func `a line without end is cut and said, and the next one read`() throws {
    // Sixty-four times the limit, from a generator: what is not kept need not be on disk.
    var options = ScanOptions()
    options.maxLine = 64 << 10
    let collector = Collector(ScanCatalog(PlaybookData.handbook), options: options)
    let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
    var pieces = [[UInt8]](repeating: filler, count: 64) + [Array("\n".utf8), Array(line.utf8)]
    collector.read(name: "ipamd.log") { buffer in
      guard !pieces.isEmpty else { return 0 }
      let piece = pieces.removeFirst()
      buffer.replaceSubrange(0..<piece.count, with: piece)
      return piece.count
    }
    let report = Analysis.conclude(collector.evidence, handbook: PlaybookData.handbook).report
    #expect(report.primary.id.raw == "subnet-exhausted")
    let problems = report.inputs.flatMap { $0.record.problems.sorted() }
    #expect(problems.map(\.text) == ["line cut at 65536 bytes; the rest was skipped"])
    #expect(problems.map(\.line) == [1])
  }

  @Test func `invalid UTF-8 in a record does not hide it`() throws {
    var bytes = Array(line.utf8)
    bytes.insert(contentsOf: [0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80], at: bytes.count - 40)
    #expect(try cause(bytes) == "subnet-exhausted")
  }

  @Test func `a stamp with a broken byte is no time of 1970`() throws {
    var bytes = Array(line.utf8)
    let year = try #require(bytes.firstRange(of: Array("2026".utf8)))
    bytes[year.lowerBound + 1] = 0xFF
    let outcome = try place.analyze(bytes: bytes + Array(line.utf8), as: "ipamd.log")
    #expect(outcome.report.from == outcome.report.to)
  }

  @Test(arguments: [true, false])
  func `UTF-16 of PowerShell is read, odd byte at the end included`(isLittle: Bool) throws {
    var bytes: [UInt8] = isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]
    for unit in (String(repeating: Line.zap("routine") + "\r\n", count: 3_000) + line).utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      bytes += isLittle ? [low, high] : [high, low]
    }
    let outcome = try place.analyze(bytes: bytes + [0x41], as: "ipamd.log")
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.report.inputs.first?.record.lines == 3_002)
  }

  @Test(arguments: ["\r\n", "\n\n", "\n\u{FEFF}"])
  func `line ends of other systems are line ends`(end: String) throws {
    #expect(
      try cause(([Line.zap("routine"), Line.full, Line.zap("routine")].joined(separator: end)).utf8)
        == "subnet-exhausted")
  }

  @Test func `a record cut at every byte never blames anything else`() throws {
    let bytes = Array(line.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      let id = try cause(bytes[..<end])
      #expect(["subnet-exhausted", "unknown", "healthy", "not-ip-problem"].contains(id), "cut at \(end)")
    }
  }

  @Test func `one changed byte anywhere never crashes`() throws {
    let original = Array((Line.zap("routine") + "\n" + line).utf8)
    for index in stride(from: 0, to: original.count, by: 29) {
      for value in [UInt8(0), 10, 34, 92, 125, 255] {
        var bytes = original
        bytes[index] = value
        _ = try cause(bytes)
      }
    }
  }
}
