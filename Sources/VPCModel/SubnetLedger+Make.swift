extension SubnetLedger {
  /// The ledger of one subnet.
  ///
  /// - Parameters:
  ///   - interfaces: those of this subnet are picked, others only tell which instances are nodes;
  ///     nil when no list was given, which is not the same as an empty one.
  ///   - interfacesComplete: false when the list was cut (`NextToken`) or filtered.
  ///   - nodeInstances: instances known to be nodes; more are learned from tags and CNI interfaces.
  ///   - podAddresses: addresses known in use by pods, from the nodes; nil without such evidence. What is
  ///     not in it counts as warm on the interfaces in `podCoverage`.
  ///   - podCoverage: the interfaces that `podAddresses` speaks for; nil is all. On others nobody knows.
  ///   - prefixModeInUse: nil is not known; an interface that holds prefixes shows it.
  ///   - subnetTime: when the subnet document was taken.
  ///   - interfacesTime: when the interfaces were listed.
  package static func make(
    subnet: Subnet, interfaces: [NetworkInterface]?, interfacesComplete: Bool = true,
    reservations: [CIDRReservation] = [], instances: [Instance] = [],
    nodeInstances: Set<InstanceID> = [], podAddresses: Set<IPv4Address>? = nil,
    podCoverage: Set<ENIID>? = nil, prefixModeInUse: Bool? = nil, subnetTime: Instant? = nil,
    interfacesTime: Instant? = nil
  ) -> SubnetLedger {
    makeAll(
      subnets: [subnet], interfaces: interfaces.map { InterfaceList($0) },
      interfacesComplete: interfacesComplete,
      reservations: reservations, instances: instances, nodeInstances: nodeInstances,
      podAddresses: podAddresses, podCoverage: podCoverage,
      prefixModeInUse: prefixModeInUse.map { [subnet.id: $0] } ?? [:],
      subnetTimes: subnetTime.map { [subnet.id: $0] } ?? [:], interfacesTime: interfacesTime
    )[0]
  }

  /// The ledgers of many subnets over one list of interfaces, grouped once; in the order of `subnets`.
  ///
  /// - Parameters:
  ///   - interfacesDoubtful: nothing says that the list ends where it does: only a count of EC2 that fits it vouches.
  ///   - prefixModeInUse: by subnet; absent is not known.
  ///   - subnetTimes: when each subnet's document was taken; absent is not known.
  ///   - conflicts: what the documents say of a subnet in two ways.
  ///   - instanceTypes: for the ranking by type, besides what `instances` say.
  package static func makeAll(
    subnets: [Subnet], interfaces: InterfaceList?, interfacesComplete: Bool = true,
    interfacesDoubtful: Bool = false, reservations: [CIDRReservation] = [], instances: [Instance] = [],
    nodeInstances: Set<InstanceID> = [], podAddresses: Set<IPv4Address>? = nil,
    podCoverage: Set<ENIID>? = nil, prefixModeInUse: [SubnetID: Bool] = [:],
    subnetTimes: [SubnetID: Instant] = [:], interfacesTime: Instant? = nil,
    conflicts: [SubnetID: [Problem]] = [:], instanceTypes: [InstanceID: String] = [:]
  ) -> [SubnetLedger] {
    guard let interfaces else {
      return subnets.map { uncounted($0, prefixModeInUse: prefixModeInUse[$0.id]) }
    }
    let evidence = Census(
      interfaces: interfaces,
      ending: !interfacesComplete ? .missing : interfacesDoubtful ? .doubtful : .certain,
      classifier: InterfaceClassifier(
        nodes: nodeInstances, instances: instances, interfaces: interfaces, snapshot: interfacesTime),
      podAddresses: podAddresses, podCoverage: podCoverage,
      types: instances.reduce(into: instanceTypes) { types, instance in
        if let type = instance.type { types[instance.id] = type }
      })
    let overlaps = overlaps(among: subnets)
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
    let (placed, ambiguous) = place(unplaced, of: interfaces, in: subnets)
    var roomForMaps = Tally.mostKept
    return subnets.map { subnet in
      guard let cidr = subnet.cidr else {
        return uncounted(subnet, prefixModeInUse: prefixModeInUse[subnet.id])
      }
      let said =
        (conflicts[subnet.id] ?? []) + (overlaps[subnet.id] ?? [])
        + (ambiguous[subnet.id] ?? []).map { .ambiguous(interfaces[$0].id) }
      return make(
        subnet, cidr, evidence, chosen: (bySubnet[subnet.id] ?? []) + (placed[subnet.id] ?? []), said: said,
        reservations: reservations.filter { $0.subnet == subnet.id }
          .sorted { ($0.block, $0.id) < ($1.block, $1.id) },
        prefixModeInUse: prefixModeInUse[subnet.id], time: subnetTimes[subnet.id], roomForMaps: &roomForMaps)
    }
  }

  /// What all subnets share.
  private struct Census {
    let interfaces: InterfaceList
    let ending: Reconciliation.Ending
    let classifier: InterfaceClassifier
    let podAddresses: Set<IPv4Address>?
    let podCoverage: Set<ENIID>?
    let types: [InstanceID: String]
  }

  /// Interfaces whose subnet a projection dropped: their addresses say it, unless they say several.
  private static func place(
    _ unplaced: [Int], of interfaces: InterfaceList, in subnets: [Subnet]
  ) -> (placed: [SubnetID: [Int]], ambiguous: [SubnetID: [Int]]) {
    var placed: [SubnetID: [Int]] = [:]
    var ambiguous: [SubnetID: [Int]] = [:]
    for index in unplaced {
      let interface = interfaces[index]
      let found = subnets.filter { subnet in subnet.cidr.map { liesIn($0, of: subnet, interface) } ?? false }
      for subnet in found {
        if found.count == 1 {
          placed[subnet.id, default: []].append(index)
        } else {
          ambiguous[subnet.id, default: []].append(index)
        }
      }
    }
    return (placed, ambiguous)
  }

  /// EC2 allows no two subnets of a VPC on the same addresses.
  private static func overlaps(among subnets: [Subnet]) -> [SubnetID: [Problem]] {
    var overlaps: [SubnetID: [Problem]] = [:]
    var outer: (subnet: Subnet, cidr: IPv4Block)?
    let placed = subnets.compactMap { subnet in subnet.cidr.map { (subnet: subnet, cidr: $0) } }
      .filter { $0.subnet.vpc != nil }
      .sorted { ($0.subnet.vpc ?? "", $0.cidr, $0.subnet.id) < ($1.subnet.vpc ?? "", $1.cidr, $1.subnet.id) }
    for next in placed {
      if let outer, outer.subnet.vpc == next.subnet.vpc, outer.cidr.overlaps(next.cidr) {
        overlaps[outer.subnet.id, default: []].append(.overlaps(next.subnet.id))
        overlaps[next.subnet.id, default: []].append(.overlaps(outer.subnet.id))
      } else {
        outer = next
      }
    }
    return overlaps
  }

  private static func make(
    _ subnet: Subnet, _ cidr: IPv4Block, _ evidence: Census, chosen: [Int], said: [Problem],
    reservations: [CIDRReservation], prefixModeInUse: Bool?, time: Instant?, roomForMaps: inout Int
  ) -> SubnetLedger {
    let coverage = evidence.podAddresses.map { _ in PodCoverage(interfaces: evidence.podCoverage) }
    var count = AddressCount(cidr: cidr, coverage: coverage)
    for problem in said { count.note(problem) }
    if let vpc = subnet.vpc { count.noteStrangers(to: vpc, evidence.interfaces, at: chosen) }
    count.add(evidence.interfaces, at: chosen, evidence.classifier)
    count.add(reservations)
    let pods = evidence.podAddresses.map { pods in
      pods.lazy.filter { cidr.contains($0) }.map(\.number).sorted()
    }
    let map = count.finish(evidence.interfaces, podAddresses: pods)
    let isKept = map.segments.count <= roomForMaps
    if isKept { roomForMaps -= map.segments.count }
    if let available = subnet.available, !(0...cidr.size - count.reserved).contains(available) {
      count.note(.impossibleCount(available))
    }
    if !(16...28).contains(cidr.length) { count.note(.sizeNotOfEC2(cidr)) }

    let reconciled = Reconciliation(
      available: subnet.available, free: count.free, unusedPrefixSpace: count.unusedPrefixSpace,
      unusedExplicitSpace: count.unusedExplicitSpace, ending: evidence.ending,
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
    }
    let isContradicted = count.forbidsVerdict || (subnet.available == nil && count.hasContradiction)
    if isContradicted { verdict = .inconsistent }
    if !reconciled.isComplete || (reconciled.residual ?? 0) != 0 { verdict = .inconsistent }
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: cidr, isIPv6Only: false,
      isDualStack: !subnet.ipv6Blocks.isEmpty, size: cidr.size,
      reserved: count.reserved, owners: count.owners, free: count.free, freeAligned28: blocks,
      freeAligned28Unreserved: map.freeAligned28(includingReserved: false),
      largestFreeRun: map.largestFreeRun, available: subnet.available, residual: reconciled.residual,
      explained: reconciled.explained, verdict: verdict, isComplete: reconciled.isComplete,
      prefixModeInUse: usesPrefixes,
      tally: Tally(
        interfaces: evidence.interfaces, entries: count.entries, classifier: evidence.classifier,
        reservations: reservations, podAddresses: pods, coverage: coverage, types: evidence.types,
        kept: isKept ? map : nil),
      mapped: map.segments.reduce(0) { $0 + $1.count }, isContradicted: isContradicted,
      problems: count.problems,
      problemCount: count.problemCount)
  }

  /// The thresholds of the contract, for a map that reconciles.
  private static func verdict(free: Int, freeAligned28: Int, prefixModeInUse: Bool?) -> Verdict {
    if free == 0 || (free < 16 && prefixModeInUse != false) { return .exhausted }
    return free >= 16 && freeAligned28 == 0 ? .fragmented : .healthy
  }

  private static func uncounted(_ subnet: Subnet, prefixModeInUse: Bool?) -> SubnetLedger {
    let isIPv6Only = subnet.isIPv6Only
    // That an IPv6 subnet has no IPv4 CIDR is no oddity.
    let problems: [Problem] = isIPv6Only ? [] : [subnet.cidr == nil ? .noCIDR : .noInterfaces]
    return SubnetLedger(
      subnet: subnet.id, zone: subnet.zone, cidr: subnet.cidr, isIPv6Only: isIPv6Only,
      isDualStack: !isIPv6Only && !subnet.ipv6Blocks.isEmpty,
      size: subnet.cidr?.size, reserved: subnet.cidr.map { min(5, $0.size) }, owners: nil, free: nil,
      freeAligned28: nil, freeAligned28Unreserved: nil, largestFreeRun: nil,
      available: isIPv6Only ? nil : subnet.available, residual: nil, explained: [], verdict: .unknown,
      isComplete: false, prefixModeInUse: prefixModeInUse, tally: nil,
      problems: problems, problemCount: problems.count)
  }

  /// Whether an interface without its subnet has an address of this one.
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
