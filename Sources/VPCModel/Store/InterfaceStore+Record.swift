// The layout of a packed interface, in the order written here. `InterfaceView` reads the same.

/// Yes, no and not known in two bits.
enum PackedTruth {
  static func bits(_ truth: Bool?) -> UInt64 { truth.map { $0 ? 2 : 1 } ?? 0 }
  static func truth(_ bits: UInt64) -> Bool? { bits & 3 == 0 ? nil : bits & 3 == 2 }
}

/// How the primary address is kept.
enum PackedPrimary: UInt64 {
  case none = 0
  /// The first of the list, as EC2 writes it.
  case first = 1
  case own = 2
}

extension RecordPacker {
  mutating func append(_ draft: borrowing InterfaceDraft, of all: Span<UInt8>, _ table: inout TextTable) {
    append(draft.id, of: all, &table)
    var primary = PackedPrimary.none
    if let address = draft.primaryAddress { primary = draft.addresses.first == address ? .first : .own }
    append(
      number: (draft.isFromInstance ? 1 : 0) | (draft.hasAttachment ? 2 : 0)
        | PackedTruth.bits(draft.isRequesterManaged) << 2 | PackedTruth.bits(draft.deletesOnTermination) << 4
        | primary.rawValue << 6)
    if draft.hasAttachment {
      append(draft.instance, of: all, &table, isAnchor: true)
      append(draft.attachmentID, of: all, &table)
      append(draft.instanceOwner, of: all, &table, isRepeated: true)
      append(draft.attachmentStatus, of: all, &table, isRepeated: true)
      append(optional: draft.deviceIndex.map { Int64($0) })
      append(optional: draft.networkCard.map { Int64($0) })
      // Whole seconds, as EC2 writes them, take half the bytes.
      let isWhole = draft.attachTime.map { $0 % 1_000_000_000 == 0 } ?? false
      bytes.append(isWhole ? 1 : 0)
      append(optional: isWhole ? draft.attachTime.map { $0 / 1_000_000_000 } : draft.attachTime)
    }
    append(draft.subnet, of: all, &table, isRepeated: true)
    append(draft.interfaceType, of: all, &table, isRepeated: true)
    append(draft.status, of: all, &table, isRepeated: true)
    append(draft.description, of: all, &table)
    append(draft.vpc, of: all, &table, isRepeated: true)
    append(draft.zone, of: all, &table, isRepeated: true)
    append(draft.requester, of: all, &table)
    append(draft.owner, of: all, &table, isRepeated: true)
    append(addresses: draft.addresses)
    if primary == .own { append(fixed: UInt64(draft.primaryAddress ?? 0), bytes: 4) }
    append(draft.prefixes.count)
    for prefix in draft.prefixes {
      append(fixed: UInt64(prefix.first.number), bytes: 4)
      append(prefix.length)
    }
    for list in [draft.groups, draft.ipv6Addresses, draft.ipv6Prefixes] {
      append(list.count)
      for text in list { append(text, of: all, &table, isRepeated: true) }
    }
    append(draft.tags.count)
    for tag in draft.tags {
      append(tag.key, of: all, &table, isRepeated: true)
      append(tag.value, of: all, &table)
    }
  }

  /// The count, doubled; its lowest bit says that the addresses share their upper half: two bytes each then.
  private mutating func append(addresses: [UInt32]) {
    let upper = (addresses.first ?? 0) >> 16
    let isNear = addresses.allSatisfy { $0 >> 16 == upper }
    append(addresses.count << 1 | (isNear ? 1 : 0))
    guard !addresses.isEmpty else { return }
    if isNear { append(fixed: UInt64(upper), bytes: 2) }
    for address in addresses { append(fixed: UInt64(address), bytes: isNear ? 2 : 4) }
  }
}
