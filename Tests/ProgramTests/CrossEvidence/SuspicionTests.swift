import Testing
import Triage

/// A subnet that looks guilty and is not, and one that is although it looks well again.
@Suite struct SuspicionTests {
  let one = Kit(1)

  @Test func `with custom networking the node's own empty subnet gives no address to pods`() {
    var pen = Pen(one)
    pen.start(custom: true)
    pen.serve(60, "web-0")
    pen.refuse(301, "web-1", times: 4)
    let scene = Scene([
      "ipamd.log": pen.text,
      "subnets.json": Papers.subnets([
        Papers.subnet(available: 0), Papers.subnet(Kit.subnetB, "100.64.0.0/24", available: 190),
      ]),
      "eniconfigs.json": Papers.list([Papers.eniConfig("us-east-1a", subnet: Kit.subnetB)]),
    ])
    expect(scene, "unknown", Wanted(status: .undecided))
  }

  @Test func `a full node in a subnet that is nearly empty`() {
    var pen = Pen(one)
    pen.start()
    pen.stats(300, 27, 27)
    pen.room(300, enis: 3, limit: 3)
    pen.refuse(301, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text, "subnets.json": Papers.subnets([Papers.subnet(available: 12)])]),
      "node-ip-limit",
      Wanted(state: .active, basis: .proved))
  }

  @Test func `fifty-seven addresses free, refusals, and no code`() {
    var pen = Pen(one)
    pen.start(maxPods: 110, prefix: true)
    pen.stats(300, 32, 32)
    pen.refuse(301, "web-1", times: 4)
    expect(
      Scene(["ipamd.log": pen.text, "subnets.json": Papers.subnets([Papers.subnet(available: 57)])]),
      "unknown",
      Wanted(status: .undecided))
  }

  @Test func `relief before the subnet was looked at`() {
    var pen = Pen(one)
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 2)
    pen.grow(480)
    pen.serve(481, "web-1", attempt: 9)
    let scene = Scene(["ipamd.log": pen.text]).with(
      "subnets.json", Papers.subnets([Papers.subnet(available: 140)]), at: 560)
    expect(scene, "subnet-exhausted", Wanted(state: .recovered))
  }

  @Test func `a bulk request fails while some are free`() {
    // Thirty addresses were asked for; twenty are left.
    var pen = Pen(Kit(1, type: "m5.4xlarge"))
    pen.start(type: "m5.4xlarge", maxPods: 234)
    for round in 0..<3 {
      pen.create(
        300 + 125 * round, fails: "InsufficientFreeAddressesInSubnet",
        "The specified subnet does not have enough free addresses")
    }
    pen.refuse(301, "web-1", times: 20)
    let scene = Scene(["ipamd.log": pen.text]).with(
      "subnets.json", Papers.subnets([Papers.subnet(available: 20)]), at: 560)
    expect(scene, "subnet-exhausted", Wanted(state: .active))
  }

  @Test func `nothing is said of a subnet nobody named`() {
    var pen = Pen()
    pen.start()
    pen.shortage(300)
    pen.refuse(301, "web-1", times: 3)
    let report = expect(
      Scene([
        "ipamd.log": pen.text,
        "subnets.json": Papers.subnets([
          Papers.subnet(available: 100),
          Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 90, zone: "us-east-1b"),
        ]),
      ]), "subnet-exhausted", Wanted(state: .active))
    #expect(report.primary.scope.subnets == [], Comment(rawValue: report.gist))
  }

  @Test func `an instance type without prefixes in prefix mode`() {
    var pen = Pen(Kit(1, type: "m4.large"))
    pen.start(type: "m4.large", maxPods: 110, prefix: true)
    pen.say(
      2,
      "Prefix delegation is not supported on non-nitro instance m4.large hence falling back to default (secondary IP) mode",
      "warn")
    pen.stats(300, 18, 18)
    pen.room(300, enis: 2, limit: 2)
    pen.refuse(301, "web-1", times: 4)
    let report = Scene(["ipamd.log": pen.text]).report
    let gist = Comment(rawValue: report.gist)
    #expect(report.status == .causeFound, gist)
    #expect(
      ["instance-type-unsupported", "max-pods-mismatch", "node-ip-limit"].contains(report.primary.id.raw),
      gist)
  }
}
