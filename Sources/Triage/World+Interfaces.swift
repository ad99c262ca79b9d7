import Evidence
import VPCModel

// Interfaces are walked where they lie: nothing here keeps a copy of one.
extension World {
  mutating func readInterfaces(_ evidence: Case) {
    interfaces = InterfaceList(newestOf: evidence.interfaces)
    interfaceCount = interfaces.count
    var hasOwnRecords = interfaces.isEmpty
    for index in interfaces.indices {
      let interface = interfaces[index]
      if !interface.isFromInstance { hasOwnRecords = true }
      if !hasInterfaceList, interface.interfaceType != nil || interface.status != nil {
        hasInterfaceList = true
      }
      if let time = interfaces.time(of: index) {
        interfacesTime = interfacesTime.map { max($0, time) } ?? time
      }
      guard let subnet = interface.subnet, !heldSubnets.contains(subnet) else { continue }
      if InterfaceClassifier.isMadeByCNI(interface) || interface.hasPrefixes { heldSubnets.insert(subnet) }
    }
    // What instances name are interfaces of instances: load balancers, gateways and functions have others.
    if !hasOwnRecords { isInterfaceListDoubtful = true }
  }

  /// The interfaces of each node, by their numbers.
  func interfacesOfNodes() -> [InstanceID: [Int]] {
    let instances = Set(nodes.values.compactMap(\.instance))
    if instances.isEmpty { return [:] }
    var numbers: [InstanceID: [Int]] = [:]
    for index in interfaces.indices {
      guard let instance = interfaces[index].instance, instances.contains(instance) else { continue }
      numbers[instance, default: []].append(index)
    }
    return numbers
  }

  /// The subnet an ENI lies in: as EC2 says, else as introspection does.
  package func subnet(of eni: ENIID) -> SubnetID? { interfaces[eni]?.subnet ?? pooledENISubnet[eni] }
}
