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

/// How the addresses behind the first one are kept, whatever takes the fewest bytes.
enum PackedAddresses: Int {
  /// The lower half; the upper one is that of the first.
  case halves = 0
  case whole = 1
  /// The way from the one before, as a zigzag varint: neighbours take a byte.
  case steps = 2

  var size: Int { self == .halves ? 2 : 4 }

  static func step(from before: UInt32, to address: UInt32) -> UInt64 {
    let step = Int64(address) &- Int64(before)
    return UInt64(bitPattern: step << 1) ^ UInt64(bitPattern: step >> 63)
  }

  static func bytes(_ step: UInt64) -> Int { max(1, (70 &- step.leadingZeroBitCount) / 7) }
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

  /// The count with the form in its two lowest bits, then the first address, then the others.
  private mutating func append(addresses: [UInt32]) {
    guard let first = addresses.first else { return append(0) }
    var form = PackedAddresses.halves
    var steps = 0
    var before = first
    for address in addresses.dropFirst() {
      if address >> 16 != first >> 16 { form = .whole }
      steps &+= PackedAddresses.bytes(PackedAddresses.step(from: before, to: address))
      before = address
    }
    if steps < (addresses.count &- 1) &* form.size { form = .steps }
    append(addresses.count << 2 | form.rawValue)
    append(fixed: UInt64(first), bytes: 4)
    before = first
    for address in addresses.dropFirst() {
      switch form {
      case .steps: append(number: PackedAddresses.step(from: before, to: address))
      case .halves, .whole: append(fixed: UInt64(address), bytes: form.size)
      }
      before = address
    }
  }
}
