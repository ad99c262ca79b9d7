extension InstanceTypeLimits {
  /// The built-in limits by instance type; a describe-instance-types input overrides them.
  ///
  /// m5.large: 3 ENIs, 10 addresses each, Nitro, 9 branch ENIs. Read at first use.
  /// Source: see `InstanceTypeTable`.
  package static let table: [String: InstanceTypeLimits] = {
    var table: [String: InstanceTypeLimits] = [:]
    table.reserveCapacity(1400)
    let bytes = InstanceTypeTable.rows.utf8
    for word in bytes.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) {
      if let limits = InstanceTypeLimits(row: word) { table[limits.type] = limits }
    }
    return table
  }()

  /// Types the CNI's own table lacks: ipamd must ask EC2 for their limits.
  package static let absentFromCNITable: Set<String> = ["i3.metal"]

  /// One word of the table; nil when it is not of that shape.
  private init?(row: Substring.UTF8View) {
    let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard fields.count == 6, let enis = Self.number(fields[1]), let addresses = Self.number(fields[2]),
      fields[3].count == 3
    else { return nil }
    self.init(type: String(Substring(fields[0])), enis: enis, ipv4PerENI: addresses)
    var flags = fields[3].makeIterator()
    isNitro = Self.truth(flags.next(), yes: "n", no: "x")
    isTrunkCapable = Self.truth(flags.next(), yes: "t", no: "f")
    isBareMetal = Self.truth(flags.next(), yes: "m", no: "v")
    branchENIs = Self.number(fields[4])
    vCPUs = Self.number(fields[5])
  }

  private static func truth(_ byte: UInt8?, yes: Unicode.Scalar, no: Unicode.Scalar) -> Bool? {
    byte == UInt8(ascii: yes) ? true : byte == UInt8(ascii: no) ? false : nil
  }

  private static func number(_ digits: Substring.UTF8View) -> Int? {
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit), value < 1_000_000 else { return nil }
      value = value * 10 + Int(digit) - 48
    }
    return digits.isEmpty ? nil : value
  }
}
