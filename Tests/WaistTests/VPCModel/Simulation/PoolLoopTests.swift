import Testing
import VPCModel

/// The loop in time: what comes when, what stays, what never rests.
@Suite struct PoolLoopTests {
  private static func held(_ addresses: [Int], isPrimary: Bool) -> HeldENI {
    var eni = HeldENI()
    eni.isPrimary = isPrimary
    eni.addresses = addresses
    return eni
  }

  private static let targets = ["WARM_IP_TARGET": "2", "MINIMUM_IP_TARGET": "10"]

  @Test func `IP targets take back what a node holds beyond them`() {
    let pods = [1] + [Int](repeating: 0, count: 28)
    let idle = [Int](repeating: 0, count: 29)
    var node = PoolSimulation(
      .of("m5.4xlarge", Self.targets, maxPods: 234),
      from: [Self.held(pods, isPrimary: true), Self.held(idle, isPrimary: false)])
    let pool = node.rested()
    #expect(pool.cidrsPerENI == [10])
    #expect(pool.total == 11)
    #expect(node.calls[.unassign] == 2 && node.calls[.delete] == 1 && node.calls[.create] == 0)
  }

  @Test func `one pod pins an ENI`() {
    let idle = [Int](repeating: 0, count: 29)
    var node = PoolSimulation(
      .of("m5.4xlarge", Self.targets, maxPods: 234),
      from: [Self.held(idle, isPrimary: true), Self.held([0, 1] + idle.dropLast(2), isPrimary: false)])
    let pool = node.rested()
    #expect(pool.enis == 2)
    #expect(pool.podIPs == 10)
    #expect(node.calls[.delete] == 0)
  }

  @Test func `without IP targets only whole ENIs are given back`() {
    let idle = [Int](repeating: 0, count: 9)
    func rest(_ enis: Int) -> [Int] {
      let held = (0..<enis).map { Self.held($0 == 0 ? [1] + idle.dropFirst() : idle, isPrimary: $0 == 0) }
      var node = PoolSimulation(.of("m5.large", [:], maxPods: 29), from: held)
      return node.rested().cidrsPerENI
    }
    // 26 free are one more than 2 ENIs' worth less than 27; 17 are not.
    #expect(rest(3) == [9, 9])
    #expect(rest(2) == [9, 9])
  }

  @Test func `prefix mode takes over slots as pods leave them`() {
    let shape = NodeShape.of(
      "m5.large", ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"], maxPods: 110)
    var node = PoolSimulation(shape, from: [Self.held([1, 1, 0, 0, 0, 0, 0, 0, 0], isPrimary: true)])
    node.arrive(3)
    let pool = node.rested()
    #expect(pool.cidrsPerENI == [4], "2 addresses that pods hold, 2 prefixes")
    #expect(pool.podIPs == 34)
    #expect(pool.podsWithAddress == 5)
    #expect(pool.free == 29)
    #expect(node.calls[.unassign] == 1)
  }

  @Test func `prefixes with pods stay after prefix mode is turned off, and are for nobody new`() {
    var eni = HeldENI()
    eni.isPrimary = true
    eni.prefixes = [3, 0]
    var node = PoolSimulation(.of("m5.large", ["WARM_IP_TARGET": "2"], maxPods: 29), from: [eni])
    let pool = node.rested()
    #expect(pool.podIPs == 18)
    #expect(pool.stranded == 13)
    #expect(pool.free == 2)
  }

  @Test func `custom networking leaves the pods of the first ENI where they are`() {
    let shape = NodeShape.of("m5.large", ["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"], maxPods: 20)
    var node = PoolSimulation(shape, from: [Self.held([1, 0, 0], isPrimary: true)])
    let pool = node.rested()
    #expect(pool.cidrsPerENI == [1, 9])
    #expect(pool.nodeSubnetAddresses == 2)
    #expect(pool.podSubnetAddresses == 10)
  }

  @Test func `nothing warm and every address taken is an ENI that comes and goes`() {
    let pool = PoolSimulation.steadyState(.of("m5.large", ["WARM_ENI_TARGET": "0"], maxPods: 29), pods: 9)
    #expect(pool.rest == .flapping)
    #expect(pool.cidrsPerENI == [9, 9], "counted with the ENI")
    var node = PoolSimulation(.of("m5.large", ["WARM_ENI_TARGET": "0"], maxPods: 29))
    node.arrive(9)
    _ = node.settle()
    #expect(PodBurst(node, pods: 3).calls == nil)
  }

  @Test func `growth is one action a cycle`() {
    var node = PoolSimulation(.of("m5.4xlarge", ["WARM_IP_TARGET": "1"], maxPods: 234))
    node.arrive(8)
    let pool = node.rested()
    #expect(pool.podIPs == 9)
    #expect(pool.calls[.assign] == 9)
    let burst = PodBurst(node, pods: 6)
    #expect(burst.servedAtOnce == 1)
    #expect(burst.seconds == 20, "one more address each 5 s, the first at once")
    #expect(burst.refused == 0)
  }

  @Test func `addresses of pods that left rest before others get them`() {
    let shape = NodeShape.of("m5.large", ["WARM_ENI_TARGET": "1", "MAX_ENI": "1"], maxPods: 29)
    var node = PoolSimulation(shape)
    node.arrive(9)
    _ = node.settle()
    node.depart(4)
    node.arrive(4)
    #expect(node.waiting == 4)
    _ = node.settle()
    #expect(node.waiting == 0)
    #expect(node.now >= 30)
  }

  @Test func `a new ENI costs its calls, and nobody looks for subnets under custom networking`() {
    let plain = PoolSimulation.steadyState(.of("m5.large", [:], maxPods: 29), pods: 1).calls
    #expect(plain[.create] == 1 && plain[.attach] == 1 && plain[.modify] == 1 && plain[.describeSubnets] == 1)
    #expect(plain[.assign] == 1 && plain.total == 5)
    let custom = ["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true"]
    let calls = PoolSimulation.steadyState(.of("m5.large", custom, maxPods: 29), pods: 1).calls
    #expect(calls[.create] == 2 && calls[.describeSubnets] == 0)
  }

  @Test func `nothing is grown on a cordoned node nor where provisioning is off`() {
    for environment in [["ENABLE_IMDS_ONLY_MODE": "true"], ["DISABLE_NETWORK_RESOURCE_PROVISIONING": "true"]]
    {
      let pool = PoolSimulation.steadyState(.of("m5.large", environment, maxPods: 29), pods: 3)
      #expect(pool.cidrsPerENI == [0] && pool.refused == 3 && pool.calls.total == 0)
    }
    for (manages, podIPs) in [("false", 0), ("true", 18)] {
      let settings = CNISettings(environment: ["AWS_MANAGE_ENIS_NON_SCHEDULABLE": manages])
      let shape = NodeShape(limits: .of("m5.large"), settings: settings, maxPods: 29, isCordoned: true)
      #expect(PoolSimulation.steadyState(shape, pods: 3).podIPs == podIPs)
    }
  }

  @Test func `IPv6 takes one IPv4 address for each ENI and refuses nobody`() {
    let environment = ["ENABLE_IPv6": "true", "ENABLE_PREFIX_DELEGATION": "true"]
    let pool = PoolSimulation.steadyState(.of("m5.large", environment, maxPods: 110), pods: 100)
    #expect(pool.cidrsPerENI == [1])
    #expect(pool.kind == .ipv6)
    #expect(pool.podIPs == nil && pool.free == nil && pool.refused == 0)
    #expect(pool.podsWithAddress == 100)
    #expect(pool.total == 1)
  }
}
