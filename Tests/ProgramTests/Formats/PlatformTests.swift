import Commands
import Foundation
import Testing

/// Platforms whose pods get addresses in another way are recognised and said.
@Suite struct PlatformTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private func node(_ name: String, _ labels: [String: String]) -> [String: Any] {
    [
      "apiVersion": "v1", "kind": "Node", "metadata": ["name": name, "labels": labels],
      "status": ["capacity": ["pods": "29"]],
    ]
  }

  @Test(arguments: [true, false])
  func `labels of nodes`(isYAML: Bool) throws {
    let items = [
      node("i-0a6829a0abbf54a54", ["eks.amazonaws.com/compute-type": "auto"]),
      node("fargate-ip-10-0-1-24.ec2.internal", ["eks.amazonaws.com/compute-type": "fargate"]),
      node("ip-10-0-1-25.ec2.internal", ["kubernetes.io/os": "windows"]),
    ]
    let list = JSONText(["apiVersion": "v1", "kind": "List", "items": items])
    let outcome = try place.analyze(
      text: isYAML ? list.yaml : list.pretty, as: isYAML ? "nodes.yaml" : "nodes.json")
    for word in ["EKS Auto Mode", "Fargate", "Windows"] {
      #expect(outcome.report.notes.contains { $0.contains(word) }, "\(word) of \(outcome.report.notes)")
    }
  }

  @Test func `tables of kubectl`() throws {
    let outcome = try place.analyze(
      text: """
        NAME                                STATUS   ROLES    AGE   VERSION               INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                         KERNEL-VERSION   CONTAINER-RUNTIME
        fargate-ip-10-0-1-24.ec2.internal   Ready    <none>   12d   v1.31.4-eks-2d5f260   10.0.1.24     <none>        Amazon Linux 2                   5.10.234         containerd://1.7.25
        ip-10-0-1-25.ec2.internal           Ready    <none>   12d   v1.31.4-eks-2d5f260   10.0.1.25     <none>        Windows Server 2022 Datacenter   10.0.20348       containerd://1.7.25

        """, as: "nodes.txt")
    #expect(outcome.report.notes.contains { $0.contains("Windows") })
    #expect(outcome.report.notes.contains { $0.contains("Fargate") })
  }

  @Test(arguments: [LineWrapper.journalShort, .journalPrecise, .journalJSON])
  func `ipamd as a unit of systemd`(wrapper: LineWrapper) throws {
    let sample = try SampleInputs("iam-denied/discovery-blind-to-free-subnet-v1.20")
    let lines = TimedLine.lines(of: sample.files["ipamd.log"] ?? [])
    let text = wrapper.lines(lines, NodeNames(1, of: "")).map { $0.text + "\n" }.joined()
    let outcome = try place.analyze(text: text, as: "journal.log")
    #expect(outcome.report.primary.id.raw == "iam-denied")
    #expect(outcome.report.notes.contains { $0.contains("EKS Auto Mode") })
  }

  @Test func `a log of aws-node is no Auto Mode`() throws {
    let sample = try SampleInputs("iam-denied/discovery-blind-to-free-subnet-v1.20")
    try sample.write(to: place)
    #expect(!place.analyze().report.notes.contains { $0.contains("EKS Auto Mode") })
  }
}
