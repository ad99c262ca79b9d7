import Evidence
import Playbooks
import VPCModel

/// An entity a condition is asked of.
package struct Entity: Hashable, Sendable, Comparable {
  package let scope: Scope
  package let id: String
  package init(_ scope: Scope, _ id: String) {
    self.scope = scope
    self.id = id
  }
  package static func < (left: Entity, right: Entity) -> Bool {
    (left.scope.rawValue, left.id) < (right.scope.rawValue, right.id)
  }
  package static let cluster = Entity(.cluster, "")
}

/// Values of the derived facts, by entity. A fact that is not known is not there.
package struct FactBook: Sendable {
  package private(set) var values: [Entity: [String: Double]] = [:]

  mutating func set(_ name: String, _ value: Bool?, for entity: Entity) {
    if let value { values[entity, default: [:]][name] = value ? 1 : 0 }
  }
  mutating func set(_ name: String, _ value: Int?, for entity: Entity) {
    if let value { values[entity, default: [:]][name] = Double(value) }
  }
  mutating func set(_ name: String, _ value: Double?, for entity: Entity) {
    if let value { values[entity, default: [:]][name] = value }
  }

  package func value(_ name: String, of entity: Entity) -> Double? { values[entity]?[name] }
  package func truth(_ name: String, of entity: Entity) -> Bool? { value(name, of: entity).map { $0 != 0 } }

  package init(_ world: World, sightings: SightingIndex) {
    for id in world.nodes.keys.sorted() {
      guard let node = world.nodes[id] else { continue }
      addNode(node, world: world, sightings: sightings)
    }
    var subnetIDs = Set(world.subnets.keys.map(\.raw))
    subnetIDs.formUnion(sightings.subnets)
    for node in world.nodes.values { subnetIDs.formUnion(node.subnets.map(\.raw)) }
    for id in subnetIDs.sorted() { addSubnet(SubnetID(id), world: world, sightings: sightings) }
    addCluster(world, sightings: sightings)
  }
}

// MARK: - Nodes

extension FactBook {
  private mutating func addNode(_ node: NodeEntity, world: World, sightings: SightingIndex) {
    let entity = Entity(.node, node.id)
    let log = node.log
    addRequests(node, entity)
    addStarts(node, entity)

    // The pool: the newest of log, introspection and metrics.
    let (total, assigned, cooling) = node.poolNow
    set("node.poolTotal", total, for: entity)
    set("node.poolAssigned", assigned, for: entity)
    set("node.poolCooling", cooling, for: entity)
    if let total, let assigned {
      set("node.poolIdle", max(0, total - assigned), for: entity)
      if let cooling { set("node.poolFree", max(0, total - assigned - cooling), for: entity) }
      set("node.poolFull", total > 0 && assigned >= total, for: entity)
      if let maxPods = node.maxPods { set("node.poolAtMaxPods", total >= maxPods, for: entity) }
    }

    // Limits.
    let enis = node.datastoreENIs
    let limit = node.eniLimit
    set("node.enis", enis, for: entity)
    set("node.eniLimit", limit, for: entity)
    if let room = log.room?.value {
      set("node.atENILimitProved", !room.hasRoom, for: entity)
      set("node.atENILimit", !room.hasRoom, for: entity)
    } else if let enis, let limit {
      set("node.atENILimitProved", enis >= limit, for: entity)
      set("node.atENILimit", enis >= limit, for: entity)
    } else if log.eniLimitLine != nil {
      set("node.atENILimit", true, for: entity)
    }
    set("node.everySlotUsed", node.everySlotUsed, for: entity)
    set("node.hasFreeSlots", node.hasFreeSlots, for: entity)
    if node.hasInterfaceList, node.instance != nil {
      let attached = node.interfaces
      set("node.enisInEC2", attached.count, for: entity)
      if let pool = node.pool?.value, pool.isComplete {
        let known = Set(pool.enis.map(\.id))
        let absent = attached.filter { !known.contains($0.id) }
        let ours = absent.filter(Self.isOfCNI)
        set("node.enisNotInDatastore", ours.count, for: entity)
        set("node.foreignENIs", absent.count - ours.count, for: entity)
      } else {
        set(
          "node.foreignENIs", attached.filter { !Self.isOfCNI($0) && $0.attachment?.deviceIndex != 0 }.count,
          for: entity)
      }
    }
    if let type = node.type, let table = node.limits?.enis ?? InstanceTypeLimits.table[type]?.enis {
      // "Interface count 4 exceeds the limit for …": the real limit is one less than the count it names.
      let counts = sightings.captures("count", ofPatternsWith: "attachment-limit", node: node.id).compactMap {
        Int($0)
      }
      if !counts.isEmpty { set("node.attachLimitDiffers", counts.contains { $0 - 1 < table }, for: entity) }
    }
    set("node.typeKnown", node.type == nil ? nil : node.limits != nil, for: entity)
    set("node.prefixCapable", node.limits?.isPrefixCapable, for: entity)
    set("node.trunkCapable", node.limits?.isTrunkCapable, for: entity)
    set("node.trunkAttached", node.trunkAttached, for: entity)
    if let record = node.record {
      let capacity = record.branchAllocatable ?? record.branchCapacity ?? (record.hasStatus ? 0 : nil)
      set("node.branchCapacity", capacity, for: entity)
      if !world.pods.isEmpty {
        let used = node.pods.filter { $0.branchAnnotation != nil }.count
        set("node.branchUsed", used, for: entity)
        if let capacity, capacity > 0 { set("node.branchFull", used >= capacity, for: entity) }
      }
    }
    addMaxPods(node, entity, world: world)
    addModes(node, entity, world: world)
  }

