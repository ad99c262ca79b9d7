import Commands
import Foundation
import PlaybookData
import Testing
import Triage

/// The checks one makes after turning a feature on: each passes, fails, and says when nothing shows it.
@Suite struct VerifyCheckTests {
  private let node = Kit(1)

  private func check(_ key: String, _ files: [String: String]) throws -> VerifyCheck {
    let place = try Workplace()
    var pen = Pen(node)
    pen.start()
    pen.serve(5, "web-0")
    try place.write("before/ipamd.log", pen.text)
    for (name, text) in files { try place.write("after/" + name, text) }
    let comparison = Compare.run(
      before: place.path("before"), after: place.path("after"), handbook: PlaybookData.handbook
    ).comparison
    return try #require(comparison.checks.first { $0.key == key })
  }

  private func log(prefix: Bool = false, custom: Bool = false) -> String {
    var pen = Pen(node)
    pen.start(3_600, prefix: prefix, custom: custom)
    for index in 0..<3 { pen.serve(3_605 + index, "web-\(index)") }
    return pen.text
  }

  // MARK: prefixes

  private func interfaces(prefixes: [String]) -> String {
    Papers.interfaces([
      Papers.interface(node.eni(0), instance: node.instance, addresses: ["10.0.1.11"], prefixes: prefixes)
    ])
  }

  @Test(
    arguments: [
      (true, ["10.0.1.16/28"], VerifyCheck.Outcome.passed), (true, [], .failed), (true, nil, .notShown),
      (false, [], .notAsked),
    ] as [(Bool, [String]?, VerifyCheck.Outcome)])
  func `prefixes stand on the ENIs where prefix mode is on`(
    isOn: Bool, prefixes: [String]?, outcome: VerifyCheck.Outcome
  ) throws {
    var files = ["ipamd.log": log(prefix: isOn), "instances.json": Papers.instances([node])]
    if let prefixes { files["enis.json"] = interfaces(prefixes: prefixes) }
    let check = try check("prefixes-on-enis", files)
    #expect(check.outcome == outcome, "\(check.because)")
    #expect((check.command != nil) == (outcome == .notShown))
  }

  // MARK: pod addresses

  private func papers(address: String?) -> [String: String] {
    var pods: [[String: Any]] = [
      Papers.pod("aws-node-x", "kube-system", on: node, address: "10.0.1.11", host: true)
    ]
    if let address { pods.append(Papers.pod("web-0", on: node, address: address)) }
    return [
      "ipamd.log": log(custom: true),
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 200), Papers.subnet(Kit.subnetB, "100.64.0.0/19", available: 8_000),
      ]),
      "instances.json": Papers.instances([node]), "nodes.json": Papers.list([Papers.node(node)]),
      "eniconfigs.json": Papers.list([
        [
          "apiVersion": "crd.k8s.amazonaws.com/v1alpha1", "kind": "ENIConfig",
          "metadata": ["name": "us-east-1a"],
          "spec": ["subnet": Kit.subnetB, "securityGroups": ["sg-0123456789abcdef0"]] as [String: Any],
        ]
      ]),
      "pods.json": Papers.list(pods),
    ]
  }

  @Test(
    arguments: [
      ("100.64.3.7", VerifyCheck.Outcome.passed), ("10.0.1.77", .failed), (nil, .notShown),
    ] as [(String?, VerifyCheck.Outcome)])
  func `pods have addresses of the pod subnet where custom networking is on`(
    address: String?, outcome: VerifyCheck.Outcome
  ) throws {
    let check = try check("pod-addresses-secondary-cidr", papers(address: address))
    #expect(check.outcome == outcome, "\(check.because)")
    if outcome == .failed { #expect(check.because.contains("shop/web-0")) }
  }

  // MARK: branch interfaces

  private func branch(groups: [String], policy: [String]?, annotated: Bool = true) -> [String: String] {
    let eni = "eni-0b0b0b0b0b0b0b0b0"
    var interface = Papers.interface(
      eni, addresses: ["10.0.1.90"], description: "aws-k8s-branch-eni", type: "branch")
    interface["Groups"] = groups.map { ["GroupId": $0, "GroupName": "x"] }
    let note =
      annotated
      ? ["vpc.amazonaws.com/pod-eni": #"[{"eniId":"\#(eni)","privateIp":"10.0.1.90","vlanId":1}]"#] : [:]
    var pod = Papers.pod(
      "ledger-0", "payments", on: node, phase: annotated ? "Running" : "Pending", annotations: note)
    pod["spec"] = [
      "nodeName": node.name,
      "containers": [
        ["name": "app", "resources": ["limits": ["vpc.amazonaws.com/pod-eni": "1"]]] as [String: Any]
      ],
    ]
    var files = [
      "ipamd.log": log(), "enis.json": Papers.interfaces([interface]), "pods.json": Papers.list([pod]),
    ]
    if let policy {
      files["policies.json"] = Papers.list([
        [
          "apiVersion": "vpcresources.k8s.aws/v1beta1", "kind": "SecurityGroupPolicy",
          "metadata": ["name": "ledger", "namespace": "payments"],
          "spec": ["securityGroups": ["groupIds": policy]],
        ]
      ])
    }
    return files
  }

  @Test(
    arguments: [
      (["sg-0aaaaaaaaaaaaaaa1"], ["sg-0aaaaaaaaaaaaaaa1"], true, VerifyCheck.Outcome.passed),
      (["sg-0bbbbbbbbbbbbbbb2"], ["sg-0aaaaaaaaaaaaaaa1"], true, .failed),
      (["sg-0aaaaaaaaaaaaaaa1"], nil, true, .notShown),
      (["sg-0aaaaaaaaaaaaaaa1"], ["sg-0aaaaaaaaaaaaaaa1"], false, .failed),
    ] as [([String], [String]?, Bool, VerifyCheck.Outcome)])
  func `a branch ENI has the groups of a policy of its namespace`(
    groups: [String], policy: [String]?, annotated: Bool, outcome: VerifyCheck.Outcome
  ) throws {
    let check = try check("branch-enis", branch(groups: groups, policy: policy, annotated: annotated))
    #expect(check.outcome == outcome, "\(check.because)")
  }

  // MARK: errors

  @Test func `without a log nobody can say that nothing went wrong`() throws {
    let check = try check("no-new-errors", ["instances.json": Papers.instances([node])])
    #expect(check.outcome == .notShown)
    #expect(check.command != nil)
  }
}
