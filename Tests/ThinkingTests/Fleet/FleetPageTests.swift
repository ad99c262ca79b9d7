import Playbooks
import Reports
import Testing
import VPCModel

@testable import Triage

/// The page of a fleet of thousands.
@Suite struct FleetPageTests {
  private func fleet(_ count: Int) -> Fleet {
    let cause = CauseID("subnet-exhausted")
    let nodes = (0..<count).map { number in
      let isBad = number % 2 == 0
      var node = FleetNode(
        id: "i-0\(String(0x1000_0000 + number, radix: 16))00000000", cause: isBad ? cause : nil,
        first: isBad ? Instant(nanoseconds: Int64(number) * 1_000_000_000) : nil, failures: isBad ? 9 : 0,
        traits: [
          NodeTrait(.zone, "us-east-1a"), NodeTrait(.subnet, "subnet-0aaaaaaaaaaaaaaa1"),
          NodeTrait(.instanceType, "m5.24xlarge"),
        ])
      if isBad {
        node.failureSpans = (0..<40).map {
          FailureSpan(minute: Int64(number % 7 + $0 * 3), minutes: 1, failures: 1 + $0)
        }
      }
      return node
    }
    let groups = [FleetGroup(cause, title: "The subnet has too few free addresses", among: nodes)]
    return Fleet(
      report: SampleReport.fleet(count), nodes: nodes, groups: groups, steps: [], subnets: [],
      failures: FailureMap(nodes, groups: groups))
  }

  @Test func `five thousand nodes weigh less than five megabytes, and rows that several share say so`() {
    let html = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet(5_000), as: "html")
    #expect(html.utf8.count < 5_000_000, "\(html.utf8.count)")
    #expect(html.contains("Each row is up to 42 nodes"))
    #expect(html.contains("4,960 further nodes"))
    #expect(!html.contains("<script") && html.contains("Content-Security-Policy"))
    #expect(html.contains("i-01000138700000000"), "the last node is in the table")
  }

  @Test func `more nodes than the table holds are said to be missing`() {
    let html = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet(12_000), as: "html")
    #expect(html.utf8.count < 5_000_000, "\(html.utf8.count)")
    #expect(html.contains("and 7,000 more; the JSON report has them all"))
  }

  @Test func `every id of the page stands once, and every link leads to one`() {
    let html = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet(30), as: "html")
    func values(_ name: String) -> [Substring] {
      html.split(separator: " \(name)=\"").dropFirst().compactMap { $0.split(separator: "\"").first }
    }
    let ids = values("id")
    #expect(Set(ids).count == ids.count)
    for link in values("href") { #expect(ids.contains(link.dropFirst()), "\(link)") }
  }
}
