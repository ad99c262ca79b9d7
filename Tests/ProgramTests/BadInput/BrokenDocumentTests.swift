import Commands
import Foundation
import TestSupport
import Testing

/// JSON and YAML that break the rules, and texts that only look like evidence.
@Suite struct BrokenDocumentTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private static let subnet = """
    {"Subnets": [{"SubnetId": "subnet-0a1b2c3d4e5f60718", "VpcId": "vpc-0a1b2c3d", "CidrBlock": "10.0.1.0/24", \
    "AvailabilityZone": "us-east-1a", "AvailableIpAddressCount": 0}]}
    """

  @Test func `a page of HTML instead of JSON is named as such`() throws {
    let outcome = try place.analyze(
      text: "<!DOCTYPE html><html><body>Sign in</body></html>", as: "subnets.json")
    #expect(outcome.exitCode() == 3)
    #expect(outcome.said == "subnets.json:1: an HTML page, not a log or JSON; save the raw output")
  }

  @Test(arguments: [
    #"{"Subnets": 7}"#, #"{"Subnets": [7, null, "x", [], {}]}"#, #"{"Subnets": [{"SubnetId": 5}]}"#,
    #"{"Subnets": [{"SubnetId": "subnet-0a1b2c3d4e5f60718", "CidrBlock": "10.0.1.0/99", "AvailableIpAddressCount": -1}]}"#,
    #"{"Subnets": [{"SubnetId": "subnet-0a1b2c3d4e5f60718", "AvailableIpAddressCount": 1e400}]}"#,
    #"{"Subnets": [{"SubnetId": "subnet-0a1b2c3d4e5f60718", "AvailableIpAddressCount": 99999999999999999999999}]}"#,
    #"{"NetworkInterfaces": {"a": "b"}}"#, #"{"Reservations": [[[]]]}"#, #"{"items": "x", "kind": "List"}"#,
    #"{"kind": "Pod", "metadata": [], "spec": 3, "status": null}"#, #"{"kind": 5, "apiVersion": {}}"#,
    #"{"total": "many", "assigned": [], "eniIPPools": {"eni-1": 4}}"#,
  ])
  func `wrong types blame nobody`(text: String) throws {
    #expect(try place.analyze(text: text, as: "document.json").blamesNobody)
  }

  @Test func `a key that is there twice is said`() throws {
    let text = Self.subnet.replacing(
      #""AvailableIpAddressCount": 0"#, with: #""AvailableIpAddressCount": 0, "AvailableIpAddressCount": 99"#)
    #expect(try place.analyze(text: text, as: "subnets.json").said.contains("is there twice"))
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"Subnets\":", "{\"items\":[{\"metadata\":"])
  func `a hundred thousand levels of nesting are refused`(opening: String) throws {
    let outcome = try place.analyze(text: String(repeating: opening, count: 100_000), as: "deep.json")
    #expect([3, 4].contains(outcome.exitCode()))
    #expect(outcome.said.contains("levels of nesting"))
  }

  @Test func `deep nesting in a log line or in YAML is survived`() throws {
    let deep = String(repeating: "{\"log\":", count: 50_000)
    #expect(try place.analyze(text: deep + "\n" + Line.full + "\n", as: "ipamd.log").report.inputs.count == 1)
    let yaml = "apiVersion: v1\nkind: Pod\nmetadata: " + String(repeating: "[", count: 100_000)
    #expect(try place.analyze(text: yaml, as: "pod.yaml").blamesNobody)
    let steps = (0..<3_000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(try place.analyze(text: "apiVersion: v1\nkind: Pod\n" + steps, as: "pod.yaml").blamesNobody)
  }

  @Test func `a YAML alias bomb is refused by line`() throws {
    var text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\nl0: &l0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      let aliases = (0..<9).map { _ in "*l\(level - 1)" }.joined(separator: ",")
      text += "l\(level): &l\(level) [\(aliases)]\n"
    }
    let outcome = try place.analyze(text: text, as: "bomb.yaml")
    #expect(outcome.blamesNobody)
    #expect(outcome.said.contains("aliases"))
  }

  @Test func `two documents of which one is broken: the whole one counts`() throws {
    let text = Self.subnet + "\n{\"Subnets\": [{\"SubnetId\": \"subnet-0"
    let outcome = try place.analyze(text: text, as: "subnets.json")
    #expect(outcome.report.subnets.contains { $0.subnet.raw == "subnet-0a1b2c3d4e5f60718" })
    #expect(outcome.said.contains("document ends inside"))
  }

  @Test func `a document cut at many places never crashes or accuses`() throws {
    let file = Samples.cases.appending(
      path: "subnet-exhausted/secondary-mode-full-slash24/input/describe-network-interfaces.json")
    let bytes = try Data(contentsOf: file)
    for end in stride(from: 1, to: bytes.count, by: max(100, bytes.count / 25)) {
      #expect(try place.analyze(bytes: bytes.prefix(end), as: "interfaces.json").blamesNobody)
    }
  }

  @Test(arguments: Samples.caseFolders.prefix(12).map(\.path))
  func `our own reports are no evidence`(folder: String) throws {
    let report = place.analyze([folder + "/input"]).report
    for (format, text) in Rendered.all(report) {
      let outcome = try place.analyze(text: text, as: "report.\(format)")
      #expect(outcome.report.primary.id.raw == "unknown", "\(format)")
      #expect(outcome.exitCode() == 3, "\(format): \(outcome.report.inputs.map(\.record.kind.rawValue))")
    }
  }

  @Test(.enabled(if: Samples.shared != nil, "no articles beside the checkout"))
  func `the articles about the matter are no evidence`() throws {
    let folder = try #require(Samples.shared).appending(path: "seeds")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.isEmpty)
    for name in names {
      let outcome = place.analyze([folder.appending(path: name).path])
      #expect(outcome.report.primary.id.raw == "unknown")
      #expect([3, 4].contains(outcome.exitCode()))
    }
  }
}
