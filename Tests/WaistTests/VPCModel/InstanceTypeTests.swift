import Testing
import VPCModel

@Suite struct InstanceTypeTests {
  @Test func `the table knows every type once`() {
    #expect(InstanceTypeLimits.table.count == 1392)
    #expect(InstanceTypeLimits.table["m5.large"]?.enis == 3)
    #expect(InstanceTypeLimits.table["m5.large"]?.branchENIs == 9)
    #expect(InstanceTypeLimits.table["m4.large"]?.isPrefixCapable == false)
    #expect(InstanceTypeLimits.table["t3.medium"]?.isTrunkCapable == false)
    #expect(InstanceTypeLimits.table["i3.metal"]?.isPrefixCapable == true)
    #expect(InstanceTypeLimits.table["c7i.32xlarge"]?.isTrunkCapable == nil)
    #expect(InstanceTypeLimits.table["m5.gigantic"] == nil)
  }

  @Test func `every type is found, and nothing beside one`() {
    let types = InstanceTypeLimits.table.keys
    #expect(types == types.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    #expect(Set(types).count == types.count)
    for type in types {
      #expect(InstanceTypeLimits.table[type]?.type == type)
      for other in [type + "x", String(type.dropLast()), "a" + type, type + ",", type.uppercased()]
      where !types.contains(other) {
        #expect(InstanceTypeLimits.table[other] == nil, "\(other)")
      }
    }
    for nobody in ["", " ", "\n", ",", "a", "zzzz", "\u{FF}", "m5.large,3"] {
      #expect(InstanceTypeLimits.table[nobody] == nil, "\(nobody)")
    }
  }

  @Test(
    .enabled(if: !SharedTables.instanceLimits.isEmpty, "the reference table is not beside the repository"))
  func `every type agrees with the reference table in every mode`() {
    #expect(SharedTables.instanceLimits.count == InstanceTypeLimits.table.count)
    for row in SharedTables.instanceLimits {
      let type = row["instance_type"] ?? ""
      let limits = InstanceTypeLimits.of(type)
      func number(_ column: String) -> Int? { row[column].flatMap { Int($0) } }
      func truth(_ column: String) -> Bool? { row[column].flatMap { Bool($0) } }
      #expect(limits.enis == number("max_enis"), "\(type)")
      #expect(limits.ipv4PerENI == number("ipv4_per_eni"), "\(type)")
      #expect(limits.isTrunkCapable == truth("trunking_compatible"), "\(type)")
      #expect(limits.branchENIs == number("max_branch_enis"), "\(type)")
      #expect(limits.vCPUs == number("vcpus"), "\(type)")
      #expect(limits.isBareMetal == truth("is_bare_metal"), "\(type)")
      #expect(limits.isPrefixCapable == truth("prefix_delegation_supported"), "\(type)")
      let pods = limits.allMaxPods
      #expect(pods.secondary == number("max_pods_formula"), "\(type)")
      if let file = number("max_pods_file") { #expect(pods.secondary == file, "\(type)") }
      #expect(pods.prefix == number("max_pods_prefix_uncapped"), "\(type)")
      #expect(pods.recommendedSecondary == number("max_pods_secondary_recommended"), "\(type)")
      #expect(pods.recommendedPrefix == number("max_pods_prefix_recommended"), "\(type)")
    }
  }
}

@Suite struct MaxPodsTests {
  @Test(
    arguments: [
      (
        type: "m5.large", secondary: 29, prefix: 434, custom: 20, both: 290, recommended: 29,
        prefixRecommended: 110
      ),
      ("t3.small", 11, 146, 8, 98, 11, 110), ("t3.medium", 17, 242, 12, 162, 17, 110),
      ("m5.4xlarge", 234, 3714, 205, 3250, 110, 110), ("c5.18xlarge", 737, 11762, 688, 10978, 250, 250),
      ("m4.large", 20, nil, 11, nil, 20, nil), ("a1.medium", 8, 98, 5, 50, 8, 98),
      ("m5.8xlarge", 234, 3714, 205, 3250, 234, 250),
    ] as [(String, Int, Int?, Int, Int?, Int?, Int?)])
  func `max pods in every mode`(
    type: String, secondary: Int, prefix: Int?, custom: Int, both: Int?, recommended: Int?,
    prefixRecommended: Int?
  ) {
    let pods = InstanceTypeLimits.of(type).allMaxPods
    #expect(pods.secondary == secondary)
    #expect(pods.prefix == prefix)
    #expect(pods.customNetworking == custom)
    #expect(pods.prefixCustomNetworking == both)
    #expect(pods.recommendedSecondary == recommended)
    #expect(pods.recommendedPrefix == prefixRecommended)
  }

