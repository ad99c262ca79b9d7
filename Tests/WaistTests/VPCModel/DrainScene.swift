import VPCModel

/// A random subnet whose units are few enough to try every choice of them.
struct DrainScene {
  var subnet: Subnet
  var interfaces: [NetworkInterface] = []
  var reservations: [CIDRReservation] = []
  var podAddresses: Set<IPv4Address>?

  /// - Parameter nodes: at most so many; with leaked interfaces there are as many units again.
  init(seed: Int, nodes: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &* 77)
    let length = Int.random(in: 24...27, using: &random)
    subnet = .sample("10.0.1.0/\(length)")
    let base = UInt32(0x0A00_0100)
    let size = UInt32(1) << UInt32(32 - length)
    // Nobody holds an address twice.
    var left = Array(4..<size - 1)
    left.shuffle(using: &random)
    // Mostly one stretch after the other, as ipamd asks; sometimes scattered.
    if Int.random(in: 0..<3, using: &random) > 0 { left.sort(by: >) }
    func take(_ count: Int) -> [String] {
      (0..<count).compactMap { _ in left.popLast().map { String(describing: IPv4Address(number: base + $0)) }
      }
    }
    for node in 0..<Int.random(in: 1...nodes, using: &random) {
      for eni in 0..<Int.random(in: 1...2, using: &random) {
        // Some addresses between them stay free.
        if Bool.random(using: &random) { _ = take(Int.random(in: 0...12, using: &random)) }
        var interface = NetworkInterface.sample(
          "eni-\(node)\(eni)", take(Int.random(in: 1...8, using: &random)),
          description: eni == 0 ? nil : "aws-K8S-i-\(node)", instance: "i-\(node)",
          tags: ["kubernetes.io/cluster/shop": "owned"])
        interface.attachment?.deviceIndex = eni
        let whole = left.filter { $0 % 16 == 0 && Set($0..<$0 + 16).isSubset(of: left) }
        if Int.random(in: 0..<4, using: &random) == 0, let start = whole.randomElement(using: &random) {
          interface.prefixes = [IPv4Block("\(IPv4Address(number: base + start))/28")].compactMap { $0 }
          left.removeAll { $0 / 16 == start / 16 }
        }
        interfaces.append(interface)
      }
    }
    for index in 0..<Int.random(in: 0...2, using: &random) {
      interfaces.append(
        .sample("eni-leak\(index)", take(1), description: "aws-K8S-i-x", status: "available"))
    }
    for index in 0..<Int.random(in: 0...2, using: &random) {
      interfaces.append(.sample("eni-elb\(index)", take(1), description: "ELB app/shop/\(index)"))
    }
    interfaces.removeAll { $0.addresses.isEmpty && $0.prefixes.isEmpty }
    for index in 0..<Int.random(in: 0...1, using: &random) {
      let number = base + UInt32.random(in: 0..<size, using: &random)
      guard let block = IPv4Block(containing: IPv4Address(number: number), length: 28) else { continue }
      reservations.append(
        CIDRReservation(
          id: "scr-\(index)", subnet: subnet.id, block: block,
          kind: Bool.random(using: &random) ? .prefix : .explicit))
    }
    if Bool.random(using: &random) {
      podAddresses = Set(interfaces.flatMap(\.addresses).filter { _ in Bool.random(using: &random) })
    }
  }

  var nodes: Set<InstanceID> { Set(interfaces.compactMap(\.attachment?.instance)) }

  func ledger(without gone: Set<ENIID> = []) -> SubnetLedger {
    SubnetLedger.make(
      subnet: subnet, interfaces: interfaces.filter { !gone.contains($0.id) }, reservations: reservations,
      nodeInstances: nodes, podAddresses: podAddresses, prefixModeInUse: true)
  }

  /// What can be released at once and the pods that move, told from the interfaces as they were made.
  func units(_ grain: DrainPlan.Grain) -> [(interfaces: Set<ENIID>, pods: Int)] {
    var units: [String: (interfaces: Set<ENIID>, pods: Int)] = [:]
    for interface in interfaces {
      let pool =
        interface.addresses.dropFirst()
        + interface.prefixes.flatMap { block in
          (0..<16 as Range<UInt32>).map { IPv4Address(number: block.first.number + $0) }
        }
      let pods = podAddresses.map { known in pool.filter { known.contains($0) }.count } ?? pool.count
      let name: String
      if interface.status == "available" {
        units[interface.id.raw] = ([interface.id], 0)
        continue
      } else if let instance = interface.attachment?.instance {
        if grain == .eni && interface.attachment?.deviceIndex == 0 { continue }
        name = grain == .node ? instance.raw : interface.id.raw
      } else {
        continue
      }
      units[name, default: ([], 0)].interfaces.insert(interface.id)
      units[name, default: ([], 0)].pods += pods
    }
    return units.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Every choice of units, its pods and the free blocks it leaves, each counted on a ledger of its own.
  func everyChoice(_ grain: DrainPlan.Grain) -> [(pods: Int, units: Int, free: Int)] {
    let units = units(grain)
    return (0..<1 << units.count).map { mask in
      let chosen = units.indices.filter { mask & 1 << $0 != 0 }
      let gone = chosen.reduce(into: Set<ENIID>()) { $0.formUnion(units[$1].interfaces) }
      return (
        chosen.reduce(0) { $0 + units[$1].pods }, chosen.count, ledger(without: gone).freeAligned28 ?? -1
      )
    }
  }
}
