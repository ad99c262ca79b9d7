import Commands
import Evidence
import Foundation
import Testing

/// Documents in every form that tools and people give them.
@Suite struct DocumentFormsTests {
  private static let name = "subnet-exhausted/secondary-mode-full-slash24"
  static let aws = ["describe-subnets.json", "describe-instances.json", "describe-network-interfaces.json"]
  static let kubernetes = ["pods.json", "nodes.json"]
  private let sample: SampleInputs
  init() throws { sample = try SampleInputs(Self.name) }

  private func expectSame(_ changed: SampleInputs, _ comment: Comment? = nil) throws {
    #expect(try changed.gist().description == Gist.plain(Self.name), comment)
  }

  private func rewriting(_ names: [String], _ change: (JSONText) -> String) throws -> SampleInputs {
    var copy = sample
    for name in names { copy.files[name] = Array(change(try JSONText(sample.files[name] ?? [])).utf8) }
    return copy
  }

  // MARK: AWS

  static let awsForms: [(String, @Sendable (JSONText) -> String)] = [
    ("compact", { $0.compact }), ("pretty", { $0.pretty + "\n" }),
    ("BOM and CRLF", { "\u{FEFF}" + $0.pretty.replacing("\n", with: "\r\n") }),
    ("pages one after the other", { $0.pages(of: 2).map { $0.pretty + "\n" }.joined() }),
    ("pages without anything between", { $0.pages(of: 3).map(\.compact).joined() }),
    ("pages as JSON Lines", { $0.pages(of: 1).map { $0.compact + "\n" }.joined() }),
    ("pages as an array", { "[" + $0.pages(of: 2).map(\.pretty).joined(separator: ",\n") + "]" }),
    ("the document in an array", { "[\n\($0.pretty)\n]" }),
    ("the list alone", { JSONText($0.list.elements).pretty }),
    ("elements as JSON Lines", { $0.list.elements.map { JSONText($0).compact + "\n" }.joined() }),
    ("elements one after the other", { $0.list.elements.map { JSONText($0).pretty + "\n" }.joined() }),
    (
      "below a prompt",
      { "[ec2-user@bastion ~]$ aws ec2 describe --output json\n\($0.pretty)\n[ec2-user@bastion ~]$\n" }
    ),
    ("in a fence", { "```json\n\($0.pretty)\n```\n" }),
    ("indented", { $0.pretty.split(separator: "\n").map { "    \($0)\n" }.joined() }),
    ("quoted", { $0.pretty.split(separator: "\n").map { "> \($0)\n" }.joined() }),
    ("non-breaking blanks", { $0.pretty.replacing(" ", with: "\u{A0}") }),
    ("curly quotes", { Paste.curly.change($0.pretty) }),
    (
      "behind a warning",
      { "/usr/lib/python3/urllib3/connectionpool.py:981: InsecureRequestWarning: Unverified\n\($0.pretty)" }
    ),
    (
      "behind a meter",
      {
        "  % Total    % Received % Xferd  Average Speed\n100  5800  100  5800    0     0  1200k      0 --:--:-- --:--:-- --:--:-- 1200k\n\($0.compact)"
      }
    ),
  ]

  @Test(arguments: awsForms.indices)
  func `answers of AWS`(index: Int) throws {
    let form = Self.awsForms[index]
    try expectSame(try rewriting(Self.aws, form.1), "\(form.0)")
  }

  @Test func `answers of AWS in UTF-16, as PowerShell redirects`() throws {
    try expectSame(
      sample.rewriting(Self.aws) { bytes in
        [0xFF, 0xFE]
          + String(decoding: bytes, as: UTF8.self).utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      })
  }

  @Test func `all documents in one file`() throws {
    var copy = sample
    var all: [UInt8] = []
    for name in Self.aws + Self.kubernetes {
      all += sample.files[name] ?? []
      copy.files[name] = nil
    }
    copy.files["all.json"] = all
    try expectSame(copy)
  }

  @Test func `pages in files of their own`() throws {
    var copy = sample
    for name in Self.aws {
      copy.files[name] = nil
      for (number, page) in try JSONText(sample.files[name] ?? []).pages(of: 20).enumerated() {
        copy.files["\(number)-\(name)"] = Array(page.pretty.utf8)
      }
    }
    let found = try copy.gist()
    // Which file goes on in which is not written anywhere: the ledger says that the list may not be whole.
    let words = ["exhausted", "inconsistent"]
    #expect(words.contains { found.description.replacing(words[1], with: $0) == Gist.plain(Self.name) })
  }

  @Test func `a list that goes on elsewhere proves no absence`() throws {
    let document = (try JSONText(sample.files["describe-network-interfaces.json"] ?? [])).pages(of: 20)[0]
      .value
    var copy = sample
    copy.files["describe-network-interfaces.json"] = Array(JSONText(document).pretty.utf8)
    let place = try Workplace()
    try copy.write(to: place)
    let ledger = try #require(place.analyze().report.subnets.first)
    #expect(!ledger.isComplete)
    #expect(ledger.available == 0)
  }

  @Test func `what the operator was refused is said and blames no node`() throws {
    let place = try Workplace()
    try sample.write(to: place)
    try place.write(
      "describe-subnets.json",
      "\nAn error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: You are not authorized "
        + "to perform this operation.\n")
    let outcome = place.analyze()
    #expect(outcome.report.primary.id.raw == "subnet-exhausted")
    #expect(!outcome.report.contributing.contains { $0.id.raw == "iam-denied" })
  }

