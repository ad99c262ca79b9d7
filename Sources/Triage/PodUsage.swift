import Evidence
import VPCModel

/// Which addresses pods use, as far as the nodes and the cluster say, and for which interfaces that is the whole truth.
///
/// The introspection and the checkpoint of a node speak for that node alone; a list of pods speaks for all nodes. On an
/// interface that nobody speaks for, an address that is not named may be in use all the same.
struct PodUsage {
  /// nil when nothing says anything.
  let addresses: Set<IPv4Address>?
  /// nil is every interface.
  let interfaces: Set<ENIID>?

  init(_ world: World) {
    var used: Set<IPv4Address> = []
    var covered: Set<ENIID> = []
    var hasEvidence = false
    var coversAll = false
    for node in world.nodes.values {
      var hasCheckpoint = false
      for eni in node.pool?.value.enis ?? [] {
        for cidr in eni.cidrs {
          hasEvidence = true
          covered.insert(eni.id)
          used.formUnion(cidr.assigned.compactMap { IPv4Address($0.address) })
        }
      }
      for allocation in node.checkpoint ?? [] {
        hasEvidence = true
        hasCheckpoint = true
        if let address = IPv4Address(allocation.address) { used.insert(address) }
      }
      guard hasCheckpoint else { continue }
      covered.formUnion(node.interfaces.map(\.id))
      // A checkpoint of nobody knows which node: its addresses may lie anywhere.
      if node.interfaces.isEmpty, node.pool?.value.enis.isEmpty ?? true { coversAll = true }
    }
    for pod in world.pods where pod.isHostNetwork != true && pod.phase != "Succeeded" && pod.phase != "Failed"
    {
      guard let text = pod.address, let address = IPv4Address(text) else { continue }
      hasEvidence = true
      coversAll = true
      used.insert(address)
    }
    addresses = hasEvidence ? used : nil
    interfaces = coversAll ? nil : covered
  }
}
