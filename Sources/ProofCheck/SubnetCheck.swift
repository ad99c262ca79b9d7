/// One claim against one recount.
struct SubnetCheck {
  private let claim: Claims.Subnet
  private let recount: Recount
  private let ending: AWSDocuments.Ending

  init(_ claim: Claims.Subnet, _ recount: Recount, ending: AWSDocuments.Ending) {
    self.claim = claim
    self.recount = recount
    self.ending = ending
  }

  /// Throws the first thing that is wrong.
  func run(_ premises: inout [String]) throws(Flaw) {
    guard try claim.text("cidr") == recount.blockText else { throw claim.wrong("cidr", recount.blockText) }
    let free = recount.count(.free)
    let usable = recount.blocks.filter { recount.isFree(block: $0, sparesPrefixSpace: true) }
    let plain = recount.blocks.filter { recount.isFree(block: $0, sparesPrefixSpace: false) }
    let counts = [
      ("size", Int(recount.block.size)), ("reserved", recount.count(.reserved)),
      ("held", recount.count(.held)),
      ("unusedPrefixSpace", recount.count(.prefixReservation)),
      ("unusedExplicitSpace", recount.count(.explicitReservation)), ("free", free),
      ("freeAligned28", usable.count), ("freeAligned28Unreserved", plain.count),
      ("largestFreeRun", recount.largestFreeRun),
    ]
    for (key, counted) in counts {
      guard try claim.integer(key) == counted else { throw claim.wrong(key, "\(counted)") }
    }
    guard try claim.optional("available") == recount.subnet.available else {
      throw claim.wrong("available", recount.subnet.available.map { "\($0)" } ?? "null")
    }
    let balance = try balance(free: free)
    try verdict(free: free, usable: usable, balance)
    let expected = try self.premises(free: free, balance)
    guard try claim.list("premises") == expected.map({ .text($0) }) else {
      throw claim.wrong("premises", "\(expected)")
    }
    premises += expected.map { "\(claim.id): \($0)" }
  }

  // MARK: The count of EC2

  private struct Balance {
    var residual: Int?
    var isComplete: Bool
    var isTakenApart = false
  }

  /// Goes through what may lie between EC2's count and the free addresses, and compares it with what is claimed.
  private func balance(free: Int) throws(Flaw) -> Balance {
    let isListComplete = ending == .certain
    var balance = Balance(residual: nil, isComplete: isListComplete)
    var parts: [(kind: String, addresses: Int)] = []
    if let available = recount.subnet.available {
      let difference = available - free
      let readings = self.readings
      let reading = readings.first { $0.addresses == difference }
      // Interfaces that nobody listed are taken away from the smallest reading above the count.
      let above =
        difference < 0
        ? nil : readings.filter { $0.addresses > difference }.min { $0.addresses < $1.addresses }
      let hidden = difference - (above?.addresses ?? 0)
      balance.residual = 0
      if let reading {
        parts = [reading]
        balance.isComplete = ending != .missing
      } else if difference == 0 {
        parts = []
        balance.isComplete = ending != .missing
      } else if hidden < 0, !isListComplete || recount.isShared {
        parts = above.map { [$0] } ?? []
        parts.append((isListComplete ? "other-accounts" : "missing-from-list", hidden))
        balance.isComplete = false
      } else if try claim.list("explained") == [part("taken-apart", difference)],
        band(available) == band(free)
      {
        parts = [("taken-apart", difference)]
        balance.isTakenApart = true
      } else {
        balance.residual = difference
      }
    }
    let expected = parts.map { part($0.kind, $0.addresses) }
    guard try claim.list("explained") == expected else {
      throw Flaw("explained does not say what lies between the two counts: \(parts)")
    }
    guard try claim.optional("residual") == balance.residual else {
      throw claim.wrong("residual", balance.residual.map { "\($0)" } ?? "null")
    }
    guard claim.members["complete"] == .bool(balance.isComplete) else {
      throw claim.wrong("complete", "\(balance.isComplete)")
    }
    return balance
  }

  private func part(_ kind: String, _ addresses: Int) -> Tree {
    .object(["kind": .text(kind), "addresses": .integer(addresses)])
  }

  private var readings: [(kind: String, addresses: Int)] {
    let prefix = recount.count(.prefixReservation)
    let explicit = recount.count(.explicitReservation)
    if prefix + explicit == 0 { return [] }
    let whole = [("unused-not-counted", 0), ("unused-counted", prefix + explicit)]
    if prefix == 0 || explicit == 0 { return whole }
    return whole + [("prefix-space-counted", prefix), ("explicit-space-counted", explicit)]
  }

