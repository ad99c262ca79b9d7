import Collectors
import Evidence
import Patterns
import Testing
import VPCModel

/// One small log, read from its bytes.
@Suite struct CollectorTests {
  private static let catalog = ScanCatalog(
    entries: [
      signal("started", "Starting L-IPAMD", #"Starting L-IPAMD\s+(?<version>v[\d.]+)?"#),
      signal(
        "pool-stats", "IP stats",
        #"IP stats: total (?<total>\d+), assigned (?<assigned>\d+), cooling (?<cooling>\d+)"#),
      signal(
        "request", "Received AddNetwork",
        #"Received AddNetwork .*sandbox (?<sandbox>[0-9a-f]+) pod (?<namespace>\S+)/(?<pod>\S+)"#),
      signal("address-assigned", "AssignPodIPv4Address", #"AssignPodIPv4Address: Assign IP"#),
      signal("refused", "no available IP/Prefix", #"no available IP/Prefix addresses"#),
      signal("using-target", "Using WARM", #"Using (?<name>WARM_\w+) (?<value>\d+)"#),
      ScanCatalog.Entry(
        source: PatternSource(
          name: "insufficient-cidr-blocks", literals: ["InsufficientCidrBlocks"],
          regex: #"(?:(?<eni>eni-[0-9a-f]{8,17})[^\n]{0,40})?InsufficientCidrBlocks"#), writers: ["any"],
        signal: nil),
      ScanCatalog.Entry(
        source: PatternSource(
          name: "kubelet-only", literals: ["InsufficientCidr"], regex: "InsufficientCidr"),
        writers: ["kubelet"], signal: nil),
    ], routine: [ScanCatalog.Routine(text: "retry later, harmless", isNoise: true)])

  private static func signal(_ name: String, _ literal: String, _ regex: String) -> ScanCatalog.Entry {
    ScanCatalog.Entry(
      source: PatternSource(name: "signal-" + name, literals: [literal], regex: regex), writers: ["any"],
      signal: name)
  }

  private static func line(_ second: Int, _ level: String, _ message: String) -> String {
    let padded = second < 10 ? "0\(second)" : "\(second)"
    return
      #"{"level":"\#(level)","ts":"2026-03-01T10:00:\#(padded).000Z","caller":"ipamd/ipamd.go:7","msg":"\#(message)"}"#
      + "\n"
  }

  private static let log =
    line(1, "info", "Starting L-IPAMD v1.19.2  ...") + line(2, "info", "Using WARM_IP_TARGET 4")
    + line(3, "debug", "IP stats: total 14, assigned 14, cooling 0")
    + line(4, "info", "Received AddNetwork sandbox 0123456789abcdef pod shop/web-1")
    + line(4, "error", "no available IP/Prefix addresses")
    + line(5, "error", "Failed on eni-0123456789abcdef0: InsufficientCidrBlocks, request id: 11111111-2222")
    + line(6, "error", "again eni-0123456789abcdef0: InsufficientCidrBlocks, request id: 11111111-2222")
    + line(7, "error", "retry later, harmless")
    + line(8, "error", "something of subnet-0a1b2c3d nobody knows")
    + line(9, "error", "something of subnet-0f9e8d7c nobody knows")
    + line(20, "info", "Received AddNetwork sandbox fedcba9876543210 pod shop/web-2")
    + line(20, "info", "AssignPodIPv4Address: Assign IP 10.0.0.7")
    + line(30, "debug", "IP stats: total 15, assigned 15, cooling 0")

  private func read(_ text: String, name: String = "case/i-0a1b2c3d/ipamd.log", chunk: Int = 65_536) -> Case {
    let collector = Collector(Self.catalog)
    var rest = Array(text.utf8)[...]
    collector.read(name: name) { buffer in
      if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 65_536) }
      let part = rest.prefix(min(chunk, buffer.count))
      buffer.replaceSubrange(0..<part.count, with: part)
      rest = rest.dropFirst(part.count)
      return part.count
    }
    return collector.evidence
  }

  private func instant(_ second: Int64) -> Instant {
    Instant(nanoseconds: (1_772_359_200 + second) * 1_000_000_000)
  }

  @Test func `a log says what happened, when, and with what settings`() throws {
    let evidence = read(Self.log)
    let record = try #require(evidence.inputs["case/i-0a1b2c3d/ipamd.log"])
    #expect(record.kind == .ipamdLog)
    #expect(record.lines == 13)
    #expect(record.recognised == 13)
    #expect(record.bytes == Self.log.utf8.count)
    let log = try #require(record.group.flatMap { evidence.nodeLogs[$0] })
    #expect(log.aliases.contains("i-0a1b2c3d"))
    #expect(log.count("started") == 1)
    #expect(log.last("started") == instant(1))
    #expect(log.count("refused") == 1)
    #expect(log.last("address-assigned") == instant(20))
    #expect(log.settings["WARM_IP_TARGET"]?.value == "4")
    #expect(log.settings["version"]?.value == "v1.19.2")
    #expect(log.pool?.value == PoolCount(total: 15, assigned: 15, cooling: 0))
    #expect(log.podsRefused == ["shop/web-1": instant(4)])
    #expect(log.podsServed == [PodHash("shop/web-2"): instant(20)])
    #expect(log.refusedFull.value == 1)
    #expect(log.refusedWithFree.value == 0)
    #expect(evidence.first == instant(1))
    #expect(evidence.last == instant(30))
  }

  @Test func `a failure is one incident, with the interface it names`() throws {
    let evidence = read(Self.log)
    let keys = evidence.sightings.keys.filter { $0.pattern == "insufficient-cidr-blocks" }
    #expect(keys.map(\.eni) == [ENIID("eni-0123456789abcdef0")])
    let sighting = try #require(keys.first.flatMap { evidence.sightings[$0] })
    #expect(sighting.moments.count == 1, "two lines, one request id")
    #expect(sighting.samples.map(\.place.line) == [6, 7])
    #expect(sighting.captures["eni"] == ["eni-0123456789abcdef0"])
    #expect(!evidence.sightings.keys.contains { $0.pattern == "kubelet-only" }, "ipamd is no kubelet")
  }

  @Test func `noise is counted and the unknown is kept by its template`() {
    let evidence = read(Self.log)
    #expect(evidence.noise["retry later, harmless"]?.value == 1)
    #expect(evidence.unclassified.keys.sorted() == ["something of <*> nobody knows"])
    #expect(evidence.unclassified.values.first?.distinct.value == 2)
  }

  @Test(arguments: [1, 7, 100, 4_096]) func `how a log is handed over makes no difference`(chunk: Int) {
    #expect(read(Self.log, chunk: chunk) == read(Self.log))
  }

  @Test func `a log given twice counts once`() {
    let collector = Collector(Self.catalog)
    for name in ["a/ipamd.log", "a/ipamd.log.1"] {
      var rest = Array(Self.log.utf8)[...]
      collector.read(name: name) { buffer in
        let part = rest.prefix(buffer.count)
        buffer.replaceSubrange(0..<part.count, with: part)
        rest = rest.dropFirst(part.count)
        return part.count
      }
    }
    var evidence = collector.evidence
    evidence.settle()
    #expect(evidence.inputs["a/ipamd.log.1"]?.duplicateOf == "a/ipamd.log")
    var refusals = DistinctCount()
    for log in evidence.nodeLogs.values {
      if let distinct = log.moments["refused"]?.distinct { refusals.merge(distinct) }
    }
    #expect(refusals.value == 1)
  }
}
