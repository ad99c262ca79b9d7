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

  @Test func `no subnet is said, not shown as an empty page`() {
    #expect(renderer.text([]) == "no subnet in the documents given\n")
  }
}