  private mutating func addRequests(_ node: NodeEntity, _ entity: Entity) {
    let log = node.log
    let refused = log.count("refused")
    let sandboxes = log.count("sandbox-refused")
    let metric = node.metrics?.value.values["awscni_no_available_ip_addresses"].flatMap { Int(exactly: $0) }
    let refusals = max(refused, sandboxes, metric ?? 0)
    // "None" needs a log in which a refusal would stand.
    if refusals > 0 || !log.kinds.isEmpty || metric != nil { set("node.refusals", refusals, for: entity) }
    set("node.sandboxFailures", sandboxes, for: entity)
    let last = [log.last("refused"), log.last("sandbox-refused")].compactMap { $0 }.max()
    let first = [log.moments["refused"]?.first, log.moments["sandbox-refused"]?.first].compactMap { $0 }.min()
    let success = log.last("address-assigned") ?? log.last("address-given")
    if let first, let last { set("node.refusalSpan", last.seconds(since: first), for: entity) }
    if refusals > 0 {
      if let last {
        set("node.successAfterLastRefusal", success.map { $0 > last } ?? false, for: entity)
        set(
          "node.refusedNow", !(success.map { $0 > last } ?? false) || !node.podsStillWaiting.isEmpty,
          for: entity)
        let growth = node.lastGrowth
        if let growth {
          let late = (log.moments["refused"]?.times ?? []).filter { $0 > growth }.count
          set("node.refusalsAfterGrowthStopped", late, for: entity)
        }
        if let growth, let first { set("node.growthAfterFirstRefusal", growth > first, for: entity) }
        let growths = ["pool-grown", "eni-created"].flatMap { log.moments[$0]?.times ?? [] }
        if let first, let next = growths.filter({ $0 > first }).min() {
          set("node.secondsToGrowth", next.seconds(since: first), for: entity)
        }
      } else {
        set("node.refusedNow", true, for: entity)
      }
    } else if !log.kinds.isEmpty {
      set("node.refusedNow", false, for: entity)
    }
    set("node.assignments", max(log.count("address-assigned"), log.count("branch-assigned")), for: entity)
    if log.count("request") + log.count("address-assigned") + log.count("ipamd-serving")
      + log.count("address-given") > 0
    {
      set("node.ipamdAnswered", true, for: entity)
    }
    set("node.growths", log.count("pool-grown") + log.count("eni-created"), for: entity)
    let cooling = log.refusedWhileCooling.value
    let free = log.refusedWithFree.value
    let full = log.refusedFull.value
    if cooling + free + full > 0 {
      set("node.refusedWhileCooling", cooling > 0, for: entity)
      set("node.refusedWithFreePool", free > 0, for: entity)
    }
    if !node.pods.isEmpty {
      set(
        "node.podsWaiting", node.pods.filter { $0.waiting.contains("ContainerCreating") }.count, for: entity)
    }
  }

