import VPCModel

/// Who holds a stretch of a map, in words short enough for the end of a line.
struct HolderNames {
  private let map: AddressMap
  /// Name of each holder by its index; nodes by instance, others by class and interface.
  private let names: [String]

  init(_ ledger: SubnetLedger, _ map: AddressMap) {
    self.map = map
    names = ledger.holders.map { holder in
      if holder.isOfNode { return holder.instance?.raw ?? "node of \(holder.interface.raw)" }
      return "\(MapKey.of(holder.owner).words) \(holder.interface.raw)"
    }
  }

  /// `i-0a1 12, load balancer eni-0b2 1, 3 free`, `i-0a1 6 and 4 more, 1 free`; most first, then in address order.
  func words(from first: IPv4Address, count: Int) -> String {
    let last = UInt64(first.number) + UInt64(max(1, count)) - 1
    var held: [(name: String, addresses: Int)] = []
    var free = 0
    for segment in map.segments(from: first) {
      guard UInt64(segment.first.number) <= last else { break }
      let inside =
        Int(min(UInt64(segment.last.number), last) - UInt64(max(segment.first.number, first.number))) + 1
      if segment.owner == .free {
        free += inside
        continue
      }
      let name = name(of: segment)
      if let place = held.firstIndex(where: { $0.name == name }) {
        held[place].addresses += inside
      } else {
        held.append((name, inside))
      }
    }
    if held.isEmpty { return "free" }
    let ranked = held.enumerated().sorted {
      ($1.element.addresses, $0.offset) < ($0.element.addresses, $1.offset)
    }
    if ranked.count == 1 && free == 0 { return ranked[0].element.name }
    // Names beyond the first two would be cut anyway.
    var parts = ranked.prefix(ranked.count > 2 ? 1 : 2).map { "\($0.element.name) \($0.element.addresses)" }
    if ranked.count > 2 { parts[0] += " and \(ranked.count - 1) more" }
    if free > 0 { parts.append("\(free) free") }
    return parts.joined(separator: ", ")
  }

  private func name(of segment: AddressMap.Segment) -> String {
    if let holder = segment.holder, names.indices.contains(holder) { return names[holder] }
    switch segment.reservation {
    case .prefix: return "reserved for prefixes"
    case .explicit: return "reserved from everyone"
    case nil: return segment.owner == .reserved ? "AWS" : MapKey.of(segment.owner).words
    }
  }
}

extension AddressMap {
  /// The segments from the one that holds `address` on.
  fileprivate func segments(from address: IPv4Address) -> ArraySlice<Segment> {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].last < address { low = middle + 1 } else { high = middle }
    }
    return segments[low...]
  }
}
