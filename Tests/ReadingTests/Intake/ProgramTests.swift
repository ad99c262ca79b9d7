import Foundation
import Intake
import Testing

/// What the programs of this machine pack is read; a program that is missing is left out.
@Suite(.serialized) struct PackingProgramTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private let log = (0..<3_000).map { "line \($0) of a log that packs well\n" }.joined()

  @Test(arguments: [["gzip", "-k"], ["xz", "-k"], ["zstd", "-q"], ["bzip2", "-k"]])
  func `a packed log is unpacked`(words: [String]) throws {
    let path = try scratch.write("ipamd.log", log)
    guard scratch.run(words[0], words[1], "ipamd.log") else { return }
    try FileManager.default.removeItem(atPath: path)
    let taken = try scratch.take([scratch.path])
    #expect(taken.texts == [log])
    #expect(taken.allProblems.isEmpty)
  }

  @Test(arguments: ["-z", "-J", "--zstd", "-j", "--format=gnu", "--format=pax", "--format=v7", "--sparse"])
  func `a bundle of tar is read`(flag: String) throws {
    try scratch.write("in/var_log/ipamd.log", log)
    try scratch.write("in/ipamd/enis.json", "")
    let name = String(repeating: "n", count: 90)
    if flag != "--format=v7" { try scratch.write("in/\(name)/\(name)/é.log", "long name\n") }
    guard scratch.run("tar", "-c", flag, "-f", "bundle", "-C", "in", ".") else { return }
    let taken = try scratch.take(["\(scratch.path)/bundle"])
    #expect(Set(taken.names).isSuperset(of: ["bundle!var_log/ipamd.log", "bundle!ipamd/enis.json"]))
    #expect(taken.texts.contains(log))
    if flag != "--format=v7" { #expect(taken.names.contains("bundle!\(name)/\(name)/é.log")) }
    #expect(taken.allProblems.isEmpty)
    #expect(taken.streams.allSatisfy { $0.modified != nil })
  }

  @Test(arguments: ["-9", "-0"])
  func `a bundle of zip is read`(level: String) throws {
    try scratch.write("in/ipamd.log", log)
    guard scratch.run("zip", "-q", "-r", level, "bundle", "in") else { return }
    let taken = try scratch.take(["\(scratch.path)/bundle.zip"])
    #expect(taken.names == ["bundle.zip!in/ipamd.log"])
    #expect(taken.texts == [log])
    #expect(taken.allProblems.isEmpty)
  }

  @Test func `packed nothing is an empty stream`() throws {
    for words in [["xz"], ["zstd", "-q", "--rm"], ["bzip2"], ["gzip"]] {
      let inner = try Scratch()
      try inner.write("empty", "")
      guard inner.run("env", words[0], words.dropFirst().first ?? "-f", words.last ?? "-f", "empty") else {
        continue
      }
      let taken = try inner.take([inner.path])
      #expect(taken.texts == [""], "\(words)")
      #expect(taken.allProblems.isEmpty, "\(words)")
    }
  }

  @Test(arguments: ["xz", "zstd", "bzip2"])
  func `a cut packed log says so`(program: String) throws {
    var numbers = UInt64(7)
    let noise = (0..<200_000).map { _ -> UInt8 in
      numbers = numbers &* 6_364_136_223_846_793_005 &+ 1
      return 0x20 + UInt8(truncatingIfNeeded: numbers >> 58)
    }
    let path = try scratch.write("noise", noise)
    guard scratch.run(program, "-k", "noise") else { return }
    try FileManager.default.removeItem(atPath: path)
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: scratch.path).first)
    let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)")))
    for length in [12, 40, packed.count / 2, packed.count - 1] {
      let taken = try scratch.take(Array(packed[..<length]), as: "cut")
      #expect(taken.streams.count == 1)
      #expect(taken.streams.first?.problems.count == 1, "\(program) \(length)")
      #expect(String(decoding: noise, as: UTF8.self).hasPrefix(taken.texts.first ?? "?"))
    }
  }

  @Test func `the holes of a sparse member are zeros and count as unpacked`() throws {
    guard scratch.run("truncate", "-s", "3M", "a.log"), scratch.run("sh", "-c", "echo end >> a.log"),
      scratch.run("tar", "-c", "--sparse", "-f", "b.tar", "a.log")
    else { return }
    let path = "\(scratch.path)/b.tar"
    let whole = try scratch.take([path], bufferSize: 1 << 20)
    #expect(whole.texts.first?.utf8.count == 3 * 1_048_576 + 4)
    #expect(whole.texts.first?.hasSuffix("\0end\n") == true)
    var options = IntakeOptions()
    options.maxUnpacked = 1 << 20
    let stopped = try scratch.take([path], options: options, bufferSize: 1 << 20)
    #expect(stopped.summary.problems.map(\.reason) == [.moreThan(bytes: 1 << 20)])
  }

  @Test func `an xz that asks for gigabytes of memory is not opened`() throws {
    try scratch.write("a.log", log)
    guard scratch.run("xz", "--lzma2=dict=1GiB,mf=hc3,mode=fast", "a.log") else { return }
    let taken = try scratch.take([scratch.path])
    #expect(taken.streams.isEmpty)
    #expect(taken.summary.problems.map(\.reason) == [.needsMemory(bytes: 1 << 30)])
  }

  /// libarchive's `_all` filters start these programs when a file begins with their magic.
  @Test func `no helper program found in PATH is started`() throws {
    let old = ProcessInfo.processInfo.environment["PATH"] ?? ""
    defer { unsafe setenv("PATH", old, 1) }
    let marker = "\(scratch.path)/started"
    for name in ["lrzip", "grzip", "lzop", "lz4", "zstd", "xz", "bzip2", "gzip"] {
      try scratch.write("bin/\(name)", "#!/bin/sh\necho \(name) >> '\(marker)'\ncat\n")
      #expect(scratch.run("chmod", "755", "bin/\(name)"))
    }
    unsafe setenv("PATH", "\(scratch.path)/bin:\(old)", 1)
    let heads: [[UInt8]] = [
      Array("LRZI".utf8) + [0, 6], Array("GRZipII".utf8) + [0, 2, 4, 0x3A, 0x29],
      [0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A, 0x1A, 0x0A], [0x04, 0x22, 0x4D, 0x18], [0x1F, 0x9D, 0x90],
      Array("begin 644 a\n".utf8), [0x5D, 0, 0, 0x80, 0], Array("LZIP".utf8) + [1, 12],
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 0], [0x28, 0xB5, 0x2F, 0xFD, 0, 0], [0x1F, 0x8B, 8, 0],
    ]
    for head in heads {
      for bytes in [head + [UInt8](repeating: 0x41, count: 600), Packing.tar([Packing.member("m", head)])] {
        let taken = try scratch.take(bytes)
        #expect(taken.streams.count == 1)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: marker))
  }
}
