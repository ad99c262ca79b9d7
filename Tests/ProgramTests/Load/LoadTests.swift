import Commands
import Foundation
import Load
import PlaybookData
import Playbooks
import Testing
import Triage

/// What the benchmarks read is what it says it is, and the analysis finds in it what was planted.
@Suite struct LoadTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private func bytes(_ write: (Sink) throws -> Void) throws -> [UInt8] {
    var data: [UInt8] = []
    let sink = Sink { data += $0 }
    try write(sink)
    try sink.finish()
    #expect(sink.count == data.count)
    return data
  }

  private func log(
    _ failures: Double, seed: UInt64 = 7, wrap: Wrap = .plain, size: Int = 600_000
  ) throws -> (data: [UInt8], truth: Planted) {
    var truth = Planted()
    let plan = LogLoad.Plan(size: size, failures: failures, seed: seed, wrap: wrap)
    let data = try bytes { truth = try LogLoad.write(plan, to: $0) }
    return (data, truth)
  }

  // MARK: The same again

  @Test(arguments: Wrap.allCases)
  func `a log of the same seed has the same bytes, of another seed others`(wrap: Wrap) throws {
    let first = try log(0.1, wrap: wrap, size: 30_000)
    #expect(try log(0.1, wrap: wrap, size: 30_000) == first)
    #expect(try log(0.1, seed: 8, wrap: wrap, size: 30_000).data != first.data)
  }

  @Test func `so have documents, archives and logs of ids`() throws {
    func all(_ seed: UInt64) throws -> [[UInt8]] {
      try [
        bytes {
          let plan = InterfaceLoad.Plan(size: 40_000, subnets: 3, seed: seed, isSingleLine: false)
          _ = try InterfaceLoad.write(plan, to: $0)
        },
        bytes { try BundleLoad.write(size: 60_000, seed: seed, to: $0, gzip: { $0 }) },
        bytes { try MemberLoad.write(count: 20, seed: seed, to: $0) },
        bytes { try IDLoad.write(count: 40, seed: seed, to: $0) },
      ]
    }
    let first = try all(7)
    #expect(try all(7) == first)
    for (one, other) in zip(first, try all(8)) { #expect(one != other) }
  }

  // MARK: What was planted is found

  @Test(arguments: Wrap.allCases, [0.015, 0.5])
  func `the analysis counts the failures that were planted, through every wrapper`(
    wrap: Wrap, failures: Double
  ) throws {
    let (data, truth) = try log(failures, wrap: wrap)
    #expect(truth.shortages > 5 && truth.throttles > 0 && truth.refusals > 3)
    let report = try place.analyze(bytes: data, as: "ipamd.log").report
    let findings = [report.primary] + report.contributing
    func count(_ cause: String) -> Int? { findings.first { $0.id == CauseID(cause) }?.count }
    #expect(count("subnet-exhausted") == truth.shortages)
    #expect(count("api-throttled") == truth.throttles)
    #expect(report.nodes.map(\.refusals) == [truth.refusals])
  }

  @Test(arguments: [0, 0.015, 0.5])
  func `a log has the size, the failures and the pool statistics it was asked for`(failures: Double) throws {
    let (data, truth) = try log(failures)
    #expect(data.count == truth.payload)
    #expect((600_000..<603_000).contains(data.count))
    #expect(data.count { $0 == UInt8(ascii: "\n") } == truth.lines)
    // About 177 bytes a line; failures are longer.
    #expect((165...240).contains(data.count / truth.lines))
    #expect(abs(Double(truth.failureLines) / Double(truth.lines) - failures) < 0.01)
    #expect(abs(Double(truth.statisticsLines) / Double(truth.lines) - 0.25) < 0.01)
    for line in data.split(separator: UInt8(ascii: "\n")) {
      #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: String])
    }
  }

  @Test func `every request, pod and wording of a log of ids is one of its own`() throws {
    let data = try bytes { try IDLoad.write(count: 4000, seed: 7, to: $0) }
    let report = try place.analyze(bytes: data, as: "ipamd.log").report
    #expect(report.primary.id == CauseID("subnet-exhausted") && report.primary.count == 1000)
    let text = String(decoding: data, as: UTF8.self)
    for shape in [/request id: ([0-9a-f-]+)/, /ContainerID:\\"([0-9a-f]+)/, /"Unexpected ([^"]+)"/] {
      let found = text.matches(of: shape).map(\.output.1)
      #expect(found.count == 1000 && Set(found).count == 1000)
    }
  }

  // MARK: Documents and archives

  @Test(arguments: [false, true])
  func `an interfaces document is one JSON value, and no address is given twice`(isSingleLine: Bool) throws {
    var count = 0
    let plan = InterfaceLoad.Plan(size: 400_000, subnets: 5, seed: 7, isSingleLine: isSingleLine)
    let data = try bytes { count = try InterfaceLoad.write(plan, to: $0) }
    #expect((data.count { $0 == UInt8(ascii: "\n") } == 1) == isSingleLine)
    let top = try JSONSerialization.jsonObject(with: Data(data)) as? [String: [[String: Any]]]
    let records = try #require(top?["NetworkInterfaces"])
    #expect(records.count == count && count > 40)
    #expect(Set(records.compactMap { $0["SubnetId"] as? String }).count == 5)
    let addresses = records.flatMap { $0["PrivateIpAddresses"] as? [[String: Any]] ?? [] }
      .compactMap { $0["PrivateIpAddress"] as? String }
    #expect(addresses.count == count * 27 && Set(addresses).count == addresses.count)
  }

  @Test func `a bundle and a tar of members are read whole`() throws {
    let bundle = try bytes { try BundleLoad.write(size: 400_000, seed: 7, to: $0, gzip: { $0 }) }
    let report = try place.analyze(bytes: bundle, as: "eks_i-0a6829a0abbf54a54.tar").report
    #expect(report.inputs.count == 11)
    #expect(report.primary.count ?? 0 > 0)
    let members = try bytes { try MemberLoad.write(count: 50, seed: 7, to: $0) }
    #expect(try place.analyze(bytes: members, as: "members.tar").report.inputs.count == 50)
  }

  // MARK: Fleets

  @Test(arguments: FleetLoad.Planted.allCases)
  func `what is planted in a fleet is found, and nothing where chance decided`(planted: FleetLoad.Planted)
    throws
  {
    let load = FleetLoad(FleetLoad.Plan(count: 40, planted: planted, seed: 11))
    #expect(Set(load.nodes.map(\.bundleName)).count == 40 && load.affected > 1)
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for node in load.nodes {
      let rotated = try BundleLoad.rotatedLog(size: 40_000, node: node)
      let tar = try bytes { try BundleLoad.write(size: 40_000, node: node, rotated: rotated, to: $0) }
      let evidence = try place.analyze(bytes: tar, as: node.bundleName + ".tar").evidence
      for line in try CaseLines.split(evidence, handbook: PlaybookData.handbook) {
        folding.fold(Array(try line.text().utf8), from: node.bundleName)
      }
    }
    var evidence = folding.evidence
    evidence.settle()
    let fleet = Fleet(evidence, handbook: PlaybookData.handbook)
    #expect(fleet.nodes.count == 40)
    let group = try #require(fleet.groups.first)
    #expect(fleet.groups.count == 1 && group.cause.raw == load.cause)
    #expect(group.nodes.count == load.affected)
    let traits = Set(group.factors.first?.traits.map { [$0.kind.rawValue, $0.value] } ?? [])
    if let trait = load.trait {
      #expect(traits.contains([trait.kind, trait.value]), "\(traits)")
    } else {
      #expect(traits.isEmpty)
    }
  }

  @Test func `a fleet of the same seed has the same bundles, of another seed others`() throws {
    func all(_ seed: UInt64) throws -> [[UInt8]] {
      try FleetLoad(FleetLoad.Plan(count: 3, seed: seed)).nodes.map { node in
        try bytes { try BundleLoad.write(size: 20_000, node: node, rotated: [], to: $0) }
      }
    }
    let first = try all(7)
    #expect(try all(7) == first && Set(first).count == 3)
    for (one, other) in zip(first, try all(8)) { #expect(one != other) }
  }
}
