/// One packed interface, read where it lies: a field costs nothing until somebody asks for it.
package struct InterfaceView: InterfaceFacts, Sendable {
  private let bytes: [UInt8]
  private let texts: [String]
  // Where the fields start; those that are asked for often, the others are found from there.
  private let idStart: Int
  private let attachmentStart: Int
  private let subnetStart: Int
  private let addressesStart: Int
  private let flags: UInt64

  init(_ bytes: [UInt8], at start: Int, texts: [String]) {
    self.bytes = bytes
    self.texts = texts
    var reader = RecordReader(bytes: bytes, position: start)
    for _ in 0..<3 { _ = reader.number() }
    idStart = reader.position
    reader.skipText()
    flags = reader.number()
    attachmentStart = reader.position
    if flags & 2 != 0 { Self.skipAttachment(&reader) }
    subnetStart = reader.position
    for _ in 0..<8 { reader.skipText() }
    addressesStart = reader.position
  }

  private static func skipAttachment(_ reader: inout RecordReader) {
    for _ in 0..<4 { reader.skipText() }
    _ = reader.optional()
    _ = reader.optional()
    _ = reader.byte()
    _ = reader.optional()
  }

  private func reader(at position: Int) -> RecordReader { RecordReader(bytes: bytes, position: position) }
  private var anchor: UInt64 { hasAttachment ? reader(at: attachmentStart).digits() : 0 }
  private var hasAttachment: Bool { flags & 2 != 0 }

  /// Text `index` behind the attachment: subnet, type, status, description, vpc, zone, requester, owner.
  private func text(_ index: Int) -> String? {
    var reader = reader(at: subnetStart)
    for _ in 0..<index { reader.skipText() }
    return reader.text(texts, anchor: anchor)
  }

  package var id: ENIID {
    var reader = reader(at: idStart)
    return ENIID(reader.text(texts) ?? "")
  }

  /// The 16 digits of `eni-0…`; nil for an id of any other shape.
  package var idDigits: UInt64? {
    var reader = reader(at: idStart)
    guard reader.byte() == Packed.hex else { return nil }
    let prefix = reader.int()
    guard texts.indices.contains(prefix), texts[prefix] == "eni-" else { return nil }
    return reader.fixed(8)
  }

  package var subnet: SubnetID? { text(0).map { SubnetID($0) } }
  package var interfaceType: String? { text(1) }
  package var status: String? { text(2) }
  package var description: String? { text(3) }
  package var vpc: String? { text(4) }
  package var zone: String? { text(5) }
  package var requester: String? { text(6) }
  package var owner: String? { text(7) }
  package var isFromInstance: Bool { flags & 1 != 0 }
  package var isRequesterManaged: Bool? { PackedTruth.truth(flags >> 2) }

  package var instance: InstanceID? {
    guard hasAttachment else { return nil }
    var reader = reader(at: attachmentStart)
    return reader.text(texts).map { InstanceID($0) }
  }

  package var attachment: Attachment? {
    guard hasAttachment else { return nil }
    var reader = reader(at: attachmentStart)
    let anchor = anchor
    var attachment = Attachment()
    attachment.instance = reader.text(texts).map { InstanceID($0) }
    attachment.id = reader.text(texts, anchor: anchor)
    attachment.instanceOwner = reader.text(texts, anchor: anchor)
    attachment.status = reader.text(texts, anchor: anchor)
    attachment.deviceIndex = reader.optional().flatMap { Int(exactly: $0) }
    attachment.networkCard = reader.optional().flatMap { Int(exactly: $0) }
    let isWhole = reader.byte() == 1
    attachment.attachTime = reader.optional().map {
      Instant(nanoseconds: isWhole ? $0 &* 1_000_000_000 : $0)
    }
    attachment.deletesOnTermination = PackedTruth.truth(flags >> 4)
    return attachment
  }

  // MARK: Addresses

  package var addressCount: Int {
    var reader = reader(at: addressesStart)
    return reader.int() >> 2
  }

  package var addresses: [IPv4Address] {
    var list: [IPv4Address] = []
    forEachAddress { list.append($0) }
    return list
  }

  /// Every address without making a list.
  package func forEachAddress(_ body: (IPv4Address) -> Void) {
    var reader = reader(at: addressesStart)
    Self.read(&reader) { body(IPv4Address(number: $0)) }
  }

  private static func read(_ reader: inout RecordReader, _ body: (UInt32) -> Void) {
    let head = reader.int()
    guard head >> 2 > 0 else { return }
    let first = UInt32(truncatingIfNeeded: reader.fixed(4))
    body(first)
    var before = Int64(first)
    for _ in 1..<(head >> 2) {
      switch PackedAddresses(rawValue: head & 3) {
      case .steps:
        let step = reader.number()
        before &+= Int64(bitPattern: step >> 1) ^ -Int64(bitPattern: step & 1)
      case .halves: before = Int64(first & 0xFFFF_0000) | Int64(reader.fixed(2))
      case .whole, nil: before = Int64(reader.fixed(4))
      }
      body(UInt32(truncatingIfNeeded: before))
    }
  }

  private var afterAddresses: RecordReader {
    var reader = reader(at: addressesStart)
    let head = reader.int()
    let others = (head >> 2) &- 1
    guard others >= 0 else { return reader }
    reader.position &+= 4
    switch PackedAddresses(rawValue: head & 3) {
    case .steps: for _ in 0..<others { _ = reader.number() }
    case .halves: reader.position &+= 2 &* others
    case .whole, nil: reader.position &+= 4 &* others
    }
    return reader
  }

  package var primaryAddress: IPv4Address? {
    switch PackedPrimary(rawValue: flags >> 6 & 3) {
    case .first:
      var reader = reader(at: addressesStart)
      guard reader.int() >> 2 > 0 else { return nil }
      return IPv4Address(number: UInt32(truncatingIfNeeded: reader.fixed(4)))
    case .own:
      var reader = afterAddresses
      return IPv4Address(number: UInt32(truncatingIfNeeded: reader.fixed(4)))
    case nil, .some(.none): return nil
    }
  }

  private var atPrefixes: RecordReader {
    var reader = afterAddresses
    if flags >> 6 & 3 == PackedPrimary.own.rawValue { reader.position &+= 4 }
    return reader
  }

  package var hasPrefixes: Bool {
    var reader = atPrefixes
    return reader.int() > 0
  }

  package var prefixes: [IPv4Block] {
    var reader = atPrefixes
    return Self.prefixes(&reader)
  }

  private static func prefixes(_ reader: inout RecordReader) -> [IPv4Block] {
    (0..<max(reader.int(), 0)).compactMap { _ in
      let first = IPv4Address(number: UInt32(truncatingIfNeeded: reader.fixed(4)))
      return IPv4Block(containing: first, length: reader.int())
    }
  }

  // MARK: Lists of texts

  private var atGroups: RecordReader {
    var reader = atPrefixes
    for _ in 0..<max(reader.int(), 0) {
      reader.position &+= 4
      _ = reader.number()
    }
    return reader
  }

  private var atTags: RecordReader {
    var reader = atGroups
    for _ in 0..<3 { for _ in 0..<max(reader.int(), 0) { reader.skipText() } }
    return reader
  }

  package var hasTags: Bool {
    var reader = atTags
    return reader.int() > 0
  }

  package func tag(_ key: String) -> String? {
    var reader = atTags
    for _ in 0..<max(reader.int(), 0) {
      // A key that is a number in the table is compared there, without a copy.
      if reader.text(texts, anchor: anchor) == key { return reader.text(texts, anchor: anchor) }
      reader.skipText()
    }
    return nil
  }

  package var tags: [String: String] {
    var tags: [String: String] = [:]
    var reader = atTags
    let anchor = anchor
    for _ in 0..<max(reader.int(), 0) {
      guard let key = reader.text(texts, anchor: anchor) else { break }
      tags[key] = reader.text(texts, anchor: anchor) ?? ""
    }
    return tags
  }

  /// The whole record, as its document states it.
  package var interface: NetworkInterface {
    var interface = NetworkInterface(id: id)
    interface.subnet = subnet
    interface.vpc = vpc
    interface.zone = zone
    interface.status = status
    interface.interfaceType = interfaceType
    interface.description = description
    interface.requester = requester
    interface.isRequesterManaged = isRequesterManaged
    interface.owner = owner
    interface.attachment = attachment
    interface.primaryAddress = primaryAddress
    interface.addresses = addresses
    interface.prefixes = prefixes
    var reader = atGroups
    let anchor = anchor
    var lists: [[String]] = []
    for _ in 0..<3 {
      let count = max(reader.int(), 0)
      lists.append((0..<count).compactMap { _ in reader.text(texts, anchor: anchor) })
    }
    (interface.groups, interface.ipv6Addresses, interface.ipv6Prefixes) = (lists[0], lists[1], lists[2])
    interface.tags = tags
    interface.isFromInstance = isFromInstance
    return interface
  }
}
