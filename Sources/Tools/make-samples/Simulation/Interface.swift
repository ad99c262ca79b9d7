import VPCModel

/// An ENI of the simulation. A class: EC2, the datastore and the documents look at the same one.
final class Interface {
  let id: ENIID
  let space: AddressSpace
  let primary: IPv4Address
  let mac: String
  let created: Moment
  /// Whose addresses these are; `eniPrimary` says it is a node's, whose secondary addresses are pool.
  let owner: OwnerClass
  var secondaries: [IPv4Address] = []
  var prefixes: [IPv4Block] = []
  var description = ""
  var type = "interface"
  var status = "in-use"
  var requester: String?
  var instance: InstanceID?
  var instanceOwner = "111122223333"
  var device = 0
  var tags: [(String, String)] = []
  var groups: [String] = ["sg-0c0ffee0a11ce5eed"]
  var attachmentID: String?
  /// ipamd's datastore knows it.
  var isRegistered = true
  /// Its subnet is tagged away from pods.
  var isExcluded = false
  var isTrunk: Bool { type == "trunk" }

  init(id: ENIID, space: AddressSpace, primary: IPv4Address, mac: String, created: Moment, owner: OwnerClass)
  {
    self.id = id
    self.space = space
    self.primary = primary
    self.mac = mac
    self.created = created
    self.owner = owner
  }

  /// Slots in use: an address or a prefix each.
  var slots: Int { secondaries.count + prefixes.count }

  /// Addresses pods may get from it.
  var podAddresses: [IPv4Address] {
    secondaries + prefixes.flatMap { block in (0..<16).map { IPv4Address(number: block.first.number + $0) } }
  }

  var held: Int { 1 + secondaries.count + 16 * prefixes.count }

  func releaseAll() {
    space.release(primary)
    for address in secondaries { space.release(address) }
    for block in prefixes { space.release(block) }
  }
}
