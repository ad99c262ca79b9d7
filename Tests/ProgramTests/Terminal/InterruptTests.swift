import Foundation
import Testing

/// The built program, ended from outside while it reads. Signals are sent when it has read, never by the clock.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct InterruptTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  /// Whatever the tests themselves were started with, the child starts with signals as a terminal leaves them.
  private func start(_ arguments: [String], ignoring signal: String? = nil, output: FileHandle? = nil) throws
    -> Child
  {
    let signals = signal.map { ["--ignore-signal=\($0)"] } ?? ["--default-signal=INT,TERM,HUP,PIPE"]
    return try Child(
      "/usr/bin/env", signals + [Program.path ?? ""] + arguments, in: place, output: output)
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: place.folder.path) }
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func `an interrupt ends the reading at once and leaves nothing`(signal: Int32, code: Int32) throws {
    for jobs in ["1", "2"] {
      let child = try start(["-", "-o", "report.json", "-f", "json", "-j", jobs])
      try child.feed()
      kill(child.process.processIdentifier, signal)
      try child.wait()
      #expect(child.exitCode == code)
      #expect(child.output.isEmpty)
      #expect(child.errors.isEmpty)
      #expect(try files.isEmpty)
    }
  }

  @Test func `an interrupt leaves no half of a redacted folder`() throws {
    // A pipe with a name is read twice, too: the second time nobody writes, and the folder is begun.
    let pipe = place.path("pipe")
    #expect(try Run("/usr/bin/mkfifo", [pipe]).exitCode == 0)
    let child = try start(["redact", "pipe", "-o", "out"])
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    try writer.write(contentsOf: Data((Line.full + "\n").utf8))
    try writer.close()
    while try !files.contains(where: { $0.hasSuffix(".part") }), child.process.isRunning { usleep(1_000) }
    #expect(child.process.isRunning)
    kill(child.process.processIdentifier, SIGINT)
    try child.wait()
    #expect(child.exitCode == 130)
    #expect(try files == ["pipe"])
  }

  @Test func `a signal that was ignored from the start stays ignored`() throws {
    let child = try start(["-", "-f", "json"], ignoring: "INT")
    try child.feed()
    kill(child.process.processIdentifier, SIGINT)
    try child.feed()
    try child.closeInput()
    try child.wait()
    #expect(child.exitCode == 1)
    #expect(child.output.contains("\"subnet-exhausted\""))
  }

  @Test func `a reader that closed the pipe ends the program quietly`() throws {
    let pipe = Pipe()
    let child = try start(["-", "-f", "json"], output: pipe.fileHandleForWriting)
    try child.feed()
    try pipe.fileHandleForReading.close()
    try child.closeInput()
    try child.wait()
    #expect(child.exitCode == 141)
    #expect(child.errors.isEmpty)
  }

  @Test func `a file that does not fit is not left in half`() throws {
    let log = try place.write("ipamd.log", Line.full + "\n")
    // `trap` so that the limit is an error of the write and no signal.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$1\" -f json -o report.json"
    let run = try Run(
      "/usr/bin/env", ["-C", place.folder.path, "bash", "-c", script, Program.path ?? "", log])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("report.json: cannot be written"))
    #expect(try files == ["ipamd.log"])
  }

  @Test func `a wrong number of jobs is a usage error`() throws {
    for jobs in ["0", "-1", "65", "1000000000000000000000", ""] {
      let run = try Program.run(["-j", jobs, "x"])
      #expect(run.exitCode == 2, "-j \(jobs)")
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix("ipamtriage: "))
    }
  }

  @Test func `the report is the same for any number of jobs`() throws {
    let lines = (0..<3_000).map { Line.zap("Reconciling ENI/IP pool info \($0)", second: $0 % 60) }
    let log = Array((lines + [Line.full]).joined(separator: "\n").utf8)
    let members = (0..<50).map { Packing.member("etc/\($0).conf", Array("key: \($0)\n".utf8)) }
    let tar = Packing.tar(
      members + [Packing.member("ipamd.log", log), Packing.member("ipamd.log.1.gz", Packing.gzip(log))])
    try place.write("b.tar.gz", Packing.gzip(tar).dropLast(600))
    try place.write("a.log", Line.zap("plain") + "\n")
    let one = try Program.run([place.folder.path, "-f", "json", "-j", "1"])
    #expect(one.exitCode == 1)
    #expect(one.output.contains("ipamd.log.1.gz"))
    for jobs in [["-j", "2"], ["-j", "64"], []] {
      let other = try Program.run([place.folder.path, "-f", "json"] + jobs)
      #expect(other.output == one.output)
      #expect(other.errors == one.errors)
    }
  }
}
