/// The counted subnets of an availability zone together.
package struct ZoneHolding: Hashable, Sendable {
  package let zone: String
  package private(set) var subnets = 0
  package private(set) var size = 0
  package private(set) var held = 0
  package private(set) var free = 0
  package private(set) var freeAligned28 = 0

  /// Zones by addresses held, most first, then by name. Subnets without a zone or without a count are left out.
  package static func ranked(_ ledgers: [SubnetLedger]) -> [ZoneHolding] {
    var zones: [String: ZoneHolding] = [:]
    for ledger in ledgers {
      guard let name = ledger.zone, let size = ledger.size, let owners = ledger.owners, let free = ledger.free
      else { continue }
      var zone = zones[name] ?? ZoneHolding(zone: name)
      zone.subnets += 1
      zone.size += size
      zone.held += owners.total
      zone.free += free
      zone.freeAligned28 += ledger.freeAligned28 ?? 0
      zones[name] = zone
    }
    return zones.values.sorted { ($1.held, $0.zone) < ($0.held, $1.zone) }
  }

  private init(zone: String) { self.zone = zone }
}
