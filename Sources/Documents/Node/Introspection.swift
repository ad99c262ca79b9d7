import Evidence
import VPCModel

/// ipamd's introspection answers, of every generation.
///
///     {"0": {"TotalIPs": …, "ENIs": {…}}}                  /v1/enis, v1.20+, a datastore for each network card
///     {"TotalIPs": …, "AssignedIPs": …, "ENIs": {…}}       /v1/enis, v1.7 to v1.19
///     {"TotalIPs": …, "ENIIPPools": {…}}                   /v1/enis, up to v1.6
///     {"<pod>_<ns>_<container>": {"IP", "DeviceNumber"}}   /v1/pods, up to v1.6
///     {"ENI": {…}, "MyENI": …}                             /v1/eni-configs, up to v1.7
///     {"AvailableCommands": […]}                           an unknown path: carries no data
///     {"eni": …, "ips": …, "prefixes": …}                  the article's jq projection, a stream of objects
enum Introspection {
  static func isOne(_ object: JSONObject) -> Bool {
    if object["AvailableCommands"]?.array != nil { return true }
    if isDatastore(object) || isProjection(object) { return true }
    if object["MyENI"]?.string != nil, object["ENI"] != nil { return true }
    guard !object.isEmpty else { return false }
    return cards(object) != nil || isPodMap(object)
  }

  static func read(_ value: JSONValue, time: Instant?, state: (Statement) -> Void) {
    guard let object = value.object, object["AvailableCommands"] == nil else { return }
    if let cards = cards(object) {
      state(.pool(pool(cards: cards, time: time)))
    } else if isDatastore(object) {
      state(.pool(pool(cards: [(nil, value)], time: time)))
    } else if isProjection(object) {
      readProjection(object, state: state)
    } else if object["MyENI"]?.string != nil {
      readENIConfigs(object, state: state)
    } else if isPodMap(object) {
      state(.checkpoint(object.pairs.compactMap(podAllocation)))
    }
  }

  // MARK: Shapes

  static func isDatastore(_ object: JSONObject) -> Bool {
    (object["ENIs"]?.object != nil || object["ENIIPPools"]?.object != nil)
      && (object["TotalIPs"] != nil || object["AssignedIPs"] != nil)
  }

  /// Datastores by network card; nil unless every key is a decimal number and every member a datastore.
  private static func cards(_ object: JSONObject) -> [(Int?, JSONValue)]? {
    guard (1...64).contains(object.count) else { return nil }
    var cards: [(Int?, JSONValue)] = []
    for pair in object.pairs {
      guard let card = Int(pair.key), let member = pair.value.object,
        isDatastore(member) || member["TotalIPs"] != nil
      else { return nil }
      cards.append((card, pair.value))
    }
    return cards
  }

  private static func isProjection(_ object: JSONObject) -> Bool {
    guard object["eni"]?.string?.hasPrefix("eni-") == true else { return false }
    return object["ips"] != nil || object["prefixes"] != nil
  }

  private static func isPodMap(_ object: JSONObject) -> Bool {
    object.pairs.allSatisfy { pair in
      pair.key.contains("_") && pair.value["IP"]?.string != nil && pair.value["DeviceNumber"] != nil
    }
  }

  // MARK: Datastores

  private static func pool(cards: [(Int?, JSONValue)], time: Instant?) -> PoolSnapshot {
    var pool = PoolSnapshot()
    pool.time = time
    for (card, store) in cards {
      if let total = store["TotalIPs"]?.count { pool.total = (pool.total ?? 0) &+ total }
      if let assigned = store["AssignedIPs"]?.count { pool.assigned = (pool.assigned ?? 0) &+ assigned }
      let enis = store["ENIs"]?.members ?? store["ENIIPPools"]?.members ?? []
      pool.enis += enis.map { DatastoreReading.eni($0.value, id: $0.key, card: card, time: time) }
    }
    pool.isComplete = true
    let cidrs = pool.enis.flatMap(\.cidrs)
    pool.prefixes = cidrs.count { $0.isPrefix && $0.block != nil }
    if time != nil { pool.cooling = cidrs.reduce(0) { $0 + ($1.cooling ?? 0) } }
    return pool
  }

  /// `.IPv4Addresses` and `.IPv4Prefixes` are no keys of v1.9+: `ips` and `prefixes` then are 0 or null whatever
  /// the interface holds, so only the interface itself is stated.
  private static func readProjection(_ object: JSONObject, state: (Statement) -> Void) {
    guard let id = object["eni"]?.name else { return }
    var pool = PoolSnapshot()
    pool.enis = [DatastoreENI(id: ENIID(id))]
    state(.pool(pool))
  }

  private static func readENIConfigs(_ object: JSONObject, state: (Statement) -> Void) {
    for pair in object["ENI"]?.members ?? [] {
      var config = ENIConfig(name: pair.key)
      config.subnet = (pair.value["subnet"] ?? pair.value["Subnet"])?.name.map { SubnetID($0) }
      let groups = pair.value["securityGroups"] ?? pair.value["SecurityGroups"]
      config.groups = (groups?.items ?? []).compactMap(\.name)
      state(.eniConfig(config))
    }
  }

  /// `<pod>_<namespace>_<container>`: none of the three may hold an underscore.
  private static func podAllocation(_ pair: JSONObject.Pair) -> Allocation? {
    guard let address = pair.value["IP"]?.name else { return nil }
    var allocation = Allocation(address: address)
    let parts = pair.key.split(separator: "_", omittingEmptySubsequences: false)
    if parts.count >= 2 {
      allocation.pod = String(parts[0])
      allocation.namespace = String(parts[1])
      allocation.container = parts.count > 2 && !parts[2].isEmpty ? String(parts[2]) : nil
    }
    return allocation
  }
}
