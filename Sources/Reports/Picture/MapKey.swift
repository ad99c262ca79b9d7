import VPCModel

/// How a class of owners looks in a picture: a glyph of its own, so that nothing hangs on colour.
struct MapKey {
  let owner: OwnerClass
  let unicode: String
  let ascii: String
  let style: Style
  /// As the legend says it.
  let words: String

  func glyph(ascii isASCII: Bool) -> String { isASCII ? ascii : unicode }

  /// In the order of the legend: what pods use, what serves nodes, services, the rest.
  ///
  /// Services have their letter in both sets; one column each on every terminal that is not set to wide
  /// ambiguous characters, and `--ascii` for those that are.
  static let all: [MapKey] = [
    MapKey(.pods, "█", "P", .blue, "pods"),
    MapKey(.warm, "░", "w", .sky, "warm"),
    MapKey(.podsAndWarm, "▓", "#", .blue, "pods and warm"),
    MapKey(.eniPrimary, "◆", "@", .magenta, "primary of a node's ENI"),
    MapKey(.branch, "△", "b", .pink, "branch"),
    MapKey(.leaked, "!", "!", .red, "leaked"),
    MapKey(.loadBalancer, "L", "L", .yellow, "load balancer"),
    MapKey(.lambda, "λ", "f", .yellow, "Lambda"),
    MapKey(.rds, "R", "R", .yellow, "RDS"),
    MapKey(.vpcEndpoint, "E", "E", .yellow, "VPC endpoint"),
    MapKey(.nat, "N", "N", .yellow, "NAT"),
    MapKey(.controlPlane, "C", "C", .yellow, "control plane"),
    MapKey(.other, "o", "o", .yellow, "other"),
    MapKey(.cidrReservation, "=", "=", .cyan, "unused in a reservation"),
    MapKey(.reserved, "×", "x", .gray, "AWS"),
    MapKey(.free, "·", ".", .green, "free"),
  ]

  static func of(_ owner: OwnerClass) -> MapKey {
    all.first { $0.owner == owner } ?? MapKey(owner, "?", "?", .plain, owner.name)
  }

  init(_ owner: OwnerClass, _ unicode: String, _ ascii: String, _ style: Style, _ words: String) {
    self.owner = owner
    self.unicode = unicode
    self.ascii = ascii
    self.style = style
    self.words = words
  }
}
