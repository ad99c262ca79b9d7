import Commands
import Foundation
import TestSupport
import Testing

@Suite struct ProgressMeterTests {
  /// What a meter paints, with a clock that is set by hand.
  private final class Screen {
    var now = Duration.zero
    var lines: [String] = []
    var erased = 0
    func meter(columns: Int = 80) -> ProgressMeter {
      ProgressMeter(
        columns: columns, clock: { self.now }, paint: { self.lines.append($0) }, erase: { self.erased += 1 })
    }
  }

  @Test func `bytes, speed and the time left are said of each input`() {
    let screen = Screen()
    let meter = screen.meter()
    meter.begin(total: 4_000_000_000)
    meter.advance(to: 0, of: "a.log")
    screen.now = .seconds(2)
    meter.advance(to: 1_000_000_000, of: "bundle.tar.gz!var_log/ipamd.log")
    screen.now = .seconds(4)
    meter.advance(to: 3_999_999_999, of: "b.log")
    #expect(
      screen.lines == [
        "reading  0 %  0 B of 4.0 GB  a.log",
        "reading  25 %  1.0 GB of 4.0 GB  500.0 MB/s  6 s left  ....gz!var_log/ipamd.log",
        "reading  99 %  3.9 GB of 4.0 GB  999.9 MB/s  1 s left  b.log",
      ])
    #expect(screen.lines.allSatisfy { $0.count < 80 })
    meter.end()
    #expect(screen.erased == 1)
  }

  @Test func `a stream of unknown length has no time left`() {
    let screen = Screen()
    let meter = screen.meter()
    meter.begin(total: nil)
    meter.advance(to: 65_536, of: "-")
    screen.now = .seconds(10)
    meter.advance(to: 655_360, of: "-")
    #expect(screen.lines == ["reading  65.5 kB  -", "reading  655.3 kB  65.5 kB/s  -"])
  }

  @Test func `it paints at most ten times a second`() {
    let screen = Screen()
    let meter = screen.meter()
    meter.begin(total: 1_000)
    for millisecond in 0..<1_000 {
      screen.now = .milliseconds(millisecond)
      meter.advance(to: Int64(millisecond), of: "a.log")
    }
    #expect(screen.lines.count == 10)
  }

  @Test func `a meter that painted nothing erases nothing`() {
    let screen = Screen()
    let meter = screen.meter()
    meter.begin(total: 1_000)
    meter.end()
    #expect(screen.erased == 0)
  }

  @Test(arguments: [1, 8, 20, 40, 200])
  func `no line is as wide as the terminal, whatever an input is called`(columns: Int) {
    let screen = Screen()
    let meter = screen.meter(columns: columns)
    meter.begin(total: 1 << 40)
    for name in ["\u{1B}[2J\u{202E}\u{3000}漢字 \u{1F600}", String(repeating: "x", count: 5_000), ""] {
      screen.now += .seconds(100)
      meter.advance(to: 1 << 39, of: name)
    }
    #expect(screen.lines.count == 3)
    #expect(
      screen.lines.allSatisfy { $0.count < columns && $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
  }
}

/// The built program on a terminal of its own, made by `script` of util-linux.
@Suite(
  .enabled(
    if: Program.path != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "no script"))
struct TerminalTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  /// What the terminal got; stdout of the program goes elsewhere.
  private func terminal(_ flags: String, environment: [String: String] = [:]) throws -> String {
    let log = try place.write("ipamd.log", Line.full + "\n")
    let run = try Run(
      "/usr/bin/script", ["-qec", "'\(Program.path ?? "")' '\(log)' \(flags) > /dev/null", "/dev/null"],
      environment: ["TERM": "xterm"].merging(environment) { $1 })
    return run.output
  }

  @Test func `progress is painted and erased`() throws {
    let text = try terminal("")
    #expect(text.hasPrefix("\r\u{1B}[Kreading  "))
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }

  @Test func `no progress where nobody looks or nobody wants it`() throws {
    #expect(try terminal("--progress never").isEmpty)
    #expect(try terminal("-q").isEmpty)
    #expect(try terminal("", environment: ["TERM": "dumb"]).isEmpty)
    #expect(try terminal("", environment: ["CI": "true"]).isEmpty)
    #expect(try terminal("2> '\(place.path("errors"))'").isEmpty)
    #expect(try String(contentsOfFile: place.path("errors"), encoding: .utf8).isEmpty)
  }

  @Test func `an interrupt erases the line`() throws {
    let pipe = place.path("pipe")
    #expect(try Run("/usr/bin/mkfifo", [pipe]).exitCode == 0)
    let command = "sh -c 'echo $$ > pid; exec \"\(Program.path ?? "")\" pipe -o report > /dev/null'"
    let child = try Child(
      "/usr/bin/script", ["-qec", command, "/dev/null"], in: place, environment: ["TERM": "xterm"])
    // Opening waits for the reader; more than a pipe holds waits for it to have read, and painted, several times.
    let input = try #require(FileHandle(forWritingAtPath: pipe))
    try input.write(contentsOf: Child.log)
    let pid = try String(contentsOfFile: place.path("pid"), encoding: .utf8)
    kill(try #require(Int32(pid.trimmingCharacters(in: .whitespacesAndNewlines))), SIGTERM)
    try child.wait()
    // The shell that `script` starts says what ended its child.
    let text = child.output.replacing("Terminated\r\n", with: "")
    #expect(text.hasPrefix("\r\u{1B}[Kreading  "))
    #expect(text.hasSuffix("\r\u{1B}[K"))
    #expect(!FileManager.default.fileExists(atPath: place.path("report")))
    try input.close()
  }
}
