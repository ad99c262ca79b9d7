import Reports
import Testing

@Suite struct MarkdownRendererTests {
  /// The text without fenced blocks and code spans: where markup would be markup.
  static func prose(_ markdown: String) -> String {
    var result = ""
    var fence: Substring?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      let start = line.drop { $0 == " " }
      if let open = fence {
        if start == open { fence = nil }
      } else if start.hasPrefix("```") {
        fence = start.prefix { $0 == "`" }
      } else {
        result += withoutSpans(line) + "\n"
      }
    }
    return fence == nil ? result : "an open fence"
  }

  private static func withoutSpans(_ line: Substring) -> String {
    var result = ""
    var rest = line
    while let character = rest.first {
      if character == "\\" {
        result += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if character == "`" {
        let ticks = rest.prefix { $0 == "`" }
        rest = rest.dropFirst(ticks.count)
        // The span ends at the next run of the same length.
        while !rest.isEmpty {
          let run = rest.prefix { $0 == "`" }
          rest = rest.dropFirst(max(1, run.count))
          if run.count == ticks.count { break }
        }
      } else {
        result.append(character)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  @Test func `nothing of a log is read as markup`() {
    let markdown = SampleReport.markdown(SampleReport.poisoned())
    for scalar in markdown.unicodeScalars where scalar != "\n" { #expect(!Escaping.isHidden(scalar)) }
    let prose = Self.prose(markdown)
    for bad in ["<", "](", "![", "http://", "@everyone", "\n# ", "script>", "open fence"] {
      let isEscaped = bad == "](" && prose.contains("\\](")
      #expect(!prose.contains(bad) || isEscaped, "\(bad)")
    }
    #expect(!prose.split(separator: "\\](").joined().contains("]("))
  }

  @Test func `a row of the table keeps its cells`() {
    let rows = SampleReport.markdown(SampleReport.poisoned()).split(separator: "\n").filter {
      $0.hasPrefix("| ")
    }
    #expect(rows.count == 3)
    for row in rows {
      let bars = row.split(separator: "\\|", omittingEmptySubsequences: false).joined().count { $0 == "|" }
      #expect(bars == 8)
    }
  }

  @Test func `sections follow the order of the text`() {
    let headings = SampleReport.markdown(SampleReport.exhausted()).split(separator: "\n").filter {
      $0.hasPrefix("##")
    }
    #expect(
      headings == [
        "## ✘ SUBNET EXHAUSTED", "### The walk", "### Why we say so", "### Also", "### Could also be",
        "### Not this",
        "### What to do, in this order", "### Subnets", "### Nodes", "### Noise that looks worse than it is",
        "### Errors in the logs that no pattern knows", "### Times without a log", "### About the evidence",
        "### What would make this surer",
      ])
  }

  @Test func `a command is whole, on one line, in a fence`() {
    let markdown = SampleReport.markdown(SampleReport.exhausted())
    #expect(
      markdown.contains("    ```sh\n    aws ec2 create-subnet --vpc-id '<vpc-id>' --cidr-block '<cidr>' "))
  }
}
