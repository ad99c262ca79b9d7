/// The byte at `index`, nil outside: a line may end anywhere.
@inlinable
package func byte(_ bytes: Span<UInt8>, _ index: Int) -> UInt8? {
  index >= 0 && index < bytes.count ? bytes[index] : nil
}

/// True for `0` to `9`; nil, the end of the line, is no digit.
@inlinable
package func isDigit(_ byte: UInt8?) -> Bool {
  guard let byte else { return false }
  return byte &- UInt8(ascii: "0") < 10
}

/// Exactly `count` decimal digits at `start` as a number; nil when one is missing. `count` is at most 18.
@inlinable
package func digits(_ count: Int, _ bytes: Span<UInt8>, at start: Int) -> Int? {
  guard start >= 0, count > 0, count <= 18, start <= bytes.count &- count else { return nil }
  var value = 0
  for index in start..<(start &+ count) {
    let digit = bytes[index] &- UInt8(ascii: "0")
    guard digit < 10 else { return nil }
    value = value &* 10 &+ Int(digit)
  }
  return value
}

/// As many decimal digits as stand at `start`, at least one; nil when they do not fit an Int.
@inlinable
package func scanDecimal(_ bytes: Span<UInt8>, from start: Int) -> (value: Int, end: Int)? {
  var value = 0
  var position = start
  while let digit = byte(bytes, position), isDigit(digit) {
    let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, carried) = product.addingReportingOverflow(Int(digit &- UInt8(ascii: "0")))
    guard !tooLarge, !carried else { return nil }
    value = sum
    position &+= 1
  }
  return position > start ? (value, position) : nil
}

/// The first index of `wanted` at or after `start`; nil when there is none.
@inlinable
package func firstIndex(of wanted: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
  var index = Swift.max(start, 0)
  // Blocks without an early exit are what the compiler turns into vector code.
  while index <= bytes.count &- 32 {
    let block = bytes.extracting(index..<(index &+ 32))
    var first: UInt8 = 32
    for offset in 0..<32 {
      first = Swift.min(first, block[offset] == wanted ? UInt8(truncatingIfNeeded: offset) : 32)
    }
    if first < 32 { return index &+ Int(first) }
    index &+= 32
  }
  while index < bytes.count {
    if bytes[index] == wanted { return index }
    index &+= 1
  }
  return nil
}

/// True when `bytes` has `prefix` at `start`.
@inlinable
package func hasBytes(_ prefix: StaticString, in bytes: Span<UInt8>, at start: Int = 0) -> Bool {
  let wanted = prefix.utf8CodeUnitCount
  guard start >= 0, start <= bytes.count &- wanted else { return false }
  var index = start
  for unit in prefix.description.utf8 {
    guard bytes[index] == unit else { return false }
    index &+= 1
  }
  return true
}

/// The eight bytes at `index` as one number, the first lowest; the caller knows that they are there.
@inlinable @inline(__always)
package func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
  let eight = bytes.extracting(index..<(index &+ 8))
  let low = UInt64(eight[0]) | UInt64(eight[1]) << 8 | UInt64(eight[2]) << 16 | UInt64(eight[3]) << 24
  let high = UInt64(eight[4]) | UInt64(eight[5]) << 8 | UInt64(eight[6]) << 16 | UInt64(eight[7]) << 24
  return low | high << 32
}
