import Testing
import VPCModel

@Suite struct WarmPoolTests {
  private static func pool(_ type: String = "m5.large", _ change: (inout CNISettings) -> Void = { _ in })
    -> WarmPool
  {
    var settings = CNISettings.shipped
    change(&settings)
    return WarmPool(settings: settings, limits: .of(type))
  }

  @Test func `a full ENI to spare is enough, one address less is not`() {
    let pool = Self.pool()
    #expect(!pool.isTooLow(.init(total: 9, assigned: 0, maxPods: 29)))
    #expect(pool.isTooLow(.init(total: 9, assigned: 1, maxPods: 29)))
    #expect(!pool.isTooLow(.init(total: 9, assigned: 9, maxPods: 9)))
    #expect(pool.isTooLow(.init(total: 9, assigned: 9)))
  }

  @Test func `with a target of no ENI the pool is low when it is empty`() {
    let pool = Self.pool { $0.warmENITarget = 0 }
    #expect(!pool.isTooLow(.init(total: 9, assigned: 8)))
    #expect(pool.isTooLow(.init(total: 9, assigned: 9)))
  }

  @Test func `IP targets give what is short and what is over`() {
    let pool = Self.pool {
      $0.warmIPTarget = 5
      $0.minimumIPTarget = 10
    }
    #expect(pool.short(.init(total: 0, assigned: 0)) == 10)
    #expect(pool.short(.init(total: 12, assigned: 10)) == 3)
    #expect(pool.over(.init(total: 20, assigned: 2)) == 10)
    #expect(pool.over(.init(total: 20, assigned: 12)) == 3)
    #expect(pool.releasable(.init(total: 20, assigned: 12)) == 3)
    #expect(Self.pool().releasable(.init(total: 27, assigned: 0)) == 0)
  }

  @Test func `prefixes are short and over by whole blocks`() {
    let pool = Self.pool {
      $0.usesPrefixes = true
      $0.warmIPTarget = 5
      $0.minimumIPTarget = 10
    }
    #expect(pool.shortPrefixes(.init(total: 16, assigned: 12, prefixes: 1)) == 1)
    #expect(pool.overPrefixes(.init(total: 64, assigned: 12, prefixes: 4, freePrefixes: 3)) == 2)
    #expect(pool.overPrefixes(.init(total: 64, assigned: 12, prefixes: 4, freePrefixes: 1)) == 1)
    let plain = Self.pool { $0.usesPrefixes = true }
    #expect(plain.isTooLow(.init(total: 32, assigned: 17, prefixes: 2)))
    #expect(!plain.isTooLow(.init(total: 32, assigned: 16, prefixes: 2, freePrefixes: 1)))
    #expect(plain.releasable(.init(total: 64, assigned: 1, prefixes: 4, freePrefixes: 3)) == 2)
  }

  @Test func `an ENI is kept for one pod, its youth, cooling addresses or a target`() {
    let pool = Self.pool { $0.warmIPTarget = 5 }
    var eni = WarmPool.Candidate()
    eni.ageSeconds = 100
    eni.otherFree = 5
    #expect(pool.reasonToKeep(eni) == nil)
    eni.otherFree = 4
    #expect(pool.reasonToKeep(eni) == .warmIPTarget)
    eni.pods = 1
    #expect(pool.reasonToKeep(eni) == .pods)
    eni.coolingAddresses = 1
    #expect(pool.reasonToKeep(eni) == .cooling)
    eni.ageSeconds = 59
    #expect(pool.reasonToKeep(eni) == .young)
    let prefix = Self.pool {
      $0.usesPrefixes = true
      $0.minimumIPTarget = 10
    }
    var other = WarmPool.Candidate()
    other.otherTotal = 15
    #expect(prefix.reasonToKeep(other) == .minimumIPTarget)
    other.otherTotal = 16
    #expect(prefix.reasonToKeep(other) == .warmPrefixTarget)
    #expect(Self.pool().seeksExtraENI(.init(total: 27, assigned: 9), hasENIWithoutPods: true))
    #expect(!Self.pool().seeksExtraENI(.init(total: 27, assigned: 10), hasENIWithoutPods: true))
  }

  @Test func `idle addresses that settings keep`() {
    #expect(Self.pool("m5.4xlarge").idleKept(assigned: 1) == 57)
    let targets = Self.pool {
      $0.warmIPTarget = 2
      $0.minimumIPTarget = 10
    }
    #expect(targets.idleKept(assigned: 4) == 6)
    #expect(targets.idleKept(assigned: 20) == 2)
    #expect(Self.pool { $0.usesPrefixes = true }.idleKept(assigned: 1) == 31)
  }

  @Test func `numbers out of this world do not trap`() {
    let pool = Self.pool {
      $0.warmIPTarget = 1_000_000_000
      $0.minimumIPTarget = 1_000_000_000
    }
    #expect(!pool.isTooLow(.init(total: .max, assigned: .min, prefixes: .max, freePrefixes: .min)))
    #expect(pool.idleKept(assigned: .max) == 1_000_000_000)
    let shape = NodeShape(
      limits: InstanceTypeLimits(type: "x", enis: .max, ipv4PerENI: .max), settings: pool.settings,
      unmanagedENIs: .min)
    let node = PoolSimulation.steadyState(shape, pods: .max)
    #expect(node.enis == shape.eniLimit)
    #expect(node.podsWithAddress == shape.usableAddresses)
    #expect(node.refused == .max - node.podsWithAddress)
  }
}
