import Foundation
import Intake
import Testing

@Suite struct PathTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func `a folder is walked in order, links and FIFOs are counted`() throws {
    try scratch.write("logs/b.log", "b")
    try scratch.write("logs/a/z.log", "z")
    try scratch.write("logs/.hidden", "h")
    try scratch.write("logs/.git/objects/x", "git")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/logs/loop", withDestinationPath: "\(scratch.path)/logs")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/logs/a/link", withDestinationPath: "../b.log")
    #expect(scratch.run("mkfifo", "logs/fifo"))
    let taken = try scratch.take(["\(scratch.path)/logs"])
    #expect(taken.names == ["logs/.hidden", "logs/a/z.log", "logs/b.log"])
    #expect(taken.summary.skipped.links == 2)
    #expect(taken.summary.skipped.fifos == 1)
    let slash = try scratch.take(["\(scratch.path)/logs/"])
    #expect(slash.names == taken.names)
  }

  @Test func `a link given by hand is followed`() throws {
    try scratch.write("logs/a.log", "a")
    for (link, target) in [("file", "logs/a.log"), ("folder", "logs")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(scratch.path)/\(link)", withDestinationPath: target)
    }
    let taken = try scratch.take(["\(scratch.path)/file", "\(scratch.path)/folder"])
    #expect(taken.names == ["file", "folder/a.log"])
  }

  @Test func `a missing path beside a good one is said`() throws {
    let good = try scratch.write("a.log", "a")
    let taken = try scratch.take(["\(scratch.path)/none.log", good])
    #expect(taken.texts == ["a"])
    #expect(taken.summary.unreadable.map(\.reason) == [.missing])
    #expect(taken.summary.isPartial)
    let words = taken.summary.unreadable.first?.description ?? ""
    #expect(words.hasSuffix("none.log: no such file or folder; check the path"))
  }

  @Test(arguments: ["", "a\0b", "/dev/null/x"])
  func `a path that cannot be is missing`(path: String) throws {
    let taken = try scratch.take([path])
    #expect(taken.summary.unreadable.map(\.reason) == [.missing])
  }

  @Test func `devices and sockets are refused`() throws {
    let taken = try scratch.take(["/dev/zero", "/dev/null"])
    #expect(taken.streams.isEmpty)
    #expect(taken.summary.unreadable.map(\.reason) == [.notAFile("a device"), .notAFile("a device")])
  }

  @Test(.enabled(if: getuid() != 0, "root reads everything"))
  func `an unreadable file is said with the system's words`() throws {
    let path = try scratch.write("secret.log", "x")
    #expect(scratch.run("chmod", "0", "secret.log"))
    let taken = try scratch.take([path])
    #expect(taken.summary.unreadable.map(\.reason) == [.unreadable("Permission denied")])
  }

  @Test func `a FIFO given by hand is read as a stream`() throws {
    let path = "\(scratch.path)/pipe"
    #expect(scratch.run("mkfifo", "pipe"))
    let bytes = Packing.gzip("through a pipe\n")
    Thread.detachNewThread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      handle.write(Data(bytes))
      try? handle.close()
    }
    #expect(try scratch.take([path]).texts == ["through a pipe\n"])
  }

  @Test func `an empty file is an empty stream`() throws {
    let taken = try scratch.take([try scratch.write("enis.json", "")])
    #expect(taken.texts == [""])
    #expect(taken.allProblems.isEmpty)
  }

  @Test func `a name that is not UTF-8 is opened all the same`() throws {
    #expect(scratch.run("sh", "-c", #"echo x > "$(printf 'a\377b')""#))
    let taken = try scratch.take([scratch.path])
    #expect(taken.names == ["a\u{FFFD}b"])
  }

  @Test func `a folder two hundred deep is walked`() throws {
    let deep = (0..<200).map { "d\($0)" }.joined(separator: "/")
    try scratch.write("\(deep)/x.log", "deep")
    #expect(try scratch.take(["\(scratch.path)/d0"]).texts == ["deep"])
  }

  @Test func `files can be dealt out to several intakes`() throws {
    for name in ["a", "b", "c"] { try scratch.write(name, name) }
    let files = Intake(paths: [scratch.path]).files
    #expect(files.count == 3)
    var texts: [Int] = []
    for file in files.reversed() {
      var part = Intake(files: [file])
      var buffer: [UInt8] = []
      _ = try part.forEach { stream in texts.append(try stream.read(into: &buffer)) }
    }
    #expect(texts == [1, 1, 1])
  }
}
