import Evidence
import Playbooks
import VPCModel

/// A subnet of the fleet: who holds it, and which of its nodes keep idle what others are refused.
package struct FleetSubnet: Hashable, Sendable {
  package internal(set) var id: String
  package let zone: String?
  package let size: Int?
  /// Counted from addresses where the interfaces are in evidence, else EC2's own count.
  package let free: Int?
  /// Nil without a list of interfaces.
  package let owners: OwnerCounts?
  package let forecast: SubnetForecast?
  /// Nodes in evidence that draw from it.
  package let nodes: Int
  /// Addresses that the pools of these nodes hold here, and how many of them nobody uses or rests; nil when no node
  /// says. The nodes that say.
  package let held: Int?
  package let idle: Int?
  package let speaking: Int
  /// Nodes refused addresses of it, those that failed first in front.
  package internal(set) var refused: [String]
  /// Nodes that hold idle addresses and are not refused any, most idle first.
  package internal(set) var idlers: [Idler]

  package struct Idler: Hashable, Sendable {
    package internal(set) var node: String
    package let idle: Int
    package let held: Int
    package let inUse: Int
  }

  /// Idle nodes hold what others are refused.
  package var isHoarded: Bool { !refused.isEmpty && !idlers.isEmpty }
}

extension FleetSubnet {
  /// Of every subnet that a ledger or a node names: those with refused nodes first, most of them in front, then by
  /// fewest free addresses, then by id.
  static func all(_ world: World, nodes: [FleetNode], stepOf: [CauseID: Int]) -> [FleetSubnet] {
    struct Draft {
      var nodes = 0
      var held = 0
      var idle = 0
      var speaking = 0
      var refused: [FleetNode] = []
      var idlers: [Idler] = []
    }
    var drafts: [SubnetID: Draft] = [:]
    for id in world.ledgers.keys { drafts[id] = Draft() }
    for node in nodes {
      guard let entity = world.nodes[node.id] else { continue }
      let isRefused = node.cause.flatMap { stepOf[$0] } == 3 && node.state != .latent
      let shares = entity.poolBySubnet
      for subnet in entity.drawsFrom {
        var draft = drafts[subnet] ?? Draft()
        draft.nodes += 1
        if isRefused { draft.refused.append(node) }
        if let share = shares[subnet] {
          let idle = max(0, share.total - share.inUse - share.cooling)
          draft.speaking += 1
          draft.held += share.total
          draft.idle += idle
          if idle > 0, !isRefused {
            draft.idlers.append(Idler(node: node.id, idle: idle, held: share.total, inUse: share.inUse))
          }
        }
        drafts[subnet] = draft
      }
    }
    return drafts.map { id, draft in
      let ledger = world.ledgers[id]
      return FleetSubnet(
        id: id.raw, zone: ledger?.zone ?? world.subnets[id]?.value.zone,
        size: ledger?.size ?? world.subnets[id]?.value.cidr?.size, free: ledger?.free ?? ledger?.available,
        owners: ledger?.owners, forecast: ledger?.forecast,
        nodes: draft.nodes, held: draft.speaking > 0 ? draft.held : nil,
        idle: draft.speaking > 0 ? draft.idle : nil, speaking: draft.speaking,
        refused: draft.refused.sorted(by: FleetGroup.isEarlier).map(\.id),
        idlers: draft.idlers.sorted { ($1.idle, $0.node) < ($0.idle, $1.node) })
    }.sorted {
      ($1.refused.count, $0.free ?? .max, $0.id) < ($0.refused.count, $1.free ?? .max, $1.id)
    }
  }
}

extension NodeEntity {
  /// Addresses of the pool by the subnet they are of; empty when that cannot be told.
  ///
  /// The newest count speaks for the only subnet there is; of several, introspection tells which interface is where.
  var poolBySubnet: [SubnetID: (total: Int, inUse: Int, cooling: Int)] {
    if ipv6 == true { return [:] }
    if drawsFrom.count == 1, let only = drawsFrom.first {
      let (total, assigned, cooling) = poolNow
      guard let total, let assigned else { return [:] }
      return [only: (total, assigned, cooling ?? 0)]
    }
    guard let snapshot = pool?.value, snapshot.isComplete else { return [:] }
    var shares: [SubnetID: (total: Int, inUse: Int, cooling: Int)] = [:]
    for eni in snapshot.enis {
      guard let subnet = eni.subnet ?? interfaces[eni.id]?.subnet else { return [:] }
      guard drawsFrom.contains(subnet) else { continue }
      var share = shares[subnet] ?? (0, 0, 0)
      for cidr in eni.cidrs {
        share.total += cidr.isPrefix ? 16 : 1
        share.inUse += cidr.assigned.count
      }
      shares[subnet] = share
    }
    return shares
  }
}
