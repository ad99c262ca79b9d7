import VPCModel

/// IPv4 addresses to others, prefix by prefix: two that share 26 bits share 26 bits afterwards, so blocks stay blocks.
///
/// Each bit is turned or not by a keyed hash of the bits before it (Xu, Fan, Ammar, Moon: "Prefix-preserving IP address
/// anonymization"). Not turned, because the verdict asks for them: what marks the private ranges, 100.64/10 and the
/// others with a meaning, and the place of an address in its subnet; where no subnet is known, in its /24. The first
/// bit behind the range always is.
package struct AddressCipher: Sendable {
  private let key: RedactionKey
  /// Subnets that hold no other, sorted: what is below their length stays.
  private let subnets: [IPv4Block]
  private let kept: Set<UInt32>

  /// - Parameters:
  ///   - subnets: the blocks whose host part stays; one that holds another is a VPC, and gives way.
  ///   - services: addresses that stay, unless a subnet holds them.
  package init(key: RedactionKey, subnets: some Sequence<IPv4Block>, services: Set<IPv4Address>) {
    let sorted = Set(subnets.filter { (16...30).contains($0.length) }).sorted()
    self.subnets = sorted.enumerated().filter { index, block in
      index + 1 == sorted.count || !block.overlaps(sorted[index + 1])
    }.map(\.element)
    let leaves = self.subnets
    kept = Set(
      services.union(Self.usualServices).filter { address in !leaves.contains { $0.contains(address) } }
        .map(\.number))
    // No subnet may come to lie where an address stays: its own would then have to leave it.
    var salt: UInt64 = 0
    var drawn = key.derived(salt)
    while salt < 64, Self.collides(drawn, leaves, kept) {
      salt += 1
      drawn = key.derived(salt)
    }
    self.key = drawn
  }

  /// The API server's address in the two service ranges EKS chooses from.
  static let usualServices = Set(["10.100.0.1", "172.20.0.1"].compactMap { IPv4Address($0) })

  private static func collides(_ key: RedactionKey, _ leaves: [IPv4Block], _ kept: Set<UInt32>) -> Bool {
    leaves.contains { leaf in
      let start = turned(leaf.first.number, from: leaf.length, key)
      guard let image = IPv4Block(containing: IPv4Address(number: start), length: leaf.length) else {
        return false
      }
      return kept.contains { image.contains(IPv4Address(number: $0)) }
    }
  }

  package func alias(of address: IPv4Address) -> IPv4Address {
    if stays(address) { return address }
    var number = turned(address.number)
    // What would land on an address that stays takes the place that one left.
    for _ in 0...kept.count where kept.contains(number) { number = turned(number) }
    return IPv4Address(number: number)
  }

  /// The block's alias; a host part that is not zero is kept as a host part.
  package func alias(of address: IPv4Address, length: Int) -> IPv4Address {
    guard (0...32).contains(length), !stays(address) else { return address }
    let mask: UInt32 = length == 0 ? 0 : ~0 << UInt32(32 - length)
    if address.number & ~mask != 0 { return alias(of: address) }
    return IPv4Address(number: turned(address.number) & mask)
  }

  package func alias(of block: IPv4Block) -> IPv4Block {
    IPv4Block(containing: alias(of: block.first, length: block.length), length: block.length) ?? block
  }

  /// Loopback, link-local, unspecified, multicast, and the addresses of services.
  package func stays(_ address: IPv4Address) -> Bool {
    let number = address.number
    let first = number >> 24
    return first == 0 || first == 127 || first >= 224 || number >> 16 == 0xA9FE || kept.contains(number)
  }

  private func turned(_ number: UInt32) -> UInt32 {
    Self.turned(number, from: leaf(of: number)?.length, key)
  }

  /// The subnet that holds an address.
  private func leaf(of number: UInt32) -> IPv4Block? {
    var low = 0
    var high = subnets.count
    while low < high {
      let middle = (low + high) / 2
      if subnets[middle].last.number < number { low = middle + 1 } else { high = middle }
    }
    return low < subnets.count && subnets[low].contains(IPv4Address(number: number)) ? subnets[low] : nil
  }

  /// Ranges whose meaning is asked for: prefix bits and their count.
  private static let ranges: [(bits: UInt32, length: Int)] = [
    (0, 8), (10, 8), (0x191, 10), (127, 8), (0xA9FE, 16), (0xAC1, 12), (0xC0A8, 16), (7, 3),
  ]

  private static func turned(_ number: UInt32, from length: Int?, _ key: RedactionKey) -> UInt32 {
    var result = number
    var isFirst = true
    var end = length ?? 32
    for depth in 0..<32 where depth < end {
      let prefix = depth == 0 ? 0 : number >> UInt32(32 - depth)
      // On the way to a range with a meaning nothing turns: what is in it stays in, what is not stays out.
      if ranges.contains(where: { $0.length > depth && $0.bits >> UInt32($0.length - depth) == prefix }) {
        continue
      }
      if isFirst, length == nil, isInRange(number) { end = 24 }
      let turns = isFirst || key.hash(UInt64(prefix), UInt64(depth)) & 1 == 1
      isFirst = false
      if turns { result ^= 1 << UInt32(31 - depth) }
    }
    return result
  }

  private static func isInRange(_ number: UInt32) -> Bool {
    ranges.contains { number >> UInt32(32 - $0.length) == $0.bits }
  }
}

/// IPv6 addresses, group by group: prefixes stay prefixes at any length, zero groups stay zero, `::1` is itself.
struct IPv6Cipher: Sendable {
  let key: RedactionKey

  /// The alias of eight groups. In fe80::/10 the host part is the MAC address in another dress: all of it turns.
  func alias(of groups: [UInt16]) -> [UInt16] {
    guard groups.count == 8, !stays(groups) else { return groups }
    var result = groups
    var before: [UInt8] = []
    // The range says what kind of address it is: fe80, fd…, 2600.
    for index in 0..<8 {
      let group = groups[index]
      if index > 0 || group >> 13 == 1 { result[index] = turned(group, behind: before, index: index) }
      before += [UInt8(group >> 8), UInt8(group & 255)]
    }
    return result
  }

  private func turned(_ group: UInt16, behind before: [UInt8], index: Int) -> UInt16 {
    var result = group
    // The highest bit that is set stays, and the zeros before it: zero is zero, and a group keeps its width.
    let width = 16 - group.leadingZeroBitCount
    guard width > 1 else { return group }
    var isFirst = true
    for bit in stride(from: width - 2, through: 0, by: -1) {
      // 2000::/3 is a range of its own.
      if index == 0, bit > 12 { continue }
      let head = group >> UInt16(bit + 1)
      let turns =
        isFirst
        || key.hash(before + [UInt8(bit), UInt8(head >> 8), UInt8(head & 255)], domain: 6) & 1 == 1
      isFirst = false
      if turns { result ^= 1 << UInt16(bit) }
    }
    return result
  }

  private func stays(_ groups: [UInt16]) -> Bool {
    // ::, ::1, multicast, and where EC2 serves instance metadata.
    groups.dropLast().allSatisfy { $0 == 0 } || groups[0] >> 8 == 0xFF
      || groups == [0xFD00, 0xEC2, 0, 0, 0, 0, 0, 0x254]
  }
}
