import LogFormats
import Testing

@Suite struct EnvelopeTests {
  struct Row: Sendable {
    let line: String
    let message: String
    var level: LogLevel?
    var time: String?
    var isAssumed = false
    var writer = LogWriter.unknown
    var caller: String?
  }

  static let rows: [Row] = [
    Row(
      line:
        #"{"level":"debug","ts":"2024-05-02T09:14:21.105Z","caller":"ipamd/ipamd.go:671","msg":"IP stats"}"#,
      message: "IP stats", level: .debug, time: "2024-05-02T09:14:21.105Z", writer: .ipamd,
      caller: "ipamd/ipamd.go:671"),
    Row(
      line:
        #"{"msg":"a \u003cb\u003e","caller":"routed-eni-cni-plugin/cni.go:152","ts":"2024-03-11T18:22:07.031+0100","level":"error"}"#,
      message: "a <b>", level: .error, time: "2024-03-11T17:22:07.031Z", writer: .plugin,
      caller: "routed-eni-cni-plugin/cni.go:152"),
    Row(
      line: #"{"level":"info","ts":1714641261.105,"caller":"x/y.go:1","msg":"m"}"#,
      message: "m", level: .info, time: "2024-05-02T09:14:21.105Z", caller: "x/y.go:1"),
    Row(
      line: #"{"level":"info","ts":1.714641261105e+09,"logger":"ebpf-client","msg":"m"}"#,
      message: "m", level: .info, time: "2024-05-02T09:14:21.105Z", writer: .agent),
    Row(
      line:
        #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","msg":"Reconciler error","controller":"cninode","error":"not \"found\"","n":3}"#,
      message: #"Reconciler error controller=cninode error=not "found""#, level: .error,
      time: "2024-05-02T09:14:21.105Z"),
    Row(
      line:
        #"{"level":"info","timestamp":"2024-05-02T09:14:21.105Z","logger":"branch eni provider","message":"m"}"#,
      message: "m", level: .info, time: "2024-05-02T09:14:21.105Z", writer: .controller),
    Row(
      line:
        #"{"level":"info","ts":"2022-02-04T22:24:57.022Z","caller":"entrypoint.sh","msg":"Retrying waiting for IPAM-D"}"#,
      message: "Retrying waiting for IPAM-D", level: .info, time: "2022-02-04T22:24:57.022Z",
      writer: .entrypoint, caller: "entrypoint.sh"),
    Row(
      line:
        #"{"level":"info","ts":"2025-01-11T08:08:49.311Z","caller":"/usr/local/go/src/runtime/proc.go:271","msg":"timeout: failed to connect service \":50051\" within 5s"}"#,
      message: #"timeout: failed to connect service ":50051" within 5s"#, level: .info,
      time: "2025-01-11T08:08:49.311Z", writer: .probe, caller: "/usr/local/go/src/runtime/proc.go:271"),
    Row(
      line: "2018-05-15T21:00:05Z [DEBUG] IP pool stats: total = 58", message: "IP pool stats: total = 58",
      level: .debug, time: "2018-05-15T21:00:05Z"),
    Row(
      line: "2019-07-30T15:31:53Z [ERROR]\tFailed to increase", message: "Failed to increase", level: .error,
      time: "2019-07-30T15:31:53Z"),
    Row(
      line: "2020-04-06T03:34:56.143Z [CRITICAL] \tdown", message: "down", level: .fatal,
      time: "2020-04-06T03:34:56.143Z"),
    Row(
      line: #"time="2024-05-02T09:10:03Z" level=error msg="Failed to wait" error="exit status 1""#,
      message: "Failed to wait error=exit status 1", level: .error, time: "2024-05-02T09:10:03Z",
      writer: .entrypoint),
    Row(
      line:
        #"time="2024-05-02T09:14:21.499123456Z" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:web,} failed, error" error="failed to setup network for sandbox \"ab12\": plugin type=\"aws-cni\" failed (add)""#,
      message:
        #"RunPodSandbox for &PodSandboxMetadata{Name:web,} failed, error error=failed to setup network for sandbox "ab12": plugin type="aws-cni" failed (add)"#,
      level: .error, time: "2024-05-02T09:14:21.499123456Z", writer: .containerd),
    Row(
      line:
        #"E0502 09:14:21.501234    3021 pod_workers.go:1298] "Error syncing pod" err="failed: \"x\" \\\"aws-cni\\\"""#,
      message: #""Error syncing pod" err="failed: "x" "aws-cni"""#, level: .error,
      time: "2024-05-02T09:14:21.501234Z", isAssumed: true, writer: .kubelet, caller: "pod_workers.go:1298"),
    Row(
      line: "2024-05-02T09:14:21.105Z\tERROR\tcontrollers.node\tfailed", message: "controllers.node\tfailed",
      level: .error, time: "2024-05-02T09:14:21.105Z"),
    Row(
      line: "Installed /host/opt/cni/bin/aws-cni", message: "Installed /host/opt/cni/bin/aws-cni",
      writer: .entrypoint),
    Row(
      line: "====== Starting amazon-k8s-agent ======", message: "====== Starting amazon-k8s-agent ======",
      writer: .entrypoint),
    Row(line: "some text", message: "some text"),
  ]

