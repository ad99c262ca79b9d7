import Collectors
import Evidence
import Testing

/// However much is said, what is kept of it stays under the limits that its types name; what is only estimated then
/// says so. Counts of kept things, not memory: that is measured, not tested.
@Suite struct StormBoundsTests {
  private static let lines = 200_000

  /// A log of `lines` lines, made while it is read: `text` is the line of a number.
  private func read(_ lines: Int = Self.lines, _ text: @escaping (Int) -> String) -> Case {
    let collector = Collector(Reading.catalog)
    var number = 0
    var rest: [UInt8] = []
    collector.read(name: "case/ipamd.log") { buffer in
      if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 1 << 16) }
      while rest.count < buffer.count, number < lines {
        rest.append(contentsOf: text(number).utf8)
        rest.append(10)
        number += 1
      }
      let count = min(buffer.count, rest.count)
      buffer.replaceSubrange(0..<count, with: rest[..<count])
      rest.removeFirst(count)
      return count
    }
    var evidence = collector.evidence
    evidence.settle()
    #expect(evidence.inputs["case/ipamd.log"]?.lines == lines)
    expectBounds(evidence)
    return evidence
  }

  private func expectBounds(_ evidence: Case) {
    #expect(evidence.sightings.count <= 20_000)
    #expect(evidence.unclassified.count <= Case.keptTemplates)
    for log in evidence.nodeLogs.values {
      for moments in log.moments.values { expectBounds(moments) }
      for sighting in log.samples.values { expectBounds(sighting) }
      #expect(log.minutes.count <= NodeLog.keptMinutes)
      #expect(log.podsRefused.count <= NodeLog.keptPods)
      #expect(log.podsServed.count <= NodeLog.keptPods)
      #expect(log.hosts.count <= 16)
      #expect(log.aliases.count <= 65)
      #expect(log.enis.count <= 512)
      #expect(log.subnets.count <= 16)
      #expect(log.settings.count <= 64)
    }
    for sighting in evidence.sightings.values { expectBounds(sighting) }
  }

  private func expectBounds(_ sighting: Sighting) {
    expectBounds(sighting.moments)
    #expect(sighting.samples.count <= 2 * Sighting.keptSamples)
    #expect(sighting.captures.values.allSatisfy { $0.count <= Sighting.keptCaptures })
    #expect(sighting.pods.count <= Sighting.keptPods)
  }

  private func expectBounds(_ moments: Moments) {
    #expect(moments.earliest.count <= Moments.kept)
    #expect(moments.latest.count <= Moments.kept)
    #expect(moments.distinct.isEstimate == (moments.count > DistinctCount.limit))
  }

  private func zap(_ number: Int, _ level: String, _ message: String) -> String {
    "{\"level\":\"\(level)\",\"ts\":\"\(Stamp.milliseconds(1_772_416_991_000 + 97 * number))\",\"caller\":\"ipamd/ipamd.go:\(number)\",\"msg\":\"\(message)\"}"
  }

  private func hex(_ number: Int, _ digits: Int) -> String {
    // Spread, so that ids do not come in their order.
    var mixed = (UInt64(number) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 31
    var text = String(mixed, radix: 16)
    while text.count < digits { text += text }
    return String(text.prefix(digits))
  }

  /// An estimate from 4,096 hashes is off by 1.6 percent, as a rule; by 8 never here.
  private func expectNear(
    _ moments: Moments?, _ count: Int, from location: SourceLocation = #_sourceLocation
  ) throws {
    let moments = try #require(moments, sourceLocation: location)
    #expect(moments.distinct.isEstimate, sourceLocation: location)
    #expect(abs(moments.count - count) < count * 8 / 100, "\(moments.count)", sourceLocation: location)
  }

  @Test func `request ids and interfaces`() throws {
    let evidence = read { number in
      zap(
        number, "error",
        "Failed to allocate a private IP/Prefix addresses on ENI eni-0\(hex(number, 16)): InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request. status code: 400, request id: \(hex(number, 8))-\(hex(number + 7, 4))-4000-a000-\(hex(number + 9, 12))"
      )
    }
    #expect(evidence.sightings.count > 1_000)
    var all: [String: Moments] = [:]
    for (key, sighting) in evidence.sightings { all[key.pattern, default: Moments()].merge(sighting.moments) }
    let most = all.values.max { $0.count < $1.count }
    try expectNear(most, Self.lines)
  }

  @Test func `sandboxes and pods that are served`() throws {
    let evidence = read { number in
      let sandbox = hex(number / 4, 64)
      return switch number % 4 {
      case 0:
        zap(
          number, "info", "Received AddNetwork for NS /var/run/netns/cni-1, Sandbox \(sandbox), ifname eth0")
      case 1:
        zap(
          number, "debug",
          #"AddNetworkRequest: K8S_POD_NAME:\"web-\#(number)\"  K8S_POD_NAMESPACE:\"shop\"  K8S_POD_INFRA_CONTAINER_ID:\"\#(sandbox)\"  ContainerID:\"x\""#
        )
      case 2:
        zap(number, "info", "assignPodIPAddressUnsafe: Assign IP 10.0.0.1 to sandbox aws-cni/\(sandbox)/eth0")
      default:
        zap(
          number, "info", "Send AddNetworkReply: IPv4Addr: 10.0.0.1, IPv6Addr: , DeviceNumber: 0, err: <nil>")
      }
    }
    let log = try #require(evidence.nodeLogs.values.first)
    for signal in ["request", "address-given", "address-assigned"] {
      try expectNear(log.moments[signal], Self.lines / 4)
    }
    #expect(log.podsServed.count == NodeLog.keptPods)
    let newest = PodHash("shop/web-\(Self.lines - 3)")
    #expect(log.podsServed[newest] != nil)
  }

  @Test func `pods that are refused`() throws {
    let evidence = read { number in
      let sandbox = hex(number / 2, 64)
      return number % 2 == 0
        ? zap(
          number, "debug",
          #"AddNetworkRequest: K8S_POD_NAME:\"web-\#(number)\"  K8S_POD_NAMESPACE:\"shop\"  K8S_POD_INFRA_CONTAINER_ID:\"\#(sandbox)\"  ContainerID:\"x\""#
        ) : zap(number, "error", "DataStore has no available IP/Prefix addresses")
    }
    let log = try #require(evidence.nodeLogs.values.first)
    try expectNear(log.moments["refused"], Self.lines / 2)
    #expect(log.podsRefused.count == NodeLog.keptPods)
    #expect(log.podsRefused["shop/web-\(Self.lines - 2)"] != nil)
  }

  @Test func `words that nobody knows`() {
    let evidence = read { number in
      let word = String(hex(number, 12).map { "0123456789".contains($0) ? "k" : $0 })
      return zap(number, "error", "Unexpected \(word) of \(word)")
    }
    #expect(evidence.unclassified.count == Case.keptTemplates)
  }

  @Test func `interfaces that the node names as its own, and settings`() {
    _ = read(60_000) { number in
      switch number % 3 {
      case 0: zap(number, "debug", "Reconcile existing ENI eni-0\(hex(number, 16)) IP pool")
      case 1: zap(number, "debug", "Found subnet-id: subnet-0\(hex(number, 16)) ")
      default: zap(number, "info", "Using WARM_IP_TARGET \(number)")
      }
    }
  }

  @Test func `minutes of the pool`() throws {
    let evidence = read { number in
      let stamp = Stamp.milliseconds(1_600_000_000_000 + 61_000 * number)
      return
        "{\"level\":\"debug\",\"ts\":\"\(stamp)\",\"caller\":\"ipamd/ipamd.go:653\",\"msg\":\"IP stats - total IPs: 42, assigned IPs: \(number % 42), cooldown IPs: 0\"}"
    }
    let log = try #require(evidence.nodeLogs.values.first)
    #expect(log.minutes.count == NodeLog.keptMinutes)
    #expect(log.pool?.value.assigned == (Self.lines - 1) % 42)
    let newest = (1_600_000_000_000 + 61_000 * (Self.lines - 1)) / 60_000
    #expect(log.minutes[Int64(newest)] != nil)
    try expectNear(log.moments["pool-stats"], Self.lines)
  }

  @Test func `log streams of CloudWatch`() {
    let evidence = read(60_000) { number in
      let message = zap(number, "error", "DataStore has no available IP/Prefix addresses")
        .replacing("\"", with: "\\\"")
      return
        "{\"logStreamName\":\"ip-10-\(number % 200)-\(number / 200 % 200)-\(number / 40_000).ec2.internal-application.var.log.containers.aws-node-7kx2v_kube-system_aws-node\",\"timestamp\":1772416991421,\"message\":\"\(message)\"}"
    }
    #expect(evidence.nodeLogs.count <= 20_000)
    #expect(evidence.nodeLogs.count > 10_000)
    let problems = evidence.inputs.values.flatMap { $0.problems.map(\.text) }
    #expect(problems.contains { $0.contains("nodes; the lines of further ones are taken together") })
    var refused = DistinctCount()
    for log in evidence.nodeLogs.values {
      if let all = log.moments["refused"] { refused.merge(all.distinct) }
    }
    #expect(refused.value > 0)
  }
}
