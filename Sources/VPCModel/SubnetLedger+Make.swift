extension SubnetLedger {
  /// The ledger of one subnet.
  ///
  /// - Parameters:
  ///   - interfaces: those of this subnet are picked, others only tell which instances are nodes;
  ///     nil when no list was given, which is not the same as an empty one.
  ///   - interfacesComplete: false when the list was cut (`NextToken`) or filtered.
  ///   - nodeInstances: instances known to be nodes; more are learned from tags and CNI interfaces.
  ///   - podAddresses: addresses known in use by pods, from the nodes; nil without such evidence. What is
  ///     not in it counts as warm, so give it only when it speaks for the nodes of the subnet.
  ///   - prefixModeInUse: nil is not known; an interface that holds prefixes shows it.
  ///   - subnetTime: when the subnet document was taken.
  ///   - interfacesTime: when the interfaces were listed.
  package static func make(
    subnet: Subnet, interfaces: [NetworkInterface]?, interfacesComplete: Bool = true,
    reservations: [CIDRReservation] = [], instances: [Instance] = [],
    nodeInstances: Set<InstanceID> = [], podAddresses: Set<IPv4Address>? = nil,
    prefixModeInUse: Bool? = nil, subnetTime: Instant? = nil, interfacesTime: Instant? = nil
  ) -> SubnetLedger {
    makeAll(
      subnets: [subnet], interfaces: interfaces.map { InterfaceList($0) },
      interfacesComplete: interfacesComplete,
      reservations: reservations, instances: instances, nodeInstances: nodeInstances,
      podAddresses: podAddresses,
      prefixModeInUse: prefixModeInUse.map { [subnet.id: $0] } ?? [:],
      subnetTimes: subnetTime.map { [subnet.id: $0] } ?? [:], interfacesTime: interfacesTime
    )[0]
  }

  /// The ledgers of many subnets over one list of interfaces, grouped once; in the order of `subnets`.
  ///
  /// - Parameters:
  ///   - prefixModeInUse: by subnet; absent is not known.
  ///   - subnetTimes: when each subnet's document was taken; absent is not known.
  package static func makeAll(
    subnets: [Subnet], interfaces: InterfaceList?, interfacesComplete: Bool = true,
    reservations: [CIDRReservation] = [], instances: [Instance] = [],
    nodeInstances: Set<InstanceID> = [], podAddresses: Set<IPv4Address>? = nil,
    prefixModeInUse: [SubnetID: Bool] = [:], subnetTimes: [SubnetID: Instant] = [:],
    interfacesTime: Instant? = nil
  ) -> [SubnetLedger] {
    guard let interfaces else {
      return subnets.map { uncounted($0, prefixModeInUse: prefixModeInUse[$0.id]) }
    }
    let evidence = Census(
      interfaces: interfaces, isComplete: interfacesComplete,
      classifier: InterfaceClassifier(
        nodes: nodeInstances, instances: instances, interfaces: interfaces, snapshot: interfacesTime),
      podAddresses: podAddresses)
    let wanted = Set(subnets.map(\.id))
    var bySubnet: [SubnetID: [Int]] = [:]
    var unplaced: [Int] = []
    for index in interfaces.indices {
      guard let id = interfaces[index].subnet else {
        unplaced.append(index)
        continue
      }
      if wanted.contains(id) { bySubnet[id, default: []].append(index) }
    }
    return subnets.map { subnet in
      guard let cidr = subnet.cidr else {
        return uncounted(subnet, prefixModeInUse: prefixModeInUse[subnet.id])
      }
      let lost = unplaced.filter { liesIn(cidr, of: subnet, interfaces[$0]) }
      return make(
        subnet, cidr, evidence, chosen: (bySubnet[subnet.id] ?? []) + lost,
        reservations: reservations.filter { $0.subnet == subnet.id }
          .sorted { ($0.block, $0.id) < ($1.block, $1.id) },
        prefixModeInUse: prefixModeInUse[subnet.id], time: subnetTimes[subnet.id])
    }
  }

  /// What all subnets share.
  private struct Census {
    let interfaces: InterfaceList
    let isComplete: Bool
    let classifier: InterfaceClassifier
    let podAddresses: Set<IPv4Address>?
  }

  private static func make(
    _ subnet: Subnet, _ cidr: IPv4Block, _ evidence: Census, chosen: [Int],
    reservations: [CIDRReservation], prefixModeInUse: Bool?, time: Instant?
  ) -> SubnetLedger {
    var count = AddressCount(cidr: cidr, splitsPods: evidence.podAddresses != nil)
    count.add(evidence.interfaces, at: chosen, evidence.classifier)
    count.add(reservations)
    let pods = evidence.podAddresses.map { pods in
      pods.lazy.filter { cidr.contains($0) }.map(\.number).sorted()
    }
    let map = count.finish(evidence.interfaces, podAddresses: pods)
    if let available = subnet.available, !(0...cidr.size - count.reserved).contains(available) {
      count.note(.impossibleCount(available))
    }
    if !(16...28).contains(cidr.length) { count.note(.sizeNotOfEC2(cidr)) }

    let reconciled = Reconciliation(
      available: subnet.available, free: count.free, unusedPrefixSpace: count.unusedPrefixSpace,
      unusedExplicitSpace: count.unusedExplicitSpace, isListComplete: evidence.isComplete,
      hasOtherAccounts: hasOtherAccounts(subnet, evidence.interfaces, chosen),
      secondsApart: time.flatMap { time in evidence.classifier.snapshot?.seconds(since: time) })
    let holdsPrefixes = chosen.contains { evidence.interfaces[$0].hasPrefixes }
    let usesPrefixes = prefixModeInUse ?? (holdsPrefixes ? true : nil)
    let blocks = map.freeAligned28(includingReserved: true)
    var verdict = verdict(free: count.free, freeAligned28: blocks, prefixModeInUse: usesPrefixes)
    if subnet.available == nil {
      // Without EC2's count nothing vouches for a list that contradicts itself, or that may have been
      // filtered to other subnets.
      if chosen.isEmpty { verdict = .unknown }
      if count.hasContradiction { verdict = .inconsistent }
    }
    if !reconciled.isComplete || (reconciled.residual ?? 0) != 0 { verdict = .inconsistent }
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: cidr, isIPv6Only: false, size: cidr.size,
      reserved: count.reserved, owners: count.owners, free: count.free, freeAligned28: blocks,
      freeAligned28Unreserved: map.freeAligned28(includingReserved: false),
      largestFreeRun: map.largestFreeRun, available: subnet.available, residual: reconciled.residual,
      explained: reconciled.explained, verdict: verdict, isComplete: reconciled.isComplete,
      prefixModeInUse: usesPrefixes,
      tally: Tally(
        interfaces: evidence.interfaces, entries: count.entries, classifier: evidence.classifier,
        reservations: reservations, podAddresses: pods),
      mapped: map.segments.reduce(0) { $0 + $1.count }, hasContradiction: count.hasContradiction,
      problems: count.problems,
      problemCount: count.problemCount)
  }

  /// The thresholds of the contract, for a map that reconciles.
  private static func verdict(free: Int, freeAligned28: Int, prefixModeInUse: Bool?) -> Verdict {
    if free == 0 || (free < 16 && prefixModeInUse != false) { return .exhausted }
    return free >= 16 && freeAligned28 == 0 ? .fragmented : .healthy
  }

  private static func uncounted(_ subnet: Subnet, prefixModeInUse: Bool?) -> SubnetLedger {
    let isIPv6Only =
      subnet.cidr == nil && (subnet.isIPv6Native == true || !subnet.ipv6Blocks.isEmpty)
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: subnet.cidr, isIPv6Only: isIPv6Only,
      size: subnet.cidr?.size, reserved: subnet.cidr.map { min(5, $0.size) }, owners: nil, free: nil,
      freeAligned28: nil, freeAligned28Unreserved: nil, largestFreeRun: nil,
      available: subnet.available, residual: nil, explained: [], verdict: .unknown,
      isComplete: false, prefixModeInUse: prefixModeInUse, tally: nil,
      problems: [subnet.cidr == nil ? .noCIDR : .noInterfaces], problemCount: 1)
  }

  /// For interfaces whose subnet a projection dropped: their addresses say it.
  private static func liesIn(_ cidr: IPv4Block, of subnet: Subnet, _ interface: InterfaceView) -> Bool {
    if let vpc = interface.vpc, let other = subnet.vpc, vpc != other { return false }
    return interface.addresses.contains { cidr.contains($0) }
      || interface.prefixes.contains { cidr.overlaps($0) }
      || interface.primaryAddress.map { cidr.contains($0) } == true
  }

  /// A shared subnet: its interfaces belong to several accounts, and each account sees only its own.
  private static func hasOtherAccounts(
    _ subnet: Subnet, _ interfaces: InterfaceList, _ chosen: [Int]
  ) -> Bool {
    var account = subnet.owner
    for index in chosen {
      guard let owner = interfaces[index].owner else { continue }
      if let account, account != owner { return true }
      account = owner
    }
    return false
  }
}