  @Test func `a trunk takes one ENI away where the type can trunk`() {
    let pods = InstanceTypeLimits.of("m5.large").allMaxPods
    #expect(pods.trunk == 20)
    #expect(pods.trunkCustomNetworking == 11)
    #expect(pods.prefixTrunk == 290)
    #expect(pods.prefixTrunkCustomNetworking == 146)
    #expect(InstanceTypeLimits.of("t3.medium").allMaxPods.trunk == nil)
  }

  @Test func `usable addresses leave out every primary address`() {
    let limits = InstanceTypeLimits.of("m5.large")
    #expect(limits.usableAddresses() == 27)
    #expect(limits.usableAddresses(PoolMode(usesPrefixes: true)) == 432)
    #expect(limits.usableAddresses(maxENIs: 2) == 18)
    #expect(limits.usableAddresses(maxENIs: 9) == 27)
    #expect(limits.usableAddresses(maxENIs: 0) == 27)
    #expect(limits.usableAddresses(unmanaged: 1) == 18)
    #expect(limits.usableAddresses(unmanaged: .max) == 0)
  }

  @Test func `thirty vCPUs still recommend 110`() {
    var limits = InstanceTypeLimits(type: "x.large", enis: 8, ipv4PerENI: 30)
    #expect(limits.recommendedMaxPods() == nil)
    limits.vCPUs = 30
    #expect(limits.recommendedMaxPods() == 110)
    limits.vCPUs = 31
    #expect(limits.recommendedMaxPods() == 234)
  }

  @Test func `limits out of this world do not trap`() {
    let limits = InstanceTypeLimits(type: "x", enis: .max, ipv4PerENI: .min)
    #expect(limits.maxPods() == 2)
    let wide = InstanceTypeLimits(type: "x", enis: .max, ipv4PerENI: .max)
    #expect(wide.maxPods(PoolMode(usesPrefixes: true)) > 0)
  }

  @Test func `max pods that the pool cannot hold are too high, the old formula in prefix mode too low`() {
    let limits = InstanceTypeLimits.of("m5.large")
    let plain = MaxPodsFit(maxPods: 29, limits: limits, mode: PoolMode())
    #expect(plain.verdict == .fits)
    let custom = MaxPodsFit(maxPods: 29, limits: limits, mode: PoolMode(usesCustomNetworking: true))
    #expect(custom.verdict == .tooHigh(by: 9))
    #expect(custom.isAtPlainFormula)
    #expect(MaxPodsFit(maxPods: 110, limits: limits, mode: PoolMode()).verdict == .tooHigh(by: 81))
    let prefix = PoolMode(usesPrefixes: true)
    #expect(MaxPodsFit(maxPods: 29, limits: limits, mode: prefix).verdict == .tooLow)
    #expect(MaxPodsFit(maxPods: 110, limits: limits, mode: prefix).verdict == .fits)
    #expect(MaxPodsFit(maxPods: .min, limits: limits, mode: prefix).verdict == .fits)
    // 234 is above what the calculator recommends in either mode: nothing to gain.
    let large = MaxPodsFit(maxPods: 234, limits: .of("m5.4xlarge"), mode: prefix)
    #expect(large.verdict == .fits)
  }
}