  @Test(arguments: [
    ("text", "SUBNETS\tFalse\tarn:aws\tus-east-1a\tuse1-az4\t3\t10.0.1.0/24\nTAGS\tName\tx\n"),
    ("text", "subnet-0a1b2c3d4e5f60718\t3\t10.0.1.0/24\n"),
    (
      "table",
      """
      -----------------------------------
      |         DescribeSubnets         |
      +---------------------------------+
      ||            Subnets            ||
      |+-------------------------+-----+|
      ||  AvailableIpAddressCount|  3  ||

      """
    ),
    ("yaml", "Subnets:\n- AvailableIpAddressCount: 3\n  SubnetId: subnet-0a1b2c3d4e5f60718\n"),
  ])
  func `other outputs of the AWS CLI are named and not guessed at`(form: String, text: String) throws {
    let place = try Workplace()
    let outcome = try place.analyze(text: text, as: "subnets.txt")
    #expect(
      outcome.said.contains("AWS CLI output as \(form) is unsupported; use --output json"), "\(outcome.said)")
    #expect(outcome.report.subnets.isEmpty)
  }

  // MARK: Kubernetes

  static let kubernetesForms: [(String, @Sendable (JSONText) -> String)] = [
    ("compact", { $0.compact }), ("YAML list", { $0.yaml }), ("YAML below a mark", { "---\n" + $0.yaml }),
    ("YAML stream", { $0.list.elements.map { "---\n" + JSONText($0).yaml }.joined() }),
    ("YAML in a fence", { "```yaml\n\($0.yaml)```\n" }),
    ("YAML indented", { $0.yaml.split(separator: "\n").map { "    \($0)\n" }.joined() }),
    ("YAML quoted", { $0.yaml.split(separator: "\n").map { "> \($0)\n" }.joined() }),
    ("YAML below a prompt", { "$ kubectl get -A -o yaml\n\($0.yaml)" }),
    ("YAML with CRLF", { $0.yaml.replacing("\n", with: "\r\n") }),
    ("items as JSON Lines", { $0.list.elements.map { JSONText($0).compact + "\n" }.joined() }),
    ("the items alone", { JSONText($0.list.elements).pretty }),
    (
      "one List for each",
      {
        $0.list.elements.map { JSONText(["kind": "List", "apiVersion": "v1", "items": [$0]]).pretty }.joined()
      }
    ),
    (
      "typed list",
      { text in
        let items = text.list.elements.map { item -> Any in
          var item = item as? [String: Any] ?? [:]
          item["kind"] = nil
          item["apiVersion"] = nil
          return item
        }
        let kind = (text.list.elements.first as? [String: Any])?["kind"] as? String ?? ""
        return JSONText(["kind": "\(kind)List", "apiVersion": "v1", "items": items]).pretty
      }
    ),
  ]

  @Test(arguments: kubernetesForms.indices)
  func `objects of Kubernetes`(index: Int) throws {
    let form = Self.kubernetesForms[index]
    try expectSame(try rewriting(Self.kubernetes, form.1), "\(form.0)")
  }

  @Test(arguments: [true, false])
  func `one file with objects of several kinds`(isYAML: Bool) throws {
    var copy = sample
    let items = try Self.kubernetes.flatMap { try JSONText(sample.files[$0] ?? []).list.elements }
    for name in Self.kubernetes { copy.files[name] = nil }
    let list = JSONText(["kind": "List", "apiVersion": "v1", "items": items])
    copy.files[isYAML ? "objects.yaml" : "objects.json"] = Array((isYAML ? list.yaml : list.pretty).utf8)
    try expectSame(copy)
  }

  @Test(arguments: [true, false])
  func `a DaemonSet with what was applied last`(isYAML: Bool) throws {
    let applied = #"{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"aws-node"},"spec":{}}"#
    let env: [[String: Any]] = [
      ["name": "WARM_IP_TARGET", "value": "5"], ["name": "ENABLE_PREFIX_DELEGATION", "value": "false"],
      ["name": "MY_NODE_NAME", "valueFrom": ["fieldRef": ["fieldPath": "spec.nodeName"]]],
    ]
    let container: [String: Any] = [
      "name": "aws-node", "image": "r/amazon-k8s-cni:v1.19.3-eksbuild.1", "env": env,
    ]
    let set = JSONText(
      [
        "apiVersion": "apps/v1", "kind": "DaemonSet",
        "metadata": [
          "name": "aws-node", "namespace": "kube-system",
          "annotations": ["kubectl.kubernetes.io/last-applied-configuration": applied + "\n"],
        ],
        "spec": ["template": ["spec": ["containers": [container]]]],
      ] as [String: Any])
    // kubectl writes the annotation as a block of text.
    let block = "last-applied-configuration: |\n      \(applied)"
    let yaml = set.yaml.replacing("last-applied-configuration: \(quoted(applied + "\n"))", with: block)
    #expect(yaml.contains("      {\"apiVersion\""))
    let place = try Workplace()
    try sample.write(to: place)
    try place.write(isYAML ? "aws-node.yaml" : "aws-node.json", isYAML ? yaml : set.pretty)
    let outcome = place.analyze()
    let found = outcome.evidence.statements.compactMap { stated in
      if case .configuration(let configuration) = stated.value { configuration } else { nil }
    }
    #expect(found.map(\.environment["WARM_IP_TARGET"]) == ["5"])
    #expect(outcome.said == "")
  }
}
