extension InstanceTypeLimits {
  /// The built-in limits by instance type; a describe-instance-types input overrides them.
  ///
  /// m5.large: 3 ENIs, 10 addresses each, Nitro, 9 branch ENIs.
  /// Source: see `InstanceTypeTable`.
  package static let table = Table()

  /// Types the CNI's own table lacks: ipamd must ask EC2 for their limits.
  package static let absentFromCNITable: Set<String> = ["i3.metal"]

  /// The table where it lies in the program: a look-up reads a dozen words of it and builds nothing.
  package struct Table: Sendable {
    /// The limits of one type; nil when the table does not have it.
    package subscript(_ type: String) -> InstanceTypeLimits? {
      let wanted = type.utf8.span
      let rows = InstanceTypeTable.rows.utf8.span
      // Words before `low` are below the wanted type, words from `high` on are not.
      var low = 0
      var high = rows.count
      while low < high {
        var start = low + (high - low) / 2
        while start > low, !Self.isGap(rows[start - 1]) { start -= 1 }
        let word = Self.word(of: rows, from: start)
        if Self.isBelow(rows.extracting(word), wanted) { low = word.upperBound + 1 } else { high = start }
      }
      guard low < rows.count else { return nil }
      let found = InstanceTypeLimits(row: rows.extracting(Self.word(of: rows, from: low)))
      return found?.type == type ? found : nil
    }

    /// Every type, ascending.
    package var keys: [String] {
      let rows = InstanceTypeTable.rows.utf8.span
      var keys: [String] = []
      var position = 0
      while position < rows.count {
        let word = Self.word(of: rows, from: position)
        if let limits = InstanceTypeLimits(row: rows.extracting(word)) { keys.append(limits.type) }
        position = word.upperBound + 1
      }
      return keys
    }

    package var count: Int { keys.count }

    private static func isGap(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
    }

    private static func word(of rows: Span<UInt8>, from start: Int) -> Range<Int> {
      var end = start
      while end < rows.count, !isGap(rows[end]) { end += 1 }
      return start..<end
    }

    /// The type at the front of `row` stands before `type`, byte by byte.
    private static func isBelow(_ row: Span<UInt8>, _ type: Span<UInt8>) -> Bool {
      var index = 0
      while index < row.count, row[index] != UInt8(ascii: ",") {
        guard index < type.count else { return false }
        if row[index] != type[index] { return row[index] < type[index] }
        index += 1
      }
      return index < type.count
    }
  }

  /// One word of the table; nil when it is not of that shape.
  private init?(row: Span<UInt8>) {
    var commas: [Int] = []
    for index in row.indices where row[index] == UInt8(ascii: ",") { commas.append(index) }
    guard commas.count == 5, commas[3] - commas[2] == 4,
      let enis = Self.number(row, commas[0] + 1..<commas[1]),
      let addresses = Self.number(row, commas[1] + 1..<commas[2])
    else { return nil }
    let type = (0..<commas[0]).map { row[$0] }
    self.init(type: String(decoding: type, as: UTF8.self), enis: enis, ipv4PerENI: addresses)
    isNitro = Self.truth(row[commas[2] + 1], yes: "n", no: "x")
    isTrunkCapable = Self.truth(row[commas[2] + 2], yes: "t", no: "f")
    isBareMetal = Self.truth(row[commas[2] + 3], yes: "m", no: "v")
    branchENIs = Self.number(row, commas[3] + 1..<commas[4])
    vCPUs = Self.number(row, commas[4] + 1..<row.count)
  }

  private static func truth(_ byte: UInt8, yes: Unicode.Scalar, no: Unicode.Scalar) -> Bool? {
    byte == UInt8(ascii: yes) ? true : byte == UInt8(ascii: no) ? false : nil
  }

  private static func number(_ row: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      guard (48...57).contains(row[index]), value < 1_000_000 else { return nil }
      value = value * 10 + Int(row[index]) - 48
    }
    return range.isEmpty ? nil : value
  }
}
