/// An interface as its document's bytes spell it: every text is a range of them.
///
/// A reader fills one draft over and over; the store packs it without making a `String` on the way.
package struct InterfaceDraft: Sendable {
  /// Bytes `start..<start + count` of the document's buffer; a negative count is no text.
  package struct Text: Sendable {
    package var start: Int32
    package var count: Int32
    package static var none: Text { Text(start: 0, count: -1) }
    package init(start: Int32, count: Int32) {
      self.start = start
      self.count = count
    }
    package var isNone: Bool { count < 0 }
    /// No text, or none of any length.
    package var isEmpty: Bool { count <= 0 }
  }

  package struct Tag: Sendable {
    package var key: Text
    package var value: Text
    package init(key: Text, value: Text) {
      self.key = key
      self.value = value
    }
  }

  package var id = Text.none
  package var subnet = Text.none
  package var vpc = Text.none
  package var zone = Text.none
  package var status = Text.none
  package var interfaceType = Text.none
  package var description = Text.none
  package var requester = Text.none
  package var owner = Text.none
  package var isRequesterManaged: Bool?
  package var hasAttachment = false
  package var attachmentID = Text.none
  package var instance = Text.none
  package var instanceOwner = Text.none
  package var attachmentStatus = Text.none
  package var deviceIndex: Int?
  package var networkCard: Int?
  package var attachTime: Int64?
  package var deletesOnTermination: Bool?
  package var primaryAddress: UInt32?
  package var addresses: [UInt32] = []
  package var prefixes: [IPv4Block] = []
  package var ipv6Addresses: [Text] = []
  package var ipv6Prefixes: [Text] = []
  package var groups: [Text] = []
  package var tags: [Tag] = []
  package var isFromInstance = false

  package init() {}

  /// Ready for the next record; the lists keep their room.
  package mutating func clear() {
    (id, subnet, vpc, zone) = (.none, .none, .none, .none)
    (status, interfaceType, description, requester) = (.none, .none, .none, .none)
    (owner, attachmentID, instance, instanceOwner) = (.none, .none, .none, .none)
    attachmentStatus = .none
    isRequesterManaged = nil
    hasAttachment = false
    (deviceIndex, networkCard, attachTime) = (nil, nil, nil)
    deletesOnTermination = nil
    primaryAddress = nil
    addresses.removeAll(keepingCapacity: true)
    prefixes.removeAll(keepingCapacity: true)
    ipv6Addresses.removeAll(keepingCapacity: true)
    ipv6Prefixes.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    tags.removeAll(keepingCapacity: true)
    isFromInstance = false
  }

  /// The draft of `interface`, its texts put behind one another into `bytes`.
  init(_ interface: NetworkInterface, bytes: inout [UInt8]) {
    id = Self.put(interface.id.raw, &bytes)
    subnet = Self.put(interface.subnet?.raw, &bytes)
    vpc = Self.put(interface.vpc, &bytes)
    zone = Self.put(interface.zone, &bytes)
    status = Self.put(interface.status, &bytes)
    interfaceType = Self.put(interface.interfaceType, &bytes)
    description = Self.put(interface.description, &bytes)
    requester = Self.put(interface.requester, &bytes)
    owner = Self.put(interface.owner, &bytes)
    isRequesterManaged = interface.isRequesterManaged
    if let attachment = interface.attachment {
      hasAttachment = true
      attachmentID = Self.put(attachment.id, &bytes)
      instance = Self.put(attachment.instance?.raw, &bytes)
      instanceOwner = Self.put(attachment.instanceOwner, &bytes)
      attachmentStatus = Self.put(attachment.status, &bytes)
      deviceIndex = attachment.deviceIndex
      networkCard = attachment.networkCard
      attachTime = attachment.attachTime?.nanoseconds
      deletesOnTermination = attachment.deletesOnTermination
    }
    primaryAddress = interface.primaryAddress?.number
    addresses = interface.addresses.map(\.number)
    prefixes = interface.prefixes
    ipv6Addresses = interface.ipv6Addresses.map { Self.put($0, &bytes) }
    ipv6Prefixes = interface.ipv6Prefixes.map { Self.put($0, &bytes) }
    groups = interface.groups.map { Self.put($0, &bytes) }
    // By key, so that a record is packed the same way whatever the dictionary's order.
    tags = interface.tags.sorted { $0.key < $1.key }.map {
      Tag(key: Self.put($0.key, &bytes), value: Self.put($0.value, &bytes))
    }
    isFromInstance = interface.isFromInstance
  }

  private static func put(_ text: String?, _ bytes: inout [UInt8]) -> Text {
    guard let text else { return .none }
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return Text(
      start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: bytes.count &- start))
  }
}
