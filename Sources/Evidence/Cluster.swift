import VPCModel

/// A Kubernetes node, the fields that bear on addresses.
package struct ClusterNode: Hashable, Sendable, Codable {
  package var name: String
  package var providerID: String?
  package var created: Instant?
  package var labels: [String: String] = [:]
  package var annotations: [String: String] = [:]
  package var isUnschedulable: Bool?
  package var taints: [String] = []
  package var podCapacity: Int?
  package var podsAllocatable: Int?
  /// `vpc.amazonaws.com/pod-eni`: branch interfaces the node advertises; nil when the key is absent.
  package var branchCapacity: Int?
  package var branchAllocatable: Int?
  /// True when a whole status was in the document, so that an absent `pod-eni` key means "not advertised".
  package var hasStatus = false
  package var internalAddress: String?
  package var osImage: String?
  package var conditions: [Condition] = []
  package init(name: String) { self.name = name }

  package struct Condition: Hashable, Sendable, Codable {
    package let type: String
    package let status: String
    package let reason: String
    package let message: String
    package let since: Instant?
    package init(type: String, status: String, reason: String, message: String, since: Instant?) {
      self.type = type
      self.status = status
      self.reason = reason
      self.message = message
      self.since = since
    }
  }

  /// `i-…` out of `aws:///us-east-1a/i-…`.
  package var instance: InstanceID? {
    guard let last = providerID?.split(separator: "/").last, last.hasPrefix("i-") else { return nil }
    return InstanceID(String(last))
  }
}

/// A pod, the fields that bear on addresses.
package struct ClusterPod: Hashable, Sendable, Codable {
  package var namespace: String
  package var name: String
  package var node: String?
  package var isHostNetwork: Bool?
  package var phase: String?
  package var address: String?
  package var created: Instant?
  /// When it was bound to its node, by the API server's clock, and when the kubelet first saw it, by the node's.
  package var scheduled: Instant?
  package var started: Instant?
  package var isTerminating = false
  package var labels: [String: String] = [:]
  /// `PodScheduled` False, its reason and message.
  package var unschedulable: String?
  /// Waiting reasons of its containers, init containers included, sorted: `ContainerCreating`, `CrashLoopBackOff`.
  package var waiting: [String] = []
  package var restarts: Int?
  package var isReady: Bool?
  package var images: [String] = []
  package var wantsBranchENI = false
  /// The `vpc.amazonaws.com/pod-eni` annotation, as text.
  package var branchAnnotation: String?
  package init(namespace: String, name: String) {
    self.namespace = namespace
    self.name = name
  }
  package var qualifiedName: String { "\(namespace)/\(name)" }
}

/// An ENIConfig object: the subnet and groups custom networking takes for one name (usually a zone).
package struct ENIConfig: Hashable, Sendable, Codable {
  package var name: String
  package var subnet: SubnetID?
  package var groups: [String] = []
  package init(name: String) { self.name = name }
}

/// The aws-node DaemonSet (or the add-on's configuration): what the cluster asks of the CNI.
package struct CNIConfiguration: Hashable, Sendable, Codable {
  package var version: String?
  /// Environment of container aws-node as written, `WARM_IP_TARGET` → `"2"`.
  package var environment: [String: String] = [:]
  package var changed: Instant?
  package var desired: Int?
  package var ready: Int?
  /// `daemonset`, `addon`, `container` (what the container really has), `configmap` or `log`.
  package var source: String
  /// The node whose container this is, when the document says so.
  package var node: String?
  package init(source: String) { self.source = source }
}

/// What the VPC resource controller keeps for a node.
package struct CNINode: Hashable, Sendable, Codable {
  package var name: String
  /// `SecurityGroupsForPods` → its value, possibly empty.
  package var features: [String: String] = [:]
  package init(name: String) { self.name = name }
}

/// One event, or one row of `kubectl describe`; its message is classified like a log line.
package struct ClusterEvent: Hashable, Sendable, Codable {
  package var type: String?
  package var reason: String?
  package var message: String
  package var objectKind: String?
  package var objectNamespace: String?
  package var objectName: String?
  package var source: String?
  package var host: String?
  package var count: Int?
  package var first: Instant?
  package var last: Instant?
  /// When the API server stored it; `first` is by the clock of whoever made it.
  package var created: Instant?
  package init(message: String) { self.message = message }
}
