import Collectors
import Commands
import Evidence
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage
import VPCModel

/// Fleets of which some clocks are off: told from what the documents share with the logs, and corrected.
@Suite struct FleetClockTests {
  enum Source: String, CaseIterable { case events, pods, interfaces, requests }

  /// Six nodes refused one minute after the other, node 1 first. Node 5's clock is five minutes behind, so by itself it
  /// failed first; node 2's is a quarter of an hour ahead.
  private static let offsets = [2: 900, 5: -300]

  private func kit(_ number: Int) -> Kit { Kit(number, type: "m5.4xlarge") }

  private func inputs(_ sources: [Source], offsets: [Int: Int] = FleetClockTests.offsets) -> [(
    String, String
  )] {
    var inputs: [(String, String)] = []
    for number in 1...6 {
      let ahead = offsets[number] ?? 0
      var pen = Pen(kit(number))
      pen.start(1_000 + ahead, type: "m5.4xlarge", maxPods: 234)
      for second in stride(from: 300, through: 500, by: 40) {
        pen.shortage(1_000 + ahead + second + 60 * number)
      }
      pen.refuse(1_301 + ahead + 60 * number, "web-\(number)", times: 3)
      pen.stats(1_900 + ahead, 9, 9)
      inputs.append(("fleet/\(kit(number).instance)/ipamd.log", pen.text))
    }
    for source in sources {
      inputs.append(("cluster/\(source.rawValue).json", document(source, offsets)))
    }
    return inputs
  }

  private func document(_ source: Source, _ offsets: [Int: Int]) -> String {
    let moments = (1...6).flatMap { number in (0..<6).map { (kit(number), 1_300 + 60 * number + 40 * $0) } }
    func stamp(_ second: Int) -> String { Pen.stamp(second).replacing(".105", with: "") }
    func own(_ kit: Kit, _ second: Int) -> String { stamp(second + (offsets[kit.number] ?? 0)) }
    let nodes = (1...6).map { Papers.node(kit($0), maxPods: 234) }
    switch source {
    case .events:
      return Papers.list(
        nodes
          + moments.enumerated().map { index, moment in
            let (kit, second) = moment
            return [
              "apiVersion": "v1", "kind": "Event", "type": "Normal", "reason": "Pulled",
              "message": "Container image already present on machine", "count": 1,
              "involvedObject": ["kind": "Pod", "namespace": "shop", "name": "api-\(index)"],
              "source": ["component": "kubelet", "host": kit.name],
              "firstTimestamp": own(kit, second), "lastTimestamp": own(kit, second),
              "metadata": ["name": "api-\(index).1", "creationTimestamp": stamp(second + 1)],
            ] as [String: Any]
          })
    case .pods:
      return Papers.list(
        nodes
          + moments.enumerated().map { index, moment in
            let (kit, second) = moment
            var pod = Papers.pod("api-\(index)", on: kit, address: "10.0.1.\(100 + index)")
            var status = pod["status"] as? [String: Any] ?? [:]
            status["startTime"] = own(kit, second)
            status["conditions"] = [
              ["type": "PodScheduled", "status": "True", "lastTransitionTime": stamp(second)]
            ]
            pod["status"] = status
            return pod
          })
    case .interfaces:
      return Papers.interfaces(
        moments.enumerated().map { index, moment in
          let (kit, second) = moment
          var record = Papers.interface(
            kit.eni(1 + index % 6), instance: kit.instance, device: 1 + index % 6,
            addresses: ["10.0.1.\(60 + index)"],
            tags: ["node.k8s.amazonaws.com/createdAt": own(kit, second)])
          var attachment = record["Attachment"] as? [String: Any] ?? [:]
          attachment["AttachTime"] = stamp(second + 2)
          record["Attachment"] = attachment
          return record
        })
    case .requests:
      return Papers.json([
        "Records": (1...6).flatMap { number in
          (1...6).map { request -> [String: Any] in
            let id = String(number * 1_000 + request, radix: 16)
            return [
              "eventVersion": "1.08", "eventSource": "ec2.amazonaws.com",
              "eventName": "AssignPrivateIpAddresses",
              "eventTime": stamp(1_000 + 260 + 40 * request + 60 * number),
              "errorCode": "Client.InsufficientFreeAddressesInSubnet",
              "errorMessage": "The specified subnet does not have enough free addresses.",
              "requestID": String(repeating: "0", count: 8 - id.count) + id + "-2222-4333-8444-555555555555",
              "userIdentity": [
                "type": "AssumedRole",
                "arn": "arn:aws:sts::111122223333:assumed-role/workers/\(kit(number).instance)",
              ],
            ]
          }
        }
      ])
    }
  }

