import Commands
import Foundation
import PlaybookData
import TestSupport
import Testing
import Triage

/// Names and messages that are code somewhere: they stay text everywhere.
@Suite struct HostileTextTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  static let evil = [
    "$(reboot)", "`reboot`", "; rm -rf /", "a' ; rm -rf / ; '", "a\" && reboot \"", "x\nreboot",
    "x\r\nreboot #", "{subnet}",
    "${IFS}reboot", "| sh", "> /etc/passwd", "&& curl evil", "-rf", "--kubeconfig=/tmp/x", "\\", "*", "~root",
    "!reboot",
    "\u{1B}[2J\u{1B}]8;;http://evil\u{7}x\u{1B}]8;;\u{7}", "\u{202E}txt.exe", "\u{200B}\u{2066}x",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))", "![x](http://evil/x.png)", "@here #1 **bold** | a | b |",
    "</details><img src=x onerror=y>",
    "%s%n%1$x", "\u{0}", "\u{9B}31m", "eni-0a1b2c3d4e5f60718;reboot", "subnet-0a1b2c3d4e5f60718$(reboot)",
  ]

  private static func quoted(_ text: String) -> String {
    let data = (try? JSONEncoder().encode(text)) ?? Data("\"\"".utf8)
    return String(decoding: data, as: UTF8.self)
  }

  /// A refused node whose every name is `evil`, told by a log, events, Kubernetes and AWS.
  private func scene(_ evil: String) throws {
    let name = Self.quoted(evil)
    let inner = Self.quoted(
      "Failed to allocate a private IP addresses on ENI eni-0a1b2c3d4e5f60718 of \(evil): operation error EC2: "
        + "AssignPrivateIpAddresses, api error InsufficientFreeAddressesInSubnet: \(evil)")
    let add = Self.quoted(
      "Received AddNetwork for NS /var/run/netns/cni-1, Sandbox \(evil), ifname eth0, K8S_POD_NAME \(evil) "
        + "K8S_POD_NAMESPACE \(evil)")
    try place.write(
      "ipamd.log",
      """
      {"level":"info","ts":"2026-03-03T03:00:01.000Z","caller":"rpc/rpc.pb.go:881","msg":\(add)}
      {"level":"error","ts":"2026-03-03T03:00:02.000Z","caller":"ipamd/ipamd.go:653","msg":\(inner)}
      {"level":"error","ts":"2026-03-03T03:00:02.100Z","caller":"ipamd/ipamd.go:700","msg":\(Self.quoted("nobody knows " + evil))}
      \(evil)

      """)
    try place.write(
      "events.json",
      """
      {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Event", "type": "Warning",
      "metadata": {"name": \(name), "namespace": \(name)}, "reason": "FailedCreatePodSandBox",
      "involvedObject": {"kind": "Pod", "name": \(name), "namespace": \(name)}, "source": {"host": \(name)},
      "firstTimestamp": "2026-03-03T03:00:00Z", "lastTimestamp": "2026-03-03T03:01:00Z", "count": 3,
      "message": \(Self.quoted("Failed to create pod sandbox: add cmd: failed to assign an IP address to container " + evil))}]}
      """)
    try place.write(
      "nodes.json",
      """
      {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": \(name),
      "labels": {"node.kubernetes.io/instance-type": \(name), "topology.kubernetes.io/zone": \(name), \(name): \(name)}},
      "spec": {"providerID": \(Self.quoted("aws:///\(evil)/\(evil)"))}, "status": {"capacity": {"pods": \(name)},
      "conditions": [{"type": "Ready", "status": "False", "reason": \(name), "message": \(name)}]}}]}
      """)
    try place.write(
      "subnets.json",
      """
      {"Subnets": [{"SubnetId": "subnet-0a1b2c3d4e5f60718", "VpcId": \(name), "AvailabilityZone": \(name),
      "CidrBlock": "10.0.1.0/24", "AvailableIpAddressCount": 0, "OwnerId": \(name),
      "Tags": [{"Key": "Name", "Value": \(name)}, {"Key": \(name), "Value": \(name)}]},
      {"SubnetId": \(name), "CidrBlock": "10.0.2.0/24", "AvailableIpAddressCount": 0}]}
      """)
    try place.write(
      "interfaces.json",
      """
      {"NetworkInterfaces": [{"NetworkInterfaceId": \(name), "SubnetId": \(name), "Description": \(name), "Status": \(name),
      "RequesterId": \(name), "InterfaceType": \(name), "PrivateIpAddress": "10.0.1.9",
      "PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "10.0.1.9"}],
      "Attachment": {"InstanceId": \(name), "AttachmentId": \(name), "DeviceIndex": 0},
      "Groups": [{"GroupId": \(name)}], "TagSet": [{"Key": \(name), "Value": \(name)}]}]}
      """)
  }

  @Test(arguments: HostileTextTests.evil)
  func `hostile names stay text in every format`(evil: String) throws {
    try scene(evil)
    let report = place.analyze().report
    for (format, text) in Rendered.all(report) {
      let hidden = text.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
      }
      #expect(hidden.isEmpty, "\(format)")
      let turned = text.unicodeScalars.filter {
        (0x200B...0x200F).contains($0.value) || (0x202A...0x202E).contains($0.value)
          || (0x2066...0x2069).contains($0.value)
      }
      #expect(turned.isEmpty, "\(format)")
    }
    let markdown = Rendered.all(report)["markdown"] ?? ""
    let outside = Self.withoutCode(markdown)
    for live in ["<script", "<img", "![x]", "</details><"] { #expect(!outside.contains(live)) }
    #expect(!outside.replacing("\\](", with: "").contains("]("))
    #expect(!outside.contains("@here"))
    try expectInert(report, "\(evil.debugDescription)")
  }

  @Test func `no escape sequence but our own colours reaches a terminal`() throws {
    for evil in HostileTextTests.evil {
      try scene(evil)
      let text = Rendered.all(place.analyze().report, usesColor: true)["text"] ?? ""
      for piece in text.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst() {
        #expect(
          piece.first == "[" && piece.prefix { $0 != "m" }.dropFirst().allSatisfy { $0.isNumber || $0 == ";" }
        )
      }
    }
  }

  static let incidents: [String] = {
    guard let folder = Samples.shared?.appending(path: "incidents") else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0 + "/input").path }.filter {
      FileManager.default.fileExists(atPath: $0)
    }
  }()

  @Test(arguments: Samples.caseFolders.map { $0.path + "/input" } + HostileTextTests.incidents)
  func `every command of every case is one simple command`(folder: String) throws {
    try expectInert(place.analyze([folder]).report, folder)
  }

  @Test func `the parser of this test refuses what a shell would run`() {
    for text in [
      "a; b", "a && b", "a | b", "a > b", "a $(b)", "a `b`", "a \"$(b)\"", "a 'b", "a # b", "a {b}", "a\nb",
      "", "a *", "a <b>", "a & ",
    ] {
      #expect(throws: ShellWords.Refusal.self) { try ShellWords.parse(text) }
    }
    #expect((try? ShellWords.parse("a 'b; $(c)' d=\"e f\" g\\;h")) == ["a", "b; $(c)", "d=e f", "g;h"])
  }

  /// Text outside code spans and fenced blocks, where Markdown is live.
  private static func withoutCode(_ markdown: String) -> String {
    var isFenced = false
    var kept = ""
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.drop(while: { $0 == " " || $0 == ">" }).hasPrefix("```") { isFenced.toggle(); continue }
      if isFenced { continue }
      for (index, part) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      where index % 2 == 0 { kept += part }
      kept += "\n"
    }
    return kept
  }

  /// Every command a report prints, wherever it stands.
  private func expectInert(_ report: Report, _ what: String) throws {
    var commands: [String] = report.remedies.flatMap(\.commands)
    for finding in [report.primary] + report.contributing { commands += finding.missing.map(\.command) }
    commands += report.alternatives.map(\.decide) + report.steps.compactMap(\.next)
    for command in commands where !command.isEmpty {
      do throws(ShellWords.Refusal) {
        let words = try ShellWords.parse(command)
        #expect(words[0].allSatisfy { $0.isLowercase || $0 == "-" }, "\(what): \(command)")
      } catch { Issue.record("\(what): \(error) in \(command)") }
    }
  }
}
