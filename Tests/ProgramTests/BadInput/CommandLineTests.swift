import Foundation
import TestSupport
import Testing

/// The built program as a script meets it: exit codes, streams, files.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct CommandLineTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private let sample = Samples.cases.appending(path: "subnet-exhausted/secondary-mode-full-slash24/input")
    .path

  @Test(arguments: [
    [], ["--nope", "x"], ["--format", "pdf", "x"], ["--format", "json=", "x"], ["--since", "yesterday", "x"],
    ["--since", "-2x", "x"], ["--tz", "Mars", "x"], ["--now", "soon", "x"], ["--fail-on", "everything", "x"],
    ["--color", "blue", "x"], ["--snapshot-time", "x", "x"], ["--playbooks", "/nowhere", "x"],
    ["-j", "many", "x"],
    ["--progress", "loud", "x"], ["-f", "json", "-f", "text", "-o", "/nowhere/y", "x"],
    ["-", "--since", "-2h"],
    ["--since", "2026-03-02T00:00:00Z", "--until", "2026-03-01T00:00:00Z", "x"], ["limits"], ["explain"],
  ])
  func `a usage error is exit 2 and one helpful line on stderr`(arguments: [String]) throws {
    let run = try Program.run(arguments)
    #expect(run.exitCode == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("ipamtriage: "))
  }

  @Test func `the exit code is the verdict`() throws {
    let healthy = try #require(Samples.caseFolders.first { $0.path.contains("/healthy/") }).path + "/input"
    #expect(try Program.run([sample]).exitCode == 1)
    #expect(try Program.run([sample, "--fail-on", "none"]).exitCode == 0)
    #expect(try Program.run([healthy]).exitCode == 0)
    #expect(try Program.run(["/nowhere"]).exitCode == 3)
    #expect(try Program.run([sample, "/nowhere"]).exitCode == 1)
    #expect(try Program.run([sample, "/nowhere", "--strict"]).exitCode == 5)
    let some = try place.write("ipamd.log", Line.zap("Reconciling ENI/IP pool info") + "\n")
    #expect(try Program.run([some]).exitCode == 4)
  }

  @Test func `data is on stdout and everything else on stderr`() throws {
    let run = try Program.run([sample, "/nowhere", "--format", "json", "-v"])
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(run.output.utf8)) }
    #expect(run.errors.contains("/nowhere: no such file or folder"))
    #expect(run.errors.contains("ipamd-log"))
    #expect(try Program.run([sample, "/nowhere", "-q"]).errors.isEmpty)
    #expect(try Program.run([sample, "--progress", "auto"]).errors.isEmpty, "no progress without a terminal")
  }

  @Test func `standard input is an input`() throws {
    let run = try Program.run(["-", "--format", "json"], input: Line.full + "\n")
    #expect(run.exitCode == 1)
    #expect(run.output.contains("\"subnet-exhausted\""))
  }

  @Test func `a file is written whole, and never over another without being told`() throws {
    let file = place.path("report.json")
    let arguments = [sample, "-f", "json", "-o", file]
    #expect(try Program.run(arguments).exitCode == 1)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: whole) }
    try place.write("report.json", "mine")
    let again = try Program.run(arguments)
    #expect(again.exitCode == 2)
    #expect(again.errors.contains("exists already"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    #expect(try Program.run(arguments + ["--force"]).exitCode == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == whole)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path) == ["report.json"])
  }

  @Test func `several formats go to several files`() throws {
    let run = try Program.run([
      sample, "-f", "text", "-f", "json=" + place.path("a.json"), "-f", "markdown=" + place.path("a.md"),
    ])
    #expect(run.output.contains("SUBNET EXHAUSTED"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.folder.path).sorted() == ["a.json", "a.md"])
    #expect(try Program.run([sample, "-f", "text", "-f", "json", "-o", place.path("b")]).exitCode == 2)
  }

  @Test func `a device is written to and stays a device`() throws {
    #expect(try Program.run([sample, "-o", "/dev/null"]).exitCode == 1)
    let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(type == .typeCharacterSpecial)
    #expect(try Program.run([sample, "-o", "/dev/full"]).exitCode == 2)
    #expect(try Program.run([sample, "-o", place.folder.path]).exitCode == 2)
    #expect(try Program.run([sample, "-o", place.path("no/such/folder/x")]).exitCode == 2)
  }

  @Test func `a reader that went away ends the program quietly`() throws {
    let script = "\"$0\" \"$1\" --format json 2>err | head -c 0; echo ${PIPESTATUS[0]}; cat err; rm -f err"
    let run = try Run(
      "/usr/bin/env", ["-C", place.folder.path, "bash", "-c", script, Program.path ?? "", sample])
    #expect(run.output == "141\n" || run.output == "1\n")
    #expect(run.errors.isEmpty)
  }

  @Test func `a window relative to the newest time needs no clock`() throws {
    let lines = (0..<60).map { Line.zap("Reconciling ENI/IP pool info", second: $0) } + [Line.full]
    let log = try place.write("ipamd.log", lines.joined(separator: "\n") + "\n")
    func answer(_ flags: [String]) throws -> String {
      let run = try Program.run([log, "--format", "json"] + flags)
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let primary = (object?["diagnosis"] as? [String: Any])?["primary"] as? [String: Any]
      return primary?["id"] as? String ?? run.errors
    }
    #expect(try answer([]) == "subnet-exhausted")
    #expect(try answer(["--since", "-2h"]) == "subnet-exhausted")
    #expect(try answer(["--since", "-20s"]) == "unknown", "the refusal was 52 seconds before the end")
    #expect(try answer(["--until", "-50s"]) == "subnet-exhausted")
    #expect(try answer(["--since", "-20s", "--now", "2026-03-03T03:00:20Z"]) == "subnet-exhausted")
    #expect(try answer(["--since", "2026-03-03T03:00:08Z"]) == "unknown")
  }

  @Test func `columns and colours follow the terminal's conventions`() throws {
    let width = { (text: String) in text.split(separator: "\n").map(\.count).max() ?? 0 }
    #expect(width(try Program.run([sample]).output) <= 80)
    #expect(try Program.run([sample], environment: ["COLUMNS": "120"]).output != Program.run([sample]).output)
    let isColored = { (run: Run) in run.output.contains("\u{1B}[") }
    #expect(try !isColored(Program.run([sample])))
    #expect(try isColored(Program.run([sample, "--color", "always"])))
    #expect(try isColored(Program.run([sample], environment: ["CLICOLOR_FORCE": "1"])))
    #expect(try !isColored(Program.run([sample], environment: ["CLICOLOR_FORCE": "0"])))
    #expect(try !isColored(Program.run([sample, "--color", "never"], environment: ["CLICOLOR_FORCE": "1"])))
    for environment in [["NO_COLOR": "1"], ["TERM": "dumb"], ["CI": "true"]] {
      #expect(try !isColored(Program.run([sample], environment: environment)))
    }
  }

  @Test func `completions and the version come without reading anything`() throws {
    #expect(try Program.run(["--version"]).output.hasPrefix("ipamtriage "))
    for shell in ["bash", "zsh", "fish"] {
      let run = try Program.run(["--generate-completion-script", shell])
      #expect(run.exitCode == 0)
      #expect(run.output.contains("ipamtriage"))
    }
  }

  @Test func `what two nodes and namespaces suffered can be told apart`() throws {
    let other = Line.full.replacing("InsufficientFreeAddressesInSubnet", with: "UnauthorizedOperation")
    try place.write("i-0aaaaaaaaaaaaaaa1/ipamd.log", Line.full + "\n")
    try place.write("i-0bbbbbbbbbbbbbbb2/ipamd.log", other + "\n")
    func answer(_ flags: [String]) throws -> String { try Program.run([place.folder.path] + flags).output }
    #expect(try answer(["--node", "i-0aaaaaaaaaaaaaaa1"]).contains("SUBNET EXHAUSTED  i-0aaaaaaaaaaaaaaa1"))
    #expect(try answer(["--node", "i-0bbbbbbbbbbbbbbb2"]).contains("IAM DENIED  i-0bbbbbbbbbbbbbbb2"))
    let unknown = try Program.run([place.folder.path, "--node", "i-0ccccccccccccccc3"])
    #expect(unknown.errors.contains("i-0ccccccccccccccc3: no input names it"))
  }
}
