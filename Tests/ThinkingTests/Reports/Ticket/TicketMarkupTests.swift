import Foundation
import Reports
import TestSupport
import Testing
import Triage

@Suite struct TicketMarkupTests {
  private static func text(_ report: Report, _ markup: TicketMarkup) -> String {
    TicketPage(Outline(report, exitCode: 1), as: markup, most: 1 << 24, whole: []).text
  }

  private static let commands = [
    "kubectl -n kube-system set env daemonset/aws-node WARM_IP_TARGET=2 MINIMUM_IP_TARGET=8 WARM_ENI_TARGET=0",
    "aws ec2 create-subnet --vpc-id '<vpc-id>' --cidr-block '<cidr>' --availability-zone us-east-1a",
  ]

  @Test(arguments: [TicketMarkup.github, .gitlab, .jiraWiki, .redmine])
  func `a command stands whole on a line of its own`(markup: TicketMarkup) {
    let lines = Self.text(SampleReport.exhausted(), markup).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    for command in Self.commands { #expect(lines.contains(command)) }
  }

  @Test func `the wiki markup of a hostile report has none but its own`() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<200 {
      let wiki = Self.text(Nasty.report(&random), .jiraWiki)
      let (prose, blocks) = try #require(WikiReader.split(wiki, open: "{noformat}", close: "{noformat}"))
      #expect(blocks.count >= 3)
      for block in blocks {
        #expect(!block.lowercased().contains("{noformat") && !block.lowercased().contains("{code"))
      }
      for line in prose {
        var line = line
        for mark in ["h2. ", "h3. ", "* "] where line.hasPrefix(mark) { line = line.dropFirst(mark.count) }
        if line.hasPrefix("|") { continue }
        // What is left when escapes, code and bold are taken out is words.
        let bare = line.replacing(/\\[^A-Za-z0-9\\]/, with: "").replacing(/&#[0-9]+;/, with: "")
          .replacing(/\{\{[^{}]*\}\}/, with: "").replacing(/\*[^*{}]*\*/, with: "")
        #expect(!bare.contains { "{}[]*_+^~?!|#@\\<>\"".contains($0) }, "\(line)")
      }
    }
  }

  @Test func `the Textile of a hostile report has no tags but its own`() throws {
    var random = SeededRandom(seed: 8)
    for _ in 0..<200 {
      let textile = Self.text(Nasty.report(&random), .redmine)
      let (prose, blocks) = try #require(WikiReader.split(textile, open: "<pre>", close: "</pre>"))
      #expect(blocks.count >= 3)
      let tag = /<\/?(pre|code|kbd|notextile|redpre)/.ignoresCase()
      for block in blocks {
        #expect(block.firstMatch(of: tag) == nil && !block.lowercased().contains("x%x%"))
      }
      for line in prose.map(String.init) where !line.hasPrefix("|") {
        let spans = line.matches(of: /<code>(.*?)<\/code>/)
        for span in spans { #expect(span.output.1.firstMatch(of: tag) == nil) }
        var line = line.replacing(/<code>.*?<\/code>/, with: "")
        for mark in ["h2. ", "h3. ", "* "] where line.hasPrefix(mark) {
          line = String(line.dropFirst(mark.count))
        }
        let bare = line.replacing(/&#[0-9]+;/, with: "").replacing(/\*[^*]*\*/, with: "")
        #expect(!bare.contains { "{}[]*_+^~?!|#@\\<>\"=`()".contains($0) }, "\(line)")
      }
    }
  }

  @Test func `GitLab finds nobody to tell and nothing to do`() {
    var random = SeededRandom(seed: 9)
    for _ in 0..<200 {
      let prose = MarkdownRendererTests.prose(Self.text(Nasty.report(&random), .gitlab))
      #expect(prose != "an open fence")
      for line in prose.split(separator: "\n") { #expect(!line.hasPrefix("/"), "\(line)") }
      // As GitLab sees it, when the Markdown is read.
      let seen = prose.replacing("&#8203;", with: "\u{200B}").replacing("&amp;", with: "&")
        .replacing(/&(lt|gt);/, with: "'")
      let reference = seen.firstMatch(of: /[@#!~%$^&][A-Za-z0-9"]/)
      #expect(reference == nil, "\(reference?.output ?? "") in \(prose)")
    }
  }

  /// Which nodes may stand in which. Source: Atlassian, "Atlassian Document Format", the pages of the nodes.
  private static let children: [String: Set<String>] = [
    "doc": ["heading", "paragraph", "bulletList", "codeBlock", "table"], "heading": ["text"],
    "paragraph": ["text"],
    "bulletList": ["listItem"], "listItem": ["paragraph", "codeBlock"], "codeBlock": ["text"],
    "table": ["tableRow"], "tableRow": ["tableHeader", "tableCell"], "tableHeader": ["paragraph"],
    "tableCell": ["paragraph"],
  ]

  private static func check(_ node: [String: Any]) -> [String] {
    let type = node["type"] as? String ?? "?"
    if type == "text" {
      let text = node["text"] as? String ?? ""
      let marks = (node["marks"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
      return (text.isEmpty ? ["empty text"] : [])
        + (text.unicodeScalars.contains { Escaping.isHidden($0) } ? ["hidden"] : [])
        + (Set(marks).isSubset(of: ["strong", "code"]) ? [] : ["marks \(marks)"])
    }
    guard let allowed = children[type] else { return ["type \(type)"] }
    let content = node["content"] as? [[String: Any]] ?? []
    var faults = content.flatMap { check($0) }
    for child in content where !allowed.contains(child["type"] as? String ?? "") {
      faults.append("\(child) in \(type)")
    }
    if type == "listItem", content.first?["type"] as? String != "paragraph" {
      faults.append("item without paragraph")
    }
    if ["bulletList", "table", "tableRow", "listItem"].contains(type), content.isEmpty {
      faults.append("empty \(type)")
    }
    if type == "heading", !(1...6).contains((node["attrs"] as? [String: Any])?["level"] as? Int ?? 0) {
      faults.append("no level")
    }
    // Nothing but these: a link or a mention would be a key or a node of its own.
    let keys = Set(node.keys).subtracting(["type", "content", "attrs", "version"])
    return faults + (keys.isEmpty ? [] : ["keys \(keys)"])
  }

  @Test func `the document format is valid and holds text alone`() throws {
    var random = SeededRandom(seed: 10)
    for _ in 0..<200 {
      let text = Self.text(Nasty.report(&random), .jira)
      let node = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(node["version"] as? Int == 1 && node["type"] as? String == "doc")
      #expect(Self.check(node).isEmpty)
    }
    #expect(!Self.check(["type": "doc", "content": [["type": "mention"]]]).isEmpty)
  }

  @Test(arguments: TicketMarkup.allCases)
  func `no markup holds what cannot be seen`(markup: TicketMarkup) {
    var random = SeededRandom(seed: 11)
    for _ in 0..<50 {
      for scalar in Self.text(Nasty.report(&random), markup).unicodeScalars where scalar != "\n" {
        #expect(!Escaping.isHidden(scalar))
      }
    }
  }
}
