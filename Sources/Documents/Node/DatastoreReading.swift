import Evidence
import VPCModel

/// One interface of a `/v1/enis` answer.
enum DatastoreReading {
  /// Released addresses rest for `IP_COOLDOWN_PERIOD`, 30 s by default, before ipamd gives them out again.
  private static let cooldownSeconds = 30.0

  static func eni(_ value: JSONValue, id: String, card: Int?, time: Instant?) -> DatastoreENI {
    var eni = DatastoreENI(id: ENIID(value["ID"]?.name ?? value["Id"]?.name ?? id))
    eni.card = card
    eni.deviceNumber = value["DeviceNumber"]?.int
    eni.isPrimary = value["IsPrimary"]?.bool
    eni.isTrunk = value["IsTrunk"]?.bool
    eni.isEFA = value["IsEFA"]?.bool
    eni.isExcluded = value["IsExcludedForPodIPs"]?.bool
    eni.subnet = value["SubnetID"]?.name.map { SubnetID($0) }
    let cidrs = value["AvailableIPv4Cidrs"]?.members ?? []
    eni.cidrs = cidrs.map { cidr($0.value, key: $0.key, time: time) }
    eni.cidrs += (value["IPv6Cidrs"]?.members ?? []).map { cidr($0.value, key: $0.key, time: time) }
    // Up to v1.8 there are addresses without CIDRs around them: each is a /32 of its own.
    eni.cidrs += (value["IPv4Addresses"]?.members ?? []).map { address($0.value, key: $0.key, time: time) }
    return eni
  }

  /// A CIDR. Its length is in the key (`10.0.1.16/28`); `Mask` is base64 and says the same.
  private static func cidr(_ value: JSONValue, key: String, time: Instant?) -> DatastoreCIDR {
    let block = IPv4Block(key)
    let isPrefix = value["IsPrefix"]?.bool ?? block.map { $0.length < 32 } ?? key.contains(":")
    let addresses = value["IPAddresses"]?.members ?? []
    return DatastoreCIDR(
      block: block, isPrefix: isPrefix,
      assigned: addresses.compactMap { isAssigned($0.value) ? allocation($0.value, key: $0.key) : nil },
      cooling: cooling(addresses.map(\.value), time: time))
  }

  private static func address(_ value: JSONValue, key: String, time: Instant?) -> DatastoreCIDR {
    DatastoreCIDR(
      block: IPv4Address(key).flatMap { IPv4Block(containing: $0, length: 32) }, isPrefix: false,
      assigned: isAssigned(value) ? [allocation(value, key: key)] : [],
      cooling: cooling([value], time: time))
  }

  /// v1.23 blanks `containerID` and `ifName`, so any field of the key that is set decides; up to v1.6 a flag.
  private static func isAssigned(_ value: JSONValue) -> Bool {
    if let flag = value["Assigned"]?.bool { return flag }
    return (value["IPAMKey"]?.members ?? []).contains { $0.value.name != nil }
  }

  private static func allocation(_ value: JSONValue, key: String) -> Allocation {
    var allocation = Allocation(address: value["Address"]?.name ?? key)
    allocation.container = value["IPAMKey", "containerID"]?.name
    allocation.namespace = value["IPAMMetadata", "k8sPodNamespace"]?.name
    allocation.pod = value["IPAMMetadata", "k8sPodName"]?.name
    allocation.since = ObjectTime.parse(value["AssignedTime"]?.string)
    return allocation
  }

  private static func cooling(_ addresses: [JSONValue], time: Instant?) -> Int? {
    guard let time else { return nil }
    return addresses.count { address in
      guard !isAssigned(address), let freed = ObjectTime.parse(address["UnassignedTime"]?.string) else {
        return false
      }
      return (0...cooldownSeconds).contains(time.seconds(since: freed))
    }
  }
}
