import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// A report read back from its JSON.
@Suite struct SavedReportTests {
  private static func read(_ text: String, file: String = "report.json") -> Result<
    SavedReport, SavedReportError
  > {
    var rest: [UInt8]? = Array(text.utf8)
    return Result { () throws(SavedReportError) in
      try SavedReport.read(file: file) { buffer in
        guard let given = rest else { return 0 }
        buffer = given
        rest = nil
        return given.count
      }
    }
  }

  private static func said(_ text: String) -> String {
    switch read(text) {
    case .success: "read"
    case .failure(let error): error.description
    }
  }

  private static let sample = Samples.cases.appending(
    path: "subnet-exhausted/secondary-mode-full-slash24/input")
  private static let text = Rendered.json(
    Analysis.run(paths: [sample.path], handbook: PlaybookData.handbook).report)

  /// One variant of each cause.
  static let folders: [String] = Dictionary(grouping: Samples.caseFolders) {
    $0.deletingLastPathComponent().lastPathComponent
  }.values.compactMap { $0.map(\.path).sorted().first }.sorted()

  @Test(arguments: folders)
  func `every format of it is the same as at first`(folder: String) throws {
    let report = Analysis.run(paths: [folder + "/input"], handbook: PlaybookData.handbook).report
    let first = Rendered.all(report)
    for name in ["json", "jsonl"] {
      let saved = try Self.read(try #require(first[name])).get()
      let again = Rendered.all(saved.report)
      for (format, text) in first { #expect(again[format] == text, "\(format) from \(name)") }
    }
  }

  @Test func `hostile text is the same after the way through a file`() throws {
    var report = Analysis.run(paths: [Self.sample.path], handbook: PlaybookData.handbook).report
    let hostile = "\u{1B}[2J\u{202E} </script> \"\\ ]]> \u{0} =1+1 \u{FFFF}"
    report.primary.because = hostile
    report.evidence[0].text = hostile
    report.nodes[0].settings = ["A": "1", "B": "true", "C": "01", hostile: hostile]
    let first = Rendered.all(report)
    let again = Rendered.all(try Self.read(Rendered.json(report)).get().report)
    for (format, text) in first { #expect(again[format] == text, "\(format)") }
  }

  @Test func `keys of a later minor version are passed over`() throws {
    let later = Self.text.replacingOccurrences(
      of: "\"schemaVersion\": \"1.0.0\",",
      with:
        "\"schemaVersion\": \"1.7.2\", \"weather\": {\"a\": [1, {\"steps\": []}]}, \"type\": \"report\","
    )
    .replacingOccurrences(of: "\"outcome\": \"cause\"", with: "\"mood\": [null], \"outcome\": \"cause\"")
    #expect(later != Self.text)
    #expect(Rendered.json(try Self.read(later).get().report) == Self.text)
  }

  @Test(arguments: [
    (
      "\"schemaVersion\": \"1.0.0\"", "\"schemaVersion\": \"2.0.0\"",
      ":2: schemaVersion: a report of schema \"2.0.0\""
    ),
    ("\"schemaVersion\": \"1.0.0\"", "\"schemaVersion\": 1", "schemaVersion: a report of schema \"\""),
    (
      "\"severity\": \"error\"", "\"severity\": \"fatal\"",
      "diagnosis.primary.severity: \"fatal\" is none of error"
    ),
    ("\"severity\": \"error\",", "", "diagnosis.primary.severity: missing"),
    ("\"status\": \"cause-found\"", "\"status\": null", "status: missing"),
    (
      "\"confidence\": 0.9", "\"confidence\": 9",
      "diagnosis.primary.confidence: a number from 0 to 1 belongs here"
    ),
    ("\"line\": 53,", "\"line\": \"53\",", "evidence[0].line: a whole number belongs here, not a string"),
    ("\"line\": 53,", "\"line\": 9e99,", "evidence[0].line: 9e99 is out of range"),
    (
      "\"cidr\": \"10.40.12.0/24\"", "\"cidr\": \"10.40.12.1/24\"",
      "subnets[0].cidr: \"10.40.12.1/24\" is out of range"
    ),
    ("\"outcome\": \"cause\"", "\"outcome\": [1]", "steps[1].outcome: a string belongs here, not an array"),
    ("\"steps\": [", "\"steps\": {}, \"was\": [", "steps: an array belongs here, not an object"),
    ("[\"reserved\", 4]", "[\"reserved\", 4, 4]", "map[0]: a pair of class and count belongs here"),
    ("[\"reserved\", 4]", "[\"martian\", 4]", "map[0]: \"martian\" is none of"),
    ("\"first\": \"2026", "\"first\": \"soon 2026", "is no time; one is"),
  ])
  func `what is wrong is said with its place`(part: String, other: String, message: String) {
    guard let range = Self.text.range(of: part) else {
      Issue.record("the report has no \(part)")
      return
    }
    let said = Self.said(Self.text.replacingCharacters(in: range, with: other))
    #expect(said.hasPrefix("report.json:") && said.contains(message), "\(said)")
  }

  @Test(arguments: [
    ("", "the file is empty"), ("[]", "no object at the beginning"), ("7", "no object at the beginning"),
    ("{}", "no report of this program"), ("{\"Subnets\": []}", "no report of this program"),
    ("{\"a\": ", "document ends inside"), ("{\"a\" 1}", "where ':' belongs"),
    (String(repeating: "[", count: 10_000), "no object at the beginning"),
    ("{\"steps\": " + String(repeating: "[", count: 10_000), "more than 512 levels"),
    ("{\"notes\": " + String(repeating: "[", count: 10_000), "more than 512 levels"),
  ])
  func `what is no report is refused`(text: String, message: String) {
    let said = Self.said(text)
    #expect(said.hasPrefix("report.json") && said.contains(message), "\(said.prefix(200))")
  }

  @Test func `a report is cut anywhere, and the cut is said`() {
    let bytes = Array(Self.text.utf8)
    for end in stride(from: 1, to: bytes.count - 3, by: max(1, bytes.count / 97)) {
      let said = Self.said(String(decoding: bytes[..<end], as: UTF8.self))
      #expect(said.contains("ends inside"), "\(end): \(said)")
    }
  }

  @Test func `two reports in one file are refused`() {
    #expect(Self.said(Self.text + Self.text).contains("something follows the report"))
  }

  @Test func `a map that does not cover its block is not drawn`() throws {
    for count in ["3", "-4", "9007199254740991"] {
      let other = Self.text.replacingOccurrences(of: "[[\"reserved\", 4]", with: "[[\"reserved\", \(count)]")
      #expect(other != Self.text)
      let saved = try Self.read(other).get()
      #expect(saved.report.subnets[0].map == nil)
      #expect(Rendered.all(saved.report)["html"]?.contains("Map of") == false)
    }
  }

  @Test func `numbers as large as they are let through overflow nowhere`() throws {
    let huge = Self.text.replacing(#/: (\d+)(,?)\n/#) { ": 9007199254740992\($0.output.2)\n" }
    let saved = try Self.read(huge).get()
    for (format, text) in Rendered.all(saved.report) { #expect(!text.isEmpty, "\(format)") }
    let negative = Self.text.replacing(#/: (\d+)(,?)\n/#) { ": -9007199254740992\($0.output.2)\n" }
    for (format, text) in Rendered.all(try Self.read(negative).get().report) {
      #expect(!text.isEmpty, "\(format)")
    }
  }
}

/// `report` and the formats as a script meets them.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct ReportCommandTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private let sample = Samples.cases.appending(path: "subnet-exhausted/secondary-mode-full-slash24/input")
    .path

  @Test(arguments: ["html", "csv", "junit", "markdown", "text", "jira", "textile"])
  func `a saved report gives the page and the exit code of the analysis`(format: String) throws {
    let saved = place.path("report.json")
    let first = place.path("first")
    let second = place.path("second")
    #expect(try Program.run([sample, "-f", "json=\(saved)", "-f", "\(format)=\(first)"]).exitCode == 1)
    #expect(try Program.run(["report", saved, "-f", "\(format)=\(second)"]).exitCode == 1)
    let text = try String(contentsOfFile: first, encoding: .utf8)
    #expect(text.count > 500)
    #expect(try String(contentsOfFile: second, encoding: .utf8) == text)
    #expect(try Program.run(["report", saved, "--fail-on", "none"]).exitCode == 0)
  }

  @Test func `every format ends with the same exit code`() throws {
    for format in Renderers.all.map({ $0.name }) {
      #expect(try Program.run([sample, "-f", format]).exitCode == 1, "\(format)")
      #expect(try Program.run([sample, "-f", format, "--fail-on", "none"]).exitCode == 0, "\(format)")
    }
  }

  @Test func `a report above 50 MiB is refused, also a packed one`() throws {
    let bytes =
      [UInt8]("{\"schemaVersion\": \"1.0.0\", \"weather\": \"".utf8)
      + [UInt8](repeating: 0x61, count: 51 << 20)
    let run = try Program.run(["report", try place.write("big.json", bytes)])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("big.json: above 50 MiB"), "\(run.errors.prefix(300))")
  }

  @Test func `a report of 40 MiB is read`() throws {
    let saved = place.path("report.json")
    _ = try Program.run([sample, "-f", "json=\(saved)"])
    let text = try String(contentsOfFile: saved, encoding: .utf8)
    let note = "\"" + String(repeating: "<b>", count: 1_000) + "\", "
    let big = text.replacingOccurrences(
      of: "\"timeline\": [",
      with: "\"weather\": [" + String(repeating: note, count: 13_000) + "0], \"timeline\": [")
    let run = try Program.run(["report", try place.write("big.json", big), "-f", "html"])
    #expect(run.exitCode == 1, "\(run.errors.prefix(300))")
    #expect(run.output.utf8.count < 400_000)
  }

  @Test func `what is not there is 3, what is no report is 2, and neither writes a file`() throws {
    let page = place.path("page.html")
    #expect(try Program.run(["report", place.path("none.json"), "-f", "html=\(page)"]).exitCode == 3)
    let other = try place.write("other.json", "{\"Subnets\": []}")
    let run = try Program.run(["report", other, "-f", "html=\(page)"])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("no report of this program"))
    #expect(!FileManager.default.fileExists(atPath: page))
    #expect(try Program.run(["report"]).exitCode == 2)
  }

  @Test func `a page that is there stays, unless it is to be replaced`() throws {
    let page = try place.write("page.html", "mine")
    let run = try Program.run([sample, "-f", "html=\(page)"])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains("page.html: exists already"))
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "mine")
    #expect(try Program.run([sample, "-f", "html=\(page)", "--force"]).exitCode == 1)
    #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    let names = try FileManager.default.contentsOfDirectory(atPath: place.folder.path)
    #expect(names == ["page.html"])
  }

  @Test func `a folder that cannot be written to is said`() throws {
    // Not even root makes a file below a file, or in a folder that is not there.
    let file = try place.write("file", "")
    for page in ["\(file)/page.html", place.path("none/page.html")] {
      let run = try Program.run([sample, "-q", "-f", "csv=\(page)"])
      #expect(run.exitCode == 2)
      #expect(run.errors.contains("cannot be written"), "\(run.errors)")
    }
  }
}
