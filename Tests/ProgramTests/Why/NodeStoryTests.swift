import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// A node's story, from the samples.
@Suite struct NodeStoryTests {
  private func told(_ node: String, _ sample: String) -> Why.Told {
    Why.node(node, paths: [PodStoryTests.input(sample).path], handbook: PlaybookData.handbook)
  }

  @Test(
    arguments: [
      ("subnet-exhausted/enterprise-before", "i-085a9df758b61a3ec", StoryState.waiting, "errors"),
      ("subnet-exhausted/enterprise-before", "ip-10-20-10-87.ec2.internal", .waiting, "errors"),
      ("subnet-exhausted/relieved-later-v1.18", "i-004add5c64b5c7d14", .recovered, "errors"),
      ("ip-cooldown/job-churn-v1.21", "i-09945906efb14dc7e", .recovered, "refusals"),
      ("ipamd-unreachable/unix-socket-v1.23", "ip-10-40-21-235.ec2.internal", .waiting, "errors"),
      ("healthy/branch-annotation-arrives-late-v1.19", "i-0ad43a201fc88e7d8", .served, nil),
    ] as [(String, String, StoryState, String?)]) func `a sample's node stands as the sample says`(
      sample: String, node: String, state: StoryState, broken: String?
    ) throws
  {
    let story = try #require(told(node, sample).story)
    #expect(story.state == state)
    #expect(story.broken == broken, "\(story.because)")
    #expect(story.hops.map(\.number) == Array(1...8))
  }

  @Test func `settings and pauses are told with their places`() throws {
    let story = try #require(told("i-085a9df758b61a3ec", "subnet-exhausted/enterprise-before").story)
    let settings = try #require(story.hops.first { $0.key == "settings" })
    #expect(settings.because.contains("t3.small") && settings.because.contains("WARM_ENI_TARGET 1"))
    let holds = try #require(story.hops.first { $0.key == "holds" })
    #expect(holds.outcome == .follows && holds.count == 28)
    #expect(holds.lines.allSatisfy { $0.text.contains("2m0s") && $0.place.line > 0 })
  }

  @Test func `a node nobody names is not found, and near names are`() {
    let told = told("i-085a9df758b61a3ed", "subnet-exhausted/enterprise-before")
    #expect(told.story == nil)
    #expect(told.near.first == "i-085a9df758b61a3ec")
  }
}
