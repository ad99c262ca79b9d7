/// The blocks that can become free, and who has to go for each; also who never goes.
struct DrainBoard {
  /// What is released at once.
  struct Unit {
    let kind: DrainPlan.Release.Kind
    let name: String
    let instance: InstanceID?
    var interfaces: [ENIID] = []
    var firstInterface: ENIID?
    var outliving: [ENIID] = []
    var pods: DrainPlan.PodCount
    var addresses = 0

    func release(_ blocks: [IPv4Block]) -> DrainPlan.Release {
      DrainPlan.Release(
        kind: kind, instance: instance, interfaces: interfaces.sorted(), firstInterface: firstInterface,
        outliving: outliving.sorted(), pods: pods, addresses: addresses, blocks: blocks)
    }
  }

  /// An aligned /28 that is not free and would be without these units.
  struct Block {
    let block: IPv4Block
    /// Ascending.
    let units: [Int]
  }

  /// By name, so that of equal choices the first is always the same.
  private(set) var units: [Unit] = []
  private(set) var blocks: [Block] = []
  private(set) var obstacles: [DrainPlan.Obstacle] = []

  /// nil when addresses were not counted.
  init?(_ ledger: SubnetLedger, by grain: DrainPlan.Grain, pods: [InstanceID: DrainPlan.PodCount]) {
    guard let map = ledger.map, let tally = ledger.tally else { return nil }
    let assignment = Assignment(ledger.holders, tally, grain, pods)
    units = assignment.units
    var occupants = Occupants(assignment)
    for segment in map.segments where segment.owner != .free && segment.reservation == nil {
      occupants.add(segment)
    }
    let kept = Self.explicit(tally.reservations)
    for (index, reservation) in kept.enumerated() {
      // Space kept from everyone is no prefix's, whoever leaves.
      occupants.add(reservation.block, within: map.block, reservation: index)
    }
    settle(occupants, assignment, kept)
  }

  /// Those of kind `explicit` that lie in no other: aligned blocks are nested or apart.
  private static func explicit(_ reservations: [CIDRReservation]) -> [CIDRReservation] {
    var kept: [CIDRReservation] = []
    for reservation in reservations.sorted(by: { ($0.block, $0.id) < ($1.block, $1.id) })
    where reservation.kind == .explicit && kept.last.map({ $0.block.overlaps(reservation.block) }) != true {
      kept.append(reservation)
    }
    return kept
  }

  private mutating func settle(
    _ occupants: Occupants, _ assignment: Assignment, _ kept: [CIDRReservation]
  ) {
    var tally: [Occupants.Stayer: (blocks: Int, alone: Int)] = [:]
    for start in occupants.cells.keys.sorted() {
      guard let cell = occupants.cells[start],
        let block = IPv4Block(containing: IPv4Address(number: start), length: 28)
      else { continue }
      if cell.stayers.isEmpty {
        blocks.append(Block(block: block, units: cell.units.sorted()))
        continue
      }
      for stayer in cell.stayers {
        tally[stayer, default: (0, 0)].blocks += 1
        if cell.stayers.count == 1 { tally[stayer, default: (0, 0)].alone += 1 }
      }
    }
    obstacles = tally.map { stayer, count in
      let kind: DrainPlan.Obstacle.Kind =
        switch stayer {
        case .reserve: .reserve
        case .reservation(let index): .reservation(kept[index].id)
        case .holder(let index):
          .interface(
            assignment.holders[index].interface, assignment.holders[index].owner,
            description: assignment.holders[index].description, reason: assignment.reasons[index])
        }
      return DrainPlan.Obstacle(kind: kind, blocks: count.blocks, alone: count.alone)
    }
    .sorted {
      ($1.alone, $1.blocks, $0.kind.order) < ($0.alone, $0.blocks, $1.kind.order)
    }
  }
}

extension DrainPlan.Obstacle.Kind {
  fileprivate var order: String {
    switch self {
    case .reserve: ""
    case .reservation(let id): id
    case .interface(let id, _, _, _): id.raw
    }
  }
}

/// Who is in which /28.
private struct Occupants {
  enum Stayer: Hashable {
    case reserve
    case reservation(Int)
    case holder(Int)
  }
  struct Cell {
    var units: Set<Int> = []
    var stayers: Set<Stayer> = []
  }

  /// By first address.
  private(set) var cells: [UInt32: Cell] = [:]
  private let unitOfHolder: [Int?]

  init(_ assignment: Assignment) { unitOfHolder = assignment.unitOfHolder }

  mutating func add(_ segment: AddressMap.Segment) {
    for start in Self.blocks(segment.first, segment.last) {
      guard let holder = segment.holder else {
        cells[start, default: Cell()].stayers.insert(.reserve)
        continue
      }
      if let unit = unitOfHolder[holder] {
        cells[start, default: Cell()].units.insert(unit)
      } else {
        cells[start, default: Cell()].stayers.insert(.holder(holder))
      }
    }
  }

  mutating func add(_ block: IPv4Block, within subnet: IPv4Block, reservation: Int) {
    guard block.overlaps(subnet) else { return }
    let inside = block.length < subnet.length ? subnet : block
    for start in Self.blocks(inside.first, inside.last) {
      cells[start, default: Cell()].stayers.insert(.reservation(reservation))
    }
  }

