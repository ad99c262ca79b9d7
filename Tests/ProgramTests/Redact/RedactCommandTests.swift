import Commands
import Foundation
import PlaybookData
import Redaction
import TestSupport
import Testing

@Suite(.enabled(if: Program.path != nil, "only the tests were built"))
struct RedactCommandTests {
  private static let sample = Samples.cases.appending(path: "subnet-fragmented/prefix-mode-scattered/input")
    .path
  private static let bundle = Samples.cases.appending(path: "node-ip-limit/three-full-interfaces-v1.22/input")
    .path

  private func bytes(of folder: String) -> [String: Data] {
    let url = URL(fileURLWithPath: folder)
    return Dictionary(
      uniqueKeysWithValues: Samples.files(in: url).map {
        ($0, (try? Data(contentsOf: url.appending(path: $0))) ?? Data())
      })
  }

  @Test func `same input, same bytes, whatever the number of threads`() throws {
    let place = try Workplace()
    for (name, jobs) in [("a", "1"), ("b", "4"), ("c", "2")] {
      #expect(try Program.run(["redact", Self.bundle, "-o", place.path(name), "-j", jobs]).exitCode == 0)
    }
    #expect(bytes(of: place.path("a")) == bytes(of: place.path("b")))
    #expect(bytes(of: place.path("a")) == bytes(of: place.path("c")))
    #expect(!bytes(of: place.path("a")).isEmpty)
  }

  @Test func `a key gives other evidence the same aliases`() throws {
    let place = try Workplace()
    let key = try place.write("key", "sixteen bytes and more")
    try place.write("one/ipamd.log", #"{"level":"info","msg":"eni-0a1b2c3d4e5f60718"}"# + "\n")
    try place.write("two/plugin.log", #"{"level":"info","msg":"again eni-0a1b2c3d4e5f60718"}"# + "\n")
    for name in ["one", "two"] {
      #expect(
        try Program.run(["redact", place.path(name), "-o", place.path(name + "-out"), "--key", key]).exitCode
          == 0)
    }
    let texts = ["one-out", "two-out"].map { name in
      bytes(of: place.path(name)).values.map { String(decoding: $0, as: UTF8.self) }.joined()
    }
    let alias = try #require(texts[0].firstMatch(of: /eni-[0-9a-f]{17}/)).output
    #expect(texts[1].contains(alias) && alias != "eni-0a1b2c3d4e5f60718")
  }

  @Test func `a folder that is there is refused, and replaced with force`() throws {
    let place = try Workplace()
    try place.write("out/mine.txt", "keep me")
    let refused = try Program.run(["redact", Self.sample, "-o", place.path("out")])
    #expect(refused.exitCode == 2 && refused.errors.contains("not empty"))
    #expect(Array(bytes(of: place.path("out")).keys) == ["mine.txt"])
    #expect(try Program.run(["redact", Self.sample, "-o", place.path("out"), "--force"]).exitCode == 0)
    #expect(bytes(of: place.path("out"))["mine.txt"] == nil)
  }

  @Test func `its own input, a missing one, standard input and a file are refused, and nothing is left`()
    throws
  {
    let place = try Workplace()
    try place.write("in/ipamd.log", "x\n")
    try place.write("file", "x")
    for (arguments, code) in [
      ([place.path("in"), "-o", place.path("in/out")], 2), ([place.path("in"), "-o", place.path("in")], 2),
      ([place.path("nothing"), "-o", place.path("out")], 3), (["-", "-o", place.path("out")], 2),
      ([place.path("in"), "-o", place.path("file")], 2), ([place.path("in"), "-o", "/proc/none/out"], 2),
    ] {
      #expect(try Program.run(["redact"] + arguments).exitCode == Int32(code), "\(arguments)")
    }
    #expect(Set(Samples.files(in: place.folder)) == ["in/ipamd.log", "file"])
  }

  @Test func `the mapping is for its owner alone, and not beside what is handed on`() throws {
    let place = try Workplace()
    let mapping = place.path("mapping.json")
    #expect(
      try Program.run(["redact", Self.sample, "-o", place.path("out"), "--mapping", mapping]).exitCode == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: mapping)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let read = try JSONDecoder().decode(
      [String: String].self, from: Data(contentsOf: URL(fileURLWithPath: mapping)))
    #expect(read.count > 5)
    for name in ["again/m.json", "again/below/m.json"] {
      let run = try Program.run([
        "redact", Self.sample, "-o", place.path("again"), "--mapping", place.path(name),
      ])
      #expect(run.exitCode == 2 && run.errors.contains("keep the mapping elsewhere"))
    }
    let report = try Program.run([
      "analyze", Self.sample, "--format", "markdown=" + place.path("r.md"), "--mapping", place.path("m.json"),
    ])
    #expect(report.exitCode == 2)
  }

