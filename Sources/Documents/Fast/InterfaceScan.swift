import VPCModel

/// Where a document reader puts an interface that it read without making a value of it: its draft, the bytes that the
/// draft's texts are ranges of, the line and the byte where the record starts.
package typealias InterfaceSink = (
  _ draft: borrowing InterfaceDraft, _ bytes: Span<UInt8>, _ line: Int, _ byte: Int
) -> Void

/// Reads one element of `NetworkInterfaces` from the buffer straight into a draft.
///
/// It takes records as EC2 writes them and states the same of them as `Record.interface()`. It leaves to that one
/// whatever is odd: a wrong type, a missing id, a key twice or with a small letter, an escape in a text that counts.
struct InterfaceScan {
  var scan = ByteScan()
  var draft = InterfaceDraft()
  /// The fields the ledger needs are there.
  private(set) var isWhole = false
  /// The byte of the record's brace, and line ends before it.
  private(set) var start = 0
  private(set) var lineEndsBefore = 0

  /// A list of objects inside an interface.
  private enum List { case addresses, prefixes, ipv6Addresses, ipv6Prefixes, groups, tags }

  /// More is no interface: EC2 allows 50 tags and 50 addresses of a kind at most on any.
  private static let mostElements = 4_096

  var isOdd: Bool { scan.isOdd }
  var end: Int { scan.at }
  var lineEnds: Int { scan.lineEnds }
  var lineStart: Int { scan.lineStart }

  /// Reads the element that starts between `from` and `end`, behind a comma when `isLater`.
  /// False when it is odd, or when the buffer ends first; nothing is taken then.
  mutating func read(_ bytes: Span<UInt8>, from: Int, end: Int, isLater: Bool) -> Bool {
    scan.begin(at: from, end: end)
    draft.clear()
    if isLater {
      guard scan.next(bytes) == UInt8(ascii: ",") else { return scan.isInside ? scan.odd() : false }
      scan.at &+= 1
    }
    let first = scan.next(bytes)
    guard first == UInt8(ascii: "{") else { return first == 0 ? false : scan.odd() }
    start = scan.at
    lineEndsBefore = scan.lineEnds
    return record(bytes)
  }

  private mutating func record(_ bytes: Span<UInt8>) -> Bool {
    var seen: UInt64 = 0
    guard object(bytes, &seen, { scan, key, bytes in scan.member(key, bytes) }) else {
      return false
    }
    let hasTwoLists = Self.has(seen, .tagSet) && Self.has(seen, .tags)
    guard !draft.id.isEmpty, !hasTwoLists else { return scan.odd() }
    if draft.addresses.isEmpty, let primary = draft.primaryAddress {
      draft.addresses.append(primary)
    }
    isWhole = Self.has(seen, .subnetId) && Self.has(seen, .privateIpAddresses)
    return true
  }

  private static func has(_ seen: UInt64, _ key: InterfaceKey) -> Bool {
    seen & 1 << UInt64(key.rawValue) != 0
  }

  // MARK: Objects

  /// Takes an object whose brace is next. `member` takes the value of a key that is known.
  @inline(__always)
  private mutating func object(
    _ bytes: Span<UInt8>, _ seen: inout UInt64,
    _ member: (inout InterfaceScan, InterfaceKey, Span<UInt8>) -> Bool
  ) -> Bool {
    scan.at &+= 1
    var byte = scan.next(bytes)
    if byte == UInt8(ascii: "}") {
      scan.at &+= 1
      return true
    }
    scan.openKeys()
    while true {
      guard byte == UInt8(ascii: "\"") else { return byte == 0 ? false : scan.odd() }
      let start = scan.at &+ 1
      guard let key = key(bytes), scan.colon(bytes) else { return false }
      if key == .other {
        // A small first letter may be a key that counts, written as Go and JavaScript do.
        if bytes[start] >= UInt8(ascii: "a") { return scan.odd() }
        guard scan.insertKey(start..<keyEnd, of: bytes), scan.skipValue(bytes) else { return false }
      } else {
        let bit: UInt64 = 1 << UInt64(key.rawValue)
        guard seen & bit == 0 else { return scan.odd() }
        seen |= bit
        guard member(&self, key, bytes) else { return false }
      }
      byte = scan.next(bytes)
      scan.at &+= 1
      switch byte {
      case UInt8(ascii: ","): byte = scan.next(bytes)
      case UInt8(ascii: "}"):
        scan.closeKeys()
        return true
      case 0: return false
      default: return scan.odd()
      }
    }
  }

