/// What a condition is asked of, once for each entity.
package enum Scope: String, Hashable, Sendable, CaseIterable {
  case pod, node, eni, subnet, zone, cluster
}

/// The only ways from one scope to the facts of another.
package enum Join: String, Hashable, Sendable, CaseIterable {
  case nodeSubnets = "node.subnets"
  case nodeENIs = "node.enis"
  case nodePods = "node.pods"
  case subnetNodes = "subnet.nodes"
  case subnetENIs = "subnet.enis"
  case eniNode = "eni.node"
  case eniSubnet = "eni.subnet"
  case podNode = "pod.node"
  case zoneNodes = "zone.nodes"
  case clusterNodes = "cluster.nodes"
  case clusterSubnets = "cluster.subnets"

  package var from: Scope { Scope(rawValue: String(rawValue.prefix { $0 != "." })) ?? .cluster }
  package var to: Scope {
    switch self {
    case .nodeSubnets, .eniSubnet, .clusterSubnets: .subnet
    case .nodeENIs, .subnetENIs: .eni
    case .nodePods: .pod
    case .subnetNodes, .eniNode, .podNode, .zoneNodes, .clusterNodes: .node
    }
  }
}