  private func read(_ inputs: [(String, String)]) -> Case {
    let collector = Collector(ScanCatalog(PlaybookData.handbook), options: ScanOptions())
    for (name, text) in inputs {
      var rest = Array(text.utf8)[...]
      collector.read(name: name) { buffer in
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 65_536) }
        let part = rest.prefix(buffer.count)
        buffer.replaceSubrange(0..<part.count, with: part)
        rest = rest.dropFirst(part.count)
        return part.count
      }
    }
    return collector.evidence
  }

  private func fleet(_ evidence: Case) -> Fleet {
    var evidence = evidence
    evidence.settle()
    return Fleet(evidence, handbook: PlaybookData.handbook)
  }

  @Test(arguments: Source.allCases) func `planted offsets are recovered from each kind of shared event`(
    source: Source
  ) throws {
    let fleet = fleet(read(inputs([source])))
    #expect(Set(fleet.clocks.offsets.keys) == [kit(2).instance, kit(5).instance])
    let ahead = try #require(fleet.clocks.offsets[kit(2).instance])
    #expect(abs(ahead.seconds - 900) <= 2 && ahead.events == 6)
    #expect(abs(try #require(fleet.clocks.offsets[kit(5).instance]).seconds + 300) <= 2)
    #expect(fleet.clocks.uncertain.isEmpty)
  }

  @Test func `the first node to fail is the first, and the spread is the true one`() throws {
    let blind = try #require(fleet(read(inputs([]))).groups.first { $0.cause.raw == "subnet-exhausted" })
    #expect(blind.nodes.first == kit(5).instance, "by its own clock")
    let fleet = fleet(read(inputs([.events, .pods])))
    let group = try #require(fleet.groups.first { $0.cause.raw == "subnet-exhausted" })
    #expect(group.nodes == (1...6).map { kit($0).instance })
    #expect(abs((group.spreadSeconds ?? 0) - 300) <= 2)
    let map = try #require(fleet.failures)
    #expect(map.rows.map(\.node) == group.nodes)
    let starts = map.rows.map { row in row.values.firstIndex { $0 ?? 0 > 0 } ?? -1 }
    #expect(starts == starts.sorted() && (starts.last ?? 0) * map.bucketSeconds <= 360)
    let renderer = FleetRenderer(RenderOptions(exitCode: 1))
    let text = renderer.render(fleet, as: "text").split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(text.contains("order corrected for 2 clocks by shared events: \(kit(2).instance) "))
    #expect(text.contains(" s ahead (12 events)") && text.contains(" s behind (12 events)"))
    for format in ["markdown", "html"] {
      #expect(renderer.render(fleet, as: format).contains("order corrected for 2 clocks"), "\(format)")
    }
  }

  @Test func `nothing is said where nothing was planted`() {
    let sources = Source.allCases
    let fleet = fleet(read(inputs(sources, offsets: [:])))
    #expect(fleet.clocks == FleetClocks())
    let blind = self.fleet(read(inputs([], offsets: [:])))
    #expect(fleet.groups.first?.nodes == blind.groups.first?.nodes)
    #expect(!FleetRenderer(RenderOptions(exitCode: 1)).render(fleet, as: "text").contains("corrected for"))
  }

  @Test(arguments: 0..<4) func `scanned in parts and merged in any order it is the same bytes`(seed: UInt64)
    throws
  {
    let inputs = inputs(Source.allCases)
    let whole = fleet(read(inputs))
    #expect(whole.clocks.offsets.count == 2)
    var dice = SeededDice(seed: seed)
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for (index, input) in inputs.shuffled(using: &dice).enumerated() {
      for line in try CaseLines.split(read([input]), handbook: PlaybookData.handbook).shuffled(using: &dice) {
        folding.fold(Array(try line.text().utf8), from: "cases.jsonl:\(index + 1)")
      }
    }
    #expect(folding.complaints.isEmpty)
    let renderer = FleetRenderer(RenderOptions(exitCode: 1))
    let merged = fleet(folding.evidence)
    for format in FleetRenderer.formats {
      #expect(renderer.render(merged, as: format) == renderer.render(whole, as: format), "\(format)")
    }
  }

  @Test func `a static pod and an event that was stored anew tell no clock`() {
    var inputs = inputs([])
    let pods: [[String: Any]] = (0..<6).map { number in
      var pod = Papers.pod(
        "proxy-\(number)", on: kit(1), address: "10.0.1.\(100 + number)",
        annotations: ["kubernetes.io/config.mirror": "0"])
      pod["status"] = [
        "phase": "Running", "startTime": "2026-09-01T02:2\(number):00Z",
        "conditions": [
          ["type": "PodScheduled", "status": "True", "lastTransitionTime": "2026-09-01T02:4\(number):00Z"]
        ],
      ]
      return pod
    }
    let events: [[String: Any]] = (0..<6).map { number in
      [
        "apiVersion": "v1", "kind": "Event", "type": "Warning", "reason": "FailedMount", "message": "again",
        "count": 90, "involvedObject": ["kind": "Pod", "namespace": "shop", "name": "db-\(number)"],
        "source": ["component": "kubelet", "host": kit(1).name],
        "firstTimestamp": "2026-09-01T01:0\(number):00Z", "lastTimestamp": "2026-09-01T02:1\(number):00Z",
        "metadata": ["name": "db-\(number).1", "creationTimestamp": "2026-09-01T02:1\(number):01Z"],
      ]
    }
    inputs.append(("cluster/list.json", Papers.list([Papers.node(kit(1))] + pods + events)))
    #expect(fleet(read(inputs)).clocks == FleetClocks())
  }
}
