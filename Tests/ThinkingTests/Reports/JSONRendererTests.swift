import Evidence
import Foundation
import Playbooks
import Reports
import Testing
import VPCModel

@testable import Triage

@Suite struct JSONRendererTests {
  typealias Object = [String: Any]

  static func object(_ text: String) throws -> Object {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
  }

  @Test func `top-level keys come in the order of the contract`() {
    let text = SampleReport.json(SampleReport.exhausted())
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
      .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    #expect(
      keys == [
        "schemaVersion", "tool", "status", "exitCode", "referenceTime", "window", "diagnosis", "steps",
        "evidence",
        "remedies", "nodes", "subnets", "series", "timeline", "unclassified", "noise", "inputs", "gaps",
        "notes",
        "partial", "redaction",
      ])
  }

  @Test func `a finding has every key, and what is not known is null`() throws {
    let report = try Self.object(SampleReport.json(SampleReport.healthy()))
    let diagnosis = try #require(report["diagnosis"] as? Object)
    let primary = try #require(diagnosis["primary"] as? Object)
    #expect(
      Set(primary.keys) == [
        "id", "title", "basis", "confidence", "severity", "state", "step", "because", "scope", "first",
        "last",
        "count", "transient", "evidence", "against", "missing", "fingerprint",
      ])
    for key in ["basis", "state", "step", "first", "last", "count"] {
      #expect(primary[key] is NSNull, "\(key)")
    }
    let scope = try #require(primary["scope"] as? Object)
    #expect(Set(scope.keys) == ["nodes", "subnets", "subnetRole", "enis", "pods", "zones"])
  }

  @Test func `an estimated count says so, and share is for contributing findings`() throws {
    let undecided = try Self.object(SampleReport.json(SampleReport.undecided()))
    let primary = try #require((undecided["diagnosis"] as? Object)?["primary"] as? Object)
    #expect(primary["countIsEstimate"] as? Bool == true)
    #expect(primary["share"] == nil)
    let exhausted = try Self.object(SampleReport.json(SampleReport.exhausted()))
    let diagnosis = try #require(exhausted["diagnosis"] as? Object)
    let contributing = try #require((diagnosis["contributing"] as? [Object])?.first)
    #expect((contributing["share"] as? Object)?["of"] as? Int == 251)
  }

  @Test func `times have milliseconds and Z, confidence two decimals`() {
    let text = SampleReport.json(SampleReport.exhausted())
    #expect(text.contains("\"first\": \"2026-09-01T02:03:11.421Z\""))
    #expect(text.contains("\"confidence\": 0.97,"))
    #expect(text.contains("\"confidence\": 0.30,"))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (951_782_400, "2000-02-29T00:00:00.000Z"),
    (4_107_542_399, "2100-02-28T23:59:59.000Z"),
  ])
  func `dates follow the calendar`(seconds: Int64, shown: String) {
    var report = SampleReport.healthy()
    report.referenceTime = Instant(nanoseconds: seconds == -1 ? -1 : seconds * 1_000_000_000)
    #expect(SampleReport.json(report).contains("\"referenceTime\": \"\(shown)\""))
  }

  @Test func `the ends of time do not trap`() {
    for nanoseconds in [Int64.min, Int64.max] {
      var report = SampleReport.healthy()
      report.from = Instant(nanoseconds: nanoseconds)
      #expect(SampleReport.json(report).contains(nanoseconds < 0 ? "1677-09-21" : "2262-04-11"))
      #expect(SampleReport.text(report).contains("HEALTHY"))
    }
  }

  @Test func `evidence points at its input by id`() throws {
    let report = try Self.object(SampleReport.json(SampleReport.exhausted()))
    let evidence = try #require(report["evidence"] as? [Object])
    #expect(evidence.map { $0["input"] as? String } == ["i1", "i2"])
    #expect(evidence[0]["line"] as? Int == 18_211)
    #expect(evidence[1]["time"] is NSNull)
  }

  @Test func `a window without times is null`() throws {
    let report = try Self.object(SampleReport.json(SampleReport.insufficient()))
    #expect(report["window"] is NSNull)
    #expect(report["referenceTime"] is NSNull)
  }

  @Test func `settings are numbers and booleans where they are`() {
    var report = SampleReport.exhausted()
    report.nodes[0].settings = [
      "A": "1", "B": "true", "C": "01", "D": "yes", "E": "-3", "F": "99999999999999999999",
    ]
    let text = SampleReport.json(report)
    for line in ["\"A\": 1,", "\"B\": true,", "\"C\": \"01\",", "\"D\": \"yes\",", "\"E\": -3,"] {
      #expect(text.contains(line))
    }
    #expect(text.contains("\"F\": \"99999999999999999999\""))
  }

  @Test func `the ledger keeps its sums, and unknown owners are null`() throws {
    let text = SubnetRenderer(RenderOptions(exitCode: 0)).json([SampleReport.ledger(SampleReport.subnet)])
    let subnet = try #require((try Self.object(text)["subnets"] as? [Object])?.first)
    let owners = try #require(subnet["owners"] as? Object)
    #expect(
      Set(owners.keys) == [
        "podsAndWarm", "pods", "warm", "eni-primary", "branch", "leaked", "load-balancer", "lambda", "rds",
        "vpc-endpoint", "nat", "control-plane", "cidr-reservation", "other",
      ])
    #expect(owners["pods"] is NSNull)
    let counted = owners.filter { $0.key != "pods" && $0.key != "warm" }.values.compactMap { $0 as? Int }
      .reduce(0, +)
    #expect(try #require(subnet["reserved"] as? Int) + #require(subnet["free"] as? Int) + counted == 256)
    let map = try #require(subnet["map"] as? [[Any]])
    #expect(map.compactMap { $0.last as? Int }.reduce(0, +) == 256)
    #expect(map.first?.first as? String == "reserved")
    #expect(text.contains("\"map\": [[\"reserved\", 4], [\"eni-primary\", 1], "))
  }

  @Test func `a subnet that could not be counted has nulls, not zeros`() throws {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.available = 7
    let ledger = SubnetLedger.make(subnet: subnet, interfaces: nil)
    let text = SubnetRenderer(RenderOptions(exitCode: 0)).json([ledger])
    let object = try #require((try Self.object(text)["subnets"] as? [Object])?.first)
    for key in ["size", "free", "freeAligned28", "largestFreeRun", "residual", "map", "cidr"] {
      #expect(object[key] is NSNull, "\(key)")
    }
    #expect((object["owners"] as? Object)?.values.allSatisfy { $0 is NSNull } == true)
    #expect(object["available"] as? Int == 7)
  }

  @Test func `JSON Lines is one line that begins with its type`() throws {
    let text = JSONLinesRenderer(RenderOptions(exitCode: 1)).render(SampleReport.poisoned())
    #expect(text.hasPrefix("{\"type\":\"report\",\"schemaVersion\":\"1.0.0\""))
    #expect(text.filter { $0.isNewline }.count == 1 && text.hasSuffix("\n"))
    _ = try Self.object(text)
  }

  @Test func `hostile text survives the way through JSON and shows nothing`() throws {
    let text = SampleReport.json(SampleReport.poisoned())
    for scalar in text.unicodeScalars where scalar != "\n" { #expect(!Escaping.isHidden(scalar)) }
    #expect(!text.contains("</script"))
    let evidence = try #require(try Self.object(text)["evidence"] as? [Object])
    #expect(evidence.first?["text"] as? String == SampleReport.hostile)
  }

  @Test(arguments: SampleReport.all.map(\.name))
  func `the same report gives the same bytes`(name: String) throws {
    let first = try #require(SampleReport.all.first { $0.name == name }).report
    let second = try #require(SampleReport.all.first { $0.name == name }).report
    #expect(SampleReport.json(first) == SampleReport.json(second))
    #expect(SampleReport.text(first) == SampleReport.text(second))
    #expect(SampleReport.markdown(first) == SampleReport.markdown(second))
  }
}
