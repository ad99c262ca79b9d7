import Bytes
import LogFormats
import Testing

@Suite struct FeedingTests {
  @Test(arguments: [
    (zap("a"), false), ("text", false), ("2019-05-02T09:14:21Z [INFO] a", true),
    ("2024-05-02T09:14:21.1Z stdout P a", true),
    ("2024-05-02T09:14:21.1Z stdout F {\"level\":\"info\"}", false),
    ("2024-05-02T09:14:21.1Z stdout F 2019-05-02T09:14:21Z [INFO] a", true), ("panic: x", true),
    (#"{"log":"abc","stream":"stdout","time":"2024-05-02T09:14:21.1Z"}"#, true),
    (#"{"log":"abc\n","stream":"stdout","time":"2024-05-02T09:14:21.1Z"}"#, false),
    (#"{"level":"info","msg":"cut"#, true), ("E0502 09:14:21.501234    3021 a.go:1] x", false),
    ("[pod/a/b] 2019-05-02T09:14:21Z [INFO] a", true), ("@timestamp,@message", true),
    (#"{"log":"a","logtag":"P","kubernetes":{}}"#, true),
  ])
  func `a line that opens a join has to be seen`(text: String, mustSee: Bool) {
    let bytes = Array(text.utf8)
    let decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    let answer = decoder.mustSee(bytes.span)
    #expect(answer == mustSee)
  }

  /// What the scan does: candidates and lines that must be seen, nothing else.
  @Test func `skipping the lines in between loses no candidate`() {
    let part = zap("InsufficientCidrBlocks in a part")
    let lines: [String] = [
      zap("routine"), "2019-05-02T09:14:21Z [ERROR] Failed to create:", "\tInsufficientCidrBlocks: one",
      "2019-05-02T09:14:22Z [INFO] routine", zap("routine"), zap("InsufficientCidrBlocks two"),
      "2024-05-02T09:14:21.1Z stdout P " + String(part.prefix(70)),
      "2024-05-02T09:14:21.1Z stdout F " + String(part.dropFirst(70)), zap("routine"),
      "2024-05-02T09:14:21.1Z stdout F " + zap("routine"),
    ]
    var found: [LogRecord] = []
    var fed = 0
    var decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      let mustSee = decoder.mustSee(bytes.span)
      guard mustSee || line.contains("InsufficientCidrBlocks") else { continue }
      fed += 1
      decoder.decode(bytes.span, number: index + 1, byte: 0) { record, _, _ in found.append(record) }
    }
    decoder.finish { record, _, _ in found.append(record) }
    let texts = found.map(\.text).filter { $0.contains("InsufficientCidrBlocks") }
    #expect(
      texts == [
        "Failed to create:\n\tInsufficientCidrBlocks: one", "InsufficientCidrBlocks two",
        "InsufficientCidrBlocks in a part",
      ])
    #expect(fed < lines.count)
  }

  @Test(arguments: [
    (zap("a"), "x", LogKind.ipamd), ("2019-05-02T09:14:21Z [INFO] a", "plugin.log", .plugin),
    ("2019-05-02T09:14:21Z [INFO] a", "ipamd.log.2019-05-02-09", .ipamd),
    (
      #"{"level":"error","ts":"2024-03-11T18:22:07.031+0100","caller":"routed-eni-cni-plugin/cni.go:152","msg":"m"}"#,
      "ipamd.txt", .mixed
    ),
    (#"time="2024-05-02T09:10:03Z" level=info msg="Starting IPAM daemon... ""#, "x.txt", .awsNode),
    (
      #"[pod/p/aws-vpc-cni-init] time="2024-05-02T09:10:03Z" level=info msg="Copying""#, "x.txt",
      .initContainer
    ),
    ("May 02 09:14:21 ip-10-0-1-23 kubelet[3021]: E0502 09:14:21.501234    3021 a.go:1] x", "x", .kubelet),
    (#"time="2024-05-02T09:10:03.1234Z" level=info msg="x""#, "x.txt", .containerd),
    (#"{"level":"info","ts":"2024-05-02T09:10:03.123Z","logger":"ebpf-client","msg":"m"}"#, "x.txt", .agent),
    (
      #"{"level":"info","timestamp":"2024-05-02T09:10:03.123Z","logger":"branch eni provider","msg":"m"}"#,
      "x", .controller
    ),
    ("May 02 09:14:21 ip-10-0-1-23 sshd[3021]: x", "messages", .system),
  ])
  func `the kind of a log shows in its records`(text: String, name: String, kind: LogKind) {
    #expect(sniff(Array(text.utf8), name: name) == kind)
  }

  @Test(arguments: ["", "hello", "{\"Subnets\":[]}", "# a heading\n\ntext", "\u{0}\u{1}"])
  func `other texts are no log`(text: String) {
    #expect(sniff(Array(text.utf8), name: "ipamd.log") == nil)
  }
}