  private var keyEnd = 0

  /// Takes a key; nil when it is odd.
  @inline(__always)
  private mutating func key(_ bytes: Span<UInt8>) -> InterfaceKey? {
    let start = scan.at &+ 1
    var words: (UInt64, UInt64, UInt64) = (ByteScan.word(bytes, start), 0, 0)
    var count = 0
    var marks = ByteScan.special(words.0)
    if marks != 0 {
      count = marks.trailingZeroBitCount >> 3
      words.0 = Self.low(words.0, count)
    } else {
      words.1 = ByteScan.word(bytes, start &+ 8)
      marks = ByteScan.special(words.1)
      if marks != 0 {
        count = marks.trailingZeroBitCount >> 3
        words.1 = Self.low(words.1, count)
        count &+= 8
      } else {
        words.2 = ByteScan.word(bytes, start &+ 16)
        marks = ByteScan.special(words.2)
        count = marks.trailingZeroBitCount >> 3
        words.2 = Self.low(words.2, count)
        count &+= 16
      }
    }
    guard marks != 0, bytes[start &+ count] == UInt8(ascii: "\"") else {
      // Long, or with letters above ASCII: nobody's key.
      guard let text = scan.string(bytes) else { return nil }
      keyEnd = text.upperBound
      return .other
    }
    keyEnd = start &+ count
    scan.at = keyEnd &+ 1
    return InterfaceKey(count: count, words.0, words.1, words.2)
  }

  /// The lowest `count` bytes of a word, 0 to 7.
  @inline(__always)
  private static func low(_ word: UInt64, _ count: Int) -> UInt64 {
    word & (1 << UInt64(8 &* count) &- 1)
  }

  // MARK: Members

  private mutating func member(_ key: InterfaceKey, _ bytes: Span<UInt8>) -> Bool {
    switch key {
    case .networkInterfaceId: text(bytes, \.id)
    case .subnetId: text(bytes, \.subnet)
    case .vpcID: text(bytes, \.vpc)
    case .availabilityZone: text(bytes, \.zone)
    case .status: text(bytes, \.status)
    case .interfaceType: text(bytes, \.interfaceType)
    case .description: text(bytes, \.description)
    case .requesterId: text(bytes, \.requester)
    case .ownerId: text(bytes, \.owner)
    case .requesterManaged: truth(bytes, \.isRequesterManaged)
    case .privateIpAddress: address(bytes) { $0.draft.primaryAddress = $1 }
    case .privateIpAddresses: list(bytes, .addresses)
    case .ipv4Prefixes: list(bytes, .prefixes)
    case .ipv6Addresses: list(bytes, .ipv6Addresses)
    case .ipv6Prefixes: list(bytes, .ipv6Prefixes)
    case .groups: list(bytes, .groups)
    case .tagSet, .tags: list(bytes, .tags)
    case .attachment: attachment(bytes)
    default: scan.skipValue(bytes)
    }
  }

  private mutating func attachment(_ bytes: Span<UInt8>) -> Bool {
    switch scan.next(bytes) {
    case UInt8(ascii: "{"): break
    case UInt8(ascii: "n"): return null(bytes)
    case 0: return false
    default: return scan.odd()
    }
    draft.hasAttachment = true
    var seen: UInt64 = 0
    return object(bytes, &seen) { scan, key, bytes in
      switch key {
      case .attachmentId: scan.text(bytes, \.attachmentID)
      case .instanceId: scan.text(bytes, \.instance)
      case .instanceOwnerId: scan.text(bytes, \.instanceOwner)
      case .status: scan.text(bytes, \.attachmentStatus)
      case .deviceIndex: scan.count(bytes, \.deviceIndex)
      case .networkCardIndex: scan.count(bytes, \.networkCard)
      case .attachTime: scan.time(bytes)
      case .deleteOnTermination: scan.truth(bytes, \.deletesOnTermination)
      default: scan.scan.skipValue(bytes)
      }
    }
  }

