import Evidence
import Testing
import VPCModel

/// Logs are written by whoever names a pod: what is kept of a storm is bounded, and does not depend on its order.
@Suite struct BoundsTests {
  private static let storm = 100_000

  @Test func `moments keep the first and the last`() {
    var moments = Moments()
    for index in 0..<Self.storm {
      let time = Int64((index &* 7_919) % Self.storm)
      moments.add(Instant(nanoseconds: time), identity: UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
    }
    #expect(moments.times.count == 2 * Moments.kept)
    #expect(moments.first?.nanoseconds == 0)
    #expect(moments.last?.nanoseconds == Int64(Self.storm) - 1)
    #expect(moments.times.prefix(Moments.kept).map(\.nanoseconds) == (0..<Int64(Moments.kept)).map { $0 })
  }

  @Test func `a sighting keeps a few samples, values and pods`() {
    var sighting = Sighting()
    for index in 0..<Self.storm {
      let number = (index &* 7_919) % Self.storm
      let sample = Sample(
        time: Instant(nanoseconds: Int64(number)), place: Place(input: "i", line: index, byte: index),
        text: "t", level: nil)
      sighting.add(
        sample, identity: UInt64(number), captures: ["eni": "eni-\(number)"], pod: "shop/web-\(number)")
    }
    #expect(sighting.samples.count == 2 * Sighting.keptSamples)
    #expect(
      sighting.samples.map { $0.time?.nanoseconds ?? 0 } == [0, 1, 2, 3, 99_996, 99_997, 99_998, 99_999])
    #expect(sighting.captures["eni"]?.count == 16)
    #expect(sighting.pods.count == 64)
  }

  @Test func `a node's log keeps bounded minutes and pods, the same ones in any order`() {
    let numbers = (0..<Self.storm).map { ($0 &* 7_919) % Self.storm }
    func log(_ numbers: [Int]) -> NodeLog {
      var log = NodeLog()
      for number in numbers {
        let time = Instant(nanoseconds: Int64(number) * 60_000_000_000)
        log.count(
          PoolCount(total: number, assigned: 0), time: time, place: Place(input: "i", line: number, byte: 0))
        log.refuse(pod: "shop/web-\(number)", at: time)
        log.serve(pod: PodHash("shop/web-\(number)"), at: time)
      }
      var settled = NodeLog()
      settled.merge(log)
      return settled
    }
    let one = log(numbers)
    #expect(one.minutes.count == NodeLog.keptMinutes)
    #expect(one.podsRefused.count == NodeLog.keptPods)
    #expect(one.podsServed.count == NodeLog.keptPods)
    #expect(
      one.minutes[Int64(Self.storm) - 1]?.total == Self.storm - 1,
      "the newest minutes are the ones asked about")
    let other = log(numbers.reversed())
    #expect(one.minutes == other.minutes)
    #expect(one.podsRefused == other.podsRefused)
    #expect(one.podsServed == other.podsServed)
  }

  @Test func `a pod that is refused is kept with its address or without, never the other's half`() {
    var log = NodeLog()
    // Every pod was served after it was refused: none may look as if it waited still.
    for number in 0..<20_000 {
      let pod = "shop/web-\((number &* 7_919) % 20_000)"
      log.refuse(pod: pod, at: Instant(nanoseconds: 1))
      log.serve(pod: PodHash(pod), at: Instant(nanoseconds: 2))
    }
    for pod in log.podsRefused.keys.sorted().prefix(NodeLog.keptPods) {
      #expect(log.podsServed[PodHash(pod)] != nil, "\(pod)")
    }
    #expect(log.podsRefused.count <= 2 * NodeLog.keptPods)
  }

  @Test func `unclassified templates are bounded, the same ones in any order`() {
    let numbers = (0..<Self.storm).map { ($0 &* 7_919) % Self.storm }
    func kept(_ numbers: [Int]) -> [String] {
      var evidence = Case()
      for number in numbers {
        let sample = Sample(time: nil, place: Place(input: "i", line: number, byte: 0), text: "t", level: nil)
        evidence.note(template: "template \(number)", sample, level: "error", identity: UInt64(number))
      }
      #expect(evidence.unclassified.count <= 2 * Case.keptTemplates)
      evidence.merge(Case())
      return evidence.unclassified.keys.sorted()
    }
    let one = kept(numbers)
    #expect(one.count == Case.keptTemplates)
    #expect(one == kept(numbers.reversed()))
  }
}