  @Test(arguments: rows)
  func `a line of each format becomes its record`(row: Row) throws {
    let found = decode(row.line)
    #expect(found.count == 1)
    let record = try #require(found.first).record
    #expect(
      record.text == row.message)
    #expect(record.level == row.level)
    #expect(record.time == row.time.flatMap(nanoseconds))
    #expect(record.timeIsAssumed == row.isAssumed)
    #expect(record.writer == row.writer)
    #expect(record.caller == row.caller)
  }

  @Test func `seelog text goes on until the next stamp`() {
    let found = decode(
      """
      2018-08-16T16:54:48Z [ERROR] Failed to attach eni: AttachmentLimitExceeded: Interface count 4
      \tstatus code: 400, request id: d4d04f39
      2018-08-16T16:54:49Z [INFO] next

      not part of it
      """)
    #expect(
      found.map(\.record.text) == [
        "Failed to attach eni: AttachmentLimitExceeded: Interface count 4\n\tstatus code: 400, request id: d4d04f39",
        "next", "not part of it",
      ])
    #expect(found.map(\.number) == [1, 3, 5])
  }

  @Test func `a Go panic is one record and ends at the next known line`() throws {
    let trace = """
      panic: runtime error: invalid memory address or nil pointer dereference
      [signal SIGSEGV: segmentation violation code=0x1 addr=0x39 pc=0x5597a7c2b3f8]

      goroutine 380 [running]:
      main.main()
      \t/go/src/main.go:64 +0x2bb
      """
    let found = decode(trace + "\n" + zap("after"))
    #expect(found.count == 2)
    #expect(try #require(found.first).record.text == trace)
    #expect(found.first?.record.level == .fatal)
    #expect(found.last?.record.text == "after")
  }

  @Test func `klog takes its year from the records around it`() {
    let found = decode(
      zap("a", time: "2023-12-31T23:59:59.000Z") + "\nI0101 00:00:01.000000      12 request.go:655] b",
      year: 2019)
    #expect(found.last?.record.time == nanoseconds("2024-01-01T00:00:01Z"))
    #expect(found.last?.record.timeIsAssumed == true)
  }

  @Test func `a zone given by the user applies to stamps without one`() {
    let found = decode("I0101 12:00:00.000000      12 request.go:655] b", year: 2024, zone: 3_600)
    #expect(found.first?.record.time == nanoseconds("2024-01-01T11:00:00Z"))
  }

  @Test func `no year anywhere leaves the time open`() {
    let found = decode("I0101 12:00:00.000000      12 request.go:655] b", year: nil)
    #expect(found.first?.record.time == nil)
  }
}
