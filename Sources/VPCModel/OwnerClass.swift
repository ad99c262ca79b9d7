/// What an address of a subnet is used for. The name is the key of the report's JSON.
///
/// `podsAndWarm` is always known; `pods` and `warm` split it and need evidence from the nodes.
/// Source: the report contract, "Owner classes".
package enum OwnerClass: UInt8, Hashable, Sendable, CaseIterable {
  case podsAndWarm, pods, warm, eniPrimary, branch, leaked, loadBalancer, lambda, rds, vpcEndpoint, nat
  case controlPlane, cidrReservation, other
  /// The first four addresses and the last one, which EC2 keeps.
  case reserved
  /// Nobody's, and outside every CIDR reservation.
  case free

  package var name: String {
    switch self {
    case .podsAndWarm: "podsAndWarm"
    case .pods: "pods"
    case .warm: "warm"
    case .eniPrimary: "eni-primary"
    case .branch: "branch"
    case .leaked: "leaked"
    case .loadBalancer: "load-balancer"
    case .lambda: "lambda"
    case .rds: "rds"
    case .vpcEndpoint: "vpc-endpoint"
    case .nat: "nat"
    case .controlPlane: "control-plane"
    case .cidrReservation: "cidr-reservation"
    case .other: "other"
    case .reserved: "reserved"
    case .free: "free"
    }
  }

  /// The class of that JSON key.
  package init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The keys of `owners`, in the order of the report.
  package static let owners: [OwnerClass] = allCases.filter { $0 != .reserved && $0 != .free }

  /// Who keeps an address that two claim; lower wins.
  ///
  /// EC2 never gives an address twice, so a double claim means two snapshots were mixed: what is in use
  /// is believed before what is left over, a reservation only holds what nobody uses.
  var priority: UInt8 {
    switch self {
    case .reserved: 0
    case .eniPrimary: 1
    case .branch: 2
    case .podsAndWarm, .pods, .warm: 3
    case .controlPlane: 4
    case .nat: 5
    case .vpcEndpoint: 6
    case .loadBalancer: 7
    case .rds: 8
    case .lambda: 9
    case .other: 10
    case .leaked: 11
    case .cidrReservation: 12
    case .free: 255
    }
  }
}

/// Addresses by owner class. `reserved` and `free` are not in here.
package struct OwnerCounts: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: OwnerClass.allCases.count)
  private var areSplit: Bool

  /// - Parameter isSplit: whether `pods` and `warm` are told apart.
  init(isSplit: Bool) { areSplit = isSplit }

  /// Addresses of that class; nil when `pods` and `warm` are not told apart, or for `reserved` and `free`.
  package subscript(_ owner: OwnerClass) -> Int? {
    switch owner {
    case .podsAndWarm: counts[Int(OwnerClass.podsAndWarm.rawValue)]
    case .pods, .warm: areSplit ? counts[Int(owner.rawValue)] : nil
    case .reserved, .free: nil
    default: counts[Int(owner.rawValue)]
    }
  }

  /// Every class once: all but `pods` and `warm`.
  package var total: Int {
    OwnerClass.owners.reduce(0) { $1 == .pods || $1 == .warm ? $0 : $0 + counts[Int($1.rawValue)] }
  }

  /// For some of the addresses nobody can tell: the sums of the two are not known.
  mutating func unsplit() {
    areSplit = false
    counts[Int(OwnerClass.pods.rawValue)] = 0
    counts[Int(OwnerClass.warm.rawValue)] = 0
  }

  mutating func add(_ addresses: Int, to owner: OwnerClass) {
    counts[Int(owner.rawValue)] += addresses
    if owner == .pods || owner == .warm { counts[Int(OwnerClass.podsAndWarm.rawValue)] += addresses }
  }
}
