import Foundation
import FoundationXML
import Reports
import Testing
import VPCModel

@testable import Triage

@Suite struct CSVRendererTests {
  /// Records of RFC 4180: quotes doubled inside quotes.
  static func records(_ csv: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuote = false
    for scalar in csv.unicodeScalars {
      if isQuoted {
        if scalar == "\"" {
          isQuoted = false
          wasQuote = true
        } else {
          cell.unicodeScalars.append(scalar)
        }
        continue
      }
      switch scalar {
      case "\"":
        if wasQuote { cell += "\"" }
        isQuoted = true
      case ",":
        record.append(cell)
        cell = ""
      case "\r": break
      case "\n":
        records.append(record + [cell])
        record = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
      wasQuote = false
    }
    return record.isEmpty && cell.isEmpty ? records : []
  }

  static func csv(_ report: Report) -> String { CSVRenderer(RenderOptions(exitCode: 1)).render(report) }

  @Test(arguments: SampleReport.all.map(\.name))
  func `every record has a cell for every column`(name: String) throws {
    let records = Self.records(Self.csv(try #require(SampleReport.all.first { $0.name == name }).report))
    #expect(records.count > 2)
    #expect(records.allSatisfy { $0.count == 13 })
    #expect(records.first?.first == "record")
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "−2+3", "a;=1", "a, =1", "\"=1",
    "'=1",
    "  ; @x",
  ])
  func `no text is a formula`(text: String) throws {
    var report = SampleReport.exhausted()
    report.notes = [text]
    let csv = Self.csv(report)
    let cell = try #require(Self.records(csv).first { $0.first == "note" }?.last)
    let formulas: Set<Character> = ["=", "+", "-", "@", "＝", "−", "\t", "\r", "\n"]
    for part in cell.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let opening = part.drop { $0 == " " || $0 == "\"" }
      #expect(!(opening.first.map { formulas.contains($0) } ?? false), "\(cell)")
    }
    #expect(cell.contains("'"))
  }

  @Test func `ledgers, moments and silences stand under their columns`() throws {
    let records = Self.records(Self.csv(SampleReport.exhausted()))
    let header = try #require(records.first)
    func row(_ record: String, _ name: String) -> [String: String]? {
      records.first { $0[0] == record && $0[2] == name }.map {
        Dictionary(uniqueKeysWithValues: zip(header, $0))
      }
    }
    let free = try #require(row("ledger", "free"))
    #expect(free["value"] == "0" && free["unit"] == "addresses" && free["subnet"] == SampleReport.subnet)
    // Not known, and not 0.
    #expect(row("ledger", "pods")?["value"] == "")
    let primary = try #require(row("finding", "primary"))
    #expect(primary["id"] == "subnet-exhausted" && primary["value"] == "19" && primary["basis"] == "proved")
    let gap = try #require(records.first { $0[0] == "gap" })
    #expect(gap[5] == "2026-09-01T01:53:11.421Z" && gap[12] == "rotated away")
    #expect(records.contains { $0[0] == "timeline" && $0[12] == "first pod refused" })
    #expect(records.contains { $0[0] == "problem" && $0[7] == "12" })
  }

  @Test func `hostile text stays in its cell and shows nothing`() {
    let csv = Self.csv(SampleReport.poisoned())
    for scalar in csv.unicodeScalars where scalar != "\n" {
      #expect(!Escaping.isHidden(scalar))
    }
    #expect(Self.records(csv).allSatisfy { $0.count == 13 })
  }
}

@Suite struct JUnitRendererTests {
  static func junit(_ report: Report, exitCode: Int32 = 1) -> String {
    JUnitRenderer(RenderOptions(exitCode: exitCode)).render(report)
  }

  /// Elements by name, with their attributes.
  final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      elements.append((name, attributes))
    }

    static func read(_ text: String) -> [(name: String, attributes: [String: String])]? {
      let reader = Reader()
      let parser = XMLParser(data: Data(text.utf8))
      parser.delegate = reader
      return parser.parse() ? reader.elements : nil
    }
  }

  @Test(arguments: SampleReport.all.map(\.name), [Int32(0), 1, 3, 4, 5])
  func `failures and errors say what the exit code says`(name: String, exitCode: Int32) throws {
    let report = try #require(SampleReport.all.first { $0.name == name }).report
    let elements = try #require(Reader.read(Self.junit(report, exitCode: exitCode)))
    func count(_ name: String) -> Int { elements.filter { $0.name == name }.count }
    #expect((count("failure") > 0) == (exitCode == 1))
    #expect((count("error") > 0) == (exitCode > 1))
    let suite = try #require(elements.first { $0.name == "testsuite" }).attributes
    #expect(suite["tests"] == String(count("testcase")))
    #expect(suite["failures"] == String(count("failure")))
    #expect(suite["errors"] == String(count("error")))
    #expect(suite["skipped"] == String(count("skipped")))
  }

  @Test func `text ends no section and hides nothing`() throws {
    var report = SampleReport.poisoned()
    report.primary.because = "a ]]> b \u{0}\u{B}\u{FFFE}\u{FFFF}\u{1B}[31m <!-- & \" ' --> <![CDATA["
    report.evidence[0].text = report.primary.because
    let text = Self.junit(report)
    #expect(!text.contains("]]>") && !text.contains("<![CDATA["))
    for scalar in text.unicodeScalars where scalar != "\n" { #expect(!Escaping.isHidden(scalar)) }
    let elements = try #require(Reader.read(text))
    let failure = try #require(elements.first { $0.name == "failure" })
    #expect(failure.attributes["message"]?.hasPrefix("a ]]> b \\u{0}\\u{b}") == true)
    #expect(failure.attributes["message"]?.hasSuffix("<!-- & \" ' --> <![CDATA[") == true)
  }

  @Test func `silences are skipped tests`() throws {
    let elements = try #require(Reader.read(Self.junit(SampleReport.exhausted())))
    let cases = elements.filter {
      $0.name == "testcase" && $0.attributes["classname"] == "ipamtriage.silence"
    }
    #expect(cases.map { $0.attributes["name"] } == [SampleReport.node])
    #expect(
      elements.contains {
        $0.name == "skipped" && $0.attributes["message"]?.hasSuffix("rotated away") == true
      })
  }
}
