import VPCModel

/// What instance types allow: `limits TYPE...`, as text and as JSON.
package struct LimitsRenderer: Sendable {
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func json(_ types: [InstanceTypeLimits]) -> String {
    JSONText.pretty(
      .object([("schemaVersion", .string(schemaVersion)), ("instanceTypes", .array(types.map(Self.node)))]))
  }

  private static func node(_ limits: InstanceTypeLimits) -> JSONNode {
    let pods = limits.allMaxPods
    return .object([
      ("instanceType", .string(limits.type)), ("enis", .integer(limits.enis)),
      ("ipv4PerENI", .integer(limits.ipv4PerENI)), ("prefixCapable", JSONNode(limits.isPrefixCapable)),
      ("trunkCapable", JSONNode(limits.isTrunkCapable)), ("branchENIs", JSONNode(limits.branchENIs)),
      (
        "maxPods",
        .object([
          ("secondary", .integer(pods.secondary)), ("prefix", JSONNode(pods.prefix)),
          ("customNetworking", .integer(pods.customNetworking)),
          ("prefixCustomNetworking", JSONNode(pods.prefixCustomNetworking)), ("trunk", JSONNode(pods.trunk)),
          (
            "recommended",
            .object([
              ("secondary", JSONNode(pods.recommendedSecondary)),
              ("prefix", JSONNode(pods.recommendedPrefix)),
            ])
          ),
        ])
      ),
    ])
  }

  package func text(_ types: [InstanceTypeLimits]) -> String {
    var page = Page(options)
    for limits in types {
      page.blank()
      let pods = limits.allMaxPods
      page.add(
        "\(limits.enis) ENIs with \(limits.ipv4PerENI) IPv4 addresses each", indent: 0,
        [.init(limits.type, .bold, columns: page.columns(limits.type) + 1)])
      page.add(branches(limits))
      var rows = [["max pods", "computed", "recommended"]]
      rows.append(["secondary addresses", Self.cell(pods.secondary), Self.cell(pods.recommendedSecondary)])
      rows.append([
        "prefix delegation", Self.cell(pods.prefix, limits.isPrefixCapable),
        Self.cell(pods.recommendedPrefix, limits.isPrefixCapable),
      ])
      rows.append(["custom networking", Self.cell(pods.customNetworking), ""])
      rows.append([
        "prefixes and custom networking", Self.cell(pods.prefixCustomNetworking, limits.isPrefixCapable), "",
      ])
      rows.append(["trunk for security groups for pods", Self.cell(pods.trunk, limits.isTrunkCapable), ""])
      page.table(rows)
    }
    page.blank()
    page.add("computed: what the ENIs can address, and 2 host-network pods", indent: 0)
    page.add("recommended: the same, at most 110, or 250 above 30 vCPUs", indent: 0)
    return page.text
  }

  private func branches(_ limits: InstanceTypeLimits) -> String {
    switch limits.isTrunkCapable {
    case true:
      "branch ENIs for security groups for pods: \(limits.branchENIs.map(Phrases.number) ?? "not known")"
    case false: "no trunk, so no security groups for pods"
    case nil: "whether it can have a trunk is not known"
    }
  }

  private static func cell(_ count: Int?, _ isCapable: Bool? = true) -> String {
    if let count { return Phrases.number(count) }
    return isCapable == false ? "not possible" : "not known"
  }
}
