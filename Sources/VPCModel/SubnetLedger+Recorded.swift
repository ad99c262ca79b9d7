/// A ledger as it was written down once: what a saved report has of it.
extension SubnetLedger {
  /// The values of a ledger, by name. Whatever is not known is nil.
  package struct Record: Sendable {
    package var subnet: SubnetID
    package var zone: String?
    package var cidr: IPv4Block?
    package var isIPv6Only = false
    package var isDualStack = false
    package var size: Int?
    package var reserved: Int?
    package var owners: OwnerCounts?
    package var free: Int?
    package var freeAligned28: Int?
    package var freeAligned28Unreserved: Int?
    package var largestFreeRun: Int?
    package var available: Int?
    package var residual: Int?
    package var explained: [Explanation] = []
    package var verdict = Verdict.unknown
    package var isComplete = false
    package var prefixModeInUse: Bool?
    package var problems: [String] = []
    /// Run-length in address order; kept where it covers the block, address for address.
    package var runs: [AddressMap.Run]?
    package init(subnet: SubnetID) { self.subnet = subnet }
  }

  /// The ledger of a record. It counts nothing again and knows no holders; its map has the classes alone.
  package init(_ record: Record) {
    var runs = record.runs
    if let given = runs, let cidr = record.cidr {
      let sum = given.reduce(into: 0) {
        $0 = $1.count > 0 ? $0.addingReportingOverflow($1.count).partialValue : -1
      }
      // A map that does not fit its block would be drawn wrong.
      if sum != cidr.size || given.contains(where: { $0.count < 1 || $0.count > cidr.size }) { runs = nil }
    } else {
      runs = nil
    }
    self.init(
      subnet: record.subnet, zone: record.zone, cidr: record.cidr, isIPv6Only: record.isIPv6Only,
      isDualStack: record.isDualStack,
      size: record.size, reserved: record.reserved, owners: record.owners, free: record.free,
      freeAligned28: record.freeAligned28, freeAligned28Unreserved: record.freeAligned28Unreserved,
      largestFreeRun: record.largestFreeRun, available: record.available, residual: record.residual,
      explained: record.explained, verdict: record.verdict, isComplete: record.isComplete,
      prefixModeInUse: record.prefixModeInUse, tally: nil, mapped: record.size ?? 0,
      problems: record.problems.map { .recorded($0) }, problemCount: record.problems.count, recordedRuns: runs
    )
  }

  /// The map of recorded runs, without holders.
  func recordedMap(of cidr: IPv4Block) -> AddressMap? {
    guard let recordedRuns else { return nil }
    var position = UInt64(cidr.first.number)
    var segments: [AddressMap.Segment] = []
    segments.reserveCapacity(recordedRuns.count)
    for run in recordedRuns {
      let end = position + UInt64(run.count) - 1
      segments.append(
        AddressMap.Segment(
          first: IPv4Address(number: UInt32(truncatingIfNeeded: position)),
          last: IPv4Address(number: UInt32(truncatingIfNeeded: end)), owner: run.owner, reservation: nil,
          holder: nil))
      position = end + 1
    }
    return AddressMap(block: cidr, segments: segments)
  }
}
