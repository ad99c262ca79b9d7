import Testing
import VPCModel

/// The CNI documentation's own tables, and the formulas of a pool at rest.
@Suite struct DocumentedTargetTests {
  /// Type, `WARM_ENI_TARGET` or `[WARM_IP_TARGET, MINIMUM_IP_TARGET]`, pods, ENIs, addresses, idle ones.
  /// Source: amazon-vpc-cni-k8s, docs/eni-and-ip-target.md.
  @Test(
    arguments: [
      ("t3.small", 1, nil, 0, 1, 3, 3), ("t3.small", 1, nil, 5, 3, 9, 4), ("t3.small", 1, nil, 9, 3, 9, 0),
      ("t3.small", nil, [1, 1], 0, 1, 1, 1), ("t3.small", nil, [1, 1], 5, 2, 6, 1),
      ("t3.small", nil, [1, 1], 9, 3, 9, 0), ("t3.small", nil, [2, 5], 0, 2, 5, 5),
      ("t3.small", nil, [2, 5], 5, 3, 7, 2), ("t3.small", nil, [2, 5], 9, 3, 9, 0),
      ("p3dn.24xlarge", 1, nil, 0, 1, 49, 49), ("p3dn.24xlarge", 1, nil, 3, 2, 98, 95),
      ("p3dn.24xlarge", 1, nil, 95, 3, 147, 52), ("p3dn.24xlarge", nil, [5, 10], 0, 1, 10, 10),
      ("p3dn.24xlarge", nil, [5, 10], 7, 1, 12, 5), ("p3dn.24xlarge", nil, [5, 10], 15, 1, 20, 5),
      ("p3dn.24xlarge", nil, [5, 10], 45, 2, 50, 5),
    ] as [(String, Int?, [Int]?, Int, Int, Int, Int)])
  func `the documented targets give the documented pools`(
    type: String, enis: Int?, addresses: [Int]?, pods: Int, attached: Int, total: Int, idle: Int
  ) {
    var environment: [String: String] = [:]
    environment["WARM_ENI_TARGET"] = enis.map(String.init)
    environment["WARM_IP_TARGET"] = addresses?.first.map(String.init)
    environment["MINIMUM_IP_TARGET"] = addresses?.last.map(String.init)
    let pool = PoolSimulation.steadyState(.of(type, environment, maxPods: 1000), pods: pods)
    #expect([pool.enis, pool.podIPs, pool.free] == [attached, total, idle])
    #expect(pool.rest == .steady)
  }

  /// `[WARM_IP_TARGET, MINIMUM_IP_TARGET]` or nothing beside `WARM_PREFIX_TARGET` 1, pods, prefixes, idle addresses.
  /// Source: amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md, where it agrees with the code: a floor of 20 needs two
  /// prefixes, and the first ENI holds 49 of them before a second is attached.
  @Test(
    arguments: [
      ("t3.small", [], 0, 1, 16), ("t3.small", [], 5, 2, 27), ("t3.small", [], 17, 3, 31),
      ("t3.small", [1, 1], 0, 1, 16), ("t3.small", [1, 1], 5, 1, 11), ("t3.small", [1, 1], 17, 2, 15),
      ("t3.small", [2, 5], 0, 1, 16), ("t3.small", [2, 5], 5, 1, 11), ("t3.small", [2, 5], 17, 2, 15),
      ("t3.small", [7, 20], 0, 2, 32), ("t3.small", [7, 20], 5, 2, 27), ("t3.small", [7, 20], 17, 2, 15),
      ("p3dn.24xlarge", [], 0, 1, 16), ("p3dn.24xlarge", [], 3, 2, 29), ("p3dn.24xlarge", [], 95, 7, 17),
      ("p3dn.24xlarge", [5, 10], 0, 1, 16), ("p3dn.24xlarge", [5, 10], 7, 1, 9),
      ("p3dn.24xlarge", [5, 10], 15, 2, 17), ("p3dn.24xlarge", [5, 10], 45, 4, 19),
    ] as [(String, [Int], Int, Int, Int)])
  func `the documented prefixes are held by one ENI`(
    type: String, targets: [Int], pods: Int, prefixes: Int, idle: Int
  ) {
    var environment = ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"]
    environment["WARM_IP_TARGET"] = targets.first.map(String.init)
    environment["MINIMUM_IP_TARGET"] = targets.last.map(String.init)
    let pool = PoolSimulation.steadyState(.of(type, environment, maxPods: 1000), pods: pods)
    #expect(pool.cidrsPerENI == [prefixes])
    #expect(pool.free == idle)
  }

  /// Packed pods and no cap by max-pods, as one may work it out on paper.
  @Test(arguments: ["t3.small", "m5.large", "m5.4xlarge", "c5.18xlarge"])
  func `a pool without a cap rests where the formula says`(type: String) throws {
    let limits = InstanceTypeLimits.of(type)
    let slots = limits.ipv4PerENI - 1
    for custom in [false, true] {
      let serving = limits.enis - (custom ? 1 : 0)
      for pods in stride(from: 0, through: serving * slots + 2, by: slots > 20 ? 7 : 1) {
        let full = min(pods, serving * slots)
        func rest(_ environment: [String: String]) -> SimulatedPool {
          var environment = environment
          environment["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"] = custom ? "true" : "false"
          return PoolSimulation.steadyState(.of(type, environment, maxPods: nil), pods: pods)
        }
        for warm in 1...2 {
          let enis = pods == 0 ? warm : (pods + slots - 1) / slots + warm
          #expect(rest(["WARM_ENI_TARGET": "\(warm)"]).podIPs == min(serving, enis) * slots)
        }
        for (warm, floor) in [(1, 0), (2, 10), (5, 30)] {
          let pool = rest(["WARM_IP_TARGET": "\(warm)", "MINIMUM_IP_TARGET": "\(floor)"])
          #expect(pool.podIPs == min(max(pods + warm, floor), serving * slots))
          #expect(pool.refused == pods - full)
        }
        guard limits.isPrefixCapable == true else { continue }
        for warm in 1...2 {
          let pool = rest(["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "\(warm)"])
          #expect(pool.cidrsPerENI.reduce(0, +) == min((pods + 15) / 16 + warm, serving * slots))
        }
      }
    }
  }

  /// A floor alone is a ceiling too: nothing asks for more once it is reached.
  @Test func `a minimum without a warm target never grows above itself`() {
    let pool = PoolSimulation.steadyState(
      .of("m5.4xlarge", ["MINIMUM_IP_TARGET": "30"], maxPods: 234), pods: 40)
    #expect(pool.podIPs == 30)
    #expect(pool.refused == 10)
    #expect(pool.rest == .steady)
  }

  @Test func `an unknown type keeps a slot for a trunk that never comes`() {
    let shape = NodeShape(
      limits: InstanceTypeLimits(type: "x1.new", enis: 3, ipv4PerENI: 10),
      settings: CNISettings(environment: ["ENABLE_POD_ENI": "true"]), maxPods: 29)
    let pool = PoolSimulation.steadyState(shape, pods: 19)
    #expect(pool.cidrsPerENI == [9, 9])
    #expect(pool.refused == 1)
    #expect(shape.usableAddresses == 18)
  }
}

extension NodeShape {
  static func of(_ type: String, _ environment: [String: String], maxPods: Int?) -> NodeShape {
    NodeShape(limits: .of(type), settings: CNISettings(environment: environment), maxPods: maxPods)
  }
}
