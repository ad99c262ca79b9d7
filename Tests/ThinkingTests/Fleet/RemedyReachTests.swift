import PlaybookData
import Playbooks
import Testing

@testable import Triage

/// What a remedy restarts or replaces is read from the playbooks: every one of them is read right.
@Suite struct RemedyReachTests {
  private func reach(_ remedy: Remedy) -> RemedyReach {
    RemedyReach(
      commands: remedy.commands.map(\.template), risk: remedy.risk, effect: remedy.effect,
      title: remedy.title,
      frees: remedy.frees)
  }

  private var remedies: [(cause: CauseID, remedy: Remedy)] {
    PlaybookData.handbook.playbooks.flatMap { playbook in playbook.remedies.map { (playbook.id, $0) } }
  }

  @Test func `who changes the environment of aws-node restarts it on every node`() {
    var count = 0
    for (cause, remedy) in remedies {
      let commands = remedy.commands.map(\.template).joined(separator: "\n")
      guard commands.contains("set env d") || commands.contains("update-addon") else { continue }
      count += 1
      let found = reach(remedy)
      #expect(
        found == .agentEverywhere("aws-node") || found == .newNodesOnly(restarting: "aws-node"),
        "\(cause): \(remedy.title)")
    }
    #expect(count > 15)
  }

  @Test func `a risk that says aws-node restarts is believed`() {
    for (cause, remedy) in remedies where remedy.risk.contains("estarts aws-node everywhere") {
      let found = reach(remedy)
      #expect(
        found == .agentEverywhere("aws-node") || found == .newNodesOnly(restarting: "aws-node"),
        "\(cause): \(remedy.title)")
    }
  }

  @Test func `who drains or terminates replaces nodes`() {
    var count = 0
    for (cause, remedy) in remedies {
      let commands = remedy.commands.map(\.template).joined(separator: "\n")
      guard commands.contains("kubectl drain") || commands.contains("terminate-instances") else { continue }
      count += 1
      #expect(reach(remedy) == .nodes, "\(cause): \(remedy.title)")
    }
    #expect(count > 5)
  }

  @Test func `who only looks or asks AWS restarts nothing`() throws {
    func found(_ cause: String, _ title: String) throws -> RemedyReach {
      reach(try #require(remedies.first { $0.cause.raw == cause && $0.remedy.title == title }).remedy)
    }
    #expect(try found("eni-quota", "Ask for a higher quota") == .nothing)
    #expect(try found("eni-leak", "Delete the leaked interfaces") == .nothing)
    #expect(try found("datastore-drift", "Restart aws-node on the node") == .agentOfNodes)
    #expect(
      try found("kube-api-unreachable", "Bring kube-proxy back on the node") == .agentEverywhere("kube-proxy")
    )
    #expect(try found("datastore-drift", "Update the CNI") == .agentEverywhere("aws-node"))
  }

  @Test func `a change is the same under both names of a DaemonSet, and looking is none`() {
    #expect(
      RemedyReach.change(by: ["kubectl -n kube-system set env daemonset/aws-node A=1", "kubectl get pods"])
        == RemedyReach.change(by: ["kubectl -n kube-system set env ds/aws-node A=1"]))
    #expect(RemedyReach.change(by: ["aws ec2 describe-subnets", "kubectl get pods", "df -h /"]).isEmpty)
  }
}
