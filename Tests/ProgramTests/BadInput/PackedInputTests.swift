import Commands
import Foundation
import Testing

/// Compressed logs and archives that were cut, damaged or made to hurt.
@Suite struct PackedInputTests {
  private let place: Workplace
  private let log = Array((Line.full + "\n").utf8)
  init() throws { place = try Workplace() }

  private func isUnderstood(_ outcome: Analysis.Outcome) -> Bool {
    outcome.report.primary.id.raw == "subnet-exhausted"
  }

  @Test func `a truncated gzip is used up to the cut`() throws {
    let bytes = Packing.gzip(log + [UInt8](repeating: 0x20, count: 2_000))
    let outcome = try place.analyze(bytes: bytes.dropLast(1_000), as: "ipamd.log.gz")
    #expect(isUnderstood(outcome))
    #expect(outcome.said.contains("ipamd.log.gz: gzip data ends early"))
    #expect(outcome.exitCode() == 1)
    #expect(outcome.exitCode(isStrict: true) == 5)
  }

  @Test func `a wrong checksum is said and the data used`() throws {
    let outcome = try place.analyze(bytes: Packing.gzip(log, crc: 7), as: "ipamd.log.gz")
    #expect(isUnderstood(outcome))
    #expect(outcome.said.contains("CRC differs"))
  }

  @Test func `bytes after the end are said and not read`() throws {
    let outcome = try place.analyze(
      bytes: Packing.gzip(log) + Array("garbage behind".utf8), as: "ipamd.log.gz")
    #expect(isUnderstood(outcome))
    #expect(outcome.said.contains("14 bytes after the end"))
  }

  @Test func `hostile members are read under safe names and never written`() throws {
    let escape = "../../../../\(place.folder.lastPathComponent)-escaped"
    let bytes = Packing.tar([
      Packing.member(escape, log), Packing.member("/etc/ipamd.log", log),
      Packing.member("link", type: "2", link: "/etc/passwd"),
      Packing.member("hard", type: "1", link: "/etc/shadow"),
      Packing.member("device", type: "3"), Packing.member("fifo", type: "6"),
    ])
    let outcome = try place.analyze(bytes: bytes, as: "bundle.tar")
    #expect(isUnderstood(outcome))
    #expect(outcome.report.primary.count == 1, "one log under two names")
    #expect(outcome.said.contains("points outside the archive"))
    #expect(outcome.report.notes.contains { $0.contains("4 links and devices in archives") })
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path) == ["bundle.tar"])
    #expect(!outcome.report.inputs.contains { $0.record.name.contains("..") })
  }

  @Test func `archives nested fifty deep end in a word and not in a stack overflow`() throws {
    var bytes = Packing.tar([Packing.member("ipamd.log", log)])
    for depth in 0..<50 {
      bytes = Packing.tar([Packing.member("nested-\(depth).tar", bytes), Packing.member("beside.log", log)])
    }
    let outcome = try place.analyze(bytes: bytes, as: "bundle.tar")
    #expect(isUnderstood(outcome), "the logs above are read")
    #expect(outcome.said.contains("deep in archives"))
    #expect(outcome.exitCode(isStrict: true) == 5)
  }

  @Test func `a gzip in a gzip fifty times ends too`() throws {
    var bytes = log
    for _ in 0..<50 { bytes = Packing.gzip(bytes) }
    let outcome = try place.analyze(bytes: bytes, as: "ipamd.log.gz")
    #expect(outcome.exitCode() == 3)
    #expect(!outcome.complaints.isEmpty)
  }

  @Test func `a member that promises more than there is ends the archive there`() throws {
    let whole = Packing.tar([
      Packing.member("a.log", log), Packing.member("b.log", [UInt8](repeating: 0x20, count: 9_000)),
    ])
    let outcome = try place.analyze(bytes: whole.prefix(512 * 4 + 700), as: "cut.tar")
    #expect(isUnderstood(outcome))
    #expect(outcome.said.contains("archive ends inside b.log"))
  }

  @Test func `random bytes behind every magic are refused in peace`() throws {
    let magics: [[UInt8]] = [
      [0x1F, 0x8B, 8], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD], Array("BZh91AY&SY".utf8),
      [0x50, 0x4B, 3, 4], [0x7F, 0x45, 0x4C, 0x46], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF],
    ]
    var random: UInt64 = 42
    for magic in magics {
      let noise = (0..<5_000).map { _ -> UInt8 in
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: random >> 33)
      }
      #expect(try place.analyze(bytes: magic + noise, as: "noise").blamesNobody)
    }
  }
}
