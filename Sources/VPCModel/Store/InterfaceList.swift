/// Some records of a store, in an order of their own: what the ledger and the triage walk.
package struct InterfaceList: RandomAccessCollection, Sendable {
  // Shared by the lists of all nodes and subnets: a list is a reference and its numbers.
  private final class Shelf: Sendable {
    let store: InterfaceStore
    init(_ store: InterfaceStore) { self.store = store }
  }

  private let shelf: Shelf
  private let order: [UInt32]
  /// Each id once, in the order of ids.
  package let isSorted: Bool
  /// Records of which another place says something else, and nobody knows which is newer.
  private let contradictory: Set<UInt32>

  private init(
    _ shelf: Shelf, _ order: [UInt32], isSorted: Bool, contradictory: Set<UInt32> = []
  ) {
    self.shelf = shelf
    self.order = order
    self.isSorted = isSorted
    self.contradictory = contradictory
  }

  /// No interface.
  package init() { self.init(Shelf(InterfaceStore()), [], isSorted: true) }

  /// Every record in order of arrival, ids repeated as they come.
  package init(all store: InterfaceStore) {
    self.init(Shelf(store), store.indices.map { UInt32(truncatingIfNeeded: $0) }, isSorted: false)
  }

  package init(_ interfaces: [NetworkInterface]) { self.init(all: InterfaceStore(interfaces)) }

  package var startIndex: Int { 0 }
  package var endIndex: Int { order.count }
  package subscript(index: Int) -> InterfaceView { shelf.store[Int(order[index])] }

  /// When the document was taken in which `index` stands.
  package func time(of index: Int) -> Instant? { shelf.store.origin(of: Int(order[index])).time }

  /// True when another document says other addresses of this interface, and their times do not tell which is newer.
  package func isContradictory(_ index: Int) -> Bool {
    !contradictory.isEmpty && contradictory.contains(order[index])
  }

  /// The records at `indices`, ascending, as a list of their own.
  package func picking(_ indices: [Int]) -> InterfaceList {
    InterfaceList(shelf, indices.map { order[$0] }, isSorted: isSorted, contradictory: contradictory)
  }

  /// Where `id` stands in a sorted list.
  package func index(of id: ENIID) -> Int? {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < order.count && self[low].id == id ? low : nil
  }

  package subscript(id: ENIID) -> InterfaceView? { index(of: id).map { self[$0] } }
}

extension InterfaceList: ExpressibleByArrayLiteral {
  package init(arrayLiteral interfaces: NetworkInterface...) { self.init(interfaces) }
}

extension InterfaceList {
  /// Each interface of `store` once, sorted by id; of several records about one the newest.
  ///
  /// Records are compared in the order of their places: a later one counts unless it is known to be older, or the
  /// time of the earlier one is known and its own is not.
  package init(newestOf store: InterfaceStore) {
    var digits: [(digits: UInt64, record: UInt32)] = []
    digits.reserveCapacity(store.count)
    var others: [(id: String, record: UInt32)] = []
    for index in store.indices {
      let view = store[index]
      let record = UInt32(truncatingIfNeeded: index)
      if let found = view.idDigits {
        digits.append((found, record))
      } else {
        others.append((view.id.raw, record))
      }
    }
    digits.sort { ($0.digits, $0.record) < ($1.digits, $1.record) }
    others.sort { ($0.id, $0.record) < ($1.id, $1.record) }
    var order: [UInt32] = []
    order.reserveCapacity(store.count)
    var other = 0
    var contradictory: Set<UInt32> = []
    func newest(_ records: [UInt32]) -> UInt32 {
      let (best, isContested) = Self.newest(records, of: store)
      if isContested { contradictory.insert(best) }
      return best
    }
    func takeOthers(before id: String?) {
      while other < others.count, id.map({ others[other].id < $0 }) ?? true {
        var end = other + 1
        while end < others.count, others[end].id == others[other].id { end += 1 }
        order.append(newest(others[other..<end].map(\.record)))
        other = end
      }
    }
    var start = 0
    while start < digits.count {
      var end = start + 1
      while end < digits.count, digits[end].digits == digits[start].digits { end += 1 }
      if other < others.count { takeOthers(before: RecordReader.id("eni-", digits[start].digits)) }
      order.append(
        end == start + 1 ? digits[start].record : newest(digits[start..<end].map(\.record)))
      start = end
    }
    takeOthers(before: nil)
    self.init(Shelf(store), order, isSorted: true, contradictory: contradictory)
  }

  private static func newest(
    _ records: [UInt32], of store: InterfaceStore
  ) -> (record: UInt32, isContested: Bool) {
    if records.count == 1 { return (records[0], false) }
    let placed = records.map { (record: $0, origin: store.origin(of: Int($0))) }.sorted { left, right in
      (left.origin.input, left.origin.line, left.origin.byte, left.record)
        < (right.origin.input, right.origin.line, right.origin.byte, right.record)
    }
    var best = placed[0]
    for next in placed.dropFirst() {
      // An instance says less of its interfaces than a list of them: no tags, no requester.
      let isNested = (store[Int(best.record)].isFromInstance, store[Int(next.record)].isFromInstance)
      if isNested.0 != isNested.1 {
        if isNested.0 { best = next }
        continue
      }
      switch (best.origin.time, next.origin.time) {
      case (let old?, let new?): if new >= old { best = next }
      case (_?, nil): break
      default: best = next
      }
    }
    let chosen = store[Int(best.record)]
    let isContested = placed.contains { other in
      let isOlder = other.origin.time.flatMap { old in best.origin.time.map { old < $0 } } ?? false
      let view = store[Int(other.record)]
      // What an instance says of its interfaces was listed by another call, moments apart.
      let isLikeChosen = view.isFromInstance == chosen.isFromInstance
      return other.record != best.record && isLikeChosen && !isOlder && !chosen.holdsTheSame(as: view)
    }
    return (best.record, isContested)
  }
}

extension InterfaceView {
  /// Whether both take the same from the same subnet; what either leaves out is no difference.
  fileprivate func holdsTheSame(as other: InterfaceView) -> Bool {
    if let one = subnet, let two = other.subnet, one != two { return false }
    return Set(addresses) == Set(other.addresses) && Set(prefixes) == Set(other.prefixes)
  }
}
