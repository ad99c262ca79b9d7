import Playbooks
import TestSupport
import Testing
import VPCModel

@testable import Triage

/// Fleets with one planted factor, and fleets with none.
@Suite struct FleetGroupTests {
  static let cause = CauseID("iam-denied")

  /// Two hundred nodes with traits by chance; `isAffected` decides by them.
  private func nodes(
    _ random: inout SeededRandom, of count: Int = 200,
    isAffected: (Set<NodeTrait>, inout SeededRandom) -> Bool
  ) -> [FleetNode] {
    (0..<count).map { number in
      let traits: Set<NodeTrait> = [
        NodeTrait(.zone, "us-east-1" + random.pick(["a", "b", "c"])),
        NodeTrait(.instanceType, random.pick(["m5.large", "m5.xlarge", "c5.2xlarge", "r6i.large"])),
        NodeTrait(.image, "ami-" + random.pick(["1", "2", "3"])),
        NodeTrait(.cniVersion, random.pick(["1.18.3", "1.19.0", "1.20.1"])),
        NodeTrait(.nodeGroup, random.pick(["web", "batch", "gpu", "system", "ingress"])),
        NodeTrait(.role, random.pick(["workers", "workers-old"])),
        NodeTrait(.subnet, "subnet-" + random.pick(["1", "2", "3", "4", "5", "6"])),
        NodeTrait(.setting, "WARM_IP_TARGET=" + random.pick(["0", "2", "5"])),
      ]
      let affected = isAffected(traits, &random)
      return FleetNode(
        id: "i-\(number)", cause: affected ? Self.cause : nil,
        first: affected ? Instant(nanoseconds: Int64(random.below(100_000)) * 1_000_000_000) : nil,
        failures: affected ? 3 : 0, traits: traits)
    }
  }

  @Test(arguments: 0..<20) func `the planted factor comes first`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let planted = random.pick([
      NodeTrait(.zone, "us-east-1a"), NodeTrait(.image, "ami-2"), NodeTrait(.cniVersion, "1.19.0"),
      NodeTrait(.role, "workers-old"), NodeTrait(.subnet, "subnet-4"),
      NodeTrait(.setting, "WARM_IP_TARGET=5"),
      NodeTrait(.nodeGroup, "gpu"), NodeTrait(.instanceType, "c5.2xlarge"),
    ])
    // Not every node that has it fails, and a few others do.
    let nodes = nodes(&random) { traits, random in
      traits.contains(planted) ? random.below(10) < 8 : random.below(100) < 3
    }
    let group = FleetGroup(Self.cause, title: "", among: nodes)
    let factor = try #require(group.factors.first)
    #expect(factor.traits == [planted], "\(factor)")
    #expect(group.silence == nil)
  }

  @Test(arguments: 0..<20) func `none is claimed when none was planted`(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 1_000)
    let share = 5 + random.below(60)
    let group = FleetGroup(
      Self.cause, title: "", among: nodes(&random) { _, random in random.below(100) < share })
    #expect(group.factors.isEmpty, "\(group.factors)")
    #expect(group.silence == .nothingTelling)
  }

  @Test func `traits of the very same nodes are told as one factor`() throws {
    let nodes = (0..<40).map { number in
      let isFirst = number < 12
      return FleetNode(
        id: "i-\(number)", cause: isFirst ? Self.cause : nil,
        traits: isFirst
          ? [NodeTrait(.zone, "a"), NodeTrait(.subnet, "subnet-1")]
          : [NodeTrait(.zone, "b"), NodeTrait(.subnet, "subnet-2")])
    }
    let factor = try #require(FleetGroup(Self.cause, title: "", among: nodes).factors.first)
    #expect(factor.traits == [NodeTrait(.zone, "a"), NodeTrait(.subnet, "subnet-1")])
    #expect(
      (factor.affectedWith, factor.affectedKnown, factor.othersWith, factor.othersKnown) == (12, 12, 0, 28))
  }

  @Test func `what is not known of a node counts for neither side`() throws {
    let nodes = (0..<60).map { number in
      FleetNode(
        id: "i-\(number)", cause: number < 20 ? Self.cause : nil,
        traits: number % 2 == 0 ? [] : [NodeTrait(.image, number < 20 ? "ami-1" : "ami-2")])
    }
    let group = FleetGroup(Self.cause, title: "", among: nodes)
    let factor = try #require(group.factors.first)
    #expect(
      (factor.affectedWith, factor.affectedKnown, factor.othersWith, factor.othersKnown) == (10, 10, 0, 20))
  }

  @Test func `one node and every node have nobody to be compared with`() {
    let trait: Set<NodeTrait> = [NodeTrait(.zone, "a")]
    let one = [
      FleetNode(id: "i-1", cause: Self.cause, traits: trait), FleetNode(id: "i-2", cause: nil, traits: trait),
    ]
    #expect(FleetGroup(Self.cause, title: "", among: one).silence == .oneNode)
    let every = (0..<9).map { FleetNode(id: "i-\($0)", cause: Self.cause, traits: trait) }
    #expect(FleetGroup(Self.cause, title: "", among: every).silence == .everyNode)
  }

  @Test func `the order of the nodes leaves no trace`() {
    var random = SeededRandom(seed: 5)
    let nodes = nodes(&random) { traits, random in
      traits.contains(NodeTrait(.zone, "us-east-1b")) && random.below(4) > 0
    }
    let group = FleetGroup(Self.cause, title: "", among: nodes)
    #expect(FleetGroup(Self.cause, title: "", among: nodes.reversed()) == group)
    #expect(group.nodes.count == nodes.count { $0.cause != nil })
    let times = nodes.filter { $0.cause != nil }.compactMap(\.first)
    #expect(group.first == times.min())
  }
}
