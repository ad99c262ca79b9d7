import Foundation
import Reports
import Testing
import VPCModel

@Suite struct LimitsRendererTests {
  static func limits(_ type: String) -> InstanceTypeLimits {
    InstanceTypeLimits.table[type] ?? InstanceTypeLimits(type: type, enis: 3, ipv4PerENI: 10)
  }

  @Test func `the JSON has the keys of the contract, and m5.large its numbers`() throws {
    let text = LimitsRenderer(RenderOptions(exitCode: 0)).json([Self.limits("m5.large")])
    let object = try JSONRendererTests.object(text)
    #expect(object["schemaVersion"] as? String == "1.0.0")
    let type = try #require((object["instanceTypes"] as? [[String: Any]])?.first)
    #expect(
      Set(type.keys) == [
        "instanceType", "enis", "ipv4PerENI", "prefixCapable", "trunkCapable", "branchENIs", "maxPods",
      ])
    let pods = try #require(type["maxPods"] as? [String: Any])
    #expect(
      Set(pods.keys) == [
        "secondary", "prefix", "customNetworking", "prefixCustomNetworking", "trunk", "recommended",
      ])
    #expect(pods["secondary"] as? Int == 29)
    #expect(pods["prefix"] as? Int == 434)
    #expect((pods["recommended"] as? [String: Any])?["prefix"] as? Int == 110)
  }

  @Test func `what a table does not say is null in JSON and not known in text`() throws {
    let bare = InstanceTypeLimits(type: "x1.unheard", enis: 3, ipv4PerENI: 10)
    let renderer = LimitsRenderer(RenderOptions(exitCode: 0))
    let type = try #require(
      (try JSONRendererTests.object(renderer.json([bare]))["instanceTypes"] as? [[String: Any]])?.first)
    #expect(type["prefixCapable"] is NSNull && type["branchENIs"] is NSNull)
    #expect(renderer.text([bare]).contains("not known"))
  }

  @Test func `a type that cannot do it says so`() {
    let text = LimitsRenderer(RenderOptions(exitCode: 0)).text([Self.limits("t2.medium")])
    #expect(text.contains("prefix delegation"))
    #expect(text.contains("not possible"))
  }
}
