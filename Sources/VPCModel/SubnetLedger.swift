/// Where every address of a subnet went: `reserved + free + owners = size`, counted address by address.
///
/// A number that the documents do not give is nil, never 0. The rules are those of the report contract:
/// owner classes, thresholds of the verdict, reconciliation with `AvailableIpAddressCount`.
package struct SubnetLedger: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case exhausted, fragmented, healthy, inconsistent, unknown
  }

  package let subnet: SubnetID
  package let zone: String?
  package let cidr: IPv4Block?
  /// True when the subnet has no IPv4 addresses at all; a prefix or a shortage there is another matter.
  package let isIPv6Only: Bool
  /// True when it has IPv6 addresses too, none of which is counted here.
  package let isDualStack: Bool
  /// Addresses of the CIDR, 2^(32 - length).
  package let size: Int?
  /// The first four and the last address, fewer in blocks that EC2 would refuse.
  package let reserved: Int?
  package let owners: OwnerCounts?
  /// Plain free addresses, outside reservations.
  package let free: Int?
  /// Aligned /28 that a prefix request can get: plain free or inside a `prefix` reservation.
  package let freeAligned28: Int?
  package let freeAligned28Unreserved: Int?
  /// The longest run of plain free addresses.
  package let largestFreeRun: Int?
  /// `AvailableIpAddressCount` of the subnet document.
  package let available: Int?
  /// What is left of `available - free` after `explained`.
  package let residual: Int?
  package let explained: [Explanation]
  package let verdict: Verdict
  /// The list of interfaces was whole, as far as the documents show.
  package let isComplete: Bool
  package let prefixModeInUse: Bool?
  /// Who holds what, and what the map is made from; nil when nothing was counted.
  let tally: Tally?
  /// Addresses on the map when it was counted; as many as there are.
  var mapped = 0
  /// The documents contradict each other, and nothing vouches for one side.
  var isContradicted = false
  package let problems: [Problem]
  /// All problems, those beyond the first hundred included.
  package let problemCount: Int
  /// How long its free addresses last; nil where nobody asked.
  package var forecast: SubnetForecast?
  /// The map of a saved report; nil where the addresses were counted here.
  var recordedRuns: [AddressMap.Run]?

  /// Part of the difference between EC2's count and the counted free addresses, by name.
  package struct Explanation: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case unusedNotCounted = "unused-not-counted"
      case unusedCounted = "unused-counted"
      case prefixSpaceCounted = "prefix-space-counted"
      case explicitSpaceCounted = "explicit-space-counted"
      case missingFromList = "missing-from-list"
      case otherAccounts = "other-accounts"
      case takenApart = "taken-apart"
      /// As a saved report words it.
      case recorded
    }

    package let kind: Kind
    package let what: String
    /// Signed like `available - free`.
    package let addresses: Int

    init(kind: Kind, what: String, addresses: Int) {
      self.kind = kind
      self.what = what
      self.addresses = addresses
    }

    package init(recorded what: String, addresses: Int) {
      self.init(kind: .recorded, what: what, addresses: addresses)
    }
  }

  /// Run-length `[(class, count)]` in address order, sums to `size`; empty when there is no map.
  package var runs: [AddressMap.Run] { recordedRuns ?? map?.runs ?? [] }

  /// The invariant. False only with a mistake in here: no report is made of such a ledger.
  package var isConserved: Bool {
    guard let size, let owners, let free, let reserved else { return owners == nil && free == nil }
    return reserved + free + owners.total == size && mapped == size
  }
}

extension SubnetLedger {
  /// An oddity of the input that the ledger worked around.
  package enum Problem: Hashable, Sendable, CustomStringConvertible {
    case noCIDR
    case noInterfaces
    case sizeNotOfEC2(IPv4Block)
    case outside(ENIID, IPv4Block)
    case reservationOutside(String, IPv4Block)
    /// An address that two claim; nil is EC2's own reserve.
    case contested(IPv4Address, count: Int, winner: ENIID?, loser: ENIID?)
    /// The interface was given twice with different contents; the later one counts.
    case contradictory(ENIID)
    /// The interface lists an address or prefix of its own twice; counted once.
    case repeated(ENIID, IPv4Address)
    /// The interface says that it is in another VPC than its subnet.
    case otherVPC(ENIID, String)
    /// The interface names no subnet, and several have such an address; left out.
    case ambiguous(ENIID)
    /// The subnet was given twice, with different ranges, or with counts of which the later one counts.
    case rangeConflict(IPv4Block, IPv4Block)
    case countConflict(Int, Int)
    /// The reservation was given twice and different, or lies across another one.
    case reservationConflict(String)
    case reservationsOverlap(String, String)
    /// Another subnet of the same VPC has part of the range.
    case overlaps(SubnetID)
    /// EC2 reports more available addresses than the subnet can offer, or fewer than none.
    case impossibleCount(Int)
    /// As a saved report says it.
    case recorded(String)

    package var description: String {
      switch self {
      case .noCIDR: "no IPv4 CIDR given; addresses were not counted"
      case .noInterfaces: "no interfaces given; only the count of EC2 is known"
      case .sizeNotOfEC2(let block): "\(block): EC2 subnets are /16 to /28; counted all the same"
      case .outside(let eni, let block): "\(eni): \(block) is not in the subnet; left out"
      case .reservationOutside(let id, let block):
        "\(id): reservation \(block) is not in the subnet; left out"
      case .contested(let address, let count, let winner, let loser):
        "\(address): \(count) address\(count == 1 ? "" : "es") claimed by \(winner?.raw ?? "EC2's reserve") and "
          + "\(loser?.raw ?? "EC2's reserve"); counted once, for the first"
      case .contradictory(let eni): "\(eni): given twice and different; the later one counts"
      case .repeated(let eni, let address): "\(eni): lists \(address) twice; counted once"
      case .otherVPC(let eni, let vpc): "\(eni): in this subnet, but its VPC is \(vpc)"
      case .ambiguous(let eni):
        "\(eni): names no subnet, and its address is in several; left out of all"
      case .rangeConflict(let one, let other): "the subnet is given as \(one) and as \(other)"
      case .countConflict(let one, let other):
        "AvailableIpAddressCount is given as \(one) and as \(other); the latter counts"
      case .reservationConflict(let id): "\(id): given twice and different; the later one counts"
      case .reservationsOverlap(let one, let other):
        "\(one) and \(other): reservations overlap, which EC2 does not allow"
      case .overlaps(let other): "\(other): a subnet of the same VPC with part of this range"
      case .impossibleCount(let count): "AvailableIpAddressCount \(count) does not fit the subnet's size"
      case .recorded(let text): text
      }
    }

    /// Whether the interfaces contradict themselves or the subnet.
    var isContradiction: Bool {
      switch self {
      case .outside, .contested, .contradictory, .impossibleCount, .otherVPC: true
      case .ambiguous, .rangeConflict, .reservationConflict, .overlaps: true
      case .noCIDR, .noInterfaces, .sizeNotOfEC2, .reservationOutside: false
      case .repeated, .countConflict, .reservationsOverlap, .recorded: false
      }
    }

    /// Whether no count of EC2 can vouch for the ledger: what it is about is not certain.
    var forbidsVerdict: Bool {
      switch self {
      case .ambiguous, .rangeConflict, .reservationConflict, .overlaps: true
      default: false
      }
    }
  }
}
