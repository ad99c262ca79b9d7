import Foundation
import Reports
import TestSupport
import Testing

/// `ticket --for`, and what `--to` refuses before it sends.
@Suite(.enabled(if: Program.path != nil))
struct TicketCommandTests {
  private let place: Workplace
  private let report: String
  init() throws {
    place = try Workplace()
    report = place.path("report.json")
    let sample = Samples.cases.appending(path: "subnet-fragmented/prefix-mode-scattered/input").path
    _ = try Program.run([sample, "-q", "-f", "json=\(report)"])
  }

  private func text(_ file: String) throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

  @Test(arguments: TicketMarkup.allCases)
  func `what a tracker takes is printed, or written whole`(markup: TicketMarkup) throws {
    let run = try Program.run(["ticket", report, "--for", markup.rawValue])
    #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.utf8.count > 2_000 && run.output.utf8.count <= markup.mostBytes)
    let file = place.path("ticket")
    #expect(try Program.run(["ticket", report, "--for", markup.rawValue, "-o", file]).exitCode == 0)
    #expect(try text(file) == run.output)
    try place.write("ticket", "mine")
    let second = try Program.run(["ticket", report, "--for", markup.rawValue, "-o", file])
    #expect(second.exitCode == 2 && second.errors.contains("exists already"))
    #expect(try text(file) == "mine")
    #expect(
      try Program.run(["ticket", report, "--for", markup.rawValue, "-o", file, "--force"]).exitCode == 0)
    #expect(try text(file) == run.output)
  }

  @Test(arguments: TicketMarkup.allCases)
  func `a ticket is redacted unless it is not to be`(markup: TicketMarkup) throws {
    let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
    let primary = ((saved as? [String: Any])?["diagnosis"] as? [String: Any])?["primary"] as? [String: Any]
    let scope = try #require(primary?["scope"] as? [String: Any])
    let nodes = try #require(scope["nodes"] as? [String])
    let fingerprint = try #require(primary?["fingerprint"] as? String)
    let shared = try Program.run(["ticket", report, "--for", markup.rawValue]).output
    let plain = try Program.run(["ticket", report, "--for", markup.rawValue, "--redact", "off"]).output
    for node in nodes { #expect(!shared.contains(node) && plain.contains(node)) }
    #expect(shared.contains(fingerprint) && plain.contains(fingerprint))
  }

  @Test func `what cannot be done is refused with its code`() throws {
    for (arguments, code, said) in [
      (["--for", "github"], Int32(2), "Missing expected argument"), ([report], 2, "--for"),
      ([report, "--for", "bugzilla"], 2, "bugzilla"), ([report, "--for", "github", "--yes"], 2, "--yes"),
      ([place.path("none.json"), "--for", "github"], 3, "none.json"),
      ([try place.write("x.json", "{}"), "--for", "github"], 2, "x.json"),
      ([report, "--for", "github", "-o", place.folder.path], 2, "is a folder"),
      ([report, "--for", "github", "-o", place.path("no/such/x")], 2, "cannot be written"),
      ([report, "--to", "http://example.org/issues/1"], 2, "https"),
      ([report, "--to", "https://example.org/issues/1", "--yes"], 2, "IPAMTRIAGE_TICKET_TOKEN"),
      ([report, "--to", "https://example.org/issues/1", "--timeout", "0"], 2, "--timeout"),
      ([report, "--to", "https://example.org/issues/1", "--retries", "11"], 2, "--retries"),
    ] {
      let run = try Program.run(["ticket"] + arguments)
      #expect(
        run.exitCode == code && run.errors.contains(said), "\(arguments): \(run.exitCode) \(run.errors)")
      #expect(run.output.isEmpty)
    }
  }

  @Test func `a report without a fingerprint has no incident`() throws {
    let old = try text(report)
    for fingerprint in ["", "`x`", "../../x"] {
      let changed = old.replacing(
        /"fingerprint": "[0-9a-f]{32}"/, with: "\"fingerprint\": \"\(fingerprint)\"")
      let run = try Program.run(["ticket", try place.write("other.json", changed), "--for", "github"])
      #expect(run.exitCode == 2 && run.errors.contains("without a fingerprint"))
    }
  }

  @Test func `a dry run needs no credential, sends nothing and keeps its files`() throws {
    let file = place.path("comment.textile")
    let run = try Program.run(
      ["ticket", report, "--to", "https://redmine.example.org/issues/7", "-o", file],
      environment: ["PATH": "/nowhere"])
    #expect(run.exitCode == 0 && run.output.contains("PUT https://redmine.example.org/issues/7.json"))
    #expect(run.output.contains("X-Redmine-API-Key: ***"))
    let kept = try text(file)
    #expect(kept.hasPrefix("h2. "))
    let attached = try FileManager.default.contentsOfDirectory(atPath: place.folder.path).filter {
      $0.hasSuffix(".html")
    }
    #expect(attached.count == 1)
    for name in attached { #expect(kept.contains(name) && run.output.contains(name)) }
  }
}
