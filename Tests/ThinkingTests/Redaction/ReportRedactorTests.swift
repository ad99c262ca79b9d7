import Evidence
import Playbooks
import Redaction
import Reports
import Testing
import VPCModel

@testable import Triage

@Suite struct ReportRedactorTests {
  private func report() -> Report {
    var primary = Finding(
      id: CauseID("subnet-exhausted"), title: "No free address", basis: .proved, confidence: 0.97,
      severity: .error,
      state: .active, step: 3, because: "0 of its 251 addresses are free in \(SampleReport.subnet)")
    primary.scope.nodes = [SampleReport.node]
    primary.scope.subnets = [SampleReport.subnet]
    primary.scope.pods = ["payments/invoicer-6d4b75cb6d-x2x9k"]
    primary.fingerprint = "00112233445566778899aabbccddeeff"
    primary.missing = [
      MissingEvidence(
        what: "the subnet's interfaces", command: "aws ec2 describe-x --subnet \(SampleReport.subnet)"),
      MissingEvidence(what: "quotas", command: "aws service-quotas list-service-quotas --service-code vpc"),
    ]
    var report = SampleReport.empty(.causeFound, primary)
    report.inputs = [
      SampleReport.input("i1", "/home/alice/acme/payments/ipamd.log", .ipamdLog, lines: 100),
      SampleReport.input("i2", "/home/alice/acme/b.tar.gz!var_log/plugin.log", .pluginLog, lines: 10),
    ]
    report.evidence = [
      EvidenceItem(
        id: "e1", place: Place(input: "/home/alice/acme/payments/ipamd.log", line: 7, byte: 99), time: nil,
        pattern: nil, node: SampleReport.node,
        text: "payments/invoicer refused on 10.20.30.40 for billing-team"
      )
    ]
    return report
  }

  private func redactor(_ report: Report, keepsMapping: Bool = false) -> ReportRedactor {
    ReportRedactor(
      report, key: AddressCipherTests.key(3), vocabulary: WordSet(["subnet"]),
      names: [("billing-team", .name)],
      keepsMapping: keepsMapping)
  }

  @Test(arguments: ["text", "json", "jsonl", "markdown", "html", "csv", "junit"])
  func `no renderer prints what the report redacted`(format: String) throws {
    var redactor = redactor(report())
    let type = try #require(Renderers.named(format))
    let text = type.init(RenderOptions(exitCode: 1)).render(redactor.redacted(report()))
    for original in [
      SampleReport.subnet, SampleReport.node, "payments", "invoicer", "alice", "acme", "10.20.30.40",
      "billing-team",
    ] {
      #expect(!text.contains(original), "\(original)")
    }
    if format.hasPrefix("json") { #expect(text.contains("ipamd.log")) }
  }

  @Test func `the fingerprint, the times and the counts are those of the original`() {
    var redactor = redactor(report())
    let shown = redactor.redacted(report())
    #expect(shown.isRedacted && shown.primary.fingerprint == report().primary.fingerprint)
    #expect(shown.from == report().from && shown.evidence.map(\.place.line) == [7])
    #expect(shown.primary.scope.subnets.count == 1 && shown.primary.scope.pods.count == 1)
  }

  @Test func `a command with an alias is none to run, others are`() {
    var redactor = redactor(report())
    let commands = redactor.redacted(report()).primary.missing.map(\.command)
    #expect(ReportRedactor.isRedacted(command: commands[0]) && commands[0].hasPrefix("#"))
    #expect(commands[1] == "aws service-quotas list-service-quotas --service-code vpc")
  }

  @Test func `advice speaks of its own ranges, and of a subnet's id as such`() {
    var report = report()
    report.remedies = [
      RemedyAdvice(
        order: 1, title: "Another range", cause: CauseID("subnet-exhausted"),
        commands: [
          "aws ec2 associate-x --cidr-block 100.64.0.0/16 --filters Name=subnet-id,Values=subnet-0a1b2c3d"
        ],
        effect: "", effectAddresses: nil, effectFreeBlocks: nil, risk: "", precondition: "",
        verify: "100.64.0.0/16 beside 100.64.7.0/24", rollback: "")
    ]
    var redactor = ReportRedactor(
      report, key: AddressCipherTests.key(3), vocabulary: WordSet(["subnet-id"]), ranges: ["100.64.0.0/16"])
    let remedy = redactor.redacted(report).remedies[0]
    #expect(remedy.commands[0].contains("--cidr-block 100.64.0.0/16 --filters Name=subnet-id,Values=subnet-"))
    #expect(!remedy.commands[0].contains("0a1b2c3d"))
    #expect(remedy.verify.hasPrefix("100.64.0.0/16 beside ") && !remedy.verify.contains("100.64.7.0"))
  }

  @Test func `the mapping leads every alias back`() {
    var redactor = redactor(report(), keepsMapping: true)
    let shown = redactor.redacted(report())
    #expect(redactor.mapping[SampleReport.subnet] == shown.primary.scope.subnets[0])
    #expect(Set(redactor.mapping.values).count == redactor.mapping.count)
  }

  @Test func `a ledger keeps its counts and its map`() throws {
    var subnet = Subnet(id: SubnetID(SampleReport.subnet))
    subnet.cidr = IPv4Block("10.20.30.0/24")
    subnet.available = 249
    var interface = NetworkInterface(id: ENIID("eni-0a1b2c3d4e5f60718"))
    interface.subnet = subnet.id
    interface.description = "aws-K8S-\(SampleReport.node)"
    interface.addresses = [
      try #require(IPv4Address("10.20.30.40")), try #require(IPv4Address("10.20.30.41")),
    ]
    interface.primaryAddress = interface.addresses[0]
    let ledger = SubnetLedger.make(subnet: subnet, interfaces: [interface])
    var report = report()
    report.subnets = [ledger]
    var redactor = redactor(report)
    let shown = redactor.redacted(report).subnets[0]
    #expect(shown.subnet != ledger.subnet && shown.cidr != ledger.cidr && shown.cidr?.length == 24)
    #expect(shown.runs == ledger.runs && shown.owners == ledger.owners && shown.free == ledger.free)
    #expect(shown.verdict == ledger.verdict && shown.isConserved)
    let holder = try #require(shown.holders.first)
    #expect(holder.interface.raw.hasPrefix("eni-") && holder.interface != ledger.holders[0].interface)
    #expect(holder.owner == .eniPrimary && holder.instance?.raw == shown.holders[0].instance?.raw)
  }
}
