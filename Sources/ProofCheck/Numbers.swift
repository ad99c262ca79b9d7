/// IPv4 as numbers, read again from scratch: nothing here is shared with the code that is being checked.
enum Numbers {
  /// `10.0.1.23`: four decimal numbers of 0 to 255 without leading zeros.
  static func address(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let value = UInt8(part), String(value) == part else { return nil }
      number = number * 256 + UInt32(value)
    }
    return number
  }

  /// `10.0.1.0/28`; a host bit that is set makes it none.
  static func block(_ text: String) -> Block? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = address(String(parts[0])), let length = Int(parts[1]),
      String(length) == parts[1], length >= 0, length <= 32
    else { return nil }
    let size = Int64(1) << Int64(32 - length)
    guard Int64(first) % size == 0 else { return nil }
    return Block(first: Int64(first), size: size)
  }

  static func text(_ number: Int64) -> String {
    [number >> 24, number >> 16, number >> 8, number].map { String($0 & 255) }.joined(separator: ".")
  }
}

/// Addresses `first ..< first + size`.
struct Block: Hashable {
  let first: Int64
  let size: Int64
  var end: Int64 { first + size }
  var range: Range<Int64> { first..<end }

  /// The common part; nil when there is none.
  func common(with other: Block) -> Range<Int64>? {
    let (low, high) = (max(first, other.first), min(end, other.end))
    return low < high ? low..<high : nil
  }
}