  private mutating func addStarts(_ node: NodeEntity, _ entity: Entity) {
    let log = node.log
    let starts = log.count("started")
    set("node.starts", log.kinds.isEmpty ? nil : starts, for: entity)
    let ready = [
      log.last("ipamd-serving"), log.last("node-init-done"), log.last("cni-installed"),
      log.last("address-assigned"),
    ]
    .compactMap { $0 }.max()
    if log.last("started") != nil {
      let times = log.moments["started"]?.times ?? []
      let unserved = times.filter { start in ready.map { $0 < start } ?? true }.count
      set("node.startsWithoutServing", unserved, for: entity)
    } else if starts > 0 {
      set("node.startsWithoutServing", ready == nil ? starts : 0, for: entity)
    }
    if let failures = log.moments["refused"]?.times, !failures.isEmpty,
      let success = log.last("address-assigned"),
      let last = failures.last
    {
      let times = log.moments["started"]?.times ?? []
      let near = failures.allSatisfy { failure in
        times.contains { failure >= $0 && failure.seconds(since: $0) <= 120 }
      }
      set("node.failuresOnlyAtStart", near && success > last, for: entity)
    }
    if !node.awsNodePods.isEmpty {
      let crashing = node.awsNodePods.contains { pod in
        pod.waiting.contains { $0 == "CrashLoopBackOff" || $0 == "Error" || $0 == "RunContainerError" }
      }
      set("node.awsNodeCrashing", crashing, for: entity)
      let known = node.awsNodePods.compactMap(\.isReady)
      if !known.isEmpty { set("node.awsNodeReady", !known.contains(false), for: entity) }
    } else if log.count("aws-node-crashing") > 0 {
      set("node.awsNodeCrashing", true, for: entity)
    }
    if node.isIntrospectionSilent { set("node.introspectionSilent", true, for: entity) }
    set("node.cordoned", node.record?.isUnschedulable, for: entity)
  }

  private mutating func addMaxPods(_ node: NodeEntity, _ entity: Entity, world: World) {
    guard let maxPods = node.maxPods else { return }
    set("node.maxPods", maxPods, for: entity)
    let active = node.pods.filter { $0.phase != "Succeeded" && $0.phase != "Failed" }
    if !active.isEmpty, let allocatable = node.record?.podsAllocatable {
      set("node.podsAtMaxPods", active.count >= allocatable, for: entity)
    }
    guard let usable = node.usableAddresses, let limits = node.limits else { return }
    set("node.usableAddresses", usable, for: entity)
    let hostNetwork = active.filter { $0.isHostNetwork == true }.count
    // Without a pod list the two every node has (aws-node, kube-proxy) are taken.
    let host = active.isEmpty ? 2 : hostNetwork
    set("node.maxPodsTooHigh", maxPods - host > usable, for: entity)
    let formula = limits.maxPods()
    if let prefix = node.prefixMode {
      set("node.maxPodsTooLow", prefix && maxPods == formula && formula < 110, for: entity)
    }
    let loses = (node.customNetworking == true) || (node.podENI == true && limits.isTrunkCapable == true)
    set("node.maxPodsAtOldFormula", (loses || node.prefixMode == true) && maxPods == formula, for: entity)
  }

