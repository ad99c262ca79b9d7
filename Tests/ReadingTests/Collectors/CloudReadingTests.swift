import Collectors
import Evidence
import Patterns
import Testing

/// Answers of CloudWatch whose events are passed over or read where they stand, against each decoded by itself.
@Suite struct CloudReadingTests {
  private static func signal(_ name: String, _ literal: String, _ regex: String) -> ScanCatalog.Entry {
    ScanCatalog.Entry(
      source: PatternSource(name: "signal-" + name, literals: [literal], regex: regex), writers: ["any"],
      signal: name)
  }

  private static let catalog = ScanCatalog(
    entries: [
      signal("started", "Starting L-IPAMD", #"Starting L-IPAMD\s+(?<version>v[\d.]+)?"#),
      signal(
        "request", "Received AddNetwork for NS",
        #"Received AddNetwork for NS [^,]*, Sandbox (?<sandbox>[0-9a-f]+)"#),
      signal("refused", "no available IP/Prefix", "no available IP/Prefix addresses"),
      ScanCatalog.Entry(
        source: PatternSource(
          name: "exhausted", literals: ["no available IP/Prefix"], regex: "no available IP/Prefix addresses"),
        writers: ["any"], signal: nil),
      signal("using-target", "Using WARM_", #"Using (?<name>WARM_\w+) (?<value>\d+)"#),
    ], routine: [ScanCatalog.Routine(text: "retry later, harmless", isNoise: true)])

  /// The message of one event, in JSON string syntax.
  private static func message(_ answers: inout CloudAnswers, _ second: Int) -> String {
    let time = "2026-03-02T0\(second / 3_600):\(two(second / 60 % 60)):\(two(second % 60)).000Z"
    let texts = [
      "IP pool is fine", "IP pool is fine", "Reconciling", "Using WARM_IP_TARGET 4",
      "Starting L-IPAMD v1.19.2",
      "Received AddNetwork for NS /proc/7/ns/net, Sandbox 0123456789abcde\(answers.number(10)), ifname eth0",
      #"a \\\"quoted\\\" word"#, #"St\u0061rting L-IPAMD v1.18.0"#, "retry later, harmless", "été",
    ]
    let level = answers.number(6) == 0 ? "error" : answers.number(2) == 0 ? "debug" : "info"
    let text = level == "error" ? "no available IP/Prefix addresses" : texts[answers.number(texts.count)]
    if answers.number(25) == 0 { return "no record, and\\nmore of it" }
    return
      #"{\"level\":\"\#(level)\",\"ts\":\"\#(time)\",\"caller\":\"ipamd/ipamd.go:7\",\"msg\":\"\#(text)\"}"#
      + (answers.number(40) == 0 ? "\\n" : "")
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func answer(seed: UInt64, isPretty: Bool, streams: Int, count: Int) -> [UInt8] {
    var answers = CloudAnswers(seed: seed)
    let (line, inner) = isPretty ? ("\n        ", "\n            ") : ("", "")
    let events = (0..<count).map { index in
      let stream =
        "ip-10-0-0-\(answers.number(streams)).ec2.internal-application.var.log.containers.aws-node-x_kube-system_aws-node"
      let second = index / 2
      let stamp = 1_772_416_800_000 + second * 1_000
      return "{\(inner)\"logStreamName\": \"\(stream)\",\(inner)\"timestamp\": \(stamp),"
        + "\(inner)\"message\": \"\(message(&answers, second))\",\(inner)\"ingestionTime\": \(stamp + 9),"
        + "\(inner)\"eventId\": \"3812\(index)\"\(line)}"
    }
    return Array(
      "{\"events\": [\(line)\(events.joined(separator: ",\(line)"))],\"searchedLogStreams\": []}\n".utf8)
  }

  private static func read(_ bytes: [UInt8], buffer: Int = 1 << 20, options: ScanOptions = ScanOptions())
    -> Case
  {
    let collector = Collector(catalog, options: options)
    var position = 0
    collector.read(name: "case/events.json") { into in
      if into.isEmpty { into = [UInt8](repeating: 0, count: 1 << 16) }
      let count = min(buffer, into.count, bytes.count - position)
      into.replaceSubrange(0..<count, with: bytes[position..<position + count])
      position += count
      return count
    }
    var evidence = collector.evidence
    evidence.settle()
    return evidence
  }

  @Test(arguments: 0..<12) func `events that are passed over would have said nothing`(seed: UInt64) {
    let bytes = Self.answer(
      seed: seed, isPretty: seed % 3 != 0, streams: seed % 4 == 3 ? 40 : 1 + Int(seed % 4), count: 900)
    let quick = Self.read(bytes)
    // With bounds in time each event is decoded by itself.
    var options = ScanOptions()
    options.since = 0
    #expect(quick == Self.read(bytes, options: options), "seed \(seed)")
    #expect(quick.nodeLogs.count >= 1)
    for buffer in [100, 777, 4_096, 65_536] {
      #expect(quick == Self.read(bytes, buffer: buffer), "seed \(seed), \(buffer) bytes at once")
    }
  }

  @Test func `evidence stands where its event begins`() throws {
    let event =
      #"{"timestamp":1772416800000,"message":"{\"level\":\"error\",\"ts\":\"2026-03-02T00:00:00.000Z\",\"caller\":\"ipamd/ipamd.go:7\",\"msg\":\"no available IP/Prefix addresses\"}"}"#
    let filler = #"{"timestamp":1772416800000,"message":"nothing"},"# + "\n"
    let before = "{\"events\":[\n" + String(repeating: filler, count: 9_000)
    let evidence = Self.read(Array((before + event + "]}").utf8))
    let sighting = try #require(evidence.sightings.values.first)
    let place = try #require(sighting.samples.first?.place)
    #expect(place.line == 9_002)
    #expect(place.byte == before.utf8.count)
    #expect(evidence.inputs["case/events.json"]?.lines == 9_002)
  }
}