  @Test func `markdown is redacted by default, text and JSON are not`() throws {
    let subnet = /subnet-[0-9a-f]{17}/
    func run(_ arguments: [String]) throws -> String {
      try Program.run(["analyze", Self.sample] + arguments).output
    }
    let original = try #require(run([]).firstMatch(of: subnet)).output
    #expect(try run(["--format", "json"]).contains(original))
    #expect(try run(["--format", "json"]).contains(#""mode": "off""#))
    #expect(try !run(["--format", "markdown"]).contains(original))
    #expect(try run(["--format", "markdown", "--redact", "off"]).contains(original))
    let shown = try run(["--format", "json", "--redact", "on"])
    #expect(!shown.contains(original) && shown.contains(#""mode": "on""#))
    let fingerprint = /"fingerprint": "([0-9a-f]{32})"/
    #expect(
      try #require(shown.firstMatch(of: fingerprint)).output.1
        == #require(run(["--format", "json"]).firstMatch(of: fingerprint)).output.1)
  }

  @Test func `kubeconfigs, lists of processes and binaries are left out`() throws {
    let place = try Workplace()
    try place.write(
      "in/kubelet/kubeconfig.yaml", "apiVersion: v1\nkind: Config\nusers:\n- token: abcd1234abcd\n")
    try place.write("in/system/ps.txt", "root 1 /usr/bin/secret-thing --password=hunter2\n")
    try place.write("in/core.bin", (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    try place.write("in/ipamd.log", #"{"level":"info","ts":"2026-03-01T10:15:00.1Z","msg":"ok"}"# + "\n")
    let run = try Program.run(["redact", place.path("in"), "-o", place.path("out")])
    #expect(run.exitCode == 0 && run.errors.contains("left out"))
    #expect(Array(bytes(of: place.path("out")).keys) == ["ipamd.log"])
  }

  @Test func `UTF-16, a line of megabytes and an identifier across blocks are redacted`() throws {
    let place = try Workplace()
    let id = "eni-0a1b2c3d4e5f60718"
    try place.write(
      "in/wide.log", [0xFF, 0xFE] + "ENI \(id) gone\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    try place.write("in/long.json", "{\"a\":[" + String(repeating: "\"\(id)\",", count: 150_000) + "1]}")
    for shift in 0..<40 {
      try place.write(
        "in/block\(shift).log", String(repeating: ".", count: (256 << 10) - shift) + " \(id) x\n")
    }
    _ = try EvidenceCopy.write([place.path("in")], to: place.path("out"), handbook: PlaybookData.handbook)
    let out = bytes(of: place.path("out"))
    #expect(out.count == 42)
    for (name, data) in out {
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.contains(id) && text.contains(/eni-[0-9a-f]{17}/), "\(name)")
    }
  }

  @Test func `hostile names are files of the folder, and nothing else`() throws {
    let place = try Workplace()
    let hostile = Samples.broken.appending(path: "hostile-names.tar").path
    let copy = try place.write("in/hostile.tar", [UInt8](Data(contentsOf: URL(fileURLWithPath: hostile))))
    try place.write("in/\u{1B}[31mred.log", "x\n")
    try place.write("in/<script>.log", "x\n")
    let run = try Program.run(["redact", copy, place.path("in"), "-o", place.path("out")])
    #expect(run.exitCode == 0)
    #expect(Samples.files(in: place.folder).allSatisfy { $0.hasPrefix("in/") || $0.hasPrefix("out/") })
    #expect(!run.errors.contains("\u{1B}"))
  }
}
