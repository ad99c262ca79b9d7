/// The members of an interface that EC2 writes, told apart by their length and their bytes eight at a time.
///
/// A key costs one comparison of words and makes no text. `other` is every key that is not here.
enum InterfaceKey: UInt8 {
  case other
  case key, value, vpcID, tags, status, groups, tagSet, ownerId, primary, groupId, subnetId
  case groupName, attachment, macAddress, ipv4Prefix, instanceId, attachTime, ipv6Prefix
  case description, requesterId, deviceIndex, ipv6Address, association, attachmentId, ipv4Prefixes
  case ipv6Prefixes, interfaceType, ipv6Addresses, privateDnsName, instanceOwnerId
  case sourceDestCheck, availabilityZone, requesterManaged, privateIpAddress, networkCardIndex
  case networkInterfaceId, privateIpAddresses, deleteOnTermination

  /// - Parameters:
  ///   - count: bytes of the key, at most 23.
  ///   - first, second, third: its bytes from the lowest up, zeros behind the last.
  @inline(__always)
  init(count: Int, _ first: UInt64, _ second: UInt64, _ third: UInt64) {
    self = .other
    switch first {
    // Key
    case 0x0000_0000_0079_654B:
      if count == 3 { self = .key }
    // Value
    case 0x0000_0065_756C_6156:
      if count == 5 { self = .value }
    // VpcId
    case 0x0000_0064_4963_7056:
      if count == 5 { self = .vpcID }
    // Tags
    case 0x0000_0000_7367_6154:
      if count == 4 { self = .tags }
    // Status
    case 0x0000_7375_7461_7453:
      if count == 6 { self = .status }
    // Groups
    case 0x0000_7370_756F_7247:
      if count == 6 { self = .groups }
    // TagSet
    case 0x0000_7465_5367_6154:
      if count == 6 { self = .tagSet }
    // OwnerId
    case 0x0064_4972_656E_774F:
      if count == 7 { self = .ownerId }
    // Primary
    case 0x0079_7261_6D69_7250:
      if count == 7 { self = .primary }
    // GroupId
    case 0x0064_4970_756F_7247:
      if count == 7 { self = .groupId }
    // SubnetId
    case 0x6449_7465_6E62_7553:
      if count == 8 { self = .subnetId }
    // GroupName
    case 0x6D61_4E70_756F_7247:
      if count == 9, second == 0x0000_0000_0000_0065 { self = .groupName }
    // Attachment, AttachmentId
    case 0x656D_6863_6174_7441:
      if count == 10, second == 0x0000_0000_0000_746E { self = .attachment }
      if count == 12, second == 0x0000_0000_6449_746E { self = .attachmentId }
    // MacAddress
    case 0x6572_6464_4163_614D:
      if count == 10, second == 0x0000_0000_0000_7373 { self = .macAddress }
    // Ipv4Prefix, Ipv4Prefixes
    case 0x6665_7250_3476_7049:
      if count == 10, second == 0x0000_0000_0000_7869 { self = .ipv4Prefix }
      if count == 12, second == 0x0000_0000_7365_7869 { self = .ipv4Prefixes }
    // InstanceId, InstanceOwnerId
    case 0x6563_6E61_7473_6E49:
      if count == 10, second == 0x0000_0000_0000_6449 { self = .instanceId }
      if count == 15, second == 0x0064_4972_656E_774F { self = .instanceOwnerId }
    // AttachTime
    case 0x6954_6863_6174_7441:
      if count == 10, second == 0x0000_0000_0000_656D { self = .attachTime }
    // Ipv6Prefix, Ipv6Prefixes
    case 0x6665_7250_3676_7049:
      if count == 10, second == 0x0000_0000_0000_7869 { self = .ipv6Prefix }
      if count == 12, second == 0x0000_0000_7365_7869 { self = .ipv6Prefixes }
    // Description
    case 0x7470_6972_6373_6544:
      if count == 11, second == 0x0000_0000_006E_6F69 { self = .description }
    // RequesterId, RequesterManaged
    case 0x6574_7365_7571_6552:
      if count == 11, second == 0x0000_0000_0064_4972 { self = .requesterId }
      if count == 16, second == 0x6465_6761_6E61_4D72 { self = .requesterManaged }
    // DeviceIndex
    case 0x6E49_6563_6976_6544:
      if count == 11, second == 0x0000_0000_0078_6564 { self = .deviceIndex }
    // Ipv6Address, Ipv6Addresses
    case 0x7264_6441_3676_7049:
      if count == 11, second == 0x0000_0000_0073_7365 { self = .ipv6Address }
      if count == 13, second == 0x0000_0073_6573_7365 { self = .ipv6Addresses }
    // Association
    case 0x7461_6963_6F73_7341:
      if count == 11, second == 0x0000_0000_006E_6F69 { self = .association }
    // InterfaceType
    case 0x6361_6672_6574_6E49:
      if count == 13, second == 0x0000_0065_7079_5465 { self = .interfaceType }
    // PrivateDnsName
    case 0x4465_7461_7669_7250:
      if count == 14, second == 0x0000_656D_614E_736E { self = .privateDnsName }
    // SourceDestCheck
    case 0x6544_6563_7275_6F53:
      if count == 15, second == 0x006B_6365_6843_7473 { self = .sourceDestCheck }
    // AvailabilityZone
    case 0x6962_616C_6961_7641:
      if count == 16, second == 0x656E_6F5A_7974_696C { self = .availabilityZone }
    // PrivateIpAddress, PrivateIpAddresses
    case 0x4965_7461_7669_7250:
      if count == 16, second == 0x7373_6572_6464_4170 { self = .privateIpAddress }
      if count == 18, second == 0x7373_6572_6464_4170, third == 0x0000_0000_0000_7365 {
        self = .privateIpAddresses
      }
    // NetworkCardIndex
    case 0x436B_726F_7774_654E:
      if count == 16, second == 0x7865_646E_4964_7261 { self = .networkCardIndex }
    // NetworkInterfaceId
    case 0x496B_726F_7774_654E:
      if count == 18, second == 0x6563_6166_7265_746E, third == 0x0000_0000_0000_6449 {
        self = .networkInterfaceId
      }
    // DeleteOnTermination
    case 0x6E4F_6574_656C_6544:
      if count == 19, second == 0x7461_6E69_6D72_6554, third == 0x0000_0000_006E_6F69 {
        self = .deleteOnTermination
      }
    default: break
    }
  }
}
