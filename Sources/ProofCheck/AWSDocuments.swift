import FoundationEssentials

/// What AWS documents say about subnets, as far as a proof needs it.
///
/// Reads the output of describe-subnets, describe-network-interfaces, get-subnet-cidr-reservations and
/// describe-instances, whole or as `--query 'NetworkInterfaces[]'` gives it, one document behind the other.
package struct AWSDocuments {
  struct Interface: Hashable {
    let id: String
    let subnet: String?
    let vpc: String?
    let account: String?
    let addresses: [UInt32]
    let prefixes: [Block]
  }

  struct Subnet: Hashable {
    let id: String
    let vpc: String?
    let account: String?
    let cidr: String?
    let available: Int?
  }

  struct Reservation: Hashable {
    let id: String
    let subnet: String
    let block: Block
    let isExplicit: Bool
  }

  private(set) var subnets: [String: Subnet] = [:]
  private(set) var reservations: [String: Reservation] = [:]
  private var listed: [String: Interface] = [:]
  private var nested: [String: Interface] = [:]
  /// What stands twice and differs.
  private(set) var contradictions: [String] = []
  private(set) var hasInterfaces = false
  /// Lists that end with their last page, and lists that do not, or of which a record could not be read.
  private var wholeLists = 0
  private var cutLists = 0
  /// The list of the input being read: pages behind one another are one.
  private var open: (isCut: Bool, hasNext: Bool)?

  package init() {}

  /// Something that a proof could be about was found.
  package var isEmpty: Bool { subnets.isEmpty && listed.isEmpty && nested.isEmpty }

  /// How the list of interfaces ends. A doubtful one may lack a page, or is none of a whole subnet: only a count of
  /// EC2 that fits it says that all is there.
  enum Ending { case certain, doubtful, missing }

  var ending: Ending {
    if cutLists > 0 { return wholeLists > 0 ? .doubtful : .missing }
    return listed.isEmpty && !nested.isEmpty && wholeLists == 0 ? .doubtful : .certain
  }

  /// By id. An instance names its interfaces too, a list of interfaces knows better.
  var interfaces: [Interface] {
    listed.merging(nested) { listed, _ in listed }.values.sorted { $0.id < $1.id }
  }

  /// Reads every JSON document in `bytes`. What is no document of AWS is passed over.
  package mutating func add(_ bytes: [UInt8]) {
    open = nil
    defer { closeList() }
    var start = 0
    while let range = Self.document(in: bytes, from: start) {
      start = range.upperBound
      let data = Data(bytes[range])
      if let page = try? JSONDecoder().decode(Page.self, from: data) {
        add(page)
      } else if let records = try? JSONDecoder().decode([Lossy<Record>].self, from: data) {
        for record in records { add(record) }
      } else if bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 4_096)].contains(
        Array("\"NetworkInterface".utf8))
      {
        cut()
      }
    }
  }

  private mutating func cut() { open = (true, open?.hasNext ?? false) }

  /// At the end of an input, and of a page that names no next one.
  private mutating func closeList() {
    guard let open else { return }
    if open.isCut || open.hasNext {
      cutLists += 1
    } else {
      wholeLists += 1
      hasInterfaces = true
    }
    self.open = nil
  }

  private mutating func add(_ page: Page) {
    for record in page.subnets ?? [] { add(record) }
    for record in page.cidrReservations ?? [] { add(record) }
    for reservation in page.instanceGroups ?? [] {
      for instance in reservation.value?.instances ?? [] {
        for record in instance.value?.interfaces ?? [] {
          guard let interface = record.value.flatMap(Self.interface) else { continue }
          nested[interface.id] = nested[interface.id] ?? interface
          if record.value?.status != nil || record.value?.interfaceType != nil { hasInterfaces = true }
        }
      }
    }
    guard let interfaces = page.interfaces else {
      if page.subnets == nil, page.cidrReservations == nil, let record = page.alone {
        add(Lossy(value: record))
      }
      return
    }
    open = (open?.isCut ?? false, page.nextToken.map { !$0.isEmpty } ?? false)
    for record in interfaces { add(record, isOfList: true) }
    if open?.hasNext == false { closeList() }
  }

  private mutating func add(_ lossy: Lossy<Record>, isOfList: Bool = false) {
    guard let record = lossy.value else {
      if isOfList { cut() }
      return
    }
    if record.interface != nil {
      hasInterfaces = hasInterfaces || record.status != nil || record.interfaceType != nil
      guard let interface = Self.interface(record) else { return cut() }
      if record.addresses == nil || record.subnet == nil { cut() }
      if let known = listed.updateValue(interface, forKey: interface.id), known != interface {
        contradictions.append(interface.id)
      }
    } else if isOfList {
      cut()
    } else if let id = record.reservation {
      guard let subnet = record.subnet, let block = record.cidr.flatMap(Numbers.block),
        let type = record.reservationType
      else { return }
      let new = Reservation(id: id, subnet: subnet, block: block, isExplicit: type == "explicit")
      if let known = reservations.updateValue(new, forKey: id), known != new { contradictions.append(id) }
    } else if let id = record.subnet, record.subnetBlock != nil || record.available != nil {
      let new = Subnet(
        id: id, vpc: record.vpc, account: record.account, cidr: record.subnetBlock,
        available: record.available)
      if let known = subnets.updateValue(new, forKey: id), known != new { contradictions.append(id) }
    }
  }

  /// nil when an address or prefix cannot be read: then it is not known what the interface holds.
  private static func interface(_ record: Record) -> Interface? {
    guard let id = record.interface else { return nil }
    var addresses: [UInt32] = []
    for text in [record.address] + (record.addresses ?? []).map(\.address) {
      guard let text, !text.isEmpty else { continue }
      guard let address = Numbers.address(text) else { return nil }
      addresses.append(address)
    }
    var prefixes: [Block] = []
    for text in (record.prefixes ?? []).compactMap(\.prefix) {
      guard let block = Numbers.block(text) else { return nil }
      prefixes.append(block)
    }
    return Interface(
      id: id, subnet: record.subnet, vpc: record.vpc, account: record.account,
      addresses: Array(Set(addresses)).sorted(),
      prefixes: prefixes.sorted { ($0.first, $0.size) < ($1.first, $1.size) })
  }

  /// The next `{…}` or `[…]` with its brackets in balance, at the start of a line or behind another one.
  private static func document(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    var depth = 0
    var first = start
    var isText = false
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if isText {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isText = false }
      } else {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          if depth == 0 { first = index }
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 1 { return first..<(index + 1) }
          depth = max(0, depth - 1)
        case UInt8(ascii: "\"") where depth > 0: isText = true
        default: break
        }
      }
      index += 1
    }
    // Cut inside: what is missing may be anything.
    return depth > 0 ? first..<bytes.count : nil
  }
}