  private func band(_ free: Int) -> Int { free == 0 ? 0 : free < 16 ? 1 : 2 }

  // MARK: The verdict

  private func verdict(free: Int, usable: [Int64], _ balance: Balance) throws(Flaw) {
    let doubts = self.doubts(balance)
    guard try claim.list("doubts") == doubts.map({ .text($0) }) else {
      throw claim.wrong("doubts", "\(doubts)")
    }
    let verdict = try claim.text("verdict")
    let allowed: [String]
    if !doubts.isEmpty {
      allowed = doubts == ["nothing-vouches"] ? ["unknown"] : ["inconsistent"]
    } else if free == 0 {
      allowed = ["exhausted"]
    } else if free < 16 {
      // Healthy only under a premise, which the answer repeats.
      allowed = ["exhausted", "healthy"]
    } else {
      allowed = usable.isEmpty ? ["fragmented"] : ["healthy"]
    }
    guard allowed.contains(verdict) else {
      throw claim.wrong("verdict", allowed.joined(separator: " or "))
    }
    try exhibit(of: verdict, usable: usable)
  }

  private func doubts(_ balance: Balance) -> [String] {
    var doubts: [String] = []
    if (balance.residual ?? 0) != 0 { doubts.append("residual") }
    if !balance.isComplete { doubts.append("partial-list") }
    let hasCount = recount.subnet.available != nil
    if recount.isUncertain || (!hasCount && recount.hasContradiction) { doubts.append("contradiction") }
    if doubts.isEmpty, !hasCount, !recount.hasInterfaces { doubts.append("nothing-vouches") }
    return doubts
  }

  private func premises(free: Int, _ balance: Balance) throws(Flaw) -> [String] {
    let isHealthy = try claim.text("verdict") == "healthy"
    return (isHealthy && free < 16 ? ["prefix-mode-off"] : [])
      + (balance.isTakenApart ? ["taken-apart"] : [])
  }

  /// The block, the address or the list that shows the verdict; the other two have to be null.
  private func exhibit(of verdict: String, usable: [Int64]) throws(Flaw) {
    var block: Tree = .null
    var address: Tree = .null
    if verdict == "healthy" {
      if let first = usable.first {
        block = .text("\(Numbers.text(first))/28")
      } else if let first = recount.block.range.first(where: { recount.isFree($0, sparesPrefixSpace: false) })
      {
        address = .text(Numbers.text(first))
      }
    }
    guard claim.members["freeBlock"] == block else { throw claim.wrong("freeBlock", block.shown) }
    guard claim.members["freeAddress"] == address else { throw claim.wrong("freeAddress", address.shown) }
    guard verdict == "exhausted" || verdict == "fragmented" else {
      guard claim.members["blocked"] == .null else { throw claim.wrong("blocked", "null") }
      return
    }
    let rows = try claim.list("blocked")
    let blocks = recount.blocks
    guard rows.count == blocks.count else {
      throw Flaw("blocked names \(rows.count) blocks; the subnet has \(blocks.count) aligned /28")
    }
    for (row, start) in zip(rows, blocks) {
      try self.row(row, start, sparesPrefixSpace: verdict == "fragmented")
    }
  }

  /// `["10.0.1.16/28", "10.0.1.17", "eni-…"]`: the first address of the block that is not free, and whose it is.
  private func row(_ row: Tree, _ start: Int64, sparesPrefixSpace: Bool) throws(Flaw) {
    let block = "\(Numbers.text(start))/28"
    guard case .list(let parts) = row, parts.count == 3, case .text(let name) = parts[0],
      case .text(let text) = parts[1], case .text(let owner) = parts[2]
    else { throw Flaw("\(block): its row is not block, address and owner") }
    guard name == block else { throw Flaw("blocked names \(name) where \(block) belongs") }
    guard let number = Numbers.address(text), (start..<start + 16).contains(Int64(number)) else {
      throw Flaw("\(block): \(text) is not in it")
    }
    let address = Int64(number)
    guard !recount.isFree(address, sparesPrefixSpace: sparesPrefixSpace) else {
      throw Flaw("\(block): \(text) is in nobody's way; it is \(recount.whose(address))")
    }
    if let earlier = (start..<address).first(where: {
      !recount.isFree($0, sparesPrefixSpace: sparesPrefixSpace)
    }) {
      throw Flaw("\(block): the first address in the way is \(Numbers.text(earlier)), not \(text)")
    }
    guard recount.isOwner(owner, of: address, sparesPrefixSpace: sparesPrefixSpace) else {
      throw Flaw("\(block): \(text) is not of \(owner); it is \(recount.whose(address))")
    }
  }
}
