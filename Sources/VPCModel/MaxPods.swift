/// What of a node's interfaces is there for pods, which decides how many it can address.
package struct PoolMode: Hashable, Sendable {
  /// Slots hold /28 prefixes instead of single addresses.
  package var usesPrefixes: Bool
  /// The primary ENI gives no pod addresses.
  package var usesCustomNetworking: Bool
  /// One ENI is the trunk of security groups for pods; its addresses are for no pod of the pool.
  package var hasTrunk: Bool

  package init(usesPrefixes: Bool = false, usesCustomNetworking: Bool = false, hasTrunk: Bool = false) {
    self.usesPrefixes = usesPrefixes
    self.usesCustomNetworking = usesCustomNetworking
    self.hasTrunk = hasTrunk
  }
}

extension InstanceTypeLimits {
  /// All addresses the pool can ever hold: slots, by addresses a slot, by ENIs that serve pods.
  ///
  /// The primary address of each ENI is never for pods. m5.large: 3 * 9 = 27, with prefixes 3 * 9 * 16 = 432,
  /// under custom networking 2 * 9 = 18. Never below 0.
  /// - Parameters:
  ///   - maxENIs: the setting `MAX_ENI`, when it lowers the limit of the type.
  ///   - unmanaged: ENIs of the instance that ipamd leaves alone.
  package func usableAddresses(_ mode: PoolMode = PoolMode(), maxENIs: Int? = nil, unmanaged: Int = 0) -> Int
  {
    let limit = maxENIs.map { (1..<max(1, enis)).contains($0) ? $0 : enis } ?? enis
    let lost = (mode.usesCustomNetworking ? 1 : 0) + (mode.hasTrunk ? 1 : 0)
    let serving = max(0, Self.bounded(limit) - lost - Self.bounded(unmanaged))
    return serving * max(0, Self.bounded(ipv4PerENI) - 1) * (mode.usesPrefixes ? 16 : 1)
  }

  /// Pods the node can run: the usable addresses and 2 host-network pods (aws-node, kube-proxy).
  ///
  /// m5.large: 29, prefixes 434, custom networking 20, both 290. Uncapped.
  /// Source: amazon-vpc-cni-k8s, misc/eni-max-pods.txt and the max-pods calculator.
  package func maxPods(_ mode: PoolMode = PoolMode()) -> Int { usableAddresses(mode) + 2 }

  /// What the max-pods calculator recommends at most: 250 above 30 vCPUs, else 110; nil without vCPUs.
  package var recommendedCap: Int? { vCPUs.map { $0 > 30 ? 250 : 110 } }

  /// `maxPods` under that cap. m5.large with prefixes: 110.
  package func recommendedMaxPods(_ mode: PoolMode = PoolMode()) -> Int? {
    recommendedCap.map { min($0, maxPods(mode)) }
  }

  /// Every mode at once; nil where the type cannot do it or its table does not say.
  package var allMaxPods: AllMaxPods {
    let canPrefix = isPrefixCapable == true
    let canTrunk = isTrunkCapable == true
    return AllMaxPods(
      secondary: maxPods(), prefix: canPrefix ? maxPods(PoolMode(usesPrefixes: true)) : nil,
      customNetworking: maxPods(PoolMode(usesCustomNetworking: true)),
      prefixCustomNetworking: canPrefix
        ? maxPods(PoolMode(usesPrefixes: true, usesCustomNetworking: true)) : nil,
      trunk: canTrunk ? maxPods(PoolMode(hasTrunk: true)) : nil,
      trunkCustomNetworking: canTrunk ? maxPods(PoolMode(usesCustomNetworking: true, hasTrunk: true)) : nil,
      prefixTrunk: canPrefix && canTrunk ? maxPods(PoolMode(usesPrefixes: true, hasTrunk: true)) : nil,
      prefixTrunkCustomNetworking: canPrefix && canTrunk
        ? maxPods(PoolMode(usesPrefixes: true, usesCustomNetworking: true, hasTrunk: true)) : nil,
      recommendedSecondary: recommendedMaxPods(),
      recommendedPrefix: canPrefix ? recommendedMaxPods(PoolMode(usesPrefixes: true)) : nil)
  }

  package struct AllMaxPods: Hashable, Sendable {
    package let secondary: Int
    package let prefix: Int?
    package let customNetworking: Int
    package let prefixCustomNetworking: Int?
    package let trunk: Int?
    package let trunkCustomNetworking: Int?
    package let prefixTrunk: Int?
    package let prefixTrunkCustomNetworking: Int?
    package let recommendedSecondary: Int?
    package let recommendedPrefix: Int?
  }

  /// No instance has a thousand ENIs or addresses an ENI; a document may say anything.
  static func bounded(_ count: Int) -> Int { min(max(0, count), 1000) }
}

/// Whether a node's max-pods fits what its pool can hold.
package struct MaxPodsFit: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case fits
    /// The scheduler sends more pods than the pool can address; by so many.
    case tooHigh(by: Int)
    /// Prefix mode, and max-pods still the secondary-mode formula: the density it buys is not used.
    case tooLow
  }

  package let usableAddresses: Int
  package let verdict: Verdict
  /// True when max-pods is exactly the plain formula although the mode takes ENIs away.
  package let isAtPlainFormula: Bool

  /// - Parameter hostNetworkPods: they count toward max-pods and take no pool address; 2 when not known.
  package init(
    maxPods: Int, limits: InstanceTypeLimits, mode: PoolMode, maxENIs: Int? = nil, unmanaged: Int = 0,
    hostNetworkPods: Int = 2
  ) {
    usableAddresses = limits.usableAddresses(mode, maxENIs: maxENIs, unmanaged: unmanaged)
    let (needing, overflow) = maxPods.subtractingReportingOverflow(max(0, hostNetworkPods))
    if !overflow && needing > usableAddresses {
      verdict = .tooHigh(by: needing - usableAddresses)
    } else if mode.usesPrefixes, maxPods < min(110, usableAddresses),
      [limits.maxPods(), limits.maxPods(PoolMode(usesCustomNetworking: mode.usesCustomNetworking))]
        .contains(maxPods)
    {
      verdict = .tooLow
    } else {
      verdict = .fits
    }
    isAtPlainFormula =
      maxPods == limits.maxPods() && !mode.usesPrefixes && (mode.usesCustomNetworking || mode.hasTrunk)
  }
}
