/// What stands in the place of names and addresses in a copy that is shown to others.
package struct LedgerNames {
  /// Ids of subnets, interfaces, instances and reservations.
  package var id: (String) -> String
  package var address: (IPv4Address) -> IPv4Address
  package var block: (IPv4Block) -> IPv4Block
  /// Descriptions, requesters, accounts.
  package var text: (String) -> String

  package init(
    id: @escaping (String) -> String, address: @escaping (IPv4Address) -> IPv4Address,
    block: @escaping (IPv4Block) -> IPv4Block, text: @escaping (String) -> String
  ) {
    self.id = id
    self.address = address
    self.block = block
    self.text = text
  }
}

extension SubnetLedger {
  /// The same counts, verdict and map under other names. Addresses must keep their place in the block.
  package func renamed(_ names: LedgerNames) -> SubnetLedger {
    var copy = SubnetLedger(
      subnet: SubnetID(names.id(subnet.raw)), zone: zone, cidr: cidr.map(names.block), isIPv6Only: isIPv6Only,
      isDualStack: isDualStack,
      size: size, reserved: reserved, owners: owners, free: free, freeAligned28: freeAligned28,
      freeAligned28Unreserved: freeAligned28Unreserved, largestFreeRun: largestFreeRun, available: available,
      residual: residual, explained: explained, verdict: verdict, isComplete: isComplete,
      prefixModeInUse: prefixModeInUse, tally: tally?.renamed(names),
      problems: problems.map { $0.renamed(names) },
      problemCount: problemCount)
    copy.mapped = mapped
    copy.isContradicted = isContradicted
    copy.recordedRuns = recordedRuns
    copy.forecast = forecast
    return copy
  }
}

extension SubnetLedger.Problem {
  fileprivate func renamed(_ names: LedgerNames) -> Self {
    func other(_ eni: ENIID) -> ENIID { ENIID(names.id(eni.raw)) }
    return switch self {
    case .noCIDR, .noInterfaces, .impossibleCount: self
    case .sizeNotOfEC2(let block): .sizeNotOfEC2(names.block(block))
    case .outside(let eni, let block): .outside(other(eni), names.block(block))
    case .reservationOutside(let id, let block): .reservationOutside(names.id(id), names.block(block))
    case .contested(let address, let count, let winner, let loser):
      .contested(names.address(address), count: count, winner: winner.map(other), loser: loser.map(other))
    case .contradictory(let eni): .contradictory(other(eni))
    case .repeated(let eni, let address): .repeated(other(eni), names.address(address))
    case .otherVPC(let eni, let vpc): .otherVPC(other(eni), names.id(vpc))
    case .ambiguous(let eni): .ambiguous(other(eni))
    case .rangeConflict(let one, let second): .rangeConflict(names.block(one), names.block(second))
    case .countConflict: self
    case .reservationConflict(let id): .reservationConflict(names.id(id))
    case .reservationsOverlap(let one, let second): .reservationsOverlap(names.id(one), names.id(second))
    case .overlaps(let subnet): .overlaps(SubnetID(names.id(subnet.raw)))
    case .recorded(let text): .recorded(names.text(text))
    }
  }
}

extension SubnetLedger.Tally {
  fileprivate func renamed(_ names: LedgerNames) -> Self {
    var renamed: [NetworkInterface] = []
    var moved: [Entry] = []
    for (index, entry) in entries.enumerated() {
      renamed.append(interfaces[Int(entry.interface)].interface.renamed(names))
      var copy = Entry(interface: UInt32(truncatingIfNeeded: index), owner: entry.owner)
      copy.isSplit = entry.isSplit
      copy.addresses = entry.addresses
      copy.poolAddresses = entry.poolAddresses
      copy.podAddresses = entry.podAddresses
      moved.append(copy)
    }
    return Self(
      interfaces: InterfaceList(renamed), entries: moved,
      classifier: InterfaceClassifier(
        nodes: Set(classifier.nodes.map { InstanceID(names.id($0.raw)) }), snapshot: classifier.snapshot),
      reservations: reservations.map { reservation in
        CIDRReservation(
          id: names.id(reservation.id), subnet: SubnetID(names.id(reservation.subnet.raw)),
          block: names.block(reservation.block), kind: reservation.kind)
      },
      podAddresses: podAddresses?.map { names.address(IPv4Address(number: $0)).number }.sorted(),
      coverage: coverage.map {
        PodCoverage(interfaces: $0.interfaces.map { Set($0.map { ENIID(names.id($0.raw)) }) })
      },
      types: Dictionary(types.map { (InstanceID(names.id($0.key.raw)), $0.value) }) { first, _ in first })
  }
}

extension NetworkInterface {
  /// What the ledger asks of it, and no more: tags that say nothing to it are left out.
  fileprivate func renamed(_ names: LedgerNames) -> NetworkInterface {
    var copy = NetworkInterface(id: ENIID(names.id(id.raw)))
    copy.subnet = subnet.map { SubnetID(names.id($0.raw)) }
    copy.vpc = vpc.map(names.id)
    copy.zone = zone
    copy.status = status
    copy.interfaceType = interfaceType
    copy.description = description.map(names.text)
    copy.requester = requester.map(names.text)
    copy.isRequesterManaged = isRequesterManaged
    copy.owner = owner.map(names.text)
    copy.attachment = attachment
    copy.attachment?.id = attachment?.id.map(names.id)
    copy.attachment?.instance = attachment?.instance.map { InstanceID(names.id($0.raw)) }
    copy.attachment?.instanceOwner = attachment?.instanceOwner.map(names.text)
    copy.primaryAddress = primaryAddress.map(names.address)
    copy.addresses = addresses.map(names.address)
    copy.prefixes = prefixes.map(names.block)
    copy.isFromInstance = isFromInstance
    for (key, value) in tags {
      switch key {
      case InterfaceClassifier.createdTag: copy.tags[key] = value
      case InterfaceClassifier.instanceTag, "vpcresources.k8s.aws/trunk-eni-id":
        copy.tags[key] = names.id(value)
      case _ where key.hasPrefix("kubernetes.io/cluster/"): copy.tags["kubernetes.io/cluster/****"] = value
      case "eks:cluster-name", "aws:eks:cluster-name": copy.tags[key] = "****"
      default: break
      }
    }
    return copy
  }
}
