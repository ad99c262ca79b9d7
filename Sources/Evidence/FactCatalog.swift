/// A derived fact that playbooks may ask for: its name says its scope, the table says the rest.
package struct FactDefinition: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case truth, count, seconds, percent }
  package let name: String
  package let kind: Kind
  package let unit: String
  /// Where its value comes from, in words.
  package let source: String

  package var scope: Scope { Scope(rawValue: String(name.prefix { $0 != "." })) ?? .cluster }
}

/// The table of derived facts: computed in `Triage`, named in playbooks, printed by `explain`.
package enum FactCatalog {
  package static let all: [FactDefinition] = [
    // Pods that asked this node for an address.
    f(
      "node.refusals", .count, "refused requests",
      "pool-empty answers of ipamd or the plugin, retries of one sandbox once"),
    f("node.refusedNow", .truth, "", "refusals, and no pod got an address after the last one"),
    f("node.refusalSpan", .seconds, "s", "first to last refusal"),
    f(
      "node.refusalsAfterGrowthStopped", .count, "refused requests",
      "refusals later than the last growth of the pool"),
    f("node.successAfterLastRefusal", .truth, "", "an address given out after the last refusal"),
    f("node.assignments", .count, "requests", "requests ipamd answered with an address"),
    f("node.ipamdAnswered", .truth, "", "ipamd.log shows requests received or the server started"),
    f(
      "node.sandboxFailures", .count, "sandboxes",
      "FailedCreatePodSandBox for lack of an address, by sandbox id"),
    f("node.podsWaiting", .count, "pods", "pods of the node in ContainerCreating"),
    // Life of ipamd.
    f("node.starts", .count, "starts", "Starting L-IPAMD lines"),
    f("node.startsWithoutServing", .count, "starts", "starts that no serving line or finished init follows"),
    f(
      "node.failuresOnlyAtStart", .truth, "", "every failure within 120 s after a start and success after it"),
    f("node.awsNodeReady", .truth, "", "the aws-node pod is Ready (pods document)"),
    f(
      "node.awsNodeCrashing", .truth, "",
      "aws-node in CrashLoopBackOff or restarting (pods document, describe)"),
    f("node.introspectionSilent", .truth, "", "the bundle's ipamd/enis.json has 0 bytes"),
    f("node.cordoned", .truth, "", "spec.unschedulable or ipamd's own line"),
    // The pool.
    f("node.poolTotal", .count, "addresses", "newest pool statistics, introspection or metrics"),
    f("node.poolAssigned", .count, "addresses", "as node.poolTotal"),
    f("node.poolCooling", .count, "addresses", "as node.poolTotal"),
    f("node.poolFree", .count, "addresses", "total - assigned - cooling"),
    f("node.poolIdle", .count, "addresses", "total - assigned"),
    f(
      "node.refusedWhileCooling", .truth, "",
      "at a refusal total - assigned - cooling was 0 and cooling above 0"),
    f(
      "node.refusedWithFreePool", .truth, "",
      "at a refusal the pool statistics showed a free address not cooling"),
    f("node.growths", .count, "growths", "addresses, prefixes or ENIs added"),
    f("node.growthAfterFirstRefusal", .truth, "", "the pool grew after the first refusal"),
    f("node.secondsToGrowth", .seconds, "s", "first refusal to the next growth of the pool"),
    // Limits.
    f(
      "node.enis", .count, "ENIs", "ENIs in ipamd's datastore: newest introspection, hasRoomForEni or metrics"
    ),
    f(
      "node.eniLimit", .count, "ENIs",
      "limit of the type lowered by MAX_ENI; a describe-instance-types input overrides"),
    f(
      "node.atENILimit", .truth, "",
      "enis >= eniLimit, or hasRoom=false, or the ENI limit line in this run of ipamd"),
    f("node.atENILimitProved", .truth, "", "as atENILimit but from a count of ENIs or hasRoom=false"),
    f(
      "node.everySlotUsed", .truth, "",
      "pool total equals usable slots of every ENI, or introspection shows each full"),
    f("node.poolFull", .truth, "", "total == assigned, total known"),
    f("node.hasFreeSlots", .truth, "", "an ENI with less than its maximum of addresses, in the newest cycle"),
    f("node.enisInEC2", .count, "ENIs", "interfaces attached to the instance in describe-network-interfaces"),
    f(
      "node.enisNotInDatastore", .count, "ENIs",
      "attached in EC2, tagged or described as the CNI's, absent from the datastore"),
    f("node.foreignENIs", .count, "ENIs", "attached in EC2 and not the CNI's"),
    f(
      "node.attachLimitDiffers", .truth, "", "the limit AttachmentLimitExceeded speaks of is not the table's"),
    f("node.typeKnown", .truth, "", "the instance type is in the limits table or the documents"),
    f("node.prefixCapable", .truth, "", "Nitro or bare metal"),
    f("node.trunkCapable", .truth, "", "resource controller's table"),
    f("node.trunkAttached", .truth, "", "label has-trunk-attached, a trunk interface, ipamd's line"),
    f(
      "node.branchCapacity", .count, "branch ENIs",
      "vpc.amazonaws.com/pod-eni of the node, 0 when a whole status has no such key"),
    f("node.branchUsed", .count, "branch ENIs", "pods of the node with a branch annotation"),
    f("node.branchFull", .truth, "", "branchUsed >= branchCapacity, both known and the capacity above 0"),
    // Max pods.
    f("node.maxPods", .count, "pods", "ipamd's start line, node capacity, kubelet configuration"),
    f(
      "node.usableAddresses", .count, "addresses",
      "all the pool can ever hold: slots x addresses per slot x usable ENIs"),
    f("node.maxPodsTooHigh", .truth, "", "maxPods - hostNetworkPods > usableAddresses"),
    f("node.maxPodsTooLow", .truth, "", "prefix mode on and maxPods is the secondary-mode formula"),
    f(
      "node.maxPodsAtOldFormula", .truth, "",
      "custom networking or trunk on and maxPods still the plain formula"),
    f("node.poolAtMaxPods", .truth, "", "pool total >= maxPods: ipamd stops growing by design"),
    f("node.podsAtMaxPods", .truth, "", "pods on the node = allocatable pods"),
    // Modes and settings.
    f("node.prefixMode", .truth, "", "ipamd's start lines, held prefixes, environment"),
    f("node.customNetworking", .truth, "", "ipamd's start lines, environment"),
    f("node.podENI", .truth, "", "ENABLE_POD_ENI, ipamd's start lines, CNINode"),
    f("node.ipv6", .truth, "", "ENABLE_IPv6, ipamd's start lines"),
    f("node.mixedModes", .truth, "", "/32 and /28 on one node"),
    f(
      "node.olderThanFeature", .truth, "",
      "the node was created before the feature's setting changed and shows the old mode"),
    f(
      "node.warmTargetsConflict", .truth, "",
      "warm settings that cancel each other (manifest defaults are no conflict)"),
    f(
      "node.leakedAllocations", .count, "addresses",
      "allocations whose pod is not on the node, older than 2 min"),
    f("node.eniConfigMissing", .truth, "", "the name the node resolves to has no ENIConfig object"),
    f("node.eniConfigZoneDiffers", .truth, "", "the ENIConfig's subnet lies in another zone than the node"),
    // Subnets.
    f("subnet.available", .count, "addresses", "AvailableIpAddressCount"),
    f("subnet.size", .count, "addresses", "2^(32-length)"),
    f("subnet.free", .count, "addresses", "counted from the interfaces; needs a complete list"),
    f("subnet.freeKnown", .count, "addresses", "free, else available"),
    f("subnet.freeAligned28", .count, "blocks", "aligned free /28 a prefix request can get"),
    f("subnet.ledgerReconciles", .truth, "", "the list is complete and residual is 0"),
    f(
      "subnet.prefixModeInUse", .truth, "",
      "a node of the subnet is in prefix mode or an interface holds prefixes"),
    f("subnet.usedByNodes", .truth, "", "a node, ENIConfig or discovery tag takes addresses from it"),
    f("subnet.shortages", .count, "answers", "both shortage codes and the ambiguous text, by request id"),
    f("subnet.shortageNow", .truth, "", "a shortage, and no allocation in the subnet after the last one"),
    f(
      "subnet.successAfterLastShortage", .truth, "",
      "an allocation in the same subnet after the last shortage"),
    f(
      "subnet.availableAtFailure", .truth, "",
      "50 or more available in a snapshot taken while the shortage lasted"),
    f("subnet.failingNodes", .count, "nodes", "nodes with a shortage there"),
    f("subnet.idleAddresses", .count, "addresses", "total - assigned over its nodes, node evidence only"),
    f("subnet.idleShare", .percent, "% of usable size", "idleAddresses / (size - 5)"),
    f("subnet.leakedAddresses", .count, "addresses", "available interfaces of the CNI"),
    // The cluster and the account.
    f("cluster.enis", .count, "ENIs", "describe-network-interfaces of the Region, unfiltered and complete"),
    f("cluster.eniQuota", .count, "ENIs", "quota L-DF5E4CA3 as applied"),
    f("cluster.eniQuotaReached", .truth, "", "enis >= eniQuota"),
    f("cluster.nodes", .count, "nodes", "nodes in evidence"),
    f("cluster.failingNodes", .count, "nodes", "nodes with refusals or errors"),
    f("cluster.branchAdvertised", .truth, "", "a node advertises vpc.amazonaws.com/pod-eni above 0"),
    f("cluster.unscheduledPods", .count, "pods", "pods without a node"),
    f("cluster.leakedAddresses", .count, "addresses", "available interfaces of the CNI, all subnets"),
  ]

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  package static subscript(_ name: String) -> FactDefinition? { byName[name] }

  private static func f(_ name: String, _ kind: FactDefinition.Kind, _ unit: String, _ source: String)
    -> FactDefinition
  {
    FactDefinition(name: name, kind: kind, unit: unit, source: source)
  }
}