  /// What the elements of a list are read into, one after the other.
  var first = InterfaceDraft.Text.none
  var second = InterfaceDraft.Text.none
  var number: UInt32?
  var isPrimary = false

  private mutating func list(_ bytes: Span<UInt8>, _ list: List) -> Bool {
    switch scan.next(bytes) {
    case UInt8(ascii: "["): scan.at &+= 1
    case UInt8(ascii: "n"): return null(bytes)
    case 0: return false
    default: return scan.odd()
    }
    var byte = scan.next(bytes)
    if byte == UInt8(ascii: "]") {
      scan.at &+= 1
      return true
    }
    var count = 0
    while true {
      guard byte == UInt8(ascii: "{") else { return byte == 0 ? false : scan.odd() }
      count &+= 1
      guard count <= Self.mostElements else { return scan.odd() }
      (first, second, number, isPrimary) = (.none, .none, nil, false)
      guard list == .addresses ? addressElement(bytes) : element(bytes, list), keep(list, bytes)
      else {
        return false
      }
      byte = scan.next(bytes)
      scan.at &+= 1
      switch byte {
      case UInt8(ascii: ","): byte = scan.next(bytes)
      case UInt8(ascii: "]"): return true
      case 0: return false
      default: return scan.odd()
      }
    }
  }

  // Three quarters of a document are these.
  private mutating func addressElement(_ bytes: Span<UInt8>) -> Bool {
    var seen: UInt64 = 0
    return object(bytes, &seen) { scan, key, bytes in
      switch key {
      case .privateIpAddress: scan.address(bytes) { $0.number = $1 }
      case .primary: scan.primary(bytes)
      default: scan.scan.skipValue(bytes)
      }
    }
  }

  private mutating func element(_ bytes: Span<UInt8>, _ list: List) -> Bool {
    var seen: UInt64 = 0
    return object(bytes, &seen) { scan, key, bytes in
      switch (list, key) {
      case (.groups, .groupId), (.tags, .key), (.prefixes, .ipv4Prefix),
        (.ipv6Addresses, .ipv6Address),
        (.ipv6Prefixes, .ipv6Prefix):
        return scan.text(bytes, into: { $0.first = $1 })
      case (.tags, .value): return scan.text(bytes, into: { $0.second = $1 })
      default: return scan.scan.skipValue(bytes)
      }
    }
  }

  /// Puts the element just read into the draft.
  private mutating func keep(_ list: List, _ bytes: Span<UInt8>) -> Bool {
    if list == .addresses {
      guard let number else { return true }
      draft.addresses.append(number)
      if isPrimary, draft.primaryAddress == nil { draft.primaryAddress = number }
      return true
    }
    guard !first.isEmpty else { return true }
    switch list {
    case .addresses: break
    case .prefixes:
      guard let block = Self.block(bytes, first) else { return scan.odd() }
      draft.prefixes.append(block)
    case .ipv6Addresses: draft.ipv6Addresses.append(first)
    case .ipv6Prefixes: draft.ipv6Prefixes.append(first)
    case .groups: draft.groups.append(first)
    case .tags:
      guard draft.tags.count < 64 else { return scan.odd() }
      // Of equal keys the first wins.
      for tag in draft.tags where Self.isSame(bytes, tag.key, first) { return true }
      let value = second.isNone ? InterfaceDraft.Text(start: first.start, count: 0) : second
      draft.tags.append(InterfaceDraft.Tag(key: first, value: value))
    }
    return true
  }

  private static func isSame(
    _ bytes: Span<UInt8>, _ left: InterfaceDraft.Text, _ right: InterfaceDraft.Text
  ) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<Int(left.count)
    where bytes[Int(left.start) &+ offset] != bytes[Int(right.start) &+ offset] { return false }
    return true
  }
}
