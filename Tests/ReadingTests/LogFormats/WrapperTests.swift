import LogFormats
import Testing

@Suite struct WrapperTests {
  struct Row: Sendable {
    let line: String
    var time: String? = "2024-05-02T09:14:21.105Z"
    var pod: String?
    var container: String?
    var namespace: String?
    var node: String?
    var stream: String?
  }

  static let inner = zap("Failed \"x\"\n\tstatus code: 400")
  static let rows: [Row] = [
    Row(line: "2024-05-02T09:14:21.106123456Z \(inner)"),
    Row(line: "[pod/aws-node-7xk2p/aws-node] \(inner)", pod: "aws-node-7xk2p", container: "aws-node"),
    Row(
      line: "[pod/aws-node-7xk2p/aws-node] 2024-05-02T09:14:21.106123456Z \(inner)", pod: "aws-node-7xk2p",
      container: "aws-node"),
    Row(line: "aws-node-7xk2p aws-node \(inner)", pod: "aws-node-7xk2p", container: "aws-node"),
    Row(
      line: #"{"log":\#(quoted(inner + "\n")),"stream":"stdout","time":"2024-05-02T09:14:22.1Z"}"#,
      stream: "stdout"),
    Row(line: "2024-05-02T09:14:21.106123456Z stderr F \(inner)", stream: "stderr"),
    Row(line: "2024-05-02T09:14:21.106123456+00:00 stdout F \(inner)", stream: "stdout"),
    Row(
      line:
        #"{"log":\#(quoted("2024-05-02T09:14:21.2Z stdout F " + inner)),"kubernetes":{"pod_name":"aws-node-7xk2p","namespace_name":"kube-system","container_name":"aws-node","host":"ip-10-0-1-23"}}"#,
      pod: "aws-node-7xk2p", container: "aws-node", namespace: "kube-system", node: "ip-10-0-1-23",
      stream: "stdout"),
    Row(
      line:
        #"{"@timestamp":"2024-05-02T09:14:22.105Z","log":"junk","log_processed":\#(inner),"kubernetes":{"pod_name":"p","labels":{"a":"b"}}}"#,
      pod: "p"),
    Row(line: #"{"timestamp":1714641261999,"message":\#(quoted(inner)),"ingestionTime":1714641262000},"#),
    Row(
      line:
        #"{"logStreamName":"ip-10-0-1-23.ec2.internal-application.var.log.containers.aws-node-7xk2p_kube-system_aws-node-\#(String(repeating: "a", count: 64)).log","timestamp":1714641261999,"message":\#(quoted(inner))}"#,
      pod: "aws-node-7xk2p", container: "aws-node", namespace: "kube-system",
      node: "ip-10-0-1-23.ec2.internal"),
    Row(line: "2024-05-02T09:14:21.105000+00:00 kube/aws-node-7xk2p/x \(inner)"),
    Row(line: "2024-05-02T09:14:21 kube/aws-node-7xk2p/x \(inner)"),
    Row(
      line:
        #"[{"field":"@timestamp","value":"2024-05-02 09:14:21.105"},{"field":"@message","value":\#(quoted(inner))},{"field":"@ptr","value":"x"}],"#
    ),
    Row(line: #"{"@timestamp":"2024-05-02 09:14:21.105","@message":\#(quoted(inner)),"@ptr":"x"}"#),
    Row(
      line: "May 02 09:14:21 ip-10-0-1-23.ec2.internal aws-k8s-agent[3021]: \(inner)",
      node: "ip-10-0-1-23.ec2.internal"),
    Row(line: "May  2 09:14:21 ip-10-0-1-23 ipamd: \(inner)", node: "ip-10-0-1-23"),
    Row(line: "<30>May  2 09:14:21 ip-10-0-1-23 ipamd: \(inner)", node: "ip-10-0-1-23"),
    Row(line: "2024-05-02T09:14:21.106123+0000 ip-10-0-1-23 ipamd[3021]: \(inner)", node: "ip-10-0-1-23"),
    Row(
      line:
        #"{"__REALTIME_TIMESTAMP":"1714641261106123","_HOSTNAME":"ip-10-0-1-23","_SYSTEMD_UNIT":"ipamd.service","MESSAGE":\#(quoted(inner))}"#,
      node: "ip-10-0-1-23"),
    Row(
      line:
        #"{"__REALTIME_TIMESTAMP":"1714641261106123","MESSAGE":[\#(inner.utf8.map { "\($0)" }.joined(separator: ","))]}"#
    ),
    Row(
      line: #"{"message":\#(quoted(inner)),"hostname":"ip-10-0-1-23","systemd_unit":"ipamd.service"}"#,
      node: "ip-10-0-1-23"),
  ]

  @Test(arguments: rows)
  func `every wrapper comes off and leaves what it knows`(row: Row) throws {
    let found = decode(row.line)
    #expect(found.count == 1)
    let record = try #require(found.first).record
    #expect(record.text == "Failed \"x\"\n\tstatus code: 400")
    #expect(record.level == .error)
    #expect(record.writer == .ipamd)
    #expect(record.time == row.time.flatMap(nanoseconds))
    #expect(!record.timeIsAssumed)
    #expect(record.pod == row.pod)
    #expect(record.container == row.container)
    #expect(record.namespace == row.namespace)
    #expect(record.node == row.node)
    #expect(record.stream == row.stream)
  }

  @Test func `the wrapper's time stands in for a record without one`() {
    let found = decode("2024-05-02T09:14:21.106123456Z stdout F Installed /host/opt/cni/bin/aws-cni")
    #expect(found.first?.record.time == nanoseconds("2024-05-02T09:14:21.106123456Z"))
    #expect(found.first?.record.text == "Installed /host/opt/cni/bin/aws-cni")
  }

  @Test func `a journal stamp with a year beats klog without one`() {
    let found = decode(
      "2023-05-02T07:14:21.501300+0000 ip-10-0-1-23 kubelet[3021]: E0502 09:14:21.501234    3021 a.go:1] x")
    #expect(found.first?.record.time == nanoseconds("2023-05-02T07:14:21.5013Z"))
    #expect(found.first?.record.timeIsAssumed == false)
    #expect(found.first?.record.writer == .kubelet)
  }

  @Test func `parts of one stream are joined across the other stream`() {
    let line = zap("a long message")
    let cut = line.index(line.startIndex, offsetBy: 40)
    let found = decode(
      """
      2024-05-02T09:14:21.1Z stdout P \(line[..<cut])
      2024-05-02T09:14:21.2Z stderr F other
      2024-05-02T09:14:21.1Z stdout F \(line[cut...])
      """)
    #expect(Set(found.map(\.record.text)) == ["other", "a long message"])
    #expect(found.first { $0.record.text == "a long message" }?.number == 1)
  }

  @Test func `docker parts are joined until the line end comes`() {
    let line = zap("a long message")
    let cut = line.index(line.startIndex, offsetBy: 40)
    let found = decode(
      """
      {"log":\(quoted(String(line[..<cut]))),"stream":"stdout","time":"2024-05-02T09:14:21.1Z"}
      {"log":\(quoted(String(line[cut...]) + "\n")),"stream":"stdout","time":"2024-05-02T09:14:21.1Z"}
      """)
    #expect(found.map(\.record.text) == ["a long message"])
  }

  @Test func `docker objects that never end with a line end stay apart`() {
    let log = #"{"log":\#(quoted(zap("m"))),"stream":"stdout","time":"2024-05-02T09:14:21.1Z"}"#
    #expect(decode([log, log, log].joined(separator: "\n")).map(\.record.text) == ["m", "m", "m"])
  }

  @Test func `seelog text in CRI lines is joined`() {
    let found = decode(
      """
      2019-05-02T09:14:21.1Z stdout F 2019-05-02T09:14:21Z [ERROR] Failed: X
      2019-05-02T09:14:21.1Z stdout F \tstatus code: 400, request id: a
      """)
    #expect(found.map(\.record.text) == ["Failed: X\n\tstatus code: 400, request id: a"])
  }

  @Test func `a CSV export is read by its header`() {
    let message = Self.inner.replacing("\"", with: "\"\"")
    let found = decode(
      """
      @timestamp,@message
      2024-05-02 09:14:21.105,"\(message)"
      2024-05-02 09:14:22.105,"plain
      over two lines"
      """)
    #expect(found.map(\.record.text) == ["Failed \"x\"\n\tstatus code: 400", "plain", "over two lines"])
    #expect(found.last?.record.time == nanoseconds("2024-05-02T09:14:22.105Z"))
  }

  @Test func `a whole answer on one line is read event by event`() {
    let found = decode(
      #"{"events":[{"timestamp":1714641261105,"message":\#(quoted(Self.inner))},{"timestamp":1,"message":"b"}]}"#
    )
    #expect(found.map(\.record.text) == ["Failed \"x\"\n\tstatus code: 400", "b"])
  }
}
