import Foundation
import Testing

/// The answer does not depend on how the files were packed.
@Suite struct PackedFilesTests {
  private static let name = "subnet-exhausted/secondary-mode-full-slash24"
  private let sample: SampleInputs
  init() throws { sample = try SampleInputs(Self.name) }

  /// What the program says of what `command` left of the sample, which lies in `case/`.
  private func gist(packing command: String) throws -> String {
    let place = try Workplace()
    try sample.write(to: place, below: "case/")
    let run = try Shell.run(command, in: place.folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    return Gist(place.analyze()).description
  }

  @Test(arguments: ["gzip -9", "xz", "bzip2", "zstd -q --rm"])
  func `each file compressed`(tool: String) throws {
    guard Shell.has(String(tool.prefix { $0 != " " })) else { return }
    #expect(try gist(packing: "\(tool) case/*") == Gist.plain(Self.name))
  }

  @Test(arguments: [
    "tar cf case.tar case", "tar czf case.tar.gz case", "tar czf case.tgz -C case .",
    "tar cf case.tar --format=pax case", "tar cf case.tar --format=gnu case",
    "tar cf case.tar --format=ustar case",
    "tar cf - case | xz > case.tar.xz", "tar cf - case | bzip2 > case.tar.bz2",
    "tar cf - case | zstd -q > case.tar.zst",
    "zip -qr case.zip case", "zip -q0r case.zip case", "gzip case/*.log && tar czf case.tar.gz case",
    "gzip case/*.json && zip -qr case.zip case",
    "tar czf case/logs.tar.gz case/*.log && rm case/*.log && tar cf case.tar case",
    "tar cf case.tar case && gzip case.tar && mv case.tar.gz download",
  ])
  func `all files in an archive`(command: String) throws {
    for tool in ["xz", "bzip2", "zstd", "zip"] where command.contains("\(tool) ") && !Shell.has(tool) {
      return
    }
    #expect(try gist(packing: "\(command) && rm -r case") == Gist.plain(Self.name))
  }

  @Test func `rotated files beside the live one are one log`() throws {
    let lines = (sample.files["ipamd.log"] ?? []).split(separator: 10)
    // Between two cycles: the lines of one failure know each other only within a file.
    let times = TimedLine.lines(of: sample.files["ipamd.log"] ?? []).map(\.time)
    let half = try #require(
      (lines.count / 2..<lines.count).first { times[$0] - times[$0 - 1] > 2_000_000_000 })
    var parts = sample
    parts.files["ipamd.log"] = Array(lines[half...].joined(separator: [10]))
    parts.files["ipamd-2026-03-09T02-05-00.000.log.gz"] = Packing.gzip(
      Array(lines[..<half].joined(separator: [10])))
    #expect(try parts.gist().description == Gist.plain(Self.name))
  }

  @Test func `a copy of the log changes nothing`() throws {
    var parts = sample
    parts.files["ipamd-2026-03-09T02-05-00.000.log.gz"] = Packing.gzip(sample.files["ipamd.log"] ?? [])
    #expect(try parts.gist().description == Gist.plain(Self.name))
  }

  @Test(arguments: [2, 3, 10])
  func `a half written gzip is read up to its end, and said`(part: Int) throws {
    guard Shell.has("gzip") else { return }
    let place = try Workplace()
    try sample.write(to: place)
    let log = place.path("ipamd.log")
    try Shell.run(
      "gzip ipamd.log && size=$(wc -c < ipamd.log.gz) && head -c $((size - size / \(part))) ipamd.log.gz > x "
        + "&& mv x ipamd.log.gz", in: place.folder)
    #expect(!FileManager.default.fileExists(atPath: log))
    let outcome = place.analyze()
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(outcome.said.contains("ipamd.log.gz: gzip data ends early"))
    #expect(outcome.report.isPartial)
  }

  @Test(arguments: [
    ("cat ipamd.log", "raw"), ("gzip -c ipamd.log", "gzip"),
    ("tar czf - ipamd.log ipamd-idle-node.log *.json", "tar"),
  ])
  func `standard input may be any of these`(command: String, name: String) throws {
    guard let program = Program.path else { return }
    let place = try Workplace()
    try sample.write(to: place)
    let run = try Shell.run("\(command) | '\(program)' --format json -", in: place.folder)
    #expect(run.exitCode == 1, "\(run.errors)")
    #expect(run.output.contains("subnet-exhausted"))
    #expect(run.output.contains("subnet-074a4729a5305fed1"))
  }
}
