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
  /// Filled slots of the active mode.
  var slots: [Slot] = []
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
  var pods: Int { slots.reduce(0) { $0 + $1.pods } + keptPods }
  var keptPods: Int { kept.reduce(0) { $0 + $1.pods } }
  var keptAddresses: Int { kept.reduce(0) { $0 + $1.addresses } }
  var cooling: Int { slots.reduce(0) { $0 + $1.cooling } }
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
