import TestSupport
import Testing
import VPCModel

/// Known rests, row by row.
@Suite struct PoolExampleTests {
  @Test func `there are as many known rows as were written down`() {
    #expect(WarmPoolExample.all.count == 58)
    #expect(Set(WarmPoolExample.all.map(\.id)).count == 58)
  }

  @Test(arguments: WarmPoolExample.all)
  func `the loop comes to rest where ipamd does`(example: WarmPoolExample) {
    let pool = PoolSimulation.steadyState(example.shape, pods: example.pods)
    #expect(pool.cidrsPerENI.map(String.init).joined(separator: "+") == example.cidrs)
    #expect(pool.kind.rawValue == example.kind)
    #expect(pool.podIPs == example.podIPs)
    #expect(pool.free == example.free)
    #expect(pool.refused == example.refused)
    #expect(pool.podsWithAddress == example.pods - example.refused)
    #expect(pool.nodeSubnetAddresses == example.node)
    #expect(pool.podSubnetAddresses == example.pod)
    #expect(pool.total == example.node + example.pod)
    #expect(pool.rest == .steady)
  }

  /// The rows are those of the table beside the checkout, cell by cell, where that is there.
  @Test(
    .enabled(
      if: !SharedTables.warmPoolExamples.isEmpty, "the reference examples are not beside the repository"))
  func `no cell was miscopied`() throws {
    #expect(SharedTables.warmPoolExamples.count == WarmPoolExample.all.count)
    for (row, example) in zip(SharedTables.warmPoolExamples, WarmPoolExample.all) {
      #expect(row["id"] == example.id && row["instance_type"] == example.type)
      let cells = [
        "warm_eni_target", "warm_ip_target", "minimum_ip_target", "warm_prefix_target", "max_pods",
        "unmanaged_enis", "pods_requested", "pod_ips_total", "pod_ips_free", "pods_without_ip",
        "node_subnet_addresses", "pod_subnet_addresses",
      ].map { Int(row[$0] ?? "") }
      let copied =
        example.targets + [
          example.maxPods, example.unmanaged, example.pods, example.podIPs, example.free, example.refused,
          example.node, example.pod,
        ]
      #expect(cells == copied.map { Optional($0) }, "\(example.id)")
      #expect(row["cidrs_per_eni"] == example.cidrs && row["cidr_kind"] == example.kind)
      #expect(row["max_eni"].flatMap { Int($0) } == example.maxENI)
      for (column, mode) in [("prefix_delegation", "P"), ("custom_networking", "C"), ("pod_eni", "T")] {
        #expect((row[column] == "true") == example.modes.contains(mode), "\(example.id) \(column)")
      }
    }
  }
}

extension WarmPoolExample {
  var settings: CNISettings {
    var settings = CNISettings()
    settings.warmENITarget = targets[0]
    settings.warmIPTarget = targets[1]
    settings.minimumIPTarget = targets[2]
    settings.warmPrefixTarget = targets[3]
    settings.maxENI = maxENI
    settings.usesPrefixes = modes.contains("P")
    settings.usesCustomNetworking = modes.contains("C")
    settings.usesPodENI = modes.contains("T")
    return settings
  }

  var shape: NodeShape {
    NodeShape(limits: .of(type), settings: settings, maxPods: maxPods, unmanagedENIs: unmanaged)
  }
}
