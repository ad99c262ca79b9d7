extension SubnetLedger {
  /// The holders as numbers, and what their map was laid out from.
  ///
  /// A map of a full /16 is 65,000 segments, a megabyte, and takes 20 ms: so much of maps is kept, and those beyond
  /// are laid out again when somebody looks at them, and thrown away.
  struct Tally: Sendable {
    struct Entry: Hashable, Sendable {
      /// Its place in the list of interfaces.
      let interface: UInt32
      let owner: OwnerClass
      /// Pods and warm addresses are told apart.
      var isSplit = false
      var addresses: UInt32 = 0
      var poolAddresses: UInt32 = 0
      var podAddresses: UInt32 = 0
      init(interface: UInt32, owner: OwnerClass) {
        self.interface = interface
        self.owner = owner
      }
    }

    let interfaces: InterfaceList
    let entries: [Entry]
    let classifier: InterfaceClassifier
    let reservations: [CIDRReservation]
    let podAddresses: [UInt32]?
    let coverage: PodCoverage?
    let types: [InstanceID: String]
    /// The map of the subnet's block as it was counted, where there was room to keep it.
    var kept: AddressMap?

    /// Segments of all kept maps together: what a /16 can have.
    static let mostKept = 65_536

    func map(of cidr: IPv4Block) -> AddressMap {
      if let kept, kept.block == cidr { return kept }
      var count = AddressCount(cidr: cidr, coverage: coverage)
      count.add(interfaces, at: entries.map { Int($0.interface) }, classifier)
      count.add(reservations)
      return count.finish(interfaces, podAddresses: podAddresses)
    }

    func holder(_ entry: Entry) -> Holder {
      let interface = interfaces[Int(entry.interface)]
      return Holder(
        interface: interface.id, instance: InterfaceClassifier.instance(of: interface), owner: entry.owner,
        description: interface.description, interfaceType: interface.interfaceType,
        addresses: Int(entry.addresses),
        poolAddresses: Int(entry.poolAddresses),
        podAddresses: entry.isSplit ? Int(entry.podAddresses) : nil)
    }
  }

  /// One for each interface with addresses here, by interface id; `AddressMap.Segment.holder` points in.
  package var holders: [Holder] { tally.map { tally in tally.entries.map(tally.holder) } ?? [] }

  /// True when the addresses were counted one by one.
  package var hasMap: Bool { (tally != nil || recordedRuns != nil) && cidr != nil }

  /// Laid out anew each time where it was not kept, 20 ms for a full /16: hold it while working with it.
  package var map: AddressMap? {
    guard let cidr else { return nil }
    return tally?.map(of: cidr) ?? recordedMap(of: cidr)
  }
}

extension SubnetLedger.Tally: Hashable {
  static func == (left: Self, right: Self) -> Bool {
    left.entries.count == right.entries.count && left.reservations == right.reservations
      && left.podAddresses == right.podAddresses && left.classifier.nodes == right.classifier.nodes
      && zip(left.entries, right.entries).allSatisfy { left.holder($0) == right.holder($1) }
      && zip(left.entries, right.entries).allSatisfy {
        left.interfaces[Int($0.interface)].interface == right.interfaces[Int($1.interface)].interface
      }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(entries.map(\.addresses)) }
}
