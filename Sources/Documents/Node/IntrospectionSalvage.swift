import Evidence
import VPCModel

extension NodeDocument {
  /// What a cut or hand-shortened `/v1/enis` still shows, when it is no JSON any more.
  ///
  /// The totals, once; interfaces by id; addresses whose key names a sandbox. `isComplete` stays false: what
  /// was cut away is not known. Nil when the text shows nothing of a datastore. Reads at most 16 MiB.
  package static func salvageIntrospection(text: String) -> PoolSnapshot? {
    var scan = SalvageScan()
    for line in text.utf8.prefix(16 << 20).split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      scan.read(String(decoding: line.prefix(4096), as: UTF8.self))
    }
    return scan.snapshot
  }
}

/// Members of a datastore, found by their names, whatever stands around them.
private struct SalvageScan {
  private var totals: [Int] = []
  private var assigned: [Int] = []
  private var enis: [String: DatastoreENI] = [:]
  private var order: [String] = []
  private var seesKeys = false

  mutating func read(_ line: String) {
    for word in ["AvailableIPv4Cidrs", "IPAMKey", "UnassignedTime", "IPAMMetadata", "ENIIPPools"]
    where line.contains(word) { seesKeys = true }
    if let number = number(after: "\"TotalIPs\"", in: line) { totals.append(number) }
    if let number = number(after: "\"AssignedIPs\"", in: line) { assigned.append(number) }
    guard let start = line.firstRange(of: "\"eni-") else { return }
    let id = line[line.index(after: start.lowerBound)...].prefix { $0 != "\"" }
    // A placeholder such as `eni-XXXX` still counts as one interface.
    if id.utf8.count <= 64, enis.count < 1024, enis[String(id)] == nil {
      enis[String(id)] = DatastoreENI(id: ENIID(String(id)))
      order.append(String(id))
    }
  }

  var snapshot: PoolSnapshot? {
    guard seesKeys || !totals.isEmpty || !assigned.isEmpty else { return nil }
    var pool = PoolSnapshot()
    // Several datastores (network cards) add up.
    pool.total = totals.isEmpty ? nil : totals.reduce(0, &+)
    pool.assigned = assigned.isEmpty ? nil : assigned.reduce(0, &+)
    pool.enis = order.compactMap { enis[$0] }
    return pool.total == nil && pool.assigned == nil && pool.enis.isEmpty ? nil : pool
  }

  private func number(after key: String, in line: String) -> Int? {
    guard let found = line.firstRange(of: key) else { return nil }
    let rest = line[found.upperBound...].drop { $0 == " " || $0 == ":" }
    guard let number = Int(rest.prefix { ("0"..."9").contains($0) }), number < 1 << 31 else { return nil }
    return number
  }
}
