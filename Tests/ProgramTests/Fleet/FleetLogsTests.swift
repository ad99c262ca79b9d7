import Collectors
import Commands
import Evidence
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// A fleet of logs with what the nodes are from describe-instances: the planted factor is found through the whole
/// program.
@Suite struct FleetLogsTests {
  private struct Node {
    let id: String
    let zone: String
    let type: String
    let image: String
    let group: String
    let isAffected: Bool
  }

  private let images = ["ami-0aaaaaaaaaaaaaaa1", "ami-0aaaaaaaaaaaaaaa2", "ami-0aaaaaaaaaaaaaaa3"]

  private func fleet(_ random: inout SeededRandom, of count: Int, planted: Bool) -> [Node] {
    (0..<count).map { number in
      let image = random.pick(images)
      return Node(
        id: "i-0" + String(String(number + 0x1000_0000, radix: 16).suffix(8)) + "00000000",
        zone: "us-east-1" + random.pick(["a", "b", "c"]), type: random.pick(["m5.large", "c5.xlarge"]),
        image: image, group: random.pick(["web", "batch", "system"]),
        isAffected: planted ? image == images[1] && random.below(10) > 0 : random.below(10) == 0)
    }
  }

  private func instances(_ nodes: [Node]) -> String {
    let records = nodes.map { node in
      """
      {"InstanceId":"\(node.id)","InstanceType":"\(node.type)","ImageId":"\(node.image)",\
      "Placement":{"AvailabilityZone":"\(node.zone)"},"State":{"Name":"running"},\
      "Tags":[{"Key":"eks:nodegroup-name","Value":"\(node.group)"}]}
      """
    }
    return "{\"Reservations\":[{\"Instances\":[" + records.joined(separator: ",") + "]}]}"
  }

  private func log(_ node: Node, _ random: inout SeededRandom) -> String {
    var lines: [String] = []
    for minute in 0..<6 {
      let stamp = "2026-03-09T02:0\(minute):1\(random.below(10)).421Z"
      lines.append(
        "{\"level\":\"debug\",\"ts\":\"\(stamp)\",\"caller\":\"ipamd/ipamd.go:660\",\"msg\":\"IP stats - total IPs: 9, assigned IPs: 4, cooldown IPs: 0\"}"
      )
      guard node.isAffected else { continue }
      lines.append(
        "{\"level\":\"error\",\"ts\":\"\(stamp)\",\"caller\":\"awsutils/awsutils.go:933\",\"msg\":\"Failed to CreateNetworkInterface operation error EC2: CreateNetworkInterface, https response error StatusCode: 403, RequestID: 0000000\(minute)-0000-4000-8000-000000000000, api error UnauthorizedOperation: You are not authorized to perform this operation.\"}"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func read(_ text: String, as name: String, into collector: Collector) {
    let bytes = Array(text.utf8)
    var position = 0
    collector.read(name: name) { buffer in
      if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 1 << 16) }
      let count = min(buffer.count, bytes.count - position)
      buffer.replaceSubrange(0..<count, with: bytes[position..<position + count])
      position += count
      return count
    }
  }

  private func evidence(_ nodes: [Node], _ random: inout SeededRandom) -> Case {
    let collector = Collector(Reading.catalog)
    read(instances(nodes), as: "fleet/instances.json", into: collector)
    for node in nodes { read(log(node, &random), as: "fleet/\(node.id)/ipamd.log", into: collector) }
    var evidence = collector.evidence
    evidence.settle()
    return evidence
  }

  @Test(arguments: 0..<4) func `the AMI of the affected nodes is named`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let nodes = fleet(&random, of: 60, planted: true)
    let fleet = Fleet(evidence(nodes, &random), handbook: PlaybookData.handbook)
    #expect(fleet.nodes.count == nodes.count)
    let group = try #require(fleet.groups.first)
    #expect(group.cause.raw == "iam-denied")
    #expect(Set(group.nodes) == Set(nodes.filter(\.isAffected).map(\.id)))
    #expect(group.factors.first?.traits == [NodeTrait(.image, images[1])], "\(group.factors)")
    let text = FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: "text")
    #expect(text.contains("AMI \(images[1])"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: 0..<4) func `nothing is named when chance decided`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 50)
    let nodes = fleet(&random, of: 60, planted: false)
    let fleet = Fleet(evidence(nodes, &random), handbook: PlaybookData.handbook)
    let group = try #require(fleet.groups.first)
    #expect(group.factors.isEmpty && group.silence == .nothingTelling, "\(group.factors)")
  }
}
