import Evidence
import Testing
import VPCModel

/// A bundle of a hundred thousand logs is kept as far as its logs say something, merged beyond a bound, and counted.
@Suite struct NodeBoundTests {
  private static func time(_ second: Int) -> Instant {
    Instant(nanoseconds: 1_767_225_600_000_000_000 + Int64(second) * 1_000_000_000)
  }

  private static func name(_ number: Int) -> String { "bundle.tar!\(number)/0.log" }

  /// Every log has times and an ENI; those that `refuses` says have a refusal and a pool of their own, too.
  private static func evidence(_ numbers: some Sequence<Int>, refuses: (Int) -> Bool) -> Case {
    var evidence = Case()
    for (index, number) in numbers.enumerated() {
      let name = name(number)
      let group = "file:\(name)"
      var record = InputRecord(name: name)
      record.kind = .ipamdLog
      record.recognised = 2
      record.lines = 2
      record.bytes = number + 1
      record.contentHash = UInt64(number)
      record.group = group
      evidence.inputs[name] = record
      var log = NodeLog()
      log.kinds = [.ipamdLog]
      log.see(time(number))
      log.enis = [ENIID("eni-\(number)")]
      if refuses(number) {
        let place = Place(input: name, line: 2, byte: 9)
        let sample = Sample(time: time(number), place: place, text: "refused \(number)", level: "error")
        log.moments["refused", default: Moments()].add(
          time(number), identity: UInt64(number) &* 0x9E37_79B9_97F4_A7C1)
        log.samples["refused", default: Sighting()].add(sample, identity: 1, captures: [:], pod: nil)
        log.count(PoolCount(total: 14, assigned: 14), time: time(number), place: place)
        let key = SightingKey(
          pattern: "subnet-full", node: group, subnet: SubnetID("subnet-1"), eni: ENIID("eni-\(number)"))
        evidence.sightings[key, default: Sighting()].add(
          sample, identity: UInt64(number) &* 0x9E37_79B9_97F4_A7C1, captures: [:], pod: "shop/web-\(number)")
      }
      evidence.nodeLogs[group] = log
      if index % 900 == 899 { evidence.thinInputs() }
    }
    return evidence
  }

  @Test func `quiet logs are counted, with their nodes; those that refuse stay`() {
    var evidence = Self.evidence(0..<4_000) { $0 % 400 == 7 }
    evidence.settle()
    let kept = Case.keptIdleInputs + 10
    #expect(evidence.inputs.count == kept)
    #expect(evidence.nodeLogs.count == kept)
    #expect(evidence.moreInputs == [.ipamdLog: InputCount(inputs: 4_000 - kept, lines: 2 * (4_000 - kept))])
    #expect(evidence.mergedNodes.value == 0)
    #expect(evidence.nodeLogs["file:\(Self.name(3_607))"]?.pool?.value.total == 14)
  }

  @Test func `a log that names its node stays however little it says`() {
    var evidence = Self.evidence(0..<4_000) { _ in false }
    var named = NodeLog()
    named.aliases = ["i-0123456789abcdef0"]
    var record = InputRecord(name: "bundle.tar!zz.log")
    record.kind = .ipamdLog
    record.recognised = 2
    record.group = "file:bundle.tar!zz.log"
    evidence.inputs[record.name] = record
    evidence.nodeLogs["file:bundle.tar!zz.log"] = named
    evidence.settle()
    #expect(evidence.inputs[record.name] != nil)
    #expect(evidence.nodeLogs["file:bundle.tar!zz.log"] == named)
  }

  @Test func `a fleet of nodes that refuse is kept whole`() {
    var evidence = Self.evidence(0..<Case.keptUnnamedGroups) { _ in true }
    let before = evidence
    evidence.settle()
    #expect(evidence.nodeLogs == before.nodeLogs)
    #expect(evidence.sightings == before.sightings)
    #expect(evidence.mergedNodes.value == 0)
  }

  @Test func `beyond the bound nodes are merged: what failed still counts, what is of one node is dropped`() {
    let count = Case.keptUnnamedGroups + 1_500
    var evidence = Self.evidence(0..<count) { _ in true }
    evidence.settle()
    #expect(evidence.nodeLogs.count == Case.keptUnnamedGroups + 1)
    #expect(evidence.mergedNodes.value == 1_500)
    let merged = evidence.nodeLogs[Case.mergedNode]
    #expect(merged?.count("refused") == 1_500)
    #expect(merged?.pool == nil)
    #expect(merged?.enis.isEmpty == true)
    let key = SightingKey(
      pattern: "subnet-full", node: Case.mergedNode, subnet: SubnetID("subnet-1"), eni: nil)
    #expect(evidence.sightings[key]?.moments.count == 1_500)
    #expect(evidence.inputs.count + evidence.mergedInputs.inputs == count)
    #expect(evidence.mergedInputs.inputs > 0)
    // What a quote stands in is still listed.
    for sample in evidence.sightings[key]?.samples ?? [] {
      #expect(evidence.inputs[sample.place.input]?.group == Case.mergedNode)
    }
  }

  @Test func `the order of logs and of merges leaves no trace`() {
    let count = 8_000
    let refuses = { (number: Int) in number % 5 != 3 }
    let numbers = Array(0..<count)
    let shuffled = numbers.map { ($0 &* 7_919 &+ 13) % count }
    #expect(Set(shuffled).count == count)
    var one = Self.evidence(numbers, refuses: refuses)
    one.settle()
    #expect(one.mergedNodes.value == 6_400 - Case.keptUnnamedGroups)
    #expect(one.moreInputs[.ipamdLog]?.inputs == 1_600 - Case.keptIdleInputs)
    var other = Self.evidence(shuffled, refuses: refuses)
    other.settle()
    #expect(one == other)
    for order in [[0, 1, 2], [2, 0, 1]] {
      var merged = Case()
      for part in order {
        merged.merge(Self.evidence(shuffled.filter { $0 % 3 == part }, refuses: refuses))
      }
      merged.settle()
      #expect(merged == one)
    }
  }
}