  private static func blocks(_ first: IPv4Address, _ last: IPv4Address) -> StrideThrough<UInt32> {
    stride(from: first.number & ~15, through: last.number & ~15, by: 16)
  }
}

/// Which unit each holder goes with, or why it stays.
private struct Assignment {
  let holders: [SubnetLedger.Holder]
  private(set) var units: [DrainBoard.Unit] = []
  private(set) var unitOfHolder: [Int?]
  private(set) var reasons: [String?]

  init(
    _ holders: [SubnetLedger.Holder], _ tally: SubnetLedger.Tally, _ grain: DrainPlan.Grain,
    _ pods: [InstanceID: DrainPlan.PodCount]
  ) {
    self.holders = holders
    unitOfHolder = Array(repeating: nil, count: holders.count)
    reasons = unitOfHolder.map { _ in nil }
    let trunks = tally.interfaces.instancesOfTrunks
    var unitOfName: [String: Int] = [:]
    var found: [(unit: DrainBoard.Unit, holders: [Int])] = []
    for (index, holder) in holders.enumerated() where holder.addresses > 0 {
      let interface = tally.interfaces[Int(tally.entries[index].interface)]
      let part = Self.part(holder, interface, grain, pods, trunks)
      guard let part else {
        reasons[index] = Self.reason(holder, interface, grain)
        continue
      }
      let place = unitOfName[part.name] ?? found.count
      if place == found.count {
        unitOfName[part.name] = place
        found.append((part, []))
      }
      found[place].holders.append(index)
      found[place].unit.interfaces.append(holder.interface)
      found[place].unit.addresses += holder.addresses
      let attachment = interface.attachment
      if holder.isOfNode, Self.isFirst(interface) { found[place].unit.firstInterface = holder.interface }
      if part.kind == .node, attachment?.deletesOnTermination == false {
        found[place].unit.outliving.append(holder.interface)
      }
    }
    found.sort { $0.unit.name < $1.unit.name }
    units = found.map(\.unit)
    for (unit, entry) in found.enumerated() {
      for holder in entry.holders { unitOfHolder[holder] = unit }
    }
  }

  /// The unit it goes with, still empty; nil when it stays.
  private static func part(
    _ holder: SubnetLedger.Holder, _ interface: InterfaceView, _ grain: DrainPlan.Grain,
    _ pods: [InstanceID: DrainPlan.PodCount], _ trunks: [ENIID: InstanceID]
  ) -> DrainBoard.Unit? {
    switch (holder.owner, grain) {
    case (.leaked, _):
      return DrainBoard.Unit(
        kind: .leaked, name: holder.interface.raw, instance: nil, pods: .init(count: 0, isKnown: true))
    case (.branch, .node):
      return interface.trunk.flatMap { trunks[$0] }.map { node($0, pods) }
    case (.branch, .eni):
      return DrainBoard.Unit(
        kind: .branch, name: holder.interface.raw, instance: nil, pods: .init(count: 1, isKnown: true))
    case (.eniPrimary, .node):
      return holder.instance.map { node($0, pods) }
    case (.eniPrimary, .eni):
      guard let instance = holder.instance, !isFirst(interface), interface.interfaceType != "trunk" else {
        return nil
      }
      let known = holder.poolAddresses == 0 ? 0 : holder.podAddresses
      return DrainBoard.Unit(
        kind: .eni, name: holder.interface.raw, instance: instance,
        pods: .init(count: known ?? holder.poolAddresses, isKnown: known != nil))
    default: return nil
    }
  }

  private static func node(_ instance: InstanceID, _ pods: [InstanceID: DrainPlan.PodCount])
    -> DrainBoard.Unit
  {
    DrainBoard.Unit(
      kind: .node, name: instance.raw, instance: instance,
      pods: pods[instance] ?? .init(count: 0, isKnown: false))
  }

  private static func reason(
    _ holder: SubnetLedger.Holder, _ interface: InterfaceView, _ grain: DrainPlan.Grain
  ) -> String? {
    switch holder.owner {
    case .branch: return "its node is not known: the trunk is not in the list"
    case .eniPrimary:
      guard let instance = holder.instance else { return "its node is not known" }
      return interface.interfaceType == "trunk"
        ? "the trunk of \(instance), which goes with the node" : "the first interface of \(instance)"
    default: return nil
    }
  }

  /// Device index 0. Where a projection left it out: what the CNI did not make is the instance's own.
  private static func isFirst(_ interface: InterfaceView) -> Bool {
    interface.attachment?.deviceIndex.map { $0 == 0 } ?? !InterfaceClassifier.isMadeByCNI(interface)
  }
}

extension InterfaceList {
  /// The node of each trunk.
  var instancesOfTrunks: [ENIID: InstanceID] {
    var instances: [ENIID: InstanceID] = [:]
    for interface in self where interface.interfaceType == "trunk" {
      instances[interface.id] = InterfaceClassifier.instance(of: interface)
    }
    return instances
  }
}

extension InterfaceView {
  /// The trunk that a branch interface hangs on.
  var trunk: ENIID? { tag("vpcresources.k8s.aws/trunk-eni-id").map { ENIID($0) } }
}
