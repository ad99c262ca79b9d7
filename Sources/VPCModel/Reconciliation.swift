/// Compares the counted free addresses with EC2's `AvailableIpAddressCount` and names the difference.
///
/// Whether EC2 subtracts the unused space of CIDR reservations is not documented: the reading that fits the
/// count exactly is taken and named. A list that is known to be cut explains any missing interface, and so
/// does a subnet shared with other accounts. Two snapshots taken at different times explain a difference
/// only as long as both numbers lead to the same verdict; otherwise it stays a residual.
struct Reconciliation: Hashable, Sendable {
  let explained: [SubnetLedger.Explanation]
  /// nil when there is no count to compare with.
  let residual: Int?
  /// False when the list was cut, or the count shows interfaces of other accounts.
  let isComplete: Bool

  /// How the list of interfaces ends.
  enum Ending: Hashable, Sendable {
    case certain
    /// Its last page may be missing, or it was never a list of the whole subnet: a count that fits vouches for it.
    case doubtful
    case missing
  }

  init(
    available: Int?, free: Int, unusedPrefixSpace: Int, unusedExplicitSpace: Int, ending: Ending,
    hasOtherAccounts: Bool, secondsApart: Double?
  ) {
    let isListComplete = ending == .certain
    let isVouchedFor = ending != .missing
    guard let available else {
      explained = []
      residual = nil
      isComplete = isListComplete
      return
    }
    let (difference, overflow) = available.subtractingReportingOverflow(free)
    if overflow {
      explained = []
      residual = available < 0 ? Int.min : Int.max
      isComplete = isListComplete
      return
    }
    let readings = Self.readings(prefix: unusedPrefixSpace, explicit: unusedExplicitSpace)
    if let fit = readings.first(where: { $0.addresses == difference }) {
      explained = [fit]
      residual = 0
      isComplete = isVouchedFor
      return
    }
    if difference == 0 {
      explained = []
      residual = 0
      isComplete = isVouchedFor
      return
    }
    // Interfaces that are not in the list can only make EC2's number smaller.
    let reading =
      difference < 0 ? nil : readings.filter { $0.addresses > difference }.min { $0.addresses < $1.addresses }
    let hidden = difference - (reading?.addresses ?? 0)
    if hidden < 0, !isListComplete || hasOtherAccounts {
      let missing =
        isListComplete
        ? SubnetLedger.Explanation(
          kind: .otherAccounts, what: "interfaces of other accounts in this shared subnet", addresses: hidden)
        : SubnetLedger.Explanation(
          kind: .missingFromList, what: "interfaces missing from the incomplete list", addresses: hidden)
      explained = (reading.map { [$0] } ?? []) + [missing]
      residual = 0
      isComplete = false
      return
    }
    isComplete = isListComplete
    if let secondsApart, secondsApart != 0, Self.band(available) == Self.band(free) {
      // Not `rounded(.up)`: that calls libm, which a program without Foundation does not link.
      let length = abs(secondsApart)
      let seconds = length < 1e15 ? Int(length) + (Double(Int(length)) < length ? 1 : 0) : Int.max
      explained = [
        SubnetLedger.Explanation(
          kind: .takenApart, what: "the two lists were taken \(seconds) s apart", addresses: difference)
      ]
      residual = 0
    } else {
      explained = []
      residual = difference
    }
  }

  /// What EC2 may do with unused reservation space, the reported reading first.
  private static func readings(prefix: Int, explicit: Int) -> [SubnetLedger.Explanation] {
    guard prefix + explicit > 0 else { return [] }
    var readings = [
      SubnetLedger.Explanation(
        kind: .unusedNotCounted, what: "unused reserved space is not in the available count", addresses: 0),
      SubnetLedger.Explanation(
        kind: .unusedCounted, what: "unused reserved space is in the available count",
        addresses: prefix + explicit),
    ]
    if prefix > 0 && explicit > 0 {
      readings += [
        SubnetLedger.Explanation(
          kind: .prefixSpaceCounted, what: "unused space of prefix reservations is in the available count",
          addresses: prefix),
        SubnetLedger.Explanation(
          kind: .explicitSpaceCounted,
          what: "unused space of explicit reservations is in the available count", addresses: explicit),
      ]
    }
    return readings
  }

  /// The thresholds of the verdict that a count of free addresses falls between.
  private static func band(_ free: Int) -> Int { free <= 0 ? 0 : free < 16 ? 1 : 2 }
}
