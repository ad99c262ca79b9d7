extension SubnetLedger {
  /// The ledger of one subnet.
  ///
  /// - Parameters:
  ///   - interfaces: those of this subnet are picked, others only tell which instances are nodes;
  ///     nil when no list was given, which is not the same as an empty one.
  ///   - interfacesComplete: false when the list was cut (`NextToken`) or filtered.
  ///   - nodeInstances: instances known to be nodes; more are learned from tags and CNI interfaces.
  ///   - podAddresses: addresses known in use by pods, from the nodes; nil without such evidence.
  ///   - prefixModeInUse: nil is not known; an interface that holds prefixes shows it.
  ///   - subnetTime, interfacesTime: when the two documents were taken.
  package static func make(
    subnet: Subnet, interfaces: [NetworkInterface]?, interfacesComplete: Bool = true,
    reservations: [CIDRReservation] = [], instances: [Instance] = [], nodeInstances: Set<InstanceID> = [],
    podAddresses: Set<IPv4Address>? = nil, prefixModeInUse: Bool? = nil, subnetTime: Instant? = nil,
    interfacesTime: Instant? = nil
  ) -> SubnetLedger {
    let classifier = InterfaceClassifier(
      nodes: nodeInstances, instances: instances, interfaces: interfaces ?? [], snapshot: interfacesTime)
    return make(
      subnet: subnet, interfaces: interfaces?.filter { belongs($0, to: subnet) },
      interfacesComplete: interfacesComplete, reservations: reservations, classifier: classifier,
      podAddresses: podAddresses, prefixModeInUse: prefixModeInUse, subnetTime: subnetTime)
  }

  /// The ledgers of many subnets over one list of interfaces, grouped once. Same rules, subnets in order.
  ///
  /// - Parameter prefixModeInUse: by subnet; absent is not known.
  package static func makeAll(
    subnets: [Subnet], interfaces: [NetworkInterface]?, interfacesComplete: Bool = true,
    reservations: [CIDRReservation] = [], instances: [Instance] = [], nodeInstances: Set<InstanceID> = [],
    podAddresses: Set<IPv4Address>? = nil, prefixModeInUse: [SubnetID: Bool] = [:],
    subnetTime: Instant? = nil,
    interfacesTime: Instant? = nil
  ) -> [SubnetLedger] {
    let classifier = InterfaceClassifier(
      nodes: nodeInstances, instances: instances, interfaces: interfaces ?? [], snapshot: interfacesTime)
    var bySubnet: [SubnetID: [NetworkInterface]] = [:]
    var unplaced: [NetworkInterface] = []
    for interface in interfaces ?? [] {
      if let id = interface.subnet {
        bySubnet[id, default: []].append(interface)
      } else {
        unplaced.append(interface)
      }
    }
    return subnets.map { subnet in
      let own = (bySubnet[subnet.id] ?? []) + unplaced.filter { belongs($0, to: subnet) }
      return make(
        subnet: subnet, interfaces: interfaces == nil ? nil : own, interfacesComplete: interfacesComplete,
        reservations: reservations, classifier: classifier, podAddresses: podAddresses,
        prefixModeInUse: prefixModeInUse[subnet.id], subnetTime: subnetTime)
    }
  }

  /// Its subnet says so, or, where a projection dropped the subnet, its addresses do.
  private static func belongs(_ interface: NetworkInterface, to subnet: Subnet) -> Bool {
    if let id = interface.subnet { return id == subnet.id }
    if let vpc = interface.vpc, let other = subnet.vpc, vpc != other { return false }
    guard let cidr = subnet.cidr else { return false }
    return interface.addresses.contains { cidr.contains($0) }
      || interface.prefixes.contains { cidr.overlaps($0) }
      || interface.primaryAddress.map { cidr.contains($0) } == true
  }

  private static func make(
    subnet: Subnet, interfaces: [NetworkInterface]?, interfacesComplete: Bool,
    reservations: [CIDRReservation], classifier: InterfaceClassifier, podAddresses: Set<IPv4Address>?,
    prefixModeInUse: Bool?, subnetTime: Instant?
  ) -> SubnetLedger {
    guard let cidr = subnet.cidr, let interfaces else {
      return uncounted(subnet, prefixModeInUse: prefixModeInUse)
    }
    let usesPrefixes = prefixModeInUse ?? (interfaces.contains { !$0.prefixes.isEmpty } ? true : nil)
    var count = AddressCount(cidr: cidr, splitsPods: podAddresses != nil)
    count.add(interfaces, classifier)
    count.add(reservations.filter { $0.subnet == subnet.id })
    let pods = podAddresses.map { $0.lazy.filter { cidr.contains($0) }.map(\.number).sorted() }
    let map = count.finish(podAddresses: pods)
    let reconciled = Reconciliation(
      available: subnet.available, free: count.free, unusedPrefixSpace: count.unusedPrefixSpace,
      unusedExplicitSpace: count.unusedExplicitSpace, isListComplete: interfacesComplete,
      hasOtherAccounts: hasOtherAccounts(subnet, interfaces),
      secondsApart: subnetTime.flatMap { time in classifier.snapshot.map { $0.seconds(since: time) } })
    if let available = subnet.available, available < 0 || available > max(0, cidr.size - count.reserved) {
      count.note(.impossibleCount(available))
    }
    if !(16...28).contains(cidr.length) { count.note(.sizeNotOfEC2(cidr)) }
    let blocks = map.freeAligned28(includingReserved: true)
    // Contradictory interfaces need EC2's own count to vouch for the sum.
    let isDoubtful = count.hasContradiction && subnet.available == nil
    let verdict: Verdict =
      if !reconciled.isComplete || (reconciled.residual ?? 0) != 0 || isDoubtful { .inconsistent } else {
        Self.verdict(free: count.free, freeAligned28: blocks, prefixModeInUse: usesPrefixes)
      }
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: cidr, isIPv6Only: false, size: cidr.size,
      reserved: count.reserved, owners: count.owners, free: count.free, freeAligned28: blocks,
      freeAligned28Unreserved: map.freeAligned28(includingReserved: false),
      largestFreeRun: map.largestFreeRun,
      available: subnet.available, residual: reconciled.residual, explained: reconciled.explained, map: map,
      verdict: verdict, isComplete: reconciled.isComplete, prefixModeInUse: usesPrefixes,
      holders: count.holders, problems: count.problems, problemCount: count.problemCount)
  }

  /// The thresholds of the contract, for a map that reconciles.
  static func verdict(free: Int, freeAligned28: Int, prefixModeInUse: Bool?) -> Verdict {
    if free == 0 || (free < 16 && prefixModeInUse != false) { return .exhausted }
    return free >= 16 && freeAligned28 == 0 ? .fragmented : .healthy
  }

  private static func uncounted(_ subnet: Subnet, prefixModeInUse: Bool?) -> SubnetLedger {
    let isIPv6Only = subnet.cidr == nil && (subnet.isIPv6Native == true || !subnet.ipv6Blocks.isEmpty)
    let problem: Problem = subnet.cidr == nil ? .noCIDR : .noInterfaces
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: subnet.cidr, isIPv6Only: isIPv6Only,
      size: subnet.cidr?.size,
      reserved: subnet.cidr.map { min(5, $0.size) }, owners: nil, free: nil, freeAligned28: nil,
      freeAligned28Unreserved: nil, largestFreeRun: nil, available: subnet.available, residual: nil,
      explained: [], map: nil, verdict: .unknown, isComplete: false, prefixModeInUse: prefixModeInUse,
      holders: [], problems: [problem], problemCount: 1)
  }

  /// A shared subnet: its interfaces belong to several accounts, and each account sees only its own.
  private static func hasOtherAccounts(_ subnet: Subnet, _ interfaces: [NetworkInterface]) -> Bool {
    var account = subnet.owner
    for owner in interfaces.lazy.compactMap(\.owner) {
      if let account, account != owner { return true }
      account = owner
    }
    return false
  }
}
