/// What the ledger asks of an interface, however it is kept.
package protocol InterfaceFacts {
  var id: ENIID { get }
  var subnet: SubnetID? { get }
  var vpc: String? { get }
  var status: String? { get }
  var interfaceType: String? { get }
  var description: String? { get }
  var requester: String? { get }
  var owner: String? { get }
  /// The instance it is attached to.
  var instance: InstanceID? { get }
  var primaryAddress: IPv4Address? { get }
  var addresses: [IPv4Address] { get }
  var prefixes: [IPv4Block] { get }
  var hasPrefixes: Bool { get }
  var hasTags: Bool { get }
  var tags: [String: String] { get }
  func tag(_ key: String) -> String?
}

extension NetworkInterface: InterfaceFacts {
  package var instance: InstanceID? { attachment?.instance }
  package var hasPrefixes: Bool { !prefixes.isEmpty }
  package var hasTags: Bool { !tags.isEmpty }
  package func tag(_ key: String) -> String? { tags[key] }
}
