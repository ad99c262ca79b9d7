import Commands
import Foundation
import Glibc
import TestSupport
import Testing

/// Paths that are not what they should be, beside paths that are.
@Suite struct FilesAndFoldersTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  @Test func `a missing path alone is exit 3`() {
    let outcome = place.analyze([place.path("nowhere.log")])
    #expect(outcome.exitCode() == 3)
    #expect(outcome.said == "nowhere.log: no such file or folder; check the path")
  }

  @Test func `a missing path beside a good one is an analysis in part`() throws {
    let good = try place.write("ipamd.log", Line.full + "\n")
    let outcome = place.analyze([good, place.path("nowhere.log")])
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.exitCode() == 1)
    #expect(outcome.exitCode(isStrict: true) == 5)
    #expect(outcome.said.contains("nowhere.log: no such file"))
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser reads everything"))
  func `an unreadable file is said by name`() throws {
    let closed = try place.write("closed.log", Line.full)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    let outcome = place.analyze()
    #expect(outcome.exitCode() == 3)
    #expect(outcome.said.contains("closed.log: cannot be read: Permission denied"))
  }

  @Test func `an empty folder and an empty file are no usable input`() throws {
    #expect(place.analyze().exitCode() == 3)
    try place.write("ipamd.log", "")
    let outcome = place.analyze()
    #expect(outcome.exitCode() == 3)
    #expect(outcome.said == "ipamd.log: the input is empty")
  }

  @Test func `links, loops and FIFOs inside a folder are passed over and counted`() throws {
    try place.write("logs/ipamd.log", Line.full + "\n")
    let targets = [
      "loop": place.folder.path, "passwd": "/etc/passwd", "again.log": place.path("logs/ipamd.log"),
    ]
    for (name, target) in targets {
      try FileManager.default.createSymbolicLink(
        atPath: place.path("logs/\(name)"), withDestinationPath: target)
    }
    #expect(try Run("/usr/bin/env", ["mkfifo", place.path("logs/pipe")]).exitCode == 0)
    let outcome = place.analyze()
    #expect(outcome.report.inputs.count == 1)
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.report.notes.contains { $0.contains("3 links") })
    #expect(outcome.report.notes.contains { $0.contains("1 FIFOs") })
    #expect(!outcome.report.isPartial, "what is passed over by rule is not lost")
  }

  @Test func `the same path twice is one input`() throws {
    let file = try place.write("ipamd.log", Line.full + "\n")
    let once = place.analyze([file]).report
    let twice = place.analyze([file, file, place.folder.path]).report
    #expect(twice.primary.count == once.primary.count)
    #expect(twice.inputs.count == 1)
    #expect(twice.inputs.allSatisfy { $0.record.duplicateOf == nil })
  }

  @Test func `an unknown file in a folder changes nothing`() throws {
    try place.write("ipamd.log", Line.full + "\n")
    let before = place.analyze().report.primary
    try place.write("notes.txt", "call Bob about the node group, he knows the subnets\n")
    try place.write("core", (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    try place.write(
      "photo.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 3, count: 999))
    let after = place.analyze().report
    #expect(after.primary.id == before.id)
    #expect(after.primary.count == before.count)
    #expect(after.inputs.count == 4)
  }

  @Test func `names of files cannot speak to a terminal`() throws {
    try place.write("a\u{1B}]0;owned\u{7}\n\u{202E}.log", Line.full + "\n")
    let outcome = place.analyze()
    for text in Rendered.all(outcome.report).values {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    }
  }
}
