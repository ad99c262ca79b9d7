import VPCModel

/// What one record of a document states. Log lines are not statements: patterns read those.
package enum Statement: Hashable, Sendable, Codable {
  case subnet(Subnet)
  case interface(NetworkInterface)
  case instance(Instance)
  case instanceType(InstanceTypeLimits)
  case reservation(CIDRReservation)
  case quota(Quota)
  case securityGroup(id: String, vpc: String?)
  case node(ClusterNode)
  case pod(ClusterPod)
  case eniConfig(ENIConfig)
  case configuration(CNIConfiguration)
  case cniNode(CNINode)
  case securityGroupPolicy(namespace: String, name: String, groups: [String])
  case event(ClusterEvent)
  case pool(PoolSnapshot)
  case metrics(MetricsSnapshot)
  case checkpoint([Allocation])
  case kubeletMaxPods(Int)
  /// ipamd did not answer the collector: the introspection file of a bundle has 0 bytes.
  case introspectionSilent
  case instanceIdentity(InstanceID)
  case region(String)
  /// `AvailableIpAddressCount` alone, without a subnet id (one of the articles' projections).
  case bareAvailable(Int)
  /// `length(NetworkInterfaces)` without a filter: all interfaces of the account in the Region.
  case regionInterfaceCount(Int)
  /// `MaximumNetworkInterfaces, Ipv4AddressesPerInterface` without the type's name.
  case bareLimits(enis: Int, ipv4PerENI: Int)
  /// An interface with a count of private addresses only: the primary counts, prefixes do not show.
  case interfaceAddressCount(ENIID, Int)
  /// `An error occurred (UnauthorizedOperation) when calling the X operation`: the operator's call failed.
  case operatorError(code: String, operation: String, text: String)
  /// The list goes on elsewhere (`NextToken`): absence in it proves nothing.
  case partialList(InputKind)
  /// A list was given completely, even if empty: `kind` with this filter-free scope.
  case completeList(InputKind, count: Int)
  /// Evidence of EKS Auto Mode, Fargate or Windows, which do not use the aws-node pool.
  case platform(Platform)
  /// A text that patterns must read as if it were a log line: CloudTrail errors, conditions, condition messages.
  case text(String, origin: String, time: Instant?, node: String?)
  /// A call of a node that EC2 answered, by EC2's clock.
  case request(id: String, time: Instant, node: String)

  package enum Platform: String, Hashable, Sendable, Codable { case autoMode, fargate, windows }
}

/// A statement with the place it stands and the time its document speaks of.
package struct Stated<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  package var value: Value
  package var place: Place
  /// When the document was taken; nil when nothing says so.
  package var time: Instant?
  package init(_ value: Value, at place: Place, time: Instant? = nil) {
    self.value = value
    self.place = place
    self.time = time
  }
}
