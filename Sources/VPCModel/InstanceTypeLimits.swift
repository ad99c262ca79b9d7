/// What EC2 and the VPC resource controller allow an instance type. Counts, not known is nil.
package struct InstanceTypeLimits: Hashable, Sendable, Codable {
  package var type: String
  /// ENIs of network card 0, the only card ipamd uses by default.
  package var enis: Int
  package var ipv4PerENI: Int
  package var isNitro: Bool?
  package var isBareMetal: Bool?
  package var isTrunkCapable: Bool?
  package var branchENIs: Int?
  package var vCPUs: Int?
  package init(type: String, enis: Int, ipv4PerENI: Int) {
    self.type = type
    self.enis = enis
    self.ipv4PerENI = ipv4PerENI
  }

  /// Prefix mode needs Nitro or bare metal; on Xen ipamd falls back to secondary addresses.
  package var isPrefixCapable: Bool? {
    if isNitro == true || isBareMetal == true { return true }
    return isNitro == nil && isBareMetal == nil ? nil : false
  }
}
