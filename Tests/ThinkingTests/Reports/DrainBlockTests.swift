import Reports
import Testing
import VPCModel

@Suite struct DrainBlockTests {
  private static func interface(
    _ id: String, _ addresses: [String], _ description: String?, instance: String? = nil, index: Int? = nil
  ) -> NetworkInterface {
    var interface = NetworkInterface(id: ENIID(id))
    interface.subnet = SubnetID("subnet-0a1")
    interface.addresses = addresses.compactMap { IPv4Address($0) }
    interface.description = description
    interface.status = "in-use"
    if let instance {
      var attachment = Attachment()
      attachment.instance = InstanceID(instance)
      attachment.deviceIndex = index
      interface.attachment = attachment
    }
    return interface
  }

  private static func ledger() -> SubnetLedger {
    var subnet = Subnet(id: SubnetID("subnet-0a1"))
    subnet.cidr = IPv4Block("10.0.1.0/26")
    subnet.available = 64 - 5 - 5
    return SubnetLedger.make(
      subnet: subnet,
      interfaces: [
        interface("eni-01", ["10.0.1.20", "10.0.1.21"], "Primary", instance: "i-1", index: 0),
        interface("eni-02", ["10.0.1.50", "10.0.1.51"], "aws-K8S-i-1", instance: "i-1", index: 1),
        interface("eni-0b", ["10.0.1.40"], "ELB app/shop/1"),
      ], nodeInstances: [InstanceID("i-1")], prefixModeInUse: true)
  }

  private static func drains(_ need: Int, _ grain: DrainPlan.Grain = .node) -> SubnetRenderer.Drains {
    SubnetRenderer.Drains(need: need, grain: grain)
  }

  @Test func `a plan says who goes, what moves, what is then free and how to keep it`() {
    let renderer = SubnetRenderer(RenderOptions(exitCode: 0), map: .none, drains: Self.drains(1))
    let text = renderer.text([Self.ledger()])
    #expect(text.contains("1 free /28 wanted, 0 now: 1 after 1 release, at most 2 pods move"))
    #expect(text.contains("drain and terminate i-1: at most 2 pods move, 2 interfaces, 4 addresses"))
    #expect(text.contains("eni-01 goes with the instance only"))
    #expect(text.contains("free then: 10.0.1.16/28"))
    #expect(text.contains("--reservation-type prefix --cidr 10.0.1.16/28"))
  }

  @Test func `what prevents it is named`() {
    let renderer = SubnetRenderer(RenderOptions(exitCode: 0), map: .none, drains: Self.drains(2))
    let text = renderer.text([Self.ledger()])
    #expect(text.contains("2 free /28 wanted, 0 now: at most 1, whatever nodes leave"))
    #expect(text.contains("load balancer eni-0b, ELB app/shop/1: in 1 /28, alone"))
    #expect(text.contains("AWS's own first four and last address: in 2 /28, alone"))
  }

  @Test func `where nobody counted, no number is given as free now`() throws {
    var subnet = Subnet(id: SubnetID("subnet-0a"))
    subnet.cidr = IPv4Block("10.0.1.0/24")
    let ledger = SubnetLedger.make(subnet: subnet, interfaces: nil)
    let renderer = SubnetRenderer(RenderOptions(exitCode: 0), map: .none, drains: Self.drains(1))
    #expect(renderer.text([ledger]).contains("1 free /28 wanted: no plan, addresses were not counted"))
    let json = renderer.json([ledger])
    for key in ["freeNow", "freeAfter", "possible"] { #expect(json.contains("\"\(key)\": null"), "\(key)") }
  }

  @Test func `the JSON has the plan under a key of its own, and only when asked`() {
    let ledger = Self.ledger()
    let plain = SubnetRenderer(RenderOptions(exitCode: 0)).json([ledger])
    #expect(!plain.contains("\"drains\""))
    let json = SubnetRenderer(RenderOptions(exitCode: 0), drains: Self.drains(1)).json([ledger])
    for part in [
      "\"drains\"", "\"outcome\": \"planned\"", "\"fewest\": true", "\"freeAfter\": 1",
      "\"firstENI\": \"eni-01\"",
      "\"exact\": false",
    ] { #expect(json.contains(part), "\(part)") }
    let byENI = SubnetRenderer(RenderOptions(exitCode: 0), drains: Self.drains(1, .eni)).json([ledger])
    #expect(byENI.contains("\"outcome\": \"prevented\""))
    #expect(byENI.contains("\"reason\": \"the first interface of i-1\""))
  }
}
