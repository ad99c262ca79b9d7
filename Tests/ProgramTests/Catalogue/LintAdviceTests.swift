import Commands
import PlaybookData
import Playbooks
import Testing

/// What `playbooks lint` says of patterns that cost speed.
@Suite struct LintAdviceTests {
  private func advice(regex: String, extra: String = "") throws -> [String] {
    let text = """
      signals:
        - name: signal-of-a-user
          states: pool-grown
          in: [any]
          regex: '\(regex)'
          matches: ['failed to frobnicate; giving up: 17']
          ignores: ['nothing of the kind']\(extra)
      """
    let tree = try SourceTree.parse(text, file: "own/signals.yaml")
    let handbook = try PlaybookData.handbook.adding(
      [Handbook.File(path: "signals.yaml", tree: tree)], shown: "own/", digest: "sha256:own")
    return PlaybookChecks.advice(for: handbook).filter { $0.hasPrefix("own/") }
  }

  @Test func `a long literal in every branch costs nothing`() throws {
    #expect(try advice(regex: "failed to frobnicate|unable to frobnicate").isEmpty)
  }

  @Test func `a short branch is named with its cost`() throws {
    let lines = try advice(regex: "failed to frobnicate|giving up")
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasPrefix(
        #"own/signals.yaml:2:5: pattern "signal-of-a-user" requires "giving up": 9 bytes"#) == true,
      "\(lines)")
    #expect(lines.first?.contains("in steps of 6 bytes") == true)
  }

  @Test(arguments: [#"\d+$"#, "(*UTF)failed to frobnicate", "[[:alpha:]]+ to frobnicate"])
  func `a pattern without a literal is named as one that always runs`(regex: String) throws {
    let lines = try advice(regex: regex)
    #expect(lines.count == 1 && lines.first?.contains("it always runs, on every line") == true, "\(lines)")
  }

  @Test func `a literal declared by hand is checked where the regex can be read, and taken where it cannot`()
    throws
  {
    #expect(
      try advice(regex: "(*UTF)failed to frobnicate", extra: "\n    literal: failed to frobnicate").isEmpty)
    #expect(throws: PlaybookError.self) {
      try advice(regex: "failed to frobnicate|giving up", extra: "\n    literal: failed to frobnicate")
    }
  }
}
