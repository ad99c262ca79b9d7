import Testing

@testable import Collectors

@Suite struct InputNameTests {
  @Test(arguments: [
    (
      "eks_i-0123456789abcdef0_2026-09-01_0233-UTC_0.7.8.tar.gz!var_log/aws-routed-eni/ipamd.log",
      ["i-0123456789abcdef0"]
    ),
    ("logs/i-0a1b2c3d/ipamd.log", ["i-0a1b2c3d"]),
    ("ip-10-0-1-23.us-west-2.compute.internal/ipamd.log", ["ip-10-0-1-23.us-west-2.compute.internal"]),
    ("ipamd-ip-10-0-1-23.ec2.internal.log", ["ip-10-0-1-23.ec2.internal"]),
    ("ip-10-0-1-23-ipamd.log", ["ip-10-0-1-23"]),
    ("describe-i-0a1b2c3.json", []), ("wifi-0a1b2c3d.log", []), ("i-0123456789abcdef01.log", []),
    ("ip-10-0-1.log", []), ("", []),
  ]) func `instances and private names are read out of a name`(name: String, wanted: [String]) {
    #expect(InputName(name).aliases.sorted() == wanted)
  }

  @Test(arguments: [
    ("case/ipamd.log", ""), ("case/ipamd.log.1", ""), ("case/ipamd.log.2.gz", ""),
    ("case/ipamd-2026-09-02T01-02-03.log", ""),
    ("case/ipamd-2.log", "2"), ("case/aws-node.log", ""), ("case/aws-node-previous.log", ""),
    ("case/ipamd-node-a.log", "a"), ("case/node1-ipamd.log", "node1"),
    ("case/ipamd-i-0a1b2c3d.log", "i-0a1b2c3d"),
    ("case/plugin.log", ""), ("case/ipamd-2026-09-02-12.log", ""), ("case/ipamd.log.12", ""),
    ("case/metrics.txt", ""),
  ]) func `rotated files are one node's and numbered ones are not`(name: String, residue: String) {
    #expect(InputName(name).residue == residue)
  }

  @Test func `the folders of a bundle are no folders of ours`() {
    let bundle = "b/eks_i-0123456789abcdef0_2026-09-01_0233-UTC_0.7.8.tar.gz"
    let log = InputName(bundle + "!var_log/aws-routed-eni/ipamd.log")
    let state = InputName(bundle + "!ipamd/enis.json")
    #expect(log.root == state.root)
    #expect(log.group != state.group)
    #expect(log.year == 2026)
    #expect(InputName("a/ipamd.log").root != InputName("b/ipamd.log").root)
  }

  @Test(arguments: [
    ("ipamd.log", nil as Int?), ("a-2026/x", nil), ("x-1999-01-01.log", nil), ("x-20260901.log", nil),
    ("v2_2031-02-03_x", 2_031), ("1-2026-09-012", 2_026), ("x-2026-13-01", nil),
  ])
  func `a year is that of a date`(name: String, year: Int?) {
    #expect(InputName(name).year == year)
  }

  @Test func `a name that somebody made long or strange is no trap`() {
    for name in [
      String(repeating: "i-", count: 20_000), String(repeating: "ip-1-", count: 8_000),
      "é/\u{202E}ip-1-2-3-4", "!!//!", "ip-", "i",
    ] {
      let read = InputName(name)
      #expect(read.group == "file:" + name)
    }
  }

  @Test func `only a whole date tells the year`() {
    let bundle = "eks_i-0123456789abcdef0_2026-09-01_0233-UTC_0.7.8.tar.gz"
    #expect(InputName(bundle + "!kubelet/kubelet.log").year == 2026)
    #expect(InputName("case-6f21-2083-9c41/kubelet.log").year == nil)
    #expect(InputName("ticket-2041/ipamd.log").year == nil)
    #expect(InputName("2025-01-02/ipamd-2026-09-02T03-14-21.105.log").year == 2026)
  }
}
