import Reports
import Testing
import VPCModel

@Suite struct SubnetRendererTests {
  private let renderer = SubnetRenderer(RenderOptions(exitCode: 0))

  @Test func `a ledger reads as a sum and names its holders`() {
    let text = renderer.text([SampleReport.ledger(SampleReport.subnet)])
    #expect(text.contains("256 = 5 reserved by AWS + 251 held + 0 free"))
    #expect(text.contains("AWS says 0 available: the counts agree"))
    #expect(text.contains("and 12 more nodes"))
    #expect(text.contains("load-balancer, ELB app/shop/1"))
  }

  @Test func `free addresses come with their shape, a difference with its reason`() {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.cidr = IPv4Block("10.0.1.0/24")
    subnet.available = 249
    let text = renderer.text([SubnetLedger.make(subnet: subnet, interfaces: [])])
    #expect(text.contains("free: 14 aligned /28, longest run 251"))
    #expect(text.contains("AWS says 249 available, 251 counted; 2 fewer than counted, not explained"))
  }

  @Test func `a subnet that is exhausted with addresses free says for what`() {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.cidr = IPv4Block("10.0.1.0/28")
    subnet.available = 11
    func text(_ prefixMode: Bool?) -> String {
      renderer.text([SubnetLedger.make(subnet: subnet, interfaces: [], prefixModeInUse: prefixMode)])
        .split { $0.isWhitespace }.joined(separator: " ")
    }
    #expect(text(nil).contains("too few for a prefix of 16, if the nodes use prefixes"))
    #expect(text(true).contains("too few for a prefix of 16 AWS says"))
    #expect(!text(false).contains("too few"))
  }

  @Test func `an IPv6 subnet is not blamed for having no IPv4 CIDR`() {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.isIPv6Native = true
    let text = renderer.text([SubnetLedger.make(subnet: subnet, interfaces: [])])
    #expect(text.contains("an IPv6 subnet: it has no IPv4 addresses to run out of"))
    #expect(!text.contains("no IPv4 CIDR given"))
  }

  @Test func `what was not counted is not called zero`() {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.available = 7
    let text = renderer.text([SubnetLedger.make(subnet: subnet, interfaces: nil)])
    #expect(text.contains("AWS says 7 available; who holds the rest is not in the evidence"))
    subnet.available = nil
    #expect(
      renderer.text([SubnetLedger.make(subnet: subnet, interfaces: nil)]).contains(
        "free addresses are not known"))
  }

  /// Every form that grows with the addresses, whole and in pieces.
  private func forms(of ledgers: [SubnetLedger]) -> [(whole: String, write: (@escaping Sink) -> Bool)] {
    let full = SubnetRenderer(
      RenderOptions(exitCode: 0), map: .full, drains: SubnetRenderer.Drains(need: 2, grain: .node))
    return [
      (full.json(ledgers), { full.json(ledgers, to: $0) }),
      (full.text(ledgers), { full.text(ledgers, to: $0) }),
      (full.svg(ledgers), { full.svg(ledgers, to: $0) }),
      (ProofTree.text(ledgers), { ProofTree.write(ledgers, to: $0) }),
    ]
  }

  @Test func `in pieces it is the same text, and no piece is more than a subnet`() throws {
    let ledgers = try (0..<6).map { try #require(RandomSubnet(length: 19, seed: $0)).ledger }
    var large = 0
    for form in forms(of: ledgers) {
      var pieces: [String] = []
      let isWhole = form.write { piece in
        pieces.append(piece)
        return true
      }
      #expect(isWhole)
      #expect(pieces.joined() == form.whole)
      // Short ones go in one piece.
      guard form.whole.utf8.count > 1 << 17 else { continue }
      large += 1
      #expect(pieces.allSatisfy { $0.utf8.count < form.whole.utf8.count * 3 / 4 })
    }
    #expect(large >= 2)
  }

  @Test func `nothing more is made when the reader takes no more`() throws {
    let ledgers = try (0..<6).map { try #require(RandomSubnet(length: 19, seed: $0)).ledger }
    for form in forms(of: ledgers) {
      var pieces = 0
      let isWhole = form.write { _ in
        pieces += 1
        return false
      }
      #expect(!isWhole)
      #expect(pieces == 1)
    }
  }

  @Test func `no subnet is said, not shown as an empty page`() {
    #expect(renderer.text([]) == "no subnet in the documents given\n")
  }
}
