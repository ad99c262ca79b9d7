import Testing

@testable import Collectors

@Suite struct TextSnifferTests {
  private static let record =
    #"{"level":"info","ts":"2026-03-01T10:00:00.000Z","caller":"ipamd/ipamd.go:1","msg":"x"}"#

  @Test(arguments: [
    (record + "\n" + record + "\n", TextSniffer.Shape.lines),
    ("2026-03-01T10:00:00.000Z [ERROR] Failed to allocate\n2026-03-01T10:00:01.000Z [DEBUG] y\n", .lines),
    ("{\n  \"Subnets\": [\n    {\"SubnetId\": \"subnet-0a1b2c3d\"}\n  ]\n}\n", .documents),
    ("[\n  {\"SubnetId\": \"subnet-0a1b2c3d\"}\n]\n", .documents),
    ("apiVersion: v1\nkind: Node\nmetadata:\n  name: a\n", .yaml),
    ("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n", .yaml),
    (
      "{\"events\": [{\"timestamp\": 1772359200000, \"message\": \"m\"}], \"searchedLogStreams\": []}", .cloud
    ),
    ("{\"results\": [[{\"field\": \"@message\", \"value\": \"m\"}]], \"status\": \"Complete\"}", .cloud),
    ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", .html), ("\n <HTML>", .html),
    ("<?xml version=\"1.0\"?>", .html),
    ("ipamtriage 1.0.0 report\nsubnet-exhausted\n", .ownReport), ("# ipamtriage 1.2.3\n\n", .ownReport),
    ("ipamtriage is a program\n", .lines), ("", .lines),
  ]) func `a text is known by its beginning`(text: String, wanted: TextSniffer.Shape) {
    #expect(TextSniffer.shape(of: Array(text.utf8)) == wanted)
  }

  @Test func `an article is prose, also with a quoted log line in it`() {
    let article = """
      # Why the pods wait for an address

      The plugin asks the daemon for an address and when the pool is empty it is told to come back later.
      In most of the clusters that we have seen, this is because the subnet has run out of the addresses.
      You can see this in the log of the node, which is not the same as the log of the container:

      \(Self.record)

      If the subnet is full then you have to add another one, and that is what the rest of this is about.
      """
    #expect(TextSniffer.shape(of: Array(article.utf8)) == .prose)
  }

  @Test func `many records at the beginning do not outvote what follows`() {
    let records = String(repeating: Self.record + "\n", count: 40)
    let subnets = String(repeating: "{\"SubnetId\": \"subnet-0a1b2c3d\"}\n", count: 41)
    #expect(TextSniffer.shape(of: Array((records + subnets).utf8)) == .documents)
    #expect(TextSniffer.shape(of: Array((records + records + subnets).utf8)) == .lines)
    let sentence = "This is what you see in the log when the pool of the node is empty.\n"
    let article = "# Why\n" + records + String(repeating: sentence, count: 41)
    #expect(TextSniffer.shape(of: Array(article.utf8)) == .prose)
    #expect(TextSniffer.shape(of: Array((records + article).utf8)) == .lines)
  }

  @Test func `binary is told from text with a hole`() {
    let noise = (0..<4_096).map { UInt8(truncatingIfNeeded: ($0 &* 7_919) >> 3) }
    #expect(TextSniffer.shape(of: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + noise) == .binary)
    let hole = [UInt8](repeating: 0, count: 3_000) + Array((Self.record + "\n").utf8)
    #expect(TextSniffer.shape(of: hole) == .lines)
    #expect(TextSniffer.shape(of: [UInt8](repeating: 0, count: 4_096)) == .lines)
    #expect(TextSniffer.shape(of: Array("é 語 🚧 plain text\n".utf8)) == .lines)
  }

  @Test func `no beginning is a trap`() {
    for text in [
      "{", "[", "{\"", "{}", "[]", "---", "\u{FEFF}", "{{{{{{", String(repeating: "[", count: 60_000), "#",
      "- ", ": ",
    ] {
      let whole = Array(text.utf8)
      for count in Set([0, 1, whole.count / 2, whole.count]) {
        _ = TextSniffer.shape(of: Array(whole.prefix(count)))
      }
    }
  }
}