  private mutating func addModes(_ node: NodeEntity, _ entity: Entity, world: World) {
    set("node.prefixMode", node.prefixMode, for: entity)
    set("node.customNetworking", node.customNetworking, for: entity)
    set("node.podENI", node.podENI, for: entity)
    set("node.ipv6", node.ipv6, for: entity)
    let cidrs = node.pool?.value.enis.flatMap(\.cidrs) ?? []
    if !cidrs.isEmpty {
      set(
        "node.mixedModes", cidrs.contains(where: \.isPrefix) && cidrs.contains { !$0.isPrefix }, for: entity)
    } else if node.hasInterfaceList, !node.interfaces.isEmpty {
      let hasPrefixes = node.interfaces.contains { $0.hasPrefixes }
      let hasSecondaries = node.interfaces.contains { $0.addressCount > 1 }
      set("node.mixedModes", hasPrefixes && hasSecondaries, for: entity)
    }
    if let created = node.record?.created ?? node.ec2?.launchTime, let changed = world.configuration?.changed
    {
      set("node.olderThanFeature", created < changed && showsOldMode(node), for: entity)
    } else if let mixed = truth("node.mixedModes", of: entity), mixed {
      set("node.olderThanFeature", nil as Bool?, for: entity)
    }
    let conflicts = node.settings.conflicts
    if !(node.configuration?.environment.isEmpty ?? true) || node.log.settings["WARM_IP_TARGET"] != nil {
      set("node.warmTargetsConflict", !conflicts.isEmpty, for: entity)
    }
    addLeaks(node, entity, world: world)
    guard node.customNetworking == true, world.hasENIConfigs, let record = node.record else { return }
    let label = node.configuration?.environment["ENI_CONFIG_LABEL_DEF"] ?? "k8s.amazonaws.com/eniConfig"
    let name =
      record.labels["vpc.amazonaws.com/externalEniConfig"] ?? record.annotations[
        "k8s.amazonaws.com/eniConfig"]
      ?? record.labels[label] ?? "default"
    set("node.eniConfigMissing", world.eniConfigs[name] == nil, for: entity)
    if let subnet = world.eniConfigs[name]?.subnet, let zone = world.subnets[subnet]?.value.zone,
      let own = node.zone
    {
      set("node.eniConfigZoneDiffers", zone != own, for: entity)
    }
  }

  /// A feature is on and the node does not show it.
  private func showsOldMode(_ node: NodeEntity) -> Bool {
    guard let environment = node.configuration?.environment else { return false }
    if CNISettings.truth(environment["ENABLE_PREFIX_DELEGATION"]) == true {
      let cidrs = node.pool?.value.enis.flatMap(\.cidrs) ?? []
      if !cidrs.isEmpty { if cidrs.contains(where: { !$0.isPrefix }) { return true } }
      if node.hasInterfaceList, node.interfaces.contains(where: { $0.addressCount > 1 }) { return true }
      if let maxPods = node.maxPods, let limits = node.limits, maxPods == limits.maxPods(), maxPods < 110 {
        return true
      }
    }
    if CNISettings.truth(environment["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"]) == true {
      if node.pool?.value.enis.contains(where: {
        $0.isPrimary == true && $0.cidrs.contains { !$0.assigned.isEmpty }
      }) == true {
        return true
      }
      if node.hasInterfaceList,
        node.interfaces.contains(where: { $0.attachment?.deviceIndex == 0 && $0.addressCount > 1 })
      {
        return true
      }
    }
    if CNISettings.truth(environment["ENABLE_POD_ENI"]) == true, node.trunkAttached == false,
      node.limits?.isTrunkCapable == true
    {
      return true
    }
    return false
  }

  private mutating func addLeaks(_ node: NodeEntity, _ entity: Entity, world: World) {
    guard !node.pods.isEmpty else { return }
    let present = Set(node.pods.map(\.qualifiedName))
    var allocations = node.checkpoint ?? []
    for eni in node.pool?.value.enis ?? [] { for cidr in eni.cidrs { allocations += cidr.assigned } }
    guard !allocations.isEmpty else { return }
    let now = node.pool?.time ?? node.log.last
    let leaked = Set(
      allocations.filter { allocation in
        guard let namespace = allocation.namespace, let pod = allocation.pod else { return false }
        if present.contains("\(namespace)/\(pod)") { return false }
        if let since = allocation.since, let now, now.seconds(since: since) < 120 { return false }
        return true
      }.map(\.address))
    set("node.leakedAllocations", leaked.count, for: entity)
  }

  private static func isOfCNI(_ interface: InterfaceView) -> Bool {
    InterfaceClassifier.isMadeByCNI(interface) || interface.attachment?.deviceIndex == 0
  }
}
