import Evidence
import VPCModel

/// What a simulation takes instead of what the evidence says.
package struct SimulationWishes: Sendable {
  package var change = SettingsChange()
  /// Every node as if it were of this type.
  package var limits: InstanceTypeLimits?
  package var maxPods: Int?
  package var unmanagedENIs: Int?
  /// For nodes whose pods are not in the evidence.
  package var pods: Int?
  /// The ENIConfig's subnet once custom networking is on.
  package var podSubnet: SubnetID?
  package init() {}
}

// Nodes as a simulation takes them, with a word on everything that the evidence does not tell.
extension World {
  /// By id. Settings that no node would start with are refused in `wishes.change`.
  package func fleet(_ wishes: inout SimulationWishes) -> [FleetSimulation.Node] {
    var nodes: [FleetSimulation.Node] = []
    var environments: Set<[String: String]> = []
    for id in simulatedNodes {
      guard let entity = self.nodes[id] else { continue }
      let node = simulated(entity, wishes)
      environments.insert(node.environment)
      nodes.append(node)
    }
    // What the nodes have, they have: only a change of it can be refused.
    if !wishes.change.isEmpty {
      let ordered = environments.map { ($0.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }, $0) }
      for (_, environment) in ordered.sorted(by: { $0.0.lexicographicallyPrecedes($1.0) }) {
        wishes.change.check(against: environment)
      }
    }
    return nodes
  }

  /// Ids of the nodes with a pool, ascending.
  var simulatedNodes: [String] { nodes.keys.filter { !$0.hasPrefix("fargate-") }.sorted() }

  func simulated(_ entity: NodeEntity, _ wishes: SimulationWishes) -> FleetSimulation.Node {
    var node = FleetSimulation.Node(id: entity.id)
    node.name = entity.record?.name ?? entity.name
    node.subnet = ownSubnet(of: entity)
    node.podSubnet = wishes.podSubnet ?? podSubnet(of: entity)
    readPods(of: entity, wishes, into: &node)
    readHeld(of: entity, into: &node)
    let (environment, remark) = entity.environmentForSimulation
    node.environment = environment
    node.hasAssumedSettings = remark != nil
    if let remark { node.remarks.append(remark) }
    node.instanceType = wishes.limits?.type ?? entity.type
    if let present = entity.limits ?? wishes.limits {
      node.shape = shape(entity, present, environment, nil, wishes)
      node.wantedShape = shape(
        entity, wishes.limits ?? present, wishes.change.applied(to: environment), environment, wishes)
      if entity.limits == nil {
        node.remarks.append("its type is not in the evidence; taken as the one given")
      }
      if let type = entity.type, let wanted = wishes.limits { node.isOtherType = wanted.type != type }
    } else {
      node.remarks.append(
        entity.type.map { "type \($0) is in no table; give describe-instance-types" }
          ?? "its instance type is not in the evidence")
    }
    return node
  }

  private func shape(
    _ entity: NodeEntity, _ limits: InstanceTypeLimits, _ environment: [String: String],
    _ before: [String: String]?, _ wishes: SimulationWishes
  ) -> NodeShape {
    let settings = CNISettings(environment: environment)
    var hasTrunk = entity.trunkAttached
    // A trunk that is not there yet comes when the setting is turned on.
    if hasTrunk == false, let before, settings.usesPodENI, !CNISettings(environment: before).usesPodENI {
      hasTrunk = nil
    }
    let marked = entity.interfaces.filter { $0.tag("node.k8s.amazonaws.com/no_manage") == "true" }.count
    return NodeShape(
      limits: limits, settings: settings, maxPods: wishes.maxPods ?? entity.maxPods,
      unmanagedENIs: wishes.unmanagedENIs ?? entity.log.room?.value.unmanaged ?? marked, hasTrunk: hasTrunk,
      isCordoned: entity.record?.isUnschedulable == true,
      isPrimaryExcluded: entity.pool?.value.enis.contains { $0.isPrimary == true && $0.isExcluded == true }
        ?? false)
  }

  private func ownSubnet(of entity: NodeEntity) -> SubnetID? {
    if let subnet = entity.ec2?.subnet { return subnet }
    if let first = entity.interfaces.first(where: { $0.attachment?.deviceIndex == 0 }) { return first.subnet }
    if let first = entity.pool?.value.enis.first(where: { $0.isPrimary == true }) {
      return first.subnet ?? subnet(of: first.id)
    }
    return entity.subnets.count == 1 ? entity.subnets.first : nil
  }

  private func readPods(
    of entity: NodeEntity, _ wishes: SimulationWishes, into node: inout FleetSimulation.Node
  ) {
    let active = entity.pods.filter { $0.phase != "Succeeded" && $0.phase != "Failed" }
    let ofPool = active.filter { $0.isHostNetwork != true && !$0.wantsBranchENI }
    // A list that has the node's aws-node pod has its other pods too.
    let isWholeList = !entity.awsNodePods.isEmpty
    if isWholeList { node.hostNetworkPods = active.filter { $0.isHostNetwork == true }.count }
    let waiting = ofPool.filter { $0.address == nil && $0.phase == "Pending" }.count
    if let assigned = entity.poolNow.assigned ?? entity.checkpoint?.count {
      node.pods = max(0, assigned).adding(orMax: waiting)
    } else if isWholeList {
      node.pods = ofPool.count
    } else if let assumed = wishes.pods {
      node.pods = assumed
      node.remarks.append("its pods are not in the evidence; taken as the number given")
    } else {
      node.remarks.append(
        "its pods are not in the evidence; give --pods, or enis.json or kubectl get pods -A")
    }
  }

  /// The primary one, then as they hang on the instance.
  private static func isFirst(_ left: DatastoreENI, _ right: DatastoreENI) -> Bool {
    let (one, other) = (left.isPrimary == true ? 0 : 1, right.isPrimary == true ? 0 : 1)
    return (one, left.deviceNumber ?? .max, left.id) < (other, right.deviceNumber ?? .max, right.id)
  }

  private func readHeld(of entity: NodeEntity, into node: inout FleetSimulation.Node) {
    if let snapshot = entity.pool?.value, snapshot.isComplete, !snapshot.enis.isEmpty {
      node.held = snapshot.enis.filter { ($0.card ?? 0) == 0 }.sorted(by: Self.isFirst).map { eni in
        var held = HeldENI(eni)
        held.subnet = eni.subnet ?? subnet(of: eni.id)
        return held
      }
      node.fact = FleetSimulation.Fact("introspection", node.held)
      // Pods that the same document has not seen arrive on top; fewer than it lists there cannot be.
      let seen = node.held.reduce(0) { $0 + $1.pods }
      node.pods = max(node.pods ?? seen, seen)
    } else if entity.hasInterfaceList, !entity.interfaces.isEmpty {
      var left = node.pods ?? 0
      let attached = entity.interfaces.filter {
        !InterfaceClassifier.isBranch($0) && $0.tag("node.k8s.amazonaws.com/no_manage") != "true"
          && ($0.attachment?.networkCard ?? 0) == 0
      }.sorted { ($0.attachment?.deviceIndex ?? .max, $0.id) < ($1.attachment?.deviceIndex ?? .max, $1.id) }
      node.held = attached.map { HeldENI($0, pods: &left) }
      node.fact = FleetSimulation.Fact("interfaces", node.held)
      node.fact?.assigned = entity.poolNow.assigned
      node.remarks.append("which of its addresses are in use is not in the evidence; taken from the first on")
    } else if let total = entity.poolNow.total {
      var fact = FleetSimulation.Fact(source: entity.log.pool != nil ? "log" : "metrics")
      fact.podIPs = total
      fact.assigned = entity.poolNow.assigned
      fact.enis = entity.datastoreENIs
      fact.total = fact.enis.map { $0.adding(orMax: total) }
      node.fact = fact
    }
  }
}

