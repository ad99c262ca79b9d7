import Testing
import VPCModel

@Suite struct CNISettingsTests {
  @Test(
    arguments: [
      (nil, 1), ("0", 0), ("3", 3), ("+3", 3), ("-1", 1), ("two", 1), ("", 1), (" 2", 1), ("2.0", 1),
      ("1_0", 1),
      ("99999999999999999999", 1),
    ] as [(String?, Int)])
  func `targets are read as Go reads them`(text: String?, target: Int) {
    var environment: [String: String] = [:]
    environment["WARM_ENI_TARGET"] = text
    #expect(CNISettings(environment: environment).warmENITarget == target)
  }

  @Test func `the other targets fall back to 0`() {
    let settings = CNISettings(environment: [
      "WARM_IP_TARGET": "-5", "MINIMUM_IP_TARGET": "x", "WARM_PREFIX_TARGET": "", "MAX_ENI": "0",
    ])
    #expect(!settings.hasIPTargets)
    #expect(settings.warmPrefixTarget == 0)
    #expect(settings.maxENI == nil)
    #expect(CNISettings.shipped.warmPrefixTarget == 1)
  }

  @Test(arguments: [
    ("1", true), ("t", true), ("TRUE", true), ("True", true), ("tRUE", false), ("yes", false), ("on", false),
    ("", false), ("false", false), ("F", false),
  ])
  func `booleans are Go's, anything else is the default`(text: String, isOn: Bool) {
    #expect(CNISettings(environment: ["ENABLE_PREFIX_DELEGATION": text]).usesPrefixes == isOn)
    let discovers = CNISettings(environment: ["ENABLE_SUBNET_DISCOVERY": text]).discoversSubnets
    #expect(discovers == (CNISettings.truth(text) ?? true))
  }

  @Test(
    arguments: [
      (["WARM_PREFIX_TARGET": "1"], false), ([:], true), (["WARM_IP_TARGET": "0"], true),
      (["MINIMUM_IP_TARGET": "5"], false), (["WARM_IP_TARGET": "-1"], true), (["WARM_IP_TARGET": "+5"], true),
      (["WARM_IP_TARGET": "00"], false),
    ] as [([String: String], Bool)])
  func `the entry point refuses prefix mode with nothing warm, by text`(
    targets: [String: String], isRefused: Bool
  ) {
    let environment = targets.merging(["ENABLE_PREFIX_DELEGATION": "true"]) { first, _ in first }
    #expect(CNISettings.isRefused(environment: environment) == isRefused)
    #expect(!CNISettings.isRefused(environment: targets))
  }

  @Test func `manifest defaults beside IP targets are no conflict`() {
    var settings = CNISettings.shipped
    settings.usesPrefixes = true
    settings.warmIPTarget = 5
    #expect(settings.conflicts.isEmpty)
    settings.warmPrefixTarget = 2
    #expect(settings.conflicts == [.prefixTargetBesideIPTargets])
    settings.usesPrefixes = false
    settings.warmENITarget = 2
    #expect(settings.conflicts == [.eniTargetBesideIPTargets])
    var nothing = CNISettings()
    nothing.usesPrefixes = true
    #expect(nothing.conflicts == [.nothingWarmInPrefixMode])
  }
}
