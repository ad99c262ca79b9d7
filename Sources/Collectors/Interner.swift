import VPCModel

/// One copy of what thousands of records repeat: VPC and subnet ids, groups, tags.
///
/// A full VPC lists 100,000 interfaces with the same few dozen texts, and a text above 15 bytes is an allocation of
/// its own. Bounded: what is new when a table is full stays as it came.
struct Interner {
  private static let limit = 16_384
  private var texts: Set<String> = []
  private var lists: Set<[String]> = []
  private var tables: Set<[String: String]> = []

  mutating func share(_ interface: inout NetworkInterface) {
    interface.subnet = interface.subnet.map { SubnetID(text($0.raw)) }
    interface.vpc = interface.vpc.map { text($0) }
    interface.zone = interface.zone.map { text($0) }
    interface.description = interface.description.map { text($0) }
    interface.requester = interface.requester.map { text($0) }
    if let instance = interface.attachment?.instance {
      interface.attachment?.instance = InstanceID(text(instance.raw))
    }
    interface.groups = Self.one(interface.groups, of: &lists)
    if !interface.tags.isEmpty { interface.tags = tags(interface.tags) }
  }

  private mutating func text(_ text: String) -> String {
    // Up to 15 bytes a text lies in the value itself.
    text.utf8.count <= 15 ? text : Self.one(text, of: &texts)
  }

  private mutating func tags(_ tags: [String: String]) -> [String: String] {
    if let index = tables.firstIndex(of: tags) { return tables[index] }
    var shared: [String: String] = [:]
    shared.reserveCapacity(tags.count)
    for (key, value) in tags { shared[text(key)] = text(value) }
    return Self.one(shared, of: &tables)
  }

  private static func one<Value: Hashable>(_ value: Value, of known: inout Set<Value>) -> Value {
    if let index = known.firstIndex(of: value) { return known[index] }
    if known.count < limit { known.insert(value) }
    return value
  }
}