extension FleetSimulation.Fact {
  init(_ source: String, _ held: [HeldENI]) {
    self.init(source: source)
    enis = held.count
    podIPs = held.reduce(0) { $0 + $1.podAddresses }
    assigned = held.reduce(0) { $0 + $1.pods }
    total = held.reduce(0) { $0 + $1.heldAddresses }
  }
}

extension HeldENI {
  init(_ eni: DatastoreENI) {
    self.init()
    isPrimary = eni.isPrimary ?? (eni.deviceNumber == 0)
    isTrunk = eni.isTrunk == true
    isEFA = eni.isEFA == true
    isExcluded = eni.isExcluded == true
    for cidr in eni.cidrs {
      if cidr.isPrefix { prefixes.append(cidr.assigned.count) } else { addresses.append(cidr.assigned.count) }
    }
  }

  /// As EC2 lists it; `pods` that are left are put on its first addresses.
  init(_ interface: InterfaceView, pods: inout Int) {
    self.init()
    isPrimary = interface.attachment?.deviceIndex == 0
    isTrunk = interface.interfaceType == "trunk" || interface.description == "aws-k8s-trunk-eni"
    isEFA = interface.interfaceType?.hasPrefix("efa") == true
    subnet = interface.subnet
    func take(_ size: Int) -> Int {
      let taken = isTrunk ? 0 : min(pods, size)
      pods -= taken
      return taken
    }
    for _ in 0..<max(0, interface.addressCount - 1) { addresses.append(take(1)) }
    for _ in interface.prefixes { prefixes.append(take(16)) }
  }
}

extension NodeEntity {
  /// The settings of the pool, modes included, and what was assumed of them.
  var environmentForSimulation: (environment: [String: String], remark: String?) {
    var environment: [String: String] = [:]
    for name in SettingsChange.names { environment[name] = setting(name) }
    let modes: [(String, Bool?)] = [
      ("ENABLE_PREFIX_DELEGATION", prefixMode), ("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", customNetworking),
      ("ENABLE_POD_ENI", podENI), ("ENABLE_IPv6", ipv6),
    ]
    for (name, mode) in modes { if let mode { environment[name] = mode ? "true" : "false" } }
    let targets = ["WARM_ENI_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_PREFIX_TARGET"]
    let isToldNothing = targets.allSatisfy { environment[$0] == nil }
    // Introspection tells some of the settings only; a DaemonSet or a container all of them.
    let given = configuration?.environment ?? [:]
    let isWhole =
      configuration?.source == "daemonset" && !given.isEmpty
      || given["ENABLE_PREFIX_DELEGATION"] != nil || given["WARM_PREFIX_TARGET"] != nil
      || given["ENABLE_POD_ENI"] != nil
    if !isWhole {
      for name in ["WARM_ENI_TARGET", "WARM_PREFIX_TARGET"] where environment[name] == nil {
        environment[name] = "1"
      }
    }
    return (
      environment,
      isToldNothing && !isWhole
        ? "its settings are not in the evidence; those of the manifest are taken" : nil
    )
  }
}
