/// An ENI of the datastore while a simulation runs.
struct SimulatedENI: Hashable, Sendable {
  /// A slot filled with an address or a prefix.
  struct Slot: Hashable, Sendable {
    var pods = 0
    /// Addresses that a pod has just left; until `coolUntil` no other pod gets them.
    var cooling = 0
    var coolUntil = 0
  }

  var isPrimary = false
  var isTrunk = false
  var isEFA = false
  /// Gives pods no address: a trunk, an excluded ENI, the primary one under custom networking.
  var servesPods = true
  /// Seconds of the simulation; an ENI that was there before is old.
  var attachedAt = Int.min / 2
  /// Its place in the pool the simulation started from; nil for a new one.
  var origin: Int?
  /// Filled slots of the active mode, and what is in them all together: a simulation asks that each cycle.
  private(set) var slots: [Slot] = []
  private(set) var assigned = 0
  private(set) var emptySlots = 0
  private(set) var cooling = 0
  /// Slots that pods keep from another mode, or on an ENI that serves no more: their addresses are for nobody new.
  var kept: [Kept] = []

  struct Kept: Hashable, Sendable {
    var pods: Int
    /// 1 or 16.
    var addresses: Int
  }

  static var trunk: SimulatedENI {
    var eni = SimulatedENI()
    eni.isTrunk = true
    eni.servesPods = false
    return eni
  }

  var usedSlots: Int { slots.count + kept.count }
  var pods: Int { assigned + keptPods }
  var keptPods: Int { kept.reduce(0) { $0 + $1.pods } }
  var keptAddresses: Int { kept.reduce(0) { $0 + $1.addresses } }

  mutating func fill(_ count: Int) {
    slots += [Slot](repeating: Slot(), count: count)
    emptySlots += count
  }

  mutating func fill(pods: Int) {
    slots.append(Slot(pods: pods))
    assigned += pods
    if pods == 0 { emptySlots += 1 }
  }

  /// Gives pods the first addresses that are free and not cooling; says how many had one.
  mutating func serve(_ waiting: Int, slotSize: Int) -> Int {
    var left = waiting
    guard assigned + cooling < slots.count * slotSize else { return 0 }
    for index in slots.indices where left > 0 {
      let served = min(left, max(0, slotSize - slots[index].pods - slots[index].cooling))
      guard served > 0 else { continue }
      if slots[index].pods == 0 { emptySlots -= 1 }
      slots[index].pods += served
      left -= served
    }
    assigned += waiting - left
    return waiting - left
  }

  /// Pods leave, the last addresses first; says how many did.
  mutating func depart(_ count: Int, coolUntil: Int) -> Int {
    var left = count
    for index in slots.indices.reversed() where left > 0 && slots[index].pods > 0 {
      let gone = min(left, slots[index].pods)
      slots[index].pods -= gone
      slots[index].cooling += gone
      slots[index].coolUntil = coolUntil
      if slots[index].pods == 0 { emptySlots += 1 }
      left -= gone
    }
    assigned -= count - left
    cooling += count - left
    return count - left
  }

  /// Gives back slots without a pod, the last first; says how many.
  mutating func release(_ count: Int) -> Int {
    let wanted = min(count, emptySlots)
    var left = wanted
    for index in slots.indices.reversed() where left > 0 && slots[index].pods == 0 {
      cooling -= slots[index].cooling
      slots.remove(at: index)
      left -= 1
    }
    emptySlots -= wanted
    return wanted
  }

  mutating func thaw(at now: Int) {
    guard cooling > 0 else { return }
    for index in slots.indices where slots[index].cooling > 0 && slots[index].coolUntil <= now {
      cooling -= slots[index].cooling
      slots[index].cooling = 0
    }
  }
}

/// An ENI as the evidence shows it, to start a simulation from.
package struct HeldENI: Hashable, Sendable {
  package var isPrimary = false
  package var isTrunk = false
  package var isEFA = false
  package var isExcluded = false
  /// Pods in each single address, 0 or 1.
  package var addresses: [Int] = []
  /// Pods in each /28 prefix, 0 to 16.
  package var prefixes: [Int] = []
  package var subnet: SubnetID?
  package init() {}

  /// Addresses it takes from its subnet, its primary one included.
  package var heldAddresses: Int { 1 + addresses.count + 16 * prefixes.count }
  package var podAddresses: Int { addresses.count + 16 * prefixes.count }
  package var pods: Int { addresses.reduce(0, +) + prefixes.reduce(0, +) }
}
